"""Every page at every width, in both languages, light and dark: what a machine can see of it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter, Served
from tests.web.site import fail_a_rule

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
NAMES = re.compile("斗拱|王磊|生产部")  # what is called so in every language
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = (
    "/",
    "/a/leave/",
    "/a/leave/request/",
    "/a/leave/request/?f.kind=sick&f.start.from=2026-01-01&sort=-start",
    "/a/leave/request/?f.reason=nothing-like-it",
    "/a/leave/request/new",
    "/a/leave/request/{record}",
    "/a/leave/request/{record}/edit",
    "/a/leave/request/trash",
    "/a/leave/request/import",
    "/a/leave/board/board",
    "/a/repair/ticket/new",
    "/inbox",
    "/tasks",
    "{task}",
    "/people",
    "/people/new",
    "/people/{person}",
    "/departments",
    "/departments/new",
    "/departments/{room}",
    "/account",
    "/help/language/",
    "/help/language/constructs/comparison",
    "/help/language/functions/round",
    "/scan",
    "/incidents",
    "/find?q=QJ",
    "/no/such/page",
)


def _faults(page: Page) -> list[str]:
    """What axe finds; it is put in past the content policy, as a debugger would."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


@pytest.fixture(scope="module")
def samples(served: Served) -> dict[str, str]:
    site = served.site
    # Nobody leads this one, so that the administrators are asked.
    asked = site.leave("li", kind="personal", days="4", end="2026-12-05", reason="搬家")
    site.move("li", "leave.request", asked, "submit")
    for _number in range(4):
        site.leave("wang", kind="sick")
    fail_a_rule(site, asked, "“加班时长”不能大于 24。")
    return {"record": asked, "person": site.people["wang"], "room": site.workshop}


@pytest.mark.parametrize(
    ("width", "scheme", "lang"),
    [(1360, "light", "zh"), (390, "dark", "zh"), (768, "light", "en"), (320, "dark", "en")],
)
def test_pages_fit_are_named_and_axe_finds_nothing(
    enter: Enter, samples: dict[str, str], width: int, scheme: str, lang: str
) -> None:
    page = enter("chen", "/account", width=width, color_scheme=scheme)
    page.click(f".card button[name=lang][value={lang}]")
    page.goto("/tasks")
    task = page.locator(".todo a").first.get_attribute("href") or ""
    wrong: list[str] = []
    for path in PAGES:
        page.goto(path.format(**{**samples, "task": task}))
        where = f"{path} at {width} {scheme} {lang}"
        wrong += [f"{where}: {each}" for each in _faults(page)]
        wide = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
        if wide[0] > wide[1]:
            wrong.append(f"{where}: {wide[0]} px wide")
        if page.locator("h1").count() != 1 or page.locator("main").count() != 1:
            wrong.append(f"{where}: not one h1 and one main")
        if page.locator("a.skip").count() != 1:
            wrong.append(f"{where}: no skip link")
        if page.locator("html").get_attribute("lang") != lang:
            wrong.append(f"{where}: lang")
        if lang == "en" and re.search("[一-鿿]", NAMES.sub("", page.title())):
            wrong.append(f"{where}: title {page.title()}")
    page.goto("/account")
    page.click(".card button[name=lang][value=zh]")
    assert wrong == []


def test_the_phones_bottom_bar_is_large_enough_and_covers_nothing(enter: Enter) -> None:
    page = enter("wang", "/a/leave/request/", width=390)
    names = page.locator(".bottom a").all_inner_texts()
    assert [name.split("\n")[0] for name in names] == ["首页", "待办", "扫码", "应用", "我的"]
    for box in (each.bounding_box() for each in page.locator(".bottom a").all()):
        assert box is not None
        assert box["width"] >= 48
        assert box["height"] >= 48
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    last = page.locator(".rows tbody tr, .pages a").last.bounding_box()
    bar = page.locator(".bottom").bounding_box()
    assert last is not None
    assert bar is not None
    assert last["y"] + last["height"] <= bar["y"]


def test_the_phones_inputs_suit_a_glove(enter: Enter) -> None:
    page = enter("wang", "/a/leave/request/new", width=390)
    for control in page.locator(
        "form[data-entry] :is(input.form-control, select, .btn):visible"
    ).all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 48
        size = control.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
        assert size >= 16
    assert page.locator("[name=days]").get_attribute("inputmode") == "decimal"
    assert page.locator("[name=days]").get_attribute("enterkeyhint") == "next"


def test_the_buttons_of_a_to_do_leave_the_comment_free_on_a_phone(
    enter: Enter, samples: dict[str, str]
) -> None:
    page = enter("chen", "/account", width=390)
    for lang in ("en", "zh"):
        page.goto("/account")
        page.click(f".card button[name=lang][value={lang}]")
        page.goto("/tasks")
        page.locator(".todo a").first.click()
        page.locator("#comment").focus()
        comment, bar = (
            page.locator("#comment").bounding_box(),
            page.locator(".form-end").bounding_box(),
        )
        assert comment is not None
        assert bar is not None
        assert comment["y"] + comment["height"] <= bar["y"], lang


def test_a_number_shows_its_unit_and_stays_on_its_line(enter: Enter, served: Served) -> None:
    record = served.site.leave("wang", days="2.5")
    page = enter("wang", f"/a/leave/request/{record}")
    days = page.locator(".facts > div", has=page.locator("dt", has_text="天数")).locator("dd")
    expect(days).to_have_text("2.5 天")
    page.goto("/a/leave/request/")
    title = page.locator("[data-rows] .cell-title a").first
    assert title.evaluate("each => getComputedStyle(each).whiteSpace") == "nowrap"


def test_density_changes_the_rows_and_stays(enter: Enter) -> None:
    page = enter("zhao", "/a/leave/request/")

    def height() -> float:
        return float(page.locator(".rows tbody td").first.evaluate("e => e.offsetHeight"))

    assert round(height()) == 40
    with page.expect_response("**/account/look"):
        page.click("button[value=compact]")
    assert round(height()) == 32
    page.reload()
    assert round(height()) == 32
    with page.expect_response("**/account/look"):
        page.click("button[value=standard]")


def test_a_chosen_theme_survives_a_reload(enter: Enter) -> None:
    page = enter("zhao", "/account")
    with page.expect_navigation():
        page.click(".card button[name=theme][value=dark]")
    page.reload()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 20, 26)"
    page.click(".card button[name=theme][value=auto]")


def test_printing_leaves_the_record_alone(enter: Enter, samples: dict[str, str]) -> None:
    page = enter("li", f"/a/leave/request/{samples['record']}")
    page.emulate_media(media="print")
    for hidden in (".top", ".side", ".head__actions", ".skip"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator(".facts").first.is_visible()
