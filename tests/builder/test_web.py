"""The builder's doors: who may enter, what is refused, and the way from a blank app to a live one."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from builder import drafts
from runtime.queries.specs import spec_of
from tests.builder.serving import with_builder
from tests.web.site import Browser, Site

As = Callable[[str | None], Browser]
VALUES = {"app": "leave", "form": "request", "rule": "long_leave", "view": "board"}
JSON = {"Accept": "application/json"}


def _routes(app: Flask) -> list[tuple[str, str]]:
    """(method, path) of every page of the builder."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if not rule.rule.startswith("/build"):
                continue
            path = app.url_map.bind("localhost").build(
                rule.endpoint, {key: VALUES[key] for key in rule.arguments}
            )
            found += [(m, path) for m in (rule.methods or ()) if m in ("GET", "POST")]
    assert len(found) > 15
    return found


@pytest.mark.parametrize("who", ["wang", "guest", "li"])
def test_only_administrators_may_enter_and_others_are_told_so(
    built_site: Site, visitor: As, who: str
) -> None:
    browser = visitor(who)
    for method, path in _routes(with_builder(built_site)):
        if method == "GET":
            answer = browser.get(path)
        else:
            answer = browser.client.post(path, data={"csrf_token": browser.token})
        assert answer.status_code == 403, path
        assert "管理员" in answer.text, path


def test_strangers_are_asked_to_log_in(built_site: Site, visitor: As) -> None:
    browser = visitor(None)
    browser.get("/login")
    for method, path in _routes(with_builder(built_site)):
        if method == "GET":
            assert "/login" in browser.get(path).headers["Location"], path
            assert browser.get(path, headers=JSON).status_code == 401, path
        else:
            assert browser.client.post(path, data={"csrf_token": browser.token}).status_code == 303


def test_every_change_wants_the_token_of_a_page(built_site: Site, visitor: As) -> None:
    browser = visitor("chen")
    for method, path in _routes(with_builder(built_site)):
        if method == "POST":
            assert browser.client.post(path).status_code == 400, path


def test_no_page_has_inline_styles_or_handlers(visitor: As) -> None:
    browser = visitor("chen")
    for path in (
        "/build/", "/build/from-sheet", "/build/repair/", "/build/repair/forms/ticket", "/build/repair/rules",
        "/build/repair/rules/late_progress", "/build/repair/views", "/build/repair/views/tickets",
        "/build/repair/publish",
    ):  # fmt: skip
        page = browser.get(path)
        assert page.status_code == 200, path
        assert " style=" not in page.text
        assert not re.search(r"\son[a-z]+=", page.text)
        nonce = re.search(r"'nonce-([^']+)'", page.headers["Content-Security-Policy"])
        assert nonce is not None
        for script in re.findall(r"<script[^>]*>", page.text):
            assert f'nonce="{nonce[1]}"' in script


def _send(browser: Browser, path: str, body: Any) -> Any:
    headers = {**JSON, "X-CSRFToken": browser.token}
    return browser.client.post(path, json=body, headers=headers)


def _blank(browser: Browser, name: str) -> tuple[str, dict[str, Any]]:
    """A new blank app: the path of its designer and the designer's state."""
    browser.get("/build/")
    made = browser.post("/build/new", name=name)
    assert made.status_code == 303, made.text
    path = made.headers["Location"]
    page = browser.client.get(path)
    found = re.search(r'id="designer-state"[^>]*>(.*?)</script>', page.text, re.DOTALL)
    assert found is not None
    token = re.search(r'name="csrf-token" content="([^"]+)"', page.text)
    assert token is not None
    browser.token = token[1]
    return path, json.loads(found[1])


