"""Documents that do not lie: links resolve, nothing of one machine or registry is written down."""

import re
from pathlib import Path
from urllib.parse import unquote

from tests.architecture import tree

_LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_CODE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
_HOSTS = re.compile(
    r"\b(registry\.npmjs\.org|pypi\.org/simple|files\.pythonhosted\.org|deb\.debian\.org)\b"
)
_MACHINE = re.compile(r"(?<![\w.])/(work|root|home/\w+)/[\w.]")
_TEXT = {
    ".py", ".js", ".mjs", ".jsx", ".css", ".html", ".md", ".toml", ".cfg", ".yaml", ".yml", ".json",
    ".lark", ".rule", ".csv", ".txt", ".sh", "",
}  # fmt: skip


def _markdown() -> list[Path]:
    return list(tree.files(".md"))


def test_every_relative_link_leads_somewhere() -> None:
    broken = []
    for path in _markdown():
        for target in _LINK.findall(_CODE.sub("", tree.text(path))):
            place = unquote(target.partition("#")[0])
            if not place or re.match(r"^[a-z][a-z0-9+.-]*:", place):
                continue
            if not (path.parent / place).exists():
                broken.append(f"{tree.name(path)} → {target}")
    assert broken == []


def test_every_heading_that_is_linked_to_exists() -> None:
    broken = []
    for path in _markdown():
        for target in _LINK.findall(_CODE.sub("", tree.text(path))):
            place, mark, heading = target.partition("#")
            other = (path.parent / unquote(place)) if place else path
            is_ours = bool(mark) and other.suffix == ".md" and other.exists()
            if is_ours and unquote(heading) not in _headings(other):
                broken.append(f"{tree.name(path)} → {target}")
    assert broken == []


def _headings(path: Path) -> set[str]:
    titles = re.findall(r"^#{1,6}\s+(.*?)\s*#*$", _CODE.sub("", tree.text(path)), re.MULTILINE)
    marks = (re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles)
    return set(marks) | set(re.findall(r"<a id=\"([^\"]+)\"", tree.text(path)))


def test_nothing_of_one_machine_or_registry_is_written_down() -> None:
    found = []
    for path in tree.all_files():
        if path.suffix not in _TEXT or path == Path(__file__).resolve():
            continue
        try:
            lines = tree.text(path).splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            if hit := _HOSTS.search(line) or _MACHINE.search(line):
                found.append(f"{tree.name(path)}:{number} {hit.group()}")
    assert found == []


def test_every_decision_has_a_number_a_context_a_decision_and_consequences() -> None:
    folder = tree.ROOT / "docs/decisions"
    records = sorted(folder.glob("[0-9]*.md"))
    numbers = [path.name[:4] for path in records]
    assert numbers == [f"{number:04d}" for number in range(1, len(records) + 1)]
    wanted = ("## Context", "## Decision", "## Consequences")
    assert [p.name for p in records if not all(word in tree.text(p) for word in wanted)] == []
