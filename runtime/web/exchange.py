"""Records out as CSV or XLSX, and in from a file: checked first, stored when confirmed."""

from __future__ import annotations

from typing import Any

from flask import (
    Response,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from runtime.commands.security_log import log_security_now
from runtime.context import Context
from runtime.errors import Refusal, sentence
from runtime.imports.check import form_to_fill
from runtime.imports.job import begin_import, confirm_import, look_at, run_imports
from runtime.imports.upload import Upload, take_in
from runtime.queries.export_records import export_rows
from runtime.queries.jobs import Job, job_of
from runtime.queries.records import form_rights
from runtime.spec.app import label
from runtime.spreadsheet.writing import write_csv, write_xlsx
from runtime.web import doors
from runtime.web.language import language
from runtime.web.limits import limiter
from runtime.web.listing import Listing
from runtime.web.shell import menu
from runtime.web.visitor import closed_room, me

room = closed_room("exchange")
SHOWN = 100
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@room.get("/a/<app>/<form>/export.<any(csv, xlsx):kind>")
@limiter.limit("20 per minute")
def export(app: str, form: str, kind: str) -> Response:
    """The records of a list, as its address filters and sorts them."""
    is_sheet = kind == "xlsx"
    with doors.reading(app) as ctx:
        compiled = ctx.form(form)
        view = ctx.app.views.get(request.args.get("view", ""))
        args = tuple((k, v) for k, v in request.args.items(multi=True) if k != "after")
        own = view if view is not None and view.form == form else None
        listing = Listing(ctx, compiled, form_rights(ctx, form), own, args, request.path)
        rows = list(export_rows(ctx, form, listing.request(200), typed=is_sheet))
        content: Any = write_csv(rows)
        if is_sheet:
            content, _cut = write_xlsx(rows, form, sentence("cells_cut", ctx.lang))
    log_security_now(doors.installation(), "exported", app=app, form=form, rows=len(rows) - 1)
    response = make_response(content)
    response.headers["Content-Type"] = _XLSX if is_sheet else "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{app}-{form}.{kind}"'
    return response


@room.get("/a/<app>/<form>/import")
def imports(app: str, form: str) -> str:
    """The page to choose a file on, and what was found in the last one."""
    with doors.reading(app) as ctx:
        page = _page(ctx, form)
        job = request.args.get("job")
        if job:
            page["check"] = _of_job(ctx, form, job)
    return render_template("pages/import.html", page=page)


@room.post("/a/<app>/<form>/import")
def check(app: str, form: str) -> AnyResponse | tuple[str, int]:
    """Read the file and say what is wrong with it. Nothing is stored yet."""
    try:
        job = _taken(app, form)
    except Refusal as refusal:
        if refusal.status not in (413, 422):
            raise
        with doors.reading(app) as ctx:
            page = _page(ctx, form)
            page["wrong"] = refusal.message(ctx.lang)
        return render_template("pages/import.html", page=page), refusal.status
    return redirect(url_for("exchange.imports", app=app, form=form, job=job.id), 303)


@room.post("/a/<app>/<form>/import/confirm")
def confirm(app: str, form: str) -> AnyResponse:
    """Store what was checked."""
    with doors.writing(app) as ctx:
        job = confirm_import(ctx, request.form.get("job", ""), skip=request.form.get("skip") == "1")
    if job.total <= SHOWN:
        run_imports(doors.installation(), job.id)
    done = job_of(doors.installation(), job.id, me().id)
    if done.status != "done" or done.problems:
        return redirect(url_for("exchange.imports", app=app, form=form, job=job.id), 303)
    flash(_imported(done.done), "ok")
    return redirect(url_for("views.list", app=app, form=form), 303)


def _taken(app: str, form: str) -> Job:
    """The job of the file that was sent."""
    with doors.reading(app) as ctx:
        form_to_fill(ctx, form)
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Refusal("required", 422, field=_("file"))
    path = take_in(doors.installation().settings, file.stream)
    try:
        lang, person = language(), me().id
        sent = Upload(app=app, form=form, owner=person, lang=lang, name=file.filename, path=path)
        looked = look_at(doors.installation(), sent)
        with doors.writing(app) as ctx:
            return begin_import(ctx, looked)
    finally:
        path.unlink(missing_ok=True)


def _page(ctx: Context, form: str) -> dict[str, Any]:
    doors.enter(ctx)
    g.menu = menu(ctx)
    spec = ctx.form(form).spec
    if "import" not in form_rights(ctx, form).may:
        raise Refusal("forbidden", 403)
    return {
        "title": _("Import %(what)s", what=label(spec.labels, ctx.lang, form)),
        "back": url_for("views.list", app=ctx.app.key, form=form),
        "here": url_for("exchange.imports", app=ctx.app.key, form=form),
    }


def _of_job(ctx: Context, form: str, job_id: str) -> dict[str, Any]:
    """What the page says of an import: how it gets on, or what was found."""
    job = job_of(doors.installation(), job_id, me().id)
    if job.app != ctx.app.key or job.form != form:
        raise Refusal("not_found", 404)
    fields = ctx.form(form).fields

    def called(key: str | None) -> str:
        field = fields.get((key or "").partition(".")[0])
        return key or "" if field is None else label(field.spec.labels, ctx.lang, key or "")

    return {
        "job": job.id,
        "head": _head(job),
        "file": job.content.get("file", ""),
        "sheet": job.content.get("sheet", ""),
        "columns": _(", ").join(called(each) for each in job.content.get("columns", ())),
        "problems": [
            {"row": p["row"] or "", "field": called(p["field"]), "text": p["message"][ctx.lang]}
            for p in job.problems[:SHOWN]
        ],
        "is_running": job.status in ("waiting", "running"),
        "is_over": job.status in ("done", "failed"),
        "percent": round(_part(job) * 100),
        **_ways_on(ctx.app.key, form, job),
    }


def _ways_on(app: str, form: str, job: Job) -> dict[str, Any]:
    """What can be done with a checked file: all of it stored, or the good rows alone."""
    if job.status != "checked" or job.content["blocked"]:
        return {"confirm_href": None}
    bad = job.content["bad"]
    good = job.total - bad
    if good <= 0:
        return {"confirm_href": None}
    return {
        "confirm_href": url_for("exchange.confirm", app=app, form=form),
        "skips": bad > 0,
        "verb": ngettext("Import %(num)s record", "Import %(num)s records", good),
    }


def _head(job: Job) -> str:
    if job.status == "checked":
        good = 0 if job.content["blocked"] else job.total - job.content["bad"]
        return _("%(good)s of %(all)s rows can be imported", good=good, all=job.total)
    if job.status == "done":
        failed = {each["row"] for each in job.problems if each["severity"] == "error"}
        left = job.content.get("bad", 0)
        return _imported(job.done - max(0, len(failed) - left))
    if job.status == "failed":
        return _("The import stopped.")
    if job.content["stage"] == "check":
        return ngettext("%(num)s row checked", "%(num)s rows checked", job.done)
    return _("%(done)s of %(all)s rows are stored", done=job.done, all=job.total)


def _part(job: Job) -> float:
    if job.content["stage"] == "check":
        return float(job.content["progress"])
    return job.done / job.total if job.total else 1.0


def _imported(count: int) -> str:
    return ngettext("%(num)s record was imported.", "%(num)s records were imported.", count)
