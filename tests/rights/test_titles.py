"""What a link leads to is told by its title and by nothing else; a record is never called by its id."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.commands.change import change_record
from runtime.commands.submit import submit_record
from runtime.errors import Refusal
from runtime.queries.export_records import export_rows
from runtime.queries.records import ListRequest, get_record, list_records
from runtime.queries.timeline import timeline
from runtime.web.api.records import record_body
from tests.house import House, app_of, build_house

APP = """
key: shop
label: {zh: 店, en: shop}
roles:
  - {key: boss, label: {zh: 店主, en: boss}}
  - {key: hand, label: {zh: 帮工, en: hand}}
"""
CLIENT = """
key: client
label: {zh: 客户, en: client}
fields:
  - {key: since, type: date, label: {zh: 自, en: since}}
  - {key: debt, type: money, currency: CNY, label: {zh: 欠款, en: debt}}
  - {key: name, type: text, label: {zh: 名称, en: name}}
permissions:
  - {role: boss, can: [create, read, update]}
"""
JOB = """
key: job
label: {zh: 活, en: job}
fields:
  - {key: client, type: link, form: client, label: {zh: 客户, en: client}}
  - {key: hours, type: integer, label: {zh: 工时, en: hours}}
  - key: parts
    type: lines
    label: {zh: 配件, en: parts}
    fields:
      - {key: part, type: text, label: {zh: 品名, en: part}}
permissions:
  - {role: boss, can: [create, read, update, export]}
  - {role: hand, can: [create, read, update, export]}
"""


@pytest.fixture(params=["open", "private"])
def house(request: pytest.FixtureRequest, migrated_url: str, tmp_path: Path) -> Iterator[House]:
    built = build_house(migrated_url, tmp_path / "var")
    client = CLIENT.replace("fields:", f"titles: {request.param}\nfields:", 1)
    built.publish(app_of(app=APP, forms__client=client, forms__job=JOB))
    built.person("ann", "boss")
    built.person("bob", "hand")
    yield built
    built.installation.engine.dispose()


def test_who_reads_a_link_reads_its_title_in_every_place(
    house: House, request: pytest.FixtureRequest
) -> None:
    is_open = "open" in request.node.name
    with house.write("ann") as ctx:
        client = submit_record(ctx, "client", {"name": "安达", "debt": "77.00"}).id
        job = submit_record(ctx, "job", {"client": client, "hours": 3}).id
    seen = "安达" if is_open else "—"
    with house.read("bob") as ctx:
        body = record_body(ctx, "job", get_record(ctx, "job", job))
        assert body["values"]["client"] == client
        assert body["titles"] == {"client": seen}
        rows = list(export_rows(ctx, "job", ListRequest()))
        assert rows[1][0] == seen
        told = [each for entry in timeline(ctx, "job", job) for each in entry.changes]
        assert seen in [each.new_shown for each in told if each.field == "client"]
        with pytest.raises(Refusal, match="not_found"):
            get_record(ctx, "client", client)
        assert "77" not in str(body)
    with house.read("ann") as ctx:
        assert record_body(ctx, "job", get_record(ctx, "job", job))["titles"] == {"client": "安达"}


def test_a_record_is_called_by_its_first_text_or_number_and_never_by_its_id(house: House) -> None:
    with house.write("ann") as ctx:
        submit_record(ctx, "client", {"name": "安达"})
        submit_record(ctx, "client", {"debt": "5"})
        submit_record(ctx, "client", {})
    with house.read("ann") as ctx:
        found = list_records(ctx, "client", ListRequest(sort=(("created_at", False),))).records
        first, second, third = (each.title for each in found)
        assert first == "安达"
        assert second.startswith("5.00") or "5.00" in second
        assert third.startswith("客户（2026-11-23")


def test_saving_changes_only_what_differs(house: House) -> None:
    with house.write("bob") as ctx:
        job = submit_record(ctx, "job", {"hours": 3})
    with house.write("bob") as ctx:
        change_record(ctx, "job", job.id, 1, {"hours": 4, "parts": [], "client": ""})
    with house.read("bob") as ctx:
        latest = timeline(ctx, "job", job.id)[0]
        assert [each.field for each in latest.changes] == ["hours"]
    with house.write("bob") as ctx:
        same = change_record(ctx, "job", job.id, 2, {"hours": 4, "parts": []})
        assert same.version == 2
