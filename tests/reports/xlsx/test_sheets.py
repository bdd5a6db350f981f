"""The sheets of the workbook: their tables, links, heights and how they print."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from reports.document import (
    Bullets,
    Cell,
    Gist,
    Heading,
    Line,
    Ref,
    Section,
    Sum,
)
from reports.render.xlsx import render_xlsx
from reports.render.xlsx.values import line_count
from reports.values import Figure
from tests.reports.sample import sample_document
from tests.reports.xlsx.opened import SHEETS, cells, count, document_of, figure, find, opened, table_of

# Both engines give the same bytes (editions/test_publishing.py): what stands in them is tried on one.
pytestmark = [pytest.mark.slow, pytest.mark.any_engine]


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
