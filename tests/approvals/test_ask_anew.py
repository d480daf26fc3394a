"""Where those who were asked have left, whoever belongs there today is asked, or nobody_found says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from runtime.approvals.case_commands import AskAnew
from tests.approvals.world import Running, World, chain_of, start, step_of

ROLES = {"lead": ("a", "b"), "cfo": ("c",), "gm": ("g",)}


def case_of(ask: str, **facts: object) -> Running:
    return start(chain_of(step_of(ask, **facts)), World(roles=dict(ROLES)))


def leaves(running: Running, *people: str, **roles: tuple[str, ...]) -> None:
    """People are disabled, roles are held by others; then the case is looked at again."""
    running.world.disabled.update(people)
    running.world = replace(running.world, roles={**running.world.roles, **roles})
    running.do(AskAnew())


def test_while_one_of_those_asked_can_decide_nothing_changes() -> None:
    running = case_of("any of role:lead")
    before = running.types()
    leaves(running, "a")
    assert running.types() == before
    running.decide("b", "approve")
    assert running.status == "approved"


@pytest.mark.parametrize(
    ("rule", "asked", "status"),
    [
        ("admin", ["admin"], "running"),
        ("user:z", ["z"], "running"),
        ("pass", [], "approved"),
        ("reject", [], "rejected"),
        ("block", [], "running"),
    ],
)
@pytest.mark.parametrize("ask", ["role:lead", "any of role:lead", "all of role:lead"])
def test_when_all_have_left_it_goes_as_nobody_found_says(
    ask: str, rule: str, asked: list[str], status: str
) -> None:
    running = case_of(ask, nobody_found=rule)
    leaves(running, "a", "b")
    assert (running.asked(), running.status) == (asked, status)
    blocked = [each.kind for outcome in running.outcomes for each in outcome.incidents]
    assert blocked == (["step_blocked"] if rule == "block" else [])
    before = running.types()
    running.do(AskAnew())
    assert running.types() == before


@pytest.mark.parametrize("rule", ["admin", "block"])
def test_whoever_is_appointed_afterwards_is_asked_instead_of_the_stand_in(rule: str) -> None:
    running = case_of("role:lead", nobody_found=rule)
    leaves(running, "a", "b")
    leaves(running, lead=("a", "b", "n"))
    assert running.asked() == ["n"]
    running.decide("n", "approve")
    assert running.status == "approved"


def test_a_vote_that_was_cast_stays_and_the_other_seat_goes_to_the_successor() -> None:
    running = case_of("all of role:lead")
    running.decide("a", "approve")
    leaves(running, "b", lead=("a", "b", "n"))
    assert running.asked() == ["n"]
    running.decide("n", "approve")
    assert running.status == "approved"


def test_one_from_each_asks_who_stands_in_for_the_group_that_is_empty() -> None:
    running = case_of("one from each of role:cfo, role:gm")
    leaves(running, "c")
    assert running.asked() == ["g", "admin"]
    running.decide("g", "approve")
    assert running.status == "running"
    running.decide("admin", "approve")
    assert running.status == "approved"


def test_one_by_one_goes_on_with_the_next_where_the_first_has_left() -> None:
    running = case_of("one by one role:lead, role:cfo")
    assert running.asked() == ["a"]
    leaves(running, "a")
    assert running.asked() == ["b"]
    for each in ("b", "c"):
        running.decide(each, "approve")
    assert running.status == "approved"


def test_a_number_of_votes_that_cannot_be_reached_any_more_waits_for_people() -> None:
    running = start(
        chain_of(step_of("2 of role:lead", nobody_found="block")), World(roles=dict(ROLES))
    )
    leaves(running, "b")
    assert "step_blocked" in running.types()
    leaves(running, lead=("a", "n"))
    assert sorted(running.asked()) == ["a", "n"]


def test_a_case_that_everybody_left_twice_is_still_decided() -> None:
    running = case_of("role:lead")
    leaves(running, "a", "b", lead=("n",))
    leaves(running, "n")
    assert running.asked() == ["admin"]
    leaves(running, "admin", lead=("o",))
    assert running.asked() == ["o"]
