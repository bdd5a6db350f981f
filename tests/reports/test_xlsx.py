"""The Excel workbook, read back with openpyxl and recalculated by LibreOffice."""

import csv
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.worksheet.worksheet import Worksheet

from reports.document import (
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Document,
    Gist,
    Heading,
    Line,
    Minus,
    Point,
    Rate,
    Ref,
    Row,
    Section,
    Series,
    Sum,
    Table,
)
from reports.editions import publishing
from reports.models import Briefing
from reports.render.xlsx import WorkbookError, render_xlsx
from reports.render.xlsx.values import clean_text, line_count, unique_sheet_name
from reports.values import Blank, CountWithRate, Figure, Pair, Percent, Quantity, Recorded, Surplus, ToOne, Value
from seoulwork.domain.numbers import rate
from tests.reports.sample import sample_document

# Both engines give the same bytes (editions/test_publishing.py): what stands in them is tried on one.
pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

ROOT = Path(__file__).parents[2]

# ----------------------------------------------------------------------------------------------------- helpers


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


# ------------------------------------------------------------------------------------------------- LibreOffice

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
        timeout=180,
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
    "=1+1", "+1", "-1", "- 사내복지", "@SUM(A1)", "\t=1", "\n=1", "＝1", "'18. 7월", "#N/A", "=", "TRUE", "_x0041_", "1", "{=1}",
]  # fmt: skip


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


@pytest.fixture(scope="session")
def workbook_bytes() -> bytes:
    return render_xlsx(sample_document())


@pytest.fixture(scope="session")
def in_libreoffice(workbook_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shown]:
    values = document_of(table_of(*([figure(value)] for value in many_values())))
    return recalculated(
        tmp_path_factory.mktemp("libreoffice"),
        sample=workbook_bytes,
        changed=changed_sample(workbook_bytes),
        values=render_xlsx(values),
        dangerous=render_xlsx(dangerous_document()),
        formulas=render_xlsx(document_of(*formula_tables())),
    )


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


# --------------------------------------------------------------------------------------------- figures, formulas

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


def test_every_row_of_every_table_recalculated_is_as_printed(in_libreoffice: dict[str, Shown]) -> None:
    shown = [row for rows in in_libreoffice["sample"].values() for row in rows]
    expected = [[part for part in row if part] for _, table in tables(sample_document()) for row in printed_rows(table)]
    assert len(expected) == 40
    assert [row for row in expected if row not in shown] == []


def test_the_stored_briefing_recalculated_is_as_printed(briefing_data: None, tmp_path: Path) -> None:
    """The formulas that the divisions' own tables declare, with every result thrown away and calculated anew."""
    document = publishing.document_of(Briefing.objects.get())
    data = render_xlsx(document)
    formulas = [
        cell.value
        for sheet in opened(data).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    ]
    assert len(formulas) > 40
    shown = [row for rows in recalculated(tmp_path, briefing=data)["briefing"].values() for row in rows]
    expected = [[part for part in row if part] for _, table in tables(document) for row in printed_rows(table)]
    assert [row for row in expected if row not in shown] == []


def test_the_rates_of_the_paper_come_from_formulas(in_libreoffice: dict[str, Shown], workbook_bytes: bytes) -> None:
    budget = in_libreoffice["sample"][SHEETS["budget"]]
    assert [row[-1] for row in budget if len(row) == 5][1:] == ["52.2%", "53.5%", "28.5%", "59.6%"]
    jobs = in_libreoffice["sample"][SHEETS["jobs"]]
    rates = ["69.4%", "63.5%", "71.7%", "57.4%", "78.9%", "83.6%", "92.8%", "65.4%"]
    assert [row[-2] for row in jobs if row[-2:-1] and row[-2].endswith("%")] == rates
    staffing = in_libreoffice["sample"][SHEETS["staffing"]]
    assert ["계", "81", "72", "△9", "69", "64"] in [row[:6] for row in staffing]
    sheet = opened(workbook_bytes)[SHEETS["budget"]]
    total = find(sheet, "계").row
    assert sheet.cell(total, 2).value == f"=SUM(B{total + 1}:B{total + 3})"
    assert sheet.cell(total, 5).value == f'=IF(COUNT(D{total},B{total})<2,"-",IF(B{total}=0,"-",D{total}/B{total}))'


