"""A sheet becomes a form: each column a field of the type that reads all of it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.from_sheet import app_from_sheet
from runtime.catalog import catalog
from runtime.errors import Refusal
from runtime.fields.base import Reader
from runtime.queries.specs import spec_of
from runtime.spec.app import AppSpec
from runtime.spec.reading import read_app
from runtime.spreadsheet.writing import write_xlsx
from tests.web.site import Browser, Site

As = Callable[[str | None], Browser]
SHEET = [
    ["合同号", "客户", "签订日期", "数量", "单价", "折扣", "合同金额", "联系电话", "邮箱", "加急", "状态", "编码", "说明", ""],
    ["HT-1", "宁波澜石", "2026-01-05", "12", "3.50", "95%", "¥42", "13800138000", "a@b.cn", "是", "在谈", "00123", "一\n二", "补"],
    ["HT-2", "苏州栖云", "2026/2/6", "7", "10", "90%", "70元", "0574-88886666", "c@d.com", "否", "签了", "00124", "", ""],
    ["HT-3", "重庆嘉岫", "2026年3月7日", "1,200", "0.25", "100%", "300", "10086", "e@f.org", "否", "在谈", "13800138000", "三", ""],
    ["HT-4", "佛山棠溪", "", "5", "1", "", "5", "", "", "是", "在谈", "7", "", ""],
    ["HT-5", "佛山棠溪", "", "5", "1", "", "5", "", "", "", "签了", "7", "", ""],
    ["HT-6", "佛山棠溪", "", "5", "1", "", "5", "", "", "", "签了", "7", "", ""],
]  # fmt: skip


def _app(rows: list[list[str]], lang: str = "zh") -> AppSpec:
    return app_from_sheet(rows, "合同台账", lang, frozenset(), catalog())


def _types(spec: AppSpec) -> dict[str, str]:
    return {next(iter(each.labels.values())): each.type for each in spec.forms[0].fields}


def test_each_column_gets_the_type_that_reads_it() -> None:
    assert _types(_app(SHEET)) == {
        "合同号": "text",
        "客户": "text",
        "签订日期": "date",
        "数量": "integer",
        "单价": "decimal",
        "折扣": "percent",
        "合同金额": "money",
        "联系电话": "phone",
        "邮箱": "email",
        "加急": "yes_no",
        "状态": "choice",
        "编码": "text",
        "说明": "long_text",
        "第 14 列": "text",
    }


def test_an_empty_column_is_what_its_header_names_else_plain_text() -> None:
    assert _types(_app([["交货日期", "Phone", "备注", "图片", "明细表"]])) == {
        "交货日期": "date",
        "Phone": "phone",
        "备注": "text",
        "图片": "image",
        "明细表": "text",
    }


def test_names_that_come_twice_are_numbered() -> None:
    rows = [["金额", "金额", " 金额 "], ["1", "2", "3"]]
    assert list(_types(_app(rows))) == ["金额", "金额 2", "金额 3"]
    assert len({each.key for each in _app(rows).forms[0].fields}) == 3


def test_a_sheet_without_columns_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        _app([["", ""]])
    assert refused.value.code == "sheet_without_header"


_CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12).map(
    str.strip
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(_CELLS, min_size=1, max_size=4), min_size=2, max_size=14))
def test_whatever_a_sheet_says_its_fields_read_it(rows: list[list[str]]) -> None:
    try:
        spec = _app(rows)
    except Refusal:
        assert not any(any(row) for row in rows)
        return
    reader = Reader("zh", "Asia/Shanghai", _NoPeople())
    columns = [at for at in range(max(map(len, rows))) if any(at < len(r) and r[at] for r in rows)]
    for at, field in zip(columns, spec.forms[0].fields, strict=True):
        for row in rows[1:]:
            if at < len(row) and row[at]:
                catalog().fields[field.type].parse(row[at], field, reader)


class _NoPeople:
    def find(self, kind: str, text: str) -> str | None:
        return None

    def name(self, kind: str, key: str) -> str:
        return key


def test_what_is_made_can_be_published_as_it_is() -> None:
    assert [
        p for p in read_app(_app(SHEET), catalog().blocks).problems if p.severity == "error"
    ] == []


def test_a_sheet_is_read_published_and_imported(built_site: Site, visitor: As) -> None:
    browser = visitor("chen")
    assert "即将" not in browser.get("/build/from-sheet").text
    packed, _cut = write_xlsx([row[:-1] for row in SHEET], "sheet")
    sent = {"csrf_token": browser.token, "file": (io.BytesIO(packed), "合同台账.xlsx"), "name": ""}
    made = browser.client.post("/build/from-sheet", data=sent)
    assert made.status_code == 303
    home = made.headers["Location"]
    app = home.rstrip("/").split("/")[-1]
    assert "13 个字段" in browser.get(home).text
    page = browser.get(f"/build/{app}/publish").text
    found = {n: re.search(rf'name="{n}" value="([^"]+)"', page) for n in ("digest", "version")}
    values = {name: match[1] for name, match in found.items() if match}
    assert browser.post(f"/build/{app}/publish", **values).status_code == 303
    spec = spec_of(built_site.installation, app)
    assert spec is not None
    form = spec.forms[0].key
    sent = {"csrf_token": browser.token, "file": (io.BytesIO(packed), "合同台账.xlsx")}
    checked = browser.client.post(f"/a/{app}/{form}/import", data=sent).headers["Location"]
    page = browser.get(checked).text
    job = re.search(r'name="job" value="([^"]+)"', page)
    assert job is not None, page
    browser.post(f"/a/{app}/{form}/import/confirm", job=job[1])
    assert "宁波澜石" in browser.get(f"/a/{app}/{form}/").text


def test_a_file_without_an_ending_gives_its_name_to_the_app(visitor: As) -> None:
    browser = visitor("chen")
    browser.get("/build/from-sheet")
    sent = {"csrf_token": browser.token, "file": (io.BytesIO("甲,乙\n1,2\n".encode()), "对账单")}
    made = browser.client.post("/build/from-sheet", data=sent)
    assert "<h1>对账单</h1>" in browser.get(made.headers["Location"]).text


def test_a_file_that_is_no_sheet_is_said_on_the_page(visitor: As) -> None:
    browser = visitor("chen")
    browser.get("/build/from-sheet")
    none = browser.client.post("/build/from-sheet", data={"csrf_token": browser.token})
    assert none.status_code == 422
    assert "请先选择" in none.text
    sent = {"csrf_token": browser.token, "file": (io.BytesIO(b"\xff\xfe\x00PK"), "a.xlsx")}
    bad = browser.client.post("/build/from-sheet", data=sent)
    assert bad.status_code == 422
    assert "读不出表格" in bad.text
