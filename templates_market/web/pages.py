"""The gallery, a template opened, and its installation. For administrators."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from runtime.errors import Refusal, sentence
from runtime.queries.apps import apps
from runtime.spec.app import label
from runtime.web import doors
from runtime.web.language import language
from runtime.web.visitor import is_signed_in, me
from templates_market.bundle import ENDING, Bundle, BundleRefused, read_zip
from templates_market.gallery import bundle_of, search
from templates_market.pack import verify
from templates_market.preview import Preview, names_of, preview
from templates_market.template import Template
from templates_market.web import first_visit, installing

room = Blueprint("market", __name__, url_prefix="/market", template_folder="templates")
RULES = 12
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Card:
    """A template in the gallery."""

    title: str
    summary: str
    icon: str
    tags: tuple[str, ...]
    href: str
    is_here: bool


def bind(app: Flask) -> None:
    """Mount the market's pages."""
    app.register_blueprint(room)
    app.register_blueprint(first_visit.room)


def say(code: str, **facts: Any) -> str:
    """A sentence of the market, in the reader's language."""
    return sentence(f"market.{code}", language(), facts)


@room.before_request
def _only_administrators() -> ResponseReturnValue | None:
    if not is_signed_in():
        refuse: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return refuse
    if not me().administrator:
        abort(403)
    return None


@room.context_processor
def _words() -> dict[str, Any]:
    return {"say": say}


@room.get("/")
def gallery() -> str:
    """The templates, found by words, tags or pinyin."""
    return _gallery()


@room.post("/file")
def bring() -> Response | tuple[str, int]:
    """A template from a file: looked over, kept, and shown before it is installed."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _gallery(say("no_file")), 422
    content = sent.read()
    try:
        bundle = verify(content)
    except Refusal as refusal:
        return _gallery(_told(refusal)), 422
    path = _kept(bundle.digest)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(content)
    return redirect(url_for("market.show", key=bundle.digest), 303)


@room.get("/<key>")
def show(key: str) -> str:
    """A template opened: what it brings, its rules, its sample records."""
    return _opened(key)


@room.post("/<key>/install")
def install(key: str) -> Response | tuple[str, int]:
    """Begin installing; its progress is the next page."""
    bundle = _bundle(key)
    here = doors.installation()
    if any(each.key == bundle.template.key for each in apps(here)):
        return _opened(key), 409
    sample = request.form.get("sample") != "false"
    word = installing.begin(here, bundle, sample=sample, author=me().id)
    return redirect(url_for("market.progress", word=word), 303)


@room.get("/installing/<word>")
def progress(word: str) -> str:
    """How far an installation is; the page looks again by itself until it is done."""
    here, lang = doors.installation(), language()
    found = installing.look(here, word)
    if found is None:
        raise Refusal("not_found", 404)
    wanted = installing.STAGES if found.sample else installing.STAGES[:2]
    steps = [(say(f"stage.{stage}"), stage in found.stages) for stage in wanted]
    page = {
        "title": label(found.title, lang, found.app),
        "steps": steps,
        "percent": round(100 * sum(done for _, done in steps) / len(steps)),
        "is_done": found.is_done,
        "failed": label(found.failed, lang) if found.failed else "",
        "records": found.records,
        "logins": found.logins,
        "app_href": url_for("home.app_home", app=found.app),
        "back": url_for("market.gallery"),
    }
    if found.is_done:
        installing.forget(here, word)
    return render_template("market/progress.html", page=page)


def _gallery(wrong: str = "") -> str:
    asked = request.args.get("q", "")[:120]
    there = {each.key for each in apps(doors.installation())}
    lang = language()
    cards = [_card(each, lang, there) for each in search(asked)]
    return render_template("market/gallery.html", page={"q": asked, "cards": cards, "wrong": wrong})


def _card(template: Template, lang: str, there: set[str]) -> Card:
    return Card(
        title=label(template.title, lang, template.key),
        summary=label(template.summary, lang),
        icon=template.icon,
        tags=template.tags,
        href=url_for("market.show", key=template.key),
        is_here=template.key in there,
    )


def _bundle(key: str) -> Bundle:
    """A template that comes along by its key, one that was brought by its checksum.

    Raises:
        Refusal: no_such_template (404).
    """
    if _DIGEST.fullmatch(key) is None:
        return bundle_of(key)
    path = _kept(key)
    if not path.is_file():
        raise Refusal("no_such_template", 404, key=key[:12])
    return read_zip(path.read_bytes())


def _kept(digest: str) -> Path:
    return doors.installation().settings.data_dir / "market" / f"{digest}{ENDING}"


def _opened(key: str) -> str:
    lang = language()
    seen = preview(_bundle(key))
    template = seen.bundle.template
    there = next((a for a in apps(doors.installation()) if a.key == template.key), None)
    page = {
        "title": label(template.title, lang, template.key),
        "summary": label(template.summary, lang),
        "icon": template.icon,
        "facts": _facts(template),
        "tags": template.tags,
        "highlights": [label(each, lang) for each in template.highlights],
        "parts": [(say(f"part.{p.kind}"), p.count, names_of(p, lang)) for p in seen.parts],
        "rules": _rules(seen, lang),
        "more_rules": max(0, len(seen.rules) - RULES),
        "samples": [(label(labels, lang), count) for labels, count in seen.samples],
        "records": seen.records,
        "people": len(template.people),
        "install_href": url_for("market.install", key=key),
        "app_href": url_for("home.app_home", app=there.key) if there else "",
        "app": template.key,
        "back": url_for("market.gallery"),
    }
    return render_template("market/template.html", page=page)


def _facts(template: Template) -> str:
    said = [say("version", version=template.version)]
    if template.author:
        said.append(say("author", author=template.author))
    return " · ".join(said)


def _rules(seen: Preview, lang: str) -> list[tuple[str, str, bool]]:
    return [(label(rule.label, lang), rule.text, rule.on) for rule in seen.rules[:RULES]]


def _told(refusal: Refusal) -> str:
    """Why a file was refused, with its first problems."""
    lang = language()
    problems = refusal.problems[:3] if isinstance(refusal, BundleRefused) else ()
    said = [refusal.message(lang)]
    for each in problems:
        where = f"{each.at.path}:{each.at.line} " if each.at else ""
        said.append(f"{where}{each.message(lang)}")
    return " ".join(said)
