"""How the API reaches the product: who the token is, contexts, bodies, repeated requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from hashlib import sha256
from typing import Any

import orjson
from flask import Response, current_app, g, request

from runtime import context
from runtime.commands.idempotency import once
from runtime.context import Context
from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.queries.bearers import bearer, shown
from runtime.web.api.answers import answer, lang
from runtime.web.json_text import checked_json

MAX_KEY = 200


def installation() -> Installation:
    """The installation this web process serves."""
    found: Installation = current_app.extensions["dougong"]
    return found


def sign_in() -> None:
    """Find out who the request's token is.

    A question about an app is answered in a transaction that finds it out itself, in the same
    statement as the rights: it is not asked twice. Anything else is found out here, before a
    stranger's body is read.

    Raises:
        Refusal: token_missing or token_wrong (401).
    """
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Refusal("token_missing", 401)
    found = shown(token.strip())
    if found is None:
        raise Refusal("token_wrong", 401)
    g.bearer = found
    if request.method != "GET" or "app" not in (request.view_args or {}):
        person()


def asked_once() -> None:
    """Each parameter has one value: of two, readers would each take another.

    Raises:
        Refusal: repeated_parameter (400).
    """
    for name, values in request.args.lists():
        if len(values) > 1:
            raise Refusal("repeated_parameter", 400, name=name[:100])


def person() -> str:
    """The id of the token's person.

    Raises:
        Refusal: token_wrong (401).
    """
    if "person" not in g:
        found = bearer(installation(), g.bearer)
        if found is None:
            raise Refusal("token_wrong", 401)
        g.person = found
    known: str = g.person
    return known


def reading(app: str) -> AbstractContextManager[Context]:
    """A read context in an app, for the token's person."""
    return context.reading(installation(), g.get("person", g.bearer), app, "api", lang())


def writing(app: str) -> AbstractContextManager[Context]:
    """A write context in an app, for the token's person."""
    return context.writing(installation(), person(), app, "api", lang())


def body() -> Mapping[str, Any]:
    """The request's JSON object; an empty body is an empty object.

    Raises:
        Refusal: not_json (415), bad_json (400), body_too_deep (413).
    """
    raw = request.get_data(cache=True)
    if not raw:
        return {}
    if request.mimetype != "application/json":
        raise Refusal("not_json", 415)
    found = checked_json(raw, exact=True)
    if not isinstance(found, dict):
        raise Refusal("bad_json", 400)
    return found


def part(found: Mapping[str, Any], known: tuple[str, ...]) -> Mapping[str, Any]:
    """The body, once it holds only keys that are known.

    Raises:
        Refusal: unknown_key (422).
    """
    unknown = sorted(set(found) - set(known))
    if unknown:
        raise Refusal("unknown_key", 422, name=unknown[0], known=", ".join(known))
    return found


def asked(*known: str) -> Mapping[str, str]:
    """The parameters of the address, once none is unknown.

    Raises:
        Refusal: unknown_key (422).
    """
    return part(request.args, known)


def number_asked(key: str, default: int | None, most: int) -> int | None:
    """A whole number among the parameters, from 1 to ``most``; the default where it is not there.

    Raises:
        Refusal: bad_number (422).
    """
    text = request.args.get(key)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 19 and 1 <= int(text) <= most):
        raise Refusal("bad_number", 422, name=key, most=most)
    return int(text)


def values_of(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """The ``values`` of a body.

    Raises:
        Refusal: bad_json (400).
    """
    values = found.get("values", {})
    if not isinstance(values, dict):
        raise Refusal("bad_json", 400)
    return values


Reply = tuple[int, Any]


def write(app: str, do: Callable[[Context], Reply], sent: str = "") -> Response:
    """Do something in one write transaction; with an Idempotency-Key, once.

    ``sent`` is the checksum of a body that was read already.

    Raises:
        Refusal: idem_key_reused (409), and whatever ``do`` raises.
    """
    key = request.headers.get("Idempotency-Key")
    with writing(app) as ctx:
        if key is None:
            status, found = do(ctx)
        else:
            if not 0 < len(key) <= MAX_KEY:
                raise Refusal("bad_idem_key", 400, most=MAX_KEY)
            status, found = once(ctx, key, _fingerprint(sent), lambda: do(ctx))
    headers = {"ETag": f'"{found["version"]}"'} if "version" in found else {}
    return answer(found, status, headers)


def _fingerprint(sent: str) -> str:
    """What makes a repeated request the same: its method, path, version seen, and body."""
    parts = [request.method, request.full_path, request.headers.get("If-Match", "")]
    body = sent.encode() or request.get_data(cache=True)
    return sha256("\n".join(parts).encode() + b"\n" + body).hexdigest()


def seen_version() -> int:
    """The version named by If-Match.

    Raises:
        Refusal: version_missing (428), bad_version (400).
    """
    text = request.headers.get("If-Match")
    if text is None:
        raise Refusal("version_missing", 428)
    plain = text.strip().removeprefix("W/").strip('"')
    if not (plain.isascii() and plain.isdigit() and len(plain) < 10):
        raise Refusal("bad_version", 400)
    return int(plain)


def dumped(value: Any) -> bytes:
    """JSON as bytes, for what is not an answer."""
    return orjson.dumps(value)
