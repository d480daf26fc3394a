"""To-dos, inbox, people, search: what passes between people."""

import re
from collections.abc import Callable

from runtime.commands.people import change_account
from runtime.due.deliver import drain
from runtime.queries.people import person_id
from tests.web.site import PASSWORD, Browser, Site

As = Callable[[str | None], Browser]


def _task_of(browser: Browser, record: str) -> str:
    """The to-do about a record."""
    page = browser.get("/tasks").text
    for path in dict.fromkeys(re.findall(r'href="(/tasks/[^"]+)"', page)):
        if record in browser.get(path).text:
            return path
    raise AssertionError(f"no to-do about {record}")


def test_an_approval_passes_from_hand_to_hand(site: Site, as_person: As) -> None:
    record = site.leave(kind="personal", days="4", end="2026-12-05", reason="搬家")
    here = f"/a/leave/request/{record}"
    clerk, manager, hr = as_person("wang"), as_person("li"), as_person("zhao")
    clerk.get(here)
    assert clerk.post(f"{here}/move/submit").status_code == 303
    page = clerk.get(here).text
    assert "等待审批" in page
    assert "/move/submit" not in page

    task = _task_of(manager, record)
    page = manager.get(task).text
    assert "搬家" in page
    seen = re.search(r'name="record_hash" value="([^"]+)"', page)
    assert seen is not None
    assert manager.post(task, decision="approve", record_hash=seen[1]).status_code == 303
    assert manager.get(task).headers["Location"] == "/tasks"

    task = _task_of(hr, record)
    seen = re.search(r'name="record_hash" value="([^"]+)"', hr.get(task).text)
    assert seen is not None
    answer = hr.post(task, decision="approve", record_hash=seen[1], comment="已安排替班")
    assert answer.status_code == 303
    page = clerk.get(here).text
    assert "已批准" in page
    assert "已安排替班" in page


def test_nobody_votes_on_what_they_did_not_see(site: Site, as_person: As) -> None:
    record = site.leave(reason="变了")
    site.move("wang", "leave.request", record, "submit")
    manager = as_person("li")
    task = _task_of(manager, record)
    answer = manager.post(task, decision="approve", record_hash="something else")
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    missing = manager.post(task, decision="approve")
    assert missing.status_code == 428


def test_somebody_elses_to_do_is_not_there(site: Site, as_person: As) -> None:
    record = site.leave()
    site.move("wang", "leave.request", record, "submit")
    task = _task_of(as_person("li"), record)
    stranger = as_person("guest")
    assert stranger.get(task).status_code in (303, 404)
    assert stranger.post(task, decision="approve", record_hash="x").status_code in (403, 404, 409)


def test_a_rule_writes_to_the_inbox_and_reading_it_clears_the_badge(
    site: Site, as_person: As
) -> None:
    record = site.leave(days="5", end="2026-12-06")
    site.move("wang", "leave.request", record, "submit")
    for who in ("li", "zhao"):
        browser = as_person(who)
        task = _task_of(browser, record)
        seen = re.search(r'name="record_hash" value="([^"]+)"', browser.get(task).text)
        assert seen is not None
        browser.post(task, decision="approve", record_hash=seen[1])
    drain(site.installation)
    hr = as_person("zhao")
    page = hr.get("/inbox").text
    assert "请安排替班" in page
    count = re.search(r"badge-count\">(\d+)", hr.get("/inbox/count").text)
    assert count is not None
    opened = re.search(r'action="(/inbox/[^/"]+/open)"', page)
    assert opened is not None
    target = hr.post(opened[1]).headers["Location"]
    assert target.startswith("/a/leave/request/")
    hr.get("/inbox")
    hr.post("/inbox/read-all")
    assert "badge-count" not in hr.get("/inbox/count").text


def test_an_administrator_adds_changes_and_disables_a_person(site: Site, as_person: As) -> None:
    chief = as_person("chen")
    page = chief.get("/people/new").text
    assert "在「请假」中的角色" in page
    short = chief.post("/people/new", login="sun", name="孙新", password="short")
    assert short.status_code == 422
    assert 'id="password-wrong"' in short.text
    twice = chief.post("/people/new", login="wang", name="又一个", password=PASSWORD)
    assert twice.status_code == 409
    assert 'id="login-wrong"' in twice.text
    added = chief.post(
        "/people/new", login="sun", name="孙新", password=PASSWORD, role="leave:employee"
    )
    assert added.status_code == 303
    path = added.headers["Location"]
    assert 'value="leave:employee" checked' in chief.get(path).text
    assert as_person("sun").get("/a/leave/request/").status_code == 200
    changed = chief.post(path, name="孙新新", manager=site.people["li"])
    assert changed.headers["Location"] == path
    page = chief.get(path).text
    assert 'value="孙新新"' in page
    assert 'value="leave:employee" checked' not in page
    assert chief.post(f"{path}/active").status_code == 303
    refused = as_person(None)
    refused.get("/login")
    assert refused.post("/login", login="sun", password=PASSWORD).status_code == 422


