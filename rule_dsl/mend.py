"""Mending: what would have to be added to, changed in or left out of a broken text.

The search runs once more with these steps allowed, each at a price; the cheapest mended reading
says what is wrong. Every mend is a word of rank ``mend`` whose value ends in its problem code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise

from rule_dsl.errors import Fact, Problem
from rule_dsl.grammar.table import load_table
from rule_dsl.lexer.candidates import Text, functions
from rule_dsl.lexer.free import free_texts
from rule_dsl.lexer.keywords import keywords, possessive
from rule_dsl.lexer.words import Step as NameStep
from rule_dsl.lexer.words import Word
from rule_dsl.search import Place, Reading, Search, Step, follow
from rule_dsl.tree import Span

MAX_MENDS = 3
BUDGET = 15_000
MAX_UNKNOWN_ENDS = 10
LONGEST_UNKNOWN = 40
_UNKNOWN, _UNKNOWN_CHAR, _LEFT_OUT, _LEFT_OUT_CHAR = 34, 3, 75, 6
_FREE, _SINGLE = 40, 40
_OVER_WORD, _OVER_CHAR, _OVER_KNOWN = 45, 4, 12
"""What an unknown name pays for each word, or single character, inside it that is known."""

_FRAME = frozenset({"WHEN", "IF", "_THEN", "_COMMA", "_STOP"})

_JOINTS = frozenset({"ELSE", "_ACTSEP", "_AND", "_LIST"})
_AT_END = frozenset({"BLOCK", "SEND", "CHANGE_TO"})
_HEADS = frozenset({"IF", "WHEN", "FORMULA", "ELSE", "_THEN", "SCHEDULE"})

INSERTED: dict[str, tuple[int, object]] = {
    "_RPAR": (45, None),
    "_COMMA": (50, None),
    "_AND": (52, None),
    "OP": (58, "="),
    "RANGE": (16, None),
    "BY": (8, None),
    "NAME": (62, (NameStep("", (), 0, 0),)),
    "SEND": (62, None),
    "CHANGE_TO": (62, None),
    "BLOCK": (66, None),
}
"""Words that may have been forgotten: what they cost and the value they stand for."""

_NAME_CODES = {
    "IF": "missing_condition",
    "WHEN": "missing_condition",
    "OP": "missing_value",
    "CONTAINS": "missing_value",
    "IN": "missing_value",
    "RANGE": "missing_range_end",
    "BETWEEN": "missing_value",
    "TO": "missing_recipient",
    "NOTIFY": "missing_recipient",
    "CC": "missing_recipient",
    "ESCALATE": "missing_recipient",
    "ASSIGN": "missing_recipient",
    "GIVE": "missing_recipient",
    "CHANGE_TO": "missing_set_value",
    "SEND": "missing_message",
    "FORMULA": "missing_formula",
    "_AND": "missing_condition",
    "_OR": "missing_condition",
    "ADD_OP": "missing_value",
    "MUL_OP": "missing_value",
    "_POWER": "missing_value",
}
_CODES = {
    "_RPAR": "missing_closing",
    "_COMMA": "missing_boundary",
    "_AND": "missing_and",
    "OP": "missing_comparison",
    "RANGE": "missing_range_end",
    "BY": "missing_ranking",
    "SEND": "missing_send_word",
    "CHANGE_TO": "missing_set_value",
    "BLOCK": "missing_action",
}
_IDENTIFIER = re.compile(r"[a-z_一-鿿][a-z0-9_.一-鿿]*(?=\s*\()")


def mended(source: str, search: Search) -> Iterator[Reading]:
    """Readings of a broken text, the least mended first."""
    again = Search(Text(source, search.text.lexicon), mend=_mends, budget=BUDGET)
    return again.readings()


def _mends(text: Text, place: Place, position: int) -> list[Step]:
    if place.mends >= MAX_MENDS:
        return []
    steps = list(_inserted(text, place, position))
    if position < len(text.source):
        steps.extend(_unknown(text, place, position))
        steps.extend(_changed(text, place, position))
        steps.extend(_left_out(text, place, position))
    return steps


def _inserted(text: Text, place: Place, position: int) -> Iterator[Step]:
    table = load_table()
    for kind, (cost, value) in INSERTED.items():
        if kind == "_RPAR" and not place.calls:
            continue
        if kind in _AT_END and not _ends_clause(text, position):
            continue
        states = table.shift(place.states, kind)
        if states is None:
            continue
        word = Word(kind, position, position, "", value, "mend")
        yield cost, word, follow(place, word, states, 1)


def _ends_clause(text: Text, position: int) -> bool:
    rest = text.folded[position:]
    return not rest or rest[0] in ",;；。.\n" or rest.startswith(("否则", "otherwise"))


def _unknown(text: Text, place: Place, position: int) -> Iterator[Step]:
    """A name that nothing is called by: up to where something else could begin."""
    table = load_table()
    folded = text.folded
    called = _IDENTIFIER.match(folded, position)
    if called and not any(end == called.end() for end, _ in functions().match(folded, position)):
        states = table.shift(place.states, "FUNC")
        if states is not None:
            name = text.source[position : called.end()]
            word = Word("FUNC", position, called.end(), name, name, "unknown")
            yield _UNKNOWN, word, follow(place, word, states, 1)
    free = table.shift(place.states, "FREE")
    if free is not None:
        yield from _free(text, place, position, free)
        return
    states = table.shift(place.states, "NAME")
    if states is None or not _starts_name(text.source[position]):
        return
    known = text.candidates(position, in_call=False)
    if any(word.kind in _HEADS for word in known):
        return
    for steps, start in _path_starts(text, known, position):
        yield from _named(text, place, states, steps, start)


def _path_starts(
    text: Text, known: tuple[Word, ...], position: int
) -> Iterator[tuple[tuple[NameStep, ...], int]]:
    """Where an unknown name may start: here, or after a known name and 的 or 's."""
    yield (), position
    for word in known:
        if word.kind != "NAME" or word.rank not in ("name", "path"):
            continue
        for end, _ in possessive().match(text.folded, word.end):
            start = text.skip_space(end)
            if start < len(text.source) and _starts_name(text.source[start]):
                yield word.value, start


