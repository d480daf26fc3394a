"""``write``: the reference as files for a repository or a web site of documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rule_dsl.reference.base import Lang
from rule_dsl.reference.constructs import CONSTRUCTS
from rule_dsl.reference.markdown import blocks, code, link
from rule_dsl.reference.pages import names, page
from rule_dsl.reference.phrases import phrase

LANGS: tuple[Lang, ...] = ("zh", "en")


def documents() -> Iterator[tuple[str, str]]:
    """Every file of the reference: its path and its text."""
    for lang in LANGS:
        for name in names():
            yield f"{lang}/{name}.md", _document(name, lang)


def write(directory: Path) -> list[str]:
    """Write the reference below a directory; files of pages that are gone are removed.

    Returns:
        The paths that changed, below the directory.
    """
    wanted = dict(documents())
    changed = []
    for lang in LANGS:
        for old in sorted((directory / lang).rglob("*.md")):
            path = old.relative_to(directory).as_posix()
            if path not in wanted:
                old.unlink()
                changed.append(path)
    for path, text in wanted.items():
        place = directory / path
        if place.exists() and place.read_text(encoding="utf-8") == text:
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
        changed.append(path)
    return changed


def _document(name: str, lang: Lang) -> str:
    """A page with the way to its twin and to the contents, and for constructs the tree's heads."""
    other = LANGS[1 - LANGS.index(lang)]
    up = "../" * name.count("/")
    ways = [link(phrase("language", lang), f"{up}../{other}/{name}.md")]
    if up:
        ways.insert(0, link(phrase("contents", lang), f"{up}index.md"))
    return blocks(
        f"<!-- {phrase('generated', lang)} -->",
        " · ".join(ways),
        page(name, lang).rstrip(),
        _tree(name, lang, up),
    )


def _tree(name: str, lang: Lang, up: str) -> str:
    construct = CONSTRUCTS.get(name.removeprefix("constructs/"))
    if construct is None or not construct.heads:
        return ""
    heads = " ".join(code(head.replace(":", " ")) for head in construct.heads)
    return f"{phrase('tree', lang)} {heads} ({link('tree.md', f'{up}../../tree.md')})"
