"""`dougong backup | verify | restore FILE`: everything an installation holds, in one file."""

from __future__ import annotations

import os
import sys

from runtime.backup.archive import Manifest
from runtime.backup.restore import restore_backup
from runtime.backup.verify import verify_backup
from runtime.backup.write import write_backup
from runtime.cli.command import Args, Command, Option, Word, as_path
from runtime.config import settings
from runtime.installation import open_installation

PASSPHRASE = "DOUGONG_PASSPHRASE"  # noqa: S105 - the name of a variable


def _backup(args: Args) -> int:
    made = write_backup(open_installation(settings()), args.file, _passphrase(args))
    _say(args, made, "backup_written")
    if made.lost:
        args.out.say("backup_lost", count=len(made.lost))
    return 1 if made.lost else 0


def _verify(args: Args) -> int:
    _say(args, verify_backup(args.file, _passphrase(args)), "backup_whole")
    return 0


def _restore(args: Args) -> int:
    _say(args, restore_backup(settings(), args.file, _passphrase(args)), "backup_restored")
    return 0


def _passphrase(args: Args) -> str | None:
    if args.passphrase_stdin:
        return sys.stdin.readline().rstrip("\n")
    return os.environ.get(PASSPHRASE)


def _say(args: Args, made: Manifest, code: str) -> None:
    facts = {
        "made_at": made.made_at,
        "tables": len(made.tables),
        "rows": made.rows,
        "files": len(made.files),
        "lost": list(made.lost),
    }
    args.out.result({"file": str(args.file), **facts})
    args.out.say(code, path=str(args.file), **{key: facts[key] for key in ("rows", "files")})


_FILE = (Word("FILE", "help_backup_file", "file", as_path),)
_OPTIONS = (Option("--passphrase-stdin", "help_passphrase"),)

COMMANDS = (
    Command("backup", "help_backup", _backup, _FILE, _OPTIONS),
    Command("verify", "help_verify", _verify, _FILE, _OPTIONS),
    Command("restore", "help_restore", _restore, _FILE, _OPTIONS),
)
