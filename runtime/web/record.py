"""One record: its page, its drawer, its moves, and its way to the trash."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from runtime.commands.move import move_record
from runtime.commands.press import press_button
from runtime.commands.trash import trash_record
from runtime.compiled import CompiledForm
from runtime.context import Context
from runtime.errors import Refusal
from runtime.queries.records import RecordView, form_rights, get_record, pending_move, view_of
from runtime.queries.timeline import TimelineEntry, timeline
from runtime.spec.app import label
from runtime.web import doors
from runtime.web.cards import board_address, card
from runtime.web.cells import Section, Tag, sections, state_tag
from runtime.web.entry import prepare
from runtime.web.faults import wants_fragment, wants_json
from runtime.web.inputs import entry_form
from runtime.web.moves import (
    MoveButton,
    PressButton,
    Step,
    move_buttons,
    press_buttons,
    steps,
)
from runtime.web.shell import menu
from runtime.web.timeline_texts import Entry, told
from runtime.web.uploads import written_with_uploads
from runtime.web.visitor import closed_room

room = closed_room("record")
ENTRIES = 50


@dataclass(frozen=True, slots=True)
class RecordPage:
    """What a record's template needs."""

    title: str
    what: str
    here: str
    back: str
    version: int
    tags: tuple[Tag, ...]
    sections: tuple[Section, ...]
    timeline: tuple[Entry, ...]
    timeline_more: str | None
    steps: tuple[Step, ...]
    steps_label: str
    moves: tuple[MoveButton, ...]
    buttons: tuple[PressButton, ...] = ()
    blocked: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    neighbours: tuple[Any, ...] = ()
    edit_href: str | None = None
    delete_href: str | None = None
    new_href: str | None = None
    is_drawer: bool = False


@room.get("/a/<app>/<form>/<record_id>")
def detail(app: str, form: str, record_id: str) -> str:
    """The record as a page, or as the drawer of a list."""
    with doors.reading(app) as ctx:
        compiled = _open(ctx, form)
        record = get_record(ctx, form, record_id)
        page = _page(ctx, compiled, record)
    if wants_fragment():
        return render_template("fragments/drawer.html", page=replace(page, is_drawer=True))
    return render_template("pages/detail.html", page=page)


@room.post("/a/<app>/<form>/<record_id>/move/<move_key>")
def move(app: str, form: str, record_id: str, move_key: str) -> Response | tuple[str, int]:
    """Make a move; what it wanted filled comes with it."""
    with doors.reading(app) as ctx:
        doors.enter(ctx)
        sent = entry_form(ctx.form(form), ctx.lang, request.form)
        get_record(ctx, form, record_id)
    try:
        given = (written_with_uploads(sent), request.form.get("note", "")[:2_000])
        with doors.writing(app) as ctx:
            moved = move_record(ctx, form, record_id, move_key, given)
            key = view_of(ctx, ctx.form(form), moved.record).state
            where = state_tag(ctx, ctx.form(form), key).text if key else ""
    except Refusal as refusal:
        if refusal.status not in (409, 422) or wants_json():
            raise
        return _again(app, form, record_id, (move_key, refusal)), refusal.status
    now = _("It is now: %(state)s", state=where) if where else _("Saved.")
    said = _("It now waits for approval.") if moved.case else now
    if wants_json():
        return jsonify(sentence=said, card=_card(app, form, record_id), stays=bool(moved.case))
    flash(said, "ok")
    target = url_for("record.detail", app=app, form=form, record_id=record_id)
    return redirect(doors.safe_path(request.form.get("next"), target), 303)


@room.post("/a/<app>/<form>/<record_id>/press/<button>")
def press(app: str, form: str, record_id: str, button: str) -> Response:
    """Press a button of the record."""
    with doors.writing(app) as ctx:
        press_button(ctx, form, record_id, button)
        name = label(ctx.form(form).buttons[button].labels, ctx.lang, button)
    flash(_("Done: %(button)s", button=name), "ok")
    return redirect(url_for("record.detail", app=app, form=form, record_id=record_id), 303)


@room.post("/a/<app>/<form>/<record_id>/delete")
def delete(app: str, form: str, record_id: str) -> Response:
    """Put the record into the trash."""
    with doors.writing(app) as ctx:
        version = doors.number_of(request.form.get("version"))
        trash_record(ctx, form, record_id, version or None)
    flash(_("It is in the trash and can be restored from there."), "ok")
    return redirect(url_for("views.list", app=app, form=form), 303)


def _open(ctx: Context, form: str) -> CompiledForm:
    doors.enter(ctx)
    g.menu = menu(ctx)
    return ctx.form(form)


