"""What an app's rules and formulas do to each other, said where it stands in the files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from runtime.cli.main import main
from runtime.spec.load import load_app, load_files
from runtime.spec.problems import Problem
from runtime.spec.reading import read_app
from tests.house import build_house
from tests.spec.small import BLOCKS, FILES, encoded, problems_of

RULE = "rules/long_loan.rule"
TOGETHER = {"rules_conflict", "rules_in_a_circle", "rule_runs_itself", "formula_circle"}


def rule(key: str, text: str, *, on: bool = True) -> dict[str, str]:
    said = "true" if on else "false"
    head = f"key: {key}\nform: loan\nlabel: {{zh: {key}规则, en: rule {key}}}\non: {said}\n---\n"
    return {f"rules/{key}.rule": f"{head}\n{text}\n"}


def told(*more: dict[str, str]) -> list[Problem]:
    files = {path: text for path, text in FILES.items() if path != RULE}
    for each in more:
        files |= each
    return [each for each in problems_of(encoded(files)) if each.code in TOGETHER]


SHORT = rule("short", "如果册数>长借天数，则将类别改为短借")
LONG = rule("long", "如果册数>10 且\n书名包含“大典”，则将类别改为长借")


def test_a_conflict_stands_in_the_later_rule_and_names_both() -> None:
    (problem,) = told(SHORT, LONG)
    assert problem.severity == "warning"
    first, second = sorted(["short", "long"])
    assert problem.at is not None
    assert problem.at.path == f"rules/{second}.rule"
    assert problem.element == f"rules/{second}#text"
    assert f"「{first}规则」" in problem.message("zh")
    assert f"「{second}规则」" in problem.message("zh")
    assert "例如：册数=99，书名=“大典”。" in problem.message("zh")
    assert f"“rule {first}”" in problem.message("en")
    assert problem.hint("en")


def test_a_rule_that_is_off_contradicts_nobody() -> None:
    assert told(SHORT, rule("long", "如果册数>10，则将类别改为长借", on=False)) == []


def test_a_circle_of_rules_is_told_at_its_line() -> None:
    (problem,) = told(
        rule("one", "\n如果类别=短借，\n则将类别改为长借"),
        rule("two", "如果类别=长借，则将类别改为短借"),
    )
    assert problem.code == "rules_in_a_circle"
    assert problem.at is not None
    assert (problem.at.path, problem.at.line) == ("rules/one.rule", 9)
    assert "「one规则」 → 「two规则」 → 「one规则」" in problem.message("zh")


def test_formulas_in_a_circle_are_refused_with_the_way_round() -> None:
    form = FILES["forms/loan.yaml"].replace(
        'min: "1", max: 99', 'min: "1", max: 99, default: 页数 / 100'
    )
    pages = "  - {key: pages, type: integer, label: {zh: 页数, en: pages}, default: 册数 * 100}\n"
    form = form.replace("  - key: items\n", pages + "  - key: items\n")
    (problem,) = told({"forms/loan.yaml": form})
    assert (problem.code, problem.severity) == ("formula_circle", "error")
    assert "「册数」 → 「页数」 → 「册数」" in problem.message("zh")
    assert "“copies” → “pages” → “copies”" in problem.message("en")
    assert problem.element == "forms/loan#fields/copies/default"


def test_an_app_without_files_is_told_the_same() -> None:
    spec, _ = load_files(encoded({**FILES, **SHORT, **LONG}), BLOCKS)
    assert spec is not None
    found = [each for each in read_app(spec, BLOCKS).problems if each.code in TOGETHER]
    assert [(each.code, each.at) for each in found] == [("rules_conflict", None)]


@pytest.mark.parametrize(
    "folder", ["apps/repair", "apps/leave", "templates_market/bundles/order_tracking"]
)
def test_the_shipped_apps_contradict_themselves_nowhere(folder: str) -> None:
    _, problems = load_app(Path(__file__).parents[2] / folder, BLOCKS)
    odd = TOGETHER | {"never_true", "never_together", "always_true", "always_one", "foregone"}
    assert [each.message("en") for each in problems if each.code in odd] == []


def test_a_plan_shows_conflicts_and_names_of_new_fields_that_can_be_misread(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    sqlite_url: str,
) -> None:
    build_house(sqlite_url, tmp_path / "data").installation.engine.dispose()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    folder = tmp_path / "small"
    sound = {p: t.replace(", require: [copies]", "") for p, t in FILES.items()}

    def write(files: dict[str, str]) -> None:
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")

    write(sound)
    assert main(["app", "apply", str(folder), "--yes", "--lang", "zh"]) == 0
    field = "  - {key: more, type: yes_no, label: {zh: 是否含税且包邮, en: tax}}\n"
    form = sound["forms/loan.yaml"].replace("  - key: items\n", field + "  - key: items\n")
    write({"forms/loan.yaml": form, **SHORT, **LONG})
    capsys.readouterr()
    main(["app", "plan", str(folder), "--json", "--lang", "zh"])
    said = {each["code"] for each in json.loads(capsys.readouterr().out)["warnings"]}
    assert {"rules_conflict", "spec_has_keyword"} <= said
    main(["app", "plan", str(folder), "--lang", "zh"])
    shown = capsys.readouterr().out
    assert "两条规则会把「类别」改成不同的值" in shown
    assert "「是否含税且包邮」里含有规则语言的词" in shown


def test_checking_the_rules_of_an_app_says_what_checking_the_app_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, text in {**FILES, **SHORT, **LONG}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert main(["rule", "check", str(tmp_path), "--json", "--lang", "zh"]) == 0
    rows = json.loads(capsys.readouterr().out)
    told_at = [row["text"] for row in rows for hint in row["hints"] if hint["code"] in TOGETHER]
    assert len(told_at) == 1
    assert "册数>长借天数" in told_at[0] or "大典" in told_at[0]
    main(["rule", "check", str(tmp_path), "--lang", "zh"])
    assert "两条规则会把「类别」改成不同的值" in capsys.readouterr().out
