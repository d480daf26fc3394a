"""`dougong import` and `dougong export-records`: records as CSV or XLSX."""

from __future__ import annotations

from runtime.cli.command import Args, Command, Option, Word, as_path
from runtime.commands.security_log import log_security_now
from runtime.config import settings
from runtime.context import reading, writing
from runtime.errors import sentence
from runtime.imports.job import begin_import, confirm_import, look_at, run_imports
from runtime.imports.upload import Upload, take_in
from runtime.installation import Installation, open_installation
from runtime.queries.export_records import export_rows
from runtime.queries.jobs import Job, job_of
from runtime.queries.people import person_id
from runtime.queries.records import ListRequest
from runtime.spreadsheet.writing import write_csv, write_xlsx


def _import(args: Args) -> int:
    installation = open_installation(settings())
    who = person_id(installation, args.login)
    with args.file.open("rb") as stream:
        path = take_in(installation.settings, stream)
    try:
        upload = Upload(
            app=args.key,
            form=args.form,
            owner=who,
            lang=args.out.lang,
            name=args.file.name,
            path=path,
            sheet=args.sheet or "",
        )
        looked = look_at(installation, upload)
        with writing(installation, who, args.key, "import", args.out.lang) as ctx:
            job = begin_import(ctx, looked)
    finally:
        path.unlink(missing_ok=True)
    if job.status == "waiting":
        run_imports(installation, job.id)
        job = job_of(installation, job.id)
    if job.status != "checked":
        _show(args, job)
        return 1
    return _confirmed(args, installation, job)


def _confirmed(args: Args, installation: Installation, job: Job) -> int:
    """Store what was checked, unless something speaks against it."""
    bad, repeats = job.content["bad"], job.content["repeats"]
    if job.content["blocked"] or (bad and not args.skip):
        _show(args, job)
        args.out.say("import_refused", count=bad or job.total, total=job.total)
        return 1
    if repeats and not args.again:
        _show(args, job)
        args.out.say("import_repeats")
        return 1
    with writing(installation, job.owner, args.key, "import", args.out.lang) as ctx:
        confirm_import(ctx, job.id, skip=args.skip)
    run_imports(installation, job.id)
    done = job_of(installation, job.id)
    _show(args, done)
    failed = {each["row"] for each in done.problems[len(job.problems) :]}
    args.out.say("imported", count=done.done - len(failed))
    is_whole = not any(each["severity"] == "error" for each in done.problems)
    return 0 if done.status == "done" and is_whole else 1


def _show(args: Args, job: Job) -> None:
    lang = args.out.lang
    problems = [{**each, "message": each["message"][lang]} for each in job.problems]
    args.out.result(
        {
            "id": job.id,
            "status": job.status,
            "total": job.total,
            "done": job.done,
            "sheet": job.content.get("sheet", ""),
            "problems": problems,
        }
    )
    args.out.table([(each["row"], each["field"], each["message"]) for each in problems])


def _export(args: Args) -> int:
    installation = open_installation(settings())
    who = person_id(installation, args.login)
    is_sheet = args.file.suffix.lower() == ".xlsx"
    with reading(installation, who, args.key, "cli", args.out.lang) as ctx:
        rows = list(export_rows(ctx, args.form, ListRequest(where=args.where), typed=is_sheet))
    cut: list[str] = []
    log_security_now(installation, "exported", app=args.key, form=args.form, login=args.login)
    if is_sheet:
        content, cut = write_xlsx(rows, args.form, sentence("cells_cut", args.out.lang))
        args.file.write_bytes(content)
    else:
        args.file.write_bytes(b"".join(write_csv(rows)))
    args.out.result({"file": str(args.file), "records": len(rows) - 1, "cut": cut})
    args.out.say("exported", count=len(rows) - 1, file=str(args.file))
    if cut:
        args.out.line(sentence("cells_cut", args.out.lang))
        args.out.line("、".join(cut[:20]) + ("…" if len(cut) > 20 else ""))
    return 0


_PLACE = (
    Word("KEY", "help_key", "key"),
    Word("FORM", "help_form_key", "form"),
)
_AS = Option("--as", "help_as", "NAME", sets="login", default="admin")

COMMANDS = (
    Command(
        "import",
        "help_import",
        _import,
        (*_PLACE, Word("FILE", "help_import_file", "file", as_path)),
        (
            _AS,
            Option("--skip", "help_skip"),
            Option("--again", "help_again"),
            Option("--sheet", "help_sheet", "NAME"),
        ),
    ),
    Command(
        "export-records",
        "help_export_records",
        _export,
        (*_PLACE, Word("FILE", "help_export_file", "file", as_path)),
        (_AS, Option("--where", "help_where", "TEXT")),
    ),
)
