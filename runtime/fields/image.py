"""Pictures kept with a record."""

from __future__ import annotations

from rule_dsl.types import Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Value
from runtime.fields.parts.files import file_options, read_files, show_files
from runtime.spec.app import FieldSpec

KINDS = ["jpg", "jpeg", "png", "webp", "gif"]
_NAMES = {"file": {"f1": "箱子.jpg", "f2": "IMG_2.PNG", "f3": "合同.pdf"}}
_BOTH = frozenset({"f1", "f2"})


class Image(FieldType):
    """The ids of uploaded pictures, shown small."""

    key = "image"
    face = Face({"zh": "图片", "en": "image"}, icon="photo", group="file", control="image")
    options = file_options(KINDS)
    samples = (
        Sample(["f1"], frozenset({"f1"}), ["f1"], "箱子.jpg", names=_NAMES),
        Sample(["f2", "f1"], _BOTH, ["f1", "f2"], "箱子.jpg | IMG_2.PNG", names=_NAMES),
        Sample("箱子.jpg", frozenset({"f1"}), ["f1"], "箱子.jpg", names=_NAMES),
        Sample(None, names=_NAMES),
        Sample(["f3"], names=_NAMES, wrong="file_kind"),
        Sample("没有.jpg", names=_NAMES, wrong="no_such_file"),
        Sample(["f1"] * 11, names=_NAMES, wrong="too_many_files"),
        Sample(True, names=_NAMES, wrong="no_such_file"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("keys")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        return read_files(raw, spec, reader, KINDS)

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return show_files(value or frozenset(), reader)

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return Type("file")


BLOCK = Image()
