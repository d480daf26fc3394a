"""An app as files, read: every problem at once, each with its file, line and column."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from runtime.spec import limits
from runtime.spec.app import AppSpec, SeedSpec
from runtime.spec.blocks import Blocks
from runtime.spec.build import Part, build_app
from runtime.spec.documents import Document
from runtime.spec.folder import Slot, slot
from runtime.spec.json_text import read_json
from runtime.spec.places import Place
from runtime.spec.problems import Problem, errors, in_order
from runtime.spec.reading import AppReading, read_app
from runtime.spec.rule_text import read_rule
from runtime.spec.schema import KINDS, app_schema, validator
from runtime.spec.seed_text import read_seed
from runtime.spec.validate import validate
from runtime.spec.yaml_text import read_yaml

Outcome = tuple[AppSpec | None, tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class Unread:
    """Files whose shape is wrong: no app can be made of them."""

    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What is wrong with them."""
        return errors(self.problems)


def load_app(path: Path | str, blocks: Blocks | None = None) -> Outcome:
    """The app in a folder, and what is wrong with it.

    The app is None where its shape is wrong (then references are not looked at). Without blocks
    their types and options stay unchecked.
    """
    return _outcome(read_folder(path, blocks))


def load_files(files: Mapping[str, bytes], blocks: Blocks | None = None) -> Outcome:
    """The app in files by relative path, as in a bundle."""
    return _outcome(read_files(files, blocks))


def _outcome(found: AppReading | Unread) -> Outcome:
    return (found.spec if isinstance(found, AppReading) else None), found.problems


def read_folder(path: Path | str, blocks: Blocks | None = None) -> AppReading | Unread:
    """The app in a folder as it is read, ready to be published."""
    root = Path(path)
    if not root.is_dir():
        return Unread((Problem("spec_no_folder", Place(str(path), 1, 1)),))
    files, problems = _read_folder(root)
    return _finish(files, problems, blocks or Blocks())


def read_files(files: Mapping[str, bytes], blocks: Blocks | None = None) -> AppReading | Unread:
    """The app in files by relative path as it is read, ready to be published."""
    return _finish(files, [], blocks or Blocks())


def _read_folder(root: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """The files of a folder that may matter; links and oversized files are problems."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    total = 0
    for path in _walk(root):
        relative = path.relative_to(root).as_posix()
        where = Place(relative, 1, 1)
        if path.is_symlink() or not path.is_file():
            problems.append(Problem("spec_link", where))
            continue
        place = slot(relative)
        if not isinstance(place, Slot):
            problems += [place] if place and not _is_told(place, problems) else []
            continue
        size = path.stat().st_size
        total += size
        if len(files) >= limits.FILES or total > limits.APP_BYTES:
            facts = {"files": limits.FILES, "bytes": limits.APP_BYTES}
            problems.append(Problem("spec_large_app", where, facts=facts))
            break
        if size > _most(place):
            problems.append(_large(relative, place))
            continue
        files[relative] = path.read_bytes()
    return files, problems


def _is_told(problem: Problem, problems: list[Problem]) -> bool:
    """Whether this was said already: a folder that does not belong is told of once."""
    if problem.code != "spec_unknown_folder":
        return problem in problems
    return any(e.code == problem.code and e.facts == problem.facts for e in problems)


def _walk(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in [*folders, *sorted(names)]:
            path = Path(folder, name)
            if path.is_symlink() or (name in names and not name.startswith(".")):
                yield path


def _most(place: Slot) -> int:
    return limits.SEED_BYTES if place.kind == "data" else limits.FILE_BYTES


def _large(path: str, place: Slot) -> Problem:
    return Problem("spec_large_file", Place(path, 1, 1), facts={"most": _most(place)})


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    problems: list[Problem]
    documents: dict[str, list[Document]] = field(default_factory=dict)
    seeds: list[SeedSpec] = field(default_factory=list)
    broken: bool = False

    def read(self, path: str, content: bytes) -> None:
        place = slot(path)
        if not isinstance(place, Slot):
            self.problems += [place] if place and not _is_told(place, self.problems) else []
            return
        if len(content) > _most(place):
            self._stop(_large(path, place))
            return
        text = _decode(path, content)
        if isinstance(text, Problem):
            self._stop(text)
        elif place.kind == "data":
            seed, problems = read_seed(path, place.name, text)
            self.problems += problems
            self.seeds += [seed] if seed else []
            self.broken |= seed is None
        else:
            self._document(path, place, text)

    def _document(self, path: str, place: Slot, text: str) -> None:
        read = {".json": read_json, ".rule": read_rule}.get(PurePosixPath(path).suffix, read_yaml)
        document, problems = read(path, text)
        self.problems += problems
        self.broken |= document is None or bool(problems)
        if document is None:
            return
        if isinstance(document.value, dict) and place.kind != "app":
            self._name(document, place)
        self.documents.setdefault(place.kind, []).append(document)

    def _name(self, document: Document, place: Slot) -> None:
        """The file's name is the key, where the file does not say it."""
        key = document.value.setdefault("key", place.name)
        if key != place.name and isinstance(key, str):
            facts = {"key": key, "name": place.name}
            at = document.place(("key",))
            self.problems.append(Problem("spec_file_name", at, "warning", facts))

    def _stop(self, problem: Problem) -> None:
        self.problems.append(problem)
        self.broken = True


def _decode(path: str, content: bytes) -> str | Problem:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Problem("spec_not_utf8", Place(path, line, 1))
    if "\0" in text:
        return Problem("spec_bad_letter", Place(path, text.count("\n", 0, text.index("\0")) + 1, 1))
    return text.replace("\r\n", "\n")


def _finish(
    files: Mapping[str, bytes], problems: list[Problem], blocks: Blocks
) -> AppReading | Unread:
    reading = _Reading(list(problems))
    if len(files) > limits.FILES or sum(map(len, files.values())) > limits.APP_BYTES:
        facts = {"files": limits.FILES, "bytes": limits.APP_BYTES}
        return Unread((Problem("spec_large_app", facts=facts),))
    for path in sorted(files):
        reading.read(path, files[path])
    apps = reading.documents.get("app", [])
    if not apps and not reading.broken:
        reading.problems.append(Problem("spec_no_app", Place("app.yaml", 1, 1)))
    for extra in apps[1:]:
        reading.problems.append(Problem("spec_two_apps", Place(extra.path, 1, 1)))
    schema = app_schema(blocks.fields, blocks.views)
    for kind, documents in reading.documents.items():
        against = validator(schema, KINDS.get(kind, "app"))
        for document in documents:
            found = validate(document, against, _declared(kind, document))
            reading.problems += found
            reading.broken |= bool(found)
    if reading.broken or len(apps) != 1:
        return Unread(in_order(reading.problems))
    return _check(reading, blocks)


def _check(reading: _Reading, blocks: Blocks) -> AppReading:
    parts = {
        kind: tuple(Part(document.value, document) for document in documents)
        for kind, documents in reading.documents.items()
    }
    spec = build_app(parts, tuple(reading.seeds))
    sources: dict[str, Document] = {}
    for kind, documents in reading.documents.items():
        for document in documents:
            sources.setdefault(_declared(kind, document), document)
    found = read_app(spec, blocks, sources)
    return replace(found, problems=in_order([*reading.problems, *found.problems]))


def _declared(kind: str, document: Document) -> str:
    """What a file declares: ``app``, ``forms/order`` …"""
    value = document.value
    key = value.get("key") if isinstance(value, dict) else None
    return "app" if kind == "app" else f"{kind}/{key or PurePosixPath(document.path).stem}"
