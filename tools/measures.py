"""What `compare_benchmarks.py` measures, in a process of its own in the checkout of one commit (its working directory).

It knows of a commit's code only what has stood through all of them: commands, addresses, the JSON of a save, and names of models
and fields. So the same data are made and the same work is done with each. Talks in lines: a question (`next`, `run`), an answer
in JSON.
"""

import importlib
import itertools
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import module_from_spec, spec_from_file_location
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

MONTH, YEAR = 201807, 2018
ROWS = 150
"""Indicators of the page of a month."""
DIVISION = "programmes"


class Line(NamedTuple):
    """A line of the table: what is measured, and the work; `prepare` makes ready for each run without being measured; whether
    the work, which only reads, is held against its own statements and its own answer joined."""

    name: str
    work: Callable[[], Any]
    prepare: Callable[[], Any] = lambda: None
    with_floor: bool = False


Sizes = dict[str, list[int]]
Lines = Iterator[Line]

# ------------------------------------------------------------------------------------------------ data, alike in each


def model(name: str, app: str = "") -> Any:
    """The model of that name, whichever app has it in this commit."""
    from django.apps import apps

    return next(each for each in apps.get_models() if each.__name__ == name and app in ("", each._meta.app_label))


def copy(table: Any, changes: dict[str, str], where: str = "1", numbers: tuple[int, int] = (0, 1)) -> None:
    """Copy rows of a table once for each of the numbers `i` from one up to another: `changes` say in SQL over `i` what is other
    in the columns (those that this commit's table has not are left out); without one for `id` the key is new."""
    from django.db import connection

    name = table._meta.db_table
    columns = [field.column for field in table._meta.concrete_fields if field.column != "id" or "id" in changes]
    told = ", ".join(changes.get(column, f"{name}.{column}") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {name} ({', '.join(columns)}) "
            f"WITH RECURSIVE n(i) AS (SELECT {numbers[0]} UNION ALL SELECT i + 1 FROM n WHERE i < {numbers[1] - 1}) "
            f"SELECT {told} FROM {name}, n WHERE {where}"
        )


def add_years(first: int, last: int) -> None:
    """Store the figures of the year for the years from as many before as `first` up to `last`, which is not among them."""
    from django.conf import settings

    key, month = "{0} + i * 1000000", "{0} - i * 100"
    run = {each: month.format(each) for each in ("first_month", "last_month")}
    within = f"first_month >= {YEAR}01 AND last_month <= {YEAR}12 AND superseded_at IS NULL"
    for app in settings.DIVISIONS:
        actual, covered = model("Actual", app), model("ActualMonth", app)
        copy(actual, run | {"id": key.format("id")}, within, (first, last))
        copy(
            covered,
            {"actual_id": key.format("actual_id"), "month": month.format("month")},
            f"actual_id IN (SELECT id FROM {actual._meta.db_table} WHERE {within})",
            (first, last),
        )
        copy(model("Target", app), run, within, (first, last))
        budget, lines = model("Budget", app), f"SELECT id FROM {app}_budget WHERE year = {YEAR}"
        copy(budget, {"id": key.format("id"), "year": "year - i"}, f"year = {YEAR}", (first, last))
        new = {"budget_id": key.format("budget_id")}
        for table, column in (("Appropriation", "from_month"), ("Execution", "month")):
            copy(
                model(table, app),
                new | {column: month.format(column)},
                f"superseded_at IS NULL AND budget_id IN ({lines})",
                (first, last),
            )
    analyse()


def add_publications(first: int, last: int) -> None:
    """Copy the published briefing, with files of a megabyte, to so many months of a century ago."""
    month = "(1901 + i / 12) * 100 + 1 + i % 12"
    only = "id = (SELECT min(id) FROM {0})"
    briefing, edition, files = model("Briefing"), model("Edition"), model("PublishedFile")
    new = {"id": "id + 1 + i", "month": month, "reference_month": month, "plan_year": "1901 + i / 12"}
    copy(briefing, new, only.format("reports_briefing"), (first, last))
    new = {"id": "id + 1 + i", "briefing_id": "briefing_id + 1 + i"}
    copy(edition, new, only.format("reports_edition"), (first, last))
    new = {"edition_id": "edition_id + 1 + i", "content": "zeroblob(1000000)", "size": "1000000"}
    copy(files, new, "edition_id = (SELECT min(id) FROM reports_edition)", (first, last))
    analyse()


def add_events(first: int, last: int) -> None:
    """Copy the first event, spread over four years."""
    table = model("Event")
    at = "strftime('%Y-%m-%d %H:%M:%S', '2014-01-01', '+' || (i % 1440 * 86400 + i / 1440) || ' seconds')"
    copy(table, {"at": at}, f"id = (SELECT min(id) FROM {table._meta.db_table})", (first, last))
    analyse()


