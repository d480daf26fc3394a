"""The one signed in, and rooms that are closed to anybody else."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user


@dataclass(frozen=True)
class Visitor(UserMixin):  # type: ignore[misc]
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
    return bool(current_user.is_authenticated)


def me() -> Visitor:
    """The person signed in, in a room where somebody always is."""
    found: Visitor = current_user
    return found


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
