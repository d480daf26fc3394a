"""A number on its way into a workbook's cell."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from runtime.spreadsheet.limits import DIGITS


@dataclass(frozen=True, slots=True)
class Figure:
    """A number to be written into a cell as such; ``text`` is how it is written elsewhere."""

    value: Decimal
    text: str
    is_percent: bool = False

    @property
    def is_held(self) -> bool:
        """Whether a spreadsheet keeps all of its digits."""
        value = self.value.normalize()
        return len(value.as_tuple().digits) <= DIGITS and abs(value) < 10**DIGITS

    @property
    def format(self) -> str:
        """The number format that shows every place it has."""
        value = self.value.normalize()
        exponent = value.as_tuple().exponent
        places = max(0, -exponent if isinstance(exponent, int) else 0)
        if not self.is_percent:
            return "General"
        places = max(0, places - 2)
        return f"0.{'0' * places}%" if places else "0%"
