"""Tables that are pasted: taken whole, or refused with one sentence; and the steps by which a grid is changed."""

import html
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.desk.free_making import FreeMaking
from reports.tables.description import FreeTable
from reports.tables.faults import fault_of
from reports.tables.grids import MOST_CELLS, Grid, GridError, Spanned
from reports.tables.pasting import PasteError, pasted
from tests.choosing import amount

from .copied import EXCEL, HANCOM

TRIES = amount("PASTES", 40, long=400)


def texts(grid: Grid) -> list[tuple[tuple[int, int], str, int, int]]:
    return [(at, each.text, each.rows, each.columns) for at, each in grid if each.text]


def test_what_excel_copies_keeps_its_merges_and_widths() -> None:
    found = pasted(EXCEL)
    assert texts(found.grid) == [
        ((0, 0), "구분", 2, 1),
        ((0, 1), "2018년", 1, 2),
        ((0, 3), "비고", 2, 1),
        ((1, 1), "목표", 1, 1),
        ((1, 2), "실적", 1, 1),
        ((2, 0), "무기계약직\n전환", 1, 1),
        ((2, 1), "1,285", 1, 1),
        ((2, 2), "529", 1, 1),
        ((2, 3), "<잔여> & 기타", 1, 1),
    ]
    assert found.widths == (1.6, 0.8, 0.8, 0.8) and found.told == ""


def test_what_hancom_copies_keeps_its_merges_and_paragraphs() -> None:
    found = pasted(HANCOM)
    assert texts(found.grid)[:2] == [((0, 0), "기능", 2, 1), ((0, 1), "위원회", 1, 3)]
    assert texts(found.grid)[-1] == ((2, 3), "위촉직 12\n당연직 3", 1, 1)


def test_lines_with_tabs_are_a_table_too() -> None:
    found = pasted('구분\t"두 줄\r\n머리"\r\n가\t1\r\n나\r\n')
    assert texts(found.grid) == [
        ((0, 0), "구분", 1, 1),
        ((0, 1), "두 줄\n머리", 1, 1),
        ((1, 0), "가", 1, 1),
        ((1, 1), "1", 1, 1),
        ((2, 0), "나", 1, 1),
    ]
    assert found.heads == 1


def test_hidden_rows_are_left_out_and_told() -> None:
    found = pasted("<table><tr><th>가<tr style='display:none'><td>숨음<tr style='mso-yfti-irow:1'><td>나</table>")
    assert [each.text for _, each in found.grid] == ["가", "나"]
    assert found.told == "숨은 행 1개는 넣지 않았습니다." and found.heads == 1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "붙인 내용이 없습니다"),
        ("   \n\t\n", "붙인 내용이 없습니다"),
        ("<table><tr><td></table>", "글이 있는 칸이 없습니다"),
        ("<table></table>", "보이는 행이 없는"),
        ("<table><tr><td><table><tr><td>가</table></table>", "칸 안에 다른 표"),
        ("<table><tr><td>가</table><table><tr><td>나</table>", "표가 2개"),
        ("<table><tr><td>가<img src=x></table>", "그림이 있는"),
        ("<table><tr><td colspan=99999>가</table>", "합친 칸이 표보다 큽니다"),
        ("<table><tr><td rowspan=3>가<td>나<tr><td>다</table>", "합친 칸이 표보다 큽니다"),
        ("<table><tr><td>가<td rowspan=2>나<tr><td colspan=2>다</table>", "겹칩니다"),
        ("<table><tr><td style='display:none'>가<td>나</table>", "숨은 열"),
        ("<table><tr><td rowspan=2>가<td>나<tr style='display:none'><td>다<tr><td>라<td>마</table>", "숨은 행과"),
        ("<table>" + "<tr>" + "<td>1" * 25 + "</tr>" * 1 + ("<tr>" + "<td>1" * 25) * 199 + "</table>", "너무 큽니다"),
        ("1\t2\n" * 201, "너무 큽니다"),
        ("<table><tr><td>" + "가" * 2_001 + "</table>", "2,000자를"),
        ("가\t" * 2**20 + "가", "너무 깁니다"),
    ],
    ids=lambda each: each[:40],
)
def test_what_cannot_be_taken_whole_is_one_sentence(text: str, word: str) -> None:
    with pytest.raises(PasteError) as refused:
        pasted(text)
    assert word in str(refused.value)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    words = st.text("가나1,2 .%<&>\"'", max_size=6).map(lambda each: " ".join(each.split()))
    grid = Grid(
        rows, columns, {(row, column): Spanned(draw(words)) for row in range(rows) for column in range(columns)}
    )
    for _ in range(draw(st.integers(0, 3))):
        corners = [(draw(st.integers(0, rows - 1)), draw(st.integers(0, columns - 1))) for _ in range(2)]
        try:
            grid = grid.merged(*corners)
        except GridError:
            continue
    return grid


