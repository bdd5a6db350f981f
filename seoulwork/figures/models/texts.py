"""The texts of a briefing and the dates of its plans."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from seoulwork.domain.manuscript import BAR, When
from seoulwork.figures.fields import MonthField, months_are_valid
from seoulwork.figures.models.programmes import BY_PROGRAMME
from seoulwork.figures.models.querysets import PassageQuerySet

if TYPE_CHECKING:
    from reports.models import Briefing
    from seoulwork.figures import concrete


def briefing_key() -> "models.ForeignKey[Briefing, Briefing]":
    """To which briefing a text belongs. Its app stands above this one, and is named only."""
    return models.ForeignKey("reports.Briefing", models.PROTECT, related_name="+", verbose_name="업무보고")


ADDED = 1000
"""Above every programme's number: where in addresses and keys the numbers begin of the parts that were added to a briefing."""


def added_part() -> "models.PositiveSmallIntegerField[int, int]":
    """To which part that was added to the briefing a text without a programme belongs; 0 for the division's own text."""
    return models.PositiveSmallIntegerField("추가한 부분", default=0, db_default=0, editable=False)


def home_of(programme_id: int | None, added: int) -> int | None:
    """Where a text stands, as one number that no two parts of a division share: the key of its programme, of an added part its number
    below zero; None for the division's own text. Names that it may use are found by it: an added part has those of the division."""
    return programme_id or -added or None


class PassageKind(models.TextChoices):
    GIST = "gist", "요지"
    TEXT = "text", "본문"
    PLANS = "plans", "계획"


class Passage(models.Model):
    """글: one headed piece of a briefing's text, of a programme or of the division, with bound figures (see notation.py).

    Whether its figures exist is asked by who writes a text (figures/texts.py: check_texts), not by the row itself."""

    programme = models.ForeignKey(
        "Programme", models.PROTECT, null=True, blank=True, related_name="passages", verbose_name="사업"
    )
    briefing = briefing_key()
    added = added_part()
    kind = models.CharField("종류", max_length=10, choices=PassageKind, default=PassageKind.TEXT)
    project = models.CharField("세부사업", max_length=80, blank=True)
    heading = models.CharField("제목", max_length=80, blank=True)
    text = models.TextField("본문", blank=True)
    position = models.PositiveSmallIntegerField("순서", default=0)

    objects = PassageQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = BY_PROGRAMME
        verbose_name = verbose_name_plural = "보고 글"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "briefing", "position"],
                name="%(app_label)s_passage_position_unique",
                violation_error_message="같은 순서의 글이 있습니다.",
            ),
            models.UniqueConstraint(
                fields=["briefing", "added", "position"],
                condition=Q(programme__isnull=True),
                name="%(app_label)s_passage_division_position_unique",
                violation_error_message="같은 순서의 글이 있습니다.",
            ),
            models.CheckConstraint(
                condition=Q(programme__isnull=True) | Q(added=0), name="%(app_label)s_passage_added_of_no_programme"
            ),
            models.CheckConstraint(condition=Q(kind__in=PassageKind.values), name="%(app_label)s_passage_kind_known"),
        ]

    def __str__(self) -> str:
        return self.heading or self.get_kind_display()

    @property
    def home(self) -> int | None:
        """See `home_of`."""
        return home_of(self.programme_id, self.added)


class Milestone(models.Model):
    """일정: one dated line of a plans passage. A month or a day, a run, or open at one end; or no date at all."""

    passage: "models.ForeignKey[concrete.Passage, concrete.Passage]" = models.ForeignKey(
        "Passage", models.CASCADE, related_name="milestones", verbose_name="보고 글"
    )
    position = models.PositiveSmallIntegerField("순서", default=0)
    title = models.CharField("내용", max_length=300)
    first_month = MonthField("시작 달", null=True, blank=True)
    first_day = models.PositiveSmallIntegerField("시작 날", null=True, blank=True)
    last_month = MonthField("끝 달", null=True, blank=True)
    last_day = models.PositiveSmallIntegerField("끝 날", null=True, blank=True)
    open_ended = models.BooleanField("계속", default=False)
    date_note = models.CharField("일정 덧말", max_length=40, blank=True)
    detail = models.TextField("세부 내용", blank=True)
    done = models.BooleanField("완료", default=False)

    class Meta:
        abstract = True
        ordering = ["passage_id", "position", "pk"]
        verbose_name = verbose_name_plural = "일정"
        constraints = [
            models.UniqueConstraint(
                fields=["passage", "position"],
                name="%(app_label)s_milestone_position_unique",
                violation_error_message="같은 순서의 일정이 있습니다.",
            ),
            models.CheckConstraint(
                condition=(Q(first_month__isnull=True) | months_are_valid("first_month"))
                & (Q(last_month__isnull=True) | months_are_valid("last_month")),
                name="%(app_label)s_milestone_months_valid",
            ),
            models.CheckConstraint(
                condition=Q(first_month__isnull=True)
                | Q(last_month__isnull=True)
                | Q(last_month__gte=F("first_month")),
                name="%(app_label)s_milestone_months_ordered",
                violation_error_message="일정의 끝이 시작보다 앞섭니다.",
            ),
            models.CheckConstraint(
                condition=Q(open_ended=False) | Q(last_month__isnull=True),
                name="%(app_label)s_milestone_open_has_no_end",
                violation_error_message="계속되는 일정에는 끝을 두지 않습니다.",
            ),
            models.CheckConstraint(
                condition=Q(open_ended=False) | Q(first_month__isnull=False),
                name="%(app_label)s_milestone_open_has_start",
                violation_error_message="계속되는 일정에는 시작 달을 적어 주세요.",
            ),
            models.CheckConstraint(
                condition=~Q(first_month=F("last_month"), last_day__lt=F("first_day")),
                name="%(app_label)s_milestone_days_ordered",
                violation_error_message="일정의 끝이 시작보다 앞섭니다.",
            ),
            models.CheckConstraint(
                condition=(Q(first_day__isnull=True) | Q(first_day__range=(1, 31), first_month__isnull=False))
                & (Q(last_day__isnull=True) | Q(last_day__range=(1, 31), last_month__isnull=False)),
                name="%(app_label)s_milestone_days_valid",
                violation_error_message="날은 1부터 31까지이고, 달과 함께 둡니다.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.clean()
        super().save(*args, **kwargs)

    @property
    def when(self) -> When:
        return When(self.first_month, self.first_day, self.last_month, self.last_day, self.open_ended, self.date_note)

    @property
    def printed_date(self) -> str:
        return self.when.printed

    @property
    def due(self) -> date | None:
        return self.when.due

    def clean(self) -> None:
        """Refuse days that do not exist, and a title of several lines."""
        ends = [(self.first_month, self.first_day), (self.last_month, self.last_day)]
        for month, day in ends:
            if month is not None and day is not None and day > month.days:
                raise ValidationError(f"{month.korean} {day}일은 없는 날입니다.")
        for name in ("title", "date_note"):
            if BAR in getattr(self, name):
                raise ValidationError({name: f"일정의 내용과 덧말에는 {BAR} 기호를 쓸 수 없습니다."})
        if len(self.title.splitlines()) > 1:
            raise ValidationError({"title": "일정의 내용은 한 줄로 적고, 나머지는 세부 내용에 적어 주세요."})
