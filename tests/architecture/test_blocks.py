"""Nothing outside a block's own file may test for its key: a new block is one new file."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import tree

_KINDS = ("fields", "views", "actions", "connectors", "metrics")
# The contract and its keeper are no blocks; nor are these words, which mean other things as well.
_NO_BLOCKS = {"__init__", "base"}
# Words that the code uses with another meaning (a key of a spec, a JSON Schema type, an HTML attribute).
_OTHER_MEANINGS = {
    "list",
    "form",
    "text",
    "number",
    "date",
    "set",
    "detail",
    "print",
    "start",
    "link",
    "call",
}


def _blocks() -> dict[str, Path]:
    """Each block's key and its file; a block ends in `BLOCK = …`."""
    found = {}
    for kind in _KINDS:
        for path in tree.files(".py", under=("runtime",)):
            is_here = tree.name(path).startswith(f"runtime/{kind}/")
            if (
                is_here
                and path.stem not in _NO_BLOCKS
                and re.search(r"^BLOCK\b", tree.text(path), re.MULTILINE)
            ):
                found[path.stem] = path
    return found


def _tests_for(keys: list[str]) -> re.Pattern[str]:
    quoted = rf"[\"'](?P<key>{'|'.join(map(re.escape, keys))})[\"']"
    before = [r"[=!]==?\s*", r"\bin\s*[\(\[{]\s*", r"\bcase\s+"]
    starts = "|".join(before)
    return re.compile(rf"(?:{starts}){quoted}|{quoted.replace('key', 'first')}\s*[=!]==?")


def _dispatch(keys: list[str]) -> re.Pattern[str]:
    return re.compile(rf"[\"'](?P<key>{'|'.join(map(re.escape, keys))})[\"']\s*:\s*\S")


def _sources(own: dict[str, Path]) -> Iterator[Path]:
    for path in tree.files(
        ".py", ".js", ".mjs", ".jsx", ".html", under=("runtime", "builder", "templates_market")
    ):
        if "bundles" not in path.parts:
            yield path


def _found(pattern: re.Pattern[str], own: dict[str, Path]) -> list[str]:
    found = []
    for path in _sources(own):
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            for hit in pattern.finditer(line):
                key = hit.group("key") or hit.groupdict().get("first") or ""
                if not _is_its_own(path, own[key]):
                    found.append(
                        f"{tree.name(path)}:{number} names the block {key!r}: {hit.group()}"
                    )
    return found


def _is_its_own(path: Path, block: Path) -> bool:
    """A block's own file is its module, or a template or script of the same name."""
    return path == block or path.stem == block.stem


def test_no_code_tests_for_a_block_by_its_key() -> None:
    blocks = _blocks()
    keys = [key for key in blocks if key not in _OTHER_MEANINGS]
    if not keys:
        pytest.skip("no block yet")
    assert _found(_tests_for(keys), blocks) == []


def test_no_table_maps_block_keys_to_behaviour() -> None:
    blocks = _blocks()
    keys = [key for key in blocks if key not in _OTHER_MEANINGS]
    if not keys:
        pytest.skip("no block yet")
    found = _found(_dispatch(keys), blocks)
    by_file: dict[str, set[str]] = {}
    for line in found:
        by_file.setdefault(line.split(":")[0], set()).add(line.split("'")[1])
    # One such key alone is a fact about a thing of that name; two are a table over kinds of blocks.
    assert {name: sorted(keys) for name, keys in by_file.items() if len(keys) > 1} == {}
