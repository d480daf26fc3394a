"""`dougong app plan | apply | list | rollback`: publishing an app that is kept as files."""

from __future__ import annotations

from collections.abc import Sequence

from runtime.catalog import catalog
from runtime.cli.command import Args, Command, Option, Word, as_number
from runtime.commands.publish import RISKS, Author, Plan, plan_app, publish_app, roll_back
from runtime.config import settings
from runtime.context import SYSTEM
from runtime.errors import Refusal, sentence
from runtime.installation import open_installation
from runtime.queries.apps import apps
from runtime.spec.app import label
from runtime.spec.diff import Added
from runtime.spec.load import Unread, read_folder
from runtime.spec.problems import Problem
from runtime.spec.reading import AppReading


def _plan(args: Args) -> int:
    read = _read(args)
    if read is None:
        return 1
    plan = plan_app(open_installation(settings()), read)
    _show(args, plan, read.problems)
    return 1 if plan.refused else 0


def _apply(args: Args) -> int:
    read = _read(args)
    if read is None:
        return 1
    installation = open_installation(settings())
    plan = plan_app(installation, read)
    agreed = args.yes or args.digest is not None
    if not agreed and not args.out.is_json and not plan.is_empty:
        _show(args, plan, read.problems)
        agreed = _agrees(args)
        if not agreed:
            args.out.say("plan_left")
            return 1
    if args.digest is not None and args.digest != plan.digest:
        raise Refusal("plan_stale", 409)
    done = publish_app(installation, read, Author(SYSTEM, args.note, plan.digest, opens=agreed))
    changed = done.revision != done.plan.base_revision
    args.out.result({"app": plan.app, "revision": done.revision, "changed": changed})
    args.out.say("applied" if changed else "applied_nothing", app=plan.app, revision=done.revision)
    return 0


def _list(args: Args) -> int:
    found = apps(open_installation(settings()))
    args.out.result([{"key": a.key, "name": a.labels, "revision": a.revision} for a in found])
    args.out.table([(a.key, label(a.labels, args.out.lang), a.revision) for a in found])
    if not found:
        args.out.say("no_apps")
    return 0


def _rollback(args: Args) -> int:
    number = roll_back(open_installation(settings()), args.key, args.number, Author(SYSTEM))
    args.out.result({"app": args.key, "revision": number})
    args.out.say("applied", app=args.key, revision=number)
    return 0


def _read(args: Args) -> AppReading | None:
    """The app in the folder as it is read; None where it has errors, which are printed."""
    read = read_folder(args.path, catalog().blocks)
    if isinstance(read, Unread) or read.errors:
        args.out.problems(read.errors)
        return None
    return read


def _show(args: Args, plan: Plan, said: Sequence[Problem]) -> None:
    """The steps, the warnings, and what new elements give a hint of (a name that can be misread)."""
    lang = args.out.lang
    new = {each.element for each in plan.changes if isinstance(each, Added)}
    told = [each for each in said if each.severity == "warning" or each.element in new]
    steps = [
        {
            "kind": step.kind,
            "place": step.place,
            "risk": step.risk,
            "affected": step.affected,
            "sentence": step.message(lang),
            "ddl": {name: list(lines) for name, lines in step.ddl.items()},
        }
        for step in plan.steps
    ]
    args.out.result(
        {
            "app": plan.app,
            "base_revision": plan.base_revision,
            "digest": plan.digest,
            "steps": steps,
            "changes": [change.message(lang) for change in plan.changes],
            "marked": [
                {"mark": each.mark, "element": each.element, "message": each.message(lang)}
                for each in plan.changes
                if each.mark
            ],
            "warnings": [args.out.problem(each) for each in told],
        }
    )
    if not args.out.is_json:
        args.out.problems(told)
    for change in plan.changes:
        if change.mark:
            args.out.line(f"  ⚠ [{sentence(f'mark.{change.mark}', lang)}] {change.message(lang)}")
    for step in sorted(plan.steps, key=lambda each: -RISKS.index(each.risk)):
        args.out.line(f"  [{sentence(f'build.risk.{step.risk}', lang)}] {step.message(lang)}")
    for change in plan.changes:
        if not change.mark:
            args.out.line(f"  {change.message(lang)}")
    if plan.is_empty:
        args.out.say("plan_empty", app=plan.app)


def _agrees(args: Args) -> bool:
    args.out.say("plan_confirm")
    try:
        return input("> ").strip().lower() in ("y", "yes", "是", "好")
    except EOFError:
        print()
        return False


COMMANDS = (
    Command("app plan", "help_app_plan", _plan, (Word("PATH", "help_folder", "path"),)),
    Command(
        "app apply",
        "help_app_apply",
        _apply,
        (Word("PATH", "help_folder", "path"),),
        (
            Option("--yes", "help_yes"),
            Option("--note", "help_note", "TEXT", default=""),
            Option("--digest", "help_digest", "DIGEST"),
        ),
    ),
    Command("app list", "help_app_list", _list),
    Command(
        "app rollback",
        "help_app_rollback",
        _rollback,
        (Word("KEY", "help_key", "key"), Word("N", "help_revision", "number", as_number)),
    ),
)
