"""The nouns of an app: :class:`AppSpec` and what it holds, frozen.

Every element has a ``key`` that never changes and labels that may; ``at`` is where it was
declared (for problems), and never takes part in equality. Expressions and rules are kept as the
text the author wrote; ``runtime.compiled`` resolves them once per revision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from runtime.spec.places import Place

Json = Any
NOTHING: Mapping[str, Any] = MappingProxyType({})

Labels = Mapping[str, str]
"""Language code ("zh", "en") to the label in that language."""

Names = Mapping[str, tuple[str, ...]]
"""Language code to further labels that the rule language reads."""


def _place() -> Any:
    return field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NameSpec:
    """A plain named thing: a role, parameter, message, document, channel, event, queue …

    ``facts`` are the kind's own keys: a parameter's type and value, a message's body.
    """

    key: str
    labels: Labels
    also: Names = field(default_factory=dict)
    facts: Mapping[str, Json] = field(default_factory=dict)
    at: Place | None = _place()


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field of a form. ``options`` are the field type's own keys, checked by its schema.

    ``default`` and ``visible`` are expressions; ``required`` is true, false or an expression. A field
    with a ``formula`` is never written: it is worked out. ``width`` is in twelfths of a row.
    """

    key: str
    type: str
    labels: Labels
    also: Names = field(default_factory=dict)
    required: bool | str = False
    unique: bool = False
    default: str | None = None
    formula: str | None = None
    visible: str | None = None
    help: Labels = field(default_factory=dict)
    width: int = 12
    options: Mapping[str, Json] = field(default_factory=dict)
    fields: tuple[FieldSpec, ...] = ()
    at: Place | None = _place()


@dataclass(frozen=True, slots=True)
class GrantSpec:
    """What one role may do with one form.

    ``can`` holds of create, read, update, delete, export, import; ``rows`` is an expression that
    limits all of them to matching records (None: all); ``fields`` maps a field key (or ``*``) to
    write, read or hidden, ``write`` where it is not named.
    """

    role: str
    can: frozenset[str]
    rows: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    at: Place | None = _place()


@dataclass(frozen=True, slots=True)
class ValidationSpec:
    """A condition every record must meet on each write; else ``message`` is shown at ``field``."""

    key: str
    check: str
    message: Labels
    field: str | None = None
    at: Place | None = _place()


@dataclass(frozen=True, slots=True)
class FormSpec:
    """A form. ``title`` is the field whose value names a record, ``time`` its business time.

    Whoever may read a link sees the title of the record it leads to, unless titles are private.
    """

    key: str
    labels: Labels
    fields: tuple[FieldSpec, ...]
    also: Names = field(default_factory=dict)
    icon: str = "table"
    title: str | None = None
    has_private_titles: bool = False
    time: str | None = None
    grants: tuple[GrantSpec, ...] = ()
    validations: tuple[ValidationSpec, ...] = ()
    at: Place | None = _place()

    def field(self, key: str) -> FieldSpec | None:
        """The field with that key, or None."""
        return next((each for each in self.fields if each.key == key), None)


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """A way to look at a form: a list, board, detail … ``options`` belong to the view type."""

    key: str
    type: str
    form: str
    labels: Labels
    also: Names = field(default_factory=dict)
    roles: tuple[str, ...] = ()
    options: Mapping[str, Json] = field(default_factory=dict)
    at: Place | None = _place()


@dataclass(frozen=True, slots=True)
class MoveSpec:
    """A named way from one state to another. ``who`` are roles, or ``owner`` (the state's role).

    ``require`` are fields that must be filled, ``guard`` an expression that must be true,
    ``approval`` a chain that must pass first; ``note`` says whether a note must be given.
    """

    key: str
    labels: Labels
    to: str
    who: tuple[str, ...]
    also: Names = field(default_factory=dict)
    require: tuple[str, ...] = ()
    guard: str | None = None
    approval: str | None = None
    note: bool = False
    at: Place | None = _place()


