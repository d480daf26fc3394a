"""The names of one app, ready to be found in a text: tries of labels, built once per vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from rule_dsl.lexer.trie import Trie
from rule_dsl.lexer.words import Entity
from rule_dsl.types import Type
from rule_dsl.vocabulary import Labels, Vocabulary


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Tries over one vocabulary: labels, keys, the fields of each form, and units of fields.

    A key is a name too, but a label wins over a key with the same letters.
    """

    names: Trie[Entity]
    keys: Trie[Entity]
    fields: Mapping[str, Trie[Entity]]
    units: Trie[str]
    types: Mapping[Entity, Type] = field(default_factory=dict)

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
    names: Trie[Entity] = Trie()
    keys: Trie[Entity] = Trie()
    fields: dict[str, Trie[Entity]] = {}
    units: Trie[str] = Trie()
    types: dict[Entity, Type] = {}

    def enter(labels: Labels, entity: Entity) -> None:
        for label in sorted({label for some in labels.values() for label in some}):
            _add_once(names, label, entity)
            if entity.kind == "field":
                _add_once(fields[entity.owner or ""], label, entity)
        keys.add(entity.key, entity)

    for form in vocabulary.forms.values():
        enter(form.labels, Entity("form", form.key))
        fields[form.key] = Trie()
        for item in form.fields.values():
            entity = Entity("field", item.key, form.key)
            types[entity] = item.type
            enter(item.labels, entity)
            owner = f"{form.key}.{item.key}"
            kind = "state" if item.is_state else "opt"
            for option in item.options:
                enter(option.labels, Entity(kind, option.key, owner))
            for unit in item.unit:
                units.add(unit, unit)
        for move in form.moves:
            enter(move.labels, Entity("act", move.key, form.key))
    for name in vocabulary.names:
        enter(name.labels, Entity(name.kind, name.key, name.form))
        for unit in name.unit:
            units.add(unit, unit)
    for form in vocabulary.forms.values():
        own = fields[form.key]
        for item in form.fields.values():
            if not own.exact(item.key):
                own.add(item.key, Entity("field", item.key, form.key))
    return Lexicon(names, keys, fields, units, types)


def _add_once(trie: Trie[Entity], label: str, entity: Entity) -> None:
    if entity not in trie.exact(label):
        trie.add(label, entity)
