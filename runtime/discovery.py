"""Finding blocks: every module of a package ends in ``BLOCK = …``, keyed by its file name."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import Any


class StrayFileError(RuntimeError):
    """A module in a block package that is no block: start-up stops with a sentence."""


def discover(package: str, base: type[Any]) -> Mapping[str, Any]:
    """All blocks of a package, by key, sorted.

    Raises:
        StrayFileError: a module has no ``BLOCK``, one of another kind, or a key that is not its
            file's name.
    """
    found: dict[str, Any] = {}
    module = importlib.import_module(package)
    for entry in pkgutil.iter_modules(module.__path__):
        if entry.name == "base" or entry.ispkg:
            continue
        name = f"{package}.{entry.name}"
        block = getattr(importlib.import_module(name), "BLOCK", None)
        if not isinstance(block, base):
            raise StrayFileError(
                f"{name} is in a folder of {base.__name__} blocks but ends in no "
                f"`BLOCK = {base.__name__}(...)`; add it or move the file elsewhere."
            )
        if block.key != entry.name:
            raise StrayFileError(
                f"{name} declares the block {block.key!r}; its key must be its file's name."
            )
        found[block.key] = block
    return MappingProxyType(dict(sorted(found.items())))


ROOMS = "dougong.rooms"


def rooms() -> Iterator[Any]:
    """The rooms of the upper products that are installed beside the runtime, by name.

    A production site may come without the builder; a room whose package is not there is left out.
    """
    for entry in sorted(entry_points(group=ROOMS), key=lambda each: each.name):
        if _is_there(entry.module):
            yield entry.load()


def _is_there(module: str) -> bool:
    package = module.partition(".")[0]
    if package not in sys.modules and importlib.util.find_spec(package) is None:
        return False
    return importlib.util.find_spec(module) is not None
