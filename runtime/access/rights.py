"""What an actor's roles add up to on one form.

A role's grant names actions, a row condition and field levels. Several grants add up: an action
is allowed on a record where *one* grant that names it matches the record; a field is readable on
a record where one matching grant lets it be read. So a field's level depends on the record, and
every query asks here instead of deciding for itself.

A row condition may read facts of the actor (who he is, his department, his manager). Who lacks
one holds no grant that reads it: "room = my department" must not open the records without a room
to a person without a department. Of a condition joined by "or", each part is a grant of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from runtime.spec.app import GrantSpec

ACTIONS = frozenset({"create", "read", "update", "delete", "export", "import"})
LEVELS = {"hidden": 0, "read": 1, "write": 2}

Condition = TypeVar("Condition")


@dataclass(frozen=True, slots=True)
class Grant(Generic[Condition]):
    """One role's grant, its row condition compiled (None: every record).

    ``facts`` are those of the actor that the condition reads; ``parts`` are the grants that a
    condition joined by "or" comes to.
    """

    role: str
    can: frozenset[str]
    rows: Condition | None
    levels: Mapping[str, int]
    facts: frozenset[str] = frozenset()
    parts: tuple[Grant[Condition], ...] = ()

    def without(self, missing: frozenset[str]) -> tuple[Grant[Condition], ...]:
        """What is left of the grant for an actor who lacks these facts."""
        if not self.facts & missing:
            return (self,)
        return tuple(part for part in self.parts if not part.facts & missing)

    def level(self, field: str) -> int:
        """0 hidden, 1 read, 2 write."""
        return self.levels.get(field, self.levels.get("*", 2))


@dataclass(frozen=True, slots=True)
class Rights(Generic[Condition]):
    """The grants an actor holds on one form."""

    grants: tuple[Grant[Condition], ...]

    @property
    def actions(self) -> frozenset[str]:
        """Every action allowed on some record."""
        return frozenset(action for grant in self.grants for action in grant.can)

    def may(self, action: str) -> bool:
        """Whether some grant allows the action on some record."""
        return any(action in grant.can for grant in self.grants)

    def granting(self, action: str) -> tuple[Grant[Condition], ...]:
        """The grants that allow an action."""
        return tuple(grant for grant in self.grants if action in grant.can)

    def reading(self, field: str | None = None) -> tuple[Grant[Condition], ...]:
        """The grants that let records be read, and that field of them where one is given."""
        readers = self.granting("read")
        return readers if field is None else tuple(g for g in readers if g.level(field) >= 1)

    def is_unlimited(self, action: str) -> bool:
        """Whether the action is allowed on every record."""
        return any(grant.rows is None for grant in self.granting(action))

    def readable_everywhere(self, fields: Sequence[str]) -> frozenset[str]:
        """Fields readable on every record the actor may read: only these filter and sort."""
        readers = self.granting("read")
        if not readers:
            return frozenset()
        return frozenset(f for f in fields if all(g.level(f) >= 1 for g in readers))

    def readable_somewhere(self, fields: Sequence[str]) -> frozenset[str]:
        """Fields readable on some record: what a list may show as columns."""
        return frozenset(f for f in fields if any(g.level(f) >= 1 for g in self.granting("read")))

    def matching(
        self, action: str, holds: Callable[[Condition], bool]
    ) -> tuple[Grant[Condition], ...]:
        """The grants of an action whose row condition holds for one record."""
        return tuple(g for g in self.granting(action) if g.rows is None or holds(g.rows))

    @staticmethod
    def fields(
        grants: Sequence[Grant[Condition]], fields: Sequence[str], level: int
    ) -> frozenset[str]:
        """The fields that one of these grants gives at least that level."""
        return frozenset(f for f in fields if any(g.level(f) >= level for g in grants))


@dataclass(frozen=True, slots=True)
class RowCondition(Generic[Condition]):
    """A row condition compiled: the facts of the actor it reads, and what it joins by "or"."""

    condition: Condition
    facts: frozenset[str] = frozenset()
    parts: tuple[RowCondition[Condition], ...] = ()


def grant_of(spec: GrantSpec, rows: RowCondition[Condition] | None) -> Grant[Condition]:
    """The compiled grant of a declared one."""
    levels = {field: LEVELS[level] for field, level in spec.fields.items()}
    if rows is None:
        return Grant(spec.role, spec.can, None, levels)
    parts = tuple(grant_of(spec, part) for part in rows.parts)
    return Grant(spec.role, spec.can, rows.condition, levels, rows.facts, parts)


EVERYTHING: Grant[object] = Grant(role="*", can=ACTIONS, rows=None, levels={})
"""What an administrator, and the system itself, holds."""
