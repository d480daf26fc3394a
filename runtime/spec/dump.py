"""AppSpec to documents, to files and to one JSON document; and back from JSON.

Canonical: keys in the frame's order, defaults left out, elements of a kind by key. Loading what
was dumped gives the same app.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from runtime.spec.app import (
    ApprovalSpec,
    AppSpec,
    FieldSpec,
    FormSpec,
    GrantSpec,
    LifecycleSpec,
    MoveSpec,
    NameSpec,
    RuleSpec,
    StateSpec,
    StepSpec,
    ViewSpec,
)
from runtime.spec.build import NAMES, Part, build_app
from runtime.spec.rule_text import LINE
from runtime.spec.schema import FORMAT, KINDS
from runtime.spec.seed_text import read_seed, write_seed
from runtime.spec.writing import write_yaml

Json = Any
Raw = dict[str, Any]

CAN = ("create", "read", "update", "delete", "export", "import")


def to_json(spec: AppSpec) -> Raw:
    """The app as one JSON document, lossless; ``format`` is the format's number."""
    whole: Raw = {"format": FORMAT, "app": app_document(spec)}
    for folder in KINDS:
        found = _documents(spec, folder)
        if found:
            whole[folder] = found
    if spec.seeds:
        whole["data"] = {seed.form: write_seed(seed) for seed in spec.seeds}
    return whole


def from_json(document: Mapping[str, Any]) -> AppSpec:
    """The app in a document that :func:`to_json` wrote, now or in an earlier version.

    Raises:
        ValueError: the document was written by a later version of the product.
    """
    number = document.get("format")
    if number != FORMAT:
        raise ValueError(f"This app is written in format {number}; this version reads {FORMAT}.")
    parts = {kind: tuple(Part(each, None) for each in document.get(kind, ())) for kind in KINDS}
    parts["app"] = (Part(document["app"], None),)
    seeds = (
        read_seed(f"data/{form}.csv", form, text)[0]
        for form, text in document.get("data", {}).items()
    )
    return build_app(parts, tuple(seed for seed in seeds if seed))


def to_files(spec: AppSpec) -> dict[str, str]:
    """The app as files: relative path to text."""
    files = {"app.yaml": write_yaml(app_document(spec))}
    for folder in KINDS:
        for raw in _documents(spec, folder):
            if folder == "rules":
                text = raw.pop("text")
                files[f"rules/{raw['key']}.rule"] = f"{write_yaml(raw)}{LINE}\n{text}\n"
            else:
                files[f"{folder}/{raw['key']}.yaml"] = write_yaml(raw)
    files |= {f"data/{seed.form}.csv": write_seed(seed) for seed in spec.seeds}
    return files


def _documents(spec: AppSpec, folder: str) -> list[Raw]:
    """The documents of one folder, by key."""
    makers: dict[str, tuple[Iterable[Any], Any]] = {
        "forms": (spec.forms, form_document),
        "views": (spec.views, view_document),
        "lifecycles": (spec.lifecycles, lifecycle_document),
        "approvals": (spec.approvals, approval_document),
        "rules": (spec.rules, rule_document),
        "metrics": (spec.metrics, name_document),
        "connectors": (spec.connectors, name_document),
        "scenarios": (
            spec.scenarios,
            lambda each: _slim(
                key=each.key, label=dict(each.labels), steps=[dict(step) for step in each.steps]
            ),
        ),
    }
    elements, make = makers[folder]
    return [make(each) for each in sorted(elements, key=lambda each: str(each.key))]


