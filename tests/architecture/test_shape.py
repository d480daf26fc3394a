"""The house keeps its shape: sizes, names, the top level, the words it uses."""

import ast
import configparser
import re
import tomllib

import pytest

from tests.architecture import tree

_VAGUE = re.compile(r"^_*(utils?|helpers?|managers?|common|misc|shared|stuff|lib)$")
_TOP_LEVEL = ("builder", "runtime", "rule_dsl", "templates_market", "apps", "tests")
_TOP_FILES = ("setup.cfg", "Procfile", "Makefile", "pyproject.toml", "package.json", "README.md")
_FLAGSHIP = re.compile(r"订单|\b(order_tracking|work_order|sales_order)s?\b")


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {
        tree.name(path): len(tree.text(path).splitlines())
        for path in tree.files(".py", ".js", ".mjs", ".jsx")
        if "migrations/versions" not in tree.name(path)  # frozen history, written by a generator
    }
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_no_function_takes_more_than_five_parameters() -> None:
    too_many = []
    for path in tree.files(".py", under=tree.PRODUCTS):
        for node in ast.walk(tree.syntax(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                names = [argument.arg for argument in given]
                count = len(names) - (names[:1] in (["self"], ["cls"]))
                if count > 5:
                    too_many.append(f"{tree.name(path)}:{node.lineno} {node.name} takes {count}")
    assert too_many == []


def test_every_module_is_named_for_what_it_holds() -> None:
    vague = [
        tree.name(path)
        for path in tree.files(".py", ".js", ".mjs", ".jsx")
        if _VAGUE.match(path.stem) or _VAGUE.match(path.parent.name)
    ]
    assert vague == []


def test_the_top_level_is_the_one_agreed_on() -> None:
    missing_files = [name for name in _TOP_FILES if not (tree.ROOT / name).is_file()]
    missing = [name for name in _TOP_LEVEL if not (tree.ROOT / name).is_dir()]
    if set(missing) <= {"apps", "builder", "templates_market"} and missing:
        pytest.skip(f"not here yet: {', '.join(missing)}")  # an empty folder is not in git
    assert (missing, missing_files) == ([], [])


def test_setup_cfg_says_what_we_are_and_pins_every_dependency() -> None:
    config = configparser.ConfigParser()
    config.read(tree.ROOT / "setup.cfg", encoding="utf-8")
    extras = config["options.extras_require"]
    listed = [config["options"]["install_requires"], *extras.values()]
    wanted = [line.strip() for block in listed for line in block.splitlines() if line.strip()]
    assert config["metadata"]["name"] == "dougong"
    assert [line for line in wanted if not line.startswith("#") and "==" not in line] == []


def test_pyproject_says_how_we_work_and_nothing_else() -> None:
    facts = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "project" not in facts
    assert facts["tool"]["mypy"]["strict"] is True


def test_the_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (tree.ROOT / "package-lock.json").read_text(encoding="utf-8")


def test_generic_code_knows_nothing_of_the_flagship_template() -> None:
    found = []
    for path in tree.files(
        ".py", ".js", ".mjs", ".jsx", ".html", ".css", ".lark", ".yaml", ".json"
    ):
        if path.relative_to(tree.ROOT).parts[0] not in {"builder", "runtime", "rule_dsl"}:
            continue
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            if hit := _FLAGSHIP.search(line):
                found.append(f"{tree.name(path)}:{number} {hit.group()}")
    assert found == []
