"""Compiled apps by (app, revision). A revision never changes, so nothing is ever invalidated."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from runtime.compiled import CompiledApp

SIZE = 64


class AppCache:
    """The compiled apps this process used last; each is compiled once, also by several threads."""

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._compiling: dict[tuple[str, int], threading.Lock] = {}
        self._apps: OrderedDict[tuple[str, int], CompiledApp] = OrderedDict()

    def get(self, app: str, revision: int, compiled: Callable[[], CompiledApp]) -> CompiledApp:
        """The compiled revision; ``compiled`` makes it where it is not here yet.

        What ``compiled`` raises is raised here, and nothing is kept.
        """
        key = (app, revision)
        found = self._found(key)
        if found is not None:
            return found
        with self._lock:
            turn = self._compiling.setdefault(key, threading.Lock())
        with turn:
            found = self._found(key)
            if found is None:
                found = compiled()
                self._keep(key, found)
            return found

    def _found(self, key: tuple[str, int]) -> CompiledApp | None:
        with self._lock:
            found = self._apps.get(key)
            if found is not None:
                self._apps.move_to_end(key)
            return found

    def _keep(self, key: tuple[str, int], made: CompiledApp) -> None:
        with self._lock:
            self._apps[key] = made
            self._compiling.pop(key, None)
            while len(self._apps) > self._size:
                self._apps.popitem(last=False)