def test_a_changed_figure_moves_its_totals_and_rates(in_libreoffice: dict[str, Shown]) -> None:
    rows = in_libreoffice["changed"][SHEETS["budget"]]
    assert ["계", "237,715", "133,238", "127,591", "53.7%"] in rows
    assert ["노동정책담당관", "19,490", "9,154", "9,000", "46.2%"] in rows


def test_numbers_show_as_printed(in_libreoffice: dict[str, Shown]) -> None:
    (sheet,) = (rows for name, rows in in_libreoffice["values"].items() if name.startswith("1 "))
    head = sheet.index(["열 0"])
    shown = [row[0] for row in sheet[head + 1 :] if row]
    assert shown == [value.text for value in many_values()]


def test_formulas_keep_blanks_blank(in_libreoffice: dict[str, Shown]) -> None:
    (sheet,) = (rows for name, rows in in_libreoffice["formulas"].items() if name.startswith("1 "))
    for table in formula_tables():
        for row in printed_rows(table):
            assert row in sheet


def test_results_stand_beside_the_formulas(workbook_bytes: bytes) -> None:
    """Excel's protected view and previews do not calculate."""
    formulas, results = opened(workbook_bytes), opened(workbook_bytes, results=True)
    seen = 0
    for sheet in formulas.worksheets:
        for cell in cells(sheet):
            if cell.data_type == "f":
                assert results[sheet.title][cell.coordinate].value is not None
                seen += 1
    assert seen == 54
    sheet = results[SHEETS["jobs"]]
    row = find(sheet, "총계").row
    assert [sheet.cell(row, column).value for column in (3, 4, 6)] == [353956, 245657, 11482]
    assert sheet.cell(row, 5).value == pytest.approx(245657 / 353956, abs=1e-15)


def test_figures_are_numbers_with_a_format(workbook_bytes: bytes) -> None:
    sheet = opened(workbook_bytes)[SHEETS["budget"]]
    row = find(sheet, "일자리정책담당관").row
    amount, share = sheet.cell(row, 2), sheet.cell(row, 5)
    assert (amount.value, amount.number_format) == (187341, "#,##0;△#,##0;0")
    assert share.number_format == "#,##0.0%;△#,##0.0%;0.0%"
    staffing = opened(workbook_bytes)[SHEETS["staffing"]]
    assert staffing.cell(find(staffing, "노동정책담당관").row, 4).number_format == "#,##0;△#,##0;-"


def test_no_hint_of_an_error_marks_a_cell(workbook_bytes: bytes) -> None:
    """Years are text in heads and sums take a part of a column on purpose."""
    workbook = opened(workbook_bytes)
    with ZipFile(BytesIO(workbook_bytes)) as archive:
        for number in range(1, len(workbook.sheetnames) + 1):
            sheet_text = archive.read(f"xl/worksheets/sheet{number}.xml").decode()
            assert sheet_text.count('numberStoredAsText="1"') == 1


def test_a_recorded_figure_has_no_formula() -> None:
    table = table_of([figure(count(1)), Cell(Figure(Recorded("2", count(1))), formulas=(Sum((Ref(0, 0),)),))])
    sheet = opened(render_xlsx(document_of(table))).worksheets[1]
    row = find(sheet, "열 1").row + 1
    assert [sheet.cell(row, column).value for column in (1, 2)] == [1, 2]


# ------------------------------------------------------------------------------------------------- tables, sheets


def merged(sheet: Worksheet) -> set[str]:
    return {str(each) for each in sheet.merged_cells.ranges}


