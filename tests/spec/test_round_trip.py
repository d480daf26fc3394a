"""An app survives being written: as files, as one JSON document, and by earlier versions."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from runtime.spec.app import AppSpec, FieldSpec, FormSpec, StepSpec
from runtime.spec.dump import from_json, to_files, to_json
from runtime.spec.load import load_app, load_files
from runtime.spec.problems import errors
from runtime.spec.schema import app_schema, validator
from tests.spec.small import BLOCKS, encoded, files, small

ROOT = Path(__file__).parents[2]
APPS = sorted(path.parent for path in ROOT.glob("apps/*/app.yaml"))
BUNDLES = sorted(path.parent for path in ROOT.glob("templates_market/bundles/*/app.yaml"))
GOLDEN = sorted((Path(__file__).parent / "golden").glob("format_*.json"))


def loaded(path: Path) -> AppSpec:
    spec, problems = load_app(path, BLOCKS)
    assert spec is not None, [problem.message("en") for problem in problems]
    return spec


@pytest.mark.parametrize("path", APPS, ids=lambda path: path.name)
def test_an_app_of_ours_has_no_problem(path: Path) -> None:
    _, problems = load_app(path, BLOCKS)
    assert [(each.at, each.message("en")) for each in problems if each.severity != "hint"] == []


@pytest.mark.parametrize("path", [*APPS, *BUNDLES], ids=lambda path: path.name)
def test_what_is_written_as_files_is_the_same_app(path: Path) -> None:
    spec = loaded(path)
    written = to_files(spec)
    again, _ = load_files(encoded(written), BLOCKS)
    assert again == spec
    assert to_files(again) == written


@pytest.mark.parametrize("path", [*APPS, *BUNDLES], ids=lambda path: path.name)
def test_what_is_stored_as_json_is_the_same_app(path: Path) -> None:
    spec = loaded(path)
    stored = json.dumps(to_json(spec), ensure_ascii=False)
    assert from_json(json.loads(stored)) == spec


@pytest.mark.parametrize("path", APPS, ids=lambda path: path.name)
def test_the_one_document_meets_the_schema(path: Path) -> None:
    check = validator(app_schema(BLOCKS.fields, BLOCKS.views))
    assert [error.message for error in check.iter_errors(to_json(loaded(path)))] == []


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_spec_of_every_format_is_read_for_ever(path: Path) -> None:
    stored = json.loads(path.read_text(encoding="utf-8"))
    spec = from_json(stored)
    assert from_json(to_json(spec)) == spec
    assert (spec.key, len(spec.forms), len(spec.rules)) == ("golden", 2, 2)


def test_the_newest_golden_spec_is_written_the_same_way() -> None:
    stored = json.loads(GOLDEN[-1].read_text(encoding="utf-8"))
    assert to_json(from_json(stored)) == stored


def test_a_later_format_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="written in format 99"):
        from_json({"format": 99, "app": {}})


def test_the_order_elements_were_made_in_does_not_matter() -> None:
    spec = small()
    other = FormSpec("album", {"zh": "专辑"}, (FieldSpec("name", "text", {"zh": "名"}),))
    grown = replace(spec, forms=(*spec.forms, other))
    assert [form.key for form in from_json(to_json(grown)).forms] == ["album", "loan"]


def test_common_moves_are_written_out_where_they_start() -> None:
    (life,) = small().lifecycles
    assert [[move.key for move in state.moves] for state in life.states] == [
        ["give_back", "lose"],
        [],
        [],
    ]
    again, _ = load_files(encoded(to_files(small())), BLOCKS)
    assert again == small()


def test_a_step_may_be_its_sentence_alone() -> None:
    (chain,) = small().approvals
    assert chain.steps[0] == StepSpec("s1", "role:clerk")
    assert chain.steps[2] == StepSpec("s3", None, tell="submitter, role:reader")


def test_json_files_are_as_good_as_yaml() -> None:
    given = files()
    document = to_json(small())["forms"][0]
    del given["forms/loan.yaml"]
    given["forms/loan.json"] = json.dumps(document, ensure_ascii=False).encode()
    spec, problems = load_files(given, BLOCKS)
    assert errors(problems) == ()
    assert spec == small()


def test_a_file_may_leave_its_key_to_its_name() -> None:
    given = files()
    given["views/loans.yaml"] = given["views/loans.yaml"].replace(b"key: loans\n", b"")
    spec, problems = load_files(given, BLOCKS)
    assert problems == ()
    assert spec == small()


def test_windows_line_ends_and_a_byte_order_mark_do_not_matter() -> None:
    given = {
        path: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n") for path, content in files().items()
    }
    spec, problems = load_files(given, BLOCKS)
    assert errors(problems) == ()
    assert spec == small()


def test_places_take_no_part_in_equality() -> None:
    given = files()
    given["forms/loan.yaml"] = b"# a remark\n\n" + given["forms/loan.yaml"]
    moved, _ = load_files(given, BLOCKS)
    assert moved == small()
    assert moved is not None
    assert moved.forms[0].fields[0].at != small().forms[0].fields[0].at
