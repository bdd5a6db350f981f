"""What one heading says: the month, whether it is cumulative, its measure, year and unit; and the words of other headings."""

import re
from datetime import date
from typing import NamedTuple

from seoulwork.domain import vocabulary
from seoulwork.domain.vocabulary import (
    APPROPRIATED,
    BESIDE_MONTH,
    BUDGET_KINDS,
    CUMULATIVE,
    MEASURES,
    RATES,
    TARGET,
)
from seoulwork.workbook.reading.frame import is_unit
from seoulwork.workbook.reading.sheet import Other, Value, squeeze

IDENTIFIER = "식별자"


_WORD = rf"(?:{'|'.join(BESIDE_MONTH)}|[()\[\]·,/])"


_REST = f"{_WORD}*"


_YEAR = r"(?:'?(?P<year>(?:19|20)?\d{2})(?:년도?|[.\-/]))"


_MONTH = re.compile(
    rf"(?P<before>{_REST}){_YEAR}?(?P<month>0?[1-9]|1[0-2])(?P<mark>월|\.)?(?:[.\-/]?(?:2[89]|3[01])[일.]?)?(?P<after>{_REST})"
)


_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])")


_YEAR_ALONE = re.compile(r"(?:^|[^\d])(?:'?(\d{2})|((?:19|20)\d{2}))\s*년")


LABEL_HEAD = re.compile(
    r"(?:(?:세부|단위|성과|추진|관리|주요|실적|예산|정책|평가|측정|핵심)*(?:지표|사업|과제|항목|구분|세부|내용|과목|예산|단위)(?:명칭?|이름|내용|구분|항목)?"
    r"(?:\([^()]*\))?(?:[/·,]|및|$))+"
)
"""What stands over a label column, and nothing else: `지표`, `세부사업명`, `사업/지표`, `구분(단위: 명)`"""


IGNORED_LABEL_HEADS = re.compile(
    r"번호|연번|순번|no\.?|비고|담당.*|부서.*|소관.*|방법|합산.*|직전.*|주기|"
    rf".*{TARGET}.*|(?:{BUDGET_KINDS['current']}|{APPROPRIATED}).*",
    re.I,
)


OWNER_HEADS = re.compile(r"(?:담당관|담당부서|부서|소관|실국|과)(?:명칭?|부서|별)?")
"""What stands over a column that says whose each row is."""


NOT_ACTUAL = re.compile("|".join(vocabulary.NOT_ACTUAL))


BEGINS_WITH_MONTH = re.compile(r"(?:'?(?:\d{2}|\d{4})[년.\-/])?(?:0?[1-9]|1[0-2])월(?![~∼\-])")


class Heading(NamedTuple):
    """What a column of months holds."""

    year: int | None
    month: int
    cumulative: bool
    measure: str
    """`numerator`, `denominator`, `committed`, `spent`, or empty"""
    actual: bool
    """False for a target, a rate, last year …"""
    first: int | None = None
    """The first month of several that it is the sum of, `month` being the last"""


def measure_of(text: str) -> str:
    """The measure that a heading or a label names, or empty."""
    return next((measure for word, measure in MEASURES if word in text), "")


def month_heading(value: Value) -> Heading | None:
    """Read `1월`, `2018-01`, `'18.1`, `2018년 1월말 누계`, `1월(천명)`, 201801, 2018.1 or a date as a month; None for anything else."""
    if isinstance(value, bool) or value is None or isinstance(value, Other):
        return None
    if isinstance(value, date):
        return Heading(value.year, value.month, cumulative=False, measure="", actual=True)
    text = squeeze(value).replace("’", "'").replace("‘", "'").replace("`", "'")
    if compact := _COMPACT.fullmatch(text):
        return Heading(int(compact["year"]), int(compact["month"]), cumulative=False, measure="", actual=True)
    has_unit = bracketed_unit(text)
    match = _MONTH.fullmatch(text[: max(text.rfind("("), text.rfind("["))] if has_unit else text)
    if not match or (match["year"] is None and match["mark"] != "월"):
        return None
    if isinstance(value, int | float) and len(match["year"] or "") != 4:
        return None
    words = match["before"] + match["after"]
    return Heading(
        _full_year(match["year"]),
        int(match["month"]),
        cumulative=is_cumulative(words),
        measure=measure_of(words),
        actual=not NOT_ACTUAL.search(words),
    )


