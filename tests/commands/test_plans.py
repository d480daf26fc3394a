"""A plan says what a publication does: what becomes weaker first, and what becomes of requests."""

from __future__ import annotations

from pathlib import Path
from threading import Barrier, Thread

import pytest

from runtime.cli.main import main
from runtime.commands.decide import decide_task
from runtime.commands.move import move_record
from runtime.commands.publish import Author, plan_app, publish_app
from runtime.commands.submit import submit_record
from runtime.errors import Refusal
from runtime.queries.records import ListRequest, list_records
from runtime.queries.tasks import my_tasks
from runtime.spec.app import AppSpec
from runtime.spec.dump import to_files
from runtime.store import engine, revisions
from tests.house import House, app_of

APP = """
key: lab
label: {zh: 化验室, en: Lab}
main: probe
roles:
  - {key: tech, label: {zh: 化验员, en: technician}}
  - {key: head, label: {zh: 室主任, en: head of lab}}
params:
  - {key: limit, type: decimal, label: {zh: 上限, en: limit}, value: "5"}
"""
PROBE = """
key: probe
label: {zh: 样品, en: probe}
title: name
fields:
  - {key: name, type: text, label: {zh: 名称, en: name}, required: true, unique: true}
  - {key: status, type: state, label: {zh: 状态, en: status}}
  - {key: found, type: decimal, label: {zh: 实测值, en: found}, max: 100}
  - {key: target, type: decimal, label: {zh: 目标值, en: target}}
  - {key: secret, type: text, label: {zh: 客户代号, en: client code}}
validations:
  - {key: sane, check: 实测值 >= 0 或 实测值 为空, message: {zh: 不能为负, en: not negative}}
permissions:
  - {role: tech, can: [create, read, update], rows: 创建人 = 本人, fields: {secret: hidden}}
  - {role: head, can: [create, read, update, delete]}
"""
LIFE = """
key: probe_life
form: probe
label: {zh: 化验过程, en: probe life}
initial: open
states:
  - key: open
    label: {zh: 待检, en: open}
    owner: tech
    moves:
      - {key: release, label: {zh: 放行, en: release}, to: released, who: [tech, head], approval: consent, guard: 实测值 不为空, require: [target]}
  - {key: released, label: {zh: 已放行, en: released}, final: true}
"""
CONSENT = """
key: consent
form: probe
label: {zh: 放行审批, en: consent}
nobody_found: admin
rejected: end
steps:
  - {key: head, label: {zh: 主任审批, en: head}, ask: "role:head"}
"""
VIEW = """
key: high
type: list
form: probe
label: {zh: 超标, en: high}
columns: [name, found]
filter: 实测值 > 目标值
"""
RULE = """form: probe
label: {zh: 超上限, en: above the limit}
---
如果实测值>上限，则阻止提交，提示“超上限”
"""


def lab(**files: str | None) -> AppSpec:
    usual = {
        "app": APP,
        "forms__probe": PROBE,
        "lifecycles__probe_life": LIFE,
        "approvals__consent": CONSENT,
        "views__high": VIEW,
    }
    return app_of(**{k: text for k, text in {**usual, **files}.items() if text is not None})


def marked(house: House, spec: AppSpec) -> list[tuple[str, str]]:
    found = plan_app(house.installation, spec).changes
    marks = [each.mark for each in found]
    assert marks == sorted(marks, key=lambda mark: not mark), "what is marked comes first"
    return [(each.mark, each.message("zh")) for each in found if each.mark]


@pytest.fixture
def waiting(house: House) -> House:
    """The lab with one request under way."""
    house.publish(lab())
    house.person("tina", "tech")
    house.person("hans", "head")
    with house.write("tina") as ctx:
        made = submit_record(ctx, "probe", {"name": "水", "found": "3", "target": "4"})
        move_record(ctx, "probe", made.id, "release")
    return house


FREE = LIFE.replace(", approval: consent", "")
GONE = (
    LIFE.split("    moves:", maxsplit=1)[0]
    + "  - {key: released,"
    + LIFE.split("- {key: released,")[1]
)