def _named(
    text: Text,
    place: Place,
    states: tuple[int, ...],
    steps: tuple[NameStep, ...],
    start: int,
) -> Iterator[Step]:
    first = steps[0].start if steps else start
    longest = max((end - start for end, _ in keywords().match(text.folded, start)), default=0)
    skipped = _OVER_WORD if longest > 1 else 0
    if any(word.kind == "OP" for word in text.candidates(start, in_call=False)):
        skipped += _OVER_KNOWN
    if any(text.lexicon.names.match(text.folded, start)):
        skipped += _OVER_KNOWN
    for end, passed in _ends(text, start):
        name = text.source[start:end].rstrip()
        step = NameStep(name, (), start, start + len(name))
        shown = text.source[first : step.end]
        word = Word("NAME", first, step.end, shown, (*steps, step), "unknown")
        cost = _UNKNOWN + _UNKNOWN_CHAR * len(name) + skipped
        if len(name) == 1 and not name.isascii():
            cost += _SINGLE
        skipped += passed
        if steps or not text.lexicon.named(name):
            yield cost, word, follow(place, word, states, 1)


def _free(text: Text, place: Place, position: int, states: tuple[int, ...]) -> Iterator[Step]:
    """Free text is cheap here: a message may say anything."""
    for word in islice(free_texts(text.source, text.folded, position), 1):
        cost = _FREE + len(word.text)
        yield cost, word, follow(place, word, states)


def _starts_name(char: str) -> bool:
    return char.isalpha() or char == "_" or "一" <= char <= "鿿"


def _ends(text: Text, position: int) -> Iterator[tuple[int, int]]:
    """Places after which something else could begin, and the price of reading on past them."""
    source, folded = text.source, text.folded
    for count, end in enumerate(_stops(text, position)):
        longest = max(
            (
                stop - end
                for trie in (keywords(), text.lexicon.names)
                for stop, _ in trie.match(folded, end)
            ),
            default=0,
        )
        yield end, _OVER_WORD if longest > 1 else _OVER_CHAR
        if count >= MAX_UNKNOWN_ENDS or end >= len(source):
            return


