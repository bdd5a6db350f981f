"""The ZIP with all its parts, and what they say of each other and of the document."""

import re
import zipfile
from datetime import date
from html import escape, unescape
from io import BytesIO

from reports.document import Document
from reports.render.hwpx.header import header_xml
from reports.render.hwpx.section import section_xml
from reports.render.hwpx.text import Binary
from reports.render.hwpx.words import DECLARATION, NAMESPACES, clean

MIMETYPE = "application/hwp+zip"
MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpg"}
MADE_AT = (1980, 1, 1, 0, 0, 0)
"""The same for all parts: equal documents give equal bytes."""
PREVIEW = 1000
"""Letters of the text that a file manager shows"""
_PACKAGE = "http://www.hancom.co.kr/hwpml/2016/meta/pkg#"


def render_hwpx(document: Document) -> bytes:
    """The file, the same bytes for an equal Document. Raises ValueError when the cover has no month."""
    body, text = section_xml(document)
    parts = {
        "version.xml": _VERSION,
        "Contents/header.xml": header_xml(text.looks),
        "Contents/section0.xml": body,
        "Preview/PrvText.txt": _preview(body),
        "settings.xml": _SETTINGS,
        "META-INF/container.rdf": _RELATIONS,
        "Contents/content.hpf": _contents(document, text.binaries),
        "META-INF/container.xml": _CONTAINER,
        "META-INF/manifest.xml": _MANIFEST,
    }
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(_entry("mimetype", zipfile.ZIP_STORED), MIMETYPE)
        for name, content in parts.items():
            archive.writestr(_entry(name), content.encode())
        for binary in text.binaries:
            # A picture is packed already.
            archive.writestr(_entry(_path(binary), zipfile.ZIP_STORED), binary.content)
    return stream.getvalue()


def _entry(name: str, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, MADE_AT)
    entry.compress_type = method
    entry.create_system = 0
    return entry


def _path(binary: Binary) -> str:
    return f"BinData/{binary.name}.{binary.kind}"


def _preview(body: str) -> str:
    texts = re.findall(r"<hp:t>([^<]*)</hp:t>|(</hp:p>)", body)
    return unescape("".join(text or "\r\n" for text, _ in texts))[:PREVIEW]


def _contents(document: Document, binaries: list[Binary]) -> str:
    made = document.made_on
    known = {
        "creator": document.bureau,
        "subject": f"{document.session} {document.committee}".strip(),
        "description": f"{document.title} {document.month}",
        "lastsaveby": document.bureau,
        "CreatedDate": f"{made}T00:00:00Z",
        "ModifiedDate": f"{made}T00:00:00Z",
        "date": _day(made),
        "keyword": f"{document.title} {document.month}",
    }
    properties = "".join(
        f'<opf:meta name="{name}" content="text">{escape(clean(text), quote=False)}</opf:meta>'
        for name, text in known.items()
    )
    pictures = "".join(
        f'<opf:item id="{each.name}" href="{_path(each)}" media-type="{MEDIA_TYPES[each.kind]}" isEmbeded="1"/>'
        for each in binaries
    )
    return (
        f'{DECLARATION}<opf:package {NAMESPACES} version="" unique-identifier="" id=""><opf:metadata>'
        f"<opf:title>{escape(clean(f'{document.title} - {document.bureau}'), quote=False)}</opf:title>"
        f"<opf:language>ko</opf:language>{properties}</opf:metadata><opf:manifest>"
        '<opf:item id="header" href="Contents/header.xml" media-type="application/xml"/>'
        '<opf:item id="section0" href="Contents/section0.xml" media-type="application/xml"/>'
        f'<opf:item id="settings" href="settings.xml" media-type="application/xml"/>{pictures}</opf:manifest>'
        '<opf:spine><opf:itemref idref="header" linear="yes"/><opf:itemref idref="section0" linear="yes"/></opf:spine>'
        "</opf:package>"
    )


def _day(day: date) -> str:
    return f"{day.year}년 {day.month}월 {day.day}일"


_VERSION = (
    f'{DECLARATION}<hv:HCFVersion xmlns:hv="http://www.hancom.co.kr/hwpml/2011/version" tagetApplication="WORDPROCESSOR" '
    'major="5" minor="1" micro="0" buildNumber="1" os="1" xmlVersion="1.4" application="Hancom Office Hangul" '
    'appVersion="11, 0, 0, 0"/>'
)
_SETTINGS = (
    f'{DECLARATION}<ha:HWPApplicationSetting xmlns:ha="http://www.hancom.co.kr/hwpml/2011/app" '
    'xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0">'
    '<ha:CaretPosition listIDRef="0" paraIDRef="0" pos="0"/></ha:HWPApplicationSetting>'
)
_CONTAINER = (
    f'{DECLARATION}<ocf:container xmlns:ocf="urn:oasis:names:tc:opendocument:xmlns:container" '
    'xmlns:hpf="http://www.hancom.co.kr/schema/2011/hpf"><ocf:rootfiles>'
    '<ocf:rootfile full-path="Contents/content.hpf" media-type="application/hwpml-package+xml"/>'
    '<ocf:rootfile full-path="Preview/PrvText.txt" media-type="text/plain"/>'
    '<ocf:rootfile full-path="META-INF/container.rdf" media-type="application/rdf+xml"/></ocf:rootfiles></ocf:container>'
)
_MANIFEST = f'{DECLARATION}<odf:manifest xmlns:odf="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def _related(part: str, kind: str) -> str:
    return (
        f'<rdf:Description rdf:about=""><ns0:hasPart xmlns:ns0="{_PACKAGE}" rdf:resource="{part}"/></rdf:Description>'
        f'<rdf:Description rdf:about="{part}"><rdf:type rdf:resource="{_PACKAGE}{kind}"/></rdf:Description>'
    )


_RELATIONS = (
    f'{DECLARATION}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    f"{_related('Contents/header.xml', 'HeaderFile')}{_related('Contents/section0.xml', 'SectionFile')}"
    f'<rdf:Description rdf:about=""><rdf:type rdf:resource="{_PACKAGE}Document"/></rdf:Description></rdf:RDF>'
)
