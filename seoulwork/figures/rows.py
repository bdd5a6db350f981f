"""What is read of the tables as the frozen rows that the arithmetic of `domain.ledger` takes: a function a kind of row."""

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from seoulwork.domain.ledger import (
    AmountRow,
    BudgetRow,
    ForecastRow,
    IndicatorRow,
    PartRow,
    PlanRow,
    ShortfallRow,
    ValueRow,
)
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.questions.thresholds import USUAL, Thresholds
from seoulwork.domain.vocabulary import COMMITTED, SPENT
from seoulwork.domain.vocabulary import FORECAST as FORESEEN
from seoulwork.figures.asking import Rows
from seoulwork.figures.models import BudgetKind, FundSource
from seoulwork.figures.models.querysets import PeriodQuerySet, RecordQuerySet
from seoulwork.figures.stamps import stored, stored_month

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Actual, Appropriation, Budget, Execution, Indicator, Part, Target

TitleOf = Callable[[int | None, int, str], str]
"""From the key, number and title of a row's programme (None and nothing: the division's own) to the title that it is told with."""


LIMITS = tuple(each.name for each in fields(Thresholds))


PLAN = ("pk", "indicator_id", "budget_id", "month", "value")


def limits_of(rows: Rows) -> Thresholds:
    """What was set, or what holds as long as nobody has."""
    return next((Thresholds(**{name: getattr(row, name) for name in LIMITS}) for row in rows), USUAL)


def plan_rows(rows: Rows) -> tuple[PlanRow, ...]:
    """The rows of a read of PLAN."""
    return tuple(PlanRow(stored_month(row.month), row.value, row.indicator_id, row.budget_id) for row in rows)


SHORTFALL = ("pk", "indicator_id", "part_id", "budget_id", "month", "text", "recovery")


def shortfall_rows(rows: Rows) -> tuple[ShortfallRow, ...]:
    """The rows of a read of SHORTFALL, in the order in which they were written."""
    return tuple(
        ShortfallRow(
            stored_month(row.month),
            " ".join(row.text.split()),
            row.recovery,
            row.indicator_id,
            row.part_id,
            row.budget_id,
        )
        for row in sorted(rows, key=attrgetter("pk"))
    )


FORECAST = ("indicator_id", "year", "value", "reason", "entered_by__division", "entered_at", "source", "place")


def forecast_rows(rows: Rows) -> tuple[ForecastRow, ...]:
    """The rows of a read of FORECAST."""
    return tuple(
        ForecastRow(
            row.indicator_id,
            row.year,
            row.value,
            row.reason,
            stored(row.entered_by__division, row.entered_at, row.source, row.place),
        )
        for row in sorted(rows, key=attrgetter("indicator_id", "year"))
    )


SPENDING_FORECAST = ("budget_id", "budget__year", *FORECAST[2:])


def spending_forecast_rows(rows: Rows) -> tuple[AmountRow, ...]:
    """The rows of a read of SPENDING_FORECAST."""
    return tuple(
        AmountRow(
            row.budget_id,
            Month(row.budget__year, 12),
            FORESEEN,
            row.value,
            stored(row.entered_by__division, row.entered_at, row.source, row.place),
            row.reason,
        )
        for row in sorted(rows, key=attrgetter("budget_id"))
    )


INDICATOR = (
    "pk",
    "programme_id",
    "programme__number",
    "programme__title",
    "short_name",
    "name",
    "unit",
    "decimals",
    "accumulation",
    "frequency",
    "lower_is_better",
    "within_whole",
    "asking",
    "definition",
    "flow_id",
    "policy_order",
    "restates",
    "last_year",
    "position",
    "formula",
    "responsible_id",
    "programme__responsible_id",
)


PART = ("pk", "indicator_id", "dimension", "path", "position", "last_year")


BUDGET = (
    "pk",
    "programme_id",
    "programme__number",
    "programme__title",
    "short_name",
    "kind",
    "year",
    "part",
    "fund_source",
    "position",
    "programme__responsible_id",
)


def indicator_rows(rows: "QuerySet[Indicator]", title_of: TitleOf) -> tuple[IndicatorRow, ...]:
    return tuple(indicator_row(row, title_of) for row in rows.values_list(*INDICATOR, named=True))


