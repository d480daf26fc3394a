"""What a rule's actions see of the record they act on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from rule_dsl.printing.names import Scope
from rule_dsl.printing.values import text_of
from rule_dsl.rule import walk
from rule_dsl.targets.python import compile_python
from rule_dsl.tree import Node
from rule_dsl.types import MOMENT
from runtime.actions.base import Listed, Recipient, Shown, Text
from runtime.compiled import CompiledRule
from runtime.context import Context
from runtime.errors import LANGUAGES
from runtime.spec.app import FieldSpec, Labels, NameSpec, label
from runtime.store import records
from runtime.store.records import StoredRecord

_KINDS = {
    "role": "role",
    "dept": "department",
    "msg": "message",
    "doc": "document",
    "param": "param",
    "channel": "channel",
    "act": "event",
    "queue": "queue",
}
MOST_LISTED = 100
MOST_TOLD = 5  # of the values a rule read: a message is no report
_HOLE = re.compile(r"\$\{([^{}]{1,200})\}")


@dataclass(frozen=True, slots=True)
class SubjectView:
    """One record, as the actions of one rule see it."""

    ctx: Context
    form: str
    subject: StoredRecord

    @property
    def record(self) -> Mapping[str, Any]:
        """The record's values by field key."""
        return self.subject.values

    @property
    def rule(self) -> Labels:
        """What the rule is called."""
        rule = self._rule
        return {} if rule is None else rule.spec.labels or {"en": rule.spec.key}

    @property
    def about(self) -> Text:
        """What the record is called, and the values its rule's condition reads."""
        form = self.ctx.app.forms[self.form]
        title = form.title
        rule = self._rule
        reads = rule.condition.program.reads if rule and rule.condition else frozenset[str]()
        keys = [k for k in form.stored if k in reads and self.subject.values.get(k) is not None]
        called = self._field(title) if title else Shown("")

        def told(lang: str) -> Iterator[str | Shown]:
            yield f"{label(form.spec.labels, lang, form.key)} "
            yield called
            for key in [each for each in keys if each != title][:MOST_TOLD]:
                name = label(form.fields[key].spec.labels, lang, key)
                yield replace(self._field(key), lead=f" · {name} ")

        return {lang: tuple(told(lang)) for lang in ("zh", "en")}

    @property
    def _rule(self) -> CompiledRule | None:
        rules = self.ctx.app.forms[self.form].rules
        return next((each for each in rules if each.spec.key == self.ctx.rule), None)

    def value(self, node: Node) -> Any:
        """The value of an expression."""
        program = compile_python(node, self.ctx.app.vocabulary, self.form)
        return program(self.ctx.standing(self.form, self.subject))

    def after(self, length: Node) -> datetime | None:
        """The moment so long after now."""
        found = self.value(Node("+", (Node("now", (), MOMENT), length), MOMENT))
        return found if isinstance(found, datetime) else None

    @property
    def known(self) -> Mapping[str, FieldSpec]:
        """The subject's fields by key."""
        return {key: each.spec for key, each in self.ctx.app.forms[self.form].fields.items()}

    def words(self, node: Node) -> Labels:
        """An expression in canonical words, in each language."""
        words = self.ctx.app.vocabulary
        return {lang: text_of(Scope(words, self.form, lang), node) for lang in LANGUAGES}

    def first(self, source: Node, by: Node, count: int) -> tuple[Listed, ...]:
        """The first records of a form or a list view, the greatest ``by`` first."""
        ctx, key = self.ctx, str(source.args[0])
        view = ctx.app.views.get(key) if source.head == "list" else None
        form = ctx.app.forms[key if view is None else view.form]
        table, chosen = ctx.app.tables.form(form.key), (view.options if view else {}).get("filter")
        query = records.select(ctx.app.tables, form.key).where(table.c.deleted_at.is_(None))
        if chosen:
            query = query.where(ctx.lowered(form.key, ctx.app.condition(form.key, chosen).tree))
        order = ctx.shown(form.key, by).desc().nulls_last()
        query = query.order_by(order, table.c.id).limit(min(count, MOST_LISTED))
        found = records.run(ctx.connection, ctx.app.tables, form.key, query)
        return tuple(SubjectView(ctx, form.key, each).listed() for each in found)

    def named(self, kind: str, key: str) -> NameSpec | None:
        """What is declared under a name."""
        declared = self.ctx.app.spec.named(_KINDS.get(kind, kind))
        return next((each for each in declared if each.key == key), None)

    def shown(self, node: Node) -> Shown:
        """The value of an expression as a part of a text, with what one must be able to read."""
        if node.head == "field":
            return self._field(str(node.args[0]))
        value, fields, forms = self.value(node), set[str](), set[str]()
        for each in walk(node):
            if each.head in ("field", "alias"):
                fields.add(str(each.args[0]))
            elif each.head == "form":
                forms.add(str(each.args[0]))
            elif each.head == "path":
                forms.add((each.child(0).type.of or "").partition(".")[0])
        return Shown(
            "" if value is None else str(value),
            reads=tuple(sorted(fields & self.subject.values.keys())),
            elsewhere=tuple(sorted(forms & self.ctx.app.forms.keys())),
        )

    def fill(self, labels: Labels) -> Text:
        """A text with its ``${field}`` and ``${expression}`` parts replaced by what they show."""
        return {lang: tuple(self._parts(text)) for lang, text in labels.items()}

    def _parts(self, text: str) -> Iterator[str | Shown]:
        for number, part in enumerate(_HOLE.split(text)):
            if number % 2 == 0:
                yield part
            elif part.strip() in self.subject.values:
                yield self._field(part.strip())
            else:
                yield self.shown(self.ctx.app.condition(self.form, part.strip()).tree)

    def recipients(self, nodes: tuple[Node | str | None, ...]) -> tuple[Recipient, ...]:
        """Roles and departments by key; people by id, from fields and paths."""
        found: list[Recipient] = []
        for node in nodes:
            if not isinstance(node, Node):
                continue
            if node.head in ("role", "dept", "person"):
                found.append((node.head, str(node.args[0])))
                continue
            value = self.value(node)
            kind = "dept" if node.type.kind == "department" else "person"
            people = sorted(value) if isinstance(value, frozenset) else [value]
            found.extend((kind, str(each)) for each in people if each)
        return tuple(dict.fromkeys(found))

    def field_with(self, role: str) -> str | None:
        """The form's state field, or its first field of free marks."""
        form = self.ctx.app.forms[self.form]
        if role == "state":
            return form.state_field.spec.key if form.state_field else None
        return next((k for k, f in form.fields.items() if f.type.holds_marks), None)

    def listed(self) -> Listed:
        """The record in a list that is sent: only for those who may read everything of its form."""
        form = self.ctx.app.forms[self.form]

        def part(key: str, lang: str) -> Shown:
            lead = f" · {label(form.fields[key].spec.labels, lang, key)} "
            return replace(self._field(key), lead=lead, reads=(), elsewhere=(self.form,))

        title = form.title
        name = self._field(title).text if title else ""
        values = {
            key: {lang: (part(key, lang),) for lang in LANGUAGES}
            for key in form.stored
            if self.subject.values.get(key) is not None
        }
        return Listed(Shown(name, thing=(self.form, self.subject.id)), values)

    def _field(self, key: str) -> Shown:
        field = self.ctx.app.forms[self.form].fields.get(key)
        is_kept = field is None or not field.is_clocked
        value = self.subject.scope.get(key) if is_kept else self.value(Node("field", (key,)))
        if field is None or value is None:
            return Shown("" if value is None else str(value), reads=(key,))
        points = str(field.storage.points)
        return Shown(
            field.type.show(value, field.spec, self.ctx.reader),
            reads=(key,),
            thing=(points, value) if points in self.ctx.app.forms else None,
        )
