"""Programmes, their indicators, the parts into which an indicator is broken down, and the figures of both: targets and actuals.

They stand in one file because the type checker looks for a model that a foreign key names in the file of the key."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Max, Q
from django.db.models.expressions import Combinable

from seoulwork.domain.ledger.formulas import formula_of
from seoulwork.domain.notation import NotationError, check_name
from seoulwork.domain.periods import Run
from seoulwork.domain.vocabulary import ACCUMULATIONS, ASKING, FREQUENCIES, UNITS
from seoulwork.figures.divisions import division
from seoulwork.figures.fields import MonthField, UnitField, months_are_valid
from seoulwork.figures.labels import division_word, lazily
from seoulwork.figures.models.querysets import ActualMonthQuerySet, PeriodQuerySet, ProgrammeQuerySet
from seoulwork.figures.models.records import Imported, Record, ended_rightly, followed, source_known, unique_current

if TYPE_CHECKING:
    from seoulwork.accounts.models import User
    from seoulwork.figures import concrete


def responsible() -> "models.ForeignKey[User | None, User | None]":
    """Who sees to it: an account of the division. Its app stands above this one, and is named only."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="담당자"
    )


BY_PROGRAMME: list[str | Combinable] = [F("programme__number").asc(nulls_first=True), "position", "pk"]
"""The division's own first, then its programmes: left alone, PostgreSQL puts the empty ones last and SQLite first."""


def valid_unit(value: str) -> None:
    if value not in UNITS:
        raise ValidationError(
            f"등록된 단위가 아닙니다: '{value}'. 쓸 수 있는 단위: {', '.join(filter(None, UNITS.offered))}"
        )


def valid_name(value: str) -> None:
    if problem := check_name(value):
        raise ValidationError(problem)


class Programme(models.Model):
    """사업: one of the division's main works, with the number and title under which it is reported."""

    number = models.PositiveSmallIntegerField("번호")
    title = models.CharField("사업명", max_length=120)
    first_year = models.PositiveSmallIntegerField("시작 연도")
    last_year = models.PositiveSmallIntegerField("종료 연도", null=True, blank=True)
    responsible = responsible()

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
                condition=Q(number__gte=1),
                name="%(app_label)s_programme_number_positive",
                violation_error_message="사업 번호는 1부터입니다.",
            ),
            models.CheckConstraint(
                condition=Q(last_year__isnull=True) | Q(last_year__gte=F("first_year")),
                name="%(app_label)s_programme_years_ordered",
                violation_error_message="종료 연도가 시작 연도보다 앞섭니다.",
            ),
        ]

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


class Asking(models.TextChoices):
    """How much an indicator's figures may vary before they are asked about."""

    USUAL = "usual", ASKING["usual"]
    WIDE = "wide", ASKING["wide"]
    NEVER = "never", ASKING["never"]


class Frequency(models.TextChoices):
    MONTHLY = "monthly", FREQUENCIES["monthly"]
    OCCASIONAL = "occasional", FREQUENCIES["occasional"]


def _refuse_shared_name(instance: Any, others: models.Manager[Any], message: str) -> None:
    """Sentences refer to indicators and budgets by one name space, of each programme and of the division."""
    if others.filter(programme=instance.programme, short_name=instance.short_name).exists():
        raise ValidationError({"short_name": message})


