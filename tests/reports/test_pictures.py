"""Pictures from outside: what is left of a file, and how the document shows them in each format."""

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from PIL import Image

from reports.document import Bullets, Document, Section
from reports.pictures.redrawing import LONGEST_SIDE, work
from reports.pictures.svg import DEEPEST, HREF, LOOKS, MOST_ELEMENTS, Unsafe, cleaned, is_svg
from reports.pictures.svg import SVG as SPACE
from reports.render.html import part_html, render_html, with_pictures_at
from reports.render.pdf import render_pdf
from reports.render.xlsx import render_xlsx
from seoulwork.entry.looking import Wrong

from .drawings import SVG, illustration, picture
from .sample.building import line
from .test_pdf import below, elements

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'


def drawing(inside: str) -> bytes:
    return f"{OPEN}{inside}</svg>".encode()


def redrawn(content: bytes, kind: str) -> tuple[dict[str, object], bytes]:
    head, _, found = work(content, {"kind": kind, "families": "Pretendard GOV"}).partition(b"\n")
    return json.loads(head), found


# ---------------------------------------------------------------------------------------------------- drawings


def test_a_drawing_keeps_its_shapes_and_nothing_else() -> None:
    made, size, text = cleaned(SVG, "Pretendard GOV")
    assert size == (1000, 500)
    assert text.split() == ["시장", "정책관"]
    for gone in (b"DOCTYPE", b"own", b"Arial", b"example.org", b"<!--", b"metadata", b"cursor", b"<a"):
        assert gone not in made.replace(b"xmlns:xlink=", b"")
    root = etree.fromstring(made)
    assert (root.get("width"), root.get("height"), root.get("font-family")) == ("1000", "500", "Pretendard GOV")
    assert b"stroke-width:2" in made and b'.box{fill:url("#flow")' in made.replace(b"url(#flow)", b'url("#flow")')
    assert cleaned(made, "Pretendard GOV")[0] == made


@pytest.mark.parametrize(
    ("inside", "word"),
    [
        ("<script>1</script>", "<script>"),
        ('<rect onload="1"/>', "onload"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<image href="http://example.org/a.png"/>', "<image>"),
        ('<use href="#a"/>', "<use>"),
        ("<animate/>", "<animate>"),
        ("<switch><g/></switch>", "<switch>"),
        ('<rect fill="url(http://example.org/)"/>', "fill"),
        ('<rect fill="u\\72l(http://example.org/)"/>', "fill"),
        ('<rect style="fill:url( &quot;//example.org&quot; )"/>', "fill"),
        ('<rect fill="attr(x)"/>', "fill"),
        ("<style>@import 'http://example.org';</style>", "@import"),
        ("<style>@font-face{src:url(a)}</style>", "@import"),
        ("<style>.a{fill:url(a.svg#b)}</style>", "fill"),
        ("<style>svg:has(a){fill:red}</style>", "svg:has(a)"),
        ("<style>rect{clip-path:url(#a)}</style>", "rect"),
        ('<rect filter="url(#a)"/>', "filter"),
        ('<rect style="mask:url(#a)"/>', "mask"),
        ('<path marker-end="url(#a)"/>', "marker-end"),
        ('<clipPath id="a"><rect clip-path="url(#a)"/></clipPath>', "오려"),
        ('<linearGradient id="a" xlink:href="#b"/><linearGradient id="b" xlink:href="#a"/>', "gradient"),
        ("<g>" * (DEEPEST + 1) + "</g>" * (DEEPEST + 1), "복잡한"),
        ("<g/>" * MOST_ELEMENTS, "복잡한"),
    ],
    ids=lambda each: each[:30],
)
def test_what_is_seen_and_not_allowed_is_refused_by_its_name(inside: str, word: str) -> None:
    with pytest.raises(Unsafe) as refused:
        cleaned(drawing(inside))
    assert word in str(refused.value)
    assert "PNG" in str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg",
        b"<svg/>",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="1"/>',
        b'<html xmlns="http://www.w3.org/1999/xhtml"/>',
        b'<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + drawing("<text>&c;</text>"),
        b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + drawing("<text>&a;</text>"),
        b" " * 3_000_000,
    ],
    ids=lambda each: repr(each[:24]),
)
def test_what_is_no_drawing_is_refused(content: bytes) -> None:
    with pytest.raises(Unsafe):
        cleaned(content)


