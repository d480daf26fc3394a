"""The API of the leave app, as its people call it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from runtime.app import create_app
from runtime.commands.people import new_token
from tests.house import House, app_in, build_house

ASKED = {
    "kind": "personal",
    "days": "4",
    "start": "2026-12-01",
    "end": "2026-12-04",
    "reason": "搬家",
}
RECORDS = "/apps/leave/forms/request/records"


@dataclass(slots=True)
class Callers:
    """Calls the API as a person, by login; None calls without a token."""

    house: House
    client: FlaskClient
    tokens: dict[str, str]

    def __call__(
        self, login: str | None, method: str, path: str, json: Any = None, **headers: str
    ) -> TestResponse:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        if login is not None:
            named["Authorization"] = f"Bearer {self.tokens.get(login, login)}"
        named.setdefault("Accept-Language", "zh")
        return self.client.open(f"/api/v1{path}", method=method, json=json, headers=named)

    def create(self, login: str, **values: Any) -> dict[str, Any]:
        answer = self(login, "POST", RECORDS, {"values": {**ASKED, **values}})
        assert answer.status_code == 201, answer.get_json()
        return dict(answer.get_json())


@pytest.fixture
def api(migrated_url: str, tmp_path: Path) -> Iterator[Callers]:
    """The leave app with two employees, their manager, HR, a guest and the administrator."""
    house = build_house(migrated_url, tmp_path / "var")
    house.publish(app_in("apps/leave"))
    house.person("lead", "manager", name="李经理", department="workshop")
    house.person("hr", "hr", name="王人事", department="office")
    house.person("zhang", "employee", name="张三", department="workshop", manager="lead")
    house.person("chen", "employee", name="陈四", department="office", manager="lead")
    house.person("guest", name="路人")
    logins = ("lead", "hr", "zhang", "chen", "guest", "admin")
    tokens = {login: new_token(house.installation, login) for login in logins}
    yield Callers(house, create_app(house.installation).test_client(), tokens)
    house.installation.engine.dispose()
