"""Commands that only look make nothing: no empty store where there was none."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.cli.main import main

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "words",
    [
        ("app", "diff", "leave", "repair"),
        ("app", "plan", str(ROOT / "apps" / "leave")),
        ("app", "list"),
        ("doctor",),
        ("user", "list"),
        ("rule", "check", "leave"),
        ("app", "apply", str(ROOT / "apps" / "leave"), "--yes"),
    ],
    ids=" ".join,
)
def test_no_store_is_made_by_looking(
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for key in ("DATABASE_URL", "FAILPOINT"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    assert main([*words, "--lang", "en"]) != 0
    said = capsys.readouterr()
    assert "dougong init" in said.out + said.err
    assert not list(tmp_path.rglob("*.db*"))
    assert not list(tmp_path.rglob("*.sqlite*"))
