"""The inputs of a form: presentation, errors and CSRF by WTForms; the commands read and check.

A form class is made once per compiled form and language; each request takes an instance and
drops what its actor may not write.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import Field

from runtime.compiled import CompiledField, CompiledForm
from runtime.errors import Wrong
from runtime.fields.base import Reader
from runtime.spec.app import label
from runtime.web.cells import options_of, unit_of

_CHIPS = 4
WIDTHS = frozenset({2, 3, 4, 6, 8, 9, 12})


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: what is sent and what is read."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a child table: its name, its id, its inputs."""

    name: str
    key: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """What can be picked in a column of lines: everything, or (None) what ``source`` suggests."""

    choices: tuple[Choice, ...] | None
    source: str


class Input(Field):
    """An input of a compiled field. It keeps what was written as it was written."""

    def __init__(self, at: CompiledField, lang: str, **more: Any) -> None:
        super().__init__(label(at.spec.labels, lang, at.spec.key), **more)
        self.at = at
        self.lang = lang
        self.key = at.spec.key
        self.kind = at.type.key
        self.control = at.type.face.control
        self.width = min(WIDTHS, key=lambda each: (abs(each - at.spec.width), -each))
        self.help = label(at.spec.help, lang) if at.spec.help else ""
        self.must = at.spec.required is True
        self.fixed = not at.is_written_by_people
        self.is_heading = not at.is_stored
        self.is_asked = True
        self.is_computed = at.formula is not None
        self.formula = ""
        self.picks: dict[str, Pick] = {}
        self.source = ""
        self.choices: tuple[Choice, ...] | None = self._declared()
        self.written: list[str] | None = None
        self.cells: dict[str, str] = {}
        self.text = ""
        self.keys: frozenset[str] = frozenset()
        self.files: tuple[Choice, ...] = ()
        self.rows: list[Row] = []
        self.blank: Row | None = None
        self.parts: tuple[Any, ...] = ()

    @property
    def is_group(self) -> bool:
        """Whether it is several controls under one legend."""
        if self.at.inner is not None:
            return True
        if self.choices is None or not options_of(self.at):
            return False
        return self.at.storage.kind == "keys" or len(self.choices) <= _CHIPS

    @property
    def unit(self) -> str:
        """What stands behind a number."""
        return unit_of(self.at, self.lang) or str(self.at.spec.options.get("currency") or "")

    @property
    def longest(self) -> int | None:
        """How long its text may be."""
        found = self.at.spec.options.get("max_length")
        return found if isinstance(found, int) else None

    @property
    def lines(self) -> int:
        """How many lines a long text shows."""
        return int(self.at.spec.options.get("rows") or 3)

    @property
    def is_many(self) -> bool:
        """Whether several files may be chosen."""
        return int(self.at.spec.options.get("max_count") or 10) > 1

    @property
    def is_on(self) -> bool:
        """Whether a tick is set."""
        return self.keys == frozenset({"true"})

    @property
    def described_by(self) -> str:
        """The ids of its help and its error, for screen readers."""
        ids = [f"{self.id}-help"] if self.help else []
        if self.errors:
            ids.append(f"{self.id}-wrong")
        return " ".join(ids)

    def _declared(self) -> tuple[Choice, ...] | None:
        declared = options_of(self.at)
        if not declared:
            return None
        return tuple(
            Choice(each["key"], label(each.get("label", {}), self.lang, each["key"]))
            for each in declared
        )

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take what was written, under its own name or under ``name-…`` and ``name.…``."""
        del extra_filters
        self.process_errors = []
        self.errors = ()
        self.data = data
        if formdata is None:
            return
        if self.name in formdata:
            self.written = list(formdata.getlist(self.name))
        for mark in ("-", "."):
            prefix = f"{self.name}{mark}"
            for name in formdata:
                if name.startswith(prefix) and not name.endswith(".new"):
                    self.cells[name[len(prefix) :]] = formdata.getlist(name)[-1]

    @property
    def raw(self) -> Any:
        """What was written, as the commands take it; None where nothing was sent."""
        if self.cells:
            return dict(self.cells)
        if self.written is None:
            return [] if self.at.inner is not None else None
        if self.at.storage.kind == "keys" and (options_of(self.at) or self.is_file):
            return [each for each in self.written if each]
        return next((each for each in self.written if each), "")

    @property
    def is_file(self) -> bool:
        """Whether files are uploaded here."""
        return self.at.type.face.group == "file"

    def show(self, value: Any, reader: Reader) -> None:
        """Put a stored value into the input."""
        self.text = self.told(value, reader) if self.fixed else self.text_of(value, reader)
        if self.at.inner is not None:
            self.text = ""
        elif isinstance(value, bool):
            self.keys = frozenset({"true"}) if value else frozenset()
        elif isinstance(value, frozenset):
            self.keys = value
            if self.is_file:
                name = reader.lookup.name
                self.files = tuple(Choice(each, name("file", each)) for each in sorted(value))
        elif isinstance(value, str):
            self.keys = frozenset({value})
        self.rows = [self._row(at, row, reader) for at, row in enumerate(self.data_rows(value))]
        self._finish(reader)

    def text_of(self, value: Any, reader: Reader) -> str:
        """A stored value as the input writes it; a moment to the second, as browsers want it."""
        if isinstance(value, datetime):
            return f"{value.astimezone(ZoneInfo(reader.timezone)):%Y-%m-%dT%H:%M:%S}"
        return self.told(value, reader)

    def told(self, value: Any, reader: Reader) -> str:
        """A value as it is read where nobody writes it."""
        return "" if value is None else self.at.type.show(value, self.at.spec, reader)

    def is_untouched(self, value: Any, reader: Reader) -> bool:
        """Whether what was sent is the moment that stands there already, but for its fraction."""
        if not isinstance(value, datetime) or not isinstance(self.raw, str):
            return False
        known = self.text_of(value, reader)
        return self.raw in (known, known.removesuffix(":00"))

    def show_written(self, reader: Reader) -> None:
        """Put what was written back into the input, also where it cannot be read."""
        written = self.raw
        if isinstance(written, Mapping) and self.at.inner is not None:
            self.rows = [
                self._row(number, row, reader, written=True)
                for number, row in _numbered(written).items()
            ]
        elif isinstance(written, Mapping):
            self.text = " ".join(each for each in written.values() if each)
        elif isinstance(written, list):
            self.keys = frozenset(written)
            self.files = tuple(Choice(each, each) for each in written) if self.is_file else ()
        else:
            self.text = written or ""
            self.keys = frozenset({self.text}) if self.text else frozenset()
        self._finish(reader)

    def _finish(self, reader: Reader) -> None:
        if self.at.inner is None:
            return
        self.rows = self.rows or [self._row(at, {}, reader) for at in range(2)]
        self.blank = self._row(0, {}, reader)

    @staticmethod
    def data_rows(value: Any) -> Sequence[Mapping[str, Any]]:
        """The lines of a child table's value."""
        is_lines = isinstance(value, tuple) and all(isinstance(each, Mapping) for each in value)
        return value if is_lines else ()

    def _row(
        self, at: int, row: Mapping[str, Any], reader: Reader, *, written: bool = False
    ) -> Row:
        name = f"{self.name}-{at}"
        inputs = []
        for key, inner in (self.at.inner or {}).items():
            one = Input(inner, self.lang, name=f"{name}-{key}", _form=None, _meta=self.meta)
            one.process(None)
            if key in self.picks:
                one.choices, one.source = self.picks[key].choices, self.picks[key].source
            if written:
                one.written = [row.get(key, "")]
                one.show_written(reader)
            else:
                one.show(row.get(key), reader)
            inputs.append(one)
        return Row(name, str(row.get("id") or ""), tuple(inputs))


