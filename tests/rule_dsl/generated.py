"""Random typed trees over the trades vocabulary, as nested lists (the public JSON form)."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from rule_dsl.vocabulary import Field, Form
from tests.rule_dsl.trades_vocabulary import TRADES

Json = Any
ORDERED = ("<", "<=", ">", ">=")
TEXTS = (
    st.text(
        alphabet=st.sampled_from(list("好的且或如果则“”\"'「」` ，。AaZz09%()")),
        min_size=1,
        max_size=8,
    )
    .map(str.strip)
    .filter(bool)
)
NUMBERS = (
    st.decimals("-99999", "99999", places=2)
    .map(lambda d: f"{d:f}".rstrip("0").rstrip(".") if "." in f"{d:f}" else f"{d:f}")
    .map(lambda text: "0" if text in ("-0", "") else text)
)
COUNTS = st.integers(1, 30).map(str)
DAYS = st.tuples(COUNTS, st.sampled_from(["d", "w"])).map(lambda p: ["dur", *p])
LENGTHS = st.tuples(COUNTS, st.sampled_from(["s", "min", "h", "d", "w", "wd", "wh"])).map(
    lambda p: ["dur", *p]
)
TIMES = st.sampled_from(["09:00", "10:30", "18:05"]).map(lambda t: ["time", t])
ROLES = st.sampled_from([n.key for n in TRADES.names if n.kind == "role"]).map(
    lambda k: ["role", k]
)
MESSAGES = st.one_of(
    st.sampled_from([n.key for n in TRADES.names if n.kind == "msg"]).map(lambda k: ["msg", k]),
    TEXTS.map(lambda t: ["text", t]),
)
CHANNELS = st.sampled_from([n.key for n in TRADES.names if n.kind == "channel"]).map(
    lambda k: ["channel", k]
)
DOCS = st.sampled_from([n.key for n in TRADES.names if n.kind == "doc"]).map(lambda k: ["doc", k])
TICKET, REPAIR = TRADES.forms["ticket"], TRADES.forms["repair"]


def _of(form: Form, *kinds: str) -> list[Field]:
    return [f for f in form.fields.values() if f.type.kind in kinds]


def comparison(form: Form) -> st.SearchStrategy[Json]:
    """One comparison over a form's fields."""
    found: list[st.SearchStrategy[Json]] = []
    for field in form.fields.values():
        key = field.key
        match field.type.kind:
            case "number" | "money":
                found.append(
                    st.tuples(st.sampled_from(["=", "!=", *ORDERED]), NUMBERS).map(
                        lambda p, k=key: [p[0], k, p[1]]
                    )
                )
                found.append(
                    st.tuples(NUMBERS, NUMBERS).map(lambda p, k=key: ["between", k, p[0], p[1]])
                )
            case "percent":
                found.append(
                    st.tuples(st.sampled_from(ORDERED), st.integers(0, 100)).map(
                        lambda p, k=key: [
                            p[0],
                            k,
                            f"{p[1] / 100:.2f}".rstrip("0").rstrip(".") or "0",
                        ]
                    )
                )
            case "choice" | "state":
                head = "state" if field.type.kind == "state" else "opt"
                options = st.sampled_from([o.key for o in field.options])
                found.append(
                    st.tuples(st.sampled_from(["=", "!="]), options).map(
                        lambda p, k=key, h=head: [p[0], k, [h, p[1]]]
                    )
                )
                found.append(
                    st.lists(options, min_size=2, max_size=3, unique=True).map(
                        lambda os, k=key, h=head: ["in", k, *([h, o] for o in os)]
                    )
                )
            case "choices":
                found.append(
                    st.sampled_from([o.key for o in field.options]).map(
                        lambda o, k=key: ["contains", k, ["opt", o]]
                    )
                )
            case "bool":
                found.append(st.booleans().map(lambda b, k=key: ["=", k, b]))
            case "text":
                found.append(TEXTS.map(lambda t, k=key: ["=", k, ["text", t]]))
                found.append(TEXTS.map(lambda t, k=key: ["contains", k, ["text", t]]))
                found.append(st.just(["empty", key]))
            case "date" | "moment":
                found.append(
                    st.tuples(st.sampled_from(ORDERED), DAYS).map(
                        lambda p, k=key: [p[0], ["until", k], p[1]]
                    )
                )
                found.append(DAYS.map(lambda d, k=key: ["near", k, d]))
                found.append(st.just(["empty", key]))
            case "duration":
                found.append(
                    st.tuples(st.sampled_from(ORDERED), LENGTHS).map(
                        lambda p, k=key: [p[0], k, p[1]]
                    )
                )
    return st.one_of(found)


