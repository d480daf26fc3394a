"""An order from quick entry to closed, by those whose step it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from runtime.due.tick import tick
from templates_market.bundle import app_of
from templates_market.gallery import bundle_of
from tests.browser.steps import (
    Works,
    at_work,
    day,
    decide,
    edit,
    fill,
    move,
    shown,
    stands_at,
    station,
)
from tests.harness.browser import PageFaults

APP = "order_tracking"
AT_WORK = (
    "sales_1",
    "sales_supervisor_1",
    "sales_director_1",
    "bom_engineer_1",
    "planning_1",
    "workshop_director_1",
    "warehouse_keeper_1",
    "team_leader_1",
    "production_manager_1",
    "quality_1",
    "logistics_1",
    "finance_1",
)


@pytest.fixture
def factory(browser: Browser, page_faults: PageFaults, tmp_path: Path) -> Iterator[Works]:
    """The template without samples, and some of its people."""
    bundle = bundle_of(APP)
    people = [each for each in bundle.template.people if each.login in AT_WORK]
    assert len(people) == len(AT_WORK)
    with at_work(tmp_path, app_of(bundle), people, (browser, page_faults)) as made:
        yield made


def _quick_entry(factory: Works) -> str:
    """A customer, then the five fields of an order; the order's address."""
    boss = factory.page("sales_supervisor_1")
    boss.get_by_role("link", name="订单跟踪").first.click()
    boss.locator(".side").get_by_role("link", name="客户名录").click()
    station(boss, "01-no-customers")
    boss.locator("a[data-new]").first.click()
    fill(boss, {"公司名称": "杭州泊岚科技", "授信额度": "500000"})
    boss.locator("form[data-entry] button.btn-primary").click()
    expect(boss.get_by_role("heading", level=1)).to_have_text("杭州泊岚科技")

    sales = factory.page("sales_1")
    station(sales, "02-home-empty")
    sales.get_by_role("link", name="订单跟踪").first.click()
    sales.locator(".side").get_by_role("link", name="快速录单").click()
    asked = [re.compile(rf"^{each}") for each in ("客户", "产品型号", "数量", "交期", "工艺要求")]
    expect(sales.locator("[data-field] .field__label")).to_have_text(asked)
    station(sales, "03-quick-entry")
    sales.locator("form[data-entry] button.btn-primary").click()
    expect(sales.locator("#wrongs")).to_contain_text("处需要修改")
    station(sales, "04-quick-entry-wrong")
    order = {
        "客户": "杭州泊岚科技",
        "产品型号": "电子水泵总成 EWP-12V",
        "数量": "900",
        "交期": day(25),
        "工艺要求": "气密测试 0.3MPa 保压 30s",
    }
    fill(sales, order)
    sales.locator("form[data-entry] button.btn-primary").click()
    expect(sales.get_by_role("heading", level=1)).to_have_text(re.compile(r"^DD-\d{6}-0001$"))
    stands_at(sales, "订单接收")
    expect(shown(sales, "客户名称")).to_have_text("杭州泊岚科技")
    expect(shown(sales, "截止日")).to_have_text(day(25))
    return sales.url.removeprefix(factory.address)


def _approved(factory: Works, order: str) -> None:
    """The amount is large: the supervisor and the director decide, one after the other."""
    sales = factory.open("sales_1", order)
    number = sales.get_by_role("heading", level=1).inner_text()
    move(sales, "确认", {"订单金额": "241200"})
    expect(sales.locator(".note--ok")).to_contain_text("等待审批")
    expect(sales.locator(".note--warn")).to_contain_text("「确认」")
    stands_at(sales, "订单接收")
    station(sales, "05-waits-for-approval")
    boss = factory.open("sales_supervisor_1", "/")
    station(boss, "06-home-with-a-to-do")
    boss.goto("/tasks")
    boss.locator(".todo__main a", has_text=number).click()
    expect(boss.get_by_role("heading", level=1)).to_have_text("订单金额审批 · 销售主管审批")
    expect(shown(boss, "订单金额")).to_contain_text("241,200.00")
    station(boss, "07-to-do")
    decide(boss, number, "老客户，同意")
    sales.reload()
    stands_at(sales, "订单接收")
    decide(factory.page("sales_director_1"), number, "同意，注意回款")
    sales.reload()
    stands_at(sales, "BOM校验")
    timeline = sales.get_by_role("region", name="动态")
    expect(timeline).to_contain_text("注意回款")
    station(sales, "08-approved")


