"""What a process that serves does not load: it starts sooner and holds less memory."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("door", ["runtime.web.apps", "runtime.worker", "runtime.cli.main"])
def test_migrations_are_loaded_when_one_is_asked_for(door: str) -> None:
    asked = f"import sys, {door}; print('alembic' in sys.modules, 'mako' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "False"]
