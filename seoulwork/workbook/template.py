"""The workbook that is sent out to be filled in: one row for each figure, one column for each month.

Hidden identifiers tie each row to its figure, whatever is sorted or renamed; a hidden sheet says for which division, months
and state of the indicators it was made. Openpyxl writes it: notes, validation and protection survive Excel, LibreOffice and
Hancom Cell.
"""

import hashlib
import io
from collections.abc import Hashable, Iterable
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl import Workbook as Book
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from seoulwork.domain.ledger import IndicatorRow, Ledger, ValueRow
from seoulwork.domain.numbers import in_unit
from seoulwork.domain.periods import Month, PeriodError, Run
from seoulwork.domain.vocabulary import ACCUMULATIONS, BUDGET_UNIT
from seoulwork.figures.divisions import Division
from seoulwork.workbook.matching.lines import Line, fillable
from seoulwork.workbook.matching.matcher import TOTAL
from seoulwork.workbook.reading.headings import IDENTIFIER
from seoulwork.workbook.reading.sheet import Sheet, tidy

MARK = "seoulwork"
FORMAT = "1"
NOTES_SHEET = "작성방법"
FIGURES_SHEET, BUDGET_SHEET = "실적", "예산집행"
HEAD_ROW = 4
FIRST_MONTH_COLUMN = 9
HEADS = (IDENTIFIER, "사업", "지표", "세부", "구분", "단위", "합산 방법", "직전 값")
BUDGET_HEADS = (IDENTIFIER, "사업", "예산", "세부", "구분", "단위", "예산현액", "직전 값")
WIDTHS = (4, 26, 30, 20, 11, 8, 10, 13)
NOTES = (
    "흰 칸에만 값을 넣습니다. 회색 칸은 잠겨 있고, 세부의 합은 저절로 계산됩니다.",
    "값이 없으면 비워 둡니다. 빈칸은 0이 아니며, 이미 저장된 값을 지우지 않습니다. 값이 0이면 0을 넣습니다.",
    "단위 열의 단위로 넣습니다. '3,326백만원'처럼 단위를 함께 적어도 됩니다. 음수는 -9, △9, (9) 모두 됩니다.",
    "합산 방법 '합계'는 그 달에 생긴 수, '최근'은 그 달 말의 누계·현재 수, '평균'은 그 달의 평균, '비율'은 그 달의 분자와 분모를 넣습니다.",
    "예산집행 시트의 원인행위액과 지출액은 1월부터 그 달 말까지의 누계입니다.",
    "행은 그대로 둡니다. 채우지 않을 행은 비워 두면 됩니다. 새 지표가 필요하면 관리자에게 알려 주세요.",
)
RULE_NOTES = {
    "sum": "그 달에 생긴 수. 기간의 실적은 달마다의 값을 더한 것입니다.",
    "latest": "그 달 말의 누계나 현재 수. 기간의 실적은 마지막 달의 값입니다.",
    "mean": "그 달의 평균. 기간의 실적은 날수를 감안한 평균입니다.",
    "ratio": "그 달의 분자와 분모. 기간의 실적은 분자의 합을 분모의 합으로 나눈 것입니다.",
    "money": "1월부터 그 달 말까지의 누계.",
}
HEAD_FILL = PatternFill("solid", fgColor="FFDDE5F0")
LOCKED_FILL = PatternFill("solid", fgColor="FFF1F3F5")
LINE = Side("thin", color="FFB8BEC6")
BORDER = Border(LINE, LINE, LINE, LINE)
OPEN = Protection(locked=False)


class Looks:
    """How the cells of one workbook look: openpyxl finds each style among all that there are by its content, which takes most of the time of
    a large workbook, so that is done once for each kind of cell."""

    def __init__(self) -> None:
        self._known: dict[Hashable, StyleArray] = {}

    def put_on(self, cell: Any, kind: Hashable, **styles: Any) -> None:
        """Cells of one kind have the same styles."""
        known = self._known.get(kind)
        if known is None:
            for name, style in styles.items():
                setattr(cell, name, style)
            self._known[kind] = copy(cell._style)
        else:
            cell._style = copy(known)


@dataclass(frozen=True, slots=True)
class Mark:
    """What the hidden sheet of a template says."""

    format: str
    division: str
    run: Run
    fingerprint: str


def fingerprint(lines: Iterable[Line]) -> str:
    """Changes when a figure is added or removed, or changes its unit or rule: a template made before is an older one."""
    text = "\n".join(f"{line.identifier} {line.unit} {line.decimals} {line.rule} {line.has_parts}" for line in lines)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_mark(sheets: Iterable[Sheet]) -> Mark | None:
    """What the template says of itself; None for a workbook that is no template. Raises PeriodError for damaged months."""
    for sheet in sheets:
        if sheet.name == MARK and sheet.value(1, 1) == MARK:
            values = {tidy(sheet.value(row, 1)): tidy(sheet.value(row, 2)) for row in range(2, 8)}
            try:
                run = Run(Month.parse(values.get("first", "")), Month.parse(values.get("last", "")))
            except PeriodError as error:
                raise PeriodError("서식의 달이 손상되었습니다. 서식을 새로 내려받아 주세요.") from error
            return Mark(values.get("format", ""), values.get("division", ""), run, values.get("fingerprint", ""))
    return None


