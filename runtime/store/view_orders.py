"""The orders an app's views read records in: what is fixed by the filter, then what is sorted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rule_dsl import Node
from runtime.catalog import catalog
from runtime.fields.base import FieldType
from runtime.spec.app import ViewSpec
from runtime.spec.meanings import Edition, Meanings
from runtime.spec.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class ReadOrder:
    """Rows where the ``fixed`` fields have one value each, sorted by ``columns``.

    Fields go by key; with each column goes whether it descends.
    """

    view: ViewSpec
    fixed: tuple[str, ...]
    columns: tuple[tuple[str, bool], ...]


def view_orders(edition: Edition, field_types: Mapping[str, FieldType]) -> Iterator[ReadOrder]:
    """Every order the views of an edition read in. A view of an unknown type has none."""
    spec, types = edition.spec, catalog().views
    meanings = Meanings(vocabulary(spec, field_types), edition.trees)
    for view in spec.views:
        form, kind = spec.form(view.form), types.get(view.type)
        if form is None or kind is None:
            continue
        for order in kind.indexes(view, form):
            fixed = () if order.filter is None else _fixed(order.filter, view.form, meanings)
            yield ReadOrder(view, fixed, order.columns)


def _fixed(text: str, form: str, meanings: Meanings) -> tuple[str, ...]:
    """The fields a condition gives one value: ``a = 1 and b = 2 and c > 3`` fixes a and b."""
    try:
        tree = meanings.tree(form, text)
    except ValueError:
        return ()
    return tuple(dict.fromkeys(_fixed_in(tree)))


def _fixed_in(tree: Node) -> Iterator[str]:
    if tree.head in ("formula", "and"):
        for part in tree.args:
            if isinstance(part, Node):
                yield from _fixed_in(part)
    elif tree.head == "=":
        left, right = tree.args
        for field, value in ((left, right), (right, left)):
            if isinstance(field, Node) and field.head == "field" and _is_constant(value):
                yield str(field.args[0])


def _is_constant(value: Node | str | None) -> bool:
    """Whether it reads no field of the record."""
    if not isinstance(value, Node):
        return True
    if value.head in ("field", "path", "alias"):
        return False
    return all(_is_constant(part) for part in value.args)