_SPAN = re.compile(
    rf"(?P<before>{_REST}){_YEAR}?(?:(?P<first>0?[1-9]|1[0-2])월?[~∼\-](?P<last>0?[1-9]|1[0-2])월|"
    rf"(?P<quarter>[1-4])(?:/4)?분기|(?P<half>[상하])반기)(?P<after>{_REST})"
)


def span_heading(value: Value) -> Heading | None:
    """Read `1~2월`, `2018년 4~6월 누계`, `2분기`, `상반기` as several months; None for anything else. `2분기 누계` is one month's."""
    if not isinstance(value, str):
        return None
    text = squeeze(value).replace("’", "'").replace("‘", "'")
    has_unit = bracketed_unit(text)
    match = _SPAN.fullmatch(text[: max(text.rfind("("), text.rfind("["))] if has_unit else text)
    if not match:
        return None
    words = match["before"] + match["after"]
    if match["first"]:
        first, last = int(match["first"]), int(match["last"])
    elif match["quarter"]:
        first, last = int(match["quarter"]) * 3 - 2, int(match["quarter"]) * 3
    else:
        first, last = (1, 6) if match["half"] == "상" else (7, 12)
    if first >= last:
        return None
    of_the_year = is_cumulative(words) and not match["first"]
    return Heading(
        _full_year(match["year"]),
        last,
        cumulative=of_the_year,
        measure=measure_of(words),
        actual=not NOT_ACTUAL.search(words),
        first=None if of_the_year else first,
    )


def any_heading(value: Value) -> Heading | None:
    """A heading of one month, or of several."""
    return month_heading(value) or span_heading(value)


def _full_year(text: str | None) -> int | None:
    return None if text is None else int(text) if len(text) == 4 else 2000 + int(text)


def is_cumulative(text: str) -> bool:
    return any(word in text for word in CUMULATIVE)


def year_in(text: str) -> int | None:
    """The one year that a text names (`2018년 상반기 실적`); None when it names none or several."""
    years = {_full_year(short or long) for short, long in _YEAR_ALONE.findall(text)}
    return years.pop() if len(years) == 1 else None


def bracketed_unit(text: str) -> str:
    """The unit of a heading `(천명)` or `1월[천명]`, squeezed; empty when the brackets hold none."""
    match = re.search(r"[(\[](?:단위:?)?([^()\[\]]+)[)\]]$", text)
    return match[1] if match and is_unit(match[1]) else ""


_LETTER = re.compile(r"\([A-Za-z](?:[=/÷\-+×*].*)?\)")
_FORMULA = re.compile(r"\(?[A-Za-z](?:[/÷\-+×*=][A-Za-z0-9%()]+)+\)?")


def is_formula(text: str) -> bool:
    """Whether a heading says how its column was worked out of others: `B/A`, `(A-B)`"""
    return _FORMULA.fullmatch(text) is not None


def is_subheading(text: str) -> bool:
    """Whether what stands under a month says only which of its figures a column holds: `실적(B)`, `당월`, `B/A`"""
    text = _LETTER.sub("", text)
    return is_formula(text) or (
        bool(re.fullmatch(rf"(?:{_WORD}|예산.*|{'|'.join(RATES)}|[%]|'?\d{{2}}(?:\d{{2}})?년도?)+", text))
        and not text.replace(",", "").isdigit()
    )


def bare_year(text: str) -> int | None:
    match = re.search(r"(?:^|\s)((?:19|20)\d{2})(?:$|\s)", text)
    return int(match[1]) if match else None
