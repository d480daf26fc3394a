"""The names of an app as the rule language sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rule_dsl.rule import walk
from rule_dsl.tree import Node
from rule_dsl.types import MOMENT, Type
from rule_dsl.vocabulary import Field, Form, Labels, Move, Name, Option, Vocabulary
from runtime.pinyin import Pinyin
from runtime.spec.app import AppSpec, FieldSpec, FormSpec, Names, NameSpec
from runtime.spec.app import Labels as SpecLabels
from runtime.spec.blocks import FieldBlock, unit_labels

PERSON = Type("person")
DEPARTMENT = Type("department")

_HEADS = {
    "role": "role",
    "department": "dept",
    "message": "msg",
    "document": "doc",
    "channel": "channel",
    "event": "act",
    "queue": "queue",
}
"""Kind of a declared name to the head it takes in a tree."""

BUILT_IN = (
    Name("param", "me", {"zh": ("本人", "我"), "en": ("me",)}, PERSON),
    Name(
        "param",
        "my_department",
        {"zh": ("本部门", "我的部门"), "en": ("my department",)},
        DEPARTMENT,
    ),
    Name("param", "my_manager", {"zh": ("我的上级", "本人的上级"), "en": ("my manager",)}, PERSON),
    Name("channel", "inbox", {"zh": ("站内信", "站内", "收件箱"), "en": ("inbox",)}),
    Name(
        "channel", "email", {"zh": ("邮件", "电子邮件", "邮箱"), "en": ("email", "e-mail", "mail")}
    ),
)
"""Names every app has, unless it declares the same key itself."""

ACTOR_FACTS = frozenset({"me", "my_department", "my_manager"})
"""The built-in parameters that say something of whoever acts; a person may lack any of them."""

SYSTEM_FIELDS = (
    Field("created_at", MOMENT, {"zh": ("创建时间",), "en": ("created at",)}),
    Field("created_by", PERSON, {"zh": ("创建人",), "en": ("created by",)}),
    Field("updated_at", MOMENT, {"zh": ("修改时间",), "en": ("updated at",)}),
    Field("updated_by", PERSON, {"zh": ("修改人",), "en": ("updated by",)}),
)
STATE_SINCE = Field(
    "state_since", MOMENT, {"zh": ("进入状态时间",), "en": ("state since",)}, writable=False
)
RESERVED = frozenset({"id", "state_since", *(field.key for field in SYSTEM_FIELDS)})
"""Keys no field may have: every record has them."""


def vocabulary(spec: AppSpec, field_types: Mapping[str, FieldBlock]) -> Vocabulary:
    """Every name of an app. Fields of unknown types are left out."""
    forms: dict[str, Form] = {}
    for form in spec.forms:
        forms[form.key] = _form(spec, form, field_types)
        for field in form.fields:
            if field.fields and field.type in field_types:
                inner = f"{form.key}.{field.key}"
                forms[inner] = Form(
                    inner,
                    labels(field.labels, field.also),
                    _fields(spec, inner, field.fields, field_types),
                )
    return Vocabulary(forms=forms, names=tuple(_names(spec, field_types)), pinyin=Pinyin())


def labels(said: SpecLabels, also: Names | None = None) -> Labels:
    """The label and the further ones of each language; the first one is printed."""
    more = also or {}
    return {
        lang: tuple(dict.fromkeys([*([said[lang]] if lang in said else []), *more.get(lang, ())]))
        for lang in dict.fromkeys([*said, *more])
    }


def facts_read(tree: Node) -> frozenset[str]:
    """The facts of whoever acts that an expression reads."""
    read = {str(node.args[0]) for node in walk(tree) if node.head == "param"}
    return frozenset(read & ACTOR_FACTS)


def param_field(param: NameSpec) -> FieldSpec:
    """A parameter as a field of its type, so that the type can read and show its value."""
    own = {"type", "value", "unit", "help"}
    options = {key: value for key, value in param.facts.items() if key not in own}
    return FieldSpec(param.key, param.facts["type"], param.labels, options=options)


def _form(spec: AppSpec, form: FormSpec, types: Mapping[str, FieldBlock]) -> Form:
    fields = _fields(spec, form.key, form.fields, types)
    for system in SYSTEM_FIELDS:
        fields.setdefault(
            system.key,
            Field(system.key, system.type, system.labels, optional=False, writable=False),
        )
    if any(life.form == form.key for life in spec.lifecycles):
        fields.setdefault(STATE_SINCE.key, STATE_SINCE)
    return Form(
        form.key,
        labels(form.labels, form.also),
        fields,
        tuple(_moves(spec, form)),
        form.time,
        tuple(life.initial for life in spec.lifecycles if life.form == form.key),
        form.title,
    )


def _fields(
    spec: AppSpec, form: str, fields: Iterable[FieldSpec], types: Mapping[str, FieldBlock]
) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for field in fields:
        block = types.get(field.type)
        if block is not None and block.storage(field).kind != "none":
            found[field.key] = _field(spec, form, field, block)
    return found


def _field(spec: AppSpec, form: str, field: FieldSpec, block: FieldBlock) -> Field:
    options = field.options
    generated = block.storage(field).generated
    is_required = field.required is True and field.visible is None  # what is hidden is emptied
    kind = block.rule_type(field, form)
    return Field(
        key=field.key,
        type=Type("rows", f"{form}.{field.key}") if field.fields else kind,
        labels=labels(field.labels, field.also),
        options=tuple(
            _states(spec, form) if block.holds_state else _options(options.get("options", ()))
        ),
        ordered=options.get("ordered", False),
        optional=field.formula is not None or not (is_required or block.holds_state or generated),
        unit=block.units(field),
        scale=_whole(options.get("scale")),
        low=_text(options.get("min")),
        high=_text(options.get("max")),
        is_state=block.holds_state,
        writable=not generated and field.formula is None,
    )


def _options(declared: Iterable[Mapping[str, Any]]) -> Iterator[Option]:
    for each in declared:
        yield Option(each["key"], labels(each["label"], each.get("also")))


def _states(spec: AppSpec, form: str) -> tuple[Option, ...]:
    """The states of every lifecycle of the form, in order, each key once."""
    found: dict[str, Option] = {}
    for life in spec.lifecycles:
        if life.form == form:
            for state in life.states:
                found.setdefault(state.key, Option(state.key, labels(state.labels, state.also)))
    return tuple(found.values())


def _moves(spec: AppSpec, form: FormSpec) -> Iterator[Move]:
    """Moves with the same key and target are one move from several states."""
    sources: dict[tuple[str, str], list[str]] = {}
    said: dict[tuple[str, str], Labels] = {}
    for life in spec.lifecycles:
        if life.form != form.key:
            continue
        for state in life.states:
            for move in state.moves:
                sources.setdefault((move.key, move.to), []).append(state.key)
                said.setdefault((move.key, move.to), labels(move.labels, move.also))
    for (key, target), source in sources.items():
        yield Move(key, said[key, target], tuple(dict.fromkeys(source)), target)


def _names(spec: AppSpec, types: Mapping[str, FieldBlock]) -> Iterator[Name]:
    declared = list(_declared(spec, types))
    yield from declared
    taken = {(name.kind, name.key) for name in declared}
    yield from (name for name in BUILT_IN if (name.kind, name.key) not in taken)


def _declared(spec: AppSpec, types: Mapping[str, FieldBlock]) -> Iterator[Name]:
    for kind, head in _HEADS.items():
        for each in spec.named(kind):
            yield Name(head, each.key, labels(each.labels, each.also), form=each.facts.get("form"))
    for param in spec.named("param"):
        field = param_field(param)
        block = types.get(field.type)
        if block is not None:
            units = (*unit_labels(param.facts.get("unit")), *block.units(field))
            yield Name(
                "param", param.key, labels(param.labels, param.also),
                block.rule_type(field, f"param.{param.key}"), unit=tuple(dict.fromkeys(units)),
            )  # fmt: skip
    for form in spec.forms:
        for move in {move.key: move for move in _moves(spec, form)}.values():
            yield Name("act", move.key, move.labels, form=form.key)
    for connector in spec.connectors:
        yield Name("conn", connector.key, labels(connector.labels, connector.also))
    for chain in spec.approvals:
        yield Name("flow", chain.key, labels(chain.labels, chain.also), form=chain.form)
    for view in spec.views:
        yield Name("list", view.key, labels(view.labels, view.also), form=view.form or None)


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
