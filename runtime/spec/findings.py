"""What the checks find: problems about elements, each given its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from runtime.spec import limits
from runtime.spec.app import AppSpec, label
from runtime.spec.blocks import Blocks
from runtime.spec.documents import Sources, element_steps, text_place
from runtime.spec.places import Place
from runtime.spec.problems import Problem

NAMES: dict[str, dict[str, str]] = {
    "role": {"zh": "角色", "en": "role"},
    "department": {"zh": "部门", "en": "department"},
    "param": {"zh": "参数", "en": "parameter"},
    "message": {"zh": "消息", "en": "message"},
    "document": {"zh": "文档", "en": "document"},
    "channel": {"zh": "渠道", "en": "channel"},
    "event": {"zh": "事件", "en": "event"},
    "queue": {"zh": "队列", "en": "queue"},
    "form": {"zh": "表单", "en": "form"},
    "field": {"zh": "字段", "en": "field"},
    "option": {"zh": "选项", "en": "option"},
    "validation": {"zh": "校验", "en": "validation"},
    "view": {"zh": "视图", "en": "view"},
    "lifecycle": {"zh": "流程", "en": "lifecycle"},
    "state": {"zh": "状态", "en": "state"},
    "move": {"zh": "流转", "en": "move"},
    "approval": {"zh": "审批", "en": "approval chain"},
    "step": {"zh": "审批步骤", "en": "step"},
    "rule": {"zh": "规则", "en": "rule"},
    "metric": {"zh": "指标", "en": "metric"},
    "connector": {"zh": "连接器", "en": "connector"},
    "scenario": {"zh": "场景", "en": "scenario"},
    "type": {"zh": "类型", "en": "type"},
    "app": {"zh": "应用", "en": "app"},
    "grant": {"zh": "权限", "en": "grant"},
    "seed": {"zh": "样例数据", "en": "sample table"},
}
"""What a kind of element is called."""


@dataclass(slots=True)
class Findings:
    """An app under check, and the problems found so far.

    ``at`` is the place of what is looked at, for what has no document (a table of samples).
    """

    spec: AppSpec
    blocks: Blocks
    sources: Sources
    problems: list[Problem] = field(default_factory=list)
    at: Place | None = None

    def add(self, problem: Problem, element: str) -> None:
        """A problem about an element; its place is looked up unless it has one."""
        at = problem.at or self.at or self.place(element)
        self.problems.append(replace(problem, at=at, element=element))

    def forget(self, element: str) -> None:
        """Drop what was said of an element, where something plainer can be said."""
        self.problems[:] = [each for each in self.problems if each.element != element]

    def place(self, element: str) -> Place | None:
        """Where the element stands; None for an app that did not come from files."""
        found = text_place(self.sources, element)
        return found.place if found else None

    def has(self, element: str) -> bool:
        """Whether the files hold exactly this element."""
        name, _, pointer = element.partition("#")
        document = self.sources.get(name)
        return document is not None and len(element_steps(document, pointer)) == len(
            pointer.split("/")
        )

    def unknown(
        self, kind: str, key: str, element: str, known: Mapping[str, Iterable[str]]
    ) -> None:
        """Something refers to what is not declared; ``known`` maps keys to their labels."""
        if len(self.problems) >= limits.PROBLEMS:
            return
        near = [each for each, names in known.items() if key in names]
        near += get_close_matches(key, list(known), 3, 0.6)
        facts: dict[str, Any] = {"kind": NAMES[kind], "key": key, "known": ", ".join(known)}
        code = "spec_unknown_name" if known else "spec_none_declared"
        self.add(Problem(code, facts=facts, suggestions=tuple(dict.fromkeys(near))), element)


def called(element: Any) -> dict[str, str]:
    """An element's label in each language, its key where it has none."""
    return {lang: label(element.labels, lang, element.key) for lang in ("zh", "en")}
