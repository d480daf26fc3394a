"""The public contract of the HTTP API, as a client sees it."""

from __future__ import annotations

import io

import pytest

from runtime.imports.job import run_imports
from tests.api.conftest import ASKED, RECORDS, Callers


def test_a_record_is_created_read_changed_trashed_and_restored(api: Callers) -> None:
    made = api.create("hr", name=api.house.people["zhang"])
    one = f"{RECORDS}/{made['id']}"
    assert (made["version"], made["number"], made["state"]) == (1, "QJ-2026-0001", "draft")
    assert made["values"]["days"] == "4"
    read = api("hr", "GET", one)
    assert read.get_json() == made
    assert read.headers["ETag"] == '"1"'
    changed = api("hr", "PATCH", one, {"values": {"days": "2.5"}}, If_Match='"1"')
    assert (changed.status_code, changed.get_json()["values"]["days"]) == (200, "2.5")
    assert api("hr", "DELETE", one).status_code == 200
    assert api("hr", "GET", one).status_code == 404
    assert api("hr", "POST", f"{one}/restore", {}).status_code == 200
    assert api("hr", "GET", one).get_json()["values"]["days"] == "2.5"


def test_what_is_wrong_is_a_problem_with_a_sentence_at_each_field(api: Callers) -> None:
    answer = api("zhang", "POST", RECORDS, {"values": {**ASKED, "days": "x", "kind": "?"}})
    body = answer.get_json()
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert {each["field"] for each in body["problems"]} == {"days", "kind"}
    assert all(each["message"] for each in body["problems"])
    english = api("zhang", "POST", RECORDS, {"values": {"nonsense": 1}}, Accept_Language="en")
    messages = [each["message"] for each in english.get_json()["problems"]]
    assert "There is no field called “nonsense”." in messages


@pytest.mark.parametrize(
    ("method", "path", "json", "headers", "status"),
    [
        ("POST", RECORDS, {"values": []}, {}, 400),
        ("POST", RECORDS, {"value": {}}, {}, 422),
        ("GET", f"{RECORDS}?limit=0", None, {}, 422),
        ("GET", f"{RECORDS}?limit=999", None, {}, 422),
        ("GET", f"{RECORDS}?after=nonsense", None, {}, 422),
        ("GET", f"{RECORDS}?where=天数>>1", None, {}, 422),
        ("GET", f"{RECORDS}?sort=nonsense", None, {}, 422),
        ("GET", f"{RECORDS}?fields=nonsense", None, {}, 422),
        ("GET", f"{RECORDS}/nobody", None, {}, 404),
        ("GET", "/apps/none/forms/request/records", None, {}, 404),
        ("GET", "/apps/leave/forms/none/records", None, {}, 404),
        ("GET", "/nothing/here", None, {}, 404),
        ("PUT", RECORDS, {}, {}, 405),
        ("POST", f"{RECORDS}/nobody/moves/submit", {}, {}, 404),
        ("POST", "/tasks/nobody/decisions", {"decision": "approve"}, {}, 404),
        ("GET", "/jobs/nobody", None, {}, 404),
    ],
)
def test_bad_requests_get_a_sentence_and_change_nothing(
    api: Callers, method: str, path: str, json: object, headers: dict[str, str], status: int
) -> None:
    answer = api("hr", method, path, json, **headers)
    assert answer.status_code == status
    assert "Traceback" not in answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["title"]
    assert api("hr", "GET", f"{RECORDS}?count=exact").get_json()["total"] == 0


def test_a_token_opens_only_its_own_doors(api: Callers) -> None:
    assert api(None, "GET", RECORDS).status_code == 401
    assert api("forged", "GET", RECORDS).status_code == 401
    assert api("guest", "GET", RECORDS).status_code == 404
    made = api.create("zhang")
    assert api("chen", "GET", f"{RECORDS}/{made['id']}").status_code == 404
    assert api("zhang", "DELETE", f"{RECORDS}/{made['id']}").status_code == 403


def test_a_version_must_be_named_and_current(api: Callers) -> None:
    made = api.create("zhang")
    one = f"{RECORDS}/{made['id']}"
    values = {"values": {"days": "2"}}
    assert api("zhang", "PATCH", one, values).status_code == 428
    assert api("zhang", "PATCH", one, values, If_Match="1").status_code == 200
    stale = api("zhang", "PATCH", one, {"values": {"days": "9"}}, If_Match="1")
    assert (stale.status_code, stale.get_json()["facts"]) == (412, {"yours": 1, "current": 2})


def test_the_same_key_does_it_once_and_another_request_is_refused(api: Callers) -> None:
    body = {"values": ASKED}
    first = api("zhang", "POST", RECORDS, body, Idempotency_Key="k1")
    again = api("zhang", "POST", RECORDS, body, Idempotency_Key="k1")
    assert first.get_json() == again.get_json()
    other = api("zhang", "POST", RECORDS, {"values": {**ASKED, "days": "1"}}, Idempotency_Key="k1")
    assert (other.status_code, other.get_json()["code"]) == (409, "idem_key_reused")
    assert api("hr", "GET", f"{RECORDS}?count=exact").get_json()["total"] == 1


