"""Ids, counters, sessions, tokens, repeated commands, the cache."""

import threading
from datetime import timedelta
from typing import Any, cast

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from runtime.cache import AppCache
from runtime.compiled import CompiledApp
from runtime.errors import Refusal
from runtime.store import ids, people, sessions, tokens
from runtime.store.counters import CounterKey, next_number, reserve_numbers
from runtime.store.engine import reading, writing
from runtime.store.idempotency import Answer, Request, forget, remember, remembered
from runtime.store.people import NewPerson
from runtime.store.schema.people import access_token, web_session
from tests.store.kinds import NOW


def _person(engine: Engine, login: str = "li") -> str:
    with writing(engine) as connection:
        return people.create_person(connection, NewPerson(login, "李四"), NOW).id


# ------------------------------------------------------------------------------- ids


def test_ids_sort_by_creation_also_when_the_clock_is_set_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = [ids.new_id() for _ in range(2000)]
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1_000_000_000_000_000_000)
    made += [ids.new_id() for _ in range(2000)]
    assert made == sorted(set(made))
    assert {len(each) for each in made} == {26}
    assert set("".join(made)) <= set("0123456789abcdefghjkmnpqrstvwxyz")


def test_threads_never_get_the_same_id() -> None:
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.extend(ids.new_id() for _ in range(5000)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 20_000


# -------------------------------------------------------------------------- counters


def test_a_number_rolled_back_is_given_again(engine: Engine) -> None:
    with writing(engine) as connection:
        assert next_number(connection, "a", "f", "n", "2026") == 1
    with pytest.raises(KeyError), writing(engine) as connection:
        assert next_number(connection, "a", "f", "n", "2026") == 2
        raise KeyError
    with writing(engine) as connection:
        assert next_number(connection, "a", "f", "n", "2026") == 2
        assert next_number(connection, "a", "f", "n", "2027") == 1
        assert next_number(connection, "a", "f", "n", "") == 1


def test_four_writers_count_without_a_gap(engine: Engine) -> None:
    found: list[int] = []

    def count() -> None:
        for _ in range(15):
            with writing(engine) as connection:
                found.append(next_number(connection, "a", "f", "n", ""))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(1, 61))


def test_a_reserved_block_is_nobody_elses(engine: Engine) -> None:
    key = CounterKey("a", "f", "n", "")
    assert reserve_numbers(engine, key, 10) == range(1, 11)
    assert reserve_numbers(engine, key, 5) == range(11, 16)
    with writing(engine) as connection:
        assert next_number(connection, "a", "f", "n", "") == 16


# -------------------------------------------------------------------------- sessions


def test_the_store_never_sees_a_sessions_token(engine: Engine) -> None:
    person = _person(engine)
    with writing(engine) as connection:
        token = sessions.begin(connection, person, NOW)
        found = sessions.find(connection, token, NOW)
        assert found is not None
        assert found.person == person
        kept = connection.execute(sa.select(web_session)).one()
        assert token not in repr(kept)
        sessions.keep(connection, token, '{"a":1}')
        again = sessions.find(connection, token, NOW)
        assert again is not None
        assert again.content == '{"a":1}'
        assert sessions.find(connection, token + "x", NOW) is None


def test_a_session_ends_when_idle_and_after_a_week(engine: Engine) -> None:
    person = _person(engine)
    with writing(engine) as connection:
        token = sessions.begin(connection, person, NOW)
        later = NOW + timedelta(hours=7, minutes=59)
        found = sessions.find(connection, token, later)
        assert found is not None
        assert found.is_stale(later)
        assert sessions.find(connection, token, NOW + timedelta(hours=8)) is None
        moment = NOW
        while moment < NOW + sessions.ABSOLUTE:
            used = sessions.find(connection, token, moment)
            assert used is not None, moment
            sessions.touch(connection, used, moment)
            moment += timedelta(hours=7)
        assert sessions.find(connection, token, moment) is None
        assert sessions.sweep(connection, moment) == 1


