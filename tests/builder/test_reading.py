"""Which rules of a draft cannot be read is known without reading those that nothing touched."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder import reading
from builder.edits.perform import perform
from builder.reading import broken_rules
from rule_dsl import parse
from runtime.catalog import catalog
from runtime.errors import Refusal
from runtime.spec.app import AppSpec
from runtime.spec.vocabulary import vocabulary
from tests.builder.edits import edits_of
from tests.house import app_in

BLOCKS = catalog().blocks
REPAIR = app_in("apps/repair")


def _read_all(spec: AppSpec) -> frozenset[str]:
    """The broken rules, found by reading every one."""
    words = vocabulary(spec, BLOCKS.fields)
    return frozenset(
        rule.key
        for rule in spec.rules
        if rule.form not in words.forms
        or parse(rule.text, words, subject=rule.form, expect="rule").errors
    )


def test_a_draft_like_what_is_published_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> None:
        pytest.fail("a published sentence was read again")

    monkeypatch.setattr(reading, "parse", nobody)
    assert broken_rules(replace(REPAIR), REPAIR, BLOCKS) == frozenset()


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_is_edited_the_same_rules_are_broken_as_when_all_are_read(
    data: st.DataObject,
) -> None:
    spec = REPAIR
    for _ in range(3):
        try:
            spec = perform(data.draw(edits_of(spec)), spec, BLOCKS)
        except Refusal:
            continue
    assert broken_rules(spec, REPAIR, BLOCKS) == _read_all(spec)


def test_a_name_that_is_gone_breaks_the_rules_that_say_it() -> None:
    forms = tuple(
        replace(form, fields=tuple(each for each in form.fields if each.key != "estimate"))
        for form in REPAIR.forms
    )
    after = replace(REPAIR, forms=forms)
    assert broken_rules(after, REPAIR, BLOCKS) == _read_all(after) >= {"large_cost", "over_budget"}
