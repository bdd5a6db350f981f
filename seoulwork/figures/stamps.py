"""What stored rows say of themselves alike: who entered them and when, and their months."""

import re
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from seoulwork.domain.ledger import Stored
from seoulwork.domain.periods import KOREAN_TIME, Month, Run
from seoulwork.figures.divisions import division_names
from seoulwork.figures.models import Record, Source

if TYPE_CHECKING:
    pass


_DATA_FOLDER = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))/")
"""The folder of a briefing's data is named after its month."""

ADMINISTRATOR = "관리자"


def stored(division: str | None, entered_at: datetime, source: str, place: str) -> Stored:
    """The stamp of a record; `division` is that of who entered it (an administrator has none)."""
    return Stored(_entered(division, entered_at, source, place), f"{Source(source).label} {place}".strip())


def _entered(division: str | None, entered_at: datetime, source: str, place: str) -> str:
    if source == Source.DATA:
        folder = _DATA_FOLDER.match(place)
        return " ".join(filter(None, [folder and Month.parse(folder[1]).korean, "업무보고 자료"]))
    day = entered_at.astimezone(KOREAN_TIME)
    who = division_names(Month.of(day.date())).get(division or "", ADMINISTRATOR)
    post, is_of_division, _ = place.partition(" · ")
    if source == Source.BROWSER and (is_of_division or place.startswith(ADMINISTRATOR)):
        who = post.partition(" (")[0]  # entered as what is not their own post: recording.py
    how = "입력" if source == Source.BROWSER else Source(source).label
    return f"{who} {how} · {day.year}년 {day.month}월 {day.day}일"


@cache
def stored_month(number: int) -> Month:
    """The month of a stored number. Few are stored, each many times."""
    return Month.from_integer(number)


@cache
def stored_run(first: int, last: int) -> Run:
    """The run of two stored months."""
    return Run(stored_month(first), stored_month(last))


def stamp_of(row: Record) -> Stored:
    return stored(row.entered_by.division if row.entered_by else None, row.entered_at, row.source, row.place)
