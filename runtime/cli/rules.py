"""`dougong rule …`: sentences in an app's vocabulary, checked and translated; the whole group."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rule_dsl import parse, print_text
from rule_dsl.vocabulary import Vocabulary
from runtime.catalog import catalog
from runtime.cli import rule_eval, rule_reference, rule_replay, rule_shell, rule_why
from runtime.cli.app_spec import load_spec
from runtime.cli.subcommands import group
from runtime.spec.app import AppSpec
from runtime.spec.vocabulary import vocabulary


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the parser."""
    rule = group(commands, "rule", "the rule language")
    check = rule.add_parser("check", parents=[common], help="check sentences, one a line")
    check.add_argument("app", metavar="PATH-or-KEY")
    check.add_argument("file", metavar="FILE", nargs="?", help="a file, or - for standard input")
    check.add_argument("--form", help="the subject of the sentences")
    check.set_defaults(run=_check, late="file")
    translate = rule.add_parser("translate", parents=[common], help="say it in the other language")
    translate.add_argument("app", metavar="PATH-or-KEY")
    translate.add_argument("text", metavar="TEXT", nargs="?")
    translate.add_argument("--form")
    translate.add_argument("--to", choices=("zh", "en"))
    translate.set_defaults(run=_translate, late="text")
    for each in (rule_eval, rule_shell, rule_why, rule_replay, rule_reference):
        each.register(rule, common)


def _check(args: argparse.Namespace) -> int:
    spec = load_spec(args.app)
    words = vocabulary(spec, catalog().fields)
    lines = list(_lines(spec, args))
    rows = [_row(words, line, args.out.lang) for line in lines]
    args.out.result(rows)
    for row in rows:
        mark = "✓" if row["ok"] else "✗"
        args.out.line(f"{mark} {row['line']}: {row[args.out.lang] or row['text']}")
        for problem in [*row["problems"], *row["hints"]]:
            place = f"{row['line']}:{problem['column']}"
            args.out.line(f"    {place} {problem['message']} {problem['hint']}".rstrip())
    return 0 if all(row["ok"] for row in rows) else 1


def _translate(args: argparse.Namespace) -> int:
    words = vocabulary(load_spec(args.app), catalog().fields)
    text = sys.stdin.read() if args.text in (None, "-") else args.text
    to = args.to or ("en" if any("\u4e00" <= letter <= "\u9fff" for letter in text) else "zh")
    row = _row(words, (1, args.form, text.strip()), args.out.lang)
    args.out.result(row)
    args.out.line(row[to] if row["ok"] else row["problems"][0]["message"])
    return 0 if row["ok"] else 1


Line = tuple[int, str | None, str]


def _lines(spec: AppSpec, args: argparse.Namespace) -> Iterator[Line]:
    """Line number, form and sentence: of the file, or of the app's own rules."""
    if args.file is None:
        for number, rule in enumerate(spec.rules, start=1):
            yield number, rule.form, rule.text
        return
    text = sys.stdin.read() if args.file == "-" else Path(args.file).read_text(encoding="utf-8")
    forms = {form.key for form in spec.forms}
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        prefix, colon, rest = line.partition(":")
        named = colon and prefix.strip() in forms
        yield number, (prefix.strip() if named else args.form), (rest if named else line).strip()


def _row(words: Vocabulary, line: Line, lang: str) -> dict[str, Any]:
    number, form, text = line
    parsed = parse(text, words, subject=form, expect="any")
    row: dict[str, Any] = {
        "line": number,
        "ok": parsed.tree is not None,
        "text": text,
        "form": parsed.subject,
        "zh": None,
        "en": None,
        "tree": None,
        "problems": [each.as_dict(lang, text) for each in parsed.errors],
        "hints": [each.as_dict(lang, text) for each in parsed.hints],
    }
    if parsed.tree is not None and parsed.subject is not None:
        row["tree"] = parsed.tree.dump()
        for each in ("zh", "en"):
            row[each] = print_text(parsed.tree, words, parsed.subject, each)
    return row