@dataclass(frozen=True, slots=True)
class StateSpec:
    """A state: ``owner`` is the role that acts in it, ``final`` that nothing follows."""

    key: str
    labels: Labels
    moves: tuple[MoveSpec, ...] = ()
    also: Names = field(default_factory=dict)
    owner: str | None = None
    final: bool = False
    tone: str | None = None
    at: Place | None = _place()


@dataclass(frozen=True, slots=True)
class LifecycleSpec:
    """Where a record of a form is. ``when`` (an expression) says which records follow it."""

    key: str
    form: str
    labels: Labels
    initial: str
    states: tuple[StateSpec, ...]
    when: str | None = None
    at: Place | None = _place()

    def state(self, key: str) -> StateSpec | None:
        """The state with that key, or None."""
        return next((each for each in self.states if each.key == key), None)


@dataclass(frozen=True, slots=True)
class StepSpec:
    """One step of an approval chain: ``ask`` (or ``tell``) is its sentence, ``when`` a condition.

    ``facts`` are the optional keys under it (reject, require, sign, late …).
    """

    key: str
    ask: str | None
    tell: str | None = None
    when: str | None = None
    labels: Labels = field(default_factory=dict)
    facts: Mapping[str, Json] = field(default_factory=dict)
    at: Place | None = _place()


@dataclass(frozen=True, slots=True)
class ApprovalSpec:
    """An approval chain for records of a form."""

    key: str
    form: str
    labels: Labels
    steps: tuple[StepSpec, ...]
    also: Names = field(default_factory=dict)
    facts: Mapping[str, Json] = field(default_factory=dict)
    at: Place | None = _place()


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """A rule: its head, and ``text``, the sentence as its author wrote it."""

    key: str
    form: str
    labels: Labels
    text: str
    on: bool = True
    run_as: str | None = None
    at: Place | None = _place()


@dataclass(frozen=True, slots=True)
class ScenarioSpec:
    """An acceptance test of the app itself: ``steps`` are run in order in a sandbox."""

    key: str
    labels: Labels
    steps: tuple[Mapping[str, Json], ...]
    at: Place | None = _place()


@dataclass(frozen=True, slots=True)
class SeedSpec:
    """Sample records of one form: a header of field keys and rows of texts (``=…`` computes).

    ``text`` is the file they came from, for the places of its cells.
    """

    form: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    at: Place | None = _place()
    text: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MenuSpec:
    """A group in the side menu: labels and the keys of the views and forms under it."""

    labels: Labels
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AppSpec:
    """A whole app. ``names`` maps a kind (role, param, message …) to what is declared of it.

    Kinds of names: role, department, param, message, document, channel, event, queue.
    """

    key: str
    labels: Labels
    version: str = "1.0.0"
    icon: str = "apps"
    timezone: str = "Asia/Shanghai"
    main: str | None = None
    names: Mapping[str, tuple[NameSpec, ...]] = field(default_factory=dict)
    forms: tuple[FormSpec, ...] = ()
    views: tuple[ViewSpec, ...] = ()
    lifecycles: tuple[LifecycleSpec, ...] = ()
    approvals: tuple[ApprovalSpec, ...] = ()
    rules: tuple[RuleSpec, ...] = ()
    connectors: tuple[NameSpec, ...] = ()
    metrics: tuple[NameSpec, ...] = ()
    scenarios: tuple[ScenarioSpec, ...] = ()
    seeds: tuple[SeedSpec, ...] = ()
    menu: tuple[MenuSpec, ...] = ()
    calendar: Mapping[str, Json] = field(default_factory=dict)

    def form(self, key: str) -> FormSpec | None:
        """The form with that key, or None."""
        return next((each for each in self.forms if each.key == key), None)

    def named(self, kind: str) -> tuple[NameSpec, ...]:
        """What is declared of one kind of name."""
        return self.names.get(kind, ())


def label(labels: Labels, lang: str, fallback: str = "") -> str:
    """The label in that language, else in any language, else ``fallback``."""
    return labels.get(lang) or next(iter(labels.values()), fallback)
