"""What a template says of itself: ``template.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jsonschema.protocols import Validator

from runtime.commands.staff import Member
from runtime.spec import frames
from runtime.spec.app import Labels
from runtime.spec.frames import FLAG, KEY, LABELS, WORD, closed, listed
from runtime.spec.places import Place
from runtime.spec.problems import Problem
from runtime.spec.schema import validator
from runtime.spec.validate import validate
from runtime.spec.yaml_text import read_yaml

MANIFEST = "template.yaml"

_VERSION = {"type": "string", "format": "version"}
_MEMBER = closed(
    {
        "login": KEY,
        "name": WORD,
        "roles": listed(frames.key_of("role"), 1),
        "department": frames.key_of("department"),
    },
    "login", "name", "roles",
)  # fmt: skip
_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {
        **frames.COMMON,
        "template": closed(
            {
                "key": KEY,
                "title": LABELS,
                "summary": LABELS,
                "version": _VERSION,
                "author": WORD,
                "min_version": _VERSION,
                "tags": listed(WORD),
                "icon": WORD,
                "highlights": listed(LABELS),
                "people": listed(_MEMBER),
                "private": FLAG,
                "first_run": FLAG,
            },
            "key", "title", "summary", "version",
        ),
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Template:
    """A template: ``people`` are the logins that come with its sample records.

    ``first_run`` says that a fresh installation begins with it, where it is of the gallery.
    """

    key: str
    title: Labels
    summary: Labels
    version: str
    author: str = ""
    min_version: str = "0"
    tags: tuple[str, ...] = ()
    icon: str = "template"
    highlights: tuple[Labels, ...] = ()
    people: tuple[Member, ...] = ()
    first_run: bool = False


def read_template(content: bytes) -> tuple[Template | None, tuple[Problem, ...]]:
    """The template a manifest describes, and what is wrong with the manifest."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, (Problem("spec_not_utf8", Place(MANIFEST, 1, 1)),)
    document, problems = read_yaml(MANIFEST, text)
    if document is None:
        return None, problems
    problems = (*problems, *validate(document, _validator(), "template"))
    return (None if problems else _template(document.value)), problems


@cache
def _validator() -> Validator:
    return validator(_SCHEMA, "template")


def _template(said: Mapping[str, Any]) -> Template:
    return Template(
        key=said["key"],
        title=said["title"],
        summary=said["summary"],
        version=said["version"],
        author=said.get("author", ""),
        min_version=said.get("min_version", "0"),
        tags=tuple(said.get("tags", ())),
        icon=said.get("icon", "template"),
        first_run=said.get("first_run", False),
        highlights=tuple(said.get("highlights", ())),
        people=tuple(
            Member(each["login"], each["name"], tuple(each["roles"]), each.get("department"))
            for each in said.get("people", ())
        ),
    )
