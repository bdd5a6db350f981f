"""Time and peak memory of an import, beside what the same rows cost otherwise. Each measurement is a process of its own on a
database of its own, made for it. Needs the development dependencies and PostgreSQL."""

import io
import itertools
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, models, transaction
from django.utils import timezone

from seoulwork.domain.periods import Month, Run
from seoulwork.figures.copying import as_array
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record_bulk
from seoulwork.operations.measuring import HEAD, RUNS, Line
from seoulwork.workbook.safety import run_child

MONTHS = 6
YEAR = 2018
METHODS = ("import", "preview", "floor", "copy", "import-export")
TITLES = {
    "floor": "bulk_create(update_conflicts)",
    "copy": "같은 행의 COPY",
    "import-export": "django-import-export",
}
MOST_TIMES = {"floor": 1.5, "copy": 2, "import-export": 0.067}
MOST_MEMORY = 400


class Command(BaseCommand):
    help = "실적 반입의 시간과 메모리를 같은 행의 bulk_create, django-import-export와 견줍니다. 쓰고 지우는 같은 종류의 데이터베이스를 따로 만듭니다."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rows", type=int, nargs="+", default=[12_600, 100_000])
        parser.add_argument("--runs", type=int, default=RUNS)
        parser.add_argument(
            "--measure", choices=METHODS, help="이 데이터베이스에서 한 번만 재고 JSON으로 적습니다(자식 프로세스용)."
        )
        parser.add_argument("--skip-import-export", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["measure"]:
            self.stdout.write(json.dumps(measure(options["measure"], options["rows"][0])))
            return
        self.stdout.write(HEAD)
        for rows in options["rows"]:
            self._compare(rows, options["runs"], skip=options["skip_import_export"])

    def _compare(self, rows: int, runs: int, *, skip: bool) -> None:
        methods = [each for each in METHODS if not (skip and each == "import-export")]
        if connection.vendor == "sqlite":
            methods.remove("copy")
        # In turn, so that a machine that slows down slows all of them; the library, which takes minutes, once.
        turns = [
            {method: _run(method, rows) for method in methods if turn == 0 or method != "import-export"}
            for turn in range(runs)
        ]
        found = {
            method: {
                key: statistics.median(turn[method][key] for turn in turns if method in turn)
                for key in ("seconds", "megabytes")
            }
            for method in methods
        }
        own = found["import"]
        for method in (each for each in TITLES if each in found):
            name = f"반입 {rows:,}행: {TITLES[method]}"
            self.stdout.write(str(Line(name, found[method]["seconds"], own["seconds"], MOST_TIMES[method])))
        look = found["preview"]
        self.stdout.write(str(Line(f"미리보기 {rows:,}행: 반입", own["seconds"], look["seconds"])))
        for name, each in (("반입", own), ("미리보기", look)):
            label = f"{name} {rows:,}행의 가장 많은 메모리: {MOST_MEMORY}MB"
            self.stdout.write(str(Line(label, MOST_MEMORY, each["megabytes"], 1, "MB")))


def _run(method: str, rows: int) -> dict[str, Any]:
    """One measurement in a fresh process, on a fresh database of the engine that is configured."""
    call = [
        sys.executable,
        str(settings.BASE_DIR / "manage.py"),
        "benchmark_import",
        "--measure",
        method,
        "--rows",
        str(rows),
    ]
    with tempfile.TemporaryDirectory() as directory:
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{directory}/benchmark.sqlite3"}
        if connection.vendor == "postgresql":
            call = [str(settings.BASE_DIR / "tools/with-postgresql.sh"), *call]
        done = subprocess.run(call, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  our own programs
    if done.returncode:
        raise CommandError(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure(method: str, rows: int) -> dict[str, Any]:
    """Prepare the database and a workbook of so many rows, do the job once, and tell seconds and peak megabytes."""
    if connection.introspection.table_names():
        raise CommandError("빈 데이터베이스에서만 잽니다.")
    call_command("migrate", verbosity=0)
    content = _prepare(rows)
    jobs = {
        "import": _import,
        "preview": _preview,
        "floor": _floor,
        "copy": _bare_copy,
        "import-export": _import_export,
    }
    job = jobs[method](content, rows)
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak of the preparation
    together = 0

    def read_beside(*args: Any) -> bytes:
        """While the reader lives, this process waits: its peak until then and the reader's are there at once."""
        nonlocal together
        output = run_child(*args)
        together = max(together, _peak() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
        return output

    with patch("seoulwork.workbook.reading.sheet.run_child", read_beside):
        began = time.monotonic()
        steps = job()
        seconds = time.monotonic() - began
    return {"seconds": seconds, "megabytes": max(together, _peak()) / 1024, "steps": steps}


def _peak() -> int:
    """The most memory that this process has had, in kilobytes."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1])


def _prepare(rows: int) -> bytes:
    """Made-up indicators with six stored months each, and a workbook that changes every one of them."""
    from openpyxl import Workbook

    to = division("programmes")
    indicator = to.models.Indicator
    count = rows // MONTHS
    indicators = indicator.objects.bulk_create(
        [
            indicator(short_name=f"지표{number}", name=f"가상 지표 {number}", unit="명", position=1)
            for number in range(count)
        ],
        batch_size=5_000,
    )
    months = [int(month) for month in Run(Month(YEAR, 1), Month(YEAR, MONTHS)).months()]
    fields = ("indicator", "part", "first_month", "last_month", "value")
    stored = [(each.pk, None, month, month, 100 + month % 100) for each in indicators for month in months]
    with transaction.atomic():
        record_bulk(to.models.Actual, fields, stored, {}, Stamp(None, Source.DATA, "준비"))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("실적")
    sheet.append(["지표", *[f"{YEAR}-{month % 100:02}" for month in months]])
    for number in range(count):
        sheet.append([f"가상 지표 {number}", *[number % 1_000 + 200 + month % 100 for month in months]])
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        book.save(file.name)
        return Path(file.name).read_bytes()


Job = Callable[[], dict[str, float]]


def _import(content: bytes, rows: int) -> Job:
    from seoulwork.workbook.importing.commit import commit
    from seoulwork.workbook.importing.receive import receive

    def job() -> dict[str, float]:
        at = [time.monotonic()]
        workbook, sheets = receive(content, name="가상.xlsx", to=division("programmes"))
        at.append(time.monotonic())
        batch = commit(workbook, None, sheets=sheets)
        at.append(time.monotonic())
        if batch.figures != rows // MONTHS * MONTHS:
            raise CommandError(f"{batch.figures}")
        return dict(
            zip(
                ("읽기", "검사하고 쓰기"),
                (after - before for before, after in itertools.pairwise(at)),
                strict=True,
            )
        )

    return job


def _preview(content: bytes, _: int) -> Job:
    from seoulwork.operations.models import Task
    from seoulwork.workbook.background import preview_task
    from seoulwork.workbook.importing.receive import receive
    from seoulwork.workbook.models import Report

    def job() -> dict[str, float]:
        workbook = receive(content, name="가상.xlsx", to=division("programmes"))[0]
        preview_task.do(Task.objects.create(), workbook=workbook.pk, name="", division="")
        if not Report.objects.filter(state=Report.State.READY).exists():
            raise CommandError("반입할 수 있는 미리보기가 아닙니다.")
        return {}

    return job


class Plain(models.Model):
    """The same rows in one plain table, where a conflict can be updated in place: no history, no checks."""

    indicator_id = models.BigIntegerField()
    part_id = models.BigIntegerField(default=0)
    first_month = models.IntegerField()
    last_month = models.IntegerField()
    value = models.BigIntegerField()
    denominator = models.BigIntegerField(null=True)
    as_of = models.DateField(null=True)
    entered_by_id = models.BigIntegerField(null=True)
    entered_at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=10)
    place = models.CharField(max_length=300)
    reason = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        app_label = "operations"
        db_table = "benchmark_plain"
        managed = False
        constraints = [models.UniqueConstraint(fields=["indicator_id", "part_id", "first_month"], name="plain_unique")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.first_month}"


def _plain_table() -> None:
    """The plain table with the stored months in it."""
    with connection.schema_editor() as editor:
        editor.create_model(Plain)
    actuals = division("programmes").models.Actual.objects.values_list("indicator_id", "first_month", "value")
    Plain._default_manager.bulk_create(
        [
            Plain(
                indicator_id=indicator,
                first_month=int(month),
                last_month=int(month),
                value=value,
                source="data",
                place="준비",
            )
            for indicator, month, value in actuals
        ],
        batch_size=5_000,
    )


def _sheet_rows(content: bytes) -> list[tuple[int, int, int, str]]:
    """(indicator, month, value, cell) of the benchmark's workbook, read without any check."""
    from python_calamine import CalamineWorkbook

    ids = dict(division("programmes").models.Indicator.objects.values_list("name", "pk"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    months = [int(str(text).replace("-", "")) for text in rows[0][1:]]
    return [
        (ids[str(name)], month, int(str(value).partition(".")[0]), f"가상.xlsx '실적' {'BCDEFG'[column]}{number}")
        for number, (name, *values) in enumerate(rows[1:], 2)
        for column, (month, value) in enumerate(zip(months, values, strict=True))
    ]


def _floor(content: bytes, rows: int) -> Job:
    _plain_table()
    read = _sheet_rows(content)

    def job() -> dict[str, float]:
        now = timezone.now()
        with transaction.atomic():
            Plain._default_manager.bulk_create(
                [
                    Plain(
                        indicator_id=indicator,
                        first_month=month,
                        last_month=month,
                        value=value,
                        source="workbook",
                        place=place,
                        entered_at=now,
                    )
                    for indicator, month, value, place in read
                ],
                update_conflicts=True,
                unique_fields=["indicator_id", "part_id", "first_month"],
                update_fields=["value", "denominator", "entered_by_id", "entered_at", "source", "place", "reason"],
            )
        return {}

    return job


def _bare_copy(content: bytes, rows: int) -> Job:
    """The least that the same rows cost in the tables where they stand, with what each ended row is followed by: nothing is
    read, checked or prepared in the time, the database alone works."""
    from seoulwork.workbook.importing.receive import receive
    from seoulwork.workbook.models import Batch

    own = division("programmes").models
    actual, covered = own.Actual._meta.db_table, own.ActualMonth._meta.db_table
    workbook, _ = receive(content, name="가상.xlsx", to=division("programmes"))
    batch = Batch.objects.create(workbook=workbook, figures=rows).pk
    now = timezone.now()
    ended = {(row.indicator_id, int(row.first_month)): row.pk for row in own.Actual.objects.all()}
    first = max(ended.values()) + 1
    read = list(enumerate(_sheet_rows(content), first))
    columns = "id, indicator_id, first_month, last_month, value, place, batch_id, entered_at, source, reason, note"
    new = [
        (key, owner, month, month, value, place, batch, now.isoformat(), "workbook", "", "")
        for key, (owner, month, value, place) in read
    ]
    months = [(key, owner, month) for key, (owner, month, _, _) in read]
    lines = [io.StringIO("".join("\t".join(map(str, row)) + "\n" for row in each)) for each in (new, months)]
    keys, followers = (
        as_array(ended[owner, month] for _, (owner, month, _, _) in read),
        as_array(key for key, _ in read),
    )

    def job() -> dict[str, float]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {actual} SET superseded_at = %s, superseded_by_id = follower "  # noqa: S608
                "FROM unnest(%s::bigint[], %s::bigint[]) AS ended(key, follower) WHERE id = key",
                [now, keys, followers],
            )
            cursor.execute(f"DELETE FROM {covered} WHERE actual_id = ANY(%s::bigint[])", [keys])  # noqa: S608
            cursor.copy_expert(f"COPY {actual} ({columns}) FROM STDIN", lines[0])
            cursor.copy_expert(f"COPY {covered} (actual_id, indicator_id, month) FROM STDIN", lines[1])
        return {}

    return job


def _import_export(content: bytes, rows: int) -> Job:
    """The same job as far as the library goes as it is set up: indicators found by name, then updated in place. It checks no
    constraint (each would cost a query a row, some twenty times as much) and keeps no history."""
    import tablib  # type: ignore[import-untyped]
    from import_export import fields, resources, widgets

    to = division("programmes")
    by_name = fields.Field("indicator", "지표", widgets.ForeignKeyWidget(to.models.Indicator, "name"))

    class ActualResource(resources.ModelResource):
        indicator = by_name

        class Meta:
            model = to.models.Actual
            import_id_fields = ("indicator", "first_month")
            fields = ("indicator", "first_month", "last_month", "value", "source", "place")
            use_transactions = True

    names = dict(to.models.Indicator.objects.values_list("pk", "name"))
    read = _sheet_rows(content)

    def job() -> dict[str, float]:
        data = tablib.Dataset(headers=["지표", "first_month", "last_month", "value", "source", "place"])
        for indicator, month, value, place in read:
            data.append([names[indicator], month, month, value, "workbook", place])
        result = ActualResource().import_data(data, raise_errors=True)
        if result.totals["update"] != len(read):
            raise CommandError(str(result.totals))
        return {}

    return job