def indicator_row(row: Any, title_of: TitleOf) -> IndicatorRow:
    return IndicatorRow(
        id=row.pk,
        programme_id=row.programme_id,
        programme=title_of(row.programme_id, row.programme__number, row.programme__title),
        short_name=row.short_name,
        name=row.name,
        unit=row.unit,
        decimals=row.decimals,
        accumulation=row.accumulation,
        frequency=row.frequency,
        lower_is_better=row.lower_is_better,
        within_whole=row.within_whole,
        asking=row.asking,
        definition=row.definition,
        flow_id=row.flow_id,
        policy_order=row.policy_order,
        restates=row.restates,
        last_year=row.last_year,
        formula=row.formula,
        responsible=row.responsible_id or row.programme__responsible_id,
    )


def part_rows(rows: "QuerySet[Part]") -> tuple[PartRow, ...]:
    return tuple(part_row(row) for row in rows.values_list(*PART, named=True))


def part_row(row: Any) -> PartRow:
    return PartRow(row.pk, row.indicator_id, row.dimension, row.path, row.last_year)


def budget_rows(rows: "QuerySet[Budget]", title_of: TitleOf) -> tuple[BudgetRow, ...]:
    return tuple(budget_row(row, title_of) for row in rows.values_list(*BUDGET, named=True))


def budget_row(row: Any, title_of: TitleOf) -> BudgetRow:
    return BudgetRow(
        id=row.pk,
        programme_id=row.programme_id,
        programme=title_of(row.programme_id, row.programme__number, row.programme__title),
        short_name=row.short_name,
        kind=row.kind,
        kind_name=BudgetKind(row.kind).label,
        year=row.year,
        part=row.part,
        fund_source=FundSource(row.fund_source).label if row.fund_source else "",
        responsible=row.programme__responsible_id,
    )


def target_rows(rows: "PeriodQuerySet[Target]") -> tuple[ValueRow, ...]:
    return tuple(
        ValueRow(
            indicator_id=row.indicator_id,
            part_id=row.part_id,
            run=Run(row.first_month, row.last_month),
            value=row.value,
            stored=stored(row.entered_by__division, row.entered_at, row.source, row.place),
        )
        for row in rows.current().values_list(
            "indicator_id",
            "part_id",
            "first_month",
            "last_month",
            "value",
            "entered_by__division",
            "entered_at",
            "source",
            "place",
            named=True,
        )
    )


def value_rows(rows: "PeriodQuerySet[Actual]") -> tuple[ValueRow, ...]:
    return tuple(
        ValueRow(
            indicator_id=row.indicator_id,
            part_id=row.part_id,
            run=Run(row.first_month, row.last_month),
            value=row.value,
            stored=stored(row.entered_by__division, row.entered_at, row.source, row.place),
            denominator=row.denominator,
            as_of=row.as_of,
        )
        for row in rows.current().values_list(
            "indicator_id",
            "part_id",
            "first_month",
            "last_month",
            "value",
            "denominator",
            "as_of",
            "entered_by__division",
            "entered_at",
            "source",
            "place",
            named=True,
        )
    )


def amount_rows(
    appropriations: "RecordQuerySet[Appropriation]", executions: "RecordQuerySet[Execution]"
) -> tuple[AmountRow, ...]:
    found = [
        AmountRow(
            budget_id=row.budget_id,
            month=row.from_month,
            name="예산액",
            amount=row.amount,
            stored=stored(row.entered_by__division, row.entered_at, row.source, row.place),
        )
        for row in appropriations.current().values_list(
            "budget_id", "from_month", "amount", "entered_by__division", "entered_at", "source", "place", named=True
        )
    ]
    for row in executions.current().values_list(
        "budget_id", "month", "committed", "spent", "entered_by__division", "entered_at", "source", "place", named=True
    ):
        stamp = stored(row.entered_by__division, row.entered_at, row.source, row.place)
        found += [
            AmountRow(budget_id=row.budget_id, month=row.month, name=name, amount=amount, stored=stamp)
            for name, amount in ((COMMITTED, row.committed), (SPENT, row.spent))
            if amount is not None
        ]
    return tuple(found)
