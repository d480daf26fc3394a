"""Which records belong to a record: those whose link points at it, or its own lines."""

from __future__ import annotations

from rule_dsl.check.context import Context, is_unknown, localized
from rule_dsl.lexer.names import MAX_STEPS
from rule_dsl.lexer.words import Entity
from rule_dsl.tree import Node, Span
from rule_dsl.types import Type
from rule_dsl.vocabulary import Field, Form, Vocabulary


def links(form: Form, target: str) -> list[str]:
    """The link fields of a form that point at another."""
    return [f.key for f in form.fields.values() if f.type == Type("link", target)]


def route(vocabulary: Vocabulary, start: str, wanted: Entity) -> dict[str, str] | None:
    """The shortest path of links from a form to a field of another, as it is written."""
    ways: list[tuple[str, tuple[Field, ...]]] = [(start, ())]
    for form, steps in ways:
        fields = vocabulary.forms[form].fields
        if form == wanted.owner:
            found = [localized(step.labels) for step in (*steps, fields[wanted.key])]
            return {
                "zh": "的".join(label["zh"] for label in found),
                "en": "'s ".join(label["en"] for label in found),
            }
        if len(steps) + 1 < MAX_STEPS:
            links_on = (f for f in fields.values() if f.type.kind == "link" and f.type.of)
            ways += [(f.type.of or "", (*steps, f)) for f in links_on]
    return None


def check_link(c: Context, owner: str | None, form: Node, span: Span) -> None:
    """The rows must be linked to the owner by exactly one field."""
    if owner is None or is_unknown(form):
        return
    rows = c.vocabulary.forms[str(form.args[0])]
    own = c.vocabulary.forms[owner]
    if any(f.type == Type("rows", rows.key) for f in own.fields.values()):
        return
    found = links(rows, owner)
    if not found:
        c.refuse("no_link", span, form=localized(rows.labels), target=localized(own.labels))
    elif len(found) > 1:
        c.refuse("several_links", span, form=localized(rows.labels), target=localized(own.labels))


def link_to(c: Context, owner: str, rows: str) -> Node | None:
    """The rows' own link to the subject, where no field of the subject has the same key."""
    found = links(c.vocabulary.forms[rows], owner)
    if len(found) != 1 or found[0] in c.form.fields:
        return None
    return Node("field", (found[0],), Type("link", owner))
