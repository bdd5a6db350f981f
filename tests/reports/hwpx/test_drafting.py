"""Odd files of offices, and what draft of a part each becomes."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.document import Bullets, Cell, Column, Document, Heading, Line, Row, Section, Table
from reports.hancom.drafting import Draft, drafted
from reports.hancom.opening import opened
from reports.render.hwpx import render_hwpx
from tests.reports.sample import sample_document

from .odd import file, grid, p, section, tbl, tc

MERGED = tbl(
    tc(p("구분"), 0, 0, rows=2, head=True) + tc(p("실적"), 0, 1, columns=2, head=True),
    tc(p("상반기"), 1, 1, head=True) + tc(p("하반기"), 1, 2, head=True),
    tc(p("상담"), 2, 0) + tc(p("1,234"), 2, 1) + tc(p("-"), 2, 2),
)
FILES: dict[str, tuple[bytes, str]] = {
    "our own marks": (
        file(p("□ 개요"), p("○ 첫째"), p("  - 둘째"), p("    · 셋째")),
        "□ 개요\n○ 첫째\n  - 둘째\n    · 셋째",
    ),
    "marks without spaces": (file(p("□개요"), p("○첫째"), p("-둘째")), "□ 개요\n○ 첫째\n  - 둘째"),
    "small circles": (file(p("◦ 첫째"), p("ㅇ 둘째"), p("● 셋째")), "○ 첫째\n○ 둘째\n○ 셋째"),
    "letters of Hancom's own": (file(p("\uf06e 개요"), p("\uf06d 첫째"), p("\uf06c 둘째")), "□ 개요\n○ 첫째\n○ 둘째"),
    "long dashes": (file(p("○ 첫째"), p(" – 둘째"), p(" ㅡ 셋째")), "○ 첫째\n  - 둘째\n  - 셋째"),
    "other middle dots": (file(p("• 하나"), p("ㆍ 둘"), p("∙ 셋")), "    · 하나\n    · 둘\n    · 셋"),
    "remarks": (file(p("※ 참고"), p("☞ 봄")), "※ 참고\n※ 봄"),
    "arrows": (file(p("▷ 하나"), p("► 둘")), "▶ 하나\n▶ 둘"),
    "a gist": (file(p("◆ 요지 하나"), p("◇ 요지 둘"), p("□ 개요")), "[요지]\n◆ 요지 하나\n◆ 요지 둘\n□ 개요"),
    "circled numbers": (file(p("① 첫째"), p("② 둘째")), "① 첫째\n② 둘째"),
    "numbered heads": (file(p("1. 개요"), p("가. 첫째"), p("Ⅱ. 현황")), "□ 개요\n○ 첫째\n□ 현황"),
    "a year is no number of a head": (file(p("2018. 7월 개관")), "2018. 7월 개관"),
    "a number below zero": (file(p("-5% 줄어듦")), "−5% 줄어듦"),
    "levels by spaces": (
        file(p("□ 개요"), p(" 첫째"), p("  둘째"), p("    셋째")),
        "□ 개요\n○ 첫째\n  - 둘째\n    · 셋째",
    ),
    "levels by styles": (
        file(p("개요", style=1), p("첫째", style=2), p("둘째", style=3)),
        "□ 개요\n○ 첫째\n  - 둘째",
    ),
    "a mark goes before a style": (file(p("- 둘째", style=1)), "  - 둘째"),
    "plain lines": (file(p("글만 있는 줄"), p("또 한 줄")), "글만 있는 줄\n또 한 줄"),
    "blank lines": (file(p(), p("○ 첫째"), p("   "), p("○"), p("○ 둘째")), "○ 첫째\n○ 둘째"),
    "hard spaces": (
        file("<hp:p><hp:run><hp:t>○<hp:nbSpace/>한<hp:fwSpace/>줄<hp:tab/>끝</hp:t></hp:run></hp:p>"),
        "○ 한 줄 끝",
    ),
    "an end of a line": (
        file("<hp:p><hp:run><hp:t>○ 첫째<hp:lineBreak/>- 둘째</hp:t></hp:run></hp:p>"),
        "○ 첫째\n  - 둘째",
    ),
    "several runs": (
        file("<hp:p><hp:run><hp:t>○ 첫</hp:t></hp:run><hp:run><hp:t>째 줄</hp:t></hp:run></hp:p>"),
        "○ 첫째 줄",
    ),
    "braces": (file(p("○ {일자리} 값")), "○ ｛일자리｝ 값"),
    "a bar": (file(p("○ 상반기 | 하반기")), "○ 상반기 / 하반기"),
    "a box of one cell": (file(p(inner=tbl(tc(p("◆ 요지") + p("- 아래"), 0, 0)))), "[요지]\n◆ 요지\n  - 아래"),
    "a box of a title and a text": (
        file(p(inner=tbl(tc(p("□ 제목"), 0, 0), tc(p("○ 글"), 1, 0)))),
        "□ 제목\n○ 글",
    ),
    "boxes within each other": (file(p(inner=tbl(tc(p(inner=tbl(tc(p("○ 안"), 0, 0))), 0, 0)))), "○ 안"),
    "a drawn box": (
        file(p(inner="<hp:rect><hp:drawText><hp:subList>" + p("○ 상자 글") + "</hp:subList></hp:drawText></hp:rect>")),
        "○ 상자 글",
    ),
    "running heads and notes are left out": (
        file(p("○ 글", inner="<hp:ctrl><hp:header><hp:subList>" + p("머리말") + "</hp:subList></hp:header></hp:ctrl>")),
        "○ 글",
    ),
    "a table": (file(p("○ 현황"), p(inner=grid(("구분", "값"), ("상담", "12")))), "○ 현황\n[표: 가져온 표 1]"),
    "a caption in brackets": (file(p("<상담 현황>"), p(inner=grid(("구분", "값"), ("상담", "12")))), "[표: 상담 현황]"),
    "a unit above a table": (
        file(p("<상담 현황>"), p("(단위 : 명, '18.6.30 기준)"), p(inner=grid(("구분", "값"), ("상담", "12")))),
        "[표: 상담 현황]",
    ),
    "two tables of one name": (
        file(
            p("<현황>"), p(inner=grid(("가", "나"), ("1", "2"))), p("<현황>"), p(inner=grid(("가", "나"), ("1", "2")))
        ),
        "[표: 현황]\n[표: 현황 2]",
    ),
    "an empty table": (file(p("○ 글"), p(inner=grid(("", ""), ("", "")))), "○ 글"),
    "a line and a table in one paragraph": (file(p("○ 글", inner=grid(("가", "나")))), "○ 글\n[표: 가져온 표 1]"),
    "two sections": (
        file(
            p("○ 첫째"),
            **{"Contents/section1.xml": section(p("○ 둘째")), "Contents/section10.xml": section(p("○ 셋째"))},
        ),
        "○ 첫째\n○ 둘째\n○ 셋째",
    ),
    "no header": (file(p("○ 글", style=1), **{"Contents/header.xml": None}), "○ 글"),
    "no properties": (file(p("○ 글"), **{"Contents/content.hpf": None}), "○ 글"),
    "nothing": (file(), ""),
}


@pytest.mark.parametrize("name", FILES)
def test_outline(name: str) -> None:
    content, text = FILES[name]
    assert drafted(opened(content)).text == text


def of(table: str, *above: str) -> Draft:
    return drafted(opened(file(*map(p, above), p(inner=table))))


def test_merged_cells_stay_merged() -> None:
    (table,) = of(MERGED).tables
    assert (table.grid.rows, table.grid.columns, table.heads) == (3, 3, 2)
    cells = {at: (each.text, each.rows, each.columns) for at, each in table.grid}
    assert cells[0, 0] == ("구분", 2, 1)
    assert cells[0, 1] == ("실적", 1, 2)
    assert cells[2, 1] == ("1,234", 1, 1)


def test_unit_date_and_caption_belong_to_the_table() -> None:
    (table,) = of(grid(("구분", "값"), ("상담", "12")), "[상담 현황]", "(단위 : 명, '18.6.30 기준)").tables
    assert (table.caption, table.unit, table.as_of, table.heads) == ("상담 현황", "명", "'18.6.30", 1)


def test_a_table_within_a_table_becomes_lines_of_its_cell() -> None:
    (table,) = of(tbl(tc(p("가"), 0, 0) + tc(p(inner=grid(("1", "2"), ("3", "4"))), 0, 1))).tables
    assert table.grid.cells[0, 1].text == "1 2\n3 4"


def test_cells_that_overlap_or_are_missing() -> None:
    wrong = tbl(tc(p("가"), 0, 0, columns=2) + tc(p("나"), 0, 1), tc(p("다"), 1, 1))
    (table,) = of(wrong).tables
    assert {at: each.text for at, each in table.grid} == {(0, 0): "가", (1, 0): "", (1, 1): "다"}


def test_a_table_that_is_too_large_is_told() -> None:
    draft = of(tbl(*(tc(p("1"), row, 0) + tc(p("2"), row, 1) for row in range(201))))
    assert draft == Draft("", (), ("1번째 표는 너무 커서(201행 2열) 옮기지 않았습니다.",))


def test_names_that_the_part_has_are_not_taken() -> None:
    draft = drafted(opened(file(p("<현황>"), p(inner=grid(("가",), ("1",), ("2",))))), names=("현황",))
    assert draft.text == "[표: 현황 2]"


# ----------------------------------------------------------------------------------------- written and read in again

words = st.text(alphabet="가나다상담 0123456789,.%()'·", min_size=1, max_size=30).map(
    lambda text: f"글 {' '.join(text.split())}".strip()
)
lines = st.lists(
    st.tuples(st.sampled_from(["○", "-", "·"]), words).map(
        lambda each: Line(each[0], {"○": 0, "-": 1, "·": 2}[each[0]], (each[1],))
    ),
    min_size=1,
    max_size=5,
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns, rows = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    body = []
    for _ in range(rows):
        wide = draw(st.booleans())
        texts = [draw(words) for _ in range(columns - wide)]
        body.append(Row(tuple(Cell(text, colspan=2 if wide and not at else 1) for at, text in enumerate(texts))))
    head = Row(tuple(Cell(draw(words), head=True) for _ in range(columns)))
    return Table("t", draw(words), (Column(),) * columns, (head,), tuple(body), "명", "'18.6.30")


@st.composite
def papers(draw: st.DrawFn) -> tuple[Document, str, Table]:
    """A document of one part that we write, the text that stands in it, and its table."""
    table, said = draw(tables()), draw(st.lists(st.tuples(words, lines), min_size=1, max_size=3))
    blocks: list[Heading | Bullets | Table] = []
    text = []
    for heading, own in said:
        blocks += [Heading(heading), Bullets(tuple(own))]
        text += [f"□ {heading}", *("  " * each.level + f"{each.mark} {each.text}" for each in own)]
    other = Section("labour-2", "programme", "2", "다른 사업", (Bullets((Line("○", 0, ("남의 글",)),)),))
    part = Section("labour-1", "programme", "1", "사업", (*blocks, table))
    return replace(sample_document(), sections=(part, other)), "\n".join(text), table


@settings(max_examples=15)
@given(papers())
def test_what_we_write_is_read_in_as_it_was(made: tuple[Document, str, Table]) -> None:
    document, text, table = made
    draft = drafted(opened(render_hwpx(document)), key="labour-1")
    (came,) = draft.tables
    assert draft.text == f"{text}\n[표: {came.name}]"
    assert (came.caption, came.unit, came.as_of, came.heads) == (table.caption, "명", "'18.6.30", 1)
    rows = [[(cell.text, cell.colspan) for cell in row.cells] for row in (*table.head, *table.body)]
    seen: list[list[tuple[str, int]]] = [[] for _ in rows]
    for (row, _), each in came.grid:
        seen[row].append((each.text, each.columns))
    assert seen == rows
