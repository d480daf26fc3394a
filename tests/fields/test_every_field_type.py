"""What every field type owes: run over each block that discovery finds, by its own samples."""

from contextlib import suppress
from importlib import resources
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry

from runtime.errors import sentence
from runtime.fields.base import FieldType, Inside, Sample, Unreadable
from tests.fields.reading import TYPES, field_of, reader, samples

GROUPS = {"basic", "choice", "people", "relation", "file", "layout"}
CONTROLS = {
    "text", "long_text", "number", "date", "moment", "choice", "choices", "tags", "yes_no", "person",
    "department", "link", "lines", "file", "image", "address", "code", "readonly", "section",
}  # fmt: skip
ICONS = Path(__file__).parents[2] / "node_modules/@tabler/icons/icons/outline"
SENTENCES = yaml.safe_load(
    (resources.files("runtime.sentences") / "fields.yaml").read_text("utf-8")
)
EVERY = pytest.mark.parametrize("block", TYPES.values(), ids=TYPES)
GOOD = pytest.mark.parametrize(("block", "sample"), samples(wrong=False))
WRONG = pytest.mark.parametrize(("block", "sample"), samples(wrong=True))


def options_schema(block: FieldType) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": dict(block.options),
        "additionalProperties": False,
    }


@EVERY
def test_it_says_what_it_is_in_both_languages(block: FieldType) -> None:
    assert set(block.face.labels) == {"zh", "en"}
    assert block.face.group in GROUPS
    assert block.face.control in CONTROLS
    assert block.__doc__


@pytest.mark.skipif(not ICONS.exists(), reason="the icons are not installed")
@EVERY
def test_its_icon_is_a_tabler_outline(block: FieldType) -> None:
    assert (ICONS / f"{block.face.icon}.svg").exists()


@EVERY
def test_its_options_are_a_json_schema_that_the_builder_can_label(block: FieldType) -> None:
    Draft202012Validator.check_schema(options_schema(block))
    for schema in block.options.values():
        assert set(schema["x-label"]) == {"zh", "en"}


@EVERY
def test_its_samples_show_good_and_bad_empty_and_filled(block: FieldType) -> None:
    bad = [sample for sample in block.samples if sample.wrong]
    good = [sample for sample in block.samples if not sample.wrong]
    assert len(good) >= 4
    assert len(bad) >= 4
    assert any(not str(sample.raw or "").strip() for sample in good)


@pytest.mark.parametrize(("block", "sample"), [*samples(wrong=False), *samples(wrong=True)])
def test_the_options_of_its_samples_fit_its_schema(block: FieldType, sample: Sample) -> None:
    validator = Draft202012Validator(options_schema(block), registry=Registry())
    given = dict(sample.options)
    if sample.fields:
        given["fields"] = [{"key": each.key} for each in sample.fields]
    if not block.holds_state:  # a lifecycle gives a state its options
        validator.validate(given)


@GOOD
def test_what_was_written_is_read_dumped_and_shown(block: FieldType, sample: Sample) -> None:
    spec = field_of(block, sample)
    value = block.parse(sample.raw, spec, reader(sample))
    assert value == sample.value
    assert type(value) is type(sample.value)
    assert block.dump(value, spec) == sample.json
    assert block.show(value, spec, reader(sample)) == sample.shown


@GOOD
def test_its_json_reads_back(block: FieldType, sample: Sample) -> None:
    spec = field_of(block, sample)
    sent = orjson.loads(orjson.dumps(block.dump(sample.value, spec)))
    assert block.parse(sent, spec, reader(sample, wire=True)) == sample.value


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "UTC"])
@GOOD
def test_what_is_shown_reads_back(block: FieldType, sample: Sample, zone: str, lang: str) -> None:
    spec, who = field_of(block, sample), reader(sample, lang, zone)
    shown = block.show(sample.value, spec, who)
    assert isinstance(shown, str)
    assert block.parse(shown, spec, who) == sample.value


@WRONG
def test_what_is_wrong_is_refused_with_a_sentence(block: FieldType, sample: Sample) -> None:
    with pytest.raises(Unreadable) as stop:
        block.parse(sample.raw, field_of(block, sample), reader(sample))
    assert stop.value.code == sample.wrong
    problems = (Inside(0, "", stop.value.code, stop.value.facts), *stop.value.inside)
    for problem in problems:
        for lang in ("zh", "en"):
            said = sentence(problem.code, lang, problem.facts)
            assert "{" not in said


NESTED: Any = []
for _ in range(5000):
    NESTED = [NESTED]
ODD: tuple[Any, ...] = (
    "", " ", "\x00", "\ud800", "１２３", "1" * 200_000, "-", ".", "¥", "%", "[", "{}", "P", "@", "://",
    "，", "1e400", "\u202e", 0, 1, -1, 10**400, 0.1, 1e308, float("nan"), float("-inf"), True, None,
    [], [[]], NESTED, [None], {}, {"a": {}}, (), ["x"] * 3000, {"0-x": 1}, b"bytes",
)  # fmt: skip


@EVERY
def test_it_reads_or_refuses_whatever_comes(block: FieldType) -> None:
    sample = next(each for each in block.samples if not each.wrong)
    for raw in ODD:
        with suppress(Unreadable):
            value = block.parse(raw, field_of(block, sample), reader(sample))
            block.dump(value, field_of(block, sample))


def test_every_sentence_is_there_in_both_languages_and_used() -> None:
    assert all(set(said) == {"zh", "en"} for said in SENTENCES.values())
    sources = "".join(
        path.read_text("utf-8") for path in Path(resources.files("runtime.fields")).rglob("*.py")
    )
    assert [code for code in SENTENCES if f'"{code}"' not in sources] == []
