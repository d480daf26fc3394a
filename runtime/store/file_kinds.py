"""Which files may be uploaded: by the ending of their name and by what they begin with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from types import MappingProxyType

import puremagic

from runtime.errors import Refusal

_OFFICE = "application/vnd.openxmlformats-officedocument"
_ZIP = frozenset({".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"})
_OLE = frozenset({".doc", ".xls", ".ppt", ".msi", ".wps", ".et"})
_MP4 = frozenset({".mp4", ".m4a", ".m4v", ".mov", ".heic", ".heif", ".3gp"})
_TEXT: frozenset[str] = frozenset()

# Ending: media type, and the endings the beginning of such a file may be recognised as (none:
# it is plain text).
_KINDS: Mapping[str, tuple[str, frozenset[str]]] = MappingProxyType(
    {
        ".jpg": ("image/jpeg", frozenset({".jpg", ".jpeg", ".jfif"})),
        ".jpeg": ("image/jpeg", frozenset({".jpg", ".jpeg", ".jfif"})),
        ".png": ("image/png", frozenset({".png"})),
        ".gif": ("image/gif", frozenset({".gif"})),
        ".webp": ("image/webp", frozenset({".webp"})),
        ".bmp": ("image/bmp", frozenset({".bmp", ".dib"})),
        ".heic": ("image/heic", _MP4),
        ".pdf": ("application/pdf", frozenset({".pdf"})),
        ".docx": (f"{_OFFICE}.wordprocessingml.document", _ZIP),
        ".xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _ZIP),
        ".pptx": (f"{_OFFICE}.presentationml.presentation", _ZIP),
        ".odt": ("application/vnd.oasis.opendocument.text", _ZIP),
        ".ods": ("application/vnd.oasis.opendocument.spreadsheet", _ZIP),
        ".doc": ("application/msword", _OLE),
        ".xls": ("application/vnd.ms-excel", _OLE),
        ".ppt": ("application/vnd.ms-powerpoint", _OLE),
        ".zip": ("application/zip", _ZIP),
        ".7z": ("application/x-7z-compressed", frozenset({".7z"})),
        ".rar": ("application/vnd.rar", frozenset({".rar"})),
        ".mp3": ("audio/mpeg", frozenset({".mp3"})),
        ".m4a": ("audio/mp4", _MP4),
        ".wav": ("audio/wav", frozenset({".wav"})),
        ".mp4": ("video/mp4", _MP4),
        ".mov": ("video/quicktime", _MP4),
        ".webm": ("video/webm", frozenset({".webm", ".mkv"})),
        ".dwg": ("image/vnd.dwg", frozenset({".dwg"})),
        ".txt": ("text/plain", _TEXT),
        ".csv": ("text/csv", _TEXT),
        ".md": ("text/plain", _TEXT),
        ".json": ("application/json", _TEXT),
        ".log": ("text/plain", _TEXT),
    }
)


def media_type(name: str, head: bytes) -> str:
    """The media type of a file with that name that begins so (a few kilobytes are enough).

    Raises:
        Refusal: ``file_kind_unknown`` where the ending is not on the list, ``file_mismatch`` where the
            content does not fit it.
    """
    try:
        kind, endings = _KINDS[PurePath(name).suffix.lower()]
    except KeyError:
        raise Refusal("file_kind_unknown", name=name) from None
    fits = _recognised(head) & endings if endings else _is_text(head)
    if not fits:
        raise Refusal("file_mismatch", name=name)
    return kind


def _recognised(head: bytes) -> frozenset[str]:
    try:
        return frozenset(each.extension.lower() for each in puremagic.magic_string(head))
    except (puremagic.PureError, ValueError):
        return frozenset()


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            head.decode(encoding)
        except UnicodeDecodeError as wrong:
            if wrong.start > 0 and wrong.start >= len(head) - 4:
                return True  # the last letter was cut in two
        else:
            return True
    return False
