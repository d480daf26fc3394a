"""Where the code says something to people: a refusal, a problem, a sentence, by its code.

A code is found where it is written as text. A function that hands its own parameter `code` on to one
that says it says it too; `build.{}` stands for a code made of a fixed part and one known only later.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from tests.architecture import tree

_HTML_WORD = re.compile(r"[\"'`]([\w.\-]+)[\"'`]")
_HTML_PREFIX = re.compile(r"[\"']([\w.]+[._])[\"']\s*~")


@dataclass(frozen=True)
class Saying:
    """One call: where, by what, the codes it may have, and its facts where they can be read."""

    where: str
    by: str
    codes: tuple[str, ...]
    facts: frozenset[str] | None
    of_rules: bool


@dataclass(frozen=True)
class Way:
    """A way to say something: where its code stands, what the code becomes, the file it is in."""

    position: int
    becomes: str = "{}"
    home: Path | None = None


_ROOTS = {
    "Refusal": Way(0),
    "Wrong": Way(0),
    "Problem": Way(0),
    "Unreadable": Way(0),
    "sentence": Way(0),
}
_BY_KEYWORD = {"Refusal": {"status", "wrongs"}, "Unreadable": {"inside"}}
_HANDS = 3  # how often a code is handed on before it is said
_IN_A_MAPPING = {"Wrong": 2, "Problem": 3}


def _texts(node: ast.expr, assigned: dict[str, list[ast.expr]]) -> list[str]:
    """The texts an expression may be; a part known only later is `{}`. Empty where nothing is known."""
    match node:
        case ast.Constant(value=str() as text):
            return [text]
        case ast.IfExp():
            return [*_texts(node.body, assigned), *_texts(node.orelse, assigned)]
        case ast.JoinedStr():
            parts = [_texts(each, assigned) or ["{}"] for each in node.values]
            return ["".join(chosen) for chosen in product(*parts)]
        case ast.Name(id=name):
            return [text for value in assigned.get(name, ()) for text in _texts(value, {})]
    return []


def _functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree.syntax(path)):
        if isinstance(node, ast.FunctionDef):
            yield node


def _calls(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and (name := tree.called_name(each)):
            yield name.rpartition(".")[2], each


def _is_of_rules(path: Path) -> bool:
    """The rule language has sentences of its own."""
    return path.relative_to(tree.ROOT).parts[0] == "rule_dsl"


@cache
def _ways(*, of_rules: bool) -> dict[str, frozenset[Way]]:
    """Every function that says its parameter `code`, by name, through a few hands."""
    ways = {name: frozenset({way}) for name, way in _ROOTS.items()}
    handing = [
        (path, function, position, list(_calls(function)))
        for path in tree.files(".py", under=tree.PRODUCTS)
        if _is_of_rules(path) == of_rules
        for function in _functions(path)
        if (position := _place_of_code(function)) is not None
    ]
    for _ in range(_HANDS):
        for path, function, position, calls in handing:
            for name, call in calls:
                for way in _meant(ways.get(name, frozenset()), path, call):
                    handed = call.args[way.position] if len(call.args) > way.position else None
                    if handed is not None and (made := _made_of_code(handed)):
                        new = Way(position, way.becomes.replace("{}", made), path)
                        ways[function.name] = ways.get(function.name, frozenset()) | {new}
    return ways


def _place_of_code(function: ast.FunctionDef) -> int | None:
    """Where a caller puts the parameter `code`, if there is one."""
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    if "code" not in names or function.name.startswith("__"):
        return None
    return names.index("code") - (names[0] in {"self", "cls"})


@cache
def _own_names(path: Path) -> frozenset[str]:
    return frozenset(each.name for each in _functions(path))


def _meant(ways: frozenset[Way], path: Path, call: ast.Call) -> list[Way]:
    """Of the ways of one name, those a call may mean: a bare name is the file's own or its product's."""
    if isinstance(call.func, ast.Name):
        name = call.func.id
        if name in _own_names(path):
            return [way for way in ways if way.home == path]
        product_of = {way: way.home and way.home.relative_to(tree.ROOT).parts[0] for way in ways}
        here = path.relative_to(tree.ROOT).parts[0]
        return [way for way, home in product_of.items() if home in (here, None)] or list(ways)
    return list(ways)


def _made_of_code(node: ast.expr) -> str:
    if isinstance(node, ast.Name) and node.id == "code":
        return "{}"
    if isinstance(node, ast.JoinedStr):
        inner = [v.value for v in node.values if isinstance(v, ast.FormattedValue)]
        if len(inner) == 1 and isinstance(inner[0], ast.Name) and inner[0].id == "code":
            return "".join(
                str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values
            )
    return ""


@cache
def sayings() -> tuple[Saying, ...]:
    """Every call that says a code that can be read."""
    return tuple(said for path in tree.files(".py", under=tree.PRODUCTS) for said in _sayings(path))


def _sayings(path: Path) -> Iterator[Saying]:
    of_rules = _is_of_rules(path)
    ways = _ways(of_rules=of_rules)
    seen: set[int] = set()
    for scope in (*_functions(path), tree.syntax(path)):
        assigned = _assigned(scope)
        for name, call in _calls(scope):
            if id(call) in seen or any(each.arg == "text" for each in call.keywords):
                continue
            seen.add(id(call))
            codes = tuple(
                way.becomes.replace("{}", text)
                for way in _meant(ways.get(name, frozenset()), path, call)
                if len(call.args) > way.position
                for text in _texts(call.args[way.position], assigned)
                if text != "{}"
            )
            if codes:
                where = f"{tree.name(path)}:{call.lineno}"
                yield Saying(where, name, codes, _given(name, call), of_rules)


def _assigned(scope: ast.AST) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    return found


def _given(name: str, call: ast.Call) -> frozenset[str] | None:
    """The facts a call gives, or None where they cannot be read."""
    keywords = {each.arg: each.value for each in call.keywords}
    if name in _BY_KEYWORD:
        return None if None in keywords else frozenset(map(str, keywords)) - _BY_KEYWORD[name]
    if name not in _IN_A_MAPPING:
        return None
    position = _IN_A_MAPPING[name]
    given = keywords.get("facts") or (call.args[position] if len(call.args) > position else None)
    if given is None:
        return frozenset()
    if not isinstance(given, ast.Dict) or None in given.keys:
        return None
    return frozenset(str(key.value) for key in given.keys if isinstance(key, ast.Constant))


@cache
def words() -> frozenset[str]:
    """Every word written as text in the products' programs and pages."""
    found: set[str] = set()
    for path in tree.files(".py", under=tree.PRODUCTS):
        if path.relative_to(tree.ROOT).parts[:2] == ("rule_dsl", "messages"):
            continue
        for node in ast.walk(tree.syntax(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value, *node.value.split()}
    for path in tree.files(".html", ".js", ".jsx", ".mjs", under=tree.PRODUCTS):
        found.update(_HTML_WORD.findall(tree.text(path)))
    return frozenset(found)


@cache
def templates() -> tuple[re.Pattern[str], ...]:
    """Every text with gaps that holds at least three letters: `build.{}` as a pattern."""
    found: set[str] = set()
    for path in tree.files(".py", under=tree.PRODUCTS):
        for node in ast.walk(tree.syntax(path)):
            if isinstance(node, ast.JoinedStr):
                parts = [v.value if isinstance(v, ast.Constant) else None for v in node.values]
                if any(re.search(r"[a-z]{3}", str(part)) for part in parts if part is not None):
                    found.add("".join("(.+)" if p is None else re.escape(str(p)) for p in parts))
    for path in tree.files(".html", under=tree.PRODUCTS):
        found.update(re.escape(prefix) + "(.+)" for prefix in _HTML_PREFIX.findall(tree.text(path)))
    return tuple(re.compile(each) for each in sorted(found))
