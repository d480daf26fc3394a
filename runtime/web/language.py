"""Language of a page: which one, its texts, and how it writes days, moments and numbers."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, current_app, g, request, session
from flask_babel import Babel, format_timedelta, get_locale, get_translations, gettext
from flask_login import current_user

from runtime.errors import LANGUAGES

SOURCES = Path(__file__).parent / "translations"
_ZONE = "Asia/Shanghai"
_LOCALES = {"zh": "zh", "en": "en"}
_HTML = {"zh": "zh-CN", "en": "en"}
_RECENT = 7 * 86_400


def compile_texts(target: Path) -> None:
    """Compile the texts into a folder, where they are missing there or older than their source."""
    for source in SOURCES.glob("*/LC_MESSAGES/*.po"):
        made = (target / source.relative_to(SOURCES)).with_suffix(".mo")
        if made.exists() and made.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as texts:
            catalog = read_po(texts)
        made.parent.mkdir(parents=True, exist_ok=True)
        fresh = made.with_name(f"{made.name}.{os.getpid()}")
        with fresh.open("wb") as file:
            write_mo(file, catalog)
        fresh.replace(made)


def language() -> str:
    """The reader's language: their own, the one chosen here, the browser's, the site's."""
    if "lang" not in g:
        own = getattr(current_user, "lang", None)
        chosen = session.get("lang") or request.cookies.get("lang")
        asked = request.accept_languages.best_match(LANGUAGES) if not own else None
        site = current_app.config["DOUGONG_LANG"]
        g.lang = next((each for each in (own, chosen, asked, site) if each in LANGUAGES), "zh")
    found: str = g.lang
    return found


def zone() -> str:
    """The zone moments are shown in: the app's at hand, else the site's."""
    found: str = g.get("zone", _ZONE)
    return found


def local(at: datetime) -> datetime:
    """A moment on the clocks of this page's zone."""
    return at.astimezone(ZoneInfo(zone()))


def exact_time(at: datetime) -> str:
    """A moment, to the minute, as the reader writes it."""
    return f"{local(at):%Y-%m-%d %H:%M}"


def relative_time(at: datetime) -> str:
    """How long ago or how soon; an older moment is its day."""
    now = current_app.extensions["dougong"].ports.clock.now()
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    apart = aware - now
    if abs(apart.total_seconds()) < 45:
        return gettext("just now")
    if abs(apart.total_seconds()) < _RECENT:
        return str(format_timedelta(apart, add_direction=True, threshold=1.1))
    here = local(aware)
    return f"{here:%m-%d}" if here.year == now.year else f"{here:%Y-%m-%d}"


def _texts() -> SupportsTexts:
    """The texts of this page's language: found once a request, not once a word."""
    if "texts" not in g:
        g.texts = get_translations()
    found: SupportsTexts = g.texts
    return found


class SupportsTexts(Protocol):
    """A catalogue of texts in one language."""

    def ugettext(self, message: str) -> str: ...
    def ungettext(self, one: str, more: str, count: int) -> str: ...


def bind(app: Flask) -> None:
    """Give the app its texts and the templates their ways to write time."""
    compiled = app.extensions["dougong"].settings.data_dir / "texts"
    compile_texts(compiled)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(compiled)
    Babel(app, locale_selector=lambda: _LOCALES[language()], timezone_selector=zone)  # type: ignore[no-untyped-call]
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _texts().ugettext(text),
        lambda one, more, count: _texts().ungettext(one, more, count),
        newstyle=True,
    )
    app.jinja_env.globals.update(
        exact_time=exact_time, relative_time=relative_time, get_locale=get_locale
    )

    @app.context_processor
    def _page_language() -> dict[str, str]:
        return {"html_lang": language(), "html_locale": _HTML[language()]}
