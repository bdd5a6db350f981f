"""No text of the document becomes anything but text."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.document import (
    Bullets,
    Chart,
    Gist,
    Heading,
    Line,
    Point,
    Ref,
    Section,
    Series,
)
from reports.render.xlsx import WorkbookError, render_xlsx
from reports.render.xlsx.values import clean_text, unique_sheet_name
from reports.values import Figure
from tests.reports.xlsx.opened import (
    DANGEROUS,
    Shown,
    cells,
    count,
    dangerous_document,
    document_of,
    figure,
    find,
    opened,
    table_of,
)

# Both engines give the same bytes (editions/test_publishing.py): what stands in them is tried on one.
pytestmark = [pytest.mark.slow, pytest.mark.any_engine]


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
