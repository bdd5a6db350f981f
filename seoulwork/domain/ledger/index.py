"""What a ledger holds, by name and by place."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, TypeVar

from seoulwork.domain.clock import Clock
from seoulwork.domain.ledger.rows import (
    AmountRow,
    BudgetRow,
    ForecastRow,
    Found,
    IndicatorRow,
    LookRow,
    PartRow,
    PlanRow,
    ProgrammeRow,
    ShortfallRow,
    ValueRow,
)
from seoulwork.domain.notation import OF, Names, name_of_programme
from seoulwork.domain.periods import Month
from seoulwork.domain.questions.thresholds import USUAL, Thresholds
from seoulwork.domain.vocabulary import BUDGET_UNIT


@dataclass(frozen=True)
class Index:
    """The current figures of one division, asked as of `reference_month`; plans of `plan_year` (None: of the same year)."""

    division: str
    reference_month: Month
    programmes: tuple[ProgrammeRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    parts: tuple[PartRow, ...] = ()
    actuals: tuple[ValueRow, ...] = ()
    targets: tuple[ValueRow, ...] = ()
    budgets: tuple[BudgetRow, ...] = ()
    amounts: tuple[AmountRow, ...] = ()
    plan_year: int | None = None
    plans: tuple[PlanRow, ...] = ()
    shortfalls: tuple[ShortfallRow, ...] = ()
    limits: Thresholds = USUAL
    """From where its figures are asked about"""
    looks: tuple[LookRow, ...] = ()
    forecasts: tuple[ForecastRow, ...] = ()
    clock: Clock = field(init=False, repr=False)
    _answers: dict[Hashable, Found | None] = field(init=False, repr=False, compare=False, default_factory=dict)
    told: dict[tuple[int, str], tuple[object, Any]] = field(init=False, repr=False, compare=False, default_factory=dict)
    """What is told of its rows elsewhere, by the row's id, with the row: the same thing for the same row"""
    _indicator_names: dict[tuple[int | None, str], IndicatorRow] = field(init=False, repr=False)
    _budget_names: dict[tuple[int | None, str], list[BudgetRow]] = field(init=False, repr=False)
    _parts: dict[int, list[PartRow]] = field(init=False, repr=False)
    _children: dict[tuple[int, str], list[PartRow]] = field(init=False, repr=False)
    _part_names: dict[tuple[int, str], PartRow] = field(init=False, repr=False)
    _actuals: dict[tuple[int, int | None], list[ValueRow]] = field(init=False, repr=False)
    _targets: dict[tuple[int, int | None], list[ValueRow]] = field(init=False, repr=False)
    _amounts: dict[tuple[int, str], list[AmountRow]] = field(init=False, repr=False)
    _plans: dict[tuple[int | None, int | None], dict[Month, int]] = field(init=False, repr=False)
    indicator_by_id: dict[int, IndicatorRow] = field(init=False, repr=False)
    part_by_id: dict[int, PartRow] = field(init=False, repr=False)
    budget_by_id: dict[int, BudgetRow] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        budget_names, amounts = defaultdict(list), defaultdict(list)
        parts: dict[int, list[PartRow]] = defaultdict(list)
        children: dict[tuple[int, str], list[PartRow]] = defaultdict(list)
        actuals: dict[tuple[int, int | None], list[ValueRow]] = defaultdict(list)
        targets: dict[tuple[int, int | None], list[ValueRow]] = defaultdict(list)
        for budget in self.budgets:
            budget_names[budget.programme_id, budget.short_name].append(budget)
        for part in self.parts:
            parts[part.indicator_id].append(part)
            children[part.indicator_id, part.parent].append(part)
        for source, index in ((self.actuals, actuals), (self.targets, targets)):
            for row in source:
                index[row.indicator_id, row.part_id].append(row)
        for amount in self.amounts:
            amounts[amount.budget_id, amount.name].append(amount)
        plans: dict[tuple[int | None, int | None], dict[Month, int]] = defaultdict(dict)
        for plan in self.plans:
            plans[plan.indicator_id, plan.budget_id][plan.month] = plan.value
        for name, value in {
            "clock": Clock(self.reference_month, self.plan_year or self.reference_month.year),
            "_indicator_names": {(each.programme_id, each.short_name): each for each in self.indicators},
            "_budget_names": budget_names,
            "_parts": parts,
            "_children": children,
            "_part_names": {(each.indicator_id, each.path): each for each in reversed(self.parts)},
            "_actuals": actuals,
            "_targets": targets,
            "_amounts": amounts,
            "_plans": plans,
            "indicator_by_id": {each.id: each for each in self.indicators},
            "part_by_id": {each.id: each for each in self.parts},
            "budget_by_id": {each.id: each for each in self.budgets},
        }.items():
            object.__setattr__(self, name, value)

    def _once(self, question: Hashable, answer: Callable[[], Found | None]) -> Found | None:
        """Each question is worked out once, and once what its answer lacks."""
        if question not in self._answers:
            found = answer()
            self._answers[question] = found and found._replace(missing_of=cache(found.missing_of))
        return self._answers[question]

    def forget(self) -> None:
        """Let go of all answers: they refer to the ledger, which else only a search through all memory could remove."""
        self._answers.clear()

    # ------------------------------------------------------------------------------------------- names

    @cached_property
    def _indicators_of(self) -> Mapping[int | None, dict[str, IndicatorRow]]:
        """Those of each programme by their names; of the division under None."""
        return _by_programme(self._indicator_names)

    @cached_property
    def _budgets_of(self) -> Mapping[int | None, dict[str, list[BudgetRow]]]:
        return _by_programme(self._budget_names)

    def indicator(self, name: str, programme_id: int | None = None) -> IndicatorRow | None:
        """The programme's indicator of that short name, else the division's own; in a part that was added (below zero) that of the
        programme which the name says."""
        own = self._indicator_names.get((programme_id, name)) or self._indicator_names.get((None, name))
        return own or (self._of_programmes[0].get(name) if _names_programmes(programme_id) and OF in name else None)

    def budget_lines(self, name: str, programme_id: int | None = None) -> tuple[BudgetRow, ...]:
        own = self._budget_names.get((programme_id, name)) or self._budget_names.get((None, name), [])
        return tuple(own or (self._of_programmes[1].get(name, []) if _names_programmes(programme_id) else []))

    @cached_property
    def _of_programmes(self) -> tuple[dict[str, IndicatorRow], dict[str, list[BudgetRow]]]:
        """The names of the programmes' figures behind their programmes' titles; none of those whose title another one has."""
        titles = Counter(name_of_programme(each.title, "") for each in self.programmes)
        alone = {each.id: each.title for each in self.programmes if titles[name_of_programme(each.title, "")] == 1}

        def named(known: Mapping[tuple[int | None, str], Named]) -> dict[str, Named]:
            return {name_of_programme(alone[of], name): each for (of, name), each in known.items() if of in alone}

        return named(self._indicator_names), named(self._budget_names)

    def names(self, programme_id: int | None, tables: frozenset[str] = frozenset()) -> Names:
        """What a text of the programme (None: of the division) may refer to: its own names, then the division's; in a part that was
        added (below zero) those of every programme too, behind its title.

        `tables` are the names of the division's own tables."""
        indicators, budgets = _in(self._indicators_of, None), _in(self._budgets_of, None)
        if programme_id is not None:
            own, lines_of = _in(self._indicators_of, programme_id), _in(self._budgets_of, programme_id)
            indicators = {name: each for name, each in indicators.items() if name not in lines_of} | own
            budgets = {name: lines for name, lines in budgets.items() if name not in own} | lines_of
        if _names_programmes(programme_id):
            indicators |= self._of_programmes[0]
            budgets |= self._of_programmes[1]
        return Names(
            {name: frozenset(part.path for part in self._parts.get(each.id, ())) for name, each in indicators.items()},
            {
                name: frozenset(filter(None, (word for line in lines for word in (*line.paths, line.fund_source))))
                for name, lines in budgets.items()
            },
            {name: each.unit for name, each in indicators.items()} | dict.fromkeys(budgets, BUDGET_UNIT),
            frozenset(name for name, each in indicators.items() if each.accumulation == "ratio"),
            tables,
        )

    def budget_groups(self) -> list[tuple[tuple[int | None, str], list[BudgetRow]]]:
        """All budgets by (programme, short name), each with its lines."""
        return list(self._budget_names.items())

    def parts_of(self, indicator: IndicatorRow, parent: str = "", dimension: str | None = None) -> tuple[PartRow, ...]:
        """The parts right below `parent` (top level: ""), of one dimension or of all."""
        return tuple(
            part for part in self._children.get((indicator.id, parent), ()) if dimension in (None, part.dimension)
        )

    def all_parts_of(self, indicator: IndicatorRow) -> tuple[PartRow, ...]:
        """The parts at every depth."""
        return tuple(self._parts.get(indicator.id, ()))

    def part(self, indicator: IndicatorRow, path: str) -> PartRow | None:
        """The part of that path; None for the whole, and where there is none."""
        return self._part_names.get((indicator.id, path))

    def dimensions(self, indicator: IndicatorRow) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part.dimension for part in self._parts.get(indicator.id, [])))

    def stored_actuals(self, indicator_id: int, part_id: int | None = None) -> tuple[ValueRow, ...]:
        """The current actuals of an indicator's whole, or of one part, as they are stored."""
        return tuple(self._actuals.get((indicator_id, part_id), ()))

    def stored_targets(self, indicator_id: int, part_id: int | None = None) -> tuple[ValueRow, ...]:
        """The current targets of an indicator's whole, or of one part, as they are stored."""
        return tuple(self._targets.get((indicator_id, part_id), ()))

    def actuals_of(self, indicator: IndicatorRow) -> Iterator[ValueRow]:
        """The current actuals of an indicator, as they are stored: those of its whole, then those of its parts."""
        for part in (None, *(each.id for each in self.all_parts_of(indicator))):
            yield from self._actuals.get((indicator.id, part), ())

    def looked_at(self, found: Found, after: Month) -> bool:
        """Whether all that a figure comes from was looked at for a month after that, and stands as it is stored."""
        looked = {(each.indicator_id, each.part_id) for each in self.looks if each.month > after}
        return bool(found.rows) and all((row.indicator_id, row.part_id) in looked for row in found.rows)

    def stored_of(self, indicator_id: int) -> list[Any]:
        """All that an indicator's figures come from, to be compared with what they came from before: actuals and targets of the
        whole and of its parts, the monthly plan. What they come to depends on nothing else but the indicator and its parts
        themselves and the clock."""
        of = [(indicator_id, None), *((indicator_id, part.id) for part in self._parts.get(indicator_id, ()))]
        stored = [rows.get(each) for each in of for rows in (self._actuals, self._targets)]
        return [self._plans.get((indicator_id, None)), *stored]

    def stored_amounts(self, budget_id: int, name: str) -> tuple[AmountRow, ...]:
        """The current rows of a budget line's 예산액, 원인행위액 or 지출액."""
        return tuple(self._amounts.get((budget_id, name), ()))


def _names_programmes(programme_id: int | None) -> bool:
    """Whether it is no programme but a part that was added to a briefing (figures/models/texts.py: home_of)."""
    return programme_id is not None and programme_id < 0


Named = TypeVar("Named")


def _by_programme(names: Mapping[tuple[int | None, str], Named]) -> dict[int | None, dict[str, Named]]:
    found: dict[int | None, dict[str, Named]] = defaultdict(dict)
    for (programme, name), each in names.items():
        found[programme][name] = each
    return found


def _in(names: Mapping[int | None, dict[str, Named]], programme: int | None) -> dict[str, Named]:
    return dict(names.get(programme, {}))