def test_a_blank_app_is_drawn_published_and_live(built_site: Site, visitor: As) -> None:
    browser = visitor("chen")
    path, state = _blank(browser, "访客登记")
    app = path.split("/")[2]
    assert state["form"]["fields"] == []
    refused = browser.get(f"/build/{app}/publish")
    assert "确认发布" not in refused.text
    version = state["version"]
    for kind in ("text", "date", "choice"):
        edit = {"kind": "new_field", "type": kind}
        told = _send(browser, f"{path}/edits", {"version": version, "edit": edit}).get_json()
        version = told["version"]
        assert told["added"] == f"{kind}_1"
        assert 'data-field="' in told["drawn"][f"{kind}_1"]
    page = browser.get(f"/build/{app}/publish")
    digest = re.search(r'name="digest" value="([^"]+)"', page.text)
    assert digest is not None
    assert "建立数据表" in page.text
    stale = browser.post(f"/build/{app}/publish", version=str(version), digest="0" * 64)
    assert stale.status_code == 409
    done = browser.post(f"/build/{app}/publish", version=str(version), digest=digest[1])
    assert done.status_code == 303, done.text
    assert len(spec_of(built_site.installation, app).forms) == 1
    assert browser.get(f"/a/{app}/{app}/new").status_code == 200


def test_an_old_version_is_refused_by_name(visitor: As) -> None:
    browser = visitor("chen")
    path, state = _blank(browser, "借用单")
    edit = {"kind": "new_field", "type": "text"}
    first = {"version": state["version"], "edit": edit, "request": "r1"}
    assert _send(browser, f"{path}/edits", first).status_code == 200
    assert _send(browser, f"{path}/edits", first).status_code == 200  # the same request again
    late = _send(browser, f"{path}/edits", {**first, "request": "r2"})
    assert late.status_code == 409
    assert "陈工" in late.get_json()["sentence"]


@pytest.mark.parametrize(
    "body",
    [
        [], "x", {"version": 1}, {"version": "x", "edit": {}}, {"version": True, "edit": {}},
        {"version": 1, "edit": {"kind": "new_field"}}, {"version": 1, "edit": {"kind": "nothing"}},
        {"version": 1, "edit": {"kind": "new_field", "type": 7}}, {"version": 1, "edit": []},
        {"version": 1, "edit": {"kind": "copy_field", "field": 1}},
    ],
)  # fmt: skip
def test_bad_requests_get_a_sentence_and_change_nothing(visitor: As, body: Any) -> None:
    browser = visitor("chen")
    path, state = _blank(browser, "坏请求")
    answer = _send(browser, f"{path}/edits", body)
    assert answer.status_code in (400, 422), answer.text
    assert answer.get_json()["sentence"]
    now = browser.client.get(f"{path}/state", headers=JSON).get_json()
    assert now["version"] == state["version"]


def test_what_is_no_option_is_refused_at_once(visitor: As) -> None:
    browser = visitor("chen")
    path, state = _blank(browser, "选项")
    edit: dict[str, Any] = {"kind": "new_field", "type": "text"}
    told = _send(browser, f"{path}/edits", {"version": state["version"], "edit": edit}).get_json()
    place = f"forms/{path.rsplit('/', 1)[-1]}/fields/text_1"
    edit = {"kind": "set", "place": place, "attribute": "max_length", "value": -3}
    answer = _send(browser, f"{path}/edits", {"version": told["version"], "edit": edit})
    assert answer.status_code == 422
    assert "max_length" in answer.get_json()["sentence"]


def test_what_people_write_is_text_on_every_page(visitor: As) -> None:
    evil = '"><img src=x onerror=top.P=1></script><script>top.P=1</script>'
    browser = visitor("chen")
    path, state = _blank(browser, evil[:60])
    app = path.split("/")[2]
    edit: dict[str, Any] = {"kind": "new_field", "type": "text"}
    told = _send(browser, f"{path}/edits", {"version": state["version"], "edit": edit}).get_json()
    place = f"forms/{path.rsplit('/', 1)[-1]}/fields/text_1"
    edit = {"kind": "relabel", "place": place, "lang": "zh", "text": evil}
    told = _send(browser, f"{path}/edits", {"version": told["version"], "edit": edit}).get_json()
    assert "<img" not in told["drawn"]["text_1"]
    for page in (path, f"/build/{app}/", "/build/", f"/build/{app}/publish", f"/build/{app}/views"):
        assert "<img" not in browser.get(page).text, page
        assert "<script>top" not in browser.get(page).text, page


