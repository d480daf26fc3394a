"""What a spec needs to know of blocks: their options, and what a field's value is to a rule.

The real blocks live a layer above (``runtime.fields``, ``runtime.views``); whoever checks an app
passes them in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from rule_dsl.types import Type
from runtime.spec.app import ApprovalSpec, AppSpec, FieldSpec
from runtime.spec.problems import Problem

ChainReader = Callable[[AppSpec, ApprovalSpec], Iterable[Problem]]
"""What is wrong with the sentences of an approval chain."""


ValueReader = Callable[[FieldSpec, Any, str], Problem | None]
"""What is wrong with a value (text, JSON or a computed one) of a field, in that time zone."""


class Kept(Protocol):
    """How a value is kept: only what the words of an app depend on."""

    @property
    def kind(self) -> Any: ...

    @property
    def scale(self) -> int: ...

    @property
    def generated(self) -> bool: ...


class Block(Protocol):
    """Anything with options: JSON Schema properties of its own keys in a file."""

    @property
    def options(self) -> Mapping[str, Any]: ...


class FieldBlock(Block, Protocol):
    """A field type."""

    @property
    def holds_state(self) -> bool: ...

    def storage(self, spec: FieldSpec) -> Kept: ...

    def rule_type(self, spec: FieldSpec, form: str) -> Type: ...

    def units(self, spec: FieldSpec) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks an app is checked against, by key. An empty mapping leaves that kind unchecked.

    ``chains`` reads approval chains; without it only the keys they name are looked up. ``values``
    reads the values of fields: parameters, defaults, sample records. ``actions`` are the heads of
    the actions that can be performed, ``unheard`` the events that no door raises.
    """

    fields: Mapping[str, FieldBlock] = field(default_factory=dict)
    views: Mapping[str, Block] = field(default_factory=dict)
    connectors: Mapping[str, Block] = field(default_factory=dict)
    metrics: Mapping[str, Block] = field(default_factory=dict)
    chains: ChainReader | None = None
    values: ValueReader | None = None
    actions: frozenset[str] = frozenset()
    unheard: frozenset[str] = frozenset()


def unit_labels(said: Any) -> tuple[str, ...]:
    """A declared unit in every language: a text, or a mapping of language to text."""
    if isinstance(said, str):
        return (said,)
    return tuple(dict.fromkeys(said.values())) if said else ()


def takes_fields(block: Block) -> bool:
    """Whether fields of such a type have fields of their own."""
    return "fields" in block.options
