"""The start page and the start page of an app."""

from __future__ import annotations

from collections.abc import Callable

from flask import g, render_template, url_for
from flask_babel import gettext as _

from runtime.compiled import CompiledForm
from runtime.context import Context
from runtime.queries.apps import apps_of
from runtime.spec.app import label
from runtime.web import doors
from runtime.web.apps import app_tiles
from runtime.web.cells import Link
from runtime.web.inbox import news
from runtime.web.language import local
from runtime.web.settings_ways import starts
from runtime.web.shell import menu
from runtime.web.tasks import todos
from runtime.web.visitor import closed_room, me

room = closed_room("home")
FEW = 6


@room.get("/")
def home() -> str:
    """What waits for me, my apps, what is new."""
    tiles = app_tiles(apps_of(doors.installation(), me().id))
    return render_template(
        "pages/home.html",
        greeting=_greeting(),
        todos=todos(FEW),
        apps=tiles,
        news=news(FEW),
        starts=starts() if me().administrator else (),
    )


@room.get("/a/<app>/")
def app_home(app: str) -> str:
    """The app's menu as tiles, and what can be filled in."""
    with doors.reading(app) as ctx:
        doors.enter(ctx)
        g.menu = menu(ctx)
        new = tuple(
            Link(
                _("New %(what)s", what=label(form.spec.labels, ctx.lang, key)),
                url_for("entry.new", app=app, form=key),
            )
            for key, form in sorted(ctx.app.forms.items(), key=_by_weight(ctx))
            if ctx.rights(key).may("create")
        )
    return render_template("pages/app.html", starts=new[:4], groups=g.menu)


def _by_weight(ctx: Context) -> Callable[[tuple[str, CompiledForm]], int]:
    """The main form before those of the menu, in its order, and the rest after them."""
    spec = ctx.app.spec
    named = [key for group in spec.menu for key in group.items]
    first = [
        spec.main,
        *(ctx.app.views[key].form if key in ctx.app.views else key for key in named),
    ]
    places = {key: place for place, key in reversed(list(enumerate(first)))}
    return lambda item: places.get(item[0], len(first))


def _greeting() -> str:
    hour = local(doors.installation().ports.clock.now()).hour
    name = me().name
    if hour < 5 or hour >= 18:
        return _("Good evening, %(name)s", name=name)
    if hour < 11:
        return _("Good morning, %(name)s", name=name)
    return _("Hello, %(name)s", name=name)
