"""What import-linter cannot say as exactly: who may import what, name by name."""

import ast
import re
import sys
from pathlib import Path

from tests.architecture import tree

_FLASK = re.compile(r"^flask(_\w+)?(\.|$)")
_FLASK_ROOMS = ("runtime.web", "runtime.app", "builder.web", "templates_market.web")
_ENTRY_POINTS = ("runtime.app", "runtime.worker", "runtime.cli", "runtime.web", "runtime.jobs")
_DATABASE = ("runtime.store", "sqlalchemy", "psycopg", "sqlite3", "alembic")
_PURE = ("runtime.spec", "runtime.approvals", "builder.edits")
_WORLD = ("flask", "flask_login", "wtforms", "redis", "rq", "httpx", "requests", *_DATABASE)
# What a template is (spec, with the catalog it is loaded with), the doors it is installed through
# (commands, queries and the installation and context they take), and the pages around it.
_MARKET_SEES = (
    "runtime.spec", "runtime.catalog", "runtime.commands", "runtime.queries", "runtime.scenarios", "runtime.context",
    "runtime.installation", "runtime.errors", "runtime.config", "runtime.discovery",
    "runtime.pinyin", "runtime.sentences", "runtime.web", "runtime.cli.command",
)  # fmt: skip
_BLOCKS = ("fields", "views", "actions", "connectors", "metrics")


def _broken(sources: tuple[str, ...], banned: tuple[str, ...]) -> list[str]:
    return [
        f"{tree.name(path)}:{line} imports {imported}"
        for path in tree.files(".py", under=tree.PRODUCTS)
        if tree.is_within(tree.module(path), *sources)
        for line, imported in tree.imports(path)
        if tree.is_within(imported, *banned)
    ]


def test_only_web_rooms_and_the_app_import_flask() -> None:
    found = [
        f"{tree.name(path)}:{line} imports {imported}"
        for path in tree.files(".py", under=tree.PRODUCTS)
        if not tree.is_within(tree.module(path), *_FLASK_ROOMS)
        for line, imported in tree.imports(path)
        if _FLASK.match(imported)
    ]
    assert found == []


def test_rule_dsl_needs_only_lark_and_the_standard_library() -> None:
    found = [
        f"{tree.name(path)}:{line} imports {imported}"
        for path in tree.files(".py", under=("rule_dsl",))
        for line, imported in tree.imports(path)
        if imported.split(".")[0] not in {"rule_dsl", "lark", *sys.stdlib_module_names}
    ]
    assert found == []


def test_entry_points_reach_the_database_only_through_commands_and_queries() -> None:
    assert _broken(_ENTRY_POINTS, _DATABASE) == []


def test_descriptions_know_no_web_database_or_queue() -> None:
    assert _broken(_PURE, _WORLD) == []


def test_the_market_sees_the_runtime_through_its_doors() -> None:
    found = [
        f"{tree.name(path)}:{line} imports {imported}"
        for path in tree.files(".py", under=("templates_market",))
        for line, imported in tree.imports(path)
        if tree.is_within(imported, "runtime")
        and imported != "runtime"
        and not tree.is_within(imported, *_MARKET_SEES)
    ]
    assert found == []


def test_no_product_names_the_one_above_it() -> None:
    for position, product in enumerate(tree.PRODUCTS):
        assert _broken((product,), tree.PRODUCTS[:position]) == []


def test_one_block_never_imports_another() -> None:
    kinds = {f"runtime.{kind}": _blocks_of(kind) for kind in _BLOCKS}
    assert all(kinds[f"runtime.{kind}"] for kind in ("fields", "views", "actions"))
    found = [
        f"{tree.name(path)}:{line} imports {imported}"
        for blocks in kinds.values()
        for module, path in blocks.items()
        for line, imported in tree.imports(path)
        if tree.is_within(imported, *(blocks.keys() - {module}))
    ]
    assert found == []


def _blocks_of(kind: str) -> dict[str, Path]:
    """The blocks of a kind, by module."""
    return {
        tree.module(path): path
        for path in tree.files(".py", under=("runtime",))
        if tree.is_within(tree.module(path), f"runtime.{kind}") and _is_block(tree.syntax(path))
    }


def _is_block(module: ast.Module) -> bool:
    for node in module.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        if any(isinstance(target, ast.Name) and target.id == "BLOCK" for target in targets):
            return True
    return False
