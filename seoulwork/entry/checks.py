"""Checks while typing: what is worth a second look. Pure Python; what can't be is told by domain/places.py.

Every check answers with one Korean sentence, or nothing. Numbers are exact; `show` writes one as the page does.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from seoulwork.domain.korean import particle
from seoulwork.domain.ledger import Pace
from seoulwork.domain.numbers import format_number
from seoulwork.domain.periods import Run

FEWEST_MONTHS = 6
"""So many past months must be known before anything can be called usual."""
SPREADS = Decimal("3.5") * Decimal("1.4826")
"""How many median absolute deviations from the median are still usual: 3.5 standard deviations, were the months normally
distributed (Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993)."""
BELOW, ABOVE = Decimal("0.8"), Decimal(2)
"""From a fifth of the median to three times it nothing is unusual, however even the past months were (those of a run look
even, all being its mean): seasons are within that, and a figure with a nought too many is not."""
CHANCES = 3
"""Counts vary by chance by their square root: so many of it are added on both sides, which matters to small counts."""
PACE_MARGIN = 10
"""Percentage points off the expected pace from which a reason is asked for."""

Show = Callable[[Decimal], str]


@dataclass(frozen=True, slots=True)
class Notice:
    code: str
    text: str


def month_by_month(past: Mapping[Run, int], accumulation: str) -> list[Decimal]:
    """One figure for each past month: of a run of n months n times its monthly mean, or what it says of each of them."""
    return [
        Decimal(value) / (len(run.months()) if accumulation == "sum" else 1)
        for run, value in past.items()
        for _ in run.months()
    ]


def unusual(value: Decimal, past: Sequence[Decimal], show: Show) -> Notice | None:
    """Beyond everything that was there, and far from the median of the past months."""
    if len(past) < FEWEST_MONTHS:
        return None
    middle = median(past)
    spread = SPREADS * median(abs(each - middle) for each in past)
    chance = CHANCES * max(abs(middle), Decimal(1)).sqrt()
    low = min(middle - max(spread, BELOW * abs(middle)) - chance, *past)
    high = max(middle + max(spread, ABOVE * abs(middle)) + chance, *past)
    if low <= value <= high:
        return None
    if min(past) >= 0:
        low = max(low, Decimal(0))
    return Notice(
        "unusual",
        f"지난 {len(past)}개월의 보통 범위({show(low)}~{show(high)})를 벗어납니다. 맞는지 확인해 주세요.",
    )


def falls(now: Decimal, before: Decimal | None, show: Show) -> Notice | None:
    """A cumulative figure that is lower than a month ago. Legal, and worth a look."""
    if before is None or now >= before:
        return None
    to = particle(show(now), "으로/로")
    return Notice("falls", f"누계가 지난달 {show(before)}에서 {show(now)}{to} 줄었습니다. 맞는지 확인해 주세요.")


def more_than_whole(numerator: int | None, denominator: int | None, show: Callable[[int], str]) -> Notice | None:
    """A share of more than 100 %: legal where the two count different people, and worth a look."""
    if numerator is None or denominator is None or numerator <= denominator:
        return None
    above = show(numerator)
    return Notice(
        "whole",
        f"분자 {above}{particle(above, '이/가')} 분모 {show(denominator)}보다 많아 100%를 넘습니다. 맞는지 확인해 주세요.",
    )


def over(rate: Decimal | None, *, lower_is_better: bool = False) -> Notice | None:
    """More than the whole year's target."""
    if rate is None or rate <= 100 or lower_is_better:
        return None
    return Notice("over", f"달성률이 {format_number(rate, 1)}%로 100%를 넘습니다. 맞는지 확인해 주세요.")


def off_pace(
    rate: Decimal | None, pace: Pace | None, *, lower_is_better: bool = False, name: str = "달성률"
) -> Notice | None:
    """More than 10 points off the expected pace, to the bad side."""
    if rate is None or pace is None:
        return None
    behind = rate - pace.expected if lower_is_better else pace.expected - rate
    if behind <= PACE_MARGIN:
        return None
    side = "높습니다" if lower_is_better else "낮습니다"
    return Notice(
        "pace",
        f"{name} {format_number(rate, 1)}%가 이 달의 기대 진도 {format_number(pace.expected, 1)}%({pace.source})보다 {PACE_MARGIN}%p 넘게 {side}.",
    )


def sums(whole: Decimal, totals: Sequence[Decimal], show: Show) -> Notice | None:
    """A breakdown that does not add up to its whole."""
    for total in totals:
        if total != whole:
            return Notice("sum", f"세부의 합 {show(total)} ≠ 전체 {show(whole)}")
    return None
