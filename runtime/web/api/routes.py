"""The API's routes, signed in and answered in one way."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect

from runtime.web.api import health, imports, openapi, records, tasks
from runtime.web.api.answers import bind_elsewhere


def register(app: Flask, csrf: CSRFProtect) -> None:
    """Add the API to the web app. It takes tokens, never cookies, so it needs no CSRF token."""
    for blueprint in (records.bp, imports.bp, tasks.bp, openapi.bp):
        csrf.exempt(blueprint)  # type: ignore[no-untyped-call]
        app.register_blueprint(blueprint)
    app.register_blueprint(health.bp)
    bind_elsewhere(app)
