from functools import partial

import pytest

from tests.rule_dsl.targets.record import Values, in_javascript, in_python, in_sql


@pytest.fixture(
    params=["python", "sqlite", pytest.param("postgresql", marks=pytest.mark.pg), "javascript"]
)
def values_on(request: pytest.FixtureRequest) -> Values:
    """Each of the four targets in turn: what expressions over a record come to there."""
    match request.param:
        case "python":
            return in_python
        case "javascript":
            return in_javascript
        case "sqlite":
            return partial(in_sql, "sqlite://")
    return partial(in_sql, request.getfixturevalue("postgres_url"))
