"""Packing a folder as one file, and looking such a file over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from templates_market.bundle import ENDING, Bundle, app_of, read_folder, read_zip, write_zip


@dataclass(frozen=True, slots=True)
class Packed:
    """A file that was written."""

    path: Path
    files: int
    size: int
    digest: str


def pack(folder: Path, out: Path | None = None) -> Packed:
    """Write the bundle in a folder as one file, once its app has no errors.

    Raises:
        Refusal: what is wrong with the folder.
    """
    bundle = read_folder(folder)
    app_of(bundle)
    content = write_zip(bundle)
    path = out or Path(f"{bundle.template.key}-{bundle.template.version}{ENDING}")
    path.write_bytes(content)
    return Packed(path, len(bundle.files), len(content), bundle.digest)


def verify(content: bytes) -> Bundle:
    """The bundle in a file, once its names, checksums and app are all in order.

    Raises:
        Refusal: what is wrong with it.
    """
    bundle = read_zip(content)
    app_of(bundle)
    return bundle
