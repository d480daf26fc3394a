"""Delivering: what the outbox holds is done outside, once.

A notice and the mark that it was given are one transaction, so it comes exactly once. A mail is
handed over before it is marked; after a crash between the two it is sent again under the same
Message-ID, by which a receiver drops it.
"""

from __future__ import annotations

import smtplib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Connection

from runtime.cascade.incidents import reasons
from runtime.cascade.recipients import people_of
from runtime.commands.attempts import AWAY
from runtime.due.notice_texts import NoticeTexts
from runtime.errors import Refusal
from runtime.failpoints import failpoint
from runtime.installation import Installation
from runtime.ports import Letter
from runtime.store import deliveries, engine, events, incidents, notices, people
from runtime.store.deliveries import Delivery
from runtime.store.events import StoredEvent

BATCH = 50
MAIL_CHANNEL = "email"

log = structlog.get_logger(__name__)


def drain(installation: Installation, batches: int = 100) -> int:
    """Deliver what is due, batch by batch; how many deliveries were done is returned."""
    done = 0
    for _ in range(batches):
        with engine.writing(installation.engine) as connection:
            claimed = deliveries.claim(connection, installation.ports.clock.now(), BATCH)
        if not claimed:
            return done
        failpoint("outbox.claimed")
        done += sum(deliver(installation, each) for each in claimed)
    return done


def deliver(installation: Installation, one: Delivery) -> bool:
    """Do one delivery; a failure is written down and tried again later."""
    try:
        if one.kind == "mail":
            return _mail(installation, one)
        return _notify(installation, one)
    except Exception as problem:
        if isinstance(problem, Refusal) and problem.code in AWAY:
            raise
        is_known = isinstance(problem, (OSError, smtplib.SMTPException, Refusal))
        about = {"delivery": one.event, "kind": one.kind, "problem": str(problem)}
        log.warning("delivery_failed", **about, exc_info=not is_known)
        now = installation.ports.clock.now()
        with engine.writing(installation.engine) as connection:
            deliveries.mark_failed(connection, one, now, str(problem)[:500])
        return False


def _notify(installation: Installation, one: Delivery) -> bool:
    """Put a notice into inboxes, and letters for those who get it by mail into the outbox."""
    now = installation.ports.clock.now()
    with engine.writing(installation.engine) as connection:
        event = events.get(connection, one.event)
        if event is None or not deliveries.mark_sent(connection, one, now):
            return False
        by_mail = one.payload.get("channel") == MAIL_CHANNEL and installation.ports.post is not None
        about = {
            "event": one.event,
            "action": one.action,
            "app": event.app,
            "form": event.form,
            "record": event.record,
            "rule": event.rule,
            "at": now,
        }
        told = NoticeTexts(installation, connection, event)
        withheld: list[str] = []
        for person in _told(connection, event, one.payload):
            if told.tells_too_much(person, one.payload):
                withheld.append(person)
                continue
            said = {key: told.text(person, one.payload[key]) for key in ("title", "body")}
            if notices.add(connection, [person], {**about, **said}) and by_mail:
                letter = {"person": person, "key": f"{one.event}.{one.action}.{person}"}
                deliveries.add(connection, one.event, "mail", {**letter, **said}, now)
        if withheld:
            _note_withheld(connection, event, withheld, now)
        failpoint("outbox.after_effect_before_mark")
    return True


def _note_withheld(
    connection: Connection, event: StoredEvent, withheld: Sequence[str], now: datetime
) -> None:
    """Say once for each rule that its message was not for those it names."""
    names = people.names_of(connection, withheld)
    why = Refusal("reader_sees_nothing", 403, names=", ".join(sorted(names.values())))
    detail = {
        "kind": "rule_failed",
        "rule": event.rule,
        "form": event.form,
        "record": event.record,
        "reason": reasons(why),
    }
    place = (event.app, None, None)
    incidents.open_incident(connection, place, f"unseen/{event.rule}", detail, now)


def _told(connection: Connection, event: StoredEvent, payload: Mapping[str, Any]) -> list[str]:
    """The active people a notice is for, each once."""
    named = [
        ("person", each) if isinstance(each, str) else (each[0], each[1])
        for each in (*payload.get("to", ()), *payload.get("cc", ()))
    ]
    return people_of(connection, event.app, named)


def _mail(installation: Installation, one: Delivery) -> bool:
    """Hand a letter over, then mark it."""
    post = installation.ports.post
    with engine.reading(installation.engine) as connection:
        person = people.person(connection, one.payload["person"])
    if post is not None and person is not None and person.email:
        lang = person.lang or installation.settings.lang
        post.send(
            Letter(
                message_id=one.payload["key"],
                to=person.email,
                subject=_in(one.payload["title"], lang),
                text=_in(one.payload["body"], lang),
            )
        )
    failpoint("outbox.after_effect_before_mark")
    with engine.writing(installation.engine) as connection:
        return deliveries.mark_sent(connection, one, installation.ports.clock.now())


def _in(labels: Mapping[str, str], lang: str) -> str:
    return labels.get(lang) or next(iter(labels.values()), "")
