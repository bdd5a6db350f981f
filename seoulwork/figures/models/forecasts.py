"""연말 전망: where an officer thinks an indicator will stand, or how much of a budget line will be spent, at the end of a year, and why."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from seoulwork.figures.models.records import Record, ended_rightly, followed, source_known, unique_current

if TYPE_CHECKING:
    from seoulwork.figures import concrete


class Forecast(Record):
    """What an indicator's whole year will come to, in its base unit × 10**decimals. `reason` says why: it is never blank."""

    indicator: "models.ForeignKey[concrete.Indicator, concrete.Indicator]" = models.ForeignKey(
        "Indicator", models.PROTECT, related_name="forecasts", verbose_name="지표", db_index=False
    )
    year = models.PositiveSmallIntegerField("연도")
    value = models.BigIntegerField("연말 전망", help_text="기본 단위의 정수")

    class Meta:
        abstract = True
        ordering = ["indicator_id", "year", "pk"]
        verbose_name = verbose_name_plural = "연말 전망"
        constraints = [
            *unique_current("forecast", ["indicator", "year"]),
            source_known("forecast"),
            ended_rightly("forecast"),
            models.CheckConstraint(
                condition=Q(year__gte=1901, year__lte=2998), name="%(app_label)s_forecast_year_valid"
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="%(app_label)s_forecast_not_negative",
                violation_error_message="연말 전망은 0보다 작을 수 없습니다.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="%(app_label)s_forecast_reason_given",
                violation_error_message="그렇게 보는 까닭을 적어 주세요.",
            ),
        ]
        indexes = [followed("forecast")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}년 연말 전망"


class SpendingForecast(Record):
    """What will be spent of a budget line by the end of its year, in won. `reason` says why: it is never blank."""

    budget: "models.ForeignKey[concrete.Budget, concrete.Budget]" = models.ForeignKey(
        "Budget", models.PROTECT, related_name="forecasts", verbose_name="예산 과목", db_index=False
    )
    value = models.BigIntegerField("집행 예상액", help_text="원")

    class Meta:
        abstract = True
        ordering = ["budget_id", "pk"]
        verbose_name = verbose_name_plural = "집행의 연말 전망"
        constraints = [
            *unique_current("spending", ["budget"]),
            source_known("spending"),
            ended_rightly("spending"),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="%(app_label)s_spending_not_negative",
                violation_error_message="연말 전망은 0보다 작을 수 없습니다.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="%(app_label)s_spending_reason_given",
                violation_error_message="그렇게 보는 까닭을 적어 주세요.",
            ),
        ]
        indexes = [followed("spending")]

    def __str__(self) -> str:
        return f"{self.budget} 연말 전망"
