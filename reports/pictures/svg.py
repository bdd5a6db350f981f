"""A vector drawing written anew from what is allowed: shapes, text and their looks. Pure Python.

What would be seen and is not allowed (a picture within, a filter, text of another language) is refused with its name, since a drawing
without it would be another one. What is never seen (notes of drawing programs) is left out.
"""

import re
from collections.abc import Iterator
from typing import Any

import tinycss2
from lxml import etree

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
HREF = f"{{{XLINK}}}href"
LARGEST = 2 * 2**20
MOST_ELEMENTS, DEEPEST = 20_000, 40
WIDEST = 20_000
"""Units of a side of the drawing."""
SMALLEST = 1_000
"""Pixels of the longer side: what is drawn in a few units is told in more, so that its sides keep their proportion."""

GROUPS = frozenset({"svg", "g", "defs", "a"})
SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
TEXTS = frozenset({"text", "tspan"})
PAINTS = frozenset({"linearGradient", "radialGradient", "stop", "clipPath"})
DRAWN = GROUPS | SHAPES | TEXTS | PAINTS | {"style"}
UNSEEN = frozenset({"title", "desc", "metadata"})
"""What the drawing says of itself: the alternative text stands for it."""

LOOKS = frozenset(
    {
        *("fill", "fill-opacity", "fill-rule", "opacity", "color", "display", "visibility", "clip-path", "clip-rule"),
        *("stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit"),
        *("stroke-dasharray", "stroke-dashoffset", "stop-color", "stop-opacity"),
        *(
            "font-size",
            "font-weight",
            "font-style",
            "text-anchor",
            "dominant-baseline",
            "letter-spacing",
            "word-spacing",
        ),
        "text-decoration",
    }
)
"""Of an attribute or of a style sheet. Fonts are the document's own."""
GEOMETRY = frozenset(
    {
        *(
            "id",
            "class",
            "transform",
            "d",
            "points",
            "x",
            "y",
            "dx",
            "dy",
            "width",
            "height",
            "rx",
            "ry",
            "cx",
            "cy",
            "r",
        ),
        *("x1", "y1", "x2", "y2", "fx", "fy", "offset", "rotate", "viewBox", "preserveAspectRatio", "gradientUnits"),
        *("gradientTransform", "spreadMethod", "clipPathUnits", "textLength", "lengthAdjust"),
        "{http://www.w3.org/XML/1998/namespace}space",
    }
)
EFFECTS = frozenset({"filter", "mask", "marker", "marker-start", "marker-mid", "marker-end"})
COLOURS = frozenset({"rgb", "rgba", "hsl", "hsla"})
_LENGTH = re.compile(r"\s*([\d.]+(?:[eE][+-]?\d+)?)\s*(px|pt|mm|cm|in|pc)?\s*")
_PIXELS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4}
_CLASSES = re.compile(r"\.[\w-]+(?:\s*,\s*\.[\w-]+)*")
_SELECTORS = re.compile(r"[\w\s.#,*>-]+")


class Unsafe(ValueError):
    """The drawing is not taken; `str()` is the end of a Korean sentence."""


BROKEN = "SVG로 읽을 수 없는 파일입니다. 그림 프로그램에서 다시 저장하거나 PNG로 저장해 올려 주세요."
AS_PNG = "그림 프로그램에서 PNG로 저장해 올려 주세요."


def is_svg(content: bytes) -> bool:
    """Whether a file means to be a drawing, by its beginning."""
    start = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<") and re.search(rb"<(?:\w+:)?svg[\s>]", content[:65536]) is not None


def cleaned(content: bytes, families: str = "sans-serif") -> tuple[bytes, tuple[int, int], str]:
    """The drawing written anew, its width and height in pixels, and all its text. Raises Unsafe."""
    if len(content) > LARGEST:
        raise Unsafe(f"SVG는 {LARGEST // 2**20}MB까지 받습니다. {AS_PNG}")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise Unsafe(BROKEN) from error
    if root.tag != f"{{{SVG}}}svg":
        raise Unsafe(BROKEN)
    subset = root.getroottree().docinfo.internalDTD
    if subset is not None and any(subset.iterentities()):
        raise Unsafe(f"다른 글을 끌어 쓰는 표시(ENTITY)가 있어 받지 않습니다. {AS_PNG}")
    made = _Rewriting().element(root, 1)
    if any(HREF in each.attrib and _target(made, each).get(HREF) for each in made.iter()):
        raise Unsafe(f"색의 흐름(gradient)이 거듭 이어진 SVG입니다. {AS_PNG}")
    sides = _size(root)
    if "viewBox" not in made.attrib:
        made.set("viewBox", f"0 0 {sides[0]:g} {sides[1]:g}")
    width, height = (max(1, round(each * max(1, SMALLEST / max(sides)))) for each in sides)
    made.set("width", f"{width}")
    made.set("height", f"{height}")
    made.set("font-family", families)
    text = "".join(word for each in made.iter(f"{{{SVG}}}text") for word in each.itertext())
    return etree.tostring(made, encoding="utf-8"), (width, height), text


def _target(root: Any, gradient: Any) -> Any:
    """The gradient whose colours another one takes; nothing where there is none."""
    name = gradient.get(HREF)[1:]
    return next((each for each in root.iter() if each.get("id") == name), {})


def _size(root: Any) -> tuple[float, float]:
    """Width and height in pixels: of the drawing, or of what it shows."""
    sides = [_pixels(root.get(name, "")) for name in ("width", "height")]
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    if not all(sides) and len(box) == 4:
        sides = [_pixels(each) for each in box[2:]]
    if not all(sides):
        raise Unsafe(f"그림의 크기(width, height, viewBox)가 없는 SVG입니다. {AS_PNG}")
    if max(sides) > WIDEST:
        raise Unsafe(f"한 변이 {WIDEST:,}화소보다 긴 SVG입니다. {AS_PNG}")
    return sides[0], sides[1]


