"""What can be picked in a field that points at something: people, departments, records."""

from __future__ import annotations

from collections import Counter

from runtime.compiled import CompiledField
from runtime.context import Context
from runtime.installation import Installation
from runtime.queries.departments import told_apart, tree
from runtime.queries.people import accounts
from runtime.queries.records import ListRequest, list_records
from runtime.web.inputs import Choice

FEW = 40


def pickable(ctx: Context, at: CompiledField, text: str) -> tuple[Choice, ...] | None:
    """The things to pick, at most FEW; None where there are more, so that one has to type."""
    points = at.storage.points
    if points in ctx.app.forms:
        found = _records(ctx, str(points), text)
    elif at.type.rule_type(at.spec, "").kind == "department":
        found = [Choice(*each) for each in told_apart(tree(ctx.installation)).items()]
    else:
        found = _people(ctx, text)
    if text:
        wanted = text.casefold()
        return tuple(each for each in found if wanted in each.label.casefold())[:FEW]
    return None if len(found) > FEW else tuple(found)


def everybody(installation: Installation) -> list[Choice]:
    """The active people, by name; who shares a name is told apart by the login."""
    return _told_apart([each for each in accounts(installation) if each.active])


def _people(ctx: Context, text: str) -> list[Choice]:
    """The active people whose name, login or pinyin has the text, one more than FEW at most."""
    return _told_apart(people_like(ctx, text, FEW + 1))


def _told_apart(there: Sequence[Account | Person]) -> list[Choice]:
    count = Counter(each.name for each in there)
    return [Choice(p.id, p.name if count[p.name] == 1 else f"{p.name} ({p.login})") for p in there]


def _records(ctx: Context, form: str, text: str) -> list[Choice]:
    if not ctx.rights(form).may("read"):
        return []
    request = ListRequest(search=text or None, limit=FEW + 1, count="none")
    return [Choice(each.id, each.title) for each in list_records(ctx, form, request).records]
