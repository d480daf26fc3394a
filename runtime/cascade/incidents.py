"""Incidents: what could not be done is kept where an administrator sees it, until it is done."""

from __future__ import annotations

from typing import Any

from runtime.context import Context
from runtime.errors import LANGUAGES, Refusal
from runtime.store import incidents


def rule_failed(ctx: Context, rule: str, record: tuple[str, str] | None, why: Refusal) -> None:
    """A rule of the clock could not act, on a record (form, id) or on none."""
    _open(ctx, _cause(rule, record and record[1]), (rule, record), why)


def action_skipped(ctx: Context, rule: str, why: Refusal) -> None:
    """An action of a rule was left out, on whatever record; it stays open until a person closes it."""
    _open(ctx, f"action/{rule}", (rule, None), why)


def rule_cut_short(ctx: Context, rule: str, why: Refusal) -> None:
    """A rule did not do all it should have; it stays open until a person closes it."""
    _open(ctx, f"short/{rule}/{why.code}", (rule, None), why)


def own_fault(problem: Exception) -> Refusal:
    """What nobody foresaw, as a sentence: its kind, and that the log has the rest."""
    return Refusal("own_fault", 500, kind=type(problem).__name__)


def reasons(problem: Exception) -> dict[str, str]:
    """Why something could not be done, in each language."""
    why = problem if isinstance(problem, Refusal) else own_fault(problem)
    return {
        lang: " ".join([why.message(lang), *(each.message(lang) for each in why.wrongs)])
        for lang in LANGUAGES
    }


def rule_worked(ctx: Context, rule: str, record: str | None) -> None:
    """A rule acted after all: what is open about it is over."""
    by = (ctx.actor.id, ctx.now)
    incidents.resolve_cause(ctx.connection, ctx.app.key, _cause(rule, record), by, "worked")


def _open(ctx: Context, cause: str, what: tuple[str, tuple[str, str] | None], why: Refusal) -> None:
    rule, record = what
    form, key = record or (None, None)
    detail: dict[str, Any] = {
        "kind": "rule_failed",
        "rule": rule,
        "form": form,
        "record": key,
        "reason": reasons(why),
    }
    incidents.open_incident(ctx.connection, (ctx.app.key, None, None), cause, detail, ctx.now)


def _cause(rule: str, record: str | None) -> str:
    return f"rule/{rule}/{record or ''}"
