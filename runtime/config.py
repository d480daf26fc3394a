"""Settings of an installation, from the environment; every one has a working default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path


class WrongSetting(ValueError):
    """A setting that should be a whole number and is not; its arguments are its name and value."""


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """One backup a day: in which folder, from what time on by the machine's clock, how many stay.

    With a passphrase they are sealed.
    """

    folder: Path
    at: time = time(2, 30)
    keep: int = 14
    passphrase: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Where an installation keeps its things and where it listens.

    ``smtp_url`` is ``smtp://[user:password@]host:port`` (``smtps://`` for TLS) or None.
    ``clock`` is a file whose ISO moment stands for "now" (tests and scenarios), or None.
    ``backups`` is None where nobody asked for one a day.
    """

    data_dir: Path
    database_url: str
    redis_url: str
    host: str = "127.0.0.1"
    port: int = 8000
    smtp_url: str | None = None
    mail_from: str = "dougong@localhost"
    clock: Path | None = None
    lang: str = "zh"
    trusted_hosts: tuple[str, ...] = ()
    backups: BackupSettings | None = None
    security_log_days: int = 400


def settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings the environment gives.

    Reads DATA_DIR, DATABASE_URL, REDIS_URL, HOST, PORT, SMTP_URL, MAIL_FROM, DOUGONG_CLOCK,
    DOUGONG_LANG, TRUSTED_HOSTS (comma-separated), BACKUP_DIR, BACKUP_AT, BACKUP_KEEP,
    DOUGONG_PASSPHRASE and SECURITY_LOG_DAYS (how long its entries are kept).

    Raises:
        WrongSetting: PORT, BACKUP_KEEP or SECURITY_LOG_DAYS is no number, BACKUP_AT no time of day.
    """
    env = os.environ if environ is None else environ
    data = Path(env.get("DATA_DIR") or "var").resolve()
    clock = env.get("DOUGONG_CLOCK")
    return Settings(
        data_dir=data,
        database_url=env.get("DATABASE_URL") or f"sqlite:///{data / 'dougong.db'}",
        redis_url=env.get("REDIS_URL") or f"unix://{data / 'redis' / 'redis.sock'}",
        host=env.get("HOST") or "127.0.0.1",
        port=_number(env, "PORT", "8000"),
        smtp_url=env.get("SMTP_URL") or None,
        mail_from=env.get("MAIL_FROM") or "dougong@localhost",
        clock=Path(clock) if clock else None,
        lang="en"
        if (env.get("DOUGONG_LANG") or env.get("LANG") or "zh").startswith("en")
        else "zh",
        trusted_hosts=tuple(h for h in (env.get("TRUSTED_HOSTS") or "").split(",") if h),
        backups=_backups(env),
        security_log_days=max(1, _number(env, "SECURITY_LOG_DAYS", "400")),
    )


def _backups(env: Mapping[str, str]) -> BackupSettings | None:
    folder = env.get("BACKUP_DIR")
    if not folder:
        return None
    said = env.get("BACKUP_AT") or "02:30"
    try:
        at = time.fromisoformat(said)
    except ValueError:
        raise WrongSetting("BACKUP_AT", said) from None
    keep = max(1, _number(env, "BACKUP_KEEP", "14"))
    return BackupSettings(Path(folder).resolve(), at, keep, env.get("DOUGONG_PASSPHRASE") or None)


def _number(env: Mapping[str, str], name: str, default: str) -> int:
    given = env.get(name) or default
    try:
        return int(given)
    except ValueError:
        raise WrongSetting(name, given) from None
