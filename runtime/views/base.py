"""What a view type is: four facts and two methods, one module and one template each.

A view type says which fields a view shows and which order it reads records in. It neither reads
records nor draws: queries do the one, its template ``views/<key>.html`` the other. Who may see
what is decided before either.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from runtime.spec.app import FormSpec, Labels, ViewSpec

Json = Any
Schema = dict[str, Any]

Shows = Literal["records", "record", "entry"]
"""Many records, one record, or a new one that is to be filled in."""


@dataclass(frozen=True, slots=True)
class Face:
    """How the type looks in the palette, and what a view of it shows."""

    labels: Labels
    icon: str
    shows: Shows


@dataclass(frozen=True, slots=True)
class Order:
    """An order a view reads records in, so that publishing adds its index.

    ``columns`` are field keys, each with whether it descends; ``filter`` is the expression that
    limits the rows (None: all).
    """

    columns: tuple[tuple[str, bool], ...]
    filter: str | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A worked sample: a view's options, the fields it shows and the orders it reads.

    The form is the one of ``SAMPLE_FIELDS``. ``fits`` is False where the options are refused.
    """

    options: Mapping[str, Json]
    fields: tuple[str, ...] = ()
    indexes: tuple[Order, ...] = ()
    fits: bool = True


class ViewType(ABC):
    """A kind of view. Subclasses end their module with ``BLOCK = ListView()``.

    ``options`` are JSON Schema properties of the type's own keys in a view file; a ``format`` says
    what a text refers to (field, sort, condition), ``x-use`` what its fields must be good for
    (lanes, columns, entry).
    """

    key: ClassVar[str]
    face: ClassVar[Face]
    options: ClassVar[Mapping[str, Schema]]
    samples: ClassVar[tuple[Sample, ...]]

    @abstractmethod
    def fields(self, view: ViewSpec, form: FormSpec) -> tuple[str, ...]:
        """The keys of the fields it shows, in their order.

        The caller leaves out what holds no value and what the reader may not read.
        """

    def indexes(self, view: ViewSpec, form: FormSpec) -> tuple[Order, ...]:
        """The orders it reads records in; none for a view of one record."""
        return ()


SAMPLE_FIELDS = ("number", "title", "status", "due", "amount", "owner", "notes", "tags")
"""The fields of the form that samples are about."""


def option(zh: str, en: str, schema: Mapping[str, Json], *, required: bool = False) -> Schema:
    """One option: its label in the builder's panel, what it may be, and whether it must be."""
    must = {"x-required": True} if required else {}
    return {"x-label": {"zh": zh, "en": en}, **must, **schema}


FIELD: Schema = {"type": "string", "format": "field", "minLength": 1, "maxLength": 63}
FIELDS: Schema = {
    "type": "array",
    "items": FIELD,
    "minItems": 1,
    "maxItems": 100,
    "uniqueItems": True,
}
SORT_TERM: Schema = {"type": "string", "format": "sort", "minLength": 1, "maxLength": 64}
SORT: Schema = option(
    "排序",
    "sort",
    {"type": "array", "items": SORT_TERM, "minItems": 1, "maxItems": 5, "uniqueItems": True},
)
FILTER: Schema = option(
    "筛选条件",
    "filter",
    {"type": "string", "format": "condition", "minLength": 1, "maxLength": 8192},
)


def terms(view: ViewSpec) -> tuple[tuple[str, bool], ...]:
    """A view's declared sort as field keys, each with whether it descends (written ``-key``)."""
    sort = view.options.get("sort") or ()
    return tuple((each.removeprefix("-"), each.startswith("-")) for each in sort)


def first_fields(form: FormSpec, count: int) -> tuple[str, ...]:
    """The title, then the first fields of a form: what a view shows that does not say."""
    keys = [each.key for each in form.fields if each.key != form.title]
    title = [form.title] if form.title else []
    return tuple((title + keys)[:count])
