"""The flagship template is sound: its people, its menus, its sample records."""

import csv
from pathlib import Path

from runtime.catalog import catalog
from runtime.spec.load import load_app
from templates_market.gallery import BUNDLES

FOLDER = BUNDLES / "order_tracking"
SPEC, PROBLEMS = load_app(FOLDER, catalog().blocks)
assert SPEC is not None, PROBLEMS
REMINDER = "如果订单类型=加急 且 当前进度<50% 且 距离截止日≤3天,则向生产经理发送加急提醒"


def test_nothing_is_wrong_with_it() -> None:
    assert [each.message("zh") for each in PROBLEMS if each.severity != "hint"] == []


def test_the_urgent_reminder_is_the_users_own_sentence() -> None:
    rule = next(each for each in SPEC.rules if each.key == "urgent_reminder")  # type: ignore[union-attr]
    assert (rule.text, rule.on) == (REMINDER, True)


def test_some_three_hundred_orders_show_every_state_and_flag() -> None:
    with (FOLDER / "data" / "order.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    life = next(each for each in SPEC.lifecycles if each.form == "order")  # type: ignore[union-attr]
    order = SPEC.form("order")  # type: ignore[union-attr]
    assert order is not None
    assert len(rows) == 300
    assert {row["status"] for row in rows} == {state.key for state in life.states}
    flags = next(each for each in order.fields if each.key == "flags")
    shown = {flag for row in rows for flag in row["flags"].split(",") if flag}
    assert shown == {option["key"] for option in flags.options["options"]}
    assert {row["order_type"] for row in rows} == {"normal", "urgent", "sample"}


def test_the_quick_entry_asks_for_five_fields() -> None:
    view = next(each for each in SPEC.views if each.key == "quick_order")  # type: ignore[union-attr]
    assert len(view.options["fields"]) == 5


def test_everybody_of_the_manifest_holds_declared_roles() -> None:
    from templates_market.template import read_template

    template, problems = read_template((FOLDER / "template.yaml").read_bytes())
    assert template is not None, problems
    roles = {role.key for role in SPEC.named("role")}  # type: ignore[union-attr]
    rooms = {each.key for each in SPEC.named("department")}  # type: ignore[union-attr]
    held = {role for member in template.people for role in member.roles}
    assert held == roles
    assert {member.department for member in template.people} <= rooms
    for role in roles:
        assert any(m.login == f"{role}_1" and role in m.roles for m in template.people), role
    assert all(Path(FOLDER, "data", f"{form}.csv").is_file() for form in ("order", "customer"))


def test_no_role_finds_more_than_eight_entries_in_its_menu_and_none_an_empty_one() -> None:
    entries = {}
    for role in (each.key for each in SPEC.named("role")):  # type: ignore[union-attr]
        opened = {
            form.key: right.can
            for form in SPEC.forms  # type: ignore[union-attr]
            for right in form.grants
            if right.role == role
        }
        views = {each.key: each for each in SPEC.views}  # type: ignore[union-attr]
        shown = [
            key
            for group in SPEC.menu  # type: ignore[union-attr]
            for key in group.items
            if "read" in opened.get(views[key].form, ())
            and (not views[key].roles or role in views[key].roles)
        ]
        entries[role] = len(shown)
    assert {role: count for role, count in entries.items() if count > 8} == {}
    without = {role for role, count in entries.items() if count == 0}
    assert without == {"related_posts"}
