"""Briefings: in preparation, then published as editions that stand; and corrections of them."""

from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone

from seoulwork.domain.briefings import FIRST, MOST, BriefingName
from seoulwork.domain.clock import Clock
from seoulwork.domain.vocabulary import BRIEFINGS
from seoulwork.figures.fields import MonthField, months_are_valid

from .answers import Answer as Answer
from .arrangement import Arrangement
from .asking import Question as Question
from .files import CONTENT_TYPES as CONTENT_TYPES
from .files import OFFERED as OFFERED
from .files import ComparisonFile as ComparisonFile
from .files import DraftFile as DraftFile
from .files import Format as Format
from .files import PublishedFile as PublishedFile
from .printed import Measured as Measured
from .printed import PrintedFigure as PrintedFigure

if TYPE_CHECKING:
    from seoulwork.accounts.models import User
from .printed import PrintedLine as PrintedLine


class BriefingQuerySet(models.QuerySet["Briefing"]):
    def named(self, name: BriefingName) -> "BriefingQuerySet":
        """The one of that name, if there is one."""
        return self.filter(month=name.month, number=name.number)

    def in_preparation(self) -> "BriefingQuerySet":
        """Those that may be written: not published yet, or being corrected."""
        editions = Edition.objects.filter(briefing=OuterRef("pk"))
        corrections = Correction.objects.under_way().filter(briefing=OuterRef("pk"))
        return self.filter(~Exists(editions) | Exists(corrections))

    def with_editions(self, user: "User | None" = None) -> "BriefingQuerySet":
        """Each with its editions, those that the user may know of (None: all; `in_hwpx`: published as HWPX too, as all are since
        there is one), and its correction under way. 2 queries more."""
        editions = Edition.objects.seen_by(user) if user else Edition.objects.all()
        hwpx = PublishedFile.objects.filter(edition=OuterRef("pk"), format=Format.HWPX)
        return self.prefetch_related(
            Prefetch("editions", editions.select_related("published_by", "withdrawal").annotate(in_hwpx=Exists(hwpx))),
            Prefetch("corrections", Correction.objects.under_way()),
        )


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
    source = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name="이어 쓴 보고"
    )
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
    def edition(self) -> "Edition | None":
        """The newest edition that has not been withdrawn. Asks nothing of the database when `editions` were read before
        (editions/reading.py)."""
        readable = (each for each in self.editions.all() if not hasattr(each, "withdrawal"))
        return max(readable, key=lambda each: each.number, default=None)

    @property
    def correction(self) -> "Correction | None":
        """The correction that is under way."""
        return next((each for each in self.corrections.all() if each.edition_id is None and not each.given_up_at), None)

    @property
    def in_preparation(self) -> bool:
        """Whether it may be written: it was not published yet, or is being corrected."""
        return not self.editions.all() or self.correction is not None

    @property
    def clock(self) -> Clock:
        return Clock(self.reference_month, self.plan_year)


class KindOutline(models.Model):
    """틀: with what a briefing of a kind begins, as the bureau keeps it (editions/outlines.py): its parts, and the `headings`, one a line,
    under which each programme is written."""

    kind = models.CharField("보고 종류", max_length=10, choices=BRIEFINGS, unique=True)
    arranged: Any = models.JSONField("부분", editable=False)
    headings = models.TextField("사업마다의 제목", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "보고의 틀"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(BRIEFINGS)), name="reports_kindoutline_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}의 틀"

    @property
    def arrangement(self) -> Arrangement:
        return Arrangement.of(self.arranged)


