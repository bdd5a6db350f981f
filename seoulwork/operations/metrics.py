"""What a monitor asks for, in the text format of Prometheus.

Requests, queries and cells are counted as they come, by each process; with several (gunicorn) they are added up through files in the
folder PROMETHEUS_MULTIPROC_DIR. A process that takes the place of one that has ended counts on in its files, so there are no more of
them than processes at a time. What stands in the database is read when it is asked for.
"""

import fcntl
import os
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import count, product
from math import inf
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from seoulwork.operations.around import last_backup
from seoulwork.operations.models import Task, Worker
from seoulwork.operations.tasks import BY_TIMERS

OWN = CollectorRegistry()
"""What this process has counted."""
SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
"""Anybody can ask by a method that he has invented: those are one, or each would be a line of its own for ever."""
_places: dict[int, int] = {}
"""By the number of the process, which differs after a fork."""


def place() -> str:
    """The place of this process among those that count together: the first that was free, its own for as long as it lives."""
    own = os.getpid()
    if own not in _places:
        _places[own] = next(filter(_take, count()))
    return str(_places[own])


def _take(number: int) -> bool:
    """Take the lock of a place, unless a living process has it; it is given back when this one ends."""
    lock = os.open(Path(os.environ["PROMETHEUS_MULTIPROC_DIR"], f"{number}.lock"), os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return False
    return True


if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
    values.ValueClass = values.MultiProcessValue(place)  # type: ignore[no-untyped-call]

_requests = Counter("seoulwork_requests", "Requests", ["view", "method", "status"], registry=OWN)
_seconds = Histogram("seoulwork_request_seconds", "Time of a request", ["view"], buckets=SECONDS, registry=OWN)
_queries = Counter("seoulwork_queries", "Queries of requests", ["view"], registry=OWN)
_cells = Counter("seoulwork_cells", "Cells that were sent, by what became of them", ["state"], registry=OWN)


def count_requests(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. An address is told by the name of its view, or each briefing would be a line of its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = 0

        def counted(execute: Callable[..., Any], *arguments: Any) -> Any:
            nonlocal asked
            asked += 1
            return execute(*arguments)

        began = perf_counter()
        with connection.execute_wrapper(counted):
            response = get_response(request)
        view = request.resolver_match.view_name if request.resolver_match else "-"
        method = request.method if request.method in METHODS else "other"
        _requests.labels(view, method, str(response.status_code)).inc()
        _seconds.labels(view).observe(perf_counter() - began)
        _queries.labels(view).inc(asked)
        return response

    return middleware


def count_cells(states: Iterable[str]) -> None:
    """Cells of a month that were sent, each by what became of it: saved, unchanged, conflict, …"""
    for state in states:
        _cells.labels(state or "held").inc()


class Stored(Collector):
    """What the database knows, and how old the newest backup is. 3 queries."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        rows = Task.objects.order_by().values_list("kind", "state").annotate(Count("pk"), Min("created_at"))
        found = {(kind, state): (number, first) for kind, state, number, first in rows}
        kinds = sorted({*settings.WORK, *BY_TIMERS} | {kind for kind, _ in found})
        tasks = GaugeMetricFamily("seoulwork_tasks", "Long work by kind and state", labels=["kind", "state"])
        for kind, state in product(kinds, Task.State.values):
            tasks.add_metric([kind, state], found.get((kind, state), (0,))[0])
        waiting = [first for (_, state), (_, first) in found.items() if state == Task.State.WAITING]
        yield tasks
        yield GaugeMetricFamily(
            "seoulwork_queue_age_seconds",
            "How long the first in the queue has waited",
            value=_age(min(waiting, default=None), 0),
        )
        yield GaugeMetricFamily("seoulwork_workers", "Workers that are alive", value=len(Worker.alive()))
        yield GaugeMetricFamily(
            "seoulwork_backup_age_seconds", "Age of the newest whole backup; +Inf: none", value=_age(last_backup(), inf)
        )


def _age(at: datetime | None, otherwise: float) -> float:
    return (timezone.now() - at).total_seconds() if at else otherwise


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
