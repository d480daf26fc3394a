"""Calls that may be made in one place each, or nowhere."""

import re

from tests.architecture import tree

# Generated from typed trees and constants only, never from a user's text.
_GENERATED_PROGRAMS = re.compile(r"^rule_dsl/targets/python\w*(\.py|/.*\.py)$")
_OUTBOX = re.compile(r"(^|/)(outbox|doorbell)\.py$")
_STRICT_LOADERS = re.compile(r"^runtime/spec/(strict|loader|load|yaml|json)\w*\.py$")
# Reads the product's own packaged texts, never a user's.
_OWN_TEXTS = {"runtime/errors.py"}
# Markup made of parts that are escaped one by one, each with the reason beside it.
_MARKUP = {"runtime/web/markup.py", "runtime/web/icons.py"}

# Turns a reply of our own server, escaped there, into nodes; every other script goes through it.
_FRAGMENTS = "runtime/web/assets/js/fragment.js"

# JSON that Dougong wrote itself, into its own files and rows; and the one loader that measures what
# comes from outside before it parses it.
_OWN_JSON = {
    "runtime/cli/run.py",  # what a fork of this very process prepared, through a pipe
    "runtime/web/assets.py",  # the manifest of the asset build
    "runtime/web/sessions.py",  # what the web kept of a visit, in a row no browser can write
    "templates_market/web/installing.py",  # the progress of an installation, in the data folder
}
_MEASURING_LOADER = "runtime/web/json_text.py"

_YAML_READS = {"yaml.load", "yaml.load_all", "yaml.unsafe_load", "yaml.full_load", "yaml.safe_load"}
_JSON_READS = {"json.loads", "json.load", "orjson.loads"}


def _calls(names: set[str], *, allowed: re.Pattern[str] | None = None) -> list[str]:
    return [
        f"{tree.name(path)}:{line} calls {called}"
        for path in tree.files(".py", under=tree.PRODUCTS)
        if not (allowed and allowed.search(tree.name(path)))
        for line, called in tree.calls(path)
        if called in names
    ]


def test_nothing_is_evaluated_but_generated_rule_programs() -> None:
    assert _calls({"eval", "builtins.eval", "builtins.exec", "__import__"}) == []
    assert _calls({"exec", "compile"}, allowed=_GENERATED_PROGRAMS) == []


def test_nothing_is_pickled_and_no_archive_is_extracted() -> None:
    banned = ("pickle", "cPickle", "dill", "marshal", "shelve", "tarfile", "xml.etree.ElementTree")
    found = [
        f"{tree.name(path)}:{line} imports {imported}"
        for path in tree.files(".py", under=tree.PRODUCTS)
        for line, imported in tree.imports(path)
        if tree.is_within(imported, *banned)
    ]
    assert found + _calls_ending(".extractall") == []


def _calls_ending(*endings: str, allowed: re.Pattern[str] | None = None) -> list[str]:
    return [
        f"{tree.name(path)}:{line} calls {called}"
        for path in tree.files(".py", under=tree.PRODUCTS)
        if not (allowed and allowed.search(tree.name(path)))
        for line, called in tree.calls(path)
        if called.endswith(endings)
    ]


def test_every_schema_is_checked_by_the_factory_that_fetches_nothing() -> None:
    assert _calls({"jsonschema.validate", "validate_schema"}) == []


def test_every_document_comes_through_the_strict_loader() -> None:
    found = _calls(_YAML_READS, allowed=_STRICT_LOADERS)
    assert [call for call in found if call.split(":")[0] not in _OWN_TEXTS] == []


def test_json_from_outside_comes_through_the_strict_loader() -> None:
    doors = ("runtime/spec/", "runtime/cli/", "runtime/web/", "builder/", "templates_market/")
    found = _calls(_JSON_READS, allowed=_STRICT_LOADERS)
    known = {*_OWN_JSON, _MEASURING_LOADER}
    outside = [call for call in found if call.split(":")[0] not in known]
    assert [call for call in outside if call.startswith(doors)] == []


def test_the_queue_is_rung_from_one_place() -> None:
    endings = (".enqueue", ".enqueue_call", ".enqueue_in", ".enqueue_at", ".enqueue_many")
    assert _calls_ending(*endings, allowed=_OUTBOX) == []


def test_no_text_is_declared_safe_outside_the_one_place() -> None:
    found = _calls({"Markup", "markupsafe.Markup", "flask.Markup"})
    assert [call for call in found if call.split(":")[0] not in _MARKUP] == []


def test_no_template_turns_escaping_off() -> None:
    off = re.compile(r"\|\s*safe\b|autoescape\s+false")
    found = [
        f"{tree.name(path)}:{number}"
        for path in tree.files(".html", ".svg", ".txt", under=tree.PRODUCTS)
        for number, line in enumerate(tree.text(path).splitlines(), 1)
        if off.search(line)
    ]
    assert found == []


def test_no_script_writes_html_or_runs_text() -> None:
    risky = re.compile(
        r"\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function\("
    )
    found = [
        f"{tree.name(path)}:{number} {hit.group()}"
        for path in tree.files(".js", ".jsx", ".mjs", ".html", under=tree.PRODUCTS)
        if tree.name(path) != _FRAGMENTS
        for number, line in enumerate(tree.text(path).splitlines(), 1)
        if (hit := risky.search(line))
    ]
    assert found == []


def test_no_statement_is_put_together_from_text() -> None:
    risky = re.compile(r"\b(sa\.|sqlalchemy\.)?text\(\s*(f[\"']|[\"'][^\"']*[\"']\s*(%|\.format))")
    found = [
        f"{tree.name(path)}:{number}"
        for path in tree.files(".py", under=tree.PRODUCTS)
        for number, line in enumerate(tree.text(path).splitlines(), 1)
        if risky.search(line)
    ]
    assert found == []
