"""The names an actor may use in a filter: those of fields readable on every record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from rule_dsl.vocabulary import Form, Vocabulary
from runtime.access.rights import Rights
from runtime.compiled import CompiledApp, Condition
from runtime.context import Context


def readable_vocabulary(ctx: Context, subject: str) -> Vocabulary:
    """The app's vocabulary without what the actor may not read.

    Of other forms than the subject only those are there of which the actor may read every record: a
    path must not tell what a list would not. The rest have no name and no fields.
    """
    if ctx.actor.administrator or ctx.actor.is_system:
        return ctx.app.vocabulary
    return _readable(ctx.app, ctx.actor.roles, ctx.actor.missing, subject)


@lru_cache(maxsize=64)
def _readable(
    app: CompiledApp, roles: frozenset[str], missing: frozenset[str], subject: str
) -> Vocabulary:
    """The vocabulary of roles; the same roles get the same one, so that it is indexed once."""
    rights = {key: form.rights(roles, missing) for key, form in app.forms.items()}
    forms = dict(_forms(app, rights, subject))
    acts = {(form.key, move.key) for form in forms.values() for move in form.moves}
    names = tuple(
        name
        for name in app.vocabulary.names
        if name.form is None
        or (name.kind != "act" and name.form in forms)
        or (name.form, name.key) in acts
    )
    return replace(app.vocabulary, forms=forms, names=names)


def _forms(
    app: CompiledApp, held: Mapping[str, Rights[Condition]], subject: str
) -> Iterator[tuple[str, Form]]:
    for key, form in app.vocabulary.forms.items():
        of, _, lines = key.partition(".")
        rights = held[of]
        if of != subject and not rights.is_unlimited("read"):
            if not lines:
                yield key, Form(key, {}, {})
            continue
        compiled = app.forms[of]
        readable = rights.readable_everywhere(compiled.stored)
        if lines:
            if lines in readable:
                yield key, form
            continue
        state = compiled.state_field
        is_state_seen = state is None or state.spec.key in readable
        hidden = frozenset(compiled.stored) - readable
        if not is_state_seen:
            hidden |= {"state_since"}
        kept = {name: field for name, field in form.fields.items() if name not in hidden}
        yield key, replace(form, fields=kept, moves=form.moves if is_state_seen else ())