def _stops(text: Text, position: int) -> Iterator[int]:
    source, folded = text.source, text.folded
    last = min(len(source), position + LONGEST_UNKNOWN)
    for end in range(position + 1, last):
        char = source[end]
        if not (_starts_name(char) or char.isdigit()):
            yield end
            between = source[end - 1].isascii() and source[end + 1 : end + 2].isascii()
            if not (char in " -'" and between and source[end + 1 : end + 2].isalpha()):
                return
        elif any(keywords().match(folded, end)) or any(text.lexicon.names.match(folded, end)):
            yield end
    yield last


def _changed(text: Text, place: Place, position: int) -> Iterator[Step]:
    """A number where a duration is needed: its unit is missing."""
    table = load_table()
    states = table.shift(place.states, "DUR")
    if states is None:
        return
    for word in text.candidates(position, in_call=False):
        if word.kind == "NUMBER" and word.rank == "literal":
            value = (word.value[0], "d")
            duration = Word("DUR", word.start, word.end, word.text, value, "mend")
            yield 40, duration, follow(place, duration, states, 1)


def _left_out(text: Text, place: Place, position: int) -> Iterator[Step]:
    """A word too many."""
    found = [w for w in text.candidates(position, in_call=False) if w.rank in ("word", "literal")]
    end = max((word.end for word in found), default=0) or _next_start(text, position)
    kind = found[0].kind if found else "SKIP"
    word = Word("SKIP", position, end, text.source[position:end], kind, "mend")
    cost = 48 if kind == "_RPAR" else _LEFT_OUT + _LEFT_OUT_CHAR * (end - position)
    if kind in _FRAME:
        cost += _LEFT_OUT
    yield cost, word, replace(place, position=end, mends=place.mends + 1)


def _next_start(text: Text, position: int) -> int:
    for end in range(position + 1, len(text.source)):
        char = text.source[end]
        if char == " " or not _starts_name(char) or any(keywords().match(text.folded, end)):
            return end
    return len(text.source)


def mend_problems(text: str, reading: Reading) -> list[Problem]:
    """What the mends of a reading say is wrong (unknown names are the checker's to tell)."""
    problems: list[Problem] = []
    place = -1
    for index, word in enumerate(reading.words):
        if word.rank != "mend":
            continue
        code = _code(reading.words, index)
        if word.start != place:
            problems.append(_problem(text, reading.words, index, code))
        elif code == "missing_action" and problems[-1].code != "dangling_joint":
            problems[-1] = _problem(text, reading.words, index, code)
        place = word.start
    else_if = [problem for problem in problems if problem.code == "else_if"]
    return else_if or _without_unknown_action(problems)


def _without_unknown_action(problems: list[Problem]) -> list[Problem]:
    """A word left out with nothing to do behind it: that word was meant to be the action."""
    pairs = pairwise(problems)
    for at, (first, second) in enumerate(pairs):
        codes = (first.code, second.code)
        if codes == ("unexpected_word", "missing_action") and first.span.end == second.span.end:
            return [*problems[:at], replace(first, code="unknown_action"), *problems[at + 2 :]]
    return problems


def _code(words: tuple[Word, ...], index: int) -> str:
    word = words[index]
    before = words[index - 1] if index else None
    if word.kind == "SKIP":
        return _left_out_code(words, str(word.value), before)
    if word.kind == "NAME":
        return _name_code(words, index, before)
    if word.kind == "DUR":
        kinds = [w.kind for w in words[max(0, index - 3) : index]]
        return "chained_comparison" if kinds[::2] == ["OP", "OP"] else "missing_unit"
    if word.kind == "_AND" and _is_chain(words[index + 1 : index + 3]):
        return "chained_comparison"
    return _CODES[word.kind]


