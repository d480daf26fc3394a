"""The form designer in a real browser: drawn by hand and by keyboard, published, filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from builder import drafts
from builder.edits.relabel import Relabel
from tests.builder.serving import served, with_builder
from tests.web.site import PASSWORD, ROOT, Site, make_site

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
expect.set_options(timeout=15_000)  # the machine may be busy with other tests
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def site(worker_folder: Path) -> Iterator[Site]:
    made = make_site(worker_folder / "designer-site")
    yield made
    made.installation.engine.dispose()


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    with served(with_builder(site)) as at:
        yield at


@pytest.fixture
def chen(page: Page, address: str) -> Page:
    """The administrator's browser."""
    page.goto(f"{address}/login")
    page.fill("[name=login]", "chen")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}/")
    return page


def _blank(page: Page, address: str, name: str) -> str:
    """A blank app's designer; the app's key."""
    page.goto(f"{address}/build/")
    page.get_by_label("应用名称").fill(name)
    page.get_by_role("button", name="新建").click()
    expect(page.get_by_role("listbox")).to_be_attached()
    found = re.search(r"/build/([^/]+)/forms/", page.url)
    assert found is not None
    return found[1]


def _fields(page: Page) -> list[str]:
    keys: list[str] = page.locator(".item").evaluate_all(
        "all => all.map((each) => each.dataset.path)"
    )
    return keys


def _drag(page: Page, what: Locator, to: tuple[float, float], *, drops: bool = True) -> None:
    box = what.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 15)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 24, steps=4)
    page.mouse.move(to[0], to[1] - 6, steps=8)
    page.mouse.move(*to, steps=4)
    expect(page.locator(".items > .is-drop")).to_have_count(1)
    page.wait_for_timeout(250)  # the line follows the pointer in beats of 50 ms
    if drops:
        page.mouse.up()


def _half(page: Page, key: str, share: float) -> tuple[float, float]:
    """A point in a field, at a share of its height."""
    box = page.locator(f"#item-{key}").bounding_box()
    assert box is not None
    return box["x"] + 120, box["y"] + box["height"] * share


def _kind(page: Page, key: str) -> Locator:
    return page.locator(f"[data-kind={key}]")


def _saved(page: Page) -> None:
    expect(page.locator(".designer__status")).to_have_text("已保存")


def test_a_form_is_drawn_by_dragging_published_and_filled_in(chen: Page, address: str) -> None:
    app = _blank(chen, address, "加班申请")
    paper = chen.locator(".items").bounding_box()
    assert paper is not None
    _drag(chen, _kind(chen, "text"), (paper["x"] + 200, paper["y"] + 60))
    expect(chen.locator(".item")).to_have_count(1)
    expect(chen.get_by_label("标题", exact=True)).to_be_focused()
    chen.keyboard.type("加班事由")  # the title was selected: typing replaces it
    expect(chen.locator("#item-text_1 .field__label")).to_contain_text("加班事由")
    _drag(chen, _kind(chen, "integer"), _half(chen, "text_1", 0.9))
    expect(chen.locator(".item")).to_have_count(2)
    _drag(chen, _kind(chen, "date"), _half(chen, "text_1", 0.1))
    expect(chen.locator(".item")).to_have_count(3)
    assert _fields(chen) == ["date_1", "text_1", "integer_1"]
    _drag(chen, chen.locator("#item-integer_1"), _half(chen, "date_1", 0.1))
    expect(chen.locator(".item").first).to_have_attribute("data-path", "integer_1")
    chen.locator("#item-integer_1").click()
    chen.get_by_label("标题", exact=True).fill("小时数")
    chen.get_by_role("switch", name="必填").check()
    chen.get_by_role("button", name="1/2").click()
    expect(chen.locator("#item-integer_1")).to_have_class(re.compile("item--w6"))
    _saved(chen)
    chen.get_by_role("link", name="发布").click()
    expect(chen.get_by_role("heading", name="有哪些变化")).to_be_visible()
    expect(chen.get_by_text("为表单「加班申请」建立数据表")).to_be_visible()
    chen.get_by_role("button", name="确认发布").click()
    expect(chen.get_by_role("status").filter(has_text="已发布第 1 版")).to_be_visible()
    chen.goto(f"{address}/a/{app}/{app}/new")
    labels = chen.locator("[data-field] .field__label").all_inner_texts()
    assert [text.split(" ")[0] for text in labels] == ["小时数", "日期", "加班事由"]
    chen.get_by_label("小时数").fill("3")
    chen.get_by_label("日期").fill("2026-12-01")
    chen.get_by_label("加班事由").fill("盘点仓库")
    chen.locator("form [type=submit], form .btn-primary").last.click()
    expect(chen.locator("main")).to_contain_text("盘点仓库")
    expect(chen.locator("main")).to_contain_text("2026-12-01")