class Indicator(models.Model):
    """지표. `programme` is empty for the division's own indicators. `short_name` is what sentences refer to."""

    programme: "models.ForeignKey[concrete.Programme | None, concrete.Programme | None]" = models.ForeignKey(
        "Programme", models.PROTECT, null=True, blank=True, related_name="indicators", verbose_name="사업"
    )
    short_name = models.CharField("짧은 이름", max_length=40, validators=[valid_name])
    name = models.CharField("지표명", max_length=120)
    unit = UnitField("단위", validators=[valid_unit])
    decimals = models.PositiveSmallIntegerField("소수 자리", default=0)
    accumulation = models.CharField("합산 방법", max_length=10, choices=Accumulation, default=Accumulation.SUM)
    frequency = models.CharField("입력 주기", max_length=10, choices=Frequency, default=Frequency.MONTHLY)
    lower_is_better = models.BooleanField("낮을수록 좋음", default=False)
    within_whole = models.BooleanField(
        "분자는 분모 이하",
        default=False,
        help_text="비율 지표에서 분자가 분모의 일부라면, 분모보다 많은 분자를 받지 않습니다.",
    )
    asking = models.CharField(
        "되묻기",
        max_length=10,
        choices=Asking,
        default=Asking.USUAL,
        help_text="크게 변하는 지표: 되묻는 기준을 세 배로 봅니다. 묻지 않음: 있을 법하지 않은 값도 묻지 않습니다.",
    )
    definition = models.CharField("정의", max_length=300, blank=True)
    flow: "models.ForeignKey[concrete.Indicator | None, concrete.Indicator | None]" = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stocks",
        verbose_name="쌓이는 지표",
        help_text="누계 지표라면, 더해져서 이 누계가 되는 지표",
    )
    policy_order = models.PositiveSmallIntegerField("주요 정책지표 순서", null=True, blank=True)
    restates = models.CharField(
        "같은 값인 지표",
        max_length=120,
        blank=True,
        help_text="다른 지표를 큰 단위로 다시 쓴 것이라면 그 이름. 예: 일자리/간접일자리",
    )
    formula = models.CharField(
        "셈",
        max_length=200,
        blank=True,
        db_default="",
        help_text="다른 지표에서 셈하는 지표라면 그 셈. 예: 직접 + 간접, 취업÷상담, 지원금.지출액÷지원인원. 실적은 넣지 않습니다.",
    )
    position = models.PositiveSmallIntegerField("순서", default=0)
    last_year = models.PositiveSmallIntegerField("종료 연도", null=True, blank=True)
    responsible = responsible()

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
                violation_error_message=lazily("{division} 공통 지표에 같은 짧은 이름이 있습니다."),
            ),
            models.UniqueConstraint(
                fields=["policy_order"],
                condition=Q(policy_order__isnull=False),
                name="%(app_label)s_indicator_policy_order_unique",
                violation_error_message="같은 순서의 주요 정책지표가 있습니다.",
            ),
            models.CheckConstraint(
                condition=Q(decimals__lte=4),
                name="%(app_label)s_indicator_decimals_limited",
                violation_error_message="소수는 4자리까지입니다.",
            ),
            models.CheckConstraint(
                condition=Q(accumulation__in=Accumulation.values), name="%(app_label)s_indicator_accumulation_known"
            ),
            models.CheckConstraint(
                condition=Q(frequency__in=Frequency.values), name="%(app_label)s_indicator_frequency_known"
            ),
            models.CheckConstraint(condition=Q(asking__in=Asking.values), name="%(app_label)s_indicator_asking_known"),
            models.CheckConstraint(
                condition=Q(within_whole=False) | Q(accumulation=Accumulation.RATIO),
                name="%(app_label)s_indicator_within_whole_only_of_ratio",
                violation_error_message="'분자는 분모 이하'는 합산 방법이 비율인 지표에만 고릅니다.",
            ),
            models.CheckConstraint(
                condition=Q(flow__isnull=True) | Q(accumulation=Accumulation.LATEST),
                name="%(app_label)s_indicator_flow_only_of_stock",
                violation_error_message="쌓이는 지표는 누계(최근) 지표에만 둡니다.",
            ),
            models.CheckConstraint(
                condition=Q(formula="") | Q(restates="", flow__isnull=True, within_whole=False),
                name="%(app_label)s_indicator_worked_out_alone",
                violation_error_message="셈하는 지표에는 쌓이는 지표, 같은 값인 지표, 분자는 분모 이하를 두지 않습니다. 셈이 그것을 정합니다.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        _refuse_shared_name(
            self,
            division(self._meta.app_label).models.Budget.objects,
            "이 이름의 예산이 있습니다. 지표와 예산은 이름을 함께 쓸 수 없습니다.",
        )
        self._check_restated()
        self._check_formula()

    def _check_formula(self) -> None:
        """Refuse a formula of what has figures of its own. Whether it fits what there is says figures/texts.py."""
        if not self.formula:
            return
        try:
            formula_of(self.formula)
        except NotationError as error:
            raise ValidationError({"formula": error.message}) from error
        own = division(self._meta.app_label).models
        if self.pk and own.Actual.objects.current().filter(indicator=self.pk).exists():
            raise ValidationError(
                {
                    "formula": "이미 실적이 있는 지표는 셈하는 지표로 바꿀 수 없습니다. 새 지표를 만들어 셈을 적어 주세요."
                }
            )
        if self.pk and own.Part.objects.filter(indicator=self.pk).exists():
            raise ValidationError(
                {"formula": "세부가 있는 지표는 셈하는 지표로 바꿀 수 없습니다. 새 지표를 만들어 셈을 적어 주세요."}
            )

    def _check_restated(self) -> None:
        """Refuse the name of no indicator or part beside it, or of its own."""
        name, _, path = self.restates.partition("/")
        if not name:
            return
        own = division(self._meta.app_label).models
        others = own.Indicator.objects.filter(Q(programme=self.programme) | Q(programme__isnull=True), short_name=name)
        other = others.exclude(pk=self.pk).order_by(F("programme").desc(nulls_last=True)).first()
        if other is None or (path and not own.Part.objects.filter(indicator=other, path=path).exists()):
            raise ValidationError(
                {
                    "restates": f"'{self.restates}'라는 지표나 세부가 없습니다. 같은 사업이나 {division_word()} 공통 지표의 짧은 이름을 적어 주세요."
                }
            )
        if UNITS[other.unit].base != UNITS[self.unit].base:
            raise ValidationError({"restates": f"'{self.restates}'의 단위와 달라 같은 값일 수 없습니다."})


