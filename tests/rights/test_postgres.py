"""The core of the matrix on PostgreSQL: rows and fields are kept by the same conditions there."""

from __future__ import annotations

from pathlib import Path

from tests.rights.looking import answers_differ, leaks_in, look
from tests.rights.world import build_world, plain

CORE = ("exchange.export", "api_records.index", "api_records.show", "api_records.history")


def test_rows_fields_and_links_are_kept_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    world = build_world(postgres_url, tmp_path)
    found = [each for who in ("olga", "cleo") for each in leaks_in(world, look(world, who, CORE))]
    told = plain("".join(each.text for each in look(world, "boss", CORE)))
    missing = [
        each.name
        for each in world.canaries
        if each.name.startswith(("memo", "secret", "fee", "part", "client"))
        and each.text not in told
    ]
    guess = world.value("client 2 name")
    path = "/api/v1/apps/desk/forms/job/records?where=客户的名称 %3D '{guess}'"
    differ = [
        who for who in ("olga", "theo", "cleo", "boss") if answers_differ(world, who, path, guess)
    ]
    world.house.installation.engine.dispose()
    assert (found, missing, differ) == ([], [], ["boss"])
