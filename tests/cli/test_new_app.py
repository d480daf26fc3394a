"""An app nobody has seen before works from its files alone, on both databases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from runtime.cli.main import main

ROOMS = {
    "label": {"zh": "藏书", "en": "book"},
    "icon": "book",
    "title": "name",
    "fields": [
        {"key": "name", "type": "text", "label": {"zh": "书名", "en": "title"}, "required": True},
        {
            "key": "shelf",
            "type": "choice",
            "label": {"zh": "分类", "en": "shelf"},
            "default": "'novel'",
            "options": [
                {"key": "novel", "label": {"zh": "小说", "en": "novel"}},
                {"key": "science", "label": {"zh": "科学", "en": "science"}},
            ],
        },
    ],
    "permissions": [{"role": "reader", "can": ["read", "create"]}],
}
FILES = {
    "app.yaml": "key: library\nlabel: {zh: 图书, en: Library}\nicon: books\nmain: loan\n"
    "roles: [{key: reader, label: {zh: 读者, en: reader}}]\n",
    "forms/book.json": json.dumps(ROOMS),
    "forms/loan.yaml": """\
label: {zh: 借单, en: loan}
title: number
fields:
  - {key: number, type: auto_number, label: {zh: 单号, en: loan number}}
  - {key: due, type: date, label: {zh: 应还日, en: due on}, default: TODAY() + 28}
  - key: items
    type: lines
    label: {zh: 书目, en: items}
    fields:
      - {key: book, type: link, form: book, label: {zh: 书, en: which book}, required: true}
      - {key: copies, type: integer, label: {zh: 本数, en: how many}, default: "1"}
  - {key: marks, type: tags, label: {zh: 标记, en: marks}}
permissions: [{role: reader, can: [create, read], rows: created by = me}]
""",
    "rules/big.rule": "form: loan\nlabel: {zh: 大单, en: big}\n---\n"
    "当新建借单时，若 SUM(书目的本数) > 5，则新增‘大单’标签\n",
    "rules/late.rule": "form: loan\nlabel: {zh: 逾期, en: late}\n---\n"
    'if due on < TODAY(), then add tag "late"\n',
    "views/shelves.yaml": "type: board\nform: book\nlabel: {zh: 书架, en: shelves}\ngroup: shelf\n",
    "data/book.csv": "name,shelf\n红楼梦,novel\n",
}
Out = pytest.CaptureFixture[str]


@pytest.fixture
def folder(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The app's folder, beside a store that was just made."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("REDIS_URL", raising=False)
    for path, text in FILES.items():
        (tmp_path / "app" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "app" / path).write_text(text, encoding="utf-8")
    assert main(["init"]) == 0
    return tmp_path / "app"


def test_it_is_checked_published_exported_changed_and_taken_back(
    folder: Path, tmp_path: Path, capsys: Out
) -> None:
    def run(*words: str) -> str:
        capsys.readouterr()
        assert main([*words, "--lang", "en"]) == 0
        return capsys.readouterr().out

    assert run("app", "check", str(folder)) == "“Library” is in order: 2 forms, 1 view, 2 rules.\n"
    assert "was published as revision 1" in run("app", "apply", str(folder), "--yes")
    copy = tmp_path / "copy"
    run("app", "export", "library", str(copy))
    assert run("app", "diff", str(folder), str(copy)) == "There is no difference.\n"
    assert "still revision 1" in run("app", "apply", str(copy), "--yes")
    (tmp_path / "books.csv").write_text("title,shelf\nEmma,小说\nDune,\n", encoding="utf-8")
    assert "2 rows were imported" in run("import", "library", "book", str(tmp_path / "books.csv"))

    form = json.loads((folder / "forms/book.json").read_text())
    form["fields"][0]["label"] = {"zh": "题名", "en": "name of it"}
    form["fields"].append({"key": "place", "type": "text", "label": {"zh": "位置", "en": "place"}})
    (folder / "forms/book.json").write_text(json.dumps(form))
    plan = run("app", "plan", str(folder))
    assert "it is empty in the 2 records that are there" in plan
    assert "revision 2" in run("app", "apply", str(folder), "--yes")
    assert "revision 3" in run("app", "rollback", "library", "1")
    assert run("app", "diff", "library@1", "library") == "There is no difference.\n"


def test_a_revision_that_is_not_there_is_told_as_such(folder: Path, capsys: Out) -> None:
    assert main(["app", "apply", str(folder), "--yes"]) == 0
    capsys.readouterr()
    assert main(["app", "diff", "library@9", "library", "--lang", "en"]) == 1
    assert capsys.readouterr().err == "There is no revision 9 of the app library.\n"