def make_template(division: Division, ledger: Ledger, run: Run) -> bytes:
    """The template of a division for a run of months of one year, as .xlsx. `ledger` is as of the run's last month.

    Raises PeriodError for a run over two years.
    """
    if run.first.year != run.last.year:
        raise PeriodError("서식은 한 해 안의 달로만 만듭니다.")
    lines = fillable(division, ledger, run.first.year)
    book = Book()
    book.remove(book.worksheets[0])
    _Filler(
        book.create_sheet(FIGURES_SHEET), division, ledger, run, [line for line in lines if line.rule != "money"], HEADS
    ).write()
    _Filler(
        book.create_sheet(BUDGET_SHEET),
        division,
        ledger,
        run,
        [line for line in lines if line.rule == "money"],
        BUDGET_HEADS,
    ).write()
    _write_notes(book.create_sheet(NOTES_SHEET), division, run)
    mark = book.create_sheet(MARK)
    mark.sheet_state = "veryHidden"
    for row in (
        (MARK, ""),
        ("format", FORMAT),
        ("division", division.key),
        ("first", str(run.first)),
        ("last", str(run.last)),
        ("fingerprint", fingerprint(lines)),
    ):
        mark.append(row)
    book.properties.title = f"{division.name} {run.korean} 실적 서식"
    book.properties.creator = ""
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _write_notes(sheet: Worksheet, division: Division, run: Run) -> None:
    sheet.append([f"{division.name} {run.korean} 실적 서식을 채우는 방법"])
    sheet["A1"].font = Font(bold=True, size=14)
    for note in NOTES:
        sheet.append([f"○ {note}"])
    sheet.column_dimensions["A"].width = 110
    for row in sheet["A2" : f"A{len(NOTES) + 1}"]:
        row[0].alignment = Alignment(wrap_text=True, vertical="top")
    sheet.protection.sheet = True


