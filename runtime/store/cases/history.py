"""A case's history: events numbered without gaps, each bound to the one before by its hash."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from runtime.approvals.case import Case, CaseEvent
from runtime.store import events
from runtime.store.events import NewEvent
from runtime.store.schema.cases import approval_case
from runtime.store.schema.events import event


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who did it, through which door, under which revision, when."""

    actor: str
    door: str
    revision: int
    at: datetime
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """One line of a case's history."""

    case_seq: int
    id: str
    type: str
    actor: str
    on_behalf_of: str | None
    at: datetime
    payload: Mapping[str, Any]
    prev_hash: str | None
    hash: str | None


_READ = tuple(event.c[name] for name in HistoryEvent.__dataclass_fields__)


def append_history(
    connection: Connection, case: Case, happened: Sequence[CaseEvent], stamp: Stamp
) -> tuple[Case, list[str]]:
    """Append to the history; the case with its new head, and the events' ids, are returned.

    Times never go back, whatever the clock does.
    """
    at = max(stamp.at, _last_moment(connection, case) or stamp.at)
    seq, head = case.last_seq, case.last_hash
    new: list[NewEvent] = []
    for each in happened:
        seq += 1
        link = _link(head, (seq, each.type, stamp.actor, each.on_behalf_of), at, each.payload)
        new.append(
            NewEvent(
                app=case.app,
                form=case.form,
                record=case.record,
                type=each.type,
                actor=stamp.actor,
                on_behalf_of=each.on_behalf_of,
                door=stamp.door,
                rule=stamp.rule,
                revision=stamp.revision,
                at=at,
                payload=each.payload,
                case=case.id,
                case_seq=seq,
                prev_hash=head,
                hash=link,
            )
        )
        head = link
    return replace(case, last_seq=seq, last_hash=head), events.append_all(connection, new)


def history(connection: Connection, case_id: str) -> list[HistoryEvent]:
    """The history of a case from its start."""
    rows = connection.execute(
        sa.select(*_READ).where(event.c.case == case_id).order_by(event.c.case_seq)
    )
    return [HistoryEvent(*row) for row in rows]


def broken_at(connection: Connection, case_id: str) -> int | None:
    """The first number of the history that is missing or was changed; None where all is well."""
    case = approval_case.c
    last = connection.execute(
        sa.select(case.last_seq, case.last_hash).where(case.id == case_id)
    ).one_or_none()
    head = ""
    seq = 0
    for each in history(connection, case_id):
        seq += 1
        who = (each.case_seq, each.type, each.actor, each.on_behalf_of)
        is_whole = each.case_seq == seq and each.prev_hash == head
        if not is_whole or each.hash != _link(head, who, each.at, each.payload):
            return seq
        head = each.hash
    if last is None or (last.last_seq, last.last_hash) != (seq, head):
        return seq + 1
    return None


def _last_moment(connection: Connection, case: Case) -> datetime | None:
    if not case.last_seq:
        return None
    return connection.execute(
        sa.select(event.c.at).where(event.c.case == case.id, event.c.case_seq == case.last_seq)
    ).scalar()


def _link(
    prev: str, who: tuple[int, str, str, str | None], at: datetime, payload: Mapping[str, Any]
) -> str:
    """SHA-256 of (previous hash, number, type, actor, on behalf of, moment, payload) as JSON."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(
        [prev, *who, moment, payload], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return sha256(text.encode()).hexdigest()