def test_two_part_values_become_two_columns_under_named_heads(workbook_bytes: bytes) -> None:
    sheet = opened(workbook_bytes)[SHEETS["staffing"]]
    civil = find(sheet, "일반직")
    assert f"E{civil.row}:P{civil.row}" in merged(sheet)
    assert f"A{civil.row}:A{civil.row + 2}" in merged(sheet)
    assert f"Q{civil.row}:R{civil.row + 1}" in merged(sheet)
    halves = [sheet.cell(civil.row + 2, column).value for column in range(5, 21)]
    assert halves == ["정원", "현원"] * 8
    jobs = opened(workbook_bytes)[SHEETS["jobs"]]
    rate_head = find(jobs, "달성률")
    assert jobs.cell(rate_head.row - 1, 4).value == "실적 (개)"


def test_unit_and_date_stand_above_at_the_right_and_notes_below(workbook_bytes: bytes) -> None:
    sheet = opened(workbook_bytes)[SHEETS["staffing"]]
    scope, caption = find(sheet, "(단위 : 명, '18.7.11 기준)"), find(sheet, "인력")
    assert (scope.row, scope.column) == (caption.row, 20)
    assert caption.column == 1
    assert find(sheet, "※ 정원/현원, 정원외 공무직 21명 별도").row > find(sheet, "사회적경제담당관").row


def test_a_sheet_for_each_table_of_a_part_and_each_programme(workbook_bytes: bytes) -> None:
    names = opened(workbook_bytes).sheetnames
    assert names[:7] == [
        "표지·목차",
        "Ⅰ 인력",
        "Ⅰ 주요기능",
        "Ⅰ 예산",
        "Ⅱ 비전 및 목표",
        "Ⅱ 주요 정책지표",
        "Ⅱ 사업대상별 일자리 목표와 실적",
    ]
    assert [name[:3] for name in names[7:]] == ["1-1", "1-2", "1-3", "1-7", "2-4", "2-5"]


def test_no_text_of_the_document_is_lost(workbook_bytes: bytes) -> None:
    workbook = opened(workbook_bytes)
    written = {str(cell.value) for sheet in workbook.worksheets for cell in cells(sheet)}
    everything = "\n".join(written)
    for section in sample_document().walk():
        assert section.title in everything
        for block in section.blocks:
            if isinstance(block, (Bullets, Gist)):
                for line in block.lines:
                    assert f"{line.mark} {line.text}".strip() in written
            elif isinstance(block, Heading):
                assert block.title in everything


def test_what_follows_the_last_table_of_a_part_stays_on_its_sheet() -> None:
    def line(text: str) -> Bullets:
        return Bullets((Line("○", 0, (text,)),))

    blocks = (
        line("앞"),
        table_of(["가"], caption="첫째"),
        line("사이"),
        table_of(["나"], key="two", caption="둘째"),
        line("뒤"),
    )
    part = Section("part", "part", "Ⅰ", "일반현황", blocks)
    bare = Section("bare", "part", "Ⅱ", "말뿐인 부", (line("말"),))
    workbook = opened(render_xlsx(replace(document_of(), sections=(part, bare))))
    assert workbook.sheetnames[1:] == ["Ⅰ 첫째", "Ⅰ 둘째", "Ⅱ 말뿐인 부"]
    texts = [[cell.value for cell in cells(sheet)] for sheet in workbook.worksheets[1:]]
    assert "○ 앞" in texts[0]
    assert texts[1].index("○ 사이") < texts[1].index("나") < texts[1].index("○ 뒤")
    assert "○ 말" in texts[2]


def test_tables_of_other_columns_share_a_sheet() -> None:
    """Columns that lie otherwise are merged cells, and formulas still hit them."""
    few = table_of(["가", "나의 설명"], key="few")
    many = table_of(
        [Cell(Figure(count(6)), formulas=(Sum(tuple(Ref(0, n) for n in range(1, 7))),)), *[figure(count(1))] * 6],
        key="many",
    )
    sheet = opened(render_xlsx(document_of(few, many))).worksheets[1]
    cell = next(cell for cell in cells(sheet) if cell.data_type == "f")
    columns = re.fullmatch(r"=SUM\(([A-Z])(\d+):([A-Z])\2\)", str(cell.value))
    assert columns
    ones = [each for each in cells(sheet) if each.row == cell.row and each.value == 1]
    assert (ones[0].column_letter, ones[-1].column_letter) == (columns[1], columns[3])
    assert len(ones) == 6


