"""How the pages of the PDF are filled: measured on the set page, line by line."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

from reports.document import Block, Bullets, Cell, Chart, Column, Document, Heading, Section, Table
from reports.editions.publishing import document_of
from reports.models import Briefing
from reports.render import pdf
from reports.render.fitting import setting_of
from reports.values import CountWithRate, Figure, Percent

from .sample.building import head, line, quantity, row
from .test_pdf import small

# Both engines give the same bytes (editions/test_publishing.py): what stands in them is tried on one.
pytestmark = pytest.mark.any_engine

XHTML = "{http://www.w3.org/1999/xhtml}"
TOP, FOOT = 60.0, 801.0
"""Between running head and page number, in points from the top."""
SUB_ITEM = re.compile(r"[-·※▶]")
HEAD = re.compile(r"□|[①-⑳]|\d+ \S")


class Line(NamedTuple):
    """A line of a page: its words from left to right, where it lies, and how high its letters are."""

    text: str
    top: float
    bottom: float
    height: float


Page = list[Line]


def pages_of(document: Document, folder: Path) -> list[Page]:
    """The lines of each page between head and foot, from the top."""
    file = folder / "pages.pdf"
    file.write_bytes(pdf.render_pdf(document))
    shown = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, check=True).stdout
    return [list(_lines(page)) for page in ElementTree.fromstring(shown).iter(f"{XHTML}page")]


def _lines(page: ElementTree.Element) -> Iterator[Line]:
    words = [
        (float(word.get("yMin", 0)), float(word.get("yMax", 0)), float(word.get("xMin", 0)), word.text or "")
        for word in page.iter(f"{XHTML}word")
    ]
    inside = sorted(word for word in words if word[0] > TOP and word[1] < FOOT)
    begun = 0.0
    numbers = []
    for top, bottom, _, _ in inside:
        begun = begun if top < begun + (bottom - top) / 2 else top
        numbers.append(begun)
    for _, found in groupby(zip(numbers, inside, strict=True), key=lambda each: each[0]):
        line = sorted((word for _, word in found), key=lambda word: word[2])
        yield Line(
            " ".join(word[3] for word in line),
            min(word[0] for word in line),
            max(word[1] for word in line),
            min(word[1] - word[0] for word in line),
        )


@pytest.fixture
def document(briefing_data: None) -> Document:
    return document_of(Briefing.objects.get())


@pytest.fixture
def pages(document: Document, tmp_path: Path) -> list[Page]:
    """The pages of July's briefing from the first part on."""
    return pages_of(document, tmp_path)[2:]


def begins_a_section(page: Page, document: Document) -> bool:
    return page[0].text in {f"{section.mark} {section.title}" for section in document.walk()}


def heads(document: Document) -> set[str]:
    return {
        f"{block.number or '□'} {block.title}"
        for section in document.walk()
        for block in section.blocks
        if isinstance(block, Heading)
    }


@pytest.mark.django_db
def test_no_page_begins_with_a_stray_item_or_ends_with_a_head_or_is_left_half_empty(
    document: Document, pages: list[Page]
) -> None:
    titles = heads(document)
    assert len(pages) > 30
    for number, (page, following) in enumerate(pairwise([*pages, []]), 3):
        assert not SUB_ITEM.match(page[0].text), (number, page[0].text)
        last = page[-1].text
        assert (last not in titles and not re.match("□|[①-⑳] ", last)) or begins_a_list(page), (number, last)
        if following and not begins_a_section(following, document):
            assert page[-1].bottom > TOP + 0.6 * (FOOT - TOP), (number, page[-1])


def begins_a_list(page: Page) -> bool:
    """Whether the page lists the sections that follow."""
    return bool(re.match(r"Ⅲ|\d\. ", page[0].text))


@pytest.mark.django_db
def test_nothing_is_said_twice_in_a_row(document: Document, pages: list[Page]) -> None:
    for page in pages:
        for above, below in pairwise(page):
            assert not _letters(below.text) or _letters(above.text) != _letters(below.text), below.text
    for section in document.walk():
        for first, second in pairwise(section.blocks):
            if isinstance(second, Table) and second.caption:
                assert _letters(second.caption) != _letters(_last_words(first)), second.caption
            if isinstance(second, Heading):
                assert _letters(second.title) != _letters(_last_words(first)), second.title


def _letters(text: str) -> str:
    return re.sub(r"[\W\d]", "", text.split("(단위")[0])


def _last_words(block: Block) -> str:
    return block.title if isinstance(block, Heading) else block.lines[-1].text if isinstance(block, Bullets) else ""


