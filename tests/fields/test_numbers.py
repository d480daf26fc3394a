"""Numbers are read exactly, or refused; never rounded in silence."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.fields.base import Unreadable, wire
from tests.fields.reading import TYPES, field_of, reader


def stored(scale: int) -> st.SearchStrategy[Decimal]:
    units = st.integers(-(10**18) + 1, 10**18 - 1)
    return units.map(lambda number: Decimal(number).scaleb(-scale))


@pytest.mark.parametrize("key", ["decimal", "money", "percent", "integer"])
@given(data=st.data())
def test_every_number_that_fits_reads_back_from_json_and_from_what_is_shown(
    key: str, data: st.DataObject
) -> None:
    block = TYPES[key]
    scale = 0 if "scale" not in block.options else data.draw(st.integers(2, 6))
    spec = field_of(block, scale=scale)
    value = data.draw(stored(scale))
    assert block.parse(block.dump(value, spec), spec, reader(wire=True)) == value
    for lang in ("zh", "en"):
        who = reader(lang=lang)
        assert block.parse(block.show(value, spec, who), spec, who) == value


@given(stored(12))
def test_the_wire_has_neither_exponents_nor_idle_zeros(value: Decimal) -> None:
    text = wire(value)
    assert Decimal(text) == value
    assert "e" not in text.lower()
    assert "." not in text or not text.endswith("0")
    assert text != "-0"


@given(st.integers(-(10**12) + 1, 10**12 - 1), st.integers(0, 6))
def test_a_float_means_what_a_spreadsheet_shows(units: int, scale: int) -> None:
    block, exact = TYPES["decimal"], Decimal(units).scaleb(-scale)
    assert block.parse(float(exact), field_of(block, scale=6), reader()) == exact


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    for key in ("integer", "decimal", "money", "percent"):
        try:
            value = TYPES[key].parse(text, field_of(TYPES[key]), reader())
        except Unreadable:
            continue
        assert value is None or isinstance(value, Decimal)


@given(st.integers(-(10**15), 10**15))
def test_separators_width_and_unit_change_nothing(number: int) -> None:
    block = TYPES["integer"]
    spec = field_of(block, unit={"zh": "件", "en": "pcs"})
    wide = str(number).translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789-"})
    for text in (f"{number:,}", wide, f"{number} PCS", f"  {number}件 "):
        assert block.parse(text, spec, reader()) == number


@pytest.mark.parametrize(
    "text", ["1,23", "12,34,567", "1 2", "1.2.3", "--1", "1,,000", "٣", "1_000"]
)
def test_what_could_mean_another_number_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as stop:
        TYPES["decimal"].parse(text, field_of(TYPES["decimal"]), reader())
    assert stop.value.code == "not_a_number"


def test_json_gives_a_percent_as_its_fraction_and_a_person_as_percent() -> None:
    block = TYPES["percent"]
    spec = field_of(block)
    assert block.parse("1.5", spec, reader(wire=True)) == Decimal("1.5")
    assert block.parse("1.5", spec, reader()) == Decimal("0.015")
    assert block.parse("0.5", spec, reader(wire=True)) == Decimal("0.5")
    with pytest.raises(Unreadable) as stop:
        block.parse("0.5", spec, reader())
    assert stop.value.facts == {"written": "0.5", "a": "0.5", "b": "50"}