def _pixels(text: str) -> float:
    """A length in pixels; 0 for one that says nothing by itself (`100%`)."""
    found = _LENGTH.fullmatch(text)
    try:
        return float(found[1]) * _PIXELS[found[2] or ""] if found else 0
    except ValueError:
        return 0


class _Rewriting:
    """One drawing on its way through: counts what it holds."""

    def __init__(self) -> None:
        self.count = 0
        self.clips = 0
        """How many clip paths it stands in: what clips nothing clips can't lead back to itself."""

    def element(self, old: Any, depth: int) -> Any:
        """The element anew with all below it. Raises Unsafe."""
        self.count += 1
        if self.count > MOST_ELEMENTS or depth > DEEPEST:
            raise Unsafe(f"너무 복잡한 SVG입니다(도형 {MOST_ELEMENTS:,}개, {DEEPEST}겹까지). {AS_PNG}")
        name = etree.QName(old).localname
        new = etree.Element(f"{{{SVG}}}{'g' if name == 'a' else name}", nsmap={None: SVG, "xlink": XLINK})
        if name == "style":
            new.text = _style_sheet("".join(old.itertext()))
            return new
        self.clips += name == "clipPath"
        for key, value in _attributes(old):
            if self.clips and key in ("style", "class"):
                continue  # nothing of it is painted
            if self.clips and key == "clip-path":
                raise Unsafe(f"겹쳐 오려 낸 그림은 옮길 수 없습니다. {AS_PNG}")
            new.set(key, value)
        if name in TEXTS:
            new.text = old.text
        for child in old:
            if not isinstance(child.tag, str):
                raise Unsafe(f"다른 글을 끌어 쓰는 표시(ENTITY)가 있어 받지 않습니다. {AS_PNG}")
            if (made := self._child(child, depth)) is not None:
                new.append(made)
                if name in TEXTS:
                    made.tail = child.tail
        self.clips -= name == "clipPath"
        return new

    def _child(self, child: Any, depth: int) -> Any | None:
        at = etree.QName(child)
        if at.namespace != SVG or at.localname in UNSEEN:
            return None
        if at.localname not in DRAWN:
            raise Unsafe(f"안전하게 옮길 수 없는 내용(<{at.localname}>)이 있습니다. {AS_PNG}")
        return self.element(child, depth + 1)


def _attributes(old: Any) -> Iterator[tuple[str, str]]:
    gradient = etree.QName(old).localname in ("linearGradient", "radialGradient")
    for key, value in old.attrib.items():
        if key.lower().startswith("on"):
            raise Unsafe(f"실행되는 코드({key})가 들어 있어 받지 않습니다. {AS_PNG}")
        if key in ("href", HREF) and gradient and value.startswith("#"):
            yield HREF, value
        elif key == "style":
            if kept := _looks(value):
                yield key, ";".join(f"{name}:{look}" for name, look in kept)
        elif key in LOOKS | EFFECTS:
            yield from _looks(f"{key}:{value}")
        elif key in GEOMETRY:
            yield key, value


def _style_sheet(text: str) -> str:
    """The rules of a style sheet that say how shapes look. Raises Unsafe."""
    rules = []
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule":
            raise Unsafe(f"옮길 수 없는 모양 지정(@import, @font-face 등)이 있습니다. {AS_PNG}")
        selector = tinycss2.serialize(rule.prelude).strip()
        if not _SELECTORS.fullmatch(selector):
            raise Unsafe(f"옮길 수 없는 모양 지정 '{selector[:40]}'이 있습니다. {AS_PNG}")
        kept = _looks(rule.content)
        if not _CLASSES.fullmatch(selector) and any(name == "clip-path" for name, _ in kept):
            raise Unsafe(f"옮길 수 없는 모양 지정 '{selector[:40]}'이 있습니다. {AS_PNG}")
        if kept:
            rules.append(f"{selector}{{{';'.join(f'{name}:{look}' for name, look in kept)}}}")
    return "".join(rules)


def _looks(written: Any) -> list[tuple[str, str]]:
    """What of declarations (text or tokens) is allowed, as names and values. Raises Unsafe for what is seen and is not."""
    kept = []
    for each in tinycss2.parse_blocks_contents(written, skip_comments=True, skip_whitespace=True):
        if each.type != "declaration" or each.lower_name not in LOOKS | EFFECTS:
            continue
        value = tinycss2.serialize(each.value).strip()
        if each.lower_name in EFFECTS:
            if value != "none":
                raise Unsafe(f"'{each.lower_name}' 효과는 안전하게 옮길 수 없습니다. {AS_PNG}")
        elif not all(map(_is_plain, each.value)):
            raise Unsafe(f"밖의 것을 끌어 쓰는 모양({each.lower_name})이 있어 받지 않습니다. {AS_PNG}")
        else:
            kept.append((each.lower_name, value))
    return kept


def _is_plain(token: Any) -> bool:
    """Whether a part of a value refers to nothing, or to something in the same drawing."""
    if token.type == "url":
        return bool(token.value.startswith("#"))
    if token.type == "function":
        inside = [each for each in token.arguments if each.type != "whitespace"]
        if token.lower_name == "url":
            return all(each.type == "string" and each.value.startswith("#") for each in inside)
        return token.lower_name in COLOURS and all(map(_is_plain, inside))
    return token.type in ("ident", "hash", "number", "percentage", "dimension", "literal", "whitespace")
