"""The way to the pages of administrators, and of the products above where they are installed."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext as _


@dataclass(frozen=True, slots=True)
class Way:
    """Words that lead to a page, and its picture."""

    label: str
    href: str
    icon: str
    brief: str = ""


def settings_ways() -> tuple[Way, ...]:
    """Where an administrator builds, installs and looks after people."""
    found = (
        ("builder.apps", _("Build apps"), "tool"),
        ("market.gallery", _("Templates"), "template"),
        ("people.people", _("People"), "users"),
        ("incidents.incidents", _("Needs attention"), "alert-triangle"),
        ("security.security", _("Security log"), "lock"),
    )
    return tuple(Way(words, url_for(at), icon) for at, words, icon in found if _is_there(at))


def starts() -> tuple[Way, ...]:
    """The ways to begin an app."""
    found = (
        ("market.gallery", _("From a template"), "template", _("filled with sample records")),
        ("builder.from_sheet", _("From Excel"), "file-spreadsheet", _("drop a sheet, get a form")),
        ("builder.apps", _("Blank"), "square-plus", _("drag fields onto a form")),
    )
    return tuple(
        Way(words, url_for(at), icon, brief) for at, words, icon, brief in found if _is_there(at)
    )


def _is_there(endpoint: str) -> bool:
    return endpoint in current_app.view_functions
