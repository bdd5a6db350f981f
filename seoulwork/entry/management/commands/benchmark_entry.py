"""Time and queries of the monthly grid and of saving one cell, at different numbers of stored actuals."""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.template import Engine, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from seoulwork.accounts.models import Role, User
from seoulwork.domain.periods import Month
from seoulwork.entry.months import open_month
from seoulwork.figures.divisions import Division, divisions
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record_bulk

ROWS = 150
"""Rows of one division's page."""
MONTH = Month(2018, 7)
MOST_MONTHS = 1100

PLAIN = """{% extends "base.html" %}{% block content %}<form method="post">{% csrf_token %}<table>{% for group in grid.groups %}<tbody><tr><th colspan="9">{{ group.title }}</th></tr>
{% for row in group.rows %}<tr id="{{ row.id }}"><th>{{ row.name }}</th><td>{{ row.unit }}</td><td>{{ row.before }}</td><td>{{ row.last_month }}</td>
<td>{% for input in row.inputs %}<input name="{{ input.cell }}" value="{{ input.value }}" aria-label="{{ input.label }}"{% if input.locked %} readonly{% endif %}><input type="hidden" name="seen-{{ input.cell }}" value="{{ input.version|default_if_none:'' }}">{% endfor %}</td>
<td>{{ row.cumulative }}</td><td>{{ row.target }}</td><td>{{ row.year_ago }}</td><td>{{ row.rate }} {{ row.pace }}{% for warning in row.warnings %}<p>{{ warning.text }}</p>{% endfor %}</td></tr>
{% endfor %}</tbody>{% endfor %}</table></form>{% endblock %}"""
"""The floor of the page: the same view, site and rows through a plain Django template, without the page's tools and scripts."""


class Command(BaseCommand):
    help = "월별 입력 화면과 칸 하나 저장의 시간과 질의 수를 실적 수에 따라 보여 줍니다. 쓰고 지우는 데이터베이스를 따로 만듭니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--actuals", type=int, nargs="*", default=[100_000, 3_000_000], help="실적 행 수")
        parser.add_argument("--runs", type=int, default=30)

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{connection.vendor}, {os.cpu_count()}코어, {ROWS}줄, 중앙값 {options['runs']}회")
        self.stdout.write(f"{'실적':>10}{'화면 ms':>9}{'질의':>5}{'바닥 ms':>9}{'비율':>6}{'저장 ms':>9}{'질의':>5}")
        measured = [self._measure(number, options["runs"]) for number in options["actuals"]]
        if len(measured) > 1:
            page, save = (measured[-1][at] / measured[0][at] for at in (0, 1))
            self.stdout.write(f"많을 때 ÷ 적을 때: 화면 {page:.2f}, 저장 {save:.2f}")

    def _measure(self, number: int, runs: int) -> tuple[float, float]:
        with scratch_database():
            stored = fill(number)
            user = User.objects.create(
                username="benchmark", name="측정", role=Role.OFFICER, division=divisions()[0].key
            )
            client = Client()
            client.force_login(user)
            address = f"/entry/{divisions()[0].key}/{MONTH}/"
            client.get(address)
            plain = Engine.get_default().from_string(PLAIN)

            def page() -> None:
                client.get(address)

            def floor() -> None:
                with plain_template(plain):
                    client.get(address)

            save = saver(client, address)
            # In turn, so that a machine that slows down slows both.
            pairs = [(seconds(page), seconds(floor)) for _ in range(runs + 2)][2:]
            saves = [seconds(save) for _ in range(runs + 2)][2:]
            page_time = statistics.median(own for own, _ in pairs)
            ratio = statistics.median(own / below for own, below in pairs)
            save_time = statistics.median(saves)
            self.stdout.write(
                f"{stored:>10,}{page_time * 1000:>9.1f}{queries(page):>5}"
                f"{statistics.median(below for _, below in pairs) * 1000:>9.1f}{ratio:>6.2f}"
                f"{save_time * 1000:>9.1f}{queries(save):>5}"
            )
            return page_time, save_time


def seconds(work: Callable[[], None]) -> float:
    """SQLite works in this very process: its processor time is counted, which others on the machine do not disturb."""
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    start = clock()
    work()
    return clock() - start


def queries(work: Callable[[], None]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def saver(client: Client, address: str) -> Callable[[], None]:
    """A piece of work that changes one cell, each time to another value."""
    cell = f"a{divisions()[0].models.Indicator.objects.order_by('pk')[70].pk}"
    known: dict[str, Any] = {"version": None, "value": 0}

    def save() -> None:
        known["value"] += 1
        body = {
            "request": str(uuid4()),
            "cells": [{"cell": cell, "value": str(known["value"]), "seen": known["version"]}],
        }
        answer = client.post(f"{address}cells/", json.dumps(body), content_type="application/json").json()
        known["version"] = answer["cells"][0]["version"]

    return save


@contextmanager
def plain_template(plain: Template) -> Iterator[None]:
    """The grid's page is made by the plain template."""
    loader: Any = Engine.get_default().template_loaders[0]
    cached = loader.get_template_cache
    own = cached["entry/month.html"]
    cached["entry/month.html"] = plain
    try:
        yield
    finally:
        cached["entry/month.html"] = own


@contextmanager
def scratch_database() -> Iterator[None]:
    """An empty database of the same engine beside the configured one, removed at the end."""
    with tempfile.TemporaryDirectory() as directory:
        own_name = connection.settings_dict["NAME"]
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(directory, "benchmark.sqlite3"))
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(own_name, verbosity=0)


def fill(number: int) -> int:
    """All divisions with 150 monthly indicators each and so many actuals, the last of last month: months first, and when
    these go back further than anybody counts, several superseded versions of each. How many there are."""
    each = number // (len(divisions()) * ROWS)
    versions = -(-each // MOST_MONTHS)
    months = each // versions
    for division in divisions():
        _fill(division, months, versions)
    open_month(MONTH)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return months * versions * ROWS * len(divisions())


FIELDS = ("indicator", "part", "first_month", "last_month", "value")


def _fill(division: Division, months: int, versions: int) -> None:
    models = division.models
    programmes = models.Programme.objects.bulk_create(
        models.Programme(number=each, title=f"사업 {each}", first_year=2000) for each in range(1, 11)
    )
    made = models.Indicator.objects.bulk_create(
        models.Indicator(
            programme=programmes[each % 10], short_name=f"지표{each}", name=f"지표 {each}", unit="명", position=each,
        )
        for each in range(ROWS)
    )  # fmt: skip
    now = timezone.now()
    stamp = Stamp(None, Source.DATA, at=now)
    year = (None, int(Month(2018, 1)), int(Month(2018, 12)), 20_000)
    with transaction.atomic():
        record_bulk(models.Target, FIELDS, [(each.pk, *year) for each in made], {}, stamp)
        keys: list[int] = []
        for version in reversed(range(versions)):
            rows = [
                (each.pk, None, month, month, 1000 + (back * 37 + each.pk) % 100 + version)
                for back, month in enumerate(int(MONTH - 1 - back) for back in range(months))
                for each in made
            ]
            keys = record_bulk(models.Actual, FIELDS, rows, {key: at for at, key in enumerate(keys)}, stamp)
