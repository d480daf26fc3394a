"""Liveness, readiness, and numbers for a monitor."""

from __future__ import annotations

import ipaddress

from flask import Blueprint, Response, request

from runtime.errors import Refusal
from runtime.queries.health import Finding, readiness
from runtime.queries.metrics import numbers
from runtime.web.api.answers import answer, bind
from runtime.web.api.doors import installation, sign_in

bp = Blueprint("health", __name__)
bind(bp)


@bp.get("/healthz")
def alive() -> Response:
    """Whether this process answers."""
    return answer({"ok": True})


@bp.get("/readyz")
def ready() -> Response:
    """Whether database, migrations and queue are there; a silent queue alone does not stop us."""
    found = {each.check: each for each in readiness(installation().settings)}
    is_ready = all(found[check].ok for check in ("database", "migrations"))
    body = {"ok": is_ready, "checks": {key: _said(each) for key, each in found.items()}}
    return answer(body, 200 if is_ready else 503)


def _said(finding: Finding) -> str:
    return "ok" if finding.ok else "failed"


@bp.get("/metrics")
def metrics() -> Response:
    """Prometheus text, for a token or a client on this machine."""
    if not _is_here():
        sign_in()
    lines = [
        f"# TYPE dougong_{name} gauge\ndougong_{name} {value}"
        for name, value in numbers(installation()).items()
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain; version=0.0.4")


def _is_here() -> bool:
    """Whether the client is on this machine, with no proxy between."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        raise Refusal("token_missing", 401) from None
