"""How the record of activity is narrowed."""

import django_filters as filters
from django import forms

from seoulwork.audit.actions import Action
from seoulwork.pages.filters import ListFilter


class EventFilter(ListFilter):
    searched = ("actor__name", "subject", "reason")
    action = filters.ChoiceFilter(label="한 일", choices=Action.choices)
    since = filters.DateFilter(
        label="부터", field_name="at", lookup_expr="date__gte", widget=forms.DateInput(attrs={"type": "date"})
    )
    until = filters.DateFilter(
        label="까지", field_name="at", lookup_expr="date__lte", widget=forms.DateInput(attrs={"type": "date"})
    )
