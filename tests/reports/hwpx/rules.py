"""What a file must keep for Hancom to open it: found out from real files and from what makes it refuse one. A rule that is broken
gives a sentence. Nothing of the writer is used here, so that both can't be wrong in the same way."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from xml.etree import ElementTree

Element = ElementTree.Element

SPACES = {
    "ha": "http://www.hancom.co.kr/hwpml/2011/app",
    "hp": "http://www.hancom.co.kr/hwpml/2011/paragraph",
    "hp10": "http://www.hancom.co.kr/hwpml/2016/paragraph",
    "hs": "http://www.hancom.co.kr/hwpml/2011/section",
    "hc": "http://www.hancom.co.kr/hwpml/2011/core",
    "hh": "http://www.hancom.co.kr/hwpml/2011/head",
    "hhs": "http://www.hancom.co.kr/hwpml/2011/history",
    "hm": "http://www.hancom.co.kr/hwpml/2011/master-page",
    "hpf": "http://www.hancom.co.kr/schema/2011/hpf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "opf": "http://www.idpf.org/2007/opf/",
    "ooxmlchart": "http://www.hancom.co.kr/hwpml/2016/ooxmlchart",
    "hwpunitchar": "http://www.hancom.co.kr/hwpml/2016/HwpUnitChar",
    "epub": "http://www.idpf.org/2007/ops",
    "config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
}
PARTS = (
    "version.xml",
    "settings.xml",
    "Contents/content.hpf",
    "Contents/header.xml",
    "Contents/section0.xml",
    "META-INF/container.xml",
    "META-INF/container.rdf",
    "META-INF/manifest.xml",
    "Preview/PrvText.txt",
)
LISTS = (
    "fontfaces",
    "borderFills",
    "charProperties",
    "tabProperties",
    "numberings",
    "paraProperties",
    "styles",
)
LANGUAGES = ["HANGUL", "LATIN", "HANJA", "JAPANESE", "OTHER", "SYMBOL", "USER"]
FIELDS = {"HYPERLINK": b"%hlk", "CLICK_HERE": b"%clk"}
CELL = ["subList", "cellAddr", "cellSpan", "cellSz", "cellMargin"]
PICTURE = [
    "offset",
    "orgSz",
    "curSz",
    "flip",
    "rotationInfo",
    "renderingInfo",
    "imgRect",
    "imgClip",
    "inMargin",
    "imgDim",
    "img",
    "effects",
    "sz",
    "pos",
    "outMargin",
    "shapeComment",
]


def broken(content: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return list(_package(archive))


def q(name: str) -> str:
    prefix, local = name.split(":")
    return f"{{{SPACES[prefix]}}}{local}"


def local(element: Element) -> str:
    return element.tag.rsplit("}", 1)[-1]


def _package(archive: zipfile.ZipFile) -> Iterator[str]:
    names = archive.namelist()
    first = archive.infolist()[0]
    if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
        yield "mimetype comes first, and not packed"
    if "mimetype" not in names or archive.read("mimetype") != b"application/hwp+zip":
        yield "mimetype says application/hwp+zip and nothing else"
    if len(set(names)) != len(names):
        yield "each part once"
    missing = [part for part in PARTS if part not in names]
    if missing:
        yield f"missing {missing}"
        return
    roots: dict[str, Element] = {}
    for name in names:
        if name.endswith((".xml", ".hpf", ".rdf")):
            text = archive.read(name).decode()
            if not text.startswith('<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>'):
                yield f"{name}: declaration"
            try:
                roots[name] = ElementTree.fromstring(text)
            except ElementTree.ParseError as error:
                yield f"{name}: {error}"
                return
    for name in ("Contents/content.hpf", "Contents/header.xml", "Contents/section0.xml"):
        declared = dict(re.findall(r'xmlns:(\w+)="([^"]*)"', archive.read(name).decode().split(">", 2)[1]))
        if declared != SPACES:
            yield f"{name}: the 15 namespaces"
    version = roots["version.xml"]
    if local(version) != "HCFVersion" or not version.get("tagetApplication"):
        yield "version.xml: HCFVersion with tagetApplication"
    container = [each.get("full-path") for each in roots["META-INF/container.xml"].iter() if local(each) == "rootfile"]
    if "Contents/content.hpf" not in container:
        yield "container.xml names content.hpf"
    contents = roots["Contents/content.hpf"]
    yield from _manifest(contents, names)
    binaries = {each.get("id", "") for each in contents.iter(q("opf:item")) if each.get("isEmbeded")}
    header = roots["Contents/header.xml"]
    yield from _header(header)
    yield from _section(roots["Contents/section0.xml"], header, binaries)


def _manifest(contents: Element, names: list[str]) -> Iterator[str]:
    items = {each.get("id"): each.get("href", "") for each in contents.iter(q("opf:item"))}
    if items.get("header") != "Contents/header.xml" or items.get("section0") != "Contents/section0.xml":
        yield "content.hpf: header and section0 with their addresses from the root"
    yield from (f"content.hpf: {href} is not there" for href in items.values() if href not in names)
    yield from (
        f"content.hpf: {each} is not listed"
        for each in names
        if each.startswith("BinData/") and each not in items.values()
    )
    if [each.get("idref") for each in contents.iter(q("opf:itemref"))] != ["header", "section0"]:
        yield "content.hpf: spine"
    told = contents.find(f".//{q('opf:title')}")
    if told is None or not told.text:
        yield "content.hpf: title"


# -------------------------------------------------------------------------------------------------------- header


def _header(header: Element) -> Iterator[str]:
    if header.get("secCnt") != "1":
        yield "secCnt"
    if header.get("version") not in ("1.4", "1.5"):
        yield "version of the header"
    listed = header.find(q("hh:refList"))
    if listed is None or tuple(local(each) for each in listed) != LISTS:
        yield "refList in its order"
        return
    for each in listed:
        if each.get("itemCnt") != str(len(each)):
            yield f"{local(each)}: itemCnt"
        if local(each) != "fontfaces":
            first = 1 if local(each) in ("borderFills", "numberings") else 0
            if [item.get("id") for item in each] != [str(number) for number in range(first, first + len(each))]:
                yield f"{local(each)}: ids in sequence"
    yield from _fonts(listed[0])
    counts = {local(each): len(each) for each in listed}
    yield from _references(header, counts)
    for border in header.iter():
        if local(border).endswith("Border") and not re.fullmatch(r"\d+\.\d+ mm", border.get("width", "")):
            yield f"width of a border: {border.get('width')}"
    for each in header.iter(q("hh:charPr")):
        if not re.fullmatch(r"\d+", each.get("height", "")):
            yield "height of letters is whole"
    for each in header.iter(q("hh:paraPr")):
        yield from _margins(each)
    levels = [each for each in header.iter(q("hh:heading")) if each.get("type") == "OUTLINE"]
    if [each.get("level") for each in levels] != ["0", "1", "2"]:
        yield "three levels of outline"
    if any(each.text for each in header.iter(q("hh:paraHead"))):
        yield "levels without a number"


def _fonts(faces: Element) -> Iterator[str]:
    if [each.get("lang") for each in faces] != LANGUAGES:
        yield "seven fontfaces"
    for face in faces:
        if face.get("fontCnt") != str(len(face)):
            yield "fontCnt"
        if [each.get("id") for each in face] != [str(number) for number in range(len(face))]:
            yield "ids of fonts"


def _references(header: Element, counts: dict[str, int]) -> Iterator[str]:
    ranges = {
        "borderFillIDRef": range(1, counts["borderFills"] + 1),
        "tabPrIDRef": range(counts["tabProperties"]),
        "paraPrIDRef": range(counts["paraProperties"]),
        "charPrIDRef": range(counts["charProperties"]),
        "nextStyleIDRef": range(counts["styles"]),
    }
    for each in header.iter():
        for name, allowed in ranges.items():
            value = each.get(name)
            if value is not None and value != "4294967295" and int(value) not in allowed:
                yield f"{local(each)}: {name}={value} names nothing"
    for each in header.iter(q("hh:fontRef")):
        if any(value != "0" for value in each.attrib.values()):
            yield "fontRef names nothing"


def _margins(paragraph: Element) -> Iterator[str]:
    case, default = paragraph.find(f".//{q('hp:case')}"), paragraph.find(f".//{q('hp:default')}")
    if case is None or default is None:
        yield "margins twice"
        return
    for one, other in zip(case.iter(), default.iter(), strict=False):
        length = local(one) in ("intent", "left", "right", "prev", "next")
        if length and int(other.get("value", "0")) != 2 * int(one.get("value", "0")):
            yield "margins: the second is double"


# ------------------------------------------------------------------------------------------------------- section


def _section(root: Element, header: Element, binaries: set[str]) -> Iterator[str]:
    paragraphs = list(root.iter(q("hp:p")))
    runs = root.findall(q("hp:p"))[0].findall(q("hp:run"))
    inside = [local(inner) if local(inner) != "ctrl" else local(inner[0]) for inner in runs[0] if len(inner)]
    if inside[:2] != ["secPr", "colPr"]:
        yield "secPr and colPr first"
    if len(list(root.iter(q("hp:secPr")))) != 1:
        yield "one secPr"
    if any(local(each) == "linesegarray" for each in root.iter()):
        yield "no linesegarray"
    if any(not each.findall(q("hp:run")) for each in paragraphs):
        yield "each paragraph has a run"
    yield from _letters(root)
    yield from _known(root, header)
    ids = [
        each.get("id") for each in root.iter() if local(each) in ("p", "tbl", "pic", "fieldBegin", "header", "footer")
    ]
    if len(set(ids)) != len(ids):
        yield "ids are unique"
    yield from _fields(root)
    for table in root.iter(q("hp:tbl")):
        yield from _table(table)
    for picture in root.iter(q("hp:pic")):
        yield from _picture(picture, binaries)


def _letters(root: Element) -> Iterator[str]:
    for each in root.iter():
        name = local(each)
        if name == "t" and re.search(r"[\t\r\n]", (each.text or "") + "".join(inner.tail or "" for inner in each)):
            yield "no raw tab or end of line"
        if name in ("ctrl", "subList", "tr", "tbl") and not len(each):
            yield f"no empty {name}"
        if name in ("header", "footer") and each.find(q("hp:subList")) is None:
            yield f"{name} without text"


def _known(root: Element, header: Element) -> Iterator[str]:
    counts = {
        name: len(header.find(f".//{q(f'hh:{kind}')}") or ())
        for name, kind in (
            ("charPrIDRef", "charProperties"),
            ("paraPrIDRef", "paraProperties"),
            ("styleIDRef", "styles"),
            ("borderFillIDRef", "borderFills"),
        )
    }
    for each in root.iter():
        if local(each) == "run" and each.get("charPrIDRef") is None:
            yield "each run has a charPrIDRef"
        for name, count in counts.items():
            value = each.get(name)
            first = 1 if name == "borderFillIDRef" else 0
            if value is not None and int(value) not in range(first, first + count):
                yield f"{local(each)}: {name}={value} names nothing"


def _fields(root: Element) -> Iterator[str]:
    opened: dict[str | None, Element] = {}
    marks = [each.get("name") for each in root.iter(q("hp:bookmark"))]
    yield from (f"bookmark {name} twice" for name, count in Counter(marks).items() if count > 1)
    for paragraph in root.iter(q("hp:p")):
        for each in paragraph.iter():
            if local(each) == "fieldBegin":
                opened[each.get("id")] = each
                kind = FIELDS.get(each.get("type", ""))
                if kind is None or each.get("fieldid") != str(int.from_bytes(kind, "big")):
                    yield "a field has a type and the number of it"
                yield from _command(each, marks)
    ends = [(each.get("beginIDRef"), each.get("fieldid")) for each in root.iter(q("hp:fieldEnd"))]
    if sorted(map(str, ends)) != sorted(str((key, each.get("fieldid"))) for key, each in opened.items()):
        yield "fields begin and end in pairs"


def _command(field: Element, marks: Iterable[str | None]) -> Iterator[str]:
    parameters = field.find(q("hp:parameters"))
    if parameters is None or parameters.get("cnt") != str(len(parameters)):
        yield "parameters of a field, counted"
        return
    command = next((each.text or "" for each in parameters if each.get("name") == "Command"), "")
    if field.get("type") == "HYPERLINK":
        found = re.fullmatch(r"\?(.*);0;0;0;", command)
        if not found or re.sub(r"\\(.)", r"\1", found[1]) not in marks:
            yield f"link to nothing: {command}"
    elif not field.get("name"):
        yield "a figure's field has a name"


def _table(table: Element) -> Iterator[str]:
    if table.get("pageBreak") != "CELL":
        yield "pageBreak"
    place = table.find(q("hp:pos"))
    if place is None or place.get("treatAsChar") != "0":
        yield "a table is no letter"
    rows, columns = int(table.get("rowCnt", 0)), int(table.get("colCnt", 0))
    cells = list(table.findall(f"{q('hp:tr')}/{q('hp:tc')}"))
    covered: Counter[tuple[int, int]] = Counter()
    widths: dict[int, dict[int, int]] = {}
    heads: set[int] = set()
    for number, row in enumerate(table.findall(q("hp:tr"))):
        for cell in row:
            if [local(each) for each in cell] != CELL:
                yield "children of a cell in their order"
                return
            address, span, size = cell[1], cell[2], cell[3]
            column, down = int(address.get("colAddr", -1)), int(address.get("rowAddr", -1))
            if down != number:
                yield "a cell stands in its row"
            across, over = int(span.get("colSpan", 0)), int(span.get("rowSpan", 0))
            covered.update((down + y, column + x) for y in range(over) for x in range(across))
            for y in range(over):
                widths.setdefault(down + y, {})[column] = int(size.get("width", 0))
            if cell.get("header") == "1":
                heads.add(down)
    if covered != Counter((y, x) for y in range(rows) for x in range(columns)):
        yield "cells cover the grid once"
    whole = table.find(q("hp:sz"))
    if whole is None or any(sum(row.values()) != int(whole.get("width", 0)) for row in widths.values()):
        yield "widths add up"
    if heads != set(range(len(heads))) or any(
        cell.get("header") != "1" for cell in cells if int(cell[1].get("rowAddr", -1)) in heads
    ):
        yield "heads stand above, and are whole rows"
    if (table.get("repeatHeader") == "1") != bool(heads):
        yield "heads repeat"


def _picture(picture: Element, binaries: set[str]) -> Iterator[str]:
    if [local(each) for each in picture] != PICTURE:
        yield "children of a picture in their order"
        return
    by = {local(each): each for each in picture}
    if [local(each) for each in by["renderingInfo"]] != ["transMatrix", "scaMatrix", "rotMatrix"]:
        yield "matrices of a picture"
    elif any(set(each.attrib) != {f"e{number}" for number in range(1, 7)} for each in by["renderingInfo"]):
        yield "a matrix has six numbers"
    if [local(each) for each in by["imgRect"]] != ["pt0", "pt1", "pt2", "pt3"]:
        yield "corners of a picture"
    if by["img"].get("binaryItemIDRef") not in binaries:
        yield "a picture is in the package"
    if not by["shapeComment"].text:
        yield "a picture is told in words"