NAMES = st.sampled_from(
    ["g", "rect", "path", "text", "a", "style", "script", "use", "image", "clipPath", "linearGradient", "tspan", "b:c"]
)
VALUES = st.sampled_from(
    ["red", "url(#a)", "url(//a)", "#b", "javascript:1", "1", "u\\72l(x)", "'url(x)'", "expression(1)"]
)
KEYS = st.sampled_from(["fill", "style", "onclick", "href", "xlink:href", "filter", "id", "class", "clip-path", "x"])


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> str:
    name = draw(NAMES)
    attributes = draw(st.dictionaries(KEYS, VALUES, max_size=3))
    told = "".join(f' {key}="{"fill:" if key == "style" else ""}{value}"' for key, value in attributes.items())
    inside = "".join(draw(st.lists(trees(depth - 1), max_size=3))) if depth else ""
    return f'<{name}{told} xmlns:b="urn:b">{inside}</{name}>'


@given(st.lists(trees(), max_size=4))
def test_nothing_of_any_drawing_runs_or_refers_to_what_is_outside(inside: list[str]) -> None:
    try:
        made, _, _ = cleaned(drawing("".join(inside)))
    except Unsafe:
        return
    for each in etree.fromstring(made).iter():
        at = etree.QName(each)
        assert at.namespace == SPACE and at.localname not in ("script", "use", "image", "a")
        for key, value in each.attrib.items():
            assert not key.startswith("on") and key not in ("href", "filter")
            assert key != HREF or value.startswith("#")
            if key in LOOKS or key == "style":
                assert all(found.startswith(('url("#', "url(#")) for found in re.findall(r"url\(..?", value))
                assert "\\" not in value and "expression" not in value


# ----------------------------------------------------------------------------------------------------- rasters


def test_a_photograph_is_upright_and_without_its_place() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x8825] = 6, {1: "N", 2: (37.0, 33.0, 0.0)}
    told, found = redrawn(picture((30, 60), kind="JPEG", exif=exif), "JPEG")
    assert (told["kind"], told["width"], told["height"], told["changed"]) == ("jpeg", 60, 30, "")
    with Image.open(BytesIO(found)) as opened:
        assert not opened.getexif() and "exif" not in opened.info
    assert b"Exif" not in found


@pytest.mark.parametrize("mode", ["RGBA", "LA", "L", "P", "1", "I;16"])
def test_every_kind_of_png_is_brought_to_white_paper(mode: str) -> None:
    content = picture(mode="RGBA") if mode in ("P", "1") else picture(mode=mode)
    if mode in ("P", "1"):
        stream = BytesIO()
        with Image.open(BytesIO(content)) as opened:
            opened.convert("RGB").convert(mode).save(stream, "PNG", **({"transparency": 0} if mode == "P" else {}))
        content = stream.getvalue()
    _, found = redrawn(content, "PNG")
    with Image.open(BytesIO(found)) as opened:
        assert opened.mode in ("RGB", "L") and "transparency" not in opened.info
        if mode == "RGBA":
            assert opened.getpixel((1, 1)) == (227, 142, 142)
        if mode == "I;16":
            assert opened.getpixel((1, 1)) == 0


def test_cmyk_becomes_the_colours_of_a_screen() -> None:
    _, found = redrawn(picture(mode="CMYK", kind="JPEG"), "JPEG")
    with Image.open(BytesIO(found)) as opened:
        assert opened.mode == "RGB"


def test_a_picture_that_is_larger_than_paper_shows_is_made_smaller_and_that_is_told() -> None:
    told, found = redrawn(picture((LONGEST_SIDE * 2, 100)), "PNG")
    assert (told["width"], told["height"]) == (LONGEST_SIDE, 50)
    assert "2,400화소" in str(told["changed"])
    with Image.open(BytesIO(found)) as opened:
        assert opened.size == (LONGEST_SIDE, 50)


