"""The few shared tables: users, events, the bureau."""

import unicodedata
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from .divisions import division_choices, division_names
from .entry.models import Evidence, Remark, Reopening, ReportingMonth, Sending
from .measures import Record, source_known, unique_current
from .tasks import Task
from .workbook.models import Batch, Mapping, Report, Workbook

__all__ = [
    "Batch",
    "Bureau",
    "Event",
    "Evidence",
    "Mapping",
    "Remark",
    "Reopening",
    "Report",
    "ReportingMonth",
    "Role",
    "Sending",
    "Task",
    "User",
    "Workbook",
]


class Role(models.TextChoices):
    OFFICER = "officer", "입력 담당"
    HEAD = "head", "담당관"
    ADMINISTRATOR = "administrator", "관리자"
    COUNCIL = "council", "시의원"


USERNAME_TAKEN = "이미 있는 아이디입니다. 대문자와 소문자는 구별하지 않습니다. 다른 아이디를 넣어 주세요."


class UserManager(DjangoUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return super().get_by_natural_key(self.model.normalize_username(username or ""))


class User(AbstractUser):
    """A person who logs in: one role, and for officers and heads one division."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("이름", max_length=60)
    role = models.CharField("역할", max_length=20, choices=Role)
    division = models.CharField("담당관", max_length=20, blank=True, choices=division_choices)
    password_change_required = models.BooleanField("임시 비밀번호", default=False)

    REQUIRED_FIELDS = ["name", "role"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "사용자"
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(
                Lower("username"), name="seoulwork_user_one_account_a_name", violation_error_message=USERNAME_TAKEN
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="seoulwork_user_role_known",
                violation_error_message="없는 역할입니다.",
            ),
            models.CheckConstraint(
                condition=(Q(role__in=[Role.OFFICER, Role.HEAD]) & ~Q(division=""))
                | (Q(role__in=[Role.ADMINISTRATOR, Role.COUNCIL]) & Q(division="")),
                name="seoulwork_user_division_by_role",
                violation_error_message="입력 담당과 담당관은 소속 담당관실이 있어야 하고, 관리자와 시의원은 없어야 합니다.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name or self.username

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """The one spelling in which a name is stored, looked for and counted: without case, blanks and ways to compose
        letters (full-width ones, Hangul in parts)."""
        return unicodedata.normalize("NFKC", "".join(unicodedata.normalize("NFKC", username).split()).casefold())

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def position(self) -> str:
        """`노동정책담당관 · 입력 담당`, `관리자`"""
        return " · ".join(filter(None, [division_names().get(self.division, ""), self.get_role_display()]))


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
        indexes = [models.Index(fields=["subject"], name="seoulwork_event_subject")]

    def __str__(self) -> str:
        return f"{self.action} · {self.subject}"


class Bureau(Record):
    """The bureau as on the page of organisation and staff, as of a day."""

    as_of = models.DateField("기준일")
    name = models.CharField("정책관", max_length=60)
    directors = models.PositiveSmallIntegerField("정책관 수", help_text="명")
    teams = models.PositiveSmallIntegerField("팀 수")
    off_quota_staff = models.PositiveIntegerField("정원 외 공무직", help_text="명")

    class Meta:
        verbose_name = verbose_name_plural = "정책관 현황"
        ordering = ["-as_of", "-pk"]
        constraints = [*unique_current("bureau", ["as_of"]), source_known("bureau")]

    def __str__(self) -> str:
        return f"{self.name} {self.as_of}"
