"""HWPX files as others make them: written out by hand, with nothing of our writer."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

PARAGRAPH = (
    'xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph" xmlns:hs="http://www.hancom.co.kr/hwpml/2011/section"'
)
STYLES = ("바탕글", "개요 1", "개요 2", "개요 3")


def p(text: str = "", *, style: int = 0, inner: str = "") -> str:
    """A paragraph; `inner` is what its run holds beside the text."""
    letters = f"<hp:t>{escape(text)}</hp:t>" if text else ""
    return f'<hp:p id="0" paraPrIDRef="0" styleIDRef="{style}"><hp:run charPrIDRef="0">{letters}{inner}</hp:run></hp:p>'


def tc(content: str, row: int, column: int, *, rows: int = 1, columns: int = 1, head: bool = False) -> str:
    return (
        f'<hp:tc name="" header="{int(head)}"><hp:subList>{content}</hp:subList><hp:cellAddr colAddr="{column}" rowAddr="{row}"/>'
        f'<hp:cellSpan colSpan="{columns}" rowSpan="{rows}"/><hp:cellSz width="1" height="1"/></hp:tc>'
    )


def tbl(*rows: str) -> str:
    lines = "".join(f"<hp:tr>{row}</hp:tr>" for row in rows)
    return f'<hp:tbl rowCnt="{len(rows)}" colCnt="1">{lines}</hp:tbl>'


def grid(*rows: tuple[str, ...]) -> str:
    """A table of plain cells."""
    return tbl(*("".join(tc(p(text), at, column) for column, text in enumerate(row)) for at, row in enumerate(rows)))


def section(*paragraphs: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes" ?><hs:sec {PARAGRAPH}>{"".join(paragraphs)}</hs:sec>'.encode()


def file(*paragraphs: str, **parts: bytes | None) -> bytes:
    """A file of these paragraphs. `parts` are others of its parts; None for one that is left out."""
    styles = "".join(f'<hh:style id="{number}" name="{name}"/>' for number, name in enumerate(STYLES))
    known: dict[str, bytes | None] = {
        "mimetype": b"application/hwp+zip",
        "Contents/header.xml": f'<hh:head xmlns:hh="http://www.hancom.co.kr/hwpml/2011/head">{styles}</hh:head>'.encode(),
        "Contents/content.hpf": b"<package/>",
        "Contents/section0.xml": section(*paragraphs),
        **parts,
    }
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in known.items():
            if content is not None:
                archive.writestr(name, content)
    return stream.getvalue()
