"""What the tests of field types read with: a lookup that knows a sample's names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from runtime.fields.base import FieldType, Reader, Sample, field_types
from runtime.spec.app import FieldSpec

TYPES = field_types()


@dataclass
class KnownNames:
    """Finds by id, then by name."""

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def find(self, kind: str, text: str) -> str | None:
        known = self.names.get(kind, {})
        return text if text in known else next((k for k, n in known.items() if n == text), None)

    def name(self, kind: str, key: str) -> str:
        return self.names.get(kind, {}).get(key, key)


def reader(
    sample: Sample | None = None,
    lang: str = "zh",
    zone: str = "Asia/Shanghai",
    wire: bool = False,
) -> Reader:
    return Reader(lang, zone, KnownNames(sample.names if sample else {}), wire)


def field_of(block: FieldType, sample: Sample | None = None, **options: Any) -> FieldSpec:
    """The field a sample is about."""
    return FieldSpec(
        key="sample",
        type=block.key,
        labels={"zh": "样本", "en": "sample"},
        options={**(sample.options if sample else {}), **options},
        fields=sample.fields if sample else (),
    )


def samples(*, wrong: bool) -> list[Any]:
    return [
        pytest.param(block, sample, id=f"{key}-{number}")
        for key, block in TYPES.items()
        for number, sample in enumerate(block.samples)
        if (sample.wrong is not None) == wrong
    ]
