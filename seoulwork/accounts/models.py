"""Who uses the system, and as what."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
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
    def holding(self, *roles: str, division: str = "") -> models.QuerySet["User"]:
        """Who has one of the roles today, by the account or by a post beside it."""
        own = Q(role__in=roles, division=division)
        beside = Post.objects.current().filter(user=OuterRef("pk"), role__in=roles, division=division)
        return self.filter(own | Exists(beside), is_active=True)

    def heads_of(self, division: str) -> models.QuerySet["User"]:
        """Who decides on what a division hands in: its heads, where it has none the administrators. 1 query."""
        heads = self.holding(Role.HEAD, division=division)
        return heads if heads.exists() else self.holding(Role.ADMINISTRATOR)

    def officers_of(self, division: str) -> models.QuerySet["User"]:
        return self.holding(Role.OFFICER, division=division)

    def get_by_natural_key(self, username: str | None) -> "User":
        return super().get_by_natural_key(self.model.normalize_username(username or ""))


class User(AbstractUser):
    """A person who logs in: one role, and for officers and heads one division. Who holds posts beside it works as one of them at a time:
    then `role` and `division` are those of that post, and saving the account leaves its own as they are."""

    posts: Sequence["Post"] = ()
    """What they may work as today beside their own."""
    handed_on: Sequence["Post"] = ()
    """What others do in their stead today."""
    post: "Post | None" = None
    """What they work as now; None: their own."""
    own: tuple[str, str] | None = None

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
        """As what they work: `노동정책담당관 · 입력 담당`, `관리자`, `노동정책담당관 · 부서장 (이부장 대결)`"""
        return self.post.position if self.post else position_of(self.role, self.division)

    @property
    def own_position(self) -> str:
        return position_of(*(self.own or (self.role, self.division)))

    @property
    def signature(self) -> str:
        """The name under what they decide: with the post that is not their own, `김주임 (노동정책담당관 · 부서장, 이부장 대결)`."""
        return f"{self.name} ({self.post.position.replace(' (', ', ').rstrip(')')})" if self.post else self.name

    @property
    def works_as(self) -> int | str:
        """Tells apart who sends what: a person, and the post that is not their own (`7-3`)."""
        return f"{self.pk}-{self.post.pk}" if self.post else int(self.pk)

    @property
    def away(self) -> "Post | None":
        """By which post somebody decides in their stead now: meanwhile they read."""
        if self.post and self.post.deputy_for_id:
            return None
        return next((each for each in self.handed_on if (each.role, each.division) == (self.role, self.division)), None)

    def work_as(self, post: "Post") -> None:
        """From now on be what the post makes of them."""
        self.own = self.own or (self.role, self.division)
        self.post, self.role, self.division = post, post.role, post.division

    def save(self, *args: Any, **options: Any) -> None:
        if self.post:
            named: Iterable[str] | None = options.get("update_fields")
            fields = (
                named if named is not None else [each.name for each in self._meta.concrete_fields if each.name != "id"]
            )
            options["update_fields"] = set(fields) - {"role", "division"}
        super().save(*args, **options)


def _day(day: date) -> str:
    return f"{day.year}년 {day.month}월 {day.day}일"


def position_of(role: str, division: str) -> str:
    return " · ".join(filter(None, [division_names().get(division, ""), str(Role(role).label)]))


class PostQuerySet(models.QuerySet["Post"]):
    def dated(self, on: date | None = None) -> "PostQuerySet":
        """Those whose days have come and are not over."""
        day = on or timezone.localdate()
        return self.filter(Q(ends=None) | Q(ends__gte=day), begins__lte=day, ended_at=None)

    def current(self, on: date | None = None) -> "PostQuerySet":
        """What may be worked as on a day (today). What was handed on needs that who did still has it and may log in."""
        own = Q(deputy_for__role=F("role"), deputy_for__division=F("division"))
        beside = Post.objects.dated(on).filter(
            user=OuterRef("deputy_for"), role=OuterRef("role"), division=OuterRef("division"), deputy_for=None
        )
        stands = Q(deputy_for=None) | (Q(deputy_for__is_active=True) & (own | Exists(beside)))
        return self.dated(on).filter(stands).exclude(user__role=Role.COUNCIL)


class Post(models.Model):
    """자격: a role and division that a user has beside their own, from a day on (겸임); or somebody else's that they exercise for some days
    because that one is away (대결), with both names in the record."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="사람", db_index=False
    )
    role = models.CharField("역할", max_length=20, choices=Role)
    division = models.CharField(lazily("{division}"), max_length=20, blank=True, choices=division_choices)
    begins = models.DateField("부터")
    ends = models.DateField("까지", null=True, blank=True)
    deputy_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="대결을 맡긴 사람",
        db_index=False,
    )
    reason = models.CharField("사유", max_length=100)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="정한 사람", db_index=False
    )
    at = models.DateTimeField("정한 때", default=timezone.now)
    ended_at = models.DateTimeField("일찍 끝낸 때", null=True, blank=True)

    objects = models.Manager.from_queryset(PostQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "자격"
        ordering = ["-begins", "-pk"]
        indexes = [
            models.Index(fields=["user"], condition=Q(ended_at=None), name="accounts_post_of_user"),
            models.Index(fields=["deputy_for"], condition=Q(ended_at=None), name="accounts_post_of_principal"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(role__in=[Role.OFFICER, Role.HEAD]) & ~Q(division=""))
                | Q(role=Role.ADMINISTRATOR, division=""),
                name="accounts_post_division_by_role",
                violation_error_message=lazily(
                    "입력 담당과 {head:은/는} 소속 {division}실이 있어야 하고, 관리자는 없어야 합니다."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("begins")),
                name="accounts_post_days_ordered",
                violation_error_message="끝나는 날이 시작하는 날보다 앞섭니다.",
            ),
            models.CheckConstraint(
                condition=Q(deputy_for=None)
                | (Q(ends__isnull=False, role__in=[Role.HEAD, Role.ADMINISTRATOR]) & ~Q(user=F("deputy_for"))),
                name="accounts_post_deputy_for_days",
                violation_error_message="대결은 다른 사람에게, 끝나는 날을 정해 맡깁니다.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.position}"

    @property
    def position(self) -> str:
        held = position_of(self.role, self.division)
        return f"{held} ({self.deputy_for} 대결)" if self.deputy_for else held

    @property
    def days(self) -> str:
        """`2018년 8월 6일부터 8월 10일까지`, `2018년 8월 6일부터`"""
        first = f"{_day(self.begins)}부터"
        if self.ends is None:
            return first
        last = _day(self.ends)
        return f"{first} {last.removeprefix(f'{self.begins.year}년 ')}까지"

    @property
    def stands(self) -> str:
        """`지금`, `예정`, `끝남`, `일찍 끝냄`"""
        today = timezone.localdate()
        if self.ended_at:
            return "일찍 끝냄"
        if self.begins > today:
            return "예정"
        return "끝남" if self.ends and self.ends < today else "지금"


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