def test_contents_link_to_every_sheet_and_back(workbook_bytes: bytes) -> None:
    workbook = opened(workbook_bytes)
    cover, *others = workbook.worksheets
    targets = [cell.hyperlink.location for cell in cells(cover) if cell.hyperlink is not None]
    assert targets == [f"'{sheet.title}'!A1" for sheet in others]
    for sheet in others:
        link = sheet["A1"].hyperlink
        assert link is not None
        assert link.location == "'표지·목차'!A1"
    for text in ("2018 주요업무보고", "제282회 시의회 임시회", "기획경제위원회", "2018. 7.", "일자리노동정책관"):
        assert find(cover, text).value == text


def test_print_settings(workbook_bytes: bytes) -> None:
    for sheet in opened(workbook_bytes).worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area
        assert sheet.oddFooter is not None
        assert sheet.oddHeader is not None
        assert sheet.oddFooter.center.text == "- &P -"
        assert sheet.oddHeader.left.text == "2018 주요업무보고"
    sheet = opened(workbook_bytes)[SHEETS["budget"]]
    head = find(sheet, "집행률 (B/A)").row
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.freeze_panes == f"A{head + 1}"
    staffing = opened(workbook_bytes)[SHEETS["staffing"]]
    assert staffing.page_setup.orientation == "landscape"
    assert str(staffing.freeze_panes).startswith("B")


def test_rows_are_high_enough_for_wrapped_text() -> None:
    long = "청년 취업 전문 상담 창구를 운영하고 취업 특강을 연다. " * 12
    sheet = opened(render_xlsx(document_of(Bullets((Line("○", 0, (long,)), Line("○", 0, ("짧은 줄",))))))).worksheets[1]
    tall, low = (
        next(cell for cell in cells(sheet) if str(cell.value).startswith(start)) for start in ("○ 청년", "○ 짧은")
    )
    heights = [sheet.row_dimensions[cell.row].height for cell in (tall, low)]
    assert tall.alignment.wrap_text
    assert heights[0] > 6 * heights[1]


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\n"), max_size=60), st.floats(4, 80))
def test_line_count_never_loses_text(text: str, width: float) -> None:
    lines = line_count(text, width)
    assert lines >= 1
    assert line_count(text + "\n" + text, width) == 2 * lines
    assert line_count(text, width / 2) >= lines


# --------------------------------------------------------------------------------------------------------- text


def test_no_text_becomes_a_formula(in_libreoffice: dict[str, Shown]) -> None:
    data = render_xlsx(dangerous_document())
    for sheet in opened(data).worksheets:
        for cell in cells(sheet):
            assert cell.data_type == "s", (sheet.title, cell.coordinate)
            if str(cell.value)[0] in "=+-@＝\t\n'":
                assert cell.quotePrefix, cell.value
    (sheet_texts,) = (rows for name, rows in in_libreoffice["dangerous"].items() if "목차" not in name)
    shown = {text for row in sheet_texts for text in row}
    assert set(DANGEROUS) <= shown | {text.strip() for text in shown}


