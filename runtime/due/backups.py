"""The backup of the day, where a folder for it is named; the oldest ones make room."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from runtime.backup.write import write_backup
from runtime.config import BackupSettings
from runtime.installation import Installation

NAME = "dougong-%Y%m%d-%H%M.backup"
KEPT = "dougong-*.backup"


def back_up_when_due(installation: Installation) -> Path | None:
    """Make the backup of the day when its time has come; the file it went into, else None.

    Raises:
        Refusal: the disk is full, the passphrase too short, or what `write_backup` refuses.
    """
    wanted = installation.settings.backups
    if wanted is None:
        return None
    now = installation.ports.clock.now().astimezone()
    if not is_due(wanted, now):
        return None
    wanted.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = wanted.folder / now.strftime(NAME)
    write_backup(installation, path, wanted.passphrase)
    os.utime(path, (now.timestamp(), now.timestamp()))
    for old in sorted(wanted.folder.glob(KEPT))[: -wanted.keep]:
        old.unlink()
    return path


def is_due(wanted: BackupSettings, now: datetime) -> bool:
    """Whether the time of day has passed since the latest backup in the folder."""
    slot = datetime.combine(now.date(), wanted.at, now.tzinfo)
    if slot > now:
        slot -= timedelta(days=1)
    found = latest(wanted.folder)
    return found is None or found < slot


def latest(folder: Path) -> datetime | None:
    """When the latest backup in the folder was made, in the machine's zone."""
    found = max((each.stat().st_mtime for each in folder.glob(KEPT)), default=None)
    return None if found is None else datetime.fromtimestamp(found).astimezone()
