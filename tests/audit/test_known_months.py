"""The choices of a month are found from one month to the next by an index, however many rows there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seoulwork.audit.models import Event
from seoulwork.pages.filters import known_months

pytestmark = pytest.mark.django_db

EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "SET LOCAL enable_seqscan = off; EXPLAIN"}
"""A table without rows is scanned by PostgreSQL, whatever indexes it has, unless that is forbidden."""


def test_months_of_the_log_are_sought_and_not_scanned() -> None:
    with CaptureQueriesContext(connection) as captured:
        known_months(Event, "month")
    (query,) = captured.captured_queries
    with connection.cursor() as cursor:
        cursor.execute(f"{EXPLAIN[connection.vendor]} {query['sql']}")
        steps = [str(row[-1]) for row in cursor.fetchall()]
    asked = [step for step in steps if "audit_event" in step and "Cond" not in step]
    assert asked
    assert all("audit_event_month" in step for step in asked), steps
