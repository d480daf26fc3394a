"""The floor: a bare Flask app over sqlite3 that stores and lists the same rows, and no more.

WAL, synchronous=FULL and one transaction a row, as the product has it.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import uuid
from typing import Any

from flask import Flask, jsonify, request

COLUMNS = ("name", "kind", "progress", "due", "grade", "amount")
_local = threading.local()


def connection() -> sqlite3.Connection:
    """This thread's connection."""
    if not hasattr(_local, "line"):
        _local.line = open_floor(os.environ["FLOOR_DB"])
    found: sqlite3.Connection = _local.line
    return found


def open_floor(path: str) -> sqlite3.Connection:
    """A connection with the product's own settings, its table made."""
    line = sqlite3.connect(path, isolation_level=None, timeout=5)
    line.execute("PRAGMA journal_mode=WAL")
    line.execute("PRAGMA synchronous=FULL")
    columns = ", ".join(f"{name} TEXT" for name in COLUMNS)
    line.execute(f"CREATE TABLE IF NOT EXISTS job (id TEXT PRIMARY KEY, {columns}, created TEXT)")
    line.execute("CREATE INDEX IF NOT EXISTS job_list ON job (kind, due, id)")
    return line


def application() -> Flask:
    """The bare app."""
    app = Flask(__name__)

    @app.post("/job")
    def create() -> Any:
        values = request.get_json()
        key = uuid.uuid4().hex
        line = connection()
        line.execute("BEGIN IMMEDIATE")
        row = [key, *(values.get(name) for name in COLUMNS), "now"]
        line.execute("INSERT INTO job VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        line.execute("COMMIT")
        return jsonify(id=key, **values), 201

    @app.get("/job")
    def index() -> Any:
        rows = connection().execute(
            "SELECT * FROM job WHERE kind = ? ORDER BY due, id LIMIT 50", (request.args["kind"],)
        )
        names = ("id", *COLUMNS, "created")
        return jsonify([dict(zip(names, row, strict=True)) for row in rows])

    @app.get("/form")
    def form() -> Any:
        inputs = "".join(f"<label>{name}<input name={name}></label>" for name in COLUMNS)
        return f"<!doctype html><form method=post>{inputs}<button>Save</button></form>"

    return app
