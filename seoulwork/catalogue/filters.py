"""How the lists of stored figures are narrowed."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from seoulwork.domain.periods import Month
from seoulwork.pages.filters import ListFilter


class RecordFilter(ListFilter):
    """Figures in force, unless the replaced ones are asked for."""

    history = filters.ChoiceFilter(
        label="이력", choices=[("all", "바뀐 값도 함께")], empty_label="지금 값만", method="with_history"
    )

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.form.cleaned_data.get("history"):
            queryset = queryset.filter(superseded_at__isnull=True)
        narrowed: QuerySet[Any] = super().filter_queryset(queryset)
        return narrowed

    def with_history(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows


class DatedFilter(ListFilter):
    """What holds now or will, unless what held before is asked for, too."""

    past = filters.ChoiceFilter(
        label="때", choices=[("all", "지난 것도 함께")], empty_label="지금과 앞으로", method="with_past"
    )

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.form.cleaned_data.get("past"):
            month = Month.of(timezone.localdate())
            lasts = Q(until__isnull=True) | Q(until__gt=month)
            queryset = queryset.filter(lasts & (Q(gone=False) | Q(from_month__gt=month)))
        narrowed: QuerySet[Any] = super().filter_queryset(queryset)
        return narrowed

    def with_past(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows


class DivisionFilter(DatedFilter):
    searched = ("name",)


class UnitFilter(ListFilter):
    searched = ("name", "base__name")
    added = filters.BooleanFilter(label="처음부터 있는 단위", field_name="usual")


class RelationFilter(ListFilter):
    """Of a programme are the relations of its indicators and those of its budget lines."""

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.form.cleaned_data
        if programme := chosen.get("indicator__programme"):
            queryset = queryset.filter(Q(indicator__programme=programme) | Q(budget__programme=programme))
            self.form.cleaned_data = {**chosen, "indicator__programme": None}
        narrowed: QuerySet[Any] = super().filter_queryset(queryset)
        self.form.cleaned_data = chosen
        return narrowed


class BureauFilter(RecordFilter):
    searched = ("name", "note", "reason")
