"""The first visit to an empty installation: a word that lets one person in, once.

Only its SHA-256 is kept, in a file of the data folder; whoever brings the word becomes the
administrator, and the file goes.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from runtime.commands.people import check_password
from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.store import engine, passwords, people
from runtime.store.people import Person

FILE = "first-visit"


def offer_first_visit(data_dir: Path) -> str:
    """A fresh word for the first visit; an older one no longer counts."""
    word = secrets.token_urlsafe(24)
    path = data_dir / FILE
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(_digest(word))
    return word


def is_first_visit(data_dir: Path, word: str) -> bool:
    """Whether a word still opens the first visit."""
    try:
        kept = (data_dir / FILE).read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return hmac.compare_digest(kept, _digest(word))


def is_first_visit_due(data_dir: Path) -> bool:
    """Whether nobody came with the word yet."""
    return (data_dir / FILE).exists()


def claim_first_visit(
    installation: Installation, word: str, who: tuple[str, str], password: str
) -> Person:
    """Become the administrator: (login, name) and a password of one's own.

    Raises:
        Refusal: first_visit_over (403), password_short or password_long, login_taken,
            login_missing or name_missing.
    """
    data_dir = installation.settings.data_dir
    if not is_first_visit(data_dir, word):
        raise Refusal("first_visit_over", 403)
    check_password(password)
    digest = passwords.password_digest(password)
    login, name = who
    with engine.writing(installation.engine) as connection:
        administrator = next((p for p in people.people(connection) if p.administrator), None)
        if administrator is None:
            raise Refusal("first_visit_over", 403)
        people.update_person(connection, administrator.id, {"login": login, "name": name})
        people.set_password(connection, administrator.id, digest)
        try:
            (data_dir / FILE).unlink()
        except FileNotFoundError:  # somebody else was a moment faster
            raise Refusal("first_visit_over", 403) from None
        found = people.person(connection, administrator.id)
    if found is None:
        raise Refusal("first_visit_over", 403)
    return found


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode("utf-8", "replace")).hexdigest()
