"""What the checker proves of conditions is never refuted by a record, and it proves enough."""

from __future__ import annotations

import pytest

from rule_dsl.sense.clash import clash
from rule_dsl.sense.reading import Reader
from rule_dsl.targets.python import compile_python
from rule_dsl.together import witness
from rule_dsl.together.witness import scope_of
from tests.rule_dsl.sense.lending import WORDS, WORLD, Dice, scope

CONDITIONS, RECORDS = 400, 60


@pytest.mark.parametrize("seed", range(6))
def test_never_and_always_hold_for_every_record(seed: int) -> None:
    dice = Dice(seed)
    records = [dice.record() for _ in range(RECORDS)]
    proved = 0
    for _ in range(CONDITIONS):
        condition = dice.condition()
        formula = Reader(WORDS, "loan", "loan").read(condition)
        program = compile_python(condition, WORDS, "loan")
        for outcome, wanted in ((False, formula), (True, ~formula)):
            if clash(wanted) is None:
                continue
            proved += 1
            wrong = [each for each in records if program(scope(each)) is not outcome]
            assert not wrong, (condition.dump(), outcome, wrong[0])
    assert proved > 20


@pytest.mark.parametrize("seed", range(6))
def test_a_sample_record_meets_what_it_is_a_sample_of(seed: int) -> None:
    dice = Dice(100 + seed)
    found = missed = 0
    for _ in range(CONDITIONS // 2):
        first, second = dice.condition(1), dice.condition(1)
        sample = witness(WORLD, "loan", first, second)
        programs = [compile_python(each, WORDS, "loan") for each in (first, second)]
        if sample is not None:
            found += 1
            here = scope_of(WORLD, sample.record, sample.linked)
            assert all(each(here) is True for each in programs), first.dump()
            said = [compile_python(each, WORDS, "loan") for each in sample.says]
            assert all(each(here) is True for each in said), [each.dump() for each in sample.says]
            continue
        records = [dice.record() for _ in range(RECORDS)]
        missed += any(all(p(scope(each)) is True for p in programs) for each in records)
    assert found > 100
    assert missed * 20 < found
