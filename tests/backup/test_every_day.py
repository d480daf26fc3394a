"""A backup a day, and what `doctor` says of backups, keys, folders and clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from runtime.backup.verify import verify_backup
from runtime.commands.setting_up import set_up
from runtime.commands.submit import submit_record
from runtime.config import BackupSettings, WrongSetting, settings
from runtime.due.backups import back_up_when_due
from runtime.errors import Refusal
from runtime.keys import secret_key
from runtime.queries.health import examine
from tests.commands.conftest import ASKED
from tests.house import HandClock, House, app_in, build_house

PASSPHRASE = "four plain words here"  # worth nothing


def found(house: House) -> dict[str, str]:
    """What doctor finds amiss, by what it looked at."""
    return {
        each.check: each.detail("en")
        for each in examine(house.installation.settings)
        if not each.ok
    }


def test_a_backup_is_made_once_a_day_and_the_oldest_make_room(tmp_path: Path) -> None:
    house = build_house(f"sqlite:///{tmp_path}/a.db", tmp_path / "var")
    wanted = BackupSettings(tmp_path / "kept", time(2, 30), keep=2, passphrase=PASSPHRASE)
    clock = HandClock(datetime(2026, 11, 23, 2, 0).astimezone())
    installation = replace(
        house.installation,
        settings=replace(house.installation.settings, backups=wanted),
        ports=replace(house.installation.ports, clock=clock),
    )
    first = back_up_when_due(installation)  # there is none yet
    assert first is not None
    made = []
    for hours in (0.25, 0.5, 1, 20, 3, 24, 24):
        clock.at += timedelta(hours=hours)
        made.append(back_up_when_due(installation) is not None)
    assert made == [False, True, False, False, True, True, True]
    kept = sorted(wanted.folder.iterdir())
    assert [each.name for each in kept] == [
        "dougong-20261125-0245.backup",
        "dougong-20261126-0245.backup",
    ]
    assert verify_backup(kept[-1], PASSPHRASE).rows >= 0
    installation.engine.dispose()


def test_doctor_asks_for_the_backup_that_was_wanted(tmp_path: Path) -> None:
    house = build_house(f"sqlite:///{tmp_path}/a.db", tmp_path / "var")
    assert "backup" not in found(house)
    wanted = BackupSettings(tmp_path / "kept")
    house.installation = replace(
        house.installation, settings=replace(house.installation.settings, backups=wanted)
    )
    house.clock.at = datetime.now(UTC)
    assert str(wanted.folder) in found(house)["backup"]
    back_up_when_due(house.installation)
    assert "backup" not in found(house)
    house.installation.engine.dispose()


@pytest.mark.parametrize("given", [{"BACKUP_AT": "half past"}, {"BACKUP_KEEP": "all"}])
def test_a_schedule_that_cannot_be_read_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(WrongSetting):
        settings({"BACKUP_DIR": "kept", **given})


def test_the_data_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "var"
    data.mkdir(mode=0o755)
    house = build_house(f"sqlite:///{data}/a.db", data)
    assert data.stat().st_mode & 0o777 == 0o700
    for each in data.rglob("*"):
        assert each.stat().st_mode & 0o077 == 0, each
    assert "folder" not in found(house)
    (data / "a.db").chmod(0o644)
    assert "a.db" in found(house)["folder"]
    house.installation.engine.dispose()


@pytest.mark.parametrize("key", ["secret", "0" * 64, "abcabcabc" * 9, ""])
def test_a_key_that_can_be_guessed_starts_nothing(tmp_path: Path, key: str) -> None:
    chosen = settings({"DATA_DIR": str(tmp_path / "var")})
    (tmp_path / "var" / "keys").mkdir(parents=True)
    (tmp_path / "var" / "keys" / "secret").write_text(key)
    with pytest.raises(Refusal) as refused:
        set_up(chosen)
    assert refused.value.code == "key_weak"
    assert refused.value.message("zh") != refused.value.message("en")


def test_a_key_of_its_own_making_is_strong(tmp_path: Path) -> None:
    assert len(secret_key(tmp_path)) >= 48


def test_a_clock_that_went_back_is_told(tmp_path: Path) -> None:
    house = build_house(f"sqlite:///{tmp_path}/a.db", tmp_path / "var")
    house.publish(app_in("apps/leave"))
    house.person("ann", "hr")
    assert "clock" not in found(house)
    house.clock.at = datetime.now(UTC) + timedelta(days=2)
    with house.write("ann") as ctx:
        submit_record(ctx, "request", ASKED)
    assert "clock" in found(house)
    house.installation.engine.dispose()
