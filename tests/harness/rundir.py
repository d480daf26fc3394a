"""One folder for a test run, the marks of tests, and the length of chaos tests."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

_FOLDER = "DOUGONG_TEST_RUN_DIR"
_BROWSER_FIXTURES = {"browser", "browser_context", "page"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--chaos", choices=("short", "long"), default="short", help="how long chaos tests go on"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the run's folder in the controlling process; xdist's workers inherit it."""
    if hasattr(config, "workerinput"):
        return
    folder = tempfile.mkdtemp(prefix="dougong-test-")
    config.stash[_OWNED] = Path(folder)
    os.environ[_FOLDER] = folder
    # Nothing a test starts may write into the clone's own var/.
    os.environ["DATA_DIR"] = str(Path(folder) / "data")
    # Where Python keeps no bytecode, every process a test starts would compile all modules and
    # build the rule language's table anew; they keep it in the run's folder instead.
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "bytecode")
    for name in ("DATABASE_URL", "REDIS_URL", "HOST", "PORT", "EMPTY"):
        os.environ.pop(name, None)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End what is left and remove the folder."""
    folder = config.stash.get(_OWNED, None)
    if folder is None:
        return
    for pid_file in folder.rglob("postmaster.pid"):
        with suppress(OSError, ValueError, IndexError):
            os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGQUIT)
    shutil.rmtree(folder, ignore_errors=True)
    os.environ.pop(_FOLDER, None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for a page is a browser test; one that asks for PostgreSQL is a pg test."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if names & _BROWSER_FIXTURES:
            item.add_marker(pytest.mark.browser)
        if "postgres_url" in names and "database_url" not in names:
            item.add_marker(pytest.mark.pg)


_OWNED = pytest.StashKey[Path]()


def run_folder() -> Path:
    """The folder of this run, shared by all its processes."""
    return Path(os.environ[_FOLDER])


class FileLock:
    """A lock between the processes of a run: ``with FileLock("postgres"): …``."""

    def __init__(self, name: str) -> None:
        self._path = run_folder() / f"{name}.lock"
        self._fd = -1

    def __enter__(self) -> Self:
        import fcntl

        self._fd = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._fd, fcntl.LOCK_EX)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._fd)


@pytest.fixture(scope="session")
def worker_folder(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder for this worker's servers; names stay short, for a socket's path may not be long."""
    worker = getattr(request.config, "workerinput", {"workerid": "master"})  # set by xdist alone
    folder = run_folder() / worker["workerid"]
    folder.mkdir(exist_ok=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def chaos_is_long(request: pytest.FixtureRequest) -> bool:
    """Whether `make chaos` asked for the long form; `make test` runs the short one."""
    return bool(request.config.getoption("--chaos") == "long")