@pytest.mark.django_db
def test_tables_are_set_as_large_as_is_read_across_a_table(document: Document, tmp_path: Path) -> None:
    tables = [
        replace(block, caption="", unit="", as_of="", notes=())
        for section in document.walk()
        for block in section.blocks
        if isinstance(block, Table)
    ]
    assert len(tables) > 10
    body = Bullets((line("○", 0, "본문의 크기"),))
    sections = tuple(
        Section(f"table-{number}", "part", str(number), "제목", (body, table)) for number, table in enumerate(tables)
    )
    sheets = pages_of(replace(document, sections=sections), tmp_path)[2:]
    for page in sheets:
        unit = next((each.height for each in page if "본문의 크기" in each.text), None)
        for each in page[2 if unit else 0 :]:
            assert each.height >= (unit or each.height) / 12.5 * 11 - 0.05, each.text


@pytest.mark.parametrize("columns", [4, 10, 14])
def test_a_table_is_set_smaller_only_as_far_as_its_numbers_need(tmp_path: Path, columns: int) -> None:
    cells = [Figure(quantity(123_456 + each)) for each in range(columns)]
    table = Table(
        "t", "", (Column("left"), *(Column(),) * columns), (head("갑", *["을"] * columns),), (row("병", cells),)
    )
    page = pages_of(small(Bullets((line("○", 0, "본문의 크기"),)), table), tmp_path)[2]
    unit = next(each.height for each in page if "본문의" in each.text) / 12.5
    assert page[-1].text == " ".join(["병", *(cell.text for cell in cells)])
    size = page[-1].height / unit
    assert size == pytest.approx({4: 11, 10: 10.5, 14: 8.5}[columns], abs=0.1)


@pytest.mark.parametrize("lines", range(10, 34, 3))
def test_an_item_stays_with_what_is_said_below_it(tmp_path: Path, lines: int) -> None:
    """Wherever the page ends: in an item with items of its own below, also within a numbered group."""
    item = (
        line("○", 1, "항목"),
        line("-", 2, "둘째"),
        line("·", 3, "셋째"),
        line("·", 3, "셋째"),
        line("-", 2, "둘째"),
    )
    blocks = (Bullets((line("○", 0, "앞"),) * lines), Heading("머리"), Bullets((line("①", 0, "묶음"), *item * 3)))
    for page in pages_of(small(*blocks), tmp_path)[3:]:
        assert re.match("□ 머리|① 묶음|○ ", page[0].text), page[0].text
    for page in pages_of(small(*blocks), tmp_path)[2:]:
        assert not re.match("□|①", page[-1].text), page[-1].text


def test_an_item_longer_than_a_page_is_parted(tmp_path: Path) -> None:
    lines = (line("○", 0, "긴 항목"), *(line("-", 1, f"{number}째") for number in range(90)))
    pages = pages_of(small(Bullets(lines)), tmp_path)[2:]
    assert len(pages) > 2
    assert [each.text for page in pages for each in page if each.text.startswith("-")] == [
        f"- {number}째" for number in range(90)
    ]


@pytest.mark.django_db
def test_a_chart_is_called_what_it_draws(document: Document) -> None:
    """A rate where its points are rates, and no rate where they are amounts."""
    charts = [block for section in document.walk() for block in section.blocks if isinstance(block, Chart)]
    assert len(charts) == 3
    for chart in charts:
        values = [point.value.value for series in chart.series for point in series.points if point.value]
        if any(isinstance(value, CountWithRate) for value in values):
            assert not re.search(r"[율률]$", chart.title), chart.title
        elif all(isinstance(value, Percent) for value in values):
            assert re.search(r"[율률]$", chart.title), chart.title


@pytest.mark.django_db
def test_a_chart_shows_what_the_bars_of_its_table_do_not(document: Document) -> None:
    tables = {block.key: block for section in document.walk() for block in section.blocks if isinstance(block, Table)}
    for section in document.walk():
        for block in section.blocks:
            if isinstance(block, Chart) and block.kind == "bars":
                refs = [point.ref for series in block.series for point in series.points if point.ref]
                columns = tables[block.table].columns
                barred = {ref.column for ref in refs if columns[ref.column].bar and ref.half != "left"}
                assert not barred, block.title


def test_a_cell_of_words_counts_by_its_words() -> None:
    """Words may stand in several lines: a long sentence is no reason for small letters."""
    table = Table(
        "t", "", (Column("left"), Column("left")), (), (row("갑", [Cell("긴 글이 여러 줄에 걸쳐 있습니다 " * 9)]),)
    )
    assert setting_of(table).size == 11
