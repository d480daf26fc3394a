"""`dougong rule …`: sentences in an app's vocabulary, checked and translated; the whole group."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rule_dsl import parse, print_text
from rule_dsl.offers import as_dict, offer
from rule_dsl.vocabulary import Vocabulary
from runtime.catalog import catalog
from runtime.cli import rule_eval, rule_reference, rule_replay, rule_shell, rule_why
from runtime.cli.app_spec import form_of, load_spec
from runtime.cli.command import Args, Command, Option, Word
from runtime.errors import LANGUAGES
from runtime.spec.app import AppSpec
from runtime.spec.texts import Texts
from runtime.spec.together import told_of_all
from runtime.spec.vocabulary import vocabulary


def _check(args: Args) -> int:
    spec = load_spec(args.app)
    form_of(spec, args.form)
    words = vocabulary(spec, catalog().fields)
    lines = list(_lines(spec, args))
    rows = [_row(words, line, args.out.lang) for line in lines]
    if args.file is None:
        places = {rule.key: row for rule, row in zip(spec.rules, rows, strict=True)}
        for key, each in told_of_all(spec, Texts(words)):
            row = places[key]
            row["hints"].append(each.as_dict(args.out.lang, row["text"]))
    args.out.result(rows)
    for row in rows:
        mark = "✓" if row["ok"] else "✗"
        args.out.line(f"{mark} {row['line']}: {row[args.out.lang] or row['text']}")
        for problem in [*row["problems"], *row["hints"]]:
            place = f"{row['line']}:{problem['column']}"
            args.out.line(f"    {place} {problem['message']} {problem['hint']}".rstrip())
        for made in row["offers"]:
            args.out.line(f"    → {made['text']}")
        for asked in row["questions"]:
            choices = " · ".join(each["label"] for each in asked["choices"])
            args.out.line(f"    ? {asked['message']} {choices}".rstrip())
    return 0 if all(row["ok"] for row in rows) else 1


def _translate(args: Args) -> int:
    spec = load_spec(args.app)
    form_of(spec, args.form)
    words = vocabulary(spec, catalog().fields)
    text = sys.stdin.read() if args.text in (None, "-") else args.text
    to = args.to or ("en" if any("\u4e00" <= letter <= "\u9fff" for letter in text) else "zh")
    row = _row(words, (1, args.form, text.strip()), args.out.lang)
    args.out.result(row)
    args.out.line(row[to] if row["ok"] else row["problems"][0]["message"])
    return 0 if row["ok"] else 1


Line = tuple[int, str | None, str]
MOST_FORMS = 12
"""Forms that a sentence which names none is tried on."""


def _lines(spec: AppSpec, args: Args) -> Iterator[Line]:
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
        "offers": [],
        "questions": [],
        "problems": [each.as_dict(lang, text) for each in parsed.errors],
        "hints": [each.as_dict(lang, text) for each in parsed.hints],
    }
    if parsed.tree is not None and parsed.subject is not None:
        row["tree"] = parsed.tree.dump()
        for each in ("zh", "en"):
            row[each] = print_text(parsed.tree, words, parsed.subject, each)
    elif parsed.tree is None:
        row |= _offered(words, line, lang)
    return row


def _offered(words: Vocabulary, line: Line, lang: str) -> dict[str, Any]:
    """Sentences to take over and what must be asked, for the form named or the first that has an answer."""
    _, form, text = line
    asked: list[dict[str, Any]] = []
    for subject in (form,) if form is not None else tuple(words.forms)[:MOST_FORMS]:
        found = as_dict(offer(text, words, subject), text, words, subject, lang)
        if found["offers"]:
            return {"offers": found["offers"], "questions": [], "form": subject}
        asked = asked or found["questions"]
    return {"questions": asked}


_APP = Word("PATH-or-KEY", "help_folder_or_key", "app")
_FORM = Option("--form", "help_subject", "FORM")

COMMANDS = (
    Command(
        "rule check",
        "help_rule_check",
        _check,
        (_APP, Word("FILE", "help_rule_file", "file", required=False)),
        (_FORM,),
    ),
    Command(
        "rule translate",
        "help_rule_translate",
        _translate,
        (_APP, Word("TEXT", "help_sentence", "text", required=False)),
        (_FORM, Option("--to", "help_to", choices=LANGUAGES)),
    ),
    *(each.COMMAND for each in (rule_eval, rule_shell, rule_why, rule_replay, rule_reference)),
)
