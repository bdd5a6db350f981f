"""The periods of a table's entries, and how one moves another."""

import pytest

from reports.tables.description import DescriptionError
from reports.tables.periods import moved, together, when
from seoulwork.domain.clock import Clock
from seoulwork.domain.periods import Month, Run

CLOCK = Clock(Month(2018, 6), 2018)
HALF = Run.parse("2018-01~2018-06")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (("Y",), "2018"),
        (("Y-1",), "2017"),
        (("YTD-1",), "2017-01~2017-06"),
        (("Q",), "2018-04~2018-06"),
        (("Q-1",), "2018-01~2018-03"),
        (("Q+3",), "2019-01~2019-03"),
        (("M-12",), "2017-01~2017-06"),
        (("Y-1", "Q"), "2017-10~2017-12"),
        (("YQ3",), "2018-07~2018-09"),
        (("YH2",), "2018-07~2018-12"),
        (("YM5",), "2018-05"),
    ],
)
def test_a_run_is_moved_step_by_step(steps: tuple[str, ...], expected: str) -> None:
    assert moved(HALF, steps) == Run.parse(expected)


def test_what_is_set_against_another_moves_it_and_a_date_stands() -> None:
    year = Run.parse("2017")
    assert together(HALF, ("Y-1",)) == year
    assert together(("Y-1",), HALF) == year
    assert together(HALF, year) == year
    assert together(("Y-1",), ("Q",)) == ("Y-1", "Q")
    assert when("Y-1", CLOCK) == ("Y-1",)
    assert when("2017", CLOCK) == year


@pytest.mark.parametrize("step", ["Y-9999", "YTD-3000", "지난해"])
def test_what_is_no_period_is_refused_with_a_sentence(step: str) -> None:
    with pytest.raises(DescriptionError, match=r"[가-힣]"):
        moved(HALF, (step,))
