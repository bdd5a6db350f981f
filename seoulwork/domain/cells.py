"""The names of cells. Pure Python.

A cell is one input of the monthly grid. Its name says which stored figure it is: `a12`, `a12p34` an actual of indicator 12
or of its part 34 (of a ratio: the numerator), `d…` the denominator of the same row, `c5`, `s5` what is committed and what is
spent of budget line 5.
"""

import re
from typing import NamedTuple, Self

FIELDS = {"a": "value", "d": "denominator", "c": "committed", "s": "spent"}
SIBLINGS = {"a": "d", "d": "a", "c": "s", "s": "c"}
_NAME = re.compile(r"([ad])([1-9]\d{0,17})(?:p([1-9]\d{0,17}))?|([cs])([1-9]\d{0,17})", re.ASCII)


class Place(NamedTuple):
    """The stored row that a cell is part of: an actual's indicator and part, or an execution's budget line."""

    table: str
    """`Actual` or `Execution`"""
    owner_id: int
    part_id: int | None = None


class Cell(NamedTuple):
    kind: str
    owner_id: int
    part_id: int | None = None

    @classmethod
    def parse(cls, name: str) -> Self:
        """`a12p34` → the cell. Raises ValueError."""
        match = _NAME.fullmatch(name)
        if not match:
            raise ValueError(name)
        if match[4]:
            return cls(match[4], int(match[5]))
        return cls(match[1], int(match[2]), int(match[3]) if match[3] else None)

    def __str__(self) -> str:
        return f"{self.kind}{self.owner_id}" + (f"p{self.part_id}" if self.part_id else "")

    @property
    def field(self) -> str:
        """The field of the stored row that holds the cell's value."""
        return FIELDS[self.kind]

    @property
    def sibling(self) -> "Cell":
        """The other cell of the same row."""
        return Cell(SIBLINGS[self.kind], self.owner_id, self.part_id)

    @property
    def place(self) -> Place:
        return Place("Actual" if self.kind in "ad" else "Execution", self.owner_id, self.part_id)
