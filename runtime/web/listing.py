"""A list's address and what it asks for: view, filters, sort, columns, all kept in the URL.

``f.<field>`` (repeated: any of), ``f.<field>.from`` and ``f.<field>.to`` filter; ``sort`` is
``-due,name``; ``cols`` names the columns; ``after`` is where the page begins, ``before`` where it
ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask_babel import gettext as _

from runtime.compiled import CompiledField, CompiledForm
from runtime.context import Context
from runtime.queries.conditions import Filter
from runtime.queries.records import FormRights, ListRequest, Page
from runtime.spec.app import ViewSpec, label
from runtime.web.cells import Column, options_of
from runtime.web.inputs import Choice
from runtime.web.pickable import pickable

MOST_COLUMNS = 7
_RANGES = {"number": "text", "day": "date", "moment": "date", "span": "text"}
CURSORS = frozenset({"after", "before"})
Args = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in words, and the address without it."""

    label: str
    op: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A field one can filter by, with what is asked of it now."""

    key: str
    label: str
    kind: str
    input: str = "text"
    options: tuple[Choice, ...] = ()
    values: tuple[str, ...] = ()
    low: str = ""
    high: str = ""


class Around(NamedTuple):
    """The addresses of the pages before and after one."""

    previous: str | None
    next: str | None


@dataclass(frozen=True)
class Listing:
    """One list as its address asks for it."""

    ctx: Context
    form: CompiledForm
    rights: FormRights
    view: ViewSpec | None
    args: Args
    path: str

    def given(self, name: str) -> tuple[str, ...]:
        """The values of an argument, in order, empty ones left out."""
        return tuple(value for key, value in self.args if key == name and value)

    def first(self, name: str) -> str | None:
        """The first value of an argument."""
        return next(iter(self.given(name)), None)

    def href(self, drop: Iterable[str] = (), add: Iterable[tuple[str, str]] = ()) -> str:
        """This list's address with some arguments dropped and others added."""
        gone = {*drop, *CURSORS}
        kept = [(k, v) for k, v in self.args if k not in gone and v]
        question = urlencode([*kept, *add])
        return f"{self.path}?{question}" if question else self.path

    def kept_but(self, *prefixes: str) -> Args:
        """The arguments that a form on this page must carry on."""
        return tuple(
            (key, value)
            for key, value in self.args
            if value and key not in CURSORS and not key.startswith(prefixes)
        )

    def around(self, found: Page) -> Around:
        """The ways to the pages beside one."""
        return Around(
            self.href([], [("before", found.previous)]) if found.previous else None,
            self.href([], [("after", found.next)]) if found.next else None,
        )

    # ---- what is asked ------------------------------------------------------------------------

    def request(self, limit: int, *, trash: bool = False) -> ListRequest:
        """What to ask the query for."""
        options: Mapping[str, Any] = self.view.options if self.view else {}
        return ListRequest(
            where=options.get("filter"),
            filters=self.filters(),
            search=self.first("q"),
            sort=self.sort(),
            limit=limit,
            after=self.first("after"),
            before=self.first("before"),
            trash=trash,
        )

    def sort(self) -> tuple[tuple[str, bool], ...]:
        """The sort keys: those asked for, else the view's."""
        asked = self.first("sort")
        texts = (
            asked.split(",")
            if asked
            else list((self.view.options if self.view else {}).get("sort", ()))
        )
        pairs = [(text.lstrip("-"), text.startswith("-")) for text in texts[:4]]
        return tuple(pair for pair in pairs if pair[0] in self.rights.sortable)

    def filters(self) -> tuple[Filter, ...]:
        """The filters of the address, over fields one may filter by."""
        found: list[Filter] = []
        for key in self.form.stored:
            if key not in self.rights.sortable:
                continue
            values = self.given(f"f.{key}")
            if values:
                is_text = self.form.fields[key].storage.kind == "text"
                is_free = is_text and not options_of(self.form.fields[key])
                has = is_free and not self.form.fields[key].type.holds_state
                found.append(Filter(key, "has" if has else "is", values))
            for end, op in (("from", "ge"), ("to", "le")):
                value = self.first(f"f.{key}.{end}")
                if value:
                    found.append(Filter(key, op, (value,)))  # type: ignore[arg-type]
        return tuple(found)

    def _kind(self, at: CompiledField, choices: tuple[Choice, ...]) -> str:
        if choices:
            return "choice"
        return "range" if at.storage.kind in _RANGES else "text"

    def _choices(self, at: CompiledField) -> tuple[Choice, ...]:
        lang = self.ctx.lang
        if at.type.holds_state:
            states = {s.key: s for life in self.form.lifecycles for s in life.spec.states}
            return tuple(Choice(key, label(s.labels, lang, key)) for key, s in states.items())
        if at.storage.kind == "flag":
            return (Choice("true", _("Yes")), Choice("false", _("No")))
        if at.storage.kind == "id":
            return pickable(self.ctx, at, "") or ()
        return tuple(
            Choice(each["key"], label(each.get("label", {}), lang, each["key"]))
            for each in options_of(at)
        )

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """The fields one can filter by, for the panel."""
        return tuple(
            self._asked(self.form.fields[key])
            for key in self.form.stored
            if key in self.rights.sortable and self._can_filter(self.form.fields[key])
        )

    def _can_filter(self, at: CompiledField) -> bool:
        return at.inner is None and at.type.face.group != "file"

    def _asked(self, at: CompiledField) -> Asked:
        key, choices = at.spec.key, self._choices(at)
        return Asked(
            key=key,
            label=label(at.spec.labels, self.ctx.lang, key),
            kind=self._kind(at, choices),
            input=_RANGES.get(at.storage.kind, "text"),
            options=choices,
            values=self.given(f"f.{key}"),
            low=self.first(f"f.{key}.from") or "",
            high=self.first(f"f.{key}.to") or "",
        )

    def chips(self) -> tuple[Chip, ...]:
        """The filters in words."""
        found: list[Chip] = []
        for each in self.asked:
            names = {choice.key: choice.label for choice in each.options}
            at = f"f.{each.key}"
            if each.values:
                text = _(", ").join(names.get(value, value) for value in each.values)
                op = _("is") if names else _("contains")
                found.append(Chip(each.label, op, text, self.href([at])))
            if each.low:
                found.append(Chip(each.label, "≥", each.low, self.href([f"{at}.from"])))
            if each.high:
                found.append(Chip(each.label, "≤", each.high, self.href([f"{at}.to"])))
        search = self.first("q")
        if search:
            found.append(Chip(_("Text"), _("contains"), search, self.href(["q"])))
        return tuple(found)

    @property
    def clear_href(self) -> str:
        """The address without any filter."""
        return self.href([*(key for key, _value in self.args if key.startswith("f.")), "q"])

    # ---- columns ------------------------------------------------------------------------------

    def all_columns(self) -> tuple[str, ...]:
        """Every field that may be a column."""
        return tuple(
            key
            for key in self.form.stored
            if key in self.rights.readable and self.form.fields[key].inner is None
        )

    def column_keys(self) -> tuple[str, ...]:
        """The columns shown: those asked for, the view's, or the title, the state and some more."""
        possible = self.all_columns()
        asked = self.given("cols") or self._view_fields()
        state = self.form.state_field.spec.key if self.form.state_field else None
        title = self.form.title
        chosen = [key for key in asked if key in possible]
        if not chosen:
            leading = [key for key in (title, state) if key in possible]
            rest = [k for k in possible if k not in leading and self._is_brief(k)]
            chosen = [*leading[:1], *rest[: MOST_COLUMNS - len(leading)], *leading[1:]]
        if title in possible and title not in chosen:
            chosen.insert(0, str(title))
        return tuple(dict.fromkeys(chosen))

    def _view_fields(self) -> tuple[str, ...]:
        if self.view is None:
            return ()
        kind = self.ctx.installation.catalog.views[self.view.type]
        return kind.fields(self.view, self.form.spec)

    def _is_brief(self, key: str) -> bool:
        at = self.form.fields[key]
        return at.type.face.group != "file" and int(at.spec.options.get("max_length") or 0) <= 500

    def columns(self, keys: Iterable[str]) -> tuple[Column, ...]:
        """The heads of the columns, with the addresses that sort by them."""
        sort = self.sort()
        return tuple(self._column(self.form.fields[key], sort) for key in keys)

    def _column(self, at: CompiledField, sort: tuple[tuple[str, bool], ...]) -> Column:
        key = at.spec.key
        now = dict(sort).get(key)
        href = add = None
        if key in self.rights.sortable and at.storage.kind not in ("keys", "json", "rows"):
            way = key if now else f"-{key}" if now is False else key
            href = self.href(["sort"], [("sort", way)])
            others = [f"-{k}" if down else k for k, down in sort if k != key]
            add = self.href(["sort"], [("sort", ",".join([*others, way]))])
        return Column(
            key=key,
            label=label(at.spec.labels, self.ctx.lang, key),
            align=at.type.face.align,
            sort_href=href,
            sort_add_href=add,
            sorted=None if now is None else "descending" if now else "ascending",
        )
