"""Templates are found by what they are called, in Chinese, English or pinyin."""

from pathlib import Path

import pytest

from runtime.errors import Refusal
from templates_market.gallery import bundle_of, search, templates
from templates_market.preview import preview


@pytest.mark.parametrize(
    "text", ["", "订单", "order", "dingdan", "ddgz", "制造业", "zhizao", "ＯＲＤＥＲ tracking"]
)
def test_the_order_template_is_found_by(text: str) -> None:
    assert [each.key for each in search(text)] == ["order_tracking"]


def test_what_nothing_is_called_finds_nothing() -> None:
    assert search("订单 火箭") == ()


def test_a_broken_manifest_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "template.yaml").write_text("key: [", encoding="utf-8")
    assert templates(tmp_path) == ()


def test_there_is_no_template_of_that_name() -> None:
    with pytest.raises(Refusal, match="no_such_template"):
        bundle_of("../../apps/leave")


def test_a_preview_says_what_a_template_brings() -> None:
    seen = preview(bundle_of("order_tracking"))
    counts = {part.kind: part.count for part in seen.parts}
    assert counts["forms"] >= 20
    assert counts["roles"] >= 20
    assert counts["scenarios"] >= 5
    assert seen.records >= 900
    assert any("加急提醒" in rule.text and rule.on for rule in seen.rules)