def test_rules_are_read_while_they_are_written(visitor: As) -> None:
    browser = visitor("chen")
    browser.get("/build/leave/rules/long_leave")
    good = {"form": "request", "text": "如果天数>3，则新增‘长’标签"}
    read = _send(browser, "/build/leave/rules:check", good).get_json()
    assert read["ok"]
    assert (read["conditions"], read["actions"]) == (1, 1)
    assert read["en"].startswith("if days > 3")
    bad = {"form": "request", "text": "如果天树>3，则新增‘长’标签"}
    read = _send(browser, "/build/leave/rules:check", bad).get_json()
    assert not read["ok"]
    problem = read["problems"][0]
    assert problem["line"] == 1
    assert problem["message"]
    assert _send(browser, "/build/leave/rules:check", {"form": 1}).status_code == 400


def test_a_free_sentence_comes_with_sentences_to_take_over_in_the_readers_language(
    visitor: As,
) -> None:
    browser = visitor("chen")
    browser.get("/build/leave/rules/long_leave")
    free = {"form": "request", "text": "天数多于三天的麻烦打个“长假”标签"}
    read = _send(browser, "/build/leave/rules:check", free).get_json()
    assert not read["ok"]
    made = read["offers"][0]
    assert made["zh"] == made["text"] == "如果天数>3，则标记“长假”标签"
    assert made["en"] == 'if days > 3, then tag "长假"'
    assert [part["part"] for part in made["meaning"]] == ["if", "then"]
    again = {"form": "request", "text": made["text"]}
    assert _send(browser, "/build/leave/rules:check", again).get_json()["ok"]


def test_a_rule_is_added_changed_switched_and_removed_in_the_draft(
    built_site: Site, visitor: As
) -> None:
    browser = visitor("chen")
    live = spec_of(built_site.installation, "repair")
    browser.get("/build/repair/rules")
    added = browser.post(
        "/build/repair/rules", version=_version(browser), name="大修", form="ticket"
    )
    assert added.status_code == 303, added.text
    path = added.headers["Location"]
    browser.get(path)
    said = {
        "name": "大修提醒",
        "form": "ticket",
        "text": "如果预计费用>1000，则新增‘大修’标签",
        "on": "true",
    }
    kept = browser.post(path, {**said, "version": _version(browser)})
    assert kept.status_code == 303, kept.text
    page = browser.get(path)
    assert "已理解：1 个条件、1 个动作" in page.text
    assert "大修提醒" in page.text
    stale = browser.post(path, {**said, "text": "x", "version": "1"})
    assert stale.status_code == 409
    assert "陈工" in stale.text
    gone = browser.post(f"{path}/remove", version=_version(browser))
    assert gone.status_code == 303
    assert spec_of(built_site.installation, "repair") == live


def _version(browser: Browser) -> str:
    """The version of the repair app's draft."""
    page = browser.get("/build/repair/rules").text
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found[1]


def test_a_view_is_added_and_its_options_are_kept(visitor: As) -> None:
    browser = visitor("chen")
    page = browser.get("/build/repair/views").text
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    added = browser.post("/build/repair/views", version=version[1], type="list", form="machine")
    path = added.headers["Location"]
    page = browser.get(path).text
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    said = {
        "name": "设备一览",
        "has.columns": "1",
        "columns": ["name", "kind"],
        "has.sort": "1",
        "sort": "-name",
    }
    kept = browser.post(path, {**said, "version": version[1]})
    assert kept.status_code == 303, kept.text
    page = browser.get(path).text
    assert "设备一览" in page
    assert re.search(r'name="columns" value="name" checked', page)
    assert '<option value="-name" selected>' in page


def test_the_pages_speak_english_too(visitor: As) -> None:
    browser = visitor("chen")
    browser.post("/account/look", lang="en", next="/")
    try:
        for path in ("/build/from-sheet", "/build/leave/views", "/build/leave/views/board"):
            page = re.sub(r"<script.*?</script>", "", browser.get(path).text, flags=re.DOTALL)
            main = page[page.index("<main") :]
            assert not re.findall(r"[\u4e00-\u9fff]+", main), path
        assert "Properties" in browser.get("/build/leave/forms/request").text
    finally:
        browser.post("/account/look", lang="zh", next="/")