def _left_out_code(words: tuple[Word, ...], kind: str, before: Word | None) -> str:
    if kind == "_RPAR":
        return "extra_closing"
    if kind == "ELSE":
        return "several_else" if any(w.kind == "ELSE" for w in words) else "dangling_else"
    if before is not None and (before.kind, kind) == ("ELSE", "IF"):
        return "else_if"
    if before is not None and kind == before.kind:
        return "double_operator"
    return "chained_comparison" if kind == "OP" else "unexpected_word"


def _is_chain(following: tuple[Word, ...]) -> bool:
    """10<x<20: a second comparison with its left side put in."""
    return [w.kind for w in following] == ["NAME", "OP"] and following[0].rank == "mend"


def _name_code(words: tuple[Word, ...], index: int, before: Word | None) -> str:
    if before is None or before.kind in ("IF", "WHEN", "_AND", "_OR"):
        after = words[index + 1 : index + 2]
        return "missing_left" if after and after[0].kind == "OP" else "missing_condition"
    if before.kind in ("_LPAR", "_COMMA"):
        return "missing_argument"
    return _NAME_CODES.get(before.kind, "missing_name")


def _problem(text: str, words: tuple[Word, ...], index: int, code: str) -> Problem:
    word = words[index]
    before = words[index - 1] if index else None
    after = words[index + 1] if index + 1 < len(words) else None
    if code == "missing_action" and before is not None and before.kind in _JOINTS:
        name = before.text.strip(" ,，;；。.")
        return Problem("dangling_joint", "error", Span(before.start, before.end), {"name": name})
    if code == "missing_ranking":
        before = words[index - 2] if index > 1 else before
        name = text[before.start : word.start].strip() if before is not None else ""
        place = Span(before.start if before is not None else word.start, word.start)
        return Problem(code, "error", place, {"name": name})
    if code == "missing_unit":
        return _unit_problem(text, word, after)
    if code == "missing_set_value" and before is not None and before.kind == "CHANGE_TO":
        before = words[index - 2]
    if code == "chained_comparison" and word.kind == "_AND":
        word = after = words[index + 2]
    elif code == "chained_comparison" and word.kind == "DUR":
        word, before, after = words[index - 1], words[index - 2], word
    start, end = word.start, word.end
    if start == end:
        start = before.end if before is not None else start
        end = after.start if after is not None else start
        start, end = min(start, end), max(start, end)
    facts: dict[str, Fact] = {
        "before": _shown(before),
        "after": _shown(after),
        "name": word.text or _shown(before),
        "condition": text[: word.start].strip(" ,，"),
        "action": text[word.start :].strip(" ,，"),
    }
    offered: tuple[str, ...] = ()
    if code == "missing_boundary":
        facts["condition"] = _strip_head(text[: word.start])
        offered = (", then ",) if text.isascii() else ("，则",)
    return Problem(code, "error", Span(start, end), facts, offered)


def _unit_problem(text: str, word: Word, after: Word | None) -> Problem:
    """A number without its unit: days, or hours where something is to be done within it."""
    is_term = after is not None and after.kind in ("_WITHIN", "_UNDONE")
    zh, en = (("小时", "分钟", "天"), ("hours", "minutes", "days"))
    if not is_term:
        zh, en = (("天", "周", "小时"), ("days", "weeks", "hours"))
    amount = str(word.value[0])
    offered = [f"{amount} {unit}" for unit in en] if text.isascii() else [amount + u for u in zh]
    facts: dict[str, Fact] = {
        "name": word.text.strip(),
        "example": {"zh": f"{amount}{zh[0]}", "en": f"{amount} {en[0]}"},
    }
    return Problem("missing_unit", "error", Span(word.start, word.end), facts, tuple(offered))


def _strip_head(condition: str) -> str:
    for end, found in keywords().match(condition.lower(), 0):
        if any(kind in ("IF", "WHEN") for kind, _ in found):
            return condition[end:].strip(" ,，")
    return condition.strip(" ,，")


def _shown(word: Word | None) -> str:
    return word.text.strip(" ,，") if word is not None else ""
