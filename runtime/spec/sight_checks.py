"""Who would be shown what: rules that tell people of records they may not read, or copy what is
hidden from them to where they may read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rule_dsl import Node, rule_of
from rule_dsl.rule import fields_read, walk
from runtime.errors import LANGUAGES
from runtime.spec.app import FormSpec, GrantSpec, Labels
from runtime.spec.expressions import PLACEHOLDER, Expression, Read, expression_of, tell_part
from runtime.spec.findings import Findings, called
from runtime.spec.weaker import level_of, paths

_TELLS = frozenset({"notify", "alert", "task", "escalate"})
_WRITES = frozenset({"set", "raise", "lower"})


@dataclass(frozen=True, slots=True)
class _Sight:
    """An app under check with the grants of each form by role, and what each message reads."""

    findings: Findings
    grants: Mapping[str, Mapping[str, GrantSpec]]
    messages: Mapping[tuple[str, str], frozenset[str]]

    def readers(self, form: str) -> Iterator[GrantSpec]:
        """The grants that let a form's records be read."""
        return (each for each in self.grants.get(form, {}).values() if "read" in each.can)

    def role(self, key: str) -> Labels:
        """What a role is called."""
        roles = self.findings.spec.named("role")
        found = next((each for each in roles if each.key == key), None)
        return called(found) if found else dict.fromkeys(LANGUAGES, key)

    def field(self, form: str, path: str) -> Labels:
        """What a field is called."""
        spec = self.findings.spec.form(form)
        found = dict(paths(spec)).get(path) if spec else None
        return called(found) if found else dict.fromkeys(LANGUAGES, path)


def check_sight(findings: Findings, read: Iterable[Read]) -> None:
    """Warn of readers who may not read what they are told, and of copies that show what is hidden."""
    found = list(read)
    spec = findings.spec
    grants = {form.key: {grant.role: grant for grant in form.grants} for form in spec.forms}
    sight = _Sight(findings, grants, _messages(found))
    on = {f"rules/{rule.key}#text" for rule in spec.rules if rule.on}
    for expression, tree in found:
        if expression.element in on:
            rule = rule_of(tree)
            for action in (*rule.actions, *rule.otherwise):
                _check_readers(sight, expression, action)
                _check_copy(sight, expression, action)
    for form in spec.forms:
        _check_defaults(sight, form, found)


def _messages(read: Iterable[Read]) -> dict[tuple[str, str], frozenset[str]]:
    """The fields that each message shows, by its key and the form it is about."""
    shown: dict[tuple[str, str], frozenset[str]] = {}
    for expression, tree in read:
        if expression.element.startswith("app#messages/"):
            where = (expression.element.split("/")[1], expression.form)
            shown[where] = shown.get(where, frozenset()) | {*fields_read(expression_of(tree))}
    return shown


def _check_readers(sight: _Sight, expression: Expression, action: Node) -> None:
    if action.head not in _TELLS:
        return
    form = sight.findings.spec.form(expression.form)
    for node in walk(action):
        if node.head != "role" or form is None:
            continue
        role = str(node.args[0])
        grant = sight.grants[form.key].get(role)
        if grant is None or "read" not in grant.can:
            facts = {"role": sight.role(role), "form": called(form)}
            tell_part(sight.findings, expression, action, "reader_sees_no_record", **facts)
            continue
        hidden = [key for key in sorted(_told(sight, form, action)) if not level_of(grant, key)]
        for key in hidden:
            facts = {"role": sight.role(role), "field": sight.field(form.key, key)}
            tell_part(sight.findings, expression, action, "reader_sees_no_field", **facts)


def _told(sight: _Sight, form: FormSpec, action: Node) -> frozenset[str]:
    """The fields of the record that a message shows."""
    own = {path for path, _ in paths(form)}
    found: set[str] = set()
    for node in walk(action):
        if node.head == "msg":
            found |= sight.messages.get((str(node.args[0]), form.key), frozenset())
        elif node.head == "text":
            found |= {each[1].strip() for each in PLACEHOLDER.finditer(str(node.args[0]))}
        elif node.head == "with":
            found |= {str(part.args[0]) for part in node.children() if part.head == "field"}
    return frozenset(found & own)


# ------------------------------------------------------------------------------ copies


def _check_copy(sight: _Sight, expression: Expression, action: Node) -> None:
    """A rule that writes what some may not read into a field that they may."""
    if action.head not in _WRITES or len(action.args) < 2:
        return
    target, value = action.args[0], action.args[1]
    if not isinstance(target, Node) or target.head != "field" or not isinstance(value, Node):
        return
    for role, key in _shown_by(sight, (expression.form, str(target.args[0])), value):
        _tell_copy(sight, (expression, action), role, (key, str(target.args[0])))


def _check_defaults(sight: _Sight, form: FormSpec, read: Iterable[Read]) -> None:
    start = f"forms/{form.key}#fields/"
    for expression, tree in read:
        path, _, what = expression.element.removeprefix(start).rpartition("/")
        if expression.element.startswith(start) and expression.form == form.key:
            if expression.expect != "formula" or not (what == "default" or "formula" in what):
                continue
            for role, key in _shown_by(sight, (form.key, path), tree):
                _tell_copy(sight, (expression, tree), role, (key, path))


def _shown_by(
    sight: _Sight, target: tuple[str, str], value: Node
) -> Iterator[tuple[str, tuple[str, str]]]:
    """The roles that may read the target, each with a field they may not read that it is made of."""
    form, key = target
    sources = tuple(dict.fromkeys(_made_of(form, value)))
    for reader in sight.readers(form):
        if not level_of(reader, key):
            continue
        for of, field in sources:
            there = sight.grants.get(of, {}).get(reader.role)
            if there is not None and "read" in there.can and not level_of(there, field):
                yield reader.role, (of, field)


def _made_of(form: str, value: Node) -> Iterator[tuple[str, str]]:
    """The fields whose values a value is made of, each with its form; links on the way are none."""
    if value.head == "field":
        yield form, str(value.args[0])
    elif value.head == "path" and not isinstance(value.args[1], Node):
        yield value.child(0).type.of or "", str(value.args[1])
    else:
        for part in value.children():
            yield from _made_of(form, part)


def _tell_copy(
    sight: _Sight, where: tuple[Expression, Node], role: str, fields: tuple[tuple[str, str], str]
) -> None:
    (of, hidden), shown = fields
    expression, part = where
    facts = {
        "role": sight.role(role),
        "hidden": sight.field(of, hidden),
        "shown": sight.field(expression.form, shown),
    }
    tell_part(sight.findings, expression, part, "copies_hidden_field", **facts)
