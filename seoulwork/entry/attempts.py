"""What a user wants in cells, what became of each, and what is to be written for it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from seoulwork.domain.cells import Place
from seoulwork.entry.due import Kept
from seoulwork.entry.months import Status


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a user wants in a cell: the text as typed, the version seen, and why."""

    cell: str
    value: str
    seen: int | None
    reason: str = ""
    clears: bool = False
    """The user knows that a stored value goes when this text is blank."""
    as_of: date | None = None
    """As of which day the value stands, where the user says so"""


@dataclass(slots=True)
class Result:
    """What became of one attempt: saved, unchanged, refused, conflict, locked or held (see docs/maintainers/entry-api.md)."""

    cell: str
    state: str = ""
    text: str = ""
    value: str = ""
    version: int | None = None
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def answer(self) -> dict[str, Any]:
        return {
            "cell": self.cell,
            "state": self.state,
            "text": self.text,
            "value": self.value,
            "version": self.version,
            **self.more,
        }


@dataclass(slots=True)
class Outcome:
    """The answers for all cells, and the places that were written."""

    results: list[Result]
    status: Status
    now: Kept
    """What is there of what is due, with what was written"""
    places: set[Place] = field(default_factory=set)
    changed: int = 0
    """History rows written or ended: one for each stored figure that really changed."""

    @property
    def stored(self) -> bool:
        return bool(self.changed)

    @property
    def refused(self) -> list[Result]:
        return [each for each in self.results if each.state in ("refused", "conflict", "locked")]


@dataclass(slots=True)
class Change:
    """What one stored row is to hold, from one or two cells."""

    place: Place
    amounts: dict[str, int | None]
    reason: str
    results: list[Result]
    as_of: date | None = None
    """As given, or as it was"""

    @property
    def is_blank(self) -> bool:
        return all(amount is None for amount in self.amounts.values())
