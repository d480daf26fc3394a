"""A form's records as a list, and its trash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from runtime.commands.trash import restore_record
from runtime.compiled import CompiledForm
from runtime.context import Context
from runtime.errors import Refusal
from runtime.queries.naming import foresee
from runtime.queries.records import FormRights, Page, RecordView, form_rights, list_records
from runtime.spec.app import ViewSpec, label
from runtime.web import doors
from runtime.web.cells import Cell, Column, Link, makers, record_addresses
from runtime.web.listing import Around, Asked, Chip, Listing
from runtime.web.shell import is_shown_here, menu, sees, view_address
from runtime.web.visitor import closed_room

room = closed_room("records")
views = closed_room("views")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a list."""

    href: str
    title: str
    cells: tuple[Cell, ...]
    deleted_at: datetime | None = None
    restore_href: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A view of the same form."""

    label: str
    href: str
    is_current: bool
    icon: str = ""


@dataclass(frozen=True, slots=True)
class SortWay:
    """A way to sort, for the menu of the phone."""

    label: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A field that may be a column."""

    key: str
    label: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """What the list's template needs."""

    title: str
    what: str
    here: str
    total: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    tabs: tuple[Tab, ...] = ()
    chips: tuple[Chip, ...] = ()
    filters: tuple[Asked, ...] = ()
    filters_open: bool = False
    search: str = ""
    sort_label: str = ""
    sort_choices: tuple[SortWay, ...] = ()
    columns_all: tuple[ColumnChoice, ...] = ()
    keep_for_columns: tuple[tuple[str, str], ...] = ()
    keep_for_filters: tuple[tuple[str, str], ...] = ()
    clear_href: str = ""
    around: Around = Around(None, None)
    new_href: str | None = None
    import_href: str | None = None
    trash_href: str | None = None
    exports: tuple[Link, ...] = ()


@views.get("/a/<app>/<form>/", endpoint="list")
def records(app: str, form: str) -> str | Response:
    """The list, as its address asks for it; going back to its beginning shows the first page."""
    with doors.reading(app) as ctx:
        compiled = _open(ctx, form)
        rights = form_rights(ctx, form)
        view = _view(ctx, form, request.args.get("view"))
        listing = Listing(ctx, compiled, rights, view, _args(), request.path)
        if any(not value for _, value in listing.args):
            return redirect(listing.href(), 303)
        found = list_records(ctx, form, listing.request(_page_size(view)))
        if listing.first("before") and found.previous is None:
            return redirect(listing.href(), 303)
        page = _page(listing, found)
    return render_template("pages/list.html", page=page)


@room.get("/a/<app>/<form>/trash")
def trash(app: str, form: str) -> str | Response:
    """What was deleted and can come back."""
    with doors.reading(app) as ctx:
        compiled = _open(ctx, form)
        rights = form_rights(ctx, form)
        if "delete" not in rights.may:
            raise Refusal("forbidden", 403)
        listing = Listing(ctx, compiled, rights, None, _args(), request.path)
        found = list_records(ctx, form, listing.request(PAGE, trash=True))
        if listing.first("before") and found.previous is None:
            return redirect(listing.href(), 303)
        keys = listing.column_keys()[:4]
        page: dict[str, Any] = {
            "title": label(compiled.spec.labels, ctx.lang, form),
            "back": url_for("views.list", app=app, form=form),
            "columns": tuple(replace(c, sort_href=None) for c in listing.columns(keys)),
            "rows": _rows(ctx, compiled, found.records, keys),
            "around": listing.around(found),
        }
    return render_template("pages/trash.html", page=page)


@room.post("/a/<app>/<form>/<record_id>/restore")
def restore(app: str, form: str, record_id: str) -> Response:
    """Take a record out of the trash."""
    with doors.writing(app) as ctx:
        restore_record(ctx, form, record_id)
    flash(_("It is back."), "ok")
    return redirect(url_for("record.detail", app=app, form=form, record_id=record_id), 303)


def _open(ctx: Context, form: str) -> CompiledForm:
    doors.enter(ctx)
    g.menu = menu(ctx)
    return ctx.form(form)


def _args() -> tuple[tuple[str, str], ...]:
    return tuple(
        (key, value) for key, value in request.args.items(multi=True) if len(value) < 4_000
    )


def _whole(ctx: Context, form: str) -> ViewSpec | None:
    """The first view of a form's records as a list that leaves none out."""
    return next(
        (
            each
            for each in ctx.app.views.values()
            if each.form == form
            and is_shown_here(each)
            and not each.options.get("filter")
            and sees(ctx, each.roles)
        ),
        None,
    )


def _view(ctx: Context, form: str, asked: str | None) -> ViewSpec | None:
    """The view asked for; without one the list is everything: as a view without a filter shows it,
    where there is one.
    """
    if not asked:
        return _whole(ctx, form)
    found = ctx.app.views.get(asked)
    if (
        found is None
        or found.form != form
        or not is_shown_here(found)
        or not sees(ctx, found.roles)
    ):
        raise Refusal("not_found", 404)
    return found


