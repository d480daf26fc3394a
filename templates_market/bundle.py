"""A bundle: a template's files, from a folder or from one ZIP file, always read in memory.

A ZIP holds ``manifest.json`` with the SHA-256 of every other file. Nothing in it is trusted: names,
sizes and counts are checked before anything is unpacked, and nothing is ever written to disk.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import stat
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runtime.catalog import catalog
from runtime.errors import Refusal
from runtime.spec import limits
from runtime.spec.app import AppSpec
from runtime.spec.folder import Slot, slot
from runtime.spec.json_text import read_json
from runtime.spec.load import Unread, read_files
from runtime.spec.problems import Problem
from runtime.spec.reading import AppReading
from templates_market.template import MANIFEST, Template, read_template

CHECKSUMS = "manifest.json"
FORMAT = 1
ZIP_BYTES = 20_000_000
ZIP_FILES = 2_000
ENDING = ".dougong.zip"

_NAME = re.compile(
    r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,99}(/[A-Za-z0-9_][A-Za-z0-9_.\-]{0,99}){0,3}", re.ASCII
)
_STAMP = (1980, 1, 1, 0, 0, 0)
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Bundle:
    """A template with the files of its app, by relative path."""

    template: Template
    files: Mapping[str, bytes]

    @property
    def digest(self) -> str:
        """One checksum over all files."""
        whole = hashlib.sha256()
        for name, checksum in sorted(checksums(self.files).items()):
            whole.update(f"{name} {checksum}\n".encode())
        return whole.hexdigest()


class BundleRefused(Refusal):
    """The files have problems; nothing was installed."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("bundle_has_problems", 422, count=len(problems))
        self.problems = problems


def app_of(bundle: Bundle) -> AppSpec:
    """The app in a bundle.

    Raises:
        BundleRefused: its files have errors.
    """
    return reading_of(bundle).spec


def reading_of(bundle: Bundle) -> AppReading:
    """The app in a bundle as it is read, ready to be published.

    Raises:
        BundleRefused: its files have errors.
    """
    read = read_files(bundle.files, catalog().blocks)
    if isinstance(read, Unread) or read.errors:
        raise BundleRefused(read.errors or read.problems)
    if read.spec.key != bundle.template.key:
        raise Refusal("bundle_two_keys", 422, app=read.spec.key, template=bundle.template.key)
    return read


def read_folder(folder: Path) -> Bundle:
    """The bundle in a folder. Links and files that declare nothing are left alone.

    Raises:
        Refusal: no_such_folder, bundle_no_manifest, bundle_too_large, or BundleRefused.
    """
    if not folder.is_dir():
        raise Refusal("no_such_folder", 404, folder=str(folder))
    files: dict[str, bytes] = {}
    total = 0
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not path.is_file() or not _belongs(name):
            continue
        total += path.stat().st_size
        if total > limits.APP_BYTES or len(files) >= ZIP_FILES:
            raise Refusal("bundle_too_large", 422, most=limits.APP_BYTES // 1_000_000)
        files[name] = path.read_bytes()
    return _bundle(files)


def read_zip(content: bytes) -> Bundle:
    """The bundle in a ZIP file.

    Raises:
        Refusal: bundle_not_zip, bundle_too_large, bundle_bad_name, bundle_no_manifest,
            bundle_checksum, or BundleRefused: the file is refused whole.
    """
    if len(content) > ZIP_BYTES:
        raise Refusal("bundle_too_large", 413, most=ZIP_BYTES // 1_000_000)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = dict(_entries(archive))
    except (
        zipfile.BadZipFile,
        UnicodeDecodeError,
        NotImplementedError,
        EOFError,
        OSError,
    ) as wrong:
        raise Refusal("bundle_not_zip", 422) from wrong
    except (RuntimeError, ValueError, zipfile.zlib.error) as wrong:  # type: ignore[attr-defined]
        raise Refusal("bundle_not_zip", 422) from wrong
    _verify(files)
    return _bundle({name: data for name, data in files.items() if name != CHECKSUMS})


def write_zip(bundle: Bundle) -> bytes:
    """The bundle as a ZIP file; the same bundle always gives the same bytes."""
    facts = {
        "format": FORMAT,
        "key": bundle.template.key,
        "version": bundle.template.version,
        "files": checksums(bundle.files),
    }
    manifest = json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in sorted({**bundle.files, CHECKSUMS: manifest}.items()):
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def checksums(files: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of every file."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}


def _bundle(files: Mapping[str, bytes]) -> Bundle:
    if MANIFEST not in files:
        raise Refusal("bundle_no_manifest", 422, name=MANIFEST)
    template, problems = read_template(files[MANIFEST])
    if template is None:
        raise BundleRefused(problems)
    return Bundle(template, files)


def _walk(folder: Path) -> Iterator[Path]:
    for inside, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        yield from (Path(inside, name) for name in sorted(names) if not name.startswith("."))


def _belongs(name: str) -> bool:
    """Whether a file is part of a template: its manifest, what people read, or the app's files."""
    return name == MANIFEST or isinstance(slot(name), Slot) or name.endswith((".md", "LICENSE"))


def _entries(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    listed = archive.infolist()
    if len(listed) > ZIP_FILES:
        raise Refusal("bundle_too_many_files", 422, most=ZIP_FILES)
    seen: set[str] = set()
    for entry in listed:
        name = entry.orig_filename
        if not is_safe(name) or name != entry.filename or name.casefold() in seen:
            raise Refusal("bundle_bad_name", 422, name=ascii(name)[:80])
        seen.add(name.casefold())
        kind = stat.S_IFMT(entry.external_attr >> 16)  # 0 where the writer said none
        if kind not in (0, stat.S_IFREG) or entry.flag_bits & _ENCRYPTED or entry.is_dir():
            raise Refusal("bundle_bad_name", 422, name=name)
    if sum(entry.file_size for entry in listed) > limits.APP_BYTES:
        raise Refusal("bundle_too_large", 422, most=limits.APP_BYTES // 1_000_000)
    left = limits.APP_BYTES
    for entry in listed:
        with archive.open(entry) as stream:  # what is declared may lie: count what comes
            data = stream.read(min(left, limits.SEED_BYTES) + 1)
        left -= len(data)
        if left < 0 or len(data) > limits.SEED_BYTES:
            raise Refusal("bundle_too_large", 422, most=limits.APP_BYTES // 1_000_000)
        yield entry.filename, data


def is_safe(name: str) -> bool:
    """Whether a name is a plain relative path inside the bundle."""
    return _NAME.fullmatch(name) is not None and ".." not in name


def _verify(files: Mapping[str, bytes]) -> None:
    """Every file is listed with its checksum, and every listed file is there."""
    if CHECKSUMS not in files:
        raise Refusal("bundle_no_manifest", 422, name=CHECKSUMS)
    try:
        text = files[CHECKSUMS].decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal("bundle_checksum", 422, name=CHECKSUMS) from None
    document, problems = read_json(CHECKSUMS, text)
    if document is None or problems:
        raise BundleRefused(problems)
    said: Any = document.value
    listed = said.get("files") if isinstance(said, dict) else None
    if not isinstance(listed, dict) or said.get("format") != FORMAT:
        raise Refusal("bundle_checksum", 422, name=CHECKSUMS)
    own = checksums({name: data for name, data in files.items() if name != CHECKSUMS})
    for name in sorted({*own, *listed}):
        if own.get(name) != listed.get(name):
            raise Refusal("bundle_checksum", 422, name=name)
