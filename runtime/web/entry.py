"""Filling in a form: a new record, or a change of one; and what it says while it is filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from runtime.changes.defaults import with_defaults
from runtime.commands.change import change_record
from runtime.commands.idempotency import Reply
from runtime.commands.submit import submit_record
from runtime.compiled import CompiledField, CompiledForm
from runtime.context import Context
from runtime.errors import Refusal
from runtime.fields.base import Unreadable
from runtime.queries.records import RecordView, form_rights, get_record
from runtime.spec.app import ViewSpec, label
from runtime.web import doors
from runtime.web.inputs import EntryForm, Input, Pick, entry_form
from runtime.web.live import answer, as_stored, mark, so_far, whole
from runtime.web.page_word import fingerprint, new_word, once_a_page, page_word
from runtime.web.pickable import pickable
from runtime.web.records import views
from runtime.web.sessions import keep_in
from runtime.web.shell import menu, sees
from runtime.web.uploads import has_uploads, written_with_uploads
from runtime.web.visitor import closed_room

room = closed_room("entry")


@dataclass(frozen=True, slots=True)
class WrongAt:
    """Something wrong at an input, and where to jump."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """What the form's template needs."""

    title: str
    verb: str
    here: str
    back: str
    action: str
    draft_key: str
    live_href: str
    form: EntryForm
    inputs: tuple[Input, ...]
    once: str
    version: int | None = None
    wrong_head: str = ""
    wrongs_whole: tuple[str, ...] = ()
    wrongs_at: tuple[WrongAt, ...] = ()
    stale: str = ""
    programs: str = ""

    @property
    def wrongs(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.wrongs_whole or self.wrongs_at)


@views.get("/a/<app>/<form>/new", endpoint="form")
@room.get("/a/<app>/<form>/new")
def new(app: str, form: str) -> str:
    """An empty form, its defaults filled in."""
    with doors.reading(app) as ctx:
        compiled = _open(ctx, form)
        if "create" not in form_rights(ctx, form).may:
            raise Refusal("forbidden", 403)
        fields = _fields(ctx, compiled, None)
        defaults, _unfit = with_defaults(ctx, compiled, {}, ())
        values = _given(ctx, compiled, {**dict.fromkeys(compiled.stored), **defaults})
        scope = as_stored(ctx, compiled, values, is_new=True)
        for each in fields.inputs():
            each.show((scope if each.at.formula else values).get(each.key), ctx.reader)
        mark(ctx, compiled, fields, scope)
        page = _page(ctx, compiled, fields, None)
    return render_template("frontline/form.html", page=page)


@room.post("/a/<app>/<form>/new")
def create(app: str, form: str) -> Response | tuple[str, int]:
    """Submit a new record."""
    try:
        kept = _kept_uploads(app, form)
        with doors.writing(app) as ctx:

            def do() -> Reply:
                record = submit_record(ctx, form, {**_written(ctx, form), **kept})
                flash(_("Saved."), "ok")
                return 303, {"id": record.id}

            record_id = once_a_page(ctx, "create", do)["id"]
            target = _after(ctx, form, record_id)
            keep_in(ctx)
    except Refusal as refusal:
        if refusal.status not in (409, 413, 422):
            raise
        if refusal.code == "idem_key_reused":
            return _again(app, form, None, Refusal("form_sent_before", 409)), 409
        return _again(app, form, None, refusal), refusal.status
    return redirect(target, 303)


@room.get("/a/<app>/<form>/<record_id>/edit")
def edit(app: str, form: str, record_id: str) -> str:
    """A record in its form."""
    with doors.reading(app) as ctx:
        compiled = _open(ctx, form)
        record = _editable(ctx, form, record_id)
        fields = _fields(ctx, compiled, record)
        for each in fields.inputs():
            each.show(record.values.get(each.key), ctx.reader)
        mark(
            ctx,
            compiled,
            fields,
            as_stored(ctx, compiled, whole(ctx, compiled, record), is_new=False),
        )
        page = _page(ctx, compiled, fields, record)
    return render_template("frontline/form.html", page=page)


