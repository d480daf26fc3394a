"""Which records beside its own an expression reads, and the way to each: what must be looked at again
when one of them changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rule_dsl.targets.ops import Op, Source
from rule_dsl.targets.scope import ID


@dataclass(frozen=True, slots=True)
class Hop:
    """A step from a record to others: ``to`` the one its link ``key`` names, ``from`` those of
    ``form`` whose link ``key`` names it, its own ``lines`` under ``key``, ``any`` record of ``form``.
    """

    kind: Literal["to", "from", "lines", "any"]
    form: str
    key: str = ""


Way = tuple[Hop, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """At the end of a way: the field that is read there, and the form it is of.

    An empty ``field`` says that it counts whether the record is there.
    """

    way: Way
    field: str = ""

    @property
    def form(self) -> str:
        """The form of the record at the end."""
        return self.way[-1].form

    @property
    def gathers(self) -> bool:
        """Whether many records lie on the way."""
        return any(hop.kind in ("from", "any") for hop in self.way)


def elsewhere(op: Op) -> frozenset[Reading]:
    """What an expression reads of other records, and of the links on the way to them."""
    return frozenset(each for each in _read(op, ()) if each.way)


def _read(op: Op, here: Way) -> Iterator[Reading]:
    """What an operation reads that is asked at the record at the end of ``here``."""
    if op.name == "field":
        yield Reading(here, str(op.value))
        return
    if op.name == "follow":
        base, (form, key) = op.args[0], op.value
        yield from _read(base, here)
        yield Reading(_along(base, here, form), key)
        return
    inside = here
    if op.source is not None:
        inside = _into(op.source, here)
        yield Reading(inside)
        if op.source.by:
            yield Reading(inside, op.source.by)
        if op.source.anchor is not None:
            yield from _read(op.source.anchor, here)
    for arg in op.args:
        yield from _read(arg, inside)


def _along(link: Op, here: Way, form: str) -> Way:
    """The way to the record that a link names."""
    if link.name == "follow":
        before, key = link.value
        return (*_along(link.args[0], here, before), Hop("to", form, key))
    start = () if link.name == "outer" else here
    return (*start, Hop("to", form, str(link.value)))


def _into(source: Source, here: Way) -> Way:
    """The way to the rows of a source."""
    if source.kind == "lines":
        return (*here, Hop("lines", source.form, source.key))
    if source.kind == "all" or source.anchor is None:
        return (Hop("any", source.form),)
    rows = Hop("from", source.form, source.by)
    if source.anchor.value == ID:
        return (*here, rows)
    # Rows and the record name the same third one: the way to it is enough, what they share is its id.
    return (*here, Hop("to", "", str(source.anchor.value)), rows)
