"""What 수치 점검 finds and somebody has accepted as it stands."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class AnswerQuerySet(models.QuerySet["Answer"]):
    def current(self) -> "AnswerQuerySet":
        """Those that have not been taken back."""
        return self.filter(withdrawn_at__isnull=True)


class Answer(models.Model):
    """수치 점검의 답: a finding that was accepted as it stands, by whom and why. `digest` names rule, place and sentence: when the
    figures change, the finding is another one."""

    briefing = models.ForeignKey("reports.Briefing", models.CASCADE, related_name="answers", verbose_name="업무보고")
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
