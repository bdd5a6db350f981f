"""How lists are searched and narrowed. What is chosen stands in the address, so that a link shows the same list."""

from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters as filters
from django import forms
from django.db import connection, models
from django.db.models import Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.utils import timezone

from seoulwork.domain.periods import Month
from seoulwork.figures.fields import MonthField


def known_months(model: type[models.Model], name: str) -> list[Month]:
    """The months that a column holds, the latest first, from one to the next by its index: DISTINCT would read every row
    there is. 1 query."""
    quote = connection.ops.quote_name
    table, column = quote(model._meta.db_table), quote(str(model._meta.get_field(name).column))  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE known(month) AS (SELECT MAX({column}) FROM {table} WHERE {column} IS NOT NULL UNION ALL "  # noqa: S608  names of our own tables
            f"SELECT (SELECT MAX({column}) FROM {table} WHERE {column} < known.month) FROM known WHERE known.month IS NOT NULL) "
            "SELECT month FROM known WHERE month IS NOT NULL"
        )
        return [Month.from_integer(month) for (month,) in cursor.fetchall()]


class MonthFilter(filters.ChoiceFilter):
    """A choice of the months that there are, the latest first."""

    @property
    def field(self) -> Any:
        *path, name = self.field_name.split(LOOKUP_SEP)
        model = self.model
        for each in path:
            model = model._meta.get_field(each).related_model
        self.extra["choices"] = [(month, month.korean) for month in known_months(model, name)]
        return super().field


class DayFilter(filters.DateFilter):
    """The moments of a day and of those after it, or before it (`until`), by Korean time. It compares the column itself,
    so that an index on it serves."""

    def __init__(self, *args: Any, until: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, widget=forms.DateInput(attrs={"type": "date"}), **kwargs)
        self.until = until

    def filter(self, qs: QuerySet[Any], value: date | None) -> QuerySet[Any]:
        # Nothing comes before the first day that there is, nor after the last.
        if value is None or value == (date.max if self.until else date.min):
            return qs
        bound = timezone.make_aware(datetime.combine(value + timedelta(days=self.until), time.min))
        return qs.filter(**{f"{self.field_name}__{'lt' if self.until else 'gte'}": bound})


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
