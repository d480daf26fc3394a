"""`dougong app check | export | diff | schema`: apps as files, without publishing anything."""

from __future__ import annotations

import json
from pathlib import Path

from runtime.catalog import catalog
from runtime.cli.command import Args, Command, Word, as_path
from runtime.errors import Refusal
from runtime.spec.app import AppSpec
from runtime.spec.diff import changes
from runtime.spec.dump import to_files
from runtime.spec.folder import Slot, slot
from runtime.spec.load import load_app
from runtime.spec.problems import errors
from runtime.spec.schema import app_schema


def read(source: str) -> AppSpec:
    """The app in a folder, or the published one: ``KEY``, ``KEY@REVISION``.

    Raises:
        Refusal: no_such_app (404), or spec_refused with the folder's problems.
    """
    if Path(source).is_dir():
        spec, problems = load_app(source, catalog().blocks)
        wrong = errors(problems)
        if spec is None or wrong:
            refusal = Refusal("spec_refused", 422, count=len(wrong))
            refusal.problems = wrong  # type: ignore[attr-defined]
            raise refusal
        return spec
    key, _, number = source.partition("@")
    if number and not number.isdecimal():
        raise Refusal("no_such_app", 404, app=source)
    from runtime.config import settings  # only a published app needs the store
    from runtime.installation import open_installation
    from runtime.queries.specs import spec_of

    return spec_of(open_installation(settings()), key, int(number) if number else None)


def _check(args: Args) -> int:
    spec, problems = load_app(args.path, catalog().blocks)
    args.out.problems(problems)
    wrong = errors(problems)
    if wrong or spec is None:
        args.out.say("files_wrong", count=len(wrong))
        return 1
    facts = {"forms": len(spec.forms), "rules": len(spec.rules), "views": len(spec.views)}
    args.out.say("files_checked", name=spec.labels, **facts)
    return 0


def _export(args: Args) -> int:
    spec = read(args.app)
    folder: Path = args.folder
    _refuse_foreign(folder, spec.key)
    files = to_files(spec)
    removed = _leftovers(folder, set(files))
    for path in removed:
        (folder / path).unlink()
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    args.out.result({"app": spec.key, "files": sorted(files), "removed": removed})
    args.out.say("files_exported", name=spec.labels, count=len(files), folder=str(folder))
    return 0


def _refuse_foreign(folder: Path, key: str) -> None:
    """A folder that is not empty must hold this very app, or nothing is written."""
    if folder.exists() and not folder.is_dir():
        raise Refusal("files_no_folder", 409, folder=str(folder))
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    found, _ = load_app(folder)
    if found is None or found.key != key:
        raise Refusal("files_foreign", 409, folder=str(folder), app=key)


def _leftovers(folder: Path, written: set[str]) -> list[str]:
    """Files of elements that the app no longer has."""
    there = (path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else ()
    paths = (path.relative_to(folder).as_posix() for path in there)
    return sorted(path for path in paths if isinstance(slot(path), Slot) and path not in written)


def _diff(args: Args) -> int:
    found = changes(read(args.old), read(args.new))
    lang = args.out.lang
    args.out.result(
        [
            {
                "change": type(each).__name__,
                "kind": each.kind,
                "element": each.element,
                "message": each.message(lang),
            }
            for each in found
        ]
    )
    for each in found:
        args.out.line(each.message(lang))
    if not found:
        args.out.say("files_same")
    return 0


def _schema(args: Args) -> int:
    blocks = catalog().blocks
    schema = app_schema(blocks.fields, blocks.views)
    args.out.result(schema)
    args.out.line(json.dumps(schema, ensure_ascii=False, indent=2))
    return 0


COMMANDS = (
    Command("app check", "help_app_check", _check, (Word("PATH", "help_folder", "path"),)),
    Command(
        "app export",
        "help_app_export",
        _export,
        (
            Word("KEY", "help_key_revision_or_folder", "app"),
            Word("DIR", "help_export_dir", "folder", as_path),
        ),
    ),
    Command(
        "app diff",
        "help_app_diff",
        _diff,
        (
            Word("A", "help_key_revision_or_folder", "old"),
            Word("B", "help_key_revision_or_folder", "new"),
        ),
    ),
    Command("app schema", "help_app_schema", _schema),
)
