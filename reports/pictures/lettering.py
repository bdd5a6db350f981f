"""A drawing with the letters that it writes: a browser gives a picture none of the page's fonts, and not each machine has a Korean one."""

import io
from base64 import b64encode

from lxml import etree

from ..render.fonts import TEXT_FONT
from .svg import SVG

REGULAR, BOLD = 400, 800
"""The weights of the text font that `font-weight` chooses from"""


def with_letters(drawing: bytes, text: str) -> bytes:
    """A drawing that was made safe, with the part of the text font that its text needs; the same one where it has no text."""
    if not text.strip():
        return drawing
    root = etree.fromstring(drawing)
    style = etree.Element(f"{{{SVG}}}style")
    weights = (REGULAR, BOLD) if b"font-weight" in drawing else (REGULAR,)
    style.text = "".join(_face(weight, text) for weight in weights)
    root.insert(0, style)
    drawn: bytes = etree.tostring(root, encoding="utf-8")
    return drawn


def _face(weight: int, text: str) -> str:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(flavor="woff2", layout_features=["kern"], notdef_outline=True, hinting=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    stream = io.BytesIO()
    with TTFont(TEXT_FONT.folder / dict(TEXT_FONT.files)[weight], lazy=True, recalcTimestamp=False) as font:
        subsetter.subset(font)
        font.flavor = "woff2"
        font.save(stream)
    source = b64encode(stream.getvalue()).decode()
    return f"@font-face{{font-family:'{TEXT_FONT.family}';font-weight:{weight};src:url(data:font/woff2;base64,{source})format('woff2')}}"
