"""The apps of the one signed in, as names and tiles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from runtime.queries.apps import faces
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
    return {each.key: label(each.labels, lang, each.key) for each in entries}


def app_tiles(entries: Iterable[Any]) -> tuple[Tile, ...]:
    """The apps as tiles."""
    lang = language()
    found = []
    between = "、" if lang == "zh" else ", "
    for face in faces(doors.installation(), [each.key for each in entries]):
        brief = between.join(label(each, lang) for each in face.parts[:4])
        href = url_for("home.app_home", app=face.key)
        found.append(Tile(label(face.labels, lang, face.key), brief, face.icon, href))
    return tuple(found)
