"""The notation of texts: outline marks and bound figures. Pure Python; what the names mean is not known here.

`{이름/부분.구분@기간:모양}` refers to a stored figure, `{A÷B:모양}` to the ratio of two, `{=51%}` is a figure recorded as
printed, `{보조금.집행률=51%}` a bound one that is printed as recorded, `{기준월말:해없이}` a time of the briefing's clocks. See docs/maintainers/briefing-data.md.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from seoulwork.domain.clock import Moving, Period
from seoulwork.domain.korean import particle
from seoulwork.domain.numbers import CIRCLED
from seoulwork.domain.periods import PeriodError, TimeStyle
from seoulwork.domain.vocabulary import (
    ABSOLUTE,
    ASPECTS,
    BARE,
    DECIMALS,
    DIRECTIONS,
    SCALES_SHOWN,
    STYLES,
    TIMES,
    TO_ONE,
    UNITS,
)

OF = "›"
"""Between a programme's title and the name of its figure, in a text that belongs to no programme: `{노동권의 보호체계 강화›상담}`."""
RESERVED = "{}/.@:÷=" + OF


class NotationError(ValueError):
    """A text that breaks the notation. `str()` is the Korean sentence; line and column count from 1. `wrong` is the word that is
    unknown, `near` the known ones that it may be meant for."""

    def __init__(self, message: str, line: int, column: int, wrong: str = "", near: tuple[str, ...] = ()) -> None:
        super().__init__(f"{line}번째 줄 {column}번째 글자: {message}")
        self.message, self.line, self.column = message, line, column
        self.wrong, self.near = wrong, near


@dataclass(frozen=True, slots=True)
class Operand:
    """A stored figure: short name, part, which aspect (empty: the default one), which run of months (None: the default one)."""

    name: str
    part: str = ""
    aspect: str = ""
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """How the value is shown."""

    bare: bool = False
    """without its unit"""
    absolute: bool = False
    to_one: bool = False
    decimals: int | None = None
    unit: str | None = None
    scale: str = ""
    """Of SCALES_SHOWN"""
    times: frozenset[str] = frozenset()
    """Of TIMES"""
    direction: str = ""
    """Of DIRECTIONS"""

    @property
    def time(self) -> TimeStyle:
        return TimeStyle(**{TIMES[word]: True for word in self.times}, bare=self.bare)


@dataclass(frozen=True, slots=True)
class Reference:
    """One `{…}`: one operand, several for a sum, a difference or a ratio, none for a figure that is only recorded or for a time of
    the clocks (`time`). `recorded` is what is printed instead."""

    source: str
    operands: tuple[Operand, ...] = ()
    style: Style = Style()
    recorded: str | None = None
    line: int = 1
    column: int = 1
    time: Moving | None = None
    taken: frozenset[int] = frozenset()
    """Which of the operands (from 0) are taken away and not added"""
    split: int = 0
    """Of a ratio how many of the operands stand above the line"""

    @property
    def is_ratio(self) -> bool:
        return self.split > 0

    @property
    def sides(self) -> tuple[tuple[tuple[int, Operand], ...], ...]:
        """Above and below the line, or one side alone: each operand with its sign, 1 or -1."""
        signed = tuple((-1 if at in self.taken else 1, each) for at, each in enumerate(self.operands))
        return (signed[: self.split], signed[self.split :]) if self.is_ratio else (signed,)


Piece = str | Reference

REMARKS = ("※", "*")
MARKS = {"○": 0, "-": 1, "·": 2, "▶": 1, "◆": 0}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an outline. `mark` is empty for a line without one; `table` names the table of a `[표: …]` line,
    `picture` the picture of a `[그림: …]` line; `label` is the head of a `◆ 이름 | 내용` line; `line` counts the text's lines from 1."""

    mark: str
    level: int
    pieces: tuple[Piece, ...] = ()
    table: str = ""
    label: str = ""
    line: int = 1
    picture: str = ""

    @property
    def placed(self) -> tuple[str, str] | None:
        """What the line places, by what it is called in Korean and by its name."""
        if self.table:
            return "표", self.table
        return ("그림", self.picture) if self.picture else None


