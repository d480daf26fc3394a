"""What PostgreSQL says of an error, without the values it was about.

Its details quote rows and keys ("Key (phone)=(…) already exists"), and what it says of a value that
cannot be read quotes the value; logs and traces get what went wrong and where.
"""

from __future__ import annotations

from typing import Any

_OF_A_VALUE = "22"  # the class "data exception": its first line quotes the value


def withhold_values(problem: Any, state: str) -> None:
    """Take the values out of the text of a driver's error, in place: whoever prints it has none.

    Args:
        problem: an error of psycopg that came from the server.
        state: its SQLSTATE.
    """
    said = problem.diag
    first = type(problem).__name__ if state.startswith(_OF_A_VALUE) else said.message_primary
    where = (said.table_name, said.column_name, said.constraint_name)
    problem.args = (" · ".join(filter(None, (state, first, *where))),)
