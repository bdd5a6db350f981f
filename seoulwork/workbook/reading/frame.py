"""What the words around the figures say: in titles, sheet names, block rows, labels, notes and headings. Pure Python.

A word of the vocabulary is never passed over. What each means for the figures is judging's business (see framing.py).
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from seoulwork.domain.vocabulary import (
    CUMULATIVE,
    GROWING,
    MEANT,
    MONEY_WORDS,
    NOT_ACTUAL,
    OF_THE_MONTH,
    SCALES,
    UNITS,
)
from seoulwork.workbook.reading.sheet import squeeze, tidy

MASK = "□"
"""Stands where a known name was: its words say nothing of the frame."""


class Around(NamedTuple):
    """A text of the frame, and where it stands (`A3`; empty for a name of the sheet or of the file)."""

    text: str
    place: str
    what: str
    """`파일 이름`, `시트 이름`, `표의 위`, `표의 아래`, `머리글`, `묶음 행`, `행`"""

    @property
    def korean(self) -> str:
        return f"{self.what} {self.place}".strip()


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the vocabulary that a text holds."""

    units: tuple[str, ...] = ()
    """Said to be units: `(천명)`, `단위: 명, 백만 원`; known or not"""
    bare_units: tuple[str, ...] = ()
    """Words that may be units: `2018년 실적 천명`"""
    other: tuple[str, ...] = ()
    """Not actuals: 목표, 계획, 전년, 증감 …"""
    cumulative: tuple[str, ...] = ()
    of_the_month: tuple[str, ...] = ()
    money: tuple[str, ...] = ()
    """지출액, 원인행위액 …"""
    months: frozenset[int] = field(default_factory=frozenset)
    """The months that a period or a date of it names"""
    period: bool = False
    """Whether those are a period (`1~6월`, 상반기) and not one month or day"""
    years: frozenset[int] = field(default_factory=frozenset)


_UNIT_SAID = re.compile(r"단위\s*[:：;]?\s*([^()\[\]{}<>]+)")
_BRACKETS = re.compile(r"[(\[{<]([^()\[\]{}<>]*)[)\]}>]")
_TOKEN = re.compile(r"[^\s()\[\]{}<>,·/:;「」『』'\"~∼\-]+")
_UNTIL = re.compile(r"월말?까지")
_SPACED = re.compile(r"단\s+위")
_YEARS = re.compile(r"(?<!\d)(?:'(\d{2})|((?:19|20)\d{2})(?=\s*(?:년|[.\-/]\s*\d|\s|$|\))))")
_SHORT_YEARS = re.compile(r"(?<!\d)(\d{2})\s*년(?!\s*간)")
_DAY = re.compile(r"(?<!\d)(?:'\d{2}|(?:19|20)\d{2})\s*[.\-/]\s*(0?[1-9]|1[0-2])(?!\d)")
_SPAN = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])\s*월?\s*[~∼\-]\s*(0?[1-9]|1[0-2])\s*월")
_ONE = re.compile(r"(?<![\d~∼\-])(0?[1-9]|1[0-2])\s*월")
_QUARTER = re.compile(r"(?<!\d)([1-4])\s*(?:/\s*4)?\s*분기")
_HALVES = {"상반기": range(1, 7), "하반기": range(7, 13)}
_TIMES_THOUSANDS = re.compile(r"[x×*]\s*10{3,8}(?!\d)|[x×*]\s*1(?:,000){1,2}(?!\d)", re.IGNORECASE)

_ENDINGS = "임|입니다|이며|이고|이다|으로|로|단위|단위로|단위임|기준|환산"


@UNITS.followed
@cache
def _scaled() -> frozenset[str]:
    """What says of how many of something a figure counts: 천명, 억."""
    return frozenset(name for name, unit in UNITS.items() if unit.factor > 1 or name in ("%", "원")) | frozenset(SCALES)


@UNITS.followed
@cache
def _spoken() -> re.Pattern[str]:
    """A unit in a sentence: `숫자는 천명임`, `천명으로 환산`"""
    units = "|".join(sorted(map(re.escape, _scaled()), key=len, reverse=True))
    return re.compile(rf"(?P<unit>{units})(?:{_ENDINGS}|(?<=..)(?:은|는|이|가|을|를|의|씩))")


def _pieces(text: str) -> list[str]:
    """`명, 백만 원` → 명, 백만원"""
    found = [squeeze(piece) for piece in re.split(r"[,·、]", text)]
    parts = [part for piece in found for part in ([piece] if piece in UNITS else piece.split("/"))]
    return [part.strip("※*-") for part in parts if part.strip("※*-")]


def is_unit(text: str) -> bool:
    """Whether a squeezed text is a unit, or a scale that stands for one (억)."""
    return bool(text) and (text in UNITS or text in SCALES or text in ("₩", "\\"))


def units_said(text: str) -> tuple[str, ...]:
    """The units that a text says to be some, known or not: after `단위`, or alone in brackets."""
    text = _SPACED.sub("단위", text)
    found = [piece for part in _UNIT_SAID.findall(text) for piece in _pieces(part)]
    found += [squeeze(factor) for factor in _TIMES_THOUSANDS.findall(text)]
    for inside in _BRACKETS.findall(text):
        pieces = [] if "단위" in inside else _pieces(inside)
        if pieces and all(map(is_unit, pieces)):
            found += pieces
    return tuple(dict.fromkeys(found))


