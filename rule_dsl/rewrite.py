"""What is suggested is tried before it is shown: it must be read and checked by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from rule_dsl.errors import Problem
from rule_dsl.vocabulary import Vocabulary

MAX_TRIALS = 16
"""How many texts are read anew to find out whether a suggestion helps."""
MAX_RANKED = 8
_HELPS = 90
"""How much nearer a reading is whose suggestions make the text right."""

_WITHOUT = {
    "unknown_name_like": "unknown_name",
    "unknown_option_like": "unknown_option",
    "unknown_function_like": "unknown_function",
    "words_near_name": "words_unclear",
    "missing_boundary": "missing_boundary_only",
}
"""Sentences that name a suggestion, and what they are without one."""


@dataclass(slots=True)
class Asked:
    """A text that was not understood, and how to find out whether another one would be."""

    text: str
    vocabulary: Vocabulary
    subjects: tuple[str, ...]
    reads: Callable[[str], bool]
    _known: dict[str, bool] = field(default_factory=dict)

    def is_read(self, text: str) -> bool:
        """Whether a text would be understood; past the budget nothing is."""
        if text not in self._known:
            if len(self._known) >= MAX_TRIALS:
                return False
            self._known[text] = self.reads(text)
        return self._known[text]


@dataclass(frozen=True, slots=True)
class Option:
    """One way to say what is wrong, and how far it is from the text."""

    price: int
    problems: tuple[Problem, ...]


def nearest(asked: Asked, options: Sequence[Option]) -> tuple[Problem, ...]:
    """The problems of the nearest option, with the suggestions that help."""
    ranked = sorted(options, key=lambda option: option.price)[:MAX_RANKED]
    best = min(ranked, key=lambda option: option.price - _HELPS * _helps(asked, option.problems))
    return sound(asked, best.problems)


def sound(asked: Asked, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The problems with those suggestions only that make the text right."""
    return tuple(_sound(asked, problems, index) for index in range(len(problems)))


def _helps(asked: Asked, problems: tuple[Problem, ...]) -> bool:
    """Whether taking over what is suggested first makes the text right."""
    fixed = _applied(asked.text, problems)
    return fixed is not None and asked.is_read(fixed)


def _applied(text: str, problems: Sequence[Problem]) -> str | None:
    """The text with the first suggestion of every problem in its place."""
    for problem in sorted(problems, key=lambda p: (p.span.start, p.span.end), reverse=True):
        if not problem.suggestions:
            return None
        text = text[: problem.span.start] + problem.suggestions[0] + text[problem.span.end :]
    return text


def _sound(asked: Asked, problems: tuple[Problem, ...], index: int) -> Problem:
    """One problem with only those suggestions that make the text right, the others taken over."""
    own, others = problems[index], (*problems[:index], *problems[index + 1 :])
    if not own.suggestions or not all(other.suggestions for other in others):
        return own
    kept = [each for each in own.suggestions if _is_sound(asked, own, each, others)]
    found = replace(own, suggestions=tuple(kept))
    return found if kept else replace(found, code=_WITHOUT.get(own.code, own.code))


def _is_sound(asked: Asked, own: Problem, new: str, others: tuple[Problem, ...]) -> bool:
    fixed = _applied(asked.text, (replace(own, suggestions=(new,)), *others))
    return fixed is not None and asked.is_read(fixed)
