"""The notation of texts: outline marks and bound figures. Pure Python; what the names mean is not known here.

`{이름/부분.구분@기간:모양}` refers to a stored figure, `{A÷B:모양}` to the ratio of two, `{=51%}` is a figure recorded as
printed, `{보조금.집행률=51%}` a bound one that is printed as recorded, `{기준월말:해없이}` a time of the briefing's clocks. See docs/maintainers/briefing-data.md.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from seoulwork.domain.clock import CLOCK_WORDS, MONTH_END, Moving, Period
from seoulwork.domain.korean import particle
from seoulwork.domain.numbers import CIRCLED
from seoulwork.domain.periods import PeriodError, TimeStyle
from seoulwork.domain.vocabulary import (
    ABSOLUTE,
    ACHIEVEMENT,
    ACTUAL,
    AS_OF,
    ASPECTS,
    BARE,
    BUDGET_ASPECTS,
    CHANGE,
    COVERED,
    DECIMALS,
    DIRECTION,
    DIRECTIONS,
    EXECUTION,
    FULL,
    GROWTH,
    HALVES,
    INDICATOR_ASPECTS,
    MONTH_OF,
    SHAPES,
    SHARE,
    SPACED,
    STYLES,
    TIMES,
    TO_ONE,
    UNITS,
    YEAR_OF,
    YEARLESS,
)

RESERVED = "{}/.@:÷="


class NotationError(ValueError):
    """A text that breaks the notation. `str()` is the Korean sentence; line and column count from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(f"{line}번째 줄 {column}번째 글자: {message}")
        self.message, self.line, self.column = message, line, column


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
    times: frozenset[str] = frozenset()
    """Of TIMES"""
    direction: str = ""
    """Of DIRECTIONS"""

    @property
    def time(self) -> TimeStyle:
        return TimeStyle(**{TIMES[word]: True for word in self.times}, bare=self.bare)


@dataclass(frozen=True, slots=True)
class Reference:
    """One `{…}`: one operand, two for a ratio, none for a figure that is only recorded or for a time of the clocks (`time`).
    `recorded` is what is printed instead."""

    source: str
    operands: tuple[Operand, ...] = ()
    style: Style = Style()
    recorded: str | None = None
    line: int = 1
    column: int = 1
    time: Moving | None = None


Piece = str | Reference

MARKS = {"○": 0, "-": 1, "·": 2, "▶": 1, "◆": 0}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an outline. `mark` is empty for a line without one; `table` names the table of a `[표: …]` line;
    `label` is the head of a `◆ 이름 | 내용` line; `line` counts the text's lines from 1."""

    mark: str
    level: int
    pieces: tuple[Piece, ...] = ()
    table: str = ""
    label: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class Names:
    """What a text may refer to, as plain names: indicators and budgets with their parts and the unit of each, the
    indicators that are ratios, and the tables that a line may place."""

    indicators: dict[str, frozenset[str]] = field(default_factory=dict)
    budgets: dict[str, frozenset[str]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    ratios: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()


def check_name(name: str) -> str:
    """The Korean sentence that says why a short name can't be used, or empty."""
    if not name.strip() or name != name.strip():
        return "짧은 이름은 비우거나 빈칸으로 시작하고 끝낼 수 없습니다."
    if used := [sign for sign in RESERVED if sign in name]:
        return f"짧은 이름에는 {' '.join(used)} 기호를 쓸 수 없습니다."
    if Moving.parse(name):
        return f"'{name}'{particle(name, '은/는')} 글에서 때를 적는 말이어서 짧은 이름으로 쓸 수 없습니다."
    return ""


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
    operands = tuple(_operand(part.strip(), line, column) for part in body.split("÷"))
    if len(operands) > 2:
        raise NotationError("÷는 한 번만 쓸 수 있습니다.", line, column)
    style = _style(styles, line, column)
    return Reference(inner, operands, style, recorded.strip() if has_record else None, line, column)


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
            f"'.{aspect}'{particle(aspect, '은/는')} 없는 구분입니다.{nearest(aspect, ASPECTS)}", line, column
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
    direction = ""
    for word in filter(None, (part.strip() for part in text.split(","))):
        again = (word in UNITS and unit is not None) or (word.startswith(DECIMALS) and decimals is not None)
        if again or (word in DIRECTIONS and direction):
            raise NotationError(f"':{word}'의 앞에 같은 종류의 모양이 이미 있습니다. 하나만 적어 주세요.", line, column)
        if word == BARE:
            bare = True
        elif word == ABSOLUTE:
            absolute = True
        elif word == TO_ONE:
            to_one = True
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
                f"':{word}'{particle(word, '은/는')} 없는 모양입니다.{nearest(word, known)}", line, column
            )
    return Style(bare, absolute, to_one, decimals, unit, frozenset(times), direction)


