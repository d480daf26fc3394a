"""Values as a page shows them: texts, tags, links; the templates in ``cells/`` draw them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import url_for

from runtime.compiled import CompiledField, CompiledForm
from runtime.context import Context
from runtime.queries.records import RecordView
from runtime.spec.app import StateSpec, label

_CELLS = Path(__file__).with_name("templates") / "cells"
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
    is_wide: bool = False

    @property
    def template(self) -> str:
        """The template that draws it: of its kind, else of its control, else plain text."""
        return template_of(self.kind, self.control)

    @property
    def is_whole(self) -> bool:
        """Whether it is one short word, as a number or a code is: not to be broken over lines."""
        return len(self.text) <= _WORD and self.text.isascii() and " " not in self.text


@cache
def template_of(kind: str, control: str) -> str:
    """The path of a cell's template; whether there is one is looked at once."""
    name = next((each for each in (kind, control) if (_CELLS / f"{each}.html").is_file()), "text")
    return f"cells/{name}.html"


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


def cell(
    ctx: Context, form: CompiledForm, at: CompiledField, value: Any, record_id: str = ""
) -> Cell:
    """A value as a cell; ``record_id`` is whose it is, where it links to files."""
    blank = Cell(
        key=at.spec.key,
        label=label(at.spec.labels, ctx.lang, at.spec.key),
        kind=at.type.key,
        control=at.type.face.control,
        align=at.type.face.align,
    )
    if value is None or value in (frozenset(), ()):
        return blank
    if isinstance(value, datetime):
        value = value.replace(second=0, microsecond=0)  # a reader wants minutes; JSON has it all
    text = at.type.show(value, at.spec, ctx.reader)
    return replace(
        blank,
        text=text,
        unit=unit_of(at, ctx.lang),
        value=value,
        tags=_tags(ctx, form, at, value),
        links=_links(ctx, at, value, text) or _file_links(ctx, (form.key, record_id), at, value),
        is_wide=sum(2 if letter >= _BROAD else 1 for letter in text) > _LONG,
    )


def unit_of(at: CompiledField, lang: str) -> str:
    """The unit a field declares for its numbers, or nothing."""
    unit = at.spec.options.get("unit") or ""
    return label(unit, lang) if isinstance(unit, Mapping) else str(unit)


def _tags(ctx: Context, form: CompiledForm, at: CompiledField, value: Any) -> tuple[Tag, ...]:
    if at.type.holds_state:
        return (state_tag(ctx, form, str(value)),)
    declared = {each["key"]: each for each in options_of(at)}
    if declared:
        keys = sorted(value) if isinstance(value, frozenset) else [value]
        order = list(declared)
        keys.sort(key=lambda key: order.index(key) if key in declared else len(order))
        return tuple(_option_tag(declared.get(key, {}), key, ctx.lang) for key in keys)
    if at.storage.kind == "keys" and at.type.face.group == "choice":
        return tuple(Tag(str(each)) for each in sorted(value))
    return ()


def options_of(at: CompiledField) -> tuple[Mapping[str, Any], ...]:
    """The options a field declares, in their order."""
    found = at.spec.options.get("options")
    return tuple(found) if isinstance(found, list | tuple) else ()


def _option_tag(option: Mapping[str, Any], key: str, lang: str) -> Tag:
    return Tag(label(option.get("label", {}), lang, key), option.get("tone") or "neutral")


def _links(ctx: Context, at: CompiledField, value: Any, text: str) -> tuple[Link, ...]:
    points = at.storage.points
    if points and points in ctx.app.forms and ctx.rights(points).may("read"):
        address = url_for("record.detail", app=ctx.app.key, form=points, record_id=value)
        return (Link(text, address),)
    return ()


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


def placed(cells: Iterable[Cell], title: str | None, state: str | None) -> tuple[Cell, ...]:
    """The cells of a list's row with their places on a phone: title, state and two more."""
    briefs = 0
    found = []
    for each in cells:
        if each.key == title:
            place = "title"
        elif each.key == state:
            place = "state"
        elif briefs < 2:
            place, briefs = "brief", briefs + 1
        else:
            place = ""
        found.append(replace(each, place=place))
    return tuple(found)


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
        elif key not in record.readable or at.type.holds_state or key == form.spec.title:
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
