"""The gallery: the templates that come along, found by words, tags or pinyin."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from runtime.errors import Refusal
from runtime.pinyin import initials, syllables
from templates_market.bundle import Bundle, read_folder
from templates_market.template import MANIFEST, Template, read_template

BUNDLES = Path(__file__).parent / "bundles"


def templates(folder: Path = BUNDLES) -> tuple[Template, ...]:
    """Every template in a folder of bundles, by key. A broken one is left out."""
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        manifest = path / MANIFEST
        if manifest.is_file():
            template, _ = read_template(manifest.read_bytes())
            if template is not None and template.key == path.name:
                found.append(template)
    return tuple(found)


def search(text: str, folder: Path = BUNDLES) -> tuple[Template, ...]:
    """The templates that every word of the text is found in; the best first, all for no text."""
    words = _plain(text).split()
    scored = []
    for template in templates(folder):
        scores = [_score(template, word) for word in words]
        if all(scores):
            scored.append((-sum(scores), template.key, template))
    return tuple(template for _, _, template in sorted(scored, key=lambda each: each[:2]))


def bundle_of(key: str, folder: Path = BUNDLES) -> Bundle:
    """The bundle of a template that comes along.

    Raises:
        Refusal: no_such_template (404).
    """
    if all(each.key != key for each in templates(folder)):
        raise Refusal("no_such_template", 404, key=key)
    return read_folder(folder / key)


def _score(template: Template, word: str) -> int:
    """How well a word fits: its key and title count most, then tags, then the summary."""
    for weight, texts in (
        (8, (template.key, *template.title.values())),
        (4, template.tags),
        (2, template.summary.values()),
        (1, (line for labels in template.highlights for line in labels.values())),
    ):
        if any(_has(text, word) for text in texts):
            return weight
    return 0


def _has(text: str, word: str) -> bool:
    return word in _plain(text) or any(word in sound for sound in _sounds(text))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


@cache
def _sounds(text: str) -> tuple[str, str]:
    """The pinyin of a text and the first letters of it."""
    whole = "".join(syllables(text)).casefold()
    first = initials(text).casefold()
    return whole, first
