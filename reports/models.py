"""Briefings: in preparation, then published once and frozen."""

import hashlib
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from seoulwork.domain.briefings import FIRST, MOST, BriefingName
from seoulwork.domain.clock import Clock
from seoulwork.domain.vocabulary import BRIEFINGS
from seoulwork.figures.fields import ContentManager, MonthField, months_are_valid

from .arrangement import Arrangement


class BriefingQuerySet(models.QuerySet["Briefing"]):
    def named(self, name: BriefingName) -> "BriefingQuerySet":
        """The one of that name, if there is one."""
        return self.filter(month=name.month, number=name.number)


class Briefing(models.Model):
    """업무보고: a report to one committee in one session of the council; figures up to `reference_month`. It is known by its month and
    its number within that (`name`)."""

    month = MonthField("보고 달")
    number = models.PositiveSmallIntegerField("그 달의 번째", default=FIRST, db_default=FIRST, editable=False)
    kind = models.CharField(
        "보고 종류", max_length=10, choices=BRIEFINGS, default=next(iter(BRIEFINGS)), db_default=next(iter(BRIEFINGS))
    )
    reference_month = MonthField("실적 기준 달")
    plan_year = models.PositiveSmallIntegerField("계획 연도")
    session = models.CharField("회기", max_length=60)
    committee = models.CharField("위원회", max_length=60)
    title = models.CharField("제목", max_length=60)
    vision = models.CharField("비전", max_length=80)
    shortfalls = models.BooleanField("부진 사유 싣기", default=False)
    arranged: Any = models.JSONField("차례", null=True, blank=True, editable=False)

    objects = BriefingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "업무보고"
        ordering = ["-month", "number"]
        constraints = [
            models.UniqueConstraint(fields=["month", "number"], name="reports_briefing_name_unique"),
            models.UniqueConstraint(
                fields=["month", "kind", "session", "committee"],
                name="reports_briefing_told_apart",
                violation_error_message="그 달에 종류, 회기, 위원회가 같은 업무보고가 이미 있습니다. 목록에서 열거나, 다른 것을 적어 주세요.",
            ),
            models.CheckConstraint(condition=Q(number__range=(FIRST, MOST)), name="reports_briefing_number_valid"),
            models.CheckConstraint(condition=Q(kind__in=list(BRIEFINGS)), name="reports_briefing_kind_known"),
            models.CheckConstraint(
                condition=months_are_valid("month", "reference_month") & Q(reference_month__lte=F("month")),
                name="reports_briefing_months_ordered",
                violation_error_message="실적 기준 달이 보고 달보다 늦습니다.",
            ),
            models.CheckConstraint(
                condition=Q(reference_month__gte=F("plan_year") * 100 - 99)
                & Q(reference_month__lte=F("plan_year") * 100 + 12),
                name="reports_briefing_plan_year_near",
                violation_error_message="계획 연도는 실적 기준 달의 해이거나 그다음 해입니다.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.name.korean})"

    @property
    def name(self) -> BriefingName:
        """How addresses, commands and files call it."""
        return BriefingName(self.month, self.number)

    @property
    def arrangement(self) -> Arrangement:
        return Arrangement.of(self.arranged)

    @property
    def clock(self) -> Clock:
        return Clock(self.reference_month, self.plan_year)


class Publication(models.Model):
    """발행: the one publication of a briefing."""

    briefing = models.OneToOneField(Briefing, models.PROTECT, related_name="publication", verbose_name="업무보고")
    published_at = models.DateTimeField("발행한 때", default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="발행한 사람"
    )
    reason = models.CharField("점검을 남기고 발행한 사유", max_length=300, blank=True)
    sheet = models.TextField("점검표", help_text="발행할 때의 담당관별 상태, 점검 결과와 답(JSON)")
    sheet_sha256 = models.CharField("점검표의 SHA-256", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "발행"

    def __str__(self) -> str:
        return str(self.briefing)


class AnswerQuerySet(models.QuerySet["Answer"]):
    def current(self) -> "AnswerQuerySet":
        """Those that have not been taken back."""
        return self.filter(withdrawn_at__isnull=True)


class Answer(models.Model):
    """수치 점검의 답: a finding that was accepted as it stands, by whom and why. `digest` names rule, place and sentence: when the
    figures change, the finding is another one."""

    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="answers", verbose_name="업무보고")
    digest = models.CharField("점검 결과", max_length=64)
    rule = models.CharField("규칙", max_length=60)
    place = models.CharField("자리", max_length=300)
    sentence = models.TextField("내용")
    reason = models.CharField("사유", max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="받아들인 사람"
    )
    at = models.DateTimeField("받아들인 때", default=timezone.now)
    withdrawn_at = models.DateTimeField("되돌린 때", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="되돌린 사람"
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "점검 답"
        ordering = ["briefing_id", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["briefing", "digest"],
                condition=Q(withdrawn_at__isnull=True),
                name="reports_answer_current_unique",
                violation_error_message="이미 받아들인 점검 결과입니다.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="reports_answer_has_reason", violation_error_message="사유를 적어 주세요."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"


class Format(models.TextChoices):
    HTML = "html", "HTML"
    PDF = "pdf", "PDF"
    XLSX = "xlsx", "엑셀"


CONTENT_TYPES = {
    Format.HTML: "text/html; charset=utf-8",
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class PublishedFile(models.Model):
    """A rendering as it was published, byte for byte. The database refuses to change or remove it (see the migration)."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="files", verbose_name="발행")
    format = models.CharField("형식", max_length=5, choices=Format)
    size = models.PositiveIntegerField("크기", help_text="바이트")
    sha256 = models.CharField("SHA-256", max_length=64)
    # Last of the row: SQLite reads through it to whatever stands after.
    content = models.BinaryField("내용")

    objects = ContentManager()

    class Meta:
        verbose_name = verbose_name_plural = "발행 파일"
        ordering = ["publication_id", "format"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "format"], name="reports_published_file_unique"),
            models.CheckConstraint(condition=Q(format__in=Format.values), name="reports_published_file_format_known"),
        ]

    def __str__(self) -> str:
        return f"{self.publication} {self.get_format_display()}"

    @classmethod
    def of(cls, publication: Publication, kind: str, content: bytes) -> Any:
        """Store a rendering with its size and SHA-256."""
        digest = hashlib.sha256(content).hexdigest()
        return cls.objects.create(
            publication=publication, format=kind, content=content, size=len(content), sha256=digest
        )


class DraftFile(models.Model):
    """초안 파일: a rendering of a briefing in preparation, the last one of each format (see editions/drafts.py)."""

    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="drafts", verbose_name="업무보고")
    format = models.CharField("형식", max_length=5, choices=Format)
    content = models.BinaryField("내용")
    made_at = models.DateTimeField("수치를 읽은 때")

    objects = ContentManager()

    class Meta:
        verbose_name = verbose_name_plural = "초안 파일"
        constraints = [
            models.UniqueConstraint(fields=["briefing", "format"], name="reports_draft_file_unique"),
            models.CheckConstraint(condition=Q(format__in=Format.values), name="reports_draft_file_format_known"),
        ]

    def __str__(self) -> str:
        return f"{self.briefing} {self.get_format_display()} 초안"
