"""Adding a field type is adding one file."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.discovery import StrayFileError, discover
from runtime.fields.base import FieldType, Unreadable
from tests.fields.reading import TYPES, field_of, reader

GUIDE = Path(__file__).parents[2] / "docs/guides/add-a-field-type.md"
RATING = GUIDE.read_text("utf-8").split("```python\n")[1].split("```")[0]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "new_field_types"
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    for name in [name for name in sys.modules if name.startswith("new_field_types")]:
        del sys.modules[name]


def test_one_new_file_is_a_new_field_type_and_the_guide_shows_a_whole_one(package: Path) -> None:
    (package / "rating.py").write_text(RATING, encoding="utf-8")
    block = discover("new_field_types", FieldType)["rating"]
    for sample in block.samples:
        spec = field_of(block, sample)
        if sample.wrong:
            with pytest.raises(Unreadable, match=sample.wrong):
                block.parse(sample.raw, spec, reader())
        else:
            value = block.parse(sample.raw, spec, reader())
            assert value == sample.value
            assert block.dump(value, spec) == sample.json
            assert block.show(value, spec, reader()) == sample.shown
            assert block.parse(sample.shown, spec, reader()) == value


def test_a_file_that_is_no_field_type_stops_the_start_with_a_sentence(package: Path) -> None:
    (package / "stray.py").write_text("X = 1\n", encoding="utf-8")
    with pytest.raises(StrayFileError, match="ends in no `BLOCK"):
        discover("new_field_types", FieldType)


def test_a_field_type_is_keyed_by_its_files_name(package: Path) -> None:
    (package / "stars.py").write_text(RATING, encoding="utf-8")
    with pytest.raises(StrayFileError, match="must be its file's name"):
        discover("new_field_types", FieldType)


def test_every_field_type_of_the_issue_is_there() -> None:
    assert {
        "text", "long_text", "integer", "decimal", "money", "percent", "yes_no", "date", "moment",
        "duration", "choice", "choices", "tags", "person", "department", "link", "lines",
        "auto_number", "attachment", "image", "phone", "email", "url", "address", "code", "section",
        "state",
    } <= set(TYPES)  # fmt: skip


@pytest.mark.parametrize("key", TYPES)
def test_no_field_type_names_another(key: str) -> None:
    source = Path(__file__).parents[2] / f"runtime/fields/{key}.py"
    text = source.read_text("utf-8")
    assert not [other for other in TYPES if f"runtime.fields.{other} " in text]
