"""No construct, word or function of the language is without a page, and no page is stale."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rule_dsl.check.events import TARGETS
from rule_dsl.functions import FUNCTIONS
from rule_dsl.lexer import schedule
from rule_dsl.reference import documents, names, write
from rule_dsl.reference.base import Lang
from rule_dsl.reference.constructs import CONSTRUCTS
from rule_dsl.reference.families import FAMILIES, relatives
from rule_dsl.reference.pages import NoSuchPage, page
from rule_dsl.reference.reading import read_example
from rule_dsl.reference.spelling import LISTS, spellings
from rule_dsl.synonyms import TABLES
from runtime.catalog import UNHEARD, catalog

ROOT = Path(__file__).parents[3]
PAGES = ROOT / "docs/reference/language"
CHECKS = ROOT / "rule_dsl/check"
MAKERS = {"Node", "make", "listed"}
AGAIN = "; run `dougong rule reference docs/reference/language`"
CHINESE = re.compile(r"[\u3400-\u9fff]")
DATED = re.compile(r"\d+年\d+月\d+日")
RESULT = re.compile(r"\| \"[^\"]*\" \|$", re.MULTILINE)
"""A result that is Chinese text, as RMB gives."""
UNREAD = {"unknown"}
"""What stands in a refused text only."""
KINDED = {"event", "schedule"}
"""Heads whose first part says which kind: each kind has its page."""


def _made_by_the_checks() -> Iterator[str]:
    """Every head that is written down where the checks make a node."""
    for path in sorted(CHECKS.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id not in MAKERS:
                continue
            literals = [arg for arg in node.args if isinstance(arg, ast.Constant)]
            head = next((arg.value for arg in literals if isinstance(arg.value, str)), None)
            if head == "event":
                yield from (f"event:{kind}" for kind in _kinds(node))
            elif head is not None:
                yield head


def _kinds(node: ast.Call) -> Iterator[str]:
    for arg in node.args:
        if isinstance(arg, ast.Tuple) and arg.elts and isinstance(arg.elts[0], ast.Constant):
            yield str(arg.elts[0].value)


def _known_heads() -> set[str]:
    """What a tree of the language can hold: from the checks that make it, what prints and loads it."""
    loading = importlib.import_module("rule_dsl.load")
    printing = importlib.import_module("rule_dsl.printing.values")
    loaded = {*loading._FIXED, *loading._LITERALS, *loading._PLAIN_FIRST}
    printed = {*printing._LEVELS, *printing._CONDITIONS, *printing._NAMED, *printing._CONSTRUCTS}
    made = {head for head in _made_by_the_checks() if head.upper() not in FUNCTIONS}
    events = {f"event:{kind}" for kind in (*TARGETS, "entered", "left")}
    schedules = {f"schedule:{kind}" for kind, _ in schedule._SIMPLE}
    schedules |= {f"schedule:{kind}" for kind in ("every", "weekly", "monthly", "cron")}
    return {*loaded, *printed, *printing._LEAVES, *made, *events, *schedules} - KINDED - UNREAD


def _heads(tree: Any) -> Iterator[str]:
    """The heads of a tree as its JSON stands, with the kinds of events and schedules."""
    if tree is True or tree is False:
        yield "bool"
    elif tree is None:
        yield "null"
    elif tree == "always":
        yield "always"
    elif isinstance(tree, str):
        yield "number" if tree.lstrip("-").replace(".", "", 1).isdigit() else "field"
    elif tree and isinstance(tree[0], str):
        is_kinded = tree[0] in KINDED
        yield f"{tree[0]}:{tree[1]}" if is_kinded else tree[0]
        for part in tree[1 + is_kinded :]:
            yield from _heads(part)


def test_every_head_of_the_tree_has_a_page() -> None:
    described = {head for each in CONSTRUCTS.values() for head in each.heads}
    missing = sorted(_known_heads() - described)
    assert missing == [], "add a construct to rule_dsl/reference/constructs for these heads"


@pytest.mark.parametrize("construct", CONSTRUCTS.values(), ids=CONSTRUCTS)
def test_the_heads_a_page_names_are_in_its_examples(construct: Any) -> None:
    found = {
        head
        for example in construct.examples
        for head in _heads(read_example(example, construct.group, "zh").tree.dump())
    }
    assert set(construct.heads) - found == set()


def test_every_word_of_the_language_is_on_a_page() -> None:
    shown = {row for each in CONSTRUCTS.values() for row in each.rows}
    missing = sorted({row for words in TABLES.values() for row in words} - shown)
    assert missing == [], "name these rows in the `rows` of the construct that uses them"
    for row in shown:
        assert spellings(row, "zh") or spellings(row, "en"), row
    assert shown >= LISTS


def test_every_function_has_a_page_and_relatives() -> None:
    assert {
        name.removeprefix("functions/").upper() for name in names() if "functions/" in name
    } == set(FUNCTIONS)
    assert [name for name in FUNCTIONS if not relatives(name)] == [], "add them to a family"
    assert {name for row in FAMILIES for name in row} - set(FUNCTIONS) == set()


def test_pages_that_are_pointed_at_are_there() -> None:
    for construct in CONSTRUCTS.values():
        assert set(construct.see) <= set(CONSTRUCTS), construct.key
        assert construct.key not in construct.see
        assert construct.examples, construct.key
    with pytest.raises(NoSuchPage):
        page("functions/nothing", "en")


def test_pages_say_what_is_not_carried_out_yet() -> None:
    """Once an action or event is carried out, its construct no longer awaits it."""
    done = set(catalog().heads)
    structural = {
        "to",
        "cc",
        "with",
        "for",
        "level",
        "msg",
        "doc",
        "channel",
        "flow",
        "conn",
        "queue",
        "act",
    }
    for construct in CONSTRUCTS.values():
        if construct.group == "actions":
            awaits = not done & (set(construct.heads) - structural)
            assert construct.awaits == awaits, construct.key
        elif construct.group == "events":
            kinds = {head.partition(":")[2] for head in construct.heads}
            assert construct.awaits == bool(kinds & UNHEARD), construct.key


def test_the_pages_in_the_documents_are_the_ones_made_from_the_language() -> None:
    wanted = dict(documents())
    there = {
        path.relative_to(PAGES).as_posix(): path.read_text("utf-8")
        for path in PAGES.rglob("*/*.md")
    }
    assert sorted(set(wanted) ^ set(there)) == [], "pages are missing or left over" + AGAIN
    assert [path for path in wanted if wanted[path] != there[path]] == [], "stale pages" + AGAIN


def test_writing_again_changes_nothing_and_removes_what_is_gone(tmp_path: Path) -> None:
    first = write(tmp_path)
    assert len(first) == len(dict(documents()))
    gone = tmp_path / "zh/constructs/gone.md"
    gone.write_text("gone", encoding="utf-8")
    assert write(tmp_path) == ["zh/constructs/gone.md"]
    assert not gone.exists()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tables_have_as_many_cells_in_every_row(lang: Lang) -> None:
    for name in names():
        for block in re.split(r"\n\n", page(name, lang)):
            rows = [line for line in block.splitlines() if line.startswith("|")]
            cells = {len(re.findall(r"(?<!\\)\|", row)) for row in rows}
            assert len(cells) <= 1, (name, block)


def test_a_page_in_one_language_is_written_in_it() -> None:
    """Chinese stands on an English page only as code, or as the link to the other language."""
    for name in names():
        text = re.sub(r"(`+).*?\1", "", page(name, "en"))
        assert not CHINESE.search(DATED.sub("", RESULT.sub("", text))), name
