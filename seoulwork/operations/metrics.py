"""What a monitor asks for, in the text format of Prometheus.

Requests, queries and cells are counted as they come, by each process; with several (gunicorn) they are added up through files in the
folder PROMETHEUS_MULTIPROC_DIR. What stands in the database is read when it is asked for.
"""

import os
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from seoulwork.operations.models import Task, Worker

OWN = CollectorRegistry()
"""What this process has counted."""
SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

_requests = Counter("seoulwork_requests", "Requests", ["view", "method", "status"], registry=OWN)
_seconds = Histogram("seoulwork_request_seconds", "Time of a request", ["view"], buckets=SECONDS, registry=OWN)
_queries = Counter("seoulwork_queries", "Queries of requests", ["view"], registry=OWN)
_cells = Counter("seoulwork_cells", "Cells that were sent, by what became of them", ["state"], registry=OWN)


def count_requests(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. An address is told by the name of its view, or each briefing would be a line of its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = 0

        def count(execute: Callable[..., Any], *arguments: Any) -> Any:
            nonlocal asked
            asked += 1
            return execute(*arguments)

        began = perf_counter()
        with connection.execute_wrapper(count):
            response = get_response(request)
        view = request.resolver_match.view_name if request.resolver_match else "-"
        _requests.labels(view, request.method, str(response.status_code)).inc()
        _seconds.labels(view).observe(perf_counter() - began)
        _queries.labels(view).inc(asked)
        return response

    return middleware


def count_cells(states: Iterable[str]) -> None:
    """Cells of a month that were sent, each by what became of it: saved, unchanged, conflict, …"""
    for state in states:
        _cells.labels(state or "held").inc()


class Stored(Collector):
    """What the database knows. 2 queries."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        found = {
            each["state"]: each
            for each in Task.objects.order_by().values("state").annotate(number=Count("pk"), first=Min("created_at"))
        }
        tasks = GaugeMetricFamily("seoulwork_tasks", "Long work by state", labels=["state"])
        for state in Task.State.values:
            tasks.add_metric([state], found[state]["number"] if state in found else 0)
        waiting = found.get(Task.State.WAITING)
        age = (timezone.now() - waiting["first"]).total_seconds() if waiting else 0
        yield tasks
        yield GaugeMetricFamily("seoulwork_queue_age_seconds", "How long the first in the queue has waited", value=age)
        yield GaugeMetricFamily("seoulwork_workers", "Workers that are alive", value=len(Worker.alive()))


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For who knows METRICS_TOKEN; without one there is no such page."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, settings.METRICS_TOKEN):
        raise Http404
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry = OWN
    stored = CollectorRegistry()
    stored.register(Stored())
    return HttpResponse(generate_latest(registry) + generate_latest(stored), content_type=CONTENT_TYPE_LATEST)
