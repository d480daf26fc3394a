"""Validated documents become the nouns of :mod:`runtime.spec.app`, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from runtime.spec import frames
from runtime.spec.app import (
    ApprovalSpec,
    AppSpec,
    FieldSpec,
    FormSpec,
    GrantSpec,
    LifecycleSpec,
    MenuSpec,
    MoveSpec,
    NameSpec,
    RuleSpec,
    ScenarioSpec,
    SeedSpec,
    StateSpec,
    StepSpec,
    ValidationSpec,
    ViewSpec,
)
from runtime.spec.documents import Document, Steps
from runtime.spec.places import Place

NAMES: dict[str, str] = {
    "roles": "role",
    "departments": "department",
    "params": "param",
    "messages": "message",
    "documents": "document",
    "channels": "channel",
    "events": "event",
    "queues": "queue",
}
"""Key in app.yaml to the kind of name it declares."""

_NAMED = frozenset({"key", "label", "also"})
_STEP = frozenset({"key", "label", "when", "ask", "tell"})
_CHAIN = frozenset({"key", "label", "also", "form", "steps"})


@dataclass(frozen=True, slots=True)
class Part:
    """A mapping inside a document: its value and the steps to it."""

    value: Mapping[str, Any]
    document: Document | None
    steps: Steps = ()

    @property
    def at(self) -> Place | None:
        """Where it stands; None for an app that did not come from files."""
        return self.document.place(self.steps) if self.document else None

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key; the default where it is missing or null."""
        found = self.value.get(key)
        return default if found is None else found

    def parts(self, key: str) -> tuple[Part, ...]:
        """The mappings in a list."""
        return tuple(
            Part(item, self.document, (*self.steps, key, position))
            for position, item in enumerate(self.get(key, []))
        )

    def rest(self, without: frozenset[str] | Mapping[str, Any]) -> dict[str, Any]:
        """The keys that are not in the frame."""
        return {key: value for key, value in self.value.items() if key not in without}


def build_app(
    documents: Mapping[str, tuple[Part, ...]], seeds: tuple[SeedSpec, ...] = ()
) -> AppSpec:
    """The app in documents by kind (``app``, ``forms`` …). Elements of a kind stand by key."""
    (app,) = documents["app"]

    def built(kind: str, make: Callable[[Part], Any]) -> tuple[Any, ...]:
        made = (make(part) for part in documents.get(kind, ()))
        return tuple(sorted(made, key=lambda each: each.key))

    return AppSpec(
        key=app.get("key"),
        labels=app.get("label"),
        version=app.get("version", "1.0.0"),
        icon=app.get("icon", "apps"),
        timezone=app.get("timezone", "Asia/Shanghai"),
        main=app.get("main"),
        names={
            kind: tuple(_name(part) for part in app.parts(plural))
            for plural, kind in NAMES.items()
            if app.get(plural)
        },
        forms=built("forms", _form),
        views=built("views", _view),
        lifecycles=built("lifecycles", _lifecycle),
        approvals=built("approvals", _approval),
        rules=built("rules", _rule),
        connectors=built("connectors", _name),
        metrics=built("metrics", _name),
        scenarios=built("scenarios", _scenario),
        seeds=tuple(sorted(seeds, key=lambda seed: seed.form)),
        menu=tuple(MenuSpec(p.get("label"), tuple(p.get("items"))) for p in app.parts("menu")),
        calendar=app.get("calendar", {}),
    )


def _also(part: Part) -> dict[str, tuple[str, ...]]:
    return {lang: tuple(names) for lang, names in part.get("also", {}).items()}


def _name(part: Part) -> NameSpec:
    return NameSpec(part.get("key"), part.get("label"), _also(part), part.rest(_NAMED), part.at)


def _form(part: Part) -> FormSpec:
    return FormSpec(
        key=part.get("key"),
        labels=part.get("label"),
        also=_also(part),
        icon=part.get("icon", "table"),
        title=part.get("title"),
        has_private_titles=part.get("titles") == "private",
        time=part.get("time"),
        fields=tuple(_field(each) for each in part.parts("fields")),
        grants=tuple(_grant(each) for each in part.parts("permissions")),
        validations=tuple(
            ValidationSpec(
                each.get("key"), each.get("check"), each.get("message"), each.get("field"), each.at
            )
            for each in part.parts("validations")
        ),
        at=part.at,
    )