def test_everything_works_by_keyboard_alone(chen: Page, address: str) -> None:
    _blank(chen, address, "键盘表单")
    keys = chen.keyboard
    keys.press("/")
    expect(chen.get_by_label("搜索字段")).to_be_focused()
    for asked in ("dxwb", "riqi", "整数"):
        chen.get_by_label("搜索字段").fill(asked)
        keys.press("Enter")
        expect(chen.get_by_label("标题", exact=True)).to_be_focused()
        chen.get_by_label("搜索字段").focus()
    assert _fields(chen) == ["text_1", "date_1", "integer_1"]
    chen.locator("#item-integer_1").focus()
    keys.press("Alt+ArrowUp")
    expect(chen.locator("[aria-live=polite]").filter(has_text="已放到第 2 位")).to_be_attached()
    expect(chen.locator("#item-integer_1")).to_be_focused()
    assert _fields(chen) == ["text_1", "integer_1", "date_1"]
    keys.press("Control+d")
    expect(chen.locator(".item")).to_have_count(4)
    keys.press("Delete")
    expect(chen.locator(".item")).to_have_count(3)
    keys.press("Control+z")
    expect(chen.locator(".item")).to_have_count(4)
    keys.press("Control+y")
    expect(chen.locator(".item")).to_have_count(3)
    chen.locator("#item-text_1").focus()
    keys.press("Enter")
    expect(chen.get_by_label("标题", exact=True)).to_be_focused()
    keys.type("甲乙")
    keys.press("Control+z")  # stays in the box
    expect(chen.locator(".item")).to_have_count(3)


def test_a_drag_is_cancelled_by_escape(chen: Page, address: str) -> None:
    _blank(chen, address, "取消拖动")
    paper = chen.locator(".items").bounding_box()
    assert paper is not None
    _drag(chen, _kind(chen, "text"), (paper["x"] + 200, paper["y"] + 60), drops=False)
    chen.keyboard.press("Escape")
    chen.mouse.up()
    expect(chen.locator(".is-drop")).to_have_count(0)
    _saved(chen)
    assert _fields(chen) == []
    _kind(chen, "text").get_by_role("button").click()
    expect(chen.locator(".item")).to_have_count(1)


def test_another_editors_change_is_told_and_mine_goes_on_top(
    chen: Page, address: str, site: Site
) -> None:
    app = _blank(chen, address, "两个人")
    _kind(chen, "text").get_by_role("button").click()
    expect(chen.locator(".item")).to_have_count(1)
    _saved(chen)
    here = site.installation
    draft = drafts.load_or_start(here, app)
    change = Relabel(f"forms/{app}/fields/text_1", "zh", "李敏改的")
    drafts.edit(here, app, change, drafts.Seen(draft.version, site.people["li"]))
    _kind(chen, "date").get_by_role("button").click()
    expect(chen.get_by_role("alert")).to_contain_text("李敏")
    chen.get_by_role("button", name="在最新上重做我的修改").click()
    expect(chen.locator(".item")).to_have_count(2)
    expect(chen.locator("#item-text_1")).to_contain_text("李敏改的")
    _saved(chen)


