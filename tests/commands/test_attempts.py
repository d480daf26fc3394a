"""One piece of the clock's work that fails keeps no other, and does not come back without end."""

from __future__ import annotations

import sqlalchemy as sa

from runtime.cache import AppCache
from runtime.commands.change import change_record
from runtime.commands.people import set_active
from runtime.commands.submit import submit_record
from runtime.due.tick import tick
from runtime.imports.job import confirm_import, run_imports
from runtime.queries.health import examine
from runtime.queries.incidents import troubles
from runtime.queries.jobs import job_of
from runtime.queries.records import get_record
from runtime.store import engine
from runtime.store.schema.apps import revision
from runtime.store.schema.events import delivery
from tests.commands.test_incidents import JOB
from tests.commands.test_rules import APP, rule
from tests.house import House, app_of
from tests.imports.sending import sent
from tests.imports.test_checking import PART


def _shop(house: House, key: str = "shop", **rules: str) -> None:
    named = {f"rules__{key}": rule(key, text) for key, text in rules.items()}
    app = APP.replace("key: shop", f"key: {key}")
    house.publish(app_of(app=app, forms__job=JOB, **named))


def _spoil(house: House, app: str) -> None:
    """Its meaning is lost from the store, as by a broken disk."""
    with engine.writing(house.installation.engine) as connection:
        connection.execute(sa.update(revision).where(revision.c.app == app).values(spec={}))
    object.__setattr__(house.installation, "cache", AppCache())


def test_an_app_that_cannot_be_read_keeps_no_other_and_doctor_says_so(house: House) -> None:
    _shop(house, "aaa", daily="每天10:00，向老板发送甲")
    _shop(house, "shop", daily="每天10:00，向老板发送乙")
    house.person("boss", "boss")
    _spoil(house, "aaa")
    for _ in range(3):
        house.later(minutes=40)
    assert house.inbox("boss") == ["乙"]
    (found,) = troubles(house.installation, "zh")
    assert found.app == "aaa"
    assert "定时工作没有进行" in found.said
    settings = house.installation.settings
    told = {each.check: each.detail("zh") for each in examine(settings)}
    assert "1 件" in told["incidents"]
    assert "aaa" in told["apps"]


def test_a_record_that_fails_is_tried_later_and_later_and_then_parked(house: House) -> None:
    _shop(house, late="如果距离截止日<0天，则将件数改为件数*10")
    house.person("boss", "boss")
    with house.write("boss") as ctx:
        bad = submit_record(ctx, "job", {"name": "坏", "count": "50", "due": "2026-11-30"}).id
        good = submit_record(ctx, "job", {"name": "好", "count": "5", "due": "2026-11-30"}).id
    first = house.later(days=10)
    assert (first.failed, first.rules_fired) == (1, 1)
    assert [house.later(seconds=2).failed for _ in range(5)] == [0] * 5
    assert [house.later(minutes=1).failed for _ in range(4)] == [1, 0, 1, 0]
    tried = sum(house.later(hours=7).failed for _ in range(12))
    assert tried == 7  # ten in all; then it is parked
    assert len(troubles(house.installation, "zh")) == 1
    with house.write("boss") as ctx:
        change_record(ctx, "job", bad, get_record(ctx, "job", bad).version, {"name": "还坏"})
    assert [house.later(minutes=1).failed for _ in range(3)] == [1, 0, 0]
    with house.write("boss") as ctx:
        change_record(ctx, "job", bad, get_record(ctx, "job", bad).version, {"count": "4"})
    assert house.later(minutes=1).rules_fired == 1
    assert troubles(house.installation, "zh") == ()
    with house.read("boss") as ctx:
        counts = [get_record(ctx, "job", each).values["count"] for each in (bad, good)]
    assert [int(each) for each in counts] == [40, 50]


def test_an_import_that_cannot_go_on_keeps_no_other(house: House) -> None:
    house.publish(app_of(app=APP.replace("main: job", "main: part"), forms__part=PART))
    jobs = {}
    for login, name in (("gone", "甲"), ("there", "乙")):
        house.person(login, "clerk")
        jobs[login] = sent(house, login, "part", ("a.csv", f"名称\n{name}\n".encode())).id
        with house.write(login) as ctx:
            confirm_import(ctx, jobs[login])
    set_active(house.installation, house.people["gone"], active=False)
    assert run_imports(house.installation) == 1
    done = job_of(house.installation, jobs["there"], house.people["there"])
    assert (done.status, done.done) == ("done", 1)
    assert len(troubles(house.installation, "zh")) == 1
    left = job_of(house.installation, jobs["gone"], house.people["gone"])
    assert left.status == "failed"
    assert left.problems[-1]["message"]["zh"] == "请重新登录。"


def test_a_message_that_cannot_be_read_keeps_no_other_and_is_given_up(house: House) -> None:
    _shop(house, told="当新建活儿后，向老板发送新活儿")
    house.person("boss", "boss")
    with house.write("boss") as ctx:
        submit_record(ctx, "job", {"name": "一号"})
        (event,) = ctx.outbox
        ctx.connection.execute(sa.update(delivery).values(payload={"to": 7}))
        submit_record(ctx, "job", {"name": "二号"})
    tick(house.installation)
    assert house.inbox("boss") == ["新活儿"]
    for _ in range(10):
        house.later(hours=1)
    (found,) = troubles(house.installation, "zh")
    assert (found.id, found.title) == (event, "一号")
