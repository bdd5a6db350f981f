"""XML of the format: its namespaces, and text as it may stand in it."""

import re
from html import escape

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>'
NAMES = {
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
NAMESPACES = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMES.items())

_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Text that XML may hold, on one line."""
    return " ".join(re.split(r"[\t\n\r]+", _NO_XML.sub("", text)))


def attribute(text: str) -> str:
    return escape(clean(text))


def letters_of(text: str) -> str:
    """The content of an `hp:t`; an end of a line is an element."""
    lines = _NO_XML.sub("", text).replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "<hp:lineBreak/>".join(escape(line, quote=False) for line in lines)
