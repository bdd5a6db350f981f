"""What is printed of a figure that lacks something: its bracket, and `-` for what is made from it."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports.document import Bullets, Cell, Column, Document, Row, Section, Table
from reports.narrative import Narrator
from reports.render.html import render_html, section_shown
from reports.render.pdf import PaperWriter
from reports.render.xlsx import render_xlsx
from reports.render.xlsx.looks import OPEN_TINT
from reports.render.xlsx.values import halves
from reports.tables import head
from reports.values import Blank, CountWithRate, Figure, Percent, Quantity, Recorded
from seoulwork.domain.ledger import AmountRow, BudgetRow, Ledger, Missing, PartRow, Stored, ValueRow
from seoulwork.domain.periods import KOREAN_TIME, Month, Run
from tests.reports.drawn import drawn_cell
from tests.rows import INDICATOR

STAMP = Stored("노동정책담당관 입력 · 2018년 7월 11일")
OWN = INDICATOR
RATIO = replace(OWN, id=2, short_name="취업률", unit="%", accumulation="ratio")
STOCK = replace(OWN, id=3, short_name="잔액", unit="백만원", accumulation="latest")
PARTS = (PartRow(1, 1, "", "청년"), PartRow(2, 1, "", "여성"))
LINES = tuple(
    BudgetRow(number, None, "", "예산현액", "current", "예산현액", 2018, "", source)
    for number, source in ((1, "국비"), (2, "시비"))
)


def row(number: int, run: str, value: int, part: int | None = None, below: int | None = None) -> ValueRow:
    return ValueRow(number, part, Run.parse(run), value, STAMP, below)


RIGHT = Ledger(
    "노동정책담당관",
    Month(2018, 6),
    (),
    (OWN, RATIO, STOCK),
    PARTS,
    (
        *(row(1, f"{year}-{month:02}", 10 * part, part) for year in (2017, 2018) for month in range(1, 7) for part in (1, 2)),
        *(row(1, f"2017-{month:02}", 10 * part, part) for month in range(7, 13) for part in (1, 2)),
        *(row(2, f"2018-{month:02}", 5, None, 10) for month in range(1, 7)),
        row(3, "2018-06", 9_000_000),
    ),
    (row(1, "2018", 100, 1), row(1, "2018", 260, 2), row(3, "2018", 10_000_000)),
    LINES,
    tuple(
        AmountRow(number, Month(2018, month), name, 10_000_000, STAMP)
        for number in (1, 2)
        for name, month in (("예산액", 1), ("지출액", 6))
    ),
)  # fmt: skip


def told(ledger: Ledger, text: str) -> str:
    ((_, line),) = Narrator(ledger, None).lines(text)
    return line.text


def without(number: int, run: str, part: int | None = None) -> Ledger:
    return replace(
        RIGHT,
        actuals=tuple(
            each
            for each in RIGHT.actuals
            if (each.indicator_id, str(each.run.last), each.part_id) != (number, run, part)
        ),
    )


NO_JUNE = replace(RIGHT, actuals=tuple(row for row in RIGHT.actuals if row.run.last != Month(2018, 6)))
NO_YOUTH = replace(RIGHT, actuals=tuple(row for row in RIGHT.actuals if (row.part_id, row.run.last.year) != (1, 2018)))
NO_TARGET = replace(RIGHT, targets=tuple(row for row in RIGHT.targets if row.part_id != 1))
NO_SPENDING = replace(RIGHT, amounts=tuple(row for row in RIGHT.amounts if (row.budget_id, row.name) != (1, "지출액")))


@pytest.mark.parametrize(
    ("ledger", "text", "printed"),
    [
        (RIGHT, "{상담} {상담.달성률} {상담.목표}", "180명 50.0% 360명"),
        (RIGHT, "{상담.증감률}, {상담/청년.구성비}", "0.0%, 33.3%"),
        (RIGHT, "{취업률} {잔액.달성률} {예산현액.집행률}", "50.0% 90.0% 100.0%"),
        (NO_JUNE, "{상담} {상담.달성률} {상담.증감}", "150명(5월까지) - -"),
        (NO_JUNE, "{상담@2018}", "150명(5월까지)"),
        (NO_JUNE, "{상담.기간} {상담}", "'18.1~5월 150명"),
        (NO_JUNE, "{상담.기간} {상담}, 전년 동기대비 {상담.증감률}{상담.방향:화살표}", "'18.1~5월 150명, 전년 동기대비 0.0%변동 없음"),
        (NO_JUNE, "{상담.기간} {상담.달성률} {상담/청년}", "'18.1~5월 - 50명"),
        (NO_JUNE, "{상담/청년.기준일} {상담/청년}", "'18.5월말 50명"),
        (NO_JUNE, "{상담/청년.기준일} {상담/여성}", "'18.5월말 100명"),
        (NO_JUNE, "{상담/청년.연도} {상담/청년}", "'18년 50명(5월까지)"),
        (NO_JUNE, "{취업률} {취업률.분자}", "- 25(5월까지)"),
        (NO_JUNE, "{취업률.기간} {취업률}", "'18.1~5월 50.0%"),
        (replace(NO_JUNE, actuals=(row(3, "2018-04", 1_000_000),)), "{잔액} {잔액.달성률}", "1백만원(4월말 기준) -"),
        (NO_YOUTH, "{상담} {상담/여성.구성비} {상담.방향}", "120명(청년 제외) - -"),
        (NO_YOUTH, "{상담÷상담/여성} {상담.기간}", "- '18.1~6월"),
        (without(1, "2018-06", 1), "{상담}", "170명(청년 5월까지)"),
        (without(1, "2018-03", 1), "{상담}", "170명(청년 3월 제외)"),
        (NO_TARGET, "{상담} {상담.목표} {상담.달성률}", "180명 260명(청년 제외) -"),
        (NO_SPENDING, "{예산현액.지출액} {예산현액.집행률} {예산현액}", "10백만원(국비 제외) - 20백만원"),
        (NO_SPENDING, "{예산현액/시비.집행률}", "100.0%"),
        (RIGHT, "{상담.증감@2017~2018}", "-"),
    ],
)  # fmt: skip
def test_what_lacks_something_says_so_and_gives_no_rate(ledger: Ledger, text: str, printed: str) -> None:
    assert told(ledger, text) == printed


def test_what_is_blank_for_what_is_missing_remembers_it() -> None:
    ((_, line),) = Narrator(NO_YOUTH, None).lines("{상담.달성률}")
    (figure,) = [each for each in line.runs if isinstance(each, Figure)]
    assert (figure.value, figure.missing_words, figure.bracket) == (Blank(), "청년 제외", "")


def test_a_recorded_figure_stands_as_printed() -> None:
    assert told(NO_YOUTH, "{상담.달성률=51%}") == "51%"
    assert Figure(Recorded("51%"), missing=(Missing("part", "청년 제외"),)).text == "51%"


def test_many_things_are_counted_in_the_bracket() -> None:
    figure = Figure(Quantity(Decimal(3), "명"), missing=tuple(Missing("part", f"{name} 제외") for name in "가나다라"))
    assert figure.text == "3명(가 제외 등 4건)"


# ---------------------------------------------------------------------------------------------------------- tables


def test_an_achievement_without_a_part_of_its_target_has_no_rate() -> None:
    cell = drawn_cell(NO_TARGET, beside="달성률")
    assert cell.text == "180 (-)"
    assert drawn_cell(NO_TARGET, "목표").text == "260(청년 제외)"
    assert drawn_cell(RIGHT, beside="달성률").text == "180 (50.0%)"


def test_an_achievement_without_a_part_says_which() -> None:
    cell = drawn_cell(NO_YOUTH, beside="달성률")
    assert cell.text == "120(청년 제외) (-)"
    count, rate = halves(cell, "rate")
    assert (count.content, rate.content) == (120, "-")
    assert count.number_format == '#,##0"(청년 제외)";△#,##0"(청년 제외)";0"(청년 제외)"'


def test_in_a_spreadsheet_an_incomplete_figure_stays_a_number() -> None:
    cell = drawn_cell(NO_JUNE, with_unit=True)
    (shown,) = halves(cell, "")
    assert cell.text == "150명(5월까지)"
    assert shown.content == 150 and shown.number_format.startswith('#,##0"명(5월까지)";')


def test_a_rate_of_a_complete_figure_is_a_rate() -> None:
    figure = Figure(CountWithRate(Quantity(Decimal(5)), Percent(Decimal(50))), missing=(Missing("months", "5월까지"),))
    assert figure.text == "5(5월까지) (50.0%)"


# ------------------------------------------------------------------------------------------------- marks of a draft


def document(*, published: bool) -> Document:
    ((_, line),) = Narrator(NO_YOUTH, None).lines("○ 상담 {상담}, 달성률 {상담.달성률}, 여성 {상담/여성}")
    cell = drawn_cell(NO_YOUTH)
    table = Table("t", "상담", (Column(), Column()), (head("가", "나"),), (Row((Cell("계", head=True), cell)),))
    return Document(
        "주요업무보고",
        "제282회",
        "기획경제위원회",
        "정책관",
        "2018. 7.",
        date(2018, 7, 12) if published else None,
        (Section("part-1", "part", "Ⅰ", "일반현황", (Bullets((line,)), table)),),
        None if published else datetime(2018, 7, 11, 9, 0, tzinfo=KOREAN_TIME),
    )


def test_a_draft_marks_what_is_incomplete_in_html() -> None:
    page = section_shown(document(published=False), "part-1").html
    assert page.count('<span class="open">') == 3
    assert page.count('<span class="unseen"> (미완: 청년 제외)</span>') == 3
    assert '["빠진 것","청년 제외"]' in render_html(document(published=False))


def test_a_published_briefing_has_brackets_and_no_marks() -> None:
    page = render_html(document(published=True))
    assert "120명(청년 제외)" in page
    for word in ('class="open"', 'class="unseen"', "미완", "빠진 것"):
        assert word not in page


def test_a_draft_marks_what_is_incomplete_on_paper() -> None:
    for published in (False, True):
        page = document(published=published)
        writer = PaperWriter(page.draft_note)
        for section in page.sections:
            writer.section(section)
        assert "".join(writer.parts).count('<span class="open">') == (0 if published else 3)


def test_a_draft_tints_what_is_incomplete_in_a_workbook() -> None:
    for published in (False, True):
        book = load_workbook(BytesIO(render_xlsx(document(published=published))))
        tinted = {
            str(cell.value)
            for sheet in book
            for line in sheet.iter_rows()
            for cell in line
            if cell.value is not None and cell.fill.fgColor.rgb == f"00{OPEN_TINT}"
        }
        assert tinted == (set() if published else {"○ 상담 120명(청년 제외), 달성률 -, 여성 120명", "120"})
