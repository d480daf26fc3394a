"""The layout of an app as files: which file declares what."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePosixPath

from runtime.spec.places import Place
from runtime.spec.problems import Problem

DOCUMENTS = (".yaml", ".yml", ".json")
KINDS: dict[str, tuple[str, ...]] = {
    "forms": DOCUMENTS,
    "views": DOCUMENTS,
    "lifecycles": DOCUMENTS,
    "approvals": DOCUMENTS,
    "rules": (".rule",),
    "metrics": DOCUMENTS,
    "connectors": DOCUMENTS,
    "data": (".csv",),
    "scenarios": DOCUMENTS,
}
"""Folder to the endings of the files in it; every file there declares one element."""

BESIDE = frozenset({"template.yaml", "README.md", "README.zh-CN.md", "CHANGELOG.md", "LICENSE"})
"""Files beside the app: the template's manifest and what people read."""

BESIDE_FOLDERS = frozenset({"docs", "images", "screenshots"})


@dataclass(frozen=True, slots=True)
class Slot:
    """What a file declares: its kind (``app``, or a folder's name) and its name without ending."""

    kind: str
    name: str


def slot(path: str) -> Slot | Problem | None:
    """The slot of a file, None for a file beside the app, or the problem with its path."""
    parts = PurePosixPath(path).parts
    if path in BESIDE or (".." not in parts and any(part.startswith(".") for part in parts)):
        return None
    if len(parts) == 1:
        return _top(path)
    folder, file = parts[0], PurePosixPath(parts[-1])
    if folder in BESIDE_FOLDERS:
        return None
    if folder not in KINDS:
        near = get_close_matches(folder, KINDS, 3, 0.6)
        return _wrong("spec_unknown_folder", path, near, name=folder, known=", ".join(KINDS))
    if len(parts) > 2:
        return _wrong("spec_nested_folder", path, [f"{folder}/{file}"], folder=folder)
    if file.suffix not in KINDS[folder]:
        endings = KINDS[folder]
        near = [f"{folder}/{file.stem}{endings[0]}"]
        return _wrong("spec_unknown_ending", path, near, folder=folder, known=", ".join(endings))
    return Slot(folder, file.stem)


def _top(path: str) -> Slot | Problem:
    file = PurePosixPath(path)
    if file.stem == "app" and file.suffix in DOCUMENTS:
        return Slot("app", "app")
    near = get_close_matches(path, ["app.yaml", *BESIDE], 3, 0.6)
    return _wrong("spec_unknown_file", path, near, name=path)


def _wrong(code: str, path: str, near: list[str], **facts: str) -> Problem:
    return Problem(code, Place(path, 1, 1), facts=facts, suggestions=tuple(near))
