"""Which stretch of a text is what: for colouring it while it is written."""

from __future__ import annotations

from dataclasses import dataclass

from rule_dsl.lexer.candidates import Text
from rule_dsl.lexer.lexicon import lexicon_of
from rule_dsl.lexer.words import Word
from rule_dsl.search import Search
from rule_dsl.vocabulary import Vocabulary

CLASSES = {
    "NAME": "name",
    "DENIED": "name",
    "SOFT": "text",
    "TEXT": "text",
    "FREE": "text",
    "NUMBER": "number",
    "PERCENT": "number",
    "DUR": "number",
    "DATE": "number",
    "TIME": "number",
    "MOMENT": "number",
    "FUNC": "function",
    "OP": "operator",
    "POST": "operator",
    "ADD_OP": "operator",
    "MUL_OP": "operator",
    "MINUS": "operator",
    "_COMMA": "mark",
    "_STOP": "mark",
    "_LPAR": "mark",
    "_RPAR": "mark",
    "SCHEDULE": "number",
}
_ACTIONS = frozenset(
    "SEND NOTIFY ESCALATE BA SET CHANGE_TO TAG ADD UNTAG CREATE LINK START ALARM CALL SYNC GENERATE "
    "BLOCK REQUIRE VALIDATE RECALC UPDATE SUGGEST HIGHLIGHT ADD_TO ASSIGN ARCHIVE LOCK RAISE LOWER"
    .split()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """From ``start`` to ``end`` (code points) the text is of one class."""

    start: int
    end: int
    kind: str


def highlight(text: str, vocabulary: Vocabulary) -> tuple[Stretch, ...]:
    """The stretches of a text, in order; of an unfinished one as far as it can be read."""
    source = Text(text, lexicon_of(vocabulary))
    reading = next(Search(source).readings(), None)
    words = reading.words if reading is not None else _greedy(source)
    return tuple(Stretch(word.start, word.end, class_of(word)) for word in words)


def class_of(word: Word) -> str:
    """The class of a word: name, text, number, function, operator, mark, action or word."""
    if word.kind in _ACTIONS:
        return "action"
    return CLASSES.get(word.kind, "word")


def _greedy(source: Text) -> tuple[Word, ...]:
    words: list[Word] = []
    position = source.skip_space(0)
    while position < len(source.source):
        found = [w for w in source.candidates(position, in_call=False) if w.kind != "SKIP"]
        end = position + 1
        if found:
            longest = max(found, key=lambda word: word.end)
            words.append(longest)
            end = longest.end
        position = source.skip_space(end)
    return tuple(words)
