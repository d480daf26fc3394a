"""Rules fire once when they become true, re-arm when they turn false, and never for the past."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from rule_dsl import parse
from rule_dsl.vocabulary import Vocabulary
from runtime.commands.change import change_record
from runtime.commands.submit import submit_record
from runtime.due.deliver import drain
from runtime.errors import Refusal
from runtime.queries.inbox import inbox
from runtime.queries.records import ListRequest, get_record, list_records
from runtime.spec.app import AppSpec
from tests.house import House, app_of

APP = """
key: shop
label: {zh: 小店, en: shop}
timezone: Asia/Shanghai
main: job
roles:
  - {key: boss, label: {zh: 老板, en: boss}}
  - {key: clerk, label: {zh: 店员, en: clerk}}
"""
JOB = """
key: job
label: {zh: 活儿, en: job}
title: name
fields:
  - {key: name, type: text, label: {zh: 名称, en: name}, required: true}
  - key: kind
    type: choice
    label: {zh: 类型, en: kind}
    options:
      - {key: rush, label: {zh: 加急, en: rush}}
      - {key: normal, label: {zh: 普通, en: normal}}
  - {key: progress, type: percent, label: {zh: 当前进度, en: progress}}
  - {key: due, type: date, label: {zh: 截止日, en: due date}}
  - {key: grade, type: text, label: {zh: 等级, en: grade}}
  - {key: marks, type: tags, label: {zh: 标签, en: tags}}
permissions:
  - {role: boss, can: [create, read, update, delete, export, import]}
  - {role: clerk, can: [create, read, update]}
