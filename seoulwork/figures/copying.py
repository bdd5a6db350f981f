"""Values as PostgreSQL reads many at once: rows in the text format of COPY, keys as an array. No database is asked."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any


def as_array(numbers: Iterable[int | None]) -> str:
    """Numbers as PostgreSQL reads an array: as a list, each would be an expression of its own to it."""
    return "{" + ",".join("NULL" if each is None else str(each) for each in numbers) + "}"


class Copying:
    """The file that a COPY reads: rows as text, some at a time, so that the next are made while the server stores the last."""

    AT_ONCE = 1_000

    def __init__(self, rows: Iterable[tuple[Any, ...]], alike: tuple[Any, ...]) -> None:
        """`alike` are the last values of every row."""
        self.rows = iter(rows)
        self.end = "".join(f"\t{_copied(value)}" for value in alike) + "\n"

    def read(self, size: int) -> str:
        """The next rows, whatever `size` is asked for; empty when there are no more."""
        columns = map(_column, zip(*islice(self.rows, self.AT_ONCE), strict=True))
        return "".join(["\t".join(row) + self.end for row in zip(*columns, strict=True)])


_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _column(values: tuple[Any, ...]) -> Iterable[str]:
    """The values of one column in the text format of PostgreSQL's COPY: what they are is asked once for all of them."""
    kinds = set(map(type, values))
    if kinds == {int}:
        return map(str, values)
    if kinds == {str} and not _SPECIAL.search("".join(values)):
        return values
    return map(_copied, values)


def _copied(value: Any) -> str:
    """A value in the text format of PostgreSQL's COPY."""
    if type(value) is int:
        return str(value)
    return "\\N" if value is None else str(value).translate(_ESCAPES)
