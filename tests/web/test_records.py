"""List, form, record, trash, board: what a person sees and does with records."""

import html
import re
from collections.abc import Callable
from io import BytesIO

from tests.web.site import Browser, Site

As = Callable[[str | None], Browser]
NEW = "/a/leave/request/new"
VALUES = {
    "kind": "annual",
    "days": "2",
    "start": "2026-12-01",
    "end": "2026-12-02",
    "reason": "家事",
}


def test_a_submitted_form_becomes_a_record_and_leads_to_it(as_person: As) -> None:
    browser = as_person("wang")
    page = browser.get(NEW).text
    assert "新建请假单" in page
    assert "提交请假单" in page
    answer = browser.post(NEW, VALUES, once="one")
    assert answer.status_code == 303
    shown = browser.get(answer.headers["Location"]).text
    assert "王磊" in shown
    assert "草稿" in shown
    assert "家事" in shown


def test_sending_the_same_form_twice_makes_one_record(as_person: As) -> None:
    browser = as_person("wang")
    browser.get(NEW)
    first = browser.post(NEW, VALUES, once="twice")
    second = browser.post(NEW, VALUES, once="twice")
    assert first.headers["Location"] == second.headers["Location"]


def test_errors_stand_at_their_fields_with_a_count_at_the_top(as_person: As) -> None:
    browser = as_person("wang")
    browser.get(NEW)
    answer = browser.post(NEW, {**VALUES, "days": "many", "kind": ""})
    assert answer.status_code == 422
    page = answer.text
    assert re.search(r"还有 \d 处需要修改", page)
    days = page.split('data-field="days"')[1].split("data-field=")[0]
    assert 'aria-invalid="true"' in days
    assert 'aria-describedby="days-wrong"' in days
    assert 'id="days-wrong"' in days
    assert 'value="many"' in days  # what was written is still there
    assert 'href="#days"' in page


def test_a_field_that_may_not_be_written_is_no_input(as_person: As) -> None:
    page = as_person("wang").get(NEW).text
    assert 'name="marks"' not in page
    assert 'name="status"' not in page
    assert 'name="number"' not in page


def test_conditions_answer_while_one_writes(as_person: As) -> None:
    browser = as_person("wang")
    browser.get(NEW)
    sick = browser.post("/a/leave/request/live", {"kind": "sick"}).get_json()["fields"]
    assert sick["proof"]["visible"] is True
    assert sick["reason"]["required"] is False
    personal = browser.post("/a/leave/request/live", {"kind": "personal"}).get_json()["fields"]
    assert personal["proof"]["visible"] is False
    assert personal["reason"]["required"] is True


def test_somebody_else_changed_it_meanwhile(site: Site, as_person: As) -> None:
    record = site.leave()
    browser = as_person("wang")
    path = f"/a/leave/request/{record}/edit"
    assert 'name="version" value="1"' in browser.get(path).text
    assert browser.post(path, {**VALUES, "days": "1"}, version="1").status_code == 303
    late = browser.post(path, {**VALUES, "days": "3"}, version="1")
    assert late.status_code == 412
    assert "刚被别人改过" in late.text
    assert 'value="3"' in late.text


def test_filters_are_words_and_live_in_the_address(site: Site, as_person: As) -> None:
    site.leave(kind="sick", reason="筛选甲")
    site.leave(kind="annual", reason="筛选乙")
    browser = as_person("wang")
    path = "/a/leave/request/?f.kind=sick&f.start.from=2026-11-01&cols=reason"
    page = browser.get(path).text
    assert "筛选甲" in page
    assert "筛选乙" not in page
    chip = re.search(r'<span class="chip"><span>(.*?)</span><a href="([^"]+)"', page)
    assert chip is not None
    assert chip[1] == "请假类型 是 <b>病假</b>"
    assert "f.kind" not in chip[2]
    assert "f.start.from=2026-11-01" in chip[2]
    nothing = browser.get("/a/leave/request/?f.reason=没有这样的事由").text
    assert "没有符合条件的记录" in nothing
    assert "清除筛选" in nothing


def test_sorting_says_so_and_a_second_key_can_be_added(as_person: As) -> None:
    page = as_person("wang").get("/a/leave/request/?sort=-start").text
    head = page.split("<thead")[1].split("</thead>")[0]
    assert head.count('aria-sort="descending"') == 1
    assert "sort=-start%2Cdays" in head


