"""From a declared chain to the one that runs, with every problem at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from runtime.approvals.chain import Chain, ChainNames, ChainStep, Late, Who
from runtime.approvals.sentence import SentenceWrong, parse_duration, parse_step, parse_who
from runtime.spec.app import ApprovalSpec, AppSpec, StepSpec
from runtime.spec.places import Place
from runtime.spec.problems import Problem

HOUSE: Mapping[str, str] = {
    "same_person_again": "ask",
    "submitter_is_approver": "to_manager",
    "nobody_found": "admin",
    "rejected": "to_submitter",
    "withdraw": "until_first_decision",
    "record_edited": "invalidate",
}
"""What holds where a chain says nothing."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "same_person_again": ("ask", "pass_if_consecutive", "pass_if_earlier"),
    "submitter_is_approver": ("ask", "skip", "to_manager", "to_dept_head", "forbid"),
    "nobody_found": ("admin", "pass", "reject", "block"),
    "rejected": ("end", "to_submitter"),
    "withdraw": ("never", "until_first_decision", "until_next_step_decides", "until_end"),
    "record_edited": ("lock", "invalidate", "allow"),
    "reject": ("veto", "when_impossible", "wait_all"),
    "base": ("at_start",),
    "comment": ("always", "on_reject", "never"),
    "after_return": ("walk",),
    "delegate": ("allowed",),
}
ACTIONS = ("approve", "reject", "complete", "transfer", "ask", "comment")

UNBUILT_ACTIONS = ("return", "add_signer")

CHAIN_KEYS = frozenset(HOUSE) | {"admins", "after_return", "delegate"}
STEP_KEYS = frozenset(
    ("reject", "base", "comment", "due", "actions", "same_person_again"),
) | {"submitter_is_approver", "nobody_found"}

CHAIN_DOORS = frozenset(("calendar", "purpose", "levels", "then", "otherwise", "on_withdraw"))
STEP_DOORS = frozenset(
    ("late", "remind", "require", "sign", "write", "read", "hide", "phrases", "checklist"),
) | {"pause_while", "attach", "recheck", "withdraw", "batch", "claim", "track_role", "print"}
"""Keys of the language that this release reads and refuses: nothing is silently without effect."""

UNBUILT_WHO = frozenset(
    ("group", "expr", "followers", "binding_owners", "submitter_picks", "previous_picks"),
)


def compile_chain(spec: ApprovalSpec, names: ChainNames | None = None) -> Chain:
    """The chain. Raises ValueError where it has problems: published text has none."""
    chain, problems = read_chain(spec, names)
    if chain is None:
        raise ValueError(f"{spec.key}: {problems[0].message('en')}")
    return chain


def chain_names(app: AppSpec, form: str) -> ChainNames:
    """What a chain over that form may name."""
    found = app.form(form)
    fields = found.fields if found else ()
    return ChainNames(
        roles=_folded(app.named("role")),
        departments=_folded(app.named("department")),
        fields=_folded(fields),
    )


def _folded(elements: Any) -> Mapping[str, str]:
    folded = {word.lower(): each.key for each in elements for word in each.labels.values()}
    folded |= {each.key.lower(): each.key for each in elements}
    return folded


def read_chain(
    spec: ApprovalSpec, names: ChainNames | None = None
) -> tuple[Chain | None, tuple[Problem, ...]]:
    """The chain and its problems; no chain where one of them is an error."""
    reading = _Reading(spec, names)
    steps = tuple(step for each in spec.steps if (step := reading.step(each)))
    admins = reading.people(spec.facts.get("admins"), spec.at)
    reading.keys(spec.facts, CHAIN_KEYS, CHAIN_DOORS, spec.at)
    reading.whole(steps)
    for key in ("after_return", "delegate"):
        reading.option(key, {key: CHOICES[key][0], **spec.facts}, spec.at)
    chain = Chain(
        key=spec.key,
        form=spec.form,
        labels=spec.labels,
        steps=steps,
        rejected=reading.option("rejected", spec.facts, spec.at),
        withdraw=reading.option("withdraw", spec.facts, spec.at),
        record_edited=reading.option("record_edited", spec.facts, spec.at),
        admins=admins,
    )
    problems = tuple(reading.problems)
    return (None if any(p.severity == "error" for p in problems) else chain), problems


