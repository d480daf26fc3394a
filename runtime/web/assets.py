"""What the asset build made: hashed names of style sheets, scripts and the sheet of icons."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, url_for

STATIC = Path(__file__).parent / "static"
_MANIFEST = STATIC / "dist" / "manifest.json"
_PLAIN_ICON = "table"


def _read(stamp: int) -> Mapping[str, Any]:
    del stamp
    found: Mapping[str, Any] = json.loads(_MANIFEST.read_text(encoding="utf-8"))
    return found


_read_once = cache(_read)


def manifest() -> Mapping[str, Any]:
    """The manifest as it is now; empty before the first build."""
    try:
        return _read_once(_MANIFEST.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


def asset(name: str) -> str:
    """The address of a built file, by its name in the sources ("css/app.css")."""
    found = manifest().get(name)
    return url_for("static", filename=f"dist/{found['file'] if found else name}")


@cache
def hashed(name: str) -> str:
    """The address of a file that is not built, with a mark of what is in it."""
    mark = sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return url_for("static", filename=name, v=mark)


def scripts(*names: str) -> list[tuple[str, list[str]]]:
    """For each script its address and those of the parts it loads at once."""
    found = []
    for name in names:
        facts = manifest().get(f"js/{name}.js")
        if facts:
            parts = [url_for("static", filename=f"dist/{part}") for part in facts["imports"]]
            found.append((asset(f"js/{name}.js"), parts))
    return found


def known_icon(name: str) -> str:
    """The icon's name, or a plain one where the sheet has no such icon."""
    return name if name in manifest().get("icons.svg", {}).get("names", ()) else _PLAIN_ICON


def bind(app: Flask) -> None:
    """Give the templates `asset`, `hashed`, `icons_url`, `known_icon` and `scripts`."""
    app.jinja_env.globals.update(asset=asset, hashed=hashed, known_icon=known_icon, scripts=scripts)

    @app.context_processor
    def _icons() -> dict[str, str]:
        return {"icons_url": asset("icons.svg")}
