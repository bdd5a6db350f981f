"""Why no table can be made of a description, whatever is stored. Pure: names are not looked up here."""

import re

from seoulwork.domain.korean import particle
from seoulwork.domain.vocabulary import ACHIEVEMENT, ACTUAL, BUDGET_KINDS
from seoulwork.figures.labels import lazily

from .description import BINDS, FIELDS, TIMES, Description, Each, Entry, FigureTable, FreeRow, FreeTable, Total

KEY = re.compile(r"\w+(?:-\w+)*")
"""What the key of a table may be, as the renderers have it."""
FIELD_NAMES = {
    "division": lazily("{division}"),
    "programme": "사업",
    "of": "지표·예산",
    "lines": "예산 종류",
    "part": "세부",
    "source": "재원",
    "aspect": "구분",
    "period": "기간",
}


def fault_of(table: Description) -> str:
    """Why no table can be made of it, whatever is stored: one Korean sentence; empty where nothing stands against it."""
    if not KEY.fullmatch(table.key):
        return f"표의 이름 '{table.key}'{particle(table.key, '은/는')} 쓸 수 없습니다. 글자와 숫자를 줄표(-) 하나로 이어 주세요."
    return _free_fault(table) if isinstance(table, FreeTable) else _figure_fault(table)


# ------------------------------------------------------------------------------------------------ figure tables


def _figure_fault(table: FigureTable) -> str:
    for axis, entries in (("행", table.rows), ("열", table.columns)):
        for entry in entries:
            if fault := _entry_fault(axis, entry):
                return fault
        if fault := _calc_fault(axis, entries):
            return fault
    if table.total and (fault := _whole_fault("표", table.total, table.rows, None)):
        return fault
    return _shared_fault(table) or _place_fault(table)


EACH = {
    "divisions": lazily("{division}마다"),
    "programmes": "사업마다",
    "indicators": "지표마다",
    "policy": "정책지표마다",
    "parts": "세부마다",
    "budgets": "예산마다",
    "sources": "재원마다",
    "list": "목록마다",
    "years": "해마다",
    "halves": "반기마다",
    "quarters": "분기마다",
    "months": "달마다",
}


def called(entry: Entry) -> str:
    """A name for an entry in a sentence to the user."""
    if not entry.head and entry.each:
        return EACH[entry.each.kind]
    return (
        entry.head
        or entry.key
        or entry.bind.aspect
        or entry.bind.of
        or entry.bind.part
        or entry.bind.period
        or "이름 없음"
    )


def _entry_fault(axis: str, entry: Entry) -> str:
    name = f"{axis} '{called(entry)}'"
    bound = entry.bind.bound()
    what = sum(map(bool, (entry.each, entry.calc, entry.words, entry.texts)))
    if what > 1 or (entry.children and (entry.calc or entry.words or entry.texts)):
        return f"{name}에 모두·셈·글이 함께 있습니다. 하나만 남겨 주세요."
    if entry.total and not (entry.each or entry.children):
        return f"{name}에는 더할 것이 없어 계를 둘 수 없습니다. 계를 지우거나 여러 {axis}을 담아 주세요."
    beside = () if entry.each else entry.children
    if entry.total and (fault := _whole_fault(name, entry.total, beside, entry.each)):
        return fault
    if axis == "행" and (entry.words or entry.texts or entry.beside):
        return f"{name}에는 글이나 곁의 비율을 둘 수 없습니다. 열에 두어 주세요."
    if "of" in bound and "lines" in bound:
        return f"{name}에 지표·예산과 예산 종류가 함께 있습니다. 하나만 골라 주세요."
    if entry.bind.lines and entry.bind.lines not in BUDGET_KINDS:
        return (
            f"{name}의 예산 종류를 알 수 없습니다: '{entry.bind.lines}'. {', '.join(BUDGET_KINDS)} 가운데 골라 주세요."
        )
    if entry.beside and (entry.beside != ACHIEVEMENT or entry.bind.aspect not in ("", ACTUAL)):
        return f"{name}: {ACTUAL} 곁에 {ACHIEVEMENT}만 둘 수 있습니다. 다른 비율은 열을 따로 두어 주세요."
    if entry.each and (
        twice := [FIELD_NAMES[each] for each in BINDS[entry.each.kind] if each in bound and each != "part"]
    ):
        return (
            f"{name}에서 {twice[0]}{particle(twice[0], '을/를')} 정하고 또 하나씩 펼치고 있습니다. 하나만 남겨 주세요."
        )
    if entry.each and (fault := _each_fault(name, entry.each)):
        return fault
    return next(filter(None, (_entry_fault(axis, child) for child in entry.children)), "")


