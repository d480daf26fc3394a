"""Setting up an installation: its folder, its tables, and the administrator."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from runtime.config import Settings
from runtime.keys import secret_key
from runtime.privacy import make_private
from runtime.store import engine, migrations, passwords, people

ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class SetUp:
    """Whether the store was made now; ``password`` is the new administrator's, shown once."""

    created: bool
    password: str | None


def set_up(settings: Settings) -> SetUp:
    """Make the store where there is none; an existing one is only brought up to date."""
    make_private(settings.data_dir)
    secret_key(settings.data_dir)
    opened = engine.open_engine(settings.database_url)
    try:
        migrations.upgrade(opened)
        with engine.writing(opened) as connection:
            if people.person_by_login(connection, ADMIN) is not None:
                return SetUp(created=False, password=None)
            password = secrets.token_urlsafe(12)
            people.create_person(
                connection,
                people.NewPerson(
                    login=ADMIN,
                    name="管理员",
                    password=passwords.password_digest(password),
                    administrator=True,
                ),
                datetime.now(UTC),
            )
            return SetUp(created=True, password=password)
    finally:
        opened.dispose()


def upgrade(settings: Settings) -> None:
    """Bring an existing store's tables up to date."""
    opened = engine.open_engine(settings.database_url)
    try:
        migrations.upgrade(opened)
    finally:
        opened.dispose()
