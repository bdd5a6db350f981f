"""The 2018 data with a ratio indicator beside it, and one way to judge a workbook."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from seoulwork.accounts.models import User
from seoulwork.figures.divisions import Division, division
from seoulwork.operations import tasks
from seoulwork.workbook.importing.commit import commit
from seoulwork.workbook.importing.preview import preview
from seoulwork.workbook.importing.receive import receive
from seoulwork.workbook.judging import examine
from seoulwork.workbook.models import Batch
from seoulwork.workbook.outcome import Preview
from seoulwork.workbook.reading.sheet import read_sheets


@pytest.fixture
def ratio(briefing_data: None) -> Any:
    """An indicator 민원처리율 of the labour division with numerator and denominator: the 2018 data has none."""
    return division("labour").models.Indicator.objects.create(
        short_name="민원처리율", name="민원 처리율", unit="%", accumulation="ratio", position=90
    )


def brought_in(content: bytes, to: Division, name: str = "실적.xlsx", by: User | None = None, **options: Any) -> Batch:
    """Received, looked at, and imported."""
    workbook, sheets = receive(content, name=name, to=to, by=by, **options)
    return commit(workbook, preview(workbook, sheets).fingerprint, by=by, sheets=sheets)


def judge(
    content: bytes,
    *,
    to: str = "programmes",
    year: int | None = 2019,
    answers: Mapping[str, str] | None = None,
    name: str = "시험.xlsx",
) -> Preview:
    """Read in the child process, then judge."""
    return examine(division(to), read_sheets(content), name=name, year=year, answers=answers)


def figures(found: Preview) -> dict[str, int]:
    """What is written, as `카페/민간@3`, `민원처리율@1` (분모: `민원처리율.분모@1`), `예산현액.지출액@6`, in base units."""
    lines = {line.identifier: line for line in found.lines}
    written: dict[str, int] = {}
    for write in found.writes:
        kinds = "cs" if write.table == "Execution" else "ad"
        for kind, value in zip(kinds, (write.first, write.second), strict=True):
            if value is not None:
                part = f"p{write.part_id}" if write.part_id else ""
                line = lines[f"{found.division.key}:{kind}{write.owner_id}{part}"]
                own = line.indicator.short_name if line.indicator else line.budget.short_name if line.budget else ""
                path = f"/{line.part.path}" if line.part else ""
                measure = f".{line.measure}" if line.measure and line.measure != "분자" else ""
                written[f"{own}{path}{measure}@{write.month.number}"] = value
    return written


@pytest.fixture
def tasks_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A task is done as soon as it is asked for, in the request that does so: a process of its own takes seconds to start."""
    entry = SimpleNamespace(enqueue=lambda pk: transaction.on_commit(lambda: tasks.run(pk)))
    monkeypatch.setattr(tasks, "perform", entry)
