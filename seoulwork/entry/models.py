"""The tables of monthly entry: the month's way, reopenings, what was sent, remarks and evidence beside a figure.

Divisions' rows live in tables of their own, so these tables name a programme by its key and a figure by its cell (see cells.py).
"""

from collections.abc import Collection
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from seoulwork.figures.divisions import division_choices
from seoulwork.figures.fields import MonthField, months_are_valid


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

    division = models.CharField("담당관", max_length=20, choices=division_choices)
    month = MonthField("달")
    state = models.CharField("상태", max_length=10, choices=State, default=State.OPEN)
    deadline = models.DateField("제출 기한", help_text="그날까지 제출하면 늦지 않은 것입니다.")
    changed_at = models.DateTimeField("바뀐 때", default=timezone.now)
    changed_by = _person("바꾼 사람", help_text="비어 있으면 관리 명령")

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


class Reopening(models.Model):
    """다시 열기: a submitted, approved or closed month that may be corrected, wholly or in one programme, until a date."""

    reporting_month = models.ForeignKey(
        ReportingMonth, models.PROTECT, related_name="reopenings", verbose_name="입력 달"
    )
    programme_id = models.PositiveBigIntegerField("사업", null=True, blank=True, help_text="비어 있으면 담당관 전체")
    scope = models.CharField("범위", max_length=120, blank=True, help_text="열 때의 사업 이름")
    until = models.DateField("기한", help_text="그날까지(그날 포함, 한국 시각)")
    reason = models.CharField("사유", max_length=300)
    opened_by = _person("연 사람")
    opened_at = models.DateTimeField("연 때", default=timezone.now)
    ended_at = models.DateTimeField("기한 전에 끝낸 때", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "다시 열기"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="entry_reopening_reason_given",
                violation_error_message="다시 여는 사유를 적어 주세요.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reporting_month} {self.until}까지"


class Sending(models.Model):
    """보내기: one request of the browser that was carried out, with its answer. The same request sent again gets that
    answer and writes nothing. Kept for as long as a browser may send it again (see saving.py: KEPT)."""

    request = models.UUIDField("번호", primary_key=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="보낸 사람")
    at = models.DateTimeField("때", default=timezone.now, db_index=True)
    digest = models.CharField("내용의 SHA-256", max_length=64)
    answer: Any = models.JSONField("답", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "보내기"

    def __str__(self) -> str:
        return str(self.request)


class CellRecord(models.Model):
    """Something kept beside one figure: of a division, a month and a cell (`a12p34`, see cells.py)."""

    division = models.CharField("담당관", max_length=20, choices=division_choices)
    month = MonthField("달")
    cell = models.CharField("칸", max_length=45)

    class Meta:
        abstract = True


class RemarkQuerySet(models.QuerySet["Remark"]):
    def current(self) -> Self:
        """Those that nothing took the place of."""
        return self.filter(superseded_at__isnull=True)


class Remark(CellRecord):
    """메모 or 부진 사유 of a figure. Changing one writes a new row, as for figures."""

    class Kind(models.TextChoices):
        NOTE = "note", "메모"
        SHORTFALL = "shortfall", "부진 사유"

        @classmethod
        def mark(cls, kinds: Collection[str]) -> str:
            """What a cell's mark says of the kinds of remarks it has: `메모 있음`, `메모, 부진 사유 있음`, or nothing."""
            labels = [label for kind, label in cls.choices if kind in kinds]
            return f"{', '.join(labels)} 있음" if labels else ""

    kind = models.CharField("종류", max_length=10, choices=Kind)
    text = models.CharField("내용", max_length=500)
    recovery = models.DateField("만회 예정일", null=True, blank=True)
    entered_by = _person("쓴 사람")
    entered_at = models.DateTimeField("쓴 때", default=timezone.now)
    superseded_at = models.DateTimeField("대체된 때", null=True, blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "메모와 부진 사유"
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "month", "cell", "kind"],
                condition=Q(superseded_at__isnull=True),
                name="entry_remark_current_unique",
            ),
            models.CheckConstraint(condition=Q(kind__in=["note", "shortfall"]), name="entry_remark_kind_known"),
            models.CheckConstraint(condition=~Q(text=""), name="entry_remark_text_given"),
            models.CheckConstraint(
                condition=Q(kind="shortfall", recovery__isnull=False) | Q(kind="note", recovery__isnull=True),
                name="entry_remark_recovery_of_shortfall",
                violation_error_message="만회 예정일은 부진 사유에 함께 적습니다.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


def evidence_path(evidence: "Evidence", name: str) -> str:
    """Files are named after their content: what a user calls a file never becomes a path."""
    return f"evidence/{evidence.sha256[:2]}/{evidence.sha256}"


class Evidence(CellRecord):
    """근거 자료: a file that shows where a figure comes from."""

    name = models.CharField("파일 이름", max_length=200)
    content_type = models.CharField("종류", max_length=100)
    size = models.PositiveIntegerField("크기", help_text="바이트")
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.FileField("파일", upload_to=evidence_path, max_length=120)
    added_by = _person("올린 사람")
    added_at = models.DateTimeField("올린 때", default=timezone.now)
    removed_by = _person("뺀 사람")
    removed_at = models.DateTimeField("뺀 때", null=True, blank=True)
    reason = models.CharField("뺀 사유", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "근거 자료"
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "month", "cell", "sha256"],
                condition=Q(removed_at__isnull=True),
                name="entry_evidence_current_unique",
                violation_error_message="같은 파일이 이미 있습니다.",
            )
        ]

    def __str__(self) -> str:
        return self.name
