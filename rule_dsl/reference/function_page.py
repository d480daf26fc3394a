"""The page of a function."""

from __future__ import annotations

from rule_dsl.check.typing import TYPE_WORDS
from rule_dsl.functions import FUNCTIONS, Function, Param
from rule_dsl.reference.base import Lang, said
from rule_dsl.reference.calls import Call, empty_calls, own_name, sample_calls
from rule_dsl.reference.families import relatives
from rule_dsl.reference.markdown import blocks, bullets, code, link, table
from rule_dsl.reference.phrases import phrase
from rule_dsl.reference.spelling import kinds_text
from rule_dsl.types import Type


def function_page(function: Function, lang: Lang) -> str:
    """A function in one language."""
    name = own_name(function, lang)
    title = name if lang == "en" else f"{name} {function.name}"
    calls = sample_calls(function, lang)
    empties = tuple(call for call in empty_calls(function, lang) if call not in calls)
    related = [_link(FUNCTIONS[other], lang) for other in relatives(function.name)]
    return blocks(
        f"# {title}",
        function.doc[lang],
        bullets(
            f"{phrase(title, lang)}{said(('：', ': '), lang)}{text}"
            for title, text in (
                ("signature", code(signature(function, lang))),
                ("names", _names(function, lang)),
                ("gives", _gives(function, lang)),
            )
        ),
        f"## {phrase('arguments', lang)}",
        _arguments(function, lang),
        f"## {phrase('examples', lang)}",
        _calls(calls, lang) or phrase("no_example", lang),
        *((f"## {phrase('empties', lang)}", _calls(empties, lang)) if empties else ()),
        *(
            (f"## {phrase('related', lang)}", said(("、", ", "), lang).join(related))
            if related
            else ()
        ),
    )


def signature(function: Function, lang: Lang) -> str:
    """四舍五入(数值, [小数位])."""
    parts = ", ".join(_parameter(param, lang) for param in function.params)
    return f"{own_name(function, lang)}({parts})"


def _parameter(param: Param, lang: Lang) -> str:
    name = param.zh if lang == "zh" else param.en
    name = f"{name}, …" if param.repeats else name
    return f"[{name}]" if param.optional else name


def _names(function: Function, lang: Lang) -> str:
    """Every name it answers to, those of the reader's language first."""
    english = (function.name, *function.aliases)
    listed = (*function.zh, *english) if lang == "zh" else (*english, *function.zh)
    return " ".join(map(code, dict.fromkeys(listed)))


def _gives(function: Function, lang: Lang) -> str:
    if isinstance(function.returns, Type):
        return said(TYPE_WORDS[function.returns.kind], lang)
    return phrase("gives_same", lang)


def _arguments(function: Function, lang: Lang) -> str:
    if not function.params:
        return phrase("no_arguments", lang)
    rows = [
        (
            param.zh if lang == "zh" else param.en,
            kinds_text(param.kinds, lang),
            _remark(param, lang),
        )
        for param in function.params
    ]
    return table([phrase(title, lang) for title in ("name", "takes", "remark")], rows)


def _remark(param: Param, lang: Lang) -> str:
    said_of = [key for key in ("optional", "repeats", "many") if getattr(param, key)]
    return said(("；", "; "), lang).join(phrase(key, lang) for key in said_of)


def _calls(calls: tuple[Call, ...], lang: Lang) -> str:
    if not calls:
        return ""
    head = (phrase("write", lang), phrase("result", lang))
    return table(head, ((code(call.text), call.result) for call in calls))


def _link(function: Function, lang: Lang) -> str:
    return link(own_name(function, lang), f"{function.name.lower()}.md")