def _card(app: str, form: str, record_id: str) -> str:
    """The card of a board after the move; empty where no board asked."""
    view = request.headers.get("X-Board")
    if not view:
        return ""
    with doors.reading(app) as ctx:
        found = ctx.app.views.get(view)
        if found is None or found.form != form:
            return ""
        drawn = card(ctx, found, get_record(ctx, form, record_id))
        return render_template(
            "fragments/card.html", card=drawn, page={"here": board_address(app, view)}
        )


def _again(app: str, form: str, record_id: str, what: tuple[str, Refusal]) -> str:
    """The record's page with the move open and its errors shown."""
    move_key, refusal = what
    with doors.reading(app) as ctx:
        compiled = _open(ctx, form)
        record = get_record(ctx, form, record_id)
        page = _page(ctx, compiled, record, move_key)
        moves = tuple(
            _with_wrongs(ctx, each, refusal) if each.key == move_key else each
            for each in page.moves
        )
        if not refusal.wrongs or not any(each.is_open for each in moves):
            flash(
                " ".join(
                    [refusal.message(ctx.lang), *(w.message(ctx.lang) for w in refusal.wrongs)]
                ),
                "bad",
            )
    return render_template("pages/detail.html", page=replace(page, moves=moves))


def _with_wrongs(ctx: Context, button: MoveButton, refusal: Refusal) -> MoveButton:
    """The button's form as it was sent, with what is wrong at its inputs."""
    lang, note = ctx.lang, ""
    for each in button.inputs:
        if each.name in request.form:
            each.written = request.form.getlist(each.name)
            each.show_written(ctx.reader)
    for wrong in refusal.wrongs:
        at = next((each for each in button.inputs if each.key == wrong.field), None)
        if at is not None:
            at.errors = [*at.errors, wrong.message(lang)]
        else:
            note = f"{note} {wrong.message(lang)}".strip()
    return replace(button, note_wrong=note, is_open=button.asks)


def _page(
    ctx: Context, form: CompiledForm, record: RecordView, opened: str | None = None
) -> RecordPage:
    where: dict[str, Any] = {"app": ctx.app.key, "form": form.key, "record_id": record.id}
    rights = form_rights(ctx, form.key)
    pending = pending_move(ctx, form.key, record.id)
    entries = timeline(
        ctx, form.key, record.id, doors.page_number(request.args.get("before")), ENTRIES
    )
    moves = move_buttons(ctx, form, record, pending)
    wanted = opened or request.args.get("move")
    can_edit = "update" in record.may and bool(record.writable)
    return RecordPage(
        title=record.title,
        what=label(form.spec.labels, ctx.lang, form.key),
        here=url_for("record.detail", **where),
        back=url_for("views.list", app=ctx.app.key, form=form.key),
        version=record.version,
        tags=(state_tag(ctx, form, record.state),) if record.state else (),
        sections=sections(ctx, form, record),
        timeline=told(ctx, entries),
        timeline_more=_more(where, entries),
        steps=steps(ctx, form, record),
        steps_label=_("Progress"),
        moves=tuple(
            _with_inputs(ctx, form, record, each, wanted) for each in moves if not each.blocked
        ),
        buttons=press_buttons(ctx, form, record),
        blocked=tuple(f"{m.label}: {m.blocked}" for m in moves if m.blocked),
        waiting=_waiting(ctx, form, pending),
        edit_href=url_for("entry.edit", **where) if can_edit else None,
        delete_href=url_for("record.delete", **where) if "delete" in record.may else None,
        new_href=url_for("entry.new", app=ctx.app.key, form=form.key)
        if "create" in rights.may
        else None,
    )


def _more(where: dict[str, Any], entries: tuple[TimelineEntry, ...]) -> str | None:
    if len(entries) < ENTRIES:
        return None
    return url_for("record.detail", **where, before=entries[-1].seq)


def _with_inputs(
    ctx: Context,
    form: CompiledForm,
    record: RecordView,
    button: MoveButton,
    wanted: str | None,
) -> MoveButton:
    if not button.missing:
        return replace(button, is_open=button.asks and button.key == wanted)
    fields = entry_form(form, ctx.lang)
    fields.keep(button.missing)
    inputs = tuple(each for each in fields.inputs() if each.key in button.missing)
    for each in inputs:
        each.id = f"{button.key}-{each.key}"
        each.must = True
        prepare(ctx, form.key, each)
        each.show(record.values.get(each.key), ctx.reader)
    return replace(button, inputs=inputs, is_open=button.key == wanted)


def _waiting(ctx: Context, form: CompiledForm, pending: str | None) -> tuple[str, ...]:
    if pending is None:
        return ()
    labels = {m.spec.key: m.spec.labels for life in form.lifecycles for m in life.moves}
    name = label(labels.get(pending, {}), ctx.lang, pending)
    return (_("“%(move)s” waits for approval.", move=name),)
