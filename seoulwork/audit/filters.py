"""How the record of activity is narrowed."""

from itertools import groupby
from typing import Any

import django_filters as filters
from django.contrib.auth import get_user_model
from django.db.models import CharField, F, QuerySet, Value

from seoulwork.audit.actions import Action
from seoulwork.audit.models import Access, Event
from seoulwork.figures.divisions import division_choices, division_names, divisions
from seoulwork.figures.labels import lazily
from seoulwork.pages.filters import DayFilter, ListFilter, MonthFilter

Choices = list[tuple[str, list[tuple[str, str]]]]


def programme_choices() -> Choices:
    """`labour:3` → `1. 노동상담`, under each division's name. 1 query."""
    first, *others = (
        each.models.Programme.objects.order_by().values_list(Value(each.key, CharField()), "number", "title", "pk")
        for each in divisions()
    )
    order = list(division_names())
    rows = sorted(first.union(*others, all=True), key=lambda row: (order.index(row[0]), *row[1:]))
    return [
        (division_names()[key], [(f"{key}:{pk}", f"{number}. {title}") for _, number, title, pk in own])
        for key, own in groupby(rows, key=lambda row: row[0])
    ]


def people(request: Any) -> QuerySet[Any]:
    return get_user_model()._default_manager.order_by(F("name"), "pk")


class EventFilter(ListFilter):
    searched = ("actor__name", "worked_as", "subject", "reason")
    division = filters.ChoiceFilter(label=lazily("{division}"), choices=division_choices)
    programme = filters.ChoiceFilter(label="사업", choices=programme_choices, method="of_programme")
    action = filters.ChoiceFilter(label="한 일", choices=Action.choices)
    month = MonthFilter(label="달", field_name="month")
    actor = filters.ModelChoiceFilter(label="사람", queryset=people)
    since = DayFilter(label="부터", field_name="at")
    until = DayFilter(label="까지", field_name="at", until=True)

    class Meta:
        model = Event
        fields: list[str] = []

    def of_programme(self, rows: QuerySet[Event], name: str, value: str) -> QuerySet[Event]:
        division, _, key = value.partition(":")
        return rows.filter(division=division, programme=int(key))


class AccessFilter(ListFilter):
    searched = ("account", "subjects", "page", "address")
    doing = filters.ChoiceFilter(label="수행 업무", choices=Access.Doing.choices)
    since = DayFilter(label="부터", field_name="at")
    until = DayFilter(label="까지", field_name="at", until=True)

    class Meta:
        model = Access
        fields: list[str] = []
