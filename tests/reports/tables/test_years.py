"""The years that a description names are read: else its figures would be blank without a word."""

from typing import Any

import pytest

from reports.reach import reach_of
from reports.tables import read_table
from reports.tables.years import years_of
from seoulwork.domain.clock import Clock
from seoulwork.domain.periods import Month, Run
from tests.reports.tables.made_up import CITY
from tests.reports.tables.test_free import BOARDS as WORDS
from tests.reports.tables.test_other_papers import ACCOUNTS, PLEDGES, PROJECTS, YEARS

CLOCK = Clock.of(Month(2020, 6))


def column(period: str) -> dict[str, Any]:
    return ACCOUNTS | {"base": {"of": "사업예산"}, "columns": [{"bind": {"aspect": "예산액", "period": period}}]}


@pytest.mark.parametrize(
    ("description", "names", "years"),
    [
        (YEARS, {"대상", "집행"}, (2016, 2020)),
        (PLEDGES, {"공약"}, (2020, 2020)),
        (PROJECTS, None, (2018, 2020)),
        (column("YTD-1"), {"사업예산"}, (2019, 2020)),
        (column("M-18"), {"사업예산"}, (2018, 2020)),
        (column("기준년-9"), {"사업예산"}, (2011, 2020)),
        (column("언젠가"), {"사업예산"}, (2020, 2020)),
        (WORDS, {"상담", "예산"}, (2020, 2020)),
        (WORDS | {"body": [{"cells": [{"text": "{상담@2013}"}, {"text": "{"}, {}, {}]}]}, {"상담"}, (2013, 2020)),
    ],
)
def test_years_that_a_table_names(description: dict[str, Any], names: set[str] | None, years: tuple[int, int]) -> None:
    assert years_of(read_table(description), CLOCK) == (None if names is None else frozenset(names), years)


def test_they_are_read_with_the_year_before() -> None:
    reach = reach_of(CLOCK, (), [read_table(YEARS)])(CITY.indicators)
    told = {each.short_name: reach.runs[each.id] for each in CITY.indicators}
    assert told["집행"] == told["대상"] == Run.parse("2015~2020")
    assert told["회의"] == Run.parse("2019~2020")
    assert reach_of(CLOCK, (), [read_table(PROJECTS)])(CITY.indicators).budget_years >= set(range(2017, 2021))
