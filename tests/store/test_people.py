import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from runtime.errors import Refusal
from runtime.store import people, tokens
from runtime.store.engine import reading, writing
from runtime.store.passwords import drawn_password, is_outdated, is_password, password_digest
from runtime.store.people import NewPerson
from tests.store.kinds import NOW


def _add(connection: Connection, login: str, name: str = "某人", **facts: str | None) -> str:
    return people.create_person(connection, NewPerson(login, name, **facts), NOW).id  # type: ignore[arg-type]


def test_a_person_is_found_by_login_whatever_its_case_and_width(engine: Engine) -> None:
    with writing(engine) as connection:
        key = _add(connection, "ZhangSan", "张三")
    with reading(engine) as connection:
        for login in ("zhangsan", "ＺhangSan", " zhangsan "):
            found = people.person_by_login(connection, login)
            assert found is not None
            assert found.id == key


def test_a_login_belongs_to_one_person(engine: Engine) -> None:
    with writing(engine) as connection:
        _add(connection, "li")
    with pytest.raises(Refusal) as refused, writing(engine) as connection:
        _add(connection, "LI")
    assert (refused.value.code, refused.value.status) == ("login_taken", 409)


@pytest.mark.parametrize("text", ["张", "zhang", "zs", "ZhangS", "san.z"])
def test_people_are_searched_by_name_login_and_pinyin(engine: Engine, text: str) -> None:
    with writing(engine) as connection:
        _add(connection, "san.z", "张三")
        _add(connection, "wu", "吴六")
    with reading(engine) as connection:
        assert [each.name for each in people.search_people(connection, text)] == ["张三"]


def test_a_search_takes_wildcards_as_letters(engine: Engine) -> None:
    with writing(engine) as connection:
        _add(connection, "a", "百分之%")
        _add(connection, "b", "没有")
    with reading(engine) as connection:
        assert [each.login for each in people.search_people(connection, "%")] == ["a"]


def test_a_disabled_person_holds_no_role_and_is_not_found(engine: Engine) -> None:
    with writing(engine) as connection:
        key = _add(connection, "li", "李四")
        people.set_roles(connection, key, "shop", ["sales", "admin"])
        token = tokens.create(connection, key, "script", NOW)
        assert people.roles_of(connection, key, "shop") == {"sales", "admin"}
        assert people.roles_of(connection, key, "other") == frozenset()
        assert [p.id for p in people.people_with_role(connection, "shop", "sales")] == [key]
        before = people.person(connection, key)
        people.disable_person(connection, key, NOW)
        after = people.person(connection, key)
        assert before is not None
        assert after is not None
        assert before.stamp != after.stamp
        assert people.roles_of(connection, key, "shop") == frozenset()
        assert people.people_with_role(connection, "shop", "sales") == ()
        assert people.search_people(connection, "李") == ()
        assert people.find_person(connection, "李四") is None
        assert tokens.owner(connection, token) is None
        people.enable_person(connection, key)
        assert people.roles_of(connection, key, "shop") == {"sales", "admin"}
        assert tokens.owner(connection, token) is None


def test_the_last_administrator_stays(engine: Engine) -> None:
    with writing(engine) as connection:
        first = people.create_person(connection, NewPerson("a", "A", administrator=True), NOW)
        for change in (
            lambda: people.disable_person(connection, first.id, NOW),
            lambda: people.update_person(connection, first.id, {"administrator": False}),
        ):
            with pytest.raises(Refusal) as refused:
                change()
            assert refused.value.code == "last_administrator"
        people.create_person(connection, NewPerson("b", "B", administrator=True), NOW)
        people.disable_person(connection, first.id, NOW)


def test_a_name_two_people_have_finds_nobody(engine: Engine) -> None:
    with writing(engine) as connection:
        first = _add(connection, "li1", "李四")
        assert people.find_person(connection, "李四") == first
        _add(connection, "li2", "李四")
        assert people.find_person(connection, "李四") is None
        assert people.find_person(connection, "LI1") == first
        assert people.find_person(connection, "李四 (li1)") == first
        assert people.find_person(connection, first) == first


def test_the_manager_is_ones_own_else_the_departments_going_up(engine: Engine) -> None:
    with writing(engine) as connection:
        boss, lead, own = (_add(connection, login) for login in ("boss", "lead", "own"))
        works = people.create_department(connection, "工厂", manager=boss)
        hall = people.create_department(connection, "车间", works.id, lead)
        worker = _add(connection, "worker", department=hall.id)
        assert people.manager_of(connection, worker) == lead
        people.update_person(connection, lead, {"department": hall.id})
        assert people.manager_of(connection, lead) == boss
        people.disable_person(connection, lead, NOW)
        assert people.manager_of(connection, worker) == boss
        people.update_person(connection, worker, {"manager": own})
        assert people.manager_of(connection, worker) == own
        people.update_person(connection, boss, {"department": works.id})
        assert people.manager_of(connection, boss) is None


