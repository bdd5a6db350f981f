"""The plausibility check: quiet on a year as years are, and not on a nought too many."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.test import Client

from seoulwork.domain.periods import Month, Run
from seoulwork.domain.questions import usual
from seoulwork.figures.divisions import Division

from .conftest import JULY, People, cell_of
from .test_saving import send

pytestmark = pytest.mark.any_engine

CELLS = 1000
FIRST = Month(2017, 1)
HALF = [Run(Month(2018, 1), Month(2018, 6))]
YEAR_AND_HALF = [Run.year(2017), *HALF]
MONTHS = [Run(month, month) for month in HALF[0].months()]
ALL_MONTHS = [Run(month, month) for month in Run(FIRST, Month(2018, 6)).months()]
KNOWN = {"a half-year": HALF, "a year and a half-year": YEAR_AND_HALF, "six months": MONTHS, "18 months": ALL_MONTHS}


@dataclass(frozen=True)
class Typed:
    """A right figure of July to December 2018, and what is known when it is typed."""

    value: int
    past: list[Decimal]

    def asked(self, times: Decimal = Decimal(1)) -> bool:
        return usual.unusual(self.value * times, self.past, str) is not None


def plausible_year(random: Random) -> list[int]:
    """24 months of one indicator: a level from a handful to hundreds of thousands, its season (up to a half up and down), its
    trend, its ups and downs (up to 40 % of the level), and chance, as every count has it."""
    level, season, phase = 10 ** random.uniform(0.5, 5.5), random.uniform(0, 0.5), random.uniform(0, math.tau)
    trend, noise = random.uniform(-0.2, 0.4), random.uniform(0.03, 0.4)
    found = []
    for month in range(24):
        expected = level * (1 + season * math.sin(math.tau * month / 12 + phase)) * (1 + trend * month / 12)
        expected *= math.exp(random.gauss(0, math.sqrt(math.log1p(noise**2))))
        found.append(max(0, round(random.gauss(expected, math.sqrt(expected)))))
    return found


def typed(known: list[Run]) -> Iterator[Typed]:
    random = Random(2018)
    for _ in range(CELLS):
        year = plausible_year(random)
        months = {FIRST + at: value for at, value in enumerate(year)}
        past = {run: sum(months[month] for month in run.months()) for run in known}
        for month in Run(JULY, Month(2018, 12)).months():
            recent = {run: value for run, value in past.items() if run.last >= month - 12}
            yield Typed(months[month], usual.month_by_month(recent, "sum"))
            past[Run(month, month)] = months[month]


@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN)
def test_a_plausible_year_gives_at_most_one_question_in_a_hundred_cells(known: list[Run]) -> None:
    cells = list(typed(known))
    assert sum(each.asked() for each in cells) <= len(cells) / 100


@pytest.mark.parametrize(("times", "share"), [(10, "0.97"), (100, "1"), (1000, "1")])
@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN)
def test_a_figure_with_noughts_too_many_is_asked_about(known: list[Run], times: int, share: str) -> None:
    """From July on, also right after a half-year that is known as one figure. Of figures that are no handful: there ten
    times as much may be a right one."""
    cells = [each for each in typed(known) if each.value >= 10]
    assert sum(each.asked(Decimal(times)) for each in cells) >= len(cells) * Decimal(share)


def test_what_was_there_before_is_usual() -> None:
    """A programme of one month a year is not asked about each year."""
    past = [Decimal(each) for each in (10, 10, 10, 10, 900, 10)]
    assert usual.unusual(Decimal(880), past, str) is None
    assert usual.unusual(Decimal(9000), past, str) is not None


def test_too_little_is_asked_about_too() -> None:
    past = [Decimal(each) for each in (2301, 2250, 2333, 2290, 2380, 2315)]
    assert usual.unusual(Decimal(231), past, str) is not None
    assert usual.unusual(Decimal(1500), past, str) is None


@pytest.fixture
def officer(july: Division, people: People, client_of: Any) -> Any:
    return client_of(people.officer)


def warnings(officer: Client, cell: str, value: str) -> list[str]:
    return [
        warning["code"]
        for row in send(officer, [{"cell": cell, "value": value, "seen": None}]).json()["rows"]
        for warning in row["warnings"]
        if row["row"] == cell
    ]


@pytest.mark.parametrize(("value", "codes"), [("2,311", []), ("9,999,999", ["unusual"]), ("23,110", ["slip"])])
def test_a_sum_after_a_half_years_run_is_held_against_its_mean(
    july: Division, officer: Client, value: str, codes: list[str]
) -> None:
    """13,869 in six months."""
    assert warnings(officer, cell_of(july, "상담"), value) == codes


@pytest.mark.parametrize(("value", "codes"), [("3,700", []), ("9,999,999", ["unusual"])])
def test_a_whole_is_held_against_its_parts(july: Division, officer: Client, value: str, codes: list[str]) -> None:
    """14,310 and 7,943 in six months, and nothing of the whole itself."""
    assert warnings(officer, cell_of(july, "공간이용"), value) == codes


@pytest.mark.parametrize(("value", "codes"), [("37", []), ("370", ["slip"])])
def test_a_stock_is_not_divided_by_the_months_of_its_run(
    july: Division, officer: Client, value: str, codes: list[str]
) -> None:
    places = july.models.Indicator.objects.create(short_name="지점", name="지점", accumulation="latest")
    july.models.Actual.objects.create(
        indicator=places,
        first_month=HALF[0].first,
        last_month=HALF[0].last,
        value=36,
        source="data",
        entered_at="2018-07-11T09:00:00+09:00",
    )
    assert warnings(officer, f"a{places.pk}", value) == codes
