"""The reference says what the schema says."""

import re
from pathlib import Path
from typing import Any

import yaml

from runtime.spec import frames
from runtime.spec.build import NAMES
from runtime.spec.folder import BESIDE, BESIDE_FOLDERS, KINDS
from runtime.spec.load import load_files
from runtime.spec.schema import _PARAM
from tests.spec.small import BLOCKS, files

TEXT = (Path(__file__).parents[2] / "docs/reference/app-files.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"[a-z_]+", TEXT))


def _keys(schema: Any) -> set[str]:
    """Every key a file may hold, in a frame."""
    if isinstance(schema, list):
        return {key for each in schema for key in _keys(each)}
    if not isinstance(schema, dict):
        return set()
    own = set(schema["properties"]) if isinstance(schema.get("properties"), dict) else set()
    return own.union(*(_keys(each) for each in schema.values()))


def test_every_key_of_a_frame_is_explained() -> None:
    parts = [
        frames.COMMON, frames.LIFECYCLE_PARTS, frames.APP, frames.FORM, frames.LIFECYCLE,
        frames.APPROVAL, frames.STEP, frames.RULE, frames.METRIC, frames.CONNECTOR, frames.SCENARIO,
        {"properties": frames.FIELD}, {"properties": frames.VIEW}, {"properties": _PARAM},
    ]  # fmt: skip
    known = {key for part in parts for key in _keys(part)}
    assert sorted(known - WORDS - {"zh", "en"}) == []


def test_every_folder_and_kind_of_name_is_explained() -> None:
    assert all(f"{folder}/" in TEXT for folder in KINDS)
    assert all(f"`{name}`" in TEXT for name in (*NAMES, *BESIDE, *BESIDE_FOLDERS))


def test_every_field_type_is_listed() -> None:
    assert sorted(set(BLOCKS.fields) - WORDS) == []


def test_the_rule_that_is_shown_is_read() -> None:
    shown = re.search(r"```\n(key: long_leave.*?)```", TEXT, re.DOTALL)
    assert shown is not None
    spec, problems = load_files(files(rules__long_leave=shown[1]))
    assert spec is not None
    assert [each.code for each in problems] == ["spec_unknown_name"]  # its form is another app's
    assert yaml.safe_load(shown[1].split("---")[0])["key"] == "long_leave"
