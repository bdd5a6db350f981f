"""Whether what a text refers to exists, and is shown in a way that fits it. Pure Python."""

from typing import Literal

from seoulwork.domain.clock import CLOCK_WORDS, MONTH_END, Moving
from seoulwork.domain.korean import particle
from seoulwork.domain.manuscript import misplaced
from seoulwork.domain.notation import (
    PICTURE_SIGN,
    Item,
    Names,
    NotationError,
    Operand,
    Reference,
    closest,
    nearest,
    parse_outline,
)
from seoulwork.domain.vocabulary import (
    ABSOLUTE,
    ACHIEVEMENT,
    ACTUAL,
    AS_OF,
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
    RECOVERY,
    ROUNDED,
    SCALES_SHOWN,
    SHARE,
    SHORTFALL,
    SPACED,
    TIMES,
    TO_ONE,
    UNITS,
    YEAR_OF,
    YEARLESS,
)


def check(text: str, names: Names, also: frozenset[str] = frozenset(), *, places_tables: bool = True) -> None:
    """Raise NotationError for the first reference to a name, part, aspect or table that does not exist, that is shown in a
    way that does not fit it, and for a table that stands twice or where none can be.

    `also` are further words that stand in braces and are no figures (`일정` in a milestone).
    """
    if found := misplaced(text):
        line, sign = found
        raise NotationError(
            f"'{sign}'{particle(sign, '은/는')} 원고에서 제목이나 일정을 여는 표시여서 여기에 쓸 수 없습니다.",
            line,
            text.splitlines()[line - 1].index(sign) + 1,
        )
    placed: set[tuple[str, str] | None] = set()
    for item in parse_outline(text):
        if item.table and not places_tables:
            raise _table_error("여기에는 표를 둘 수 없습니다. 본문이나 일정의 세부 내용에 두어 주세요.", text, item)
        if item.table and item.table not in names.tables:
            word = f"'{item.table}'{particle(item.table, '은/는')} 없는 표입니다."
            known = nearest(item.table, names.tables) if names.tables else " 여기에는 글에 두는 표가 없습니다."
            raise _table_error(word + known, text, item)
        if item.picture:
            _check_picture(item, names, text, may_stand=places_tables)
        if item.placed and item.placed in placed:
            kind, name = item.placed
            message = f"{kind} '{name}'{particle(name, '이/가')} 두 번 나옵니다."
            raise (_table_error if item.table else _picture_error)(message, text, item)
        placed.add(item.placed)
        for piece in item.pieces:
            if isinstance(piece, Reference):
                _check_reference(piece, names, also)
            elif "[표:" in piece:
                raise _table_error("[표: 이름]은 다른 글 없이 한 줄에 따로 적어 주세요.", text, item)
            elif PICTURE_SIGN in piece:
                raise _picture_error("[그림: 이름]은 다른 글 없이 한 줄에 따로 적어 주세요.", text, item)


def _check_picture(item: Item, names: Names, text: str, *, may_stand: bool) -> None:
    if not may_stand:
        raise _picture_error("여기에는 그림을 둘 수 없습니다. 본문이나 일정의 세부 내용에 두어 주세요.", text, item)
    if item.picture not in names.pictures:
        word = f"'{item.picture}'{particle(item.picture, '은/는')} 이 원고에 없는 그림입니다."
        known = nearest(item.picture, names.pictures) or " 원고의 '그림'에서 먼저 올려 주세요."
        raise _picture_error(word + known, text, item)


def _table_error(message: str, text: str, item: Item) -> NotationError:
    return NotationError(message, item.line, text.splitlines()[item.line - 1].index("[표:") + 1)


def _picture_error(message: str, text: str, item: Item) -> NotationError:
    return NotationError(message, item.line, text.splitlines()[item.line - 1].index(PICTURE_SIGN) + 1)


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
            operand.name,
            closest(operand.name, known),
        )
    if operand.part and operand.part not in parts:
        message = f"{kind} '{operand.name}'에 '{operand.part}' 부분이 없습니다.{nearest(operand.part, parts)}"
        raise NotationError(message, at.line, at.column, operand.part, closest(operand.part, parts))
    divided = operand.name in names.ratios
    aspects = tuple(each for each in aspects if divided or each not in HALVES)
    if operand.aspect and operand.aspect not in aspects:
        message = f"{kind} '{operand.name}'에는 '.{operand.aspect}'{particle(operand.aspect, '을/를')} 쓸 수 없습니다. 쓸 수 있는 구분: {', '.join(aspects)}."
        raise NotationError(message, at.line, at.column)


Shape = Literal["quantity", "percent", "to_one", "number", "month", "as_of", "run", "year", "direction", "text"]
"""What a reference is printed as: `13,869명`, `69.4%`, `5.4:1`, `529` (a numerator), `'18.6월`, `'18.6월말`, `'18.1~6월`, `'18년`,
`증가`, the text of a reason."""


_TOLD: dict[str, Shape] = {
    COVERED: "run",
    AS_OF: "as_of",
    MONTH_OF: "month",
    YEAR_OF: "year",
    DIRECTION: "direction",
    SHORTFALL: "text",
    RECOVERY: "as_of",
}
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
        return divided(unit)
    return "to_one" if unit == ":1" and operand.aspect != CHANGE else "quantity"


