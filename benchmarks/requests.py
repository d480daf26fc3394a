"""The requests that are measured, alike for the product and the floor."""

from __future__ import annotations

import json

from benchmarks.load import Request

RECORDS = "/api/v1/apps/bench/forms/job/records"


def post(path: str, number: int, token: str | None = None) -> Request:
    """A new row, as the API (with a token) or the floor takes it."""
    values = {
        "name": f"活儿 {number}",
        "kind": "rush" if number % 2 else "normal",
        "progress": "0.4",
        "due": "2026-12-20",
        "grade": "A",
        "amount": "1234.50",
    }
    body = json.dumps(values if token is None else {"values": values}).encode()
    headers = {"Content-Type": "application/json"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    return "POST", path, body, headers


def get(path: str, token: str | None = None) -> Request:
    """A question, signed in where a token is given."""
    return "GET", path, None, {} if token is None else {"Authorization": f"Bearer {token}"}
