"""The clone as architecture tests see it: its files, their text, their imports."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCTS = ("builder", "templates_market", "runtime", "rule_dsl")


_MADE = {".git", ".venv", "node_modules", "__pycache__", "var", "build", "dist", "dougong.egg-info"}


@cache
def all_files() -> tuple[Path, ...]:
    """Every file that is or may become part of the repository."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):  # no git, or unpacked from an archive
        return tuple(sorted(_walk(ROOT)))
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in _MADE or path.name.endswith("_cache"):
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


def files(*suffixes: str, under: tuple[str, ...] = ()) -> Iterator[Path]:
    """The files with one of the suffixes, in the given top-level folders or in all."""
    for path in all_files():
        if path.suffix in suffixes and (not under or path.relative_to(ROOT).parts[0] in under):
            yield path


def name(path: Path) -> str:
    """The path as a reader of the repository writes it."""
    return path.relative_to(ROOT).as_posix()


@cache
def text(path: Path) -> str:
    """The file's text."""
    return path.read_text(encoding="utf-8")


@cache
def syntax(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(text(path), str(path))


def module(path: Path) -> str:
    """The dotted name of a Python file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every imported name with its line: `from a import b` gives a and a.b."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(path, node)
            yield node.lineno, base
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def _base(path: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    kept = package[: len(package) - node.level + 1]
    return ".".join([*kept, *([node.module] if node.module else [])])


def is_within(dotted: str, *packages: str) -> bool:
    """Whether the dotted name is one of the packages or inside one."""
    return any(dotted == package or dotted.startswith(f"{package}.") for package in packages)


def called_name(node: ast.Call) -> str:
    """`a.b.c` for the call `a.b.c(…)`; empty for anything else."""
    parts: list[str] = []
    function = node.func
    while isinstance(function, ast.Attribute):
        parts.append(function.attr)
        function = function.value
    if not isinstance(function, ast.Name):
        return f"?.{'.'.join(reversed(parts))}" if parts else ""
    return ".".join([function.id, *reversed(parts)])


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Every call by name, with its line."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Call) and (called := called_name(node)):
            yield node.lineno, called
