"""The course of a year and the last years: only what is told without a gap, drawn with its numbers in a table."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reports.council.course import (
    EVENLY,
    Row,
    Told,
    charts,
    evenly,
    kept,
    of_path,
    run_of_order,
    standing,
    told_until,
)
from reports.council.figures import Stored
from reports.parts.courses import path_of
from reports.render.charts import chart_svg
from seoulwork.domain.ledger import Ledger, PlanRow, ValueRow
from seoulwork.domain.ledger import Stored as Stamp
from seoulwork.domain.periods import Month, Run
from tests.rows import INDICATOR


def row(run: str, value: int) -> Row:
    return Row(Run.parse(run), Decimal(value))


@given(st.lists(st.integers(0, 10**6), min_size=12, max_size=12), st.integers(1, 12))
def test_what_adds_up_stands_as_far_as_its_months_are_told_without_a_gap(values: list[int], gap: int) -> None:
    rows = [row(f"2018-{month:02}", value) for month, value in enumerate(values, 1) if month != gap]
    found = told_until(rows)
    assert found == {Month(2018, month): Decimal(sum(values[:month])) for month in range(1, gap)}


def test_a_run_of_months_stands_at_its_end_and_goes_on() -> None:
    rows = [row("2018-01~2018-03", 30), row("2018-04", 5), row("2018-06", 9), row("2017", 120)]
    assert told_until(rows) == {Month(2017, 12): Decimal(120), Month(2018, 3): Decimal(30), Month(2018, 4): Decimal(35)}
    assert standing([row("2018-01~2018-03", 30), row("2018-05", 9)]) == {
        Month(2018, 3): Decimal(30),
        Month(2018, 5): Decimal(9),
    }
    assert run_of_order("2018-06 2018-01") == Run.parse("2018-01~2018-06")
    assert run_of_order("2018-06") == Run.parse("2018-06")
    assert run_of_order("2018-06-30") is None


def test_an_edition_says_the_years_with_their_targets_and_money_from_january_on() -> None:
    def stored(kind: str, order: str, value: str, part: str = "") -> Stored:
        return Stored(kind, part, "", order, value, "", "")

    actuals = [
        stored("실적", "2017-12 2017-01", "3,411건"),
        stored("실적", "2018-06 2018-01", "1,694건"),
        stored("목표", "2018-12 2018-01", "4,000건"),
        stored("실적", "2018-06 2018-01", "99건", "청년"),
    ]
    told = kept("상담", True, actuals)
    assert told is not None
    (years,) = charts(told)
    assert years.rows == (("2017년", ("3,411건", "-")), ("2018년 6월까지", ("1,694건", "4,000건")))
    money = [stored("지출액", f"2018-0{month}", f"{month}00백만원") for month in (3, 5)]
    told = kept("예산", True, [*money, stored("예산현액", "2018-01", "1,200백만원")])
    assert told is not None
    (course,) = charts(told)
    assert course.heads == ("달", "2018년", EVENLY)
    assert course.rows[2] == ("3월", ("300백만원", "300백만원"))
    assert course.rows[4] == ("5월", ("500백만원", "500백만원"))
    assert kept("비율", None, actuals) is None
    assert kept("없음", True, []) is None


def test_what_is_stored_now_stands_against_its_plan_and_the_year_before() -> None:
    rows = tuple(
        ValueRow(1, None, Run(Month(year, month), Month(year, month)), month, Stamp(""))
        for year, last in ((2013, 12), (2014, 12), (2015, 12), (2016, 11), (2017, 12), (2018, 4))
        for month in range(1, last + 1)
    )
    plan = tuple(PlanRow(Month(2018, month), 10 * month, 1) for month in range(1, 13))
    path = path_of(Ledger("노동", Month(2018, 5), (), (INDICATOR,), actuals=rows, plans=plan), INDICATOR)
    assert path is not None
    course, years = charts(of_path("상담", path))
    assert course.heads == ("달", "2018년", "2017년", "월별 계획")
    assert course.rows[3] == ("4월", ("10명", "10명", "40명"))
    assert course.rows[4] == ("5월", ("-", "15명", "50명"))
    assert years.rows == (
        ("2014년", ("78명", "-")),
        ("2015년", ("78명", "-")),
        ("2016년 11월까지", ("66명", "-")),
        ("2017년", ("78명", "-")),
        ("2018년 4월까지", ("10명", "-")),
    )
    for narrow in (False, True):
        drawn = chart_svg(course.chart, narrow=narrow)
        assert "2018년 4월 10명" in drawn and "2017년 12월 78명" in drawn and 'role="img"' in drawn


def test_of_too_little_nothing_is_drawn() -> None:
    assert charts(Told("가", "명", 0, {}, {}, {})) == ()
    assert charts(Told("가", "명", 0, {Month(2018, 1): Decimal(1)}, {}, evenly(Decimal(12), 2018))) == ()
    assert evenly(None, 2018) == {}
