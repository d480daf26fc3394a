"""Fields, icons and calendars in places that they are not made for."""

import json
from pathlib import Path

import pytest

from runtime.errors import LANGUAGES
from runtime.spec.icons import icon_names
from runtime.spec.load import load_files
from runtime.spec.problems import Problem
from tests.spec.small import BLOCKS, FILES, encoded, problems_of

ROOT = Path(__file__).parents[2]
FORM, LIFE, LIST = "forms/loan.yaml", "lifecycles/loan_life.yaml", "views/loans.yaml"
LANES = "views/lanes.yaml"
MORE = FILES | {
    LANES: "type: board\nform: loan\nlabel: {zh: 看板, en: board}\ngroup: state\ncard: [book]\n",
    "views/quick.yaml": "type: form\nform: loan\nlabel: {zh: 快借, en: quick}\nfields: [book]\n",
}
CALENDAR = "calendar: {hours: ['08:00-12:00', '13:00-17:00'], holidays: ['2026-10-01'], extra: ['2026-10-10']}"
MORE["app.yaml"] += CALENDAR + "\n"


def told(path: str, old: str, new: str) -> list[Problem]:
    assert old in MORE[path]
    given = MORE | {path: MORE[path].replace(old, new, 1)}
    before = {(each.code, each.element) for each in problems_of(encoded(MORE))}
    return [e for e in problems_of(encoded(given)) if (e.code, e.element) not in before]


def test_what_is_broken_here_is_right_to_begin_with() -> None:
    assert [each for each in problems_of(encoded(MORE)) if each.severity != "hint"] == []


# (file, old, new) → code, severity, the text at its column
USES = [
    (LANES, "group: state", "group: book", "spec_no_lanes", "error", "book"),
    (LANES, "group: state", "group: copies", "spec_no_lanes", "error", "copies"),
    (LANES, "group: state", "group: created_by", "spec_no_lanes", "error", "created_by"),
    (LANES, "card: [book]", "card: [items]", "spec_not_shown", "warning", "items]"),
    (LANES, "card: [book]", "sort: [-items]", "spec_not_sortable", "error", "-items]"),
    (LIST, "sort: [-taken]", "sort: [created_by]", "spec_not_sortable", "error", "created_by]"),
    (LIST, "sort: [-taken]", "sort: [taken, -taken]", "spec_sorted_twice", "error", "-taken]"),
    (LIST, "number, book", "items, book", "spec_not_shown", "warning", "items, book"),
    ("views/quick.yaml", "[book]", "[book, number]", "spec_nobody_fills", "warning", "number]"),
    ("views/quick.yaml", "[book]", "[book, updated_at]", "spec_nobody_fills", "warning", "updated_at]"),
    (FORM, "title: number", "title: items", "spec_no_title", "error", "items"),
    (FORM, "time: taken", "time: copies", "spec_no_time", "error", "copies"),
    (FORM, "{key: shelf, type: text,", "{key: shelf, type: text, unique: true,", "spec_not_unique", "error", "true, label"),
    (FORM, "{key: shelf, type: text,", "{key: shelf, type: auto_number,", "spec_not_in_lines", "error", "{key: shelf"),
    (FORM, "scale: 3,", "scale: 3, min: 9, max: 8,", "spec_min_above_max", "error", "9, max"),
    (FORM, "key: state, type: state,", "key: state, type: state, required: true,", "spec_nobody_fills", "warning", "true, label"),
    (FORM, "copies: hidden", "copies: hidden, state: write", "spec_nobody_fills", "warning", "write"),
    (FORM, "title: number", "icon: bok", "spec_no_icon", "warning", "bok"),
    ("app.yaml", "main: loan", "icon: boks", "spec_no_icon", "warning", "boks"),
    (LIFE, "guard: 册数 > 0", "require: [state]", "spec_nobody_fills", "warning", "state]"),
    (LIFE, "key: lose,", "key: lose, from: [uot],", "spec_unknown_name", "error", "uot"),
    (LIFE, "to: gone", "to: goen", "spec_unknown_name", "error", "goen"),
    ("app.yaml", "'13:00-17:00'", "'11:00-17:00'", "spec_hours_overlap", "error", "'11:00"),
    ("app.yaml", "2026-10-10", "2026-10-01", "spec_day_off_and_on", "error", "'2026-10-01']}"),
    ("app.yaml", "holidays: ['2026-10-01'", "holidays: ['2026-10-01', '2026-10-01'", "spec_repeated", "error", "['2026"),
    ("app.yaml", "manager: clerk", "parent: library", "spec_department_ring", "error", "library}"),
    ("app.yaml", "[loans, loan]", "[loans, loans]", "spec_repeated", "error", "[loans, loans]"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new", "code", "severity", "anchor"), USES)
def test_a_field_in_a_place_it_is_not_made_for_is_said(
    path: str, old: str, new: str, code: str, severity: str, anchor: str
) -> None:
    found = told(path, old, new)
    assert [(each.code, each.severity) for each in found if each.code != "spec_unreachable"] == [
        (code, severity)
    ]
    for problem in found[:1]:
        text = MORE[path].replace(old, new, 1).split("\n")
        assert problem.at is not None
        assert text[problem.at.line - 1][problem.at.column - 1 :].startswith(anchor)
        assert all(problem.message(lang) and problem.hint(lang) for lang in LANGUAGES)


def test_a_board_tells_which_fields_have_lanes() -> None:
    (problem,) = told(LANES, "group: state", "group: book")
    assert problem.suggestions == ("state", "kind")
    assert problem.hint("en").endswith("this form has: state, kind.")


def test_a_department_ring_is_told_of_each_in_it() -> None:
    new = "parent: desk2}\n  - {key: desk2, label: {zh: 柜, en: desk2}, parent: library"
    found = told("app.yaml", "manager: clerk", new)
    assert [each.code for each in found] == ["spec_department_ring"] * 2


def test_a_key_that_stands_twice_in_json_is_said() -> None:
    text = json.dumps({"type": "list", "form": "loan", "label": {"zh": "表"}}, ensure_ascii=False)
    given = MORE | {"views/more.json": text[:-1] + ', "form": "loan"}'}
    spec, problems = load_files(encoded(given), BLOCKS)
    assert spec is None
    found = [each for each in problems if each.severity == "error"]
    assert [each.code for each in found] == ["spec_twice"]
    assert found[0].at is not None
    assert (found[0].at.path, found[0].at.column) == ("views/more.json", len(text) + 2)


def test_the_icons_of_the_apps_that_come_along_are_there() -> None:
    assert "table" in icon_names()
    for folder in (*(ROOT / "apps").iterdir(), *(ROOT / "templates_market/bundles").iterdir()):
        for path in [folder / "app.yaml", *folder.glob("forms/*.yaml")]:
            for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
                if line.startswith("icon:"):
                    assert line.removeprefix("icon:").strip() in icon_names()
