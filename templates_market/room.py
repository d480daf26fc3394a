"""The market as a room of the product: what the command line and the web app find of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from runtime.commands.staff import Member
from runtime.installation import Installation
from templates_market import cli
from templates_market.gallery import BUNDLES, templates
from templates_market.install import Installed, install
from templates_market.template import MANIFEST, read_template


class Room:
    """The market's commands and pages."""

    commands = cli.COMMANDS

    def install(self, installation: Installation, what: str) -> Installed:
        """Install a template with its sample records."""
        return install(installation, what)

    def first(self) -> str | None:
        """The template that a fresh installation begins with, or None."""
        return next((each.key for each in templates() if each.first_run), None)

    def members(self, app: str | Path) -> tuple[Member, ...]:
        """The people of the template in a folder, or of the one with that key; none without."""
        manifest = (Path(app) if Path(app).is_dir() else BUNDLES / app) / MANIFEST
        template = read_template(manifest.read_bytes())[0] if manifest.is_file() else None
        return template.people if template is not None else ()

    def bind(self, app: Any) -> None:
        """Add the pages to the web application, a Flask."""
        from templates_market.web import pages  # noqa: PLC0415 - only a web process needs them

        pages.bind(app)


ROOM = Room()
