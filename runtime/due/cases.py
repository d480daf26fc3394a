"""Approvals whose people have left: somebody else is asked, or it is said that nobody is there."""

from __future__ import annotations

from functools import partial

from runtime.commands.assign import ask_anew
from runtime.commands.attempts import Cause, Round, attempt
from runtime.context import SYSTEM, writing
from runtime.store import cases, engine

MOST = 500


def look_after_cases(round_: Round) -> int:
    """Look again at every case that waits for somebody who is gone; how many moved on."""
    revisions, moved = dict(round_.apps), 0
    with engine.reading(round_.installation.engine) as connection:
        found = cases.unattended(connection, MOST)
    for app, case in found:
        if app in revisions:
            cause = Cause(app, revisions[app], case=case)
            moved += attempt(round_, cause, partial(_look, round_, app, case)) or 0
    return moved


def _look(round_: Round, app: str, case: str) -> int:
    with writing(round_.installation, SYSTEM, app, "worker") as ctx:
        known = cases.get(ctx.connection, case)
        return int(known is not None and ask_anew(ctx, case).version != known.version)
