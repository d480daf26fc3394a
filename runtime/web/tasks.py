"""To-dos: the list, one of them with its record, and the answer to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from runtime.commands.decide import decide_task
from runtime.context import Context
from runtime.errors import Refusal
from runtime.queries.records import get_record
from runtime.queries.tasks import (
    MOST,
    CaseView,
    TaskItem,
    app_of_task,
    case_history,
    my_tasks,
    was_asked,
)
from runtime.web import doors
from runtime.web.cells import Cell, Section, Tag, sections, state_tag
from runtime.web.language import language
from runtime.web.shell import menu
from runtime.web.timeline_texts import Entry
from runtime.web.visitor import closed_room, me
from runtime.web.waiting import waiting

room = closed_room("tasks")
_TONES = {"approve": "btn-primary", "complete": "btn-primary", "reject": "btn-danger"}
_DECISIONS, _SAYINGS = ("approve", "complete", "reject"), ("ask", "comment")


@dataclass(frozen=True, slots=True)
class Todo:
    """A to-do as a line."""

    href: str
    title: str
    brief: str
    at: datetime
    due: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Action:
    """A button under a to-do."""

    key: str
    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class TaskPage:
    """What the to-do's template needs."""

    here: str
    title: str
    brief: str
    tags: tuple[Tag, ...]
    record_title: str
    record_href: str
    cells: tuple[Cell, ...]
    record_hash: str
    actions: tuple[Action, ...]
    sayings: tuple[Action, ...]
    history: tuple[Entry, ...]
    tables: tuple[Section, ...] = ()
    wrong: str = ""
    comment: str = ""
    comment_wrong: str = ""


def todos(limit: int) -> tuple[Todo, ...]:
    """The open to-dos of the one signed in, the earliest deadline first."""
    here = doors.installation()
    now = here.ports.clock.now()
    found = my_tasks(here, me().id, limit=limit, lang=language())
    return tuple(_todo(each, now) for each in found)


@room.get("/tasks")
def tasks() -> str:
    """The list."""
    page = {"todos": todos(100), "count": waiting().todos}
    return render_template("pages/tasks.html", page=page)


@room.get("/tasks/<task_id>")
def task(task_id: str) -> str | Response:
    """One to-do with its record; one that is answered already leads back to the list."""
    mine = _mine(task_id)
    if mine is None:
        if not was_asked(doors.installation(), me().id, task_id):
            raise Refusal("not_found", 404)
        flash(_("That to-do is answered already."), "info")
        return redirect(url_for("tasks.tasks"), 303)
    try:
        with doors.reading(mine.app) as ctx:
            page = _page(ctx, mine)
    except Refusal as refusal:
        if refusal.status != 404:
            raise
        flash(
            _("You are asked, but may not read this record yet: an administrator can let you."),
            "bad",
        )
        return redirect(url_for("tasks.tasks"), 303)
    return render_template("pages/task.html", page=page)


@room.post("/tasks/<task_id>")
def decide(task_id: str) -> Response | tuple[str, int]:
    """Answer it. What was seen is what is decided on: a record changed meanwhile is refused."""
    app = app_of_task(doors.installation(), task_id)
    if app is None:
        raise Refusal("not_found", 404)
    sent = request.form
    decision, comment = sent.get("decision", ""), sent.get("comment", "")[:2_000]
    try:
        with doors.writing(app) as ctx:
            decide_task(ctx, task_id, decision, comment, sent.get("record_hash") or None)
    except Refusal as refusal:
        mine = _mine(task_id)
        if refusal.status not in (409, 422, 428) or mine is None:
            raise
        return _again(mine, refusal, comment), refusal.status
    if decision in _SAYINGS:
        flash(_("Said."), "ok")
        return redirect(url_for("tasks.task", task_id=task_id), 303)
    flash(_("Done."), "ok")
    return redirect(url_for("tasks.tasks"), 303)


def _mine(task_id: str) -> TaskItem | None:
    found = my_tasks(doors.installation(), me().id, limit=MOST, lang=language())
    return next((each for each in found if each.id == task_id), None)


