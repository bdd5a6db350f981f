"""How lists are searched and narrowed. What is chosen stands in the address, so that a link shows the same list."""

from typing import Any

import django_filters as filters
from django import forms
from django.db import models
from django.db.models import Q, QuerySet

from seoulwork.figures.fields import MonthField


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
