"""Publishing again what was: old revisions come back whole, and rules start from what is there."""

from __future__ import annotations

import pytest

from runtime.commands.change import change_record
from runtime.commands.publish import Author, plan_app, roll_back
from runtime.commands.submit import submit_record
from runtime.errors import Refusal
from runtime.queries.records import get_record
from runtime.spec.app import AppSpec
from runtime.store import engine, revisions
from tests.commands.test_incidents import JOB
from tests.commands.test_rules import APP, rule
from tests.house import House, app_of

DUE = "  - {key: due, type: date, label: {zh: 截止日, en: due date}}\n"
BY = Author("system")


def _spec(form: str = JOB, **rules: str) -> AppSpec:
    named = {f"rules__{key}": rule(key, text) for key, text in rules.items()}
    return app_of(app=APP, forms__job=form, **named)


def test_an_old_revision_comes_back_as_the_next_and_values_stay(house: House) -> None:
    first = _spec(JOB.replace(DUE, ""), full="如果件数>50，则通知老板")
    second = _spec(JOB, full="如果件数>60，则通知老板")
    house.publish(first)
    house.publish(second)
    house.person("boss", "boss")
    with house.write("boss") as ctx:
        made = submit_record(ctx, "job", {"name": "一", "due": "2026-12-24"}).id
    assert roll_back(house.installation, "shop", 1, BY) == 3
    assert roll_back(house.installation, "shop", 1, BY) == 3, "it is there already"
    with house.read("boss") as ctx:
        assert "due" not in get_record(ctx, "job", made).values
    assert roll_back(house.installation, "shop", 2, BY) == 4
    with house.read("boss") as ctx:
        assert str(get_record(ctx, "job", made).values["due"]) == "2026-12-24"
    with engine.reading(house.installation.engine) as connection:
        kept = [revisions.get(connection, "shop", number) for number in (1, 3)]
    assert kept[0] is not None
    assert kept[1] is not None
    assert kept[1].edition == kept[0].edition
    with pytest.raises(Refusal) as refused:
        roll_back(house.installation, "shop", 9, BY)
    assert refused.value.code == "no_such_revision"


def test_the_plan_of_what_is_published_already_is_empty(house: House) -> None:
    spec = _spec(full="如果件数>50 且 距离截止日≤3天，则通知老板")
    house.publish(spec)
    assert plan_app(house.installation, spec).is_empty


def test_a_rule_that_is_read_differently_starts_anew(house: House) -> None:
    told = "如果件数>50，则通知老板"
    house.publish(_spec(full=told))
    house.person("boss", "boss")
    with house.write("boss") as ctx:
        made = submit_record(ctx, "job", {"name": "一", "count": "70"})
    assert len(house.inbox("boss")) == 1
    other = "  - {key: weight, type: integer, label: {zh: 件数, en: weight}}\npermissions:"
    renamed = JOB.replace("label: {zh: 件数, en: count}", "label: {zh: 箱数, en: boxes}")
    house.publish(_spec(renamed.replace("permissions:", other), full=told))
    with house.write("boss") as ctx:
        change_record(ctx, "job", made.id, made.version, {"weight": "70"})
    assert len(house.inbox("boss")) == 2
