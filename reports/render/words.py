"""`word-break: keep-all` for WeasyPrint 70, which does not have it: Korean words stay whole over lines.

Pango can be told of a stretch of text that no line ends in it, so that a paragraph stays one box of text; a box of its own for each word took
40 % of the time of a paper. Words are shaped and placed one by one, as boxes of their own were. WeasyPrint is told in the four places below.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from weasyprint.css.validation.properties import PROPERTIES
from weasyprint.draw import text as drawing
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.layout import inline
from weasyprint.matrix import Matrix
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, get_log_attrs

from reports.render.fitting import LONGEST_WORD, WORD

KEPT_TEXTS = 8192
"""More than a paper has. A text that is being written is another one at each rest, so not all can be kept."""

_KOREAN = re.compile(r"[가-힣]")

_allows = PROPERTIES["word-break"]
_set_text = Layout.set_text
_can_break_inside = inline.can_break_inside
_draw_first_line = drawing.draw_first_line


def is_kept(word: str) -> bool:
    """Whether a word, or a date with spaces in it, must not be parted."""
    return 1 < len(word) <= LONGEST_WORD and (" " in word or _KOREAN.search(word) is not None)


@lru_cache(maxsize=KEPT_TEXTS)
def stretches(text: str) -> tuple[tuple[int, int], ...]:
    """From where to where the words stand that are not parted, in letters."""
    return tuple(found.span() for found in WORD.finditer(text) if is_kept(found[0]))


@lru_cache(maxsize=KEPT_TEXTS)
def _in_bytes(text: str) -> tuple[tuple[int, int], ...]:
    """The same in bytes of UTF-8, as Pango counts."""
    found, at, after = [], 0, 0
    for begin, end in stretches(text):
        first = after + len(text[at:begin].encode())
        at, after = end, first + len(text[begin:end].encode())
        found.append((first, after))
    return tuple(found)


def _keeps_all(style: Any) -> bool:
    return bool(style["word_break"] == "keep-all")


def word_break(tokens: Any, *arguments: Any) -> Any:
    """What may stand in a style sheet."""
    if len(tokens) == 1 and getattr(tokens[0], "lower_value", "") == "keep-all":
        return "keep-all"
    return _allows(tokens, *arguments)


def set_text(self: Any, text: str, justify: bool = False) -> None:
    """No line ends within a word, and what is allowed within is said anew for each, so that each is shaped by itself."""
    _set_text(self, text, justify)
    if not _keeps_all(self.style) or not (kept := _in_bytes(self.text)):
        return
    attributes = pango.pango_layout_get_attributes(self.layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    for begin, end in kept:
        for attribute in (pango.pango_attr_allow_breaks_new(False), pango.pango_attr_fallback_new(True)):
            attribute.start_index, attribute.end_index = begin, end
            pango.pango_attr_list_insert(attributes, attribute)
    pango.pango_layout_set_attributes(self.layout, attributes)


def can_break_inside(box: Any) -> bool:
    if isinstance(box, TextBox) and _keeps_all(box.style) and _can_break_inside(box):
        return _can_break(box.text, box.style["lang"])
    return bool(_can_break_inside(box))


@lru_cache(maxsize=KEPT_TEXTS)
def _can_break(text: str, lang: str | None) -> bool:
    attributes = get_log_attrs(text, lang)
    closed = {at for begin, end in stretches(text) for at in range(begin + 1, end)}
    return any(attributes[at].is_line_break and at not in closed for at in range(1, len(text)))


@dataclass(slots=True)
class _Run:
    """A run of letters in Pango's list of them."""

    data: Any
    next: Any = ffi.NULL


class _Stretch:
    """Some runs of a line as the box that is drawn, and as the layout of that box."""

    def __init__(self, box: Any, runs: list[Any]) -> None:
        self.pango_layout, self.layout = self, box.pango_layout.layout
        self.text, self.style, self.baseline = box.pango_layout.text, box.style, box.baseline
        first = ffi.NULL
        for each in reversed(runs):
            first = _Run(each, first)
        self.runs = [first]

    def get_first_line(self) -> "tuple[_Stretch, None]":
        return self, None


def _parts(line: Any, text: str) -> Iterator[tuple[int, list[Any]]]:
    """The runs of each word, and of what stands between two, with where it begins in Pango's units; without those of blanks."""
    whole = text.encode()
    ends = iter([*(at for stretch in _in_bytes(text) for at in stretch), len(whole)])
    left, begin, end = 0, 0, next(ends)
    runs: list[Any] = []
    x, run = 0, line.runs[0]
    while run != ffi.NULL:
        item, run = run.data, run.next
        while item.item.offset >= end:
            if whole[begin:end].strip():
                yield left, runs
            left, runs, begin, end = x, [], end, next(ends)
        runs.append(item)
        x += sum(each.geometry.width for each in item.glyphs.glyphs[0 : item.glyphs.num_glyphs])
    if whole[begin:end].strip():
        yield left, runs


def draw_first_line(stream: Any, box: Any, overflow: str, ellipsis: str, matrix: Any) -> Any:
    """Each word stands where it begins: what the widths of letters lose by being rounded is not added up over a line."""
    if (
        not _keeps_all(box.style)
        or overflow == "ellipsis"
        or ellipsis != "none"
        or not _in_bytes(box.pango_layout.text)
    ):
        return _draw_first_line(stream, box, overflow, ellipsis, matrix)
    left, top = matrix.values[4:]
    # Before the line is asked for: telling it later would make another one.
    pango.pango_layout_set_single_paragraph_mode(box.pango_layout.layout, True)
    line, _ = box.pango_layout.get_first_line()
    emojis = []
    for x, runs in _parts(line, box.pango_layout.text):
        place = Matrix(d=-1, e=left + x * FROM_UNITS, f=top)
        emojis += _draw_first_line(stream, _Stretch(box, runs), overflow, ellipsis, place)
    return emojis


ffi.cdef("PangoAttribute * pango_attr_allow_breaks_new (gboolean allow_breaks);")
ffi.cdef("PangoAttribute * pango_attr_fallback_new (gboolean enable_fallback);")
vars(word_break).update(vars(_allows))
PROPERTIES["word-break"] = word_break
Layout.set_text = set_text
inline.can_break_inside = can_break_inside
drawing.draw_first_line = draw_first_line
