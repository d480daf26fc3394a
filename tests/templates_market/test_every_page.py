"""Every page of the product, opened as every kind of person in both languages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from babel.support import NullTranslations
from flask import Flask
from flask_babel import get_translations

from runtime.app import create_app
from runtime.commands.admission import Admission
from runtime.commands.people import NewAccount, add_account
from runtime.context import SYSTEM, reading
from runtime.errors import LANGUAGES
from runtime.queries.people import accounts
from tests.templates_market.conftest import Market
from tests.templates_market.every_page import APP, Filling, Words

_ID = re.compile(r"\b[0-9a-hjkmnp-tv-z]{26}\b")
_KEY = re.compile(r"[a-z]+(_[a-z0-9]+)+")
_UNFILLED = re.compile(r"%\(\w+\)|\{\{|\{[a-z_]+\}")
MANY = 60
NAMED = ("/api/", "/metrics", "/static/")
"""Where machines read, which want keys and ids."""


class Untranslated(NullTranslations):
    """Stands behind the texts of a language and keeps those that it lacks."""

    def __init__(self) -> None:
        super().__init__()
        self.missing: set[str] = set()

    def gettext(self, message: str) -> str:
        self.missing.add(message)
        return message

    ugettext = gettext

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.missing.add(msgid1)
        return msgid1 if n == 1 else msgid2

    ungettext = ngettext


@dataclass
class Walk:
    """The product as it is walked through, and what was wrong on the way."""

    app: Flask
    filling: Filling
    people: dict[str, str | None]
    logins: frozenset[str]
    lacking: Untranslated
    addresses: list[tuple[str, str]] = field(default_factory=list)

    def pages(self, who: str, lang: str) -> list[str]:
        """All of them for who may see all; of the others each sees each kind, of another form.

        Of the kinds with very many pages every other one is opened in each language.
        """
        kinds: dict[str, list[str]] = defaultdict(list)
        for endpoint, path in self.addresses:
            kinds[endpoint].append(path)
        if who == "admin":
            first = LANGUAGES.index(lang)
            shared = (all_[first::2] if len(all_) > MANY else all_ for all_ in kinds.values())
            return [path for paths in shared for path in paths]
        turn = sorted(self.people).index(who)
        return [found[turn * 7 % len(found)] for found in kinds.values()]

    def faults(self, who: str, lang: str) -> Iterator[str]:
        """What is wrong with the pages somebody opens."""
        client = self.app.test_client()
        client.set_cookie("lang", lang)
        person = self.people[who]
        if person is not None:
            sign_in(self.app, client, person)
        for path in self.pages(who, lang):
            answer = client.get(path, headers={"Accept-Language": lang})
            if answer.status_code >= 500 and path != "/readyz":
                yield f"{path}: {answer.status_code}"
            elif who == "admin" and answer.headers.get("Location", "").startswith("/login"):
                yield f"{path}: not signed in"
            elif (
                answer.status_code != 303
                and answer.mimetype == "text/html"
                and not path.startswith(NAMED)
            ):
                yield from (f"{path}: {what}" for what in self._wrong(answer.text))

    def _wrong(self, page: str) -> Iterator[str]:
        for said in Words(page).found:
            if said in ("True", "False", "[]", "{}") or "None" in said.split():
                yield f"says {said!r}"
            if _ID.search(said):
                yield f"shows an id: {said!r}"
            if _KEY.fullmatch(said) and said not in self.logins:
                yield f"shows a key: {said!r}"
            if _UNFILLED.search(said):
                yield f"has a gap: {said!r}"


def sign_in(app: Flask, client: Any, person: str) -> None:
    """A session for somebody, without the password's slow hash."""
    admission: Admission = app.extensions["dougong.admission"]
    found = admission.person(person)
    assert found is not None
    with app.test_request_context():
        name = app.session_interface.get_cookie_name(app)
    word = f'{{"_user_id": "{found.id}.{found.stamp}", "_fresh": true}}'
    client.set_cookie(name, admission.begin(found.id, word))


@pytest.fixture(scope="module")
def walk(market: Market) -> Walk:
    here = market.installation
    app = create_app(here, {"RATELIMIT_ENABLED": False})
    with reading(here, SYSTEM, APP, "api", "zh") as ctx:
        filling = Filling(market, app, ctx.app)
    kinds: dict[frozenset[str], str] = {}
    for each in accounts(here):
        kinds.setdefault(
            frozenset({*each.roles, *(["admin"] if each.administrator else [])}), each.id
        )
    people: dict[str, str | None] = {
        "admin" if "admin" in roles else "+".join(sorted(roles)): person
        for roles, person in kinds.items()
    }
    people |= {"nobody": None}
    people["no role"] = add_account(here, NewAccount("visitor_9", "访客", password=None)).person.id
    logins = frozenset(each.login for each in accounts(here))
    return Walk(app, filling, people, logins, Untranslated(), list(filling.addresses()))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_opens_for_every_kind_of_person(walk: Walk, lang: str) -> None:
    """No fault, no gap, no key, no "None" and no id where a label belongs; no text is missing."""
    with walk.app.test_request_context(headers={"Cookie": f"lang={lang}"}):
        get_translations().add_fallback(walk.lacking)
    faults = [f"{who}: {fault}" for who in walk.people for fault in walk.faults(who, lang)]
    assert len(walk.addresses) > 400
    assert not faults, "\n".join(faults[:60])
    if lang != "en":
        assert not walk.lacking.missing
