"""The PDF: what is printed where, how it is tagged, and that it is the same for the same document."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from reports.document import Bullets, Cell, Chart, Column, Document, Heading, Point, Row, Section, Series, Table
from reports.render import layout
from reports.render.fonts import SECOND_FONT, TEXT_FONT, letters
from reports.render.layout import LAYOUTS, Laid, Layouts, laid_out
from reports.render.pdf import keep_each, keep_words, render_pdf
from reports.values import Figure

from .sample import sample_document
from .sample.building import head, line, quantity, row

pytestmark = pytest.mark.slow

Element = pikepdf.Object


@pytest.fixture(scope="module")
def document() -> Document:
    return sample_document()


@pytest.fixture(scope="module")
def content(document: Document) -> bytes:
    return render_pdf(document)


@pytest.fixture(scope="module")
def pdf(content: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(content)) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return texts(content, tmp_path_factory.mktemp("pdf"))


def texts(content: bytes, folder: Path) -> list[str]:
    """The text of each page, spaces put together."""
    file = folder / "briefing.pdf"
    file.write_bytes(content)
    text = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, check=True, text=True).stdout
    return [re.sub(r"\s+", " ", page).strip() for page in text.split("\f")[:-1]]


def small(*blocks: object) -> Document:
    sections = (Section("one", "part", "Ⅰ", "일반현황", blocks),)  # type: ignore[arg-type]
    return Document("2018 주요업무보고", "제282회", "위원회", "정책관", "2018. 7.", None, sections)


def kids(element: Element) -> list[Element]:
    found = element.get("/K")
    if found is None:
        return []
    listed = list(found) if isinstance(found, pikepdf.Array) else [found]
    return [kid for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def below(element: Element) -> Iterator[Element]:
    for kid in kids(element):
        yield kid
        yield from below(kid)


def elements(pdf: pikepdf.Pdf, kind: str) -> list[Element]:
    return [element for element in below(pdf.Root.StructTreeRoot) if f"/{kind}" == element.S]


# ------------------------------------------------------------------------------------------------ what is printed


def test_cover_stands_alone(pages: list[str]) -> None:
    assert pages[0] == "제282회 시의회 임시회 기획경제위원회 2018 주요업무보고 2018. 7. 일자리노동정책관"


def test_contents_name_every_section_with_its_page(document: Document, pages: list[str]) -> None:
    for section in document.walk():
        entry = re.search(rf"{re.escape(f'{section.mark} {section.title}')} (\d+)\b", pages[1])
        assert entry, section.title
        assert f"{section.mark} {section.title}" in pages[int(entry[1]) - 1]


def test_every_page_says_where_it_is(document: Document, pages: list[str]) -> None:
    titles = ["목차", *[f"{section.mark} {section.title}" for section in document.walk()]]
    for number, page in enumerate(pages[1:], start=2):
        foot = re.search(rf"2018 주요업무보고(?: · \w+)? ({'|'.join(map(re.escape, titles))}) - {number} -$", page)
        assert foot, page[-80:]
    assert pages[-1].endswith("2018 주요업무보고 · 노동정책담당관 5 사각지대 노동자 보호 강화 - 16 -")


def test_every_section_begins_a_page(document: Document, pages: list[str]) -> None:
    begun = [
        page for section in document.walk() for page in pages if page.startswith(f"{section.mark} {section.title} ")
    ]
    assert len(begun) == len(set(begun)) == len(list(document.walk()))


def test_text_copies_out_as_clean_korean(pages: list[str]) -> None:
    text = " ".join(pages)
    for words in (
        "○ 청년 취업 전문 상담 창구 운영 : 13,869명 상담(대면·온라인상담), 1,785명 취업",
        "○ '18년 하반기 서울형 강소기업 선정·지원 : '18. 7월~",
        "○ 사업별 중간평가 및 현장 점검 추진 ('18. 6. 14.~7. 6.)",
        "▶ 접수 경쟁률 : 선정계획(100개) 대비 5.4:1 ※ '17년 = 1.7:1",
        "계 237,715 133,238 124,144 52.2%",
        "(단위 : 백만원, '18.6.30 기준)",
    ):
        assert words in text
    assert not re.search(r"[\u00a0\u2060\u200b\ufffd\ue000-\uf8ff]", text)


def test_words_of_a_table_are_not_broken_over_lines(tmp_path: Path) -> None:
    """The column is as wide as its longest word, not narrower."""
    table = Table(
        "t",
        "",
        (Column("left", 1), Column("left", 20)),
        (head("사회적경제담당관", "가"),),
        (row("일자리정책담당관", ["나"]),),
    )
    page = texts(render_pdf(small(table)), tmp_path)[2]
    assert "사회적경제담당관 가" in page
    assert "일자리정책담당관 나" in page


def test_words_are_not_broken_over_lines(tmp_path: Path) -> None:
    sentence = " ".join(
        ["근로기준법", "개정에", "따른", "노동시간", "현장", "안착을", "'18. 7월까지", "지원하는", "시범사업"] * 12
    )
    content = render_pdf(small(Bullets((line("○", 0, sentence),))))
    file = tmp_path / "words.pdf"
    file.write_bytes(content)
    text = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, check=True, text=True).stdout
    broken = text[text.index("○") + 1 : text.rindex("2018 주요업무보고")].split("\n")
    assert len([each for each in broken if each.strip()]) > 5
    words = set(sentence.replace("'18. 7", "'18._7").split())
    for each in broken:
        assert set(each.replace("'18. 7", "'18._7").split()) <= words


def test_recorded_figure_is_plain(pages: list[str]) -> None:
    assert "1,157백만원(51%) 교부" in " ".join(pages)


# ------------------------------------------------------------------------------------------------------ pages


def test_table_repeats_its_head_and_splits_no_row(tmp_path: Path) -> None:
    body = tuple(row(f"{number}행", ["첫 줄\n둘째 줄", Figure(quantity(number, "명"))]) for number in range(60))
    table = Table("long", "긴 표", (Column("left"), Column("left"), Column()), (head("구분", "내용", "인원"),), body)
    pages = texts(render_pdf(small(table)), tmp_path)[2:]
    assert len(pages) > 2
    for page in pages:
        assert "구분 내용 인원" in page
        assert page.count("첫 줄") == page.count("둘째 줄") == page.count("행")


@pytest.mark.parametrize("lines", range(18, 34, 3))
def test_no_head_is_left_alone_at_the_foot(tmp_path: Path, lines: int) -> None:
    table = Table("t", "", (Column("left"), Column()), (head("갑", "을"),), (row("병", [Figure(quantity(1))]),) * 6)
    before = Bullets((line("○", 0, "앞"),) * lines)
    blocks = (before, Heading("머리"), Bullets((line("□", 0, "앞줄"),)), table)
    page = next(page for page in texts(render_pdf(small(*blocks)), tmp_path)[2:] if "머리" in page)
    assert "□ 머리 □ 앞줄 갑 을 병" in page


# ------------------------------------------------------------------------------------------------------- tags


def test_a_table_that_fits_is_not_parted_for_what_follows(tmp_path: Path) -> None:
    """A line that moves to the next page with its own table takes no row of the table before with it."""
    first = Table("a", "", (Column("left"), Column()), (head("갑", "을"),), (row("병", ["가"]),) * 24)
    second = Table("b", "집행", (Column("left"), Column()), (head("정", "무"),), (row("기", ["나\n" * 9]),) * 2)
    pages = texts(render_pdf(small(first, Bullets((line("□", 0, "예산"),)), second)), tmp_path)[2:]
    assert len(pages) == 2
    assert (pages[0].count("병"), "예산" in pages[0]) == (24, False)
    assert "병" not in pages[1] and "예산" in pages[1]


def test_file_says_what_it_is(document: Document, pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "ko"
    assert bool(pdf.Root.MarkInfo.Marked) and bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert str(pdf.docinfo.Title) == "2018 주요업무보고 - 일자리노동정책관"
    assert str(pdf.docinfo.Author) == document.bureau
    assert str(pdf.docinfo.CreationDate) == str(pdf.docinfo.ModDate) == "D:20180717000000+09'00"
    with pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "2018 주요업무보고 - 일자리노동정책관"
    raw = bytes(pdf.Root.Metadata.read_bytes())
    assert raw.count(b"<rdf:RDF") == 1 and b"PDF/UA identification schema" in raw


def test_structure_is_sound(pdf: pikepdf.Pdf) -> None:
    """The parent tree names an owner for every piece of marked content, and each is part of the tree."""
    reached = {element.objgen for element in below(pdf.Root.StructTreeRoot)}
    owners = list(pdf.Root.StructTreeRoot.ParentTree.Nums)[1::2]
    for number, (page, owned) in enumerate(zip(pdf.pages, owners, strict=False), start=1):
        assert {owner.objgen for owner in owned if owner} <= reached
        marks = [
            (str(instruction.operands[0]), instruction.operands[1])
            for instruction in pikepdf.parse_content_stream(page)
            if str(instruction.operator) == "BDC"
        ]
        numbers = [int(properties.MCID) for _, properties in marks if "/MCID" in properties]
        assert numbers == sorted(set(numbers))
        assert [place for place, owner in enumerate(owned) if owner] == numbers
        artifacts = [str(properties.Type) for tag, properties in marks if tag == "/Artifact"]
        assert artifacts == ["/Pagination"] * (0 if number == 1 else 3)


def test_every_cell_is_tied_to_its_own_heads(document: Document, pdf: pikepdf.Pdf) -> None:
    table = next(table for table in elements(pdf, "Table") if len(elements_below(table, "TR")) == 6)
    names = {str(head.ID): head for head in elements_below(table, "TH")}
    assert len(names) == len(elements_below(table, "TH"))
    rows = [kids(row) for row in elements_below(table, "TR")]
    assert [(int(cell.A.get("/ColSpan", 1)), int(cell.A.get("/RowSpan", 1))) for cell in rows[0]] == [
        (1, 2),
        (1, 2),
        (1, 2),
        (1, 2),
        (6, 1),
        (1, 2),
        (1, 2),
    ]
    places = {
        identifier: (y, x)
        for y, cells in enumerate(rows)
        for x, cell in enumerate(cells)
        if (identifier := str(cell.get("/ID", "")))
    }
    for y, cells in enumerate(rows[2:], start=2):
        for x, cell in enumerate(cells[1:], start=1):
            heads = [places[str(identifier)] for identifier in cell.A.Headers]
            above = [(0, x)] if x < 4 else [(0, 4), (1, x - 4)] if x < 10 else [(0, x - 5)]
            assert heads == [(y, 0), *above]


def elements_below(element: Element, kind: str) -> list[Element]:
    return [found for found in below(element) if f"/{kind}" == found.S]


def test_heads_have_scopes_and_identifiers_of_their_own(pdf: pikepdf.Pdf) -> None:
    heads = elements(pdf, "TH")
    assert len({str(head.ID) for head in heads}) == len(heads)
    for group in elements(pdf, "THead"):
        assert {str(head.A.Scope) for head in elements_below(group, "TH")} == {"/Column"}
    for group in elements(pdf, "TBody"):
        assert {str(head.A.Scope) for head in elements_below(group, "TH")} == {"/Row"}
    listed = pdf.Root.StructTreeRoot.IDTree.Names
    assert {str(name): target.objgen for name, target in zip(listed[::2], listed[1::2], strict=True)} == {
        str(head.ID): head.objgen for head in heads
    }
    names = [str(name) for name in listed[::2]]
    assert names == sorted(names)


def test_charts_have_a_text_alternative_and_are_the_only_pictures(document: Document, pdf: pikepdf.Pdf) -> None:
    assert [str(figure.Alt).split(".")[0] for figure in elements(pdf, "Figure")] == [
        "담당관별 예산 집행률",
        "주요 정책지표 추이(2016~2020)",
        "사업대상별 일자리 목표 대비 실적",
    ]


def test_headings_are_in_order(pdf: pikepdf.Pdf) -> None:
    levels = [
        int(str(element.S)[2]) for element in below(pdf.Root.StructTreeRoot) if re.fullmatch("/H[1-6]", str(element.S))
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_links_say_where_they_lead(document: Document, pdf: pikepdf.Pdf) -> None:
    titles = [f"{section.mark} {section.title}" for section in document.walk()]
    assert [str(annotation.Contents) for annotation in pdf.pages[1].Annots] == titles
    owners = dict(zip(*[iter(pdf.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            assert owners[annotation.StructParent].S == "/Link"


def test_bookmarks_are_the_sections(document: Document, pdf: pikepdf.Pdf) -> None:
    def tree(items: list[pikepdf.OutlineItem]) -> list[object]:
        return [(item.title, tree(item.children)) for item in items]

    def expected(sections: tuple[Section, ...]) -> list[object]:
        return [(f"{section.mark} {section.title}", expected(section.children)) for section in sections]

    with pdf.open_outline() as outline:
        assert tree(list(outline.root)) == [("목차", []), *expected(document.sections)]


def fonts_of(opened: pikepdf.Pdf) -> dict[str, Element]:
    """The fonts by their names, without the letters that mark a subset."""
    return {
        str(font.BaseFont).split("+")[1]: font
        for page in opened.pages
        for font in page.Resources.get("/Font", {}).values()
    }


def test_fonts_are_embedded(pdf: pikepdf.Pdf) -> None:
    fonts = fonts_of(pdf)
    assert fonts
    for name, font in fonts.items():
        assert name.startswith("Pretendard-GOV")
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
        assert "/ToUnicode" in font


def test_letters_beyond_the_first_font_are_drawn_by_the_second_and_never_by_the_machines(tmp_path: Path) -> None:
    """In running text, in the heaviest weight, in a head of a page, in a table and in a chart; nowhere an empty box."""
    text = "｢청년기본법｣ 02･2133 喆 ∴ ≡"
    points = (Point(text, Figure(quantity(3))),)
    chart = Chart("c", "bars", text, text, "t", (Series("실적", "개", points),))
    table = Table("t", text, (Column("left"), Column()), (head(text, "인원"),), (row(text, [Figure(quantity(1))]),))
    beyond_both = "畐 😀 𠀀"
    document = small(Heading(text), Bullets((line("○", 0, text), line("○", 0, beyond_both))), table, chart)
    document = replace(document, sections=(replace(document.sections[0], title=text),))
    content = render_pdf(document)
    pages = texts(content, tmp_path)
    assert pages[2].count(text) == 9
    assert "○ 〓 〓 〓" in pages[2]
    with pikepdf.open(BytesIO(content)) as opened:
        fonts = fonts_of(opened)
        assert {name.split("-Semi")[0].split("-Ultra")[0] for name in fonts} == {"Pretendard-GOV", "Noto-Sans-KR"}
        assert any(name.startswith("Noto-Sans-KR-Ultra") for name in fonts)
        for page in opened.pages:
            for instruction in pikepdf.parse_content_stream(page):
                if str(instruction.operator) in ("Tj", "TJ"):
                    assert not re.search(rb"\x00\x00", drawn(instruction.operands[0]))


def drawn(shown: Element) -> bytes:
    """The glyph numbers that are shown, two bytes each, joined by a byte that is in none; glyph 0 is the empty box."""
    pieces = shown if isinstance(shown, pikepdf.Array) else [shown]
    strings = [bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String)]
    return b"|".join(piece[at : at + 2] for piece in strings for at in range(0, len(piece), 2))


def test_all_weights_of_a_font_have_the_same_letters() -> None:
    for font in (TEXT_FONT, SECOND_FONT):
        found = []
        for _, name in font.files:
            with TTFont(font.folder / name, lazy=True) as opened:
                found.append(frozenset(map(chr, opened.getBestCmap())))
        assert set(found) == {letters(font)}


# ------------------------------------------------------------------------------------------------ same and safe


def test_the_same_document_gives_the_same_bytes(content: bytes) -> None:
    assert render_pdf(sample_document()) == content


def created(document: Document) -> str:
    with pikepdf.open(BytesIO(render_pdf(document))) as opened:
        return str(opened.docinfo.CreationDate)


def test_date_is_of_the_document_and_not_of_the_clock() -> None:
    undated = replace(small(), published_on=None, month="2018. 7.")
    assert created(undated) == "D:20180701000000+09'00"
    assert created(replace(undated, published_on=date(2018, 8, 2))) == "D:20180802000000+09'00"


@pytest.mark.parametrize("month", ["", "칠월", "2018. 13."])
def test_cover_without_a_month_is_refused(month: str) -> None:
    with pytest.raises(ValueError, match="표지의 연월"):
        render_pdf(replace(small(), published_on=None, month=month))


def with_a_line(section: Section) -> Section:
    """The section with another text of the last one below it."""
    if not section.children:
        return replace(section, blocks=(Bullets((line("○", 0, "고친 줄"),)),))
    *others, last = section.children
    return replace(section, children=(*others, with_a_line(last)))


def test_what_did_not_change_is_not_laid_out_again(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later draft: one section is another, and the cover says another moment. It is the same as if all had been laid out."""
    hour = datetime(2018, 7, 20, 9, tzinfo=UTC)
    document = replace(document, published_on=None, drafted_at=hour)
    render_pdf(document)
    begun: list[str] = []

    def told(body: str, *rules: str) -> Laid:
        begun.append(body[: body.index(">")])
        return laid_out(body, *rules)

    monkeypatch.setattr(layout, "laid_out", told)
    *others, last = document.sections
    mended = replace(document, sections=(*others, with_a_line(last)), drafted_at=hour + timedelta(hours=1))
    content = render_pdf(mended)
    *_, key = (section.key for section in document.walk())
    cover, section, margins = begun
    assert 'class="cover"' in cover and f'id="section-{key}"' in section and "data-number" in margins
    LAYOUTS.forget()
    assert render_pdf(mended) == content


