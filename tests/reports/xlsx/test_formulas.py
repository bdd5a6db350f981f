"""Figures and formulas of the workbook, recalculated by LibreOffice."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from reports.document import (
    Cell,
    Ref,
    Sum,
)
from reports.editions import publishing
from reports.models import Briefing
from reports.render.xlsx import render_xlsx
from reports.values import Figure, Recorded
from tests.reports.sample import sample_document
from tests.reports.xlsx.opened import (
    SHEETS,
    Shown,
    cells,
    count,
    document_of,
    figure,
    find,
    formula_tables,
    many_values,
    opened,
    printed_rows,
    recalculated,
    table_of,
    tables,
)

# Both engines give the same bytes (editions/test_publishing.py): what stands in them is tried on one.
pytestmark = [pytest.mark.slow, pytest.mark.any_engine]


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
