"""Whatever is written into an app's files, reading it ends soon, with problems and never a trace."""

import random

import pytest

from runtime.spec import limits
from runtime.spec.load import load_files
from runtime.spec.problems import errors
from tests.spec.small import BLOCKS, FILES, codes, encoded, files, problems_of

PIECES = [
    "null", "[]", "{}", "true", "-1", "99999999999999999999", "x", "''", '"', "'", "{", "]", ",", ":",
    ": ", "- ", "\n", "\t", "&a ", "*a", "!!str ", "<<: ", "|", ">", "#", "{a: b}", "[[]]", "🙂", "\u2028",
    "key", "type: lines", "fields: []", "owner", "$ref", "__class__", "${", "如果", "则", "=", "\\", "0x1",
]  # fmt: skip


def mutated(rng: random.Random) -> dict[str, bytes]:
    """The small app with a few random edits, in one file or two."""
    texts = dict(FILES)
    for path in rng.sample(sorted(texts), rng.choice([1, 1, 1, 2])):
        text = texts[path]
        for _ in range(rng.randint(1, 3)):
            start = rng.randrange(len(text) + 1)
            end = min(len(text), start + rng.choice([0, 0, 1, 1, 3, 12, 60]))
            text = text[:start] + rng.choice([*PIECES, ""]) + text[end:]
        texts[path] = text
    return encoded(texts)


@pytest.mark.parametrize("seed", range(12))
def test_no_edit_makes_it_raise(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(25):
        given = mutated(rng)
        spec, problems = load_files(given, BLOCKS)
        assert spec is not None or errors(problems), given
        for problem in problems:
            assert problem.message("zh")
            assert problem.message("en")
            problem.hint("zh")


def test_random_bytes_are_refused() -> None:
    rng = random.Random(7)
    for name in ("app.yaml", "forms/loan.yaml", "rules/long_loan.rule", "data/loan.csv"):
        given = files() | {name: rng.randbytes(3000)}
        assert codes(problems_of(given))


def test_lines_in_lines_in_lines_end_before_the_stack_does() -> None:
    field = "{key: a, type: text, label: {zh: 甲}}"
    for _ in range(60):
        field = f"{{key: a, type: lines, label: {{zh: 甲}}, fields: [{field}]}}"
    form = f"key: loan\nlabel: {{zh: 表}}\nfields: [{field}]\n"
    assert codes(problems_of(files(forms__loan=form))) == ["spec_deep"]
    shallow = "{key: a, type: text, label: {zh: 甲}}"
    for _ in range(15):
        shallow = f"{{key: a, type: lines, label: {{zh: 甲}}, fields: [{shallow}]}}"
    form = f"key: loan\nlabel: {{zh: 表}}\nfields: [{shallow}]\n"
    assert "spec_not_in_lines" in codes(problems_of(files(forms__loan=form)))


def test_the_number_of_problems_is_bounded() -> None:
    keys = "\n".join(f"wrong_{number}: 1" for number in range(20_000))
    problems = problems_of(files(app="key: a\nlabel: {zh: 甲}\n" + keys + "\n"))
    assert len(problems) == limits.PROBLEMS
    roles = ", ".join(f"nobody_{number}" for number in range(20_000))
    text = FILES["views/loans.yaml"] + f"roles: [{roles}]\n"
    problems = problems_of(files(views__loans=text))
    assert len(problems) == limits.PROBLEMS


def test_a_bomb_of_references_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\n"
    assert codes(problems_of(files(app=bomb))) == ["spec_anchor"]


@pytest.mark.parametrize("path", ["../app.yaml", "/etc/passwd", "forms/../../x.yaml", "a\\b.yaml"])
def test_a_path_out_of_the_app_is_a_problem(path: str) -> None:
    assert codes(problems_of(files() | {path: b"key: x\n"}))
