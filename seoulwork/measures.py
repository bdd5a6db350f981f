"""The abstract models that each division's app makes concrete: programmes, indicators, figures, budgets, texts, staff.

Every stored figure is a `Record`: a row that is never overwritten. A change writes a new row and marks the old one as
superseded; the rows are the history. Figures are whole numbers in the base unit of their unit (won, person, piece)
× 10**decimals of the indicator, because decimals drift on SQLite and both engines must agree to the last digit.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable
from django.utils import timezone

from .divisions import division
from .fields import MonthField
from .figures import UNITS
from .notation import check_name
from .periods import Month, Run

CURRENT = Q(superseded_at__isnull=True)
BY_PROGRAMME: list[str | Combinable] = [F("programme__number").asc(nulls_first=True), "position", "pk"]
"""The division's own first, then its programmes: left alone, PostgreSQL puts the empty ones last and SQLite first."""


def valid_unit(value: str) -> None:
    if value not in UNITS:
        raise ValidationError(f"등록된 단위가 아닙니다: '{value}'. 쓸 수 있는 단위: {', '.join(filter(None, UNITS))}")


def valid_name(value: str) -> None:
    if problem := check_name(value):
        raise ValidationError(problem)


def in_force(year: int, programme: str = "") -> Q:
    """The programmes that run in a year; `programme` is the path to them, with its `__`."""
    return Q(**{f"{programme}first_year__lte": year}) & (
        Q(**{f"{programme}last_year__isnull": True}) | Q(**{f"{programme}last_year__gte": year})
    )


def months_are_valid(*names: str) -> Q:
    """A check that each field holds a month (201801 … 201812)."""
    condition = Q()
    for name in names:
        condition &= Q(**{f"{name}__number__range": (1, 12), f"{name}__year__range": (1900, 2999)})
    return condition


class Programme(models.Model):
    """사업: one of the division's main works, with the number and title under which it is reported."""

    number = models.PositiveSmallIntegerField("번호")
    title = models.CharField("사업명", max_length=120)
    first_year = models.PositiveSmallIntegerField("시작 연도")
    last_year = models.PositiveSmallIntegerField("종료 연도", null=True, blank=True)

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

    SUM = "sum", "합계"
    LATEST = "latest", "최근"
    MEAN = "mean", "평균"
    RATIO = "ratio", "비율"


class Frequency(models.TextChoices):
    MONTHLY = "monthly", "매월"
    OCCASIONAL = "occasional", "수시"


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


class Source(models.TextChoices):
    """Where a stored figure came from."""

    DATA = "data", "자료 반입"
    BROWSER = "browser", "브라우저 입력"
    WORKBOOK = "workbook", "엑셀 반입"


class Record(models.Model):
    """A stored figure: who entered it, when, why, from where. Never overwritten; `superseded_at` marks replaced rows."""

    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="입력한 사람",
        help_text="비어 있으면 관리 명령이 넣은 값", db_index=False,
    )  # fmt: skip
    entered_at = models.DateTimeField("입력한 때", default=timezone.now)
    source = models.CharField("출처", max_length=10, choices=Source)
    place = models.CharField("출처의 자리", max_length=300, blank=True)
    reason = models.CharField("사유", max_length=300, blank=True)
    note = models.CharField("메모", max_length=500, blank=True)
    superseded_at = models.DateTimeField("대체된 때", null=True, blank=True)

    class Meta:
        abstract = True


class Imported(models.Model):
    """A record that may have come with a workbook: the batch that wrote it, so that it can be undone as a whole."""

    batch = models.ForeignKey(
        "seoulwork.Batch", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="반입"
    )

    class Meta:
        abstract = True