@pytest.mark.parametrize(
    ("files", "kind", "mark"),
    [
        (
            {"lifecycles__probe_life": FREE, "approvals__consent": None},
            "step.cases_go_on",
            "「放行」不再需要审批「放行审批」。",
        ),
        ({"lifecycles__probe_life": GONE}, "step.cases_move_gone", None),
        (
            {"approvals__consent": CONSENT.replace("role:head", "role:tech")},
            "step.cases_go_on",
            "审批「放行审批」的步骤「主任审批」由“role:head”改为“role:tech”，或改了它的做法。",
        ),
    ],
)
def test_requests_on_their_way_are_counted_and_told_what_becomes_of_them(
    waiting: House, files: dict[str, str | None], kind: str, mark: str | None
) -> None:
    spec = lab(**files)
    plan = plan_app(waiting.installation, spec)
    (step,) = (each for each in plan.steps if each.kind.startswith("step.cases"))
    assert (step.kind, step.affected) == (kind, 1)
    assert "有 1 个「放行」的请求正在审批「放行审批」" in step.message("zh")
    assert mark is None or ("weaker" if "不再" in mark else "meaning", mark) in marked(
        waiting, spec
    )


def test_a_publication_that_touches_no_request_says_nothing_of_them(waiting: House) -> None:
    spec = lab(
        app=APP.replace("Lab", "Laboratory"), approvals__consent=CONSENT.replace("consent}", "yes}")
    )
    assert not [s for s in plan_app(waiting.installation, spec).steps if "cases" in s.kind]


def test_what_becomes_weaker_is_marked_each_by_what_it_does(house: House) -> None:
    house.publish(lab(rules__high=RULE))
    form = (
        PROBE.replace("required: true, unique: true", "required: false")
        .replace(", max: 100", ", max: 1000")
        .replace(", rows: 创建人 = 本人, fields: {secret: hidden}", "")
        .replace("[create, read, update, delete]", "[create, read]")
    )
    form = form[: form.index("validations:")] + form[form.index("permissions:") :]
    life = LIFE.replace(", guard: 实测值 不为空, require: [target]", "").replace(
        "      - {key: release",
        "      - {key: skip, label: {zh: 直放, en: skip}, to: released, who: [tech]}\n      - {key: release",
    )
    after = lab(
        app=APP.replace('"5"', '"50"'),
        forms__probe=form,
        lifecycles__probe_life=life,
        rules__high=RULE.replace("en: above the limit}\n", "en: above the limit}\non: false\n"),
    )
    assert sorted(marked(house, after)) == sorted(
        [
            ("weaker", "「名称」不再必填。"),
            ("weaker", "「名称」今后可以重复。"),
            ("weaker", "「实测值」的限制放宽了：最大值。"),
            ("weaker", "「样品」不再检查：实测值 >= 0 或 实测值 为空"),
            ("weaker", "角色「化验员」现在能看到「样品」的全部记录，不再限于：创建人 = 本人"),
            ("weaker", "角色「化验员」现在能修改「样品」的字段：客户代号。"),
            ("weaker", "角色「室主任」不能再对「样品」：修改、删除。"),
            ("weaker", "「放行」不再有前提条件：实测值 不为空"),
            ("weaker", "「放行」不再要求先填写：目标值。"),
            ("weaker", "新的「直放」不经审批就到达「已放行」，以前只有审批通过才能到达。"),
            ("weaker", "把关的规则「超上限」不再起作用：如果实测值>上限，则阻止提交，提示“超上限”"),
            ("meaning", "参数「上限」由 5 改为 50，用到它的条件随之改变。"),
        ]
    )
    assert marked(house, lab(rules__high=RULE)) == []


