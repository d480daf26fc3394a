"""A process that publishes: ``python -m tests.store.publisher URL``. Tests kill it on its way."""

import sys

from runtime.spec.app import AppSpec
from runtime.spec.meanings import Edition
from runtime.store.engine import open_engine, writing
from runtime.store.publish import Author, publish
from tests.store.kinds import NOW, app, field, form, plan_of, view

LINES = field("lines", "rows", fields=(field("qty", "number"),))


def before() -> AppSpec:
    return app(form("order", field("title"), field("price", "number", options={"scale": 2})))


def after() -> AppSpec:
    fields = (
        field("title", unique=True),
        field("price", "number", options={"scale": 4}),
        field("due", "day"),
        LINES,
    )
    return app(
        form("order", *fields),
        form("note", field("text")),
        views=(view("soon", "order", sort=["due"]),),
    )


def main(url: str) -> None:
    with writing(open_engine(url)) as connection:
        publish(connection, plan_of(connection, after()), Edition(after()), Author("admin"), NOW)


if __name__ == "__main__":
    main(sys.argv[1])