def unique_current(name: str, fields: list[str], nullable: str | None = None) -> list[models.BaseConstraint]:
    """One current row for the fields; a nullable one gets two partial constraints, since NULLs are distinct on SQLite."""
    message = "같은 자리에 이미 값이 있습니다. 화면을 새로 고친 뒤 다시 시도해 주세요."
    if nullable is None:
        return [
            models.UniqueConstraint(
                fields=fields,
                condition=CURRENT,
                name=f"%(app_label)s_{name}_current_unique",
                violation_error_message=message,
            )
        ]
    return [
        models.UniqueConstraint(
            fields=[*fields, nullable], condition=CURRENT & Q(**{f"{nullable}__isnull": False}),
            name=f"%(app_label)s_{name}_current_with_{nullable}_unique", violation_error_message=message,
        ),
        models.UniqueConstraint(
            fields=fields, condition=CURRENT & Q(**{f"{nullable}__isnull": True}),
            name=f"%(app_label)s_{name}_current_unique", violation_error_message=message,
        ),
    ]  # fmt: skip


def source_known(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(source__in=Source.values), name=f"%(app_label)s_{name}_source_known")


class PeriodRecord(Record):
    """A figure of an indicator (or of one part of it) for a run of months."""

    # No index of their own: the constraints and Actual's index begin with the indicator, and each further one slows imports.
    indicator = models.ForeignKey(
        "Indicator", models.PROTECT, related_name="%(class)ss", verbose_name="지표", db_index=False
    )
    part = models.ForeignKey(
        "Part", models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name="세부", db_index=False
    )
    first_month = MonthField("시작 달")
    last_month = MonthField("끝 달")
    value = models.BigIntegerField("값", help_text="기본 단위의 정수")

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
            *_period_checks("target"),
        ]


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
            *_period_checks("actual"),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gt=0),
                name="%(app_label)s_actual_denominator_positive",
                violation_error_message="분모는 0보다 커야 합니다.",
            ),
        ]
        indexes = [models.Index(fields=["indicator", "first_month"], name="%(app_label)s_actual_month")]


class ActualMonth(models.Model):
    """One row for each month that a current actual covers: the unique constraints keep runs of months from overlapping,
    on both engines. Rows of superseded actuals are removed (the actuals themselves stay)."""

    actual = models.ForeignKey("Actual", models.CASCADE, related_name="covered_months")
    indicator = models.ForeignKey("Indicator", models.CASCADE, related_name="+", db_index=False)
    part = models.ForeignKey("Part", models.CASCADE, null=True, related_name="+", db_index=False)
    month = MonthField("달")

    class Meta:
        abstract = True
        verbose_name = verbose_name_plural = "실적이 있는 달"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "part", "month"], condition=Q(part__isnull=False),
                name="%(app_label)s_actualmonth_with_part_unique",
                violation_error_message="이 달을 포함하는 실적이 이미 있습니다.",
            ),
            models.UniqueConstraint(
                fields=["indicator", "month"], condition=Q(part__isnull=True),
                name="%(app_label)s_actualmonth_unique",
                violation_error_message="이 달을 포함하는 실적이 이미 있습니다.",
            ),
            models.CheckConstraint(condition=months_are_valid("month"), name="%(app_label)s_actualmonth_month_valid"),
        ]  # fmt: skip


class BudgetKind(models.TextChoices):
    """The three that must not be mixed up, and grants, whose execution is reported too."""

    CURRENT = "current", "예산현액"
    REQUIRED = "required", "소요예산"
    TOTAL_COST = "total_cost", "총사업비"
    GRANT = "grant", "보조금"


class FundSource(models.TextChoices):
    CITY = "city", "시비"
    NATIONAL = "national", "국비"
    DISTRICT = "district", "구비"