def as_html(grid: Grid) -> str:
    rows: list[str] = [""] * grid.rows
    for (row, _), each in grid:
        inside = "<br>".join(map(html.escape, each.text.split("\n")))
        rows[row] += f"<td rowspan={each.rows} colspan={each.columns}>{inside}</td>"
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


@settings(max_examples=TRIES)
@given(grids())
def test_a_pasted_table_is_described_and_read_back_as_it_was(grid: Grid) -> None:
    if not any(each.text for each in grid.cells.values()):
        return
    found = pasted(as_html(grid)).grid
    assert found == grid
    making = FreeMaking(found, heads=0)
    table = FreeTable.model_validate({**making.description, "key": "made"})
    assert fault_of(table) == ""
    assert FreeMaking.of(table).grid == grid
    assert FreeMaking.of(table).description == making.description


@settings(max_examples=TRIES)
@given(grids(), st.data())
def test_no_step_loses_a_text_or_leaves_a_hole(grid: Grid, data: st.DataObject) -> None:
    row = data.draw(st.integers(0, grid.rows - 1))
    column = data.draw(st.integers(0, grid.columns - 1))
    steps = {
        "add": lambda: grid.row_added(row),
        "move": lambda: grid.row_moved(row, data.draw(st.sampled_from([1, -1]))),
        "column": lambda: grid.column_step(lambda own: own.row_added(column)),
        "split": lambda: grid.split((row, column)),
        "sort": lambda: grid.ordered(column, 0, descending=data.draw(st.booleans())),
    }
    name = data.draw(st.sampled_from(sorted(steps)))
    try:
        made = steps[name]()
    except GridError:
        return
    assert sorted(filter(None, (each.text for each in made.cells.values()))) == sorted(
        filter(None, (each.text for each in grid.cells.values()))
    )
    assert sum(each.rows * each.columns for each in made.cells.values()) == made.rows * made.columns
    for place in ((row, column), (made.rows - 1, made.columns - 1)):
        made.covering(place)


def test_steps_that_cannot_be_taken_say_why() -> None:
    grid = Grid(3, 2, {(row, column): Spanned(f"{row}{column}") for row in range(3) for column in range(2)})
    merged = grid.merged((0, 0), (1, 0))
    assert merged.cells[0, 0] == Spanned("00\n10", 2, 1)
    steps: list[tuple[Callable[[], Grid], str]] = [
        (lambda: merged.merged((1, 0), (2, 0)), "일부만"),
        (lambda: merged.merged((0, 0), (9, 9)), "없는 칸"),
        (lambda: merged.row_moved(2, -1), "먼저 나누어"),
        (lambda: merged.ordered(1, 0, descending=False), "먼저 나누어"),
        (lambda: Grid(1, 1, {(0, 0): Spanned("")}).row_removed(0), "하나 남은"),
        (lambda: Grid(MOST_CELLS // 10, 10, {}).row_added(0), "까지입니다"),
    ]
    for take, word in steps:
        with pytest.raises(GridError, match=word):
            take()
    assert merged.row_removed(0).cells[0, 0] == Spanned("00\n10")
    assert [merged.split((1, 0)).cells[at].text for at in ((0, 0), (1, 0))] == ["00\n10", ""]
    numbers = Grid(4, 1, {(row, 0): Spanned(text) for row, text in enumerate(("1,200명", "", "△3", "가"))})
    assert [each.text for _, each in numbers.ordered(0, 0, descending=False)] == ["△3", "1,200명", "가", ""]
