"""`dougong import` and `dougong export-records`: records as CSV or XLSX."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from runtime.commands.import_records import check_import, confirm_import, run_imports
from runtime.config import settings
from runtime.context import reading, writing
from runtime.installation import Installation, open_installation
from runtime.queries.export_records import export_rows
from runtime.queries.jobs import job_of
from runtime.queries.people import person_id
from runtime.queries.records import ListRequest
from runtime.spreadsheet import write_csv, write_xlsx


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the parser."""
    for name, run, text in (
        ("import", _import, "import records from a file"),
        ("export-records", _export, "export records into a file"),
    ):
        parser = commands.add_parser(name, parents=[common], help=text)
        parser.add_argument("key", metavar="KEY")
        parser.add_argument("form", metavar="FORM")
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--as", dest="login", default="admin", metavar="NAME")
        parser.set_defaults(run=run)
        if name == "import":
            parser.add_argument("--skip", action="store_true", help="leave out rows with problems")
        else:
            parser.add_argument("--where", help="an expression that chooses records")


def _import(args: argparse.Namespace) -> int:
    installation = open_installation(settings())
    who = person_id(installation, args.login)
    content = args.file.read_bytes()
    with writing(installation, who, args.key, "import", args.out.lang) as ctx:
        job = check_import(ctx, args.form, args.file.name, content)
    errors = [each for each in job.problems if each["severity"] == "error"]
    if errors and not args.skip:
        _show(args, installation, job.id)
        return 1
    with writing(installation, who, args.key, "import", args.out.lang) as ctx:
        confirm_import(ctx, job.id, skip=args.skip)
    run_imports(installation)
    return _show(args, installation, job.id)


def _show(args: argparse.Namespace, installation: Installation, job_id: str) -> int:
    job = job_of(installation, job_id)
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
    args.out.say("import_state", status=job.status, total=job.total, done=job.done)
    return 0 if job.status == "done" and not problems else 1


def _export(args: argparse.Namespace) -> int:
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
