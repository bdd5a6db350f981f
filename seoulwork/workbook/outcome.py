"""What an import would do, before anything is written: every cell old → new, every error at once, every question.

These are the plain values that a judgement (judging.py) ends in, and that pages, report, command and commit read.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from seoulwork.domain.ledger import Ledger
from seoulwork.domain.numbers import format_number
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.vocabulary import UNITS
from seoulwork.figures.divisions import Division
from seoulwork.workbook.matching.lines import Line
from seoulwork.workbook.matching.questions import Question
from seoulwork.workbook.reading.sheet import Left, reference

NEW, CHANGED, EQUAL, REFUSED = "new", "changed", "equal", "refused"
STATES = {NEW: "새 값", CHANGED: "바뀜", EQUAL: "같음", REFUSED: "거절"}
ERROR, BARRED, WARNING = "error", "barred", "warning"
"""What stops the workbook; what is left out of it, as who imports may not write it; what is only told."""


class Finding(NamedTuple):
    """An error or a warning about one place of the workbook, in Korean."""

    level: str
    sheet: str
    cell: str
    value: str
    cause: str

    @property
    def place(self) -> str:
        return f"'{self.sheet}' {self.cell}".strip()


class PreviewCell(NamedTuple):
    """A cell of the workbook that holds a figure: what is stored, what would be."""

    line: Line
    month: Month
    sheet: str
    row: int
    column: int
    old: int | None
    """Stored whole numbers, as in the database; None is blank"""
    new: int | None
    state: str
    text: str = ""
    """What stands in the cell"""
    unit: str = ""
    """In which it was read"""

    @property
    def raw(self) -> str:
        """What stands in the cell, with the unit in which it was read."""
        return self.text + self.unit if self.text[-1:].isdigit() or self.text[-1:] == ")" else self.text

    @property
    def cell(self) -> str:
        return reference(self.row, self.column)

    @property
    def old_text(self) -> str:
        return shown(self.line, self.old)

    @property
    def new_text(self) -> str:
        return shown(self.line, self.new)

    @property
    def difference_text(self) -> str:
        return "" if self.old is None or self.new is None else shown(self.line, self.new - self.old)


def shown(line: Line, stored: int | Decimal | None) -> str:
    """A stored figure in the line's unit, all its digits."""
    if stored is None:
        return "-"
    value = Decimal(stored) / (UNITS[line.unit].factor * 10**line.decimals)
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return format_number(value, min(max(places, line.decimals), 6))


class Replacement(NamedTuple):
    """Monthly figures that take the place of one that was stored for a run of months."""

    line: Line
    run: Run
    stored: int
    monthly: Decimal
    """What the months make of the run, by the indicator's own rule"""

    @property
    def adds_up(self) -> bool:
        return self.monthly == self.stored

    @property
    def stored_text(self) -> str:
        return shown(self.line, self.stored)

    @property
    def monthly_text(self) -> str:
        return shown(self.line, self.monthly)


class Write(NamedTuple):
    """One row to be written: an actual of a month, or an execution at a month's end."""

    table: str
    owner_id: int
    part_id: int | None
    month: Month
    first: int | None
    """value or committed"""
    second: int | None
    """denominator or spent"""
    place: str
    reason: str
    """Why the month was reopened, if it was"""


class Policy(NamedTuple):
    """What a list of executions holds of one 정책사업, in won, and the budget lines that it is added to."""

    name: str
    lines: int
    budget: int | None
    committed: int | None
    spent: int | None
    into: str


class Appropriated(NamedTuple):
    """예산현액 of the lines that count for a budget line, in the list and as it is stored."""

    line: Line
    lines: int
    in_file: int
    stored: int | None
    sheet: str
    cell: str


class Sum(NamedTuple):
    """Executed of a programme, or of the division as a whole, at the end of the last month: before and after, in won."""

    heading: str
    measure: str
    before: int | None
    after: int

    @property
    def difference(self) -> int | None:
        return None if self.before is None else self.after - self.before


class Executed(NamedTuple):
    """What a list of executions comes to."""

    month: Month
    sums: tuple[Sum, ...]
    appropriated: tuple[Appropriated, ...]
    policies: tuple[Policy, ...]


@dataclass(frozen=True)
class Preview:
    """The judgement on a workbook."""

    division: Division
    name: str
    run: Run | None
    cells: tuple[PreviewCell, ...]
    findings: tuple[Finding, ...]
    asked: tuple[Question, ...]
    """What names alone did not tell, whether it has been answered or not"""
    left: tuple[Left, ...]
    """What was not read, and what is hidden"""
    replacements: tuple[Replacement, ...]
    writes: tuple[Write, ...]
    superseded: Mapping[str, Mapping[int, int]]
    """The rows that the writes take the place of, by table: the key of each, and the position of the write that follows it"""
    lines: tuple[Line, ...] = field(repr=False)
    structure: Ledger = field(repr=False)
    """The division's indicators, parts and budget lines, without targets and actuals"""
    executed: Executed | None = None
    """Of a budget system's list of executions"""
    freely: bool = True
    """Whether it was judged for somebody who imports freely (accounts/rights.py)"""
    others: tuple[str, ...] = ()
    """The other divisions of which it has rows, by their keys"""

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Those that wait for an answer."""
        return tuple(each for each in self.asked if not each.answer)

    @cached_property
    def answered(self) -> tuple[Question, ...]:
        """Those that were answered before: the preview rests on it."""
        return tuple(each for each in self.asked if each.answer)

    @cached_property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.level == ERROR)

    @cached_property
    def barred(self) -> tuple[Finding, ...]:
        """Cells that are left out, as who imports may not write them: the rest may be taken once that is agreed to."""
        return tuple(each for each in self.findings if each.level == BARRED)

    @cached_property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.level == WARNING)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many cells are new, changed, equal, refused."""
        counts = dict.fromkeys(STATES, 0)
        for cell in self.cells:
            counts[cell.state] += 1
        return counts

    @property
    def importable(self) -> bool:
        return not self.errors and not self.questions and bool(self.writes)

    @property
    def nothing(self) -> str:
        """Why there is nothing to write; empty when there is something, or when errors and questions come first."""
        if self.writes or self.errors or self.questions:
            return ""
        if self.barred:
            return "넣을 수 있는 값이 없습니다. 바뀌는 칸이 모두 넣을 수 없는 달의 것입니다."
        if self.counts[EQUAL]:
            return "저장된 값과 모두 같아 반입할 것이 없습니다."
        return "표에서 읽은 값이 하나도 없어 반입할 것이 없습니다. 달의 칸에 값이 있는지, 읽지 않은 것이 없는지 확인해 주세요."

    @cached_property
    def by_programme(self) -> tuple[tuple[str, tuple[PreviewCell, ...]], ...]:
        """The cells grouped by programme, in printed order; the division's own first."""
        groups: dict[str, list[PreviewCell]] = {line.heading: [] for line in self.lines}
        for cell in self.cells:
            groups[cell.line.heading].append(cell)
        return tuple((heading, tuple(cells)) for heading, cells in groups.items() if cells)

    @cached_property
    def fingerprint(self) -> str:
        """Differs when a confirmation would write something else, or over something else, than was seen."""
        digest = hashlib.sha256()
        for write in self.writes:
            digest.update(repr((*write[:3], int(write.month), *write[4:6])).encode())
        for table in sorted(self.superseded):
            digest.update(repr((table, sorted(self.superseded[table]))).encode())
        return digest.hexdigest()
