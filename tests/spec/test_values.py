"""Values written in an app's files: defaults, parameters and sample records, read by their fields."""

from dataclasses import replace

import pytest

from runtime.catalog import catalog
from runtime.errors import LANGUAGES
from runtime.spec.load import load_files
from runtime.spec.problems import Problem
from runtime.spec.reading import read_app
from tests.spec.small import BLOCKS, FILES, encoded, files

FORM, SEED = "forms/loan.yaml", "data/loan.csv"
CHOICE = "label: {zh: 类别, en: kind}\n"


def told(path: str, old: str, new: str) -> list[Problem]:
    """What a change of one file makes of the small app, beyond what it says of itself.

    Who would see a copied value is another matter than whether its field can hold it.
    """
    text = FILES[path].replace(old, new, 1)
    assert text != FILES[path]
    given = encoded(FILES | {path: text})
    before = {(each.code, each.element) for each in load_files(files(), catalog().blocks)[1]}
    found = load_files(given, catalog().blocks)[1]
    new = [each for each in found if (each.code, each.element) not in before]
    return [each for each in new if each.code != "copies_hidden_field"]


# (what replaces `default: TODAY()` or follows the label) → (code, its column's text)
DEFAULTS = [
    ("default: TODAY()", "default: NOW()", "spec_other_kind", "NOW()"),
    ("default: TODAY()", "default: 本人", "spec_other_kind", "本人"),
    ("default: TODAY()", 'default: "5"', "spec_other_kind", '"5"'),
    ("default: TODAY()", "default: \"'2026-02-30'\"", "no_such_day", "\"'2026"),
    ('min: "1", max: 99', 'min: "1", max: 99, default: "100"', "too_large", '"100"'),
    ('min: "1", max: 99', 'min: "1", max: 99, default: TODAY() + 长借天数', "spec_other_kind", "TODAY"),
    ('pattern: "L-{seq:4}"', 'pattern: "L-{seq:4}", default: "5"', "spec_nobody_fills", '"5"'),
    ("en: loan state}", "en: loan state}, default: 借出", "spec_nobody_fills", "借出"),
    (CHOICE, CHOICE + "    default: shrt\n", "spec_default_option", "shrt\n    ordered"),
    (CHOICE, CHOICE + "    default: 长街\n", "spec_default_option", "长街\n    ordered"),
    (CHOICE, CHOICE + "    default: \"'shrt'\"\n", "no_such_option", "\"'shrt"),
    (CHOICE, CHOICE + "    default: 册数\n", "spec_other_kind", "册数"),
    ("scale: 3, unit: kg", "scale: 3, default: \"1.2345\"", "too_many_places", '"1.2345"'),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "anchor"), DEFAULTS)
def test_a_default_its_field_cannot_hold_is_said_at_the_default(
    old: str, new: str, code: str, anchor: str
) -> None:
    (problem,) = told(FORM, old, new)
    assert problem.code == code
    lines = FILES[FORM].replace(old, new, 1).split("\n")
    assert problem.at is not None
    assert lines[problem.at.line - 1][problem.at.column - 1 :].startswith(
        anchor.split("\n", maxsplit=1)[0]
    )
    assert all(problem.message(lang) for lang in LANGUAGES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("default: TODAY()", "default: TODAY() + 3"),
        ("default: TODAY()", "default: \"'2026-02-28'\""),
        ('min: "1", max: 99', 'min: "1", max: 99, default: 长借天数'),
        ('min: "1", max: 99', 'min: "1", max: 99, default: "99"'),
        (CHOICE, CHOICE + "    default: short\n"),
        (CHOICE, CHOICE + "    default: 长借\n"),
        (CHOICE, CHOICE + "    default: \"'short'\"\n"),
        (CHOICE, CHOICE + "    default: \"'长借'\"\n"),
        (CHOICE, CHOICE + "    default: \"IF(册数 > 5, 'long', 'short')\"\n"),
        ("en: title]}, required", "en: title]}, default: \"'无'\", required"),
    ],
)
def test_a_default_its_field_can_hold_is_no_problem(old: str, new: str) -> None:
    new = new.replace("en: title", "en: [title")
    assert told(FORM, old.replace("en: title", "en: [title"), new) == []


def test_an_option_as_a_default_tells_how_to_write_it() -> None:
    (problem,) = told(FORM, CHOICE, CHOICE + "    default: shrt\n")
    assert problem.suggestions == ("short",)
    assert "default: short" in problem.hint("en")
    assert "是不是“short”？" in problem.hint("zh")


