"""`dougong app check | export | diff | schema` on folders."""

import json
from pathlib import Path

import pytest

from runtime.cli.main import commands
from runtime.cli.output import Output
from runtime.cli.reading import read
from runtime.errors import Refusal
from tests.spec.small import FILES, files


def run(*words: str, lang: str = "en", as_json: bool = False) -> int:
    """Run one command as the entry point does."""
    command = commands()[f"app {words[0]}"]
    args = read(command, words[1:])
    args.out = Output(lang=lang, is_json=as_json)
    return command.run(args)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, content in files().items():
        (tmp_path / "small" / path).parent.mkdir(parents=True, exist_ok=True)
        # what a chain may say is more than this release performs, and `check` says so
        performed = content.replace(b", require: [copies]", b"")
        for unused in (b"queues:", b"channels:", b"documents:"):  # and of what nothing uses
            head, found, rest = performed.partition(unused)
            performed = head + rest.partition(b"}\n")[2] if found else performed
        (tmp_path / "small" / path).write_bytes(performed)
    return tmp_path / "small"


Out = pytest.CaptureFixture[str]


def test_a_right_app_is_called_right(folder: Path, capsys: Out) -> None:
    assert run("check", str(folder)) == 0
    assert capsys.readouterr().out == "“Lending” is in order: 1 form, 1 view, 1 rule.\n"


def test_every_problem_is_printed_with_its_place(folder: Path, capsys: Out) -> None:
    (folder / "app.yaml").write_text(FILES["app.yaml"].replace("main: loan", "main: lone"))
    assert run("check", str(folder), lang="zh") == 1
    assert "app.yaml:3:7: 没有叫“lone”的表单。" in capsys.readouterr().out


def test_a_parameter_that_its_type_cannot_read_is_said_at_its_place(
    folder: Path, capsys: Out
) -> None:
    wrong = FILES["app.yaml"].replace("value: 30", 'value: "thirty"')
    assert wrong != FILES["app.yaml"]
    (folder / "app.yaml").write_text(wrong)
    line = next(n for n, text in enumerate(wrong.splitlines(), 1) if "thirty" in text)
    for lang in ("zh", "en"):
        assert run("check", str(folder), lang=lang) == 1
        said = capsys.readouterr().out
        assert f"app.yaml:{line}:" in said
        assert "thirty" in said


def test_problems_are_objects_for_machines(folder: Path, capsys: Out) -> None:
    (folder / "app.yaml").write_text(FILES["app.yaml"].replace("main: loan", "main: lone"))
    assert run("check", str(folder), as_json=True) == 1
    found = json.loads(capsys.readouterr().out)
    (problem,) = [each for each in found if each["severity"] == "error"]
    wanted = {"code": "spec_unknown_name", "severity": "error", "path": "app.yaml"}
    assert problem.items() >= (wanted | {"line": 3, "column": 7, "suggestions": ["loan"]}).items()


def test_what_is_exported_is_the_same_app(folder: Path, tmp_path: Path, capsys: Out) -> None:
    assert run("export", str(folder), str(tmp_path / "copy")) == 0
    assert run("diff", str(folder), str(tmp_path / "copy")) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "There is no difference."


def test_an_export_takes_away_what_the_app_no_longer_has(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    run("export", str(folder), str(copy))
    (copy / "README.md").write_text("mine")
    (copy / "rules/old.rule").write_text((copy / "rules/long_loan.rule").read_text())
    assert run("export", str(folder), str(copy)) == 0
    assert not (copy / "rules/old.rule").exists()
    assert (copy / "README.md").read_text() == "mine"


def test_an_export_never_writes_over_something_else(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other/letter.txt").write_text("dear")
    with pytest.raises(Refusal, match="files_foreign"):
        run("export", str(folder), str(tmp_path / "other"))
    with pytest.raises(Refusal, match="files_no_folder"):
        run("export", str(folder), str(tmp_path / "other/letter.txt"))
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["letter.txt"]


def test_a_difference_is_a_sentence(folder: Path, tmp_path: Path, capsys: Out) -> None:
    copy = tmp_path / "copy"
    run("export", str(folder), str(copy))
    path = copy / "rules/long_loan.rule"
    path.write_text(path.read_text().replace("on: true", "on: false"))
    capsys.readouterr()
    assert run("diff", str(folder), str(copy), as_json=True) == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "change": "SwitchedOff",
            "kind": "rule",
            "element": "rules/long_loan",
            "message": "The rule “long loan” is switched off.",
        }
    ]


def test_a_wrong_folder_is_refused_with_its_problems(folder: Path) -> None:
    (folder / "app.yaml").write_text(FILES["app.yaml"].replace("main: loan", "main: lone"))
    with pytest.raises(Refusal) as caught:
        run("diff", str(folder), str(folder))
    assert [each.code for each in caught.value.problems] == ["spec_unknown_name"]  # type: ignore[attr-defined]


def test_the_schema_is_printed(capsys: Out) -> None:
    assert run("schema") == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Dougong app"
