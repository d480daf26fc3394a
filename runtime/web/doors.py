"""How a page reaches the product: contexts for the one signed in, and ways back to pages."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import urlsplit

from flask import abort, current_app, g, request

from runtime import context
from runtime.context import Context
from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.web.language import language
from runtime.web.visitor import is_signed_in, me


def installation() -> Installation:
    """The installation this web process serves."""
    found: Installation = current_app.extensions["dougong"]
    return found


def reading(app: str) -> AbstractContextManager[Context]:
    """A read context in an app, for the one signed in."""
    return context.reading(installation(), me().id, app, "form", language())


def writing(app: str) -> AbstractContextManager[Context]:
    """A write context in an app, for the one signed in."""
    return context.writing(installation(), me().id, app, "form", language())


def enter(ctx: Context) -> Context:
    """Remember the app at hand for the menu and the zone of this page.

    Raises:
        Refusal: not_found (404) for who may do nothing in it: not even its name is told.
    """
    if not any(ctx.rights(form).grants for form in ctx.app.forms):
        raise Refusal("not_found", 404)
    g.app = ctx.app
    g.zone = ctx.timezone
    return ctx


def safe_path(asked: str | None, otherwise: str) -> str:
    """The asked path when it is one of this site, else the other. Never another host."""
    if not asked or not asked.startswith("/") or asked.startswith(("//", "/\\")):
        return otherwise
    if any(ord(letter) < 32 for letter in asked) or "\\" in asked:
        return otherwise
    parts = urlsplit(asked)
    return otherwise if parts.scheme or parts.netloc else asked


def here() -> str:
    """This page's own path with its question, to come back to."""
    question = request.query_string.decode("utf-8", "replace")
    return f"{request.path}?{question}" if question else request.path


def only_administrators() -> None:
    """Stop anybody else."""
    if not is_signed_in() or not me().administrator:
        abort(403)


def number_of(text: str | None) -> int:
    """A version number that was sent; 0 where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def page_number(value: Any) -> int | None:
    """The position a list goes on from, or None."""
    return number_of(value) or None
