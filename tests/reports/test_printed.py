"""Every number of the printed document of July 2018 stands in the same part of ours, as often as printed."""

import csv
import re
import subprocess
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from reports.document import Bullets, Chart, Document, Gist, Heading, Section
from reports.editions.publishing import document_of
from reports.models import Briefing
from reports.render.html import section_shown
from reports.render.pdf import render_pdf
from reports.render.xlsx import render_xlsx
from seoulwork.domain.numbers import format_number

from .printed import CHECKED, numbers, parts, table_numbers

# Both engines give the same bytes (editions/test_publishing.py): what stands in them is tried on one.
pytestmark = pytest.mark.any_engine

MENDED = {
    ("labour-3", "2", 2): "the scan reads ㎡ as m^2 and m ² (토지, 연면적)",
}
"""(part, number, how often): numbers that only the scan has, each with its reason."""

ADDED = {
    ("part-2", "1 2 3"): "the 추진목표 carry the numbers of their chapters",
    ("part-2", "2016 16 12 2017 17 12"): "until when the actuals of the policy indicators count, above their table",
    ("part-2", "2017 2018"): "which years are actuals and which targets, below it",
    ("programmes-3", "2018"): "of which year's target the people are, above their table",
    ("labour-1", "18 7 12"): "하반기 중 as the months that it means",
    ("labour-5", "18 6"): "until when the shelters' figures count, above their table",
    ("socialeconomy-7", "18"): "the year of 10.1~3",
}
"""(part, numbers): what only our document has, each with its reason."""


def without_charts(section: Section) -> Section:
    """Charts repeat the numbers of their tables: a number must stand in text or table to count."""
    blocks = tuple(block for block in section.blocks if not isinstance(block, Chart))
    return replace(section, blocks=blocks, children=tuple(without_charts(child) for child in section.children))


@pytest.fixture
def document(briefing_data: None) -> Document:
    return document_of(Briefing.objects.get())


@pytest.fixture
def plain(document: Document) -> Document:
    return replace(document, sections=tuple(without_charts(section) for section in document.sections))


def missing(key: str, shown: Counter[str]) -> Counter[str]:
    slips = Counter({number: count for part, number, count in MENDED if part == key})
    return numbers(parts()[key]) - slips - shown


def test_html_has_every_printed_number(plain: Document) -> None:
    texts = {key: unescape(re.sub(r"<[^>]+>", " ", section_shown(plain, key).html)) for key in CHECKED}
    assert {key: lost for key in CHECKED if (lost := missing(key, numbers(texts[key])))} == {}


def test_html_has_no_other_number(plain: Document) -> None:
    for key in CHECKED:
        shown = numbers(unescape(re.sub(r"<[^>]+>", " ", section_shown(plain, key).html)))
        added = Counter(number for part, listed in ADDED if part == key for number in listed.split())
        assert shown - numbers(parts()[key]) == added, key


def test_pdf_has_every_printed_number(plain: Document, tmp_path: Path) -> None:
    file = tmp_path / "briefing.pdf"
    file.write_bytes(render_pdf(plain))
    begins = _first_pages(file, plain)
    keys = [section.key for section in plain.walk()]
    losses = {}
    for key in CHECKED:
        after = keys[keys.index(key) + 1 :]
        last = begins[after[0]] - 1 if after else _page_count(file)
        lost = missing(key, numbers(_body_text(file, begins[key], max(begins[key], last))))
        if lost:
            losses[key] = lost
    assert losses == {}


def _first_pages(file: Path, document: Document) -> dict[str, int]:
    """The page on which each section begins, from the bookmarks (which come in printed order)."""
    with pikepdf.open(file) as pdf, pdf.open_outline() as outline:
        pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        targets: list[int] = []

        def visit(items: list[pikepdf.OutlineItem]) -> None:
            for item in items:
                destination: Any = item.destination
                targets.append(pages[destination[0].objgen])
                visit(list(item.children))

        visit([item for item in outline.root if item.title != "목차"])
    return dict(zip([section.key for section in document.walk()], targets, strict=True))


def _page_count(file: Path) -> int:
    with pikepdf.open(file) as pdf:
        return len(pdf.pages)


def _body_text(file: Path, first: int, last: int) -> str:
    """The text between running head and page number."""
    command = [
        "pdftotext",
        "-f",
        str(first),
        "-l",
        str(last),
        "-x",
        "0",
        "-y",
        "60",
        "-W",
        "600",
        "-H",
        "740",
        str(file),
        "-",
    ]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def test_excel_has_every_printed_number_of_a_table(document: Document, tmp_path: Path) -> None:
    (tmp_path / "briefing.xlsx").write_bytes(render_xlsx(document))
    every_sheet = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false,false,false,-1"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            every_sheet,
            "--outdir",
            str(tmp_path),
            str(tmp_path / "briefing.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    losses = {}
    for key in CHECKED:
        division, number = key.rsplit("-", 1)
        goal = {"part": "ⅠⅡ"[int(number) - 1] if division == "part" else ""}.get(division) or (
            f"{['programmes', 'labour', 'socialeconomy'].index(division) + 1}-{number}"
        )
        shown: Counter[str] = Counter()
        for sheet in tmp_path.glob(f"briefing-{goal} *.csv"):
            with sheet.open(encoding="utf-8") as lines:
                cells = "\n".join("\t".join(row) for row in csv.reader(lines, delimiter="\t"))
                # LibreOffice writes percentages with all their digits here; the sheet shows one (xlsx/test_formulas.py).
                shown += numbers(re.sub(r"[\d.]+(?=%)", lambda digits: format_number(Decimal(digits[0]), 1), cells))
        assert shown, key
        if lost := table_numbers(parts()[key]) - shown:
            losses[key] = lost
    assert losses == {}


OWN_WORDS = {
    ("programmes-6", "금연구역지킴이"): "the scan reads 금역구역지킴이",
    ("socialeconomy-5", "성과"): "the scan reads 사회적과",
    ("socialeconomy-7", "퀘벡"): "the scan reads 퀵백",
}
"""(part, word): words that only our document has, each with its reason."""


def test_texts_have_no_word_that_was_not_printed(document: Document) -> None:
    """What somebody noted for himself while copying reaches nobody."""
    found = set()
    for section in document.walk():
        if section.key in CHECKED:
            printed = re.sub(r"\W", "", parts()[section.key])
            found |= {(section.key, word) for word in re.findall("[가-힣]+", said(section)) if word not in printed}
    assert found == OWN_WORDS.keys()


def said(section: Section) -> str:
    """The headings and texts of a section, without its tables."""
    texts = []
    for block in section.blocks:
        match block:
            case Heading(title):
                texts.append(title)
            case Bullets(lines) | Gist(lines):
                texts += [line.text for line in lines]
    return "\n".join(texts)