def test_people_are_found_by_name_login_department_and_initials(as_person: As) -> None:
    chief = as_person("chen")
    for text in ("王磊", "WANG", "wl", "wanglei"):
        page = chief.get("/people", query_string={"q": text}).text
        assert ">王磊</a>" in page, text
        assert ">赵静</a>" not in page, text
    assert ">赵静</a>" in chief.get("/people", query_string={"q": "生产"}).text
    assert "没有找到这样的人" in chief.get("/people", query_string={"q": "xyzzy"}).text


def test_an_administrator_builds_the_tree_of_departments(site: Site, as_person: As) -> None:
    chief = as_person("chen")
    chief.get("/departments/new")
    assert chief.post("/departments/new", name=" ").status_code == 422
    works_at = chief.post("/departments/new", name="总厂").headers["Location"]
    hall_at = chief.post("/departments/new", name="新车间").headers["Location"]
    works, hall = (at.rpartition("/")[2] for at in (works_at, hall_at))
    guest = {"name": "周客", "department": hall}
    assert chief.post(f"/people/{site.people['guest']}", **guest).status_code == 303
    moved = chief.post(hall_at, name="一车间", parent=works, manager=site.people["li"])
    assert moved.status_code == 303
    page = chief.get("/departments").text
    below = page[page.index("总厂") :]
    assert below.index("一车间") < below.index("周客") < below.index('tag--accent">李敏')
    twice = chief.post("/departments/new", name="一车间", parent=works)
    assert twice.status_code == 409
    assert 'id="name-wrong"' in twice.text
    cycle = chief.post(works_at, name="总厂", parent=hall)
    assert cycle.status_code == 409
    assert 'id="parent-wrong"' in cycle.text
    offered = chief.get(works_at).text.split('id="parent"')[1].split("</select>")[0]
    assert site.workshop in offered
    assert hall not in offered
    chief.post(f"{works_at}/active")
    assert "还不能停用" in chief.get(works_at).text
    chief.post(f"/people/{site.people['guest']}", name="周客", department=site.workshop)
    for path in (hall_at, works_at):
        chief.post(f"{path}/active")
        assert "已停用" in chief.get(path).text
    assert "一车间" not in chief.get("/people/new").text
    shut = chief.post(f"/people/{site.people['guest']}", name="周客", department=hall)
    assert shut.status_code == 409
    assert 'id="department-wrong"' in shut.text


def test_who_leads_the_department_decides_where_a_person_has_no_manager(
    site: Site, as_person: As
) -> None:
    chief = as_person("chen")
    at = f"/departments/{site.workshop}"
    chief.get(at)
    assert chief.post(at, name="生产部", manager=site.people["li"]).status_code == 303
    new = {"login": "qian", "name": "钱新", "password": PASSWORD, "department": site.workshop}
    assert chief.post("/people/new", **new, role="leave:employee").status_code == 303
    site.people["qian"] = person_id(site.installation, "qian")
    record = site.leave("qian", reason="部门主管来批")
    site.move("qian", "leave.request", record, "submit")
    number = re.search(r"QJ-\d+-\d+", as_person("qian").get(f"/a/leave/request/{record}").text)
    assert number is not None
    assert number[0] in as_person("li").get("/tasks").text
    assert number[0] not in chief.get("/tasks").text
    assert chief.post(at, name="生产部").status_code == 303


def test_who_is_asked_without_seeing_the_record_is_told_so(site: Site, as_person: As) -> None:
    wang = site.people["wang"]
    change_account(site.installation, wang, {"manager": site.people["guest"]})
    record = site.leave()
    site.move("wang", "leave.request", record, "submit")
    change_account(site.installation, wang, {"manager": site.people["li"]})
    asked = as_person("guest")
    at = re.search(r'href="(/tasks/[^"]+)"', asked.get("/tasks").text)
    assert at is not None
    assert asked.get(at[1]).headers["Location"] == "/tasks"
    assert "还不能查看这条记录" in asked.get("/tasks").text


def test_search_finds_by_text_and_the_palette_by_initials(site: Site, as_person: As) -> None:
    record = site.leave(reason="独一无二的理由")
    browser = as_person("wang")
    page = browser.get("/find?q=独一无二").text
    assert record in page
    assert record not in as_person("guest").get("/find?q=独一无二").text
    places = browser.get("/palette?q=qjkb").text
    assert "请假看板" in places
    scanned = browser.get("/find?q=独一无二的理由&go=1")
    assert scanned.headers["Location"].endswith(record)
