"""The builder's side menu, and the app whose pages they are."""

from __future__ import annotations

from flask import g, request, url_for

from builder.drafts import Draft
from builder.web.doors import say
from runtime.spec.app import label
from runtime.web.language import language
from runtime.web.shell import MenuGroup, MenuItem


def enter(draft: Draft) -> Draft:
    """Show the draft's pages in the side menu."""
    app = draft.spec.key
    name = label(draft.spec.labels, language(), app)
    items = [
        _item("overview", "layout-dashboard", url_for("builder.overview", app=app)),
        _item("rules", "bolt", url_for("rules.rules", app=app)),
        _item("views", "list-details", url_for("views_of.views", app=app)),
        _item("publish", "rocket", url_for("publish.plan", app=app)),
    ]
    if draft.live:
        items.append(_item("open_app", "external-link", url_for("home.app_home", app=app)))
    g.menu = (_all(), MenuGroup(name, tuple(items)))
    return draft


def enter_apps() -> None:
    """Show only the way to all apps in the side menu."""
    g.menu = (_all(),)


def _all() -> MenuGroup:
    return MenuGroup(say("build"), (_item("apps", "apps", url_for("builder.apps")),))


def _item(word: str, picture: str, href: str) -> MenuItem:
    is_here = request.path == href or (word == "rules" and request.path.startswith(f"{href}/"))
    return MenuItem(say(f"menu.{word}"), href, picture, is_current=is_here)
