"""What the kept report of a workbook holds: its keys, as the type checker knows them."""

from collections.abc import Sequence
from typing import Any, NotRequired, TypedDict


class Place(TypedDict):
    """A finding, without its level."""

    sheet: str
    cell: str
    value: str
    cause: str


class Asked(TypedDict):
    """A question; `answer` and `label` where it was answered before."""

    key: str
    place: str
    text: str
    values: NotRequired[str]
    any_line: bool
    choices: list[dict[str, Any]]
    answer: NotRequired[str]
    label: NotRequired[str]


class Content(TypedDict):
    """A preview as plain values (report.py, lists/outcome.py). What an earlier version did not keep yet need not be there."""

    division: str
    period: str
    importable: bool
    fingerprint: str
    counts: dict[str, int]
    nothing: str
    freely: NotRequired[bool]
    others: NotRequired[list[str]]
    errors: list[Place]
    barred: NotRequired[list[Place]]
    warnings: list[Place]
    questions: list[Asked]
    answers: NotRequired[list[Asked]]
    lines: list[dict[str, str]]
    left: list[dict[str, Any]]
    executed: NotRequired[dict[str, Any] | None]
    created: NotRequired[list[str]]
    replacements: list[dict[str, Any]]
    movements: list[dict[str, str]]
    cells: Sequence[Sequence[str]]