class _Reading:
    """One pass over a declared chain, collecting problems."""

    def __init__(self, spec: ApprovalSpec, names: ChainNames | None) -> None:
        self.spec = spec
        self.names = names
        self.problems: list[Problem] = []
        self.step_keys = [each.key for each in spec.steps]

    def wrong(self, code: str, at: Place | None, **facts: Any) -> None:
        suggestions = facts.pop("suggestions", ())
        self.problems.append(
            Problem(code, at or self.spec.at, facts=facts, suggestions=tuple(suggestions))
        )

    def step(self, spec: StepSpec) -> ChainStep | None:
        """One step, or None where its sentence cannot be read."""
        text = spec.tell if spec.ask is None else spec.ask
        if not text:
            self.wrong("approval_who_missing", spec.at, text=spec.key)
            return None
        try:
            said = parse_step(text, tell=spec.ask is None)
        except SentenceWrong as wrong:
            self.wrong(wrong.code, spec.at, **wrong.facts)
            return None
        step = ChainStep(
            key=spec.key,
            mode=said.mode,
            who=self.asked(said.who, spec.at),
            labels=spec.labels,
            when=spec.when or said.when,
            number=said.number,
            due=said.within,
            late=self.late(said.late, spec.at),
        )
        self.number(step, spec.at)
        return self.with_facts(step, spec)

    def with_facts(self, step: ChainStep, spec: StepSpec) -> ChainStep:
        facts, at = spec.facts, spec.at
        self.keys(facts, STEP_KEYS, STEP_DOORS, at)
        inherited = {**self.spec.facts, **facts}
        return replace(
            step,
            reject=self.option("reject", facts, at, "veto"),
            base=self.option("base", facts, at, "at_start"),
            comment=self.option("comment", facts, at, "on_reject"),
            due=self.due(facts, at) or step.due,
            actions=self.actions(step, facts, at),
            nobody_found=self.option("nobody_found", inherited, at),
            submitter_is_approver=self.option("submitter_is_approver", inherited, at),
            same_person_again=self.option("same_person_again", inherited, at),
        )

    def option(
        self, key: str, facts: Mapping[str, Any], at: Place | None, fallback: str = ""
    ) -> Any:
        """The option's value, a problem where it is none of its choices."""
        value = facts.get(key, HOUSE.get(key, fallback))
        if key == "nobody_found" and isinstance(value, str) and value.startswith("user:"):
            return value
        if value not in CHOICES[key]:
            close = get_close_matches(str(value), CHOICES[key], 1)
            allowed = ", ".join(CHOICES[key])
            self.wrong(
                "approval_option", at, key=key, value=value, allowed=allowed, suggestions=close
            )
        return value

    def keys(
        self,
        facts: Mapping[str, Any],
        known: frozenset[str],
        doors: frozenset[str],
        at: Place | None,
    ) -> None:
        for key in facts:
            if key in doors:
                self.wrong("approval_not_built", at, what=key)
            elif key not in known:
                close = get_close_matches(key, known, 1)
                self.wrong("approval_key_unknown", at, key=key, suggestions=close)

    def due(self, facts: Mapping[str, Any], at: Place | None) -> Any:
        if "due" not in facts:
            return None
        try:
            return parse_duration(str(facts["due"]))
        except SentenceWrong as wrong:
            self.wrong(wrong.code, at, **wrong.facts)
            return None

    def actions(
        self, step: ChainStep, facts: Mapping[str, Any], at: Place | None
    ) -> frozenset[str]:
        given = facts.get("actions")
        if given is None:
            return step.actions
        given = ["ask" if each == "ask_info" else each for each in given]
        for action in given:
            if action in UNBUILT_ACTIONS:
                self.wrong("approval_not_built", at, what=action)
            elif action not in ACTIONS:
                close = get_close_matches(str(action), ACTIONS, 1)
                self.wrong(
                    "approval_option",
                    at,
                    key="actions",
                    value=action,
                    allowed=", ".join(ACTIONS),
                    suggestions=close,
                )
        return frozenset(given)

    def number(self, step: ChainStep, at: Place | None) -> None:
        if step.mode == "ratio" and not 1 <= (step.number or 0) <= 100:
            self.wrong("approval_ratio_range", at, number=step.number)
        if step.mode == "count":
            users = [each for each in step.who if each.kind == "user"]
            only_users = len(users) == len(step.who)
            if not step.number or (only_users and step.number > len(users)):
                self.wrong("approval_count_range", at, number=step.number)

    def late(self, late: Late | None, at: Place | None) -> Late | None:
        """Read and kept. Nothing performs it yet, and the author is told so."""
        if late is None:
            return None
        if late.step and late.step not in self.step_keys:
            close = get_close_matches(late.step, self.step_keys, 1)
            self.wrong("approval_unknown_step", at, name=late.step, suggestions=close)
        self.problems.append(
            Problem(
                "approval_late_not_built", at or self.spec.at, "warning", {"action": late.action}
            )
        )
        return late if late.who is None else replace(late, who=self.known((late.who,), at)[0])

    def people(self, text: Any, at: Place | None) -> tuple[Who, ...]:
        if text is None:
            return ()
        try:
            return self.known(parse_who(str(text)), at)
        except SentenceWrong as wrong:
            self.wrong(wrong.code, at, **wrong.facts)
            return ()

    def asked(self, who: tuple[Who, ...], at: Place | None) -> tuple[Who, ...]:
        """Whom a step asks or tells: nobody is its assignee before it is open."""
        if any(each.of == "assignee" for each in who):
            self.wrong("approval_no_assignee", at)
        return self.known(who, at)

    def known(self, who: tuple[Who, ...], at: Place | None) -> tuple[Who, ...]:
        return tuple(self._known(each, at) for each in who)

    def _known(self, who: Who, at: Place | None) -> Who:
        if who.kind in UNBUILT_WHO:
            self.wrong("approval_not_built", at, what=who.kind)
        if who.within:
            self.wrong("approval_not_built", at, what=f"in {who.within}")
        if who.kind == "managers":
            if who.up_to is None and who.at_most is None:
                self.wrong("approval_managers_endless", at)
            return who if who.up_to is None else replace(who, up_to=self._known(who.up_to, at))
        for kind, code, known in self._tables():
            if who.kind == kind and who.key is not None:
                return replace(who, key=self._key(code, who.key, known, at))
        return who

    def _tables(self) -> Iterator[tuple[str, str, Mapping[str, str]]]:
        if self.names is not None:
            yield "role", "approval_unknown_role", self.names.roles
            yield "head", "approval_unknown_department", self.names.departments
            yield "field", "approval_unknown_field", self.names.fields

    def _key(self, code: str, name: str, known: Mapping[str, str], at: Place | None) -> str:
        key = known.get(name.lower())
        if key is None:
            self.wrong(code, at, name=name, suggestions=get_close_matches(name, known, 1))
            return name
        return key

    def whole(self, steps: tuple[ChainStep, ...]) -> None:
        """What only shows on the whole chain."""
        if not self.spec.steps:
            self.wrong("approval_no_steps", self.spec.at, name=self.spec.key)
        for key in {key for key in self.step_keys if self.step_keys.count(key) > 1}:
            self.wrong("approval_step_twice", self.spec.at, name=key)