def test_broken_moving_and_far_too_large_pictures_are_refused() -> None:
    moving = BytesIO()
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    frames[0].save(moving, "PNG", save_all=True, append_images=frames[1:])
    for content, word in (
        (picture()[:60], "손상"),
        (picture((8_000, 8_000), "1"), "화소까지"),
        (moving.getvalue(), "움직이는"),
    ):
        with pytest.raises(Wrong, match=word):
            redrawn(content, "PNG")


def test_a_drawing_is_known_by_its_beginning() -> None:
    assert is_svg(SVG) and is_svg(b"\xef\xbb\xbf" + drawing("")) and is_svg(b'<s:svg xmlns:s="x">')
    assert not is_svg(picture()) and not is_svg(b"<html><body>") and not is_svg(b"svg")


# ------------------------------------------------------------------------------------------------ in the document


@pytest.fixture(scope="module")
def document() -> Document:
    blocks = (Bullets((line("○", 0, "가"),)), illustration(1), illustration(2, share=100), illustration(3, source=""))
    sections = (Section("one", "part", "Ⅰ", "일반현황", blocks),)
    return Document("2018 주요업무보고", "제282회", "위원회", "정책관", "2018. 7.", None, sections)


def test_a_page_holds_its_pictures_and_the_site_has_them_elsewhere(document: Document) -> None:
    page = render_html(document)
    assert page.count("data:image/") == 3
    assert 'alt="2번째 그림 &lt;시장&gt; &amp; &#x27;정책관&#x27;"' in page
    assert '<p class="source">자료 : 서울시</p>' in page and page.count('class="source"') == 2
    assert "share-60" in page and "share-100" in page
    elsewhere = with_pictures_at(page, lambda digest: f"/pictures/{digest}/?a&b")
    assert "data:image/" not in elsewhere
    assert f'src="/pictures/{illustration().sha256}/?a&amp;b"' in elsewhere
    shown = part_html(document.sections[0], lambda digest: f"/{digest}/")
    assert f'src="/{illustration(2).sha256}/"' in shown and "data:" not in shown


@pytest.mark.slow
def test_the_paper_has_them_as_figures_with_their_words(document: Document) -> None:
    content = render_pdf(document)
    assert content == render_pdf(document)
    with pikepdf.open(BytesIO(content)) as pdf:
        told = [str(each.get("/Alt")) for each in elements(pdf, "Figure") if "/Alt" in each]
        assert told == [illustration(number).alternative for number in (1, 2, 3)]
        reached = {element.objgen for element in below(pdf.Root.StructTreeRoot)}
        owners = list(pdf.Root.StructTreeRoot.ParentTree.Nums)[1::2]
        for page, owned in zip(pdf.pages, owners, strict=False):
            assert {owner.objgen for owner in owned if owner} <= reached
            for name, image in page.get_images().items():
                assert image.ColorSpace in ("/DeviceRGB", "/DeviceGray") and "/SMask" not in image, name


def test_a_workbook_has_them_as_images_with_their_words(document: Document) -> None:
    content = render_xlsx(document)
    assert content == render_xlsx(document)
    with ZipFile(BytesIO(content)) as archive:
        drawn = archive.read("xl/drawings/drawing1.xml")
        assert sorted(name for name in archive.namelist() if "media" in name) == [
            "xl/media/image1.png",
            "xl/media/image2.png",
            "xl/media/image3.jpeg",
        ]
    told = [each.get("descr") for each in etree.fromstring(drawn).iter("{*}cNvPr")]
    assert told == [illustration(number).alternative for number in (1, 2, 3)]
    sheet = load_workbook(BytesIO(content)).worksheets[1]
    assert [cell.value for (cell, *_) in sheet.iter_rows() if cell.value and "그림" in str(cell.value)] == [
        "그림 1",
        "그림 2",
        "그림 3",
    ]
    assert len(sheet._images) == 3  # type: ignore[attr-defined]
