"""Computed fields are always true: in their record, across links, gathered over others, at any door."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from runtime.catalog import catalog
from runtime.changes.recompute import WIDE
from runtime.commands.change import change_record
from runtime.commands.submit import submit_record
from runtime.commands.trash import restore_record, trash_record
from runtime.errors import Refusal
from runtime.queries.records import get_record
from runtime.queries.timeline import timeline
from runtime.spec.app import AppSpec
from runtime.spec.load import load_app
from runtime.spec.reading import read_app
from tests.house import House, app_in, app_of

LEDGER = "tests/apps/ledger"
Raw = dict[str, Any]


@pytest.fixture
def ledger(house: House) -> House:
    """The ledger with its clerk."""
    house.publish(app_in(LEDGER))
    house.person("clerk", "clerk", name="小文")
    return house


def make(house: House, form: str, **values: Any) -> str:
    with house.write("clerk") as ctx:
        return submit_record(ctx, form, values).id


def change(house: House, form: str, record: str, **values: Any) -> None:
    with house.write("clerk") as ctx:
        version = get_record(ctx, form, record).version
        change_record(ctx, form, record, version, values)


def values(house: House, form: str, record: str) -> Raw:
    with house.read("clerk") as ctx:
        return dict(get_record(ctx, form, record).values)


def order(house: House, number: str, customer: str | None, *items: tuple[str, str]) -> str:
    lines = [{"product": product, "count": count} for product, count in items]
    return make(house, "order", number=number, customer=customer, items=lines)


def test_lines_totals_and_look_ups_are_worked_out_as_the_record_is_written(ledger: House) -> None:
    pen, ink = make(ledger, "product", name="笔", price="2.50"), make(ledger, "product", name="墨")
    buyer = make(ledger, "customer", name="远山", discount="0.2")
    one = order(ledger, "A1", buyer, (pen, "10"), (ink, "3"))
    found = values(ledger, "order", one)
    assert [row["amount"] for row in found["items"]] == [Decimal("25.00"), None]
    assert found["sum"] == Decimal("25.00")
    assert found["due"] == Decimal("22.00")  # 25 × 0.8 × 1.1
    change(ledger, "order", one, items=[{"product": pen, "count": "4"}])
    assert values(ledger, "order", one)["due"] == Decimal("8.80")


def test_lines_sent_again_as_they_stand_keep_what_was_worked_out(ledger: House) -> None:
    pen = make(ledger, "product", name="笔", price="2")
    one = order(ledger, "A1", None, (pen, "3"))
    line = values(ledger, "order", one)["items"][0]["id"]
    change(ledger, "order", one, items=[{"id": line, "product": pen, "count": "3"}])
    found = values(ledger, "order", one)
    assert (found["items"][0]["amount"], found["sum"]) == (Decimal("6.00"), Decimal("6.00"))


def test_what_reads_a_record_follows_it_through_links_lines_and_gatherings(ledger: House) -> None:
    pen = make(ledger, "product", name="笔", price="100")
    buyer, other = make(ledger, "customer", name="远山"), make(ledger, "customer", name="近水")
    one, two = order(ledger, "A1", buyer, (pen, "1")), order(ledger, "A2", buyer, (pen, "2"))
    found = values(ledger, "customer", buyer)
    assert (found["orders"], found["owed"], found["mean"]) == (
        2,
        Decimal("330.00"),
        Decimal("165.00"),
    )
    change(ledger, "product", pen, price="200")  # product → lines → order → customer
    assert values(ledger, "order", two)["items"][0]["amount"] == Decimal("400.00")
    assert values(ledger, "customer", buyer)["owed"] == Decimal("660.00")
    change(ledger, "customer", buyer, discount="0.5")  # customer → its orders → the customer
    assert values(ledger, "order", one)["due"] == Decimal("110.00")
    assert values(ledger, "customer", buyer)["owed"] == Decimal("330.00")
    change(ledger, "order", one, customer=other)  # both customers are counted anew
    assert values(ledger, "customer", buyer)["orders"] == 1
    assert values(ledger, "customer", other)["owed"] == Decimal("220.00")
    with ledger.write("clerk") as ctx:
        trash_record(ctx, "order", two)
    found = values(ledger, "customer", buyer)
    assert (found["orders"], found["owed"], found["mean"]) == (0, 0, None)
    with ledger.write("clerk") as ctx:
        restore_record(ctx, "order", two)
    assert values(ledger, "customer", buyer)["orders"] == 1


def test_a_rule_hears_of_what_was_worked_out_and_nobody_loses_a_change_by_it(ledger: House) -> None:
    pen = make(ledger, "product", name="笔", price="100")
    buyer = make(ledger, "customer", name="远山")
    with ledger.read("clerk") as ctx:
        seen = get_record(ctx, "customer", buyer).version
    order(ledger, "A1", buyer, (pen, "9"))
    assert values(ledger, "customer", buyer)["big"] is False
    with ledger.write("clerk") as ctx:  # the count went up meanwhile; that is nobody's version
        change_record(ctx, "customer", buyer, seen, {"discount": "0.01"})
    order(ledger, "A2", buyer, (pen, "9"))
    assert values(ledger, "customer", buyer)["big"] is True
    with ledger.read("clerk") as ctx:
        told = timeline(ctx, "customer", buyer)
    assert any("orders" in str(each) for each in told)


@pytest.mark.parametrize("door", ["api", "form", "import"])
def test_nobody_writes_what_is_worked_out(ledger: House, door: Any) -> None:
    with ledger.write("clerk", door) as ctx, pytest.raises(Refusal) as refused:
        submit_record(ctx, "customer", {"name": "远山", "owed": "5"})
    assert [each.code for each in refused.value.wrongs] == ["read_only"]


def test_a_new_formula_is_worked_out_for_old_records_by_and_by(house: House) -> None:
    spec = app_in(LEDGER)
    form = spec.form("order")
    assert form is not None
    plain = replace(
        form, fields=tuple(replace(f, formula=None) if f.key == "sum" else f for f in form.fields)
    )
    before = replace(spec, forms=tuple(plain if f.key == "order" else f for f in spec.forms))
    house.publish(before)
    house.person("clerk", "clerk", name="小文")
    pen = make(house, "product", name="笔", price="3")
    ids = [order(house, f"A{n}", None, (pen, str(n))) for n in range(1, 4)]
    assert values(house, "order", ids[2])["sum"] is None
    house.publish(spec)
    house.later(seconds=1)
    assert [values(house, "order", each)["sum"] for each in ids] == [3, 6, 9]


def test_a_wide_fan_is_left_to_the_worker_and_comes_out_right(
    ledger: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runtime.changes.recompute.WIDE", 3)
    monkeypatch.setattr("runtime.due.recomputations.WIDE", 3)
    assert WIDE > 3
    pen = make(ledger, "product", name="笔", price="1")
    buyer = make(ledger, "customer", name="远山")
    ids = [order(ledger, f"A{n}", buyer, (pen, "1")) for n in range(5)]
    change(ledger, "customer", buyer, discount="0.5")
    ledger.later(seconds=1)
    assert {values(ledger, "order", each)["due"] for each in ids} == {Decimal("0.55")}
    assert values(ledger, "customer", buyer)["owed"] == Decimal("2.75")


def test_eight_writers_under_one_record_count_right(ledger: House) -> None:
    pen = make(ledger, "product", name="笔", price="10")
    buyer = make(ledger, "customer", name="远山")

    def write(writer: int) -> None:
        for number in range(4):
            order(ledger, f"{writer}-{number}", buyer, (pen, "1"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    found = values(ledger, "customer", buyer)
    assert (found["orders"], found["owed"]) == (32, Decimal("352.00"))


def test_after_any_writes_every_value_is_what_its_formula_comes_to(ledger: House) -> None:
    chance = random.Random(7)
    products = [make(ledger, "product", name=f"P{n}", price=str(n)) for n in range(3)]
    customers = [make(ledger, "customer", name=f"C{n}") for n in range(3)]
    orders = [order(ledger, f"A{n}", None, (products[0], "1")) for n in range(4)]
    for _ in range(40):
        match chance.randrange(4):
            case 0:
                change(ledger, "product", chance.choice(products), price=str(chance.randrange(9)))
            case 1:
                change(
                    ledger,
                    "customer",
                    chance.choice(customers),
                    discount=f"0.{chance.randrange(10, 90)}",
                )
            case 2:
                change(
                    ledger,
                    "order",
                    chance.choice(orders),
                    customer=chance.choice([*customers, None]),
                )
            case _:
                lines = [
                    {"product": chance.choice([*products, None]), "count": str(chance.randrange(5))}
                    for _ in range(chance.randrange(3))
                ]
                change(ledger, "order", chance.choice(orders), items=lines)
    prices = {each: values(ledger, "product", each)["price"] for each in products}
    buyers = {each: values(ledger, "customer", each) for each in customers}
    dues: dict[str, list[Decimal]] = {each: [] for each in customers}
    for each in orders:
        found = values(ledger, "order", each)
        amounts = []
        for row in found["items"]:
            price = prices.get(row["product"])
            assert row["price"] == price
            assert row["amount"] == (None if price is None else price * row["count"])
            amounts += [row["amount"]] if row["amount"] is not None else []
        assert found["sum"] == (sum(amounts) if amounts else None) or found["sum"] == 0
        buyer = buyers.get(found["customer"])
        assert found["discount"] == (buyer["discount"] if buyer else None)
        if found["customer"]:
            dues[found["customer"]].append(found["due"])
    for each, owing in dues.items():
        known = [due for due in owing if due is not None]
        assert buyers[each]["orders"] == len(owing)
        assert (buyers[each]["owed"] or 0) == sum(known)


FORM = """
key: job
label: {zh: 活儿, en: job}
fields:
  - {key: a, type: decimal, label: {zh: 甲数, en: first}%s}
  - {key: b, type: decimal, label: {zh: 乙数, en: second}%s}
  - {key: day, type: date, label: {zh: 日子, en: day}%s}
