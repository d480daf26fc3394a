"""One running installation: its settings, database, blocks, outside world and compiled apps."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import ArgumentError, DBAPIError

from runtime.cache import AppCache
from runtime.catalog import Catalog, catalog
from runtime.clock import clock_of
from runtime.compiled import CompiledApp, compile_app
from runtime.config import Settings
from runtime.doorbell import doorbell_of
from runtime.errors import Refusal
from runtime.ports import Ports
from runtime.post import post_of
from runtime.store import names, revisions
from runtime.store.engine import must_be_made, open_engine

_NO_TABLE = "42P01"
_FILE_FAULTS: dict[type[OSError], str] = {
    FileNotFoundError: "path_missing",
    NotADirectoryError: "path_missing",
    IsADirectoryError: "path_is_folder",
    PermissionError: "path_forbidden",
}


@dataclass(frozen=True, slots=True)
class Installation:
    """What every door is opened with. Made once per process."""

    settings: Settings
    engine: Engine
    catalog: Catalog
    ports: Ports
    cache: AppCache

    def app(self, connection: Connection, key: str, number: int | None = None) -> CompiledApp:
        """The current revision of an app (or that one), compiled once per process.

        Raises:
            Refusal: not_found (404) where there is no such app or revision.
        """
        revision = number or revisions.revision_number(connection, key)
        if not revision:
            raise Refusal("not_found", 404)
        return self.cache.get(key, revision, lambda: self.compiled(connection, key, revision))

    def compiled(self, connection: Connection, key: str, number: int) -> CompiledApp:
        """A revision compiled anew: for one that may yet be rolled back.

        Raises:
            Refusal: not_found (404).
        """
        found = revisions.get(connection, key, number)
        if found is None:
            raise Refusal("not_found", 404)
        known = names.load_names(connection, key)
        return compile_app(found.edition, number, known, self.catalog)


def open_installation(settings: Settings) -> Installation:
    """Open the installation the settings describe. Its store must have been made (`dougong init`).

    Raises:
        Refusal: store_not_made (503), database_url_wrong (422).
    """
    try:
        must_be_made(settings.database_url)
        engine = open_engine(settings.database_url)
    except (ValueError, ArgumentError) as problem:
        raise Refusal("database_url_wrong", 422) from problem
    return Installation(
        settings=settings,
        engine=engine,
        catalog=catalog(),
        ports=Ports(
            clock=clock_of(settings),
            doorbell=doorbell_of(settings),
            post=post_of(settings),
            files=settings.data_dir / "files",
        ),
        cache=AppCache(),
    )


def outside_fault(problem: Exception) -> Refusal | None:
    """What a fault means that lies outside the product: a file that cannot be read, a store that
    was never made. None for any other.
    """
    if isinstance(problem, OSError) and problem.filename is not None:
        code = _FILE_FAULTS.get(type(problem), "path_unreadable")
        return Refusal(code, 422, path=str(problem.filename))
    if isinstance(problem, DBAPIError):
        missing = getattr(problem.orig, "sqlstate", None) == _NO_TABLE
        if missing or str(problem.orig).startswith("no such table"):
            return Refusal("store_not_made", 503)
    return None
