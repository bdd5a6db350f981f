"""What a division keeps, one list each: the same for every division, and what only it has (`kinds` in its `apps.py`)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django_filters.filterset import filterset_factory

from seoulwork.catalogue.filters import DatedFilter, RecordFilter, RelationFilter
from seoulwork.figures.divisions import Division, Models
from seoulwork.figures.models import Dated, Record
from seoulwork.pages.filters import ListFilter
from seoulwork.pages.tables import ListTable

from . import tables

ModelOf = Callable[[Models], type[Any]]
"""From a division's models to one of them"""


def _same(rows: QuerySet[Any], models: Models) -> QuerySet[Any]:
    return rows


@dataclass(frozen=True, slots=True)
class Kind:
    """`key` stands in the address, `model` picks the model of its rows, `narrowed` are the fields with a choice of their own;
    `related` are fetched with the rows, so that a page costs the same for one row and for many."""

    key: str
    label: str
    model: ModelOf
    table: type[ListTable]
    searched: tuple[str, ...]
    narrowed: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    annotated: Callable[[QuerySet[Any], Models], QuerySet[Any]] = field(default=_same)
    filters: type[ListFilter] = ListFilter
    single: bool = False
    """A division has just one: it is changed, its last state not removed, and it is not added to."""
    workbook: str = ""
    """The kind of workbook in which its rows can be kept, too (seoulwork/workbook/lists)"""

    def of(self, division: Division) -> type[Any]:
        """The division's model of its rows."""
        return self.model(division.models)

    def may_add(self, division: Division) -> bool:
        """Whether there is room for one more."""
        return not (self.single and self.of(division).objects.exists())

    def may_remove(self, division: Division) -> bool:
        """Whether one may go."""
        return not self.single or self.of(division).objects.count() > 1

    def rows(self, division: Division) -> QuerySet[Any]:
        model = self.of(division)
        rows = model.objects.select_related(*self.related)
        if issubclass(model, Dated):
            rows = rows.with_until()
        programme = next((path for path in self.related if path.endswith("programme")), None)
        if programme:
            # The division's own rows have no programme and come first, on every engine.
            rows = rows.annotate(programme_number=Coalesce(f"{programme}__number", 0))
        return self.annotated(rows, division.models)

    def filter_class(self, division: Division) -> type[ListFilter]:
        """The filter set of the division's own model, with Korean labels where a field belongs to another model."""
        model = self.of(division)
        base = RecordFilter if issubclass(model, Record) else DatedFilter if issubclass(model, Dated) else self.filters
        own: type[ListFilter] = filterset_factory(model, filterset=base, fields=list(self.narrowed))
        own.searched = self.searched
        for name, each in own.base_filters.items():
            if name.endswith("programme"):
                each.label = "사업"
            elif name.endswith("briefing"):
                each.label = "업무보고"
            elif name.endswith("year"):
                each.label = "회계연도"
        return own


def _with_indicator_count(rows: QuerySet[Any], models: Models) -> QuerySet[Any]:
    annotated: QuerySet[Any] = rows.annotate(indicator_count=Count("indicators"))
    return annotated


def _with_amount(rows: QuerySet[Any], models: Models) -> QuerySet[Any]:
    """The amount in force last: a supplementary budget comes later and counts."""
    latest = models.Appropriation.objects.current().filter(budget=OuterRef("pk")).order_by("-from_month")
    annotated: QuerySet[Any] = rows.annotate(amount=Subquery(latest.values("amount")[:1]))
    return annotated


def _by_either_programme(rows: QuerySet[Any], models: Models) -> QuerySet[Any]:
    """A relation, or a plan, is of indicators or of budget lines."""
    number = Coalesce("indicator__programme__number", "budget__programme__number", 0)
    annotated: QuerySet[Any] = rows.annotate(programme_number=number)
    return annotated


PLANS = "plans"
"""The list of 월별 계획, which are kept a year at a time."""

