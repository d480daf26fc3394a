"""Drafts on both databases: versions, the other editor's name, undo that survives, publishing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from builder import drafts
from builder.drafts import Draft, Seen
from builder.edits.add import Add
from builder.edits.history import MOST_STEPS
from builder.edits.relabel import Relabel
from runtime.commands.publish import Author, publish_app
from runtime.errors import Refusal
from runtime.queries.drafts import draft_lines
from runtime.queries.specs import spec_of
from tests.house import House, app_in, build_house


@pytest.fixture
def house(migrated_url: str, tmp_path: Path) -> Iterator[House]:
    built = build_house(migrated_url, tmp_path / "var")
    built.publish(app_in("apps/leave"))
    built.person("li", name="李敏")
    built.person("chen", name="陈工")
    yield built
    built.installation.engine.dispose()


def _rename(text: str, lang: str = "zh") -> Relabel:
    return Relabel("forms/request/fields/reason", lang, text)


def _change(house: House, text: str, version: int, who: str = "chen", **more: str) -> Draft:
    seen = Seen(version, house.people[who], **more)
    return drafts.edit(house.installation, "leave", _rename(text), seen)


def _label(draft: Draft) -> str:
    form = draft.spec.form("request")
    assert form is not None
    field = form.field("reason")
    assert field is not None
    return field.labels["zh"]


def test_a_draft_begins_as_what_is_published_and_changes_no_app(house: House) -> None:
    here = house.installation
    start = drafts.load_or_start(here, "leave")
    assert (start.version, start.base, start.live) == (0, 1, 1)
    assert not draft_lines(here)
    after = _change(house, "理由", 0)
    assert after.version == 1
    assert drafts.load_or_start(here, "leave").is_changed
    assert drafts.load_or_start(here, "leave").spec == after.spec
    assert spec_of(here, "leave") == start.spec
    assert [head.app for head in draft_lines(here)] == ["leave"]
    with pytest.raises(Refusal, match="not_found"):
        drafts.load_or_start(here, "nothing")


def test_another_editors_change_is_refused_by_name_and_minutes(house: House) -> None:
    _change(house, "理由", 0, "li")
    with pytest.raises(Refusal) as refused:
        _change(house, "原因", 0, "chen")
    assert (refused.value.status, refused.value.code) == (409, "draft_changed_now")
    assert "李敏" in refused.value.message("zh")
    house.clock.at += timedelta(minutes=7, seconds=20)
    with pytest.raises(Refusal) as refused:
        _change(house, "原因", 0, "chen")
    assert refused.value.code == "draft_changed"
    assert "李敏" in refused.value.message("zh")
    assert "7 分钟" in refused.value.message("zh")
    assert "7 minute" in refused.value.message("en")
    assert _label(drafts.load_or_start(house.installation, "leave")) == "理由"


def test_two_first_edits_at_once_make_one_draft(house: House) -> None:
    here = house.installation
    draft = drafts.load_or_start(here, "leave")
    _change(house, "理由", 0, "li")
    with pytest.raises(Refusal, match="draft_changed"):
        drafts.begin(here, draft.spec, house.people["chen"])


def test_a_request_that_is_sent_twice_is_done_once(house: House) -> None:
    first = _change(house, "理由", 0, request="r1")
    again = _change(house, "理由", 0, request="r1")
    assert (again.version, len(again.steps)) == (first.version, 1)


def test_undo_and_redo_survive_and_name_their_steps(house: House) -> None:
    here, who = house.installation, house.people["chen"]
    start = drafts.load_or_start(here, "leave")
    one = _change(house, "理由", 0)
    two = _change(house, "原因", one.version)
    kept = drafts.load_or_start(here, "leave")
    assert kept.undo_label is not None
    assert kept.undo_label["zh"].endswith("改名为「原因」")
    assert kept.redo_label is None
    back = drafts.undo(here, "leave", Seen(two.version, who))
    assert _label(back) == "理由"
    first = drafts.undo(here, "leave", Seen(back.version, who))
    assert first.spec == start.spec
    with pytest.raises(Refusal, match="no_draft_step"):
        drafts.undo(here, "leave", Seen(first.version, who))
    again = drafts.redo(here, "leave", Seen(first.version, who))
    assert again.spec == one.spec
    fresh = _change(house, "缘由", again.version)
    assert fresh.redo_label is None
    with pytest.raises(Refusal, match="no_draft_step"):
        drafts.redo(here, "leave", Seen(fresh.version, who))


def test_typing_in_one_box_is_one_step(house: House) -> None:
    here, who = house.installation, house.people["chen"]
    start = drafts.load_or_start(here, "leave")
    version = 0
    for text in ("理", "理由", "理由与说明"):
        version = _change(house, text, version, typing="t1").version
    draft = _change(house, "另一次", version, typing="t2")
    assert len(draft.steps) == 2
    assert draft.steps[0].label["zh"] == f"字段「{_label(start)}」改名为「理由与说明」"
    back = drafts.undo(here, "leave", Seen(draft.version, who))
    assert drafts.undo(here, "leave", Seen(back.version, who)).spec == start.spec


def test_two_hundred_steps_can_be_taken_back(house: House) -> None:
    here = house.installation
    draft = drafts.load_or_start(here, "leave")
    many = tuple(
        replace(_step(draft), label={"zh": str(n), "en": str(n)}) for n in range(MOST_STEPS)
    )
    kept = replace(draft, steps=many, position=len(many))
    drafts._keep(here, kept, Seen(0, house.people["chen"]))
    after = _change(house, "理由", 1)
    assert (len(after.steps), after.position) == (MOST_STEPS, MOST_STEPS)
    assert after.steps[0].label["zh"] == "1"


def _step(draft: Draft) -> drafts.Step:
    return drafts.step_between(draft.spec, draft.spec, {"zh": "x", "en": "x"})


def test_a_draft_that_is_thrown_away_leaves_what_is_published(house: House) -> None:
    here, who = house.installation, house.people["chen"]
    live = spec_of(here, "leave")
    draft = _change(house, "理由", 0)
    with pytest.raises(Refusal, match="draft_changed"):
        drafts.discard(here, "leave", Seen(draft.version + 1, who))
    drafts.discard(here, "leave", Seen(draft.version, who))
    assert drafts.load_or_start(here, "leave").spec == live


def test_publishing_puts_the_draft_to_work_and_it_can_still_be_undone(house: House) -> None:
    here, who = house.installation, house.people["chen"]
    extra = Add(
        "forms/request/fields", {"key": "phone_1", "type": "phone", "label": {"zh": "联系电话"}}
    )
    draft = drafts.edit(here, "leave", extra, Seen(0, who))
    done = publish_app(here, draft.spec, Author(who))
    after = drafts.rebased(here, "leave", done.revision, Seen(draft.version, who))
    assert not after.is_behind
    assert not drafts.load_or_start(here, "leave").is_changed
    assert spec_of(here, "leave").form("request").field("phone_1")  # type: ignore[union-attr]
    back = drafts.undo(here, "leave", Seen(after.version, who))
    assert back.spec.form("request").field("phone_1") is None  # type: ignore[union-attr]


def test_a_draft_knows_when_something_was_published_past_it(house: House) -> None:
    _change(house, "理由", 0)
    live = spec_of(house.installation, "leave")
    publish_app(house.installation, replace(live, icon="star"), Author("system"))
    draft = drafts.load_or_start(house.installation, "leave")
    assert draft.is_behind
    assert (draft.base, draft.live) == (1, 2)
