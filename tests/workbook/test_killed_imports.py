"""The process that imports is killed at random moments: never half an import, and the next try works.

`make test` kills a few times on each engine, `make kills` 200 times.

The control is the same import without its transaction: it must leave halves, or the test would prove nothing.
"""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, connections

from seoulwork.audit.actions import Action
from seoulwork.audit.frozen import STANDING, thawed
from seoulwork.audit.models import Event, Link
from seoulwork.figures.divisions import division
from seoulwork.workbook.importing import commit as service
from seoulwork.workbook.importing.receive import receive
from seoulwork.workbook.models import Batch, Workbook
from seoulwork.workbook.reading.sheet import Sheet, read_sheets
from tests.choosing import amount
from tests.workbook.writing import by_xlsxwriter

pytestmark = pytest.mark.slow(80)

MONTHS = 6
ROWS = amount("KILLED_ROWS", 700, long=2_100) * MONTHS
KILLS = amount("KILLS", 5, long=200)
CONTROL_KILLS = 200
HALVES = 3


@pytest.fixture
def ready(transactional_db: None) -> tuple[int, list[Sheet]]:
    """Hundreds of made-up indicators, and a workbook with six months of each, received."""
    to = division("programmes")
    count = ROWS // MONTHS
    to.models.Indicator.objects.bulk_create(
        to.models.Indicator(short_name=f"가상{number}", name=f"가상 지표 {number}", unit="명")
        for number in range(count)
    )
    head = ["지표", *[f"2019-{number:02}" for number in range(1, MONTHS + 1)]]
    content = by_xlsxwriter(
        [head, *[[f"가상 지표 {number}", *range(number, number + MONTHS)] for number in range(count)]]
    )
    sheets = read_sheets(content)
    workbook, _ = receive(content, name="가상.xlsx", to=to, sheets=sheets)
    return workbook.pk, sheets


def written() -> tuple[int, int, int, int]:
    to = division("programmes")
    return (
        to.models.Actual.objects.count(),
        to.models.ActualMonth.objects.count(),
        Batch.objects.count(),
        Event.objects.filter(action=Action.WORKBOOK_IMPORTED).count(),
    )


NOTHING, EVERYTHING = (0, 0, 0, 0), (ROWS, ROWS, 1, 1)


def clear() -> None:
    to = division("programmes")
    to.models.ActualMonth.objects.all().delete()
    to.models.Actual.objects.all()._raw_delete("default")
    with thawed(STANDING):
        Link.objects.all().delete()
        Event.objects.all().delete()
    Batch.objects.all().delete()


def start(work: Callable[[], Any]) -> int:
    """Do the work in a process of its own, with connections of its own; its id."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return child


def kill_after(child: int, seconds: float) -> bool:
    """Wait, kill, and tell whether it had ended by itself."""
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status)


def how_long(work: Callable[[], Any]) -> float:
    began = time.monotonic()
    _, status = os.waitpid(start(work), 0)
    assert status == 0
    return time.monotonic() - began


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_is_whole_or_nothing(ready: tuple[int, list[Sheet]]) -> None:
    pk, sheets = ready

    def work() -> None:
        service.commit(Workbook.objects.get(pk=pk), None, sheets=sheets)

    usual = how_long(work)
    assert written() == EVERYTHING
    clear()
    chance = random.Random(20180711)
    before = after = 0
    aim = usual
    for number in range(KILLS):
        # Half of the kills aim at the end, where the commit lies. How long the import takes drifts with the machine, so
        # the aim follows: later after a kill that came too early, earlier after one that came too late.
        at_the_end = number % 2 == 0
        moment = chance.uniform(aim * 0.9, aim * 1.1) if at_the_end else chance.uniform(0, usual)
        kill_after(start(work), moment)
        left = _settled()
        assert left in (NOTHING, EVERYTHING), (number, moment)
        if left == EVERYTHING:
            after += 1
            clear()
        else:
            before += 1
        if at_the_end:
            aim *= 0.93 if left == EVERYTHING else 1.1
    assert min(before, after) >= KILLS // 8, (before, after)
    work()
    assert written() == EVERYTHING


def _settled() -> tuple[int, int, int, int]:
    """What is there once PostgreSQL has noticed that its client is gone."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for _ in range(2_000):
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
                )
                if cursor.fetchone() == (0,):
                    break
                time.sleep(0.005)
    return written()


@contextmanager
def without_transaction(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(service, "transaction", SimpleNamespace(atomic=nullcontext))
        # Without a transaction no row can be held; nobody else writes here.
        patch.setattr(service, "hold_all", lambda division: None)
        yield


@pytest.mark.any_engine
@pytest.mark.django_db(transaction=True)
def test_without_the_transaction_halves_are_left(
    ready: tuple[int, list[Sheet]], monkeypatch: pytest.MonkeyPatch
) -> None:
    pk, sheets = ready

    def work() -> None:
        service.commit(Workbook.objects.get(pk=pk), None, sheets=sheets)

    halves = 0
    with without_transaction(monkeypatch):
        usual = how_long(work)
        clear()
        chance = random.Random(20180711)
        for _ in range(CONTROL_KILLS):
            kill_after(start(work), chance.uniform(usual * 0.2, usual * 1.1))
            halves += _settled() not in (NOTHING, EVERYTHING)
            clear()
            if halves == HALVES:
                break
    assert halves == HALVES
