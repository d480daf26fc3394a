"""A room of the API: every route of it is signed in and answers problems in one way."""

from __future__ import annotations

from flask import Blueprint

from runtime.web.api.answers import bind
from runtime.web.api.doors import asked_once, sign_in


def room(name: str, prefix: str) -> Blueprint:
    """A blueprint under a prefix, with a token asked for and refusals answered as problems."""
    made = Blueprint(name, __name__, url_prefix=prefix)
    made.before_request(sign_in)
    made.before_request(asked_once)
    bind(made)
    return made
