"""The targets that a workbook states beside its figures: held against those that are stored, and never imported. No database."""

from collections.abc import Iterable, Mapping
from functools import partial

from seoulwork.domain.cells import Place
from seoulwork.domain.numbers import NumberError
from seoulwork.domain.periods import Month, Run
from seoulwork.workbook.framing import Meant
from seoulwork.workbook.gathering import Around, Findings, Given, number_in, unit_of
from seoulwork.workbook.matching.lines import Line
from seoulwork.workbook.matching.matcher import Matched
from seoulwork.workbook.outcome import shown
from seoulwork.workbook.reading.columns import MonthColumn
from seoulwork.workbook.reading.frame import units_of_heading
from seoulwork.workbook.reading.sheet import tidy

Targets = Mapping[tuple[Place, Run], int]
"""The stored targets, by the place of their actuals and the time that they are for"""


def hold_aims(
    matched: Iterable[Matched], meanings: Mapping[int, Meant], year: int, stored: Targets, findings: Findings
) -> None:
    """Warn of each stated target of the year, or of a half of it, that is not the stored one; of others nothing is known."""
    for each in matched:
        line = each.lines.get("")
        meant = meanings[id(each.table)]
        if line is None or line.rule in ("ratio", "money") or not meant.known:
            continue
        for aim in each.table.aims:
            run = Run(Month(year, aim.first), Month(year, aim.last))
            target = stored.get((line.cell.place, run))
            given = None if target is None else _stated(each, aim.column, aim.heading, run, line, meant)
            if given is not None and given.value != target and (given.sheet, given.cell) not in findings.warned:
                text = f"저장된 {run.korean}의 목표({shown(line, target)})와 다릅니다. 목표는 반입하지 않습니다."
                findings.warn(given, text)


def _stated(each: Matched, column: int, heading: str, run: Run, line: Line, meant: Meant) -> Given | None:
    """The target in a cell; None where there is none that can be read."""
    sheet, at = each.table.sheet, (each.row.number, column)
    value = sheet.merged_value(*at)
    text = tidy(value)
    its_column = MonthColumn(column, run.last, False, "", heading, units_of_heading(heading))
    unit = partial(unit_of, each.row, its_column, line, Around(each.said, meant))
    try:
        number = number_in(sheet, at, line, value, text, unit)
    except NumberError:
        return None
    return None if number is None else Given(number[0], sheet.name, *at, text, number[1])
