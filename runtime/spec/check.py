"""Placeholder until the checks land."""

from __future__ import annotations
from runtime.spec.app import AppSpec
from runtime.spec.blocks import Blocks
from runtime.spec.documents import Sources
from runtime.spec.problems import Problem


def check(spec: AppSpec, blocks: Blocks, sources: Sources | None = None) -> tuple[Problem, ...]:
    return ()
