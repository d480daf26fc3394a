"""A spec that did not come from files, a draft say, is checked as strictly; problems name elements."""

from dataclasses import replace
from typing import Any

from runtime.spec.app import AppSpec
from runtime.spec.dump import from_json, to_json
from runtime.spec.reading import read_app
from tests.spec.small import BLOCKS, small


def with_field(**facts: Any) -> AppSpec:
    spec = small()
    form = spec.forms[0]
    fields = tuple(replace(f, **facts) if f.key == "book" else f for f in form.fields)
    return replace(spec, forms=(replace(form, fields=fields),))


def found(spec: AppSpec) -> list[tuple[str, str]]:
    problems = read_app(spec, BLOCKS).problems
    assert all(each.at is None for each in problems)
    return [(each.code, each.element) for each in problems if each.severity == "error"]


def test_the_same_app_has_no_problem() -> None:
    assert found(from_json(to_json(small()))) == []


def test_options_meet_the_schema_of_their_type() -> None:
    wrong = with_field(options={"max_length": "long"})
    assert found(wrong) == [("spec_wrong_kind", "forms/loan#fields/book/max_length")]
    assert found(with_field(options={"colour": "red"})) == [
        ("spec_unknown_key", "forms/loan#fields/book")
    ]


def test_an_unknown_type_and_a_wrong_key_are_found() -> None:
    assert found(with_field(type="hologram")) == [
        ("spec_unknown_type", "forms/loan#fields/book/type")
    ]
    assert found(with_field(key="Buch Titel")) == [
        ("spec_format_key", "forms/loan#fields/Buch Titel/key")
    ]


def test_references_and_expressions_name_their_elements() -> None:
    wrong = replace(small(), main="nothing")
    assert found(wrong) == [("spec_unknown_name", "app#main")]
    (problem,) = found(with_field(visible="册数 > 'a'"))
    assert problem[1] == "forms/loan#fields/book/visible"
    assert not problem[0].startswith("spec_")
