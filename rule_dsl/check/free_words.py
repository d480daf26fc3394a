"""Free words where something is said to somebody: a short message, or refused with what they may be.

Words without quotes are a message only where nothing else can be meant: a noun phrase without a
word of the language, a channel or a slip in a declared name. Anything else would be swallowed.
"""

from __future__ import annotations

import re

from rule_dsl.check.context import Context, localized, source_at
from rule_dsl.check.syntax import Part, span_of, word_of
from rule_dsl.lexer.keywords import channel_words, joints, unspoken
from rule_dsl.lexer.quotes import quote_text
from rule_dsl.lexer.trie import Trie
from rule_dsl.lexer.width import fold
from rule_dsl.near import near_name
from rule_dsl.synonyms import unquoted
from rule_dsl.tree import Node, Span
from rule_dsl.types import TEXT

MOST_CHARACTERS, MOST_WORDS = 12, 6
_WORDS = re.compile(r"[^\s]+")
_CHINESE = re.compile(r"[一-鿿]")


def message(c: Context, part: Part, to: Span | None, *, told: bool = False) -> Node:
    """The free words of a piece of syntax as a message; ``told`` where no verb of sending stands.

    ``to`` is the place of the recipient before them, whose name they may go on.
    """
    word, span = word_of(part), span_of(part)
    text = word.text
    refused = (
        _channel(c, text, span)
        or _keyword(c, text, span)
        or _near(c, text, span, to)
        or _length(c, text, span)
        or (_no_noun(c, text, span, to) if told and to is not None else None)
    )
    return refused or Node("text", (str(word.value),), TEXT, span)


def label(c: Context, part: Part) -> Node:
    """Free words as a tag, a title, a reason: nothing that begins a condition is swallowed."""
    word, span = word_of(part), span_of(part)
    refused = _keyword(c, word.text, span) if word.kind == "FREE" else None
    return refused or Node("text", (str(word.value),), TEXT, span)


def _keyword(c: Context, text: str, span: Span) -> Node | None:
    found = _first(unspoken(), text)
    if fold(text) in joints():
        return c.refuse("dangling_joint", span, name=text)
    if found is None:
        return None
    return c.refuse("words_hold_keyword", span, name=text, keyword=found, quoted=_quoted(text)[0])


def _channel(c: Context, text: str, span: Span) -> Node | None:
    """On WhatsApp, 飞书: a way to send it, not what is sent."""
    found = _first(channel_words(), text) or _declared_channel(c, text)
    if found is None:
        return None
    declared = [localized(name.labels) for name in c.vocabulary.names if name.kind == "channel"]
    listed = {
        "zh": "、".join(label["zh"] for label in declared) or "无",
        "en": ", ".join(label["en"] for label in declared) or "none",
    }
    return c.refuse(
        "words_hold_channel",
        span,
        _quoted(text),
        name=text,
        channel=found,
        channels=listed,
        quoted=_quoted(text)[0],
    )


def _declared_channel(c: Context, text: str) -> str | None:
    folded = fold(text)
    for at in range(len(folded)):
        for end, entities in c.lexicon.names.match(folded, at):
            if any(entity.kind == "channel" for entity in entities):
                return text[at:end]
    return None


def _near(c: Context, text: str, span: Span, to: Span | None) -> Node | None:
    """A slip in a declared name, also one whose beginning was taken for the recipient."""
    for start in dict.fromkeys((to.start if to is not None else span.start, span.start)):
        found = near_name(c.vocabulary, source_at(c, Span(start, span.end)))
        if found is None:
            continue
        first, last, name = found
        place = Span(start + first, start + last)
        if place.end <= span.start:
            continue
        return c.refuse("words_near_name", place, (name,), name=source_at(c, place), text=text)
    return None


def _length(c: Context, text: str, span: Span) -> Node | None:
    size = len(_CHINESE.findall(text))
    if (size and len(text.replace(" ", "")) <= MOST_CHARACTERS) or (
        not size and len(_WORDS.findall(text)) <= MOST_WORDS
    ):
        return None
    return c.refuse("words_too_long", span, _quoted(text), name=text, quoted=_quoted(text)[0])


def _no_noun(c: Context, text: str, span: Span, to: Span | None) -> Node | None:
    """通知采购经理补货: what somebody is to do is no message."""
    folded = fold(text)
    nouns = unquoted.ENGLISH_MESSAGE_NOUNS if text.isascii() else unquoted.CHINESE_MESSAGE_NOUNS
    ending = f" {folded}" if text.isascii() else folded
    if ending.endswith(tuple(f" {noun}" if text.isascii() else noun for noun in nouns)):
        return None
    who = source_at(c, to) if to is not None else ""
    return c.refuse(
        "words_after_recipient",
        span,
        _quoted(text),
        name=text,
        who=who,
        quoted={"zh": quote_text(text, "zh"), "en": quote_text(text, "en")},
    )


def _quoted(text: str) -> tuple[str, ...]:
    return (quote_text(text, "en" if text.isascii() else "zh"),)


def _first(trie: Trie[None], text: str) -> str | None:
    """The first word of a trie in a text; an English one stands alone."""
    folded = fold(text)
    for at in range(len(folded)):
        ends = [end for end, _ in trie.match(folded, at)]
        if ends:
            return text[at : max(ends)]
    return None
