"""월별 계획: how far a flow, or the spending of a budget line, is to be at the end of each month."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from seoulwork.domain.periods import Run
from seoulwork.domain.vocabulary import EXECUTED
from seoulwork.figures.fields import MonthField, months_are_valid
from seoulwork.figures.models.records import Record, ended_rightly, followed, source_known, unique_current

if TYPE_CHECKING:
    from seoulwork.figures import concrete


class MonthPlan(Record):
    """월별 계획: what an indicator is to have reached from January to the end of `month`, in its base unit × 10**decimals; of a
    budget line what is to be spent of it by then, in won. A year has all of its twelve months, or none."""

    indicator = models.ForeignKey(
        "Indicator", models.PROTECT, null=True, blank=True, related_name="plans", verbose_name="지표", db_index=False
    )
    budget = models.ForeignKey(
        "Budget", models.PROTECT, null=True, blank=True, related_name="plans", verbose_name="예산 과목", db_index=False
    )
    month = MonthField("달")
    value = models.BigIntegerField("누계 계획", help_text="기본 단위의 정수")

    class Meta:
        abstract = True
        ordering = ["indicator_id", "budget_id", "month", "pk"]
        verbose_name = verbose_name_plural = "월별 계획"
        constraints = [
            *unique_current("monthplan_of_indicator", ["indicator", "month"]),
            *unique_current("monthplan_of_budget", ["budget", "month"]),
            source_known("monthplan"),
            ended_rightly("monthplan"),
            models.CheckConstraint(
                condition=Q(indicator__isnull=False, budget__isnull=True)
                | Q(indicator__isnull=True, budget__isnull=False),
                name="%(app_label)s_monthplan_of_one",
                violation_error_message="월별 계획은 지표 하나나 예산 과목 하나에 둡니다.",
            ),
            models.CheckConstraint(condition=months_are_valid("month"), name="%(app_label)s_monthplan_month_valid"),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="%(app_label)s_monthplan_not_negative",
                violation_error_message="월별 계획은 0보다 작을 수 없습니다.",
            ),
        ]
        indexes = [followed("monthplan")]

    def __str__(self) -> str:
        return f"{self.of} {self.month.korean}까지의 계획"

    @property
    def of(self) -> "concrete.Indicator | concrete.Budget":
        """What it plans."""
        owner = self.budget if self.indicator is None else self.indicator
        assert owner is not None  # noqa: S101  the database holds one of them
        return owner

    @property
    def run(self) -> Run:
        """The months that it tells of."""
        return Run(Run.year(self.month.year).first, self.month)


def plan_of(owner: Any) -> dict[str, Any]:
    """The fields of a plan that name an indicator or a budget line."""
    return {"indicator": None, "budget": None} | {str(owner._meta.model_name): owner}


def refuse_unplanned(owner: Any, year: int) -> None:
    """Raise ValidationError for an indicator or a budget line that has no plan by months in that year."""
    if owner._meta.model_name == "indicator":
        if owner.accumulation != "sum":
            raise ValidationError(
                f"'{owner}'에는 월별 계획을 둘 수 없습니다. 월별 계획은 달마다 더하는 지표(합산 방법 '합계')에만 둡니다."
            )
    elif owner.kind not in EXECUTED:
        raise ValidationError(f"'{owner}'에는 월별 계획을 둘 수 없습니다. 집행을 넣는 예산현액과 보조금에만 둡니다.")
    elif owner.year != year:
        raise ValidationError(f"'{owner}'의 월별 계획은 그 회계연도({owner.year}년)의 달에만 둡니다.")
