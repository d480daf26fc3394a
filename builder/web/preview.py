"""Fields of a draft as the form itself would draw them, by the same controls."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template

from runtime.catalog import Catalog, NoLookup
from runtime.compiled import CompiledField
from runtime.fields.base import Reader
from runtime.spec.app import AppSpec, FieldSpec, FormSpec
from runtime.web.inputs import EntryForm, Input


def drawn_fields(spec: AppSpec, form: FormSpec, catalog: Catalog, lang: str) -> Mapping[str, str]:
    """The HTML of each field by its key. Nothing in it can be reached or sent."""
    compiled = {f.key: _compiled(f, catalog) for f in form.fields if f.type in catalog.fields}
    named = {f"field-{key}": Input(at, lang) for key, at in compiled.items()}
    fields = type("DraftForm", (EntryForm,), named)(formdata=None)
    reader = Reader(lang=lang, timezone=spec.timezone, lookup=NoLookup())
    found = {}
    for each in fields.inputs():
        each.show(None, reader)
        found[each.key] = render_template("builder/field.html", f=each)
    return found


def _compiled(field: FieldSpec, catalog: Catalog) -> CompiledField:
    """The field without its expressions: those are not run here."""
    kind = catalog.fields[field.type]
    inner = {f.key: _compiled(f, catalog) for f in field.fields if f.type in catalog.fields}
    return CompiledField(field, kind, kind.storage(field), inner=inner or None)
