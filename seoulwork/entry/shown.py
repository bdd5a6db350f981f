"""What the page of a month shows: its rows and the heads of their columns, and how a figure stands in them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from seoulwork.domain.ledger import Found, IndicatorRow, Ledger, Pace
from seoulwork.domain.numbers import BLANK, format_number, in_unit, rate, stored_text
from seoulwork.domain.periods import FIRST_YEAR, LAST_YEAR, Month, Run
from seoulwork.domain.places import quotient
from seoulwork.domain.questions.notices import Notice
from seoulwork.domain.vocabulary import BUDGET_UNIT, UNITS
from seoulwork.entry.due import Due
from seoulwork.entry.live import Live


class Input(NamedTuple):
    """One input of the page."""

    cell: str
    label: str
    short: str
    """`분자` or `분모` in a row of two inputs"""
    value: str
    version: int | None
    locked: str
    by: str
    remarked: str
    """`메모 있음`, or nothing"""
    run: str = ""
    """`1~6월`: the months of a stored figure that is not the month's own"""
    error: str = ""
    blank: bool = False
    """To be marked as missing"""


class Row(NamedTuple):
    """One line of the grid. Texts are finished; a missing figure is `-`."""

    id: str
    name: str
    indent: int
    unit: str
    inputs: tuple[Input, ...]
    live: Live
    before: str = BLANK
    last_month: str = BLANK
    cumulative: str = BLANK
    target: str = BLANK
    rate: str = BLANK
    rate_width: str = ""
    pace: str = ""
    pace_source: str = ""
    """`월별 계획` or `균등`: where the pace comes from"""
    year_ago: str = BLANK
    total: str = ""
    warnings: tuple[Notice, ...] = ()
    shortfall: bool = False
    """A 부진 사유 is wanted and not there."""
    kind: str = ""
    """`mean`, `committed` or `spent`: whose columns mean something of their own"""
    responsible: int | None = None
    """The key of the account that sees to it"""

    @property
    def answer(self) -> dict[str, Any]:
        """What a save says about the row."""
        return {
            "row": self.id,
            "cumulative": self.cumulative,
            "rate": self.rate,
            "rate_width": self.rate_width,
            "pace": self.pace,
            "total": self.total,
            "shortfall": self.shortfall,
            "warnings": [{"code": each.code, "text": each.text} for each in self.warnings],
        }


class Group(NamedTuple):
    """A programme's rows, or its budget lines."""

    title: str
    programme: int | None
    note: str
    rows: tuple[Row, ...]
    heads: "Labels | None" = None
    """Its own heads of the columns, where these are other ones"""


@dataclass(frozen=True, slots=True)
class Labels:
    """The heads of the columns."""

    before: str
    last_month: str
    input: str
    cumulative: str
    target: str
    rate: str
    year_ago: str
    name: str = "지표"


def is_entered(month: Month) -> bool:
    """Whether there is a page of the month (see `Month.parse`)."""
    return FIRST_YEAR < month.year < LAST_YEAR


def labels(what: Due) -> Labels:
    month = what.month
    kind = "누계·평균" if any(node.accumulation == "mean" for node in what.nodes) else "누계"
    before = f"{(month - 1).number}월까지 {kind}" if month.number > 1 else "지난달까지"
    return Labels(
        before,
        f"{(month - 1).number}월",
        f"{month.number}월 실적",
        f"{month.number}월까지 {kind}",
        f"{month.year}년 목표",
        "달성률",
        f"{month.year - 1}년 {month.number}월",
    )


def money_labels(month: Month) -> Labels:
    """Of budget lines: what is put in is the cumulative amount, and stands against the appropriation."""
    before = f"{(month - 1).number}월까지 누계" if month.number > 1 else "지난달까지"
    cumulative = f"{month.number}월까지 누계"
    return Labels(
        before,
        f"{(month - 1).number}월",
        f"{cumulative} 입력",
        cumulative,
        "예산현액",
        "집행률",
        f"{month.year - 1}년 {month.number}월",
        "예산 과목",
    )


def figure_text(found: Found | None, indicator: IndicatorRow) -> str:
    """What was found, as the grid shows it: exact; a mean rounded to the indicator's decimals; a ratio as its rate."""
    if found is None:
        return BLANK
    if indicator.accumulation == "ratio":
        shown = quotient(found.value, found.denominator, indicator.unit)
        return BLANK if shown is None else format_number(shown, 1) + ("%" if indicator.unit == "%" else "")
    if indicator.accumulation == "mean":
        return format_number(in_unit(found.value, indicator.unit, indicator.decimals), indicator.decimals)
    return stored_text(found.value, indicator.unit, indicator.decimals)


def several(run: Run, year: int) -> str:
    """`1~6월` of a run of months, nothing of a single one: what stands before its figure on a page of that year."""
    return "" if run.is_month else run.short(year)


def around_text(figures: Ledger, indicator: IndicatorRow, path: str, month: Month) -> str:
    """What is known of a month: its own figure, or that of the run it lies in, as such: `1~6월 1,694`."""
    known = figures.actual_around(indicator, path, month)
    if known is None:
        return BLANK
    run, found = known
    return f"{several(run, month.year)} {figure_text(found, indicator)}".strip()


def percent(value: Decimal | None) -> tuple[str, str]:
    """The rate as text, and the width of its bar: a bar ends at the whole."""
    if value is None:
        return BLANK, ""
    return f"{format_number(value, 1)}%", str(round(min(max(value, Decimal(0)), Decimal(100)), 1))


def achievement(cumulative: Found | None, target: Found | None, indicator: IndicatorRow) -> Decimal | None:
    """달성률 in per cent: the cumulative figure over the year's target; of a ratio, the ratio over its target."""
    if cumulative is None or target is None:
        return None
    value = cumulative.value
    if indicator.accumulation == "ratio":
        shown = quotient(cumulative.value, cumulative.denominator, indicator.unit)
        if shown is None:
            return None
        value = shown * UNITS[indicator.unit].factor * 10**indicator.decimals
    return rate(value, target.value)


def pace_text(pace: Pace | None) -> str:
    return "" if pace is None else format_number(pace.expected, 1)


def amount_text(found: Found | None) -> str:
    return BLANK if found is None else stored_text(found.value, BUDGET_UNIT)