@dataclass(frozen=True, slots=True)
class Names:
    """What a text may refer to, as plain names: indicators and budgets with their parts and the unit of each, the
    indicators that are ratios, and the tables and pictures that a line may place."""

    indicators: dict[str, frozenset[str]] = field(default_factory=dict)
    budgets: dict[str, frozenset[str]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    ratios: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    pictures: frozenset[str] = frozenset()


def check_name(name: str) -> str:
    """The Korean sentence that says why a short name can't be used, or empty."""
    if not name.strip() or name != name.strip():
        return "짧은 이름은 비우거나 빈칸으로 시작하고 끝낼 수 없습니다."
    if used := [sign for sign in RESERVED if sign in name]:
        return f"짧은 이름에는 {' '.join(used)} 기호를 쓸 수 없습니다."
    if used := [sign for sign in SIGNS if sign in f" {name} "] or [sign for sign in "()" if name.startswith("(")]:
        return f"짧은 이름에는 띄어 쓴 {used[0].strip()} 기호를 쓸 수 없습니다. 글에서 수치를 더하고 빼는 표시입니다."
    if Moving.parse(name):
        return f"'{name}'{particle(name, '은/는')} 글에서 때를 적는 말이어서 짧은 이름으로 쓸 수 없습니다."
    return ""


def name_of_programme(title: str, name: str) -> str:
    """How a text that belongs to no programme calls a programme's figure; what means something in braces is left out of the title."""
    plain = "".join(" " if sign in RESERVED else sign for sign in title)
    return f"{' '.join(_SIGN.sub(' ', ' '.join(plain.split())).lstrip('(').split())}{OF}{name}"


def own_name(name: str) -> str:
    """A figure's name alone."""
    return name.rpartition(OF)[2]


_BRACES = re.compile(r"\{([^{}\n]*)\}")


def parse_line(text: str, line: int = 1, column: int = 1) -> tuple[Piece, ...]:
    """Split one line into plain text and references. Raises NotationError."""
    pieces: list[Piece] = []
    position = 0
    for match in _BRACES.finditer(text):
        _plain(text[position : match.start()], line, column + position, pieces)
        pieces.append(_reference(match[1], line, column + match.start()))
        position = match.end()
    _plain(text[position:], line, column + position, pieces)
    return tuple(pieces)


def _plain(text: str, line: int, column: int, pieces: list[Piece]) -> None:
    for sign in "{}":
        if sign in text:
            raise NotationError("중괄호 { }의 짝이 맞지 않습니다.", line, column + text.index(sign))
    if text:
        pieces.append(text)


def _reference(inner: str, line: int, column: int) -> Reference:
    source, _, recorded = inner.partition("=")
    has_record = "=" in inner
    if has_record and not recorded.strip():
        raise NotationError("= 뒤에 인쇄된 그대로의 수치를 적어 주세요.", line, column)
    source = source.strip()
    if not source:
        if not has_record:
            raise NotationError("중괄호가 비어 있습니다. {지표 이름}처럼 적어 주세요.", line, column)
        return Reference(inner, recorded=recorded.strip(), line=line, column=column)
    body, _, styles = source.partition(":")
    if time := _time(body.strip(), has_record=has_record, line=line, column=column):
        return Reference(inner, (), _style(styles, line, column), None, line, column, time)
    sides = [_side(part.strip(), line, column, alone="÷" not in body) for part in body.split("÷")]
    if len(sides) > 2:
        raise NotationError("÷는 한 번만 쓸 수 있습니다.", line, column)
    terms = [term for side in sides for term in side]
    return Reference(
        inner,
        tuple(operand for _, operand in terms),
        _style(styles, line, column),
        recorded.strip() if has_record else None,
        line,
        column,
        taken=frozenset(at for at, (sign, _) in enumerate(terms) if sign < 0),
        split=len(sides[0]) if len(sides) == 2 else 0,
    )


SIGNS = {" + ": 1, " − ": -1, " - ": -1}
"""Between figures that are added or taken away. Spaced, since names may hold them unspaced."""
_SIGN = re.compile("|".join(map(re.escape, SIGNS)))


def _side(text: str, line: int, column: int, *, alone: bool) -> list[tuple[int, Operand]]:
    """The figures of one side of ÷, or of what has none (`alone`), each with its sign. A sum beside ÷ stands in brackets."""
    held = text.startswith("(") and text.endswith(")")
    if held:
        text = text[1:-1].strip()
    if not alone and not held and _SIGN.search(text):
        raise NotationError(
            "÷와 함께 더하거나 뺄 때는 그쪽을 괄호로 묶어 주세요. {가÷(가 + 나)}처럼 적습니다.", line, column
        )
    signs = [1, *(SIGNS[sign] for sign in _SIGN.findall(text))]
    return [(sign, _operand(part.strip(), line, column)) for sign, part in zip(signs, _SIGN.split(text), strict=True)]


def _time(body: str, *, has_record: bool, line: int, column: int) -> Moving | None:
    """`기준월말`, `계획년-1`: a time of the briefing's clocks; None for anything else."""
    time = Moving.parse(body)
    if time is None:
        return None
    if has_record:
        raise NotationError("때를 적는 말에는 =를 쓸 수 없습니다.", line, column)
    if time.within:
        raise NotationError(f"'{body}'{particle(body, '은/는')} @ 뒤의 기간에만 쓸 수 있습니다.", line, column)
    return time


_OPERAND = re.compile(r"(?P<name>[^/.@]+)(?P<part>(?:/[^/.@]+)*)(?:\.(?P<aspect>[^/.@]+))?(?:@(?P<run>[^/.@]+))?")


def _operand(text: str, line: int, column: int) -> Operand:
    match = _OPERAND.fullmatch(text)
    if not match:
        raise NotationError(
            f"'{text}'{particle(text, '을/를')} 읽을 수 없습니다. {{이름/부분.구분@기간:모양}} 순서로 적어 주세요.",
            line,
            column,
        )
    aspect = (match["aspect"] or "").strip()
    if aspect and aspect not in ASPECTS:
        raise NotationError(
            f"'.{aspect}'{particle(aspect, '은/는')} 없는 구분입니다.{nearest(aspect, ASPECTS)}",
            line,
            column,
            aspect,
            closest(aspect, ASPECTS),
        )
    try:
        period = Period.parse(match["run"].strip()) if match["run"] else None
    except PeriodError as error:
        raise NotationError(str(error), line, column) from error
    return Operand(match["name"].strip(), "/".join(p.strip() for p in match["part"].split("/")[1:]), aspect, period)


def _style(text: str, line: int, column: int) -> Style:
    bare = absolute = to_one = False
    decimals: int | None = None
    unit: str | None = None
    times: set[str] = set()
    direction = scale = ""
    for word in filter(None, (part.strip() for part in text.split(","))):
        again = (word in UNITS and unit is not None) or (word.startswith(DECIMALS) and decimals is not None)
        again = again or (word in SCALES_SHOWN and bool(scale))
        if again or (word in DIRECTIONS and direction):
            raise NotationError(f"':{word}'의 앞에 같은 종류의 모양이 이미 있습니다. 하나만 적어 주세요.", line, column)
        if word == BARE:
            bare = True
        elif word == ABSOLUTE:
            absolute = True
        elif word == TO_ONE:
            to_one = True
        elif word in SCALES_SHOWN:
            scale = word
        elif word in STYLES:
            decimals = int(word[-1])
        elif word in UNITS:
            unit = word
        elif word in TIMES:
            times.add(word)
        elif word in DIRECTIONS:
            direction = word
        else:
            known = (*STYLES, *UNITS, *TIMES, *DIRECTIONS)
            raise NotationError(
                f"':{word}'{particle(word, '은/는')} 없는 모양입니다.{nearest(word, known)}",
                line,
                column,
                word,
                closest(word, known),
            )
    return Style(bare, absolute, to_one, decimals, unit, scale, frozenset(times), direction)


def closest(word: str, known: Iterable[str]) -> tuple[str, ...]:
    return tuple(difflib.get_close_matches(word, list(dict.fromkeys(known)), n=3, cutoff=0.3))


def nearest(word: str, known: Iterable[str]) -> str:
    """` 가까운 이름: …` or empty."""
    close = closest(word, known)
    return f" 가까운 이름: {', '.join(close)}." if close else ""


_TABLE = re.compile(r"\[표:\s*([^\]\s][^\]]*?)\s*\]")
PICTURE_SIGN = "[그림:"
_PICTURE = re.compile(r"\[그림:\s*([^\]\s][^\]]*?)\s*\]")


def mark_of(line: str) -> str:
    """The mark with which a line without indent begins, or empty."""
    return line[0] if line[0] in "○-·※▶◆*" + CIRCLED else ""


def level_of(mark: str, above: int) -> int:
    """How deep a line of that mark stands: a remark one deeper than the line `above` it that is none."""
    return above + 1 if mark in REMARKS else MARKS.get(mark, 0)


@lru_cache(maxsize=2048)
def parse_outline(text: str) -> tuple[Item, ...]:
    """Read a text of one item a line. Raises NotationError for the first line that breaks the notation. A briefing and its checker
    read each of some hundred texts ten times."""
    items: list[Item] = []
    level = 0
    for number, raw in enumerate(text.splitlines(), 1):
        stripped = raw.strip()
        if not stripped:
            continue
        if table := _TABLE.fullmatch(stripped):
            items.append(Item("", 0, table=table[1], line=number))
            continue
        if picture := placed_picture(stripped):
            items.append(Item("", 0, picture=picture, line=number))
            continue
        mark = mark_of(stripped)
        content = stripped[len(mark) :].lstrip() if mark else stripped
        own = level_of(mark, level)
        level = level if mark in REMARKS else own
        column = raw.index(content) + 1 if content else 1
        label = ""
        if mark == "◆" and "|" in content:
            label, _, content = (part.strip() for part in content.partition("|"))
            column = raw.index(content) + 1 if content else 1
        pieces = parse_line(content, number, column)
        items.append(Item("※" if mark == "*" else mark, own, pieces, label=label, line=number))
    return tuple(items)


def placed_table(line: str) -> str:
    """The name of the table that a line places; empty for any other line."""
    found = _TABLE.fullmatch(line.strip())
    return found[1] if found else ""


def placed_picture(line: str) -> str:
    """The name of the picture that a line places; empty for any other line."""
    found = _PICTURE.fullmatch(line.strip())
    return found[1] if found else ""


def tables(text: str) -> tuple[str, ...]:
    """The names of the tables that a text places, in order. Raises NotationError."""
    return tuple(item.table for item in parse_outline(text) if item.table)


def placed(text: str) -> tuple[tuple[str, str], ...]:
    """The tables and pictures that a text places, in order. Raises NotationError."""
    return tuple(item.placed for item in parse_outline(text) if item.placed)
