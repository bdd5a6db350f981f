"""Programmes, their indicators, and the parts into which an indicator is broken down."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable

from seoulwork.domain.notation import check_name
from seoulwork.domain.vocabulary import ACCUMULATIONS, FREQUENCIES, UNITS
from seoulwork.figures.divisions import division
from seoulwork.figures.models.querysets import ProgrammeQuerySet

BY_PROGRAMME: list[str | Combinable] = [F("programme__number").asc(nulls_first=True), "position", "pk"]
"""The division's own first, then its programmes: left alone, PostgreSQL puts the empty ones last and SQLite first."""


def valid_unit(value: str) -> None:
    if value not in UNITS:
        raise ValidationError(f"등록된 단위가 아닙니다: '{value}'. 쓸 수 있는 단위: {', '.join(filter(None, UNITS))}")


def valid_name(value: str) -> None:
    if problem := check_name(value):
        raise ValidationError(problem)


class Programme(models.Model):
    """사업: one of the division's main works, with the number and title under which it is reported."""

    number = models.PositiveSmallIntegerField("번호")
    title = models.CharField("사업명", max_length=120)
    first_year = models.PositiveSmallIntegerField("시작 연도")
    last_year = models.PositiveSmallIntegerField("종료 연도", null=True, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["number", "pk"]
        verbose_name = verbose_name_plural = "사업"
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(last_year__isnull=True),
                name="%(app_label)s_programme_number_unique",
                violation_error_message="같은 번호의 사업이 이미 있습니다.",
            ),
            models.UniqueConstraint(
                fields=["number", "first_year"],
                name="%(app_label)s_programme_first_year_unique",
                violation_error_message="같은 해에 시작하는 같은 번호의 사업이 이미 있습니다.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="%(app_label)s_programme_number_positive",
                violation_error_message="사업 번호는 1부터입니다.",
            ),
            models.CheckConstraint(
                condition=Q(last_year__isnull=True) | Q(last_year__gte=F("first_year")),
                name="%(app_label)s_programme_years_ordered",
                violation_error_message="종료 연도가 시작 연도보다 앞섭니다.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def clean(self) -> None:
        """Refuse a number that another programme has in one of the same years: a briefing knows programmes by number."""
        if None in (self.number, self.first_year):
            return
        same_years = Q(last_year__isnull=True) | Q(last_year__gte=self.first_year)
        if self.last_year is not None:
            same_years &= Q(first_year__lte=self.last_year)
        other = type(self)._default_manager.filter(same_years, number=self.number).exclude(pk=self.pk).first()
        if other is not None:
            raise ValidationError(
                {
                    "number": f"같은 번호의 사업이 이미 있습니다: '{other}'({other.first_year}~{other.last_year or ''}). "
                    "해가 겹치지 않게 시작 연도나 종료 연도를 고치거나 다른 번호를 적어 주세요."
                }
            )


class Accumulation(models.TextChoices):
    """How an indicator's months add up to a period (reading notes §3)."""

    SUM = "sum", ACCUMULATIONS["sum"]
    LATEST = "latest", ACCUMULATIONS["latest"]
    MEAN = "mean", ACCUMULATIONS["mean"]
    RATIO = "ratio", ACCUMULATIONS["ratio"]


class Frequency(models.TextChoices):
    MONTHLY = "monthly", FREQUENCIES["monthly"]
    OCCASIONAL = "occasional", FREQUENCIES["occasional"]


def _refuse_shared_name(instance: Any, other: str, message: str) -> None:
    """Sentences refer to indicators and budgets by one name space, of each programme and of the division."""
    rows = division(instance._meta.app_label).model(other).objects
    if rows.filter(programme=instance.programme, short_name=instance.short_name).exists():
        raise ValidationError({"short_name": message})


class Indicator(models.Model):
    """지표. `programme` is empty for the division's own indicators. `short_name` is what sentences refer to."""

    programme = models.ForeignKey(
        "Programme", models.PROTECT, null=True, blank=True, related_name="indicators", verbose_name="사업"
    )
    short_name = models.CharField("짧은 이름", max_length=40, validators=[valid_name])
    name = models.CharField("지표명", max_length=120)
    unit = models.CharField("단위", max_length=10, blank=True, validators=[valid_unit])
    decimals = models.PositiveSmallIntegerField("소수 자리", default=0)
    accumulation = models.CharField("합산 방법", max_length=10, choices=Accumulation, default=Accumulation.SUM)
    frequency = models.CharField("입력 주기", max_length=10, choices=Frequency, default=Frequency.MONTHLY)
    lower_is_better = models.BooleanField("낮을수록 좋음", default=False)
    definition = models.CharField("정의", max_length=300, blank=True)
    flow = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="stocks", verbose_name="쌓이는 지표",
        help_text="누계 지표라면, 더해져서 이 누계가 되는 지표",
    )  # fmt: skip
    policy_order = models.PositiveSmallIntegerField("주요 정책지표 순서", null=True, blank=True)
    restates = models.CharField(
        "같은 값인 지표", max_length=120, blank=True,
        help_text="다른 지표를 큰 단위로 다시 쓴 것이라면 그 이름. 예: 일자리/간접일자리",
    )  # fmt: skip
    position = models.PositiveSmallIntegerField("순서", default=0)
    last_year = models.PositiveSmallIntegerField("종료 연도", null=True, blank=True)

    class Meta:
        abstract = True
        ordering = BY_PROGRAMME
        verbose_name = verbose_name_plural = "지표"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "short_name"],
                name="%(app_label)s_indicator_name_unique",
                violation_error_message="이 사업에 같은 짧은 이름의 지표가 있습니다.",
            ),
            models.UniqueConstraint(
                fields=["short_name"],
                condition=Q(programme__isnull=True),
                name="%(app_label)s_indicator_division_name_unique",
                violation_error_message="담당관 공통 지표에 같은 짧은 이름이 있습니다.",
            ),
            models.UniqueConstraint(
                fields=["policy_order"],
                condition=Q(policy_order__isnull=False),
                name="%(app_label)s_indicator_policy_order_unique",
                violation_error_message="같은 순서의 주요 정책지표가 있습니다.",
            ),
            models.CheckConstraint(
                condition=Q(decimals__lte=4), name="%(app_label)s_indicator_decimals_limited",
                violation_error_message="소수는 4자리까지입니다.",
            ),
            models.CheckConstraint(
                condition=Q(accumulation__in=Accumulation.values), name="%(app_label)s_indicator_accumulation_known",
            ),
            models.CheckConstraint(
                condition=Q(frequency__in=Frequency.values), name="%(app_label)s_indicator_frequency_known",
            ),
            models.CheckConstraint(
                condition=Q(flow__isnull=True) | Q(accumulation=Accumulation.LATEST),
                name="%(app_label)s_indicator_flow_only_of_stock",
                violation_error_message="쌓이는 지표는 누계(최근) 지표에만 둡니다.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        _refuse_shared_name(self, "Budget", "이 이름의 예산이 있습니다. 지표와 예산은 이름을 함께 쓸 수 없습니다.")


class Part(models.Model):
    """세부: one part of an indicator's breakdown. Top-level parts of one dimension add up to the whole, nested ones to their parent."""

    indicator = models.ForeignKey("Indicator", models.CASCADE, related_name="parts", verbose_name="지표")
    dimension = models.CharField("구분 기준", max_length=40, blank=True)
    path = models.CharField("이름", max_length=120, help_text="상위/하위처럼 /로 잇습니다.")
    position = models.PositiveSmallIntegerField("순서", default=0)

    class Meta:
        abstract = True
        ordering = ["indicator_id", "position", "pk"]
        verbose_name = verbose_name_plural = "지표 세부"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "path"],
                name="%(app_label)s_part_path_unique",
                violation_error_message="이 지표에 같은 이름의 세부가 있습니다.",
            ),
            models.CheckConstraint(condition=~Q(path=""), name="%(app_label)s_part_path_given"),
        ]

    def __str__(self) -> str:
        return self.path
