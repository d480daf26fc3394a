"""What can be picked in a field that points at something: people, departments, records."""

from __future__ import annotations

from runtime.compiled import CompiledField
from runtime.context import Context
from runtime.queries.people import accounts, departments
from runtime.queries.records import ListRequest, list_records
from runtime.web.inputs import Choice

FEW = 40


def pickable(ctx: Context, at: CompiledField, text: str) -> tuple[Choice, ...] | None:
    """The things to pick, at most FEW; None where there are more, so that one has to type."""
    points = at.storage.points
    if points in ctx.app.forms:
        found = _records(ctx, str(points), text)
    elif at.type.rule_type(at.spec, "").kind == "department":
        found = [
            Choice(each.id, each.name) for each in departments(ctx.installation) if each.active
        ]
    else:
        found = [Choice(each.id, each.name) for each in accounts(ctx.installation) if each.active]
    if text:
        wanted = text.casefold()
        return tuple(each for each in found if wanted in each.label.casefold())[:FEW]
    return None if len(found) > FEW else tuple(found)


def _records(ctx: Context, form: str, text: str) -> list[Choice]:
    if not ctx.rights(form).may("read"):
        return []
    request = ListRequest(search=text or None, limit=FEW + 1, count="none")
    return [Choice(each.id, each.title) for each in list_records(ctx, form, request).records]
