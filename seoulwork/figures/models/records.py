"""Stored figures: rows that are never overwritten.

A change writes a new row and marks the old one as superseded; the rows are the history. Figures are whole numbers in the
base unit of their unit (won, person, piece) × 10**decimals of the indicator, because decimals drift on SQLite and both
engines must agree to the last digit."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from seoulwork.domain.periods import Run
from seoulwork.figures.fields import MonthField, months_are_valid
from seoulwork.figures.models.querysets import ActualMonthQuerySet, PeriodQuerySet, RecordQuerySet

CURRENT = Q(superseded_at__isnull=True)


class Source(models.TextChoices):
    """Where a stored figure came from."""

    DATA = "data", "자료 반입"
    BROWSER = "browser", "브라우저 입력"
    WORKBOOK = "workbook", "엑셀 반입"


class Record(models.Model):
    """A stored figure: who entered it, when, why, from where. Never overwritten: a row that ended says so by `superseded_at`, and
    by `superseded_by` which row took its place; a removed one has no such (see recording.py, which alone writes figures)."""

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
    superseded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="대체한 값",
        db_index=False,
    )

    objects: ClassVar = RecordQuerySet.as_manager()

    class Meta:
        abstract = True


def ended_rightly(name: str) -> models.CheckConstraint:
    """A row that another took the place of has ended; it is no row's own."""
    return models.CheckConstraint(
        condition=Q(superseded_by__isnull=True) | Q(superseded_at__isnull=False) & ~Q(superseded_by=F("id")),
        name=f"%(app_label)s_{name}_superseded_rightly",
    )


def followed(name: str) -> models.Index:
    """Finds the rows whose place a row took. New rows are not in it, so that it costs an import nothing for them."""
    return models.Index(
        fields=["superseded_by"], condition=Q(superseded_by__isnull=False), name=f"%(app_label)s_{name}_by"
    )


class Imported(models.Model):
    """A record that may have come with a workbook: the batch that wrote it, so that it can be undone as a whole."""

    batch = models.ForeignKey(
        "workbook.Batch", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="반입"
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
    indicator = models.ForeignKey(  # type: ignore[misc]  # the concrete app has it
        "Indicator", models.PROTECT, related_name="%(class)ss", verbose_name="지표", db_index=False
    )
    part = models.ForeignKey(  # type: ignore[misc]  # the concrete app has it
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

    actual = models.ForeignKey("Actual", models.CASCADE, related_name="covered_months")
    indicator = models.ForeignKey("Indicator", models.CASCADE, related_name="+", db_index=False)  # type: ignore[misc]  # the concrete app has it
    part = models.ForeignKey("Part", models.CASCADE, null=True, related_name="+", db_index=False)  # type: ignore[misc]  # the concrete app has it
    month = MonthField("달")

    objects = ActualMonthQuerySet.as_manager()

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
