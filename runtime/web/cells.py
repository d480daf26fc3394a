"""Values as a page shows them: texts, tags, links; the templates in ``cells/`` draw them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask, url_for

from runtime.compiled import CompiledField, CompiledForm
from runtime.context import Context
from runtime.queries.records import RecordView
from runtime.spec.app import StateSpec, label

_CELLS = Path(__file__).with_name("templates") / "cells"
_SOME = "SOME-RECORD"
_LONG, _WORD, _BROAD = 44, 24, "⺀"  # Chinese letters and punctuation take two places


@dataclass(frozen=True, slots=True)
class Tag:
    """Words in a soft pill; the tone never says more than the words."""

    text: str
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    text: str
    href: str
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of one record, ready to be shown. ``place`` says where a phone's card puts it."""

    key: str
    label: str
    kind: str
    control: str
    text: str = ""
    unit: str = ""
    value: Any = None
    align: str = "start"
    tags: tuple[Tag, ...] = ()
    links: tuple[Link, ...] = ()
    place: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether it wants a line of its own."""
        return sum(2 if letter >= _BROAD else 1 for letter in self.text) > _LONG

    @property
    def is_whole(self) -> bool:
        """Whether it is one short word, as a number or a code is: not to be broken over lines."""
        return len(self.text) <= _WORD and self.text.isascii() and " " not in self.text


@cache
def template_of(kind: str, control: str) -> str:
    """The path of a cell's template; whether there is one is looked at once."""
    name = next((each for each in (kind, control) if (_CELLS / f"{each}.html").is_file()), "text")
    return f"cells/{name}.html"


