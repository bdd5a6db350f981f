"""What each month is to hold, out of the months and the cumulative figures that a workbook gives and of what is stored.

Pure functions over plain values: no database.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from ..entry import checks
from ..entry.cells import Place
from ..ledger import Ledger
from ..periods import Month, Run
from .gathering import Findings, Given
from .matching import Line
from .preview import shown


class StoredRow(NamedTuple):
    """A current row of the database: an actual for its run, or an execution at the end of its month."""

    pk: int
    run: Run
    first: int | None
    """value or committed"""
    second: int | None
    """denominator or spent"""


Figures = dict[Place, dict[Month, dict[str, Given]]]
"""What is to be stored, by place, month and kind of cell"""


def months_of(
    line: Line,
    monthly: Mapping[Month, Given],
    cumulative: Mapping[Month, Given],
    stored: Sequence[StoredRow],
    findings: Findings,
) -> dict[Month, Given]:
    """What the line's months are to hold: for a stock and for money the cumulative figure itself, else the month's own."""
    if line.rule == "money":
        return {**_accumulated(line, monthly, stored, findings), **cumulative}
    if line.rule == "latest":
        return {**cumulative, **monthly}
    if line.rule == "mean":
        for given in cumulative.values():
            findings.refuse(given, "평균 지표에는 누계를 쓸 수 없습니다. 달마다의 평균을 넣어 주세요.")
        return dict(monthly)
    months = dict(monthly)
    for month in sorted(cumulative):
        given = cumulative[month]
        before = _total_before(line, month, cumulative, months, stored)
        if month in monthly:
            if before is not None and before + monthly[month].value != given.value:
                total = shown(line, before + monthly[month].value)
                findings.warn(given, f"누계가 달마다의 합({total})과 다릅니다. 달의 값을 반입합니다.")
            continue
        if before is None:
            findings.refuse(
                given,
                f"{month.number - 1}월까지의 누계가 파일에도 저장된 값에도 없어 {month.number}월 한 달의 값을 구할 수 없습니다.",
            )
            continue
        own = given.value - before
        if own < 0:
            findings.warn(given, f"누계가 앞달보다 줄어 {month.number}월의 값이 음수입니다: {shown(line, own)}.")
        months[month] = given._replace(value=own)
    return months


def _total_before(
    line: Line,
    month: Month,
    cumulative: Mapping[Month, Given],
    months: Mapping[Month, Given],
    stored: Sequence[StoredRow],
) -> int | None:
    """What January to the month before make, from the workbook's cumulative column, its months, or what is stored."""
    if month.number == 1:
        return 0
    if (month - 1) in cumulative:
        return cumulative[month - 1].value
    earlier = Run(Month(month.year, 1), month - 1).months()
    if all(each in months for each in earlier):
        return sum(months[each].value for each in earlier)
    rows = [row for row in stored if row.run.last < month and row.run.first.year == month.year]
    if {each for row in rows for each in row.run.months()} != set(earlier):
        return None
    amounts = [row.second if line.cell.kind == "d" else row.first for row in rows]
    return sum(each for each in amounts if each is not None) if None not in amounts else None


def _accumulated(
    line: Line, monthly: Mapping[Month, Given], stored: Sequence[StoredRow], findings: Findings
) -> dict[Month, Given]:
    """Monthly amounts as cumulative ones, from January on or from the stored amount before."""
    found: dict[Month, Given] = {}
    total: int | None = None
    for month in sorted(monthly):
        given = monthly[month]
        if month.number == 1:
            before: int | None = 0
        elif (month - 1) in found:
            before = total
        else:
            before = next(
                (row.second if line.cell.kind == "s" else row.first for row in stored if row.run.last == month - 1),
                None,
            )
        if before is None:
            findings.refuse(
                given,
                f"{month.number - 1}월까지의 {line.measure}이 파일에도 저장된 값에도 없어 누계를 구할 수 없습니다.",
            )
            continue
        total = before + given.value
        found[month] = given._replace(value=total)
    return found


def drop_wholes(figures: Figures, lines: Iterable[Line], structure: Ledger, findings: Findings) -> None:
    """A whole that the workbook gives beside its parts is checked against their sum and not stored: it is their sum."""
    for line in lines:
        if not line.has_parts or line.indicator is None or line.cell.place not in figures:
            continue
        below = structure.parts_of(line.indicator, line.part.path if line.part else "")
        own = figures[line.cell.place]
        for month in list(own):
            given = own[month].get(line.cell.kind)
            parts = {
                part: figures.get(Place("Actual", line.indicator.id, part.id), {}).get(month, {}).get(line.cell.kind)
                for part in below
            }
            if given is None or not any(parts.values()):
                continue
            by_dimension: dict[str, list[int]] = defaultdict(list)
            for part, its in parts.items():
                if its is not None:
                    by_dimension[part.dimension].append(its.value)
            if line.rule != "mean":
                found = checks.sums(
                    Decimal(given.value),
                    [Decimal(sum(values)) for values in by_dimension.values()],
                    partial(shown, line),
                )
                if found:
                    findings.warn(given, found.text + " 세부의 값을 반입합니다.")
            del own[month][line.cell.kind]
            if not own[month]:
                del own[month]
