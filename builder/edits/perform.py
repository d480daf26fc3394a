"""Performing an edit: applied, names printed anew where they changed, and held to the schema."""

from __future__ import annotations

from builder.edits.base import Edit
from builder.edits.follow import followed
from builder.edits.reprint import reprint
from builder.edits.shape import new_problems
from runtime.errors import Refusal, Wrong
from runtime.spec.app import AppSpec
from runtime.spec.blocks import Blocks
from runtime.spec.dump import from_json, to_json


def perform(edit: Edit, spec: AppSpec, blocks: Blocks) -> AppSpec:
    """The app after an edit.

    Raises:
        Refusal: edit_gone, edit_key_taken … as the edit says; edit_wrong with every reason where
            the outcome would not be an app.
    """
    whole = edit.change(to_json(spec), blocks)
    wrong = new_problems(to_json(spec), whole, blocks)
    if wrong:
        wrongs = [
            Wrong(each.code, text={lang: each.message(lang) for lang in ("zh", "en")})
            for each in wrong
        ]
        raise Refusal("edit_wrong", 422, wrongs)
    after = followed(edit, from_json(whole), blocks)
    if after == spec:
        return spec
    return reprint(spec, after, blocks) if edit.renames else after
