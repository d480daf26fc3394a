"""Adding a field type is adding one file."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.discovery import StrayFileError, discover
from runtime.fields.base import FieldType
from tests.fields.reading import TYPES, field_of, reader

MOOD = """
from rule_dsl.types import TEXT
from runtime.fields.base import Face, FieldType, Sample, Storage, Unreadable


class Mood(FieldType):
    key = "mood"
    face = Face({"zh": "心情", "en": "mood"}, icon="mood-smile", group="basic", control="text")
    samples = (Sample("good", "good", "good", "good"),)

    def storage(self, spec):
        return Storage("text")

    def parse(self, raw, spec, reader):
        if raw not in (None, "", "good"):
            raise Unreadable("not_text", written=raw)
        return raw or None

    def show(self, value, spec, reader):
        return value or ""

    def rule_type(self, spec, form):
        return TEXT


BLOCK = Mood()
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "new_field_types"
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    for name in [name for name in sys.modules if name.startswith("new_field_types")]:
        del sys.modules[name]


def test_one_new_file_is_a_new_field_type(package: Path) -> None:
    (package / "mood.py").write_text(MOOD, encoding="utf-8")
    found = discover("new_field_types", FieldType)
    (sample,) = found["mood"].samples
    assert found["mood"].parse(sample.raw, field_of(found["mood"]), reader()) == "good"


def test_a_file_that_is_no_field_type_stops_the_start_with_a_sentence(package: Path) -> None:
    (package / "stray.py").write_text("X = 1\n", encoding="utf-8")
    with pytest.raises(StrayFileError, match="ends in no `BLOCK"):
        discover("new_field_types", FieldType)


def test_a_field_type_is_keyed_by_its_files_name(package: Path) -> None:
    (package / "feeling.py").write_text(MOOD, encoding="utf-8")
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