def bind(app: Flask) -> None:
    """Give the templates `drawn`: a cell as its kind's template draws it, else its control's."""
    pens: dict[str, Callable[[Cell], str]] = {}

    def drawn(cell: Cell) -> str:
        name = template_of(cell.kind, cell.control)
        if name not in pens:
            pens[name] = app.jinja_env.get_template(name).module.cell  # type: ignore[attr-defined]
        return pens[name](cell)

    app.jinja_env.globals["drawn"] = drawn


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a child table."""

    columns: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A card of a record's page."""

    label: str
    cells: tuple[Cell, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a list's column."""

    key: str
    label: str
    align: str
    sort_href: str | None = None
    sort_add_href: str | None = None
    sorted: str | None = None


class CellMaker:
    """Makes the cells of one field; what is alike in all of them is made once."""

    def __init__(
        self, ctx: Context, form: CompiledForm, at: CompiledField, place: str = ""
    ) -> None:
        self._ctx, self._form, self._at = ctx, form, at
        self._unit = unit_of(at, ctx.lang)
        self._tags = {
            each["key"]: _option_tag(each, each["key"], ctx.lang) for each in options_of(at)
        }
        self._order = {key: number for number, key in enumerate(self._tags)}
        self._linked = _linked(ctx, at)
        self.blank = Cell(
            key=at.spec.key,
            label=label(at.spec.labels, ctx.lang, at.spec.key),
            kind=at.type.key,
            control=at.type.face.control,
            align=at.type.face.align,
            place=place,
        )

    def cell(self, value: Any, record_id: str = "") -> Cell:
        """A value as a cell; ``record_id`` is whose it is, where it links to files."""
        blank, at = self.blank, self._at
        if value is None or value in (frozenset(), ()):
            return blank
        if isinstance(value, datetime):
            value = value.replace(second=0, microsecond=0)  # a reader wants minutes
        text = at.type.show(value, at.spec, self._ctx.reader)
        where = (self._form.key, record_id)
        links = () if self._linked is None else (Link(text, self._linked(value)),)
        return Cell(
            key=blank.key,
            label=blank.label,
            kind=blank.kind,
            control=blank.control,
            text=text,
            unit=self._unit,
            value=value,
            align=blank.align,
            tags=self._tags_of(value),
            links=links or _file_links(self._ctx, where, at, value),
            place=blank.place,
        )

    def _tags_of(self, value: Any) -> tuple[Tag, ...]:
        at = self._at
        if at.type.holds_state:
            return (state_tag(self._ctx, self._form, str(value)),)
        if self._tags:
            keys = sorted(value) if isinstance(value, frozenset) else [value]
            keys.sort(key=lambda key: self._order.get(key, len(self._order)))
            return tuple(self._tags.get(key) or Tag(key) for key in keys)
        if at.storage.kind == "keys" and at.type.face.group == "choice":
            return tuple(Tag(str(each)) for each in sorted(value))
        return ()


def cell(
    ctx: Context, form: CompiledForm, at: CompiledField, value: Any, record_id: str = ""
) -> Cell:
    """A value as a cell; ``record_id`` is whose it is, where it links to files."""
    return CellMaker(ctx, form, at).cell(value, record_id)


def unit_of(at: CompiledField, lang: str) -> str:
    """The unit a field declares for its numbers, or nothing."""
    unit = at.spec.options.get("unit") or ""
    return label(unit, lang) if isinstance(unit, Mapping) else str(unit)


def options_of(at: CompiledField) -> tuple[Mapping[str, Any], ...]:
    """The options a field declares, in their order."""
    found = at.spec.options.get("options")
    return tuple(found) if isinstance(found, list | tuple) else ()


def _option_tag(option: Mapping[str, Any], key: str, lang: str) -> Tag:
    return Tag(label(option.get("label", {}), lang, key), option.get("tone") or "neutral")


def _linked(ctx: Context, at: CompiledField) -> Callable[[str], str] | None:
    """Where a field's value leads; None for one that leads nowhere."""
    points = at.storage.points
    if points and points in ctx.app.forms and ctx.rights(points).may("read"):
        return record_addresses("record.detail", ctx.app.key, points)
    return None


def record_addresses(endpoint: str, app: str, form: str) -> Callable[[str], str]:
    """What gives the address of each record of a form, without asking the routes each time."""
    before, _, after = url_for(endpoint, app=app, form=form, record_id=_SOME).rpartition(_SOME)
    return lambda record: f"{before}{quote(record, safe='')}{after}"


def _file_links(
    ctx: Context, where: tuple[str, str], at: CompiledField, value: Any
) -> tuple[Link, ...]:
    form, record_id = where
    if at.type.face.group != "file" or not isinstance(value, frozenset) or not record_id:
        return ()
    name = ctx.reader.lookup.name
    place: dict[str, Any] = {"app": ctx.app.key, "form": form, "record_id": record_id}
    return tuple(
        Link(name("file", each), url_for("files.download", **place, file_id=each))
        for each in sorted(value)
    )


def state_of(form: CompiledForm, key: str) -> tuple[StateSpec | None, bool]:
    """The declared state and whether a lifecycle begins in it."""
    for life in form.lifecycles:
        found = life.spec.state(key)
        if found is not None:
            return found, life.spec.initial == key
    return None, False


def state_tag(ctx: Context, form: CompiledForm, key: str) -> Tag:
    """A state as a tag; its tone is the declared one, or follows from where it stands."""
    state, is_first = state_of(form, key)
    if state is None:
        return Tag(key)
    tone = state.tone or ("ok" if state.final else "slate" if is_first else "accent")
    return Tag(label(state.labels, ctx.lang, key), tone)


def record_cells(
    ctx: Context, form: CompiledForm, record: RecordView, keys: Iterable[str]
) -> tuple[Cell, ...]:
    """The cells of a record, in that order; what may not be read is left empty."""
    return tuple(
        cell(ctx, form, form.fields[key], record.values.get(key), record.id)
        for key in keys
        if key in form.fields
    )


def makers(
    ctx: Context, form: CompiledForm, keys: Sequence[str], title: str | None, state: str | None
) -> tuple[CellMaker, ...]:
    """What makes the cells of a list's rows, with their places on a phone: title, state, two more."""
    known = [key for key in keys if key in form.fields]
    head = title if title in known else next(iter(known), None)
    briefs = [key for key in known if key not in (title, state)][:2]
    places: dict[str | None, str] = dict.fromkeys(briefs, "brief")
    places |= {state: "state", head: "title"}
    return tuple(CellMaker(ctx, form, form.fields[key], places.get(key, "")) for key in known)


@dataclass(slots=True)
class _Gathered:
    label: str
    cells: list[Cell] = field(default_factory=list)


def sections(ctx: Context, form: CompiledForm, record: RecordView) -> tuple[Section, ...]:
    """A record's page: a card for each group of fields and for each child table."""
    groups = [_Gathered(label(form.spec.labels, ctx.lang, form.key))]
    tables: list[Section] = []
    for key, at in form.fields.items():
        if not at.is_stored:
            groups.append(_Gathered(label(at.spec.labels, ctx.lang, key)))
        elif key not in record.readable or at.type.holds_state or key == form.title:
            continue
        elif at.inner is not None:
            tables.append(_lines(ctx, form, at, record.values.get(key)))
        elif _is_shown(ctx, form, at, record):
            groups[-1].cells.append(cell(ctx, form, at, record.values.get(key), record.id))
    cards = [Section(group.label, tuple(group.cells)) for group in groups if group.cells]
    return (*cards, *tables)


def _is_shown(ctx: Context, form: CompiledForm, at: CompiledField, record: RecordView) -> bool:
    """Whether the field's own condition lets it be seen, judged by what the reader may see."""
    if at.visible is None or record.values.get(at.spec.key) is not None:
        return True
    scope = {**dict.fromkeys(form.stored), **record.values}
    return ctx.holds(form.key, at.visible, scope)


def _lines(ctx: Context, form: CompiledForm, at: CompiledField, rows: Any) -> Section:
    inner = tuple((at.inner or {}).values())
    columns = tuple(cell(ctx, form, each, None) for each in inner)
    shown = tuple(
        tuple(cell(ctx, form, each, row.get(each.spec.key)) for each in inner) for row in rows or ()
    )
    name = label(at.spec.labels, ctx.lang, at.spec.key)
    return Section(f"{name} ({len(shown)})" if shown else name, table=Table(columns, shown))
