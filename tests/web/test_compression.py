"""Answers travel compressed, and their length says nothing of what is in them."""

import gzip
from collections.abc import Callable

from tests.web.site import Browser

As = Callable[[str | None], Browser]
GZIP = {"Accept-Encoding": "gzip, br"}


def test_a_page_is_compressed_for_who_can_unpack_it(as_person: As) -> None:
    browser = as_person("wang")
    plain = browser.client.get("/a/leave/request/new")
    packed = browser.client.get("/a/leave/request/new", headers=GZIP)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["Vary"]
    assert "请假" in gzip.decompress(packed.data).decode()
    assert len(packed.data) * 3 < len(plain.data)
    assert int(packed.headers["Content-Length"]) == len(packed.data)


def test_who_refuses_gzip_gets_the_page_as_it_is(as_person: As) -> None:
    page = as_person("wang").get("/", headers={"Accept-Encoding": "gzip;q=0, br"})
    assert "Content-Encoding" not in page.headers
    assert "王磊" in page.text


def test_one_page_has_many_lengths(as_person: As) -> None:
    browser = as_person("wang")
    told = {len(browser.client.get("/account", headers=GZIP).data) for _ in range(12)}
    assert max(told) - min(told) > 20


def test_short_answers_and_errors_stay_whole(as_person: As) -> None:
    browser = as_person("wang")
    assert "Content-Encoding" not in browser.client.get("/healthz", headers=GZIP).headers
    gone = browser.client.get("/a/leave/request/nothing", headers=GZIP)
    assert gone.status_code == 404
    page = gzip.decompress(gone.data) if "Content-Encoding" in gone.headers else gone.data
    assert "<h1" in page.decode()


def test_static_files_are_kept_for_a_year_under_an_address_that_names_their_content(
    as_person: As,
) -> None:
    browser = as_person("wang")
    page = browser.client.get("/").text
    addresses = {
        part.split('"')[0].partition("#")[0]
        for start in ('href="/static/', 'src="/static/')
        for part in page.split(start)[1:]
    }
    assert addresses
    for address in addresses:
        found = browser.client.get(f"/static/{address}", headers=GZIP)
        assert "immutable" in found.headers["Cache-Control"], address
        assert found.headers["Content-Encoding"] == "gzip"
        known = {**GZIP, "If-None-Match": found.headers["ETag"]}
        with browser.client.get(f"/static/{address}", headers=known) as again:
            assert again.status_code == 304
