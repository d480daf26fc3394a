"""Numbers in sentences are followed by the word that belongs to them."""

import re
from importlib import resources

import pytest
import yaml

from runtime.errors import sentence

TABLES = [
    yaml.safe_load(each.read_text(encoding="utf-8"))
    for each in resources.files("runtime.sentences").iterdir()
    if each.name.endswith(".yaml")
]
SAID = {code: texts for table in TABLES for code, texts in table.items()}


def test_no_sentence_leaves_the_plural_to_its_reader() -> None:
    assert [code for code, texts in SAID.items() if "(s)" in texts["en"]] == []


def test_a_number_stands_before_one_word_for_one_and_another_for_many() -> None:
    found = [
        words
        for texts in SAID.values()
        for words in re.findall(r"{\w+:([^}]*\|[^}]*)}", texts["en"])
    ]
    assert found
    assert all(len(words.split("|")) == 2 and all(words.split("|")) for words in found)


@pytest.mark.parametrize(
    ("count", "en", "zh"),
    [
        (0, "There are errors in 0 places.", "有 0 处错误。"),
        (1, "There are errors in 1 place.", "有 1 处错误。"),
        (2, "There are errors in 2 places.", "有 2 处错误。"),
    ],
)
def test_a_count_is_a_proper_sentence_in_both_languages(count: int, en: str, zh: str) -> None:
    assert sentence("files_wrong", "en", {"count": count}) == en
    assert sentence("files_wrong", "zh", {"count": count}) == zh


def test_one_thing_needs_and_two_things_need() -> None:
    said = [sentence("invalid", "en", {"count": count}) for count in (1, 2)]
    assert said == [
        "Nothing was saved: 1 thing needs fixing.",
        "Nothing was saved: 2 things need fixing.",
    ]
