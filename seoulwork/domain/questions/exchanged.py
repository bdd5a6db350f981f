"""Two rows whose figures stand in each other's place. Pure Python."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from statistics import median

from seoulwork.domain.korean import particle
from seoulwork.domain.ledger import ValueRow
from seoulwork.domain.numbers import stored_text
from seoulwork.domain.questions.figures import Asker
from seoulwork.domain.questions.notices import LOOK, Notice
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
        for one, other in combinations(placed, 2):
            if _are_exchanged(one, other):
                yield from ((each.row, _notice(asker, one, other)) for each in (one, other))


def _are_exchanged(one: _Placed, other: _Placed) -> bool:
    if any(abs(each.value - each.usual) <= chance(each.usual) for each in (one, other)):
        return False
    apart = (one.usual, other.usual), (one.value, one.usual), (other.value, other.usual)
    near = (one.value, other.usual), (other.value, one.usual)
    return all(_times(*each) >= APART for each in apart) and all(_times(*each) <= NEAR for each in near)


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
        f"'{one.name}'{particle(one.name, '과/와')} '{other.name}'의 값이 서로 바뀐 것 같습니다. 보통 {', '.join(shown)}입니다. {LOOK}",
    )
