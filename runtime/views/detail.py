"""One record, its fields in parts, beside its timeline."""

from __future__ import annotations

from runtime.spec.app import FormSpec, ViewSpec
from runtime.views.base import FIELD, FIELDS, Face, Sample, ViewType, option

_LABELS = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": False,
    "properties": {lang: {"type": "string", "maxLength": 200} for lang in ("zh", "en")},
}


class Detail(ViewType):
    """Without parts, the form's own layout stands."""

    key = "detail"
    face = Face({"zh": "详情", "en": "detail"}, icon="file-description", shows="record")
    options = {
        "sections": option(
            "分组",
            "parts",
            {
                "type": "array",
                "minItems": 1,
                "maxItems": 50,
                "items": {
                    "type": "object",
                    "required": ["label", "fields"],
                    "additionalProperties": False,
                    "properties": {"label": _LABELS, "fields": FIELDS},
                },
            },
        ),
        "aside": option("侧栏字段", "fields at the side", {"type": "array", "items": FIELD}),
        "timeline": option("显示动态", "show the timeline", {"type": "boolean", "default": True}),
    }
    samples = (
        Sample({}, ("number", "title", "status", "due", "amount", "owner", "notes", "tags")),
        Sample(
            {
                "sections": [
                    {"label": {"zh": "基本", "en": "basics"}, "fields": ["number", "title"]},
                    {"label": {"zh": "其他", "en": "more"}, "fields": ["notes", "title"]},
                ],
                "aside": ["owner"],
            },
            ("number", "title", "notes", "owner"),
        ),
        Sample({"sections": []}, fits=False),
        Sample({"sections": [{"label": {"zh": "空"}, "fields": []}]}, fits=False),
        Sample({"timeline": "yes"}, fits=False),
    )

    def fields(self, view: ViewSpec, form: FormSpec) -> tuple[str, ...]:
        sections = view.options.get("sections")
        if not sections:
            return tuple(each.key for each in form.fields)
        keys = [key for section in sections for key in section["fields"]]
        return tuple(dict.fromkeys([*keys, *view.options.get("aside", ())]))


BLOCK = Detail()
