"""What stands around every page: the app's menu, what waits, who is here, how it looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext as _

from runtime import gate
from runtime.compiled import CompiledApp
from runtime.context import Context
from runtime.spec.app import MenuSpec, ViewSpec, label
from runtime.web import doors
from runtime.web.language import language
from runtime.web.settings_ways import settings_ways
from runtime.web.visitor import is_signed_in, me
from runtime.web.waiting import waiting

THEMES = ("auto", "light", "dark")
DENSITIES = ("standard", "compact")


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of a menu."""

    label: str
    href: str
    icon: str
    brief: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """Lines of a menu under a heading."""

    label: str
    items: tuple[MenuItem, ...]


@dataclass(frozen=True, slots=True)
class Shell:
    """What the base template needs."""

    name: str
    icon: str
    home: str
    apps_href: str
    at: str
    menu: tuple[MenuGroup, ...]
    person: str
    administrator: bool
    lang: str
    theme: str
    density: str
    unread: int
    todos: int


def menu(ctx: Context) -> tuple[MenuGroup, ...]:
    """The app's menu, cut to what the actor may read; an app without one lists its forms."""
    spec = ctx.app.spec
    declared = spec.menu or (MenuSpec(spec.labels, tuple(form.key for form in spec.forms)),)
    groups = []
    for group in declared:
        items = [item for key in group.items if (item := _item(ctx, key)) is not None]
        if items:
            groups.append(MenuGroup(label(group.labels, ctx.lang), tuple(items)))
    queues = tuple(
        MenuItem(label(each.labels, ctx.lang, each.key), href, "stack-2", is_current=_is_here(href))
        for each in gate.queues(ctx)
        for href in (url_for("queues.show", app=ctx.app.key, queue=each.key),)
    )
    return (*groups, MenuGroup(_("Queues"), queues)) if queues else tuple(groups)


def view_address(app: CompiledApp, view: ViewSpec) -> str | None:
    """Where a view is shown: a type's pages are the endpoint of its name. None without one."""
    endpoint = f"views.{view.type}"
    if endpoint not in current_app.view_functions:
        return None
    rule = next(current_app.url_map.iter_rules(endpoint))
    where: dict[str, Any] = {"form": view.form} if "form" in rule.arguments else {}
    return url_for(endpoint, app=app.key, view=view.key, **where)


def is_shown_here(view: ViewSpec) -> bool:
    """Whether this page shows views of that type."""
    return request.endpoint == f"views.{view.type}"


def _item(ctx: Context, key: str) -> MenuItem | None:
    app = ctx.app
    view = app.views.get(key)
    form_key = view.form if view else key
    if form_key not in app.forms or not ctx.rights(form_key).may("read"):
        return None
    form = app.forms[form_key].spec
    if view is None:
        href = url_for("views.list", app=app.key, form=key)
        name = label(form.labels, ctx.lang, key)
        return MenuItem(name, href, form.icon, _("All records"), _is_here(href))
    address = view_address(app, view) if sees(ctx, view.roles) else None
    face = ctx.installation.catalog.views[view.type].face
    if address is None or (face.shows == "entry" and not ctx.rights(form_key).may("create")):
        return None
    return MenuItem(
        label=label(view.labels, ctx.lang, key),
        href=address,
        icon=face.icon,
        brief=label(form.labels, ctx.lang),
        is_current=_is_here(address),
    )


def sees(ctx: Context, roles: tuple[str, ...]) -> bool:
    """Whether a view for some roles is for this actor."""
    return not roles or ctx.actor.administrator or not ctx.actor.roles.isdisjoint(roles)


def _is_here(href: str) -> bool:
    path, _mark, question = href.partition("?")
    if request.path != path:
        return False
    asked = request.args.get("view")
    return question == f"view={asked}" if asked or question else True


def _shell() -> Shell:
    app: CompiledApp | None = g.get("app")
    lang = language()
    counts = waiting()
    home = url_for("home.app_home", app=app.key) if app else url_for("home.home")
    return Shell(
        name=label(app.spec.labels, lang, app.key) if app else "斗拱 Dougong",
        icon=app.spec.icon if app else "puzzle",
        home=home,
        apps_href=home if app else url_for("home.home") + "#apps",
        at=_place(),
        menu=(*g.get("menu", ()), *_settings()),
        person=me().name,
        administrator=me().administrator,
        lang=lang,
        theme=_one_of(me().theme, THEMES),
        density=_one_of(me().density, DENSITIES),
        unread=counts.unread,
        todos=counts.todos,
    )


def _settings() -> tuple[MenuGroup, ...]:
    """What administrators find below every menu."""
    if not me().administrator:
        return ()
    items = tuple(
        MenuItem(way.label, way.href, way.icon, is_current=request.path == way.href)
        for way in settings_ways()
    )
    return (MenuGroup(_("Settings"), items),)


def _one_of(chosen: str | None, known: tuple[str, ...]) -> str:
    return chosen if chosen in known else known[0]


def _place() -> str:
    blueprint, _dot, view = (request.endpoint or "").partition(".")
    if blueprint == "home":
        return "home" if view == "home" else "app"
    if view == "scan":
        return "scan"
    return {"tasks": "tasks", "account": "account"}.get(blueprint, "app" if g.get("app") else "")


def bind(app: Flask) -> None:
    """Give the templates `shell` where somebody is signed in."""

    @app.context_processor
    def _around() -> dict[str, object]:
        if not is_signed_in():
            return {"alone_theme": request.cookies.get("theme", "auto")}
        return {"shell": _shell(), "here": doors.here, "alone_theme": me().theme or "auto"}