class Seen(models.Model):
    """보았음: something that came along from an earlier briefing was looked at and stays (desk/again.py). `digest` names it."""

    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="seen", verbose_name="업무보고")
    digest = models.CharField("다시 볼 것", max_length=32)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="본 사람"
    )
    at = models.DateTimeField("본 때", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "보았음"
        constraints = [models.UniqueConstraint(fields=["briefing", "digest"], name="reports_seen_unique")]

    def __str__(self) -> str:
        return f"{self.briefing} {self.digest}"


class Reader(NamedTuple):
    """What of a user says which editions they may know of; in a kept statement (figures/asking.py) the key is a Parameter."""

    pk: Any
    is_council: bool
    is_authenticated: bool


def _is_out(now: Any = None) -> Q:
    return Q(readable_from__isnull=True) | Q(readable_from__lte=now or timezone.now())


class EditionQuerySet(models.QuerySet["Edition"]):
    def out(self) -> "EditionQuerySet":
        """Those whose hour has come."""
        return self.filter(_is_out())

    def replacing(self, of: str = "edition__") -> Exists:
        """Whether one of these has taken the place of the edition that a row leads to (by `of`) and stands."""
        place = {"briefing": OuterRef(f"{of}briefing"), "number__gt": OuterRef(f"{of}number")}
        return Exists(self.filter(**place, withdrawal=None))

    def seen_by(self, user: "User | Reader", now: Any = None) -> "EditionQuerySet":
        """Those that the user may know of now: for a council member those whose hour has come, or of which an advance copy was given; for
        who reads from outside those of which the hour has come and that were not withdrawn."""
        if not user.is_council:
            return self
        out = _is_out(now)
        if not user.is_authenticated:
            return self.filter(out, withdrawal=None)
        given = Advance.objects.filter(edition=OuterRef("pk"), user_id=user.pk, taken_at__isnull=True)
        return self.filter(out | Exists(given))


class EditionManager(models.Manager["Edition"]):
    """The document and the sheet are read when they are asked for, not with every row."""

    def get_queryset(self) -> EditionQuerySet:
        return EditionQuerySet(self.model, using=self._db).defer("document", "sheet")

    def out(self) -> EditionQuerySet:
        return self.get_queryset().out()

    def seen_by(self, user: "User | Reader", now: Any = None) -> EditionQuerySet:
        return self.get_queryset().seen_by(user, now)


class Edition(models.Model):
    """판: a briefing as it was published: first, and again with each correction (정정). The database refuses to change or remove
    it (see the migrations).

    `document` is the whole tree as JSON (frozen.py); from it the site reads the edition, and editions are compared. `sealed` is the
    SHA-256 of all the row says and of the edition before it, of whichever briefing: one that is missing breaks the chain.
    """

    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="editions", verbose_name="업무보고")
    number = models.PositiveSmallIntegerField("판", default=1, db_default=1)
    correction = models.CharField("정정 사유", max_length=300, blank=True, db_default="")
    published_at = models.DateTimeField("발행한 때", default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="발행한 사람"
    )
    published_as = models.CharField(
        "발행한 자격", max_length=200, blank=True, db_default="", help_text="본래 자격이 아니면"
    )
    reason = models.CharField("점검을 남기고 발행한 사유", max_length=300, blank=True)
    sheet = models.TextField("점검표", help_text="발행할 때의 담당관별 상태, 점검 결과와 답(JSON)")
    sheet_sha256 = models.CharField("점검표의 SHA-256", max_length=64)
    document = models.TextField("문서", blank=True, db_default="", help_text="발행한 문서(JSON)")
    document_sha256 = models.CharField("문서의 SHA-256", max_length=64, blank=True, db_default="")
    sealed = models.CharField("이어진 SHA-256", max_length=64, blank=True, db_default="")
    record_end = models.CharField(
        "활동 기록의 끝",
        max_length=90,
        blank=True,
        db_default="",
        help_text="발행할 때 활동 기록이 이어진 끝(차례:지문)",
    )
    readable_from = models.DateTimeField("읽을 수 있는 때", null=True, blank=True, help_text="비면 발행한 때부터")

    objects = EditionManager()

    class Meta:
        verbose_name = verbose_name_plural = "발행한 판"
        ordering = ["briefing_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["briefing", "number"], name="reports_edition_unique"),
            models.CheckConstraint(
                condition=Q(number=1, correction="") | (Q(number__gt=1) & ~Q(correction="")),
                name="reports_edition_correction_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.briefing} {self.called}" if self.correction else str(self.briefing)

    @property
    def signature(self) -> str:
        """Who published it, in whose stead where it was so; empty of what a command published."""
        return self.published_as or str(self.published_by or "")

    @property
    def is_out(self) -> bool:
        """Whether its hour has come."""
        return self.readable_from is None or self.readable_from <= timezone.now()

    @property
    def called(self) -> str:
        """`제2판(정정)`"""
        return f"제{self.number}판(정정)" if self.correction else f"제{self.number}판"


class Advance(models.Model):
    """미리보기: an edition that one council member may read before its hour."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="advances", verbose_name="판")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="받은 사람")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="준 사람"
    )
    at = models.DateTimeField("준 때", default=timezone.now)
    taken_at = models.DateTimeField("거둔 때", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "미리보기"
        ordering = ["edition_id", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "user"], condition=Q(taken_at__isnull=True), name="reports_advance_given_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.user}"


class ReadingLinkQuerySet(models.QuerySet["ReadingLink"]):
    def in_force(self) -> "ReadingLinkQuerySet":
        return self.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())


class ReadingLink(models.Model):
    """읽기 주소: an address with which somebody without an account reads one edition, until a moment or until it is revoked. The address
    is the row's key, signed (editions/sharing.py); nothing that is stored makes one."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="links", verbose_name="판")
    given_to = models.CharField("받는 사람", max_length=100)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="만든 사람"
    )
    at = models.DateTimeField("만든 때", default=timezone.now)
    expires_at = models.DateTimeField("끝나는 때")
    revoked_at = models.DateTimeField("거둔 때", null=True, blank=True)

    objects = ReadingLinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "읽기 주소"
        ordering = ["edition_id", "at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(given_to=""), name="reports_reading_link_names_somebody"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("at")), name="reports_reading_link_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.given_to}"


class Withdrawal(models.Model):
    """회수: an edition that must not be read any more, and why. Stays, as the edition does."""

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="withdrawal", verbose_name="판")
    reason = models.CharField("사유", max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="회수한 사람"
    )
    at = models.DateTimeField("회수한 때", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "회수"
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="reports_withdrawal_has_reason",
                violation_error_message="사유를 적어 주세요.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} 회수"


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def under_way(self) -> "CorrectionQuerySet":
        return self.filter(edition__isnull=True, given_up_at__isnull=True)


class Correction(models.Model):
    """정정: a published briefing that is being prepared again, from its beginning to the edition that came of it, or until it was given
    up. `reasons` are those that were written for single lines of the 정오표, by the digest of the line."""

    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="corrections", verbose_name="업무보고")
    reason = models.CharField("정정 사유", max_length=300)
    reasons: Any = models.JSONField("줄마다의 사유", default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="시작한 사람"
    )
    at = models.DateTimeField("시작한 때", default=timezone.now)
    edition = models.OneToOneField(
        Edition, models.PROTECT, null=True, blank=True, related_name="came_of", verbose_name="정정한 판"
    )
    given_up_at = models.DateTimeField("그만둔 때", null=True, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "정정"
        ordering = ["briefing_id", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["briefing"],
                condition=Q(edition__isnull=True, given_up_at__isnull=True),
                name="reports_correction_one_under_way",
                violation_error_message="이미 정정하고 있는 업무보고입니다.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="reports_correction_has_reason",
                violation_error_message="사유를 적어 주세요.",
            ),
            models.CheckConstraint(
                condition=Q(edition__isnull=True) | Q(given_up_at__isnull=True), name="reports_correction_ends_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.briefing} 정정"
