"""Every problem an app as files can have: what breaks it, where it is said, and in what words."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from runtime.errors import LANGUAGES
from runtime.spec import limits
from runtime.spec.app import ApprovalSpec, AppSpec
from runtime.spec.load import load_app, load_files
from runtime.spec.places import Place
from runtime.spec.problems import Problem
from tests.spec.small import BLOCKS, FILES, codes, edited, encoded, files, problems_of

ROOT = Path(__file__).parents[2]
FORM, LIFE = "forms/loan.yaml", "lifecycles/loan_life.yaml"
CHAIN, RULE = "approvals/check_book.yaml", "rules/long_loan.rule"

LANGUAGE = "what the rule language says"
# (file, old text, new text) → (code, the text it points at, a suggestion or None)
EDITS = [
    ("app.yaml", "main: loan", "mian: loan", "spec_unknown_key", "mian", "main"),
    ("app.yaml", "key: lending\n", "", "spec_missing_key", "label", None),
    ("app.yaml", "key: lending", "key: Lending App", "spec_format_key", "Lending App", None),
    ("app.yaml", "main: loan", "main: lone", "spec_unknown_name", "lone", "loan"),
    ("app.yaml", "main: loan", "version: new", "spec_format_version", "new", None),
    ("app.yaml", "main: loan", "timezone: Mars", "spec_format_timezone", "Mars", None),
    ("app.yaml", "main: loan", 'calendar: {hours: ["9-5"]}', "spec_format_hours", '"9-5"', None),
    ("app.yaml", "main: loan", "calendar: {holidays: [2026-02-30]}", "spec_format_date", "2026-02-30", None),
    ("app.yaml", "key: reader", "key: clerk", "spec_same_key", "{key: clerk, label: {zh: 读者", None),
    ("app.yaml", "manager: clerk", "manager: clark", "spec_unknown_name", "clark", "clerk"),
    ("app.yaml", "roles: [clerk]", "roles: [管理员]", "spec_unknown_name", "管理员]", "clerk"),
    ("app.yaml", "items: [loans, loan]", "items: [loan_list]", "spec_unknown_name", "loan_list", "loans"),
    ("app.yaml", "en: due notice}", "en: due, notice it}", "spec_comma", "notice it", None),
    ("app.yaml", "type: integer, value: 30", "type: int, value: 30", "spec_unknown_type", "int, value", "integer"),
    ("app.yaml", "${书名}", "${书铭}", LANGUAGE, "书铭", None),
    ("app.yaml", "${书名}", "${书名", "spec_placeholder_open", None, None),
    (FORM, "type: text", "type: txt", "spec_unknown_type", "txt", "text"),
    (FORM, "required: true", "required: yes", "spec_yes_no", "yes", None),
    (FORM, "required: true", "widht: 6", "spec_unknown_key", "widht", "width"),
    (FORM, "required: true", "width: 13", "spec_too_large", "13", None),
    (FORM, "required: true", "width: 0", "spec_too_small", "0", None),
    (FORM, "required: true", "width: wide", "spec_wrong_kind", "wide", None),
    (FORM, "label: {zh: 书名, en: book}", "label: {}", "spec_empty", "{}", None),
    (FORM, "label: {zh: 书名, en: book}", "label: {zh: 17}", "spec_needs_quotes", "17", None),
    (FORM, "label: {zh: 书名, en: book}", "label: 书名儿", "spec_wrong_kind", "书名儿", None),
    (FORM, "required: true", 'pattern: "("', "spec_format_re2", '"("', None),
    (FORM, "required: true", "max_length: 1000000000", "spec_too_large", "1000000000", None),
    (FORM, "label: {zh: 书名, en: book}", f"label: {{zh: {'书' * 300}}}", "spec_long", "书书", None),
    (FORM, 'min: "1"', "min: one", "spec_format_decimal", "one", None),
    (FORM, "key: book", "key: created_by", "spec_reserved_key", "{key: created_by", None),
    (FORM, "key: book", "key: taken", "spec_same_key", "{key: taken, type: date", None),
    (FORM, "{key: long,", "{key: short,", "spec_same_key", None, None),
    (FORM, "title: number", "title: nummer", "spec_unknown_name", "nummer", "number"),
    (FORM, "time: taken", "time: items.shelf", "spec_unknown_name", "items.shelf", None),
    (FORM, "field: copies,", "field: copy,", "spec_unknown_name", "copy,", "copies"),
    (FORM, "role: reader", "role: reder", "spec_unknown_name", "reder", "reader"),
    (FORM, "role: reader", "role: clerk", "spec_two_grants", "{role: clerk, can: [read]", None),
    (FORM, "can: [read],", "can: [look],", "spec_not_one_of", "look", None),
    (FORM, "can: [read],", "can: [read, read],", "spec_repeated", "[read, read]", None),
    (FORM, "copies: hidden", "copis: hidden", "spec_unknown_name", "hidden", "copies"),
    (FORM, "items.weight: hidden", "items.wight: read", "spec_unknown_name", "read}", "items.weight"),
    (FORM, "rows: 创建人 = 本人", "rows: 册树 > 0", LANGUAGE, "册树", None),
    (FORM, "check: 册数 > 0", "check: 册树 > 0", LANGUAGE, "册树", None),
    (FORM, "type: state", "type: text", "spec_no_state_field", None, None),
    (FORM, "{key: book, type: text", "{key: book, type: state", "spec_two_state_fields", "{key: book", None),
    (FORM, "{key: shelf, type: text", "{key: shelf, type: state", "spec_not_in_lines", "{key: shelf", None),
    (FORM, "ordered: true", "ordered: true\n    colour: red", "spec_unknown_key", "colour", None),
    (FORM, "options:\n", "choices:\n", "spec_missing_key", "key: kind", None),
    ("views/loans.yaml", "type: list", "type: lists", "spec_unknown_type", "lists", "list"),
    ("views/loans.yaml", "form: loan", "form: lone", "spec_unknown_name", "lone", "loan"),
    ("views/loans.yaml", "book, created_at", "bok, created_at", "spec_unknown_name", "bok", "book"),
    ("views/loans.yaml", "[-taken]", "[-token]", "spec_unknown_name", "-token", "taken"),
    ("views/loans.yaml", "册数 > 1", "册树 > 1", LANGUAGE, "册树", None),
    ("views/loans.yaml", "sort: [-taken]", "group: kind", "spec_unknown_key", "group", None),
    ("views/loans.yaml", "sort: [-taken]", "roles: [nobody]", "spec_unknown_name", "nobody", None),
    (LIFE, "form: loan", "form: lone", "spec_unknown_name", "lone", "loan"),
    (LIFE, "initial: out", "initial: ouut", "spec_unknown_name", "ouut", "out"),
    (LIFE, "owner: clerk", "owner: clark", "spec_unknown_name", "clark", "clerk"),
    (LIFE, "to: back", "to: bck", "spec_unknown_name", "bck", "back"),
    (LIFE, "who: [owner]", "who: [ownr]", "spec_unknown_name", "ownr", "owner"),
    (LIFE, "who: clerk", "who: [clark]", "spec_unknown_name", "clark", "clerk"),
    (LIFE, "guard: 册数 > 0", "guard: 册树 > 0", LANGUAGE, "册树", None),
    (LIFE, "approval: check_book", "approval: book_chek", "spec_unknown_name", "book_chek", None),
    (LIFE, "guard: 册数 > 0", "require: [copis]", "spec_unknown_name", "copis", "copies"),
    (LIFE, "key: back", "key: out", "spec_same_key", "{key: out", None),
    (CHAIN, "role:clerk", "role:clark", "spec_unknown_name", "role:clark", "clerk"),
    (CHAIN, "when: 册数 > 10", "when: 册树 > 10", LANGUAGE, "册树", None),
    (CHAIN, "require: [copies]", "require: [copis]", "spec_unknown_name", "copis", "copies"),
    (CHAIN, "role:reader", "role:reder", "spec_unknown_name", "[submitter", "reader"),
    (CHAIN, "tell: [", "tels: [", "spec_unknown_key", "tels", "tell"),
    (RULE, "form: loan", "form: lone", "spec_unknown_name", "lone", "loan"),
    (RULE, "on: true", "on: yes", "spec_wrong_kind", "yes", None),
    (RULE, "on: true", "run_as: nobody", "spec_unknown_name", "nobody", None),
    (RULE, "on: true", "text: x", "spec_unknown_key", "text", None),
    (RULE, "---\n", "", "spec_rule_without_line", None, None),
    (RULE, "如果册数>10", "如果册树>10", LANGUAGE, "册树", None),
    ("data/loan.csv", "book,taken", "book,tkaen", "spec_unknown_name", "tkaen", "taken"),
    ("data/loan.csv", "taken,state", "taken,taken", "spec_twice", "book", None),
    ("data/loan.csv", ",out", "", "spec_seed_cells", "斗拱", None),
    ("data/loan.csv", "斗拱", '"斗"拱', "spec_seed_csv", '"斗"拱', None),
    ("scenarios/walk.yaml", "create: loan", "create: lone", "spec_unknown_name", "lone", "loan"),
    ("scenarios/walk.yaml", "move: give_back", "move: giveback", "spec_unknown_name", "giveback", "give_back"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "old", "new", "code", "anchor", "suggestion"),
    EDITS,
    ids=[f"{edit[3]}-{number}" for number, edit in enumerate(EDITS)],
)
def test_one_wrong_thing_is_said_where_it_is(
    path: str, old: str, new: str, code: str, anchor: str | None, suggestion: str | None
) -> None:
    problems = problems_of(edited(path, old, new))
    wanted = [code] if code != LANGUAGE else [c for c in codes(problems) if c[:5] != "spec_"]
    found = [each for each in problems if each.code in wanted]
    assert found, [(each.code, each.at) for each in problems]
    if anchor is not None:
        text = FILES[path].replace(old, new, 1)
        start = FILES[path].index(old) if anchor in new else 0
        before = text[: text.index(anchor, start)]
        column = len(before) - before.rfind("\n")
        wanted_at = Place(path, before.count("\n") + 1, column)
        at = found[0].at
        if code == LANGUAGE and at is not None:  # what exactly it points at is the language's own
            assert (at.path, at.line) == (wanted_at.path, wanted_at.line)
            assert at.column <= column + len(anchor)
        else:
            assert at == wanted_at
    if suggestion:
        assert suggestion in found[0].suggestions
        assert all(f"“{found[0].suggestions[0]}”" in found[0].hint(lang) for lang in LANGUAGES)
    assert all(each.message(lang) for each in problems for lang in LANGUAGES)


NEW_FILES = [
    ("notes.txt", "x", "spec_unknown_file", None),
    ("ap.yaml", "key: x", "spec_unknown_file", "app.yaml"),
    ("form/x.yaml", "key: x", "spec_unknown_folder", "forms"),
    ("forms/a/x.yaml", "key: x", "spec_nested_folder", "forms/x.yaml"),
    ("forms/x.yml2", "key: x", "spec_unknown_ending", "forms/x.yaml"),
    ("rules/x.yaml", "key: x", "spec_unknown_ending", "rules/x.rule"),
    ("app.yml", "key: x\nlabel: {zh: 甲}\n", "spec_two_apps", None),
    ("forms/x.yaml", "", "spec_empty_file", None),
    ("forms/x.yaml", "a: [", "spec_yaml", None),
    ("forms/x.yaml", "\ta: 1", "spec_yaml_tab", None),
    ("forms/x.json", "{", "spec_json", None),
    ("forms/x.yaml", "a: 1\0", "spec_bad_letter", None),
    ("forms/x.yaml", "[1]", "spec_no_mapping", None),
    ("forms/x.yaml", "just words", "spec_no_mapping", None),
    (
        "rules/x.rule",
        "key: x\nform: loan\nlabel: {zh: 空}\n---\n\n",
        "spec_rule_without_text",
        None,
    ),
    ("data/nothing.csv", "a\n1\n", "spec_unknown_name", None),
    ("data/loan.csv", ",".join(f"c{n}" for n in range(500)), "spec_seed_columns", None),
    ("forms/x.yaml", "a: " + "x" * limits.FILE_BYTES, "spec_large_file", None),
]


@pytest.mark.parametrize(("path", "text", "code", "suggestion"), NEW_FILES)
def test_a_file_that_does_not_belong_is_said(
    path: str, text: str, code: str, suggestion: str | None
) -> None:
    problems = problems_of(encoded(FILES | {path: text}))
    found = [each for each in problems if each.code == code]
    assert found, codes(problems)
    assert found[0].at is not None
    assert found[0].at.path == path
    if suggestion:
        assert suggestion in found[0].suggestions


def test_a_folder_that_does_not_belong_is_said_once() -> None:
    more = {f"tests/{name}.py": "x" for name in "abc"} | {"docs/guide.md": "x", "tool/x.py": "x"}
    found = [e for e in problems_of(encoded(FILES | more)) if e.code == "spec_unknown_folder"]
    assert [each.at and each.at.path for each in found] == ["tests/a.py", "tool/x.py"]


def test_bytes_that_are_no_text_are_said() -> None:
    given = files() | {"forms/x.yaml": b"a: 1\nb: " + b"\xff"}
    problem = next(each for each in problems_of(given) if each.code == "spec_not_utf8")
    assert problem.at is not None
    assert (problem.at.path, problem.at.line) == ("forms/x.yaml", 2)


def test_an_app_without_app_file_is_said() -> None:
    given = files()
    del given["app.yaml"]
    assert codes(problems_of(given)) == ["spec_no_app"]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    spec, problems = load_app(tmp_path / "nothing")
    assert spec is None
    assert codes(problems) == ["spec_no_folder"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    for path, content in files().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    (tmp_path / "forms/secret.yaml").symlink_to("/etc/passwd")
    (tmp_path / "views/more").symlink_to("/etc", target_is_directory=True)
    problems = load_app(tmp_path, BLOCKS)[1]
    assert codes(problems) == ["spec_link", "spec_link"]


def test_all_problems_come_at_once_in_the_order_of_the_files() -> None:
    given = edited(FORM, "title: number", "title: nothing")
    given |= {"app.yaml": FILES["app.yaml"].replace("main: loan", "main: none").encode()}
    given |= {LIFE: FILES[LIFE].replace("owner: clerk", "owner: none").encode()}
    given |= {"views/loans.yaml": FILES["views/loans.yaml"].replace("册数", "册树").encode()}
    places = [each.at for each in problems_of(given) if each.severity == "error"]
    assert [at.path for at in places if at] == ["app.yaml", FORM, LIFE, "views/loans.yaml"]


WARNINGS = [
    ("app.yaml", "{zh: 读者, en: reader}", "{zh: 管理员, en: reader}", "spec_same_label"),
    (FORM, "{zh: 借出日期, en: taken}", "{zh: 书名, en: taken}", "spec_same_label"),
    (FORM, "en: taken}", "en: Title}", "spec_same_label"),
    (FORM, "{zh: 借出日期, en: taken}", "{zh: 借出且日期, en: taken}", "spec_has_keyword"),
    (FORM, "{zh: 借出日期, en: taken}", "{zh: 并且, en: taken}", "spec_is_keyword"),
    ("views/loans.yaml", "key: loans", "key: loan", "spec_form_and_view"),
    ("views/loans.yaml", "key: loans", "key: loanz", "spec_file_name"),
    (LIFE, "{zh: 已还, en: returned}, final: true}", "{zh: 已还, en: returned}, final: true}\n  - {key: lone, label: {zh: 孤, en: lone}, final: true}", "spec_unreachable"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new", "code"), WARNINGS)
def test_what_is_only_worth_knowing_is_no_error(path: str, old: str, new: str, code: str) -> None:
    found = [each for each in problems_of(edited(path, old, new)) if each.code == code]
    assert found
    assert {each.severity for each in found} <= {"warning", "hint"}


def test_a_state_without_a_way_out_is_said() -> None:
    text = FILES[LIFE].replace("{key: lose, ", "{key: lose, from: [out], ")
    text = text.replace("en: returned}, final: true}", "en: returned}}")
    found = problems_of(files(lifecycles__loan_life=text))
    assert [each.code for each in found] == ["spec_no_way_out"]


def test_a_final_state_with_moves_is_said() -> None:
    new = "final: true, moves: [{key: again, label: {zh: 又借, en: again}, to: out, who: clerk}]}"
    found = problems_of(edited(LIFE, "final: true}", new))
    assert "spec_final_moves" in [each.code for each in found]


def test_two_lifecycles_need_a_condition() -> None:
    second = FILES[LIFE].replace("loan_life", "other_life")
    found = problems_of(files(lifecycles__other_life=second))
    assert codes(found) == ["spec_two_lives"]
    some = second.replace("initial: out", "initial: out\nwhen: 册数 > 5")
    assert codes(problems_of(files(lifecycles__other_life=some))) == []


def test_a_state_field_needs_a_lifecycle() -> None:
    given = files()
    for path in (LIFE, "scenarios/walk.yaml"):
        del given[path]
    assert codes(problems_of(given)) == ["spec_state_without_life"]


def test_where_nothing_is_declared_that_is_said() -> None:
    given = edited("app.yaml", "roles: [clerk]", "form: loan")
    del given[CHAIN]
    found = [each for each in problems_of(given) if each.code == "spec_none_declared"]
    assert [each.facts["key"] for each in found] == ["check_book"]


def test_the_shape_is_checked_before_references() -> None:
    spec, problems = load_files(edited("app.yaml", "main: loan", "mian: loan"), BLOCKS)
    assert spec is None
    assert codes(problems) == ["spec_unknown_key"]
    spec, problems = load_files(edited("app.yaml", "main: loan", "main: lone"), BLOCKS)
    assert spec is not None


def test_the_reader_of_chains_is_asked() -> None:
    def read(app: AppSpec, chain: ApprovalSpec) -> list[Problem]:
        return [Problem("approval_who_missing", chain.steps[1].at, facts={"text": app.key})]

    problems = load_files(edited(CHAIN, "role:clerk", "role:clark"), replace(BLOCKS, chains=read))
    assert [(each.code, each.at and each.at.line) for each in problems[1]] == [
        ("approval_who_missing", 6)
    ]


def test_without_blocks_types_stay_unchecked() -> None:
    given = edited(FORM, "type: text", "type: hologram")
    spec, problems = load_files(given)
    assert spec is not None
    assert codes(problems) == []


def test_an_app_that_is_too_large_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILES", 3)
    assert codes(problems_of(files())) == ["spec_large_app"]


def test_sample_records_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SEED_ROWS", 2)
    rows = "book,taken,state\n" + "a,,\n" * 3
    assert codes(problems_of(files(data__loan=rows))) == ["spec_seed_rows"]


def test_a_block_may_use_all_of_json_schema() -> None:
    text = FILES[FORM].replace('"L-{seq:4}"', '"no counter in it"')
    assert "spec_does_not_fit" in codes(problems_of(files(forms__loan=text)))


def _said() -> dict[str, dict[str, str]]:
    text = (ROOT / "runtime/sentences/spec.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = yaml.safe_load(text)
    return found


def test_every_problem_has_its_sentences_in_both_languages() -> None:
    sources = "".join(
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "runtime/spec").glob("*.py"))
    )
    used = set(re.findall(r'"(spec_[a-z_0-9]+)"', sources)) - {"spec_format"}
    used |= {f"spec_format_{name}" for name in ("key", "decimal", "version", "timezone", "hours", "date", "re2")}  # fmt: skip
    said = _said()
    missing = [code for code in sorted(used) for part in (code, f"{code}.hint") if part not in said]
    assert missing == []
    for code, texts in said.items():
        assert sorted(texts) == ["en", "zh"], code
        braces = [sorted(re.findall(r"\{(\w+)[:}]", texts[lang])) for lang in ("zh", "en")]
        assert {*braces[0]} - {"label"} == {*braces[1]} - {"label"}, code


def test_every_sentence_is_tested_here() -> None:
    """A problem nobody can cause is a sentence nobody needs."""
    here = "".join(
        path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")
    )
    said = [code for code in _said() if code.startswith("spec_") and not code.endswith(".hint")]
    assert [code for code in said if code not in here] == []


def test_facts_fill_the_sentences() -> None:
    (problem,) = problems_of(edited("app.yaml", "main: loan", "main: lone"))
    assert problem.message("zh") == "没有叫“lone”的表单。"
    assert problem.message("en") == "There is no form “lone”."
    assert problem.hint("en") == "Did you mean “loan”? There are: loan."
    assert problem.hint("zh") == "是不是“loan”？已有的：loan。"
    assert problem.element == "app#main"
    assert isinstance(problem, Problem)
