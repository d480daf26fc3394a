"""Approvals through the real commands: a leave request waits, is decided, and moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from runtime.changes.case_end import invalidate_cases, record_was_edited
from runtime.changes.case_start import start_case, start_task
from runtime.commands.assign import assign_task, retry_case
from runtime.commands.change import change_record
from runtime.commands.decide import comment_case, decide_task
from runtime.commands.idempotency import once
from runtime.commands.move import move_record
from runtime.commands.publish import Author, publish_app
from runtime.commands.withdraw import withdraw_case
from runtime.errors import Refusal
from runtime.queries.records import ListRequest, get_record, list_records
from runtime.spec.app import StepSpec
from runtime.store import cases, engine, people, records
from tests.approvals.office import LONG, SHORT, Office, leave_app, opened_office
from tests.approvals.rows import at_once, refusals


@pytest.fixture
def office(migrated_url: str, tmp_path: Path) -> Iterator[Office]:
    with opened_office(migrated_url, tmp_path) as found:
        yield found


def refused(code: str, status: int) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, check=lambda no: (no.code, no.status) == (code, status))


def test_a_long_leave_passes_manager_and_hr_and_moves(office: Office) -> None:
    record, moved = office.ask("emp")
    assert moved.case is not None
    assert office.state(record) == "draft"
    todo = office.todo("boss")
    assert (todo.form_label, todo.step_label, todo.initiator_name) == ("请假单", "主管审批", "Emp")
    assert todo.actions == ("approve", "reject", "transfer", "ask", "comment")
    assert office.decide("boss") == "running"
    assert office.todos("hr1") == office.todos("hr2") == [record]
    assert office.decide("hr2") == "approved"
    assert office.state(record) == "granted"
    assert office.todos("hr1") == []
    told = office.told()
    assert ("boss", "For you to decide") in told
    assert ("emp", "Approved") in told
    assert ("emp", "For your information") in told


def test_a_short_leave_needs_the_manager_only(office: Office) -> None:
    record, _ = office.ask("emp", SHORT)
    assert office.decide("boss") == "approved"
    assert office.state(record) == "granted"


def test_a_rejected_leave_stays_and_can_be_submitted_again(office: Office) -> None:
    record, _ = office.ask("emp")
    with office.as_("emp") as ctx, refused("move_pending", 409):
        move_record(ctx, "request", record, "submit")
    assert office.decide("boss", "reject", "人手不够") == "rejected"
    assert office.state(record) == "draft"
    assert ("emp", "Not approved") in office.told()
    with office.as_("emp") as ctx:
        assert move_record(ctx, "request", record, "submit").case
    assert [each.status for each in office.history("emp", record)] == ["running", "rejected"]


def test_history_shows_who_said_what(office: Office) -> None:
    record, moved = office.ask("emp")
    todo = office.todo("boss")
    with office.as_("boss") as ctx:
        decide_task(ctx, todo.id, "ask", "代班是谁？")
    with office.as_("emp") as ctx:
        comment_case(ctx, str(moved.case), "小李")
    office.decide("boss", comment="同意")
    view = office.case("hr1", record)
    assert view is not None
    assert [(each.name, each.text, each.asks) for each in view.remarks] == [
        ("Boss", "代班是谁？", True),
        ("Emp", "小李", False),
    ]
    assert [(step.label, step.status) for step in view.steps] == [
        ("主管审批", "passed"),
        ("人事审批", "active"),
    ]
    assert view.steps[0].tasks[0].comment == "同意"
    assert view.coming == ("told",)
    assert view.my_task is not None
    assert view.actions[0] == "approve"
    assert not view.may_withdraw
    with engine.reading(office.installation.engine) as connection:
        assert cases.broken_at(connection, view.id) is None


def test_withdraw_frees_the_record(office: Office) -> None:
    record, moved = office.ask("emp")
    case = office.case("emp", record)
    assert case is not None
    assert case.may_withdraw
    with office.as_("hr1") as ctx, refused("only_submitter", 403):
        withdraw_case(ctx, str(moved.case))
    with office.as_("emp") as ctx:
        assert withdraw_case(ctx, str(moved.case), "改日期").status == "withdrawn"
    assert office.todos("boss") == []
    with office.as_("emp") as ctx:
        assert move_record(ctx, "request", record, "submit").case
    assert ("boss", "Withdrawn") in office.told()


def test_the_vote_is_bound_to_what_was_seen(office: Office) -> None:
    record, _ = office.ask("emp")
    todo = office.todo("boss")
    with office.as_("boss") as ctx, refused("record_hash_missing", 428):
        decide_task(ctx, todo.id, "approve")
    with office.as_("boss") as ctx, refused("decision_unknown", 422):
        decide_task(ctx, todo.id, "maybe", "", todo.record_hash)
    with office.as_("admin") as ctx:
        before = records.fetch(ctx.connection, ctx.app.tables, ("request", record))
        assert before is not None
        where = ("request", record, before.version)
        records.update(ctx.connection, ctx.app.tables, where, {}, {"reason": "改了"})
    with office.as_("boss") as ctx, refused("stale_record", 409):
        decide_task(ctx, todo.id, "approve", "", todo.record_hash)
    assert office.todo("boss").record_hash != todo.record_hash
    assert office.decide("boss") == "running"


@pytest.mark.parametrize("policy", ["lock", "invalidate", "allow"])
def test_an_edit_while_pending_follows_the_chain(
    migrated_url: str, tmp_path: Path, policy: str
) -> None:
    spec = leave_app(facts={"record_edited": policy})
    with opened_office(migrated_url, tmp_path, spec) as office:
        record, _ = office.ask("emp")
        with office.as_("emp") as ctx:
            before = records.fetch(ctx.connection, ctx.app.tables, ("request", record))
            assert before is not None
            assert record_was_edited(ctx, "request", before) == []
            edited = replace(before, values={**before.values, "reason": "改了"})
            if policy == "lock":
                with refused("record_locked", 423):
                    record_was_edited(ctx, "request", edited)
            else:
                record_was_edited(ctx, "request", edited)
        assert (office.todos("boss") == []) == (policy == "invalidate")
        if policy == "invalidate":
            assert {("emp", "No longer valid"), ("boss", "No longer valid")} <= set(office.told())


def test_a_double_click_with_the_same_key_is_one_vote_and_four_equal_answers(
    office: Office,
) -> None:
    _, moved = office.ask("emp")
    todo = office.todo("boss")

    def click() -> object:
        with office.as_("boss") as ctx:
            return once(
                ctx,
                "key-1",
                "same request",
                lambda: (200, decide_task(ctx, todo.id, "approve", "", todo.record_hash).status),
            )

    assert at_once([click] * 4) == [(200, "running")] * 4
    with engine.reading(office.installation.engine) as connection:
        types = [each.type for each in cases.history(connection, str(moved.case))]
    assert types.count("task_approved") == 1
    with office.as_("boss") as ctx, refused("idem_key_reused", 409):
        once(ctx, "key-1", "another request", lambda: (200, "never"))


def test_hr_two_at_once_one_wins_and_the_record_matches(office: Office) -> None:
    record, _ = office.ask("emp")
    office.decide("boss")
    pages = {login: office.todo(login) for login in ("hr1", "hr2")}

    def click(login: str, decision: str) -> str:
        page = pages[login]
        with office.as_(login) as ctx:
            return decide_task(ctx, page.id, decision, "x", page.record_hash).status

    results = at_once([lambda: click("hr1", "approve"), lambda: click("hr2", "reject")])
    assert refusals(results) == ["task_decided"]
    (lost,) = [each for each in results if isinstance(each, Refusal)]
    assert lost.status == 409
    status = next(each for each in results if isinstance(each, str))
    winner = {"approved": "Hr1", "rejected": "Hr2"}[status]
    assert winner in lost.message("zh")
    assert office.state(record) == {"approved": "granted", "rejected": "draft"}[status]


def test_withdraw_and_the_last_approval_at_once_the_record_matches(office: Office) -> None:
    record, moved = office.ask("emp", SHORT)
    page = office.todo("boss")

    def approve() -> str:
        with office.as_("boss") as ctx:
            return decide_task(ctx, page.id, "approve", "", page.record_hash).status

    def withdraw() -> str:
        with office.as_("emp") as ctx:
            return withdraw_case(ctx, str(moved.case)).status

    results = at_once([approve, withdraw])
    assert len(refusals(results)) == 1
    status = next(each for each in results if isinstance(each, str))
    assert office.state(record) == {"approved": "granted", "withdrawn": "draft"}[status]


def test_a_manager_without_manager_asks_the_administrator(office: Office) -> None:
    record, _ = office.ask("boss", SHORT)
    assert office.decide("admin") == "approved"
    assert office.state(record) == "granted"


def test_the_only_administrator_asks_for_leave_blocked_until_somebody_is_appointed(
    office: Office,
) -> None:
    record, moved = office.ask("admin", SHORT)
    case = office.case("admin", record)
    assert case is not None
    assert [(step.status, step.tasks) for step in case.steps] == [("blocked", ())]
    with office.as_("hr1") as ctx, refused("forbidden", 403):
        retry_case(ctx, str(moved.case))
    with office.as_("admin") as ctx:
        people.update_person(ctx.connection, office.ids["hr1"], {"administrator": True})
        assert retry_case(ctx, str(moved.case)).status == "running"
        with refused("nothing_blocked", 409):
            retry_case(ctx, str(moved.case))
    assert office.decide("hr1") == "approved"
    assert office.state(record) == "granted"


def test_transfer_and_reassignment(office: Office) -> None:
    office.ask("emp", SHORT)
    todo = office.todo("boss")
    for login, code in [("boss", "transfer_to_self"), ("emp", "transfer_to_submitter")]:
        with office.as_("boss") as ctx, refused(code, 422):
            assign_task(ctx, todo.id, office.ids[login])
    with office.as_("admin") as ctx:
        people.disable_person(ctx.connection, office.ids["hr2"], ctx.now)
    with office.as_("boss") as ctx, refused("transfer_to_disabled", 422):
        assign_task(ctx, todo.id, office.ids["hr2"])
    with office.as_("hr1") as ctx, refused("not_found", 404):
        assign_task(ctx, todo.id, office.ids["hr1"])
    with office.as_("boss") as ctx:
        assign_task(ctx, todo.id, office.ids["hr1"])
    assert office.todo("hr1").on_behalf_of == "Boss"
    with office.as_("admin") as ctx, refused("reason_missing", 422):
        assign_task(ctx, office.todo("hr1").id, office.ids["boss"])
    with office.as_("admin") as ctx:
        assign_task(ctx, office.todo("hr1").id, office.ids["boss"], "hr1 病了")
    assert office.decide("boss") == "approved"


def test_approved_but_the_move_is_refused_is_never_silent(office: Office) -> None:
    record, moved = office.ask("emp", SHORT)
    with office.as_("admin") as ctx:
        where = ("request", record, None)
        records.update(ctx.connection, ctx.app.tables, where, {}, {"start": None})
    assert office.decide("boss") == "approved"
    assert office.state(record) == "draft"
    assert ("emp", "Approved, but not carried out") in office.told()
    with engine.reading(office.installation.engine) as connection:
        assert cases.history(connection, str(moved.case))[-1].type == "move_blocked"
        assert cases.broken_at(connection, str(moved.case)) is None
    with office.as_("admin") as ctx:
        records.update(ctx.connection, ctx.app.tables, where, {}, {"start": ctx.now.date()})
    with office.as_("emp") as ctx:
        assert move_record(ctx, "request", record, "submit").case


def test_a_running_case_keeps_its_revision(office: Office) -> None:
    record, _ = office.ask("emp")
    steps = (StepSpec(key="lead", ask="role:manager", labels={"zh": "新", "en": "new"}),)
    publish_app(office.installation, leave_app(steps=steps), Author("system"))
    office.decide("boss")
    assert office.todo("hr1").step_label == "人事审批"
    office.decide("hr1")
    assert office.state(record) == "granted"


def test_a_record_in_the_trash_is_not_decided(office: Office) -> None:
    record, _ = office.ask("emp", SHORT)
    page = office.todo("boss")
    with office.as_("admin") as ctx:
        found = records.fetch(ctx.connection, ctx.app.tables, ("request", record))
        assert found is not None
        gone = {"deleted_at": ctx.now, "deleted_by": ctx.actor.id}
        records.update(ctx.connection, ctx.app.tables, ("request", record, None), gone, {})
    with office.as_("boss") as ctx, refused("record_in_trash", 409):
        decide_task(ctx, page.id, "approve", "", page.record_hash)
    with office.as_("admin") as ctx:
        ended = invalidate_cases(ctx, "request", found, "trashed")
    assert [case.status for case in ended] == ["invalidated"]
    assert office.todos("boss") == []


def test_a_rule_asks_once_while_its_case_runs(office: Office) -> None:
    record, _ = office.ask("emp", SHORT)
    with office.as_("emp") as ctx:
        system = ctx.as_system(rule="r")
        first = start_case(system, "leave_approval", "request", record, "rule:r")
        assert start_case(system, "leave_approval", "request", record, "rule:r").id == first.id
        assert first.initiator == office.ids["emp"]
        with refused("case_running", 409):
            start_case(ctx, "leave_approval", "request", record, "move:submit")


def test_a_todo_is_a_chain_of_one_step(office: Office) -> None:
    record, _ = office.ask("emp", SHORT)
    title = {"zh": "安排替班", "en": "arrange cover"}
    with office.as_("emp") as ctx:
        who = [office.ids["hr1"], office.ids["hr2"]]
        facts = {"title": title, "people": who}
        start_task(ctx.as_system(rule="r"), "request", record, "todo:r", facts)
    todo = office.todo("hr1")
    assert (todo.chain_label, todo.actions) == ("安排替班", ("complete", "transfer", "comment"))
    with office.as_("hr1") as ctx, refused("action_not_allowed", 422):
        decide_task(ctx, todo.id, "approve", "", todo.record_hash)
    assert office.decide("hr1", "complete") == "approved"
    assert office.todos("hr2") == []


def test_due_in_working_time(migrated_url: str, tmp_path: Path) -> None:
    steps = (StepSpec(key="lead", ask="manager within 2 working hours else remind"),)
    with opened_office(migrated_url, tmp_path, leave_app(steps=steps)) as office:
        office.ask("emp", LONG)
        due = office.todo("boss").due_at
        assert due is not None
        assert 2 * 3600 <= (due - office.todo("boss").opened_at).total_seconds() < 10 * 86400


def test_who_is_asked_reads_the_record_while_asked_whatever_rows_the_role_has(
    office: Office,
) -> None:
    office.hire("peer", "employee")
    office.manages("peer", "emp")
    record, _ = office.ask("emp", SHORT)
    with office.as_("peer") as ctx:
        assert get_record(ctx, "request", record).values["reason"] is None
        assert get_record(ctx, "request", record).may == {"read"}
        assert [each.id for each in list_records(ctx, "request", ListRequest()).records] == []
        with refused("forbidden", 403):
            change_record(ctx, "request", record, 1, {"reason": "别的"})
    assert office.decide("peer") == "approved"
    with office.as_("peer") as ctx, refused("not_found", 404):
        get_record(ctx, "request", record)


def test_who_is_asked_without_any_right_to_read_the_form_is_not_let_in(office: Office) -> None:
    office.hire("guest")
    office.manages("guest", "emp")
    record, _ = office.ask("emp", SHORT)
    with office.as_("guest") as ctx, refused("not_found", 404):
        get_record(ctx, "request", record)
