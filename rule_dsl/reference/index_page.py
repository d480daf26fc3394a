"""The first page: sentences to start from, the sample record, and the contents."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rule_dsl.functions import FUNCTIONS
from rule_dsl.reference import sample
from rule_dsl.reference.base import Lang, said
from rule_dsl.reference.calls import own_name
from rule_dsl.reference.constructs import CONSTRUCTS
from rule_dsl.reference.markdown import blocks, bullets, code, link, table
from rule_dsl.reference.phrases import FUNCTION_GROUPS, GROUPS, phrase
from rule_dsl.reference.spelling import value_text
from rule_dsl.reference.starters import STARTERS
from rule_dsl.reference.workshop import WORKSHOP
from rule_dsl.values import Row


def index_page(lang: Lang) -> str:
    """The first page in one language."""
    return blocks(
        f"# {phrase('title', lang)}",
        phrase("opening", lang),
        phrase("both", lang),
        f"## {phrase('starters', lang)}",
        _starters(lang),
        f"## {phrase('constructs', lang)}",
        *_constructs(lang),
        f"## {phrase('functions', lang)}",
        phrase("functions_note", lang),
        *_functions(lang),
        f"## {phrase('sample', lang)}",
        phrase("sample_note", lang),
        *(_record(form, lang) for form in ("repair", "machine")),
        f"### {phrase('earlier', lang)}",
        _others("repair", ("reported_at", "cost", "downtime", "state"), lang),
        f"### {phrase('checks', lang)}",
        _others("check", ("checked_at", "score", "passed"), lang),
        f"### {phrase('last_days', lang)}",
        _days(lang),
    )


def _starters(lang: Lang) -> str:
    rows = (
        (link(said(wanted, lang), f"constructs/{key}.md"), code(said((each.zh, each.en), lang)))
        for wanted, each, key in STARTERS
    )
    return table((phrase("wanted", lang), phrase("sentence", lang)), rows)


def _constructs(lang: Lang) -> list[str]:
    parts = []
    for group, title in GROUPS.items():
        rows = [
            (link(said(each.name, lang), f"constructs/{each.key}.md"), said(each.meaning, lang))
            for each in CONSTRUCTS.values()
            if each.group == group
        ]
        parts += [
            f"### {said(title, lang)}",
            table((phrase("name", lang), phrase("about", lang)), rows),
        ]
    return parts


def _functions(lang: Lang) -> list[str]:
    parts = []
    for group, title in FUNCTION_GROUPS.items():
        rows = [
            (_named(name, lang), each.doc[lang])
            for name, each in FUNCTIONS.items()
            if each.group == group
        ]
        heading = said(title, lang) + said(("函数", ": functions"), lang)
        parts += [f"### {heading}", table((phrase("name", lang), phrase("about", lang)), rows)]
    return parts


def _named(name: str, lang: Lang) -> str:
    own = own_name(FUNCTIONS[name], lang)
    return link(own if own == name else f"{own} {name}", f"functions/{name.lower()}.md")


def _record(form: str, lang: Lang) -> str:
    """The sample record of a form, field by field."""
    declared = WORKSHOP.forms[form]
    values = sample.record(form, lang)
    rows = []
    for key, field in declared.fields.items():
        if field.type.kind == "rows":
            text = _lines(values[key], str(field.type.of), lang)
        else:
            text = value_text(values.get(key), field.type, lang)
        rows.append((field.labels[lang][0], text))
    return table((declared.labels[lang][0], phrase("content", lang)), rows)


def _lines(rows: Sequence[Row], form: str, lang: Lang) -> str:
    """Lines of a record, one after the other."""
    columns = WORKSHOP.forms[form].fields
    lines = (
        said(("，", ", "), lang).join(
            f"{column.labels[lang][0]} {value_text(row[key], column.type, lang)}"
            for key, column in columns.items()
        )
        for row in rows
    )
    return said(("；", "; "), lang).join(lines)


def _others(form: str, keys: Sequence[str], lang: Lang) -> str:
    """The other records of a form, the newest last; without the sample repair request itself."""
    fields = [WORKSHOP.forms[form].fields[key] for key in keys]
    found = sample.Workshop(lang).rows(form)
    rows = found[:-1] if form == "repair" else found
    return table(
        [field.labels[lang][0] for field in fields],
        ([value_text(row[field.key], field.type, lang) for field in fields] for row in rows),
    )


def _days(lang: Lang) -> str:
    """The daily values that a trend looks at."""
    fields = WORKSHOP.forms["machine"].fields
    return bullets(
        fields[key].labels[lang][0]
        + said(("：", ": "), lang)
        + said(("、", ", "), lang).join(
            value_text(Decimal(value), fields[key].type, lang) for value in values
        )
        for key, values in sample.DAILY.items()
    )
