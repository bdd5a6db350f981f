"""Cells that are made of other cells of their row or column: sums, differences, rates, quotients."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from seoulwork.domain.numbers import difference, rate
from seoulwork.domain.vocabulary import UNITS

from ..document import Formula, Growth, Minus, Rate, Sum
from ..values import Blank, Figure, Percent, Quantity, Value
from .axes import Path, place
from .description import Calc, DescriptionError, Entry
from .faults import key_of
from .formulas import At, Finder, Shown

MIXED = "셈에는 단위가 같은 값만 쓸 수 있습니다. 단위가 같은 것을 골라 주세요."


def calculated(
    at: At, rows: Sequence[Path], columns: Sequence[Path], finder: Finder, units: dict[int, str | None]
) -> Shown:
    """The cell, worked out with those that it needs and kept among the finder's. Raises DescriptionError for what can't be calculated."""
    if at in finder.cells:
        return finder.cells[at]
    row, column = rows[at[0]][-1].entry, columns[at[1]][-1].entry
    # Of a row of differences the rate is that of the differences; of a column of differences they are the same either way.
    by_column = column.calc is not None and not (row.calc is not None and column.calc.how in ("sum", "minus"))
    calc = column.calc if by_column else row.calc
    if calc is None:
        raise DescriptionError(
            f"{place('열', columns[at[1]][-1])}의 글은 셈에 쓸 수 없습니다. 수치가 있는 열을 골라 주세요."
        )
    axis, paths = ("열", columns) if by_column else ("행", rows)
    where = place(axis, paths[at[1 if by_column else 0]][-1])
    numbers = [each for name in calc.of for each in _called(paths, at[1 if by_column else 0], name, calc, where)]
    ats = [(at[0], each) if by_column else (each, at[1]) for each in numbers]
    cells = [calculated(each, rows, columns, finder, units) for each in ats]
    try:
        shown = _cell(calc, column, ats, cells, finder, units, at[1])
    except DescriptionError as error:
        if not by_column:
            shown = Shown(Figure(Blank()), "", given=())  # a row of differences beside a rate
        else:
            raise DescriptionError(f"{where}: {error}") from error
    finder.cells[at] = shown
    return shown


def _called(paths: Sequence[Path], own: int, name: str, calc: Calc, where: str) -> list[int]:
    """The rows or columns of that key, those that share most groups with the own one."""
    mine = paths[own]
    for depth in range(len(mine) - 1, -1, -1):
        near = [n for n, path in enumerate(paths) if n != own and len(path) > depth and _shares(path, mine, depth)]
        found = [n for n in near if name == paths[n][-1].key or (depth and name == key_of(paths[n][-1].entry))]
        if len(found) > 1 and calc.how != "sum":
            raise DescriptionError(
                f"{where}: '{name}'이(가) 여럿이어서 무엇으로 셈할지 알 수 없습니다. 서로 다른 이름을 붙여 주세요."
            )
        if found:
            return found
    raise DescriptionError(f"{where}: 셈에 쓸 '{name}'이(가) 표에 없습니다. 표에 있는 이름을 골라 주세요.")


def _shares(one: Path, other: Path, depth: int) -> bool:
    return all(mine is own for mine, own in zip(one[:depth], other[:depth], strict=True))


def _cell(
    calc: Calc,
    entry: Entry,
    ats: Sequence[At],
    cells: Sequence[Shown],
    finder: Finder,
    units: dict[int, str | None],
    column: int,
) -> Shown:
    there = [cell for cell in cells if calc.how != "sum" or cell.exists]
    figures = [cell.count or cell.figure for cell in there]
    origins = tuple(dict.fromkeys(each for figure in figures for each in figure.origins))
    meanings = tuple(dict.fromkeys(each for figure in figures for each in figure.meanings))
    missing = tuple(dict.fromkeys(each for figure in figures for each in figure.missing))
    if any(not isinstance(figure.value, Quantity | Blank) for figure in figures):
        raise DescriptionError(MIXED)
    amounts = [figure.value for figure in figures if isinstance(figure.value, Quantity)]
    own = [_unit(cell, at, units) for cell, at in zip(cells, ats, strict=True) if cell.amount]
    if calc.how != "quotient" and len(set(own)) > 1:
        raise DescriptionError(MIXED)
    if calc.how in ("sum", "minus") and own:
        units[column] = own[0] if not units.get(column) or units[column] == own[0] else None
    incomplete = bool(missing) and calc.how != "sum"
    if not figures or len(amounts) < len(figures) or incomplete:
        return Shown(Figure(Blank(), origins, meanings, missing), "", given=(), exists=bool(figures))
    value = _quotient(entry, amounts, own) if calc.how == "quotient" else _value(calc, entry, amounts)
    if isinstance(value, Blank):
        return Shown(Figure(value, origins, meanings, missing), "", given=())
    return Shown(Figure(value, origins, meanings, missing), "", given=_formulas(calc, ats, finder))


def _unit(cell: Shown, at: At, units: Mapping[int, str | None]) -> str:
    return (cell.amount.unit if cell.amount else "") or units.get(at[1]) or ""


def _value(calc: Calc, entry: Entry, amounts: Sequence[Quantity]) -> Value:
    first, second = amounts[0], amounts[-1]
    decimals = max(each.decimals for each in amounts) if entry.decimals is None else entry.decimals
    if calc.how == "sum":
        return Quantity(sum((each.value for each in amounts), Decimal(0)), first.unit, decimals, first.unprinted)
    change = difference(first.value, second.value)
    if calc.how == "minus":
        return Blank() if change is None else Quantity(change, first.unit, decimals, first.unprinted)
    percent = rate(first.value if calc.how == "rate" else change, second.value)
    return Blank() if percent is None else Percent(percent, 1 if entry.decimals is None else entry.decimals)


def _quotient(entry: Entry, amounts: Sequence[Quantity], own: Sequence[str]) -> Value:
    """One by the other, in base units, shown in the unit of the entry."""
    unit = entry.unit or own[0]
    if UNITS[unit].base != UNITS[own[0]].base:
        raise DescriptionError(f"나눈 값을 '{unit}' 단위로 보일 수 없습니다. '{own[0]}'에 맞는 단위를 골라 주세요.")
    top, bottom = (each.value * UNITS[one].factor for each, one in zip(amounts, own, strict=True))
    if not bottom:
        return Blank()
    decimals = 1 if entry.decimals is None else entry.decimals
    told = (unit, decimals) if entry.with_unit else ("", decimals, unit)
    return Quantity(top / bottom / UNITS[unit].factor, *told)


def _formulas(calc: Calc, ats: Sequence[At], finder: Finder) -> tuple[Formula, ...]:
    refs = tuple(map(finder.ref, ats))
    match calc.how:
        case "sum":
            return (Sum(refs),)
        case "minus":
            return (Minus(refs[0], refs[1]),)
        case "rate":
            return (Rate(refs[0], refs[1]),)
        case "growth":
            return (Growth(refs[0], refs[1]),)
        case "quotient":
            return ()
