"""`dougong run` keeps its processes going: what is killed comes back, what cannot is told."""

import re
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.harness.processes import Process, free_port, wait_until


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[Process, str]]:
    """A run without an app, and its address."""
    port = free_port()
    env = {"DATA_DIR": str(tmp_path / "var"), "PORT": str(port), "EMPTY": "1", "LANG": "en"}
    command = [sys.executable, "-m", "runtime.cli.main", "run"]
    process = Process(command, log=tmp_path / "run.log", env=env)
    wait_until(lambda: "/first-visit/" in process.log_text(), "it says where to go", 60)
    yield process, f"http://127.0.0.1:{port}"
    process.stop(40)


KINDS = {"redis", "web", "worker"}


def _children(pid: int) -> dict[str, int]:
    """The processes a run keeps, by what they are: redis, web (it has workers) and worker."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            command = (folder / "cmdline").read_text()
        except OSError:
            continue
        if parent == pid and command:
            number = int(folder.name)
            kind = "redis" if "redis-server" in command else "web" if _has_any(number) else "worker"
            found[kind] = number
    return found


def _has_any(pid: int) -> bool:
    return bool(Path(f"/proc/{pid}/task/{pid}/children").read_text().strip())


def test_each_process_that_is_killed_comes_back_and_pages_answer(
    running: tuple[Process, str],
) -> None:
    process, address = running
    for kind in ("redis", "worker", "web"):
        before = _children(process.pid)
        assert set(before) == KINDS
        subprocess.run(["kill", "-9", str(before[kind])], check=True)
        told = f"The process {kind} ended (SIGKILL); it is started again."
        wait_until(lambda told=told: told in process.log_text(), "it is told", 20)
        wait_until(lambda: len(_children(process.pid)) == 3, "all three are there", 20)
        wait_until(lambda: set(_children(process.pid)) == KINDS, "web has workers", 20)
        assert httpx.get(f"{address}/readyz", timeout=20).status_code == 200
        assert process.is_running()


def test_a_run_that_is_told_to_stop_leaves_no_process(running: tuple[Process, str]) -> None:
    process, _ = running
    kept = _children(process.pid)
    process.send(signal.SIGTERM)
    wait_until(lambda: not process.is_running(), "it ends", 40)
    assert [pid for pid in kept.values() if Path(f"/proc/{pid}").exists()] == []


def _kept(script: str) -> subprocess.CompletedProcess[str]:
    head = """
        import os, signal, sys, time
        from runtime.cli.supervisor import Kept, Watch, keep
        watch = Watch(
            lambda: True, lambda: None,
            lambda name, how: print(f"again {name} {how}"),
            lambda name, how: print(f"over {name} {how}"),
        )
    """
    code = textwrap.dedent(head) + textwrap.dedent(script)
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_three_quick_deaths_in_a_row_end_the_run_with_the_reason_and_the_others_with_it() -> None:
    done = _kept(
        """
        def broken():
            raise SystemExit(7)

        def lasting():
            print(f"lasting {os.getpid()}", flush=True)
            time.sleep(600)

        sys.exit(keep([Kept("broken", broken), Kept("lasting", lasting)], watch))
        """
    )
    assert done.returncode == 1
    assert re.findall(r"(again|over) broken exit 7", done.stdout) == ["again", "again", "over"]
    lasting = re.search(r"lasting (\d+)", done.stdout)
    assert lasting is not None
    assert not Path(f"/proc/{lasting[1]}").exists()


def test_deaths_after_a_long_life_never_add_up() -> None:
    done = _kept(
        """
        import runtime.cli.supervisor as supervisor
        supervisor.QUICK_SECONDS = 0.0
        supervisor.PAUSES = (0.01,)
        told = []

        def ended(name, how):
            told.append(how)
            if len(told) == 6:
                os.kill(os.getpid(), signal.SIGTERM)

        watch.ended = ended
        code = keep([Kept("mortal", lambda: os.kill(os.getpid(), signal.SIGKILL))], watch)
        print(code, told)
        """
    )
    assert done.stdout.splitlines()[-1] == f"{128 + signal.SIGTERM} {['SIGKILL'] * 6}"


def test_a_fault_inside_a_process_is_told_and_its_code_is_one() -> None:
    done = _kept(
        """
        def faulty():
            raise KeyError("what went wrong")

        keep([Kept("faulty", faulty)], watch)
        """
    )
    assert "over faulty exit 1" in done.stdout
    assert done.stderr.count("what went wrong") == 3
