"""Calendars and departments that contradict themselves."""

from __future__ import annotations

from itertools import pairwise

from runtime.spec.findings import Findings, called
from runtime.spec.problems import Problem


def check_calendar(findings: Findings) -> None:
    """Report working hours that overlap, days that are off and on, departments in a ring."""
    said = findings.spec.calendar
    spans = sorted((each, number) for number, each in enumerate(said.get("hours", ())))
    for (first, _), (second, number) in pairwise(spans):
        if second.split("-")[0] < first.split("-")[1]:
            facts = {"first": first, "second": second}
            findings.add(Problem("spec_hours_overlap", facts=facts), f"app#calendar/hours/{number}")
    holidays = frozenset(said.get("holidays", ()))
    for number, day in enumerate(said.get("extra", ())):
        if day in holidays:
            problem = Problem("spec_day_off_and_on", facts={"day": day})
            findings.add(problem, f"app#calendar/extra/{number}")
    _check_departments(findings)


def _check_departments(findings: Findings) -> None:
    above = {each.key: each.facts.get("parent") for each in findings.spec.named("department")}
    for each in findings.spec.named("department"):
        seen, at = {each.key}, above[each.key]
        while at in above and at not in seen:
            seen.add(at)
            at = above[at]
        if at == each.key:
            problem = Problem("spec_department_ring", facts={"department": called(each)})
            findings.add(problem, f"app#departments/{each.key}/parent")
