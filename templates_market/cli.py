"""`dougong template search | show | install | pack | verify`."""

from __future__ import annotations

from typing import Any

from runtime.cli.command import Args, Command, Option, Word, as_path
from runtime.config import settings
from runtime.errors import Refusal, sentence
from runtime.installation import open_installation
from runtime.spec.app import label
from templates_market.gallery import search
from templates_market.install import Wish, find, install
from templates_market.pack import pack, verify
from templates_market.preview import names_of, preview
from templates_market.template import Template


def _search(args: Args) -> int:
    found = search(args.text)
    args.out.result([_facts(each) for each in found])
    lang = args.out.lang
    args.out.table([(t.key, label(t.title, lang), label(t.summary, lang)) for t in found])
    if not found:
        args.out.say("template_none_found")
    return 0


def _show(args: Args) -> int:
    seen = preview(find(args.what))
    template, lang = seen.bundle.template, args.out.lang
    parts = {part.kind: list(names_of(part, lang)) for part in seen.parts}
    args.out.result(
        {
            **_facts(template),
            "contains": parts,
            "rules": [
                {"label": label(rule.label, lang), "text": rule.text, "on": rule.on}
                for rule in seen.rules
            ],
            "samples": {label(labels, lang): count for labels, count in seen.samples},
            "sha256": seen.bundle.digest,
        }
    )
    args.out.line(f"{label(template.title, lang)} ({template.key} {template.version})")
    args.out.line(label(template.summary, lang))
    said = {kind: sentence(f"market.part.{kind}", lang, missing=kind) for kind in parts}
    args.out.table([(said[kind], len(names), ", ".join(names)) for kind, names in parts.items()])
    args.out.table([(sentence("market.rules", lang), len(seen.rules))])
    args.out.table([(sentence("market.samples", lang), seen.records)])
    return 0


def _install(args: Args) -> int:
    bundle = find(args.what)
    done = install(open_installation(settings()), bundle, Wish(sample=not args.no_sample))
    args.out.result(
        {
            "app": done.app,
            "revision": done.revision,
            "records": done.records,
            "logins": [
                {
                    "name": each.login,
                    "title": each.name,
                    "roles": [f"{done.app}:{role}" for role in each.roles],
                    "password": each.password,
                }
                for each in done.logins
            ],
        }
    )
    named = label(bundle.template.title, args.out.lang)
    args.out.say("template_installed", app=named, revision=done.revision, records=done.records)
    if done.logins:
        args.out.say("template_logins")
    args.out.table([(each.login, each.name, each.password) for each in done.logins])
    return 0


def _pack(args: Args) -> int:
    done = pack(args.folder, args.output)
    facts = {"path": str(done.path), "files": done.files, "size": done.size}
    args.out.result({**facts, "sha256": done.digest})
    args.out.say("template_packed", **facts)
    return 0


def _verify(args: Args) -> int:
    if not args.file.is_file():
        raise Refusal("no_template_file", 404, name=str(args.file))
    bundle = verify(args.file.read_bytes())
    facts = {"key": bundle.template.key, "version": bundle.template.version}
    args.out.result({**facts, "files": len(bundle.files), "sha256": bundle.digest, "ok": True})
    args.out.say("template_in_order", **facts, files=len(bundle.files), digest=bundle.digest)
    return 0


def _facts(template: Template) -> dict[str, Any]:
    return {
        "key": template.key,
        "title": dict(template.title),
        "summary": dict(template.summary),
        "version": template.version,
        "author": template.author,
        "tags": list(template.tags),
    }


_TEMPLATE = Word("KEY", "help_template", "what")

COMMANDS = (
    Command(
        "template search",
        "help_template_search",
        _search,
        (Word("TEXT", "help_template_text", "text", required=False, default=""),),
    ),
    Command("template show", "help_template_show", _show, (_TEMPLATE,)),
    Command(
        "template install",
        "help_template_install",
        _install,
        (_TEMPLATE,),
        (Option("--no-sample", "help_no_sample"),),
    ),
    Command(
        "template pack",
        "help_template_pack",
        _pack,
        (Word("DIR", "help_template_dir", "folder", as_path),),
        (Option("--output", "help_template_output", "FILE", read=as_path, short="-o"),),
    ),
    Command(
        "template verify",
        "help_template_verify",
        _verify,
        (Word("FILE", "help_template_file", "file", as_path),),
    ),
)
