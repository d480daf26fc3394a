"""Publishing a draft: what is wrong with it, or what publishing would do, confirmed by its digest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from builder import drafts
from builder.drafts import Draft
from builder.web.doors import builders_room, draft_of, say, seen
from builder.web.menu import enter
from runtime.commands.publish import RISKS, Author, plan_app, publish_app
from runtime.errors import Refusal, sentence
from runtime.spec.app import RuleSpec, ViewSpec, label
from runtime.spec.problems import Problem
from runtime.spec.reading import AppReading, read_app
from runtime.web import doors
from runtime.web.language import language
from runtime.web.visitor import me

room = builders_room("build_publish")
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A problem as the page shows it, and where it can be mended."""

    text: str
    hint: str
    place: str
    href: str
    severity: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change that must not be overlooked, and why."""

    text: str
    mark: str
    why: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the plan."""

    text: str
    risk: str
    affected: int


@room.get("/<app>/publish")
def plan(app: str) -> str:
    """What publishing the draft would do."""
    return _page(draft_of(app))


@room.post("/<app>/publish")
def publish(app: str) -> Response | tuple[str, int]:
    """Publish what was looked at: the draft's version and the plan's digest must still be those."""
    here, sent = doors.installation(), request.form
    looked_at = seen(sent.to_dict())
    draft = draft_of(app)
    try:
        drafts.check_seen(here, draft, looked_at)
        digest = sent.get("digest") or "-"
        note = sent.get("note", "")[:LONGEST_NOTE]
        author = Author(me().id, note, digest, opens="opens" in sent)
        done = publish_app(here, draft.spec, author)
    except Refusal as refusal:
        if refusal.status not in (409, 422):
            raise
        wrongs = [each.message(language()) for each in refusal.wrongs]
        sentence = " ".join([refusal.message(language()), *wrongs])
        return _page(draft_of(app), sentence), refusal.status
    drafts.rebased(here, app, done.revision, looked_at)
    flash(say("published", number=done.revision), "ok")
    return redirect(url_for("builder.overview", app=app), 303)


def _page(draft: Draft, refused: str = "") -> str:
    here, lang = doors.installation(), language()
    enter(draft)
    read = read_app(draft.spec, here.catalog.blocks)
    wrong = read.errors
    page = {
        "app": draft.spec.key,
        "name": label(draft.spec.labels, lang, draft.spec.key),
        "draft": draft,
        "refused": refused,
        "wrong": [_line(draft, each) for each in wrong],
        "hints": [_line(draft, each) for each in read.problems if each.severity == "warning"],
        "number": draft.live + 1,
        **({} if wrong else _planned(read, lang)),
    }
    return render_template("builder/publish.html", page=page)


def _planned(read: AppReading, lang: str) -> dict[str, object]:
    found = plan_app(doors.installation(), read)
    return {
        "digest": found.digest,
        "is_empty": found.is_empty,
        "is_refused": bool(found.refused),
        "marked": [
            ChangeLine(c.message(lang), c.mark, sentence(f"mark.{c.mark}", lang))
            for c in found.changes
            if c.mark
        ],
        "changes": [each.message(lang) for each in found.changes if not each.mark],
        "opens": bool(found.opens),
        "steps": [
            StepLine(s.message(lang), s.risk, s.affected)
            for s in sorted(found.steps, key=lambda each: -RISKS.index(each.risk))
        ],
        "affected": sum(step.affected for step in found.steps),
    }


def _line(draft: Draft, problem: Problem) -> ProblemLine:
    lang = language()
    name, _, pointer = problem.element.partition("#")
    folder, _, key = name.partition("/")
    app = draft.spec.key
    href, place = url_for("builder.overview", app=app), label(draft.spec.labels, lang, app)
    if folder == "forms" and (form := draft.spec.form(key)):
        parts = pointer.split("/")
        at = parts[1] if parts[0] == "fields" and len(parts) > 1 else ""
        href = url_for("build_form.design", app=app, form=key, _anchor=at or None)
        field = form.field(at)
        place = label(form.labels, lang, key) + (f" · {label(field.labels, lang)}" if field else "")
    elif folder == "rules" and (rule := _named(draft.spec.rules, key)):
        href, place = url_for("build_rules.show", app=app, rule=key), label(rule.labels, lang, key)
    elif folder == "views" and (view := _named(draft.spec.views, key)):
        href, place = url_for("build_views.show", app=app, view=key), label(view.labels, lang, key)
    return ProblemLine(problem.message(lang), problem.hint(lang), place, href, problem.severity)


_Element = TypeVar("_Element", RuleSpec, ViewSpec)


def _named(elements: Iterable[_Element], key: str) -> _Element | None:
    return next((each for each in elements if each.key == key), None)