KINDS = {
    kind.key: kind
    for kind in (
        Kind("programmes", "사업", lambda own: own.Programme, tables.ProgrammeTable, ("title",), annotated=_with_indicator_count),
        Kind(
            "indicators", "지표", lambda own: own.Indicator, tables.IndicatorTable, ("name", "short_name", "definition", "programme__title"),
            ("programme", "accumulation", "frequency"), ("programme",), workbook="indicators",
        ),
        Kind(
            "parts", "지표 세부", lambda own: own.Part, tables.PartTable, ("path", "dimension", "indicator__name"),
            ("indicator__programme",), ("indicator__programme",), workbook="indicators",
        ),
        Kind(
            "relations", "지표 관계", lambda own: own.Relation, tables.RelationTable,
            ("indicator__name", "other__name", "budget__short_name", "other_budget__short_name"), ("kind", "indicator__programme"),
            ("indicator__programme", "part", "other", "other_part", "budget__programme", "other_budget"),
            annotated=_by_either_programme, filters=RelationFilter,
        ),
        Kind(
            "targets", "목표", lambda own: own.Target, tables.TargetTable, ("indicator__name", "part__path", "note", "reason"),
            ("indicator__programme", "source"), ("indicator__programme", "part", "entered_by"), workbook="targets",
        ),
        Kind(
            PLANS, "월별 계획", lambda own: own.MonthPlan, tables.MonthPlanTable, ("indicator__name", "budget__short_name", "reason"),
            ("indicator__programme", "source"), ("indicator__programme", "budget__programme", "entered_by"),
            annotated=_by_either_programme, workbook="plans",
        ),
        Kind(
            "actuals", "실적", lambda own: own.Actual, tables.ActualTable, ("indicator__name", "part__path", "note", "reason"),
            ("indicator__programme", "source"), ("indicator__programme", "part", "entered_by"),
        ),
        Kind(
            "budgets", "예산 과목", lambda own: own.Budget, tables.BudgetTable, ("short_name", "part", "programme__title"),
            ("programme", "kind", "year", "fund_source"), ("programme",), annotated=_with_amount, workbook="budgets",
        ),
        Kind(
            "appropriations", "예산액", lambda own: own.Appropriation, tables.AppropriationTable,
            ("budget__short_name", "budget__part", "note", "reason"), ("budget__programme", "budget__year"),
            ("budget__programme", "entered_by"), workbook="budgets",
        ),
        Kind(
            "executions", "예산 집행", lambda own: own.Execution, tables.ExecutionTable,
            ("budget__short_name", "budget__part", "note", "reason"), ("budget__programme", "budget__year"),
            ("budget__programme", "entered_by"),
        ),
        Kind("headcount", "인력", lambda own: own.Headcount, tables.HeadcountTable, ("note", "reason"), ("grade",), ("entered_by",), workbook="headcount"),
        Kind("goal", "추진목표", lambda own: own.Goal, tables.GoalTable, ("title", "policy_field"), single=True, workbook="dated"),
        Kind("functions", "주요기능", lambda own: own.Function, tables.TextTable, ("text",), workbook="dated"),
        Kind("core-tasks", "핵심과제", lambda own: own.CoreTask, tables.TextTable, ("text",), workbook="dated"),
        Kind(
            "passages", "보고 글", lambda own: own.Passage, tables.PassageTable, ("heading", "project", "text"),
            ("briefing", "programme", "kind"), ("programme", "briefing"),
        ),
        Kind(
            "milestones", "일정", lambda own: own.Milestone, tables.MilestoneTable, ("title", "detail", "passage__heading"),
            ("passage__briefing", "passage__programme", "done"), ("passage__programme", "passage__briefing"),
        ),
    )
}  # fmt: skip


def kinds_of(division: Division) -> dict[str, Kind]:
    """All kinds of lists that a division has, by key."""
    return {**KINDS, **division.app.kinds()}
