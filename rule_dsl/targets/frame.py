"""Where in the app an operation reads: the subject, or a row of another form."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rule_dsl.targets.ops import SORTS, Op, Refused, Sort, Source
from rule_dsl.targets.scope import CREATED, ID
from rule_dsl.tree import Node
from rule_dsl.types import MOMENT, Type
from rule_dsl.vocabulary import Form, Vocabulary


@dataclass(frozen=True, slots=True)
class Frame:
    """The form whose fields bare keys name here, and the rule's own form.

    ``lists`` are the saved lists whose conditions are being read.
    """

    vocabulary: Vocabulary
    subject: str
    form: str
    lists: frozenset[str] = frozenset()

    def inside(self, form: str) -> Frame:
        """The frame of a row of another form."""
        return replace(self, form=form)

    def outside(self) -> Frame:
        """The rule's own record."""
        return replace(self, form=self.subject)

    def form_named(self, key: str) -> Form:
        """A form of the app."""
        form = self.vocabulary.forms.get(key)
        if form is None:
            raise Refused("unknown_form", key)
        return form

    def formula_of(self, key: str) -> Node | None:
        """What a field of this frame's form comes to, where it is kept nowhere."""
        form = self.vocabulary.forms.get(self.form)
        found = form.fields.get(key) if form is not None else None
        return None if found is None else found.formula

    def type_of(self, key: str, default: Type | None = None) -> Type:
        """The type of a field of this frame's form."""
        form = self.vocabulary.forms.get(self.form)
        found = form.fields.get(key) if form is not None else None
        if found is not None:
            return found.type
        if key == ID:
            return Type("link", self.form)
        if key == CREATED:
            return MOMENT
        if default is None or default.kind == "empty":
            raise Refused("unknown_field", f"{self.form}.{key}")
        return default


def sort_of(type_: Type, head: str = "") -> Sort:
    """The sort of a type's values; what has no values is refused."""
    sort = SORTS.get(type_.kind)
    if sort is None:
        raise Refused("no_value", head or type_.kind)
    return sort


def read(frame: Frame, key: str, *, outer: bool = False, default: Type | None = None) -> Op:
    """A field of the frame's record, or of the rule's own record."""
    sort = sort_of(frame.type_of(key, default), key)
    return Op("outer" if outer else "field", sort, value=key)


def key_of(arg: Node | str | None) -> str:
    """A key given bare or as a named node."""
    if isinstance(arg, Node) and arg.args and isinstance(arg.args[-1], str):
        return arg.args[-1]
    if isinstance(arg, str):
        return arg
    raise Refused("no_key", str(arg))


def path_steps(node: Node) -> tuple[Node | str, ...]:
    """A path's steps, nested or flat."""
    steps: tuple[Node | str, ...] = ()
    for arg in node.args:
        if isinstance(arg, Node) and arg.head == "path":
            steps += path_steps(arg)
        elif arg is not None:
            steps += (arg,)
    return steps


def follow(frame: Frame, steps: tuple[str, ...], base: Op | None = None) -> Op:
    """A field reached through links: ``link``, ``link`` …, ``field``."""
    value = base if base is not None else read(frame, steps[0])
    at = frame
    for position, key in enumerate(steps[:-1]):
        link = at.type_of(key)
        if link.kind != "link" or link.of is None:
            raise Refused("not_a_link", key)
        at = at.inside(link.of)
        target = sort_of(at.type_of(steps[position + 1]), key)
        value = Op("follow", target, (value,), value=(link.of, steps[position + 1]))
    return value


def rows_through(frame: Frame, form: str, link: str | None) -> Source:
    """The records of ``form`` that belong with the subject.

    ``link`` is either the subject's link to what both point at (the supplier of this delivery and
    of the other ones), or the rows' own link to the subject.
    """
    rows = frame.form_named(form)
    own = frame.form_named(frame.form)
    time, time_sort = business_time(frame, form)
    if link is not None and link in own.fields and own.fields[link].type.kind == "link":
        shared = own.fields[link].type.of
        anchor = read(frame, link)
        by = _only_link(rows, shared or "", link)
        if by is not None:
            return Source("linked", form, by=by, anchor=anchor, time=time, time_sort=time_sort)
    own_lines = [key for key, field in own.fields.items() if field.type == Type("rows", form)]
    if link is None and len(own_lines) == 1:
        return lines(frame, own_lines[0])
    preferred = link if link in rows.fields else None
    by = preferred or _only_link(rows, frame.form, link or "")
    if by is not None:
        anchor = Op("field", "key", value=ID)
        return Source("linked", form, by=by, anchor=anchor, time=time, time_sort=time_sort)
    shared_links = [
        key
        for key, field in own.fields.items()
        if field.type.kind == "link" and _only_link(rows, field.type.of or "", "") is not None
    ]
    if link is None and len(shared_links) == 1:
        return rows_through(frame, form, shared_links[0])
    raise Refused("no_link", f"{form} -> {frame.form}")


def _only_link(rows: Form, target: str, preferred: str) -> str | None:
    """The rows' link to a form: the one of the preferred key, else the only one."""
    links = [
        key
        for key, field in rows.fields.items()
        if field.type.kind == "link" and field.type.of == target
    ]
    if preferred in links:
        return preferred
    return links[0] if len(links) == 1 else None


def business_time(frame: Frame, form: str) -> tuple[str, Sort]:
    """The field the form's records are ordered by, and its sort."""
    key = frame.form_named(form).time_field or CREATED
    return key, sort_of(frame.inside(form).type_of(key, MOMENT))


def lines(frame: Frame, key: str) -> Source:
    """The record's own lines."""
    found = frame.type_of(key)
    if found.kind != "rows" or found.of is None:
        raise Refused("not_rows", key)
    return Source("lines", found.of, key=key)


def is_rows(frame: Frame, key: str) -> bool:
    """Whether the key names lines of the frame's form."""
    form = frame.vocabulary.forms.get(frame.form)
    return form is not None and key in form.fields and form.fields[key].type.kind == "rows"
