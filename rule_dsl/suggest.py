"""Names that look or sound like what was written: edit distance and pinyin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rule_dsl.lexer.width import fold

MAX_SUGGESTIONS = 3


def distance(left: str, right: str, limit: int) -> int:
    """Edits (insert, delete, replace, swap of neighbours) from one text to another, up to a limit."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    previous = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, previous = previous, row
        if min(row) > limit:
            return limit + 1
    return previous[-1]


def _drops_words(wanted: str, folded: str) -> bool:
    """Whether a label is what was written without some of its words: 采购主管补货 is not 采购主管."""
    dropped = wanted.replace(folded, "", 1)
    return " " in dropped if wanted.isascii() else len(dropped) > 1


def similar(text: str, labels: Iterable[str], pinyin: Mapping[str, str]) -> tuple[str, ...]:
    """The labels nearest to a text, nearest first."""
    wanted = fold(text.strip())
    if not wanted:
        return ()
    sound = pinyin.get(text) or _spell(wanted, pinyin)
    limit = max(1, len(wanted) // 3)
    found: dict[str, tuple[int, bool, str]] = {}
    for label in labels:
        folded = fold(label)
        if folded in wanted and _drops_words(wanted, folded):
            continue
        edits = distance(wanted, folded, limit)
        score = edits * 2
        spoken = pinyin.get(label, "")
        if (sound and spoken and spoken == sound) or (
            spoken and wanted.isascii() and wanted.replace(" ", "") == spoken.replace(" ", "")
        ):
            score = min(score, 1)
        elif edits > limit:
            if len(wanted) < 2 or wanted not in folded:
                continue
            score = 2 * limit + 1 + abs(len(wanted) - len(folded))
        if edits < max(len(wanted), len(folded)) or score <= 1:
            found.setdefault(label, (score, label.isascii() != text.isascii(), label))
    return tuple(sorted(found, key=lambda label: found[label])[:MAX_SUGGESTIONS])


def _spell(text: str, pinyin: Mapping[str, str]) -> str:
    """The pinyin of a text, character by character, as far as the vocabulary teaches it."""
    sounds: dict[str, str] = {}
    for label, spoken in pinyin.items():
        parts = spoken.split()
        if len(parts) == len(label):
            sounds.update(zip(label, parts, strict=True))
    spelled = [sounds.get(char) for char in text]
    return " ".join(part for part in spelled if part) if all(spelled) else ""
