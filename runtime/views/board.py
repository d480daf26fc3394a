"""Cards in lanes, one lane for each option or state of a field."""

from __future__ import annotations

from runtime.spec.app import FormSpec, ViewSpec
from runtime.views.base import (
    FIELD,
    FIELDS,
    FILTER,
    SORT,
    Face,
    Order,
    Sample,
    ViewType,
    first_fields,
    option,
    terms,
)

CARD, LANE = 4, 50


class Board(ViewType):
    """A card is dragged to another lane; where the field is a state, that is a move."""

    key = "board"
    face = Face({"zh": "看板", "en": "board"}, icon="layout-kanban", shows="records")
    options = {
        "group": option("分栏字段", "lanes by", {**FIELD, "x-use": "lanes"}, required=True),
        "card": option("卡片字段", "fields of a card", {**FIELDS, "x-use": "columns"}),
        "filter": FILTER,
        "sort": SORT,
        "lane": option(
            "每栏卡片数",
            "cards a lane",
            {"type": "integer", "minimum": 5, "maximum": 200, "default": LANE},
        ),
    }
    samples = (
        Sample(
            {"group": "status", "card": ["title", "owner"], "sort": ["-due"]},
            fields=("title", "owner"),
            indexes=(Order((("status", False), ("due", True))),),
        ),
        Sample(
            {"group": "owner", "filter": "amount > 100"},
            fields=("title", "number", "status", "due"),
            indexes=(Order((("owner", False),), "amount > 100"),),
        ),
        Sample({"group": "status", "sort": "-due"}, fits=False),
        Sample({"group": 3}, fits=False),
        Sample({"group": "status", "lane": 0}, fits=False),
        Sample({"group": "status", "columns": ["title"]}, fits=False),
    )

    def fields(self, view: ViewSpec, form: FormSpec) -> tuple[str, ...]:
        return tuple(view.options.get("card") or first_fields(form, CARD))

    def indexes(self, view: ViewSpec, form: FormSpec) -> tuple[Order, ...]:
        lanes = view.options.get("group")
        if lanes is None:
            return ()
        return (Order(((lanes, False), *terms(view)), view.options.get("filter")),)


BLOCK = Board()
