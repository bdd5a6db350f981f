"""The tables of monthly entry: the month's way, and what was sent. What refers to a programme or stands beside a figure is
among each division's own tables: figures/models/beside.py."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from seoulwork.figures.divisions import division_choices
from seoulwork.figures.fields import MonthField, months_are_valid
from seoulwork.figures.labels import lazily


def _person(label: str, **options: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label, **options
    )


class ReportingMonth(models.Model):
    """입력 달: how far one division's month has come. A month without a row was never opened for entry."""

    class State(models.TextChoices):
        OPEN = "open", "입력 중"
        SUBMITTED = "submitted", "제출"
        APPROVED = "approved", "승인"
        CLOSED = "closed", "마감"

    division = models.CharField(lazily("{division}"), max_length=20, choices=division_choices)
    month = MonthField("달")
    state = models.CharField("상태", max_length=10, choices=State, default=State.OPEN)
    deadline = models.DateField("제출 기한", help_text="그날까지 제출하면 늦지 않은 것입니다.")
    changed_at = models.DateTimeField("바뀐 때", default=timezone.now)
    changed_by = _person("바꾼 사람", help_text="비어 있으면 관리 명령")
    changed_as = models.CharField(
        "바꾼 자격",
        max_length=200,
        blank=True,
        db_default="",
        help_text="본래 자격이 아니면 이름과 함께: 누구의 대결인지",
    )

    class Meta:
        verbose_name = verbose_name_plural = "입력 달"
        ordering = ["-month", "division"]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "month"],
                name="entry_reportingmonth_unique",
                violation_error_message="이미 연 달입니다.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "submitted", "approved", "closed"]),
                name="entry_reportingmonth_state_known",
            ),
            models.CheckConstraint(condition=months_are_valid("month"), name="entry_reportingmonth_month_valid"),
        ]

    def __str__(self) -> str:
        return f"{self.get_division_display()} {self.month.korean}"


class PlannedMonth(models.Model):
    """연간 일정: the days on which a month opens for entry and falls due, where an administrator has moved them (calendar.py)."""

    month = MonthField("달", unique=True)
    opens = models.DateField("여는 날")
    due = models.DateField("제출 기한")
    by = _person("정한 사람")
    at = models.DateTimeField("정한 때", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "연간 일정"
        ordering = ["month"]
        constraints = [
            models.CheckConstraint(condition=months_are_valid("month"), name="entry_plannedmonth_month_valid"),
            models.CheckConstraint(
                condition=Q(opens__lte=F("due")),
                name="entry_plannedmonth_days_ordered",
                violation_error_message="여는 날이 제출 기한보다 늦습니다.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month.korean} 일정"


class Sending(models.Model):
    """보내기: one request of the browser that was carried out, with its answer. The same request sent again gets that
    answer and writes nothing. Kept for as long as a browser may send it again (see saving.py: KEPT)."""

    request = models.UUIDField("번호", primary_key=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="보낸 사람")
    at = models.DateTimeField("때", default=timezone.now, db_index=True)
    digest = models.CharField("내용의 SHA-256", max_length=64)
    answer: "models.Field[dict[str, Any], dict[str, Any]]" = models.JSONField("답", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "보내기"

    def __str__(self) -> str:
        return str(self.request)
