"""A field compiled: its expressions as programs, and what its formula reads elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rule_dsl.targets.elsewhere import Way
from rule_dsl.targets.python import Program, compile_python
from rule_dsl.tree import Node
from runtime.fields.base import FieldType, Storage
from runtime.spec.app import FieldSpec
from runtime.spec.expressions import expression_of
from runtime.spec.meanings import Meanings


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression twice compiled: the tree lowers to SQL, the program runs in Python."""

    tree: Node
    program: Program


@dataclass(frozen=True, slots=True)
class CompiledField:
    """A field with its type, and its expressions as programs.

    One that ``is_clocked`` has a formula that reads the clock: its column stays empty.
    """

    spec: FieldSpec
    type: FieldType
    storage: Storage
    required: Condition | None = None
    default: Condition | None = None
    formula: Condition | None = None
    visible: Condition | None = None
    inner: Mapping[str, CompiledField] | None = None
    is_clocked: bool = False

    @property
    def is_stored(self) -> bool:
        """Whether a record holds a value of it (a section holds none)."""
        return self.storage.kind != "none"

    @property
    def is_written_by_people(self) -> bool:
        """Whether a value may come in through a door: no state, no generated number, no formula."""
        is_given = self.type.holds_state or self.storage.generated or self.formula is not None
        return self.is_stored and not is_given


@dataclass(frozen=True, slots=True)
class Dependent:
    """A formula that reads records of another form, and the way there.

    ``form`` (or ``form.lines``) and ``key`` are the formula's field; ``reads`` is the field it reads
    at the end of the way, or empty where it counts that the record is there.
    """

    form: str
    key: str
    way: Way
    reads: str


def dependents_of(subject: str, key: str, field: CompiledField) -> Iterator[tuple[str, Dependent]]:
    """What a formula reads elsewhere, by form."""
    if field.formula is None:
        return
    for each in sorted(field.formula.program.elsewhere, key=repr):
        if any(hop.kind != "lines" for hop in each.way):
            form = each.form.partition(".")[0]
            yield form, Dependent(subject, key, each.way, each.field)


def in_order(fields: Mapping[str, CompiledField]) -> Mapping[str, CompiledField]:
    """The fields whose formula's value is kept, each behind those that it reads; publishing knows no
    circle.
    """
    found: dict[str, CompiledField] = {}

    def add(key: str) -> None:
        field = fields[key]
        if field.formula is None or field.is_clocked or key in found:
            return
        for read in sorted(field.formula.program.reads & fields.keys() - {key}):
            add(read)
        found[key] = field

    for key in fields:
        add(key)
    return found


def compiled_text(meanings: Meanings, form: str, text: str) -> Condition:
    """An expression over a form's fields. Raises ValueError when it has problems."""
    tree = expression_of(meanings.tree(form, text))
    return Condition(tree, compile_python(tree, meanings.words, form))