"""
URGENT = "如果类型=加急 且 当前进度<50% 且 距离截止日≤3天，则向老板发送加急提醒"


def rule(key: str, text: str) -> str:
    return f"key: {key}\nform: job\nlabel: {{zh: {key}, en: {key}}}\non: true\n---\n{text}\n"


def shop(**rules: str) -> AppSpec:
    named = {f"rules__{key}": rule(key, text) for key, text in rules.items()}
    return app_of(app=APP, forms__job=JOB, **named)


def people(house: House) -> None:
    house.person("boss", "boss")
    house.person("clerk", "clerk")


def make(house: House, **values: str) -> str:
    with house.write("clerk") as ctx:
        return submit_record(ctx, "job", {"name": "一号", **values}).id


def change(house: House, record: str, **values: str) -> None:
    with house.write("clerk") as ctx:
        version = get_record(ctx, "job", record).version
        change_record(ctx, "job", record, version, values)


def test_it_fires_once_when_an_edit_makes_it_true_and_again_after_it_was_false(
    house: House,
) -> None:
    house.publish(shop(urgent=URGENT))
    people(house)
    record = make(house, kind="rush", progress="0.4", due="2026-12-20")
    assert house.inbox("boss") == []
    change(house, record, due="2026-11-24")
    assert house.inbox("boss") == ["加急提醒"]
    change(house, record, progress="0.45")
    change(house, record, name="改名")
    assert house.inbox("boss") == ["加急提醒"]
    change(house, record, progress="0.8")
    change(house, record, progress="0.3")
    assert house.inbox("boss") == ["加急提醒"] * 2


def told(house: House, login: str) -> list[tuple[str, str]]:
    """Title and body of each notice, newest first."""
    drain(house.installation)
    found = inbox(house.installation, house.people[login])
    return [(each.title["zh"], each.body["zh"]) for each in found]


def test_a_message_without_words_of_its_own_says_the_record_and_what_the_rule_read(
    house: House,
) -> None:
    house.publish(shop(urgent=URGENT))
    people(house)
    make(house, kind="rush", progress="0.4", due="2026-11-24")
    said = "活儿 一号 · 类型 加急 · 当前进度 40% · 截止日 2026-11-24"
    assert told(house, "boss") == [("加急提醒", said)]


def test_a_message_leaves_out_what_its_reader_may_not_read(house: House) -> None:
    sees = "{role: boss, can: [read], fields: {progress: hidden}}"
    job = JOB.replace("{role: boss, can: [create, read, update, delete, export, import]}", sees)
    assert job != JOB
    house.publish(app_of(app=APP, forms__job=job, rules__urgent=rule("urgent", URGENT)))
    people(house)
    make(house, kind="rush", progress="0.4", due="2026-11-24")
    said = "活儿 一号 · 类型 加急 · 截止日 2026-11-24"
    assert told(house, "boss") == [("加急提醒", said)]


def test_an_alert_that_names_nothing_is_called_as_its_rule_is(house: House) -> None:
    text = "如果类型=加急，则触发预警，抄送老板"
    named = rule("rushed", text).replace("zh: rushed", "zh: 赶工预警")
    house.publish(app_of(app=APP, forms__job=JOB, rules__rushed=named))
    people(house)
    make(house, kind="rush")
    assert told(house, "boss") == [("赶工预警", "活儿 一号 · 类型 加急")]


def test_it_fires_once_when_only_the_date_passes(house: House) -> None:
    house.publish(shop(urgent=URGENT))
    people(house)
    make(house, kind="rush", progress="0.1", due="2026-11-30")
    make(house, kind="normal", progress="0.1", due="2026-11-30")
    house.later(days=3)
    assert house.inbox("boss") == []
    house.later(days=1)
    house.later(hours=1)
    assert house.inbox("boss") == ["加急提醒"]


def test_records_that_matched_before_it_was_switched_on_do_not_fire(house: House) -> None:
    house.publish(shop())
    people(house)
    old = make(house, kind="rush", progress="0.1", due="2026-11-24")
    house.publish(shop(urgent=URGENT))
    house.later(hours=1)
    change(house, old, name="二号")
    assert house.inbox("boss") == []
    change(house, old, progress="0.9")
    change(house, old, progress="0.1")
    assert house.inbox("boss") == ["加急提醒"]


def test_a_rule_that_did_not_change_keeps_its_memory_over_a_publish(house: House) -> None:
    house.publish(shop(urgent=URGENT))
    people(house)
    record = make(house, kind="rush", progress="0.1", due="2026-11-24")
    assert house.inbox("boss") == ["加急提醒"]
    house.publish(shop(urgent=URGENT, other="当新建活儿后，向老板发送新活儿"))
    change(house, record, name="二号")
    house.later(hours=1)
    assert house.inbox("boss") == ["加急提醒"]


def test_a_change_from_one_value_to_another_is_heard_only_then(house: House) -> None:
    house.publish(
        shop(
            half="当当前进度从40%变为50%时，向老板发送过半了",
            slow="when kind changes from rush to normal, send 不急了 to boss",
            graded="当等级从空变为“A”时，向老板发送定级了",
            any="当当前进度变更为50%时，向老板发送到一半",
        )
    )
    people(house)
    record = make(house, kind="normal", progress="0.3")
    change(house, record, progress="0.5", kind="rush")
    assert house.inbox("boss") == ["到一半"]
    change(house, record, progress="0.4")
    change(house, record, grade="A")
    assert sorted(house.inbox("boss")) == ["到一半", "定级了"]
    change(house, record, progress="0.5", kind="normal")
    assert sorted(house.inbox("boss")) == ["不急了", "到一半", "到一半", "定级了", "过半了"]
    change(house, record, grade="B")
    change(house, record, grade="A")
    assert house.inbox("boss").count("定级了") == 1


def test_a_field_that_rises_day_after_day_is_heard_and_found(house: House) -> None:
    house.publish(shop(rising="如果当前进度连续3天上扬，则向老板发送在涨"))
    people(house)
    rising = make(house, progress="0.1")
    still = make(house, progress="0.1")
    house.later(days=2)
    for progress in ("0.2", "0.3"):
        house.later(days=1)
        change(house, rising, progress="0.9")
        change(house, rising, progress=progress)
        change(house, still, progress=progress, name="改名")
    assert house.inbox("boss") == []
    house.later(days=1)
    change(house, rising, progress="0.4")
    change(house, still, progress="0.1")
    assert house.inbox("boss") == ["在涨"]
    tree = parse("当前进度连续3天上扬", words(house), subject="job", expect="condition").tree
    assert tree is not None
    with house.read("boss") as ctx:
        table = ctx.app.tables.form("job")
        query = sa.select(table.c.id).where(ctx.lowered("job", tree.child(0)))
        assert [row.id for row in ctx.connection.execute(query)] == [rising]
    house.later(days=1)
    with house.read("boss") as ctx:
        assert ctx.connection.execute(query).all()


def words(house: House) -> Vocabulary:
    with house.read("boss") as ctx:
        return ctx.app.vocabulary


def test_an_escalation_tells_who_is_named_under_the_rules_name(house: House) -> None:
    house.publish(shop(late="如果当前进度<10%，则升级提醒老板"))
    people(house)
    make(house, progress="0.05")
    assert house.inbox("boss") == ["升级提醒：late"]
    assert house.inbox("clerk") == []


def test_triggers_hear_what_they_name(house: House) -> None:
    house.publish(
        shop(
            made="当新建活儿后，向老板发送来活儿了",
            moved="当截止日有变化时，向老板发送改期了",
            rushed="当类型变更为加急时，新增‘急’标签",
        )
    )
    people(house)
    record = make(house, kind="normal", due="2026-12-01")
    assert house.inbox("boss") == ["来活儿了"]
    change(house, record, due="2026-12-02")
    change(house, record, kind="rush")
    assert house.inbox("boss") == ["来活儿了", "改期了"]
    with house.read("boss") as ctx:
        assert get_record(ctx, "job", record).values["marks"] == frozenset({"急"})


def test_a_blocking_rule_takes_everything_back(house: House) -> None:
    house.publish(
        shop(
            told="当新建活儿后，向老板发送来活儿了",
            gate="若类型=加急 且 截止日为空，阻止“加急的活儿要有截止日”",
        )
    )
    people(house)
    with pytest.raises(Refusal) as refused:
        make(house, kind="rush")
    assert "加急的活儿要有截止日" in refused.value.message("zh")
    assert house.inbox("boss") == []
    assert make(house, kind="rush", due="2026-12-01")


SUMS = """
key: job
label: {zh: 活儿, en: job}
title: name
fields:
  - {key: name, type: text, label: {zh: 名称, en: name}, required: true}
  - {key: count, type: integer, label: {zh: 件数, en: count}, max: 100}
  - {key: price, type: money, label: {zh: 单价, en: price}}
  - {key: share, type: decimal, label: {zh: 系数, en: share}}
  - {key: serial, type: text, label: {zh: 序列号, en: serial}, unique: true}
