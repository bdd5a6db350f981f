"""What was done."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone


class Event(models.Model):
    """What was done, by whom, when and why: one row for each write of several rows. Never changed, never removed."""

    at = models.DateTimeField("때", default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="사람"
    )
    address = models.GenericIPAddressField("주소(IP)", null=True, blank=True)
    action = models.CharField("한 일", max_length=40)
    subject = models.CharField("대상", max_length=200)
    reason = models.CharField("사유", max_length=300, blank=True)
    detail: Any = models.JSONField("내용", default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "활동 기록"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_event_latest"),
            models.Index(fields=["action", "-at", "-id"], name="audit_event_action"),
            models.Index(fields=["subject"], name="audit_event_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.action} · {self.subject}"
