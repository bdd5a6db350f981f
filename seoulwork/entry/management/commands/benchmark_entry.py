"""Time and queries of the monthly grid and of saving one cell, at different numbers of stored actuals."""

import json
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max
from django.template import Engine, Template
from django.test import Client
from django.utils import timezone

from seoulwork.accounts.models import Role, User
from seoulwork.domain.periods import Month, Run
from seoulwork.entry import due
from seoulwork.entry.models import Sending
from seoulwork.entry.steps import open_month
from seoulwork.entry.views.cells import MOST_CELLS
from seoulwork.figures.divisions import Division, divisions
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record_actual, record_bulk
from seoulwork.operations.measuring import HEAD, RUNS, Line, floor_of, medians, seconds, statements
from seoulwork.operations.memory import settle

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
        parser.add_argument("--cells", type=int, nargs="*", default=[60, 240, 960], help="한꺼번에 넣는 칸 수")
        parser.add_argument("--runs", type=int, default=RUNS)

    def handle(self, *args: Any, **options: Any) -> None:
        settle()
        runs, first, before = options["runs"], True, (0.0, 0.0)
        self.stdout.write(HEAD)
        for number in options["actuals"]:
            with scratch_database():
                stored = f"실적 {fill(number):,}개"
                client, address = officer(), f"/entry/{divisions()[0].key}/{MONTH}/"
                save = Save(client, address)
                now = self._page(save, stored, runs), self._save(save, stored, runs)
                if first:
                    first, before = False, now
                    self._cells(client, options["cells"], runs)
                else:
                    self._say(f"입력 화면, {stored}: 가장 적을 때와 견줌", before[0], now[0], 1.3)
                    self._say(f"칸 하나 저장, {stored}: 가장 적을 때와 견줌", before[1], now[1], 1.3)

    def _say(self, name: str, floor: float, measured: float, allowed: float) -> None:
        self.stdout.write(str(Line(name, floor, measured, allowed)))

    def _page(self, save: "Save", stored: str, runs: int) -> float:
        """The page after somebody has saved a figure, each time; and as a process shows it for the first time."""
        client, address = save.client, save.page
        save.once()
        client.get(address)
        with statements() as sent:
            answer = client.get(address)
        save.undo()
        plain = Engine.get_default().from_string(PLAIN)

        def page() -> None:
            client.get(address)

        def page_by_template() -> None:
            with plain_template(plain):
                client.get(address)

        def first_page() -> None:
            due.forget()
            client.get(address)

        works = [save.once, page, page_by_template, floor_of(sent, answer.content), save.undo, first_page]
        _, own, by_template, floor, _, first = medians(works, runs)
        self._say(f"입력 화면, {stored}: 그 SQL과 글자 잇기", floor, own, 3)
        self._say(f"입력 화면, {stored}: 줄을 틀(template)로", by_template, own, 1.1)
        self._say(f"입력 화면을 처음 열 때, {stored}: 그 SQL과 글자 잇기", floor, first, 7)
        return own

    def _save(self, save: "Save", stored: str, runs: int) -> float:
        save.once()
        save.undo()
        with statements() as sent:
            answer = save.once()
        # What goes on the chain of events goes on it once: sent again it would be refused.
        floor = floor_of([each for each in sent if "audit_link" not in each.sql], answer)
        times: list[tuple[float, float]] = []
        for _ in range(runs + 1):
            save.undo()
            own = seconds(save.once)
            save.undo()
            times.append((own, seconds(floor)))
        own, below = (statistics.median(each) for each in zip(*times[1:], strict=True))
        self._say(f"칸 하나 저장, {stored}: 그 SQL과 글자 잇기", below, own, 6)
        return float(own)

    def _cells(self, client: Client, counts: list[int], runs: int) -> None:
        """Blocks of cells of one large division, each in a month of its own and each time to other values: what a cell more
        costs, beyond what its requests (a large block takes several) do with a single one each."""
        cells = more_cells(max(counts))
        blocks = [Block(client, MONTH + 1 + at, cells[:count]) for at, count in enumerate([1, *counts])]
        single, *times = medians([each.once for each in blocks], runs)
        each = [
            (time - block.requests * single) / (len(block.seen) - block.requests)
            for time, block in zip(times, blocks[1:], strict=True)
        ]
        for count, one in zip(counts[1:], each[1:], strict=True):
            self._say(f"{count}칸 저장, 칸 하나당: {counts[0]}칸일 때와 견줌", each[0], one, 1.3)


