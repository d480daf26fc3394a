"""What can be picked in a field that points at something: people, departments, records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from runtime.compiled import CompiledField
from runtime.context import Context
from runtime.installation import Installation
from runtime.pinyin import is_called
from runtime.queries.departments import told_apart, tree
from runtime.queries.people import Account, Person, accounts, people_like
from runtime.queries.records import ListRequest, list_records
from runtime.web.inputs import Choice

FEW = 40


def pickable(ctx: Context, at: CompiledField, text: str) -> tuple[Choice, ...] | None:
    """The things to pick, at most FEW; None where there are more, so that one has to type."""
    points = at.storage.points
    if points in ctx.app.forms:
        found = _with(text, _records(ctx, str(points), text))
    elif at.type.rule_type(at.spec, "").kind == "department":
        rooms = told_apart(tree(ctx.installation))
        found = _with(text, [Choice(*each) for each in rooms.items()])
    else:
        found = _told_apart(people_like(ctx, text, FEW + 1))
    return None if len(found) > FEW and not text else tuple(found[:FEW])


def _with(text: str, found: list[Choice]) -> list[Choice]:
    return [each for each in found if is_called(each.label, text)]


def everybody(installation: Installation) -> list[Choice]:
    """The active people, by name; who shares a name is told apart by the login."""
    return _told_apart([each for each in accounts(installation) if each.active])


def _told_apart(there: Sequence[Account | Person]) -> list[Choice]:
    count = Counter(each.name for each in there)
    return [Choice(p.id, p.name if count[p.name] == 1 else f"{p.name} ({p.login})") for p in there]


def _records(ctx: Context, form: str, text: str) -> list[Choice]:
    if not ctx.rights(form).may("read"):
        return []
    request = ListRequest(search=text or None, limit=FEW + 1, count="none")
    return [Choice(each.id, each.title) for each in list_records(ctx, form, request).records]