def _numbered(cells: Mapping[str, str]) -> dict[int, dict[str, str]]:
    rows: dict[int, dict[str, str]] = {}
    for name, written in cells.items():
        number, _, key = name.partition("-")
        if number.isdigit() and key:
            rows.setdefault(int(number), {})[key] = written
    filled = {at: row for at, row in sorted(rows.items()) if any(row.values())}
    return dict(enumerate(filled.values()))


class EntryForm(FlaskForm):
    """A form to fill in. Subclasses are made from compiled forms."""

    order: tuple[str, ...] = ()

    def inputs(self) -> list[Input]:
        """Its inputs, in declared order, or in the one they were arranged in."""
        found = [each for each in self if isinstance(each, Input)]
        if not self.order:
            return found
        return sorted(found, key=lambda each: self.order.index(each.key))

    def arrange(self, keys: Iterable[str]) -> None:
        """Keep only those, in that order."""
        order = tuple(keys)
        for each in self.inputs():
            if each.key not in order:
                del self[each.name]
        self.order = order

    def keep(self, keys: Iterable[str], shown: Iterable[str] = ()) -> None:
        """Drop every input but those; ``shown`` stay as fixed text. Headings stay over fields."""
        wanted, fixed = frozenset(keys), frozenset(shown)
        for each in self.inputs():
            if each.key not in wanted and each.key not in fixed and not each.is_heading:
                del self[each.name]
            elif each.key not in wanted:
                each.fixed = True
        kept = self.inputs()
        for at, each in enumerate(kept):
            after = kept[at + 1] if at + 1 < len(kept) else None
            if each.is_heading and (after is None or after.is_heading):
                del self[each.name]

    def written(self) -> dict[str, Any]:
        """What was written, by field; what was not sent is not in it."""
        return {
            each.key: each.raw
            for each in self.inputs()
            if not each.fixed and (each.cells or each.written is not None)
        }

    def point_out(self, wrongs: Iterable[Wrong], lang: str) -> list[str]:
        """Put what is wrong at its inputs; what is at none of them is returned."""
        by_key = {each.key: each for each in self.inputs()}
        rest = []
        for wrong in wrongs:
            key, _, inner = (wrong.field or "").partition(".")
            text = wrong.message(lang)
            found = by_key.get(key)
            if found is None:
                rest.append(text)
            elif inner and wrong.row is not None and wrong.row < len(found.rows):
                cells = {each.key: each for each in found.rows[wrong.row].inputs}
                at = cells.get(inner, found)
                at.errors = [*at.errors, text]
            else:
                found.errors = [*found.errors, text]
        return rest


class _ByIdentity:
    """A compiled form as a key: two are the same when they are the same object."""

    def __init__(self, form: CompiledForm) -> None:
        self.form = form

    def __hash__(self) -> int:
        return id(self.form)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.form is self.form


@lru_cache(maxsize=512)
def _form_class(made_for: _ByIdentity, lang: str) -> type[EntryForm]:
    form = made_for.form
    return type(
        f"Form_{form.key}", (EntryForm,), {key: Input(at, lang) for key, at in form.fields.items()}
    )


def entry_form(form: CompiledForm, lang: str, formdata: Any = None) -> EntryForm:
    """An instance of the form's class, filled from what was sent (None: nothing)."""
    return _form_class(_ByIdentity(form), lang)(formdata=formdata)
