"""The market as a room of the product: what the command line and the web app find of it."""

from __future__ import annotations

import argparse
from typing import Any

from flask import Flask

from templates_market import cli


class Room:
    """The market's commands and pages."""

    def register(self, commands: Any, common: argparse.ArgumentParser) -> None:
        """Add the commands to the parser."""
        cli.register(commands, common)

    def bind(self, app: Flask) -> None:
        """Add the pages to the web application."""
        from templates_market.web import pages  # noqa: PLC0415 - only a web process needs them

        pages.bind(app)


ROOM = Room()