def add_indicators() -> None:
    """So many monthly indicators of a division, with the figures of five years and a target."""
    from django.utils import timezone

    now = timezone.now()
    kept = {"source": "data", "entered_at": now}
    indicators = more_indicators("지표", ROWS)
    months = [year * 100 + number for year in range(YEAR - 5, YEAR + 1) for number in range(1, 13)]
    months = [each for each in months if each < MONTH]
    month_of = type(model("Actual", DIVISION)._meta.get_field("first_month").to_python(MONTH)).from_integer
    model("Target", DIVISION).objects.bulk_create(
        model("Target", DIVISION)(
            indicator=each,
            first_month=month_of(YEAR * 100 + 1),
            last_month=month_of(YEAR * 100 + 12),
            value=20_000,
            **kept,
        )
        for each in indicators
    )
    actuals = model("Actual", DIVISION).objects.bulk_create(
        model("Actual", DIVISION)(
            indicator=each,
            first_month=month_of(month),
            last_month=month_of(month),
            value=1000 + (month * 37 + each.pk) % 100,
            **kept,
        )
        for each in indicators
        for month in months
    )
    covered = model("ActualMonth", DIVISION)
    covered.objects.bulk_create(
        covered(actual=each, indicator_id=each.indicator_id, month=each.first_month) for each in actuals
    )
    analyse()


def more_indicators(name: str, number: int) -> list[Any]:
    programmes = model("Programme", DIVISION).objects
    if not programmes.exists():
        programmes.bulk_create(
            model("Programme", DIVISION)(number=each, title=f"사업 {each}", first_year=2000) for each in range(1, 11)
        )
    keys = list(programmes.values_list("pk", flat=True))
    indicator = model("Indicator", DIVISION)
    return list(
        indicator.objects.bulk_create(
            indicator(
                programme_id=keys[each % 10],
                short_name=f"{name}{each}",
                name=f"{name} {each}",
                unit="명",
                position=each,
            )
            for each in range(number)
        )
    )


def analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# ------------------------------------------------------------------------------------------------------------- lines


class Site:
    """The pages, as a user sees them."""

    def __init__(self, role: str, division: str = "") -> None:
        from django.conf import settings
        from django.test import Client

        user = model("User").objects.create(username=f"measured-{role}", name="측정", role=role, division=division)
        self.client = Client(headers={"host": "localhost"})
        self.client.force_login(user, settings.AUTHENTICATION_BACKENDS[-1])
        self.versions: dict[str, int] = {}
        """Of the cells that it has saved"""

    def page(self, address: str, **narrowed: str) -> bytes:
        answer = self.client.get(address, narrowed)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: HTTP {answer.status_code}")
        return bytes(answer.content)

    def save(self, address: str, cells: list[str], value: int) -> None:
        """Save the value in all cells, 480 in a request at most."""
        for start in range(0, len(cells), 480):
            told = [
                {"cell": cell, "value": str(value), "seen": self.versions.get(cell)}
                for cell in cells[start : start + 480]
            ]
            body = json.dumps({"request": str(uuid4()), "cells": told})
            answer = self.client.post(f"{address}cells/", body, content_type="application/json").json()
            if {each["state"] for each in answer["cells"]} != {"saved"}:
                raise RuntimeError(answer["cells"][0]["text"])
            self.versions |= {each["cell"]: each["version"] for each in answer["cells"]}


def documents(sizes: Sizes) -> Lines:
    from django.core.management import call_command

    command("load_briefing_data", f"fixtures/{MONTH // 100}-07")
    site, before = Site("administrator"), 8
    options = {"format": "html", "output": Path(os.environ["SEOULWORK_VAR"], "draft.html"), "draft": True}
    for years in sizes["years"]:
        if years > before:
            add_years(before, years)
            before = years
        told = f"{years} years of figures" if years > 8 else "the figures of 2018"
        yield Line(f"Draft document in HTML, {told}", lambda: call_command("render_briefing", "2018-07", **options))
        yield Line(f"수치 점검, {told}", lambda: site.page("/briefings/2018-07/checks/"))


def lists(sizes: Sizes) -> Lines:
    command("prepare_demo")
    site, before = Site("administrator"), 0
    for number in sizes["publications"]:
        add_publications(before, number)
        before = number
        yield Line(f"List of briefings, {number:,} publications", lambda: site.page("/briefings/"))
    before = 0
    for number in sizes["events"]:
        add_events(before, number)
        before = number
        yield Line(f"Activity log, {number:,} events", lambda: site.page("/events/"))
    yield Line(
        f"Activity log of a quarter, {before:,} events",
        lambda: site.page("/events/", since="2016-01-01", until="2016-03-31"),
    )


