"""`dougong scenario run`: an app's own acceptance tests, in a sandbox."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from runtime.cli.app_files import read
from runtime.cli.command import Args, Command, Word
from runtime.discovery import rooms
from runtime.scenarios.run import Ran, Wanted, run_scenarios
from runtime.spec.app import AppSpec, label
from runtime.spec.documents import Document
from runtime.spec.json_text import read_json
from runtime.spec.places import Place
from runtime.spec.yaml_text import read_yaml


def _run(args: Args) -> int:
    spec = read(args.app)
    folder = Path(args.app)
    names = frozenset({args.name}) if args.name else frozenset()
    steps = _Steps(folder, spec) if folder.is_dir() else None
    members = _members(args.app)
    wanted = Wanted(names, members, steps.place) if steps else Wanted(names, members)
    ran = run_scenarios(spec, wanted)
    _show(args, ran)
    return 0 if all(each.passed for each in ran) else 1


def _show(args: Args, ran: tuple[Ran, ...]) -> None:
    out = args.out
    out.result(
        [
            {
                "scenario": each.key,
                "label": label(each.labels, out.lang, each.key),
                "steps": each.steps,
                "passed": each.passed,
                "problems": [out.problem(problem) for problem in each.problems],
            }
            for each in ran
        ]
    )
    if out.is_json:
        return
    if not ran:
        out.say("scenario_none")
    for each in ran:
        facts = {"name": label(each.labels, out.lang, each.key), "steps": each.steps}
        if each.passed:
            out.say("scenario_passed", **facts)
        else:
            out.say("scenario_failed", **facts, count=len(each.problems))
            out.problems(each.problems)


class _Steps:
    """Where the steps of scenarios stand in the files of a folder."""

    def __init__(self, folder: Path, spec: AppSpec) -> None:
        self._documents: dict[str, Document] = {}
        for scenario in spec.scenarios:
            path = folder / scenario.at.path if scenario.at else None
            if path is not None and path.is_file():
                reader = read_json if path.suffix == ".json" else read_yaml
                document, _ = reader(str(path), path.read_text(encoding="utf-8-sig"))
                if document is not None:
                    self._documents[scenario.key] = document

    def place(self, scenario: str, step: int) -> Place | None:
        """The place of a step, or None."""
        document = self._documents.get(scenario)
        return document.place(("steps", step)) if document is not None else None


def _members(app: str) -> Any:
    """The people of the template an app is, where the market is installed."""
    market = next((room for room in rooms() if hasattr(room, "members")), None)
    return market.members(app) if market is not None else ()


COMMANDS = (
    Command(
        "scenario run",
        "help_scenario_run",
        _run,
        (
            Word("PATH-or-KEY", "help_folder_or_key", "app"),
            Word("NAME", "help_scenario", "name", required=False),
        ),
    ),
)