def conditions(form: Form) -> st.SearchStrategy[Json]:
    """Conditions of a form: comparisons joined, negated, held, over other records."""
    plain = comparison(form)
    acts = [["act", move.key] for move in form.moves]
    numbers = [f.key for f in _of(form, "number")]
    base: list[st.SearchStrategy[Json] | None] = [
        plain,
        plain,
        st.tuples(plain, st.sampled_from([">", ">="]), LENGTHS).map(
            lambda p: ["held", p[0], p[1], p[2]]
        ),
    ]
    if acts:
        base.append(st.tuples(LENGTHS, st.sampled_from(acts)).map(lambda p: ["not_within", *p]))
    if numbers:
        base.append(
            st.tuples(st.sampled_from(numbers), DAYS, st.sampled_from(["up", "down"])).map(
                lambda p: ["trend", *p]
            )
        )
    other = comparison(TRADES.forms["inspection"])
    base.append(
        st.tuples(other, st.none() | DAYS).map(
            lambda p: ["exists", ["form", "inspection"], p[0], p[1]]
        )
    )
    for rows in _of(form, "rows"):
        lines = comparison(TRADES.forms[rows.type.of or ""])
        base.append(
            st.tuples(st.sampled_from(["any", "all"]), lines).map(
                lambda p, k=rows.key: [p[0], k, p[1]]
            )
        )
        base.append(st.tuples(COUNTS, lines).map(lambda p, k=rows.key: ["at_least", p[0], k, p[1]]))
    for link in _of(form, "link"):
        base.extend(_of_owner(link, other) for other in TRADES.forms.values())
        target = TRADES.forms[link.type.of or ""]
        base.extend(
            st.tuples(st.sampled_from(ORDERED), NUMBERS).map(
                lambda p, a=link.key, b=item.key: [p[0], ["path", a, b], p[1]]
            )
            for item in _of(target, "number", "money")
        )
    return st.recursive(
        st.one_of([each for each in base if each is not None]),
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: _flat("and", parts)),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: _flat("or", parts)),
            inner.map(lambda part: ["not", part]),
        ),
        max_leaves=5,
    )


def _of_owner(link: Field, rows: Form) -> st.SearchStrategy[Json] | None:
    """Conditions on the records that point at the same one as the link."""
    if [f.type for f in _of(rows, "link")].count(link.type) != 1:
        return None
    plain, source = comparison(rows), ["form", rows.key]
    rolled = st.tuples(DAYS, st.lists(plain, max_size=1)).map(
        lambda p: ["roll", "count", ["path", link.key, source], p[0], *p[1]]
    )
    counted = st.tuples(rolled, COUNTS).map(lambda p: [">", *p])
    last = st.tuples(st.sampled_from(["last_all", "last_any"]), COUNTS, plain).map(
        lambda p: [p[0], link.key, p[1], source, p[2]]
    )
    some = st.tuples(COUNTS, plain, COUNTS).map(
        lambda p: ["last_some", link.key, p[0], source, p[1], p[2]]
    )
    return st.one_of(counted, last, some)


def _flat(head: str, parts: list[Json]) -> Json:
    flat: list[Json] = []
    for part in parts:
        flat.extend(part[1:] if part[0] == head else [part])
    return [head, *flat]


def actions(form: Form) -> st.SearchStrategy[Json]:
    """One action of a rule on a form."""
    people = st.lists(ROLES, min_size=1, max_size=3, unique_by=str)
    fields = st.sampled_from([f.key for f in form.fields.values()])
    cc = st.lists(ROLES, max_size=2, unique_by=str).map(lambda found: ["cc", *found])
    found = [
        st.tuples(
            people, MESSAGES, st.none() | CHANNELS, st.lists(DOCS, max_size=2, unique_by=str), cc
        ).map(lambda p: ["notify", ["to", *p[0]], p[1], p[2], ["with", *p[3]], p[4]]),
        st.tuples(people, st.none() | CHANNELS, cc).map(
            lambda p: ["notify", ["to", *p[0]], None, p[1], ["with"], p[2]]
        ),
        st.tuples(TEXTS, cc).map(lambda p: ["alert", None, ["text", p[0]], p[1]]),
        st.tuples(st.sampled_from(["red", "orange", "yellow", "blue"]), cc).map(
            lambda p: ["alert", ["level", p[0]], None, p[1]]
        ),
        TEXTS.map(lambda t: ["tag", ["text", t], None]),
        st.tuples(TEXTS, fields).map(lambda p: ["untag", ["text", p[0]], p[1]]),
        TEXTS.map(lambda t: ["block", ["text", t]]),
        st.lists(fields, min_size=1, max_size=3, unique=True).map(lambda ks: ["require", *ks]),
        comparison(form).map(lambda p: ["validate", p]),
        DOCS.map(lambda d: ["generate", d]),
        st.tuples(people, TEXTS, st.none() | LENGTHS, cc).map(
            lambda p: ["task", ["to", *p[0]], ["text", p[1]], p[2], p[3]]
        ),
        people.map(lambda to: ["escalate", *to]),
        people.map(lambda to: ["assign", *to]),
        st.just(["start", ["flow", "corrective"]]),
        st.just(["call", ["conn", "mes"], None]),
        st.just(["sync", None, ["conn", "attendance"]]),
        st.just(["add_to", ["queue", "second_line"]]),
        fields.map(lambda k: ["highlight", k]),
        fields.map(lambda k: ["recalculate", k]),
        st.tuples(st.just("create"), st.just(["form", "inspection"]), people).map(
            lambda p: [p[0], p[1], ["for", *p[2]], None]
        ),
        COUNTS.flatmap(
            lambda n: people.map(
                lambda to: ["push_top", n, ["form", "purchase"], "total", ["to", *to], ["with"]]
            )
        ),
    ]
    for item in _of(form, "number"):
        found.append(NUMBERS.map(lambda n, k=item.key: ["set", k, n]))
        found.append((st.none() | COUNTS).map(lambda n, k=item.key: ["raise", k, n]))
    return st.one_of(found)


