"""The paper of July 2018 as HWPX."""

from collections import Counter
from xml.etree import ElementTree

import pytest

from reports.document import Chart, Document, Table, placed
from reports.editions.publishing import document_of
from reports.models import Briefing
from reports.render.hwpx import render_hwpx
from tests.reports.printed import CHECKED, numbers, parts
from tests.reports.test_printed import MENDED

from .opened import SeenCell, body, sections, tables
from .rules import broken, q

# Both engines give the same bytes (editions/test_publishing.py): what stands in them is tried on one.
pytestmark = pytest.mark.any_engine


@pytest.fixture
def document(briefing_data: None) -> Document:
    return document_of(Briefing.objects.get())


def test_the_whole_paper(document: Document) -> None:
    content = render_hwpx(document)
    assert broken(content) == []
    assert missing(sections(content)) == {}
    own = {
        block.key: [
            SeenCell(each.row + above, each.column, each.cell.rowspan, each.cell.colspan, each.cell.text)
            for above, rows in ((0, block.head), (len(block.head), block.body))
            for each in placed(rows)
        ]
        for section in document.walk()
        for block in section.blocks
        if isinstance(block, Table)
    }
    assert tables(content) == own
    root = body(content)
    named(root, document)
    told(root, document)


def missing(shown: dict[str, str]) -> dict[str, Counter[str]]:
    """The numbers of the source that its part lacks, but for those that only the scan has."""
    lost = {}
    for key in CHECKED:
        slips = Counter({number: count for part, number, count in MENDED if part == key})
        if left := numbers(parts()[key]) - slips - numbers(shown[key]):
            lost[key] = left
    return lost


def named(root: ElementTree.Element, document: Document) -> None:
    """Each figure of a sentence is a field that bears what its text says between the braces, each of a table a named cell."""
    fields = [each.get("name", "") for each in root.iter(q("hp:fieldBegin")) if each.get("type") == "CLICK_HERE"]
    texts = [
        run.reference
        for section in document.walk()
        for line in section.lines
        for run in line.runs
        if not isinstance(run, str) and run.reference
    ]
    assert texts
    assert not Counter(texts) - Counter(fields)
    cells = [each.get("name") for each in root.iter(q("hp:tc")) if each.get("name")]
    assert len(set(cells)) == len(cells) > 100


def told(root: ElementTree.Element, document: Document) -> None:
    """A chart is a picture with its title and its words."""
    charts = [block for section in document.walk() for block in section.blocks if isinstance(block, Chart)]
    said = [each.text for each in root.iter(q("hp:shapeComment"))]
    assert said == [f"{chart.title}. {chart.description}" for chart in charts]
