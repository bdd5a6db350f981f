"""What is told beside a figure: worth a second look, never a refusal; what can't be is told by domain/places.py. Pure Python.

Every one is a code and one Korean sentence. Numbers are exact; `show` writes one as the page does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from seoulwork.domain.korean import particle
from seoulwork.domain.ledger import Pace
from seoulwork.domain.numbers import format_number

PLEASE_CHECK = "맞는지 확인해 주세요."

Show = Callable[[Decimal], str]


@dataclass(frozen=True, slots=True)
class Notice:
    code: str
    text: str


def falls(now: Decimal, before: Decimal | None, show: Show) -> Notice | None:
    """A cumulative figure that is lower than before."""
    if before is None or now >= before:
        return None
    to = particle(show(now), "으로/로")
    return Notice("falls", f"누계가 지난달 {show(before)}에서 {show(now)}{to} 줄었습니다. {PLEASE_CHECK}")


def more_than_whole(numerator: int | None, denominator: int | None, show: Callable[[int], str]) -> Notice | None:
    """A share of more than 100 %: legal where the two count different people, and worth a look."""
    if numerator is None or denominator is None or numerator <= denominator:
        return None
    above = show(numerator)
    return Notice(
        "whole",
        f"분자 {above}{particle(above, '이/가')} 분모 {show(denominator)}보다 많아 100%를 넘습니다. {PLEASE_CHECK}",
    )


def over(rate: Decimal | None, most: int, *, lower_is_better: bool = False) -> Notice | None:
    """Far more than the whole year's target: `most` per cent of it."""
    if rate is None or rate <= most or lower_is_better:
        return None
    return Notice("over", f"달성률이 {format_number(rate, 1)}%로 {most}%를 넘습니다. {PLEASE_CHECK}")


def off_pace(
    rate: Decimal | None, pace: Pace | None, margin: int, *, lower_is_better: bool = False, name: str = "달성률"
) -> Notice | None:
    """More than `margin` points off the expected pace, to the bad side."""
    if rate is None or pace is None:
        return None
    behind = rate - pace.expected if lower_is_better else pace.expected - rate
    if behind <= margin:
        return None
    side = "높습니다" if lower_is_better else "낮습니다"
    return Notice(
        "pace",
        f"{name} {format_number(rate, 1)}%가 이 달의 기대 진도 {format_number(pace.expected, 1)}%({pace.source})보다 {margin}%p 넘게 {side}.",
    )


def sums(whole: Decimal, totals: Sequence[Decimal], show: Show) -> Notice | None:
    """A breakdown that does not add up to its whole."""
    for total in totals:
        if total != whole:
            return Notice("sum", f"세부의 합 {show(total)} ≠ 전체 {show(whole)}")
    return None
