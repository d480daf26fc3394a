"""`dougong rule shell`: type a sentence, see its tree, its two languages, its SQL and its value."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rule_dsl import Parsed, parse, print_text
from runtime.catalog import catalog
from runtime.cli.app_spec import form_of, load_spec
from runtime.cli.command import Args, Command, Option, Word
from runtime.cli.output import Output
from runtime.clock import clock_of
from runtime.config import settings
from runtime.errors import sentence
from runtime.rules.evaluate import (
    Answer,
    Bench,
    Question,
    Unfit,
    ground_of,
    open_bench,
    question_of,
    read_json,
    sql_text,
)


@dataclass(slots=True)
class Shell:
    """What the shell knows: the form chosen and the record given."""

    bench: Bench
    out: Output
    now: datetime
    form: str | None
    record: dict[str, Any] = field(default_factory=dict)

    def take(self, line: str) -> None:
        """Do what a line says."""
        word, _, rest = line.partition(" ")
        if word == ":form":
            self._choose(rest.strip())
        elif word == ":record":
            self._keep(rest.strip() or "{}")
        elif word.startswith(":"):
            self.out.say("shell_help")
        else:
            self._show(line)

    def _choose(self, form: str) -> None:
        known = [each.key for each in self.bench.ground.spec.forms]
        if form in known:
            self.form, self.record = form, {}
            self.out.say("shell_form", form=form)
        else:
            self.out.say("shell_forms", forms=", ".join(known))

    def _keep(self, text: str) -> None:
        lang = self.out.lang
        try:
            record = question_of({"text": "", "record": read_json(text, lang)}, lang).record
        except Unfit as unfit:
            self._complain(unfit.problems)
            return
        self.record = dict(record)
        self.out.say("shell_record", record=text)

    def _show(self, text: str) -> None:
        lang = self.out.lang
        parsed = parse(text, self.bench.ground.vocabulary, subject=self.form)
        shown: dict[str, Any] = {"text": text, "form": parsed.subject, "tree": None}
        problems: list[Mapping[str, Any]] = [each.as_dict(lang, text) for each in parsed.problems]
        if parsed.tree is not None:
            shown |= self._meaning(parsed)
            answer, sql = self._value(parsed, text)
            problems += [each for each in answer.problems if each not in problems]
            if answer.type is not None:
                shown |= {"sql": sql, "type": answer.type, "value": answer.value["python"]}
        self.out.result({**shown, "problems": problems})
        for name in ("tree", "zh", "en", "sql", "value"):
            if name in shown and parsed.tree is not None:
                self._line(name, shown[name])
        self._complain(problems)

    def _meaning(self, parsed: Parsed) -> dict[str, Any]:
        if parsed.tree is None:
            return {}
        subject = parsed.subject or self.form or self.bench.ground.spec.forms[0].key
        words = self.bench.ground.vocabulary
        texts = {lang: print_text(parsed.tree, words, subject, lang) for lang in ("zh", "en")}
        return {"tree": parsed.tree.dump(), **texts}

    def _value(self, parsed: Parsed, text: str) -> tuple[Answer, dict[str, str]]:
        ground, lang = self.bench.ground, self.out.lang
        try:
            expression = ground.expression(parsed, lang, text)
            sql = sql_text(ground, expression, self.now)
            record = self.record if expression.form == (self.form or expression.form) else {}
            question = Question(text, expression.form, record)
            return self.bench.value(expression, question, self.now, lang), sql
        except Unfit as unfit:
            is_rule = parsed.tree is not None and parsed.tree.head == "rule"
            return Answer(is_rule, None, {}, () if is_rule else unfit.problems), {}

    def _line(self, name: str, value: Any) -> None:
        title = sentence(f"shell_{name}", self.out.lang)
        if name == "sql":
            for database, text in value.items():
                self.out.line(f"{database}: {text}")
        elif name in ("zh", "en"):
            self.out.line(f"{title}{value}")
        else:
            self.out.line(f"{title}{json.dumps(value, ensure_ascii=False)}")

    def _complain(self, problems: Any) -> None:
        for each in problems:
            place = f"{each['column']}: " if each["column"] else ""
            self.out.line(f"  {place}{each['message']} {each['hint']}".rstrip())


def _run(args: Args) -> int:
    ground = ground_of(load_spec(args.app), catalog())
    form = form_of(ground.spec, args.form)
    with open_bench(ground, ("python",), None) as bench:
        shell = Shell(bench, args.out, clock_of(settings()).now(), form)
        args.out.say("shell_help")
        for line in _lines():
            if line in (":quit", ":q"):
                break
            shell.take(line)
    return 0


def _lines() -> Iterator[str]:
    """What is typed, with history where there is a terminal; or what is piped in."""
    if not sys.stdin.isatty():
        yield from (line.strip() for line in sys.stdin if line.strip())
        return
    with suppress(ImportError):
        import readline  # noqa: F401 - input() then edits and remembers
    while True:
        try:
            line = input("斗拱> ").strip()
        except (EOFError, KeyboardInterrupt):
            print()
            return
        if line:
            yield line


COMMAND = Command(
    "rule shell",
    "help_rule_shell",
    _run,
    (Word("KEY-or-PATH", "help_folder_or_key", "app"),),
    (Option("--form", "help_record_form", "FORM"),),
)
