"""Looking through every door as everybody, and telling what should not have been seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.rights.routes import GETS, addresses
from tests.rights.world import World, plain, shown

HIDDEN_LABEL = "密注甲"
BLIND = frozenset({"cleo", "jude", "guest", None})
"""Who may not even know that there is such a field."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer to one actor."""

    who: str | None
    endpoint: str
    path: str
    status: int
    text: str


def look(world: World, who: str | None, endpoints: Iterable[str] | None = None) -> Iterator[Seen]:
    """What one actor gets at every address that can be opened (or at some endpoints')."""
    wanted = None if endpoints is None else frozenset(endpoints)
    visitor = world.visitor(who)
    for rule in world.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or (wanted and rule.endpoint not in wanted):
            continue
        ask = GETS[rule.endpoint].ask if rule.endpoint in GETS else ("",)
        for path in addresses(world, rule, ask):
            found = visitor.get(path)
            yield Seen(who, rule.endpoint, path, found.status_code, plain(shown(found)))


def leaks_in(world: World, seen: Iterable[Seen]) -> list[str]:
    """Every canary in an answer to somebody who may not see it."""
    found = []
    for each in seen:
        asked = plain(each.path)
        for canary in world.canaries:
            told = each.text.count(canary.text)
            if told and each.who not in canary.who and canary.text not in asked:
                found.append(f"{each.who} sees {canary.name} at {each.path}")
        if each.who in BLIND and HIDDEN_LABEL in each.text and HIDDEN_LABEL not in asked:
            found.append(f"{each.who} sees a hidden label at {each.path}")
    return found


def answers_differ(world: World, who: str, path: str, guess: str) -> bool:
    """Whether an answer tells a right guess from a wrong one (``{guess}`` in the path)."""
    wrong = "zq" + "0" * (len(guess) - 2) if guess.startswith("zq") else "9" * len(guess)
    return _told(world, who, path, guess) != _told(world, who, path, wrong)


def _told(world: World, who: str, path: str, guess: str) -> tuple[int, frozenset[str], str]:
    """Status, ids of records, and, for JSON, the whole body: what can be read off an answer."""
    found = world.visitor(who).get(path.replace("{guess}", guess))
    text = found.get_data(as_text=True)
    ids = frozenset(key for key, each in world.ids.items() if each in text)
    body = found.get_json() if (found.mimetype or "").endswith("json") else {}
    if isinstance(body, dict):
        body.pop("request_id", None)
    return found.status_code, ids, str(body).replace(guess, "").replace("zq000", "")


def is_closed(seen: Seen) -> bool:
    """Whether an answer shuts the door: sign in first, forbidden, not there."""
    return seen.status in (401, 403, 404) or (
        seen.status == 303 and "/login" in seen.text.partition("\n\n")[0]
    )


def unnamed(problems: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """Problems without the word that the caller asked with."""
    return [
        {
            key: "?" if told == name else str(told).replace(f"「{name}」", "?")
            for key, told in each.items()
        }
        for each in problems
    ]
