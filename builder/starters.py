"""New elements as they begin: a field with options that fit its type, an empty form, a first app.

What a type needs is read from its options' schema; no type is known by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from builder.edits.add import Add
from builder.edits.places import FIELDS, field_at, field_place, form_at, siblings, taken_keys
from builder.keys import key_of, numbered
from runtime.catalog import Catalog
from runtime.errors import LANGUAGES, Refusal, sentence
from runtime.fields.base import FieldType
from runtime.spec.app import AppSpec, FieldSpec, FormSpec, Labels, NameSpec, label
from runtime.spec.blocks import takes_fields
from runtime.spec.dump import field_document

Json = Any
_SOME_OPTIONS = 3
_CAN = ("create", "read", "update")


def new_app(name: str, lang: str, taken: frozenset[str]) -> AppSpec:
    """An app that holds nothing but one role."""
    role = NameSpec("member", {code: sentence("build.member", code) for code in LANGUAGES})
    return AppSpec(key_of(name, "app", taken), {lang: name}, names={"role": (role,)})


def new_form(spec: AppSpec, name: str, lang: str) -> Add:
    """An empty form of that name; every role may create, read and change its records."""
    return empty_form(spec, key_of(name, "form", taken_keys(spec)), {lang: name})


def empty_form(spec: AppSpec, key: str, labels: Labels) -> Add:
    """An empty form with that key."""
    permissions = [{"role": each.key, "can": list(_CAN)} for each in spec.named("role")]
    return Add("forms", {"key": key, "label": dict(labels), "permissions": permissions})


def new_rule(spec: AppSpec, form: str, name: str, lang: str) -> Add:
    """A rule that says nothing yet and is off."""
    key = key_of(name, "rule", [each.key for each in spec.rules])
    text = sentence("build.first_rule", lang)
    return Add(
        "rules", {"key": key, "form": form, "label": {lang: name}, "on": False, "text": text}
    )


def new_view(spec: AppSpec, catalog: Catalog, type_: str, form_key: str, lang: str) -> Add:
    """A view of a type over a form, its needed options chosen from the form.

    Raises:
        Refusal: edit_gone, view_needs_field where the form has no field that would do.
    """
    block = catalog.views.get(type_)
    if block is None:
        raise Refusal("edit_gone", 422)
    form = form_at(spec, form_key)
    options = {
        key: _field_for_view(form, catalog)
        for key, schema in block.options.items()
        if schema.get("x-required")
    }
    labels = {
        code: f"{label(form.labels, code, form_key)} · {block.face.labels[code]}"
        for code in LANGUAGES
        if code in form.labels or code == lang
    }
    key = numbered(f"{form_key}_{type_}"[:50], taken_keys(spec))
    return Add("views", {"key": key, "type": type_, "form": form_key, "label": labels, **options})


def _field_for_view(form: FormSpec, catalog: Catalog) -> str:
    """The field a view is laid out by: the state, else a field with options, else any."""
    kinds = {field.key: catalog.fields[field.type] for field in form.fields}
    wanted = [key for key, kind in kinds.items() if kind.holds_state]
    wanted += [key for key, kind in kinds.items() if kind.face.group == "choice"]
    if not wanted:
        raise Refusal("view_needs_field", 422)
    return wanted[0]


def new_field(
    spec: AppSpec, catalog: Catalog, place: tuple[str, str], type_: str, at: int | None
) -> Add:
    """A field of a type in a form (``place``: form, lines it is inside), called like its type."""
    form, inside = place
    block = catalog.fields.get(type_)
    if block is None or block.holds_state:
        raise Refusal("edit_gone", 422)
    there = siblings(form_at(spec, form), inside)
    field = FieldSpec(
        key=numbered(type_, [each.key for each in there]),
        type=type_,
        labels=_free_labels(block.face.labels, there),
        options=dict(_needed(block, spec, form)),
        fields=_first_columns(block, catalog),
    )
    return Add(_list_of_fields(form, inside), field_document(field), at)


def copy_field(spec: AppSpec, form: str, path: str) -> Add:
    """The same field once more, after itself; other names it goes by are its own."""
    holder = form_at(spec, form)
    source = field_at(holder, path)
    inside = path.partition(".")[0] if "." in path else ""
    there = siblings(holder, inside)
    key = numbered(source.type, [each.key for each in there])
    copy = replace(source, key=key, labels=_free_labels(source.labels, there), also={})
    return Add(_list_of_fields(form, inside), field_document(copy), there.index(source) + 1)


def _list_of_fields(form: str, inside: str) -> str:
    """The place of a form's fields, or of the columns of the lines ``inside``."""
    return f"{field_place(form, inside)}/{FIELDS}" if inside else f"forms/{form}/{FIELDS}"


def _free_labels(labels: Labels, there: tuple[FieldSpec, ...]) -> Labels:
    """The labels, numbered where a field is called so already: names say one thing in a form."""
    taken = {(lang, text) for field in there for lang, text in field.labels.items()}
    number = 1
    found = dict(labels)
    while any((lang, text) in taken for lang, text in found.items()):
        number += 1
        found = {lang: f"{text} {number}" for lang, text in labels.items()}
    return found


def _needed(block: FieldType, spec: AppSpec, form: str) -> Iterator[tuple[str, Json]]:
    """The options a field of this type cannot be without."""
    for key, schema in block.options.items():
        if not schema.get("x-required") or key == "fields":
            continue
        if "default" in schema:
            yield key, schema["default"]
        elif schema.get("format") == "form":
            others = [each.key for each in spec.forms if each.key != form and each.fields]
            yield key, others[0] if others else form
        elif schema.get("type") == "array":
            yield key, [_option(number) for number in range(1, _SOME_OPTIONS + 1)]


def _option(number: int) -> Mapping[str, Json]:
    label = {lang: sentence("build.option", lang, {"number": number}) for lang in LANGUAGES}
    return {"key": f"option_{number}", "label": label}


def _first_columns(block: FieldType, catalog: Catalog) -> tuple[FieldSpec, ...]:
    """Lines begin with a column that anything can be written in."""
    if not takes_fields(block):
        return ()
    plain = plainest(catalog)
    labels = catalog.fields[plain].face.labels
    return (FieldSpec(f"{plain}_1", plain, labels),)


def plainest(catalog: Catalog) -> str:
    """The type that anything can be written in."""
    return min(_plainness(each) for each in catalog.fields.values())[1]


def _plainness(block: FieldType) -> tuple[tuple[bool, int], str]:
    """Smaller for a type that takes plain text, its control its own and the simplest."""
    spec = FieldSpec(block.key, block.key, {})
    is_plain = block.storage(spec).kind == block.face.control == block.key
    return (not is_plain, len(block.key)), block.key
