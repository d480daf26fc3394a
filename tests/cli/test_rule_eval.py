"""`dougong rule eval`: one value on all four targets, problems as data, nothing left behind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from runtime.catalog import catalog
from runtime.cli.main import main
from runtime.rules.evaluate import TARGETS, Bench, Question, ground_of, open_bench, question_of
from tests.house import ROOT, app_in, build_house

NOW = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
TICKET = {
    "number": "WX-202611-0001",
    "status": "repairing",
    "machine": "m1",
    "urgency": "urgent",
    "symptom": "  主轴 Straße 😀 ",
    "reporter": "ann",
    "due": "2026-11-30",
    "progress": "0.25",
    "hours": "1.5",
    "estimate": "5000.10",
    "parts": [
        {"part": "轴承", "quantity": 2, "price": "10.5"},
        {"id": "l2", "part": "", "quantity": 3, "price": None},
    ],
    "marks": ["返修", "大额"],
    "created_at": "2026-11-20T02:30:00Z",
}
RELATED = {
    "machine": [
        {
            "id": "m1",
            "name": "车床",
            "kind": "machining",
            "critical": True,
            "price": "100000",
            "next_service": "2026-12-01",
        }
    ]
}
# The text over the ticket above, and its value; "…" marks what the browser refuses.
TICKETS: list[tuple[str, Any]] = [
    ("预计费用", "5000.1"),
    ("estimated cost * 2", "10000.2"),
    ("1/3", "0.333333333333"),
    ("1000000 * 1.50", "1500000"),
    ("预计费用 / 0", None),
    ("实际费用 + 1", None),
    ("维修进度", "0.25"),
    ("维修进度 < 50%", True),
    ("实际费用 为空", True),
    ("实际费用 > 0", False),
    ("非 (实际费用 > 0)", True),
    ("紧急程度", "urgent"),
    ("紧急程度 >= 紧急", True),
    ("紧急程度 = 停产", False),
    ("标签", ["大额", "返修"]),
    ("LEN(故障现象)", "14"),
    ("TRIM(故障现象)", "主轴 Straße 😀"),
    ('UPPER("abc")', "ABC"),
    ("维修单号", "WX-202611-0001"),
    ("设备", "m1"),
    ("报修人", "ann"),
    ("要求完成日期", "2026-11-30"),
    ("EDATE(要求完成日期, 3)", "2027-02-28"),
    ("要求完成日期 - TODAY()", "PT777600S"),
    ("NOW()", "2026-11-21T02:30:00Z"),
    ("NOW() - 创建时间", "PT86400S"),
    ("创建时间", "2026-11-20T02:30:00Z"),
    ("3个月", "P3M"),
    ("90分钟", "PT5400S"),
    ("SUM(配件的单价)", "10.5"),
    ("SUM(配件的数量)", "5"),
    ("COUNT(配件)", "2"),
    ("AVERAGE(配件的单价)", "10.5"),
    ("费用审批线", "5000"),
    ("预计费用≥费用审批线", True),
    ('IF(预计费用>5000, "贵", "便宜")', "贵"),
    ("距离要求完成日期≤10天", True),
    ("NETWORKDAYS(TODAY(), 要求完成日期)", "8"),
]
ELSEWHERE: list[tuple[str, Any]] = [
    ("设备的购入价格", "100000"),
    ("设备的关键设备", True),
    ("设备的下次保养日期 - TODAY()", "PT864000S"),
    ("设备的型号 为空", True),
    ("‘维修中’状态持续超12小时", True),
]


@pytest.fixture
def bench(postgres_url: str) -> Iterator[Bench]:
    with open_bench(ground_of(app_in("apps/repair"), catalog()), TARGETS, postgres_url) as opened:
        yield opened


def ask(bench: Bench, text: str, **facts: Any) -> dict[str, Any]:
    given = {"form": "ticket", "record": TICKET, "related": RELATED, "text": text, **facts}
    question = question_of(json.loads(json.dumps(given)), "zh")
    return bench.answer(question, NOW, "zh").as_dict()


@pytest.mark.pg
def test_every_target_gives_the_expected_value(bench: Bench) -> None:
    wrong = []
    for text, expected in TICKETS:
        answer = ask(bench, text)
        if answer["value"] != dict.fromkeys(TARGETS, expected) or not answer["ok"]:
            wrong.append((text, answer["value"], answer["problems"]))
    assert wrong == []


@pytest.mark.pg
def test_what_reads_other_records_is_refused_by_the_browser_alone(bench: Bench) -> None:
    for text, expected in ELSEWHERE:
        answer = ask(bench, text)
        given = dict(answer["value"])
        assert (text, given.pop("js")) == (text, None)
        assert (text, given) == (text, dict.fromkeys(("python", "sqlite", "postgres"), expected))
        refused = [each for each in answer["problems"] if each["path"] == "js"]
        assert [(e["code"], e["severity"]) for e in refused] == [("eval_other_records", "hint")]
        assert answer["ok"]


@pytest.mark.pg
def test_rows_of_other_forms_point_at_the_record_as_self(bench: Bench) -> None:
    tickets = [
        {"machine": "self", "created_at": "2026-11-20T00:00:00Z", "estimate": "1"},
        {"machine": "self", "created_at": "2026-11-19T00:00:00Z", "estimate": "2"},
        {"machine": "self", "created_at": "2026-10-01T00:00:00Z", "estimate": "4"},
        {"machine": "m9", "created_at": "2026-11-20T00:00:00Z", "estimate": "8"},
        {"machine": "self", "deleted_at": "2026-11-20T00:00:00Z", "estimate": "16"},
    ]
    facts = {"form": "machine", "record": {"name": "车床"}, "related": {"ticket": tickets}}
    for text, expected in (
        ("近7天维修单次数", "2"),
        ("近90天维修单的预计费用合计", "7"),
        ("近三次维修单均预计费用≥1", True),
    ):
        answer = ask(bench, text, **facts)
        given = dict(answer["value"])
        given.pop("js")
        assert (text, set(map(str, given.values()))) == (text, {str(expected)}), answer


@pytest.mark.pg
def test_lines_are_a_list_of_objects(bench: Bench) -> None:
    lines = [
        {"part": "轴承", "quantity": 2, "price": "10.5"},
        {"id": "l2", "part": None, "quantity": 3, "price": None},
    ]
    assert ask(bench, "配件")["value"] == dict.fromkeys(TARGETS, lines)
    assert ask(bench, "配件", record={})["value"] == dict.fromkeys(TARGETS)


@pytest.mark.pg
def test_now_zone_and_parameters_are_the_questions_own(bench: Bench) -> None:
    late = {"now": "2026-11-21T23:30:00-05:00", "tz": "America/New_York"}
    assert ask(bench, "TODAY()", **late)["value"] == dict.fromkeys(TARGETS, "2026-11-21")
    naive = {"now": "2026-11-21T09:00", "tz": "Asia/Shanghai"}
    assert ask(bench, "NOW()", **naive)["value"]["js"] == "2026-11-21T01:00:00Z"
    assert ask(bench, "费用审批线", params={"cost_limit": "77.70"})["value"]["sqlite"] == "77.7"
    mine = ask(bench, "报修人 = 本人", params={"me": "ann"})["value"]
    assert mine == dict.fromkeys(TARGETS, True)


@pytest.mark.pg
def test_leave_on_every_target(postgres_url: str) -> None:
    record = {"kind": "sick", "days": "3.5", "start": "2026-11-20", "end": "2026-11-24"}
    with open_bench(ground_of(app_in("apps/leave"), catalog()), TARGETS, postgres_url) as bench:
        for text, expected in (
            ("天数 > 长假天数", True),
            ("结束日期 - 开始日期", "PT345600S"),
            ("leave type", "sick"),
            ("days * 8", "28"),
            ("申请人 为空", True),
        ):
            answer = bench.answer(Question(text, "request", record), NOW, "en")
            assert (text, answer.value) == (text, dict.fromkeys(TARGETS, expected))


def test_problems_are_objects_with_a_place() -> None:
    ground = ground_of(app_in("apps/repair"), catalog())
    with open_bench(ground, ("python",), None) as bench:
        found = {
            case: bench.answer(question, NOW, "zh")
            for case, question in {
                "unknown name": Question("维修进渡 > 1", "ticket"),
                "unknown form": Question("1", "nowhere"),
                "unknown field": Question("1", "ticket", {"colour": 1}),
                "bad value": Question("1", "ticket", {"due": "2026-02-30"}),
                "bad option": Question("1", "ticket", {"urgency": "later"}),
                "bad line": Question("1", "ticket", {"parts": [{"quantity": "x"}]}),
                "bad now": Question("1", "ticket", now="yesterday"),
                "bad zone": Question("1", "ticket", tz="Mars/Base"),
                "unknown parameter": Question("1", "ticket", params={"x": 1}),
                "unknown related": Question("1", "ticket", related={"x": [{}]}),
                "twice": Question("1", "machine", related={"machine": [{"id": "self"}]}),
            }.items()
        }
    codes = {case: [each["code"] for each in answer.problems] for case, answer in found.items()}
    assert codes == {
        "unknown name": ["unknown_name_like"],
        "unknown form": ["eval_no_form"],
        "unknown field": ["eval_unknown_field"],
        "bad value": ["eval_bad_value"],
        "bad option": ["eval_bad_value"],
        "bad line": ["eval_bad_value"],
        "bad now": ["eval_no_moment"],
        "bad zone": ["eval_no_zone"],
        "unknown parameter": ["eval_unknown_param"],
        "unknown related": ["eval_no_form"],
        "twice": ["eval_same_id"],
    }
    assert all(not answer.ok and answer.value == {"python": None} for answer in found.values())
    assert found["bad line"].problems[0]["path"] == "record.parts.0.quantity"
    assert found["unknown name"].problems[0]["suggestions"] == ["维修进度"]


@pytest.mark.pg
def test_the_command_answers_line_by_line(
    tmp_path: Path,
    postgres_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    lines = [
        {"form": "ticket", "record": {"estimate": "1.50"}, "text": "预计费用"},
        {"form": "ticket", "record": {"estimate": "1.50"}, "text": "没有的名字"},
        {"record": {"name": "x"}, "form": "machine", "text": "LEN(设备名称)", "unknown": 1},
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)) + "\nnonsense\n\n", encoding="utf-8")
    folder = str(ROOT / "apps/repair")
    assert main(["rule", "eval", folder, "--target", "all", "--batch", str(file)]) == 1
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["ok"] for each in answers] == [True, False, False, False]
    assert answers[0]["value"] == dict.fromkeys(TARGETS, "1.5")
    assert answers[2]["problems"][0]["code"] == "eval_unknown_key"
    assert answers[3]["problems"][0]["code"] == "eval_not_json"
    engine = sa.create_engine(postgres_url)
    names = sa.text("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'dougong%'")
    with engine.connect() as connection:
        assert connection.execute(names).all() == []
    engine.dispose()


def test_the_command_answers_one_question(capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(ROOT / "apps/leave")
    said = ["rule", "eval", folder, "--form", "request", "--record", '{"days": "2.50"}', "--json"]
    assert main([*said, "--now", "2026-11-21T02:00:00Z", "天数 * 2"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer == {"ok": True, "type": "number", "value": {"python": "5"}, "problems": []}
    assert main([*said, "天数 * “x”"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["severity"] == "error"
    assert main(["rule", "eval", folder, "--form", "request", "1 + 1"]) == 0
    assert capsys.readouterr().out == 'python: "2"\n'


@pytest.mark.pg
def test_an_installation_is_left_as_it_was(
    tmp_path: Path,
    postgres_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    built = build_house(postgres_url, tmp_path)
    built.publish(app_in("apps/leave"))
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    objects = sa.text("SELECT (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_proc)")
    with built.installation.engine.connect() as connection:
        before = connection.execute(objects).one()
    said = ["rule", "eval", "leave", "--form", "request", "--record", '{"days": 2.5}', "--json"]
    assert main([*said, "--target", "all", "ROUND(天数, 0)"]) == 0
    assert json.loads(capsys.readouterr().out)["value"] == dict.fromkeys(TARGETS, "3")
    with built.installation.engine.connect() as connection:
        assert connection.execute(objects).one() == before
    built.installation.engine.dispose()
