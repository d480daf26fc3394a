"""The SQL targets: the record is stored in the app's own tables, asked about, and taken back.

Everything happens in one transaction that never ends well, so that a database which holds other
things is left as it was.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, NestedTransaction
from sqlalchemy.exc import SQLAlchemyError

from rule_dsl.targets.ops import Op, Refused
from rule_dsl.targets.python import compile_ops
from runtime.errors import Refusal
from runtime.rules.evaluate.embedded_postgres import embedded_postgres
from runtime.rules.evaluate.ground import Expression, Ground
from runtime.rules.evaluate.reading import Case, Row
from runtime.store import records
from runtime.store.engine import open_engine, take_time
from runtime.store.lowering import Clock, install_postgres
from runtime.store.lowering.lower import RULES
from runtime.store.lowering.place import Place, condition, is_constant, value
from runtime.store.schema.events import event
from runtime.store.sources import AppSources


class SqlTarget:
    """Expressions as SELECTs, on one connection."""

    def __init__(self, ground: Ground, url: str, closing: ExitStack) -> None:
        self.ground = ground
        self.closing = closing
        engine = open_engine(url)
        closing.callback(engine.dispose)
        self.connection = closing.enter_context(engine.connect())
        transaction = self.connection.begin()
        closing.callback(transaction.rollback)
        _make_tables(self.connection, ground)
        self._savepoint: NestedTransaction | None = None
        self._laid: Mapping[str, Sequence[Row]] | None = None

    def value(self, expression: Expression, case: Case) -> Any:
        """The value of an expression in a case.

        Raises:
            Refused: SQL cannot carry it out.
        """
        clock = Clock(case.now, case.zone, self.ground.calendar, case.params)
        self._lay(case)
        try:
            return self._ask(expression, case, clock)
        except (SQLAlchemyError, Refusal):
            self._clear()
            raise

    def close(self) -> None:
        """Take everything back."""
        self.closing.close()

    def _lay(self, case: Case) -> None:
        """Store the case's records, where they are not the ones of the question before."""
        if self._laid is not None and self._laid == case.rows:
            return
        self._clear()
        self._savepoint = self.connection.begin_nested()
        for form, rows in case.rows.items():
            for row in rows:
                self._store(form, row)
        self._laid = case.rows

    def _clear(self) -> None:
        """Take the records back."""
        self._laid = None
        if self._savepoint is not None:
            self._savepoint.rollback()
            self._savepoint = None

    def _store(self, form: str, row: Row) -> None:
        own = {key: row.get(key) for key in records.OWN}
        own |= {"version": 1, "revision": 1, "deleted_by": None}
        fields = self.ground.vocabulary.forms[form].fields
        values = {key: value for key, value in row.items() if key in fields and key not in own}
        records.insert(self.connection, self.ground.tables, form, own, values)

    def _ask(self, expression: Expression, case: Case, clock: Clock) -> Any:
        tables, op = self.ground.tables, expression.op
        if op.sort == "rows":
            return self._lines(expression, case)
        sources = AppSources(tables, self.ground.vocabulary, case.form, self.ground.spec.key)
        table = tables.form(case.form)
        place = Place(sources, clock, case.form, table, table, RULES)
        if op.sort == "calendar":
            return self._length(op, place, case)
        return self._select(value(op, place), place, case)

    def _select(self, shown: sa.ColumnElement[Any], place: Place, case: Case) -> Any:
        """What SQL gives for the record."""
        query = sa.select(shown.label("v")).select_from(place.table)
        query = query.where(place.column("id") == case.record["id"])
        return self.connection.execute(query).scalar_one()

    def _length(self, op: Op, place: Place, case: Case) -> Any:
        """A length in months or working time: no column holds one, so SQL only chooses."""
        if is_constant(op):
            return compile_ops(op)(place.clock.scope)
        if op.name != "choose":
            raise Refused("no_calendar_in_sql", op.name)
        test, chosen, other = op.args
        holds = self._select(condition(test, place, exact=True), place, case)
        return self._length(chosen if holds else other, place, case)

    def _lines(self, expression: Expression, case: Case) -> Any:
        """Lines are no value of a column: they are read as the store reads them."""
        if expression.op.name not in ("field", "outer"):
            raise Refused("no_rows_in_sql", expression.op.name)
        found = records.fetch(self.connection, self.ground.tables, (case.form, case.record["id"]))
        values: Mapping[str, Any] = {} if found is None else found.values
        return values.get(expression.op.value) or None


def open_sqlite(ground: Ground) -> SqlTarget:
    """The app's tables in memory."""
    return SqlTarget(ground, "sqlite://", ExitStack())


def open_postgres(ground: Ground, url: str | None) -> SqlTarget:
    """The app's tables in a schema that no other connection ever sees.

    ``url`` is a PostgreSQL database; None takes the server that the test extra brings.

    Raises:
        Refusal: no_postgres (503), where there is neither.
    """
    with ExitStack() as closing:
        address = url or closing.enter_context(embedded_postgres())
        target = SqlTarget(ground, address, closing)
        target.closing = closing.pop_all()
        return target


def _make_tables(connection: Connection, ground: Ground) -> None:
    if connection.dialect.name == "postgresql":
        schema = f"dougong_eval_{uuid.uuid4().hex}"
        take_time(connection)
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
        connection.exec_driver_sql(f"SET LOCAL search_path TO {schema}")
        install_postgres(connection)
    event.create(connection, checkfirst=False)
    ground.tables.metadata.create_all(connection, checkfirst=False)