@room.post("/a/<app>/<form>/<record_id>/edit")
def change(app: str, form: str, record_id: str) -> Response | tuple[str, int]:
    """Change a record that was seen at a version."""
    version = doors.number_of(request.form.get("version"))
    try:
        kept = _kept_uploads(app, form, record_id)
        with doors.writing(app) as ctx:

            def do() -> Reply:
                written = {**_written(ctx, form, record_id), **kept}
                change_record(ctx, form, record_id, version, written)
                flash(_("Saved."), "ok")
                return 303, {"id": record_id}

            once_a_page(ctx, f"change:{fingerprint()}", do)
            keep_in(ctx)
    except Refusal as refusal:
        if refusal.status not in (409, 412, 413, 422):
            raise
        return _again(app, form, record_id, refusal), refusal.status
    return redirect(url_for("record.detail", app=app, form=form, record_id=record_id), 303)


@room.post("/a/<app>/<form>/live")
def live(app: str, form: str) -> Response:
    """Which fields show and must be filled for what is written so far, and what is worked out."""
    with doors.reading(app) as ctx:
        compiled = ctx.form(form)
        record_id = request.args.get("record")
        record = get_record(ctx, form, record_id) if record_id else None
        fields = _fields(ctx, compiled, record, request.form)
        found = answer(ctx, compiled, fields, record)
    return jsonify(fields=found)


@room.get("/a/<app>/<form>/suggest/<field>")
def suggest(app: str, form: str, field: str) -> str:
    """What can be picked in a field, or in a column of lines (``items.product``), by a text."""
    with doors.reading(app) as ctx:
        key, _dot, column = field.partition(".")
        at = ctx.form(form).fields.get(key)
        if column and at is not None:
            at = (at.inner or {}).get(column)
        rights = form_rights(ctx, form)
        if at is None or at.storage.kind != "id":
            raise Refusal("not_found", 404)
        if key not in rights.readable | rights.writable:
            raise Refusal("not_found", 404)
        found = pickable(ctx, at, request.args.get("q", ""))
    return render_template("fragments/options.html", options=found or ())


def _quick(ctx: Context, form: str) -> ViewSpec | None:
    """The short form that was asked for, if it is one of this form for this actor."""
    found = ctx.app.views.get(request.args.get("view", ""))
    if found is None or found.form != form or not sees(ctx, found.roles):
        return None
    is_entry = ctx.installation.catalog.views[found.type].face.shows == "entry"
    return found if is_entry else None


def _after(ctx: Context, form: str, record_id: str) -> str:
    """Where to go after submitting: a short form may want the next record, or the list."""
    view = _quick(ctx, form)
    then = view.options.get("then") if view else None
    if then == "again":
        return doors.here()
    if then == "list":
        return url_for("views.list", app=ctx.app.key, form=form)
    return url_for("record.detail", app=ctx.app.key, form=form, record_id=record_id)


def _open(ctx: Context, form: str) -> CompiledForm:
    doors.enter(ctx)
    g.menu = menu(ctx)
    return ctx.form(form)


def _kept_uploads(app: str, form: str, record_id: str | None = None) -> dict[str, Any]:
    """What was sent for the fields that files came for: they are kept before the record is written."""
    if not has_uploads():
        return {}
    with doors.reading(app) as ctx:
        fields = _sent(ctx, form, _editable(ctx, form, record_id) if record_id else None)
    plain = fields.written()
    with_files = written_with_uploads(fields)
    return {key: value for key, value in with_files.items() if value != plain.get(key)}


def _written(ctx: Context, form: str, record_id: str | None = None) -> dict[str, Any]:
    """What was sent for the fields this actor may write."""
    record = _editable(ctx, form, record_id) if record_id else None
    fields = _sent(ctx, form, record)
    written = fields.written()
    for each in fields.inputs():
        if record and each.is_untouched(record.values.get(each.key), ctx.reader):
            written.pop(each.key, None)
    return written


def _sent(ctx: Context, form: str, record: RecordView | None) -> EntryForm:
    """The inputs this actor may write, as they were sent."""
    return _asked(ctx, ctx.form(form), record, request.form)


def _editable(ctx: Context, form: str, record_id: str) -> RecordView:
    record = get_record(ctx, form, record_id)
    if "update" not in record.may or not record.writable:
        raise Refusal("forbidden", 403)
    return record


def prepare(ctx: Context, form: str, each: Input) -> None:
    """Give an input, or the columns of its lines, what can be picked in it."""
    if each.choices is None and each.at.storage.kind == "id":
        pick = _pick(ctx, form, each.key, each.at)
        each.source, each.choices = pick.source, pick.choices
    for key, at in (each.at.inner or {}).items():
        if at.storage.kind == "id" and at.is_written_by_people:
            each.picks[key] = _pick(ctx, form, f"{each.key}.{key}", at)


