"""What the browser is told about every answer: its security headers and the page's nonce."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, request

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_A_YEAR = 31_536_000


def nonce() -> str:
    """The one-time word that lets a page's own scripts run."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    found: str = g.nonce
    return found


def policy() -> str:
    """The page's content security policy; what asked for no nonce allows no script of its own."""
    script = f"'self' 'nonce-{g.nonce}'" if "nonce" in g else "'self'"
    return (
        f"default-src 'self'; script-src {script}; style-src 'self'; "
        "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


def _add(response: Response) -> Response:
    found = {**_FIXED, "Content-Security-Policy": policy(), "Cache-Control": "no-store"}
    if request.is_secure:
        found["Strict-Transport-Security"] = f"max-age={_A_YEAR}"
    if request.endpoint == "static":
        built = (request.view_args or {}).get("filename", "").startswith(
            "dist/"
        ) or "v" in request.args
        keep = f"public, max-age={_A_YEAR}, immutable" if built else "public, max-age=3600"
        response.headers["Cache-Control"] = keep
    given = {name.lower() for name, _ in response.headers}
    for name, value in found.items():
        if name.lower() not in given:
            response.headers.add(name, value)
    return response


def _refuse_strangers() -> None:
    """A state-changing request comes from a page of ours: its origin and fetch site say so."""
    if request.method in _SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in ("same-origin", "none"):
        abort(403)
    origin = request.headers.get("Origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.host:
        abort(403)


def _refuse_unreadable() -> None:
    """An address that holds what no text can hold is none of ours."""
    if "\x00" in request.path or b"%00" in request.query_string:
        abort(400)


def bind(app: Flask) -> None:
    """Add the headers to every answer and check where changes come from."""
    app.before_request(_refuse_unreadable)
    app.before_request(_refuse_strangers)
    app.after_request(_add)
    app.jinja_env.globals["nonce"] = nonce
