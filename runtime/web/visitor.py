"""The one signed in, and rooms that are closed to anybody else."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user
from werkzeug.exceptions import Unauthorized


@dataclass(frozen=True)
class Visitor(UserMixin):
    """The person signed in. ``stamp`` changes when every session of theirs must end."""

    id: str
    login: str
    name: str
    stamp: str
    administrator: bool
    lang: str | None
    theme: str | None
    density: str | None

    def get_id(self) -> str:
        return f"{self.id}.{self.stamp}"


def is_signed_in() -> bool:
    """Whether anybody is."""
    return isinstance(_current(), Visitor)


def me() -> Visitor:
    """The person signed in, in a room where somebody always is."""
    found = _current()
    if not isinstance(found, Visitor):
        raise Unauthorized
    return found


def _current() -> object:
    return current_user._get_current_object()  # noqa: SLF001 - the person behind the proxy


def closed_room(name: str) -> Blueprint:
    """A blueprint whose every page wants somebody signed in."""
    room = Blueprint(name, f"runtime.web.{name}")

    @room.before_request
    def _only_signed_in() -> ResponseReturnValue | None:
        if is_signed_in():
            return None
        refuse: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return refuse

    return room
