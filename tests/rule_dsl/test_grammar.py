"""Lark resolves a shift/reduce conflict silently; here none may be, unless it is listed."""

from __future__ import annotations

import logging

import pytest
from lark import logger

from rule_dsl.grammar.table import build_lark

ALLOWED: frozenset[str] = frozenset()
"""Conflicts that are wanted, each with its reason beside it. None."""


def test_the_grammar_has_no_conflict(caplog: pytest.LogCaptureFixture) -> None:
    before = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(caplog.handler)
    try:
        build_lark()
    finally:
        logger.removeHandler(caplog.handler)
        logger.setLevel(before)
    conflicts = {line for line in caplog.messages if "conflict" in line.lower()}
    assert conflicts <= ALLOWED
