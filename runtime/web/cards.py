"""A record as a card of a board, with the lanes it may go to."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from runtime.context import Context
from runtime.queries.records import RecordView, pending_move
from runtime.spec.app import ViewSpec, label
from runtime.web.cells import Cell, options_of, record_cells
from runtime.web.moves import MoveButton, move_buttons


@dataclass(frozen=True, slots=True)
class Card:
    """A card of a board."""

    id: str
    version: int
    title: str
    href: str
    cells: tuple[Cell, ...]
    moves: tuple[MoveButton, ...]


def board_address(app: str, view: str) -> str:
    """Where a board is shown."""
    return url_for("views.board", app=app, view=view)


def card(ctx: Context, view: ViewSpec, record: RecordView) -> Card:
    """The record as a card."""
    form = ctx.app.forms[view.form]
    group = str(view.options["group"])
    fields = ctx.installation.catalog.views[view.type].fields(view, form.spec)
    shown = [key for key in fields if key not in (form.title, group)]
    cells = tuple(each for each in record_cells(ctx, form, record, shown) if each.text)
    return Card(
        id=record.id,
        version=record.version,
        title=record.title,
        href=url_for("record.detail", app=ctx.app.key, form=form.key, record_id=record.id),
        cells=cells,
        moves=_moves(ctx, view, record),
    )


def _moves(ctx: Context, view: ViewSpec, record: RecordView) -> tuple[MoveButton, ...]:
    form = ctx.app.forms[view.form]
    at = form.fields[str(view.options["group"])]
    if at.type.holds_state:
        return move_buttons(ctx, form, record, pending_move(ctx, form.key, record.id))
    if at.spec.key not in record.writable:
        return ()
    href = url_for("boards.put", app=ctx.app.key, form=form.key, record_id=record.id)
    return tuple(
        MoveButton(
            key=each["key"],
            label=label(each.get("label", {}), ctx.lang, each["key"]),
            to=each["key"],
            href=href,
            field=at.spec.key,
            value=each["key"],
        )
        for each in options_of(at)
        if each["key"] != record.values.get(at.spec.key)
    )