def entry(sizes: Sizes) -> Lines:
    add_indicators()
    head = Site("administrator")
    head.client.post("/entry/open/", {"month": "2018-07", "deadline": "2099-01-01"})
    site, address = Site("officer", DIVISION), f"/entry/{DIVISION}/2018-07/"
    yield Line(f"Entry page of {ROWS} rows", lambda: site.page(address), with_floor=True)
    cell = f"a{model('Indicator', DIVISION).objects.order_by('pk')[70].pk}"
    value = itertools.count(1_000)
    yield Line("Save one cell", lambda: site.save(address, [cell], next(value)))
    yield Line("Panel of a cell", lambda: site.page(f"{address}cells/{cell}/"))
    yield Line("Board of 3 divisions", lambda: head.page("/entry/board/2018-07/"))
    cells = [f"a{each.pk}" for each in more_indicators("더", max(sizes["cells"]))]
    for number in sizes["cells"]:
        yield Line(
            f"Save a block of {number} cells",
            partial(lambda block: site.save(address, block, next(value)), cells[:number]),
        )


def board(sizes: Sizes) -> Lines:
    from django.conf import settings

    site = Site("administrator")
    site.client.post("/entry/open/", {"month": "2018-07", "deadline": "2099-01-01"})
    yield Line(f"Board of {len(settings.DIVISIONS)} divisions", lambda: site.page("/entry/board/2018-07/"))


def imports(sizes: Sizes) -> Lines:
    """Each run a workbook of its own, which changes every figure."""
    from django.core.management import call_command
    from openpyxl import Workbook

    count = 0
    file = Path(os.environ["SEOULWORK_VAR"], "figures.xlsx")
    more_indicators("가상 지표", sizes["rows"][-1] // 6)

    def prepare(rows: int) -> None:
        nonlocal count
        count += 1
        book = Workbook(write_only=True)
        sheet = book.create_sheet("실적")
        sheet.append(["지표", *(f"{YEAR}-{month:02}" for month in range(1, 7))])
        for number in range(rows // 6):
            sheet.append([f"가상 지표 {number}", *(number % 1_000 + count * 2_000 + month for month in range(1, 7))])
        book.save(file)

    for rows in sizes["rows"]:
        yield Line(
            f"Import of {rows:,} figures",
            lambda: call_command("import_actuals", file, division=DIVISION, commit=True, stdout=StringIO()),
            partial(prepare, rows),
        )


# -------------------------------------------------------------------------------------------------------------- runs


def command(name: str, *options: str) -> None:
    from django.core.management import call_command

    call_command(name, *options, stdout=StringIO())


def _measuring() -> Any:
    """The capture of statements and the floor, as they are beside this file: an older commit has no such module."""
    spec = spec_from_file_location("measuring", Path(__file__).parents[1] / "seoulwork/operations/measuring.py")
    if spec is None or spec.loader is None:
        raise ImportError("measuring")
    measuring = module_from_spec(spec)
    sys.modules["measuring"] = measuring
    spec.loader.exec_module(measuring)
    return measuring


def seconds(work: Callable[[], Any]) -> float:
    """On SQLite the processor's time, of this process and of those that it waited for: others on the machine disturb it least."""
    from django.db import connection

    def spent() -> float:
        if connection.vendor != "sqlite":
            return time.perf_counter()
        below = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + below.ru_utime + below.ru_stime

    start = spent()
    work()
    return spent() - start


def main() -> None:
    """`measures.py <lines> <sizes in JSON>`, in a checkout, with SEOULWORK_VAR and DATABASE_URL of its own."""
    answers, sys.stdout = sys.stdout, sys.stderr
    sys.path.insert(0, str(Path.cwd()))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seoulwork.settings")
    importlib.import_module("django").setup()
    measuring = _measuring()
    command("migrate", "--run-syncdb", "--verbosity=0")
    command("collectstatic", "--noinput", "--verbosity=0")
    importlib.import_module("seoulwork.wsgi")  # what this commit's server does when it is loaded
    lines: Lines = globals()[sys.argv[1]](json.loads(sys.argv[2]))
    line: Line | None = None
    floor: Callable[[], Any] | None = None
    for question in sys.stdin:
        if question.strip() == "next":
            line, floor = next(lines, None), None
            if line:
                line.prepare()
                line.work()
                line.prepare()
                with measuring.statements() as sent:
                    answer = line.work()
                floor = measuring.floor_of(sent, answer) if line.with_floor else None
            told: Any = [line.name, len(sent)] if line else None
        elif line:
            line.prepare()
            told = [seconds(line.work), seconds(floor) if floor else None]
        answers.write(json.dumps(told) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
