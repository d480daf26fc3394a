"""What every view type owes: run over each block that discovery finds, by its own samples."""

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry

from runtime.discovery import discover
from runtime.spec.app import FieldSpec, FormSpec, ViewSpec
from runtime.views.base import SAMPLE_FIELDS, Sample, ViewType

TYPES = discover("runtime.views", ViewType)
ICONS = Path(__file__).parents[2] / "node_modules/@tabler/icons/icons/outline"
EVERY = pytest.mark.parametrize("block", TYPES.values(), ids=TYPES)
SAMPLES = pytest.mark.parametrize(
    ("block", "sample"),
    [
        pytest.param(block, sample, id=f"{key}-{number}")
        for key, block in TYPES.items()
        for number, sample in enumerate(block.samples)
    ],
)
FORM = FormSpec(
    key="thing",
    labels={"zh": "事项", "en": "thing"},
    title="title",
    fields=tuple(FieldSpec(key, "text", {"zh": key, "en": key}) for key in SAMPLE_FIELDS),
)


def schema(block: ViewType) -> dict[str, Any]:
    return {"type": "object", "properties": dict(block.options), "additionalProperties": False}


def view(block: ViewType, sample: Sample) -> ViewSpec:
    return ViewSpec("sample", block.key, FORM.key, {"zh": "样本"}, options=sample.options)


def test_the_four_first_view_types_are_there() -> None:
    assert {"list", "board", "detail", "form"} <= set(TYPES)


@EVERY
def test_it_says_what_it_is_in_both_languages(block: ViewType) -> None:
    assert set(block.face.labels) == {"zh", "en"}
    assert block.face.shows in ("records", "record", "entry")
    assert block.__doc__
    assert any(sample.fits for sample in block.samples)
    assert not all(sample.fits for sample in block.samples)


@pytest.mark.skipif(not ICONS.exists(), reason="the icons are not installed")
@EVERY
def test_its_icon_is_a_tabler_outline(block: ViewType) -> None:
    assert (ICONS / f"{block.face.icon}.svg").exists()


@EVERY
def test_its_options_are_a_json_schema_that_the_builder_can_label(block: ViewType) -> None:
    Draft202012Validator.check_schema(schema(block))
    for each in block.options.values():
        assert set(each["x-label"]) == {"zh", "en"}


@SAMPLES
def test_its_samples_fit_its_schema_or_are_refused(block: ViewType, sample: Sample) -> None:
    validator = Draft202012Validator(schema(block), registry=Registry())
    assert validator.is_valid(sample.options) == sample.fits


@SAMPLES
def test_it_shows_fields_and_declares_the_orders_it_reads(block: ViewType, sample: Sample) -> None:
    if sample.fits:
        assert block.fields(view(block, sample), FORM) == sample.fields
        assert block.indexes(view(block, sample), FORM) == sample.indexes


@SAMPLES
def test_it_names_only_fields_of_its_form(block: ViewType, sample: Sample) -> None:
    if sample.fits:
        orders = block.indexes(view(block, sample), FORM)
        named = {*block.fields(view(block, sample), FORM)}
        assert named | {key for each in orders for key, _ in each.columns} <= set(SAMPLE_FIELDS)