def test_pages_go_by_key_and_show_every_record_once(site: Site, as_person: As) -> None:
    for _number in range(60):
        site.leave("li", reason="翻页")
    browser = as_person("li")
    path, seen = "/a/leave/request/?f.reason=翻页&sort=start", []
    while path:
        page = browser.get(path).text
        seen += re.findall(r'class="cell-title"><a href="[^"]+"[^>]*>([^<]+)<', page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        path = found[1].replace("&amp;", "&") if found else ""
    assert len(seen) == len(set(seen)) == 60


def test_what_a_role_may_not_see_is_not_on_the_page(site: Site, as_person: As) -> None:
    record = site.leave(kind="sick")
    manager = as_person("li")
    for path in (f"/a/leave/request/{record}", f"/a/leave/request/{record}/edit"):
        assert "证明" not in manager.get(path).text
    assert "证明" in as_person("zhao").get(f"/a/leave/request/{record}").text


def test_a_move_that_wants_a_note_asks_for_it(site: Site, as_person: As) -> None:
    record = site.leave()
    browser = as_person("wang")
    here = f"/a/leave/request/{record}"
    assert 'name="note"' in browser.get(here).text
    without = browser.post(f"{here}/move/cancel")
    assert without.status_code == 422
    assert "aria-invalid" in without.text
    assert browser.post(f"{here}/move/cancel", note="不去了").status_code == 303
    page = browser.get(here).text
    assert "已作废" in page
    assert "不去了" in page


def test_a_refused_move_says_why_and_changes_nothing(site: Site, as_person: As) -> None:
    record = site.leave()
    browser = as_person("wang")
    answer = browser.post(f"/a/leave/request/{record}/move/finish")
    assert answer.status_code == 409
    assert "草稿" in browser.get(f"/a/leave/request/{record}").text


def test_the_trash_gives_back(site: Site, as_person: As) -> None:
    record = site.leave(reason="要删除的")
    browser = as_person("zhao")
    browser.get(f"/a/leave/request/{record}")
    assert browser.post(f"/a/leave/request/{record}/delete", version="1").status_code == 303
    assert browser.get(f"/a/leave/request/{record}").status_code == 404
    assert record in browser.get("/a/leave/request/trash").text
    assert browser.post(f"/a/leave/request/{record}/restore").status_code == 303
    assert browser.get(f"/a/leave/request/{record}").status_code == 200
    assert as_person("wang").get("/a/leave/request/trash").status_code == 403


def test_a_drawer_is_the_record_without_the_page_around_it(site: Site, as_person: As) -> None:
    record = site.leave()
    browser = as_person("wang")
    part = browser.get(f"/a/leave/request/{record}", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "打开整页" in part


def test_lines_are_rows_of_a_form(site: Site, as_person: As) -> None:
    machine = {"name": "立式加工中心", "kind": "machining", "workshop": site.workshop}
    made = site.submit("chen", "repair.machine", machine)
    browser = as_person("chen")
    browser.get("/a/repair/ticket/new")
    ticket = {
        "machine": made,
        "urgency": "urgent",
        "symptom": "主轴异响",
        "reporter": site.people["wang"],
        "parts-0-part": "轴承",
        "parts-0-quantity": "2",
        "parts-0-price": "380",
        "parts-1-part": "",
        "parts-1-quantity": "",
    }
    bad = browser.post("/a/repair/ticket/new", {**ticket, "parts-0-quantity": "none"})
    assert bad.status_code == 422
    assert 'id="parts-0-quantity-wrong"' in bad.text
    good = browser.post("/a/repair/ticket/new", ticket)
    assert good.status_code == 303, good.text
    page = browser.get(good.headers["Location"]).text
    assert "配件 (1)" in page
    assert "¥380.00" in page


def test_a_file_is_kept_shown_and_given_only_to_who_may_read_it(as_person: As) -> None:
    browser = as_person("wang")
    browser.get(NEW)
    pdf = (BytesIO(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"), "病假条.pdf")
    answer = browser.post(NEW, {**VALUES, "kind": "sick", "proof": "", "proof.new": pdf})
    assert answer.status_code == 303, answer.text
    page = browser.get(answer.headers["Location"]).text
    assert "病假条.pdf" in page
    link = re.search(r'href="(/a/leave/request/[^"]+/file/[^"]+)"', page)
    assert link is not None
    got = browser.client.get(link[1], buffered=True)
    assert got.data.startswith(b"%PDF")
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert as_person("li").client.get(link[1]).status_code == 404  # the field is hidden there
    assert as_person("guest").client.get(link[1]).status_code == 404


def test_a_card_moves_by_its_menu_and_by_script(site: Site, as_person: As) -> None:
    record = site.leave("zhao", reason="看板")
    browser = as_person("zhao")
    page = browser.get("/a/leave/board/board").text
    assert f'data-card="{record}"' in page
    told = browser.client.post(
        f"/a/leave/request/{record}/move/cancel",
        data={"csrf_token": browser.token, "note": "x"},
        headers={"Accept": "application/json", "X-Board": "board"},
    )
    assert told.status_code == 200
    assert f'data-card="{record}"' in told.get_json()["card"]
    assert "已作废" in told.get_json()["sentence"]


def test_an_export_holds_what_the_list_shows(site: Site, as_person: As) -> None:
    site.leave(reason="导出甲", kind="sick")
    browser = as_person("zhao")
    text = browser.client.get("/a/leave/request/export.csv?f.reason=导出甲").data.decode(
        "utf-8-sig"
    )
    assert text.count("导出甲") == 1
    assert "请假类型" in text.splitlines()[0]
    assert as_person("wang").client.get("/a/leave/request/export.csv").status_code == 403


def test_an_import_is_checked_first_and_stored_when_confirmed(as_person: As) -> None:
    browser = as_person("zhao")
    browser.get("/a/leave/request/import")
    head = "申请人,请假类型,天数,开始日期,结束日期,事由\n"
    bad = (BytesIO(f"{head}王磊,年假,许多,2026-12-01,2026-12-02,导入坏\n".encode()), "a.csv")
    checked = browser.post("/a/leave/request/import", {"file": bad})
    assert checked.status_code == 303
    page = browser.get(checked.headers["Location"]).text
    assert "可导入 0 行" in page
    assert "导入坏" not in browser.get("/a/leave/request/").text
    good = (BytesIO(f"{head}王磊,年假,2,2026-12-01,2026-12-02,导入好\n".encode()), "b.csv")
    checked = browser.post("/a/leave/request/import", {"file": good})
    page = browser.get(checked.headers["Location"]).text
    job = re.search(r'name="job" value="([^"]+)"', page)
    assert job is not None
    assert browser.post("/a/leave/request/import/confirm", job=job[1]).status_code == 303
    assert "导入好" in browser.get("/a/leave/request/?cols=reason").text


def test_both_languages_show_no_message_ids_of_the_other(site: Site, as_person: As) -> None:
    record = site.leave()
    browser = as_person("chen")
    browser.post("/account/look", lang="en")
    page = browser.get(f"/a/leave/request/{record}").text
    browser.post("/account/look", lang="zh")
    assert '<html lang="en"' in page
    assert "leave type" in page
    outside = re.sub(r"<(dd|b|h1|title|span class=\"face)[^>]*>.*?</", "", page, flags=re.DOTALL)
    assert not re.search(
        r"[\u4e00-\u9fff]", re.sub("中文|斗拱|陈工|王磊|王|生产部|回老家|陈", "", outside)
    )


def test_a_moment_is_written_as_browsers_want_it() -> None:
    from datetime import UTC, datetime

    from runtime.fields.base import Reader
    from runtime.web.inputs import Input

    at = datetime(2026, 11, 21, 21, 17, 44, 505411, tzinfo=UTC)
    reader = Reader("zh", "Asia/Shanghai", None)  # type: ignore[arg-type]
    assert Input.text_of(None, at, reader) == "2026-11-22T05:17:44"  # type: ignore[arg-type]


def test_previous_leads_to_the_page_before_and_then_to_the_first(site: Site, as_person: As) -> None:
    for _number in range(101):
        site.leave("wang", reason="翻页")
    browser = as_person("wang")

    def page(address: str) -> tuple[str, dict[str, str]]:
        text = browser.get(address, follow_redirects=True).text
        ways = dict(re.findall(r'rel="(prev|next)" href="([^"]+)"', text))
        return _first_row(text), {key: html.unescape(value) for key, value in ways.items()}

    start, ways = page("/a/leave/request/?q=翻页&sort=number")
    second, ways = page(ways["next"])
    _third, ways = page(ways["next"])
    back, ways = page(ways["prev"])
    assert back == second
    assert page(ways["prev"])[0] == start
    assert "prev" not in page(ways["prev"])[1]


def _first_row(text: str) -> str:
    found = re.search(r"QJ-\d{4}-\d+", text.split("data-rows")[1])
    assert found is not None
    return found[0]


def test_filters_leave_nothing_empty_in_the_address(as_person: As) -> None:
    browser = as_person("li")
    asked = "/a/leave/request/?view=requests&q=&f.kind=&f.days.from=2&f.days.to="
    answer = browser.get(asked)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/a/leave/request/?view=requests&f.days.from=2"
    assert browser.get(answer.headers["Location"]).status_code == 200


def test_everything_has_one_tab(as_person: As) -> None:
    browser = as_person("chen")
    assert "<span>全部</span>" in browser.get("/a/leave/request/").text  # its list leaves some out
    whole = browser.get("/a/repair/machine/").text
    assert "<span>全部</span>" not in whole
