"""The matrix notices: each check taken out, one at a time, and something is reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from runtime import context, gate
from runtime.access.rights import ACTIONS, Rights
from runtime.changes import checks
from runtime.commands import locked_case
from runtime.commands import move as moving
from runtime.commands import submit as submitting
from runtime.due import notice_texts
from runtime.due.deliver import drain
from runtime.queries import conditions, timeline
from runtime.queries import records as read
from runtime.queries.jobs import job_of
from runtime.web import doors, files
from runtime.web import tasks as task_pages
from runtime.web.api import imports as api_imports
from tests.rights.looking import Seen, answers_differ, is_closed, leaks_in
from tests.rights.world import World, build_world, plain, shown, submit

Patch = pytest.MonkeyPatch
JOBS = "/api/v1/apps/desk/forms/job/records"
READERS = ("olga", "theo", "cleo", "guest")


@pytest.fixture(scope="module")
def world(worker_folder: Path) -> Iterator[World]:
    """A desk of this module's own."""
    folder = worker_folder / "rights-sabotage"
    folder.mkdir(parents=True, exist_ok=True)
    made = build_world(f"sqlite:///{folder}/desk.db", folder)
    yield made
    made.house.installation.engine.dispose()


# ---------------------------------------------------------------- what the matrix reports, reduced


def reading(*paths: str) -> Callable[[World], list[str]]:
    """Leaks at some addresses."""

    def report(world: World) -> list[str]:
        seen = []
        for who in READERS:
            for path in paths:
                asked = path.format(**{k.replace("-", "_"): v for k, v in world.ids.items()})
                found = world.visitor(who).get(asked)
                seen.append(Seen(who, "", asked, found.status_code, plain(shown(found))))
        return leaks_in(world, seen)

    return report


def listing(world: World) -> list[str]:
    """Records in a list of somebody who may not read them."""
    found = world.visitor("theo").get(f"{JOBS}?count=exact").get_json()
    own = [world.ids["j1"]]
    listed = [each["id"] for each in found["records"] if each["id"] not in own]
    return listed + (["counted"] if found["total"] != len(own) else [])


def guessing(path: str, name: str) -> Callable[[World], list[str]]:
    """Whether a right guess is told from a wrong one."""
    return lambda world: [
        who for who in READERS if answers_differ(world, who, path, world.value(name))
    ]


def sending(
    who: str, method: str, path: str, body: Any, status: int
) -> Callable[[World], list[str]]:
    """Whether something forbidden is answered in another way than with a status."""

    def report(world: World) -> list[str]:
        ids = {k.replace("-", "_"): v for k, v in world.ids.items()}
        sent = {"owner": world.house.people["boss"], "paper": [world.ids["f2"]]}
        values = {k: sent.get(k, v) for k, v in (body or {}).items()}
        given = {"values": values} if path == JOBS else values
        found = world.visitor(who).send(method, path.format(**ids), given, If_Match='"1"')
        return [] if found.status_code == status else [found.get_data(as_text=True)[:200]]

    return report


def opening(who: str, path: str) -> Callable[[World], list[str]]:
    """Whether a closed door opens."""

    def report(world: World) -> list[str]:
        asked = path.format(**{k.replace("-", "_"): v for k, v in world.ids.items()})
        found = world.visitor(who).get(asked)
        seen = Seen(who, "", path, found.status_code, plain(shown(found)))
        return [] if is_closed(seen) and "案台" not in seen.text else [path]

    return report


def notices(world: World) -> list[str]:
    """Whether a new notice tells its recipients what they may not read."""
    secret = world.seal("told secret", frozenset({"boss", "admin"}))
    submit(world, "boss", "job", {"memo": "x", "secret": secret, "fee": "500"})
    drain(world.house.installation)
    found = [(who, world.visitor(who).get("/api/v1/inbox")) for who in ("cleo", "jude", "olga")]
    return leaks_in(world, [Seen(who, "", "", 200, shown(each)) for who, each in found])


def tokens(world: World) -> list[str]:
    """Whether a page is changed without its token."""
    found = world.visitor("olga").client.post("/account/look", data={"density": "standard"})
    return [] if found.status_code == 400 else ["changed without a token"]


# ------------------------------------------------------------------------------- the checks


def _everything(ctx: Any, form: Any, *_: Any) -> gate.Sight:
    stored = frozenset(form.stored)
    return gate.Sight(frozenset(ACTIONS), stored, stored & form.written_by_people)


def _boss_for_all(patch: Patch, world: World) -> None:
    known, boss = context.admitted, world.house.people["boss"]
    patch.setattr(context, "admitted", lambda connection, _, app: known(connection, boss, app))


def _read_as_system(patch: Patch, world: World) -> None:
    def whole(ctx: Any, form: str, record: str) -> Any:
        return read.get_record(ctx.as_system(), form, record)

    patch.setattr(files, "get_record", whole)


Break = Callable[[Patch, World], None]


def _set(where: Any, name: str, value: Any) -> Break:
    return lambda patch, _: patch.setattr(where, name, value)


def _see_all_in_lists(patch: Patch, _: World) -> None:
    patch.setattr(gate, "sight_of", lambda form, *_: _everything(None, form))