def test_a_department_cannot_lie_inside_itself(engine: Engine) -> None:
    with writing(engine) as connection:
        outer = people.create_department(connection, "外")
        inner = people.create_department(connection, "内", outer.id)
        with pytest.raises(Refusal) as refused:
            people.update_department(connection, outer.id, {"parent": inner.id})
        assert refused.value.code == "department_cycle"


def test_a_departments_name_is_its_own_among_those_beside_it(engine: Engine) -> None:
    with writing(engine) as connection:
        east, west = (people.create_department(connection, name) for name in ("东厂", "西厂"))
        first = people.create_department(connection, "车间", east.id)
        second = people.create_department(connection, "车间", west.id)
        for name, parent in ((" 车间 ", east.id), ("东厂", None)):
            with pytest.raises(Refusal) as refused:
                people.create_department(connection, name, parent)
            assert refused.value.code == "department_taken"
        with pytest.raises(Refusal) as refused:
            people.update_department(connection, second.id, {"parent": east.id})
        assert refused.value.code == "department_taken"
        assert people.find_department(connection, "shop", "车间") is None
        assert people.find_department(connection, "shop", "西厂/车间") == second.id
        people.update_department(connection, second.id, {"active": False})
        assert people.find_department(connection, "shop", "车间") == first.id


def test_a_department_closes_only_when_nobody_is_in_it(engine: Engine) -> None:
    with writing(engine) as connection:
        works = people.create_department(connection, "工厂")
        hall = people.create_department(connection, "车间", works.id)
        worker = _add(connection, "worker", department=hall.id)
        for key, counts in ((works.id, (0, 1)), (hall.id, (1, 0))):
            with pytest.raises(Refusal) as refused:
                people.update_department(connection, key, {"active": False})
            assert refused.value.code == "department_not_empty"
            assert (refused.value.facts["people"], refused.value.facts["inner"]) == counts
        people.disable_person(connection, worker, NOW)
        people.update_department(connection, hall.id, {"active": False})
        people.update_department(connection, works.id, {"active": False})
        with pytest.raises(Refusal) as refused:
            people.update_department(connection, hall.id, {"active": True})
        assert refused.value.code == "department_closed"


def test_who_leads_a_department_is_somebody(engine: Engine) -> None:
    with writing(engine) as connection, pytest.raises(Refusal) as refused:
        people.create_department(connection, "车间", manager="nobody")
    assert refused.value.status == 404


def test_an_apps_own_department_key_finds_the_real_one(engine: Engine) -> None:
    with writing(engine) as connection:
        hall = people.create_department(connection, "车间")
        people.bind_department(connection, "shop", "workshop", hall.id)
        for text in ("workshop", "车间", hall.id):
            assert people.find_department(connection, "shop", text) == hall.id
        assert people.find_department(connection, "other", "workshop") is None


def test_an_unknown_person_cannot_be_changed(engine: Engine) -> None:
    with writing(engine) as connection:
        for change in (
            lambda: people.update_person(connection, "nobody", {"name": "x"}),
            lambda: people.set_password(connection, "nobody", "x"),
            lambda: people.disable_person(connection, "nobody", NOW),
        ):
            with pytest.raises(Refusal) as refused:
                change()
            assert refused.value.status == 404
        with pytest.raises(ValueError, match="stamp"):
            people.update_person(connection, "nobody", {"stamp": "x"})


def test_a_password_is_kept_as_argon2id_and_verified() -> None:
    digest = password_digest("correct horse battery")
    assert digest.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert is_password(digest, "correct horse battery")
    assert not is_password(digest, "wrong horse battery")
    assert not is_password(None, "correct horse battery")
    assert not is_password("", "")
    assert not is_outdated(digest)
    for wrong in ("short", "x" * 129):
        with pytest.raises(Refusal):
            password_digest(wrong)


def test_a_drawn_password_is_verified_and_to_be_digested_anew_at_its_first_use() -> None:
    first, second = drawn_password(), drawn_password()
    assert first.word != second.word
    assert len(first.word) >= 22  # 128 bits in letters of six
    assert is_password(first.digest, first.word)
    assert not is_password(first.digest, second.word)
    assert not is_password(first.digest, "")
    assert is_outdated(first.digest)
    assert not is_outdated(password_digest(first.word))


def test_a_new_password_changes_the_stamp_and_nothing_reads_the_digest_back(engine: Engine) -> None:
    with writing(engine) as connection:
        made = people.create_person(connection, NewPerson("li", "李四"), NOW)
        people.set_password(connection, made.id, "digest")
        after = people.person(connection, made.id)
        assert after is not None
        assert after.stamp != made.stamp
        found = people.credentials(connection, "LI")
        assert found is not None
        assert (found.person, found.digest, found.active) == (made.id, "digest", True)
        assert people.credentials(connection, "nobody") is None
        assert "digest" not in repr(after)
        assert connection.execute(sa.text("SELECT password FROM person")).scalar() == "digest"