class _Filler:
    """Writes one sheet of the template."""

    def __init__(
        self, sheet: Worksheet, division: Division, ledger: Ledger, run: Run, lines: list[Line], heads: tuple[str, ...]
    ) -> None:
        self.sheet, self.division, self.ledger, self.run, self.lines, self.heads = (
            sheet,
            division,
            ledger,
            run,
            lines,
            heads,
        )
        self.months = run.months()
        self.looks = Looks()
        self.row_of = {line.identifier: HEAD_ROW + 1 + index for index, line in enumerate(lines)}

    def write(self) -> None:
        sheet = self.sheet
        sheet["B1"] = f"{self.division.name} {self.run.korean} {sheet.title}"
        sheet["B1"].font = Font(bold=True, size=14)
        sheet["B2"] = f"흰 칸에 값을 넣어 주세요. 자세한 방법은 '{NOTES_SHEET}' 시트에 있습니다."
        self._write_head()
        for line in self.lines:
            self._write_row(line)
        self._validate()
        for index, width in enumerate((*WIDTHS, *[13] * len(self.months)), 1):
            sheet.column_dimensions[get_column_letter(index)].width = width
        sheet.column_dimensions["A"].hidden = True
        sheet.freeze_panes = f"{get_column_letter(FIRST_MONTH_COLUMN)}{HEAD_ROW + 1}"
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"

    def _write_head(self) -> None:
        money = self.heads is BUDGET_HEADS
        months = [f"{month.year}년 {month.number}월{'말 누계' if money else ''}" for month in self.months]
        for column, text in enumerate((*self.heads, *months), 1):
            cell = self.sheet.cell(HEAD_ROW, column, text)
            cell.font, cell.fill, cell.border = Font(bold=True), HEAD_FILL, BORDER
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self.sheet.row_dimensions[HEAD_ROW].height = 34
        self._note(HEAD_ROW, 6, "값을 넣는 단위입니다. 다른 단위로 적으려면 '3억원'처럼 값 뒤에 단위를 붙여 주세요.")
        self._note(HEAD_ROW, 8, f"{self.run.first.korean} 앞의 마지막 값, 또는 이 기간에 한 줄로 저장된 값입니다.")
        if not money:
            self._note(HEAD_ROW, 7, "\n".join(f"{ACCUMULATIONS[rule]}: {RULE_NOTES[rule]}" for rule in ACCUMULATIONS))

    def _note(self, row: int, column: int, text: str) -> None:
        self.sheet.cell(row, column).comment = Comment(text, "서식", width=320, height=30 + 22 * (1 + len(text) // 28))

    def _write_row(self, line: Line) -> None:
        row = self.row_of[line.identifier]
        total = line.has_parts
        name, part = line.name, ""
        if line.part is not None and line.indicator is not None:
            name, part = line.indicator.name, line.part.path
        if line.budget is not None:
            name, part = line.budget.short_name, " / ".join(filter(None, [line.budget.part, line.budget.fund_source]))
        kind = line.measure or ("세부의 합" if total else "")
        rule = ACCUMULATIONS.get(line.rule, "")
        if line.budget is not None:
            found = self.ledger.budget([line.budget])
            rule = "" if found is None else _plain(in_unit(found.value, BUDGET_UNIT))
        head = (
            f"{TOTAL if total else ''}{line.identifier}",
            line.programme,
            name,
            part,
            kind,
            line.unit,
            rule,
            self._last_known(line),
        )
        style = "#,##0" + ("." + "0" * line.decimals if line.decimals else "")
        figure = f"{style};△{style}"
        for column, text in enumerate(head, 1):
            is_last = column == len(head)
            self.looks.put_on(
                self.sheet.cell(row, column, _safe(text)),
                (column < 5, is_last and figure),
                fill=LOCKED_FILL,
                border=BORDER,
                alignment=Alignment(vertical="center", wrap_text=column < 5, horizontal="right" if is_last else None),
                **({"number_format": figure} if is_last else {}),
            )
        if line.indicator is not None and line.indicator.definition:
            self._note(row, 3, line.indicator.definition)
        for index, month in enumerate(self.months):
            box = self.sheet.cell(row, FIRST_MONTH_COLUMN + index)
            if total and line.indicator is not None:
                box.value = self._sum(line, line.indicator, get_column_letter(FIRST_MONTH_COLUMN + index))
                own: dict[str, Any] = {"fill": LOCKED_FILL}
            else:
                box.value = self._stored(line, month)
                own = {"protection": OPEN}
            self.looks.put_on(box, (*own, figure), border=BORDER, number_format=figure, **own)

    def _sum(self, line: Line, indicator: IndicatorRow, letter: str) -> str | None:
        """The formula of a whole: its parts of the first dimension, and blank while these are."""
        below = self.ledger.parts_of(indicator, line.part.path if line.part else "")
        kind = line.cell.kind
        cells = [
            f"{letter}{self.row_of[f'{line.division}:{kind}{indicator.id}p{part.id}']}"
            for part in below
            if part.dimension == below[0].dimension
        ]
        joined = ",".join(cells)
        return f'=IF(COUNT({joined})=0,"",SUM({joined}))' if len(cells) < 200 else None

    def _stored(self, line: Line, month: Month) -> Decimal | int | None:
        """The figure as stored for just this month, in the line's unit."""
        if line.budget is not None:
            amounts = [
                each.amount for each in self.ledger.stored_amounts(line.budget.id, line.measure) if each.month == month
            ]
            return _shown(line, amounts[0]) if amounts else None
        for row in self._rows(line):
            if row.run == Run(month, month):
                return _shown(line, row.denominator if line.cell.kind == "d" else row.value)
        return None

    def _rows(self, line: Line) -> tuple[ValueRow, ...]:
        return self.ledger.stored_actuals(line.cell.owner_id, line.cell.part_id)

    def _last_known(self, line: Line) -> Decimal | int | str | None:
        """The last figure before the run; for a run of months stored in one row, that figure with its months."""
        if line.budget is not None:
            rows = self.ledger.stored_amounts(line.budget.id, line.measure)
            before = [each for each in rows if each.month < self.run.first]
            return _shown(line, max(before, key=lambda each: each.month).amount) if before else None
        known = [
            row
            for row in self._rows(line)
            if row.run.last < self.run.first or (not row.run.is_month and row.run.overlaps(self.run))
        ]
        if not known:
            return None
        last = max(known, key=lambda row: row.run.last)
        value = _shown(line, last.denominator if line.cell.kind == "d" else last.value)
        if last.run.is_month or value is None:
            return value
        return f"{_plain(Decimal(value))} ({last.run.korean})"

    def _validate(self) -> None:
        """Only numbers go into the month cells of a figure, typed as such or as text with a unit that reads as one."""
        if not self.lines:
            return
        first = f"{get_column_letter(FIRST_MONTH_COLUMN)}{HEAD_ROW + 1}"
        last = f"{get_column_letter(FIRST_MONTH_COLUMN + len(self.months) - 1)}{HEAD_ROW + len(self.lines)}"
        rule = DataValidation(
            "decimal",
            operator="between",
            formula1="-1000000000000000",
            formula2="1000000000000000",
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="warning",
            errorTitle="숫자가 아닙니다",
            error="숫자를 넣어 주세요. 값이 없으면 비워 둡니다. '3,326백만원'처럼 단위를 붙인 값은 그대로 두어도 됩니다.",
        )
        rule.add(f"{first}:{last}")
        self.sheet.add_data_validation(rule)


def _shown(line: Line, stored: int | None) -> Decimal | int | None:
    """A stored whole number in the line's unit; a whole number where it is one."""
    if stored is None:
        return None
    value = in_unit(stored, line.unit, line.decimals)
    return int(value) if value == value.to_integral_value() else value


def _plain(value: Decimal) -> str:
    """All its digits, with separators."""
    return f"{value.normalize():,f}"


def _safe(value: Decimal | int | str | None) -> Decimal | int | str | None:
    """A text that a spreadsheet would take for a formula begins with a blank instead."""
    return f" {value}" if isinstance(value, str) and value[:1] in "=+@" else value