def test_a_section_that_grows_by_pages_moves_the_numbers_of_those_after_it(document: Document, tmp_path: Path) -> None:
    render_pdf(document)
    first, *others = document.sections
    longer = replace(first, blocks=(*first.blocks, Bullets((line("○", 0, "줄"),) * 90)))
    mended = replace(document, sections=(longer, *others))
    content = render_pdf(mended)
    pages = texts(content, tmp_path)
    test_contents_name_every_section_with_its_page(mended, pages)
    test_every_section_begins_a_page(mended, pages)
    assert [page.split(" - ")[-1] for page in pages[1:]] == [f"{number} -" for number in range(2, len(pages) + 1)]
    LAYOUTS.forget()
    assert render_pdf(mended) == content


def test_a_paper_of_more_pages_than_are_kept_is_laid_out_once(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    LAYOUTS.forget()
    begun: list[str] = []

    def told(body: str, *rules: str) -> Laid:
        begun.append(body)
        return laid_out(body, *rules)

    monkeypatch.setattr(layout, "laid_out", told)
    monkeypatch.setattr(layout, "MOST_PAGES", 3)
    render_pdf(document)
    assert len(begun) == len(set(begun))


def test_no_more_is_kept_laid_out_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "MOST_PAGES", 3)
    kept = Layouts()
    old, new = "가", "나" + "<p style='break-before:page'>다" * 2
    first = kept.of(old)
    assert kept.of(old) is first
    second = kept.of(new)
    assert kept.of(new) is second and kept.of(old) is not first


def test_typed_text_stays_text(tmp_path: Path) -> None:
    nasty = '<b>&amp;</b> "인용" \'18.7월'
    table = Table("t", nasty, (Column("left"),), (head(nasty),), (Row((Cell(nasty),)),), notes=(nasty,))
    pages = texts(render_pdf(small(Heading(nasty), Bullets((line("○", 0, nasty),)), table)), tmp_path)
    assert pages[2].count(nasty) == 6


@given(st.text(st.sampled_from("가나 .'18월~()<&·") | st.characters(codec="utf-8", exclude_categories=["Cs"])))
def test_keeping_words_changes_no_text(text: str) -> None:
    for keep in (keep_words, keep_each):
        assert unescape(re.sub(r'<span class="w(?:ord)?">|</span>', "", keep(text))) == text


def test_lines_of_a_paragraph_end_between_words(tmp_path: Path) -> None:
    words = "청년일자리종합서비스를 '18. 7월부터 확대운영하며 노동상담소 및 서울형강소기업의 일생활균형을 지원함"
    told = texts(render_pdf(small(Bullets((line("○", 0, f"{words} {words} {words}"),)))), tmp_path)[2]
    assert f"○ {words} {words} {words} " in told, "a line that ended within a word would have a blank there"
