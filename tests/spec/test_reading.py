"""The strict readers: YAML and JSON give the same plain values, and nothing surprising."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.spec import limits
from runtime.spec.documents import Document
from runtime.spec.json_text import read_json
from runtime.spec.places import Place
from runtime.spec.problems import Problem
from runtime.spec.writing import write_yaml
from runtime.spec.yaml_text import read_yaml


def yaml(text: str) -> Document:
    document, problems = read_yaml("x.yaml", text)
    assert document is not None
    assert problems == ()
    return document


def yaml_problem(text: str) -> Problem:
    problems = read_yaml("x.yaml", text)[1]
    assert len(problems) == 1
    return problems[0]


def json_problem(text: str) -> Problem:
    problems = read_json("x.json", text)[1]
    assert len(problems) == 1
    return problems[0]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("True", "True"),
        ("NO", "NO"),
        ("null", None),
        ("~", None),
        ("", None),
        ("Null", "Null"),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("007", "007"),
        ("0o17", "0o17"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("190:20:30", "190:20:30"),
        ("2026-11-21", "2026-11-21"),
        ("2026-11-21 10:00:00", "2026-11-21 10:00:00"),
        ("1.50", "1.50"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("1.0.0", "1.0.0"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("=", "="),
    ],
)
def test_a_plain_scalar_means_what_it_looks_like(written: str, value: object) -> None:
    found = yaml(f"a: {written}\n").value["a"]
    assert (found, type(found)) == (value, type(value))


def test_a_key_is_always_text() -> None:
    assert yaml("on: 1\n2: x\ntrue: y\n").value == {"on": 1, "2": "x", "true": "y"}


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3\n", "spec_twice", 3, 1),
        ("a: &x 1\n", "spec_anchor", 1, 4),
        ("a: 1\nb: *a\n", "spec_anchor", 2, 4),
        ("a: !!python/object/apply:os.system [ls]\n", "spec_tag", 1, 4),
        ("a: !!binary aGk=\n", "spec_tag", 1, 4),
        ("a: !x 1\n", "spec_tag", 1, 4),
        ("a:\n  <<: {b: 1}\n", "spec_merge", 2, 3),
        ("a: 1\n---\nb: 2\n", "spec_two_documents", 2, 1),
        ("? [a, b]\n: 1\n", "spec_key_is_no_name", 1, 3),
        ("", "spec_empty_file", 1, 1),
        ("# nothing\n", "spec_empty_file", 1, 1),
        ("a:\n\t- b\n", "spec_yaml_tab", 2, 1),
        ("a: 'b\n", "spec_yaml", 2, 1),
        ("a: b: c\n", "spec_yaml", 1, 5),
        ("a: [1, 2\n", "spec_yaml", 2, 1),
        ("a: " + "9" * 60, "spec_many_digits", 1, 4),
    ],
)
def test_what_could_be_misread_is_refused(text: str, code: str, line: int, column: int) -> None:
    problem = yaml_problem(text)
    assert (problem.code, problem.at) == (code, Place("x.yaml", line, column))


def test_every_duplicate_is_told_at_once() -> None:
    document, problems = read_yaml("x.yaml", "a: 1\na: 2\nb: 1\nb: 2\n")
    assert document is not None
    assert [problem.facts["key"] for problem in problems] == ["a", "b"]


def test_depth_is_counted_before_it_hurts() -> None:
    assert yaml_problem("[" * 100_000).code == "spec_deep"
    assert json_problem("[" * 100_000).code == "spec_deep"
    assert json_problem('{"a":' * 100_000).code == "spec_deep"


def test_values_are_counted() -> None:
    text = "[" + "1," * (limits.NODES + 5) + "1]"
    assert yaml_problem(text).code == "spec_many_nodes"
    assert json_problem(text).code == "spec_many_nodes"


def test_a_long_text_is_refused() -> None:
    text = "x" * (limits.SCALAR + 1)
    assert yaml_problem(f"a: {text}\n").code == "spec_long_text"
    assert json_problem(json.dumps({"a": text})).code == "spec_long_text"


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ('{"a": 1, "a": 2}', "spec_twice", 1, 10),
        ("", "spec_empty_file", 1, 1),
        ('{"a": 1,}', "spec_json", 1, 9),
        ('{"a": 01}', "spec_json", 1, 8),
        ('{"a": NaN}', "spec_json", 1, 7),
        ('{"a": 1e5}', "spec_json", 1, 8),
        ('{"a": 1}\n{', "spec_json", 2, 1),
        ("{a: 1}", "spec_json", 1, 2),
        ('{"a": "x', "spec_json", 1, 7),
        ('{"a": "\t"}', "spec_json", 1, 7),
        ('{"a": "\\ud800"}', "spec_bad_letter", 1, 7),
        ('{"a": "\\u0000"}', "spec_bad_letter", 1, 7),
        ('{"a": ' + "9" * 300 + "}", "spec_many_digits", 1, 7),
    ],
)
def test_json_is_read_as_strictly(text: str, code: str, line: int, column: int) -> None:
    problem = json_problem(text)
    assert (problem.code, problem.at) == (code, Place("x.json", line, column))


def test_json_and_yaml_give_the_same_document() -> None:
    text = '{\n  "键": ["a", 1, 1.50, true, null, {"b": {}}],\n  "c": []\n}'
    read, problems = read_json("x.yaml", text)
    assert problems == ()
    assert read == yaml(text)


def test_every_value_knows_its_place() -> None:
    document = yaml("甲: 1\n乙:\n  - 丙: x\n    丁: [y, zz]\n")
    assert document.place(("乙", 0, "丁", 1)) == Place("x.yaml", 4, 12)
    assert document.key(("乙", 0, "丁")) == Place("x.yaml", 4, 5)
    assert document.place(("乙", 0, "nothing")) == Place("x.yaml", 3, 5)


@pytest.mark.parametrize(
    ("text", "letter", "line", "column"),
    [
        ("a: 天数 > 3\n", ">", 1, 7),
        ('a: "天数 > 3"\n', ">", 1, 8),
        ("a: '天数 > 3'\n", ">", 1, 8),
        ("a: |\n  天数\n  > 3\n", ">", 3, 3),
        ("a: |\n  天\n    > 3\n", ">", 3, 5),
        ("a: |\n\n  天\n  > 3\n", ">", 4, 3),
        ("x: {a: 天数 > 3}\n", ">", 1, 11),
    ],
)
def test_a_letter_of_a_text_is_found_in_the_file(
    text: str, letter: str, line: int, column: int
) -> None:
    document = yaml(text)
    steps = ("x", "a") if text.startswith("x") else ("a",)
    value = document.value
    for step in steps:
        value = value[step]
    before = value[: value.index(letter)]
    row, letters = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    assert document.texts[steps].at(row, letters) == Place("x.yaml", line, column)


def test_a_text_with_escapes_is_placed_where_it_begins() -> None:
    document = yaml('a: "x\\ty > 3"\n')
    assert document.texts["a",].at(1, 5) == Place("x.yaml", 1, 4)


_TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30
) | st.sampled_from(
    ["on", "yes", "012", "1:30", "- a", "# b", "a: b", "a #b", "x\ny", "x\n", " x", "x ", "~", "",
     "=TODAY()", "null", "Null", "true", "1.5", "@a", "!b", "&c", "*d", "%e", "|", "a,b", "[", "{"]
)  # fmt: skip
_KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True) | _TEXT
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(_KEYS, _VALUES, min_size=1, max_size=5))
def test_what_is_written_is_read_back(document: dict[str, object]) -> None:
    found, problems = read_yaml("x.yaml", write_yaml(document))
    assert problems == ()
    assert found is not None
    assert found.value == document


@given(_VALUES)
def test_json_reads_what_json_writes(value: object) -> None:
    found, problems = read_json("x.json", json.dumps(value, ensure_ascii=False))
    assert problems == ()
    assert found is not None
    assert found.value == value
