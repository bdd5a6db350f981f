from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seoulwork.domain.periods import Month, PeriodError, Run, printed_as_of

months = st.builds(Month, st.integers(1950, 2900), st.integers(1, 12))
runs = st.builds(lambda first, length: Run(first, first + length), months, st.integers(0, 60))


@given(months)
def test_a_month_is_read_from_what_it_prints_and_from_its_number(month: Month) -> None:
    assert Month.parse(str(month)) == month
    assert Month.from_integer(int(month)) == month
    assert Month.of(month.first_day) == Month.of(month.last_day) == month


@given(months, st.integers(-400, 400))
def test_steps_of_months_can_be_taken_back(month: Month, step: int) -> None:
    assert month + step - step == month
    assert (month + step > month) == (step > 0)


@given(months)
def test_a_month_ends_the_day_before_the_next_begins(month: Month) -> None:
    assert month.last_day + timedelta(days=1) == (month + 1).first_day
    assert (month.last_day - month.first_day).days + 1 == month.days


@pytest.mark.parametrize(
    "text",
    ["2018-13", "2018-00", "2018", "18-06", "2018-6-1", "", "2018/06", "2999-12", "3000-01", "1899-12", "1900-01"],
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(PeriodError):
        Month.parse(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018", "2018-01", "2018-12"),
        ("2019~2022", "2019-01", "2022-12"),
        ("2018H1", "2018-01", "2018-06"),
        ("2018H2", "2018-07", "2018-12"),
        ("2018-06", "2018-06", "2018-06"),
        ("2018-6", "2018-06", "2018-06"),
        ("2018-01~2018-06", "2018-01", "2018-06"),
        ("2017-12 ~ 2018-04", "2017-12", "2018-04"),
        ("2017H2~2018", "2017-07", "2018-12"),
    ],
)
def test_reads_runs_of_months(text: str, first: str, last: str) -> None:
    assert Run.parse(text) == Run(Month.parse(first), Month.parse(last))


@pytest.mark.parametrize("text", ["", "~", "2018~", "2018H3", "2018-06~2018-01", "2018~2019~2020", "6월", "2018-06-30"])
def test_what_is_no_run_is_refused(text: str) -> None:
    with pytest.raises(PeriodError):
        Run.parse(text)


@given(runs)
def test_a_run_is_read_from_its_ends(run: Run) -> None:
    assert Run.parse(f"{run.first}~{run.last}") == run


@given(runs)
def test_a_run_is_its_months(run: Run) -> None:
    inside = run.months()
    assert (inside[0], inside[-1]) == (run.first, run.last)
    assert sum(month.days for month in inside) == run.days
    assert all(month in run for month in inside)
    assert run.first - 1 not in run
    assert run.last + 1 not in run


@given(runs, runs)
def test_runs_overlap_when_they_share_a_month(one: Run, other: Run) -> None:
    shared = set(one.months()) & set(other.months())
    assert one.overlaps(other) == other.overlaps(one) == bool(shared)
    assert (other in one) == (shared == set(other.months()))


@given(runs)
def test_the_same_run_a_year_before(run: Run) -> None:
    before = run.a_year_before()
    assert [month + 12 for month in before.months()] == list(run.months())


def test_a_run_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(PeriodError, match="앞섭니다"):
        Run(Month(2018, 6), Month(2018, 5))


@pytest.mark.parametrize(
    ("text", "korean"),
    [
        ("2018", "2018년"),
        ("2016~2017", "2016년~2017년"),
        ("2018H1", "2018년 상반기(1월~6월)"),
        ("2018H2", "2018년 하반기(7월~12월)"),
        ("2018-06", "2018년 6월"),
        ("2018-01~2018-05", "2018년 1월~5월"),
        ("2017-12~2018-04", "2017년 12월~2018년 4월"),
    ],
)
def test_says_a_run_in_korean(text: str, korean: str) -> None:
    assert Run.parse(text).korean == korean


@pytest.mark.parametrize(
    ("day", "printed"),
    [("2018-06-30", "'18.6월말"), ("2018-07-11", "'18.7.11"), ("2016-02-29", "'16.2월말"), ("2018-02-27", "'18.2.27")],
)
def test_the_last_day_of_a_month_is_printed_as_its_end(day: str, printed: str) -> None:
    assert printed_as_of(date.fromisoformat(day)) == printed


def test_a_run_has_a_short_name_on_the_page_of_a_year() -> None:
    assert [Run.parse(text).short(2018) for text in ("2018-06", "2018H1", "2017", "2017-07", "2017-12~2018-04")] == [
        "6월",
        "1~6월",
        "'17.1~12월",
        "'17.7월",
        "'17.12~'18.4월",
    ]
