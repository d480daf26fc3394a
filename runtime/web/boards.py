"""Boards: a lane for each state or option, cards that move between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from runtime.commands.change import change_record
from runtime.compiled import CompiledForm
from runtime.context import Context
from runtime.errors import Refusal
from runtime.queries.conditions import Filter
from runtime.queries.records import ListRequest, form_rights, get_record, list_records
from runtime.spec.app import ViewSpec, label
from runtime.web import doors
from runtime.web.cards import Card, board_address, card
from runtime.web.cells import Tag, options_of, state_tag
from runtime.web.faults import wants_json
from runtime.web.records import views
from runtime.web.shell import is_shown_here, menu, sees
from runtime.web.visitor import closed_room

room = closed_room("boards")
LANE = 50


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane of a board. ``count`` is how many there are, more than are shown perhaps."""

    key: str
    label: str
    tone: str
    count: str
    cards: tuple[Card, ...]
    more_href: str | None = None


@dataclass(frozen=True, slots=True)
class BoardPage:
    """What the board's template needs."""

    key: str
    title: str
    what: str
    here: str
    lanes: tuple[Lane, ...]
    list_href: str
    new_href: str | None

    @property
    def is_empty(self) -> bool:
        """Whether there are lanes, and nothing in any of them."""
        return bool(self.lanes) and not any(lane.cards for lane in self.lanes)


@views.get("/a/<app>/board/<view>", endpoint="board")
def board(app: str, view: str) -> str:
    """The board."""
    with doors.reading(app) as ctx:
        doors.enter(ctx)
        g.menu = menu(ctx)
        spec = ctx.app.views.get(view)
        if spec is None or not is_shown_here(spec) or not sees(ctx, spec.roles):
            raise Refusal("not_found", 404)
        form = ctx.form(spec.form)
        where: dict[str, Any] = {"app": app, "form": form.key}
        can_create = "create" in form_rights(ctx, form.key).may
        page = BoardPage(
            key=view,
            title=label(spec.labels, ctx.lang, view),
            what=label(form.spec.labels, ctx.lang, form.key),
            here=board_address(app, view),
            lanes=_lanes(ctx, form, spec),
            list_href=url_for("views.list", **where),
            new_href=url_for("entry.new", **where) if can_create else None,
        )
    return render_template("pages/board.html", page=page)


@room.post("/a/<app>/<form>/<record_id>/put")
def put(app: str, form: str, record_id: str) -> Response:
    """Move a card to the lane of another option: change the one field the board goes by."""
    with doors.writing(app) as ctx:
        sent = {k: v for k, v in request.form.items() if k in ctx.form(form).fields}
        version = doors.number_of(request.form.get("version"))
        change_record(ctx, form, record_id, version, sent)
    if wants_json():
        return jsonify(card=_drawn(app, form, record_id))
    flash(_("Saved."), "ok")
    back = url_for("views.list", app=app, form=form)
    return redirect(doors.safe_path(request.form.get("next"), back), 303)


def _drawn(app: str, form: str, record_id: str) -> str:
    view = request.headers.get("X-Board", "")
    with doors.reading(app) as ctx:
        spec = ctx.app.views.get(view)
        if spec is None or spec.form != form:
            return ""
        drawn = card(ctx, spec, get_record(ctx, form, record_id))
        here = board_address(app, view)
        return render_template("fragments/card.html", card=drawn, page={"here": here})


def _keys(ctx: Context, form: CompiledForm, group: str) -> list[tuple[str, Tag]]:
    at = form.fields[group]
    if at.type.holds_state:
        states = dict.fromkeys(s.key for life in form.lifecycles for s in life.spec.states)
        return [(key, state_tag(ctx, form, key)) for key in states]
    return [
        (each["key"], Tag(label(each.get("label", {}), ctx.lang), each.get("tone") or "neutral"))
        for each in options_of(at)
    ]


def _lanes(ctx: Context, form: CompiledForm, view: ViewSpec) -> tuple[Lane, ...]:
    group = str(view.options["group"])
    rights = form_rights(ctx, form.key)
    if group not in rights.sortable:
        raise Refusal("forbidden", 403)
    sort = tuple((s.removeprefix("-"), s.startswith("-")) for s in view.options.get("sort") or ())
    most = int(view.options.get("lane") or LANE)
    return tuple(_lane(ctx, view, (key, tag), (sort, most)) for key, tag in _keys(ctx, form, group))


def _lane(
    ctx: Context,
    view: ViewSpec,
    lane: tuple[str, Tag],
    how: tuple[tuple[tuple[str, bool], ...], int],
) -> Lane:
    key, tag = lane
    sort, most = how
    group = str(view.options["group"])
    found = list_records(
        ctx,
        view.form,
        ListRequest(
            where=view.options.get("filter"),
            filters=(Filter(group, "is", (key,)),),
            sort=sort,
            limit=most,
        ),
    )
    total = found.total if found.total is not None else len(found.records)
    where: dict[str, Any] = {"app": ctx.app.key, "form": view.form, f"f.{group}": key}
    return Lane(
        key=key,
        label=tag.text,
        tone=tag.tone,
        count=f"{total}" if found.is_exact else f"{total}+",
        cards=tuple(card(ctx, view, record) for record in found.records),
        more_href=url_for("views.list", **where) if found.next else None,
    )
