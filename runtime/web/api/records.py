"""Records over the API: create, read, update, delete, restore, list, move, timeline."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from runtime.commands.change import change_record
from runtime.commands.move import Moved, move_record
from runtime.commands.press import press_button
from runtime.commands.submit import submit_record
from runtime.commands.trash import restore_record, trash_record
from runtime.context import Context
from runtime.errors import Refusal, Wrong
from runtime.fields.base import wire
from runtime.queries.naming import foresee
from runtime.queries.records import (
    ListRequest,
    RecordView,
    StoredRecord,
    form_rights,
    get_record,
    list_records,
    view_of,
)
from runtime.queries.timeline import MOST, TimelineEntry, timeline
from runtime.web.api.answers import answer
from runtime.web.api.doors import (
    Reply,
    asked,
    body,
    number_asked,
    part,
    reading,
    seen_version,
    values_of,
    write,
)
from runtime.web.api.room import room

bp = room("api_records", "/api/v1/apps/<app>/forms/<form>")
MOST_SEQ = 2**53
COUNTS = ("exact", "estimate", "none")


@bp.post("/records")
def create(app: str, form: str) -> Response:
    """Create a record."""
    values = values_of(part(body(), ("values",)))
    return write(app, lambda ctx: (201, _written(ctx, form, submit_record(ctx, form, values))))


@bp.get("/records")
def index(app: str, form: str) -> Response:
    """A page of records."""
    with reading(app) as ctx:
        fields = _fields(ctx, form)
        page = list_records(ctx, form, _request())
        foresee(ctx, ctx.app.forms[form], page.records, _links(ctx, form))
        return answer(
            {
                "records": [record_body(ctx, form, each, fields) for each in page.records],
                "next": page.next,
                "total": page.total,
                "total_is_exact": page.is_exact,
            }
        )


@bp.get("/records/<record>")
def show(app: str, form: str, record: str) -> Response:
    """One record."""
    asked()
    with reading(app) as ctx:
        found = get_record(ctx, form, record)
        return answer(record_body(ctx, form, found), headers={"ETag": f'"{found.version}"'})


@bp.patch("/records/<record>")
def change(app: str, form: str, record: str) -> Response:
    """Change a record, seen at the version in If-Match."""
    version = seen_version()
    values = values_of(part(body(), ("values",)))

    def do(ctx: Context) -> Reply:
        return 200, _written(ctx, form, change_record(ctx, form, record, version, values))

    return write(app, do)


@bp.delete("/records/<record>")
def trash(app: str, form: str, record: str) -> Response:
    """Put a record into the trash."""
    version = seen_version() if "If-Match" in request.headers else None

    def do(ctx: Context) -> Reply:
        gone = trash_record(ctx, form, record, version)
        return 200, {"id": gone.id, "version": gone.version, "deleted_at": wire(gone.deleted_at)}

    return write(app, do)


@bp.post("/records/<record>/restore")
def restore(app: str, form: str, record: str) -> Response:
    """Take a record out of the trash."""
    part(body(), ())
    return write(app, lambda ctx: (200, _written(ctx, form, restore_record(ctx, form, record))))


@bp.post("/records/<record>/moves/<move>")
def move(app: str, form: str, record: str, move: str) -> Response:
    """Make a lifecycle move; 202 with the case when it waits for an approval."""
    sent = part(body(), ("values", "note"))
    note = sent.get("note") or ""
    if not isinstance(note, str):
        raise Refusal("bad_json", 400)

    def do(ctx: Context) -> Reply:
        moved: Moved = move_record(ctx, form, record, move, (values_of(sent), note))
        found = _written(ctx, form, moved.record)
        if moved.case is not None:
            return 202, {**found, "case": moved.case, "status": "pending"}
        return 200, found

    return write(app, do)


@bp.post("/records/<record>/buttons/<button>")
def press(app: str, form: str, record: str, button: str) -> Response:
    """Press a button of a record."""
    part(body(), ())
    return write(
        app, lambda ctx: (200, _written(ctx, form, press_button(ctx, form, record, button)))
    )


@bp.get("/records/<record>/timeline")
def history(app: str, form: str, record: str) -> Response:
    """What happened to a record, newest first."""
    asked("before", "limit")
    before, limit = number_asked("before", None, MOST_SEQ), number_asked("limit", 50, MOST) or 50
    with reading(app) as ctx:
        entries = timeline(ctx, form, record, before, limit)
        return answer(
            {
                "entries": [_entry(each) for each in entries],
                "next": entries[-1].seq if len(entries) == limit else None,
            }
        )


def _entry(entry: TimelineEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "seq": entry.seq,
        "at": wire(entry.at),
        "type": entry.type,
        "actor": entry.actor,
        "actor_name": entry.actor_name,
        "on_behalf_of": entry.on_behalf_of,
        "door": entry.door,
        "rule": entry.rule,
        "changes": [
            {"field": each.field, "label": each.label, "old": each.old, "new": each.new}
            for each in entry.changes
        ],
        "facts": entry.facts,
    }


def record_body(
    ctx: Context, form: str, record: RecordView, only: frozenset[str] | None = None
) -> dict[str, Any]:
    """A record as JSON; ``titles`` say what its links lead to."""
    fields = ctx.app.forms[form].fields
    return {
        "id": record.id,
        "version": record.version,
        "number": record.title,
        "state": record.state,
        "values": {
            key: fields[key].type.dump(value, fields[key].spec) if value is not None else None
            for key, value in record.values.items()
            if only is None or key in only
        },
        "titles": {
            key: ctx.lookup.name(str(fields[key].storage.points), record.values[key])
            for key in _links(ctx, form)
            if record.values.get(key) is not None and (only is None or key in only)
        },
        "created_at": wire(record.created_at),
        "created_by": record.created_by,
        "updated_at": wire(record.updated_at),
        "updated_by": record.updated_by,
    }


def _links(ctx: Context, form: str) -> tuple[str, ...]:
    """The fields that hold records of other forms."""
    fields = ctx.app.forms[form].fields
    return tuple(key for key, each in fields.items() if each.storage.points in ctx.app.forms)


def _written(ctx: Context, form: str, record: StoredRecord) -> dict[str, Any]:
    """What was just written, as its writer may see it."""
    return record_body(ctx, form, view_of(ctx, ctx.app.forms[form], record))


def _request() -> ListRequest:
    """What the query string asks for.

    Raises:
        Refusal: unknown_key, bad_limit (422).
    """
    args = asked("where", "sort", "limit", "after", "fields", "count", "search", "trash")
    limit = args.get("limit", "50")
    if not (limit.isascii() and limit.isdigit() and len(limit) < 6):
        raise Refusal("bad_limit", 422, most=200)
    count = args.get("count", "none")
    if count not in COUNTS:
        raise Refusal("unknown_key", 422, name=count, known=", ".join(COUNTS))
    return ListRequest(
        where=args.get("where"),
        search=args.get("search"),
        sort=tuple(
            (each.strip().lstrip("-"), each.strip().startswith("-"))
            for each in args.get("sort", "").split(",")
            if each.strip() and each.strip().lstrip("-") != "id"
        ),
        limit=int(limit),
        after=args.get("after"),
        count=count,  # type: ignore[arg-type]
        trash=args.get("trash") == "true",
    )


def _fields(ctx: Context, form: str) -> frozenset[str] | None:
    """The fields asked for, or None for all.

    Raises:
        Refusal: unknown_field (422).
    """
    wanted = [each.strip() for each in request.args.get("fields", "").split(",") if each.strip()]
    for key in wanted:
        if key not in form_rights(ctx, form).readable:
            raise Refusal(
                "unknown_field", 422, [Wrong("unknown_field", key, {"name": key})], name=key
            )
    return frozenset(wanted) if wanted else None
