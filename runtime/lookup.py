"""Names to ids and back, for people, departments, files and the records of other forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy import Connection

from runtime.compiled import CompiledApp
from runtime.fields.base import Unreadable
from runtime.spec.app import label
from runtime.store import files, people, records
from runtime.store.files import StoredFile

UNSEEN = "—"


@dataclass(slots=True)
class StoreLookup:
    """Looks things up in one transaction and remembers what it found.

    A record that the reader may not read is not found: ``seen`` is the SQL of those records, and of
    those whose field he may read. Ids come out of fields that he may read; what they point at is told
    by its title and by nothing else, a form with private titles only to a reader who may read the
    title itself, of that very record. A file is found by those who may read it, and by who uploaded
    it as long as no record holds it.
    """

    connection: Connection
    app: CompiledApp
    seen: Callable[[str, str | None], sa.ColumnElement[bool] | None]
    reader: str
    lang: str
    _names: dict[tuple[str, str], str] = field(default_factory=dict)

    def find(self, kind: str, text: str) -> str | None:
        """The id of what is called that, or None.

        Raises:
            Unreadable: several_called, people_called or departments_called, where more than one is.
        """
        if kind == "person":
            key = people.find_person(self.connection, text)
            if key is None and len(people.persons_named(self.connection, text)) > 1:
                raise Unreadable("people_called", written=text[:40])
            return key
        if kind == "department":
            key = people.find_department(self.connection, self.app.key, text)
            if key is None and len(people.departments_named(self.connection, text)) > 1:
                raise Unreadable("departments_called", written=text[:40])
            return key
        if kind == "file":
            found = files.get(self.connection, text)
            return text if found is not None and self._may_name(found) else None
        if kind not in self.app.forms:
            return None
        form, title = self._titled(kind)
        seen = (self.seen(form, None), self.seen(form, title))
        ids = records.find_by_title(self.connection, self.app.tables, (form, title), text, seen)
        if len(ids) > 1:
            raise Unreadable("several_called", written=text[:40])
        return ids[0] if ids else None

    def name(self, kind: str, key: str) -> str:
        """What the thing with that id is called."""
        self.prefetch(kind, (key,))
        return self._names[kind, key]

    def prefetch(self, kind: str, keys: Iterable[str]) -> None:
        """Look several names up in one query."""
        missing = sorted({key for key in keys if key and (kind, key) not in self._names})
        if not missing:
            return
        for key in missing:  # before they are read: titles may lead in a circle
            self._names[kind, key] = key if kind in _PLAIN else UNSEEN
        for key, name in self._read(kind, missing).items():
            self._names[kind, key] = name

    def _read(self, kind: str, keys: list[str]) -> dict[str, str]:
        if kind == "person":
            return people.names_of(self.connection, keys)
        if kind == "department":
            return people.department_names(self.connection, keys)
        if kind == "file":
            return files.names_of(self.connection, keys)
        form, title = self._titled(kind)
        compiled = self.app.forms[form]
        is_private = compiled.spec.has_private_titles
        condition = self.seen(form, title) if is_private else None
        titled = (form, title)
        found = records.titles(self.connection, self.app.tables, titled, keys, condition)
        unnamed = label(compiled.spec.labels, self.lang, form)
        if title is None:
            return dict.fromkeys(found, unnamed)
        field_ = compiled.fields[title]
        if field_.storage.kind == "id":
            inner = field_.storage.points or field_.type.rule_type(field_.spec, "").kind
            self.prefetch(inner, found.values())
            found = {key: self._names.get((inner, value), "") for key, value in found.items()}
        return {key: name or unnamed for key, name in found.items()}

    def _may_name(self, file: StoredFile) -> bool:
        if file.form is None or file.record is None:
            return file.owner == self.reader
        if file.app != self.app.key or file.form not in self.app.forms:
            return False
        where = (file.form, file.record)
        condition = self.seen(file.form, file.field)
        return (
            records.fetch(self.connection, self.app.tables, where, condition=condition) is not None
        )

    def _titled(self, form: str) -> tuple[str, str | None]:
        return form, self.app.forms[form].title


_PLAIN = frozenset({"person", "department", "file"})