def divided(unit: str) -> Literal["percent", "to_one", "quantity"]:
    """How a quotient is printed: in percent, as what comes to one, or with its unit how much there is for each."""
    if unit == "%":
        return "percent"
    return "to_one" if unit in ("", ":1") else "quantity"


_FITTING: dict[Shape, tuple[str, ...]] = {
    "quantity": (BARE, ABSOLUTE, *SCALES_SHOWN, DECIMALS),
    "percent": (ABSOLUTE, DECIMALS),
    "to_one": (TO_ONE, ABSOLUTE, DECIMALS),
    "number": (ABSOLUTE, DECIMALS),
    "month": (YEARLESS, FULL, SPACED),
    "as_of": tuple(TIMES),
    "run": (YEARLESS, FULL, SPACED),
    "year": (BARE, FULL),
    "direction": tuple(DIRECTIONS),
    "text": (),
}


def _check_style(at: Reference, names: Names) -> None:
    shapes = [shape(each, names.units.get(each.name, ""), is_ratio=each.name in names.ratios) for each in at.operands]
    style = at.style
    shown: Shape = shapes[0] if shapes else _time_shape(at.time)
    if len(shapes) > 1:
        shown = _check_worked_out(at, shapes, names)
    words = {BARE: style.bare, ABSOLUTE: style.absolute, TO_ONE: style.to_one, DECIMALS: style.decimals is not None}
    fitting = _FITTING[shown]
    unfit = [word for word, used in words.items() if used and word not in fitting]
    unfit += [word for word in TIMES if word in style.times and word not in fitting]
    unfit += [style.scale] if style.scale and (style.scale not in fitting or style.unit is not None) else []
    unfit += [style.direction] if style.direction and style.direction not in fitting else []
    if style.unit is not None and shown != "quantity":
        unfit.append(style.unit)
    if unfit:
        can = ", ".join(", ".join(ROUNDED) if word == DECIMALS else word for word in fitting) or "없음"
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


def _check_worked_out(at: Reference, shapes: list[Shape], names: Names) -> Shape:
    """How a sum, a difference or a ratio is shown. What is added up is of one kind and counts something; so are the two sides of a
    percentage. Below a unit that is shown (`{예산÷대상:만원}`) anything may stand."""
    if unlike := next((each.aspect for each in at.operands if each.aspect in _TOLD), ""):
        raise NotationError(f"{unlike}{particle(unlike, '은/는')} 더하거나 나눌 수 없습니다.", at.line, at.column)
    bases = [
        UNITS[names.units.get(operand.name, "")].base if each == "quantity" else each
        for operand, each in zip(at.operands, shapes, strict=True)
    ]
    sides = (slice(0, at.split), slice(at.split, None)) if at.is_ratio else (slice(None),)
    for side in sides:
        _check_sum(at, at.operands[side], shapes[side], bases[side], names)
    if not at.is_ratio:
        return shapes[0]
    same = bases[0] == bases[at.split]
    if at.style.unit is not None and shapes[0] == "quantity" and not same:
        return "quantity"
    if not at.style.to_one and not same:
        first, second = at.operands[0].name, at.operands[at.split].name
        message = (
            f"'{first}'{particle(first, '과/와')} '{second}'{particle(second, '은/는')} 단위가 달라 백분율이 없습니다. "
            "5.4:1처럼 보이려면 ':대1'을, 하나에 얼마인지 보이려면 ':만원'처럼 단위를 붙여 주세요."
        )
        raise NotationError(message, at.line, at.column)
    return "to_one" if at.style.to_one else "percent"


def _check_sum(
    at: Reference, operands: tuple[Operand, ...], shapes: list[Shape], bases: list[str], names: Names
) -> None:
    if len(operands) == 1:
        return
    first = operands[0].name
    if rate := next(
        (each.name for each, shape in zip(operands, shapes, strict=True) if _is_rate(each, shape, names)), ""
    ):
        raise NotationError(
            f"'{rate}'{particle(rate, '은/는')} 비율이어서 더하거나 뺄 수 없습니다.", at.line, at.column
        )
    if other := next((each.name for each, base in zip(operands, bases, strict=True) if base != bases[0]), ""):
        message = f"'{first}'{particle(first, '과/와')} '{other}'{particle(other, '은/는')} 단위가 달라 더하거나 뺄 수 없습니다."
        raise NotationError(message, at.line, at.column)


_ADDED: tuple[Shape, ...] = ("quantity", "number")


def _is_rate(operand: Operand, shown: Shape, names: Names) -> bool:
    """Whether it can't be added: a rate, and what comes to each of something."""
    return shown not in _ADDED or (operand.name in names.ratios and operand.aspect in ("", ACTUAL, CHANGE))


def _check_unit(operand: Operand, shown: str, at: Reference, names: Names) -> None:
    own = names.units.get(operand.name, "")
    if UNITS[own].base == UNITS[shown].base:
        return
    fitting = ", ".join(UNITS.like(own))
    message = f"'{operand.name}'의 단위 '{own}'{particle(own, '을/를')} '{shown}'{particle(shown, '으로/로')} 바꿀 수 없습니다. 쓸 수 있는 단위: {fitting}."
    raise NotationError(message, at.line, at.column)


def check_reference(at: Reference, names: Names) -> None:
    """Raise NotationError for a reference to what does not exist or does not fit."""
    _check_reference(at, names, frozenset())
