"""The names of an app as the rule language sees them."""

from dataclasses import replace

from rule_dsl import parse
from rule_dsl.types import Type
from rule_dsl.vocabulary import Move, Name
from runtime.spec.app import NameSpec
from runtime.spec.calendar import calendar_of
from runtime.spec.vocabulary import param_field, vocabulary
from tests.spec.small import BLOCKS, small

WORDS = vocabulary(small(), BLOCKS.fields)
LOAN = WORDS.forms["loan"]


def names(kind: str) -> list[str]:
    return [name.key for name in WORDS.names if name.kind == kind]


def named(kind: str, key: str) -> Name:
    return next(name for name in WORDS.names if (name.kind, name.key) == (kind, key))


def test_a_form_brings_its_labels_and_its_time() -> None:
    assert LOAN.labels == {"zh": ("借书单", "借阅单"), "en": ("loan",)}
    assert LOAN.time_field == "taken"


def test_fields_bring_labels_limits_and_units() -> None:
    book, copies = LOAN.fields["book"], LOAN.fields["copies"]
    assert book.labels == {"zh": ("书名",), "en": ("book", "title")}
    assert (book.type, book.optional) == (Type("text"), False)
    assert (copies.low, copies.high, copies.unit) == ("1", "99", ("册", "copies"))
    assert copies.optional


def test_options_are_in_declared_order() -> None:
    kind = LOAN.fields["kind"]
    assert (kind.type, kind.ordered) == (Type("choice", "loan.kind"), True)
    assert [option.key for option in kind.options] == ["short", "long"]


def test_the_state_field_has_the_states_of_the_lifecycle() -> None:
    state = LOAN.fields["state"]
    assert (state.is_state, state.optional, state.type.kind) == (True, False, "state")
    assert [option.key for option in state.options] == ["out", "back", "gone"]


def test_a_number_the_store_gives_cannot_be_written() -> None:
    assert not LOAN.fields["number"].writable
    assert not LOAN.fields["number"].optional


def test_lines_are_a_form_of_their_own() -> None:
    assert LOAN.fields["items"].type == Type("rows", "loan.items")
    inner = WORDS.forms["loan.items"]
    assert list(inner.fields) == ["shelf", "weight"]
    assert (inner.fields["weight"].scale, inner.fields["weight"].unit) == (3, ("kg",))


def test_every_record_has_its_own_fields() -> None:
    system = ["created_at", "created_by", "updated_at", "updated_by", "state_since"]
    assert [key for key in LOAN.fields if key in system] == system
    assert not any(LOAN.fields[key].writable for key in system)
    assert LOAN.fields["created_by"].type == Type("person")


def test_moves_are_moves_and_events() -> None:
    assert LOAN.moves == (
        Move("give_back", {"zh": ("归还",), "en": ("give back",)}, ("out",), "back"),
        Move("lose", {"zh": ("报失",), "en": ("report lost",)}, ("out",), "gone"),
    )
    assert names("act") == ["lost", "give_back", "lose"]
    assert named("act", "give_back").form == "loan"


def test_every_kind_of_name_is_there() -> None:
    assert names("role") == ["clerk", "reader"]
    assert names("dept") == ["library"]
    assert names("msg") == ["due_notice"]
    assert names("doc") == ["receipt"]
    assert names("queue") == ["desk"]
    assert names("flow") == ["check_book"]
    assert names("list") == ["loans"]
    assert names("channel") == ["sms", "inbox", "email"]
    assert names("param") == ["long_days", "me", "my_department", "my_manager"]


def test_a_parameter_has_the_type_of_its_field_type() -> None:
    param = named("param", "long_days")
    assert (param.type, param.unit) == (Type("number"), ("天", "days"))
    declared = NameSpec(
        "rate", {"zh": "率"}, facts={"type": "decimal", "scale": 3, "value": "1", "unit": "%"}
    )
    assert param_field(declared).options == {"scale": 3}


def test_an_app_may_declare_a_built_in_name_itself() -> None:
    own = NameSpec("email", {"zh": "企业邮箱"})
    spec = small()
    words = vocabulary(
        replace(spec, names={**spec.names, "channel": (*spec.named("channel"), own)}),
        BLOCKS.fields,
    )
    found = [name for name in words.names if (name.kind, name.key) == ("channel", "email")]
    assert [name.labels["zh"] for name in found] == [("企业邮箱",)]


def test_a_field_of_an_unknown_type_is_left_out() -> None:
    types = {key: block for key, block in BLOCKS.fields.items() if key != "lines"}
    words = vocabulary(small(), types)
    assert "items" not in words.forms["loan"].fields
    assert "loan.items" not in words.forms


def test_the_language_reads_it() -> None:
    parsed = parse("册数 > 长借天数", WORDS, subject="loan", expect="condition")
    assert parsed.tree is not None
    assert [">", "copies", ["param", "long_days"]] in ([*parsed.tree.dump()], parsed.tree.dump()[1])


def test_the_calendar_is_the_apps() -> None:
    calendar = calendar_of(
        replace(
            small(),
            calendar={"workdays": ["monday", "sunday"], "hours": ["13:00-24:00", "08:30-12:00"]},
        )
    )
    assert calendar.weekly == {0, 6}
    assert calendar.hours == ((510, 720), (780, 1440))
    assert calendar_of(small()).weekly == frozenset(range(5))
