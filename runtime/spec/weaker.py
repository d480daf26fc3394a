"""What a publication makes weaker: approvals, rights, required fields, guards; or makes mean otherwise.

Every such change is among those of :mod:`runtime.spec.diff` too, where it is one of many; here it
is said for what it does, and shown first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from runtime.errors import LANGUAGES, sentence
from runtime.spec.app import (
    ApprovalSpec,
    AppSpec,
    FieldSpec,
    FormSpec,
    GrantSpec,
    Labels,
    LifecycleSpec,
    MoveSpec,
    label,
)
from runtime.spec.diff import Change, Mark
from runtime.spec.findings import called
from runtime.spec.meanings import Edition, place

LEVELS = ("hidden", "read", "write")
GUARDS = frozenset({"block", "require", "validate", "lock", "start"})
"""Heads of actions that hold something up."""
_ACTIONS = ("create", "read", "update", "delete", "export", "import")
_UPWARD, _DOWNWARD = ("min", "min_length"), ("max", "max_length")


class Weakened(Change):
    """Something that holds less from now on; ``facts["how"]`` says in what way."""

    code = "weaker"

    @property
    def mark(self) -> Mark:
        """Another meaning, or less than before."""
        return "meaning" if str(self.facts["how"]).endswith("_other") else "weaker"

    def message(self, lang: str) -> str:
        """What holds less, as a sentence."""
        return sentence(f"weaker.{self.facts['how']}", lang, self.facts)


@dataclass(frozen=True, slots=True)
class _Both:
    """The app before and after."""

    old: Edition
    new: Edition

    def same(self, form: str, before: str, after: str, *, is_rule: bool = False) -> bool:
        """Whether two texts over a form's fields mean the same."""
        if before == after:
            return True  # what new names make of it is told by its own change
        old = self.old.trees.get(place(form, before, is_rule=is_rule))
        new = self.new.trees.get(place(form, after, is_rule=is_rule))
        return old is not None and old == new


def weaker(old: Edition, new: Edition) -> Iterator[Weakened]:
    """Everything that holds less, or something else, once the new edition is published."""
    both = _Both(old, new)
    for form in old.spec.forms:
        after = new.spec.form(form.key)
        if after is not None:
            yield from _fields(both, form, after)
            yield from _validations(both, form, after)
            yield from _grants(both, form, after)
    lives = {life.key: life for life in new.spec.lifecycles}
    for life in old.spec.lifecycles:
        if life.key in lives:
            yield from _moves(both, life, lives[life.key])
    yield from _chains(both)
    yield from _rules(both)
    yield from _params(old.spec, new.spec)


def _told(how: str, kind: str, element: str, **facts: Any) -> Weakened:
    return Weakened(kind, element, {"how": how, **facts})


# ------------------------------------------------------------------------------- moves


def _moves(both: _Both, old: LifecycleSpec, new: LifecycleSpec) -> Iterator[Weakened]:
    for state in old.states:
        kept = new.state(state.key)
        moves = {move.key: move for move in kept.moves} if kept else {}
        for move in state.moves:
            after = moves.get(move.key)
            if after is not None:
                element = f"lifecycles/{old.key}#states/{state.key}/moves/{move.key}"
                yield from _move(both, old, (move, after), element)
    yield from _ways_around(old, new)


def _move(
    both: _Both, life: LifecycleSpec, pair: tuple[MoveSpec, MoveSpec], element: str
) -> Iterator[Weakened]:
    old, new = pair
    facts: dict[str, Any] = {"name": called(new)}
    if old.approval and old.approval != new.approval:
        how = "approval_other" if new.approval else "approval_gone"
        was, now = _chain(both.old, old.approval), _chain(both.new, new.approval)
        yield _told(how, "move", element, **facts, before=was, after=now)
    if old.guard and not both.same(life.form, old.guard, new.guard or ""):
        how = "guard_other" if new.guard else "guard_gone"
        yield _told(how, "move", element, **facts, before=old.guard, after=new.guard)
    if lost := [key for key in old.require if key not in new.require]:
        what = _listed(_field_names(both.old.spec.form(life.form), lost))
        yield _told("require_gone", "move", element, **facts, what=what)
    if old.note and not new.note:
        yield _told("note_gone", "move", element, **facts)
    if old.to != new.to:
        yield _told("target_other", "move", element, **facts, before=old.to, after=new.to)
    roles = {each.key: each for each in both.new.spec.named("role")}
    roles |= {each.key: each for each in both.old.spec.named("role")}
    for how, who in (
        ("mover_more", {*new.who} - {*old.who}),
        ("mover_less", {*old.who} - {*new.who}),
    ):
        if who:
            names = [called(roles[key]) if key in roles else _plain(key) for key in sorted(who)]
            yield _told(how, "move", element, **facts, who=_listed(names))


