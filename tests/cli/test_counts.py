"""Numbers stand in proper sentences: one record was, two records were."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.cli.main import main
from runtime.errors import sentence

ROOT = Path(__file__).parents[2]


def test_a_sentence_chooses_its_words_by_the_number() -> None:
    said = [sentence("exported", "en", {"count": n, "file": "f.csv"}) for n in (0, 1, 2)]
    assert said == [
        "0 records were written to f.csv.",
        "1 record was written to f.csv.",
        "2 records were written to f.csv.",
    ]
    assert sentence("exported", "zh", {"count": 1, "file": "f.csv"}) == "已把 1 条记录写到 f.csv。"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_import_says_how_many_rows_it_stored(
    lang: str,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    assert main(["init"]) == 0
    assert main(["app", "apply", str(ROOT / "apps" / "leave"), "--yes"]) == 0
    assert main(["user", "add", "bo", "--role", "leave:hr"]) == 0
    file = tmp_path / "leave.csv"
    good = [f"annual,2027-01-04,2027-01-05,2,trip {number}" for number in range(5)]
    head = "kind,start,end,days,reason"
    for rows, more, code, zh, en in (
        (good[:1], [], 0, "导入了 1 行。", "1 row was imported."),
        (good[1:3], [], 0, "导入了 2 行。", "2 rows were imported."),
        (
            [good[3], "x,,,,"],
            [],
            1,
            "没有导入：2 行中有 1 行有问题。",
            "Nothing was imported: of 2 rows 1 has problems.",
        ),
        ([good[4], "x,,,,"], ["--skip"], 1, "导入了 1 行。", "1 row was imported."),
    ):
        file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        capsys.readouterr()
        words = ["import", "leave", "request", str(file), "--as", "bo", "--lang", lang, *more]
        assert main(words) == code
        assert capsys.readouterr().out.splitlines()[-1].startswith(zh if lang == "zh" else en)