def officer() -> Client:
    user = User.objects.create(username="benchmark", name="측정", role=Role.OFFICER, division=divisions()[0].key)
    client = Client()
    client.force_login(user)
    client.get("/entry/session/")
    return client


class Save:
    """The correction of one cell, over and over from the same state: the statements are the same each time, keys included."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.page, self.address, self.models = client, address, f"{address}cells/", divisions()[0].models
        indicator: Any = self.models.Indicator.objects.order_by("pk")[70]
        self.key = {"indicator": indicator, "part": None}
        july = Run(MONTH, MONTH)
        with transaction.atomic():
            before: Any = record_actual(
                divisions()[0].models, self.key, july, {"value": 1}, Stamp(None, Source.BROWSER)
            )
        self.before, self.request = before.pk, str(uuid4())
        self.body = json.dumps(
            {"request": self.request, "cells": [{"cell": f"a{indicator.pk}", "value": "2", "seen": before.pk}]}
        )

    def once(self) -> bytes:
        answer = self.client.post(self.address, self.body, content_type="application/json")
        if not answer.json().get("stored"):
            raise CommandError(answer.content.decode())
        return answer.content

    def undo(self) -> None:
        actuals, months = self.models.Actual, self.models.ActualMonth
        months.objects.filter(month=MONTH, **self.key).delete()
        own = actuals.objects.filter(pk=self.before)
        own.update(superseded_by=None)
        actuals.objects.filter(pk__gt=self.before).delete()
        own.update(superseded_at=None)
        months.objects.create(actual_id=self.before, month=MONTH, **self.key)
        Sending.objects.filter(pk=self.request).delete()
        reset_keys([actuals, months])


def reset_keys(tables: list[Any]) -> None:
    """The next row of each gets the key after the last."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in tables:
                name = table._meta.db_table
                last = table.objects.aggregate(last=Max("pk"))["last"]
                cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [last, name])
            return
        for sql in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(sql)


class Block:
    """Cells of a month that are saved at once."""

    def __init__(self, client: Client, month: Month, cells: list[str]) -> None:
        open_month(month)
        self.client, self.address, self.value = client, f"/entry/{divisions()[0].key}/{month}/cells/", 0
        self.seen: dict[str, int | None] = dict.fromkeys(cells)
        self.requests = -(-len(cells) // MOST_CELLS)

    def once(self) -> None:
        self.value += 1
        names = list(self.seen)
        size = -(-len(names) // self.requests)
        for start in range(0, len(names), size):
            cells = [
                {"cell": cell, "value": str(self.value), "seen": self.seen[cell]}
                for cell in names[start : start + size]
            ]
            body = json.dumps({"request": str(uuid4()), "cells": cells})
            answer = self.client.post(self.address, body, content_type="application/json").json()
            if {each["state"] for each in answer["cells"]} != {"saved"}:
                raise CommandError(answer["cells"][0]["text"])
            self.seen |= {each["cell"]: each["version"] for each in answer["cells"]}


def more_cells(number: int) -> list[str]:
    """The cells of so many indicators more of the first division."""
    model = divisions()[0].models.Indicator
    model.objects.bulk_create(
        model(short_name=f"더 {each}", name=f"더 {each}", unit="명", position=ROWS + each) for each in range(number)
    )
    return [f"a{pk}" for pk in model.objects.filter(short_name__startswith="더 ").values_list("pk", flat=True)]


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
            programme=programmes[each % 10], short_name=f"지표{each}", name=f"지표 {each}", unit="명", position=each
        )
        for each in range(ROWS)
    )
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
