"""Computed fields while somebody types: the form shows what will be stored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from runtime.commands.staff import Member
from runtime.commands.submit import submit_record
from runtime.context import SYSTEM, writing
from tests.browser.steps import Works, at_work, fill, labelled, shown, station
from tests.harness.browser import PageFaults
from tests.house import app_in


@pytest.fixture
def ledger(tmp_path: Path, browser: Browser, page_faults: PageFaults) -> Iterator[Works]:
    """The ledger with its clerk, two products and a customer."""
    clerk = Member("clerk", "小文", ("clerk",))
    with at_work(tmp_path, app_in("tests/apps/ledger"), (clerk,), (browser, page_faults)) as made:
        with writing(made.installation, SYSTEM, "ledger") as ctx:
            submit_record(ctx, "product", {"name": "笔", "price": "2.50"})
            submit_record(ctx, "product", {"name": "墨", "price": "40"})
            submit_record(ctx, "customer", {"name": "远山", "discount": "20"})
        yield made


def line(page: Page, number: int, product: str, count: str) -> None:
    page.locator(f"[name='items-{number}-product']").select_option(label=product)
    page.locator(f"[name='items-{number}-count']").fill(count)


def test_the_form_shows_what_will_be_stored(ledger: Works) -> None:
    page = ledger.open("clerk", "/a/ledger/order/new")
    fill(page, {"单号": "A1", "客户": "远山"})
    line(page, 0, "笔", "10")
    line(page, 1, "墨", "2")
    due = labelled(page, "应付").locator("[data-output]")
    expect(due).to_have_text("92.40")  # (25 + 80) × 0.8 × 1.1
    rows = page.locator("[data-lines-rows] [data-line]")
    expect(rows.nth(0).locator("[data-output=amount]")).to_have_text("25.00")
    expect(rows.nth(1).locator("[data-output=price]")).to_have_text("40.00")
    page.locator("[name='items-1-count']").fill("many")  # not a number yet
    expect(due).to_have_text("22.00")
    page.locator("[name='items-1-count']").fill("4")
    expect(due).to_have_text("162.80")
    why = labelled(page, "应付").locator("details")
    why.locator("summary").click()
    expect(why).to_contain_text("合计")
    station(page, "computed-form")
    page.get_by_role("button", name="提交订单").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A1")
    expect(shown(page, "应付")).to_have_text(re.compile("162.80"))
    page.get_by_role("link", name="编辑").click()
    expect(labelled(page, "合计").locator("[data-output]")).to_have_text("185.00")
    page.get_by_role("button", name="保存修改").click()
    expect(shown(page, "应付")).to_have_text(re.compile("162.80"))
