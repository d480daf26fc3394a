"""Creating, changing, deleting: one gate, whoever stands at it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from runtime.commands.change import change_record
from runtime.commands.submit import submit_record
from runtime.commands.trash import restore_record, trash_record
from runtime.errors import Refusal
from runtime.queries.records import Filter, ListRequest, get_record, list_records
from runtime.queries.timeline import timeline
from runtime.store.records import StoredRecord
from tests.commands.conftest import ASKED
from tests.house import House


def submit(house: House, login: str, **values: object) -> StoredRecord:
    with house.write(login) as ctx:
        return submit_record(ctx, "request", {**ASKED, **values})


def codes(refused: pytest.ExceptionInfo[Refusal]) -> set[tuple[str | None, str]]:
    return {(wrong.field, wrong.code) for wrong in refused.value.wrongs}


def test_a_record_gets_its_number_state_and_defaults(leave: House) -> None:
    record = submit(leave, "zhang")
    assert record.values["number"] == "QJ-2026-0001"
    assert record.values["status"] == "draft"
    assert record.values["name"] == leave.people["zhang"]
    assert record.values["days"] == Decimal(4)
    assert submit(leave, "zhang").values["number"] == "QJ-2026-0002"


def test_everything_wrong_is_said_at_once_and_nothing_is_stored(leave: House) -> None:
    with pytest.raises(Refusal) as refused, leave.write("zhang") as ctx:
        submit_record(
            ctx,
            "request",
            {"kind": "nonsense", "days": "a lot", "start": "2026-12-04", "end": "2026-12-01"},
        )
    assert {field for field, _ in codes(refused)} == {"kind", "days", "end"}
    for wrong in refused.value.wrongs:
        assert wrong.message("zh")
        assert wrong.message("en")
    with leave.read("hr") as ctx:
        assert list_records(ctx, "request", ListRequest()).records == ()


def test_a_field_is_required_when_its_condition_says_so(leave: House) -> None:
    with pytest.raises(Refusal) as refused:
        submit(leave, "zhang", reason="")
    assert codes(refused) == {("reason", "required")}
    assert submit(leave, "zhang", kind="annual", reason="").values["reason"] is None


def test_a_value_of_a_hidden_field_is_not_kept(leave: House) -> None:
    record = submit(leave, "hr", kind="annual", name=leave.people["zhang"], marks=["老员工"])
    assert record.values["marks"] == frozenset({"老员工"})
    with pytest.raises(Refusal) as refused:
        submit(leave, "zhang", marks=["老员工"])
    assert codes(refused) == {("marks", "read_only")}


@pytest.mark.parametrize("key", ["number", "status", "id", "created_by", "version", "nonsense"])
def test_what_nobody_may_write_is_refused_not_ignored(leave: House, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        submit(leave, "zhang", **{key: "1"})
    assert refused.value.status == 422


def test_an_employee_cannot_write_for_another(leave: House) -> None:
    with pytest.raises(Refusal) as refused:
        submit(leave, "zhang", name=leave.people["chen"])
    assert (None, "row_not_yours") in codes(refused)


def test_rows_are_seen_by_those_they_are_for(leave: House) -> None:
    mine, other = submit(leave, "zhang"), submit(leave, "chen")
    seen = {}
    for login in ("zhang", "chen", "lead", "hr"):
        with leave.read(login) as ctx:
            seen[login] = {each.id for each in list_records(ctx, "request", ListRequest()).records}
    assert seen == {
        "zhang": {mine.id},
        "chen": {other.id},
        "lead": {mine.id},
        "hr": {mine.id, other.id},
    }
    with pytest.raises(Refusal) as refused, leave.read("chen") as ctx:
        get_record(ctx, "request", mine.id)
    assert refused.value.code == "not_found"
    with pytest.raises(Refusal) as refused, leave.read("guest") as ctx:
        list_records(ctx, "request", ListRequest())
    assert refused.value.status == 404


def test_a_hidden_field_cannot_be_read_filtered_or_sorted_by(leave: House) -> None:
    record = submit(leave, "zhang", kind="sick")
    with leave.read("lead") as ctx:
        assert "proof" not in get_record(ctx, "request", record.id).values
        for request in (
            ListRequest(filters=(Filter("proof", "filled"),)),
            ListRequest(sort=(("proof", False),)),
            ListRequest(where="证明 为空"),
        ):
            with pytest.raises(Refusal) as refused:
                list_records(ctx, "request", request)
            assert refused.value.status == 422


def test_a_stale_version_changes_nothing(leave: House) -> None:
    record = submit(leave, "zhang")
    with leave.write("zhang") as ctx:
        changed = change_record(ctx, "request", record.id, 1, {"days": "2"})
    assert changed.version == 2
    with pytest.raises(Refusal) as refused, leave.write("zhang") as ctx:
        change_record(ctx, "request", record.id, 1, {"days": "9"})
    assert (refused.value.code, refused.value.status) == ("stale_version", 412)
    with leave.read("zhang") as ctx:
        assert get_record(ctx, "request", record.id).values["days"] == Decimal(2)


def test_every_change_is_in_the_timeline_with_old_and_new(leave: House) -> None:
    record = submit(leave, "zhang")
    with leave.write("zhang") as ctx:
        change_record(ctx, "request", record.id, 1, {"days": "2", "reason": "搬家"})
    with leave.read("hr") as ctx:
        newest, first = timeline(ctx, "request", record.id)
    assert first.type == "created"
    assert [(c.field, c.old_shown, c.new_shown) for c in newest.changes] == [("days", "4.0", "2.0")]
    assert (newest.actor_name, newest.door) == ("张三", "api")


def test_the_trash_gives_back_what_it_took(leave: House) -> None:
    record = submit(leave, "zhang")
    with pytest.raises(Refusal), leave.write("zhang") as ctx:
        trash_record(ctx, "request", record.id)
    with leave.write("hr") as ctx:
        trash_record(ctx, "request", record.id)
    with leave.read("hr") as ctx:
        assert list_records(ctx, "request", ListRequest()).records == ()
        in_trash = list_records(ctx, "request", ListRequest(trash=True)).records
        assert [each.id for each in in_trash] == [record.id]
    with leave.write("hr") as ctx:
        restore_record(ctx, "request", record.id)
    with leave.read("hr") as ctx:
        assert get_record(ctx, "request", record.id).values["days"] == Decimal(4)


def test_pages_follow_one_another_without_gap_or_double(leave: House) -> None:
    made = [submit(leave, "zhang", days=str(1 + n % 3)).id for n in range(11)]
    for sort in ((), (("days", True),), (("proof", False), ("days", False))):
        seen: list[str] = []
        after = None
        with leave.read("hr") as ctx:
            while True:
                request = ListRequest(sort=sort, limit=4, after=after)
                page = list_records(ctx, "request", request)
                seen += [each.id for each in page.records]
                after = page.next
                if after is None:
                    break
        assert sorted(seen) == sorted(made)


def test_going_back_shows_the_pages_that_were_passed(leave: House) -> None:
    for number in range(11):
        submit(leave, "zhang", days=str(1 + number % 3))
    for sort in ((), (("days", True),), (("proof", False), ("days", False))):
        with leave.read("hr") as ctx:
            passed = [list_records(ctx, "request", ListRequest(sort=sort, limit=4))]
            while passed[-1].next:
                request = ListRequest(sort=sort, limit=4, after=passed[-1].next)
                passed.append(list_records(ctx, "request", request))
            assert [len(page.records) for page in passed] == [4, 4, 3]
            assert passed[0].previous is None
            page = passed.pop()
            for expected in reversed(passed):
                request = ListRequest(sort=sort, limit=4, before=page.previous)
                page = list_records(ctx, "request", request)
                assert page.records == expected.records
                assert page.next is not None
                assert page.total == 11
            assert page.previous is None