def _field(part: Part) -> FieldSpec:
    options = part.rest(frames.FIELD)
    options.pop("fields", None)
    return FieldSpec(
        key=part.get("key"),
        type=part.get("type"),
        labels=part.get("label"),
        also=_also(part),
        required=part.get("required", False),
        unique=part.get("unique", False),
        default=default_text(part.get("default"), options.get("options", ())),
        formula=part.get("formula"),
        visible=part.get("visible"),
        help=part.get("help", {}),
        width=part.get("width", 12),
        options=options,
        fields=tuple(_field(each) for each in part.parts("fields")),
        at=part.at,
    )


def default_text(
    written: str | bool | int | None, options: Sequence[Mapping[str, Any]]
) -> str | None:
    """A default as an expression; a value by itself, or an option's key or label, means just that."""
    if written is None:
        return None
    text = written if isinstance(written, str) else str(written).lower()
    for each in options:
        if text.strip() in (each["key"], *each["label"].values()):
            return f"'{each['key']}'"
    return text


def _grant(part: Part) -> GrantSpec:
    return GrantSpec(
        role=part.get("role"),
        can=frozenset(part.get("can", [])),
        rows=part.get("rows"),
        fields=part.get("fields", {}),
        at=part.at,
    )


def _view(part: Part) -> ViewSpec:
    return ViewSpec(
        key=part.get("key"),
        type=part.get("type"),
        form=part.get("form", ""),
        labels=part.get("label"),
        also=_also(part),
        roles=tuple(part.get("roles", [])),
        options=part.rest(frames.VIEW),
        at=part.at,
    )


def _lifecycle(part: Part) -> LifecycleSpec:
    common = part.parts("common")
    return LifecycleSpec(
        key=part.get("key"),
        form=part.get("form"),
        labels=part.get("label"),
        initial=part.get("initial"),
        states=tuple(_state(each, common) for each in part.parts("states")),
        when=part.get("when"),
        at=part.at,
    )


def _state(part: Part, common: tuple[Part, ...]) -> StateSpec:
    """A state with its own moves, then the common ones that begin in it (any state that is not
    final, where they do not say).
    """
    key, final = part.get("key"), part.get("final", False)
    shared = [
        each
        for each in common
        if (key in each.get("from") if each.get("from") else not final) and each.get("to") != key
    ]
    return StateSpec(
        key=key,
        labels=part.get("label"),
        also=_also(part),
        owner=part.get("owner"),
        final=final,
        tone=part.get("tone"),
        moves=tuple(_move(each) for each in (*part.parts("moves"), *shared)),
        at=part.at,
    )


def _move(part: Part) -> MoveSpec:
    who = part.get("who")
    return MoveSpec(
        key=part.get("key"),
        labels=part.get("label"),
        to=part.get("to"),
        who=(who,) if isinstance(who, str) else tuple(who),
        also=_also(part),
        require=tuple(part.get("require", [])),
        guard=part.get("guard"),
        approval=part.get("approval"),
        note=part.get("note", False),
        at=part.at,
    )


def _approval(part: Part) -> ApprovalSpec:
    return ApprovalSpec(
        key=part.get("key"),
        form=part.get("form"),
        labels=part.get("label"),
        also=_also(part),
        steps=tuple(_step(each, number) for number, each in enumerate(part.parts("steps"), 1)),
        facts=part.rest(_CHAIN),
        at=part.at,
    )


def _step(part: Part, number: int) -> StepSpec:
    sentence: Any = part.value
    if isinstance(sentence, str):  # a step may be nothing but its sentence
        return StepSpec(key=f"s{number}", ask=sentence, at=part.at)
    tell = part.get("tell")
    return StepSpec(
        key=part.get("key", f"s{number}"),
        ask=part.get("ask"),
        tell=", ".join(tell) if isinstance(tell, list) else tell,
        when=part.get("when"),
        labels=part.get("label", {}),
        facts=part.rest(_STEP),
        at=part.at,
    )


def _rule(part: Part) -> RuleSpec:
    return RuleSpec(
        key=part.get("key"),
        form=part.get("form"),
        labels=part.get("label"),
        text=part.get("text"),
        on=part.get("on", True),
        run_as=part.get("run_as"),
        at=part.at,
    )


def _scenario(part: Part) -> ScenarioSpec:
    return ScenarioSpec(part.get("key"), part.get("label"), tuple(part.get("steps")), part.at)