def _again(mine: TaskItem, refusal: Refusal, comment: str) -> str:
    with doors.reading(mine.app) as ctx:
        page = _page(ctx, mine)
        text = refusal.message(ctx.lang)
        is_comment = refusal.code == "comment_missing"
        told = replace(
            page,
            comment=comment,
            wrong="" if is_comment else text,
            comment_wrong=text if is_comment else "",
        )
    return render_template("pages/task.html", page=told)


def _todo(item: TaskItem, now: datetime) -> Todo:
    parts = [item.step_label or item.chain_label, item.form_label, item.initiator_name]
    if item.on_behalf_of:
        parts.append(_("for %(name)s", name=item.on_behalf_of))
    return Todo(
        href=url_for("tasks.task", task_id=item.id),
        title=f"{item.chain_label} · {item.title}",
        brief=" · ".join(dict.fromkeys(part for part in parts if part)),
        at=item.opened_at,
        due=item.due_at,
        is_late=item.due_at is not None and item.due_at < now,
    )


def _page(ctx: Context, mine: TaskItem) -> TaskPage:
    doors.enter(ctx)
    g.menu = menu(ctx)
    record = get_record(ctx, mine.form, mine.record)
    form = ctx.form(mine.form)
    case = next((c for c in case_history(ctx, mine.form, mine.record) if c.id == mine.case), None)
    return TaskPage(
        here=url_for("tasks.task", task_id=mine.id),
        title=f"{mine.chain_label} · {mine.step_label}"
        if mine.step_label != mine.chain_label
        else mine.chain_label,
        brief=_("started by %(name)s", name=mine.initiator_name),
        tags=(state_tag(ctx, form, record.state),) if record.state else (),
        record_title=f"{mine.form_label} {record.title}",
        record_href=url_for("record.detail", app=mine.app, form=form.key, record_id=record.id),
        cells=tuple(
            each for part in sections(ctx, form, record) for each in part.cells if _tells(each)
        ),
        tables=tuple(part for part in sections(ctx, form, record) if part.table),
        record_hash=mine.record_hash or "",
        actions=_actions(mine, _DECISIONS),
        sayings=_actions(mine, _SAYINGS),
        history=history_of(case) if case else (),
    )


def _tells(cell: Cell) -> bool:
    """Whether there is anything to read: who decides is not shown what nobody filled in."""
    return bool(cell.text or cell.tags or cell.links) or cell.value not in (
        None,
        "",
        (),
        frozenset(),
    )


def _actions(mine: TaskItem, keys: tuple[str, ...]) -> tuple[Action, ...]:
    return tuple(Action(k, _label(k), _TONES.get(k, "")) for k in keys if k in mine.actions)


def _label(key: str) -> str:
    match key:
        case "approve":
            return _("Approve")
        case "reject":
            return _("Reject")
        case "complete":
            return _("Mark as done")
        case "ask":
            return _("Ask")
    return _("Only comment")


def decision_words(decision: str) -> str:
    """A decision in words."""
    match decision:
        case "approve" | "auto_approve":
            return _("approved")
        case "reject" | "auto_reject":
            return _("rejected")
        case "return":
            return _("sent it back")
        case "complete":
            return _("did it")
    return decision


def history_of(case: CaseView) -> tuple[Entry, ...]:
    """What was decided and said so far, newest first."""
    entries = [Entry(case.started_at, case.initiator_name, _("started it"), "flow")]
    for step in case.steps:
        for each in step.tasks:
            if each.decision and each.decided_at:
                what = f"{decision_words(each.decision)} · {step.label}"
                said = each.comment or ""
                entries.append(Entry(each.decided_at, each.name, what, "flow", note=said))
    entries += [
        Entry(each.at, each.name, _("asked") if each.asks else _("said"), "flow", note=each.text)
        for each in case.remarks
    ]
    return tuple(sorted(entries, key=lambda each: each.at, reverse=True))