class Budget(models.Model):
    """예산 과목: a budget line of a year, of the division or of a programme; its amounts are Appropriations."""

    programme = models.ForeignKey(
        "Programme", models.PROTECT, null=True, blank=True, related_name="budgets", verbose_name="사업"
    )
    short_name = models.CharField("짧은 이름", max_length=40, validators=[valid_name])
    kind = models.CharField("종류", max_length=10, choices=BudgetKind)
    year = models.PositiveSmallIntegerField("회계연도")
    part = models.CharField("세부", max_length=60, blank=True)
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
                fields=["short_name", "year", "part", "fund_source"], condition=Q(programme__isnull=True),
                name="%(app_label)s_budget_division_line_unique",
                violation_error_message="같은 예산 과목이 이미 있습니다.",
            ),
            models.CheckConstraint(condition=Q(kind__in=BudgetKind.values), name="%(app_label)s_budget_kind_known"),
            models.CheckConstraint(
                condition=Q(fund_source__in=["", *FundSource.values]), name="%(app_label)s_budget_source_known"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1900) & Q(year__lte=2999), name="%(app_label)s_budget_year_valid",
                violation_error_message="회계연도를 확인해 주세요.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=BudgetKind.CURRENT) | Q(programme__isnull=True),
                name="%(app_label)s_budget_current_of_division",
                violation_error_message="예산현액은 담당관 전체의 예산에만 씁니다. 사업의 예산은 소요예산, 총사업비, 보조금 가운데 하나로 적어 주세요.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return " ".join(filter(None, [str(self.year), self.short_name, self.part, self.get_fund_source_display()]))

    def clean(self) -> None:
        _refuse_shared_name(self, "Indicator", "이 이름의 지표가 있습니다. 지표와 예산은 이름을 함께 쓸 수 없습니다.")


class Appropriation(Record):
    """예산액 of a budget line, in won, in force from `from_month` on (a supplementary budget adds a later row)."""

    budget = models.ForeignKey("Budget", models.PROTECT, related_name="appropriations", verbose_name="예산")
    from_month = MonthField("적용 달")
    amount = models.BigIntegerField("예산액", help_text="원")

    class Meta:
        abstract = True
        ordering = ["budget_id", "from_month", "pk"]
        verbose_name = verbose_name_plural = "예산액"
        constraints = [
            *unique_current("appropriation", ["budget", "from_month"]),
            source_known("appropriation"),
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="%(app_label)s_appropriation_not_negative",
                violation_error_message="예산액은 0보다 작을 수 없습니다.",
            ),
            models.CheckConstraint(
                condition=months_are_valid("from_month"), name="%(app_label)s_appropriation_month_valid"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.budget} {self.from_month.korean}부터"


