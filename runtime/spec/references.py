"""What refers to what: every key that is used must be declared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from runtime.spec.app import ApprovalSpec, AppSpec, FieldSpec, FormSpec, NameSpec
from runtime.spec.build import NAMES as PLURALS
from runtime.spec.findings import Findings
from runtime.spec.options import option_texts
from runtime.spec.vocabulary import SYSTEM_FIELDS

SYSTEM_KEYS = {field.key: field.labels["zh"] for field in SYSTEM_FIELDS} | {
    "state_since": ("进入状态时间",)
}
RUNS_AS = frozenset({"system", "author", "submitter"})
_NAMED = re.compile(r"\b(role|dept|field):(\w+)")

Known = Mapping[str, Iterable[str]]


@dataclass(frozen=True, slots=True)
class Reference:
    """A key used somewhere. ``form`` is the form a field, state or move belongs to."""

    kind: str
    key: str
    element: str
    form: str = ""


def check_references(findings: Findings) -> None:
    """Report every reference to what is not declared."""
    spec = findings.spec
    for reference in _references(findings):
        kind = reference.kind
        if (
            kind.partition(":")[0] in {"field", "state", "move"}
            and spec.form(reference.form) is None
        ):
            continue  # the form itself is reported
        known = _known(spec, kind, reference.form)
        if reference.key not in known:
            findings.unknown(
                "view" if kind == "item" else kind.partition(":")[0],
                reference.key,
                reference.element,
                known,
            )


def _known(spec: AppSpec, kind: str, form: str) -> Known:
    match kind:
        case "form":
            return {each.key: each.labels.values() for each in spec.forms}
        case "view":
            return {each.key: each.labels.values() for each in spec.views}
        case "item":
            views = {each.key: each.labels.values() for each in spec.views}
            return views | {each.key: each.labels.values() for each in spec.forms}
        case "approval":
            chains = [each for each in spec.approvals if each.form == form]
            return {each.key: each.labels.values() for each in chains}
        case "connector":
            return {each.key: each.labels.values() for each in spec.connectors}
        case "field" | "field:system" | "field:inner":
            return _field_keys(spec.form(form), kind)
        case "state" | "move":
            return _life_keys(spec, kind, form)
    found = {each.key: each.labels.values() for each in spec.named(kind.partition(":")[0])}
    return {**found, "owner": ()} if kind == "role:owner" else found


def _field_keys(form: FormSpec | None, kind: str) -> dict[str, Iterable[str]]:
    """A form's fields; with those every record has, or with those of lines (``lines.part``)."""
    found: dict[str, Iterable[str]] = {}
    for field in form.fields if form else ():
        found[field.key] = field.labels.values()
        for inner in field.fields if kind == "field:inner" else ():
            found[f"{field.key}.{inner.key}"] = inner.labels.values()
    return {**found, **SYSTEM_KEYS} if kind == "field:system" else found


def _life_keys(spec: AppSpec, kind: str, form: str) -> dict[str, Iterable[str]]:
    lives = [life for life in spec.lifecycles if life.form == form or not form]
    states = [state for life in lives for state in life.states]
    if kind == "state":
        return {state.key: state.labels.values() for state in states}
    return {move.key: move.labels.values() for state in states for move in state.moves}


def _references(findings: Findings) -> Iterator[Reference]:
    spec = findings.spec
    yield from _app(spec)
    for form in spec.forms:
        yield from _form(findings, form)
    yield from _views(findings)
    yield from _lifecycles(findings)
    yield from _approvals(findings)
    for rule in spec.rules:
        yield Reference("form", rule.form, f"rules/{rule.key}#form")
        if rule.run_as and rule.run_as not in RUNS_AS:
            yield Reference("role", rule.run_as, f"rules/{rule.key}#run_as")
    yield from _metrics(spec)
    yield from _scenarios(spec)


def _app(spec: AppSpec) -> Iterator[Reference]:
    if spec.main:
        yield Reference("form", spec.main, "app#main")
    for number, group in enumerate(spec.menu):
        for place, item in enumerate(group.items):
            yield Reference("item", item, f"app#menu/{number}/items/{place}")
    for plural, kind in PLURALS.items():
        for name in spec.named(kind):
            yield from _facts(kind, name, f"app#{plural}/{name.key}")


_FACTS = {
    "form": "form",
    "roles": "role",
    "manager": "role",
    "parent": "department",
    "connector": "connector",
}
"""Facts of a declared name that refer to something."""


def _facts(kind: str, name: NameSpec, element: str) -> Iterator[Reference]:
    for fact, of in _FACTS.items() if kind != "param" else ():
        value = name.facts.get(fact)
        if isinstance(value, str):
            yield Reference(of, value, f"{element}/{fact}")
        for number, each in enumerate(value if isinstance(value, list) else ()):
            yield Reference(of, each, f"{element}/{fact}/{number}")


def _form(findings: Findings, form: FormSpec) -> Iterator[Reference]:
    name = f"forms/{form.key}"
    if form.title:
        yield Reference("field", form.title, f"{name}#title", form.key)
    if form.time:
        yield Reference("field:system", form.time, f"{name}#time", form.key)
    for field in form.fields:
        yield from _field(findings, form.key, field, f"{name}#fields/{field.key}")
    for rule in form.validations:
        if rule.field:
            element = f"{name}#validations/{rule.key}/field"
            yield Reference("field:inner", rule.field, element, form.key)
    for number, grant in enumerate(form.grants):
        yield Reference("role", grant.role, f"{name}#permissions/{number}/role")
        for key in grant.fields:
            if key != "*":
                element = f"{name}#permissions/{number}/fields/{key}"
                yield Reference("field:inner", key, element, form.key)


