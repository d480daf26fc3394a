"""How large a table may be. Everything beyond is refused with a sentence, before it is held."""

from __future__ import annotations

MAX_BYTES = 200 * 1024 * 1024
MAX_ROWS = 1_048_576
"""As many as a sheet of a workbook has."""
MAX_COLUMNS = 500
MAX_CELL = 2_000_000
"""Letters: the longest value that an export writes into one cell, a child table as JSON."""
SHEET_CELL = 32_767
"""Letters that a workbook's cell holds."""
DIGITS = 15
"""Digits of a number that a spreadsheet keeps."""
MAX_UNPACKED = 1024 * 1024 * 1024
MAX_PART = 256 * 1024 * 1024
MAX_RATIO = 200
"""How many times larger than itself a workbook may unpack, once that is much."""
MUCH = 20 * 1024 * 1024
MAX_ENTRIES = 10_000
BATCH = 500
"""Rows that are handed on together, unless their cells are long."""
BATCH_LETTERS = 1_000_000
HEADER_WITHIN = 20
"""Filled rows among which the header is looked for."""
