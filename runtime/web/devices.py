"""Devices: where somebody signed in before, so that guesses made elsewhere do not lock them out.

The mark is a cookie that the server signed for that login; it opens nothing, it only has its tries
counted by itself.
"""

from __future__ import annotations

import secrets

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

_COOKIE = "device"
_A_YEAR = 31_536_000


def device_of(login: str) -> str | None:
    """The mark of this device, where that login was signed in from it before."""
    try:
        whose, mark = _signer().loads(request.cookies.get(_COOKIE, "")[:400])
    except (BadSignature, TypeError, ValueError):
        return None
    return str(mark) if whose == login.casefold() else None


def remember_device(response: Response, login: str) -> None:
    """Mark the device as one from which that login was signed in."""
    known = device_of(login) or secrets.token_urlsafe(16)
    marked = _signer().dumps([login.casefold(), known])
    response.set_cookie(
        _COOKIE, marked, max_age=_A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure
    )


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="device")