def _slim(**pairs: Any) -> Raw:
    """The pairs that say something: None and empty things are left out."""
    return {
        key: _plain(value)
        for key, value in pairs.items()
        if value is not None and value not in ((), {}, [])
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value


def _facts(facts: Mapping[str, Any]) -> Raw:
    """A block's own keys, as they are (an empty list there may mean something)."""
    return {key: _plain(value) for key, value in facts.items()}


def app_document(spec: AppSpec) -> Raw:
    """``app.yaml``."""
    head = _slim(
        key=spec.key,
        label=spec.labels,
        version=spec.version,
        icon=spec.icon,
        timezone=spec.timezone,
        main=spec.main,
    )
    for plural, kind in NAMES.items():
        if spec.named(kind):
            head[plural] = [name_document(each) for each in spec.named(kind)]
    menu = [{"label": dict(each.labels), "items": list(each.items)} for each in spec.menu]
    return {**head, **_slim(calendar=spec.calendar, menu=menu)}


def name_document(name: NameSpec) -> Raw:
    """A role, parameter, message …; a metric or connector."""
    return {**_slim(key=name.key, label=name.labels, also=name.also), **_facts(name.facts)}


def form_document(form: FormSpec) -> Raw:
    """``forms/<form>.yaml``."""
    return _slim(
        key=form.key,
        label=form.labels,
        also=form.also,
        icon=form.icon if form.icon != "table" else None,
        title=form.title,
        titles="private" if form.has_private_titles else None,
        time=form.time,
        fields=[field_document(each) for each in form.fields],
        validations=[
            _slim(key=each.key, check=each.check, field=each.field, message=each.message)
            for each in form.validations
        ],
        permissions=[_grant(each) for each in form.grants],
    )


def field_document(field: FieldSpec) -> Raw:
    """A field of a form."""
    head = _slim(
        key=field.key,
        type=field.type,
        label=field.labels,
        also=field.also,
        required=field.required or None,
        unique=field.unique or None,
        default=field.default,
        formula=field.formula,
        visible=field.visible,
        help=field.help,
        width=field.width if field.width != 12 else None,
    )
    inner = [field_document(each) for each in field.fields]
    return {**head, **_facts(field.options), **_slim(fields=inner)}


def _grant(grant: GrantSpec) -> Raw:
    raw: Raw = {"role": grant.role, "can": [each for each in CAN if each in grant.can]}
    return raw | _slim(rows=grant.rows, fields=grant.fields)


def view_document(view: ViewSpec) -> Raw:
    """``views/<view>.yaml``."""
    head = _slim(
        key=view.key,
        type=view.type,
        form=view.form or None,
        label=view.labels,
        also=view.also,
        roles=view.roles,
    )
    return {**head, **_facts(view.options)}


def lifecycle_document(life: LifecycleSpec) -> Raw:
    """``lifecycles/<key>.yaml``, common moves written out at their states."""
    return _slim(
        key=life.key,
        form=life.form,
        label=life.labels,
        when=life.when,
        initial=life.initial,
        states=[_state(each) for each in life.states],
    )


def _state(state: StateSpec) -> Raw:
    return _slim(
        key=state.key,
        label=state.labels,
        also=state.also,
        owner=state.owner,
        final=state.final or None,
        tone=state.tone,
        moves=[_move(each) for each in state.moves],
    )


def _move(move: MoveSpec) -> Raw:
    return _slim(
        key=move.key,
        label=move.labels,
        also=move.also,
        to=move.to,
        who=move.who,
        require=move.require,
        guard=move.guard,
        approval=move.approval,
        note=move.note or None,
    )


def approval_document(chain: ApprovalSpec) -> Raw:
    """``approvals/<chain>.yaml``."""
    head = _slim(key=chain.key, form=chain.form, label=chain.labels, also=chain.also)
    return {**head, **_facts(chain.facts), "steps": [_step(each) for each in chain.steps]}


def _step(step: StepSpec) -> Raw:
    head = _slim(key=step.key, label=step.labels, when=step.when, ask=step.ask, tell=step.tell)
    return {**head, **_facts(step.facts)}


def rule_document(rule: RuleSpec) -> Raw:
    """``rules/<rule>.rule``, its sentence under ``text``."""
    return {
        **_slim(key=rule.key, form=rule.form, label=rule.labels),
        "on": rule.on,
        **_slim(run_as=rule.run_as, text=rule.text),
    }
