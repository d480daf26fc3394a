"""Every address of the product that a fresh installation of the flagship can fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import product
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from rule_dsl.reference.pages import names
from runtime.compiled import CompiledApp
from runtime.queries.people import accounts, departments
from runtime.store import engine
from runtime.store.schema.cases import task
from tests.templates_market.conftest import Market

APP = "order_tracking"
NOT_FILLED = frozenset({"files.download", "market.progress", "first_visit.welcome", "static"})
"""A file, an installation under way, the first visit: a fresh installation has none of them."""
_QUIET = frozenset({"script", "style", "textarea", "code", "pre", "kbd", "template"})
_SAID = frozenset({"aria-label", "placeholder", "title", "alt", "data-label"})


class Filling:
    """What the arguments of a route may be."""

    def __init__(self, market: Market, app: Flask, compiled: CompiledApp) -> None:
        here, self.app, self.compiled = market.installation, app, compiled
        spec = compiled.spec
        with engine.reading(here.engine) as connection:
            self.records = {
                form.key: _first(connection, compiled.tables.form(form.key)) for form in spec.forms
            }
            tasks = connection.execute(sa.select(task.c.id).limit(1)).scalars().all()
        helped = [page.partition("/")[::2] for page in names() if "/" in page]
        self.helped = frozenset(helped)
        self.known: Mapping[str, tuple[Any, ...]] = {
            "app": (APP,),
            "form": tuple(form.key for form in spec.forms),
            "view": tuple(view.key for view in spec.views),
            "rule": tuple(rule.key for rule in spec.rules),
            "queue": tuple(each.key for each in spec.named("queue")),
            "field": tuple(dict.fromkeys(f.key for form in spec.forms for f in form.fields)),
            "record": tuple(filter(None, self.records.values())),
            "record_id": tuple(filter(None, self.records.values())),
            "kind": ("csv",),
            "task_id": tuple(tasks),
            "person_id": (accounts(here)[0].id,),
            "department_id": (departments(here)[0].id,),
            "folder": tuple(dict.fromkeys(folder for folder, _ in helped)),
            "key": (APP, *(key for _, key in helped)),
            "job": ("none",),
        }

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Endpoint and path of every page there is."""
        adapter = self.app.url_map.bind("localhost")
        for rule in self.app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint in NOT_FILLED:
                continue
            names = sorted(rule.arguments)
            for values in product(*(self.known[name] for name in names)):
                given = dict(zip(names, values, strict=True))
                if self._belongs(rule, given):
                    yield rule.endpoint, adapter.build(rule.endpoint, given)

    def _belongs(self, rule: Rule, given: Mapping[str, Any]) -> bool:
        form, compiled = given.get("form"), self.compiled
        record = given.get("record_id", given.get("record"))
        if record is not None and self.records.get(str(form)) != record:
            return False
        if "view" in given and rule.endpoint.startswith("views."):
            return f"views.{compiled.views[given['view']].type}" == rule.endpoint
        if "field" in given:
            at = compiled.forms[str(form)].fields.get(given["field"])
            return at is not None and at.storage.kind == "id"
        if "folder" in given:
            return (given["folder"], given["key"]) in self.helped
        return "key" not in given or given["key"] == APP


class Words(HTMLParser):
    """The texts a page shows, one for each element that holds one, and those of its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.extend(value or "" for name, value in attrs if name in _SAID)
        if tag in _QUIET:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._open and data.strip():
            self.found.append(" ".join(data.split()))


def _first(connection: sa.Connection, table: sa.Table) -> str | None:
    return connection.execute(
        sa.select(table.c.id).where(table.c.deleted_at.is_(None)).order_by(table.c.id).limit(1)
    ).scalar()
