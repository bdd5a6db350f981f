"""What the tests of the lists by workbook share."""

import re
from collections.abc import Callable
from typing import Any

from django.test import Client

from seoulwork.domain.periods import Run
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record

SignIn = Callable[..., Client]


LABOUR = division("labour").models


YEAR = Run.year(2018)


GOAL = "2018년 목표"
DISTRICTS = [
    "종로구",
    "중구",
    "용산구",
    "성동구",
    "광진구",
    "동대문구",
    "중랑구",
    "성북구",
    "강북구",
    "도봉구",
    "노원구",
    "은평구",
    "서대문구",
    "마포구",
    "양천구",
    "강서구",
    "구로구",
    "금천구",
    "영등포구",
    "동작구",
    "관악구",
    "서초구",
    "강남구",
    "송파구",
    "강동구",
]


def targets(at: Run = YEAR) -> dict[tuple[str, str], int]:
    rows = LABOUR.Target.objects.current().filter(first_month=at.first, last_month=at.last)
    return {(row.indicator.name, str(row.part or "")): row.value for row in rows.select_related("indicator", "part")}


def enter(name: str, value: int) -> None:
    """Somebody changes a target on its page."""
    key: dict[str, Any] = {"indicator": LABOUR.Indicator.objects.get(name=name), "part": None}
    record(
        LABOUR.Target,
        key | {"first_month": YEAR.first, "last_month": YEAR.last},
        {"value": value},
        Stamp(None, Source.BROWSER),
    )


def everything(name: str, of: str = "labour") -> list[tuple[Any, ...]]:
    """The rows of a table that are in force, without their keys and who wrote them."""
    model: Any = getattr(division(of).models, name)
    known = {"id", "entered_by", "entered_at", "source", "place", "reason", "superseded_at", "superseded_by"}
    names = [each.attname for each in model._meta.concrete_fields if each.name not in known]
    rows = model.objects.current() if hasattr(model, "superseded_at") else model.objects.all()
    return sorted(rows.values_list(*names), key=repr)


def amount(text: str) -> int:
    """`908,531:1` → 908531"""
    (digits,) = re.findall(r"^[\d,]+", text)
    return int(digits.replace(",", ""))