def _pick(ctx: Context, form: str, field: str, at: CompiledField) -> Pick:
    where: dict[str, Any] = {"app": ctx.app.key, "form": form, "field": field}
    return Pick(pickable(ctx, at, ""), url_for("entry.suggest", **where))


def _fields(
    ctx: Context, form: CompiledForm, record: RecordView | None, formdata: Any = None
) -> EntryForm:
    """The form's inputs that this actor may write (and, of a record, read), ready to be shown."""
    fields = _asked(ctx, form, record, formdata)
    for each in fields.inputs():
        prepare(ctx, form.key, each)
    return fields


def _asked(ctx: Context, form: CompiledForm, record: RecordView | None, formdata: Any) -> EntryForm:
    """The form's inputs that this actor may write (and, of a record, read)."""
    fields = entry_form(form, ctx.lang, formdata)
    if record is None:
        view = _quick(ctx, form.key)
        rights = form_rights(ctx, form.key)
        if view is not None:
            asked = ctx.installation.catalog.views[view.type].fields(view, form.spec)
            fields.arrange(asked)
        fields.keep(rights.writable, rights.readable & form.worked_out)
    else:
        fields.keep(record.writable, record.readable)
    return fields


def _given(ctx: Context, form: CompiledForm, values: dict[str, Any]) -> dict[str, Any]:
    """The values with those of the address (``?field=text``), as a link to a prefilled form."""
    for key, at in form.fields.items():
        text = request.args.get(key)
        if text and at.is_written_by_people:
            try:
                values[key] = at.type.parse(text, at.spec, ctx.reader)
            except Unreadable:
                continue
    return values


def _page(
    ctx: Context, form: CompiledForm, fields: EntryForm, record: RecordView | None
) -> EntryPage:
    what = label(form.spec.labels, ctx.lang, form.key)
    where: dict[str, Any] = {"app": ctx.app.key, "form": form.key}
    if record is None:
        here = url_for("entry.new", **where, view=request.args.get("view"))
        back = url_for("views.list", **where)
    else:
        here = url_for("entry.edit", **where, record_id=record.id)
        back = url_for("record.detail", **where, record_id=record.id)
    return EntryPage(
        title=_("New %(what)s", what=what)
        if record is None
        else _("Edit %(title)s", title=record.title),
        verb=_("Submit %(what)s", what=what) if record is None else _("Save the changes"),
        here=here,
        back=back,
        action=here,
        draft_key=here,
        live_href=url_for("entry.live", **where, record=record.id if record else None),
        form=fields,
        inputs=tuple(fields.inputs()),
        once=page_word(),
        version=record.version if record else None,
    )


def _again(app: str, form: str, record_id: str | None, refusal: Refusal) -> str:
    """The form as it was sent, with everything that is wrong with it."""
    with doors.reading(app) as ctx:
        compiled = _open(ctx, form)
        record = _editable(ctx, form, record_id) if record_id else None
        fields = _fields(ctx, compiled, record, request.form)
        written = so_far(ctx, compiled, fields, record).values
        scope = as_stored(ctx, compiled, written, is_new=record is None)
        for each in fields.inputs():
            if each.fixed:
                each.show(scope.get(each.key), ctx.reader)
            else:
                each.show_written(ctx.reader)
        mark(ctx, compiled, fields, scope)
        rest = fields.point_out(refusal.wrongs, ctx.lang)
        page = _page(ctx, compiled, fields, record)
    if refusal.code == "form_sent_before":
        page = replace(page, once=new_word())
    if refusal.status == 412:
        return render_template(
            "frontline/form.html", page=replace(page, stale=refusal.message(ctx.lang))
        )
    if not refusal.wrongs:
        rest = [refusal.message(ctx.lang)]
    at = tuple(
        WrongAt(one.id, text)
        for each in fields.inputs()
        for one in (each, *(inner for row in each.rows for inner in row.inputs))
        for text in one.errors
    )
    count = len(rest) + len(at)
    head = ngettext("%(num)s thing needs fixing", "%(num)s things need fixing", count)
    told = replace(page, wrong_head=head, wrongs_whole=tuple(rest), wrongs_at=at)
    return render_template("frontline/form.html", page=told)