class Part(models.Model):
    """세부: one part of an indicator's breakdown. Top-level parts of one dimension add up to the whole, nested ones to their parent."""

    indicator: "models.ForeignKey[concrete.Indicator, concrete.Indicator]" = models.ForeignKey(
        "Indicator", models.CASCADE, related_name="parts", verbose_name="지표"
    )
    dimension = models.CharField("구분 기준", max_length=40, blank=True)
    path = models.CharField("이름", max_length=120, help_text="상위/하위처럼 /로 잇습니다.")
    position = models.PositiveSmallIntegerField("순서", default=0)
    last_year = models.PositiveSmallIntegerField(
        "종료 연도",
        null=True,
        blank=True,
        help_text="그 해까지 셉니다. 다음 해부터는 입력하지도 빠졌다고 묻지도 않습니다.",
    )

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

    def clean(self) -> None:
        """A part counts as long as it, or one below it, has figures; an indicator that is worked out has none."""
        indicator = getattr(self, "indicator", None)
        if indicator is not None and indicator.formula:
            raise ValidationError(f"'{indicator}'은(는) 다른 지표에서 셈하는 지표여서 세부를 둘 수 없습니다.")
        if self.last_year is None or self.pk is None:
            return
        own = division(self._meta.app_label).models
        of = Q(part=self.pk) | Q(part__indicator=self.indicator, part__path__startswith=f"{self.path}/")
        found = [
            kind.objects.current().filter(of).aggregate(last=Max("last_month"))["last"]
            for kind in (own.Actual, own.Target)
        ]
        last = max(filter(None, found), default=None)
        if last is not None and last.year > self.last_year:
            raise ValidationError(
                {
                    "last_year": f"{last.korean}까지의 목표나 실적이 있습니다. {last.year}년 이후로 고치거나 그 목표와 실적을 먼저 지워 주세요."
                }
            )


