"""Who uses the system."""

import unicodedata
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from seoulwork.figures.divisions import division_choices, division_names
from seoulwork.figures.labels import lazily


class Role(models.TextChoices):
    OFFICER = "officer", "입력 담당"
    HEAD = "head", lazily("{head}")
    ADMINISTRATOR = "administrator", "관리자"
    COUNCIL = "council", "시의원"


USERNAME_TAKEN = "이미 있는 아이디입니다. 대문자와 소문자는 구별하지 않습니다. 다른 아이디를 넣어 주세요."


class UserManager(DjangoUserManager["User"]):
    def heads_of(self, division: str) -> models.QuerySet["User"]:
        """Who decides on what a division hands in: its heads, where it has none the administrators. 1 query."""
        heads = self.filter(role=Role.HEAD, division=division, is_active=True)
        return heads if heads.exists() else self.filter(role=Role.ADMINISTRATOR, is_active=True)

    def officers_of(self, division: str) -> models.QuerySet["User"]:
        return self.filter(role=Role.OFFICER, division=division, is_active=True)

    def get_by_natural_key(self, username: str | None) -> "User":
        return super().get_by_natural_key(self.model.normalize_username(username or ""))


class User(AbstractUser):
    """A person who logs in: one role, and for officers and heads one division."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("이름", max_length=60)
    role = models.CharField("역할", max_length=20, choices=Role)
    division = models.CharField(lazily("{division}"), max_length=20, blank=True, choices=division_choices)
    password_change_required = models.BooleanField("임시 비밀번호", default=False)

    REQUIRED_FIELDS = ["name", "role"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "사용자"
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(
                Lower("username"), name="accounts_user_one_account_a_name", violation_error_message=USERNAME_TAKEN
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="accounts_user_role_known",
                violation_error_message="없는 역할입니다.",
            ),
            models.CheckConstraint(
                condition=(Q(role__in=[Role.OFFICER, Role.HEAD]) & ~Q(division=""))
                | (Q(role__in=[Role.ADMINISTRATOR, Role.COUNCIL]) & Q(division="")),
                name="accounts_user_division_by_role",
                violation_error_message=lazily(
                    "입력 담당과 {head:은/는} 소속 {division}실이 있어야 하고, 관리자와 시의원은 없어야 합니다."
                ),
            ),
        ]

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
    def is_council(self) -> bool:
        """Whether they read only what is out."""
        return self.role == Role.COUNCIL

    @property
    def position(self) -> str:
        """`노동정책담당관 · 입력 담당`, `관리자`"""
        return " · ".join(filter(None, [division_names().get(self.division, ""), self.get_role_display()]))


class ReadKey(models.Model):
    """읽기 열쇠: what a program of another agency shows to read open data, until a moment or until it is taken back. Only the SHA-256 of
    the key is kept (read_keys.py)."""

    given_to = models.CharField("받는 곳", max_length=100)
    digest = models.CharField("열쇠의 SHA-256", max_length=64, unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="준 사람"
    )
    at = models.DateTimeField("준 때", default=timezone.now)
    expires_at = models.DateTimeField("끝나는 때")
    taken_at = models.DateTimeField("거둔 때", null=True, blank=True)
    last_used_at = models.DateTimeField("마지막으로 쓴 때", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "읽기 열쇠"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(given_to=""), name="accounts_read_key_names_somebody"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("at")), name="accounts_read_key_ends"),
        ]

    def __str__(self) -> str:
        return self.given_to

    @property
    def is_open(self) -> bool:
        return self.taken_at is None and self.expires_at > timezone.now()
