"""The icons an app may name for itself and its forms."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from importlib import resources

from runtime.spec.findings import Findings
from runtime.spec.problems import Problem


@cache
def icon_names() -> tuple[str, ...]:
    """The names in ``icons.txt``, which the sheet of icons is built from."""
    text = resources.files("runtime.spec").joinpath("icons.txt").read_text(encoding="utf-8")
    names = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(sorted(name for name in names if name))


def check_icons(findings: Findings) -> None:
    """Tell of icons that are not there: a plain one is shown in their stead."""
    spec = findings.spec
    named = [("app#icon", spec.icon)]
    named += [(f"forms/{form.key}#icon", form.icon) for form in spec.forms]
    for element, name in named:
        if name not in icon_names():
            near = tuple(get_close_matches(name, icon_names(), 3, 0.5))
            facts = {"name": name, "known": ", ".join(icon_names())}
            problem = Problem("spec_no_icon", None, "warning", facts, suggestions=near)
            findings.add(problem, element)
