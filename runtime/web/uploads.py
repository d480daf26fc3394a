"""Files that came with a form: kept first, then named by their ids like any other value."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from flask import request

from runtime.errors import Refusal, Wrong
from runtime.web.files import files
from runtime.web.inputs import EntryForm
from runtime.web.visitor import me


def has_uploads() -> bool:
    """Whether files came with the form."""
    return any(file.filename for file in request.files.values())


def written_with_uploads(form: EntryForm) -> dict[str, Any]:
    """What was written, with the ids of the files that were uploaded beside it.

    Each file is kept in a transaction of its own: call it in none where there are any.

    Raises:
        Refusal: invalid (422) with what is wrong with a file, at its field.
    """
    found = form.written()
    if not has_uploads():
        return found
    for each in form.inputs():
        if each.fixed or not each.is_file:
            continue
        uploads = [file for file in request.files.getlist(f"{each.name}.new") if file.filename]
        if not uploads:
            continue
        try:
            new = [
                files().keep(me().id, cast("BinaryIO", f.stream), str(f.filename)) for f in uploads
            ]
        except Refusal as refusal:
            if refusal.status >= 500:
                raise
            wrong = Wrong(refusal.code, each.key, refusal.facts)
            raise Refusal("invalid", 422, [wrong], count=1) from None
        found[each.key] = [*(found.get(each.key) or []), *new]
    return found
