"""Which stored figure a typed number is, or is with a slip."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from seoulwork.domain.numbers import round_half_up
from seoulwork.domain.vocabulary import UNITS

from ..typed import Typed, unit_behind
from .known import Known

LONGEST = 18
"""Digits and signs of a number from which it is worked with no more: nothing stored is as long."""

FARTHEST = 1_000
"""The largest slip: units of money are that far from each other"""


class Match(NamedTuple):
    """A stored figure that a typed number gives; with `slip` one that it nearly gives, and how."""

    known: Known
    slip: str = ""


def match(text: str, words: str, typed: Typed, known: Iterable[Known]) -> Match | None:
    """The first stored figure of the same value and unit, else the first that it is with a slip. `words` are what is typed in
    the line: the fewer digits a number has, the more has to speak for it."""
    unit = unit_behind(text, typed)
    near = None
    for each in known:
        if not of_one_kind(unit, each) or not _near_enough(_in_base(typed, unit or each.unit), each.value):
            continue
        named = any(name in words for name in each.names)
        if _is_equal(typed, unit, each, named=named):
            return Match(each)
        if near is None and each.value and (slip := _slip(typed, unit, each, named=named)):
            near = Match(each, slip)
    return near


def _near_enough(value: Decimal, right: Decimal) -> bool:
    return right <= value * FARTHEST and value <= right * FARTHEST


def of_one_kind(unit: str, known: Known) -> bool:
    return not unit or UNITS[unit].base == UNITS[known.unit].base


def _is_equal(typed: Typed, unit: str, known: Known, *, named: bool) -> bool:
    """A number of two digits needs its name in the line."""
    if _in_base(typed, unit or known.unit) != known.value:
        return False
    return len(_significant(typed)) >= (2 if named else 3 if unit else 4)


def _slip(typed: Typed, unit: str, known: Known, *, named: bool) -> str:
    """How a typed number comes of a stored one, or empty."""
    digits = len(_significant(typed))
    if not 3 <= digits <= LONGEST or len(typed.number) > LONGEST or not (named or unit):
        return ""
    unit = unit or known.unit
    value, right = _in_base(typed, unit), known.value
    sure = named or digits >= 4
    for places in (1, 2, 3):
        if sure and value in (right * 10**places, right / 10**places):
            return f"{10**places:,}배" if value > right else f"{10**places:,}분의 1"
    step = Decimal(typed.value.normalize().as_tuple().exponent) if typed.value else Decimal(0)
    rounding = Decimal(10) ** int(step) * UNITS[unit].factor
    if sure and right > value - rounding and round_half_up(right / rounding, 0) * rounding == value:
        return "반올림한 수"
    written_digits, right_digits = _digits(typed.value), _digits(right / UNITS[unit].factor)
    if len(written_digits) != len(right_digits):
        return ""
    different = [place for place, (a, b) in enumerate(zip(written_digits, right_digits, strict=True)) if a != b]
    if len(different) == 2 and sure and _exchanged(written_digits, right_digits, different):
        return "두 숫자가 바뀐 수"
    if len(different) == 1 and (named or digits >= 5):
        return "한 숫자가 다른 수"
    return ""


def _exchanged(one: str, other: str, places: list[int]) -> bool:
    first, second = places
    return one[first] == other[second] and one[second] == other[first]


def _in_base(typed: Typed, unit: str) -> Decimal:
    return typed.value * UNITS[unit].factor


def _digits(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", "")


def _significant(typed: Typed) -> str:
    return re.sub(r"[,.]", "", typed.number).strip("0")
