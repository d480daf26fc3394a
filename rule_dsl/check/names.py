"""Which thing a name means, given where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rule_dsl.check.context import (
    Context,
    first_label,
    localized,
    unknown,
)
from rule_dsl.check.links import check_link, route
from rule_dsl.check.syntax import Part, span_of, word_of
from rule_dsl.lexer.keywords import keywords
from rule_dsl.lexer.names import ITSELF
from rule_dsl.lexer.words import Entity, Step, Word
from rule_dsl.suggest import similar
from rule_dsl.synonyms.kinds import KIND_WORDS
from rule_dsl.tree import Node, Span
from rule_dsl.types import Type
from rule_dsl.vocabulary import Labels

CHOICES = frozenset({"choice", "choices", "state"})


def kind_with_article(kind: str) -> dict[str, str]:
    """A kind of name as a fact: 选项, an option."""
    words = KIND_WORDS[kind]
    english = words["en"][0]
    return {"zh": words["zh"][0], "en": f"{'an' if english[0] in 'aeiou' else 'a'} {english}"}


def kind_fact(kinds: Iterable[str]) -> dict[str, str]:
    """Kinds of name as a fact: 角色或部门, role or department."""
    words = {"zh": "或", "en": " or "}
    listed = _shown(list(dict.fromkeys(kinds)))
    return {
        lang: joint.join(KIND_WORDS[kind][lang][0] for kind in listed)
        for lang, joint in words.items()
    }


def _shown(kinds: list[str]) -> list[str]:
    """The kinds worth naming of a long list: people for recipients, messages for contents."""
    for chosen in (("role", "dept", "person"), ("msg", "doc", "field")):
        if len(kinds) > 3 and chosen[0] in kinds:
            return [kind for kind in chosen if kind in kinds]
    return kinds[:3]


def labels_of(c: Context, entity: Entity) -> Labels:
    """The labels of a thing."""
    vocabulary = c.vocabulary
    if entity.kind == "form":
        return vocabulary.forms[entity.key].labels
    if entity.kind == "field":
        item = c.field_of(entity.owner, entity.key)
        return item.labels if item else {}
    if entity.kind in ("opt", "state"):
        form, _, key = (entity.owner or "").partition(".")
        item = c.field_of(form, key)
        found = [o.labels for o in item.options if o.key == entity.key] if item else []
        return found[0] if found else {}
    for name in vocabulary.names:
        if name.kind == entity.kind and name.key == entity.key:
            return name.labels
    if entity.kind == "act":
        for move in vocabulary.forms[entity.owner or ""].moves:
            if move.key == entity.key:
                return move.labels
    return {}


def node_of(c: Context, entity: Entity, span: Span) -> Node:
    """The leaf of the tree for a thing."""
    if entity == ITSELF:
        return Node("form", (c.subject,), Type("name", "form"), span)
    if entity.kind == "field":
        item = c.field_of(entity.owner, entity.key)
        return Node("field", (entity.key,), item.type if item else Type("empty"), span)
    if entity.kind in ("opt", "state"):
        kind = Type("state" if entity.kind == "state" else "choice", entity.owner)
        return Node(entity.kind, (entity.key,), kind, span)
    if entity.kind == "param":
        for name in c.vocabulary.names:
            if name.kind == "param" and name.key == entity.key:
                return Node("param", (entity.key,), name.type or Type("number"), span)
    if entity.kind == "person":
        return Node("person", (entity.key,), Type("person"), span)
    if entity.kind == "dept":
        return Node("dept", (entity.key,), Type("department"), span)
    return Node(entity.kind, (entity.key,), Type("name", entity.kind), span)


def choose(
    c: Context, step: Step, span: Span, wanted: Sequence[Entity], kinds: Sequence[str]
) -> Node:
    """The one thing meant, or the problem: none, several."""
    if len(wanted) == 1:
        also = _also_meant(c, step, wanted[0])
        if not also:
            return node_of(c, wanted[0], span)
        return c.refuse("short_of_several", span, name=step.text, names=also)
    if len(wanted) > 1:
        first, second = wanted[0], wanted[1]
        return c.refuse(
            "ambiguous_name",
            span,
            name=step.text,
            first=kind_with_article(first.kind),
            second=kind_with_article(second.kind),
            example={
                "zh": f"{KIND_WORDS[first.kind]['zh'][0]}「{step.text}」",
                "en": f"{KIND_WORDS[first.kind]['en'][0]} `{step.text}`",
            },
        )
    return refuse_name(c, step, span, kinds)


def _also_meant(c: Context, step: Step, entity: Entity) -> dict[str, str]:
    """All that a key may be short for, where it is no label: director, of a purchasing director
    beside a finance director. Empty where only one thing can be meant.
    """
    said = step.text.casefold()
    if said != entity.key.casefold() or entity.kind in ("field", "form", "opt", "state", "act"):
        return {}
    alike = [name for name in c.vocabulary.names if name.kind == entity.kind]
    shorter = [n for n in alike if any(_ends_in(label, said) for label in _all(n.labels))]
    own = [label.casefold() for n in alike if n.key == entity.key for label in _all(n.labels)]
    if said in own or not any(name.key != entity.key for name in shorter):
        return {}
    listed = [localized(n.labels) for n in alike if n in shorter or n.key == entity.key]
    return {
        "zh": "、".join(f"「{each['zh']}」" for each in listed),
        "en": ", ".join(f"“{each['en']}”" for each in listed),
    }


def _ends_in(label: str, said: str) -> bool:
    return label.casefold().endswith(f" {said}")


def refuse_name(c: Context, step: Step, span: Span, kinds: Sequence[str]) -> Node:
    """No such name here: unknown altogether, of another kind, or of another form."""
    others = [entity for entity in step.entities if entity.kind not in kinds]
    elsewhere = [e for e in step.entities if e.kind == "field" and "field" in kinds]
    if elsewhere:
        owner = elsewhere[0].owner or ""
        is_line = any(f.type == Type("rows", owner) for f in c.form.fields.values())
        way = route(c.vocabulary, c.form.key, elsewhere[0])
        return c.refuse(
            "field_of_lines" if is_line else "other_form_path" if way else "other_form",
            span,
            name=step.text,
            owner=localized(c.vocabulary.forms[owner].labels),
            form=localized(c.form.labels),
            path=way or "",
        )
    if others:
        return c.refuse(
            "wrong_kind",
            span,
            name=step.text,
            found=kind_with_article(others[0].kind),
            kind=kind_fact(kinds),
        )
    return refuse_unknown(c, step.text, span, kinds)


def refuse_unknown(c: Context, text: str, span: Span, kinds: Sequence[str]) -> Node:
    """Nothing is called that: with the names that look or sound like it."""
    labels = {label: kind for kind in reversed(kinds) for label in candidates_of(c, (kind,))}
    is_word = any(keywords().exact(text))
    near = () if is_word else similar(text, labels, c.vocabulary.pinyin)
    if near:
        kind = kind_fact((labels[near[0]],))
        return c.refuse("unknown_name_like", span, near, name=text, kind=kind)
    return c.refuse("unknown_name", span, name=text, kind=kind_fact(kinds))


def candidates_of(c: Context, kinds: Sequence[str]) -> list[str]:
    """Every label that a name of these kinds could have had here."""
    found: list[str] = []
    for kind in kinds:
        if kind == "field":
            found += [label for f in c.form.fields.values() for label in _all(f.labels)]
        elif kind == "form":
            found += [label for f in c.vocabulary.forms.values() for label in _all(f.labels)]
        elif kind in ("opt", "state"):
            continue
        else:
            found += [
                label for n in c.vocabulary.names if n.kind == kind for label in _all(n.labels)
            ]
            if kind == "act":
                found += [
                    label
                    for f in c.vocabulary.forms.values()
                    for move in f.moves
                    for label in _all(move.labels)
                ]
    return found


def _all(labels: Labels) -> list[str]:
    return [label for some in labels.values() for label in some]


def thing(c: Context, part: Part, kinds: Sequence[str]) -> Node:
    """A name that must be of one of these kinds; earlier kinds win over later ones."""
    word = word_of(part)
    steps: tuple[Step, ...] = word.value
    span = span_of(part)
    if len(steps) > 1 and "field" not in kinds:
        return refuse_unknown(c, word.text, span, kinds)
    if len(steps) > 1 or steps[0].outer:
        if "field" not in kinds and steps[0].outer and len(steps) == 1:
            return thing_of(c, steps[0], span, kinds)
        if len(steps) == 1 and steps[0].outer and "form" in kinds and _is_form(steps[0]):
            return thing_of(c, steps[0], span, kinds)
        return path(c, steps, span)
    return thing_of(c, steps[0], span, kinds)


def _is_form(step: Step) -> bool:
    return any(entity.kind == "form" for entity in step.entities)


def thing_of(c: Context, step: Step, span: Span, kinds: Sequence[str]) -> Node:
    """One step that must be of one of these kinds."""
    for kind in kinds:
        wanted = [e for e in step.entities if e.kind == kind and _in_scope(c, e)]
        if wanted:
            return choose(c, step, span, _narrow(c, wanted), kinds)
    return choose(c, step, span, (), kinds)


def _narrow(c: Context, wanted: list[Entity]) -> list[Entity]:
    own = [e for e in wanted if e.owner in (c.form.key, c.subject)]
    return own if own and len(wanted) > 1 else wanted


def _in_scope(c: Context, entity: Entity) -> bool:
    if entity.kind == "field":
        return entity.owner == c.form.key
    if entity.kind == "act":
        return entity.owner in (None, c.subject, c.form.key)
    return True


def path(c: Context, steps: tuple[Step, ...], span: Span) -> Node:
    """A path: from this record (or the outer one) through links to a field."""
    first, rest = steps[0], list(steps[1:])
    outer = first.outer
    form = c.subject if outer else c.form.key
    forms = {e.key for e in first.entities if e.kind == "form"}
    if rest and (form in forms or (c.subject in forms and len(c.forms) > 1)):
        outer = outer or form not in forms
        form = c.subject if outer else form
        own = [e for e in rest[0].entities if e.kind == "field" and e.owner == form]
        if own:
            first, rest = rest[0], rest[1:]
    own = [e for e in first.entities if e.kind == "field" and e.owner == form]
    base = None if own else linked_rows(c, first, span)
    if base is None:
        if not own and outer and forms & {c.subject, ITSELF.key}:
            return c.refuse("record_itself", span, name=c.text[first.start : first.end])
        if not own:
            return refuse_name(c, first, span, ("field",))
        item = c.field_of(form, own[0].key)
        head = "alias" if outer and len(c.forms) > 1 else "field"
        base = Node(head, (own[0].key,), item.type if item else Type("empty"), span)
    kind = base.type
    for step in rest:
        found = [e for e in step.entities if e.owner == kind.of]
        if not found:
            with c.inside(kind.of or c.form.key):
                return refuse_name(c, step, Span(step.start, step.end), ("field",))
        item = c.field_of(found[0].owner, found[0].key)
        kind = item.type if item else Type("empty")
        base = Node("path", (base, found[0].key), kind, span)
    return base


def linked_rows(c: Context, step: Step, span: Span) -> Node | None:
    """The records of a form that are linked to this one, where many values are taken."""
    forms = [e for e in step.entities if e.kind == "form" and e.key != c.form.key]
    if not (c.takes_many and forms) or step.outer:
        return None
    rows = Node("form", (forms[0].key,), Type("rows", forms[0].key), span)
    check_link(c, c.form.key, rows, span)
    return rows


def is_value_name(c: Context, word: Word) -> bool:
    """Whether a quoted name is a field or parameter here."""
    entities = word.value[0].entities
    return any(e.kind == "param" or (e.kind == "field" and e.owner == c.form.key) for e in entities)


def value_name(c: Context, part: Part, expect: Type | None) -> Node:
    """A name where a value stands: a field, a parameter, an option of the expected choice."""
    word = word_of(part)
    steps: tuple[Step, ...] = word.value
    span = span_of(part)
    if len(steps) > 1 or steps[0].outer:
        return path(c, steps, span)
    step = steps[0]
    wanted: list[Entity] = []
    rows = None if _values(c, step) else linked_rows(c, step, span)
    if rows is not None:
        return rows
    if expect is not None and expect.kind in CHOICES:
        wanted = [e for e in step.entities if e.kind in ("opt", "state") and e.owner == expect.of]
    if expect is not None and expect.kind in ("person", "department"):
        names = [e for e in step.entities if e.kind in ("person", "dept", "role")]
        fields = _values(c, step)
        wanted = [*fields, *names]
        return choose(c, step, span, wanted, ("field", "person", "dept"))
    if wanted:
        fits: Callable[[Entity], bool] = lambda e: node_of(c, e, span).type == expect  # noqa: E731
        wanted = wanted + [e for e in _values(c, step) if fits(e)]
    else:
        wanted = _values(c, step)
    kinds = ("field", "param")
    if not step.entities and expect is not None and expect.kind == "bool":
        return c.refuse("tick_yes_or_no", span, name=step.text)
    if not step.entities and expect is not None and _is_free(c, expect):
        near = similar(step.text, candidates_of(c, kinds), c.vocabulary.pinyin)
        return c.refuse("text_needs_quotes", span, near, name=step.text)
    if not wanted and expect is not None and expect.kind in CHOICES:
        return option_of(c, step.text, expect, span)
    if not wanted and {e.kind for e in step.entities} == {"form"}:
        return c.refuse("form_as_value", span, name=step.text)
    return choose(c, step, span, wanted, kinds)


def _is_free(c: Context, expect: Type) -> bool:
    """Whether any text may stand here: it needs its quotes."""
    form, _, key = (expect.of or "").partition(".")
    item = c.field_of(form, key) if expect.kind in CHOICES else None
    return expect.kind == "text" or (item is not None and item.takes_any_text)


def _values(c: Context, step: Step) -> list[Entity]:
    return [
        e
        for e in step.entities
        if e.kind == "param" or (e.kind == "field" and e.owner == c.form.key)
    ]


def option_of(c: Context, text: str, expect: Type, span: Span) -> Node:
    """The option of a choice that a text names."""
    owner, _, key = (expect.of or "").partition(".")
    item = c.field_of(owner, key)
    if item is None:
        return unknown(span)
    if item.takes_any_text:
        return Node("text", (text,), Type("choice", expect.of), span)
    for entity in c.lexicon.named(text):
        if entity.kind in ("opt", "state") and entity.owner == expect.of:
            return node_of(c, entity, span)
    listed = {
        lang: "、".join(first_label(o.labels, lang) for o in item.options)
        if lang == "zh"
        else ", ".join(first_label(o.labels, lang) for o in item.options)
        for lang in ("zh", "en")
    }
    options = [label for o in item.options for label in _all(o.labels)]
    near = similar(text, options, c.vocabulary.pinyin)
    return c.refuse(
        "unknown_option_like" if near else "unknown_option",
        span,
        near,
        field=localized(item.labels),
        name=text,
        options=listed,
    )
