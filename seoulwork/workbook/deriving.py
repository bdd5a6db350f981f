"""What each month is to hold, out of the months and the cumulative figures that a workbook gives and of what is stored.

Pure functions over plain values: no database.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from seoulwork.domain.cells import Place
from seoulwork.domain.ledger import Ledger, PartRow
from seoulwork.domain.ledger.sums import complete_sums
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.questions import notices
from seoulwork.workbook.gathering import Findings, Given
from seoulwork.workbook.matching.lines import Line
from seoulwork.workbook.outcome import shown
from seoulwork.workbook.reading.sheet import Left


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


class Derived(NamedTuple):
    """What a line's months are to hold."""

    months: dict[Month, Given]
    refused: frozenset[Month]
    """Months whose figure can't be had from their cell: said there"""


def months_of(
    line: Line,
    monthly: Mapping[Month, Given],
    cumulative: Mapping[Month, Given],
    stored: Iterable[StoredRow],
    unreadable: Collection[Month],
    findings: Findings,
) -> Derived:
    """What the line's months are to hold: for a stock and for money the figure up to the month's end, else the month's own.

    `monthly` and `cumulative` are what the workbook gives (one figure at least), `stored` the current rows of the year, `unreadable` the months
    whose cell has its error already: what follows from them is not told again.
    """
    if line.rule == "mean":
        for given in cumulative.values():
            findings.refuse(given, "평균 지표에는 누계를 쓸 수 없습니다. 달마다의 평균을 넣어 주세요.")
        return Derived(dict(monthly), frozenset(cumulative.keys() - monthly.keys()))
    if line.rule == "latest":
        return _stock(line, monthly, cumulative, findings)
    if line.rule != "money" and not cumulative:
        return Derived(dict(monthly), frozenset())
    return _flow(
        line, monthly, cumulative, _totals(line, monthly, cumulative, stored, unreadable), unreadable, findings
    )


def _stock(
    line: Line, monthly: Mapping[Month, Given], cumulative: Mapping[Month, Given], findings: Findings
) -> Derived:
    """A stock's month and its cumulative figure are the same thing; two that differ can't both be."""
    differing = {month for month in monthly.keys() & cumulative if monthly[month].value != cumulative[month].value}
    for month in differing:
        own = monthly[month]
        findings.refuse(
            cumulative[month],
            f"'{own.sheet}' {own.cell}의 {month.number}월 값({shown(line, own.value)})과 다릅니다. "
            "이 지표는 그 달 말의 수를 넣으니, 맞는 열만 남겨 주세요.",
        )
    months = {month: given for month, given in {**cumulative, **monthly}.items() if month not in differing}
    return Derived(months, frozenset(differing))


def _flow(
    line: Line,
    monthly: Mapping[Month, Given],
    cumulative: Mapping[Month, Given],
    totals: Mapping[Month, int | None],
    unreadable: Collection[Month],
    findings: Findings,
) -> Derived:
    """Money is stored cumulative, everything else by the month: each out of the other where only that one is given."""
    months: dict[Month, Given] = {}
    refused: set[Month] = set()
    for month in sorted({*monthly, *cumulative}):
        own, total = monthly.get(month), cumulative.get(month)
        before = 0 if month.number == 1 else totals[month - 1]
        if own and total and before is not None and before + own.value != total.value:
            kept = "누계를" if line.rule == "money" else "달의 값을"
            findings.warn(
                total, f"누계가 달마다의 합({shown(line, before + own.value)})과 다릅니다. {kept} 반입합니다."
            )
        as_given = total if line.rule == "money" else own
        if as_given is not None:
            months[month] = as_given
            continue
        given = total or own
        if given is None:
            continue
        if before is None:
            refused.add(month)
            if not any(each < month for each in unreadable):
                findings.refuse(given, _nothing_before(line, month))
            continue
        if line.rule == "money":
            months[month] = given._replace(value=before + given.value)
            continue
        value = given.value - before
        if line.cell.kind == "d" and value <= 0:
            refused.add(month)
            cause = f"분모는 0보다 커야 합니다. 누계에서 구한 {month.number}월의 분모: {shown(line, value)}."
            findings.refuse(given, cause)
            continue
        if value < 0:
            findings.warn(given, f"누계가 앞달보다 줄어 {month.number}월의 값이 음수입니다: {shown(line, value)}.")
        months[month] = given._replace(value=value)
    return Derived(months, frozenset(refused))