def _page_size(view: ViewSpec | None) -> int:
    return int((view.options.get("page") if view else None) or PAGE)


def _page(listing: Listing, found: Page) -> ListPage:
    ctx, form, rights = listing.ctx, listing.form, listing.rights
    here = url_for("views.list", app=ctx.app.key, form=form.key)
    keys = listing.column_keys()
    sort = listing.sort()
    base = ListPage(
        title=label((listing.view or form.spec).labels, ctx.lang, form.key),
        what=label(form.spec.labels, ctx.lang, form.key),
        here=here,
        total=_total(found),
        rows=_rows(ctx, form, found.records, keys),
        columns=listing.columns(keys),
    )
    return replace(
        base,
        tabs=_tabs(ctx, form, listing.view),
        chips=listing.chips(),
        filters=listing.asked,
        search=listing.first("q") or "",
        sort_label=_sort_label(listing, sort),
        sort_choices=_sort_choices(listing, sort),
        columns_all=_columns_all(listing, keys),
        keep_for_columns=listing.kept_but("cols"),
        keep_for_filters=listing.kept_but("f.", "q"),
        clear_href=listing.clear_href,
        around=listing.around(found),
        **_doors_of(ctx, form, rights, listing),
    )


def _total(found: Page) -> str:
    if found.total is None:
        return ""
    number: str = format_decimal(found.total)
    return number if found.is_exact else f"{number}+"


def _rows(
    ctx: Context, form: CompiledForm, records: Sequence[RecordView], keys: tuple[str, ...]
) -> tuple[Row, ...]:
    foresee(ctx, form, records, keys)
    state = form.state_field.spec.key if form.state_field else None
    made = makers(ctx, form, keys, form.title, state)
    opened = record_addresses("record.detail", ctx.app.key, form.key)
    restored = record_addresses("records.restore", ctx.app.key, form.key)
    return tuple(
        Row(
            href=opened(each.id),
            title=each.title,
            cells=tuple(m.cell(each.values.get(m.blank.key), each.id) for m in made),
            deleted_at=each.deleted_at,
            restore_href=restored(each.id) if each.deleted_at else "",
        )
        for each in records
    )


def _tabs(ctx: Context, form: CompiledForm, current: ViewSpec | None) -> tuple[Tab, ...]:
    here = url_for("views.list", app=ctx.app.key, form=form.key)
    is_named = _whole(ctx, form.key) is not None
    tabs = [] if is_named else [Tab(_("All"), here, current is None)]
    for view in ctx.app.views.values():
        href = view_address(ctx.app, view) if view.form == form.key else None
        face = ctx.installation.catalog.views[view.type].face
        if href is None or face.shows != "records" or not sees(ctx, view.roles):
            continue
        icon = "" if is_shown_here(view) else face.icon
        is_current = current is not None and current.key == view.key
        tabs.append(Tab(label(view.labels, ctx.lang, view.key), href, is_current, icon))
    return tuple(tabs) if len(tabs) > 1 else ()


def _name(listing: Listing, key: str) -> str:
    return label(listing.form.fields[key].spec.labels, listing.ctx.lang, key)


def _sort_label(listing: Listing, sort: tuple[tuple[str, bool], ...]) -> str:
    return " ".join(f"{_name(listing, key)} {'↓' if down else '↑'}" for key, down in sort)


def _sort_choices(listing: Listing, sort: tuple[tuple[str, bool], ...]) -> tuple[SortWay, ...]:
    ways = []
    for column in listing.columns(listing.column_keys()):
        if column.sort_href is None:
            continue
        for down, arrow in ((False, "↑"), (True, "↓")):
            asked = f"-{column.key}" if down else column.key
            href = listing.href(["sort"], [("sort", asked)])
            is_current = sort[:1] == ((column.key, down),)
            ways.append(SortWay(f"{column.label} {arrow}", href, is_current))
    return tuple(ways)


def _columns_all(listing: Listing, shown: tuple[str, ...]) -> tuple[ColumnChoice, ...]:
    rest = [key for key in listing.all_columns() if key not in shown]
    return tuple(ColumnChoice(k, _name(listing, k), k in shown) for k in (*shown, *rest))


def _doors_of(
    ctx: Context, form: CompiledForm, rights: FormRights, listing: Listing
) -> dict[str, Any]:
    where: dict[str, Any] = {"app": ctx.app.key, "form": form.key}
    found: dict[str, Any] = {}
    if "create" in rights.may:
        found["new_href"] = url_for("entry.new", **where)
    if "import" in rights.may:
        found["import_href"] = url_for("exchange.imports", **where)
    if "delete" in rights.may:
        found["trash_href"] = url_for("records.trash", **where)
    if "export" in rights.may:
        question = listing.href().partition("?")[2]
        found["exports"] = tuple(
            Link(kind.upper(), url_for("exchange.export", **where, kind=kind) + f"?{question}")
            for kind in ("xlsx", "csv")
        )
    return found