def _field(findings: Findings, form: str, field: FieldSpec, element: str) -> Iterator[Reference]:
    block = findings.blocks.fields.get(field.type)
    schema = block.options if block else {}
    yield from _options(field.options, schema, element, form)
    for inner in field.fields:
        yield from _field(findings, form, inner, f"{element}/fields/{inner.key}")


def _options(
    options: Mapping[str, Any], schema: Mapping[str, Any], element: str, form: str
) -> Iterator[Reference]:
    for text in option_texts(options, schema):
        place = f"{element}{'' if element.endswith('#') else '/'}{text.pointer}"
        match text.format:
            case "field" | "fields":
                yield Reference("field:system", text.value, place, form)
            case "sort":
                yield Reference("field:system", text.value.removeprefix("-"), place, form)
            case "form" | "role" | "view" | "state" | "move" | "approval" | "connector":
                yield Reference(text.format, text.value, place, form)


def _views(findings: Findings) -> Iterator[Reference]:
    for view in findings.spec.views:
        name = f"views/{view.key}"
        if view.form:
            yield Reference("form", view.form, f"{name}#form")
        for number, role in enumerate(view.roles):
            yield Reference("role", role, f"{name}#roles/{number}")
        block = findings.blocks.views.get(view.type)
        yield from _options(view.options, block.options if block else {}, f"{name}#", view.form)


def move_element(findings: Findings, life: str, state: str, move: str) -> str:
    """The name of a move: at its state, or among the common ones."""
    own = f"lifecycles/{life}#states/{state}/moves/{move}"
    common = f"lifecycles/{life}#common/{move}"
    return common if not findings.has(own) and findings.has(common) else own


def _lifecycles(findings: Findings) -> Iterator[Reference]:
    for life in findings.spec.lifecycles:
        name = f"lifecycles/{life.key}"
        yield Reference("form", life.form, f"{name}#form")
        for state in life.states:
            if state.owner:
                yield Reference("role", state.owner, f"{name}#states/{state.key}/owner")
            for move in state.moves:
                element = move_element(findings, life.key, state.key, move.key)
                for number, who in enumerate(move.who):
                    yield Reference("role:owner", who, f"{element}/who/{number}")
                for number, key in enumerate(move.require):
                    yield Reference("field", key, f"{element}/require/{number}", life.form)
                if move.approval:
                    place = f"{element}/approval"
                    yield Reference("approval", move.approval, place, life.form)


def _approvals(findings: Findings) -> Iterator[Reference]:
    for chain in findings.spec.approvals:
        name = f"approvals/{chain.key}"
        yield Reference("form", chain.form, f"{name}#form")
        for fact in ("then", "otherwise", "on_withdraw"):
            if fact in chain.facts:
                yield Reference("move", chain.facts[fact], f"{name}#{fact}", chain.form)
        if findings.blocks.chains is None:
            yield from _chain_people(chain, name)
        for number, step in enumerate(chain.steps):
            element = f"{name}#steps/{number}"
            for fact in ("require", "write", "read", "hide"):
                for place, key in enumerate(step.facts.get(fact, ())):
                    yield Reference("field:inner", key, f"{element}/{fact}/{place}", chain.form)


def _chain_people(chain: ApprovalSpec, name: str) -> Iterator[Reference]:
    for fact in ("admins", "nobody_found"):
        yield from _said(chain.facts.get(fact, ""), f"{name}#{fact}", chain.form)
    for number, step in enumerate(chain.steps):
        yield from _said(step.ask or "", f"{name}#steps/{number}/ask", chain.form)
        yield from _said(step.tell or "", f"{name}#steps/{number}/tell", chain.form)


def _said(sentence: str, element: str, form: str) -> Iterator[Reference]:
    """The people named in a step's sentence: ``role:x``, ``dept:x``, ``field:x``."""
    kinds = {"role": "role", "dept": "department", "field": "field:system"}
    for word, key in _NAMED.findall(sentence):
        yield Reference(kinds[word], key, element, form)


def _metrics(spec: AppSpec) -> Iterator[Reference]:
    for kind, elements in (("metrics", spec.metrics), ("connectors", spec.connectors)):
        for each in elements:
            name, form = f"{kind}/{each.key}", each.facts.get("form", "")
            if form:
                yield Reference("form", form, f"{name}#form")
            if "group" in each.facts:
                yield Reference("field:system", each.facts["group"], f"{name}#group", form)
            if "view" in each.facts:
                yield Reference("view", each.facts["view"], f"{name}#view")


def _scenarios(spec: AppSpec) -> Iterator[Reference]:
    moves = set(_life_keys(spec, "move", ""))
    for scenario in spec.scenarios:
        for number, step in enumerate(scenario.steps):
            element = f"scenarios/{scenario.key}#steps/{number}"
            if isinstance(step.get("create"), str):
                yield Reference("form", step["create"], f"{element}/create")
            if isinstance(step.get("move"), str) and step["move"] not in moves and spec.main:
                yield Reference("move", step["move"], f"{element}/move", spec.main)
