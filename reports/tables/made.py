"""The tables that were made at the desk, as descriptions: each belongs to a part, and its key comes from there."""

import re
from collections.abc import Iterator
from functools import cached_property

from seoulwork.figures.profiles import MadeTableRow

from .description import Description, DescriptionError
from .written import read_table

At = tuple[int | None, str]
"""The id of the programme of a text (None: the division's own), and the name under which it places the table."""


class MadeTables:
    """Of one division and briefing. A description that can't be read raises where it is asked for."""

    def __init__(self, division: str = "", rows: tuple[MadeTableRow, ...] = ()) -> None:
        self._division = division
        self._rows = {(row.programme_id, row.name): row for row in rows}

    def __contains__(self, at: object) -> bool:
        return at in self._rows

    def __iter__(self) -> Iterator[At]:
        return iter(self._rows)

    def __getitem__(self, at: At) -> Description:
        """Raises DescriptionError, and KeyError for what there is not."""
        found = self._read[at]
        if isinstance(found, DescriptionError):
            raise found
        return found

    def names(self, programme_id: int | None) -> frozenset[str]:
        return frozenset(name for own, name in self._rows if own == programme_id)

    @property
    def descriptions(self) -> Iterator[Description]:
        """Those that can be read."""
        return (each for each in self._read.values() if not isinstance(each, DescriptionError))

    @cached_property
    def _read(self) -> dict[At, Description | DescriptionError]:
        return {at: self._one(row) for at, row in self._rows.items()}

    def _one(self, row: MadeTableRow) -> Description | DescriptionError:
        try:
            return read_table(row.description | {"key": key_of(self._division, row.number, row.name)})
        except DescriptionError as error:
            return error


def key_of(division: str, number: int, name: str) -> str:
    """How the document calls a table that was made for a part."""
    return f"{division}-{number}-table-{short(name)}"


def short(name: str) -> str:
    """A name as a part of a key: two tables of a part may not have the same; empty for one without a letter."""
    return re.sub(r"\W+", "-", name).strip("-")
