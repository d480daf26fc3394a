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

from runtime.commands.import_records import check_import, confirm_import, run_imports
from runtime.context import Context
from runtime.errors import Refusal
from runtime.queries.export_records import export_rows
from runtime.queries.jobs import job_of
from runtime.queries.records import form_rights
from runtime.spec.app import label
from runtime.spreadsheet import write_csv, write_xlsx
from runtime.web import doors
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
        content = write_xlsx(rows, form) if is_sheet else write_csv(rows)
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
            page["check"] = _checked(app, form, job, ctx.lang)
    return render_template("pages/import.html", page=page)


@room.post("/a/<app>/<form>/import")
def check(app: str, form: str) -> AnyResponse | tuple[str, int]:
    """Read the file and say what is wrong with it. Nothing is stored yet."""
    file = request.files.get("file")
    try:
        with doors.writing(app) as ctx:
            if file is None or not file.filename:
                raise Refusal("required", 422, field=_("file"))
            job = check_import(ctx, form, file.filename, file.read())
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        with doors.reading(app) as ctx:
            page = _page(ctx, form)
            page["wrong"] = refusal.message(ctx.lang)
        return render_template("pages/import.html", page=page), 422
    return redirect(url_for("exchange.imports", app=app, form=form, job=job.id), 303)


@room.post("/a/<app>/<form>/import/confirm")
def confirm(app: str, form: str) -> AnyResponse:
    """Store what was checked."""
    with doors.writing(app) as ctx:
        job = confirm_import(ctx, request.form.get("job", ""), skip=request.form.get("skip") == "1")
    if job.total <= SHOWN:
        run_imports(doors.installation())
        done = job_of(doors.installation(), job.id, me().id)
        flash(
            ngettext("%(num)s record was imported.", "%(num)s records were imported.", done.done),
            "ok",
        )
    else:
        flash(_("The import is running; the list fills as it goes."), "ok")
    return redirect(url_for("views.list", app=app, form=form), 303)


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


def _checked(app: str, form: str, job_id: str, lang: str) -> dict[str, Any]:
    job = job_of(doors.installation(), job_id, me().id)
    if job.app != app or job.form != form:
        raise Refusal("not_found", 404)
    bad = {each["row"] for each in job.problems if each["severity"] == "error"}
    can = job.status == "checked" and not bad and job.total > 0
    return {
        "job": job.id,
        "head": _(
            "%(good)s of %(all)s rows can be imported", good=job.total - len(bad), all=job.total
        ),
        "columns": _(", ").join(job.content["columns"]),
        "problems": [
            {"row": p["row"] or "", "field": p["field"] or "", "text": p["message"][lang]}
            for p in job.problems[:SHOWN]
        ],
        "confirm_href": url_for("exchange.confirm", app=app, form=form) if can else None,
        "verb": ngettext("Import %(num)s record", "Import %(num)s records", job.total),
    }