def nearest(word: str, known: Iterable[str]) -> str:
    """` 가까운 이름: …` or empty."""
    close = difflib.get_close_matches(word, list(dict.fromkeys(known)), n=3, cutoff=0.3)
    return f" 가까운 이름: {', '.join(close)}." if close else ""


_TABLE = re.compile(r"\[표:\s*([^\]\s][^\]]*?)\s*\]")


def parse_outline(text: str) -> tuple[Item, ...]:
    """Read a text of one item a line. Raises NotationError for the first line that breaks the notation."""
    items: list[Item] = []
    level = 0
    for number, raw in enumerate(text.splitlines(), 1):
        stripped = raw.strip()
        if not stripped:
            continue
        if table := _TABLE.fullmatch(stripped):
            items.append(Item("", 0, table=table[1], line=number))
            continue
        mark = stripped[0] if stripped[0] in "○-·※▶◆*" + CIRCLED else ""
        content = stripped[len(mark) :].lstrip() if mark else stripped
        if mark in ("※", "*"):
            own = level + 1
        elif mark in MARKS:
            own = level = MARKS[mark]
        else:
            own = level = 0
        column = raw.index(content) + 1 if content else 1
        label = ""
        if mark == "◆" and "|" in content:
            label, _, content = (part.strip() for part in content.partition("|"))
            column = raw.index(content) + 1 if content else 1
        pieces = parse_line(content, number, column)
        items.append(Item("※" if mark == "*" else mark, own, pieces, label=label, line=number))
    return tuple(items)


def tables(text: str) -> tuple[str, ...]:
    """The names of the tables that a text places, in order. Raises NotationError."""
    return tuple(item.table for item in parse_outline(text) if item.table)


def check(text: str, names: Names, also: frozenset[str] = frozenset(), *, places_tables: bool = True) -> None:
    """Raise NotationError for the first reference to a name, part, aspect or table that does not exist, that is shown in a
    way that does not fit it, and for a table that stands twice or where none can be.

    `also` are further words that stand in braces and are no figures (`일정` in a milestone).
    """
    placed: set[str] = set()
    for item in parse_outline(text):
        if item.table and not places_tables:
            raise _table_error("여기에는 표를 둘 수 없습니다. 본문이나 일정의 세부 내용에 두어 주세요.", text, item)
        if item.table and item.table not in names.tables:
            word = f"'{item.table}'{particle(item.table, '은/는')} 없는 표입니다."
            known = nearest(item.table, names.tables) if names.tables else " 이 담당관에는 글에 두는 표가 없습니다."
            raise _table_error(word + known, text, item)
        if item.table in placed:
            raise _table_error(f"표 '{item.table}'{particle(item.table, '이/가')} 두 번 나옵니다.", text, item)
        if item.table:
            placed.add(item.table)
        for piece in item.pieces:
            if isinstance(piece, Reference):
                _check_reference(piece, names, also)
            elif "[표:" in piece:
                raise _table_error("[표: 이름]은 다른 글 없이 한 줄에 따로 적어 주세요.", text, item)


def _table_error(message: str, text: str, item: Item) -> NotationError:
    return NotationError(message, item.line, text.splitlines()[item.line - 1].index("[표:") + 1)


def _check_reference(at: Reference, names: Names, also: frozenset[str]) -> None:
    if any(operand.name in also for operand in at.operands):
        if at.source.strip() not in also:
            raise NotationError(f"{{{at.operands[0].name}}}은 이름만 적어 주세요.", at.line, at.column)
        return
    for operand in at.operands:
        _check_operand(operand, at, names)
    if at.operands or at.time:
        _check_style(at, names)


def _check_operand(operand: Operand, at: Reference, names: Names) -> None:
    aspects: tuple[str, ...]
    if operand.name in names.indicators:
        parts, aspects, kind = names.indicators[operand.name], INDICATOR_ASPECTS, "지표"
    elif operand.name in names.budgets:
        parts, aspects, kind = names.budgets[operand.name], BUDGET_ASPECTS, "예산"
    else:
        known = [*names.indicators, *names.budgets, *CLOCK_WORDS]
        raise NotationError(
            f"'{operand.name}'{particle(operand.name, '은/는')} 없는 이름입니다.{nearest(operand.name, known)}",
            at.line,
            at.column,
        )
    if operand.part and operand.part not in parts:
        message = f"{kind} '{operand.name}'에 '{operand.part}' 부분이 없습니다.{nearest(operand.part, parts)}"
        raise NotationError(message, at.line, at.column)
    divided = operand.name in names.ratios
    aspects = tuple(each for each in aspects if divided or each not in HALVES)
    if operand.aspect and operand.aspect not in aspects:
        message = f"{kind} '{operand.name}'에는 '.{operand.aspect}'{particle(operand.aspect, '을/를')} 쓸 수 없습니다. 쓸 수 있는 구분: {', '.join(aspects)}."
        raise NotationError(message, at.line, at.column)


