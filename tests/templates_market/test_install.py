"""A template installed: everything is there, nobody was told of what happened long ago."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from runtime.context import SYSTEM, reading
from runtime.due.tick import tick
from runtime.errors import Refusal
from runtime.queries.apps import apps
from runtime.queries.inbox import inbox
from runtime.queries.people import accounts, departments
from runtime.store import people
from runtime.store.schema.cases import record_state
from runtime.store.schema.events import event, notice
from templates_market.bundle import BundleRefused
from templates_market.install import Wish, find, install
from templates_market.pack import pack
from tests.templates_market.conftest import Market, open_house


def test_the_app_its_people_and_its_records_are_there(market: Market) -> None:
    assert (market.done.app, market.done.revision) == ("order_tracking", 1)
    assert market.done.records >= 900
    named = {each.login: each for each in accounts(market.installation)}
    for login in market.done.logins:
        roles = {f"order_tracking:{role}" for role in login.roles}
        assert roles <= set(named[login.login].roles)
        assert login.password
        assert len(login.password) >= 12
    assert named["production_manager_1"].name.endswith("（生产经理）")
    rooms = {each.name: each for each in departments(market.installation)}
    assert rooms["生产部"].manager == named["production_manager_1"].id
    with market.installation.engine.connect() as connection:
        boss = people.manager_of(connection, named["sales_1"].id)
    assert boss == named["sales_supervisor_1"].id


def test_every_order_stands_in_its_state_since_a_moment_of_the_past(market: Market) -> None:
    with reading(market.installation, SYSTEM, "order_tracking", "api") as ctx:
        tables = ctx.app.tables
        table = tables.form("order")
        rows = ctx.connection.execute(
            sa.select(
                table.c.id,
                table.c.created_at,
                table.c.state_since,
                tables.column("order", "status"),
            )
        ).all()
        kept = {
            row.record: row
            for row in ctx.connection.execute(
                sa.select(record_state).where(record_state.c.form == "order")
            )
        }
        moved = Counter(
            ctx.connection.execute(
                sa.select(event.c.record).where(event.c.form == "order", event.c.type == "moved")
            ).scalars()
        )
    assert len(rows) == 300
    for row in rows:
        assert row[1] <= row[2] <= market.clock.now()
        assert (kept[row.id].state, kept[row.id].since) == (row[3], row[2])
    closed = [row.id for row in rows if row[3] == "closed"]
    assert {moved[each] for each in closed} == {10}


def test_numbers_follow_the_month_an_order_came_in(market: Market) -> None:
    with reading(market.installation, SYSTEM, "order_tracking", "api") as ctx:
        tables = ctx.app.tables
        rows = ctx.connection.execute(
            sa.select(tables.form("order").c.created_at, tables.column("order", "order_no"))
        ).all()
        zone = ctx.app.zone
    assert len({number for _, number in rows}) == 300
    for at, number in rows:
        assert number.startswith(f"DD-{at.astimezone(zone):%Y%m}-")


def test_nobody_is_told_of_the_sample_records(market: Market) -> None:
    with market.installation.engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(notice)).scalar() == 0
        doors = connection.execute(sa.select(event.c.door).distinct()).scalars()
        assert set(doors) == {"seed"}


def test_records_that_match_already_do_not_fire_and_others_do_when_their_day_comes(
    market_of_my_own: Market,
) -> None:
    here, clock = market_of_my_own.installation, market_of_my_own.clock
    boss = next(each.id for each in accounts(here) if each.login == "production_manager_1")
    tick(here)
    assert [each.title["zh"] for each in inbox(here, boss)] == []
    clock.at += timedelta(days=3)
    tick(here)
    titles = [each.title["zh"] for each in inbox(here, boss)]
    assert titles.count("加急提醒") >= 2
    tick(here)
    assert [each.title["zh"] for each in inbox(here, boss)] == titles


def test_without_samples_there_are_no_records_and_no_logins(tmp_path: Path) -> None:
    here, _ = open_house(tmp_path)
    done = install(here, "order_tracking", Wish(sample=False))
    assert (done.records, done.logins) == (0, ())
    assert [each.login for each in accounts(here)] == ["admin"]
    with pytest.raises(Refusal, match="app_exists"):
        install(here, "order_tracking")


def test_a_template_comes_from_a_file_too(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    for name, text in {
        "template.yaml": "key: tiny\ntitle: {zh: 小}\nsummary: {zh: 小}\nversion: 1.0.0\n"
        "people: [{login: clerk_1, name: 文员, roles: [clerk]}]\n",
        "app.yaml": "key: tiny\nlabel: {zh: 小}\nroles: [{key: clerk, label: {zh: 文员}}]\n",
        "forms/note.yaml": "key: note\nlabel: {zh: 便条}\ntitle: words\nfields:\n"
        "  - {key: words, type: text, label: {zh: 内容}, required: true}\n"
        "  - {key: day, type: date, label: {zh: 日子}}\n"
        "  - {key: earlier, type: link, form: note, label: {zh: 前一张}}\n",
        "data/note.csv": "words,day,earlier,created_by,created_at\n"
        "甲,=TODAY()-3,,clerk_1,=TODAY()-3 10:24\n乙,,#1,,\n",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    packed = pack(folder, tmp_path / "tiny.zip")
    here, clock = open_house(tmp_path / "data")
    done = install(here, find(str(packed.path)))
    assert (done.app, done.records) == ("tiny", 2)
    with reading(here, SYSTEM, "tiny", "api") as ctx:
        tables = ctx.app.tables
        table = tables.form("note")
        rows = ctx.connection.execute(
            sa.select(
                table.c.id, table.c.created_at, tables.column("note", "day"),
                tables.column("note", "earlier"),
            ).order_by(table.c.created_at)
        ).all()  # fmt: skip
        zone = ctx.app.zone
    first, second = rows
    assert second[3] == first.id
    assert f"{first.created_at.astimezone(zone):%H:%M}" == "10:24"
    assert first[2] == (clock.now().astimezone(zone) - timedelta(days=3)).date()


def bad_bundle(tmp_path: Path, row: str) -> str:
    """A packed app whose second sample record is that row."""
    folder = tmp_path / "bad"
    for name, text in {
        "template.yaml": "key: bad\ntitle: {zh: 坏}\nsummary: {zh: 坏}\nversion: 1.0.0\n",
        "app.yaml": "key: bad\nlabel: {zh: 坏}\n",
        "forms/note.yaml": "key: note\nlabel: {zh: 便条}\ntitle: words\nfields:\n"
        "  - {key: words, type: text, label: {zh: 内容}, required: true}\n"
        "  - {key: day, type: date, label: {zh: 日子}}\n"
        "  - {key: earlier, type: link, form: note, label: {zh: 前一张}}\n",
        "data/note.csv": f"words,day,earlier,created_by\n好的,,,\n{row}\n",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return str(pack(folder, tmp_path / "bad.zip").path)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("甲,很快,,", "not_a_date"),
        (",=TODAY(),,", "spec_seed_required"),
        ("甲,=昨天之前,,", ""),
        ("甲,,#7,", "spec_seed_no_row"),
        ("甲,=1/0+TODAY() 25:99,,", ""),
    ],
)
def test_a_sample_record_that_cannot_be_read_is_told_before_anything_is_made(
    tmp_path: Path, row: str, code: str
) -> None:
    here, _ = open_house(tmp_path / "data")
    with pytest.raises(BundleRefused) as caught:
        install(here, find(bad_bundle(tmp_path, row)))
    (problem,) = caught.value.problems
    assert problem.at is not None
    assert (problem.at.path, problem.at.line) == ("data/note.csv", 3)
    assert code in problem.code
    assert list(apps(here)) == []


def test_a_sample_record_that_cannot_be_stored_is_named_and_none_is(tmp_path: Path) -> None:
    here, _ = open_house(tmp_path / "data")
    with pytest.raises(Refusal) as caught:
        install(here, find(bad_bundle(tmp_path, "甲,,没有这一张,")))
    assert "第 2 行" in caught.value.message("zh")
    with reading(here, SYSTEM, "bad", "api") as ctx:
        table = ctx.app.tables.form("note")
        count = ctx.connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
    assert count == 0


@pytest.mark.pg
def test_it_installs_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    here, _ = open_house(tmp_path, postgres_url)
    try:
        assert install(here, "order_tracking").records >= 900
    finally:
        here.engine.dispose()
