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
        _item("overview", url_for("builder.overview", app=app), icon="layout-dashboard"),
        _item("rules", url_for("build_rules.rules", app=app), icon="bolt"),
        _item("views", url_for("build_views.views", app=app), icon="list-details"),
        _item("publish", url_for("build_publish.plan", app=app), icon="rocket"),
    ]
    if draft.live:
        items.append(_item("open_app", url_for("home.app_home", app=app), icon="external-link"))
    g.menu = (MenuGroup(name, tuple(items)),)
    return draft


def _item(word: str, href: str, icon: str) -> MenuItem:
    is_list = word in {"rules", "views"}
    is_here = request.path == href or (is_list and request.path.startswith(f"{href}/"))
    return MenuItem(say(f"menu.{word}"), href, icon, is_current=is_here)