def _nothing_before(line: Line, month: Month) -> str:
    what, wanted = (
        (f"{line.measure}이", "누계를") if line.rule == "money" else ("누계가", f"{month.number}월 한 달의 값을")
    )
    return f"{month.number - 1}월까지의 {what} 파일에도 저장된 값에도 없어 {wanted} 구할 수 없습니다."


def _totals(
    line: Line,
    monthly: Mapping[Month, Given],
    cumulative: Mapping[Month, Given],
    stored: Iterable[StoredRow],
    unreadable: Collection[Month],
) -> dict[Month, int | None]:
    """What January to the end of each month makes; None where that is not known.

    For each month by the workbook's cumulative figure, else by its own figure of the month, else by what is stored.
    """
    second = line.cell.kind in "ds"
    ending = {row.run.last: row for row in stored}
    year = next(iter({**monthly, **cumulative})).year
    totals: dict[Month, int | None] = {}
    for month in Run.year(year).months():
        row = ending.get(month)
        amount = None if row is None else row.second if second else row.first
        first = month if row is None or month in monthly else row.run.first
        before = 0 if first == Month(year, 1) else totals.get(first - 1)
        if month in cumulative:
            totals[month] = cumulative[month].value
        elif month in unreadable:
            totals[month] = None
        elif month in monthly:
            totals[month] = None if before is None else before + monthly[month].value
        elif line.rule == "money" or amount is None:
            totals[month] = amount
        else:
            totals[month] = None if before is None else before + amount
    return totals


def drop_wholes(
    figures: Figures,
    lines: Iterable[Line],
    structure: Ledger,
    unreadable: Collection[tuple[Place, Month]],
    findings: Findings,
) -> list[Left]:
    """Take out each whole that the workbook gives beside a complete breakdown: it is the sum of its parts, and is only held
    against that. Says which were taken out.

    A whole beside some parts only is an error, unless what lacks is `unreadable`, which has its own.
    """
    left = []
    for line in lines:
        if not line.has_parts or line.indicator is None or line.cell.place not in figures:
            continue
        own = figures[line.cell.place]
        below = structure.parts_of(line.indicator, line.part.path if line.part else "")
        breakdowns: dict[str, list[PartRow]] = defaultdict(list)
        for part in below:
            breakdowns[part.dimension].append(part)
        for month in list(own):
            given = own[month].get(line.cell.kind)
            parts = {part: _of_part(figures, line, part, month) for part in below}
            if given is None or not any(parts.values()):
                continue
            complete = complete_sums(
                [None if (each := parts[part]) is None else (Run(month, month), each.value) for part in breakdown]
                for breakdown in breakdowns.values()
            )
            lacking = [part for part, amount in parts.items() if amount is None]
            if not complete and not any((_place_of(line, part), month) in unreadable for part in lacking):
                names = ", ".join(f"'{part.name}'" for part in lacking)
                findings.refuse(
                    given,
                    f"전체와 함께 온 세부가 다 있지 않습니다. 없는 세부: {names}. 세부를 모두 넣거나 전체만 넣어 주세요.",
                )
            elif complete:
                if found := notices.sums(
                    Decimal(given.value), [Decimal(amount) for _, amount in complete], partial(shown, line)
                ):
                    findings.warn(given, found.text + " 세부의 값을 반입합니다.")
                left.append(
                    Left(
                        given.sheet,
                        given.cell,
                        f"'{line.name}' 전체의 값은 세부가 함께 있어 저장하지 않습니다. 전체는 세부의 합입니다.",
                    )
                )
            del own[month][line.cell.kind]
            if not own[month]:
                del own[month]
    return left


def _place_of(line: Line, part: PartRow) -> Place:
    return Place("Actual", line.cell.owner_id, part.id)


def _of_part(figures: Figures, line: Line, part: PartRow, month: Month) -> Given | None:
    return figures.get(_place_of(line, part), {}).get(month, {}).get(line.cell.kind)
