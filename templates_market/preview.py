"""What a template contains, before anything is installed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from runtime.spec.app import AppSpec, Labels, label
from templates_market.bundle import Bundle, app_of


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of thing a template brings: how many, and what they are called."""

    kind: str
    names: tuple[Labels, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A rule: its label, the sentence, and whether it is switched on."""

    label: Labels
    text: str
    on: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """A template opened: its parts in order, its rules, its sample records by form."""

    bundle: Bundle
    app: AppSpec
    parts: tuple[Part, ...]
    rules: tuple[Sentence, ...]
    samples: tuple[tuple[Labels, int], ...]

    @property
    def records(self) -> int:
        """How many sample records come along."""
        return sum(count for _, count in self.samples)


def preview(bundle: Bundle) -> Preview:
    """What a bundle contains.

    Raises:
        BundleRefused: its files have errors.
    """
    app = app_of(bundle)
    kinds: tuple[tuple[str, Iterable[Labels]], ...] = (
        ("forms", [form.labels for form in app.forms]),
        ("views", [view.labels for view in app.views]),
        ("lifecycles", [life.labels for life in app.lifecycles]),
        ("approvals", [chain.labels for chain in app.approvals]),
        ("roles", [role.labels for role in app.named("role")]),
        ("scenarios", [scenario.labels for scenario in app.scenarios]),
        ("connectors", [each.labels for each in app.connectors]),
        ("metrics", [each.labels for each in app.metrics]),
    )
    forms = {form.key: form.labels for form in app.forms}
    return Preview(
        bundle=bundle,
        app=app,
        parts=tuple(
            Part(kind, names, len(names)) for kind, each in kinds if (names := tuple(each))
        ),
        rules=tuple(
            Sentence(rule.labels, rule.text, rule.on)
            for rule in sorted(app.rules, key=lambda rule: (not rule.on, rule.key))
        ),
        samples=tuple(
            (forms[seed.form], len(seed.rows))
            for seed in sorted(app.seeds, key=lambda seed: -len(seed.rows))
        ),
    )


def names_of(part: Part, lang: str) -> tuple[str, ...]:
    """What the things of a part are called in a language."""
    return tuple(label(each, lang) for each in part.names)
