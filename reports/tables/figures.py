"""The figure of a cell: what its row and column bind, read by the rules of texts; and the figure of a total."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import combinations
from typing import Any

from seoulwork.domain.fitting import Shape, check_reference, shape
from seoulwork.domain.korean import particle
from seoulwork.domain.ledger import BudgetRow, IndicatorRow, Missing
from seoulwork.domain.notation import Names, NotationError, Operand, Reference, Style
from seoulwork.domain.periods import Run
from seoulwork.domain.vocabulary import (
    ACHIEVEMENT,
    ACTUAL,
    APPROPRIATED,
    BUDGET_UNIT,
    CHANGE,
    COMMITTED,
    EXECUTION,
    FORESEEN,
    GROWTH,
    LEFT,
    REST,
    SHARE,
    SPENT,
    TARGET,
    UNITS,
)
from seoulwork.figures.labels import division_word

from ..narrative import Narrator
from ..values import Blank, Figure, Meaning, Origin, Quantity
from .cells import percent_figure
from .description import DescriptionError
from .periods import moved
from .sources import Context, Source

RATES = {ACHIEVEMENT: (ACTUAL, TARGET), EXECUTION: (SPENT, APPROPRIATED)}
"""The rates that a total has of its own, and what they are made of."""
ADDED = (ACTUAL, TARGET, APPROPRIATED, COMMITTED, SPENT, CHANGE, LEFT, REST, *FORESEEN)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a cell asks for."""

    source: Source
    programme: int | None
    named: IndicatorRow | tuple[BudgetRow, ...]
    part: str
    aspect: str
    run: Run | None
    whole: bool = False
    """All budget lines of a kind: where there is none, that is missing too"""

    @property
    def name(self) -> str:
        if isinstance(self.named, IndicatorRow):
            return self.named.short_name
        return self.named[0].short_name if self.named else ""

    @property
    def shape(self) -> Shape:
        unit = self.named.unit if isinstance(self.named, IndicatorRow) else BUDGET_UNIT
        ratio = isinstance(self.named, IndicatorRow) and self.named.accumulation == "ratio"
        return shape(Operand("", aspect=self.aspect), unit, is_ratio=ratio)

    @property
    def divided(self) -> bool:
        """Whether it is a quotient, or how far one should reach: nothing that can be added."""
        ratio = isinstance(self.named, IndicatorRow) and self.named.accumulation == "ratio"
        return ratio or self.shape != "quantity"

    @property
    def unit(self) -> str:
        """The unit in which it is kept; empty for what has none of its own."""
        if self.shape != "quantity":
            return ""
        return self.named.unit if isinstance(self.named, IndicatorRow) else BUDGET_UNIT

    @property
    def exists(self) -> bool:
        """Whether there is such a place: a part, a budget line of the year. A blank there is missing, else there is nothing to miss."""
        ledger = self.source.ledger
        if isinstance(self.named, IndicatorRow):
            return not self.part or ledger.part(self.named, self.part) is not None
        if self.whole:
            return True
        year = (self.run or (ledger.clock.plan if self.aspect == APPROPRIATED else ledger.clock.results_year)).last.year
        return any(line.year == year for line in self.lines)

    @property
    def lines(self) -> tuple[BudgetRow, ...]:
        """Of a budget those of its part."""
        lines = self.named if isinstance(self.named, tuple) else ()
        return tuple(each for each in lines if each.is_of(self.part))

    def style(self, unit: str, decimals: int | None, *, with_unit: bool) -> Style:
        """How it is shown in a column."""
        if self.shape == "quantity":
            fits = bool(unit) and UNITS[unit].base == UNITS[self.unit].base
            return Style(bare=not with_unit, unit=unit if fits else None, decimals=decimals)
        return Style(decimals=decimals) if self.shape in ("percent", "to_one", "number") else Style()

    def figure(self, style: Style | None = None) -> Figure:
        narrator = Narrator(self.source.ledger, self.programme)
        figure = narrator.figure_of(self.named, self.part, self.aspect, self.run, style)
        is_nothing = isinstance(figure.value, Blank) and not figure.origins and not figure.missing
        return Figure(Blank()) if is_nothing else figure

    def of(self, aspect: str) -> "Asked":
        """What a rate is made of: its target, or its budget, is that of the year."""
        run = self.run
        if aspect in (TARGET, APPROPRIATED):
            run = run or self.source.ledger.clock.results_year
            if aspect == TARGET and run.first.year == run.last.year:
                run = Run.year(run.last.year)
        return replace(self, aspect=aspect, run=run)