@pytest.mark.parametrize("old", ["filter: 册数 > 1", "check: 册数 > 0", "guard: 册数 > 0", "when: 册数 > 10"])  # fmt: skip
def test_a_condition_is_true_or_false(old: str) -> None:
    path = next(each for each, text in FILES.items() if old in text)
    key = old.split(":", maxsplit=1)[0]
    (problem,) = told(path, old, f"{key}: 册数 + 1")
    assert problem.code == "spec_no_condition"
    assert "“册数 + 1” is a number" in problem.message("en")
    assert "是数字" in problem.message("zh")


# a table → its problems: code, line, the text at its column
SEEDS = [
    ("book,copies\n斗拱,many\n", [("not_a_number", 2, "many")]),
    ("book,copies\n斗拱,100\n", [("too_large", 2, "100")]),
    ("book,kind\n斗拱,sort\n", [("no_such_option", 2, "sort")]),
    ("book,state\n斗拱,ouut\n", [("spec_unknown_name", 2, "ouut")]),
    ("book,taken\n斗拱,=TODAYS()\n", [("unknown_function_like", 2, "=TODAYS")]),
    ("book,taken\n斗拱,=册数\n", [("spec_other_kind", 2, "=册数")]),
    ("book,taken\n斗拱,=TODAY() 09:30\n", [("spec_seed_time", 2, "=TODAY")]),
    ("book,created_at\n斗拱,soon\n", [("spec_seed_moment", 2, "soon")]),
    ("book,created_at\n斗拱,=TODAYS() 09:30\n", [("unknown_function_like", 2, "=TODAYS")]),
    ("book,copies\n,3\n", [("spec_seed_required", 2, ",3")]),
    ("copies\n3\n4\n", [("spec_seed_required", 1, "copies")]),
    ("book,tkaen\n斗拱,x\n", [("spec_unknown_name", 1, "tkaen")]),
    ('book,items\n斗拱,"[{""weight"": ""x""}]"\n', [("spec_value_in_lines", 2, '"[')]),
    ('book,items\n斗拱,"[{""wight"": ""1""}]"\n', [("spec_value_in_lines", 2, '"[')]),
    ('book,items\n斗拱,"[{""weight"": ""=TODAY()""}]"\n', [("spec_other_kind", 2, '"[')]),
    ('book,items\n斗拱,"[{"\n', [("not_lines", 2, '"[')]),
    (
        'book,copies,kind\n"斗\n拱",1,short\n\n"a ""b"", c",x,long\n营造,y,lnog\n',
        [("not_a_number", 5, "x,long"), ("not_a_number", 6, "y"), ("no_such_option", 6, "lnog")],
    ),
]


@pytest.mark.parametrize(("table", "wanted"), SEEDS)
def test_a_sample_record_its_form_cannot_hold_is_said_at_its_cell(
    table: str, wanted: list[tuple[str, int, str]]
) -> None:
    found = told(SEED, FILES[SEED], table)
    lines = table.split("\n")
    assert [(each.code, each.at and each.at.line) for each in found] == [w[:2] for w in wanted]
    for problem, (_, line, anchor) in zip(found, wanted, strict=True):
        assert problem.at is not None
        assert lines[line - 1][problem.at.column - 1 :].startswith(anchor)
        assert all(problem.message(lang) for lang in LANGUAGES)


def test_sample_records_as_they_should_be_are_no_problem() -> None:
    table = (
        "book,taken,kind,copies,items,state,created_at,created_by\n"
        '斗拱,=TODAY()-3,short,2,"[{""shelf"": ""A"", ""weight"": ""=1.5 + 1""}]",back,'
        "=TODAY()-3 09:30,clerk_1\n"
        "营造,2026-01-02,长借,,,,2026-01-02,\n"
    )
    assert told(SEED, FILES[SEED], table) == []


def test_a_link_names_a_sample_record_that_is_there() -> None:
    link = "{key: again, type: link, form: loan, label: {zh: 续借, en: renewal of}}"
    form = FILES[FORM].replace("  - key: kind\n", f"  - {link}\n  - key: kind\n", 1)
    texts = FILES | {FORM: form, SEED: "book,again\n斗拱,\n营造,#1\n法式,#4\n"}
    found = [
        each
        for each in load_files(encoded(texts), catalog().blocks)[1]
        if each.code == "spec_seed_no_row"
    ]
    assert [(each.at and (each.at.line, each.at.column)) for each in found] == [(4, 4)]
    assert found[0].message("en") == "There is no sample record 4 of “loan”: the file has 3."


def test_a_draft_outlives_its_sample_records() -> None:
    spec, _ = load_files(files(), catalog().blocks)
    assert spec is not None
    form = spec.forms[0]
    fields = tuple(replace(each, required=True) for each in form.fields if each.key != "number")
    changed = replace(spec, forms=(replace(form, fields=fields, title=None),))
    assert [
        e.code for e in read_app(changed, BLOCKS).problems if e.element.startswith("data/")
    ] == []
