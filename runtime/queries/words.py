"""The names an actor may use in a filter: those of fields readable on every record."""

from __future__ import annotations

from dataclasses import replace

from rule_dsl.vocabulary import Form, Vocabulary
from runtime.context import Context


def readable_vocabulary(ctx: Context) -> Vocabulary:
    """The app's vocabulary without what the actor may not read.

    Other forms come in only where the actor may read every record of them: a path must not tell
    what a list would not.
    """
    if ctx.actor.administrator or ctx.actor.is_system:
        return ctx.app.vocabulary
    forms: dict[str, Form] = {}
    for key, form in ctx.app.vocabulary.forms.items():
        of, _, lines = key.partition(".")
        rights = ctx.rights(of)
        if not rights.may("read"):
            continue
        stored = ctx.app.forms[of].stored
        readable = rights.readable_everywhere(stored)
        if lines:
            if lines in readable and rights.is_unlimited("read"):
                forms[key] = form
            continue
        hidden = frozenset(stored) - readable
        kept = {name: field for name, field in form.fields.items() if name not in hidden}
        forms[key] = replace(form, fields=kept)
    return replace(ctx.app.vocabulary, forms=forms)
