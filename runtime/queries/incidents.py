"""What waits for an administrator: rules and approvals that could not go on, messages given up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from runtime.compiled import CompiledApp
from runtime.errors import sentence
from runtime.installation import Installation
from runtime.spec.app import label
from runtime.store import cases, deliveries, engine, events, incidents, records
from runtime.store.incidents import Incident

MOST = 100


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that could not be done, in the reader's language.

    ``id`` names an incident; a message that was given up is named by its event and ``action``.
    ``record`` is form and id, and ``title`` what the record is called.
    """

    id: str
    app: str
    app_label: str
    said: str
    at: datetime | None
    record: tuple[str, str] | None = None
    title: str = ""
    action: int | None = None


def troubles(installation: Installation, lang: str) -> tuple[Trouble, ...]:
    """Everything open, incidents first, the newest first."""
    with engine.reading(installation.engine) as connection:
        return (
            *_incidents(installation, connection, lang),
            *_given_up(installation, connection, lang),
        )


def _incidents(installation: Installation, connection: Connection, lang: str) -> Iterator[Trouble]:
    for each in incidents.open_incidents(connection, MOST):
        app = _app(installation, connection, each.app)
        place = _place(connection, each)
        yield Trouble(
            id=each.id,
            app=each.app,
            app_label=_label(app, each.app, lang),
            said=_said(connection, app, each, lang),
            at=each.opened_at,
            record=place,
            title=_title(connection, app, place),
        )


def _given_up(installation: Installation, connection: Connection, lang: str) -> Iterator[Trouble]:
    for each in deliveries.dead(connection, MOST):
        event = events.get(connection, each["event"])
        if event is None:
            continue
        app = _app(installation, connection, event.app)
        place = (event.form, event.record) if event.form and event.record else None
        facts = {"count": each["attempts"], "reason": each["last_error"] or "—"}
        yield Trouble(
            id=each["event"],
            app=event.app,
            app_label=_label(app, event.app, lang),
            said=sentence("incident.delivery", lang, facts),
            at=event.at,
            record=place,
            title=_title(connection, app, place),
            action=each["action"],
        )


def _said(connection: Connection, app: CompiledApp | None, one: Incident, lang: str) -> str:
    detail = one.detail
    facts: dict[str, Any] = {"reason": _in(detail.get("reason"), lang)}
    if one.kind == "import_failed":
        facts |= {"file": detail["file"], "row": detail["row"]}
    if one.kind == "rule_failed":
        rules = app.spec.rules if app else ()
        rule = next((each for each in rules if each.key == detail["rule"]), None)
        facts["rule"] = label(rule.labels, lang, rule.key) if rule else detail["rule"]
    if one.case is not None:
        case = cases.get(connection, one.case)
        chain = app.approvals.get(case.chain) if app and case else None
        facts["chain"] = label(chain.labels, lang, chain.key) if chain else "—"
    return sentence(f"incident.{one.kind}", lang, facts)


def _place(connection: Connection, one: Incident) -> tuple[str, str] | None:
    if one.case is not None:
        case = cases.get(connection, one.case)
        return None if case is None else (case.form, case.record)
    form, record = one.detail.get("form"), one.detail.get("record")
    return (form, record) if form and record else None


def _title(connection: Connection, app: CompiledApp | None, place: tuple[str, str] | None) -> str:
    if app is None or place is None or place[0] not in app.forms:
        return ""
    form, record = place
    titled = (form, app.forms[form].title)
    return records.titles(connection, app.tables, titled, [record]).get(record, "")


def _app(installation: Installation, connection: Connection, key: str) -> CompiledApp | None:
    try:
        return installation.app(connection, key)
    except Exception:  # noqa: BLE001 - one that cannot be read is itself what waits
        return None


def _label(app: CompiledApp | None, key: str, lang: str) -> str:
    return key if app is None else label(app.spec.labels, lang, key)


def _in(reason: Mapping[str, str] | str | None, lang: str) -> str:
    return str(reason.get(lang, "")) if isinstance(reason, Mapping) else reason or ""
