"""Files kept with a record."""

from __future__ import annotations

from rule_dsl.types import Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Value
from runtime.fields.parts.files import file_options, read_files, show_files
from runtime.spec.app import FieldSpec

_NAMES = {"file": {"f1": "合同.pdf", "f2": "图纸 v2.DWG", "f3": "账.xlsx"}}
_BOTH = frozenset({"f1", "f2"})
_PDF = {"accept": ["pdf", "dwg"], "max_count": 2}


class Attachment(FieldType):
    """The ids of uploaded files; how large and of what kind they may be is checked on upload."""

    key = "attachment"
    face = Face({"zh": "附件", "en": "attachment"}, icon="paperclip", group="file", control="file")
    options = file_options()
    samples = (
        Sample(["f2", "f1"], _BOTH, ["f1", "f2"], "合同.pdf | 图纸 v2.DWG", names=_NAMES),
        Sample(
            "合同.pdf|图纸 v2.DWG",
            _BOTH,
            ["f1", "f2"],
            "合同.pdf | 图纸 v2.DWG",
            _PDF,
            names=_NAMES,
        ),
        Sample("f1", frozenset({"f1"}), ["f1"], "合同.pdf", names=_NAMES),
        Sample([], names=_NAMES),
        Sample(["", None], names=_NAMES),
        Sample(["f9"], names=_NAMES, wrong="no_such_file"),
        Sample(["f3"], options=_PDF, names=_NAMES, wrong="file_kind"),
        Sample(["f1", "f2", "f1"], options=_PDF, names=_NAMES, wrong="too_many_files"),
        Sample({"f1": 1}, names=_NAMES, wrong="no_such_file"),
        Sample([7], names=_NAMES, wrong="no_such_file"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("keys")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        return read_files(raw, spec, reader)

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return show_files(value or frozenset(), reader)

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return Type("file")


BLOCK = Attachment()
