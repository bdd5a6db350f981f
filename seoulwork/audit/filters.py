"""How the record of activity is narrowed."""

import django_filters as filters
from django import forms
from django.db import connection

from seoulwork.pages.filters import ListFilter

NEXT_ACTIONS = """
WITH RECURSIVE known(action) AS (
    SELECT MIN(action) FROM audit_event
    UNION ALL
    SELECT (SELECT MIN(action) FROM audit_event WHERE action > known.action) FROM known WHERE known.action IS NOT NULL
)
SELECT action FROM known WHERE action IS NOT NULL
"""
"""From one action to the next by the index: DISTINCT would read every event there is."""


def known_actions() -> list[str]:
    """What has been done at all, in order. 1 query."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_ACTIONS)
        return [action for (action,) in cursor.fetchall()]


class EventFilter(ListFilter):
    searched = ("actor__name", "subject", "reason")
    action = filters.ChoiceFilter(
        label="한 일",
        choices=lambda: [(each, each) for each in known_actions()],
    )
    since = filters.DateFilter(
        label="부터", field_name="at", lookup_expr="date__gte", widget=forms.DateInput(attrs={"type": "date"})
    )
    until = filters.DateFilter(
        label="까지", field_name="at", lookup_expr="date__lte", widget=forms.DateInput(attrs={"type": "date"})
    )
