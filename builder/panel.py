"""The property panel, drawn from the options' schema of a block: one control for each option."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from builder.keys import pinyin
from runtime.catalog import Catalog
from runtime.errors import sentence
from runtime.fields.base import FieldType
from runtime.spec.app import FieldSpec, label
from runtime.spec.blocks import Block, takes_fields
from runtime.spec.options import SAME_EVERYWHERE

Json = Any
GROUPS = ("basic", "choice", "people", "relation", "file", "layout")
KINDS_STORED = ("text", "number", "day", "moment", "span", "flag")


@dataclass(frozen=True, slots=True)
class Control:
    """One control of the panel. ``what`` says how it is drawn; the bounds are for numbers.

    ``use`` says what a field chosen here must be good for.
    """

    key: str
    label: str
    what: str
    required: bool = False
    default: Json = None
    low: int | None = None
    high: int | None = None
    choices: tuple[str, ...] = ()
    use: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A field type in the palette, and what its panel holds. ``search`` are words it is found by."""

    key: str
    label: str
    icon: str
    group: str
    search: str
    is_stored: bool
    is_generated: bool
    has_columns: bool
    is_title: bool
    controls: tuple[Control, ...]


def kinds(catalog: Catalog, lang: str) -> list[dict[str, Json]]:
    """The palette: every field type people may place, by group."""
    blocks = sorted(catalog.fields.values(), key=_rank)
    return [asdict(_kind(block, lang)) for block in blocks]


def _rank(block: FieldType) -> tuple[int, int, bool, bool, bool, str]:
    """By group, then by what is stored; a type named after that comes first, a generated one last."""
    storage = block.storage(FieldSpec(block.key, block.key, {}))
    return (
        _position(GROUPS, block.face.group),
        _position(KINDS_STORED, storage.kind),
        storage.generated,
        block.key != storage.kind,
        storage.kind not in block.key,
        block.key,
    )


def _position(order: tuple[str, ...], word: str) -> int:
    return order.index(word) if word in order else len(order)


def groups(lang: str) -> list[dict[str, str]]:
    """The palette's headings."""
    return [{"key": each, "label": sentence(f"build.group.{each}", lang)} for each in GROUPS]


def controls(block: Block, lang: str) -> tuple[Control, ...]:
    """The controls of a block's options, in their order."""
    return tuple(_controls(block.options, lang))


def _kind(block: FieldType, lang: str) -> Kind:
    storage = block.storage(FieldSpec(block.key, block.key, {}))
    is_stored = storage.kind != "none"
    return Kind(
        key=block.key,
        label=label(block.face.labels, lang, block.key),
        icon=block.face.icon,
        group="" if block.holds_state else block.face.group,
        search=_search(block),
        is_stored=is_stored,
        is_generated=storage.generated or block.holds_state,
        has_columns=takes_fields(block),
        is_title=is_stored and storage.kind in {"text", "number", "day", "moment"},
        controls=controls(block, lang),
    )


def _search(block: FieldType) -> str:
    """Everything the type is found by: key, labels, pinyin, initials."""
    labels = block.face.labels
    spelled = pinyin(labels.get("zh", ""))
    return " ".join([block.key, *labels.values(), *spelled]).casefold()


def _controls(options: Mapping[str, Json], lang: str) -> Iterator[Control]:
    for key, schema in options.items():
        what = _what(schema, SAME_EVERYWHERE.get(key, ""))
        if what != "columns":
            yield Control(
                key=key,
                label=label(schema.get("x-label", {}), lang, key),
                what=what,
                required=bool(schema.get("x-required")),
                default=schema.get("default"),
                low=schema.get("minimum"),
                high=schema.get("maximum"),
                choices=tuple(str(each) for each in schema.get("enum", ())),
                use=str(schema.get("x-use", what)),
            )


_REFERENCES = frozenset({"form", "field", "condition", "formula"})


def _what(schema: Mapping[str, Json], otherwise: str) -> str:
    """How an option is drawn, read from what it may be."""
    format_ = schema.get("format", otherwise)
    kind = schema.get("type")
    if "enum" in schema:
        return "choice"
    if kind == "array":
        return _what_list(schema.get("items", {}), format_)
    if "anyOf" in schema:
        return "text"
    if kind == "object":
        return "labels" if {"zh", "en"} <= set(schema.get("properties", {})) else "none"
    if kind == "boolean":
        return "switch"
    if kind == "integer":
        return "whole"
    return format_ if format_ in _REFERENCES else "text"


def _what_list(items: Mapping[str, Json], otherwise: str) -> str:
    format_ = items.get("format", otherwise)
    if format_ in {"field", "fields", "sort"}:
        return "sort" if format_ == "sort" else "fields"
    if items.get("type") == "object":
        known = items.get("properties", {})
        if not known:
            return "columns"
        return "options" if {"key", "label", "tone"} <= set(known) else "none"
    return "list"
