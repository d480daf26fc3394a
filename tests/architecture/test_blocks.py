"""Nothing outside a block's own file may test for its key: a new block is one new file."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.architecture import tree

_KINDS = ("fields", "views", "actions", "connectors", "metrics")
_SCANNED = ("runtime", "builder", "templates_market")
# Block keys that are also words of the rule language, of storage, of specs and of rights. A comparison
# with one of these counts only where it is plainly a block's key that is compared.
_EVERYDAY = {
    "block", "call", "choice", "choices", "code", "create", "date", "decimal", "department", "detail", "duration",
    "form", "image", "integer", "lines", "link", "list", "moment", "money", "person", "print", "require", "set",
    "start", "state", "tag", "tags", "task", "text", "url",
}  # fmt: skip
_KEY_OF_A_BLOCK = r"(?:(?:field|view|action|connector|metric|spec|column|block)s?\.(?:type|key)|_type|\.type\.key)"
_WINDOW = 3  # in scripts, keys of one table stand this close together


def _blocks() -> dict[str, dict[str, Path]]:
    """For each kind, each block's key and its file; a block ends in `BLOCK = …`."""
    found: dict[str, dict[str, Path]] = {}
    for path in tree.files(".py", under=("runtime",)):
        parts = path.relative_to(tree.ROOT).parts
        if (
            len(parts) == 3
            and parts[1] in _KINDS
            and re.search(r"^BLOCK\b", tree.text(path), re.MULTILINE)
        ):
            found.setdefault(parts[1], {})[path.stem] = path
    return found


def _sources(*suffixes: str) -> Iterator[Path]:
    for path in tree.files(*suffixes, under=_SCANNED):
        if "bundles" not in path.parts:
            yield path


def _is_its_own(path: Path, key: str, blocks: dict[str, Path]) -> bool:
    """A block's own file is its module, or a template, script or sheet of the same name."""
    return path == blocks[key] or path.stem.replace("-", "_") == key


def _comparisons(keys: set[str]) -> re.Pattern[str]:
    """Matches a comparison with a key; its group 1 or 2 is the key in its quotes."""
    plain = "|".join(sorted(map(re.escape, keys - _EVERYDAY))) or r"(?!)"
    every = "|".join(sorted(map(re.escape, keys)))
    tests = r"\s*(?:[=!]==?|(?:not\s+)?in\s*[\(\[{])\s*"
    return re.compile(
        rf"(?:[=!]==?|\bin\s*[\(\[{{]|\bcase)\s*([\"'](?:{plain})[\"'])"
        rf"|{_KEY_OF_A_BLOCK}{tests}([\"'](?:{every})[\"'])"
    )


def test_no_code_compares_with_a_block_key() -> None:
    blocks = {key: path for kind in _blocks().values() for key, path in kind.items()}
    if not blocks:
        pytest.skip("no block yet")
    pattern = _comparisons(set(blocks))
    found = []
    for path in _sources(".py", ".js", ".mjs", ".jsx", ".html"):
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            for hit in pattern.finditer(line):
                key = (hit.group(1) or hit.group(2)).strip("\"'")
                if not _is_its_own(path, key, blocks):
                    found.append(f"{tree.name(path)}:{number} tests for {key!r}: {line.strip()}")
    assert found == []


def test_no_table_in_python_maps_block_keys_to_behaviour() -> None:
    """One such key alone is a fact about a thing of that name; two in one table are a dispatch."""
    kinds = _blocks()
    if not kinds:
        pytest.skip("no block yet")
    found = []
    for path in _sources(".py"):
        for node in ast.walk(tree.syntax(path)):
            if not isinstance(node, ast.Dict):
                continue
            constants = {key.value for key in node.keys if isinstance(key, ast.Constant)}
            for kind, blocks in kinds.items():
                named = sorted(key for key in constants & set(blocks) if isinstance(key, str))
                if len(named) > 1 and not _EVERYDAY.issuperset(named) and path.stem not in named:
                    found.append(f"{tree.name(path)}:{node.lineno} maps {kind} {named}")
    assert found == []


def test_no_table_in_a_script_maps_block_keys_to_behaviour() -> None:
    kinds = _blocks()
    if not kinds:
        pytest.skip("no block yet")
    found = []
    for path in _sources(".js", ".mjs", ".jsx", ".html"):
        for kind, blocks in kinds.items():
            keys = "|".join(sorted(map(re.escape, blocks)))
            entry = re.compile(rf"^\s*[\"']?({keys})[\"']?\s*:\s*\S", re.MULTILINE)
            hits = [
                (tree.text(path).count("\n", 0, hit.start(1)) + 1, hit.group(1))
                for hit in entry.finditer(tree.text(path))
            ]
            for (first, one), (second, other) in pairwise(hits):
                is_table = second - first <= _WINDOW and not _EVERYDAY.issuperset({one, other})
                if is_table and path.stem not in {one, other}:
                    found.append(f"{tree.name(path)}:{second} maps {kind} {one!r}, {other!r}")
    assert found == []
