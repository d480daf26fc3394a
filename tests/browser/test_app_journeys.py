"""One journey for every app: entry, list, detail, approval, rule, inbox and the API."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from runtime.commands.people import new_token
from runtime.commands.staff import Member
from runtime.due.tick import tick
from runtime.spec.app import AppSpec
from templates_market.bundle import app_of
from templates_market.gallery import bundle_of
from tests.browser.steps import (
    Works,
    at_work,
    day,
    decide,
    edit,
    fill,
    labelled,
    move,
    shown,
    stands_at,
    station,
)
from tests.harness.browser import PageFaults
from tests.house import app_in

Values = Mapping[str, str]


@dataclass(frozen=True)
class Step:
    """Somebody changes the record, or makes a move, which leads to a state."""

    login: str
    values: Values
    move: str = ""
    state: str = ""


@dataclass(frozen=True)
class Heard:
    """A message of a rule, and what its body says beside words of its own."""

    login: str
    title: str
    says: str


@dataclass(frozen=True)
class Journey:
    """What a journey is told with: who, in which app, with what, and what comes of it."""

    app: str
    form: str
    board: str
    people: tuple[Member, ...]
    clerk: str
    entry: str
    part: Values
    missing: str
    rest: Values
    title: str
    begins: str
    asking: Step
    approvers: tuple[tuple[str, str], ...]
    heard: tuple[Heard, ...]
    facts: Values
    given: tuple[tuple[str, str, Mapping[str, Any]], ...] = ()
    before: tuple[Step, ...] = ()
    after: tuple[Step, ...] = ()


LEAVE = Journey(
    app="leave",
    form="request",
    board="请假看板",
    people=(
        Member("wang", "王磊", ("employee",), "workshop"),
        Member("li", "李敏", ("manager",), "workshop"),
        Member("zhao", "赵静", ("hr",), "office"),
    ),
    clerk="wang",
    entry="我要请假",
    part={"请假类型": "事假", "天数": "4", "开始日期": day(3), "结束日期": day(6)},
    missing="事由",
    rest={"事由": "搬家"},
    title=r"^QJ-\d{4}-0001$",
    begins="草稿",
    asking=Step("wang", {}, "提交申请", "已批准"),
    approvers=(("li", "已安排替班"), ("zhao", "同意，请按时销假")),
    heard=(Heard("zhao", "长假通知", "王磊 申请了长假"),),
    facts={"请假类型": "事假", "天数": "4", "事由": "搬家"},
)
REPAIR = Journey(
    app="repair",
    form="ticket",
    board="维修看板",
    people=(
        Member("sun", "孙操作", ("operator",), "machining"),
        Member("qian", "钱师傅", ("repairer",), "equipment"),
        Member("zhou", "周主管", ("equipment_lead",), "equipment"),
        Member("wu", "吴厂长", ("plant_manager",), "equipment"),
    ),
    given=(("zhou", "machine", {"name": "9号注塑机", "kind": "moulding", "workshop": "moulding"}),),
    clerk="sun",
    entry="快速报修",
    part={"设备": "9号注塑机", "紧急程度": "停产", "故障现象": "合模报警，停机"},
    missing="停产时间",
    rest={"停产时间": f"{day(0)}T07:40"},
    title=r"^WX-\d{6}-0001$",
    begins="已报修",
    before=(Step("zhou", {"维修人": "钱师傅", "要求完成日期": day(2)}, "派工", "已派工"),),
    asking=Step("qian", {"预计费用": "7600"}, "申请维修费用", "维修中"),
    approvers=(("zhou", "密封件有库存，同意"), ("wu", "尽快恢复生产")),
    heard=(
        Heard("zhou", "停产报修通知", "「9号注塑机」从"),
        Heard("qian", "派工通知", f"要求 {day(2)} 前完成"),
    ),
    facts={"设备": "9号注塑机", "紧急程度": "停产", "故障现象": "合模报警，停机"},
)
ORDER = Journey(
    app="order_tracking",
    form="order",
    board="订单看板",
    people=tuple(
        each
        for each in bundle_of("order_tracking").template.people
        if each.login
        in {"sales_1", "sales_supervisor_1", "sales_director_1", "production_manager_1"}
    ),
    given=(("sales_supervisor_1", "customer", {"name": "杭州泊岚科技", "credit_line": "500000"}),),
    clerk="sales_1",
    entry="快速录单",
    part={
        "客户": "杭州泊岚科技",
        "产品型号": "电子水泵总成 EWP-12V",
        "数量": "900",
        "交期": day(3),
    },
    missing="工艺要求",
    rest={"工艺要求": "气密测试 0.3MPa"},
    title=r"^DD-\d{6}-0001$",
    begins="订单接收",
    asking=Step("sales_1", {"订单金额": "241200"}, "确认", "BOM校验"),
    approvers=(("sales_supervisor_1", "老客户，同意"), ("sales_director_1", "同意，注意回款")),
    after=(Step("production_manager_1", {"当前进度": "30"}), Step("sales_1", {"订单类型": "加急"})),
    heard=(Heard("production_manager_1", "加急提醒", "· 订单类型 加急 · "),),
    facts={"客户名称": "杭州泊岚科技", "截止日": day(3), "工艺要求": "气密测试 0.3MPa"},
)


def _spec(app: str) -> AppSpec:
    is_template = app == "order_tracking"
    return app_of(bundle_of(app)) if is_template else app_in(f"apps/{app}")


@pytest.fixture
def works(
    request: pytest.FixtureRequest, browser: Browser, page_faults: PageFaults, tmp_path: Path
) -> Iterator[Works]:
    """The app of a journey, and its people."""
    told: Journey = request.getfixturevalue("journey")
    with at_work(tmp_path, _spec(told.app), told.people, (browser, page_faults)) as made:
        yield made


def _call(works: Works, login: str, path: str, values: Mapping[str, Any] | None = None) -> Any:
    """Somebody calls the API."""
    token = new_token(works.installation, login)
    context = works.browser.new_context(
        base_url=works.address, extra_http_headers={"Authorization": f"Bearer {token}"}
    )
    at = f"/api/v1/apps/{path}"
    send = context.request
    answer = send.get(at) if values is None else send.post(at, data={"values": values})
    assert answer.ok, answer.text()
    content = answer.json()
    context.close()
    return content


def _entered(works: Works, told: Journey) -> tuple[str, str]:
    """A short form, a word about what is missing, and the record; its address and its title."""
    for login, form, values in told.given:
        _call(works, login, f"{told.app}/forms/{form}/records", values)
    page = works.open(told.clerk, f"/a/{told.app}/")
    page.locator(".side").get_by_role("link", name=told.board).click()
    expect(page.get_by_role("heading", name="还没有卡片")).to_be_visible()
    lane = page.locator("[data-cards]").first
    assert "没有卡片" in lane.evaluate("each => getComputedStyle(each, '::after').content")
    station(page, f"{told.app}-0-empty-board")
    page.locator(".side").get_by_role("link", name=told.entry).click()
    fill(page, told.part)
    page.locator("form[data-entry] button.btn-primary").click()
    expect(page.locator("#wrongs")).to_contain_text("1 处需要修改")
    missing = labelled(page, told.missing)
    expect(missing.locator(".field__wrong")).to_contain_text("请填写")
    expect(missing.locator("[data-must]")).to_be_visible()
    station(page, f"{told.app}-1-missing")
    fill(page, told.rest)
    page.locator("form[data-entry] button.btn-primary").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile(told.title))
    return page.url.removeprefix(works.address), heading.inner_text()


def _listed(works: Works, told: Journey, title: str) -> None:
    """The list shows it, and its title leads to it."""
    page = works.open(told.clerk, f"/a/{told.app}/{told.form}/")
    row = page.locator("[data-rows] tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(told.begins)
    station(page, f"{told.app}-2-list")
    page.get_by_role("link", name=title).click()
    expect(page.locator(".drawer__title")).to_have_text(title)


def _taken(works: Works, record: str, step: Step) -> Page:
    """Somebody makes their step with the record."""
    page = works.open(step.login, record)
    if step.move:
        move(page, step.move, step.values or None)
    else:
        edit(page, step.values)
    return page


def _decided(works: Works, told: Journey, record: str, title: str) -> None:
    """The move waits until everybody who is asked has agreed, each from their to-dos."""
    page = _taken(works, record, told.asking)
    expect(page.locator(".note--warn")).to_contain_text(f"「{told.asking.move}」")
    before = page.locator(".head .tag").first.inner_text()
    station(page, f"{told.app}-3-waits")
    for login, comment in told.approvers:
        works.open(told.asking.login, record)
        stands_at(page, before)
        decide(works.page(login), title, comment)
    page.reload()
    stands_at(page, told.asking.state)
    for _login, comment in told.approvers:
        expect(page.get_by_role("region", name="动态")).to_contain_text(comment)
    station(page, f"{told.app}-4-agreed")


def _read(works: Works, told: Journey, title: str) -> None:
    """Each message is read by whom it is for, once, and leads to the record."""
    assert tick(works.installation).failed == 0
    for each in told.heard:
        page = works.open(each.login, "/inbox")
        notice = page.locator(".todo li", has_text=each.title)
        expect(notice).to_have_count(1)
        expect(notice).to_contain_text(each.says)
        expect(notice).to_contain_text("未读")
        station(page, f"{told.app}-5-inbox-{each.login}")
        notice.locator(".link-button").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        page.goto("/inbox")
        expect(notice).not_to_contain_text("未读")
    for other in (each.login for each in told.people):
        page = works.open(other, "/inbox")
        for name in {each.title for each in told.heard if each.login != other}:
            expect(page.locator(".todo li", has_text=name)).to_have_count(0)


@pytest.mark.parametrize("journey", [LEAVE, REPAIR, ORDER], ids=lambda each: each.app)
def test_an_app_is_entered_listed_approved_and_heard_of(works: Works, journey: Journey) -> None:
    record, title = _entered(works, journey)
    page = works.page(journey.clerk)
    stands_at(page, journey.begins)
    for label, value in journey.facts.items():
        expect(shown(page, label)).to_contain_text(value)
    _listed(works, journey, title)
    for step in journey.before:
        stands_at(_taken(works, record, step), step.state)
    _decided(works, journey, record, title)
    for step in journey.after:
        _taken(works, record, step)
    _read(works, journey, title)
    where = f"{journey.app}/forms/{journey.form}/records/{record.rpartition('/')[2]}"
    over_the_api = _call(works, journey.clerk, where)
    assert over_the_api["number"] == title
    works.open(journey.clerk, record)
    stands_at(page, journey.asking.state)
    page.locator(".side").get_by_role("link", name=journey.board).click()
    lane = page.locator(".lane", has=page.locator("[data-card]"))
    expect(lane).to_contain_text(journey.asking.state)
    expect(lane).to_contain_text(title)
