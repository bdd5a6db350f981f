"""What was done."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from seoulwork.audit.actions import Action
from seoulwork.domain.numbers import stored_text
from seoulwork.figures.divisions import division_choices
from seoulwork.figures.fields import MonthField, months_are_valid
from seoulwork.figures.labels import lazily


class Event(models.Model):
    """What was done, by whom, when, from where and why: one row for each write. Never changed, never removed.

    What it is about stands in keys. A programme, an indicator, a part and a budget line are rows of their division's
    tables, so that no foreign key can name them: with `division` the key tells the row, also when that was removed, since
    no key is given twice. A briefing that was discarded keeps its key here too. `subject` is how all that was called then; it is
    only shown. The database refuses to change or remove a row (audit/apps.py), and `chain` ties each to the one before.
    """

    at = models.DateTimeField("때", default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="사람",
        db_index=False,
    )
    worked_as = models.CharField(
        "자격", max_length=200, blank=True, db_default="", help_text="그 일을 한 역할과 소속; 대결이면 누구의 대결인지"
    )
    address = models.GenericIPAddressField("주소(IP)", null=True, blank=True)
    action = models.CharField("한 일", max_length=40, choices=Action)
    subject = models.CharField("대상", max_length=200)
    reason = models.CharField("사유", max_length=300, blank=True)

    division = models.CharField(lazily("{division}"), max_length=20, choices=division_choices, blank=True)
    programme = models.PositiveBigIntegerField("사업", null=True, blank=True)
    indicator = models.PositiveBigIntegerField("지표", null=True, blank=True)
    part = models.PositiveBigIntegerField("세부", null=True, blank=True)
    budget = models.PositiveBigIntegerField("예산 과목", null=True, blank=True)
    month = MonthField("달", null=True, blank=True)
    briefing = models.ForeignKey(
        "reports.Briefing",
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="업무보고",
        db_index=False,
        db_constraint=False,
        help_text="거둔 업무보고의 열쇠도 남음",
    )
    batch = models.ForeignKey(
        "workbook.Batch", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="반입", db_index=False
    )
    kind = models.CharField("줄의 종류", max_length=60, blank=True, help_text="labour.indicator처럼 앱과 표")
    row = models.PositiveBigIntegerField("줄", null=True, blank=True)

    field = models.CharField("값의 자리", max_length=20, blank=True)
    old_value = models.BigIntegerField("앞의 값", null=True, blank=True, help_text="기본 단위의 정수")
    new_value = models.BigIntegerField("뒤의 값", null=True, blank=True, help_text="기본 단위의 정수")
    unit = models.CharField("단위", max_length=10, blank=True)
    decimals = models.PositiveSmallIntegerField("소수 자리", default=0)
    count = models.PositiveIntegerField("값의 수", null=True, blank=True)
    detail: "models.Field[dict[str, Any], dict[str, Any]]" = models.JSONField("내용", default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "활동 기록"
        ordering = ["-at", "-pk"]
        # One for each way to narrow the record, in the order in which it is shown; the fourth for what code asks.
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_event_latest"),
            models.Index(fields=["action", "-at", "-id"], name="audit_event_action"),
            models.Index(fields=["division", "-at", "-id"], name="audit_event_division"),
            models.Index(
                fields=["division", "month", "action", "-at", "-id"],
                condition=Q(month__isnull=False),
                name="audit_event_of_month",
            ),
            models.Index(fields=["month", "-at", "-id"], condition=Q(month__isnull=False), name="audit_event_month"),
            models.Index(
                fields=["division", "programme", "-at", "-id"],
                condition=Q(programme__isnull=False),
                name="audit_event_programme",
            ),
            models.Index(fields=["actor", "-at", "-id"], name="audit_event_actor"),
            models.Index(fields=["briefing"], condition=Q(briefing__isnull=False), name="audit_event_briefing"),
            models.Index(fields=["batch"], condition=Q(batch__isnull=False), name="audit_event_batch"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(action__in=Action.values), name="audit_event_action_known"),
            models.CheckConstraint(
                condition=Q(month__isnull=True) | months_are_valid("month"), name="audit_event_month_valid"
            ),
            models.CheckConstraint(
                condition=~Q(division="")
                | Q(programme__isnull=True, indicator__isnull=True, part__isnull=True, budget__isnull=True),
                name="audit_event_keys_of_division",
            ),
            models.CheckConstraint(
                condition=Q(part__isnull=True) | Q(indicator__isnull=False), name="audit_event_part_of_indicator"
            ),
            models.CheckConstraint(
                condition=Q(kind="", row__isnull=True) | (~Q(kind="") & Q(row__isnull=False)),
                name="audit_event_row_of_kind",
            ),
            models.CheckConstraint(
                condition=~Q(field="") | Q(old_value__isnull=True, new_value__isnull=True),
                name="audit_event_value_of_field",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.done} · {self.subject}"

    @property
    def done(self) -> str:
        """What was done, as it is shown: `제출`, `지표 수정`."""
        label = str(Action(self.action).label)
        return f"{apps.get_model(self.kind)._meta.verbose_name} {label}" if self.kind else label

    @property
    def who(self) -> str:
        """Who did it, in whose stead where it was so: `김주임 (이부장 대결)`."""
        name = self.actor.name if self.actor else "관리 명령"
        _, _, lent = self.worked_as.partition(" (")
        return f"{name} ({lent}" if lent else name

    @property
    def change(self) -> str:
        """What became of the figure: `빈칸 → 301건`; of several, how many they are; empty where no figure changed."""
        if self.field:
            return f"{self._shown(self.old_value)} → {self._shown(self.new_value)}"
        return "" if self.count is None else f"값 {self.count:,}개"

    def _shown(self, value: int | None) -> str:
        return "빈칸" if value is None else f"{stored_text(value, self.unit, self.decimals)}{self.unit}"


class Link(models.Model):
    """One event's place in the chain over the record: `sealed` is the SHA-256 of all the event says and of the link before it
    (chain.py). The numbers have no gap."""

    number = models.PositiveBigIntegerField("차례", primary_key=True)
    event = models.OneToOneField(Event, models.PROTECT, related_name="link", verbose_name="활동 기록")
    sealed = models.CharField("이어진 SHA-256", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "활동 기록의 사슬"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}"


class Access(models.Model):
    """접속기록: that somebody looked at, took out or changed what is known of people (accesses.py). The numbers have no gap; `sealed` is
    the SHA-256 of all the row says and of the row before it."""

    class Doing(models.TextChoices):
        VIEWED = "viewed", "조회"
        EXPORTED = "exported", "내려받음"
        ADDED = "added", "등록"
        CHANGED = "changed", "변경"

    number = models.PositiveBigIntegerField("차례", primary_key=True)
    at = models.DateTimeField("때", default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="사람", db_index=False
    )
    account = models.CharField("계정", max_length=150)
    address = models.GenericIPAddressField("주소(IP)", null=True, blank=True)
    doing = models.CharField("수행 업무", max_length=10, choices=Doing)
    page = models.CharField("화면", max_length=100)
    subjects = models.TextField("정보주체", blank=True, help_text="계정, 한 줄에 하나")
    count = models.PositiveIntegerField("정보주체 또는 줄의 수")
    narrowed = models.CharField("찾은 조건", max_length=500, blank=True)
    sealed = models.CharField("이어진 SHA-256", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "개인정보 접속기록"
        ordering = ["-number"]
        indexes = [models.Index(fields=["at"], name="audit_access_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(doing__in=["viewed", "exported", "added", "changed"]), name="audit_access_doing_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.page} {self.get_doing_display()}"


class Closing(models.Model):
    """기록 닫음: the rows of a chain up to `last` were written into an archive and removed (closing.py). `sealed` is the seal of the last of
    them, from which the chain goes on; `kept` holds what verifying still needs of them."""

    class Chain(models.TextChoices):
        EVENTS = "events", "활동 기록"
        ACCESSES = "accesses", "접속기록"

    chain = models.CharField("무엇의", max_length=10, choices=Chain)
    first = models.PositiveBigIntegerField("처음 차례")
    last = models.PositiveBigIntegerField("마지막 차례")
    sealed = models.CharField("마지막의 SHA-256", max_length=64)
    archive = models.CharField("보관 파일", max_length=200)
    sha256 = models.CharField("보관 파일의 SHA-256", max_length=64)
    before = models.DateTimeField("언제 앞의 것")
    at = models.DateTimeField("때", default=timezone.now)
    kept: "models.Field[dict[str, Any], dict[str, Any]]" = models.JSONField("남긴 것", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "기록 닫음"
        ordering = ["chain", "last"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "first"], name="audit_closing_once"),
            models.CheckConstraint(condition=Q(chain__in=["events", "accesses"]), name="audit_closing_chain_known"),
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="audit_closing_of_rows"),
        ]

    def __str__(self) -> str:
        return f"{self.get_chain_display()} {self.first}-{self.last}"