def _export_all(patch: Patch, world: World) -> None:
    _see_all_in_lists(patch, world)
    patch.setattr(Rights, "readable_somewhere", _all)


def _enter_every_form(patch: Patch, _: World) -> None:
    patch.setattr(conditions, "readable_vocabulary", lambda ctx, _: ctx.app.vocabulary)
    patch.setattr(conditions, "_enters", lambda *_: False)


def _all(_: Any, stored: Any) -> frozenset[str]:
    return frozenset(stored)


_BLIND = SimpleNamespace(load=gate.load, sight=_everything)
_WORDS = "where=密注甲 %3D '{guess}'"
_STAMP = {"memo": "x", "owner": "boss"}
CASES: dict[str, tuple[Break, Callable[[World], list[str]]]] = {
    "the rows of a list": (_set(gate, "visible", lambda *_: None), listing),
    "the rows of one record": (
        _set(gate, "visible", lambda *_: None),
        reading(f"{JOBS}/{{j2}}", "/a/desk/job/{j2}"),
    ),
    "the fields of one record": (_set(gate, "sight", _everything), reading(f"{JOBS}/{{j2}}")),
    "the fields of a list": (_see_all_in_lists, reading(JOBS, "/a/desk/job/?cols=secret")),
    "the fields of an export": (_export_all, reading("/a/desk/job/export.csv")),
    "the fields of the board": (_see_all_in_lists, reading("/a/desk/board/lanes")),
    "the fields one filters by": (
        _set(Rights, "readable_everywhere", _all),
        guessing("/a/desk/job/?f.secret={guess}", "secret 2"),
    ),
    "the fields one searches": (
        _set(Rights, "readable_everywhere", _all),
        guessing(f"{JOBS}?search={{guess}}", "secret 2"),
    ),
    "the names in an expression": (
        _set(conditions, "readable_vocabulary", lambda ctx, _: ctx.app.vocabulary),
        guessing(f"{JOBS}?{_WORDS}", "secret 2"),
    ),
    "the forms an expression enters": (
        _enter_every_form,
        guessing(f"{JOBS}?where=客户的名称 %3D '{{guess}}'", "client 2 name"),
    ),
    "the names of links": (
        _set(context.Context, "seen", lambda *_: None),
        reading("/a/desk/job/{j2}", "/a/desk/job/export.csv"),
    ),
    "the finding of links": (
        _set(context.Context, "seen", lambda *_: None),
        guessing("/a/desk/job/?f.client={guess}", "client 2 name"),
    ),
    "the fields of the timeline": (
        _set(timeline, "gate", _BLIND),
        reading(f"{JOBS}/{{j2}}/timeline"),
    ),
    "the right to export": (
        _set(Rights, "may", lambda *_: True),
        opening("olga", "/a/desk/job/export.csv"),
    ),
    "who reads a file": (_read_as_system, reading("/a/desk/job/{j2}/file/{f2}")),
    "whose files may come in": (
        _set(checks, "strange_files", lambda *_: []),
        sending("boss", "POST", JOBS, {"memo": "x", "paper": "f2"}, 422),
    ),
    "who a token is": (_boss_for_all, reading(JOBS)),
    "whose job it is": (
        _set(api_imports, "job_of", lambda here, job, _: job_of(here, job)),
        reading("/api/v1/jobs/{job}"),
    ),
    "whose to-do it was": (
        _set(task_pages, "was_asked", lambda *_: True),
        opening("guest", "/tasks/{task_j2}"),
    ),
    "who may do something in an app": (
        _set(doors, "enter", lambda ctx: ctx),
        opening("guest", "/a/desk/"),
    ),
    "who may manage people": (
        _set(doors, "only_administrators", lambda: None),
        opening("cleo", "/people"),
    ),
    "the row of a new record": (
        _set(submitting, "_not_yours", lambda *_: []),
        sending("olga", "POST", JOBS, _STAMP, 422),
    ),
    "the fields of a new record": (
        _set(gate, "fields", lambda _, form, *__: frozenset(form.stored)),
        sending("cleo", "POST", JOBS, {"memo": "x", "secret": "x"}, 422),
    ),
    "whose move it is": (
        _set(moving, "may_move", lambda *_: True),
        sending("theo", "POST", f"{JOBS}/{{j1}}/moves/shelve", None, 403),
    ),
    "whom a case concerns": (
        _set(locked_case, "_concerns", lambda *_: True),
        sending("olga", "POST", "/api/v1/cases/{case_j2}/withdraw", None, 404),
    ),
    "what a notice tells": (
        _set(notice_texts.NoticeTexts, "_shown", lambda _, __, part: str(part["text"])),
        notices,
    ),
    "a page's token": (
        lambda patch, world: patch.setitem(world.app.config, "WTF_CSRF_ENABLED", False),
        tokens,
    ),
}


@pytest.mark.parametrize("check", CASES)
def test_a_check_that_is_taken_out_is_missed(world: World, check: str) -> None:
    sabotage, report = CASES[check]
    honest = report(world)
    assert honest == []
    with pytest.MonkeyPatch.context() as patch:
        sabotage(patch, world)
        found = report(world)
    assert found
