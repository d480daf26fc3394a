"""The doors of the builder's pages: who may enter, which draft, and what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, current_app, request
from flask.typing import ResponseReturnValue

from builder.drafts import Draft, Seen, load_or_start
from runtime.errors import Refusal, sentence
from runtime.web import doors
from runtime.web.json_text import checked_json
from runtime.web.language import language
from runtime.web.visitor import is_signed_in, me

LONGEST_WORD = 64


def builders_room(name: str) -> Blueprint:
    """A blueprint under /build/ that only those who may build apps can enter."""
    room = Blueprint(name, __name__, url_prefix="/build", template_folder="templates")

    @room.before_request
    def _only_builders() -> ResponseReturnValue | None:
        if not is_signed_in():
            refuse: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            return refuse
        if not me().administrator:
            abort(403)
        return None

    @room.context_processor
    def _words() -> dict[str, Any]:
        return {"say": say}

    return room


def say(code: str, **facts: Any) -> str:
    """A sentence of the builder, in the reader's language."""
    return sentence(f"build.{code}", language(), facts)


def draft_of(app: str) -> Draft:
    """The draft of an app.

    Raises:
        Refusal: not_found (404).
    """
    return load_or_start(doors.installation(), app)


def sent_json() -> Mapping[str, Any]:
    """The JSON object that was sent.

    Raises:
        Refusal: bad_json, body_too_deep, edit_unread (400).
    """
    found = checked_json(request.get_data())
    if not isinstance(found, Mapping):
        raise Refusal("edit_unread", 400)
    return found


def seen(sent: Mapping[str, Any]) -> Seen:
    """Who sends, and which version of the draft they saw."""
    version = sent.get("version")
    if isinstance(version, str):
        version = doors.number_of(version)
    if not isinstance(version, int) or isinstance(version, bool) or version < 0:
        raise Refusal("edit_unread", 400)
    words = (sent.get("request", ""), sent.get("typing", ""))
    if not all(isinstance(each, str) and len(each) <= LONGEST_WORD for each in words):
        raise Refusal("edit_unread", 400)
    return Seen(version, me().id, *words)
