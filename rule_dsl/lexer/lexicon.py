"""The names of one app, ready to be found in a text: tries of labels, built once per vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from rule_dsl.lexer import durations
from rule_dsl.lexer.trie import Trie
from rule_dsl.lexer.words import Entity
from rule_dsl.types import Type
from rule_dsl.vocabulary import Form, Labels, Vocabulary


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Tries over one vocabulary: labels, keys, the fields of each form, and units of fields.

    A key is a name too, but a label wins over a key with the same letters.
    """

    names: Trie[Entity]
    keys: Trie[Entity]
    fields: Mapping[str, Trie[Entity]]
    units: Trie[str]
    types: dict[Entity, Type] = field(default_factory=dict)

    def named(self, text: str) -> tuple[Entity, ...]:
        """Everything that has exactly this label, or else this key."""
        return tuple(self.names.exact(text) or self.keys.exact(text))

    def target_of(self, entity: Entity) -> str | None:
        """The form whose fields may follow this name in a path."""
        if entity.kind == "form":
            return entity.key
        kind = self.types.get(entity)
        if kind is not None and kind.kind in ("link", "rows"):
            return kind.of
        return None


_BUILT: WeakKeyDictionary[Vocabulary, Lexicon] = WeakKeyDictionary()


def lexicon_of(vocabulary: Vocabulary) -> Lexicon:
    """The lexicon of a vocabulary (built on first use)."""
    found = _BUILT.get(vocabulary)
    if found is None:
        found = _build(vocabulary)
        _BUILT[vocabulary] = found
    return found


def _build(vocabulary: Vocabulary) -> Lexicon:
    lexicon = Lexicon(Trie(), Trie(), {key: Trie() for key in vocabulary.forms}, Trie(), {})
    for form in vocabulary.forms.values():
        _enter_form(lexicon, form)
    for name in vocabulary.names:
        _enter(lexicon, name.labels, Entity(name.kind, name.key, name.form))
        _enter_units(lexicon, name.unit)
    for form in vocabulary.forms.values():
        own = lexicon.fields[form.key]
        for item in form.fields.values():
            if not own.exact(item.key):
                own.add(item.key, Entity("field", item.key, form.key))
    return lexicon


def _enter_form(lexicon: Lexicon, form: Form) -> None:
    _enter(lexicon, form.labels, Entity("form", form.key))
    for item in form.fields.values():
        entity = Entity("field", item.key, form.key)
        lexicon.types[entity] = item.type
        _enter(lexicon, item.labels, entity)
        _enter_units(lexicon, item.unit)
        kind = "state" if item.is_state else "opt"
        for option in item.options:
            _enter(lexicon, option.labels, Entity(kind, option.key, f"{form.key}.{item.key}"))
    for move in form.moves:
        _enter(lexicon, move.labels, Entity("act", move.key, form.key))


def _enter(lexicon: Lexicon, labels: Labels, entity: Entity) -> None:
    for label in sorted({label for some in labels.values() for label in some}):
        _add_once(lexicon.names, label, entity)
        if entity.kind == "field" and entity.owner is not None:
            _add_once(lexicon.fields[entity.owner], label, entity)
    lexicon.keys.add(entity.key, entity)


def _enter_units(lexicon: Lexicon, units: tuple[str, ...]) -> None:
    """Units of numbers; a number of hours is a length of time, and made a number later."""
    for unit in units:
        if not durations.units().exact(unit):
            lexicon.units.add(unit, unit)


def _add_once(trie: Trie[Entity], label: str, entity: Entity) -> None:
    if entity not in trie.exact(label):
        trie.add(label, entity)
