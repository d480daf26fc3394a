"""Rules as text: their list, one rule with what is wrong in it, switching, removing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.wrappers import Response
from werkzeug.wrappers import Response as AnyResponse

from builder import drafts, starters
from builder.drafts import Draft
from builder.edits.base import Edit
from builder.edits.read import LONGEST_TEXT
from builder.edits.relabel import Relabel
from builder.edits.remove import Remove
from builder.edits.set import Set
from builder.offering import offered
from builder.reading import broken_rules, read_rule
from builder.web.doors import builders_room, draft_of, say, seen, sent_json
from builder.web.menu import enter
from runtime.errors import Refusal
from runtime.spec.app import RuleSpec, label
from runtime.web import doors
from runtime.web.language import language

room = builders_room("build_rules")


@room.get("/<app>/rules")
def rules(app: str) -> str:
    """Every rule of the draft."""
    draft = enter(draft_of(app))
    lang = language()
    forms = {form.key: label(form.labels, lang, form.key) for form in draft.spec.forms}
    broken = broken_rules(draft.spec, draft.published, _blocks())
    lines = [
        {
            "key": rule.key,
            "name": label(rule.labels, lang, rule.key),
            "form": forms.get(rule.form, rule.form),
            "text": rule.text,
            "on": rule.on,
            "is_broken": rule.key in broken,
        }
        for rule in draft.spec.rules
    ]
    page = {"app": app, "rules": lines, "version": draft.version, "forms": forms}
    return render_template("builder/rules.html", page=page)


@room.post("/<app>/rules")
def add(app: str) -> AnyResponse:
    """A new rule; its page is next."""
    draft, lang = draft_of(app), language()
    name = " ".join(request.form.get("name", "").split())[:200] or say("new_rule")
    new = starters.new_rule(draft.spec, request.form.get("form", ""), name, lang)
    drafts.edit(doors.installation(), app, new, seen(request.form.to_dict()))
    return redirect(url_for("build_rules.show", app=app, rule=new.value["key"]), 303)


@room.get("/<app>/rules/<rule>")
def show(app: str, rule: str) -> str:
    """One rule."""
    draft = enter(draft_of(app))
    return _page(draft, _rule(draft, rule))


@room.post("/<app>/rules/<rule>")
def change(app: str, rule: str) -> AnyResponse | tuple[str, int]:
    """Keep what a rule says; it may be wrong in a draft."""
    sent, here, lang = request.form, doors.installation(), language()
    draft = draft_of(app)
    found = _rule(draft, rule)
    looked_at = seen(sent.to_dict())
    text = sent.get("text", "").replace("\r\n", "\n")[:LONGEST_TEXT]
    place = _place(rule)
    changes: list[Edit] = [
        Set(place, "form", sent.get("form", found.form)),
        Set(place, "text", text.strip()),
    ]
    name = " ".join(sent.get("name", "").split())[:200]
    if name and name != label(found.labels, lang):
        changes.append(Relabel(place, lang, name))
    if (sent.get("on") == "true") != found.on:
        changes.append(Set(place, "on", sent.get("on") == "true"))
    try:
        for each in changes:
            draft = drafts.edit(here, app, each, looked_at)
            looked_at = drafts.Seen(draft.version, looked_at.editor)
    except Refusal as refusal:
        if refusal.status not in (409, 422):
            raise
        wrongs = " ".join(each.message(lang) for each in refusal.wrongs)
        refused = f"{refusal.message(lang)} {wrongs}".strip()
        fresh = enter(draft_of(app))
        return _page(fresh, _rule(fresh, rule), text, refused), refusal.status
    flash(say("kept"), "ok")
    return redirect(url_for("build_rules.show", app=app, rule=rule), 303)


@room.post("/<app>/rules/<rule>/switch")
def switch(app: str, rule: str) -> AnyResponse:
    """Switch a rule on or off."""
    edit = Set(_place(rule), "on", request.form.get("on") == "true")
    drafts.edit(doors.installation(), app, edit, seen(request.form.to_dict()))
    return redirect(url_for("build_rules.rules", app=app, _anchor=rule), 303)


@room.post("/<app>/rules/<rule>/remove")
def remove(app: str, rule: str) -> AnyResponse:
    """A rule less; the draft can take it back."""
    drafts.edit(doors.installation(), app, Remove(_place(rule)), seen(request.form.to_dict()))
    flash(say("rule_removed"), "ok")
    return redirect(url_for("build_rules.rules", app=app), 303)


@room.post("/<app>/rules:check")
def read(app: str) -> Response:
    """What the language makes of a text. Stores nothing."""
    sent = sent_json()
    form, text = sent.get("form"), sent.get("text")
    if not isinstance(form, str) or not isinstance(text, str):
        raise Refusal("edit_unread", 400)
    key = str(sent.get("rule", ""))
    spec, lang = draft_of(app).spec, language()
    found = read_rule(spec, _blocks(), (form, text), lang, key)
    if not found["zh"]:
        found |= offered(spec, _blocks(), (form, text), lang)
        if found["offers"] or found["questions"]:
            found["told"] = say("offered")
    return jsonify(found)


def _place(rule: str) -> str:
    return f"rules/{rule}"


def _blocks() -> Any:
    return doors.installation().catalog.blocks


def _rule(draft: Draft, key: str) -> RuleSpec:
    found = next((each for each in draft.spec.rules if each.key == key), None)
    if found is None:
        raise Refusal("not_found", 404)
    return found


def _page(draft: Draft, rule: RuleSpec, text: str | None = None, refused: str = "") -> str:
    lang, app = language(), draft.spec.key
    said = rule.text if text is None else text
    page: Mapping[str, Any] = {
        "app": app,
        "rule": rule,
        "name": label(rule.labels, lang, rule.key),
        "text": said,
        "refused": refused,
        "version": draft.version,
        "reading": read_rule(draft.spec, _blocks(), (rule.form, said), lang, rule.key),
        "forms": {form.key: label(form.labels, lang, form.key) for form in draft.spec.forms},
        "names": _names(draft, rule.form, lang),
    }
    return render_template("builder/rule.html", page=page)


def _names(draft: Draft, form: str, lang: str) -> list[str]:
    """What the sentence may name of its form."""
    found, kinds = draft.spec.form(form), doors.installation().catalog.fields
    return [
        label(each.labels, lang, each.key)
        for each in (found.fields if found else ())
        if each.type in kinds and kinds[each.type].storage(each).kind != "none"
    ]
