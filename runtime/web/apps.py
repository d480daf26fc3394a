"""The apps of the one signed in, as names and tiles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from runtime.queries.specs import spec_of
from runtime.spec.app import label
from runtime.web import doors
from runtime.web.language import language


@dataclass(frozen=True, slots=True)
class Tile:
    """An app on the start page."""

    label: str
    brief: str
    icon: str
    href: str


def app_names(entries: Iterable[Any]) -> dict[str, str]:
    """What apps are called, by key."""
    lang = language()
    here = doors.installation()
    return {each.key: label(spec_of(here, each.key).labels, lang, each.key) for each in entries}


def app_tiles(entries: Iterable[Any]) -> tuple[Tile, ...]:
    """The apps as tiles."""
    lang = language()
    found = []
    for each in entries:
        spec = spec_of(doors.installation(), each.key)
        forms = ("、" if lang == "zh" else ", ").join(label(f.labels, lang) for f in spec.forms[:4])
        href = url_for("home.app_home", app=each.key)
        found.append(Tile(label(spec.labels, lang, each.key), forms, spec.icon, href))
    return tuple(found)
