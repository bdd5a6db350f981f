"""정원 and 현원 of a division as two indicators with a part for each grade, so that a table of figures has them in rows or columns as it
has all else. They are of the ledger that a table is drawn from alone: nobody enters, checks or calls them as indicators."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from seoulwork.domain.ledger import IndicatorRow, Ledger, PartRow, ValueRow
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.models import Grade
from seoulwork.figures.profiles import HeadcountRow

from .meanings import STAFF

GENERAL = "일반직"
DIMENSION = "직급"
_HALVES = (("정원", "authorised"), ("현원", "actual"))
_GRADES = tuple(Grade)


def with_posts(ledger: Ledger, headcount: Sequence[HeadcountRow]) -> Ledger:
    """The ledger with the staff of the division by grade, as it was counted last. A name that it has already stays that."""
    if not headcount:
        return ledger
    known = {each.short_name for each in ledger.indicators if each.programme_id is None}
    halves = [(-number, name, half) for number, (name, half) in enumerate(_HALVES, 1) if name not in known]
    return replace(
        ledger,
        indicators=(*ledger.indicators, *(_indicator(number, name) for number, name, _ in halves)),
        parts=(*ledger.parts, *(part for number, _, _ in halves for part in _parts(number, headcount))),
        actuals=(
            *ledger.actuals,
            *(_value(ledger, number, row, getattr(row, half)) for number, _, half in halves for row in headcount),
        ),
    )


def is_post(indicator_id: int) -> bool:
    """Whether an indicator is the staff of the division."""
    return indicator_id < 0


def grade_of(part_id: int) -> str:
    """Of which grade a part of such an indicator is."""
    return _GRADES[-part_id % 100 - 1].value


def _indicator(number: int, name: str) -> IndicatorRow:
    return IndicatorRow(
        id=number,
        programme_id=None,
        programme="",
        short_name=name,
        name=name,
        unit="명",
        decimals=0,
        accumulation="latest",
        frequency="occasional",
        lower_is_better=False,
        definition=STAFF[name],
        flow_id=None,
        policy_order=None,
        restates="",
    )


def _id_of(number: int, grade: Grade) -> int:
    return 100 * number - _GRADES.index(grade) - 1


def _parts(number: int, headcount: Sequence[HeadcountRow]) -> Iterator[PartRow]:
    """일반직 with its grades, and those beside it."""
    counted = {Grade(row.grade) for row in headcount}
    general = [grade for grade in Grade.general() if grade in counted]
    if general:
        yield PartRow(100 * number, number, DIMENSION, GENERAL)
    for grade in _GRADES:
        if grade in counted:
            path = f"{GENERAL}/{grade.label}" if grade in general else str(grade.label)
            yield PartRow(_id_of(number, grade), number, DIMENSION, path)


def _value(ledger: Ledger, number: int, row: HeadcountRow, value: int) -> ValueRow:
    """Staff is counted for a day; a briefing prints the last count before its own, which may be behind its reference month."""
    month = min(Month.of(row.as_of), ledger.reference_month)
    return ValueRow(number, _id_of(number, Grade(row.grade)), Run(month, month), value, row.stored, as_of=row.as_of)
