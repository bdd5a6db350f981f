"""What the tests of the import's pages share: the workbooks that are sent in, and the work that a page has asked for."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Max
from django.test import Client
from django.urls import reverse

from seoulwork.figures.divisions import division
from seoulwork.operations.models import Task
from seoulwork.operations.tasks import run
from tests.workbook.writing import by_openpyxl

COUNSELLING = "시민명예노동옴부즈만 상담건수"
EDUCATION = "노동아카데미 및 노동실무 교육"
WHOLE = 1_694
"""What the 2018 data holds for COUNSELLING from January to June, in one row."""
MONTHS = (280, 270, 290, 284, 285, 285)
"""A made-up split of WHOLE."""
SPLIT = "노동권익 상반기 월별 배분(가상).xlsx"
SENDER = "노동권익센터"


def sent(figures: Mapping[str, tuple[Any, ...]], *, sheet: str = "상반기") -> bytes:
    """A workbook as another body makes it: a title, a heading row in row 2, one row for each figure."""
    heads = ["지표", *(f"{number}월" for number in range(1, 7))]
    return by_openpyxl(
        [["2018년 노동정책 실적"], heads, *([name, *values] for name, values in figures.items())], title=sheet
    )


@cache
def good() -> bytes:
    """A workbook without a fault; the same bytes each time."""
    return sent({COUNSELLING: MONTHS})


def upload(client: Client, content: bytes, *, name: str = SPLIT, **given: Any) -> Any:
    """Send the upload form."""
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("import_add"), {"division": "labour", "sender": SENDER, "file": file, **given})


def work() -> Task:
    """Do what was asked for last, in this process."""
    return run(Task.objects.aggregate(last=Max("pk"))["last"])


def stored(name: str = COUNSELLING) -> list[tuple[str, int]]:
    """The current figures of an indicator in 2018: (first month, value)."""
    rows = division("labour").models.Actual.objects.filter(
        indicator__name=name, superseded_at__isnull=True, first_month__gte=201801
    )
    return [(str(row.first_month), row.value) for row in rows.order_by("first_month")]