Shape = Literal["quantity", "percent", "to_one", "number", "month", "as_of", "run", "year", "direction"]
"""What a reference is printed as: `13,869명`, `69.4%`, `5.4:1`, `529` (a numerator), `'18.6월`, `'18.6월말`, `'18.1~6월`, `'18년`,
`증가`."""


_TOLD: dict[str, Shape] = {COVERED: "run", AS_OF: "as_of", MONTH_OF: "month", YEAR_OF: "year", DIRECTION: "direction"}
"""The aspects that say something of a figure and are no number."""


def shape(operand: Operand, unit: str, *, is_ratio: bool) -> Shape:
    """How one operand is printed; `unit` is that of its indicator or budget, `is_ratio` says that its actuals are quotients."""
    if operand.aspect in _TOLD:
        return _TOLD[operand.aspect]
    if operand.aspect in (ACHIEVEMENT, GROWTH, SHARE, EXECUTION):
        return "percent"
    if operand.aspect in HALVES:
        return "number"
    if is_ratio and operand.aspect in ("", ACTUAL):
        return "percent" if unit == "%" else "to_one"
    return "to_one" if unit == ":1" and operand.aspect != CHANGE else "quantity"


_FITTING: dict[Shape, tuple[str, ...]] = {
    "quantity": (BARE, ABSOLUTE, DECIMALS),
    "percent": (ABSOLUTE, DECIMALS),
    "to_one": (TO_ONE, ABSOLUTE, DECIMALS),
    "number": (ABSOLUTE, DECIMALS),
    "month": (YEARLESS, FULL, SPACED),
    "as_of": tuple(TIMES),
    "run": (YEARLESS, FULL, SPACED),
    "year": (BARE, FULL),
    "direction": tuple(DIRECTIONS),
}


def _check_style(at: Reference, names: Names) -> None:
    shapes = [shape(each, names.units.get(each.name, ""), is_ratio=each.name in names.ratios) for each in at.operands]
    style = at.style
    shown: Shape = shapes[0] if shapes else _time_shape(at.time)
    if len(shapes) == 2:
        _check_ratio(at, shapes, names)
        shown = "to_one" if style.to_one else "percent"
    words = {BARE: style.bare, ABSOLUTE: style.absolute, TO_ONE: style.to_one, DECIMALS: style.decimals is not None}
    fitting = _FITTING[shown]
    unfit = [word for word, used in words.items() if used and word not in fitting]
    unfit += [word for word in TIMES if word in style.times and word not in fitting]
    unfit += [style.direction] if style.direction and style.direction not in fitting else []
    if style.unit is not None and shown != "quantity":
        unfit.append(style.unit)
    if unfit:
        can = ", ".join(", ".join(STYLES[len(SHAPES) :]) if word == DECIMALS else word for word in fitting) or "없음"
        word = f"{DECIMALS}{style.decimals}" if unfit[0] == DECIMALS else unfit[0]
        raise NotationError(
            f"'{{{at.source}}}'에는 ':{word}' 모양이 맞지 않습니다. 쓸 수 있는 모양: {can}.", at.line, at.column
        )
    if style.unit is not None:
        _check_unit(at.operands[0], style.unit, at, names)


def _time_shape(time: Moving | None) -> Shape:
    if time is None or time.is_year:
        return "year"
    return "as_of" if time.word == MONTH_END else "month"


def _check_ratio(at: Reference, shapes: list[Shape], names: Names) -> None:
    """Two figures of different kinds have no percentage."""
    bases = [
        UNITS[names.units.get(operand.name, "")].base if each == "quantity" else each
        for operand, each in zip(at.operands, shapes, strict=True)
    ]
    if unlike := next((each.aspect for each in at.operands if each.aspect in _TOLD), ""):
        raise NotationError(f"{unlike}{particle(unlike, '은/는')} ÷로 나눌 수 없습니다.", at.line, at.column)
    if not at.style.to_one and bases[0] != bases[1]:
        first, second = (operand.name for operand in at.operands)
        message = f"'{first}'{particle(first, '과/와')} '{second}'{particle(second, '은/는')} 단위가 달라 백분율이 없습니다. 5.4:1처럼 보이려면 ':대1'을 붙여 주세요."
        raise NotationError(message, at.line, at.column)


def _check_unit(operand: Operand, shown: str, at: Reference, names: Names) -> None:
    own = names.units.get(operand.name, "")
    if UNITS[own].base == UNITS[shown].base:
        return
    fitting = ", ".join(name for name, unit in UNITS.items() if unit.base == UNITS[own].base)
    message = f"'{operand.name}'의 단위 '{own}'{particle(own, '을/를')} '{shown}'{particle(shown, '으로/로')} 바꿀 수 없습니다. 쓸 수 있는 단위: {fitting}."
    raise NotationError(message, at.line, at.column)
