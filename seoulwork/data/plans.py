"""월별 계획 out of a file: the twelve cumulative figures of a year, of an indicator or of what is spent of a budget line."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from seoulwork.data.datafile import Entry
from seoulwork.data.run import Loading
from seoulwork.domain.periods import PeriodError, Run
from seoulwork.figures.divisions import Models
from seoulwork.figures.models import plan_of, refuse_unplanned

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Budget, Indicator

MONTHS = 12


def load_plans(
    loading: Loading, models: Models, owner: "Indicator | Budget", entry: Entry, read: Callable[[Entry], int]
) -> None:
    """`2018: [100, 200, …]`: by year, from January to December, each from January on. `read` takes one of them."""
    for year in entry.values():
        run = _year(year)
        try:
            refuse_unplanned(owner, run.first.year)
        except ValidationError as error:
            raise year.error(" ".join(error.messages)) from error
        values = list(year)
        if len(values) != MONTHS:
            raise year.error(
                f"월별 계획은 1월부터 12월까지의 누계 {MONTHS}개를 [ ] 안에 차례로 적습니다. 지금은 {len(values)}개입니다."
            )
        for month, each in zip(run.months(), values, strict=True):
            value = read(each)
            if value < 0:
                raise each.error("월별 계획은 0보다 작을 수 없습니다.")
            place = {**plan_of(owner), "month": month}
            loading.figure(models.MonthPlan, place, {"value": value}, each)


def _year(entry: Entry) -> Run:
    try:
        run = Run.parse(entry.name)
    except PeriodError as error:
        raise entry.error(str(error)) from error
    if not run.is_year:
        raise entry.error(f"월별 계획은 해마다 적습니다: '{entry.name}'. 2018처럼 적어 주세요.")
    return run
