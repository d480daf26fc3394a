"""Answers travel compressed: pages, JSON, style sheets, scripts and drawings, from 1 kB on.

A page holds the session's form token beside words that its reader, or whoever sent him the link,
may have chosen; the length of a compressed answer could give the token away a letter at a time
(BREACH). Our cookies are SameSite=Lax, so another site cannot have answers fetched unseen, and every
gzip header carries a name of random length, which blurs what is left.
"""

from __future__ import annotations

import gzip
import secrets
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from flask import Flask, Response, request

SMALLEST = 1_000
LEVEL = 5
BLUR = 96
_KINDS = frozenset(
    {
        "text/html",
        "text/css",
        "text/csv",
        "text/javascript",
        "text/plain",
        "application/javascript",
        "application/json",
        "application/problem+json",
        "image/svg+xml",
    }
)


def bind(app: Flask) -> None:
    """Compress the answers of an app. Bound first, so that it runs after everything else."""
    static = Path(str(app.static_folder))

    @app.after_request
    def _compress(response: Response) -> Response:
        if response.mimetype not in _KINDS or "Content-Encoding" in response.headers:
            return response
        response.vary.add("Accept-Encoding")
        if response.status_code != 200 and response.status_code < 400:
            return response
        if not request.accept_encodings["gzip"] or request.method == "HEAD":
            return response
        if request.endpoint == "static":
            file = static / str((request.view_args or {}).get("filename"))
            response.direct_passthrough = False
            response.close()
            _send(response, _packed_file(file, file.stat().st_mtime_ns))
        elif not response.is_streamed and (response.calculate_content_length() or 0) >= SMALLEST:
            _send(response, _packed(response.get_data(), secrets.token_hex(BLUR)))
        return response


def _send(response: Response, packed: bytes) -> None:
    response.set_data(packed)
    response.headers["Content-Encoding"] = "gzip"
    etag, _weak = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)


def _packed(content: bytes, blur: str) -> bytes:
    """The content as gzip; a part of ``blur``, of random length, is the name in its header."""
    into = BytesIO()
    name = blur[: secrets.randbelow(len(blur)) + 1]
    with gzip.GzipFile(name, "wb", LEVEL, into, mtime=0) as file:
        file.write(content)
    return into.getvalue()


@lru_cache(maxsize=64)
def _packed_file(path: Path, stamp: int) -> bytes:
    """A static file as gzip, packed once for each time it was built."""
    del stamp
    return gzip.compress(path.read_bytes(), 9, mtime=0)