class PeriodRecord(Record):
    """A figure of an indicator (or of one part of it) for a run of months."""

    # No index of their own: the constraints and Actual's index begin with the indicator, and each further one slows imports.
    indicator: "models.ForeignKey[concrete.Indicator, concrete.Indicator]" = models.ForeignKey(
        "Indicator", models.PROTECT, related_name="%(class)ss", verbose_name="지표", db_index=False
    )
    part: "models.ForeignKey[concrete.Part | None, concrete.Part | None]" = models.ForeignKey(
        "Part", models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name="세부", db_index=False
    )
    first_month = MonthField("시작 달")
    last_month = MonthField("끝 달")
    value = models.BigIntegerField("값", help_text="기본 단위의 정수")

    objects: ClassVar = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return " ".join(filter(None, [str(self.indicator), str(self.part or ""), self.run.korean]))

    @property
    def run(self) -> Run:
        return Run(self.first_month, self.last_month)


def _period_checks(name: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=months_are_valid("first_month", "last_month") & Q(last_month__gte=F("first_month")),
            name=f"%(app_label)s_{name}_months_ordered",
            violation_error_message="기간의 끝이 시작보다 앞섭니다.",
        )
    ]


class Target(PeriodRecord):
    """목표 of a year, or of a half-year or term."""

    class Meta:
        abstract = True
        ordering = ["indicator_id", "first_month", "pk"]
        verbose_name = verbose_name_plural = "목표"
        constraints = [
            *unique_current("target", ["indicator", "first_month", "last_month"], "part"),
            source_known("target"),
            ended_rightly("target"),
            *_period_checks("target"),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="%(app_label)s_target_not_negative",
                violation_error_message="목표는 0보다 작을 수 없습니다.",
            ),
        ]
        indexes = [followed("target")]


class Actual(Imported, PeriodRecord):
    """실적 of a run of months, usually one. Current rows of one indicator and part never overlap: see ActualMonth."""

    denominator = models.BigIntegerField("분모", null=True, blank=True, help_text="비율 지표에만")
    as_of = models.DateField("기준일", null=True, blank=True, help_text="비어 있으면 끝 달의 말일")

    class Meta:
        abstract = True
        ordering = ["indicator_id", "first_month", "pk"]
        verbose_name = verbose_name_plural = "실적"
        constraints = [
            *unique_current("actual", ["indicator", "first_month"], "part"),
            source_known("actual"),
            ended_rightly("actual"),
            *_period_checks("actual"),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gt=0),
                name="%(app_label)s_actual_denominator_positive",
                violation_error_message="분모는 0보다 커야 합니다.",
            ),
        ]
        indexes = [
            models.Index(fields=["indicator", "first_month"], name="%(app_label)s_actual_month"),
            followed("actual"),
        ]


class ActualMonth(models.Model):
    """One row for each month that a current actual covers: the unique constraints keep runs of months from overlapping,
    on both engines. Rows of superseded actuals are removed (the actuals themselves stay)."""

    actual: "models.ForeignKey[concrete.Actual, concrete.Actual]" = models.ForeignKey(
        "Actual", models.CASCADE, related_name="covered_months"
    )
    indicator: "models.ForeignKey[concrete.Indicator, concrete.Indicator]" = models.ForeignKey(
        "Indicator", models.CASCADE, related_name="+", db_index=False
    )
    part: "models.ForeignKey[concrete.Part | None, concrete.Part | None]" = models.ForeignKey(
        "Part", models.CASCADE, null=True, related_name="+", db_index=False
    )
    month = MonthField("달")

    objects = ActualMonthQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name = verbose_name_plural = "실적이 있는 달"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "part", "month"],
                condition=Q(part__isnull=False),
                name="%(app_label)s_actualmonth_with_part_unique",
                violation_error_message="이 달을 포함하는 실적이 이미 있습니다.",
            ),
            models.UniqueConstraint(
                fields=["indicator", "month"],
                condition=Q(part__isnull=True),
                name="%(app_label)s_actualmonth_unique",
                violation_error_message="이 달을 포함하는 실적이 이미 있습니다.",
            ),
            models.CheckConstraint(condition=months_are_valid("month"), name="%(app_label)s_actualmonth_month_valid"),
        ]
