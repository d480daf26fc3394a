"""The page of what waits for an administrator."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.web.site import Browser, Site, fail_a_rule

As = Callable[[str | None], Browser]


def test_an_administrator_sees_it_with_its_record_and_closes_it(site: Site, as_person: As) -> None:
    record = site.leave()
    fail_a_rule(site, record, "太大了")
    chen = as_person("chen")
    page = chen.get("/incidents").text
    assert "太大了" in page
    assert f"/a/leave/request/{record}" in page
    found = re.search(r'action="(/incidents/[^"]+/close)"', page)
    assert found is not None
    answer = chen.post(found[1])
    assert answer.status_code == 303
    page = chen.get("/incidents").text
    assert "已标记为处理完毕" in page
    assert "太大了" not in page
    assert chen.post(found[1]).status_code == 404


def test_nobody_else_sees_it(as_person: As) -> None:
    assert as_person("li").get("/incidents").status_code == 403
    assert "/incidents" not in as_person("li").get("/").text
    assert "/incidents" in as_person("chen").get("/").text
