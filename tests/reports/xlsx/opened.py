"""The Excel workbook read back with openpyxl and recalculated by LibreOffice, and the documents that are tried."""

import csv
import random
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.worksheet.worksheet import Worksheet

from reports.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Document,
    Gist,
    Heading,
    Line,
    Minus,
    Rate,
    Ref,
    Row,
    Section,
    Sum,
    Table,
)
from reports.values import Blank, CountWithRate, Figure, Pair, Percent, Quantity, Recorded, Surplus, ToOne, Value
from seoulwork.domain.numbers import rate


def opened(data: bytes, *, results: bool = False) -> Workbook:
    """The workbook as openpyxl reads it: its formulas, or with `results` their stored results."""
    return load_workbook(BytesIO(data), data_only=results)


def cells(sheet: Worksheet) -> Iterator[ExcelCell]:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, ExcelCell) and cell.value is not None:
                yield cell


def find(sheet: Worksheet, text: str) -> ExcelCell:
    (found,) = (cell for cell in cells(sheet) if cell.value == text)
    return found


def document_of(*blocks: Block, title: str = "시험 사업") -> Document:
    programme = Section("one", "programme", "1", title, blocks, division="담당관")
    return Document("2018 주요업무보고", "회기", "위원회", "정책관", "2018. 7.", date(2018, 7, 17), (programme,))


def figure(value: Value) -> Cell:
    return Cell(Figure(value))


def count(number: int | str, unit: str = "", decimals: int = 0) -> Quantity:
    return Quantity(Decimal(number), unit, decimals)


def table_of(*rows: Iterable[Cell | str], key: str = "table", caption: str = "표") -> Table:
    body = [Row(tuple(Cell(cell) if isinstance(cell, str) else cell for cell in row)) for row in rows]
    columns = (Column(),) * len(body[0].cells)
    head = Row(tuple(Cell(f"열 {number}", head=True) for number in range(len(columns))))
    return Table(key, caption, columns, (head,), tuple(body))


def printed_rows(table: Table) -> list[list[str]]:
    """What stands in the body on paper, a row each; a value of two parts as two."""
    pairs = {
        column
        for row in table.body
        for column, cell in enumerate(row.cells)
        if isinstance(cell.content, Figure) and isinstance(cell.content.value, (Pair, CountWithRate))
    }
    return [
        [part for column, cell in enumerate(row.cells) for part in _parts(cell, column in pairs)] for row in table.body
    ]


def _parts(cell: Cell, split: bool) -> list[str]:
    value = cell.content.value if isinstance(cell.content, Figure) else None
    if isinstance(value, Pair):
        return cell.text.split("/")
    if isinstance(value, CountWithRate):
        return [value.count.text, "-" if value.rate is None else value.rate.text]
    if isinstance(value, Blank):
        return ["-"] * (2 if split else 1)
    return [cell.text]


Shown = dict[str, list[list[str]]]
"""For each sheet the texts that LibreOffice shows, row by row, empty cells left out."""


def recalculated(folder: Path, **workbooks: bytes) -> dict[str, Shown]:
    """What LibreOffice shows after calculating everything anew: openpyxl drops the stored results when it saves."""
    for name, data in workbooks.items():
        opened(data).save(folder / f"{name}.xlsx")
    # Comma, quote, UTF-8, … cells as shown, … every sheet into a file of its own.
    as_text = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            as_text,
            "--outdir",
            str(folder),
            *[str(folder / f"{name}.xlsx") for name in workbooks],
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    return {name: _read_texts(folder, name, opened(data).sheetnames) for name, data in workbooks.items()}


def _read_texts(folder: Path, name: str, sheets: list[str]) -> Shown:
    texts: Shown = {}
    for sheet in sheets:
        with (folder / f"{name}-{sheet}.csv").open(encoding="utf-8", newline="") as file:
            texts[sheet] = [[text for text in row if text] for row in csv.reader(file)]
    return texts


def many_values() -> list[Value]:
    """Values of every kind and size, halves and negative ones among them; the same in every run."""
    numbers = random.Random(282)
    values: list[Value] = [count(number, "명") for number in (0, 1, 999, 1000, 353_956, -9, -1_234_567)]
    values += [
        Quantity(Decimal(number), "억원", 1) for number in ("0.05", "0.25", "-0.04", "-0.05", "1234.45", "98.75")
    ]
    values += [Quantity(Decimal(number)) for number in ("0.5", "1.5", "-0.4", "-0.5", "2.5", "11481.5", "999999999999")]
    values += [
        Percent(Decimal(number)) for number in ("98.75", "69.4037", "0", "0.05", "0.04", "-0.04", "1234.55", "-3.25")
    ]
    values += [Percent(Decimal("37.795"), 0), Percent(Decimal("51.5"), 0), Percent(Decimal("28.4915"), 2)]
    values += [ToOne(Decimal(number)) for number in ("5.41", "7.009", "0.05", "1.7", "6.95", "1234.5")]
    values += [Surplus(number) for number in (-9, 0, 2, 1500)]
    values += [
        Recorded(text) for text in ("51%", "1.7:1", "1,000개", "6617명", "△9", "약 50", "007", "46.40%", "-", "20여개")
    ]
    for _ in range(150):
        total = numbers.randrange(1, 400)
        part = rate(numbers.randrange(0, 400), total)
        assert part is not None
        values.append(Percent(part))
        values.append(Quantity(Decimal(numbers.randrange(-(10**7), 10**7)) / 100, "백만원", numbers.randrange(3)))
    return values


DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "- 사내복지",
    "@SUM(A1)",
    "\t=1",
    "\n=1",
    "＝1",
    "'18. 7월",
    "#N/A",
    "=",
    "TRUE",
    "_x0041_",
    "1",
    "{=1}",
]


def dangerous_document() -> Document:
    lines = tuple(Line("", 0, (text,)) for text in DANGEROUS)
    return document_of(
        Gist(lines),
        Heading("=1+1"),
        Bullets(lines),
        replace(table_of(*([text, text] for text in DANGEROUS)), caption="=1+1", unit="=1", notes=tuple(DANGEROUS)),
        title="=1+1",
    )


def changed_sample(data: bytes) -> bytes:
    """The sample with another expenditure of one division, typed into its cell."""
    workbook = opened(data)
    sheet = workbook["Ⅰ 예산"]
    cell = sheet.cell(find(sheet, "노동정책담당관").row, 4)
    assert cell.value == 5553
    cell.value = 9000
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def formula_tables() -> Iterator[Table]:
    """Formulas over blanks, zeros, pairs and scattered cells."""
    yield table_of(
        [
            figure(count(3)),
            figure(count(4)),
            Cell(Figure(Percent(Decimal(75))), formulas=(Rate(Ref(0, 0), Ref(0, 1)),)),
        ],
        [figure(count(3)), figure(count(0)), Cell(Figure(Blank()), formulas=(Rate(Ref(1, 0), Ref(1, 1)),))],
        [figure(Blank()), figure(count(4)), Cell(Figure(Blank()), formulas=(Rate(Ref(2, 0), Ref(2, 1)),))],
        [
            figure(count(5)),
            figure(count(2)),
            Cell(Figure(ToOne(Decimal("2.5"))), formulas=(Rate(Ref(3, 0), Ref(3, 1)),)),
        ],
        [figure(Blank()), figure(count(2)), Cell(Figure(Blank()), formulas=(Minus(Ref(4, 0), Ref(4, 1)),))],
        [figure(count(2)), figure(count(9)), Cell(Figure(Surplus(-7)), formulas=(Minus(Ref(5, 0), Ref(5, 1)),))],
        key="rates",
    )
    yield table_of(
        [
            "계",
            Cell(Figure(count(9)), formulas=(Sum((Ref(1, 1), Ref(3, 1))),)),
            Cell(Figure(Blank()), formulas=(Sum((Ref(1, 2), Ref(2, 2))),)),
        ],
        ["가", figure(count(4)), figure(Blank())],
        ["나", figure(count(100)), figure(Blank())],
        ["다", figure(count(5)), figure(count(1))],
        key="sums",
    )
    yield table_of(
        [
            Cell(Figure(Pair(3, 5)), formulas=(Sum((Ref(0, 1), Ref(0, 2))),)),
            figure(Pair(1, 2)),
            figure(Pair(2, 3)),
            Cell(Figure(count(5)), formulas=(Sum((Ref(0, 1, "right"), Ref(0, 2, "right"))),)),
        ],
        [
            Cell(Figure(Pair(1, 0)), formulas=(Sum((Ref(1, 1), Ref(1, 2))),)),
            figure(Pair(1, 0)),
            figure(Blank()),
            figure(count(0)),
        ],
        key="pairs",
    )
    yield table_of(
        [
            figure(count(8)),
            Cell(
                Figure(CountWithRate(count(6), Percent(Decimal(75)))),
                formulas=(Sum((Ref(1, 1), Ref(2, 1))), Rate(Ref(0, 1), Ref(0, 0))),
            ),
        ],
        [
            figure(count(8)),
            Cell(Figure(CountWithRate(count(2), Percent(Decimal(25)))), formulas=(Rate(Ref(1, 1), Ref(1, 0)),)),
        ],
        [figure(Blank()), figure(CountWithRate(count(4), None))],
        key="counts",
    )


SHEETS = {
    "staffing": "Ⅰ 인력",
    "functions": "Ⅰ 주요기능",
    "budget": "Ⅰ 예산",
    "policy": "Ⅱ 주요 정책지표",
    "jobs": "Ⅱ 사업대상별 일자리 목표와 실적",
    "new-deal-places": "1-3 뉴딜일자리 참여자 지원 및 민간일자리 발굴 강화",
}


def tables(document: Document) -> Iterator[tuple[Section, Table]]:
    for section in document.walk():
        for block in section.blocks:
            if isinstance(block, Table):
                yield section, block
