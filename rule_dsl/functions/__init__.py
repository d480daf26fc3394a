"""The function library: every function of the language by its English name.

To add one: an entry in its group's module with samples, its computation in ``compute/``, its
twin in PostgreSQL (``runtime/store/lowering/``) and in JavaScript (``assets/js/rules/``). The
samples are run on every target.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rule_dsl.functions import conversion, date, logical, number, statistics, text, working
from rule_dsl.functions.base import ArgumentProblem, Function, Param, Sample

__all__ = ["FUNCTIONS", "ArgumentProblem", "Function", "Param", "Sample"]

FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        function.name: function
        for group in (logical, number, text, conversion, date, working, statistics)
        for function in group.FUNCTIONS
    }
)
