"""The reference of the rule language, in the reader's language, for everybody signed in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from flask import abort, render_template
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from rule_dsl.reference import Lang, NoSuchPage, contents, page
from runtime.web.language import language
from runtime.web.visitor import closed_room

room = closed_room("reference")
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a page: a tag of Markdown's own (or none), what it says, what is inside.

    ``label`` is a table cell's heading, ``lang`` the language where it is not the page's.
    """

    tag: str
    text: str
    parts: tuple[Part, ...]
    href: str = ""
    label: str = ""
    lang: str = ""


@room.get("/help/language/")
def index() -> str:
    """The sentences to start from and the contents."""
    return _shown("index")


@room.get("/help/language/<any(constructs, functions):folder>/<key>")
def shown(folder: str, key: str) -> str:
    """One construct or function."""
    return _shown(f"{folder}/{key}")


def _shown(name: str) -> str:
    lang: Lang = "zh" if language() == "zh" else "en"
    try:
        title, body = _parts(name, lang)
    except NoSuchPage:
        abort(404)
    return render_template(
        "pages/reference.html",
        title=title,
        body=body,
        is_first=name == "index",
        contents=contents(lang),
    )


@cache
def _parts(name: str, lang: Lang) -> tuple[str, tuple[Part, ...]]:
    """A page's title and what follows it."""
    first, *rest = SyntaxTreeNode(_PARSER.parse(page(name, lang))).children
    return first.children[0].content, tuple(_part(node, lang) for node in rest)


def _part(node: SyntaxTreeNode, lang: Lang, label: str = "") -> Part:
    is_leaf = node.type in ("text", "code_inline")
    text = node.content if is_leaf else " " if node.type == "softbreak" else ""
    is_foreign = node.type == "code_inline" and lang == "en" and _CHINESE.search(text)
    return Part(
        tag="" if node.hidden else node.tag,
        text=text,
        parts=tuple(_inside(node, lang)),
        href=str(node.attrs.get("href", "")).removesuffix(".md"),
        label=label,
        lang="zh-CN" if is_foreign else "",
    )


def _inside(node: SyntaxTreeNode, lang: Lang) -> Iterator[Part]:
    if node.type == "table":
        head, body = node.children
        titles = [cell.children[0].content for cell in head.children[0].children]
        yield _part(head, lang)
        rows = tuple(
            Part("tr", "", tuple(map(_part, row.children, (lang,) * len(titles), titles)))
            for row in body.children
        )
        yield Part("tbody", "", rows)
    else:
        yield from (_part(each, lang) for each in node.children)