def _prepared(factory: Works, order: str) -> None:
    """BOM, plan, crew and kit: four posts, four steps."""
    bom = factory.open("bom_engineer_1", f"/a/{APP}/order/")
    station(bom, "09-list")
    bom.goto(order)
    expect(shown(bom, "订单金额")).to_have_count(0)
    move(bom, "BOM通过", {"BOM版本": "BOM-F3"})
    stands_at(bom, "产能评估")

    plan = factory.open("planning_1", order)
    late = {"可承诺交期": day(30), "排期": day(8), "产线": "二号线"}
    move(plan, "排产确认", late)
    expect(plan.locator(".note--bad")).to_contain_text("可承诺交期")
    station(plan, "10-guard-refuses")
    edit(plan, {**late, "可承诺交期": day(24)})
    move(plan, "排产确认")
    stands_at(plan, "任务分派")

    floor = factory.open("workshop_director_1", order)
    move(floor, "分派完成", {"班组负责人": "邓强（车间班组长）"})
    stands_at(floor, "物料齐套检查")

    store = factory.open("warehouse_keeper_1", order)
    edit(store, {"BOM齐套率": "100", "原材料缺货": "否"})
    move(store, "物料齐套")
    stands_at(store, "生产开工")


def _urgent(factory: Works, order: str) -> None:
    """The customer hurries: the order becomes urgent, and the production manager hears of it."""
    crew = factory.open("team_leader_1", order)
    edit(crew, {"当前进度": "30"})
    manager = factory.open("production_manager_1", "/inbox")
    expect(manager.locator("main")).not_to_contain_text("加急提醒")
    sales = factory.open("sales_1", order)
    number = sales.get_by_role("heading", level=1).inner_text()
    edit(
        sales,
        {
            "订单类型": "加急",
            "截止日": day(2),
            "变更原因": "客户提前装车",
            "影响范围": "二号线本周排产",
        },
    )
    expect(shown(sales, "订单类型")).to_have_text("加急")
    assert tick(factory.installation).failed == 0
    manager.goto("/")
    station(manager, "11-home-with-news")
    manager.get_by_role("link", name="消息").first.click()
    notice = manager.locator(".todo li", has_text="加急提醒")
    expect(notice).to_have_count(1)
    expect(notice).to_contain_text(number)
    expect(notice).to_contain_text("未读")
    station(manager, "12-inbox")
    notice.locator(".link-button").click()
    expect(manager.get_by_role("heading", level=1)).to_have_text(number)
    manager.goto("/inbox")
    expect(manager.locator(".todo li", has_text="加急提醒")).not_to_contain_text("未读")


def _made_and_shipped(factory: Works, order: str) -> None:
    """Made, inspected, packed and sent."""
    crew = factory.open("team_leader_1", order)
    expect(crew.locator("main")).to_contain_text("完工报检")
    edit(crew, {"当前进度": "100"})
    move(crew, "完工报检")
    stands_at(crew, "质检记录")

    checker = factory.open("quality_1", order)
    move(checker, "检验合格", {"检验结论": "合格"})
    stands_at(checker, "包装出库")

    store = factory.open("warehouse_keeper_1", order)
    store.get_by_role("link", name="编辑").click()
    fill(store, {"拣货数量": "800", "拣货完成": "是"})
    store.get_by_role("button", name="保存修改").click()
    expect(store.locator("#wrongs")).to_contain_text("拣货数量不足")
    fill(store, {"拣货数量": "900"})
    station(store, "13-long-form")
    store.get_by_role("button", name="保存修改").click()
    move(store, "发运", {"物流单号": "SL60012345678"})
    stands_at(store, "运输中")


def _signed_and_closed(factory: Works, order: str) -> None:
    """The customer signs; finance invoices and closes."""
    road = factory.open("logistics_1", order)
    move(road, "签收")
    stands_at(road, "已签收")
    books = factory.open("finance_1", order)
    expect(books.locator("main")).to_contain_text("关闭订单")
    edit(books, {"已开票": "是"})
    move(books, "关闭订单")
    stands_at(books, "已关闭")
    assert tick(factory.installation).failed == 0
    books.reload()
    expect(shown(books, "订单状态")).to_have_text("已完结")
    station(books, "14-closed")
    sales = factory.open("sales_1", f"/a/{APP}/order/")
    row = sales.locator("[data-rows] tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("已关闭")
    station(sales, "15-list-at-the-end")
    sales.locator(".side").get_by_role("link", name="订单看板").click()
    station(sales, "16-board")


def test_an_order_goes_from_quick_entry_to_closed_by_twelve_logins(factory: Works) -> None:
    order = _quick_entry(factory)
    _approved(factory, order)
    _prepared(factory, order)
    _urgent(factory, order)
    _made_and_shipped(factory, order)
    _signed_and_closed(factory, order)
    assert set(factory.rooms) == set(AT_WORK)
