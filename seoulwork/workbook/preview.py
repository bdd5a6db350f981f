"""What an import would do, before anything is written: every cell old → new, every error at once, every question.

`examine` is the whole judgement on a workbook. It reads and never writes; confirming runs it again inside the transaction
and writes only when it says the same (see commit.py).
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, partial
from typing import NamedTuple

from django.utils import timezone

from ..divisions import Division, division_names, divisions
from ..entry import checks
from ..entry.cells import Cell
from ..entry.months import UNOPENED, Status, status
from ..figures import LARGEST, UNITS, NumberError, format_number, parse_number
from ..ledger import Ledger
from ..measures import CURRENT
from ..periods import Month, PeriodError, Run
from ..queries import ledger as read_ledger
from . import template
from .matching import CUMULATIVE, MONTHLY, Choice, Line, Match, Matched, Matcher, Question, fillable, money_key
from .reading import Left, MonthColumn, Other, Row, Sheet, Table, find_tables, reference, tidy
from .safety import Refused
from .scanning import position

NEW, CHANGED, EQUAL, REFUSED = "new", "changed", "equal", "refused"
STATES = {NEW: "새 값", CHANGED: "바뀜", EQUAL: "같음", REFUSED: "거절"}
ERROR, WARNING = "error", "warning"


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
    cell: str
    old: int | None
    """Stored whole numbers, as in the database; None is blank"""
    new: int | None
    state: str

    @property
    def old_text(self) -> str:
        return shown(self.line, self.old)

    @property
    def new_text(self) -> str:
        return shown(self.line, self.new)

    @property
    def difference_text(self) -> str:
        return "" if self.old is None or self.new is None else shown(self.line, self.new - self.old)

    @property
    def state_label(self) -> str:
        return STATES[self.state]


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
    superseded: Mapping[str, tuple[int, ...]]
    """The rows that the writes take the place of: keys by table"""
    lines: tuple[Line, ...] = field(repr=False)
    structure: Ledger = field(repr=False)
    """The division's indicators, parts and budget lines, without targets and actuals"""
    read_at: datetime = field(default_factory=timezone.now)

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


class Given(NamedTuple):
    """A figure that the workbook gives: read from one cell, or derived from a cumulative one."""

    value: int
    sheet: str
    row: int
    column: int
    text: str

    @property
    def cell(self) -> str:
        return reference(self.row, self.column)


class StoredRow(NamedTuple):
    pk: int
    run: Run
    first: int | None
    second: int | None


Place = tuple[str, int, int | None]
KINDS = {"Actual": ("a", "d"), "Execution": ("c", "s")}
"""The cells of a stored row, by its table"""


def place_of(line: Line) -> Place:
    return ("Execution" if line.rule == "money" else "Actual", line.cell.owner_id, line.cell.part_id)


def examine(
    division: Division,
    sheets: list[Sheet],
    *,
    name: str,
    year: int | None = None,
    answers: Mapping[str, str] | None = None,
) -> Preview:
    """Judge a workbook of which `read_sheets` made `sheets`.

    `name` is the file's name, for the origin of its figures; `year` the one that was asked for; `answers` those to earlier
    questions, by their keys. Raises Refused for a workbook of which nothing can be said cell by cell.
    """
    return _Examination(division, sheets, name, year, answers or {}).judge()


