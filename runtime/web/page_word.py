"""The word that each page of a form carries, so that sending it twice does what it says once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from flask import request

from runtime.commands.idempotency import Reply, once
from runtime.context import Context

MOST_WORD = 40


def new_word() -> str:
    """A word for a page that was not sent yet."""
    return secrets.token_urlsafe(9)


def page_word() -> str:
    """The word of the page that was sent, else a new one."""
    return request.form.get("once") or new_word()


def once_a_page(ctx: Context, what: str, do: Callable[[], Reply]) -> Any:
    """Do what the form says, once for each page that was sent.

    Raises:
        Refusal: idem_key_reused (409) when the page's word came with other values.
    """
    word = request.form.get("once", "")[:MOST_WORD]
    if not word:
        return do()[1]
    return once(ctx, f"form:{word}:{what}", fingerprint(), do)[1]


def fingerprint() -> str:
    """What makes the same form sent again the same: its address, values and files."""
    values = [(key, text) for key, text in request.form.items(multi=True) if key != "csrf_token"]
    names = [(key, str(file.filename)) for key, file in request.files.items(multi=True)]
    parts = [request.full_path, *(part for pair in sorted([*values, *names]) for part in pair)]
    return sha256("\0".join(parts).encode()).hexdigest()
