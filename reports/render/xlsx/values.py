"""Texts and values as one cell of Excel holds them."""

import re
from decimal import Decimal
from typing import Literal, NamedTuple, assert_never

from reports.document import Cell
from reports.values import (
    AsOf,
    Blank,
    CountWithRate,
    Covered,
    Direction,
    Figure,
    Pair,
    Percent,
    Quantity,
    Recorded,
    Surplus,
    ToOne,
    Value,
    Words,
)
from seoulwork.domain.numbers import BLANK, MINUS, round_half_up

LONGEST_TEXT = 32_767
"""Characters that Excel takes in one cell."""


class WorkbookError(ValueError):
    """The document does not fit into a workbook; `str()` is the Korean sentence for the user."""


_ILLEGAL = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = str.maketrans({"\r": "\n", "\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_TAKEN_FOR_FORMULA = tuple("=+-@＝＋－＠\t\n'")
_NARROW = dict.fromkeys(map(ord, " ,.:;'()[]|!il·"))


def clean_text(text: str) -> str:
    """The text as a cell can hold it: every kind of line break becomes a plain one, so that no words run together;
    the other control characters and lone surrogates, which XML has no place for, are left out; `_x0041_`, which Excel
    would read as an escaped letter, is escaped itself."""
    if text.isprintable() and "_x" not in text:
        return text
    return _ESCAPE_LIKE.sub("_x005F_", _ILLEGAL.sub("", text.replace("\r\n", "\n").translate(_BREAKS)))


def needs_quote(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula, or eat its apostrophe, once somebody edits the cell."""
    return text.startswith(_TAKEN_FOR_FORMULA) and text != BLANK


def text_width(text: str, size: float = 10) -> float:
    """About how wide the text is in the workbook's font, in the unit of column widths (a digit at 10 points):
    Korean and other wide characters (three bytes in UTF-8) nearly two, spaces and small marks two thirds."""
    wide = (len(text.encode(errors="surrogatepass")) - len(text)) / 2
    narrow = len(text) - len(text.translate(_NARROW))
    return (1.77 * wide + 0.62 * narrow + 1.05 * (len(text) - wide - narrow)) * size / 10


def line_count(text: str, width: float, size: float = 10) -> int:
    """How many lines the text takes when it is wrapped between words in the given width."""
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        if text_width(paragraph, size) <= width:
            continue
        used = 0.0
        for word in paragraph.split(" "):
            wide = text_width(word, size)
            if used and used + 0.062 * size + wide > width:
                lines, used = lines + 1, 0.0
            elif used:
                used += 0.062 * size
            while used + wide > width:
                lines, wide = lines + 1, wide - width
            used += wide
    return lines


def unique_sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel allows and nobody has (upper and lower case are the same), which is added to `taken`:
    at most 31 UTF-16 units, none of []:*?/\\, no apostrophe at the ends."""
    plain = " ".join(re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", clean_text(wanted)).split()).strip("'") or "표"
    for number in range(1, len(taken) + 2):
        tail = f" ({number})" if number > 1 else ""
        name = plain + tail
        for length in range(len(plain) - 1, 0, -1):
            if len(name.encode("utf-16-le")) <= 62:
                break
            name = plain[:length].rstrip(" '") + "…" + tail
        if name.casefold() not in taken and name.casefold() != "history":
            break
    taken.add(name.casefold())
    return name


class Shown(NamedTuple):
    """What one Excel cell holds: a number with its format, or a text."""

    content: int | Decimal | str
    number_format: str = "General"


BLANK_SHOWN = Shown(BLANK)
SURPLUS_FORMAT = f"#,##0;{MINUS}#,##0;{BLANK}"
_RECORDED = re.compile(r"(△?)(\d{1,3}(?:,\d{3})+|0|[1-9]\d{0,14})(?:\.(\d{1,6}))?([^\d\s,.\"△][^\d\"]{0,9})?")


def number_format(decimals: int = 0, unit: str = "", *, grouped: bool = True, minus: str = MINUS) -> str:
    """The Excel format for a number as the paper prints it: `1,234명`, `△9`, `0.0%`."""
    digits = ("#,##0" if grouped else "0") + ("." + "0" * decimals if decimals else "")
    suffix = unit if unit in ("", "%") else f'"{unit}"'
    zero = digits.removeprefix("#,##")
    return f"{digits}{suffix};{minus}{digits}{suffix};{zero}{suffix}"


def _format_for(value: Decimal, decimals: int, unit: str) -> str:
    """Without the sign for what rounds to zero from below: the paper prints 0, a plain format would show △0."""
    vanishes = value < 0 and not round_half_up(value, decimals)
    return number_format(decimals, unit, minus="" if vanishes else MINUS)


def shown(value: Value) -> Shown:
    """A value of one part as a cell's content; a percentage as a fraction, since Excel's `%` multiplies by a hundred."""
    match value:
        case Quantity():
            return Shown(value.value, _format_for(value.value, value.decimals, value.unit))
        case Percent():
            return Shown(value.value.scaleb(-2), _format_for(value.value, value.decimals, "%"))
        case ToOne():
            return Shown(value.value, _format_for(value.value, value.shown_decimals, ":1"))
        case Surplus():
            return Shown(value.value, SURPLUS_FORMAT)
        case Recorded():
            return _shown_as_printed(value.printed)
        case Blank():
            return BLANK_SHOWN
        case AsOf() | Covered() | Direction() | Words() | Pair() | CountWithRate():
            return Shown(value.text)
        case _:
            assert_never(value)


def bracketed(part: Shown, words: str) -> Shown:
    """What an incomplete figure leaves out stands in the format, so that its number stays one."""
    if not words:
        return part
    if isinstance(part.content, str):
        return Shown(f"{part.content}({words})")
    behind = f"({words})".replace('"', "")
    sections = part.number_format.split(";")
    return Shown(
        part.content,
        ";".join(f'{each[:-1]}{behind}"' if each.endswith('"') else f'{each}"{behind}"' for each in sections),
    )


def _shown_as_printed(printed: str) -> Shown:
    """A recorded figure becomes a number where a format gives back exactly what is printed, else it stays text."""
    match = _RECORDED.fullmatch(printed)
    if match is None:
        return Shown(printed)
    sign, whole, fraction, unit = match.groups("")
    number = Decimal(f"{whole.replace(',', '')}.{fraction or 0}")
    grouped = "," in whole or number < 1000
    return Shown(
        (-number if sign else number).scaleb(-2 if unit == "%" else 0),
        number_format(len(fraction), unit, grouped=grouped),
    )


Split = Literal["", "pair", "rate"]


def halves(cell: Cell, split: Split) -> tuple[Shown, ...]:
    """One content a cell; for a column of two-part values two, unless the cell is a text or one figure for both."""
    if not isinstance(cell.content, Figure):
        return (Shown(cell.text),)
    value, bracket = cell.content.value, cell.content.bracket
    match value:
        case Pair() if split == "pair":
            return Shown(value.left, number_format()), Shown(value.right, number_format())
        case CountWithRate() if split == "rate":
            return bracketed(shown(value.count), bracket), BLANK_SHOWN if value.rate is None else shown(value.rate)
        case Blank() if split:
            return BLANK_SHOWN, BLANK_SHOWN
        case Quantity() if split == "rate":
            return bracketed(shown(value), bracket), BLANK_SHOWN
        case CountWithRate():
            return (Shown(cell.text),)
        case _:
            return (bracketed(shown(value), bracket),)