_WITHIN_WHOLE = {"part", "source"}
"""What a whole is of: of several years, indicators or divisions there is none stored."""


def _whole_fault(name: str, total: Total, entries: tuple[Entry, ...], each: Each | None) -> str:
    bound = set(BINDS[each.kind]) if each else set()
    for entry in entries:
        bound |= {*entry.bind.bound(), *(BINDS[entry.each.kind] if entry.each else ())}
    if total.how == "whole" and (more := sorted(bound - _WITHIN_WHOLE, key=FIELDS.index)):
        what = FIELD_NAMES[more[0]]
        return f"{name}의 계는 {what}{particle(what, '이/가')} 서로 다른 값의 계여서 저장된 전체 값이 없습니다. 더한 값으로 바꾸어 주세요."
    return ""


_NUMBERS = {"halves": 2, "quarters": 4, "months": 12}


def _each_fault(name: str, each: Each) -> str:
    if each.kind == "years":
        if not -20 <= each.first <= each.last <= 20:
            return f"{name}의 연도 범위가 맞지 않습니다. -4부터 0까지처럼 앞에서 뒤로 적어 주세요."
    elif each.kind in TIMES:
        most = _NUMBERS[each.kind]
        if not (0 <= each.first <= most and 0 <= each.last <= most and each.first <= (each.last or most)):
            return f"{name}의 범위가 맞지 않습니다. 1부터 {most}까지에서 앞에서 뒤로 적어 주세요."
    if each.most and each.depth > 1:
        return f"{name}에 두 단계를 펼치면서 나머지를 '{each.rest}'{particle(each.rest, '으로/로')} 모을 수 없습니다. 한 단계로 펼치거나 모든 행을 보여 주세요."
    if each.kind == "list" and not each.of:
        return f"{name}에 펼칠 목록의 이름이 없습니다. 목록을 골라 주세요."
    return ""


def _calc_fault(axis: str, entries: tuple[Entry, ...]) -> str:
    """Of what is calculated: that all of it is there, once, and that none needs itself."""
    calcs: dict[str, tuple[str, ...]] = {}
    keys: set[str] = set()
    for entry in _walk(entries):
        key = key_of(entry)
        keys.add(key)
        if entry.total and entry.total.key:
            keys |= {entry.total.key, *(f"{entry.total.key}.{key_of(child)}" for child in _walk(entry.children))}
        if entry.calc:
            if entry.calc.how != "sum" and len(entry.calc.of) != 2:
                return f"{axis} '{called(entry)}'의 셈에는 {axis} 둘이 있어야 합니다. 둘을 골라 주세요."
            calcs[key] = entry.calc.of
    for key, parts in calcs.items():
        if unknown := [each for each in parts if each not in keys]:
            return f"{axis} '{key}'의 셈에 쓴 '{unknown[0]}' {axis}{particle(axis, '이/가')} 없습니다. 표에 있는 {axis}의 이름을 골라 주세요."
    for key in calcs:
        if _needs_itself(key, key, calcs, frozenset()):
            return f"{axis} '{key}'의 셈이 돌아서 자기 자신을 씁니다. 셈에 쓰는 {axis}{particle(axis, '을/를')} 바꾸어 주세요."
    return ""


def _needs_itself(key: str, at: str, calcs: dict[str, tuple[str, ...]], seen: frozenset[str]) -> bool:
    return any(
        each == key or (each not in seen and _needs_itself(key, each, calcs, seen | {each}))
        for each in calcs.get(at, ())
    )


def key_of(entry: Entry) -> str:
    return entry.key or entry.bind.aspect or entry.head


def _walk(entries: tuple[Entry, ...]) -> list[Entry]:
    return [found for entry in entries for found in (entry, *_walk(entry.children))]


def binds(entries: tuple[Entry, ...]) -> dict[str, str]:
    """The fields that entries of an axis bind, each with the name of the entry."""
    found: dict[str, str] = {}
    for entry in _walk(entries):
        each = BINDS[entry.each.kind] if entry.each else ()
        for name in (*entry.bind.bound(), *each):
            found.setdefault(name, called(entry))
    return found


def _shared_fault(table: FigureTable) -> str:
    """A field that both axes bind says nothing; parts go on from each other, and a period may be set against the other's."""
    rows, columns = binds(table.rows), binds(table.columns)
    rows |= {"of": rows["lines"]} if "lines" in rows else {}
    columns |= {"of": columns["lines"]} if "lines" in columns else {}
    for name in rows.keys() & columns.keys() - {"part", "period"}:
        return _both(name, rows[name], columns[name])
    if "period" in rows and "period" in columns:
        moving = [_all_relative(axis) for axis in (table.rows, table.columns)]
        if sum(moving) != 1:
            return _both("period", rows["period"], columns["period"])
    return ""