def test_exchanged_names_are_marked_where_a_text_means_something_else(
    house: House,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    house.publish(lab())
    swapped = (
        PROBE.replace("{zh: 实测值, en: found}", "{zh: X, en: x}")
        .replace("{zh: 目标值, en: target}", "{zh: 实测值, en: found}")
        .replace("{zh: X, en: x}", "{zh: 目标值, en: target}")
    )
    after = lab(forms__probe=swapped)
    told = [text for mark, text in marked(house, after) if mark == "meaning"]
    assert any("views/high#filter" in text for text in told)
    for path, text in to_files(after).items():
        (tmp_path / "lab" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "lab" / path).write_text(text, encoding="utf-8")
    chosen = house.installation.settings
    monkeypatch.setenv("DATABASE_URL", chosen.database_url)
    monkeypatch.setenv("DATA_DIR", str(chosen.data_dir))
    assert main(["app", "plan", str(tmp_path / "lab"), "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    first = [line for line in lines if line.startswith("  ⚠ [other meaning]")]
    assert first == lines[: len(first)]
    assert "  The field “found” of “probe” is now called “target”." not in first
    assert any("is now called" in line for line in lines)


def test_a_hidden_field_that_comes_back_opens_its_old_values_only_when_asked_for(
    house: House,
) -> None:
    house.publish(lab())
    house.person("tina", "tech")
    house.person("hans", "head")
    with house.write("hans") as ctx:
        submit_record(ctx, "probe", {"name": "水", "secret": "K-17"})
    without = PROBE.replace(", fields: {secret: hidden}", "").replace(
        "  - {key: secret, type: text, label: {zh: 客户代号, en: client code}}\n", ""
    )
    house.publish(lab(forms__probe=without))
    back = lab(forms__probe=PROBE.replace(", rows: 创建人 = 本人, fields: {secret: hidden}", ""))
    plan = plan_app(house.installation, back)
    (step,) = plan.opens
    assert step.message("en") == (
        "The field “client code” of “probe” used to be hidden from these roles; they would read "
        "1 old value that was kept: technician."
    )
    with pytest.raises(Refusal) as refused:
        publish_app(house.installation, back, Author("system", digest=plan.digest))
    assert refused.value.code == "plan_opens"
    assert not plan_app(house.installation, lab()).opens, "hidden as it was, it opens nothing"
    publish_app(house.installation, back, Author("system", digest=plan.digest, opens=True))
    with house.read("tina") as ctx:
        assert "secret" in ctx.app.forms["probe"].fields


def test_of_two_publications_at_once_the_second_is_told_that_its_plan_is_stale(
    house: House,
) -> None:
    house.publish(lab())
    wanted = [lab(app=APP.replace("en: Lab", f"en: Lab {n}")) for n in (1, 2)]
    plans = [plan_app(house.installation, spec) for spec in wanted]
    told: list[str] = []
    start = Barrier(2)

    def publish(number: int) -> None:
        start.wait()
        try:
            author = Author("system", digest=plans[number].digest)
            publish_app(house.installation, wanted[number], author)
            told.append(wanted[number].labels["en"])
        except Refusal as refusal:
            told.append(refusal.code)

    both = [Thread(target=publish, args=(number,)) for number in (0, 1)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert "plan_stale" in told
    with engine.reading(house.installation.engine) as connection:
        now = revisions.current(connection, "lab")
    assert now is not None
    assert (now.number, now.spec.labels["en"]) == (2, next(t for t in told if t != "plan_stale"))


@pytest.mark.parametrize(
    ("life", "state"), [(FREE, "released"), (GONE, "open")], ids=["goes on", "is blocked"]
)
def test_what_the_plan_says_of_a_request_is_what_becomes_of_it(
    waiting: House, life: str, state: str
) -> None:
    waiting.publish(
        lab(lifecycles__probe_life=life, **({} if life == GONE else {"approvals__consent": None}))
    )
    (todo,) = my_tasks(waiting.installation, waiting.people["hans"])
    with waiting.write("hans") as ctx:
        decide_task(ctx, todo.id, "approve", record_hash=todo.record_hash)
    with waiting.read("hans") as ctx:
        (found,) = list_records(ctx, "probe", ListRequest()).records
    assert found.values["status"] == state
    told = waiting.inbox("tina")
    assert any("放行" in title for title in told)
    assert any("没有" in title or "未" in title for title in told) == (state == "open"), told