def units_of_heading(heading: str) -> tuple[str, ...]:
    """The units that a heading names, in brackets or as a word of its own."""
    words = words_in(heading)
    return (*words.units, *words.bare_units)


def words_in(text: str, names: Iterable[str] = ()) -> Words:
    """The words of a text. `names` are squeezed and known: what they hold is masked, longest first."""
    whole = tidy(text)
    units = units_said(whole)
    rest = _UNIT_SAID.sub(" ", _SPACED.sub("단위", whole))
    squeezed = squeeze(rest)
    for name in names:
        squeezed = squeezed.replace(name, MASK)
    bare = tuple(
        dict.fromkeys(
            unit
            for token in _TOKEN.findall(_BRACKETS.sub(lambda found: f" {found[1]} ", rest))
            if (unit := _unit_in(token)) and unit not in units
        )
    )
    return Words(
        units,
        (*bare, *(sign for sign in ("₩",) if sign in squeezed and sign not in units)),
        _found(squeezed.replace("예산집행", "").replace("예산과목", ""), NOT_ACTUAL),
        (*_found(squeezed, GROWING), *_UNTIL.findall(squeezed)),
        _found(squeezed, OF_THE_MONTH),
        _found(squeezed, MONEY_WORDS),
        *_times(whole),
        years_in(whole),
    )


def _unit_in(token: str) -> str:
    """The unit that a word is, or that it is with what Korean puts behind one in a sentence; empty when it is none."""
    if token in _scaled():
        return token
    spoken = _spoken().fullmatch(token)
    return spoken["unit"] if spoken else ""


def _found(text: str, words: Collection[str]) -> tuple[str, ...]:
    """Each word that stands in the text, the longest of those that overlap."""
    found = []
    for word in sorted(words, key=len, reverse=True):
        if word in text:
            found.append(word)
            text = text.replace(word, MASK)
    return tuple(found)


def _times(text: str) -> tuple[frozenset[int], bool]:
    """The months that a text names, and whether as a period."""
    months: set[int] = set()
    period = False
    for first, last in _SPAN.findall(text):
        months.update(range(int(first), int(last) + 1))
        period = True
    rest = _SPAN.sub(" ", text)
    for half, numbers in _HALVES.items():
        if half in squeeze(rest):
            months.update(numbers)
            period = True
    for quarter in _QUARTER.findall(rest):
        months.update(range(int(quarter) * 3 - 2, int(quarter) * 3 + 1))
        period = True
    single = {int(month) for pattern in (_ONE, _DAY) for month in pattern.findall(rest)}
    return frozenset(months | single), period


def years_in(text: str) -> frozenset[int]:
    """The years that a text names."""
    found = {2000 + int(short) if short else int(full) for short, full in _YEARS.findall(text)}
    return frozenset(found | {2000 + int(short) for short in _SHORT_YEARS.findall(text)})


_MARKS = re.compile(r"^[※*]+\s*|^주\s*\d*\)\s*|^\d+\)\s*")
_NOTE_MARK = re.compile(r"(?<![\d(])\s*(?:\d{1,2}\)|[*※]+)$")
"""Behind a name: `상담1)`, `상담*`"""
_TAIL = re.compile(r"^(?P<name>.*?)\s*[(\[{<](?P<inside>[^()\[\]{}<>]*)[)\]}>]\s*(?P<after>)$")


class Label(NamedTuple):
    """A label without the words of the vocabulary that stand behind it in brackets, and those words."""

    name: str
    said: str


@UNITS.followed
@lru_cache(maxsize=256)
def divided(text: str) -> Label:
    """`상담건수(누계, 천명)` → `상담건수` and `(누계, 천명)`; brackets that hold anything else stay in the name."""
    text = _NOTE_MARK.sub("", _MARKS.sub("", text)) or text
    said = []
    name = text
    while (match := _TAIL.match(name)) and match["name"] and only_words(match["inside"]):
        said.append(match["inside"])
        name = match["name"]
    tokens = name.split(" ")
    while len(tokens) > 1 and only_words(tokens[-1]):
        said.append(tokens.pop())
    return Label(" ".join(tokens), " ".join(f"({each})" for each in reversed(said)))


_MEANING = sorted((*NOT_ACTUAL, *CUMULATIVE, *OF_THE_MONTH, *MEANT), key=len, reverse=True)
_MEANINGS = re.compile("|".join(map(re.escape, _MEANING)))
"""Any of them: most texts hold none"""


@UNITS.followed
@lru_cache(maxsize=256)
def only_words(text: str) -> bool:
    """Whether a text consists of words of the vocabulary that say how its figures are meant: `누계`, `단위: 천명`, `목표`."""
    text = tidy(text).strip("()[]{}<> ")
    if not text:
        return False
    rest = _UNIT_SAID.sub("", _SPACED.sub("단위", text))
    for piece in re.split(r"[\s,·/:]+", rest):
        left = piece
        if is_unit(left):
            continue
        if left and not _MEANINGS.search(left):
            return False
        for word in _MEANING:
            left = left.replace(word, "")
        if left:
            return False
    return True
