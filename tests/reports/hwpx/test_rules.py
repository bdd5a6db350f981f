"""Each rule that Hancom asks of a file is kept, and each break of one is noticed."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from reports.document import Document, Picture
from reports.render.hwpx import render_hwpx
from tests.reports.sample import sample_document

from .rules import broken

Parts = dict[str, bytes]
SECTION, HEADER, CONTENTS = "Contents/section0.xml", "Contents/header.xml", "Contents/content.hpf"


def pixels() -> bytes:
    stored = BytesIO()
    Image.new("RGB", (30, 20), "white").save(stored, "PNG")
    return stored.getvalue()


def illustrated() -> Document:
    """The sample with a picture from outside too."""
    document = sample_document()
    picture = Picture("p-1", "네모 하나", "그림 제목", "서울시", 50, "png", 30, 20, "0" * 64, pixels())
    first = document.sections[0]
    return replace(document, sections=(replace(first, blocks=(*first.blocks, picture)), *document.sections[1:]))


@pytest.fixture(scope="module")
def content() -> bytes:
    return render_hwpx(illustrated())


def parts_of(content: bytes) -> Parts:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts, *, stored: bool = True) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            method = zipfile.ZIP_STORED if name == "mimetype" and stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


def test_no_rule_is_broken(content: bytes) -> None:
    assert broken(content) == []
    assert broken(packed(parts_of(content))) == []


def test_equal_documents_give_equal_bytes(content: bytes) -> None:
    assert render_hwpx(illustrated()) == content
    assert render_hwpx(replace(illustrated(), bureau="다른 곳")) != content


def changed(part: str, old: str, new: str, *, last: bool = False) -> Callable[[Parts], bytes]:
    """The part with what the pattern finds replaced: where it stands first, or last."""

    def change(parts: Parts) -> bytes:
        text = parts[part].decode()
        found = list(re.finditer(old, text))
        assert found, old
        at = found[-1 if last else 0]
        text = text[: at.start()] + at.expand(new) + text[at.end() :]
        return packed({**parts, part: text.encode()})

    return change


def without(name: str) -> Callable[[Parts], bytes]:
    return lambda parts: packed({key: content for key, content in parts.items() if key != name})


def moved(parts: Parts) -> bytes:
    return packed(
        {**{key: content for key, content in parts.items() if key != "mimetype"}, "mimetype": parts["mimetype"]}
    )


TABLE = r"(<hp:tbl(?:(?!</hp:tbl>).)*<hp:tr>)"
BREAKS: dict[str, Callable[[Parts], bytes]] = {
    "mimetype last": moved,
    "mimetype packed": lambda parts: packed(parts, stored=False),
    "mimetype with an end of line": changed("mimetype", "$", r"\n"),
    **{
        f"without {name}": without(name)
        for name in (
            "version.xml",
            "settings.xml",
            CONTENTS,
            HEADER,
            SECTION,
            "META-INF/container.xml",
            "META-INF/container.rdf",
            "META-INF/manifest.xml",
            "Preview/PrvText.txt",
            "BinData/image1.png",
        )
    },
    "a picture beside the list": lambda parts: packed({**parts, "BinData/other.png": b"x"}),
    "not standalone": changed(SECTION, ' standalone="yes"', ""),
    "not well-formed": changed(SECTION, "</hp:run>", ""),
    "tagetApplication spelt right": changed("version.xml", "tagetApplication", "targetApplication"),
    "another root of the version": changed("version.xml", "HCFVersion", "Version"),
    "a namespace of another year": changed(HEADER, "hwpml/2011/history", "hwpml/2016/history"),
    "a namespace missing": changed(SECTION, r' xmlns:epub="[^"]*"', ""),
    "opf without its slash": changed(CONTENTS, r"2007/opf/", "2007/opf"),
    "another name of the section": changed(CONTENTS, 'id="section0"', 'id="section1"'),
    "an address from the folder": changed(CONTENTS, 'href="Contents/header.xml"', 'href="header.xml"'),
    "no spine": changed(CONTENTS, '<opf:itemref idref="section0" linear="yes"/>', ""),
    "no title": changed(CONTENTS, "<opf:title>[^<]*", "<opf:title>"),
    "container names another": changed("META-INF/container.xml", "Contents/content.hpf", "content.hpf"),
    "secCnt": changed(HEADER, 'secCnt="1"', 'secCnt="2"'),
    "version of the header": changed(HEADER, 'version="1.4"', 'version="1.0"'),
    "lists out of order": changed(
        HEADER, r"(<hh:tabProperties.*?</hh:tabProperties>)(<hh:numberings.*?</hh:numberings>)", r"\2\1"
    ),
    "six fontfaces": changed(HEADER, '<hh:fontface lang="USER".*?</hh:fontface>', ""),
    "itemCnt": changed(HEADER, r'<hh:styles itemCnt="\d+"', '<hh:styles itemCnt="1"'),
    "fontCnt": changed(HEADER, 'fontCnt="1"', 'fontCnt="2"'),
    "borderFill from 0": changed(HEADER, '<hh:borderFill id="1"', '<hh:borderFill id="0"'),
    "charPr left out": changed(HEADER, '<hh:charPr id="1"', '<hh:charPr id="999"'),
    "style left out": changed(HEADER, '<hh:style id="2"', '<hh:style id="1"'),
    "a font that is not there": changed(HEADER, 'hangul="0" latin="0"', 'hangul="3" latin="0"'),
    "a frame that is not there": changed(HEADER, '<hh:border borderFillIDRef="1"', '<hh:border borderFillIDRef="999"'),
    "a tab that is not there": changed(HEADER, 'tabPrIDRef="0"', 'tabPrIDRef="4"'),
    "a width without its space": changed(HEADER, 'width="0.12 mm"', 'width="0.12mm"'),
    "half a height": changed(HEADER, 'height="1250"', 'height="1250.5"'),
    "margins not doubled": changed(HEADER, r'(<hp:default>.*?)<hc:left value="\d+"', r'\1<hc:left value="1"'),
    "no second margins": changed(HEADER, "<hp:default>.*?</hp:default>", ""),
    "a level numbered": changed(
        HEADER, 'checkable="0"/></hh:numbering>', 'checkable="0">^1.</hh:paraHead></hh:numbering>'
    ),
    "a level without an outline": changed(
        HEADER, 'type="OUTLINE" idRef="0" level="1"', 'type="NONE" idRef="0" level="1"'
    ),
    "secPr behind": changed(SECTION, r"(<hp:secPr.*?</hp:secPr>)(<hp:ctrl><hp:colPr[^>]*></hp:ctrl>)", r"\2\1"),
    "no colPr": changed(SECTION, r"<hp:ctrl><hp:colPr[^>]*></hp:ctrl>", ""),
    "two secPr": changed(SECTION, r"(<hp:secPr.*?</hp:secPr>)", r"\1\1"),
    "a paragraph without a run": changed(
        SECTION, "</hs:sec>", '<hp:p id="999999" paraPrIDRef="0" styleIDRef="0"/></hs:sec>'
    ),
    "a run without letters": changed(SECTION, r'<hp:run charPrIDRef="\d+">', "<hp:run>", last=True),
    "letters that are not there": changed(SECTION, r'charPrIDRef="\d+"', 'charPrIDRef="999"', last=True),
    "a paragraph's look that is not there": changed(SECTION, r'paraPrIDRef="\d+"', 'paraPrIDRef="999"', last=True),
    "a style that is not there": changed(SECTION, r'styleIDRef="\d+"', 'styleIDRef="999"', last=True),
    "places of lines": changed(SECTION, "</hp:p></hs:sec>", "<hp:linesegarray/></hp:p></hs:sec>"),
    "a raw tab": changed(SECTION, "<hp:t>", "<hp:t>\t"),
    "a raw end of line": changed(SECTION, "<hp:t>", "<hp:t>\n"),
    "an empty ctrl": changed(SECTION, "</hp:run>", "<hp:ctrl/></hp:run>", last=True),
    "an empty subList": changed(SECTION, r"(<hp:subList[^>]*>).*?(</hp:subList>)", r"\1\2", last=True),
    "an id twice": changed(SECTION, r'<hp:p id="\d+"', '<hp:p id="1"', last=True),
    "a field without its end": changed(SECTION, r"<hp:ctrl><hp:fieldEnd[^>]*></hp:ctrl>", "<hp:t/>"),
    "an end without its number": changed(SECTION, r'(<hp:fieldEnd beginIDRef="\d+") fieldid="\d+"', r"\1"),
    "a field of another number": changed(SECTION, r'(<hp:fieldBegin [^>]*fieldid=)"\d+"', r'\1"1"'),
    "a figure without a name": changed(SECTION, r'type="CLICK_HERE" name="[^"]+"', 'type="CLICK_HERE" name=""'),
    "parameters miscounted": changed(SECTION, r'<hp:parameters cnt="\d"', '<hp:parameters cnt="9"'),
    "a bookmark twice": changed(SECTION, r"(<hp:ctrl><hp:bookmark [^>]*></hp:ctrl>)", r"\1\1"),
    "a link to nothing": changed(SECTION, r"\?section-", "?nothing-"),
    "a cell's children in disorder": changed(SECTION, r"(<hp:cellAddr[^>]*>)(<hp:cellSpan[^>]*>)", r"\2\1"),
    "a cell over another": changed(SECTION, 'colSpan="1" rowSpan="1"', 'colSpan="2" rowSpan="1"', last=True),
    "a cell at another place": changed(SECTION, r'colAddr="\d+"', 'colAddr="9"', last=True),
    "a row too few": changed(SECTION, r'rowCnt="\d+"', 'rowCnt="1"', last=True),
    "widths that don't add up": changed(SECTION, r'<hp:cellSz width="\d+"', '<hp:cellSz width="1"', last=True),
    "a head that does not repeat": changed(SECTION, 'repeatHeader="1"', 'repeatHeader="0"'),
    "half a head": changed(SECTION, 'header="1"', 'header="0"'),
    "a head below": changed(SECTION, 'header="0"', 'header="1"', last=True),
    "a table as a letter": changed(SECTION, 'treatAsChar="0"', 'treatAsChar="1"', last=True),
    "a table in one piece": changed(SECTION, 'pageBreak="CELL"', 'pageBreak="NONE"'),
    "a picture without a matrix": changed(SECTION, r"<hc:scaMatrix [^>]*>", ""),
    "a matrix of five": changed(SECTION, r'<hc:rotMatrix e1="1"', "<hc:rotMatrix"),
    "a picture of three corners": changed(SECTION, r"<hc:pt3 [^>]*>", ""),
    "a picture without a size": changed(SECTION, r"<hp:curSz [^>]*>", ""),
    "a picture that is not there": changed(SECTION, 'binaryItemIDRef="image1"', 'binaryItemIDRef="image9"'),
    "a picture without words": changed(SECTION, "<hp:shapeComment>[^<]*", "<hp:shapeComment>"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_each_break_is_noticed(content: bytes, name: str) -> None:
    assert broken(BREAKS[name](parts_of(content)))