@given(st.text(alphabet=st.characters(), min_size=1, max_size=40))
def test_any_text_is_written_as_text(text: str) -> None:
    table = replace(table_of([text, figure(count(1))]), caption=text, unit=text, as_of=text, notes=(text,))
    chart = Chart(
        "chart", "trend", text, text, "table", (Series(text, text, (Point(text, Figure(count(1)), Ref(0, 1)),)),)
    )
    blocks = (Gist((Line(text, 0, (text,)),)), Heading(text), Bullets((Line("", 0, (text,)),)), table, chart)
    document = document_of(*blocks, title=text)
    data = render_xlsx(replace(document, title=text, session=text, committee=text, bureau=text))
    cleaned = clean_text(text)
    sheet = opened(data).worksheets[1]
    row = find(sheet, "열 1").row + 1
    cell = sheet.cell(row, 1)
    assert (cell.value or "") == cleaned
    assert cell.data_type == "s" or not cleaned


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("가\x00나", "가나"),
        ("가\x0b나\x0c다", "가\n나\n다"),
        ("가\r\n나\r다", "가\n나\n다"),
        ("가\ud800나", "가나"),
        ("가\ufffe나\x1f", "가나"),
        ("가\t나", "가\t나"),
        ("_x000D_", "_x005F_x000D_"),
        ("_xyz_", "_xyz_"),
    ],
    ids=["null", "vertical", "return", "surrogate", "non-character", "tab", "escape", "no escape"],
)
def test_control_characters(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned


def test_text_longer_than_a_cell_is_refused_with_its_place() -> None:
    with pytest.raises(WorkbookError, match=r"'1 시험 사업' 시트 A\d 칸의 글이 .* 32,767자를 넘습니다"):
        render_xlsx(document_of(Bullets((Line("○", 0, ("가" * 32_768,)),))))


@given(st.lists(st.text(max_size=50), max_size=8))
def test_sheet_names_are_valid_and_unique(wanted: list[str]) -> None:
    taken: set[str] = set()
    names = [unique_sheet_name(each, taken) for each in wanted]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert name
        assert len(name.encode("utf-16-le")) <= 62
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]", name)
        assert name.strip("'") == name


def test_sheet_names_differ_where_titles_do_not() -> None:
    programmes = tuple(
        Section(f"key-{n}", "programme", "1", "「사업」 [가]/나: 다*? 아주 긴 이름의 사업을 위한 시험 " * 2)
        for n in range(3)
    )
    document = replace(document_of(), sections=programmes)
    names = opened(render_xlsx(document)).sheetnames[1:]
    assert len(set(names)) == 3
    assert names[1].endswith("… (2)")


# -------------------------------------------------------------------------------------------------- same bytes