def test_a_new_password_or_disabling_ends_every_session(engine: Engine) -> None:
    person = _person(engine)
    with writing(engine) as connection:
        token = sessions.begin(connection, person, NOW)
        people.set_password(connection, person, "digest")
        assert sessions.find(connection, token, NOW) is None
        token = sessions.begin(connection, person, NOW)
        assert len(sessions.of_person(connection, person, NOW)) == 2
        assert sessions.end_all(connection, person) == 2
        assert sessions.find(connection, token, NOW) is None
        token = sessions.begin(connection, person, NOW)
        people.disable_person(connection, person, NOW)
        assert sessions.find(connection, token, NOW) is None
        with pytest.raises(Refusal):
            sessions.begin(connection, person, NOW)


def test_a_visitor_has_a_session_without_a_person(engine: Engine) -> None:
    with writing(engine) as connection:
        token = sessions.begin(connection, None, NOW)
        found = sessions.find(connection, token, NOW)
        assert found is not None
        assert found.person is None
        sessions.end(connection, token)
        assert sessions.find(connection, token, NOW) is None


# ---------------------------------------------------------------------------- tokens


def test_a_token_is_shown_once_and_dies_when_revoked(engine: Engine) -> None:
    person = _person(engine)
    with writing(engine) as connection:
        token = tokens.create(connection, person, "erp", NOW)
        assert token not in repr(connection.execute(sa.select(access_token)).one())
        assert tokens.owner(connection, token) == person
        assert tokens.owner(connection, token[:-1]) is None
        (entry,) = tokens.of_person(connection, person)
        assert entry.label == "erp"
        assert tokens.revoke(connection, entry.id, NOW)
        assert not tokens.revoke(connection, entry.id, NOW)
        assert tokens.owner(connection, token) is None


# ------------------------------------------------------------------ repeated commands


def test_the_same_command_has_the_same_answer(engine: Engine) -> None:
    request, answer = Request("p", "k", "sum"), Answer(201, {"id": "01", "空": None})
    with writing(engine) as connection:
        assert remembered(connection, "p", "k", "sum") is None
        remember(connection, request, answer, NOW)
    with writing(engine) as connection:
        assert remembered(connection, "p", "k", "sum") == answer
        assert remembered(connection, "q", "k", "sum") is None
        with pytest.raises(Refusal) as refused:
            remembered(connection, "p", "k", "another")
        assert (refused.value.code, refused.value.status) == ("idem_key_reused", 409)
        assert forget(connection, NOW + timedelta(seconds=1)) == 1
        assert remembered(connection, "p", "k", "another") is None


def test_a_command_sent_four_times_at_once_is_done_once(engine: Engine) -> None:
    done: list[int] = []
    gate = threading.Barrier(4)

    def send() -> None:
        gate.wait()
        with writing(engine) as connection:
            if remembered(connection, "p", "k", "sum") is None:
                done.append(1)
                remember(connection, Request("p", "k", "sum"), Answer(200, {}), NOW)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [1]


# ----------------------------------------------------------------------------- cache


def _compiled(made: list[int]) -> Any:
    def compile_it() -> CompiledApp:
        made.append(1)
        return cast(CompiledApp, object())

    return compile_it


def test_a_revision_is_compiled_once_by_many_threads() -> None:
    cache, made = AppCache(), list[int]()
    found: list[CompiledApp] = []
    threads = [
        threading.Thread(target=lambda: found.append(cache.get("a", 1, _compiled(made))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]
    assert len({id(each) for each in found}) == 1


def test_the_cache_keeps_what_was_used_last() -> None:
    cache, made = AppCache(size=2), list[int]()
    for revision in (1, 2, 1, 3, 1, 2):
        cache.get("a", revision, _compiled(made))
    assert len(made) == 4  # 1, 2, 3 and 2 again


def test_a_compilation_that_fails_is_tried_again() -> None:
    cache, made = AppCache(), list[int]()

    def fail() -> CompiledApp:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        cache.get("a", 1, fail)
    cache.get("a", 1, _compiled(made))
    assert made == [1]


def test_reading_leaves_the_database_as_it_is(engine: Engine) -> None:
    person = _person(engine)
    with reading(engine) as connection:
        assert people.person(connection, person) is not None
