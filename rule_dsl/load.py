"""``load``: the JSON form of a tree back to the typed tree; the inverse of ``Node.dump``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from rule_dsl.check.typing import UNTIL_DATE, as_days, result_type, roll_type
from rule_dsl.functions import FUNCTIONS, ArgumentProblem
from rule_dsl.tree import Node
from rule_dsl.types import (
    ACTION,
    BOOL,
    DATE,
    DURATION,
    EMPTY,
    EVENT,
    MOMENT,
    NUMBER,
    PERCENT,
    TEXT,
    TIME,
    Type,
)
from rule_dsl.vocabulary import Field, Vocabulary

_TRUTHS = frozenset(
    "= != < <= > >= and or not between in contains empty near held not_within last_all last_any "
    "last_some trend exists all any at_least".split()
)
_ACTIONS = frozenset(
    "do else rule notify alert task set raise lower tag untag create link start escalate timer "
    "call sync generate block require validate recalculate update suggest highlight add_to assign "
    "archive lock push_top to with cc for by level always".split()
)
_FIXED = {
    **dict.fromkeys(_TRUTHS, BOOL),
    **dict.fromkeys(_ACTIONS, ACTION),
    **dict.fromkeys(("event", "schedule"), EVENT),
    "concat": TEXT,
}
_COMPARED = frozenset("= != < <= > >= between in set".split())
_LITERALS = {"text": TEXT, "date": DATE, "time": TIME, "moment": MOMENT, "dur": DURATION}
_NAMES = frozenset("role form msg doc conn queue flow list channel act".split())
_PLAIN_FIRST = (
    frozenset(
        {
            "role",
            "dept",
            "person",
            "form",
            "opt",
            "state",
            "param",
            "text",
            "date",
            "time",
            "moment",
            "alias",
            "level",
        }
    )
    | _NAMES
)


class BadTree(ValueError):
    """A stored tree that this vocabulary cannot read."""


def load(stored: Any, vocabulary: Vocabulary, subject: str) -> Node:
    """The typed tree of its JSON form."""
    return _Loader(vocabulary, [subject]).node(stored)


@dataclass(slots=True)
class _Loader:
    vocabulary: Vocabulary
    forms: list[str]
    choice: Type | None = field(default=None)

    @contextmanager
    def _inside(self, form: str) -> Iterator[None]:
        self.forms.append(form)
        try:
            yield
        finally:
            self.forms.pop()

    def _field(self, form: str | None, key: str) -> Field:
        declared = self.vocabulary.forms.get(form or "")
        if declared is None or key not in declared.fields:
            raise BadTree(f"no field {key} in {form}")
        return declared.fields[key]

    def node(self, stored: Any, of: Type | None = None) -> Node:
        """One node; ``of`` is the choice whose options may stand here."""
        if stored is None:
            return Node("null", (), EMPTY)
        if stored is True or stored is False:
            return Node("bool", ("true" if stored else "false",), BOOL)
        if stored == "always":
            return Node("always", (), BOOL)
        if isinstance(stored, str):
            if stored.lstrip("-").replace(".", "", 1).isdigit():
                return Node("number", (stored,), NUMBER)
            return Node("field", (stored,), self._field(self.forms[-1], stored).type)
        if not isinstance(stored, list) or not stored or not isinstance(stored[0], str):
            raise BadTree(f"not a node: {stored!r}")
        return self._list(stored[0], stored[1:], of)

    def _list(self, head: str, rest: list[Any], of: Type | None) -> Node:
        if head in _PLAIN_FIRST and len(rest) == 1:
            return self._leaf(head, str(rest[0]), of)
        own = _OWN.get(head)
        if own is not None:
            return own(self, head, rest)
        if head == "event" and rest[0] == "changed_to":
            return self._changed_to(rest)
        return self._common(head, rest)

    def dur(self, head: str, rest: list[Any]) -> Node:
        """A duration."""
        return Node(head, (str(rest[0]), str(rest[1])), DURATION)

    def path(self, head: str, rest: list[Any]) -> Node:
        """A field at the end of a path, or the records of a form by a link."""
        if isinstance(rest[1], list):
            rows = self.node(rest[1])
            key = str(rows.args[0])
            return Node(head, (self._owner(rest[0], key), rows), Type("rows", key))
        base = self.node(rest[0])
        form = str(base.args[0]) if base.head == "form" else base.type.of
        return Node(head, (base, str(rest[1])), self._field(form, str(rest[1])).type)

    def last(self, head: str, rest: list[Any]) -> Node:
        """The last records of a form."""
        count, rows = self.node(rest[1]), self.node(rest[2])
        owner = self._owner(rest[0], str(rows.args[0]))
        inner = self._within(rows, rest[3])
        more = tuple(self.node(part) for part in rest[4:])
        return Node(head, (owner, count, rows, inner, *more), BOOL)

    def collected(self, head: str, rest: list[Any]) -> Node:
        """Records of a form that satisfy something."""
        source = self.node(rest[0])
        window = self.node(rest[2]) if rest[2] is not None else None
        pred = self._within(source, rest[1]) if rest[1] is not None else None
        kind = BOOL if head == "exists" else Type("rows", str(source.args[0]))
        return Node(head, (source, pred, window), kind)

    def quantified(self, head: str, rest: list[Any]) -> Node:
        """A condition on rows."""
        *count_first, stored_rows, stored_pred = rest
        lines = self.node(stored_rows)
        counted = tuple(self.node(part) for part in count_first)
        return Node(head, (*counted, lines, self._within(lines, stored_pred)), BOOL)

    def group(self, head: str, rest: list[Any]) -> Node:
        """Records by a field."""
        collected = self.node(rest[0])
        with self._inside(str(collected.type.of)):
            key = self.node(rest[1])
        return Node(head, (collected, key), collected.type)

    def roll(self, head: str, rest: list[Any]) -> Node:
        """An aggregate over the records of a window."""
        source, window = self.node(rest[1]), self.node(rest[2])
        form = source
        while form.head == "path":
            form = form.child(1) if isinstance(form.args[1], Node) else form.child(0)
        inner = [self._within(form, part) for part in rest[3:] if part is not None]
        kind = roll_type(str(rest[0]), source.type)
        return Node(head, (str(rest[0]), source, window, *inner), kind)

    def _owner(self, stored: Any, rows: str) -> Node:
        """The subject's link, or the rows' own link to the subject."""
        own = self.vocabulary.forms[self.forms[-1]].fields
        if isinstance(stored, str) and stored not in own:
            return Node("field", (stored,), self._field(rows, stored).type)
        return self.node(stored)

    def _within(self, rows: Node, stored: Any) -> Node:
        form = str(rows.args[0]) if rows.head == "form" else rows.type.of or ""
        with self._inside(form):
            return self.node(stored)

    def _leaf(self, head: str, key: str, of: Type | None) -> Node:
        if head in _LITERALS:
            return Node(head, (key,), _LITERALS[head])
        if head == "alias":
            return Node(head, (key,), self._field(self.forms[0], key).type)
        if head in ("opt", "state"):
            return Node(head, (key,), of or Type("choice" if head == "opt" else "state"))
        if head == "param":
            for name in self.vocabulary.names:
                if name.kind == "param" and name.key == key:
                    return Node(head, (key,), name.type or NUMBER)
            raise BadTree(f"no parameter {key}")
        if head == "person":
            return Node(head, (key,), Type("person"))
        if head == "dept":
            return Node(head, (key,), Type("department"))
        return Node(head, (key,), ACTION if head == "level" else Type("name", head))

    def push_top(self, head: str, rest: list[Any]) -> Node:
        """The first records of a form."""
        source = self.node(rest[1])
        form = str(source.args[0])
        if source.head == "list":
            owners = [n.form for n in self.vocabulary.names if (n.kind, n.key) == ("list", form)]
            form = (owners[0] if owners else None) or self.forms[0]
        with self._inside(form):
            by = self.node(rest[2])
            attached = self.node(rest[4] or ["with"])  # null in older trees
        to = self.node(rest[3])
        return Node(head, (self.node(rest[0]), source, by, to, attached), ACTION)

    def _changed_to(self, rest: list[Any]) -> Node:
        """A change to a value, or from one value to another."""
        target = self.node(rest[1])
        stored = [rest[2], *(part[1] for part in rest[3:])]
        values = [self.node(part, _member(target.type)) for part in stored]
        _, new, *old = _percents([target, *values])
        origins = (Node("from", (each,), ACTION) for each in old)
        return Node("event", ("changed_to", target, new, *origins), EVENT)

    def _common(self, head: str, rest: list[Any]) -> Node:
        args: list[Node | str | None] = []
        of: Type | None = None
        for index, part in enumerate(rest):
            if _is_word(head, index, rest):
                args.append(str(part))
            elif part is None and head not in _TRUTHS and head in _ACTIONS - {"set"}:  # to nothing
                args.append(None)
            else:
                made = self.node(part, of)
                args.append(made)
                if of is None and made.type.kind in ("choice", "choices", "state"):
                    of = _member(made.type)
        if head == "event" and rest[0] in ("entered", "left"):
            args = [args[0], *(self._state(arg) for arg in args[1:])]
        if head in _COMPARED:
            args = _percents(args)
        if head in ("+", "-", "*", "/", "set") and len(args) == 2:
            args = _days(args)
        return Node(head, tuple(args), self._type(head, args))

    def _state(self, arg: Node | str | None) -> Node | str | None:
        if isinstance(arg, Node) and arg.head == "state":
            states = [f for f in self.vocabulary.forms[self.forms[0]].fields.values() if f.is_state]
            return replace(arg, type=states[0].type) if states else arg
        return arg

    def _type(self, head: str, args: list[Node | str | None]) -> Type:
        found = [arg for arg in args if isinstance(arg, Node)]
        if head in ("and", "or") and any(arg.type.kind == "event" for arg in found):
            return EVENT
        fixed = _FIXED.get(head)
        if fixed is not None:
            return fixed
        if head == "until":
            return UNTIL_DATE if found[0].type == DATE else DURATION
        if head in ("+", "-", "*", "/"):
            return result_type(head, *found) or NUMBER
        if head == "formula":
            return found[0].type
        function = FUNCTIONS.get(head.upper())
        if function is None:
            raise BadTree(f"unknown head {head}")
        result = function.result(
            [Type("rows", str(a.args[0])) if a.head == "form" else a.type for a in found]
        )
        if isinstance(result, ArgumentProblem):
            raise BadTree(f"{head} does not take these arguments")
        return result


_OWN: Mapping[str, Callable[[_Loader, str, list[Any]], Node]] = {
    "dur": _Loader.dur,
    "path": _Loader.path,
    **dict.fromkeys(("last_all", "last_any", "last_some"), _Loader.last),
    **dict.fromkeys(("exists", "coll"), _Loader.collected),
    **dict.fromkeys(("any", "all", "at_least"), _Loader.quantified),
    "group": _Loader.group,
    "roll": _Loader.roll,
    "push_top": _Loader.push_top,
}
"""Heads whose parts are not all read where the head stands."""


def _is_word(head: str, index: int, rest: list[Any]) -> bool:
    """Whether an argument is a word of the language, not a node."""
    if head == "schedule":
        return index == 0 or (index == 1 and rest[0] in ("weekly", "monthly"))
    if head == "event":
        return index == 0
    return index in {"held": (1,), "trend": (2, 3)}.get(head, ())


def _member(kind: Type) -> Type:
    return Type("choice", kind.of) if kind.kind == "choices" else kind


def _days(args: list[Node | str | None]) -> list[Node | str | None]:
    """Date − date beside a number is a number."""
    left, right = args
    if isinstance(left, Node) and isinstance(right, Node):
        return [as_days(left, right.type), as_days(right, left.type)]
    return args


def _percents(args: list[Node | str | None]) -> list[Node | str | None]:
    """Bare numbers beside a percentage are percentages."""
    kinds = [arg.type for arg in args if isinstance(arg, Node) and arg.head != "number"]
    if PERCENT not in kinds:
        return args
    return [
        replace(arg, type=PERCENT) if isinstance(arg, Node) and arg.head == "number" else arg
        for arg in args
    ]


__all__ = ["BadTree", "load"]
