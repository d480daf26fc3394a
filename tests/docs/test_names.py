"""What the documents name is there: modules, the functions in them, and commands."""

from __future__ import annotations

import re
from pathlib import Path

from runtime.cli.main import commands

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    path
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
    if path.name != "CHANGELOG.md" and "language" not in path.parts
]
OURS = r"(?:builder|runtime|rule_dsl|templates_market|tests|benchmarks)"
PATH = re.compile(rf"`({OURS}(?:/[\w.]+)+)`")
FUNCTION = re.compile(rf"`(\w+)`\s+in\s+`({OURS}(?:/\w+)+\.py)`")
COMMAND = re.compile(r"dougong ([a-z]+(?:-[a-z]+)*(?: [a-z]+)?)")
TO_BE_MADE = {"runtime/fields/rating.py"}
"""Files that a guide has its reader write."""


def test_every_module_named_in_the_documents_is_there() -> None:
    assert len(DOCUMENTS) > 20
    lost = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in DOCUMENTS
        for name in PATH.findall(path.read_text(encoding="utf-8"))
        if name not in TO_BE_MADE
        and not (ROOT / name).exists()
        and not (ROOT / f"{name}.py").exists()
    ]
    assert lost == []


def test_every_function_is_in_the_module_the_documents_say() -> None:
    found = [
        (path, *named)
        for path in DOCUMENTS
        for named in FUNCTION.findall(path.read_text(encoding="utf-8"))
    ]
    assert len(found) > 5
    lost = [
        f"{path.relative_to(ROOT)}: {name} in {module}"
        for path, name, module in found
        if not re.search(
            rf"^(?:async )?(?:    )?(?:def|class) {name}\b|^{name}\b", _text(module), re.MULTILINE
        )
    ]
    assert lost == []


def test_every_command_named_in_the_documents_can_be_typed() -> None:
    known = set(commands())
    groups = {name.split()[0] for name in known}
    lost = [
        f"{path.relative_to(ROOT)}: dougong {typed}"
        for path in DOCUMENTS
        for typed in COMMAND.findall(path.read_text(encoding="utf-8"))
        if typed not in known and typed.split()[0] not in known and typed not in groups
    ]
    assert lost == []


def _text(module: str) -> str:
    path = ROOT / module
    return path.read_text(encoding="utf-8") if path.is_file() else ""
