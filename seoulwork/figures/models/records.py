"""Stored figures: rows that are never overwritten.

A change writes a new row and marks the old one as superseded; the rows are the history. Figures are whole numbers in the
base unit of their unit (won, person, piece) × 10**decimals of the indicator, because decimals drift on SQLite and both
engines must agree to the last digit."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from seoulwork.figures.models.querysets import RecordQuerySet

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
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="입력한 사람",
        help_text="비어 있으면 관리 명령이 넣은 값",
        db_index=False,
    )
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
            fields=[*fields, nullable],
            condition=CURRENT & Q(**{f"{nullable}__isnull": False}),
            name=f"%(app_label)s_{name}_current_with_{nullable}_unique",
            violation_error_message=message,
        ),
        models.UniqueConstraint(
            fields=fields,
            condition=CURRENT & Q(**{f"{nullable}__isnull": True}),
            name=f"%(app_label)s_{name}_current_unique",
            violation_error_message=message,
        ),
    ]


def source_known(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(source__in=Source.values), name=f"%(app_label)s_{name}_source_known")