@dataclass(frozen=True)
class Asking:
    """Turns what a row and a column bind into what is asked for. Raises DescriptionError for what there is not."""

    context: Context

    def __call__(self, bound: Mapping[str, Any], unit: str = "", decimals: int | None = None) -> Asked:
        source, programme = self.context.source_of(bound), self.context.programme_of(bound)
        named = self.context.named(bound)
        aspect = bound.get("aspect", "")
        self._check(source, programme, named, bound, Style(unit=unit or None, decimals=decimals))
        if isinstance(named, tuple) and (fund := bound.get("source")):
            known = dict.fromkeys(line.fund_source for line in source.ledger.budgets if line.fund_source)
            if fund not in known:
                raise DescriptionError(
                    f"재원 '{fund}'{particle(fund, '이/가')} 없습니다. 예산에 있는 재원({', '.join(known) or '없음'}) 가운데 골라 주세요."
                )
            named = tuple(line for line in named if line.fund_source == fund)
        elif isinstance(named, IndicatorRow) and bound.get("source"):
            raise DescriptionError(
                f"지표 '{named.short_name}'에는 재원이 없습니다. 재원을 지우거나 예산을 골라 주세요."
            )
        run = bound.get("period")
        if isinstance(run, tuple):
            run = moved(self.context.clock.results, run)
        if not aspect:
            aspect = ACTUAL if isinstance(named, IndicatorRow) else APPROPRIATED
        return Asked(source, programme, named, bound.get("part", ""), aspect, run, "lines" in bound)

    def _check(
        self,
        source: Source,
        programme: int | None,
        named: IndicatorRow | tuple[BudgetRow, ...],
        bound: Mapping[str, Any],
        style: Style,
    ) -> None:
        if isinstance(named, IndicatorRow):
            name = named.short_name
            ratios = frozenset([name]) if named.accumulation == "ratio" else frozenset[str]()
            names = Names({name: frozenset()}, {}, {name: named.unit}, ratios)
        else:
            name = bound.get("of") or "예산"
            names = Names({}, {name: frozenset()}, {name: BUDGET_UNIT})
        _checked(name, bound.get("aspect", ""), style, _Same(names))


class _Same:
    """Names as a key: equal where they say the same."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.said = (*names.indicators, *names.budgets, *names.units.items(), *names.ratios)

    def __hash__(self) -> int:
        return hash(self.said)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.said == self.said


@cache
def _checked(name: str, aspect: str, style: Style, same: _Same) -> None:
    try:
        check_reference(Reference(name, (Operand(name, aspect=aspect),), style), same.names)
    except NotationError as error:
        raise DescriptionError(error.message) from error


# ------------------------------------------------------------------------------------------------------ totals


def total_of(asked: Sequence[Asked], names: Sequence[str], styles: Sequence[Style]) -> Figure:
    """The sum of what is asked for, each with the name that its row or column has. A blank one that should be there is missing.
    Raises DescriptionError for what can't be added."""
    there = [each for each in zip(asked, names, styles, strict=True) if each[0].exists]
    if not there:
        return Figure(Blank())
    first, style = there[0][0], there[0][2]
    _check_addable([each for each, _, _ in there])
    if first.aspect == SHARE:
        return _share_of([each for each, _, _ in there], [name for _, name, _ in there])
    if first.aspect in RATES:
        top, bottom = (
            total_of([each.of(part) for each, _, _ in there], [name for _, name, _ in there], [Style()] * len(there))
            for part in RATES[first.aspect]
        )
        meanings = tuple(meaning for each, _, _ in there for meaning in each.figure().meanings)
        missing = tuple(dict.fromkeys((*top.missing, *bottom.missing)))
        found = (*top.origins, *bottom.origins)
        return percent_figure(_amount(top), _amount(bottom), found, meanings, missing)
    if _one_budget([each for each, _, _ in there]):
        lines = tuple(line for each, _, _ in there for line in each.lines)
        return replace(first, named=lines, part="", programme=None).figure(style)
    # In one unit, or they could not be added.
    return _added([(each, name, each.figure(replace(own, unit=own.unit or first.unit))) for each, name, own in there])


def _share_of(asked: list[Asked], names: list[str]) -> Figure:
    """What several parts are together of the one whole that each is a part of."""
    top = total_of([each.of(ACTUAL) for each in asked], names, [Style()] * len(asked))
    bottom = replace(asked[0].of(ACTUAL), part="").figure()
    meanings = tuple(meaning for each in asked for meaning in each.figure().meanings)
    missing = tuple(dict.fromkeys((*top.missing, *bottom.missing)))
    found = tuple(dict.fromkeys((*top.origins, *bottom.origins)))
    return percent_figure(_amount(top), _amount(bottom), found, meanings, missing)


def _amount(figure: Figure) -> Decimal | None:
    return figure.value.value if isinstance(figure.value, Quantity) else None


def _one_budget(asked: Sequence[Asked]) -> bool:
    """Whether all are budgets of one division for one time: the ledger adds them up."""
    return len({(id(each.source.ledger), each.run) for each in asked}) == 1 and all(
        isinstance(each.named, tuple) for each in asked
    )