class _Examination:
    def __init__(
        self, division: Division, sheets: list[Sheet], name: str, year: int | None, answers: Mapping[str, str]
    ) -> None:
        self.division, self.sheets, self.name, self.year, self.answers = division, sheets, name, year, answers
        self.findings: list[Finding] = []
        self.unreadable: set[tuple[Place, Month]] = set()
        """Months whose cell is refused by itself: what lacks them is told by that cell's own error."""
        self.questions: list[Question] = []
        self.left: list[Left] = []
        self.cells: list[PreviewCell] = []
        self.replacements: list[Replacement] = []
        self.writes: list[Write] = []
        self.superseded: dict[str, list[int]] = {"Actual": [], "Execution": []}
        self.statuses: dict[Month, Status] = {}
        self.this_month = Month.of(timezone.localdate())

    def judge(self) -> Preview:
        try:
            mark = template.read_mark(self.sheets)
        except PeriodError as error:
            raise Refused(str(error)) from error
        if mark:
            self._check_mark(mark)
        year = mark.run.first.year if mark else self.year
        tables = self._tables(mark, year)
        months = sorted({column.month for table in tables for column in table.columns})
        if len({month.year for month in months}) > 1:
            raise Refused("두 해 이상의 달이 섞여 있습니다. 연도를 하나 골라 그 해의 열만 남겨 주세요.")
        year = months[0].year if months else year or timezone.localdate().year
        run = Run(months[0], months[-1]) if months else None
        self.ledger = read_ledger(self.division, run.last if run else Month(year, 12), figures=False)
        self.lines = fillable(self.division, self.ledger, year)
        if mark and (mark.format != template.FORMAT or mark.fingerprint != template.fingerprint(self.lines)):
            raise Refused("지표가 바뀌기 전에 만든 옛 서식입니다. 서식을 새로 내려받아 값을 옮긴 뒤 올려 주세요.")
        match = self._match(tables, year)
        if run:
            self._judge_figures(match, run)
        self.findings.sort(key=self._order)
        return Preview(
            self.division, self.name, run, tuple(self.cells), tuple(self.findings), tuple(self.questions), tuple(self.left),
            tuple(self.replacements), tuple(self.writes), {table: tuple(keys) for table, keys in self.superseded.items()},
            self.lines, self.ledger,
        )  # fmt: skip

    def _order(self, finding: Finding) -> tuple[int, int, int, str]:
        names = [sheet.name for sheet in self.sheets]
        row, column = position(finding.cell) if finding.cell else (0, 0)
        return names.index(finding.sheet), row, column, finding.level

    def error(self, sheet: str, cell: str, value: str, cause: str) -> None:
        self.findings.append(Finding(ERROR, sheet, cell, value, cause))

    def warn(self, sheet: str, cell: str, value: str, cause: str) -> None:
        self.findings.append(Finding(WARNING, sheet, cell, value, cause))

    # ------------------------------------------------------------------------------------------ tables and rows

    def _check_mark(self, mark: template.Mark) -> None:
        if mark.division != self.division.key:
            owner = division_names().get(mark.division, "다른 담당관")
            raise Refused(f"{owner}의 서식입니다. {self.division.name}의 서식을 올리거나 담당관을 바꿔 주세요.")
        if self.year is not None and mark.run.first.year != self.year:
            raise Refused(f"{mark.run.first.year}년의 서식입니다. 고른 연도는 {self.year}년입니다.")

    def _tables(self, mark: template.Mark | None, year: int | None) -> tuple[Table, ...]:
        sheets = (
            [sheet for sheet in self.sheets if sheet.name not in (template.MARK, template.NOTES_SHEET)]
            if mark
            else self.sheets
        )
        reading = find_tables(sheets, year)
        for problem in reading.problems:
            self.error(*problem)
        if not reading.tables and not reading.problems:
            raise Refused(
                "실적 표를 찾지 못했습니다. '1월', '2018-01'처럼 달의 이름이 있는 머리글과 지표 이름의 열이 있어야 합니다."
            )
        # A template's own columns beside the months are no news; what is hidden is.
        self.left += [left for left in reading.left if not mark or "숨긴" in left.text]
        return reading.tables

    def _match(self, tables: tuple[Table, ...], year: int) -> Match:
        others = {
            other.key: partial(self._lines_of, other, year) for other in divisions() if other.key != self.division.key
        }
        match = Matcher(self.division, self.lines, others).match(tables, self.answers)
        self.questions += match.questions
        for table, row in match.skipped:
            self.left.append(
                Left(table.sheet.name, str(row.number), f"'{' · '.join(row.labels)}' 행은 반입하지 않기로 했습니다.")
            )
        for table, row, owner in match.foreign:
            cause = (
                f"다른 담당관({division_names()[owner]})의 지표입니다. 이 행을 지우거나 그 담당관으로 따로 올려 주세요."
            )
            self._refuse_row(table, row, cause)
        for table, row in match.nameless:
            self._refuse_row(table, row, "이름이 없는 행의 값입니다. 어느 지표인지 이름을 넣거나 행을 지워 주세요.")
        return match

    def _refuse_row(self, table: Table, row: Row, cause: str) -> None:
        for column in table.columns:
            if value := tidy(table.sheet.merged_value(row.number, column.column)):
                self.error(table.sheet.name, reference(row.number, column.column), value, cause)

    @staticmethod
    def _lines_of(other: Division, year: int) -> tuple[Line, ...]:
        return fillable(other, read_ledger(other, Month(year, 12), figures=False), year)

    # -------------------------------------------------------------------------------------------------- figures

    def _judge_figures(self, match: Match, run: Run) -> None:
        self.run = run
        self._read_store(run)
        monthly, cumulative = self._gather(match.matched)
        figures: dict[Place, dict[Month, dict[str, Given]]] = defaultdict(lambda: defaultdict(dict))
        by_identifier = {line.identifier: line for line in self.lines}
        for identifier in dict.fromkeys([*monthly, *cumulative]):
            line = by_identifier[identifier]
            months = self._months_of(line, monthly.get(identifier, {}), cumulative.get(identifier, {}))
            for month, given in months.items():
                figures[place_of(line)][month][line.cell.kind] = given
        self._drop_wholes(figures, by_identifier)
        for place, by_month in figures.items():
            self._judge_place(place, by_month, by_identifier)
        sheets = {sheet.name: index for index, sheet in enumerate(self.sheets)}
        self.cells.sort(key=lambda cell: (sheets[cell.sheet], *position(cell.cell), cell.month))

    def _read_store(self, run: Run) -> None:
        """The current rows that lie in, or reach into, the year up to the run's last month."""
        model, since = self.division.model, Month(run.first.year, 1)
        self.stored: dict[Place, list[StoredRow]] = defaultdict(list)
        rows = model("Actual").objects.filter(CURRENT, first_month__lte=run.last, last_month__gte=since)
        for pk, indicator, part, first, last, value, below in rows.values_list(
            "pk", "indicator_id", "part_id", "first_month", "last_month", "value", "denominator"
        ).iterator():
            self.stored["Actual", indicator, part].append(StoredRow(pk, Run(first, last), value, below))
        executions = model("Execution").objects.filter(CURRENT, month__gte=int(since), month__lte=int(run.last))
        for pk, budget, month, committed, spent in executions.values_list(
            "pk", "budget_id", "month", "committed", "spent"
        ):
            self.stored["Execution", budget, None].append(StoredRow(pk, Run(month, month), committed, spent))

    def _gather(
        self, matched: Iterable[Matched]
    ) -> tuple[dict[str, dict[Month, Given]], dict[str, dict[Month, Given]]]:
        """Every figure of the workbook by line and month: those of a month, and cumulative ones."""
        monthly: dict[str, dict[Month, Given]] = defaultdict(dict)
        cumulative: dict[str, dict[Month, Given]] = defaultdict(dict)
        asked: set[str] = set()
        for table, row, lines in matched:
            unit = None
            for column in table.columns:
                line = lines.get(column.measure) or (lines.get("") if not column.measure else None)
                if line is None:
                    self._refuse_column(table, row, column, lines)
                    continue
                unit = self._unit(table, row, line)
                known = len(self.findings)
                given = self._given(table.sheet, row, column, line, unit)
                if given is None and len(self.findings) > known:
                    self.unreadable.add((place_of(line), column.month))
                if given is None:
                    continue
                meaning = self._meaning(table, column, line, asked)
                if meaning is None:
                    continue
                series = (cumulative if meaning == CUMULATIVE else monthly)[line.identifier]
                if twin := series.get(column.month):
                    cause = f"같은 지표의 같은 달이 '{twin.sheet}' {twin.cell}에도 있습니다. 한 곳만 남겨 주세요."
                    self.error(given.sheet, given.cell, given.text, cause)
                    continue
                series[column.month] = given
        return monthly, cumulative

    def _refuse_column(self, table: Table, row: Row, column: MonthColumn, lines: Mapping[str, Line]) -> None:
        value = tidy(table.sheet.value(row.number, column.column))
        if value and value != "-":
            line = next(iter(lines.values()))
            cause = f"'{column.heading}' 열의 값은 '{line.name}'에 쓸 수 없습니다."
            self.error(table.sheet.name, reference(row.number, column.column), value, cause)

    def _meaning(self, table: Table, column: MonthColumn, line: Line, asked: set[str]) -> str | None:
        """Whether a column holds a month or a cumulative figure; None when that has to be asked first."""
        if column.cumulative:
            return CUMULATIVE
        if line.rule != "money":
            return MONTHLY
        key = money_key(table)
        answer = self.answers.get(key, "")
        known = answer in (MONTHLY, CUMULATIVE)
        if key not in asked:
            asked.add(key)
            choices = (Choice(CUMULATIVE, "1월부터 그 달 말까지의 누계"), Choice(MONTHLY, "그 달 한 달의 금액"))
            self.questions.append(
                Question(
                    key,
                    f"{table.sheet.name} {table.head_row}행",
                    "예산 집행 금액은 누계입니까, 한 달의 금액입니까?",
                    choices,
                    any_line=False,
                    answer=answer if known else "",
                )
            )
        return answer if known else None

    def _unit(self, table: Table, row: Row, line: Line) -> str | None:
        """The unit in which the row's plain numbers stand; None when the row names one that does not fit."""
        if line.rule == "ratio":
            return line.unit
        if row.unit and row.unit != line.unit:
            written = UNITS.get(row.unit)
            return row.unit if written and written.base == UNITS[line.unit].base else None
        fitting = {unit for unit in table.units if UNITS[unit].base == UNITS[line.unit].base}
        return fitting.pop() if not row.unit and len(fitting) == 1 else line.unit

    def _given(self, sheet: Sheet, row: Row, column: MonthColumn, line: Line, unit: str | None) -> Given | None:
        """The figure of a cell; None when it is blank, or refused (then the error is recorded)."""
        at = (row.number, column.column)
        value = sheet.value(*at)
        if (
            type(value) is float
            and unit is not None
            and value.is_integer()
            and abs(value) * UNITS[unit].factor <= LARGEST
            and at not in sheet.percents
        ):
            stored = int(value) * UNITS[unit].factor * 10**line.decimals
            text = str(int(value))
        else:
            text = tidy(value)
            try:
                number = self._number(sheet, at, value, text, line, unit, row.unit)
            except NumberError as error:
                self.error(sheet.name, reference(*at), text or sheet.errors.get(at, ""), str(error))
                return None
            if number is None:
                return None
            stored = number
        if sheet.merge_at(*at):
            self.error(
                sheet.name, reference(*at), text, "여러 칸을 합친 칸의 값입니다. 칸을 나누어 달마다 따로 넣어 주세요."
            )
            return None
        if line.cell.kind == "d" and stored <= 0:
            self.error(sheet.name, reference(*at), text, "분모는 0보다 커야 합니다.")
            return None
        if column.month > self.this_month:
            self.error(
                sheet.name,
                reference(*at),
                text,
                f"{column.month.korean}은 아직 오지 않은 달입니다. 연도와 달을 확인해 주세요.",
            )
            return None
        return Given(stored, sheet.name, *at, text)

    @staticmethod
    def _number(
        sheet: Sheet, at: tuple[int, int], value: object, text: str, line: Line, unit: str | None, row_unit: str
    ) -> int | None:
        """Read one cell. Raises NumberError with the sentence for the user."""
        if at in sheet.errors:
            raise NumberError(f"수식의 오류({sheet.errors[at]})입니다. 수식을 고치거나 값을 넣어 주세요.")
        if at in sheet.uncached:
            raise NumberError("수식의 계산된 값이 파일에 없습니다. 엑셀에서 열어 저장한 뒤 올리거나 값을 넣어 주세요.")
        if isinstance(value, bool | date | Other):
            raise NumberError(f"숫자가 아닙니다: '{text or value}'. 칸의 서식을 숫자로 바꾸어 1,234처럼 넣어 주세요.")
        if value is None or text in ("", "-", "–", "—", "−"):
            if value is None and sheet.merge_at(*at) and sheet.merged_value(*at) is not None:
                raise NumberError("여러 칸을 합친 칸입니다. 칸을 나누어 달마다 따로 넣어 주세요.")
            return None
        if unit is None:
            raise NumberError(f"단위가 맞지 않습니다: 적힌 단위 '{row_unit}', 이 지표의 단위 '{line.unit}'.")
        if isinstance(value, float | int):
            number = Decimal(f"{value:.15g}")  # the precision that spreadsheets keep
            if not number.is_finite():
                raise NumberError(f"숫자가 아닙니다: '{text}'. 1,234처럼 숫자만 넣어 주세요.")
            if at in sheet.percents:
                if unit != "%":
                    raise NumberError("백분율로 표시된 칸입니다. 이 지표의 값을 숫자로 넣어 주세요.")
                number *= 100
            text = f"{number:f}"
        return parse_number(text, unit, line.decimals)

    # ------------------------------------------------------------------------------- months out of cumulative columns

    def _months_of(self, line: Line, monthly: dict[Month, Given], cumulative: dict[Month, Given]) -> dict[Month, Given]:
        """What the line's months are to hold: for a stock and for money the cumulative figure itself, else the month's own."""
        if line.rule == "money":
            return {**self._accumulated(line, monthly), **cumulative}
        if line.rule == "latest":
            return {**cumulative, **monthly}
        if line.rule == "mean":
            for given in cumulative.values():
                self.error(
                    given.sheet,
                    given.cell,
                    given.text,
                    "평균 지표에는 누계를 쓸 수 없습니다. 달마다의 평균을 넣어 주세요.",
                )
            return monthly
        months = dict(monthly)
        for month in sorted(cumulative):
            given = cumulative[month]
            before = self._total_before(line, month, cumulative, months)
            if month in monthly:
                if before is not None and before + monthly[month].value != given.value:
                    self.warn(
                        given.sheet, given.cell, given.text,
                        f"누계가 달마다의 합({shown(line, before + monthly[month].value)})과 다릅니다. 달의 값을 반입합니다.",
                    )  # fmt: skip
                continue
            if before is None:
                self.error(
                    given.sheet, given.cell, given.text,
                    f"{month.number - 1}월까지의 누계가 파일에도 저장된 값에도 없어 {month.number}월 한 달의 값을 구할 수 없습니다.",
                )  # fmt: skip
                continue
            own = given.value - before
            if own < 0:
                self.warn(
                    given.sheet,
                    given.cell,
                    given.text,
                    f"누계가 앞달보다 줄어 {month.number}월의 값이 음수입니다: {shown(line, own)}.",
                )
            months[month] = given._replace(value=own)
        return months

    def _total_before(
        self, line: Line, month: Month, cumulative: dict[Month, Given], months: dict[Month, Given]
    ) -> int | None:
        """What January to the month before make, from the workbook's cumulative column, its months, or what is stored."""
        if month.number == 1:
            return 0
        if (month - 1) in cumulative:
            return cumulative[month - 1].value
        earlier = Run(Month(month.year, 1), month - 1).months()
        if all(each in months for each in earlier):
            return sum(months[each].value for each in earlier)
        rows = [row for row in self.stored[place_of(line)] if row.run.last < month and row.run.first.year == month.year]
        if {each for row in rows for each in row.run.months()} != set(earlier):
            return None
        amounts = [row.second if line.cell.kind == "d" else row.first for row in rows]
        return sum(each for each in amounts if each is not None) if None not in amounts else None

    def _accumulated(self, line: Line, monthly: dict[Month, Given]) -> dict[Month, Given]:
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
                    (row.second if line.cell.kind == "s" else row.first for row in self.stored[place_of(line)] if row.run.last == month - 1),
                    None,
                )  # fmt: skip
            if before is None:
                self.error(
                    given.sheet, given.cell, given.text,
                    f"{month.number - 1}월까지의 {line.measure}이 파일에도 저장된 값에도 없어 누계를 구할 수 없습니다.",
                )  # fmt: skip
                continue
            total = before + given.value
            found[month] = given._replace(value=total)
        return found

    # ---------------------------------------------------------------------------------------------------- judgement

    def _drop_wholes(self, figures: dict[Place, dict[Month, dict[str, Given]]], lines: Mapping[str, Line]) -> None:
        """A whole that the workbook gives beside its parts is checked against their sum and not stored: it is their sum."""
        for line in self.lines:
            if not line.has_parts or line.indicator is None or place_of(line) not in figures:
                continue
            below = self.ledger.parts_of(line.indicator, line.part.path if line.part else "")
            own = figures[place_of(line)]
            for month in list(own):
                given = own[month].get(line.cell.kind)
                parts = {
                    part: figures.get(("Actual", line.indicator.id, part.id), {}).get(month, {}).get(line.cell.kind)
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
                        self.warn(given.sheet, given.cell, given.text, found.text + " 세부의 값을 반입합니다.")
                del own[month][line.cell.kind]
                if not own[month]:
                    del own[month]

    def _judge_place(self, place: Place, months: dict[Month, dict[str, Given]], lines: Mapping[str, Line]) -> None:
        names = {kind: f"{self.division.key}:{Cell(kind, *place[1:])}" for kind in KINDS[place[0]]}
        own = {kind: lines[name] for kind, name in names.items() if name in lines}
        stored = self.stored.get(place, [])
        single = {row.run.first: row for row in stored if row.run.first == row.run.last}
        runs = [row for row in stored if row.run.first != row.run.last]
        line = next(iter(own.values()))
        refused: set[Month] = set()
        for row in runs:
            covered = [month for month in months if month in row.run]
            missing = [month for month in row.run.months() if month not in months]
            if covered and missing:
                refused.update(covered)
                if all((place, month) in self.unreadable for month in missing):
                    continue
                lacking = ", ".join(f"{month.number}월" for month in missing)
                for month in covered:
                    for given in months[month].values():
                        self.error(
                            given.sheet, given.cell, given.text,
                            f"{row.run.korean}의 값이 한 줄로 저장되어 있어 그 달들을 모두 넣어야 나눌 수 있습니다. 없는 달: {lacking}",
                        )  # fmt: skip
        written: dict[Month, tuple[int | None, int | None]] = {}
        for month, given_by_kind in months.items():
            amounts = self._judge_month(place, month, given_by_kind, own, single.get(month), refused=month in refused)
            if amounts is not None:
                written[month] = amounts
        for row in runs:
            if all(month in written for month in row.run.months()):
                self.superseded[place[0]].append(row.pk)
                self._judge_replacement(line, row, [(month, written[month]) for month in row.run.months()], months)

    def _judge_month(
        self,
        place: Place,
        month: Month,
        given: dict[str, Given],
        own: Mapping[str, Line],
        row: StoredRow | None,
        *,
        refused: bool,
    ) -> tuple[int | None, int | None] | None:
        """Judge the one or two figures of a row; what would be written for the month, or None when it is refused."""
        kinds = KINDS[place[0]]
        old = {kinds[0]: row.first if row else None, kinds[1]: row.second if row else None}
        new = {kind: given[kind].value if kind in given else old[kind] for kind in kinds}
        changed = any(new[kind] != old[kind] for kind in kinds)
        if not refused and changed:
            refused = self._refuse(place, month, given, new, own)
        for kind, each in given.items():
            line = own[kind]
            if refused:
                state = REFUSED
            elif old[kind] is None:
                state = NEW
            else:
                state = EQUAL if old[kind] == new[kind] else CHANGED
            self.cells.append(PreviewCell(line, month, each.sheet, each.cell, old[kind], each.value, state))
            if each.value < 0 and state in (NEW, CHANGED) and line.rule != "money":
                self._warn_negative(each)
        if refused:
            return None
        if changed:
            first = next(iter(given.values()))
            cells = ", ".join(dict.fromkeys(each.cell for each in given.values()))
            where = f"{self.name[-200:]} '{first.sheet}' {cells}"
            programme_id = next(line.programme_id for line in own.values())
            reason = self._status(month).reason_for(programme_id)
            self.writes.append(Write(*place, month, new[kinds[0]], new[kinds[1]], where, reason))
            if row is not None:
                self.superseded[place[0]].append(row.pk)
        return new[kinds[0]], new[kinds[1]]

    def _warn_negative(self, given: Given) -> None:
        if not any(finding.cell == given.cell and finding.sheet == given.sheet for finding in self.findings[-3:]):
            self.warn(given.sheet, given.cell, given.text, "음수입니다. 맞는지 확인해 주세요.")

    def _refuse(
        self,
        place: Place,
        month: Month,
        given: dict[str, Given],
        new: Mapping[str, int | None],
        own: Mapping[str, Line],
    ) -> bool:
        """Whether the row can't be written; says why, once for each of its cells."""
        line = next(iter(own.values()))
        cause = self._locked(month, line.programme_id)
        if not cause and line.rule == "ratio" and None in new.values():
            lacking = "분모" if new["d"] is None else "분자"
            cause = f"{month.korean}의 {lacking}가 없습니다. 비율 지표는 분자와 분모를 함께 넣어 주세요."
        if not cause and line.budget is not None:
            budget = self.ledger.budget([line.budget], run=Run(Month(month.year, 1), month))
            cause = checks.impossible_money(
                new["c"],
                new["s"],
                None if budget is None else int(budget.value),
                lambda won: f"{shown(line, won)}백만원",
            )
        for each in given.values() if cause else ():
            self.error(each.sheet, each.cell, each.text, cause)
        return bool(cause)

    def _locked(self, month: Month, programme_id: int | None) -> str:
        """Why the month is not to be written; empty when it is open, or never went through monthly entry."""
        known = self._status(month)
        return "" if known.state == UNOPENED else known.locked(programme_id)

    def _status(self, month: Month) -> Status:
        if month not in self.statuses:
            self.statuses[month] = status(self.division, month)
        return self.statuses[month]

    def _judge_replacement(
        self,
        line: Line,
        row: StoredRow,
        written: list[tuple[Month, tuple[int | None, int | None]]],
        months: Mapping[Month, dict[str, Given]],
    ) -> None:
        """Whether the months add up to the run that they take the place of; a warning when they don't."""
        for kind, stored in zip("ad", (row.first, row.second), strict=True):
            amounts = [amount[0 if kind == "a" else 1] for _, amount in written]
            if stored is None or None in amounts:
                continue
            values = [Decimal(each) for each in amounts if each is not None]
            if line.rule == "latest":
                made = values[-1]
            elif line.rule == "mean":
                days = [month.days for month, _ in written]
                made = sum((value * day for value, day in zip(values, days, strict=True)), Decimal(0)) / sum(days)
            else:
                made = sum(values, Decimal(0))
            found = Replacement(line, row.run, stored, made)
            self.replacements.append(found)
            if not found.adds_up:
                last = months[row.run.last].get(kind) or next(iter(months[row.run.last].values()))
                self.warn(
                    last.sheet, last.cell, last.text,
                    f"달마다의 값으로 바꾸면 {row.run.korean}의 값이 달라집니다: {found.stored_text} → {found.monthly_text}.",
                )  # fmt: skip