def _ways_around(old: LifecycleSpec, new: LifecycleSpec) -> Iterator[Weakened]:
    """New moves without approval into states that only an approval led into."""
    before = [(s.key, move) for s in old.states for move in s.moves]
    known = {(source, move.key) for source, move in before}
    led = {move.to for _, move in before}
    approved = led - {move.to for _, move in before if not move.approval}
    for state in new.states:
        for move in state.moves:
            is_new = (state.key, move.key) not in known
            if is_new and not move.approval and move.to in approved:
                element = f"lifecycles/{new.key}#states/{state.key}/moves/{move.key}"
                target = new.state(move.to)
                facts = {"name": called(move), "after": called(target) if target else move.to}
                yield _told("way_around", "move", element, **facts)


def _chain(edition: Edition, key: str | None) -> Labels:
    found = next((each for each in edition.spec.approvals if each.key == key), None)
    return called(found) if found else _plain(key or "")


# ------------------------------------------------------------------------------- forms


def _fields(both: _Both, old: FormSpec, new: FormSpec) -> Iterator[Weakened]:
    for field in old.fields:
        after = new.field(field.key)
        if after is None:
            continue
        element = f"forms/{old.key}#fields/{field.key}"
        yield from _field(both, (field, after), element, old.key)
        inner = {each.key: each for each in after.fields}
        for each in field.fields:
            if each.key in inner:
                place_ = f"{element}/fields/{each.key}"
                yield from _field(both, (each, inner[each.key]), place_, f"{old.key}.{field.key}")


def _field(
    both: _Both, pair: tuple[FieldSpec, FieldSpec], element: str, form: str
) -> Iterator[Weakened]:
    old, new = pair
    facts: dict[str, Any] = {"name": called(new)}
    if old.required is not False and old.required != new.required:
        was = "" if old.required is True else str(old.required)
        if new.required is False:
            yield _told("required_gone", "field", element, **facts, before=was)
        elif isinstance(new.required, str) and not both.same(form, was, new.required):
            yield _told("required_other", "field", element, **facts, after=new.required)
    if old.unique and not new.unique:
        yield _told("unique_gone", "field", element, **facts)
    if loose := [key for key in (*_UPWARD, *_DOWNWARD, "pattern") if _is_looser(key, pair)]:
        names = [
            {lang: sentence(f"weaker.limit.{key}", lang) for lang in LANGUAGES} for key in loose
        ]
        yield _told("limit_looser", "field", element, **facts, what=_listed(names))


def _is_looser(key: str, pair: tuple[FieldSpec, FieldSpec]) -> bool:
    before, after = (each.options.get(key) for each in pair)
    if before is None or before == after:
        return False
    if after is None or key == "pattern":
        return True
    try:
        low, high = Decimal(str(before)), Decimal(str(after))
    except InvalidOperation:
        return False
    return high < low if key in _UPWARD else high > low


def _validations(both: _Both, old: FormSpec, new: FormSpec) -> Iterator[Weakened]:
    kept = {each.key: each for each in new.validations}
    for each in old.validations:
        element = f"forms/{old.key}#validations/{each.key}"
        facts: dict[str, Any] = {"name": called(new), "before": each.check}
        if each.key not in kept:
            yield _told("check_gone", "validation", element, **facts)
        elif not both.same(old.key, each.check, kept[each.key].check):
            after = kept[each.key].check
            yield _told("check_other", "validation", element, **facts, after=after)


# ------------------------------------------------------------------------------ rights


def _grants(both: _Both, old: FormSpec, new: FormSpec) -> Iterator[Weakened]:
    roles = {
        each.key: each for spec in (both.old.spec, both.new.spec) for each in spec.named("role")
    }
    before, after = ({g.role: g for g in each.grants} for each in (old, new))
    for role in dict.fromkeys([*before, *after]):
        was = before.get(role) or GrantSpec(role, frozenset())
        now = after.get(role) or GrantSpec(role, frozenset())
        facts: dict[str, Any] = {
            "role": called(roles[role]) if role in roles else _plain(role),
            "name": called(new),
        }
        element = f"forms/{old.key}#permissions/{role}"
        for how, actions in (("right_more", now.can - was.can), ("right_less", was.can - now.can)):
            if actions:
                names = [_action(each) for each in _ACTIONS if each in actions]
                yield _told(how, "grant", element, **facts, what=_listed(names))
        if was.can & now.can:
            yield from _rows(both, (was, now), element, (old.key, facts))
            yield from _levels((was, now), element, (old, new), facts)


def _rows(
    both: _Both, pair: tuple[GrantSpec, GrantSpec], element: str, about: tuple[str, dict[str, Any]]
) -> Iterator[Weakened]:
    (old, new), (form, facts) = pair, about
    if old.rows == new.rows:
        return
    texts = {"before": old.rows, "after": new.rows}
    if new.rows is None:
        yield _told("rows_gone", "grant", element, **facts, **texts)
    elif old.rows is None:
        yield _told("rows_less", "grant", element, **facts, **texts)
    elif not both.same(form, old.rows, new.rows):
        yield _told("rows_other", "grant", element, **facts, **texts)


