"""Free sentences of eleven trades, as clerks and admins type them; see :mod:`tests.rule_dsl.free.trades`."""
