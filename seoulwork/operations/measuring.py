"""What the benchmarks share: a line of their table, and times taken in turn."""

import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import connection, transaction

Work = Callable[[], Any]

HEAD = "| 무엇 | 바닥 | 잰 값 | 비율 | 허용 |\n|---|--:|--:|--:|--:|"
"""Above the lines: what is measured, its floor in the same run, the measure, their ratio, and the most that it may be."""


@dataclass(frozen=True, slots=True)
class Line:
    """One measure and its floor: seconds, or of what the unit says; nothing is said of what may be when there is no aim."""

    name: str
    floor: float
    measured: float
    allowed: float | None = None
    unit: str = "s"

    @property
    def ratio(self) -> float:
        return self.measured / self.floor

    def __str__(self) -> str:
        floor, measured = (_said(each, self.unit) for each in (self.floor, self.measured))
        allowed = "" if self.allowed is None else f"{self.allowed:g}"
        return f"| {self.name} | {floor} | {measured} | {self.ratio:.2f} | {allowed} |"


def _said(value: float, unit: str) -> str:
    if unit != "s":
        return f"{value:,.0f} {unit}"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.2f} ms"


RUNS = 5
"""Of which the median is told"""


def medians(works: Sequence[Work], runs: int) -> list[float]:
    """The median seconds of each piece of work: all run in turn, so that a machine that slows down slows all. One round to warm up."""
    times = [[seconds(work) for work in works] for _ in range(runs + 1)][1:]
    return [statistics.median(each) for each in zip(*times, strict=True)]


def seconds(work: Work) -> float:
    """SQLite works in this very process: its processor time is counted, which others on the machine do not disturb."""
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    start = clock()
    work()
    return clock() - start


@dataclass(frozen=True, slots=True)
class Statement:
    """What was sent to the database, whether with many sets of parameters, and whether within a transaction."""

    sql: str
    parameters: Any
    many: bool
    together: bool


@contextmanager
def statements() -> Iterator[list[Statement]]:
    """What is sent to the database meanwhile."""
    found: list[Statement] = []

    def keep(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if not sql.startswith("BEGIN"):
            found.append(Statement(sql, parameters, many, connection.in_atomic_block))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(keep):
        yield found


def replayed(sent: list[Statement]) -> None:
    """Send the statements again, in their transactions, and fetch what they find."""
    for together, several in groupby(sent, key=lambda each: each.together):
        with transaction.atomic() if together else nullcontext(), connection.cursor() as cursor:
            for each in several:
                (cursor.executemany if each.many else cursor.execute)(each.sql, each.parameters)
                if cursor.description:
                    cursor.fetchall()


def floor_of(sent: list[Statement], answer: bytes) -> Work:
    """What a request can't do without: its own statements, and its own answer joined from the pieces between its values."""
    pieces = re.split(r'(?<=[">:])', answer.decode())

    def floor() -> None:
        replayed(sent)
        "".join(pieces).encode()

    return floor
