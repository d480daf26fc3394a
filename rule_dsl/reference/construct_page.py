"""The page of a construct."""

from __future__ import annotations

import re

from rule_dsl.reference import sample
from rule_dsl.reference.base import Construct, Example, Lang, said
from rule_dsl.reference.constructs import CONSTRUCTS
from rule_dsl.reference.markdown import blocks, bullets, code, link, table
from rule_dsl.reference.phrases import phrase
from rule_dsl.reference.reading import Reading, read_example
from rule_dsl.reference.spelling import LISTS, spellings, value_text
from rule_dsl.reference.workshop import WORKSHOP

_FORMULA = ("公式 ", "formula ")


def construct_page(construct: Construct, lang: Lang) -> str:
    """A construct in one language."""
    return blocks(
        f"# {said(construct.name, lang)}",
        said(construct.meaning, lang),
        f"> {phrase('awaits', lang)}" if construct.awaits else "",
        f"## {phrase('examples', lang)}",
        _examples(construct, lang),
        *_words(construct, lang),
        *_section("notes", bullets(said(note, lang) for note in construct.notes), lang),
        *_section(
            "see",
            "、".join(_see(construct, lang)) if lang == "zh" else ", ".join(_see(construct, lang)),
            lang,
        ),
    )


def _section(title: str, body: str, lang: Lang) -> tuple[str, ...]:
    return (f"## {phrase(title, lang)}", body) if body else ()


def _see(construct: Construct, lang: Lang) -> list[str]:
    return [link(said(CONSTRUCTS[key].name, lang), f"{key}.md") for key in construct.see]


def _examples(construct: Construct, lang: Lang) -> str:
    """Formulas as a table with their results, sentences as a list."""
    read = [(each, read_example(each, construct.group, lang)) for each in construct.examples]
    formulas = [(each, found) for each, found in read if found.is_value]
    sentences = [(each, found) for each, found in read if not found.is_value]
    parts = []
    if formulas:
        parts.append(_table([_row(each, found, lang) for each, found in formulas], lang))
    if sentences:
        parts.append("\n".join(_item(each, found, lang) for each, found in sentences))
    return "\n\n".join(parts)


def _table(rows: list[tuple[str, ...]], lang: Lang) -> str:
    """The formulas; the column of the record's values only where there are some."""
    titles = ("write", "with", "result", "other")
    columns = [
        (phrase(title, lang), *cells)
        for title, cells in zip(titles, zip(*rows, strict=True), strict=True)
    ]
    head, *body = zip(*(column for column in columns if any(column[1:])), strict=True)
    return table(head, body)


def _row(example: Example, found: Reading, lang: Lang) -> tuple[str, ...]:
    result = value_text(found.value, found.tree.child(0).type, lang)
    return (code(found.text), facts(example, found, lang), result, code(_other(example, lang)))


def _item(example: Example, found: Reading, lang: Lang) -> str:
    more = [f"{phrase('other', lang)}{_colon(lang)}{code(_other(example, lang))}"]
    shown = plain(found.canonical, lang)
    if _loose(shown) != _loose(found.text):
        more.insert(0, f"{phrase('shown', lang)}{_colon(lang)}{code(shown)}")
    return "\n".join([f"- {code(found.text)}", *(f"  - {each}" for each in more)])


def facts(example: Example, found: Reading, lang: Lang) -> str:
    """What the fields it reads hold in the sample record."""
    form = WORKSHOP.forms[example.subject]
    values = sample.record(example.subject, lang)
    listed = []
    for key in found.fields:
        field = form.fields[key]
        if field.type.kind not in ("link", "rows"):
            listed.append(
                f"{field.labels[lang][0]}{_colon(lang)}{value_text(values.get(key), field.type, lang)}"
            )
    return said(("，", ", "), lang).join(listed)


def plain(canonical: str, lang: Lang) -> str:
    """Canonical text without the word that marks a formula."""
    return canonical.removeprefix(said(_FORMULA, lang))


def _other(example: Example, lang: Lang) -> str:
    return example.en if lang == "zh" else example.zh


def _is(lang: Lang) -> str:
    return said(("是", ": "), lang)


def _colon(lang: Lang) -> str:
    return said(("：", ": "), lang)


def _loose(text: str) -> str:
    return re.sub(r"\s", "", text)


def _words(construct: Construct, lang: Lang) -> tuple[str, ...]:
    """The spellings of its words, the usual one of a row first; then lists of words."""
    rows, lists = [], []
    for row in construct.rows:
        words = [code(word) for word in spellings(row, lang) if word.strip()]
        if words and row in LISTS:
            lists.append(f"{phrase(f'listed_{row}', lang)}{_colon(lang)}{' '.join(words)}")
        elif words:
            rows.append((words[0], " ".join(words[1:])))
    if not rows and not lists:
        return ()
    spelled = table([phrase("first", lang), phrase("also", lang)], rows) if rows else ""
    return (f"## {phrase('words', lang)}", spelled, bullets(lists))
