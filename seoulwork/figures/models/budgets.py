"""Budget lines, their amounts and what was spent of them."""

from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from seoulwork.domain.vocabulary import BUDGET_KINDS, FUND_SOURCES
from seoulwork.figures.divisions import division
from seoulwork.figures.fields import MonthField, months_are_valid
from seoulwork.figures.labels import lazily
from seoulwork.figures.models.programmes import BY_PROGRAMME, _refuse_shared_name, valid_name
from seoulwork.figures.models.querysets import ExecutionQuerySet
from seoulwork.figures.models.records import (
    Imported,
    Record,
    ended_rightly,
    followed,
    source_known,
    unique_current,
)

if TYPE_CHECKING:
    from seoulwork.figures import concrete


class BudgetKind(models.TextChoices):
    """The three that must not be mixed up, and grants, whose execution is reported too."""

    CURRENT = "current", BUDGET_KINDS["current"]
    REQUIRED = "required", BUDGET_KINDS["required"]
    TOTAL_COST = "total_cost", BUDGET_KINDS["total_cost"]
    GRANT = "grant", BUDGET_KINDS["grant"]


class FundSource(models.TextChoices):
    CITY = "city", FUND_SOURCES["city"]
    NATIONAL = "national", FUND_SOURCES["national"]
    PROVINCE = "province", FUND_SOURCES["province"]
    DISTRICT = "district", FUND_SOURCES["district"]
    FUND = "fund", FUND_SOURCES["fund"]


class Budget(models.Model):
    """예산 과목: a budget line of a year, of the division or of a programme; its amounts are Appropriations."""

    programme = models.ForeignKey(
        "Programme", models.PROTECT, null=True, blank=True, related_name="budgets", verbose_name="사업"
    )
    short_name = models.CharField("짧은 이름", max_length=40, validators=[valid_name])
    kind = models.CharField("종류", max_length=10, choices=BudgetKind)
    year = models.PositiveSmallIntegerField("회계연도")
    part = models.CharField("세부", max_length=200, blank=True)
    """With what stands above it: `정책사업/단위사업/세부사업`, whose names are up to some 60 letters each."""
    fund_source = models.CharField("재원", max_length=10, choices=FundSource, blank=True)
    position = models.PositiveSmallIntegerField("순서", default=0)

    class Meta:
        abstract = True
        ordering = BY_PROGRAMME
        verbose_name = verbose_name_plural = "예산"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "short_name", "year", "part", "fund_source"],
                name="%(app_label)s_budget_line_unique",
                violation_error_message="같은 예산 과목이 이미 있습니다.",
            ),
            models.UniqueConstraint(
                fields=["short_name", "year", "part", "fund_source"],
                condition=Q(programme__isnull=True),
                name="%(app_label)s_budget_division_line_unique",
                violation_error_message="같은 예산 과목이 이미 있습니다.",
            ),
            models.CheckConstraint(condition=Q(kind__in=BudgetKind.values), name="%(app_label)s_budget_kind_known"),
            models.CheckConstraint(
                condition=Q(fund_source__in=["", *FundSource.values]), name="%(app_label)s_budget_source_known"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1900) & Q(year__lte=2999),
                name="%(app_label)s_budget_year_valid",
                violation_error_message="회계연도를 확인해 주세요.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=BudgetKind.CURRENT) | Q(programme__isnull=True),
                name="%(app_label)s_budget_current_of_division",
                violation_error_message=lazily(
                    "예산현액은 {division} 전체의 예산에만 씁니다. 사업의 예산은 소요예산, 총사업비, 보조금 가운데 하나로 적어 주세요."
                ),
            ),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [str(self.year), self.short_name, self.part, self.get_fund_source_display()]))

    def clean(self) -> None:
        _refuse_shared_name(
            self,
            division(self._meta.app_label).models.Indicator.objects,
            "이 이름의 지표가 있습니다. 지표와 예산은 이름을 함께 쓸 수 없습니다.",
        )
        if self.part and any(not each or each != each.strip() for each in self.part.split("/")):
            raise ValidationError(
                {"part": "단계마다 이름을 적고 빈칸 없이 /로 이어 주세요. 예: 정책사업/단위사업/세부사업"}
            )


class Appropriation(Record):
    """예산액 of a budget line, in won, in force from `from_month` on (a supplementary budget adds a later row)."""

    budget: "models.ForeignKey[concrete.Budget, concrete.Budget]" = models.ForeignKey(
        "Budget", models.PROTECT, related_name="appropriations", verbose_name="예산"
    )
    from_month = MonthField("적용 달")
    amount = models.BigIntegerField("예산액", help_text="원")

    class Meta:
        abstract = True
        ordering = ["budget_id", "from_month", "pk"]
        verbose_name = verbose_name_plural = "예산액"
        constraints = [
            *unique_current("appropriation", ["budget", "from_month"]),
            source_known("appropriation"),
            ended_rightly("appropriation"),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="%(app_label)s_appropriation_not_negative",
                violation_error_message="예산액은 0보다 작을 수 없습니다.",
            ),
            models.CheckConstraint(
                condition=months_are_valid("from_month"), name="%(app_label)s_appropriation_month_valid"
            ),
        ]
        indexes = [followed("appropriation")]

    def __str__(self) -> str:
        return f"{self.budget} {self.from_month.korean}부터"


class Execution(Imported, Record):
    """집행: committed amount and expenditure of a budget line, in won, from January to the end of `month`."""

    budget: "models.ForeignKey[concrete.Budget, concrete.Budget]" = models.ForeignKey(
        "Budget", models.PROTECT, related_name="executions", verbose_name="예산"
    )
    month = MonthField("기준 달")
    committed = models.BigIntegerField("원인행위액", null=True, blank=True, help_text="원")
    spent = models.BigIntegerField("지출액", null=True, blank=True, help_text="원")

    objects: ClassVar = ExecutionQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["budget_id", "month", "pk"]
        verbose_name = verbose_name_plural = "예산 집행"
        constraints = [
            *unique_current("execution", ["budget", "month"]),
            source_known("execution"),
            ended_rightly("execution"),
            models.CheckConstraint(condition=months_are_valid("month"), name="%(app_label)s_execution_month_valid"),
            models.CheckConstraint(
                condition=Q(committed__isnull=False) | Q(spent__isnull=False),
                name="%(app_label)s_execution_not_empty",
                violation_error_message="원인행위액과 지출액 가운데 하나는 있어야 합니다.",
            ),
            models.CheckConstraint(
                condition=(Q(committed__isnull=True) | Q(committed__gte=0)) & (Q(spent__isnull=True) | Q(spent__gte=0)),
                name="%(app_label)s_execution_not_negative",
                violation_error_message="누계 집행액은 0보다 작을 수 없습니다.",
            ),
            models.CheckConstraint(
                condition=Q(committed__isnull=True) | Q(spent__isnull=True) | Q(spent__lte=F("committed")),
                name="%(app_label)s_execution_spent_within_committed",
                violation_error_message="지출액이 원인행위액보다 많습니다.",
            ),
        ]
        indexes = [followed("execution")]

    def __str__(self) -> str:
        return f"{self.budget} {self.month.korean}까지"
