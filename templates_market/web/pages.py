"""Pages of the market."""

from __future__ import annotations

from flask import Flask


def bind(app: Flask) -> None:
    """Add the pages to the web application."""