validations:
  - {key: cheap, check: 单价<500 或 单价为空, message: {zh: 单价不能到 500, en: too dear}}
permissions:
  - {role: boss, can: [create, read, update]}
  - {role: clerk, can: [create, read, update], fields: {price: hidden}}
"""


def _sums(house: House, **rules: str) -> None:
    named = {f"rules__{key}": rule(key, text) for key, text in rules.items()}
    house.publish(app_of(app=APP, forms__job=SUMS, **named))


def test_a_rule_writes_numbers_at_the_scale_of_their_field(house: House) -> None:
    _sums(house, sum="当件数有变化时，将单价改为件数÷3")
    people(house)
    record = make(house, count="1")
    change(house, record, count="2")
    with house.read("boss") as ctx:
        assert str(get_record(ctx, "job", record).values["price"]) == "0.67"


@pytest.mark.parametrize(
    "text",
    [
        "当新建活儿后，将件数改为件数*1000",  # more than its greatest value
        "当新建活儿后，将系数改为件数*1000000000000000000000",  # more than a number holds
        "当新建活儿后，将序列号改为“同一个”",  # taken by the record before
        "当新建活儿后，将单价改为500",  # against a validation
    ],
)
def test_a_rule_writes_nothing_that_a_person_could_not(house: House, text: str) -> None:
    _sums(house)
    people(house)
    with house.write("boss") as ctx:
        submit_record(ctx, "job", {"name": "零号", "serial": "同一个"})
    _sums(house, sum=text)
    with pytest.raises(Refusal) as refused:
        make(house, count="3")
    assert refused.value.code == "rule_cannot_write"
    assert "规则「sum」" in refused.value.message("zh")
    assert "单价" not in "".join(each.message("zh") for each in refused.value.wrongs if each.facts)
    with house.read("boss") as ctx:
        assert list_records(ctx, "job", ListRequest()).total == 1


def test_rules_that_set_each_others_fields_come_to_rest(house: House) -> None:
    house.publish(
        shop(
            up="若类型=加急，则将等级改为“A”",
            down="若等级=“A”，则将类型改为普通",
        )
    )
    people(house)
    record = make(house, kind="rush")
    with house.read("boss") as ctx:
        values = get_record(ctx, "job", record).values
    assert (values["kind"], values["grade"]) == ("normal", "A")


def test_a_scheduled_rule_runs_once_a_slot(house: House) -> None:
    house.publish(shop(daily="每天10:00，若类型=加急，则向老板发送早报"))
    people(house)
    make(house, kind="rush", due="2026-12-01")
    make(house, kind="normal", due="2026-12-01")
    house.later(minutes=30)
    assert house.inbox("boss") == []
    house.later(minutes=30)
    house.later(minutes=5)
    assert house.inbox("boss") == ["早报"]
    house.later(days=3)
    assert house.inbox("boss") == ["早报"] * 2