def test_a_rules_page_says_what_it_and_another_rule_do_to_each_other(visitor: As) -> None:
    browser = visitor("chen")
    page = browser.get("/build/leave/rules")
    version = re.search(r'name="version" value="(\d+)"', page.text)
    assert version is not None
    made = browser.post(
        "/build/leave/rules", name="改期", form="request", version=version[1]
    ).headers["Location"]
    key = made.rsplit("/", 1)[1]
    token = re.search(r'name="csrf-token" content="([^"]+)"', browser.get(made).text)
    assert token is not None
    browser.token = token[1]
    text = "如果天数>3，则将天数改为天数+1"
    asked = {"form": "request", "text": text, "rule": key}
    told = _send(browser, "/build/leave/rules:check", asked).get_json()
    assert [each["code"] for each in told["problems"]] == ["rule_runs_itself"]
    start, end = told["problems"][0]["start"], told["problems"][0]["end"]
    assert text[start:end] == "将天数改为天数+1"
    alone = _send(browser, "/build/leave/rules:check", {"form": "request", "text": text})
    assert alone.get_json()["problems"] == []


def test_a_new_field_whose_name_holds_a_keyword_is_told_so_at_once(visitor: As) -> None:
    browser = visitor("chen")
    path, state = _blank(browser, "含税")
    assert state["misread"] == {}
    edit: dict[str, Any] = {"kind": "new_field", "type": "text"}
    told = _send(browser, f"{path}/edits", {"version": state["version"], "edit": edit}).get_json()
    place = f"forms/{path.rsplit('/', 1)[-1]}/fields/text_1"
    edit = {"kind": "relabel", "place": place, "lang": "zh", "text": "是否含税且包邮"}
    told = _send(browser, f"{path}/edits", {"version": told["version"], "edit": edit}).get_json()
    assert "「是否含税且包邮」里含有规则语言的词“且”" in told["misread"]["text_1"]


def test_a_views_filter_is_read_before_it_is_kept(built_site: Site, visitor: As) -> None:
    browser = visitor("chen")
    page = browser.get("/build/repair/views/tickets")
    version = re.search(r'name="version" value="(\d+)"', page.text)
    assert version is not None
    for text, told in (("预计费用 大大于 3", "过滤"), ("预计费用", "条件")):
        answer = browser.post(
            "/build/repair/views/tickets",
            {"version": version[1], "name": "全部工单", "has.filter": "1", "filter": text},
        )
        assert answer.status_code == 422, text
        assert text in answer.text
        assert 'role="alert"' in answer.text, told
    kept = browser.post(
        "/build/repair/views/tickets",
        {"version": version[1], "name": "全部工单", "has.filter": "1", "filter": "预计费用>3"},
    )
    assert kept.status_code == 303, kept.text


def test_only_fields_that_fit_are_offered_for_lanes_and_sorting(visitor: As) -> None:
    page = visitor("chen").get("/build/leave/views/board").text
    lanes = re.search(r'<select[^>]*name="group".*?</select>', page, re.DOTALL)
    sort = re.search(r'<select[^>]*name="sort".*?</select>', page, re.DOTALL)
    assert lanes is not None
    assert sort is not None
    assert 'value="status"' in lanes[0] or 'value="state"' in lanes[0]
    assert 'value="days"' not in lanes[0]
    assert 'value="days"' in sort[0]
    assert 'value="proof"' not in sort[0]


def test_a_new_view_stands_in_the_menu(visitor: As) -> None:
    browser = visitor("chen")
    page = browser.get("/build/leave/views")
    version = re.search(r'name="version" value="(\d+)"', page.text)
    assert version is not None
    made = browser.post(
        "/build/leave/views", {"version": version[1], "type": "list", "form": "request"}
    )
    key = made.headers["Location"].rpartition("/")[2]
    here = browser.client.application.extensions["dougong"]
    draft = drafts.load_or_start(here, "leave")
    assert [key] == [item for group in draft.spec.menu for item in group.items if item == key]
