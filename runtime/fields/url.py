"""A web address."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from rule_dsl.types import TEXT, Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Unreadable, Value
from runtime.fields.parts.texts import brief, line_of
from runtime.spec.app import FieldSpec

LONGEST = 2_000
_ODD = re.compile(r'[\s\\<>"{}|^`]')
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[:/?#].*)?")
_PLAIN = {"mailto": re.compile(r"[^@?]+@[^@?]+(?:\?.*)?"), "tel": re.compile(r"\+?[0-9().;=a-z-]+")}


def _is_safe(text: str) -> bool:
    """Whether it is http, https, mailto or tel, and hides neither its host nor a password."""
    if _ODD.search(text):
        return False
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if parts.scheme in _PLAIN:
        return _PLAIN[parts.scheme].fullmatch(text.partition(":")[2]) is not None
    return parts.scheme in {"http", "https"} and bool(host) and "@" not in parts.netloc


class Url(FieldType):
    """A link that can be followed: http, https, mailto or tel and nothing else."""

    key = "url"
    sheet_rank = 50
    face = Face({"zh": "网址", "en": "web address"}, icon="world", group="basic", control="text")
    samples = (
        Sample("https://example.com/a?b=1#c", *("https://example.com/a?b=1#c",) * 3),
        Sample("example.com/图纸", *("https://example.com/图纸",) * 3),
        Sample("mailto:wang@example.com", *("mailto:wang@example.com",) * 3),
        Sample("tel:+8657488886666", *("tel:+8657488886666",) * 3),
        Sample("http://192.168.1.10:8000/", *("http://192.168.1.10:8000/",) * 3),
        Sample(""),
        Sample("javascript:alert(1)", wrong="not_a_url"),
        Sample("JAVASCRIPT:alert(1)", wrong="not_a_url"),
        Sample("java\tscript:alert(1)", wrong="not_a_url"),
        Sample("data:text/html,x", wrong="not_a_url"),
        Sample("file:///etc/passwd", wrong="not_a_url"),
        Sample("https://good.com@evil.com", wrong="not_a_url"),
        Sample("https://", wrong="not_a_url"),
        Sample("http://[::1", wrong="not_a_url"),
        Sample("hello world", wrong="not_a_url"),
        Sample("https://example.com/" + "a" * 2000, wrong="too_long"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("text")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        text = line_of(raw, LONGEST - len("https://"))
        if text is None:
            return None
        address = f"https://{text}" if _BARE.fullmatch(text) else text
        if not _is_safe(address):
            raise Unreadable("not_a_url", written=brief(text))
        return address

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return value or ""

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return TEXT


BLOCK = Url()