permissions:
  - {role: clerk, can: [create, read, update]}
"""
APP = (
    "key: shop\nlabel: {zh: 店, en: shop}\nroles:\n  - {key: clerk, label: {zh: 店员, en: clerk}}\n"
)


@pytest.mark.parametrize(
    ("a", "b", "day", "code"),
    [
        (", formula: 乙数+1", ", formula: 甲数+1", "", "formula_circle"),
        (", formula: 甲数+1", "", "", "formula_circle"),
        (", formula: '1', default: 2", "", "", "formula_alone"),
        (", formula: 乙数, required: true", "", "", "formula_alone"),
        (", formula: 日子", "", "", "spec_other_kind"),
        ("", "", ", formula: TODAY(), unique: true", "formula_reads_clock"),
        (", formula: 'IF(创建人=本人, 1, 2)'", "", "", "formula_asks_who"),
        (", formula: 'IF(存在活儿满足(乙数>1), 1, 2)'", "", "", "formula_reads_all"),
    ],
)
def test_a_formula_that_could_not_be_kept_true_is_refused(
    a: str, b: str, day: str, code: str, tmp_path: Any
) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "app.yaml").write_text(APP, encoding="utf-8")
    (tmp_path / "forms" / "job.yaml").write_text(FORM % (a, b, day), encoding="utf-8")
    _, problems = load_app(tmp_path, catalog().blocks)
    assert code in [each.code for each in problems], [each.message("zh") for each in problems]


def test_rules_may_not_write_what_is_worked_out() -> None:
    spec: AppSpec = app_of(app=APP, forms__job=FORM % (", formula: 乙数+1", "", ""))
    rule = replace(
        app_in(LEDGER).rules[0], form="job", text="如果乙数>1，则将甲数改为5", key="wrong"
    )
    read = read_app(replace(spec, rules=(rule,)), catalog().blocks)
    assert [each.code for each in read.errors]
