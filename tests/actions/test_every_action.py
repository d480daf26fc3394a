"""Every action keeps its contract: its samples are read, decided and performed as they say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from runtime.actions.base import Message, Sample, Timer, ToDo
from runtime.cascade.deeds import RuleDeeds
from runtime.cascade.subject import SubjectView
from runtime.catalog import catalog
from runtime.commands.submit import submit_record
from runtime.errors import Refusal
from runtime.queries.timeline import timeline
from tests.actions.workshop import samples, workshop
from tests.house import House

ROOT = Path(__file__).parents[2]


@dataclass
class Noting:
    """The real deeds; each call is written down first."""

    deeds: RuleDeeds
    calls: list[tuple[str, Any]]

    def __getattr__(self, name: str) -> Any:
        def call(asked: Any = None) -> Any:
            about = asked.to if isinstance(asked, Message | ToDo) else asked
            about = about.awaited.args[-1] if isinstance(about, Timer) else about
            self.calls.append((name, about))
            deed = getattr(self.deeds, name)
            return deed() if asked is None else deed(asked)

        return call


@pytest.fixture
def shop(house: House) -> House:
    house.publish(workshop())
    house.person("boss", "boss")
    return house


def performed(shop: House, key: str, sample: Sample) -> tuple[list[tuple[str, Any]], str | None]:
    """The deeds that an action asks for on a record, and the code it refuses with."""
    calls: list[tuple[str, Any]] = []
    with shop.write("boss") as ctx:
        record = submit_record(ctx, "job", {"name": "别的", **sample.record})
        acting = ctx.as_system(rule=key)
        form = ctx.app.forms["job"]
        (node,) = next(each for each in form.rules if each.spec.key == key).rule.actions
        action = catalog().heads[node.head]
        payload = action.decide(node, SubjectView(acting, "job", record))
        told = timeline(ctx, "job", record.id)[0].id
        if payload is None:
            return [], None
        try:
            action.perform(payload, Noting(RuleDeeds(acting, ctx, form, record, told), calls))
        except Refusal as refused:
            return calls, refused.code
    return calls, None


def test_every_action_does_what_its_samples_say(shop: House) -> None:
    for key, (_, sample) in samples().items():
        calls, refused = performed(shop, key, sample)
        assert refused == sample.refused, key
        if refused is None:
            assert tuple(calls) == sample.does, key


def test_a_rule_with_the_sample_acts_on_a_record_or_refuses_it(shop: House) -> None:
    for key, (action, sample) in samples().items():
        values = {"name": key, **sample.record}
        if sample.refused is not None:
            with shop.write("boss") as ctx, pytest.raises(Refusal) as refused:
                submit_record(ctx, "job", values)
            assert refused.value.code == sample.refused, key
            continue
        with shop.write("boss") as ctx:
            record = submit_record(ctx, "job", values)
        with shop.read("boss") as ctx:
            told = [each for each in timeline(ctx, "job", record.id) if each.type == "rule_fired"]
        assert [each.rule for each in told] == [key]
        assert [each.facts["effects"] for each in told] == [[action.key] if sample.does else []]


def test_every_action_has_a_sample_for_each_head_it_reads(shop: House) -> None:
    with shop.read("boss") as ctx:
        rules = ctx.app.forms["job"].rules
    read = {node.head for each in rules for node in each.rule.actions}
    for action in catalog().actions.values():
        assert set(action.heads) <= read, action.key


def test_no_head_is_read_by_two_actions() -> None:
    heads = [head for action in catalog().actions.values() for head in action.heads]
    assert len(heads) == len(set(heads))


def test_the_guide_shows_an_action_as_it_is() -> None:
    guide = (ROOT / "docs/guides/add-an-action.md").read_text(encoding="utf-8")
    shown = guide.split("```python\n")[1].split("```")[0]
    assert shown == (ROOT / "runtime/actions/add_to.py").read_text(encoding="utf-8")
    facts = set(re.findall(r"^\| `(\w+)` \|", guide, re.MULTILINE))
    assert facts == {"key", "heads", "labels", "samples"}