def test_a_move_that_needs_approval_waits_for_it(api: Callers) -> None:
    made = api.create("zhang")
    one = f"{RECORDS}/{made['id']}"
    asked = api("zhang", "POST", f"{one}/moves/submit", {"note": "请批"})
    assert (asked.status_code, asked.get_json()["status"]) == (202, "pending")
    assert api("zhang", "POST", f"{one}/moves/submit", {}).status_code == 409
    for login in ("lead", "hr"):
        (task,) = api(login, "GET", "/tasks").get_json()["tasks"]
        decision = {"decision": "approve", "comment": "好", "record_hash": task["record_hash"]}
        decided = api(login, "POST", f"/tasks/{task['id']}/decisions", decision)
        assert decided.status_code == 200
        late = api(login, "POST", f"/tasks/{task['id']}/decisions", decision)
        assert late.status_code == 409
    assert api("zhang", "GET", one).get_json()["state"] == "granted"
    assert api("zhang", "POST", f"{one}/moves/submit", {}).status_code == 409
    types = [each["type"] for each in api("hr", "GET", f"{one}/timeline").get_json()["entries"]]
    assert types[-1] == "created"
    assert "moved" in types
    for wrong in ("timeline?befor=3", "timeline?limit=many", "timeline?limit=0", "cases?all=1"):
        assert api("hr", "GET", f"{one}/{wrong}").status_code == 422, wrong
    assert api.house.inbox("hr").count("长假通知") == 1
    titles = [each["title"] for each in api("hr", "GET", "/inbox").get_json()["notices"]]
    assert "长假通知" in titles


def test_a_list_is_filtered_sorted_and_paged(api: Callers) -> None:
    for days in ("1", "5", "3", "2", "4"):
        api.create("zhang", days=days)
    found, after = [], ""
    for _ in range(3):
        page = api(
            "hr", "GET", f"{RECORDS}?where=天数>1&sort=-days&limit=2&fields=days{after}"
        ).get_json()
        found += [each["values"] for each in page["records"]]
        after = f"&after={page['next']}"
        if page["next"] is None:
            break
    assert found == [{"days": "5"}, {"days": "4"}, {"days": "3"}, {"days": "2"}]


def test_a_file_is_checked_first_and_stored_when_confirmed(api: Callers) -> None:
    good = "请假类型,天数,开始日期,结束日期,事由\n年假,2,2026-12-01,2026-12-02,\n病假,1,2026/12/03,2026-12-03,\n"
    bad = good + "年假,很多,2026-12-01,2026-12-02,\n"

    def upload(text: str) -> dict[str, object]:
        answer = api.client.post(
            f"/api/v1{RECORDS}:import",
            data={"file": (io.BytesIO(text.encode()), "请假.csv")},
            headers={"Authorization": f"Bearer {api.tokens['hr']}"},
        )
        assert answer.status_code == 202, answer.get_json()
        return dict(answer.get_json())

    job = upload(bad)
    (problem,) = job["problems"]  # type: ignore[misc]
    assert (problem["row"], problem["field"]) == (4, "days")
    assert api("hr", "POST", f"/jobs/{job['id']}/confirm", {}).status_code == 409
    assert api("hr", "GET", f"{RECORDS}?count=exact").get_json()["total"] == 0
    job = upload(good)
    assert api("zhang", "GET", f"/jobs/{job['id']}").status_code == 404
    assert api("hr", "POST", f"/jobs/{job['id']}/confirm", {}).status_code == 202
    run_imports(api.house.installation)
    state = api("hr", "GET", f"/jobs/{job['id']}").get_json()
    assert (state["status"], state["done"]) == ("done", 2)
    assert api("hr", "GET", f"{RECORDS}?count=exact").get_json()["total"] == 2
    assert [each["code"] for each in upload(good)["problems"]] == ["imported_before"]  # type: ignore[attr-defined]


def test_the_description_holds_what_the_asker_may_call(api: Callers) -> None:
    mine = api("zhang", "GET", "/openapi.json").get_json()
    assert mine["openapi"] == "3.1.0"
    one = mine["paths"][f"/api/v1{RECORDS}/{{id}}"]
    assert set(one) == {"get", "patch"}
    assert api("guest", "GET", "/openapi.json").get_json()["paths"].keys() == {
        "/api/v1/tasks",
        "/api/v1/tasks/{task}/decisions",
        "/api/v1/inbox",
        "/api/v1/jobs/{id}",
    }


def test_health_needs_no_token(api: Callers) -> None:
    assert api.client.get("/healthz").get_json() == {"ok": True}
    assert api.client.get("/readyz").get_json()["checks"]["database"] == "ok"
    assert "dougong_deliveries_waiting" in api.client.get("/metrics").text
    forwarded = api.client.get("/metrics", headers={"X-Forwarded-For": "1.2.3.4"})
    assert forwarded.status_code == 401


def test_an_unknown_key_and_a_filter_that_is_no_condition_are_told_where_they_are(
    api: Callers,
) -> None:
    answer = api("zhang", "POST", RECORDS, {"values": {**ASKED, "dyas": "3"}})
    assert [(p["code"], p["path"]) for p in answer.get_json()["problems"]] == [
        ("unknown_field", "dyas")
    ]
    for query in ("sort=dyas", "fields=dyas"):
        (problem,) = api("zhang", "GET", f"{RECORDS}?{query}").get_json()["problems"]
        assert (problem["code"], problem["path"]) == ("unknown_field", "dyas")
    answer = api("zhang", "GET", f"{RECORDS}?where=天数")
    assert answer.status_code == 422
    (problem,) = answer.get_json()["problems"]
    assert problem["message"] == "“天数”是数字，不是一个条件：条件只有“是”和“否”。"


def test_what_may_be_chosen_is_told_in_the_reader_s_language(api: Callers) -> None:
    values = {"values": {**ASKED, "kind": "fun"}}
    for lang, known in (("zh", "年假、病假、事假"), ("en", "annual, sick, personal")):
        answer = api("zhang", "POST", RECORDS, values, Accept_Language=lang)
        assert known in answer.get_json()["problems"][0]["message"]
