"""To-dos, decisions and the inbox over the API."""

from __future__ import annotations

import dataclasses
from typing import Any

from flask import Response

from runtime.approvals.case import Case
from runtime.commands.assign import assign_task
from runtime.commands.decide import decide_task
from runtime.commands.notices import mark_read
from runtime.commands.withdraw import withdraw_case
from runtime.context import Context
from runtime.errors import Refusal
from runtime.fields.base import wire
from runtime.queries.inbox import Notice, inbox
from runtime.queries.tasks import TaskItem, app_of_case, app_of_task, case_history, my_tasks
from runtime.web.api.answers import answer, lang
from runtime.web.api.doors import (
    Reply,
    asked,
    body,
    installation,
    number_asked,
    part,
    person,
    reading,
    write,
)
from runtime.web.api.room import room

bp = room("api_tasks", "/api/v1")
MOST = 100


@bp.get("/tasks")
def tasks() -> Response:
    """My open to-dos."""
    after = asked("limit", "after").get("after")
    limit = number_asked("limit", 50, MOST) or 50
    found = my_tasks(installation(), person(), limit=limit, after=after, lang=lang())
    more = found[-1].id if len(found) == limit else None
    return answer({"tasks": [_task(each) for each in found], "next": more})


@bp.post("/tasks/<task>/decisions")
def decide(task: str) -> Response:
    """Answer a to-do."""
    sent = part(body(), ("decision", "comment", "record_hash", "to"))
    decision, comment, to = sent.get("decision"), sent.get("comment") or "", sent.get("to") or ""
    if not all(isinstance(each, str) for each in (decision, comment, to)):
        raise Refusal("bad_json", 400)
    app = app_of_task(installation(), task)
    if app is None:
        raise Refusal("not_found", 404)

    def do(ctx: Context) -> Reply:
        if decision == "transfer":
            return 200, _case(assign_task(ctx, task, to, comment))
        seen = sent.get("record_hash")
        return 200, _case(decide_task(ctx, task, str(decision), comment, seen))

    return write(app, do)


@bp.get("/apps/<app>/forms/<form>/records/<record>/cases")
def cases(app: str, form: str, record: str) -> Response:
    """The approvals of a record, newest first."""
    asked()
    with reading(app) as ctx:
        found = case_history(ctx, form, record)
        return answer({"cases": [_plain(dataclasses.asdict(each)) for each in found]})


@bp.post("/cases/<case>/withdraw")
def withdraw(case: str) -> Response:
    """Take a request back."""
    comment = part(body(), ("comment",)).get("comment") or ""
    app = app_of_case(installation(), case)
    if app is None or not isinstance(comment, str):
        raise Refusal("not_found", 404)
    return write(app, lambda ctx: (200, _case(withdraw_case(ctx, case, comment))))


@bp.get("/inbox")
def notices() -> Response:
    """My notices, newest first."""
    sent = asked("limit", "after", "unread")
    limit = number_asked("limit", 50, MOST) or 50
    found = inbox(
        installation(),
        person(),
        unread=sent.get("unread") == "true",
        before=sent.get("after"),
        limit=limit,
    )
    more = found[-1].id if len(found) == limit else None
    return answer({"notices": [_notice(each) for each in found], "next": more})


@bp.post("/inbox/read")
def read() -> Response:
    """Mark notices read: the ids given, or all."""
    ids = part(body(), ("ids",)).get("ids")
    if ids is not None and not (isinstance(ids, list) and all(isinstance(i, str) for i in ids)):
        raise Refusal("bad_json", 400)
    return answer({"read": mark_read(installation(), person(), ids)})


def _task(task: TaskItem) -> dict[str, Any]:
    return dict(_plain(dataclasses.asdict(task)))


def _case(case: Case) -> dict[str, Any]:
    return {
        "case": case.id,
        "status": case.status,
        "chain": case.chain,
        "form": case.form,
        "record": case.record,
        "purpose": case.purpose,
    }


def _notice(notice: Notice) -> dict[str, Any]:
    spoken = lang()
    return {
        "id": notice.id,
        "app": notice.app,
        "form": notice.form,
        "record": notice.record,
        "rule": notice.rule,
        "title": notice.title.get(spoken) or next(iter(notice.title.values()), ""),
        "body": notice.body.get(spoken) or next(iter(notice.body.values()), ""),
        "at": wire(notice.at),
        "read_at": wire(notice.read_at),
    }


def _plain(value: Any) -> Any:
    """A query's answer as JSON."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return wire(value)
