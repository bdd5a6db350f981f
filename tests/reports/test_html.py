"""The briefing as one HTML page, and the pieces that the site shows."""

import json
import re
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from reports.document import Bullets, Cell, Column, Document, Gist, Heading, Line, Row, Section, Table
from reports.render.html import render_html, section_shown, whole_shown
from reports.values import Figure, Origin, Quantity

from .panels import panels
from .sample import sample_document
from .sample.building import line, percent, quantity

pytestmark = pytest.mark.any_engine

VOID = {"meta", "br", "link", "img", "hr", "input", "col", "rect", "path", "line", "circle"}


class Reader(HTMLParser):
    """Reads a page: elements with their attributes, the text, and whether every element is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.wrong: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.wrong += self._open

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attributes}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attributes}))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] not in ("script", "style"):
            self.text += data

    def all(self, name: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.elements if tag == name]


@pytest.fixture(scope="module")
def document() -> Document:
    return sample_document()


@pytest.fixture(scope="module")
def html(document: Document) -> str:
    return render_html(document)


def small(*blocks: object, key: str = "one", title: str = "제목") -> Document:
    section = Section(key, "part", "Ⅰ", title, blocks)  # type: ignore[arg-type]
    return Document("2018 주요업무보고", "제282회", "위원회", "정책관", "2018. 7.", None, (section,))


# ------------------------------------------------------------------------------------------------- whole page


def test_page_is_well_formed_and_stands_alone(html: str) -> None:
    read = Reader(html)
    assert read.wrong == []
    assert read.all("html")[0]["lang"] == "ko"
    assert not [tag for tag, attributes in read.elements if {"src", "style", "onclick"} & attributes.keys()]
    assert read.all("link") == []
    assert re.findall(r"url\(|@import", html) == []


def test_the_script_stands_in_the_page_without_the_notes_of_its_types(html: str) -> None:
    source = (settings.BASE_DIR / "reports/static/reports/briefing.js").read_text()
    script = html.rpartition("<script>")[2].partition("</script>")[0]
    assert "/**" in source and "/**" not in script and "@type" not in script
    code = [line for line in source.splitlines() if not re.match(r" */?\*", line)]
    assert script.splitlines() == code


def test_identifiers_are_unique_and_references_have_targets(html: str) -> None:
    read = Reader(html)
    identifiers = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    known = set(identifiers)
    for _, attributes in read.elements:
        for name in ("aria-labelledby", "headers"):
            assert set(attributes.get(name, "").split()) <= known
        if attributes.get("href", "").startswith("#"):
            assert attributes["href"][1:] in known


def test_headings_go_down_one_step_at_a_time(html: str) -> None:
    levels = [int(tag[1]) for tag, _ in Reader(html).elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_word_and_figure_of_the_tree_is_on_the_page(document: Document, html: str) -> None:
    text = re.sub(r"\s+", " ", Reader(html).text)
    for section in document.walk():
        assert section.title in text
        for block in section.blocks:
            match block:
                case Heading(title):
                    assert title in text
                case Bullets(lines) | Gist(lines):
                    for each in lines:
                        assert f"{each.mark} {each.text}".strip() in text
                case Table():
                    assert {block.caption, block.scope_note, *block.notes} - {""} <= {
                        found for found in (block.caption, block.scope_note, *block.notes) if found in text
                    }
                    for row in (*block.head, *block.body):
                        for cell in row.cells:
                            for part in cell.text.split("\n"):
                                assert part in text


def test_the_same_document_is_the_same_page(html: str) -> None:
    assert render_html(sample_document()) == html


# ---------------------------------------------------------------------------------------------------- figures


def test_figure_is_a_button_that_names_what_its_panel_says(html: str) -> None:
    told = panels(html)
    button = re.search(
        r'<button type="button" class="figure" data-origins="(\d+)" data-readings="(\d+)" data-measures="(\d+)">1,785명</button>',
        html,
    )
    assert button
    assert told[button[1]]["facts"] == [
        ["지표", "취업"],
        ["구분", "실적"],
        ["값", "1,785명"],
        ["대상 기간", "2018년 상반기(1월~6월)"],
        ["기준일", "2018년 6월 30일"],
        ["입력", "2018년 7월 업무보고 자료"],
    ]
    assert ["달성률", "59.5%"] in told[button[2]]["facts"]
    assert ["정의", "상담을 받고 취업한 사람"] in told[button[3]]["facts"]


def test_what_panels_say_stands_once(html: str) -> None:
    told = [json.dumps(entry) for entry in panels(html).values()]
    assert len(told) == len(set(told))
    named = re.findall(r'data-(?:origins|readings|measures)="([\d ]*)"', html)
    assert {number for numbers in named for number in numbers.split()} == {str(number) for number in range(len(told))}


def test_figure_without_origins_is_plain_text() -> None:
    page = whole_shown(small(Bullets((line("○", 0, "총 ", Figure(quantity(7, "명"))),)))).html
    assert "총 7명" in page
    assert "<button" not in page


def test_recorded_figure_is_marked_and_says_what_was_computed(html: str) -> None:
    assert re.search(r'class="figure recorded" data-origins="\d+ \d+" data-computed="46.4%">51%</button>', html)
    assert 'class="figure recorded" data-origins="">1.7:1</button>' in html


# ----------------------------------------------------------------------------------------------------- tables


def test_cells_under_merged_heads_name_their_heads(html: str) -> None:
    table = html[html.index('<table id="table-staffing"') :]
    table = table[: table.index("</table>")]
    names = dict(re.findall(r'<th id="([^"]+)"[^>]*>([^<]+)<', table))
    cells = re.findall(r'<td headers="([^"]+)"[^>]*>(?:<button[^>]*>)?([^<]+)', table)
    read = {(tuple(names[head] for head in heads.split())): text for heads, text in cells}
    assert read["일자리정책담당관", "일반직", "6급"] == "9/11"
    assert read["계", "정원"] == "81"
    assert read["노동정책담당관", "관리 운영"] == "-"


def test_rows_under_one_head_are_one_group(html: str) -> None:
    table = html[html.index('<table id="table-policy"') :]
    groups = table[: table.index("</table>")].split("<tbody>")[1:]
    assert [group.count("<tr") for group in groups] == [2, 4, 4]
    assert all('scope="rowgroup" class="left" rowspan=' in group for group in groups)


def test_bar_is_as_long_as_its_rate(html: str) -> None:
    table = html[html.index('<table id="table-budget"') :]
    lengths = re.findall(r'class="reached" width="([\d.]+)"', table[: table.index("</table>")])
    assert [round(float(length), 1) for length in lengths] == [52.2, 53.5, 28.5, 59.6]


def test_row_that_is_wider_than_its_columns_is_refused() -> None:
    table = Table("t", "표", (Column(),), (), (Row((Cell("하나"), Cell("둘"))),))
    with pytest.raises(IndexError):
        render_html(small(table))


def test_outline_nests_by_level() -> None:
    lines = (line("※", 1, "가"), line("○", 0, "나"), line("-", 1, "다"), line("·", 2, "라"), line("○", 0, "마"))
    shown = whole_shown(small(Bullets(lines))).html
    outline = re.sub(r'<span class="mark">.</span> ', "", shown[shown.index('<ul class="outline">') :])
    assert outline.startswith(
        '<ul class="outline"><li class="note indented">가</li><li>나<ul><li>다<ul><li>라</li></ul></li></ul></li><li>마</li></ul>'
    )


# ----------------------------------------------------------------------------------------------------- pieces


def test_section_is_shown_with_all_below_it(document: Document) -> None:
    for section in document.walk():
        piece = section_shown(document, section.key).html
        read = Reader(piece)
        assert read.wrong == []
        shown = [attributes["id"] for attributes in read.all("section")]
        assert shown == [f"section-{each.key}" for each in section.walk()]
        assert next(tag for tag, _ in read.elements if re.fullmatch("h[1-6]", tag)) == "h1"


def test_section_takes_the_level_of_its_place(document: Document) -> None:
    piece = section_shown(document, "jobs-2", level=2).html
    assert '<h2 id="section-jobs-2.title"' in piece
    assert '<h3 class="project">' in piece


def test_unknown_section_is_an_error(document: Document) -> None:
    with pytest.raises(KeyError):
        section_shown(document, "jobs-99")


@pytest.mark.parametrize("key", ["", "a--b", "-a", "a b", "a>b", "a\n"])
def test_key_that_could_break_the_page_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="이름"):
        render_html(small(key=key))


def test_key_that_is_taken_is_refused() -> None:
    twice = (Section("a", "part", "Ⅰ", "하나"), Section("a", "part", "Ⅱ", "둘"))
    with pytest.raises(ValueError, match="두 번"):
        render_html(replace(small(), sections=twice))


def test_whole_has_cover_contents_and_sections_only(document: Document) -> None:
    whole = whole_shown(document).html
    assert Reader(whole).wrong == []
    assert whole.startswith('<article class="briefing">')
    assert "<script" not in whole and "<style" not in whole
    assert 'class="cover"' in whole and 'class="contents"' in whole


def test_origins_of_a_piece_are_those_of_its_figures(document: Document) -> None:
    piece = section_shown(document, "labour-4")
    assert [dict(each["facts"])["값"] for each in json.loads(piece.origins).values()] == [
        "1,157백만원",
        "2,496백만원",
    ]


# -------------------------------------------------------------------------------------------------- escaping

nasty = st.text(
    st.sampled_from("<>&\"'/!-=abc가 \u2028\n") | st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]),
    min_size=1,
)


@given(nasty, nasty)
def test_typed_text_stays_text(text: str, other: str) -> None:
    entered = Origin(other, "실적", text, other, None, text, (other, text))
    table = Table(
        "t",
        text,
        (Column("left"), Column()),
        (Row((Cell(other, head=True), Cell(text, head=True))),),
        (Row((Cell(text, head=True), Cell(Figure(Quantity(percent(1, 3).value, other), (entered,))))),),
        unit=other,
        notes=(text,),
    )
    blocks = (Gist((Line("◆", 0, (text,)),)), Heading(other), Bullets((Line(text[0], 0, (other, text)),)), table)
    document = small(*blocks, title=text)
    page = render_html(document)
    read = Reader(page)
    assert read.wrong == []
    assert len(read.all("section")) == 1 and len(read.all("button")) == 1 and len(read.all("script")) == 2
    origins = whole_shown(document).origins
    assert json.loads(origins)["0"]["facts"][0][1] == other
    assert not set("<>&") & set(origins)
    assert f">{escape(f'33{other}')}</button>" in page
    assert escape(text) in page
    assert Reader(section_shown(document, "one").html).wrong == []
