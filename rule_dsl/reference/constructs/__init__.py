"""The constructs of the language, in the order of the contents.

To add one: an entry in its group's module, with the heads it makes, the rows of the word tables
it shows and sentences that use it; then ``make reference`` and the reviewed trees in
``tests/rule_dsl/reference``.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rule_dsl.reference.base import Construct
from rule_dsl.reference.constructs import (
    actions,
    changes,
    conditions,
    events,
    messages,
    records,
    sentences,
    times,
    values,
)

CONSTRUCTS: Mapping[str, Construct] = MappingProxyType(
    {
        construct.key: construct
        for group in (
            sentences,
            values,
            conditions,
            times,
            records,
            events,
            messages,
            changes,
            actions,
        )
        for construct in group.CONSTRUCTS
    }
)
