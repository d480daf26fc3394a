"""Names to ids and back, for people, departments, files and the records of other forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection

from runtime.access.rights import Rights
from runtime.compiled import CompiledApp, Condition
from runtime.store import files, people, records

UNSEEN = "—"


@dataclass(slots=True)
class StoreLookup:
    """Looks things up in one transaction and remembers what it found.

    The title of a record is given only to a reader who may read the field it comes from.
    """

    connection: Connection
    app: CompiledApp
    rights: Callable[[str], Rights[Condition]]
    lang: str
    _names: dict[tuple[str, str], str] = field(default_factory=dict)

    def find(self, kind: str, text: str) -> str | None:
        """The id of what is called that, or None."""
        if kind == "person":
            return people.find_person(self.connection, text)
        if kind == "department":
            return people.find_department(self.connection, self.app.key, text)
        if kind == "file":
            return text if files.exists(self.connection, text) else None
        if kind not in self.app.forms:
            return None
        return records.find_by_title(self.connection, self.app.tables, self._titled(kind), text)

    def name(self, kind: str, key: str) -> str:
        """What the thing with that id is called."""
        self.prefetch(kind, (key,))
        return self._names[kind, key]

    def prefetch(self, kind: str, keys: Iterable[str]) -> None:
        """Look several names up in one query."""
        missing = sorted({key for key in keys if key and (kind, key) not in self._names})
        if not missing:
            return
        for key, name in self._read(kind, missing).items():
            self._names[kind, key] = name
        for key in missing:
            self._names.setdefault((kind, key), key if kind in _PLAIN else UNSEEN)

    def _read(self, kind: str, keys: list[str]) -> dict[str, str]:
        if kind == "person":
            return people.names_of(self.connection, keys)
        if kind == "department":
            return people.department_names(self.connection, keys)
        if kind == "file":
            return files.names_of(self.connection, keys)
        form, title = self._titled(kind)
        if title is not None and title not in self.rights(kind).readable_somewhere([title]):
            return {}
        return records.titles(self.connection, self.app.tables, (form, title), keys)

    def _titled(self, form: str) -> tuple[str, str | None]:
        return form, self.app.forms[form].spec.title


_PLAIN = frozenset({"person", "department", "file"})