def _levels(
    pair: tuple[GrantSpec, GrantSpec],
    element: str,
    forms: tuple[FormSpec, FormSpec],
    facts: dict[str, Any],
) -> Iterator[Weakened]:
    """Fields that a role may read or write now and could not before, and the other way round."""
    there = {path: field for path, field in paths(forms[1]) if path in dict(paths(forms[0]))}
    both = (pair, pair[::-1])
    for level, more, less in (
        (2, "field_more_write", "field_less_write"),
        (1, "field_more_read", "field_less_read"),
    ):
        for how, (low, high) in zip((more, less), both, strict=True):
            moved = [
                called(field)
                for path, field in there.items()
                if level_of(low, path) < level_of(high, path)
                and max(level_of(low, path), level_of(high, path)) == level
            ]
            if moved:
                yield _told(how, "grant", element, **facts, what=_listed(moved))


def paths(form: FormSpec) -> Iterator[tuple[str, FieldSpec]]:
    """The fields of a form as rights name them: ``price``, and ``lines.price`` inside lines."""
    for field in form.fields:
        yield field.key, field
        for inner in field.fields:
            yield f"{field.key}.{inner.key}", inner


def level_of(grant: GrantSpec, path: str) -> int:
    """What a grant lets do with a field: 0 nothing, 1 read, 2 write."""
    holder = path.split(".", maxsplit=1)[0]
    said = grant.fields.get(path, grant.fields.get(holder, grant.fields.get("*", "write")))
    return LEVELS.index(said)


def readers(form: FormSpec, path: str) -> frozenset[str]:
    """The roles that may read a field of a form's records."""
    reading = (grant for grant in form.grants if "read" in grant.can)
    return frozenset(grant.role for grant in reading if level_of(grant, path))


# -------------------------------------------------------------------- chains, rules, parameters


def _chains(both: _Both) -> Iterator[Weakened]:
    kept = {each.key: each for each in both.new.spec.approvals}
    for chain in both.old.spec.approvals:
        after = kept.get(chain.key)
        element = f"approvals/{chain.key}"
        if after is None:
            yield _told("chain_gone", "approval", element, name=called(chain))
        else:
            yield from _steps(both, chain, after)
            if chain.facts != after.facts:
                yield _told("chain_other", "approval", element, name=called(after))


def _steps(both: _Both, old: ApprovalSpec, new: ApprovalSpec) -> Iterator[Weakened]:
    kept = {each.key: each for each in new.steps}
    for step in old.steps:
        after = kept.get(step.key)
        element = f"approvals/{old.key}#steps/{step.key}"
        facts: dict[str, Any] = {"name": called(step), "of": called(new)}
        if after is None:
            yield _told("step_gone", "step", element, **facts)
            continue
        if after.when and not both.same(old.form, step.when or "", after.when):
            yield _told("step_when", "step", element, **facts, after=after.when)
        if (step.ask, step.tell, step.facts) != (after.ask, after.tell, after.facts):
            was, now = (each.ask or each.tell or "" for each in (step, after))
            yield _told("step_other", "step", element, **facts, before=was, after=now)


def _rules(both: _Both) -> Iterator[Weakened]:
    kept = {each.key: each for each in both.new.spec.rules}
    for rule in both.old.spec.rules:
        tree = both.old.trees.get(place(rule.form, rule.text, is_rule=True))
        if not rule.on or not _holds_up(tree):
            continue
        after, element = kept.get(rule.key), f"rules/{rule.key}#text"
        facts: dict[str, Any] = {"name": called(rule), "before": rule.text}
        if after is None or not after.on:
            yield _told("rule_gone", "rule", element, **facts)
        elif not both.same(rule.form, rule.text, after.text, is_rule=True):
            yield _told("rule_other", "rule", element, **facts, after=after.text)


def _holds_up(tree: Any) -> bool:
    """Whether an action of a stored rule blocks, asks for something or starts an approval."""
    if not isinstance(tree, list) or not tree:
        return False
    return tree[0] in GUARDS or any(_holds_up(part) for part in tree[1:])


def _params(old: AppSpec, new: AppSpec) -> Iterator[Weakened]:
    before = {each.key: each for each in old.named("param")}
    for param in new.named("param"):
        was = before.get(param.key)
        if was is not None and was.facts.get("value") != param.facts.get("value"):
            facts = {"before": was.facts.get("value"), "after": param.facts.get("value")}
            element = f"app#params/{param.key}/value"
            yield _told("param_other", "param", element, name=called(param), **facts)


# ------------------------------------------------------------------------------- words


def _action(key: str) -> Labels:
    return {lang: sentence(f"weaker.action.{key}", lang) for lang in LANGUAGES}


def _field_names(form: FormSpec | None, keys: list[str]) -> list[Mapping[str, str]]:
    found = [(key, form.field(key) if form else None) for key in keys]
    return [called(field) if field else _plain(key) for key, field in found]


def _plain(key: str) -> Labels:
    return dict.fromkeys(LANGUAGES, key)


def _listed(names: Iterable[Mapping[str, str]]) -> Labels:
    given, joints = tuple(names), {"zh": "、", "en": ", "}
    return {lang: joints[lang].join(label(each, lang) for each in given) for lang in LANGUAGES}
