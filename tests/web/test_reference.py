"""The reference of the rule language, served to everybody signed in and to nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urljoin

from rule_dsl.reference import names
from tests.web.site import Browser

As = Callable[[str | None], Browser]
FIRST = "/help/language/"
LINK = re.compile(r'<a href="([^"]+)"')


def _inside(text: str, path: str) -> set[str]:
    """Where the links in the article lead."""
    article = text.partition("<article")[2].partition("</article>")[0]
    return {urljoin(path, target) for target in LINK.findall(article)}


def test_every_page_is_reached_from_the_first_one_and_every_link_leads_somewhere(
    as_person: As,
) -> None:
    browser = as_person("guest")
    seen: set[str] = set()
    waiting = {FIRST}
    while waiting:
        path = waiting.pop()
        answer = browser.get(path)
        assert answer.status_code == 200, path
        seen.add(path)
        waiting |= _inside(answer.text, path) - seen
    wanted = {FIRST + name for name in names() if name != "index"} | {FIRST}
    assert seen == wanted


def test_a_page_is_in_the_readers_language_and_shows_sentences_as_they_stand(
    as_person: As,
) -> None:
    browser = as_person("guest")
    chinese = browser.get(f"{FIRST}constructs/comparison").text
    assert "<h1>比较</h1>" in chinese
    assert "<code>维修费用&gt;报价</code>" in chinese
    browser.post("/account/look", lang="en")
    english = browser.get(f"{FIRST}constructs/comparison").text
    assert "<h1>Comparison</h1>" in english
    assert '<code lang="zh-CN">维修费用&gt;报价</code>' in english
    browser.post("/account/look", lang="zh")


def test_strangers_and_unknown_pages_get_nothing(as_person: As) -> None:
    assert as_person(None).get(FIRST).headers["Location"].startswith("/login")
    assert as_person("guest").get(f"{FIRST}constructs/nothing").status_code == 404
    assert as_person("guest").get(f"{FIRST}words/between").status_code == 404