def events(form: Form) -> st.SearchStrategy[Json]:
    """One event on a form."""
    keys = st.sampled_from([f.key for f in form.fields.values() if f.type.kind != "rows"])
    by = st.none() | ROLES
    acts = st.sampled_from([["act", move.key] for move in form.moves])
    states = next(f for f in form.fields.values() if f.is_state)
    options = st.sampled_from([["state", o.key] for o in states.options])
    kinds = st.sampled_from(["created", "submitted", "deleted", "approved", "refused", "restored"])
    return st.one_of(
        st.tuples(kinds, by).map(
            lambda p: ["event", p[0], ["form", form.key], *([["by", p[1]]] if p[1] else [])]
        ),
        keys.map(lambda k: ["event", "changed", k]),
        options.map(lambda o: ["event", "changed_to", states.key, o]),
        st.lists(options, min_size=2, max_size=2, unique_by=str).map(
            lambda two: ["event", "changed_to", states.key, two[0], ["from", two[1]]]
        ),
        st.tuples(st.sampled_from(["entered", "left"]), options).map(lambda p: ["event", *p]),
        st.tuples(acts, by).map(
            lambda p: ["event", "act", p[0], *([["by", p[1]]] if p[1] else [])]
        ),
    )


def rules(form: Form) -> st.SearchStrategy[Json]:
    """A whole rule."""
    done = st.lists(actions(form), min_size=1, max_size=3)
    schedules = st.one_of(
        st.tuples(COUNTS, st.sampled_from(["min", "h"])).map(
            lambda p: ["schedule", "every", ["dur", *p]]
        ),
        st.tuples(st.sampled_from(["daily", "workdays", "quarterly", "yearly"]), TIMES).map(
            lambda p: ["schedule", *p]
        ),
        st.tuples(st.integers(1, 7).map(str), TIMES).map(lambda p: ["schedule", "weekly", *p]),
        st.tuples(st.integers(1, 28).map(str) | st.just("last"), TIMES).map(
            lambda p: ["schedule", "monthly", *p]
        ),
    )
    wheres = conditions(form)
    guarded = (
        st.tuples(events(form), wheres)
        .filter(lambda p: p[1][0] != "not_within")
        .map(lambda p: ["and", p[0], *(p[1][1:] if p[1][0] == "and" else [p[1]])])
    )
    heads = st.one_of(wheres, events(form), guarded, schedules)
    timers = st.tuples(LENGTHS, st.sampled_from([["act", m.key] for m in form.moves]), done).map(
        lambda p: ["timer", p[0], p[1], *p[2]]
    )
    return st.tuples(heads, done, st.none() | timers, st.just([]) | done).map(
        lambda p: ["rule", p[0], ["do", *p[1], *([p[2]] if p[2] else [])], ["else", *p[3]]]
    )


def formulas(form: Form) -> st.SearchStrategy[Json]:
    """A formula over numbers, conditions and texts."""
    numbers = st.sampled_from([f.key for f in _of(form, "number")]) | NUMBERS
    value = st.recursive(
        numbers,
        lambda inner: st.one_of(
            st.tuples(st.sampled_from(["+", "-", "*", "/"]), inner, inner).map(list),
            st.tuples(inner, st.integers(0, 4).map(str)).map(lambda p: ["round", *p]),
            st.tuples(comparison(form), inner, inner).map(lambda p: ["if", *p]),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: ["max", *parts]),
        ),
        max_leaves=6,
    )
    return value.map(lambda found: ["formula", found])
