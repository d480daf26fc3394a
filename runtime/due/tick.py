"""One tick: everything that is due is done once, and said."""

from __future__ import annotations

from dataclasses import dataclass

from runtime.commands.attempts import begin_round
from runtime.commands.security_log import forget_old_entries
from runtime.due.cases import look_after_cases
from runtime.due.deliver import drain
from runtime.due.moments import run_moments
from runtime.due.recomputations import carry_on
from runtime.due.schedules import run_schedules
from runtime.due.sweep import sweep
from runtime.due.timers import run_timers
from runtime.imports.job import run_imports
from runtime.installation import Installation


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a tick did."""

    rules_swept: int
    rules_fired: int
    schedules_run: int
    delivered: int
    failed: int
    timers_run: int = 0


def catch_up(installation: Installation) -> int:
    """Do what somebody is waiting for: deliveries and confirmed imports; how much was done."""
    return drain(installation) + run_imports(installation)


def tick(installation: Installation) -> Ticked:
    """Sweep the rules that read the clock, run due schedules, look after cases, deliver what waits.

    Raises:
        Refusal: the database is away; whatever else goes wrong is an incident of what it was about.
    """
    forget_old_entries(installation)
    round_ = begin_round(installation)
    turned = run_moments(round_)
    swept = sweep(round_)
    ran = run_schedules(round_)
    timed = run_timers(round_)
    look_after_cases(round_)
    carry_on(round_)
    return Ticked(
        rules_swept=swept.rules,
        rules_fired=turned + swept.fired,
        schedules_run=ran,
        delivered=catch_up(installation),
        failed=len(round_.failed),
        timers_run=timed,
    )
