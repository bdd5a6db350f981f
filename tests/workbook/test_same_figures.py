"""The same figures give the same rows, whatever the table and the file that they stand in."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seoulwork.figures.divisions import division
from seoulwork.workbook.judging import examine
from seoulwork.workbook.reading.sheet import sheets_of_scan
from seoulwork.workbook.scanning import scan
from tests.workbook.conftest import figures
from tests.workbook.odd.case import COUNSELLING, EMPLOYMENT
from tests.workbook.odd.case import sheets as book
from tests.workbook.writing import by_openpyxl

pytestmark = pytest.mark.any_engine

NAMES = {"상담": COUNSELLING, "취업": EMPLOYMENT, "카페이용횟수": "일자리카페 이용 횟수"}
Figures = dict[str, dict[int, int]]
"""By short name and month"""


def wide(given: Figures, months: Iterable[int]) -> list[list[Any]]:
    heads = [f"{month}월" for month in months]
    return [["지표", *heads], *([NAMES[name], *(own.get(month) for month in months)] for name, own in given.items())]


def long(given: Figures, months: Iterable[int]) -> list[list[Any]]:
    rows = [[f"2019-{month:02}", NAMES[name], own.get(month)] for month in months for name, own in given.items()]
    return [["기준월", "지표", "실적"], *rows]


def across(given: Figures, months: Iterable[int]) -> list[list[Any]]:
    rows = [[f"{month}월", *(own.get(month) for own in given.values())] for month in months]
    return [["월", *(NAMES[name] for name in given)], *rows]


def cumulative(given: Figures, months: Iterable[int]) -> list[list[Any]]:
    """From January on, every month with a figure."""
    numbers = list(months)
    sums = {
        name: [sum(own[each] for each in numbers[: at + 1]) for at in range(len(numbers))]
        for name, own in given.items()
    }
    return [["지표", *(f"{month}월 누계" for month in numbers)], *([NAMES[name], *own] for name, own in sums.items())]


def text(rows: list[list[Any]]) -> bytes:
    output = io.StringIO()
    csv.writer(output).writerows(rows)
    return output.getvalue().encode()


def read(content: bytes) -> dict[str, int]:
    """What a file gives; it must raise no error and no question."""
    found = examine(division("programmes"), sheets_of_scan(json.dumps(scan(content)).encode()), name="시험", year=2019)
    assert not found.errors
    assert not found.questions
    return figures(found)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    last=st.integers(1, 6),
    values=st.lists(st.lists(st.integers(0, 5_000), min_size=6, max_size=6), min_size=1, max_size=3),
    blanks=st.sets(st.tuples(st.integers(0, 2), st.integers(1, 6))),
)
def test_the_same_figures_give_the_same_rows(
    briefing_data: None, last: int, values: list[list[int]], blanks: set[tuple[int, int]]
) -> None:
    months = range(1, last + 1)
    whole: Figures = {name: dict(zip(months, own, strict=False)) for name, own in zip(NAMES, values, strict=False)}
    given = {
        name: {month: value for month, value in own.items() if (at, month) not in blanks}
        for at, (name, own) in enumerate(whole.items())
    }
    right = {f"{name}@{month}": value for name, own in given.items() for month, value in own.items()}
    for table in (wide, long, across):
        rows = table(given, months)
        if not right:
            continue
        assert read(by_openpyxl(rows)) == right, table
        assert read(text(rows)) == right, table
    sheet_a_month = {
        f"{month}월": [["지표", "실적"], *([NAMES[name], own.get(month)] for name, own in given.items())]
        for month in months
    }
    if right:
        assert read(book(**sheet_a_month)()) == right
    assert read(by_openpyxl(cumulative(whole, months))) == {
        f"{name}@{month}": value for name, own in whole.items() for month, value in own.items()
    }
