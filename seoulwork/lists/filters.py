"""How lists are searched and narrowed. What is chosen stands in the address, so that a link shows the same list."""

from typing import Any

import django_filters as filters
from django import forms
from django.db import models
from django.db.models import Q, QuerySet

from seoulwork.fields import MonthField
from seoulwork.models import Event, Role, User


class MonthFilter(filters.ChoiceFilter):
    """A choice of the months that there are, the latest first."""

    @property
    def field(self) -> Any:
        months = self.model._default_manager.order_by(f"-{self.field_name}").values_list(self.field_name, flat=True)
        self.extra["choices"] = [(month, month.korean) for month in months.distinct()]
        return super().field


class ListFilter(filters.FilterSet):
    """A search over the fields named in `searched`. Several words must all be found, each in any of the fields."""

    FILTER_DEFAULTS = {
        **filters.FilterSet.FILTER_DEFAULTS,
        MonthField: {"filter_class": MonthFilter},
        models.BooleanField: {
            "filter_class": filters.BooleanFilter,
            "extra": lambda field: {
                "widget": forms.Select(choices=[("", "모두"), ("true", "예"), ("false", "아니요")])
            },
        },
    }

    searched: tuple[str, ...] = ()
    q = filters.CharFilter(label="찾기", method="search", widget=forms.TextInput(attrs={"type": "search"}))

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in value.split():
            anywhere = Q()
            for field in self.searched:
                anywhere |= Q(**{f"{field}__icontains": word})
            rows = rows.filter(anywhere)
        return rows


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


class BureauFilter(RecordFilter):
    searched = ("name", "note", "reason")


class EventFilter(ListFilter):
    searched = ("actor__name", "subject", "reason")
    action = filters.ChoiceFilter(
        label="한 일",
        choices=lambda: [
            (each, each) for each in Event.objects.order_by("action").values_list("action", flat=True).distinct()
        ],
    )
    since = filters.DateFilter(
        label="부터", field_name="at", lookup_expr="date__gte", widget=forms.DateInput(attrs={"type": "date"})
    )
    until = filters.DateFilter(
        label="까지", field_name="at", lookup_expr="date__lte", widget=forms.DateInput(attrs={"type": "date"})
    )


class UserFilter(ListFilter):
    searched = ("username", "name", "email")
    role = filters.ChoiceFilter(label="역할", choices=Role.choices)
    is_active = filters.BooleanFilter(
        label="사용", widget=forms.Select(choices=[("", "모두"), ("true", "사용"), ("false", "중지")])
    )

    class Meta:
        model = User
        fields = ["division"]


class SignInFilter(ListFilter):
    searched = ("username", "ip_address")
    since = filters.DateFilter(
        label="부터", field_name="attempt_time", lookup_expr="date__gte", widget=forms.DateInput(attrs={"type": "date"})
    )
    until = filters.DateFilter(
        label="까지", field_name="attempt_time", lookup_expr="date__lte", widget=forms.DateInput(attrs={"type": "date"})
    )


class FailureFilter(SignInFilter):
    locked_out = filters.BooleanFilter(
        label="잠김", widget=forms.Select(choices=[("", "모두"), ("true", "잠긴 것만"), ("false", "안 잠긴 것만")])
    )
