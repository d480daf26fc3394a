"""Journeys through the pages: with a mouse, with a keyboard, and without JavaScript."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter, Served
from tests.web.site import PASSWORD


def _fill_leave(page: Page, reason: str) -> None:
    page.check("input[name=kind][value=personal]", force=True)
    page.fill("[name=days]", "4")
    page.fill("[name=start]", "2026-12-01")
    page.fill("[name=end]", "2026-12-04")
    page.fill("[name=reason]", reason)


def test_login_list_form_record_and_decision_work_without_javascript(
    enter: Enter, served: Served
) -> None:
    clerk = enter("wang", "/a/leave/request/", java_script_enabled=False)
    clerk.context.clear_cookies()
    clerk.goto("/a/leave/request/")
    clerk.fill("#login", "wang")
    clerk.fill("#password", PASSWORD)
    clerk.click("button.btn-primary")
    clerk.click("a[data-new]")
    clerk.click("form[data-entry] button.btn-primary")
    expect(clerk.locator("#wrongs")).to_contain_text("处需要修改")
    _fill_leave(clerk, "没有脚本也能请假")
    clerk.click("form[data-entry] button.btn-primary")
    expect(clerk.locator("h1")).to_contain_text("QJ-")
    number = clerk.locator("h1").inner_text()
    clerk.click("text=提交申请")
    expect(clerk.locator("main")).to_contain_text("等待审批")
    manager = enter("li", "/tasks", java_script_enabled=False)
    manager.locator(".todo a", has_text=number).first.click()
    manager.fill("[name=comment]", "同意")
    manager.click("button[value=approve]")
    expect(manager.locator(".note--ok")).to_be_visible()
    clerk.goto("/a/leave/request/")
    clerk.click("summary:has-text('筛选')")
    clerk.fill("[name='f.reason']", "没有脚本也能请假")
    clerk.click("text=应用筛选")
    expect(clerk.locator("[data-rows] tbody tr")).to_have_count(1)
    clerk.click(".chip a")
    assert "f.reason" not in clerk.url
    assert served.site.people


def test_the_first_wrong_field_is_focused_and_described(enter: Enter) -> None:
    page = enter("wang", "/a/leave/request/new")
    page.check("input[name=kind][value=annual]", force=True)
    page.click("form[data-entry] button.btn-primary")
    expect(page.locator("#wrongs")).to_be_visible()
    focused = page.evaluate("document.activeElement.name")
    assert focused == "days"
    describes = page.locator("[name=days]").get_attribute("aria-describedby") or ""
    assert "请填写" in page.locator(f"#{describes.split()[-1]}").inner_text()


def test_a_condition_shows_and_hides_its_field_at_once(enter: Enter) -> None:
    page = enter("wang", "/a/leave/request/new")
    proof, must = (
        page.locator("[data-field=proof]"),
        page.locator("[data-field=reason] [data-must]"),
    )
    expect(proof).to_be_hidden()
    page.check("input[name=kind][value=annual]", force=True)
    expect(proof).to_be_hidden()
    page.check("input[name=kind][value=sick]", force=True)
    expect(proof).to_be_visible()
    expect(must).to_be_hidden()
    page.check("input[name=kind][value=personal]", force=True)
    expect(proof).to_be_hidden()
    expect(must).to_be_visible()
    page.click("form[data-entry] button.btn-primary")
    expect(page.locator("#wrongs")).to_be_visible()
    expect(proof).to_be_hidden()
    expect(must).to_be_visible()


def test_a_double_tap_makes_one_record(enter: Enter) -> None:
    page = enter("wang", "/a/leave/request/new")
    _fill_leave(page, "只按了两下")
    page.locator("form[data-entry] button.btn-primary").dblclick()
    expect(page.locator("h1")).to_contain_text("QJ-")
    page.goto("/a/leave/request/?f.reason=只按了两下")
    expect(page.locator("[data-rows] tbody tr")).to_have_count(1)


def test_switching_the_language_keeps_what_was_typed(enter: Enter) -> None:
    page = enter("wang", "/a/leave/request/new")
    page.fill("[name=reason]", "还没写完的事由")
    page.check("input[name=kind][value=sick]", force=True)
    page.click("summary.top__button")
    page.click("button[name=lang]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("[name=reason]")).to_have_value("还没写完的事由")
    expect(page.locator("input[name=kind][value=sick]")).to_be_checked()
    expect(page.locator("[data-field=proof]")).to_be_visible()
    page.click("summary.top__button")
    page.click("button[name=lang]")
    expect(page.locator("html")).to_have_attribute("lang", "zh")


def test_a_record_opens_as_a_drawer_and_steps_by_key(enter: Enter, served: Served) -> None:
    for _number in range(3):
        served.site.leave("wang")
    page = enter("wang", "/a/leave/request/")
    links = page.locator("[data-rows] .cell-title a")
    first, second = links.nth(0).inner_text(), links.nth(1).inner_text()
    address = page.url
    links.nth(0).click()
    title = page.locator(".drawer__title")
    expect(title).to_have_text(first)
    page.keyboard.press("j")
    expect(title).to_have_text(second)
    page.keyboard.press("k")
    expect(title).to_have_text(first)
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    expect(links.nth(0)).to_be_focused()
    assert page.url == address


def test_back_returns_to_the_same_filter_and_place(enter: Enter, served: Served) -> None:
    for _number in range(30):
        served.site.leave("li", reason="回到原处")
    page = enter("li", "/a/leave/request/?f.reason=回到原处")
    page.evaluate("window.scrollTo(0, 500)")
    page.locator("[data-rows] .cell-title a").nth(18).evaluate("each => location.assign(each.href)")
    expect(page.locator(".facts").first).to_be_visible()
    page.go_back()
    expect(page.locator(".chip")).to_contain_text("回到原处")
    assert page.evaluate("window.scrollY") > 300


def test_the_palette_goes_anywhere_by_initials(enter: Enter) -> None:
    page = enter("wang", "/a/leave/request/")
    page.locator("a[data-new]").focus()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("a[data-new]")).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("qjkb")
    expect(page.locator("#palette-list [aria-selected=true]")).to_contain_text("请假看板")
    expect(page.locator("#palette-list li")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/a/leave/board/board")


def test_shortcuts_do_not_fire_while_typing(enter: Enter) -> None:
    page = enter("wang", "/a/leave/request/")
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("n?/")
    expect(page.locator("#find")).to_have_value("n?/")
    expect(page.locator("#shortcuts")).to_be_hidden()
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url("**/request/new")


def test_shift_and_a_click_adds_a_second_sort_key(enter: Enter) -> None:
    page = enter("wang", "/a/leave/request/")
    page.click("th a:has-text('天数')")
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    page.click("th a:has-text('开始日期')", modifiers=["Shift"])
    expect(page.locator("th[aria-sort]")).to_have_count(2)
    assert re.search(r"sort=days(,|%2C)start", page.url)


def test_the_badge_counts_without_a_reload(enter: Enter, served: Served) -> None:
    page = enter("zhao", "/")
    before = page.locator("#unread").inner_text()
    now = served.site.installation.ports.clock.now()
    from runtime.store import engine, notices

    what = {
        "event": f"e{now.timestamp()}",
        "action": 0,
        "app": "leave",
        "form": None,
        "record": None,
        "rule": None,
        "title": {"zh": "一条消息", "en": "a message"},
        "body": {"zh": "", "en": ""},
        "at": now,
    }
    with engine.writing(served.site.installation.engine) as connection:
        notices.add(connection, [served.site.people["zhao"]], what)
    expect(page.locator("#unread")).not_to_have_text(before, timeout=6_000)


def test_departments_are_put_into_a_tree_and_led(enter: Enter) -> None:
    page = enter("chen", "/people")
    page.get_by_role("link", name="部门").click()
    for name, inside in (("东厂", None), ("东厂仓库", "东厂")):
        page.get_by_role("link", name="添加部门").first.click()
        page.get_by_label("部门名称").fill(name)
        if inside:
            page.get_by_label("上级部门").select_option(label=inside)
        page.get_by_label("主管").select_option(label="赵静")
        page.get_by_role("button", name="添加部门").click()
        expect(page.locator(".note--ok")).to_have_text("已添加。")
        page.get_by_role("link", name="返回部门").click()
    works = page.locator(".tree--top > li", has_text="东厂").first
    expect(works.locator(".tree > li")).to_contain_text("东厂仓库")
    expect(works.locator(".tree > li .tag")).to_have_text("赵静")
    works.get_by_role("link", name="东厂", exact=True).click()
    page.get_by_role("button", name="停用这个部门").click()
    expect(page.locator(".note--bad")).to_contain_text("1 个下级部门")
    page.get_by_label("部门名称").fill("东部工厂")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("东部工厂")


def test_a_card_moves_by_keyboard_and_says_so(enter: Enter, served: Served) -> None:
    machine = {"name": "键盘机", "kind": "machining", "workshop": served.site.workshop}
    made = served.site.submit("chen", "repair.machine", machine)
    ticket = {
        "machine": made,
        "urgency": "normal",
        "symptom": "x",
        "repairer": served.site.people["wang"],
    }
    record = served.site.submit("chen", "repair.ticket", {**ticket, "due": "2026-12-24"})
    page = enter("chen", "/a/repair/board/repair_board")
    card = page.locator(f"[data-card='{record}']")
    home = card.locator("xpath=ancestor::section").get_attribute("data-lane")
    counts = page.locator("[data-count]").all_inner_texts()
    card.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator(".toast-line")).to_be_visible()
    moved = page.locator(f"[data-card='{record}']")
    lane = moved.locator("xpath=ancestor::section")
    expect(lane).not_to_have_attribute("data-lane", str(home))
    expect(moved).to_be_focused()
    assert page.locator("[data-count]").all_inner_texts() != counts
    page.reload()
    expect(
        page.locator(f"[data-card='{record}']").locator("xpath=ancestor::section")
    ).not_to_have_attribute("data-lane", str(home))


def test_a_forbidden_lane_is_marked_while_dragging_and_says_why(
    enter: Enter, served: Served
) -> None:
    machine = {"name": "拖动机", "kind": "machining", "workshop": served.site.workshop}
    made = served.site.submit("chen", "repair.machine", machine)
    ticket = {"machine": made, "urgency": "normal", "symptom": "x"}
    record = served.site.submit("chen", "repair.ticket", ticket)
    page = enter("chen", "/a/repair/board/repair_board")
    card, target = page.locator(f"[data-card='{record}']"), page.locator(".lane").nth(3)
    start, end = card.bounding_box(), target.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 120, start["y"] + start["height"] - 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 160, start["y"] + 40, steps=4)
    page.mouse.move(end["x"] + 100, end["y"] + 70, steps=12)
    expect(target).to_have_class(re.compile("is-forbidden"))
    page.mouse.up()
    expect(page.locator(".toast-line")).to_be_visible()
    expect(page.locator(".lane").nth(0).locator(f"[data-card='{record}']")).to_be_visible()
