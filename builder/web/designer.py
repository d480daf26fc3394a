"""The form designer: its page, and the edits its island sends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from flask import jsonify, render_template, url_for
from flask.wrappers import Response

from builder import drafts, starters
from builder.drafts import Draft
from builder.edits.add import Add
from builder.edits.base import Edit
from builder.edits.places import steps_of
from builder.edits.read import read_edit
from builder.panel import groups, kinds
from builder.web.doors import builders_room, draft_of, say, seen, sent_json
from builder.web.preview import drawn_fields
from runtime.errors import Refusal
from runtime.spec.app import FieldSpec, label
from runtime.spec.dump import form_document
from runtime.spec.keywords import misreadings
from runtime.web import doors
from runtime.web.language import language

room = builders_room("build_form")

_WORDS = (
    "saved", "saving", "unsaved", "retrying", "undo", "redo", "nothing_to_undo", "nothing_to_redo",
    "desk", "handset", "publish", "back", "palette", "canvas", "panel", "search_fields", "no_kind",
    "drop_here", "empty_canvas", "choose_field", "formula", "title", "title_other", "required", "required_when",
    "unique", "default", "visible", "help", "width", "names_records", "key_forever", "move_up",
    "move_down", "copy", "remove", "removed", "placed", "added", "columns", "add_column", "add_option",
    "option_name", "tone", "one_per_line", "formula_hint", "condition_hint", "not_here", "load_newest",
    "put_mine_on_top", "kind_is", "fields_of", "none", "form_settings", "form_name", "record_title",
    "conditional", "more", "remove_option", "up_option", "gone", "selected", "tone.info", "tone.ok",
    "tone.warn", "tone.bad", "tone.muted", "keyboard_hint",
)  # fmt: skip


@room.get("/<app>/forms/<form>")
def design(app: str, form: str) -> str:
    """The designer of a form."""
    draft = draft_of(app)
    found = draft.spec.form(form)
    if found is None:
        raise Refusal("not_found", 404)
    lang, catalog = language(), doors.installation().catalog
    state = {
        **_state(draft, form),
        "lang": lang,
        "app": app,
        "words": {word: say(f"word.{word}") for word in _WORDS},
        "kinds": kinds(catalog, lang),
        "groups": groups(lang),
        "hrefs": {
            "edits": url_for("build_form.change", app=app, form=form),
            "undo": url_for("build_form.undo", app=app, form=form),
            "redo": url_for("build_form.redo", app=app, form=form),
            "state": url_for("build_form.newest", app=app, form=form),
            "back": url_for("builder.overview", app=app),
            "publish": url_for("build_publish.plan", app=app),
        },
    }
    name = label(found.labels, lang, form)
    page = {"title": name, "app": label(draft.spec.labels, lang, app), "draft": draft}
    return render_template("builder/designer.html", page=page, state=state)


@room.get("/<app>/forms/<form>/state")
def newest(app: str, form: str) -> Response:
    """The form as it is now."""
    return jsonify(_state(draft_of(app), form))


@room.post("/<app>/forms/<form>/edits")
def change(app: str, form: str) -> Response:
    """Perform one edit and answer with the form after it."""
    sent = sent_json()
    before = draft_of(app)
    edit = _edit(before, form, sent.get("edit"))
    after = drafts.edit(doors.installation(), app, edit, seen(sent))
    did = {"did": edit.label(before.spec)[language()]}
    if isinstance(edit, Add):
        did["added"] = ".".join(steps_of(edit.place)[3::2])
    return jsonify({**_state(after, form), **did})


@room.post("/<app>/forms/<form>/undo")
def undo(app: str, form: str) -> Response:
    """Take the last step of the draft back."""
    return _step(app, form, drafts.undo)


@room.post("/<app>/forms/<form>/redo")
def redo(app: str, form: str) -> Response:
    """Do the step again that was taken back last."""
    return _step(app, form, drafts.redo)


def _step(app: str, form: str, step: Callable[..., Draft]) -> Response:
    return jsonify(_state(step(doors.installation(), app, seen(sent_json())), form))


def _edit(draft: Draft, form: str, raw: Any) -> Edit:
    """The edit that was sent; a new field or a copy is begun here, where the types are known."""
    if not isinstance(raw, Mapping):
        raise Refusal("edit_unread", 400)
    kind, catalog = raw.get("kind"), doors.installation().catalog
    if kind == "new_field":
        at, inside = raw.get("at"), raw.get("inside", "")
        type_ = raw.get("type")
        if not isinstance(type_, str) or not isinstance(inside, str) or not _is_place(at):
            raise Refusal("edit_unread", 400)
        return starters.new_field(draft.spec, catalog, (form, inside), type_, at)
    if kind == "copy_field":
        if not isinstance(raw.get("field"), str):
            raise Refusal("edit_unread", 400)
        return starters.copy_field(draft.spec, form, raw["field"])
    return read_edit(raw)


def _is_place(at: Any) -> bool:
    return at is None or (isinstance(at, int) and not isinstance(at, bool) and at >= 0)


def _state(draft: Draft, form: str) -> dict[str, Any]:
    """What the island needs to know of the draft."""
    lang, catalog = language(), doors.installation().catalog
    found = draft.spec.form(form)
    state: dict[str, Any] = {
        "version": draft.version,
        "undo": draft.undo_label[lang] if draft.undo_label else None,
        "redo": draft.redo_label[lang] if draft.redo_label else None,
    }
    if found is None:
        return {**state, "form": None}
    forms = [{"key": f.key, "label": label(f.labels, lang, f.key)} for f in draft.spec.forms]
    return {
        **state,
        "form": {"fields": [], **form_document(found)},
        "drawn": dict(drawn_fields(draft.spec, found, catalog, lang)),
        "misread": dict(_misread(found.fields, lang)),
        "forms": forms,
    }


def _misread(fields: Iterable[FieldSpec], lang: str, inside: str = "") -> Iterator[tuple[str, str]]:
    """Fields whose names hold words of the rule language: what is said of them, by path."""
    kinds = doors.installation().catalog.fields
    for field in fields:
        is_read = field.type in kinds and kinds[field.type].storage(field).kind != "none"
        said = [
            text
            for problem in (misreadings(field.labels.items()) if is_read else ())
            for text in (problem.message(lang), problem.hint(lang))
        ]
        if said:
            yield f"{inside}{field.key}", ("" if lang == "zh" else " ").join(said)
        yield from _misread(field.fields, lang, f"{field.key}.")