def _both(name: str, row: str, column: str) -> str:
    what = FIELD_NAMES[name]
    return f"{what}{particle(what, '을/를')} 행 '{row}'{particle(row, '과/와')} 열 '{column}'{particle(column, '이/가')} 함께 정하고 있습니다. 한쪽에서만 정해 주세요."


_RELATIVE = re.compile(r"(?:Y|YTD|Q|M)(?:[+-]\d{1,3})?|YQ[1-4]|YH[12]|YM(?:0[1-9]|1[0-2])")


def is_relative(period: str) -> bool:
    """Whether a period is set against another one."""
    return bool(_RELATIVE.fullmatch(period))


def _all_relative(entries: tuple[Entry, ...]) -> bool:
    return all(
        (not entry.bind.period or is_relative(entry.bind.period)) and not (entry.each and entry.each.kind in TIMES)
        for entry in _walk(entries)
    )


def _order_fault(table: FigureTable) -> str:
    """Rows are ordered by the stored figures of a column."""
    stored = {key_of(entry) for entry in _walk(table.columns) if not (entry.calc or entry.words or entry.texts)}
    for axis, entries in (("행", table.rows), ("열", table.columns)):
        for entry in _walk(entries):
            if entry.each and entry.each.most and (axis == "열" or entry.children):
                return f"{axis} '{called(entry)}'의 나머지를 '{entry.each.rest}'{particle(entry.each.rest, '으로/로')} 모을 수 없습니다. 한 단계로 펼친 행에서만 모을 수 있습니다. 모두 보여 주세요."
            if entry.each and entry.each.by and (axis == "열" or entry.each.by not in stored):
                return f"{axis} '{called(entry)}'의 차례를 '{entry.each.by}'(으)로 정할 수 없습니다. 행의 차례를 정할, 수치가 있는 열을 골라 주세요."
    return ""


def _place_fault(table: FigureTable) -> str:
    if table.blocks > 1 and any(entry.children or (entry.each and entry.each.depth > 1) for entry in table.rows):
        return "나란히 놓는 표의 행은 한 단계여야 합니다. 나란히 놓기를 1로 하거나 묶음을 풀어 주세요."
    keys = {key_of(entry) for entry in _walk(table.columns)}
    if fault := _order_fault(table):
        return fault
    if table.chart:
        if table.chart.kind != "trend" and not table.chart.value:
            return "그림에 그릴 열이 없습니다. 열을 골라 주세요."
        for key in filter(None, (table.chart.value, table.chart.target, table.chart.rate)):
            if key not in keys:
                return f"그림에 쓴 '{key}' 열이 없습니다. 표에 있는 열을 골라 주세요."
        if table.chart.key and not KEY.fullmatch(table.chart.key):
            return f"그림의 이름 '{table.chart.key}'{particle(table.chart.key, '은/는')} 쓸 수 없습니다. 글자와 숫자를 줄표(-) 하나로 이어 주세요."
        if table.blocks > 1:
            return "나란히 놓은 표에는 그림을 둘 수 없습니다. 나란히 놓기를 1로 하거나 그림을 지워 주세요."
    return ""


# -------------------------------------------------------------------------------------------------- free tables


def _free_fault(table: FreeTable) -> str:
    for name, rows in (("머리", table.head), ("본문", table.body)):
        if fault := _spans_fault(name, rows, len(table.columns)):
            return fault
    return ""


def _spans_fault(name: str, rows: tuple[FreeRow, ...], columns: int) -> str:
    """Where merged cells overlap, stand out over the table, or leave a place empty."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while (number, column) in taken:
                column += 1
            place = f"{name} {number + 1}행 {column + 1}열의 칸"
            if column + cell.colspan > columns or number + cell.rowspan > len(rows):
                return f"{place}이 표 밖으로 나갑니다. 합친 칸의 크기를 줄이거나 열을 늘려 주세요."
            own = {(number + down, column + right) for down in range(cell.rowspan) for right in range(cell.colspan)}
            if own & taken:
                return f"{place}이 다른 합친 칸과 겹칩니다. 합친 칸의 크기를 줄여 주세요."
            taken |= own
            column += cell.colspan
        short = next((each for each in range(columns) if (number, each) not in taken), None)
        if short is not None:
            return f"{name} {number + 1}행 {short + 1}열에 칸이 없습니다. 빈칸을 넣어 열 {columns}개를 채워 주세요."
    return ""
