"""What a cell held at a time, by its stored rows: what its history is held against."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any


def amount_at(rows: Iterable[Any], field: str, at: datetime) -> int | None:
    """What the cell held at a time."""
    for row in rows:
        if row.entered_at <= at and (row.superseded_at is None or at < row.superseded_at):
            return getattr(row, field)  # type: ignore[no-any-return]
    return None
