"""Files of records: kept when a form brings them, given only to who may read the field."""

from __future__ import annotations

from typing import BinaryIO, Protocol
from urllib.parse import quote

from flask import Response, current_app, send_file

from runtime.errors import Refusal
from runtime.queries.records import get_record
from runtime.web import doors
from runtime.web.visitor import closed_room

room = closed_room("files")


class Files(Protocol):
    """Where the bytes are."""

    def keep(self, owner: str, stream: BinaryIO, name: str) -> str:
        """Keep an upload; its id is returned.

        Raises:
            Refusal: too large, empty, of a kind that is not taken, or not what its name says.
        """

    def read(self, file_id: str) -> tuple[str, str, BinaryIO] | None:
        """Name, media type and bytes of a file, or None."""


def files() -> Files:
    """The files of this installation."""
    found: Files = current_app.extensions["dougong.files"]
    return found


@room.get("/a/<app>/<form>/<record_id>/file/<file_id>")
def download(app: str, form: str, record_id: str, file_id: str) -> Response:
    """A file of a record, to be saved; never shown as a page of ours."""
    with doors.reading(app) as ctx:
        record = get_record(ctx, form, record_id)
        fields = ctx.form(form).fields
        holding = [
            key
            for key, value in record.values.items()
            if fields[key].type.face.group == "file" and file_id in (value or ())
        ]
    found = files().read(file_id) if holding else None
    if found is None:
        raise Refusal("not_found", 404)
    name, kind, stream = found
    response = send_file(stream, mimetype=kind, max_age=0)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
