"""What a case does, one command at a time."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from runtime.approvals.case_commands import (
    Comment,
    Decide,
    Invalidate,
    Retry,
    Transfer,
    Withdraw,
)
from runtime.errors import Refusal
from tests.approvals.world import HASH, World, chain_of, start, step_of

OFFICE = World(
    roles={"hr": ("h1", "h2"), "cfo": ("c",), "gm": ("g",), "both": ("c", "h1"), "empty": ()},
    managers={"sub": "m", "m": "g"},
    heads={"sub": "d"},
)


def office(**changes: object) -> World:
    return World(
        roles=OFFICE.roles,
        managers=OFFICE.managers,
        heads=OFFICE.heads,
        **changes,  # type: ignore[arg-type]
    )


def people(number: int) -> tuple[str, ...]:
    return tuple(f"p{index:03}" for index in range(number))


def refused(code: str, status: int) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, check=lambda no: (no.code, no.status) == (code, status))


def test_manager_then_hr_when_the_condition_holds() -> None:
    chain = chain_of("manager of submitter", step_of("role:hr", key="hr", when="days > 3"))
    long = start(chain, office(true={"days > 3"}))
    assert long.asked() == ["m"]
    long.decide("m", "approve")
    assert long.asked() == ["h1", "h2"]
    long.decide("h2", "approve")
    assert long.status == "approved"

    short = start(chain, office())
    short.decide("m", "approve")
    assert short.status == "approved"
    assert "step_skipped" in short.types()


def test_any_of_two_the_first_click_decides_and_the_other_is_told_who() -> None:
    running = start(chain_of("any of role:hr"), office())
    slow = running.task_of("h2").id
    running.decide("h1", "reject")
    assert running.status == "rejected"
    assert running.types().count("case_rejected") == 1
    with refused("task_decided", 409) as caught:
        running.do(Decide(slow, "h2", "approve", HASH, 1, HASH))
    assert caught.value.facts["who"] == "H1"


def test_all_need_every_yes_and_one_no_closes_at_once() -> None:
    running = start(chain_of("all of role:cfo, role:gm"), office())
    running.decide("c", "approve")
    assert running.status == "running"
    running.decide("g", "approve")
    assert running.status == "approved"

    running = start(chain_of("all of role:cfo, role:gm"), office())
    running.decide("c", "reject")
    assert running.status == "rejected"
    assert {task.status for task in running.snapshot.tasks} == {"done", "cancelled"}


def test_one_by_one_opens_the_next_after_a_yes() -> None:
    running = start(chain_of("one by one role:cfo, role:gm within 2 hours"), office())
    assert running.asked() == ["c"]
    with refused("not_your_turn", 409):
        running.decide("g", "approve")
    running.decide("c", "approve")
    assert running.asked() == ["g"]
    assert running.task_of("g").due_at is not None
    running.decide("g", "approve")
    assert running.status == "approved"


def test_line_of_managers() -> None:
    running = start(chain_of("one by one managers of submitter at most 2"), office())
    assert running.asked() == ["m"]
    running.decide("m", "approve")
    assert running.asked() == ["g"]


def test_seven_percent_of_a_hundred_is_seven() -> None:
    world = World(roles={"board": people(100)})
    running = start(chain_of("7% of role:board"), world)
    assert running.snapshot.steps[0].need == 7
    for person in people(7):
        assert running.status == "running"
        running.decide(person, "approve")
    assert running.status == "approved"


@pytest.mark.parametrize(
    ("rule", "ends_after", "status"),
    [("veto", 1, "rejected"), ("when_impossible", 5, "approved"), ("wait_all", 5, "approved")],
)
def test_reject_rules_on_two_noes_then_three_yeses(rule: str, ends_after: int, status: str) -> None:
    world = World(roles={"board": people(5)})
    running = start(chain_of(step_of("60% of role:board", reject=rule)), world)
    for number, (person, vote) in enumerate(_votes(5, "rraaa"), 1):
        running.decide(person, vote)
        assert (running.status != "running") == (number == ends_after)
        if number == ends_after:
            break
    assert running.status == status


def _votes(number: int, letters: str) -> Iterable[tuple[str, str]]:
    words = {"r": "reject", "a": "approve"}
    return [(p, words[x]) for p, x in zip(people(number), letters, strict=True)]


def test_twenty_voters_sixty_percent_stop_at_nine_noes() -> None:
    world = World(roles={"board": people(20)})
    running = start(chain_of(step_of("60% of role:board", reject="when_impossible")), world)
    for person in people(9):
        assert running.status == "running"
        running.decide(person, "reject")
    assert running.status == "rejected"
    assert sum(task.status == "cancelled" for task in running.snapshot.tasks) == 11


def test_wait_all_hears_everybody_before_it_fails() -> None:
    chain = chain_of(step_of("one from each of role:cfo, role:gm", reject="wait_all"))
    running = start(chain, office())
    running.decide("c", "reject")
    assert running.status == "running"
    running.decide("g", "approve")
    assert running.status == "rejected"


def test_count_of_people() -> None:
    running = start(chain_of("2 of role:cfo, role:gm, role:hr"), office())
    running.decide("h2", "approve")
    running.decide("c", "approve")
    assert running.status == "approved"


def test_one_from_each_any_member_fills_the_seat() -> None:
    running = start(chain_of("one from each of role:hr, role:gm"), office())
    assert running.snapshot.steps[0].seats == 2
    running.decide("h2", "approve")
    assert running.task_of("h1").status == "cancelled"
    running.decide("g", "approve")
    assert running.status == "approved"


def test_a_person_in_two_of_the_groups_sits_on_one_seat_only() -> None:
    running = start(chain_of("one from each of role:both, role:cfo"), office())
    seats = {task.assignee: task.seat_no for task in running.snapshot.tasks}
    assert seats == {"h1": 0, "c": 1}


def test_one_person_with_two_of_the_roles_is_one_seat() -> None:
    running = start(chain_of("all of role:both, role:cfo"), office())
    assert running.snapshot.steps[0].seats == 2
    assert sorted(running.asked()) == ["c", "h1"]


def test_disabled_people_are_not_asked() -> None:
    running = start(chain_of("all of role:hr"), office(disabled={"h1"}))
    assert running.asked() == ["h2"]


def test_nobody_found_goes_to_the_administrator() -> None:
    running = start(chain_of("all of role:empty"), office())
    assert [(t.assignee, t.source) for t in running.snapshot.tasks] == [("admin", "empty_rule")]
    running.decide("admin", "approve")
    assert running.status == "approved"


def test_nobody_found_and_no_administrator_blocks_and_never_passes() -> None:
    world = office(administrators=())
    running = start(chain_of("role:empty"), world)
    assert running.status == "running"
    assert [step.status for step in running.snapshot.steps] == ["blocked"]
    assert [each.kind for each in running.outcomes[-1].incidents] == ["step_blocked"]
    world.administrators = ("boss",)
    outcome = running.do(Retry("boss"))
    assert outcome.resolved == ("s1",)
    assert running.asked() == ["boss"]


@pytest.mark.parametrize(("rule", "status"), [("pass", "approved"), ("reject", "rejected")])
def test_nobody_found_may_pass_or_reject_where_the_chain_says_so(rule: str, status: str) -> None:
    running = start(chain_of("role:empty", nobody_found=rule), office())
    assert running.status == status


def test_nobody_found_a_named_person() -> None:
    assert start(chain_of("role:empty", nobody_found="user:z"), office()).asked() == ["z"]


def test_too_few_people_for_the_count_blocks() -> None:
    running = start(chain_of("2 of role:cfo"), office())
    assert running.snapshot.steps[0].facts == {"reason": "too_few_people"}


@pytest.mark.parametrize(
    ("rule", "asked"),
    [("ask", ["sub"]), ("to_manager", ["m"]), ("to_dept_head", ["d"]), ("forbid", ["admin"])],
)
def test_the_submitter_would_decide_about_themself(rule: str, asked: list[str]) -> None:
    assert start(chain_of("user:sub", submitter_is_approver=rule), office()).asked() == asked


def test_skip_passes_a_step_that_only_the_submitter_would_decide() -> None:
    running = start(chain_of("submitter", submitter_is_approver="skip"), office())
    assert running.status == "approved"


def test_a_submitter_without_manager_who_is_the_only_admin_is_stuck_not_passed() -> None:
    world = World(administrators=("sub",))
    running = start(chain_of("manager"), world)
    assert [step.status for step in running.snapshot.steps] == ["blocked"]


def test_same_person_again_passes_only_where_the_chain_says_so() -> None:
    chain = chain_of("role:cfo", "role:cfo", same_person_again="pass_if_consecutive")
    running = start(chain, office())
    running.decide("c", "approve")
    assert running.status == "approved"
    assert "task_passed_again" in running.types()

    running = start(chain_of("role:cfo", "role:cfo"), office())
    running.decide("c", "approve")
    assert running.asked() == ["c"]

    running = start(
        chain_of("role:cfo", "role:gm", "role:cfo", same_person_again="pass_if_consecutive"),
        office(),
    )
    running.decide("c", "approve")
    running.decide("g", "approve")
    assert running.asked() == ["c"]


def test_delegation_keeps_the_seat_and_says_for_whom() -> None:
    running = start(chain_of("role:cfo"), office(delegates={"c": "x", "x": "y"}))
    assert running.asked() == ["y"]
    outcome = running.decide("y", "approve")
    assert outcome.events[0].on_behalf_of == "c"


@pytest.mark.parametrize(
    "delegates", [{"c": "x", "x": "c"}, {"c": "sub"}, {"c": "g"}], ids=["cycle", "sub", "seated"]
)
def test_delegation_that_leads_nowhere_stays_with_the_owner(delegates: dict[str, str]) -> None:
    running = start(chain_of("all of role:cfo, role:gm"), office(delegates=delegates))
    assert sorted(running.asked()) == ["c", "g"]


def test_tell_never_blocks() -> None:
    running = start(chain_of("tell role:hr", "role:cfo", "tell submitter"), office())
    assert running.asked() == ["c"]
    assert running.outcomes[0].notices[0].to == ("h1", "h2")
    running.decide("c", "approve")
    assert running.status == "approved"
    assert [n.what for n in running.outcomes[-1].notices] == ["told", "approved"]


def test_a_step_skipped_earlier_opens_before_the_end_when_it_is_required_now() -> None:
    world = office()
    running = start(chain_of(step_of("role:cfo", when="big"), step_of("role:gm", key="s2")), world)
    world.true = {"big"}
    running.decide("g", "approve")
    assert running.asked() == ["c"]
    assert [step.round for step in running.snapshot.steps if step.node == "s1"] == [1, 2]


def test_a_reject_says_why() -> None:
    running = start(chain_of("role:cfo"), office())
    with refused("comment_missing", 422):
        running.decide("c", "reject", comment=" ")
    assert running.status == "running"


def test_no_vote_for_content_that_was_not_seen() -> None:
    running = start(chain_of("role:cfo"), office())
    with refused("stale_record", 409):
        running.do(Decide(running.task_of("c").id, "c", "approve", "old", 2, HASH))


def test_who_was_never_asked_does_not_learn_that_the_task_exists() -> None:
    running = start(chain_of("all of role:cfo, role:gm"), office())
    task = running.task_of("c").id
    with refused("not_found", 404):
        running.do(Decide(task, "stranger", "approve", HASH, 1, HASH))
    with refused("not_assignee", 409):
        running.do(Decide(task, "g", "approve", HASH, 1, HASH))


def test_withdraw_until_the_first_decision() -> None:
    running = start(chain_of("all of role:cfo, role:gm"), office())
    with refused("only_submitter", 403):
        running.do(Withdraw("c"))
    running.decide("c", "approve")
    with refused("withdraw_too_late", 409):
        running.do(Withdraw("sub"))

    running = start(chain_of("role:cfo"), office())
    running.do(Withdraw("sub"))
    assert running.status == "withdrawn"
    with refused("case_ended", 409):
        running.decide("c", "approve")


def test_withdraw_until_the_next_step_decides() -> None:
    chain = chain_of("role:cfo", "all of role:hr", withdraw="until_next_step_decides")
    running = start(chain, office())
    running.decide("c", "approve")
    assert running.do(Withdraw("sub")).ended
    running = start(chain, office())
    running.decide("c", "approve")
    running.decide("h1", "approve")
    with refused("withdraw_too_late", 409):
        running.do(Withdraw("sub"))


@pytest.mark.parametrize(
    ("to", "code", "status"),
    [
        ("c", "transfer_to_self", 422),
        ("gone", "transfer_to_disabled", 422),
        ("sub", "transfer_to_submitter", 422),
        ("g", "already_asked", 409),
    ],
)
def test_transfer_has_its_limits(to: str, code: str, status: int) -> None:
    running = start(chain_of("all of role:cfo, role:gm"), office(disabled={"gone"}))
    with refused(code, status):
        running.do(Transfer(running.task_of("c").id, "c", to))


def test_transfer_keeps_the_seat() -> None:
    running = start(chain_of("all of role:cfo, role:gm"), office())
    old = running.task_of("c")
    running.do(Transfer(old.id, "c", "x"))
    assert running.task_of("c").status == "moved"
    assert running.task_of("x").seat == old.seat
    with refused("not_assignee", 409):
        running.do(Decide(running.task_of("x").id, "c", "approve", HASH, 1, HASH))
    with refused("task_moved", 409):
        running.do(Decide(old.id, "c", "approve", HASH, 1, HASH))
    running.decide("x", "approve")
    running.decide("g", "approve")
    assert running.status == "approved"


def test_a_question_is_no_vote() -> None:
    running = start(chain_of("role:cfo"), office())
    outcome = running.do(Comment("c", "why?", running.task_of("c").id, asks=True))
    assert outcome.notices[0].to == ("sub",)
    assert running.asked() == ["c"]


def test_an_edit_from_outside_ends_the_case_and_tells_everybody() -> None:
    running = start(chain_of("role:cfo"), office())
    outcome = running.do(Invalidate("sub", "edited"))
    assert running.status == "invalidated"
    assert {person for notice in outcome.notices for person in notice.to} == {"c", "sub"}


def test_only_what_the_step_allows() -> None:
    running = start(chain_of(step_of("role:cfo", actions=["complete"])), office())
    with refused("action_not_allowed", 422):
        running.decide("c", "approve")
    running.decide("c", "complete")
    assert running.status == "approved"
