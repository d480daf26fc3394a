"""A short form: the few fields somebody needs to fill in, again and again."""

from __future__ import annotations

from runtime.spec.app import FormSpec, ViewSpec
from runtime.views.base import FIELDS, Face, Sample, ViewType, option


class QuickForm(ViewType):
    """It makes records through the same door as the whole form; it only asks for less."""

    key = "form"
    face = Face({"zh": "快速填写", "en": "quick form"}, icon="forms", shows="entry")
    options = {
        "fields": option("字段", "fields", {**FIELDS, "x-use": "entry"}),
        "then": option(
            "提交之后",
            "after submitting",
            {"enum": ["record", "again", "list"], "default": "record"},
        ),
    }
    samples = (
        Sample({"fields": ["title", "due"], "then": "again"}, ("title", "due")),
        Sample({}, ("number", "title", "status", "due", "amount", "owner", "notes", "tags")),
        Sample({"fields": ["title", "title"]}, fits=False),
        Sample({"fields": "title"}, fits=False),
        Sample({"then": "leave"}, fits=False),
    )

    def fields(self, view: ViewSpec, form: FormSpec) -> tuple[str, ...]:
        return tuple(view.options.get("fields") or (each.key for each in form.fields))


BLOCK = QuickForm()