def test_a_default_is_one_of_the_options_or_a_formula(chen: Page, address: str, site: Site) -> None:
    app = _blank(chen, address, "起始值")
    _kind(chen, "choice").get_by_role("button").click()
    expect(chen.locator(".item")).to_have_count(1)
    chen.get_by_text("更多", exact=True).click()
    chen.get_by_label("默认值").select_option(label="选项 2")
    _saved(chen)
    (field,) = drafts.load_or_start(site.installation, app).spec.forms[0].fields
    assert field.default == "'option_2'"
    chen.get_by_label("默认值").select_option(value="")
    _saved(chen)
    (field,) = drafts.load_or_start(site.installation, app).spec.forms[0].fields
    assert field.default is None
    chen.get_by_label("默认值").select_option(label="公式……")
    chen.get_by_label("默认值").fill("IF(1 > 2, 'option_1', 'option_3')")
    _saved(chen)
    (field,) = drafts.load_or_start(site.installation, app).spec.forms[0].fields
    assert field.default == "IF(1 > 2, 'option_1', 'option_3')"


def test_a_lost_connection_loses_nothing(chen: Page, address: str) -> None:
    _blank(chen, address, "断线")
    chen.route("**/edits", lambda route: route.abort())
    _kind(chen, "text").get_by_role("button").click()
    expect(chen.locator(".designer__status")).to_have_text("保存失败，重试中")
    chen.unroute("**/edits")
    expect(chen.locator(".item")).to_have_count(1)
    _saved(chen)


def test_a_rule_is_underlined_where_it_is_wrong_and_mended_by_a_click(
    chen: Page, address: str
) -> None:
    chen.goto(f"{address}/build/leave/rules/long_leave")
    box = chen.get_by_label("用一句话描述规则")
    box.fill("如果天树>3，则新增‘长’标签")
    expect(chen.locator(".rule-box__marks mark").first).to_have_text("天树")
    chen.locator("[data-problems]").get_by_role("button", name="天数", exact=True).click()
    expect(chen.locator("[data-reading]")).to_contain_text("已理解：1 个条件、1 个动作")
    expect(chen.locator("[data-en]")).to_contain_text("if days > 3")


def test_a_free_sentence_is_answered_with_a_sentence_to_use_and_a_vague_one_with_a_question(
    chen: Page, address: str
) -> None:
    chen.goto(f"{address}/build/leave/rules/long_leave")
    chen.fill("#text", "天数多于三天的麻烦打个“长假”标签")
    offered = chen.locator(".rule-offer").first
    expect(offered).to_contain_text("如果天数>3，则标记“长假”标签")
    expect(chen.locator(".rule-box__marks .is-field").first).to_have_text("天数")
    offered.get_by_role("button", name="采用").click()
    expect(chen.locator("#text")).to_have_value("如果天数>3，则标记“长假”标签")
    expect(chen.locator(".rule-reading__ok")).to_be_visible()
    expect(offered).to_be_hidden()
    chen.fill("#text", "天数太多打个“长假”标签")
    expect(chen.locator(".rule-offer")).to_contain_text("“太多”是多少？")


@pytest.mark.parametrize(("width", "height"), [(1360, 850), (768, 1000), (390, 800)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_designer_fits_and_is_accessible(
    chen: Page, address: str, width: int, height: int, theme: str
) -> None:
    chen.set_viewport_size({"width": width, "height": height})
    chen.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    for path in ("forms/ticket", "", "rules/late_progress", "views/tickets", "publish"):
        chen.goto(f"{address}/build/repair/{path}")
        if path == "forms/ticket":
            chen.locator("#item-urgency").click()
            expect(chen.locator("#item-urgency")).to_have_attribute("aria-selected", "true")
        wide = chen.evaluate("document.scrollingElement.scrollWidth")
        assert wide == width, path
        chen.evaluate(AXE.read_text(encoding="utf-8"))
        found = chen.evaluate("(rules) => axe.run(document, {runOnly: rules})", RULES)
        wrong = [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]]
        assert wrong == [], path
        assert chen.locator("h1").count() == 1, path


def test_on_a_phone_a_field_is_added_and_named(chen: Page, address: str) -> None:
    _blank(chen, address, "手机搭建")
    chen.set_viewport_size({"width": 390, "height": 800})
    chen.get_by_role("button", name="字段库").click()
    _kind(chen, "text").get_by_role("button").click()
    expect(chen.get_by_label("标题", exact=True)).to_be_focused()
    chen.keyboard.type("姓名")
    chen.get_by_role("button", name="画布").click()
    expect(chen.locator("#item-text_1 .field__label")).to_contain_text("姓名")
    _saved(chen)
