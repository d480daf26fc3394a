"""`dougong import` and `dougong export-records`: records as CSV or XLSX."""

from __future__ import annotations

from runtime.cli.command import Args, Command, Option, Word, as_path
from runtime.commands.import_records import check_import, confirm_import, run_imports
from runtime.config import settings
from runtime.context import reading, writing
from runtime.installation import open_installation
from runtime.queries.export_records import export_rows
from runtime.queries.jobs import Job, job_of
from runtime.queries.people import person_id
from runtime.queries.records import ListRequest
from runtime.spreadsheet import write_csv, write_xlsx


def _import(args: Args) -> int:
    installation = open_installation(settings())
    who = person_id(installation, args.login)
    content = args.file.read_bytes()
    with writing(installation, who, args.key, "import", args.out.lang) as ctx:
        job = check_import(ctx, args.form, args.file.name, content)
    bad = {each["row"] for each in job.problems if each["severity"] == "error"}
    if bad and not args.skip:
        _show(args, job)
        args.out.say("import_refused", count=len(bad), total=job.total)
        return 1
    with writing(installation, who, args.key, "import", args.out.lang) as ctx:
        confirm_import(ctx, job.id, skip=args.skip)
    run_imports(installation)
    done = job_of(installation, job.id)
    _show(args, done)
    failed = {each["row"] for each in done.problems[len(job.problems) :]}
    args.out.say("imported", count=done.done - len(failed))
    return 0 if done.status == "done" and not done.problems else 1


def _show(args: Args, job: Job) -> None:
    lang = args.out.lang
    problems = [{**each, "message": each["message"][lang]} for each in job.problems]
    args.out.result(
        {
            "id": job.id,
            "status": job.status,
            "total": job.total,
            "done": job.done,
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
    if is_sheet:
        args.file.write_bytes(write_xlsx(rows, args.form))
    else:
        args.file.write_bytes(b"".join(write_csv(rows)))
    args.out.result({"file": str(args.file), "records": len(rows) - 1})
    args.out.say("exported", count=len(rows) - 1, file=str(args.file))
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
        (_AS, Option("--skip", "help_skip")),
    ),
    Command(
        "export-records",
        "help_export_records",
        _export,
        (*_PLACE, Word("FILE", "help_export_file", "file", as_path)),
        (_AS, Option("--where", "help_where", "TEXT")),
    ),
)
