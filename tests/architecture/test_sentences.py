"""Whatever the product says has a sentence in both languages, about facts it is given; none is left over."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from string import Formatter

import yaml

from rule_dsl.messages import SENTENCES as RULE_SENTENCES
from runtime.errors import LANGUAGES
from tests.architecture import tree
from tests.architecture.sayings import Saying, sayings, templates, words

_FILES = sorted((tree.ROOT / "runtime/sentences").glob("*.yaml"))
# One kind of element may have a sentence of its own beside its kind of change: `runtime/spec/diff.py`
# puts these names together from three parts.
_MADE_OF_PARTS = re.compile(r"change_(added|retired|relabelled|type|other)_(field_)?(in|app|form)")


@cache
def _sentences() -> dict[str, Mapping[str, tuple[str, ...]]]:
    """The runtime's sentences by code and language."""
    return {
        code: {lang: (text,) for lang, text in said.items()}
        for path in _FILES
        for code, said in (yaml.safe_load(tree.text(path)) or {}).items()
    }


def _tables() -> tuple[Mapping[str, Mapping[str, tuple[str, ...]]], ...]:
    """The runtime's sentences and the rule language's, whose hints stand beside their messages."""
    return _sentences(), RULE_SENTENCES


def _facts(texts: tuple[str, ...]) -> set[str]:
    parts = (part for text in texts for part in Formatter().parse(text))
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in parts if name}


def test_no_code_has_two_sentences() -> None:
    codes = Counter(
        node.value
        for path in _FILES
        for node, _ in getattr(yaml.compose(tree.text(path)), "value", ())
    )
    assert [code for code, count in codes.items() if count > 1] == []


def test_every_sentence_is_there_in_both_languages_and_names_the_same_facts() -> None:
    wrong = []
    for table in _tables():
        for code, said in table.items():
            # A suggestion is a word of the author's own text: one language may quote it, one not.
            facts = [_facts(said[lang]) - {"suggestion"} for lang in LANGUAGES if said.get(lang)]
            if len(facts) != len(LANGUAGES) or facts[0] != facts[1] or set(said) != set(LANGUAGES):
                wrong.append(code)
    assert wrong == []


def test_everything_that_is_said_has_a_sentence() -> None:
    assert [f"{each.where} says {each.codes}" for each in sayings() if not any(_known(each))] == []


def _known(saying: Saying) -> Iterator[str]:
    table = RULE_SENTENCES if saying.of_rules else _sentences()
    for code in saying.codes:
        pattern = re.escape(code).replace(re.escape("{}"), ".+")
        if code in table or ("{}" in code and any(re.fullmatch(pattern, each) for each in table)):
            yield code


def test_a_sentence_is_given_the_facts_it_names() -> None:
    wrong = []
    for each in sayings():
        table = RULE_SENTENCES if each.of_rules else _sentences()
        for code in each.codes if each.facts is not None else ():
            named = _facts(tuple(t for said in table.get(code, {}).values() for t in said))
            if lacking := named - set(each.facts or ()) - {"suggestion"}:
                wrong.append(f"{each.where} says {code} without {sorted(lacking)}")
    assert wrong == []


def test_no_sentence_is_left_over() -> None:
    left = [
        code
        for table in _tables()
        for code in table
        if not _is_said(code) and not _MADE_OF_PARTS.fullmatch(code)
    ]
    assert left == []


def _is_said(code: str, depth: int = 3) -> bool:
    """Whether the code is written somewhere, or put together from parts that are."""
    if code in words():
        return True
    return depth > 0 and any(
        all(_is_said(part, depth - 1) for part in hit.groups())
        for pattern in templates()
        if (hit := pattern.fullmatch(code))
    )


def test_the_search_finds_what_is_said() -> None:
    """The tests above would pass if nothing were found."""
    found = list(sayings())
    assert len(found) > 400
    assert {"Refusal", "Wrong", "Problem", "Unreadable", "sentence"} <= {each.by for each in found}
    assert sum(each.of_rules for each in found) > 50
    assert isinstance(tree.syntax(tree.ROOT / "runtime/errors.py"), ast.Module)
