"""Backups: what was there is there again, on either database; what was touched is found."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from runtime.backup.restore import restore_backup
from runtime.backup.verify import verify_backup
from runtime.backup.write import write_backup
from runtime.commands.change import change_record
from runtime.commands.files import keep_file
from runtime.commands.submit import submit_record
from runtime.commands.trash import trash_record
from runtime.config import Settings, settings
from runtime.errors import Refusal
from runtime.queries.records import ListRequest, list_records
from runtime.queries.timeline import timeline
from runtime.store.files import open_file
from tests.commands.conftest import ASKED
from tests.house import House, app_in, build_house

PASSPHRASE = "four plain words here"  # worth nothing
PICTURE = b"%PDF-1.4 x"
PROOF = sha256(PICTURE)


@pytest.fixture
def house(migrated_url: str, tmp_path: Path) -> Iterator[House]:
    """A house in which something happened: changes, an approval, a file, something in the trash."""
    built = build_house(migrated_url, tmp_path / "var")
    built.publish(app_in("apps/leave"))
    built.person("lead", "manager", name="李经理", department="workshop")
    built.person("hr", "hr", name="王人事", department="office")
    built.person("zhang", "employee", name="张三", department="workshop", manager="lead")
    picture = keep_file(built.installation, built.people["zhang"], io.BytesIO(PICTURE), "x.pdf")
    with built.write("zhang") as ctx:
        kept = submit_record(ctx, "request", {**ASKED, "kind": "sick", "proof": [picture]})
        change_record(ctx, "request", kept.id, 1, {"reason": "搬家，改期"})
        gone = submit_record(ctx, "request", ASKED)
    with built.write("hr") as ctx:
        trash_record(ctx, "request", gone.id, gone.version)
    yield built
    built.installation.engine.dispose()


@pytest.fixture
def places(sqlite_url: str, postgres_url: str, tmp_path: Path) -> list[Settings]:
    """Two empty places to restore into, one on each database."""
    urls = (sqlite_url.replace("dougong.sqlite", "new/new.sqlite"), postgres_url)
    return [place(tmp_path / name, url) for name, url in zip(("new", "other"), urls, strict=True)]


def place(folder: Path, url: str | None = None) -> Settings:
    there = url or f"sqlite:///{folder}/dougong.db"
    return settings({"DATA_DIR": str(folder), "DATABASE_URL": there, "LANG": "zh"})


def told(house: House) -> object:
    """What people see of the house: records with their story."""
    with house.read("hr") as ctx:
        found = list_records(ctx, "request", ListRequest(search="搬家")).records
        stories = [timeline(ctx, "request", one.id) for one in found]
        return [(one.id, one.version, dict(one.values)) for one in found], stories


@pytest.mark.pg
def test_what_was_there_is_there_again_on_either_database(
    house: House, places: list[Settings], tmp_path: Path
) -> None:
    file = tmp_path / "all.backup"
    before = told(house)
    made = write_backup(house.installation, file, None)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert made.lost == ()
    for each in places:
        restore_backup(each, file, None)
        again = build_house(each.database_url, each.data_dir)
        again.app, again.people = house.app, house.people
        try:
            assert told(again) == before
            with again.write("zhang") as ctx:  # and work goes on: numbers, events, files
                more = submit_record(ctx, "request", ASKED)
                assert more.values["number"] == "QJ-2026-0003"
            with again.read("hr") as ctx:
                assert timeline(ctx, "request", more.id)
            with open_file(again.installation.ports.files, PROOF.hexdigest()) as kept:
                assert kept.read() == PICTURE
        finally:
            again.installation.engine.dispose()


def test_a_sealed_backup_opens_with_its_passphrase_alone(house: House, tmp_path: Path) -> None:
    file = tmp_path / "sealed.backup"
    with pytest.raises(Refusal) as refused:
        write_backup(house.installation, file, "short")
    assert (refused.value.code, file.exists()) == ("passphrase_short", False)
    write_backup(house.installation, file, PASSPHRASE)
    content = file.read_bytes()
    for word in ("QJ-2026", "leave", "搬家"):
        assert word.encode() not in content
    assert verify_backup(file, PASSPHRASE).rows
    for wrong, code in ((None, "backup_sealed"), ("four plain words there", "backup_passphrase")):
        with pytest.raises(Refusal) as refused:
            verify_backup(file, wrong)
        assert refused.value.code == code
    with pytest.raises(Refusal) as refused:
        write_backup(house.installation, file, PASSPHRASE)
    assert refused.value.code == "backup_there"
    for at in (40, len(content) // 2, len(content) - 3):
        file.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        with pytest.raises(Refusal):
            verify_backup(file, PASSPHRASE)
    for end in (0, 5, 30, len(content) // 2, len(content) - 1):
        file.write_bytes(content[:end])
        with pytest.raises(Refusal):
            verify_backup(file, PASSPHRASE)


def test_a_changed_byte_of_what_is_in_it_is_found_and_named(house: House, tmp_path: Path) -> None:
    file, other = tmp_path / "all.backup", tmp_path / "other.backup"
    made = write_backup(house.installation, file, None)
    verify_backup(file, None)
    for name in (next(t.entry for t in made.tables if "request" in t.name), made.files[-1].entry):
        for change in (lambda held: held.replace(b"2026", b"2027").replace(b"x", b"y"), None):
            with zipfile.ZipFile(file) as source, zipfile.ZipFile(other, "w") as target:
                for entry in source.namelist():
                    content = source.read(entry)
                    if entry != name:
                        target.writestr(entry, content)
                    elif change is not None:
                        target.writestr(entry, change(content))
            with pytest.raises(Refusal) as refused:
                restore_backup(place(tmp_path / "new"), other, None)
            assert refused.value.code == "backup_changed"
            assert refused.value.facts["name"] in name
            assert not (tmp_path / "new").exists()


def test_only_an_empty_place_is_restored_into(house: House, tmp_path: Path) -> None:
    file = tmp_path / "all.backup"
    write_backup(house.installation, file, None)
    here = house.installation.settings
    for there in (here, place(tmp_path / "new", here.database_url)):
        with pytest.raises(Refusal) as refused:
            restore_backup(there, file, None)
        assert refused.value.code == "restore_not_empty"
    (tmp_path / "no.backup").write_bytes(b"PK nothing of the kind")
    with pytest.raises(Refusal) as refused:
        restore_backup(place(tmp_path / "new"), tmp_path / "no.backup", None)
    assert refused.value.code == "backup_unreadable"


def test_what_is_written_meanwhile_is_in_the_next_backup(house: House, tmp_path: Path) -> None:
    file = tmp_path / "all.backup"
    made = write_backup(house.installation, file, None)
    with house.write("zhang") as ctx:
        submit_record(ctx, "request", ASKED)
    more = write_backup(house.installation, tmp_path / "more.backup", None)
    rows = {each.name: each.rows for each in made.tables}
    grown = {each.name for each in more.tables if each.rows > rows[each.name]}
    assert "event" in grown
    assert any("request" in name for name in grown)
    verify_backup(file, None)


def test_a_file_that_is_not_there_is_told(house: House, tmp_path: Path) -> None:
    digest = PROOF.hexdigest()
    (house.installation.ports.files / digest[:2] / digest[2:]).unlink()
    made = write_backup(house.installation, tmp_path / "all.backup", None)
    assert made.lost == (f"files/{digest[:2]}/{digest[2:]}",)
    assert verify_backup(tmp_path / "all.backup", None).lost == made.lost
