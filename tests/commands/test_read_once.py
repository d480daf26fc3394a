"""Every text of an app is read once, when it is published; from then on its tree is used."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from runtime.commands.publish import Author, plan_app, publish_app
from runtime.commands.submit import submit_record
from runtime.due.deliver import drain
from runtime.installation import open_installation
from runtime.queries.records import ListRequest, list_records
from runtime.spec.reading import read_app
from templates_market.bundle import reading_of
from templates_market.gallery import bundle_of
from tests.commands.conftest import ASKED
from tests.counting import readings
from tests.house import House, app_in, build_house
from tests.web.site import Browser, Site, make_site


def test_a_template_is_read_once_and_its_texts_are_there_for_whoever_comes_next(
    tmp_path: Path,
) -> None:
    house = build_house(f"sqlite:///{tmp_path}/store.db", tmp_path / "var")
    with readings() as found:
        read = reading_of(bundle_of("order_tracking"))
        publish_app(house.installation, read, Author("system"))
    assert found
    assert found.most_common(1)[0][1] == 1
    later = open_installation(house.installation.settings)
    with readings() as found:
        with later.engine.connect() as connection:
            app = later.app(connection, "order_tracking")
        for seed in app.spec.seeds:
            for row in seed.rows:
                for cell in row:
                    if cell.startswith("=TODAY()") and " " not in cell:
                        app.condition(seed.form, cell[1:])
    assert not found
    later.engine.dispose()
    house.installation.engine.dispose()


def test_a_publication_from_a_spec_reads_every_text_once(leave: House) -> None:
    spec = replace(app_in("apps/leave"), version="9.9.9")
    with readings() as found:
        read = read_app(spec, leave.installation.catalog.blocks)
        plan = plan_app(leave.installation, read)
        publish_app(leave.installation, read, Author("system", digest=plan.digest))
    assert set(found.values()) == {1}
    with readings() as found:
        publish_app(leave.installation, replace(spec, version="9.9.10"), Author("system"))
    assert set(found.values()) == {1}


def test_nothing_is_read_while_records_are_made_listed_and_told_of(leave: House) -> None:
    fresh = open_installation(leave.installation.settings)
    away = replace(leave, installation=replace(fresh, ports=leave.installation.ports))
    with readings() as found:
        for days in ("1", "4", "20"):
            with away.write("zhang") as ctx:
                submit_record(ctx, "request", {**ASKED, "days": days})
        drain(away.installation)
        away.later(days=3)
        with away.read("lead") as ctx:
            for view in ctx.app.spec.views:
                asked = ListRequest(where=view.options.get("filter"))
                assert list_records(ctx, view.form, asked).records
    assert not found
    fresh.engine.dispose()


def test_no_page_of_a_published_view_reads_its_filter(tmp_path: Path) -> None:
    site: Site = make_site(tmp_path / "site")
    site.leave()
    browser = Browser(site.app().test_client(), "wang")
    with readings() as found:
        for app in ("leave", "repair"):
            menu = browser.get(f"/a/{app}/")
            assert menu.status_code in (200, 303, 308)
        for path in (
            "/a/leave/request/?view=requests",
            "/a/repair/ticket/",
            "/a/repair/board/repair_board",
        ):
            assert browser.get(path).status_code == 200, path
    assert not found
    site.installation.engine.dispose()
