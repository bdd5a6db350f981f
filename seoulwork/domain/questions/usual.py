"""Whether a figure is of the size that what is known suggests. Pure Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from seoulwork.domain.korean import particle
from seoulwork.domain.numbers import format_number
from seoulwork.domain.periods import Run
from seoulwork.domain.questions.notices import PLEASE_CHECK, Notice, Show
from seoulwork.domain.questions.thresholds import EXACT, SPREADS, USUAL, Thresholds, chance
from seoulwork.domain.vocabulary import UNITS

NOUGHTS = (10, 100, 1000)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What something known suggests: its name (`지난달`, `지난해 7월`) and its value, of one month where months are added up."""

    name: str
    value: Decimal


def month_by_month(past: Mapping[Run, int], accumulation: str) -> list[Decimal]:
    """One figure for each past month: of a run of n months n times its monthly mean, or what it says of each of them."""
    return [
        Decimal(value) / (len(run.months()) if accumulation == "sum" else 1)
        for run, value in past.items()
        for _ in run.months()
    ]


def unusual(value: Decimal, past: Sequence[Decimal], show: Show, limits: Thresholds = USUAL) -> Notice | None:
    """Beyond everything that was there, and far from the median of the past months; nothing while too few are known. Of
    what is mostly nought, from the months in which it is not."""
    if len(past) < limits.fewest_months:
        return None
    told = past if median(past) else [each for each in past if each]
    if not told:
        return None
    middle = median(told)
    spread = SPREADS * median(abs(each - middle) for each in told)
    below, above = (Decimal(each) / 100 * abs(middle) for each in (limits.below, limits.above))
    lowest = middle - max(spread, below)
    low = min(lowest - chance(max(lowest, Decimal(0))), *past)
    high = max(middle + max(spread, above) + chance(middle), *past)
    if min(past) >= 0:
        low = max(low, Decimal(0))
    if low <= value <= high:
        return None
    return Notice("unusual", f"지난 {len(past)}개월의 보통 범위({show(low)}~{show(high)})를 벗어납니다. {PLEASE_CHECK}")


def far_off(
    value: Decimal, known: Sequence[Suggestion], show: Show, limits: Thresholds = USUAL, *, by_chance: bool = True
) -> Notice | None:
    """Many times, or a small part of, all that the little that is known suggests; of what does not vary by chance, too."""
    told = sorted((each for each in known if each.value > 0), key=lambda each: each.value)
    if not told:
        return None
    least, most = told[0], told[-1]
    smallest = least.value / limits.times
    if value > most.value * limits.times + (chance(most.value) if by_chance else 0):
        return Notice("unusual", f"{_of(most, show)} {format_number(value / most.value, 1)}배입니다. {PLEASE_CHECK}")
    if value < smallest - (chance(smallest) if by_chance else 0):
        return Notice(
            "unusual", f"{_of(least, show)} {format_number(value * 100 / least.value, 1)}%입니다. {PLEASE_CHECK}"
        )
    return None


def slip(value: Decimal, known: Iterable[Suggestion], show: Show, unit: str) -> Notice | None:
    """A nought too many or too few, or another unit: ten, a hundred or a thousand times what is known, or such a part of it."""
    for each in known:
        if each.value <= 0 or value <= 0:
            continue
        for times in NOUGHTS:
            for ratio, word in (
                (value / each.value / times, f"{times:,}배"),
                (value * times / each.value, f"{times:,}분의 1"),
            ):
                if abs(ratio - 1) <= EXACT:
                    about = "" if ratio == 1 else "약 "
                    other = _unit_slip(unit, times, larger=word.endswith("배"))
                    return Notice("slip", f"{_of(each, show)} {about}{word}입니다. {other}{PLEASE_CHECK}")
    return None


def _of(each: Suggestion, show: Show) -> str:
    return f"{each.name} {show(each.value)}의"


def _unit_slip(unit: str, times: int, *, larger: bool) -> str:
    """`천원 단위로 넣은 것이 아닌지, ` where a unit of the same kind explains the noughts."""
    own = UNITS[unit]
    for other in UNITS.values():
        ratio = (own.factor, other.factor * times) if larger else (other.factor, own.factor * times)
        if other.base == own.base and ratio[0] == ratio[1]:
            return f"{other.name} 단위로 넣은 것이 아닌지, "
    return ""


def same(name: str, shown: str, way: str) -> str:
    """`지난해 7월의 값 1,889와 똑같습니다. …`"""
    return f"{name} {shown}{particle(shown, '과/와')} 똑같습니다. {way}"