def test_the_same_bytes_for_the_same_document(workbook_bytes: bytes) -> None:
    assert render_xlsx(sample_document()) == workbook_bytes
    code = (
        "import sys, hashlib; from tests.reports.sample import sample_document; from reports.render.xlsx import render_xlsx;"
        "print(hashlib.sha256(render_xlsx(sample_document())).hexdigest(), 'django' in sys.modules)"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": "America/New_York"}
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
        )
        digest, django_loaded = done.stdout.split()
        assert django_loaded == "False"
        assert digest == sha256(workbook_bytes).hexdigest()
    with ZipFile(BytesIO(workbook_bytes)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_workbook_is_dated_by_the_document() -> None:
    document = document_of()
    for published, expected in ((date(2018, 7, 17), (2018, 7, 17)), (None, (2018, 7, 1))):
        properties = opened(render_xlsx(replace(document, published_on=published))).properties
        assert properties.created.timetuple()[:3] == properties.modified.timetuple()[:3] == expected
    assert (properties.title, properties.creator, properties.language) == ("2018 주요업무보고", "정책관", "ko-KR")


# ------------------------------------------------------------------------------------------------------- charts


def referred(workbook: Workbook, formula: str) -> list[object]:
    match = re.fullmatch(r"'(.+)'!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?", formula)
    assert match
    name, first, top, last, bottom = match.groups()
    area = workbook[name.replace("''", "'")][f"{first}{top}:{last or first}{bottom or top}"]
    return [cell.value for row in area for cell in row]


def drawn(sheet: Worksheet) -> Iterator[tuple[list[str], list[str]]]:
    """Of each chart of the sheet the addresses of its labels and of its values, a series each."""
    for chart in sheet._charts:  # type: ignore[attr-defined]
        yield [each.cat.strRef.f for each in chart.series], [each.val.numRef.f for each in chart.series]
        assert chart.x_axis.delete is False
        assert chart.y_axis.delete is False


def test_charts_draw_the_cells_of_their_tables(workbook_bytes: bytes) -> None:
    results = opened(workbook_bytes, results=True)
    (execution,) = drawn(results[SHEETS["budget"]])
    divisions = ["계", "일자리정책담당관", "노동정책담당관", "사회적경제담당관"]
    assert [referred(results, each) for each in execution[0]] == [divisions]
    expected = [124144 / 237715, 100177 / 187341, 5553 / 19490, 18414 / 30884]
    assert referred(results, execution[1][0]) == pytest.approx(expected, abs=1e-15)
    (achievement,) = drawn(results[SHEETS["jobs"]])
    assert [referred(results, each)[:2] for each in achievement[1]] == [[76692, 70924], [48697, 50825]]
    trends = list(drawn(results[SHEETS["policy"]]))
    assert len(trends) == 10
    assert referred(results, trends[2][0][0]) == ["2016", "2017", "2018", "2019", "2020"]
    assert referred(results, trends[2][1][0]) == [2519, 11619, 10774, 11000, 11000]
    assert referred(results, trends[2][1][1]) == [2519, 11619]


def test_charts_have_titles_and_descriptions(workbook_bytes: bytes) -> None:
    with ZipFile(BytesIO(workbook_bytes)) as archive:
        drawings = {
            name: archive.read(name).decode()
            for name in archive.namelist()
            if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)
        }
        charts = "".join(
            archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/chart")
        )
    assert len(re.findall("<c:chart |<chart ", "".join(drawings.values()))) == 12
    described = re.findall(r'descr="([^"]+)"', "".join(drawings.values()))
    assert len(described) == 12
    assert described[0].startswith("예산 집행률은 전체 52.2%이며")
    unescaped = re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), charts)
    for title in ("담당관별 예산 집행률", "사업대상별 일자리 목표 대비 실적", "사회적경제 기업수(누계) (개)"):
        assert title in unescaped


def test_a_chart_with_a_missing_value_draws_no_zero() -> None:
    """The text `-` would be drawn as zero: a block beside the printed area says that there is nothing."""
    table = table_of(["가", figure(count(3))], ["나", figure(Blank())], ["다", figure(count(5))])
    points = tuple(
        Point(str(row.cells[0].text), row.cells[1].content, Ref(number, 1))
        for number, row in enumerate(table.body)
        if isinstance(row.cells[1].content, Figure)
    )
    chart = Chart("chart", "bars", "그림", "가 3, 다 5", "table", (Series("실적", "개", points),))
    data = render_xlsx(document_of(table, chart))
    (found,) = drawn(opened(data).worksheets[1])
    assert referred(opened(data, results=True), found[1][0]) == [3, "#N/A", 5]
    assert referred(opened(data), found[0][0]) == ["가", "나", "다"]
    formulas = referred(opened(data), found[1][0])
    assert all(re.fullmatch(r"=IF\(ISNUMBER\(('.+'!\$B\$\d+)\),\1,NA\(\)\)", str(formula)) for formula in formulas)
    sheet = opened(data).worksheets[1]
    printed_to = str(sheet.print_area).rpartition("$")[0][-1]
    assert printed_to < found[1][0].split("$")[1]


def test_a_chart_of_points_without_cells_gets_their_numbers() -> None:
    table = table_of(["가", figure(count(3))])
    points = (Point("나", Figure(count(7))), Point("다", None), Point("라", Figure(Percent(Decimal(50)))))
    chart = Chart("chart", "bars", "그림", "", "table", (Series("실적", "%", points),))
    workbook = opened(render_xlsx(document_of(table, chart)))
    (found,) = drawn(workbook.worksheets[1])
    assert referred(workbook, found[1][0]) == [7, None, 0.5]
