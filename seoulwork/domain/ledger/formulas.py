"""How an indicator is worked out from others: what its keepers write (`직접 + 간접`, `취업÷상담`), and whether that fits what there is.

It is written as a figure of a text is, without braces: sums, differences and one ratio of indicators, their parts and amounts of budgets.
"""

from collections.abc import Callable
from functools import lru_cache

from seoulwork.domain.korean import particle
from seoulwork.domain.ledger.rows import BudgetRow, IndicatorRow
from seoulwork.domain.notation import Names, NotationError, Operand, Reference, Style, nearest, parse_line
from seoulwork.domain.vocabulary import ACCUMULATIONS, AMOUNTS, BUDGET_UNIT, UNITS

Named = IndicatorRow | tuple[BudgetRow, ...]
"""What a name stands for; no line for a name that there is not"""
NamedBy = Callable[[Operand], Named]


@lru_cache(maxsize=512)
def formula_of(text: str) -> Reference:
    """Raises NotationError."""
    pieces = parse_line(f"{{{text}}}")
    found = pieces[0] if len(pieces) == 1 else None
    if not isinstance(found, Reference) or len(found.operands) < 2 or found.recorded is not None:
        raise NotationError(
            "셈은 두 지표를 더하거나 빼거나 나누어 적습니다. '직접 + 간접', '취업÷상담', '지출÷(상담 + 교육)'처럼 적어 주세요.",
            1,
            1,
        )
    if found.style != Style() or any(each.period for each in found.operands):
        raise NotationError("셈에는 기간(@)과 모양(:)을 적지 않습니다. 지표의 이름만 적어 주세요.", 1, 1)
    return found


def accumulation_of(formula: Reference, named: NamedBy) -> str:
    """How the months of what is worked out add up: of a ratio by its halves, else as what it is made of does."""
    if formula.is_ratio:
        return "ratio"
    first = named(formula.operands[0])
    return first.accumulation if isinstance(first, IndicatorRow) else "sum"


def problem(own: IndicatorRow, names: Names, named: NamedBy) -> str:
    """Why the indicator can't be worked out as it says, in one sentence; or nothing. `names` are those that it may use."""
    try:
        formula = formula_of(own.formula)
    except NotationError as error:
        return error.message
    for operand in formula.operands:
        if told := _unfit(operand, names, named(operand)):
            return told
    if own.id in {each.id for each in _below(own, named)}:
        return f"'{own.name}'의 셈을 따라가면 다시 '{own.name}'{particle(own.name, '으로/로')} 돌아옵니다. 셈에서 자신을 쓰는 지표를 빼 주세요."
    return _kinds(own, formula, named) or _units(own, formula, named)


def _below(own: IndicatorRow, named: NamedBy) -> list[IndicatorRow]:
    """All indicators that it is made of, each once, however deep."""
    found: dict[int, IndicatorRow] = {}
    waiting = [own]
    while waiting:
        one = waiting.pop()
        try:
            operands = formula_of(one.formula).operands if one.formula else ()
        except NotationError:
            continue  # it is told of that one
        for each in operands:
            below = named(each)
            if isinstance(below, IndicatorRow) and below.id not in found:
                found[below.id] = below
                waiting.append(below)
    return list(found.values())


def _unfit(operand: Operand, names: Names, of: Named) -> str:
    name = operand.name
    if isinstance(of, IndicatorRow):
        if operand.part and operand.part not in names.indicators.get(name, ()):
            return f"지표 '{name}'에 '{operand.part}' 세부가 없습니다.{nearest(operand.part, names.indicators.get(name, ()))}"
        if operand.aspect:
            return f"셈에서 지표는 실적입니다. '{name}' 뒤의 '.{operand.aspect}'{particle(operand.aspect, '을/를')} 지워 주세요."
        if of.accumulation == "ratio":
            return f"'{name}'{particle(name, '은/는')} 비율 지표여서 셈에 쓸 수 없습니다. 그 분자와 분모가 되는 지표를 적어 주세요."
        return ""
    if not of:
        return f"'{name}'{particle(name, '은/는')} 없는 이름입니다.{nearest(name, [*names.indicators, *names.budgets])}"
    if operand.part and operand.part not in names.budgets.get(name, ()):
        return f"예산 '{name}'에 '{operand.part}' 부분이 없습니다.{nearest(operand.part, names.budgets.get(name, ()))}"
    if operand.aspect not in AMOUNTS:
        return f"예산 '{name}' 뒤에 무엇인지 적어 주세요: {', '.join(f'{name}.{each}' for each in AMOUNTS)}."
    return ""


def _kinds(own: IndicatorRow, formula: Reference, named: NamedBy) -> str:
    """Months of one sum must add up alike; so must the worked-out one say of itself."""
    wanted = accumulation_of(formula, named)
    if not formula.is_ratio:
        for operand in formula.operands:
            of = named(operand)
            kind = of.accumulation if isinstance(of, IndicatorRow) else "sum"
            if kind != wanted:
                first = formula.operands[0].name
                return (
                    f"'{first}'{particle(first, '은/는')} '{ACCUMULATIONS[wanted]}' 지표이고 '{operand.name}'{particle(operand.name, '은/는')} "
                    f"'{ACCUMULATIONS[kind]}' 지표여서 더하거나 뺄 수 없습니다. 합산 방법이 같은 지표만 적어 주세요."
                )
    if own.accumulation != wanted:
        return f"이 셈의 합산 방법은 '{ACCUMULATIONS[wanted]}'입니다. 합산 방법을 '{ACCUMULATIONS[wanted]}'{particle(ACCUMULATIONS[wanted], '으로/로')} 골라 주세요."
    return ""


def _units(own: IndicatorRow, formula: Reference, named: NamedBy) -> str:
    bases = [_base(named(operand)) for operand in formula.operands]
    sides = (slice(0, formula.split), slice(formula.split, None)) if formula.is_ratio else (slice(None),)
    for side in sides:
        for operand, base in zip(formula.operands[side], bases[side], strict=True):
            if base != bases[side][0]:
                first = formula.operands[side][0].name
                return (
                    f"'{first}'{particle(first, '과/와')} '{operand.name}'{particle(operand.name, '은/는')} 단위가 달라 더하거나 뺄 수 없습니다"
                    f"({_told(bases[side][0])}, {_told(base)}). 단위가 같은 지표만 적어 주세요."
                )
    above, below, unit = bases[0], bases[formula.split], UNITS[own.unit].base
    if formula.is_ratio and own.unit == "%" and above != below:
        return f"나누는 두 쪽의 단위가 달라({_told(above)}, {_told(below)}) 백분율이 없습니다. 단위를 '{above or ':1'}'{particle(above or '1', '으로/로')} 골라 하나에 얼마인지 보이거나 ':1'을 골라 주세요."
    if formula.is_ratio and own.unit in ("%", ":1"):
        return ""
    if unit != above:
        return f"이 셈의 단위는 '{_told(above)}'인데 지표의 단위는 '{_told(unit)}'입니다. 단위를 맞추어 주세요."
    return ""


def _base(of: Named) -> str:
    return UNITS[of.unit if isinstance(of, IndicatorRow) else BUDGET_UNIT].base


def _told(base: str) -> str:
    return base or "없음"
