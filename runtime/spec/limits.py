"""How large an app may be: every bound is counted before or while something is parsed."""

from __future__ import annotations

FILE_BYTES = 1_000_000
SEED_BYTES = 20_000_000
APP_BYTES = 60_000_000
FILES = 5_000
DEPTH = 40
NODES = 100_000
SCALAR = 65_536
DIGITS = 38
SEED_ROWS = 100_000
SEED_COLUMNS = 400
PROBLEMS = 1_000
