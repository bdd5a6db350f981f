"""Writes a list's workbook: what is stored, to be changed, and blank rows for what is new.

Hidden identifiers tie each row to what it shows, and a hidden sheet keeps what stood in each cell: so it is seen later what was
typed, and what somebody else has changed since.
"""

import io
import json
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from seoulwork.figures.divisions import Division
from seoulwork.workbook.lists.columns import Column, Shown, text_of
from seoulwork.workbook.lists.tabs import Book, Line, Options, Tab
from seoulwork.workbook.reading.headings import IDENTIFIER
from seoulwork.workbook.template import BORDER, HEAD_FILL, LOCKED_FILL, OPEN, Looks

MARK, FORMAT = "seoulwork-list", "1"
CHOICES = "seoulwork-choices"
HEAD_ROW, FIRST_ROW = 4, 5
FIRST_COLUMN = 2
WRAPPED = Alignment(vertical="center", wrap_text=True)
NOTES_SHEET = "작성방법"
NOTES = (
    "흰 칸을 고칩니다. 회색 칸은 잠겨 있습니다.",
    "칸을 비워도 저장된 값은 지워지지 않습니다. 지우려면 화면의 목록에서 그 항목을 열어 '지우기'를 누릅니다.",
    "새로 만들 것은 아래의 빈 줄에 적습니다. 이름이 이미 있는 것과 비슷하면 올릴 때 묻습니다.",
    "금액과 수는 단위 열이나 머리글의 단위로 넣습니다. '3억원'처럼 단위를 함께 적어도 됩니다.",
    "줄의 차례를 바꾸어도 됩니다. 머리글과 시트는 그대로 둡니다.",
    "서식을 받은 뒤 다른 사람이 바꾼 칸을 함께 고쳤으면, 올릴 때 그 칸을 알려 드리고 저장하지 않습니다.",
)


def make_book(book: Book, division: Division, options: Options) -> bytes:
    """The workbook of a division, as .xlsx."""
    file = Workbook()
    file.remove(file.worksheets[0])
    lists: dict[tuple[str, ...], str] = {}
    tabs = [make() for make in book.tabs(division, options)]
    sheets = [(tab, file.create_sheet(tab.name)) for tab in tabs]
    _write_notes(file.create_sheet(NOTES_SHEET), f"{division.name} {book.label}")
    choices = file.create_sheet(CHOICES)
    for tab, sheet in sheets:
        _write_tab(sheet, tab, f"{division.name} {book.label}", choices, lists)
    choices.sheet_state = "veryHidden"
    mark = {"format": FORMAT, "book": book.key, "division": division.key, "options": dict(options)}
    heads = {
        tab.name: {
            "heads": {cell.coordinate: cell.value for row in sheet["1:4"] for cell in row if cell.value},
            "columns": [column.key for column in tab.columns],
        }
        for tab, sheet in sheets
    }
    base = file.create_sheet(MARK)
    base.sheet_state = "veryHidden"
    base.append((MARK, json.dumps(mark | {"tabs": heads}, ensure_ascii=False), ""))
    for tab in tabs:
        for line in tab.lines:
            base.append((tab.name, line.identifier, _kept(tab, line)))
    file.properties.title, file.properties.creator = f"{division.name} {book.label} 서식", ""
    output = io.BytesIO()
    file.save(output)
    return output.getvalue()


def _kept(tab: Tab, line: Line) -> str:
    """What stands in each cell of a line."""
    texts = {column.key: text_of(line.shown(column)) for column in tab.columns}
    return json.dumps({key: text for key, text in texts.items() if text}, ensure_ascii=False)


def title_of(label: str, tab: Tab) -> str:
    return label if label.endswith(tab.name) else f"{label} {tab.name}"


def _write_notes(sheet: Worksheet, label: str) -> None:
    sheet.append([f"{label} 서식을 채우는 방법"])
    sheet["A1"].font = Font(bold=True, size=14)
    for note in NOTES:
        sheet.append([f"○ {note}"])
    sheet.column_dimensions["A"].width = 110
    sheet.protection.sheet = True


def _write_tab(sheet: Worksheet, tab: Tab, label: str, choices: Worksheet, lists: dict[tuple[str, ...], str]) -> None:
    sheet["B1"] = title_of(label, tab)
    sheet["B1"].font = Font(bold=True, size=14)
    sheet["B2"] = tab.about
    for number, text in enumerate((IDENTIFIER, *(column.heading for column in tab.columns)), 1):
        cell = sheet.cell(HEAD_ROW, number, text)
        cell.font, cell.fill, cell.border = Font(bold=True), HEAD_FILL, BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.row_dimensions[HEAD_ROW].height = 34
    looks = Looks()
    for number, line in enumerate(tab.lines, FIRST_ROW):
        _write_line(sheet, number, tab, line, looks)
    last = FIRST_ROW + len(tab.lines) + tab.blanks - 1
    for number in range(FIRST_ROW + len(tab.lines), last + 1):
        for at in range(FIRST_COLUMN, FIRST_COLUMN + len(tab.columns)):
            looks.put_on(sheet.cell(number, at), "open", border=BORDER, protection=OPEN)
    for at, column in enumerate(tab.columns, FIRST_COLUMN):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = column.width
        if column.note:
            sheet.cell(HEAD_ROW, at).comment = Comment(column.note, "서식", width=320, height=60)
        if column.choices and last >= FIRST_ROW:
            _offer(sheet, f"{letter}{FIRST_ROW}:{letter}{last}", column, choices, lists)
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = f"{get_column_letter(FIRST_COLUMN + 1)}{FIRST_ROW}"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.sort = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"


def _write_line(sheet: Worksheet, number: int, tab: Tab, line: Line, looks: Looks) -> None:
    sheet.cell(number, 1, line.identifier).data_type = "s"
    for at, column in enumerate(tab.columns, FIRST_COLUMN):
        cell = sheet.cell(number, at)
        _fill(cell, line.shown(column))
        styles: dict[str, Any] = {"border": BORDER}
        if column.holds in ("figure", "number"):
            decimals = line.decimals if column.holds == "figure" else 0
            styles["number_format"] = "#,##0" + ("." + "0" * decimals if decimals else "")
        if column.key in line.labels:
            styles |= {"fill": LOCKED_FILL, "alignment": WRAPPED}
        else:
            styles["protection"] = OPEN
        looks.put_on(cell, (*styles, styles.get("number_format")), **styles)


def _fill(cell: object, shown: Shown) -> None:
    """A text stays one: what begins with = must not become a formula."""
    cell.value = shown  # type: ignore[attr-defined]  # the types of openpyxl know no cell of all kinds
    if isinstance(shown, str):
        cell.data_type = "s"  # type: ignore[attr-defined]


def _offer(sheet: Worksheet, area: str, column: Column, choices: Worksheet, lists: dict[tuple[str, ...], str]) -> None:
    """Let a choice be picked from a list."""
    labels = tuple(column.choices)
    if labels not in lists:
        letter = get_column_letter(len(lists) + 1)
        for number, label in enumerate(labels, 1):
            _fill(choices.cell(number, len(lists) + 1), label)
        lists[labels] = f"'{CHOICES}'!${letter}$1:${letter}${len(labels)}"
    rule = DataValidation("list", formula1=lists[labels], allow_blank=True, showErrorMessage=False)
    rule.add(area)
    sheet.add_data_validation(rule)
