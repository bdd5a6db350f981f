"""Two rows whose figures stand in each other's place. Pure Python."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from seoulwork.domain.korean import particle
from seoulwork.domain.ledger import ValueRow
from seoulwork.domain.numbers import stored_text
from seoulwork.domain.questions.figures import Asker
from seoulwork.domain.questions.notices import PLEASE_CHECK, Notice
from seoulwork.domain.questions.thresholds import chance
from seoulwork.domain.questions.usual import month_by_month

APART = 2
"""Times that two figures usually differ at least, so that an exchange can be told from chance, and that each is off its own."""
NEAR = Decimal("1.5")
"""Times that each is off the other's usual one at most."""


@dataclass(frozen=True, slots=True)
class _Placed:
    name: str
    row: ValueRow
    value: Decimal
    usual: Decimal


def exchanged(asker: Asker, rows: Sequence[ValueRow]) -> Iterator[tuple[ValueRow, Notice]]:
    """About actuals of the same months: parts of one whole, and wholes of one programme with the same unit."""
    groups: dict[tuple[object, ...], list[_Placed]] = {}
    for row in rows:
        indicator = asker.ledger.indicator_by_id[row.indicator_id]
        part = asker.ledger.part_by_id[row.part_id] if row.part_id else None
        if indicator.accumulation == "ratio" or row.value <= 0:
            continue
        past = month_by_month(asker.past(row), indicator.accumulation)
        if not past or median(past) <= 0:
            continue
        own = (indicator.id, part.dimension, part.parent) if part else (indicator.programme_id,)
        kind = (*own, indicator.unit, indicator.decimals, indicator.accumulation, row.run)
        months = len(row.run.months()) if indicator.accumulation == "sum" else 1
        name = part.path if part else indicator.name
        groups.setdefault(kind, []).append(_Placed(name, row, Decimal(row.value) / months, median(past)))
    for placed in groups.values():
        for one, other in _pairs([each for each in placed if _is_off(each)]):
            if _are_exchanged(one, other):
                yield from ((each.row, _notice(asker, one, other)) for each in (one, other))


def _is_off(each: _Placed) -> bool:
    """Whether a figure is far from its own usual one."""
    return abs(each.value - each.usual) > chance(each.usual) and _times(each.value, each.usual) >= APART


def _pairs(off: list[_Placed]) -> Iterator[tuple[_Placed, _Placed]]:
    """Those of them that may be each other's, in their order: the second's usual figure is about the first's. A workbook may have
    thousands that are off, and to compare each with each took longer than to write them."""
    by_usual = sorted(range(len(off)), key=lambda at: off[at].usual)
    usual = [off[at].usual for at in by_usual]
    for at, one in enumerate(off):
        about = by_usual[bisect_left(usual, one.value / APART) : bisect_right(usual, one.value * APART)]
        yield from ((one, off[other]) for other in sorted(about) if other > at)


def _are_exchanged(one: _Placed, other: _Placed) -> bool:
    """Of two that are off."""
    near = (one.value, other.usual), (other.value, one.usual)
    return _times(one.usual, other.usual) >= APART and all(_times(*each) <= NEAR for each in near)


def _times(one: Decimal, other: Decimal) -> Decimal:
    return max(one, other) / min(one, other)


def _notice(asker: Asker, one: _Placed, other: _Placed) -> Notice:
    indicator = asker.ledger.indicator_by_id[one.row.indicator_id]
    shown = [
        f"'{each.name}'{particle(each.name, '은/는')} "
        f"{stored_text(each.usual.quantize(Decimal(1)), indicator.unit, indicator.decimals)}{indicator.unit}"
        for each in (one, other)
    ]
    return Notice(
        "exchanged",
        f"'{one.name}'{particle(one.name, '과/와')} '{other.name}'의 값이 서로 바뀐 것 같습니다. 보통 {', '.join(shown)}입니다. {PLEASE_CHECK}",
    )