def _added(there: list[tuple[Asked, str, Figure]]) -> Figure:
    figures = [figure for _, _, figure in there]
    known = [figure for figure in figures if isinstance(figure.value, Quantity)]
    divisions = {each.source.key for each, _, _ in there}
    if not known or (len(divisions) > 1 and len(known) < len(figures)):
        return Figure(Blank())  # a total that leaves a division out is none
    values = [figure.value for figure in known if isinstance(figure.value, Quantity)]
    value = replace(
        values[0],
        value=sum((each.value for each in values), Decimal(0)),
        decimals=max(each.decimals for each in values),
    )
    found: tuple[Origin, ...] = tuple(origin for figure in known for origin in figure.origins)
    meanings: tuple[Meaning, ...] = tuple(meaning for figure in known for meaning in figure.meanings)
    return Figure(value, found, meanings, tuple(dict.fromkeys(_lacking(there, len(divisions) > 1))))


def _lacking(there: list[tuple[Asked, str, Figure]], across: bool) -> Iterator[Missing]:
    """What a sum lacks: what all lack alike, else each with its name; of divisions only that they differ, as there is no room for all."""
    lacks = [figure.missing for _, _, figure in there]
    if len(set(lacks)) == 1 and not any(isinstance(figure.value, Blank) for _, _, figure in there):
        yield from lacks[0]
        return
    if across:
        yield Missing(next(each for each in lacks if each)[0].kind, f"{division_word()}마다 다름")
        return
    for _, name, figure in there:
        if isinstance(figure.value, Blank) and not figure.missing:
            yield Missing("part", f"{name} 제외")
        for each in figure.missing:
            yield replace(each, words=f"{name} {each.words}" if name else each.words)


def _check_addable(asked: Sequence[Asked]) -> None:
    first = asked[0]
    if first.aspect == GROWTH and not _one_budget(asked):
        raise DescriptionError(
            f"'{GROWTH}'은 더할 수 없습니다. 전년 값의 열을 두고 '셈한 열'로 증감률을 내거나, 계와 모은 행을 지워 주세요."
        )
    if first.aspect == SHARE and len({_key(each) for each in asked}) > 1:
        raise DescriptionError(
            f"서로 다른 전체의 '{SHARE}'는 더할 수 없습니다. 한 지표의 세부만 담거나 계와 모은 행을 지워 주세요."
        )
    if first.aspect not in (*RATES, *ADDED, SHARE, GROWTH):
        raise DescriptionError(
            f"'{first.aspect}'{particle(first.aspect, '은/는')} 더해서 계를 낼 수 없습니다. 계를 '전체 값'으로 바꾸거나 지워 주세요."
        )
    if first.aspect in ADDED and any(each.divided for each in asked):
        raise DescriptionError(
            f"비율인 '{first.name}'의 값은 더할 수 없습니다. 계를 '전체 값'으로 바꾸거나 지워 주세요."
        )
    if len({UNITS[each.unit].base for each in asked if each.unit}) > 1:
        raise DescriptionError("단위가 다른 값은 더할 수 없습니다. 계를 지우거나 단위가 같은 값만 담아 주세요.")
    _check_once(asked)
    if len({each.aspect for each in asked}) > 1:
        raise DescriptionError("구분이 다른 값은 더할 수 없습니다. 계를 지우거나 구분이 같은 값만 담아 주세요.")
    runs = {each.run for each in asked}
    if len(runs) == 1:
        return
    for one in asked:
        standing = isinstance(one.named, IndicatorRow) and one.named.accumulation != "sum"
        others = [other for other in asked if other is not one and other.run != one.run]
        cumulative = isinstance(one.named, tuple) and any(_in_one_year(one, other) for other in others)
        torn = any(one.run and other.run and one.run.overlaps(other.run) for other in others) or one.run is None
        if standing or cumulative or torn:
            raise DescriptionError(
                f"'{one.name}'{particle(one.name, '은/는')} 쌓이거나 겹치는 값이어서 기간끼리 더할 수 없습니다. 계를 지워 주세요."
            )


def _check_once(asked: Sequence[Asked]) -> None:
    """That nothing is added twice: a budget line, a part and what it is part of, parts by two dimensions."""
    lines = [(each.source.key, line, each.run) for each in asked for line in each.lines]
    twice = len(set(lines)) < len(lines)
    dimensions: dict[tuple[object, ...], set[str]] = {}
    for one, other in combinations(asked, 2):
        alike = _key(one) == _key(other) and isinstance(one.named, IndicatorRow)
        twice = twice or (alike and _within(one.part, other.part))
    for each in asked:
        if isinstance(each.named, IndicatorRow) and (part := each.source.ledger.part(each.named, each.part)):
            dimensions.setdefault((*_key(each), part.parent), set()).add(part.dimension)
    if twice or any(len(found) > 1 for found in dimensions.values()):
        raise DescriptionError(
            f"'{asked[0].name}'{particle(asked[0].name, '이/가')} 계에 두 번 더해집니다. 겹치는 행이나 열을 지우거나 계를 지워 주세요."
        )


def _key(asked: Asked) -> tuple[object, ...]:
    return asked.source.key, asked.named, asked.run


def _within(one: str, other: str) -> bool:
    return (
        one == other
        or f"{one}/".startswith(f"{other}/" if other else "")
        or f"{other}/".startswith(f"{one}/" if one else "")
    )


def _in_one_year(one: Asked, other: Asked) -> bool:
    return one.run is not None and other.run is not None and one.run.last.year == other.run.last.year