class Execution(Imported, Record):
    """집행: committed amount and expenditure of a budget line, in won, from January to the end of `month`."""

    budget = models.ForeignKey("Budget", models.PROTECT, related_name="executions", verbose_name="예산")
    month = MonthField("기준 달")
    committed = models.BigIntegerField("원인행위액", null=True, blank=True, help_text="원")
    spent = models.BigIntegerField("지출액", null=True, blank=True, help_text="원")

    class Meta:
        abstract = True
        ordering = ["budget_id", "month", "pk"]
        verbose_name = verbose_name_plural = "예산 집행"
        constraints = [
            *unique_current("execution", ["budget", "month"]),
            source_known("execution"),
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

    def __str__(self) -> str:
        return f"{self.budget} {self.month.korean}까지"


class PassageKind(models.TextChoices):
    GIST = "gist", "요지"
    TEXT = "text", "본문"
    PLANS = "plans", "계획"


class Passage(models.Model):
    """글: one headed piece of a briefing's text, of a programme or of the division, with bound figures (see notation.py)."""

    programme = models.ForeignKey(
        "Programme", models.PROTECT, null=True, blank=True, related_name="passages", verbose_name="사업"
    )
    briefing_month = MonthField("보고 달")
    kind = models.CharField("종류", max_length=10, choices=PassageKind, default=PassageKind.TEXT)
    project = models.CharField("세부사업", max_length=80, blank=True)
    heading = models.CharField("제목", max_length=80, blank=True)
    text = models.TextField("본문", blank=True)
    position = models.PositiveSmallIntegerField("순서", default=0)

    class Meta:
        abstract = True
        ordering = BY_PROGRAMME
        verbose_name = verbose_name_plural = "보고 글"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "briefing_month", "position"],
                name="%(app_label)s_passage_position_unique",
                violation_error_message="같은 순서의 글이 있습니다.",
            ),
            models.UniqueConstraint(
                fields=["briefing_month", "position"], condition=Q(programme__isnull=True),
                name="%(app_label)s_passage_division_position_unique",
                violation_error_message="같은 순서의 글이 있습니다.",
            ),
            models.CheckConstraint(condition=Q(kind__in=PassageKind.values), name="%(app_label)s_passage_kind_known"),
            models.CheckConstraint(
                condition=months_are_valid("briefing_month"), name="%(app_label)s_passage_month_valid"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.heading or self.get_kind_display()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.clean()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a text whose figures or tables are unknown, with line, column and the nearest names."""
        from .binding import check_text

        check_text(self, "text", self.text, places_tables=self.kind != PassageKind.GIST)


class Milestone(models.Model):
    """일정: one dated line of a plans passage. A month or a day, a run, or open at one end; or no date at all."""

    passage = models.ForeignKey("Passage", models.CASCADE, related_name="milestones", verbose_name="보고 글")
    position = models.PositiveSmallIntegerField("순서", default=0)
    title = models.CharField("내용", max_length=300)
    first_month = MonthField("시작 달", null=True, blank=True)
    first_day = models.PositiveSmallIntegerField("시작 날", null=True, blank=True)
    last_month = MonthField("끝 달", null=True, blank=True)
    last_day = models.PositiveSmallIntegerField("끝 날", null=True, blank=True)
    open_ended = models.BooleanField("계속", default=False)
    date_note = models.CharField("일정 덧말", max_length=40, blank=True)
    detail = models.TextField("세부 내용", blank=True)
    done = models.BooleanField("완료", default=False)

    class Meta:
        abstract = True
        ordering = ["passage_id", "position", "pk"]
        verbose_name = verbose_name_plural = "일정"
        constraints = [
            models.UniqueConstraint(
                fields=["passage", "position"],
                name="%(app_label)s_milestone_position_unique",
                violation_error_message="같은 순서의 일정이 있습니다.",
            ),
            models.CheckConstraint(
                condition=(Q(first_month__isnull=True) | months_are_valid("first_month"))
                & (Q(last_month__isnull=True) | months_are_valid("last_month")),
                name="%(app_label)s_milestone_months_valid",
            ),
            models.CheckConstraint(
                condition=Q(first_month__isnull=True)
                | Q(last_month__isnull=True)
                | Q(last_month__gte=F("first_month")),
                name="%(app_label)s_milestone_months_ordered",
                violation_error_message="일정의 끝이 시작보다 앞섭니다.",
            ),
            models.CheckConstraint(
                condition=Q(open_ended=False) | Q(last_month__isnull=True),
                name="%(app_label)s_milestone_open_has_no_end",
                violation_error_message="계속되는 일정에는 끝을 두지 않습니다.",
            ),
            models.CheckConstraint(
                condition=Q(open_ended=False) | Q(first_month__isnull=False),
                name="%(app_label)s_milestone_open_has_start",
                violation_error_message="계속되는 일정에는 시작 달을 적어 주세요.",
            ),
            models.CheckConstraint(
                condition=~Q(first_month=F("last_month"), last_day__lt=F("first_day")),
                name="%(app_label)s_milestone_days_ordered",
                violation_error_message="일정의 끝이 시작보다 앞섭니다.",
            ),
            models.CheckConstraint(
                condition=(Q(first_day__isnull=True) | Q(first_day__range=(1, 31), first_month__isnull=False))
                & (Q(last_day__isnull=True) | Q(last_day__range=(1, 31), last_month__isnull=False)),
                name="%(app_label)s_milestone_days_valid",
                violation_error_message="날은 1부터 31까지이고, 달과 함께 둡니다.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.clean()
        super().save(*args, **kwargs)

    @property
    def printed_date(self) -> str:
        """`'18. 7월~`, `'18. 7월~12월`, `'18.12.11.~12.`, `~'19. 3월`, with the note behind; empty without a date."""
        first = _printed_day(self.first_month, self.first_day)
        last = _printed_day(self.last_month, self.last_day, after=self.first_month)
        if self.open_ended:
            text = f"{first}~"
        elif self.last_month is None:
            text = first
        else:
            text = f"{first}~{last}"
        return f"{text} {self.date_note}".strip()

    def clean(self) -> None:
        """Refuse days that do not exist, and a text whose figures are unknown."""
        from .binding import DATE_WORD, check_text

        ends = [(self.first_month, self.first_day), (self.last_month, self.last_day)]
        for month, day in ends:
            if month is not None and day is not None and day > month.days:
                raise ValidationError(f"{month.korean} {day}일은 없는 날입니다.")
        if len(self.title.splitlines()) > 1:
            raise ValidationError({"title": "일정의 내용은 한 줄로 적고, 나머지는 세부 내용에 적어 주세요."})
        if getattr(self, "passage", None) is None:
            return  # the form asks for it; without it nothing says which names the text may use
        check_text(self, "title", self.title, DATE_WORD, places_tables=False)
        check_text(self, "detail", self.detail)


def _printed_day(month: Month | None, day: int | None, after: Month | None = None) -> str:
    """`'18. 7월` or `'18. 7.17.`; what repeats from the start of the same run is left out."""
    if month is None:
        return ""
    year = "" if after and after.year == month.year else f"'{month.year % 100:02}. "
    if day is None:
        return f"{year}{month.number}월"
    if after == month:
        return f"{day}."
    return f"{year.strip()}{month.number}.{day}."


class Grade(models.TextChoices):
    """The columns of the staffing table. The first five are general grades (일반직)."""

    GRADE_3 = "3", "3급 이상"
    GRADE_4 = "4", "4급"
    GRADE_5 = "5", "5급"
    GRADE_6 = "6", "6급"
    GRADE_7 = "7", "7급 이하"
    FIXED_TERM = "fixed_term", "임기제"
    MAINTENANCE = "maintenance", "관리운영"

    @classmethod
    def general(cls) -> list["Grade"]:
        """일반직"""
        return [cls.GRADE_3, cls.GRADE_4, cls.GRADE_5, cls.GRADE_6, cls.GRADE_7]


class Headcount(Record):
    """정원/현원 of one grade. More staff than authorised posts is legal (6급 9/11)."""

    as_of = models.DateField("기준일")
    grade = models.CharField("직급", max_length=12, choices=Grade)
    authorised = models.PositiveIntegerField("정원")
    actual = models.PositiveIntegerField("현원")

    class Meta:
        abstract = True
        ordering = ["as_of", "grade", "pk"]
        verbose_name = verbose_name_plural = "인력"
        constraints = [
            *unique_current("headcount", ["as_of", "grade"]),
            source_known("headcount"),
            models.CheckConstraint(condition=Q(grade__in=Grade.values), name="%(app_label)s_headcount_grade_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_grade_display()} {self.as_of}"


class OrderedText(models.Model):
    position = models.PositiveSmallIntegerField("순서", unique=True)
    text = models.CharField("내용", max_length=200)

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text


class Function(OrderedText):
    """주요기능"""

    class Meta(OrderedText.Meta):
        abstract = True
        verbose_name = verbose_name_plural = "주요기능"


class CoreTask(OrderedText):
    """핵심과제"""

    class Meta(OrderedText.Meta):
        abstract = True
        verbose_name = verbose_name_plural = "핵심과제"


class Goal(models.Model):
    """추진목표: each division carries one of the bureau's goals (a single row)."""

    title = models.CharField("추진목표", max_length=80)
    policy_field = models.CharField("주요 정책지표 분야", max_length=40)
    singleton = models.BooleanField(default=True, editable=False, unique=True)

    class Meta:
        abstract = True
        verbose_name = verbose_name_plural = "추진목표"
        constraints = [models.CheckConstraint(condition=Q(singleton=True), name="%(app_label)s_goal_single")]

    def __str__(self) -> str:
        return self.title
