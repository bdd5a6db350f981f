"""Numbers that somebody typed into a sentence: where they stand, which of them are dates, and which tell a measure. Pure Python."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from seoulwork.domain.vocabulary import UNITS

NUMBER = re.compile(r"(?:\d[\d,]*\d|\d)(?:\.\d+)?")

_ENDING = r"(?:\s?(?:월\s?말?|일자?)|\.)"
_WEEKDAY = r"\s?\([월화수목금토일]\)"


@UNITS.followed
@cache
def _dates() -> re.Pattern[str]:
    """What reads as a date or a time of day. A decimal or a number behind `~` does so only with a date's ending or behind a date."""
    unit = "|".join(
        sorted((re.escape(name) for name in UNITS if name.isalpha() and name != "일"), key=len, reverse=True)
    )
    whole = rf"(?!\d|,\d|{unit})"  # nothing of a number behind, and no unit of a measure
    day_of_month = rf"(?:1[0-2]|0?[1-9])\s?\.\s?(?:3[01]|[12]\d|0?[1-9]){whole}"
    short_year = rf"['‘’]\d{{2}}(?!\d)(?:년도?)?(?:\s?\.\s?\d{{1,2}}{whole}){{0,2}}\.?"
    return re.compile(
        rf"""(?<![\d,.])(?:
        {short_year}{_ENDING}?                                       # '18, '18년, '18. 6월말, '18.7.17.
        | (?:19|20)\d{{2}}(?:\s?년도?|\.(?:\s?\d{{1,2}}\.){{0,2}}(?!\d)|\.\s?\d{{1,2}}월)  # 2018년, 2014.11.17., 2018.6월
        | (?:19|20)\d{{2}}(?!\d|[,.]\d|[가-힣]|\s(?:{unit})(?![가-힣]))  # GSEF 2018, never 2018명
        | {day_of_month}(?:\s?\.|일자?|{_WEEKDAY})                  # 7.17. and 6.29일, never 7.5
        | \d{{1,2}}(?:\s?~\s?\d{{1,2}})?\s?월(?:\s?말|\s?\d{{1,2}}일)?  # 6월말, 9~12월, 12월 11일
        | (?:[01]?\d|2[0-4]):[0-5]\d | 오[전후]\s?\d{{1,2}}시
    )(?:{_WEEKDAY})?
    (?:\s?~\s?(?:{short_year}{_ENDING}?|{day_of_month}{_ENDING}?|\d{{1,2}}(?:{_ENDING}|(?=[\s),]|$))))?""",  # the end of a run
        re.VERBOSE,
    )


_TIMED = ("일", "시간", "시간/년", "개월", "년", "세", "차", "개층", "층", "구", "실", "대", "주", "")
"""Units of length, age and order: with them a typed number is a condition or a name as a rule, and no measure."""


@UNITS.followed
@cache
def measured() -> str:
    """A pattern of the units of measures."""
    return "|".join(sorted((re.escape(each) for each in UNITS if each not in _TIMED), key=len, reverse=True))


@UNITS.followed
@cache
def _unit_behind() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:여\s?)?(?P<unit>{measured()})(?!월|\s?이[상하])")


_CONDITION = re.compile(
    r"\s?(?:개월|년|월|일|세|살|시간|시(?!비)|분|초|주|차|기|단계|조|항|층|급|학년|학기|박|동|번|담당관|위|등급)"
    r"|\s?~\s?\d+\s?(?:세|개월|년|시간|일|명?\s?이하)|-\d"
)
"""Behind a number: a length of time, an age, an ordinal, an article, a part of an address."""
_ORDINAL = re.compile(r"제\s?$")
_NAMED = re.compile(r"(?:[A-Za-z]-?|\d-|[가-힣](?:로|길))\s?$")
"""Before a number without a unit: a name with a number, an address."""
_DAY = re.compile(r"(?:1[0-2]|[1-9])\.(?:3[01]|[12]\d|[1-9])")
SMALLEST = 10
"""A count below this is as often a way of speaking as a measure."""
BARE_FROM = 1_000
"""A number without a unit is a measure from here."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed number: as it stands, from where to where of its text, and whether it reads as a date."""

    number: str
    start: int
    end: int
    is_date: bool

    @property
    def value(self) -> Decimal:
        return Decimal(self.number.replace(",", ""))


def numbers(text: str) -> Iterator[Typed]:
    """The numbers of a text, those of dates too."""
    dates = [match.span() for match in _dates().finditer(text)]
    for match in NUMBER.finditer(text):
        is_date = any(start <= match.start() < end for start, end in dates)
        yield Typed(match[0], match.start(), match.end(), is_date)


def unit_behind(text: str, typed: Typed) -> str:
    """The unit of a measure that stands behind a number, or empty."""
    match = _unit_behind().match(text, typed.end)
    return match["unit"] if match else ""


def is_measure(text: str, typed: Typed) -> bool:
    """Whether a number tells how much or how many of something: no date, ordinal, article, age, length of time, address or
    name, and no small count."""
    if typed.is_date or _ORDINAL.search(text, 0, typed.start):
        return False
    unit = unit_behind(text, typed)
    if not unit and (_CONDITION.match(text, typed.end) or _NAMED.search(text, 0, typed.start)):
        return False
    if unit in ("%", ":1") or unit.endswith("원"):
        return True
    if not unit:
        return not _DAY.fullmatch(typed.number) and typed.value >= BARE_FROM
    return "." in typed.number or typed.value >= SMALLEST
