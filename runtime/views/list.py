"""A table of records: filtered, sorted, page by page."""

from __future__ import annotations

from runtime.spec.app import FormSpec, ViewSpec
from runtime.views.base import (
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

COLUMNS, PAGE = 6, 50


class ListView(ViewType):
    """Rows and columns."""

    key = "list"
    face = Face({"zh": "列表", "en": "list"}, icon="list-details", shows="records")
    options = {
        "columns": option("列", "columns", {**FIELDS, "x-use": "columns"}),
        "filter": FILTER,
        "sort": SORT,
        "page": option(
            "每页行数",
            "rows a page",
            {"type": "integer", "minimum": 5, "maximum": 200, "default": PAGE},
        ),
    }
    samples = (
        Sample(
            {"columns": ["number", "due"], "filter": "status ≠ done", "sort": ["-due", "number"]},
            fields=("number", "due"),
            indexes=(Order((("due", True), ("number", False)), "status ≠ done"),),
        ),
        Sample(
            {"sort": ["due"]},
            ("title", "number", "status", "due", "amount", "owner"),
            (Order((("due", False),)),),
        ),
        Sample({"page": 20}, ("title", "number", "status", "due", "amount", "owner")),
        Sample({"columns": []}, fits=False),
        Sample({"page": 100_000}, fits=False),
        Sample({"group": "status"}, fits=False),
    )

    def fields(self, view: ViewSpec, form: FormSpec) -> tuple[str, ...]:
        return tuple(view.options.get("columns") or first_fields(form, COLUMNS))

    def indexes(self, view: ViewSpec, form: FormSpec) -> tuple[Order, ...]:
        columns = terms(view)
        return (Order(columns, view.options.get("filter")),) if columns else ()


BLOCK = ListView()
