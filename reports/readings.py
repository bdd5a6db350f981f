"""What an operand of a text says, and what is worked out of several: sums, differences, ratios, changes; and how it is shown."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from seoulwork.domain.ledger import Found, Missing, ShortfallRow
from seoulwork.domain.notation import Style
from seoulwork.domain.numbers import difference, rate
from seoulwork.domain.vocabulary import (
    AS_OF,
    CHANGE,
    DIRECTION,
    DIRECTIONS,
    MONTH_OF,
    SCALES_SHOWN,
    SHORTFALL,
    TIME_ASPECTS,
    UNITS,
    YEAR_OF,
)

from .values import AsOf, Blank, Covered, Direction, Meaning, Origin, Percent, Quantity, ToOne, Value, Words


@dataclass(frozen=True, slots=True)
class Reading:
    """What one operand says: the exact value in base units (or a percentage), its unit, its origins."""

    value: Decimal | None
    unit: str
    decimals: int
    origins: tuple[Origin, ...]
    kind: str = "quantity"
    found: Found | None = None
    meanings: tuple[Meaning, ...] = ()
    missing: tuple[Missing, ...] = ()
    shortfall: ShortfallRow | None = None


def added(terms: list[tuple[int, Reading]]) -> Reading:
    """The sum of readings of one kind, each with its sign: blank where one has no value, or where something is taken away and one
    lacks something."""
    (_, first), *others = terms
    if not others:
        return first
    missing = tuple(dict.fromkeys(each for _, one in terms for each in one.missing))
    values = [sign * one.value for sign, one in terms if one.value is not None]
    is_whole = len(values) == len(terms) and not (missing and any(sign < 0 for sign, _ in terms))
    return Reading(
        sum(values, Decimal(0)) if is_whole else None,
        first.unit,
        max(one.decimals for _, one in terms),
        tuple(dict.fromkeys(origin for _, one in terms for origin in one.origins)),
        meanings=tuple(dict.fromkeys(meaning for _, one in terms for meaning in one.meanings)),
        missing=missing,
    )


def ratio(first: Reading, second: Reading, style: Style) -> Value:
    """A percentage, `5.4:1`, or with a unit how much there is of the first for one of the second."""
    percent = rate(first.value, second.value)
    if percent is None or first.missing or second.missing:
        return Blank()
    if style.to_one or style.unit is None:
        kind, value = ("to_one", percent / 100) if style.to_one else ("percent", percent)
        return show(Reading(value, "", 1, (), kind), style)
    # Of both as many as they count: a second that is shown in thousands is no thousand times less.
    return show(Reading(percent / 100, style.unit, 0, ()), style)


def change_reading(
    aspect: str, values: tuple[Decimal | None, Decimal | None], unit: str, decimals: int, where: tuple[Origin, ...]
) -> Reading:
    """What a change from the second value to the first says: its direction, its amount or its rate."""
    new, old = values
    change = difference(new, old)
    if aspect == DIRECTION:
        return Reading(change, "", 0, where, "direction")
    if aspect == CHANGE:
        return Reading(change, unit, decimals, where)
    return Reading(rate(change, old), "%", 1, where, "percent")


def worked_out(reading: Reading, *found: Found | None) -> Reading:
    """What is made from others, blank where one of them lacks something."""
    missing = tuple(each for one in found if one for each in one.missing)
    return replace(reading, value=None, missing=missing) if missing else reading


_TO: dict[str, Literal["day", "month", "year"]] = {AS_OF: "day", MONTH_OF: "month", YEAR_OF: "year"}


def _when(reading: Reading, style: Style) -> Value:
    """The months that a figure covers, or its as-of date."""
    if reading.found is None:
        return Blank()
    if reading.kind == "기간":
        return Covered(reading.found.covered, style.time)
    return AsOf(reading.found.as_of, style.time, _TO[reading.kind])


def show(reading: Reading, style: Style) -> Value:
    if reading.kind in TIME_ASPECTS:
        return _when(reading, style)
    if reading.shortfall is not None:
        written = reading.shortfall
        return Words(written.text) if reading.kind == SHORTFALL else AsOf(written.recovery, style.time)
    if reading.value is None:
        return Blank()
    if reading.kind == "direction":
        return Direction(reading.value, DIRECTIONS[style.direction or "증가"])
    value = abs(reading.value) if style.absolute else reading.value
    if reading.kind == "percent":
        return Percent(value, 1 if style.decimals is None else style.decimals)
    if reading.kind == "to_one":
        return ToOne(value, style.decimals)
    unit = style.unit or reading.unit
    decimals = style.decimals if style.decimals is not None else reading.decimals
    scale = SCALES_SHOWN.get(style.scale, 1)
    told = style.scale + unit
    return Quantity(value / UNITS[unit].factor / scale, *("", decimals, told) if style.bare else (told, decimals))
