"""알림: what somebody is told of what others did, in the site and by mail, and which kinds each wants how."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Kind(models.TextChoices):
    """What is told; the key is stored, the label is only shown."""

    SUBMITTED = "submitted", "제출"
    SENT_BACK = "sent_back", "돌려보냄"
    APPROVED = "approved", "승인·확정"
    REMARK = "remark", "의견"
    QUESTION = "question", "질의"
    ANSWER = "answer", "답변"
    PUBLISHED = "published", "발행"
    CORRECTED = "corrected", "정정·회수"
    ALTERED = "altered", "보관 이상"
    REMINDER = "reminder", "입력 안내"
    LATE = "late", "기한 지남"
    CHANGED = "changed", "발행 뒤 바뀜"
    POST = "post", "겸임·대결"


def once() -> str:
    """A key that no other notice has: for what happens each time anew."""
    return uuid4().hex


class Notice(models.Model):
    """One thing that one user is told. `about` names what happened: nobody is told of it twice."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="받는 사람", db_index=False
    )
    kind = models.CharField("종류", max_length=20, choices=Kind)
    text = models.CharField("내용", max_length=300)
    more = models.TextField("이어지는 글", blank=True)
    address = models.CharField("화면", max_length=300)
    about = models.CharField("일", max_length=64, default=once)
    at = models.DateTimeField("때", default=timezone.now)
    read_at = models.DateTimeField("본 때", null=True, blank=True)
    in_site = models.BooleanField("사이트에", default=True)
    by_mail = models.BooleanField("메일로", default=False, help_text="메일로 보내기로 하고 적은 것")

    class Meta:
        verbose_name = verbose_name_plural = "알림"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="notices_notice_latest"),
            models.Index(
                fields=["user"], condition=Q(read_at__isnull=True, in_site=True), name="notices_notice_unread"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "about"], name="notices_notice_told_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="notices_notice_kind_known"),
            models.CheckConstraint(condition=Q(address__startswith="/"), name="notices_notice_of_this_site"),
        ]

    def __str__(self) -> str:
        return self.text


class Choice(models.Model):
    """How a user wants one kind; where there is none, in the site and by mail."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="사용자", db_index=False
    )
    kind = models.CharField("종류", max_length=20, choices=Kind)
    in_site = models.BooleanField("사이트에")
    by_mail = models.BooleanField("메일로")

    class Meta:
        verbose_name = verbose_name_plural = "알림 고름"
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="notices_choice_unique"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="notices_choice_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_kind_display()}"


def choices_of(user: Any) -> dict[str, tuple[bool, bool]]:
    """By kind, in the site and by mail, as the user wants it. 1 query."""
    chosen = {each.kind: (each.in_site, each.by_mail) for each in Choice.objects.filter(user=user)}
    return {kind: chosen.get(kind, (True, True)) for kind in Kind.values}
