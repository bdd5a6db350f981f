import pytest
from hypothesis import given
from hypothesis import strategies as st

from seoulwork.domain.clock import Clock, Moving, Period
from seoulwork.domain.periods import Month, PeriodError, Run, TimeStyle, printed_run

JANUARY = Clock(Month(2018, 12), 2019)
"""Results of the year that has ended, plans of the year that begins."""
months = st.builds(Month, st.integers(1950, 2900), st.integers(1, 12))
clocks = st.builds(lambda month, later: Clock(month, month.year + later), months, st.integers(0, 1))


def test_results_go_up_to_the_reference_month_and_plans_are_of_the_plan_year() -> None:
    assert JANUARY.results == Run.parse("2018")
    assert JANUARY.plan == Run.parse("2019")
    assert Clock.of(Month(2018, 6)) == Clock(Month(2018, 6), 2018)
    assert Clock.of(Month(2018, 6)).results == Run.parse("2018H1")


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("기준년", "2018"),
        ("기준년-1", "2017"),
        ("기준년-1~기준년", "2017~2018"),
        ("기준년H2", "2018H2"),
        ("기준년-1H1", "2017H1"),
        ("기준년-05", "2018-05"),
        ("기준년-1-05", "2017-05"),
        ("기준년-01~기준월", "2018"),
        ("기준월", "2018-12"),
        ("기준월-1", "2018-11"),
        ("계획년", "2019"),
        ("계획년H1", "2019H1"),
        ("계획년+1~계획년+3", "2020~2022"),
        ("2016~계획년-1", "2016~2018"),
        ("2018H1", "2018H1"),
    ],
)
def test_a_period_of_the_clocks(text: str, run: str) -> None:
    assert Period.parse(text).at(JANUARY) == Run.parse(run)


@pytest.mark.parametrize(
    "text",
    [
        "기준년-13",
        "기준년-0",
        "기준년+10",
        "기준월H1",
        "기준월-05",
        "계획년H3",
        "기준년~",
        "기준",
        "기준년~기준년~기준년",
    ],
)
def test_what_is_no_period_of_the_clocks_is_refused(text: str) -> None:
    with pytest.raises(PeriodError, match="기간이 아닙니다"):
        Period.parse(text)


def test_a_period_that_ends_before_it_begins_under_these_clocks_is_refused() -> None:
    period = Period.parse("계획년~기준년")
    assert period.at(Clock.of(Month(2018, 6))) == Run.parse("2018")
    with pytest.raises(PeriodError, match="앞섭니다"):
        period.at(JANUARY)


@given(
    clocks, st.sampled_from(["기준년", "계획년"]), st.integers(-9, 9), st.sampled_from(["", "H1", "H2", "-01", "-12"])
)
def test_a_year_of_the_clocks_is_that_of_the_same_text_with_digits(
    clock: Clock, word: str, offset: int, within: str
) -> None:
    year = (clock.reference_month.year if word == "기준년" else clock.plan_year) + offset
    shown = f"{offset:+}" if offset else ""
    assert Period.parse(f"{word}{shown}{within}").at(clock) == Run.parse(f"{year}{within}")


def test_only_times_are_times() -> None:
    assert Moving.parse("기준년도") is None
    assert Moving.parse("상담") is None
    assert Moving.parse("기준월말") == Moving("기준월말")


@pytest.mark.parametrize(
    ("run", "style", "printed"),
    [
        ("2018-01~2018-06", TimeStyle(), "'18.1~6월"),
        ("2018-01~2018-06", TimeStyle(spaced=True), "'18. 1~6월"),
        ("2018-01~2018-06", TimeStyle(yearless=True), "1~6월"),
        ("2018-01~2018-06", TimeStyle(full=True), "2018년 1~6월"),
        ("2018-04", TimeStyle(), "'18.4월"),
        ("2018", TimeStyle(), "'18년"),
        ("2016~2017", TimeStyle(), "'16~'17년"),
        ("2017-12~2018-04", TimeStyle(), "'17.12월~'18.4월"),
        ("2017-12~2018-04", TimeStyle(yearless=True), "'17.12월~'18.4월"),
    ],
)
def test_how_a_run_is_printed(run: str, style: TimeStyle, printed: str) -> None:
    assert printed_run(Run.parse(run), style) == printed
