"""What readers ask of an edition, and what its division answers: it stays with the line and the figure that were asked about."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from seoulwork.accounts.models import Role, User
from seoulwork.figures.divisions import division_choices
from seoulwork.figures.labels import lazily

from .printed import EDITION_UNREAD

if TYPE_CHECKING:
    from .models import Edition

MOST_QUESTIONS = 50
"""Questions about one figure that its page shows"""


class QuestionQuerySet(models.QuerySet["Question"]):
    def with_corrected(self, user: User) -> "QuestionQuerySet":
        """Each with whether an edition that the user may know of has taken the place of its own: `is_corrected`."""
        editions = apps.get_model("reports", "Edition").objects
        return self.annotate(is_corrected=editions.seen_by(user).replacing())

    def for_reader(self, user: User) -> "QuestionQuerySet":
        """Those that the user may see: a council member what was answered and what they asked themselves, an officer and a head what is asked
        of their division and what was answered; of editions that they may know of and that were not withdrawn."""
        if not user.is_authenticated:
            return self.none()
        editions = apps.get_model("reports", "Edition").objects
        known = self.filter(edition__withdrawal=None, edition__in=editions.seen_by(user).values("pk"))
        if user.role == Role.ADMINISTRATOR:
            return known
        own = Q(by=user) if user.role == Role.COUNCIL else Q(division=user.division)
        return known.filter(own | Q(answered_at__isnull=False))


class Question(models.Model):
    """질의: `section`, `place` and `line` are copies of what the edition printed, `figure` is the number that was asked about, with the stored
    values that it came from (`origins`); empty for the line as a whole. `kind` and `number` name its indicator or budget (printed.py)."""

    edition: "models.ForeignKey[Edition, Edition]" = models.ForeignKey(
        "reports.Edition", models.PROTECT, related_name="questions", verbose_name="판"
    )
    division = models.CharField(
        lazily("{division}"),
        max_length=20,
        choices=division_choices,
        blank=True,
        help_text="비어 있으면 관리자가 답합니다",
    )
    section = models.CharField("부분", max_length=80)
    title = models.TextField("부분의 제목")
    place = models.TextField("자리", blank=True)
    line = models.TextField("줄")
    figure = models.CharField("수치", max_length=100, blank=True)
    origins: Any = models.JSONField(
        "수치가 나온 저장된 값", null=True, blank=True, help_text="[[지표, 구분, 기간, 값, 기준일, 입력], …]"
    )
    kind = models.CharField("무엇의", max_length=10, blank=True)
    number = models.BigIntegerField("번호", null=True, blank=True)
    text = models.CharField("질의", max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="물은 사람")
    at = models.DateTimeField("물은 때", default=timezone.now)
    answer = models.TextField("답변", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="답한 사람"
    )
    answered_at = models.DateTimeField("답한 때", null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "질의"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["edition", "section"], name="reports_question_place")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="reports_question_asks", violation_error_message="질의를 적어 주세요."
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="reports_question_answered_rightly",
            ),
        ]

    def __str__(self) -> str:
        return self.text


def questions_of(division: str, kind: str, number: int, user: User) -> list[Question]:
    """What the user may see of what was asked about an indicator or a budget, the latest first.
    1 query."""
    found = Question.objects.for_reader(user).with_corrected(user).filter(division=division, kind=kind, number=number)
    return list(found.select_related("edition__briefing").defer(*EDITION_UNREAD)[:MOST_QUESTIONS])


def asked_of(edition: "Edition", user: User, key: str = "") -> list[Question]:
    """What the user may see of what was asked of an edition, or of one section of it, in the order of asking. 1 query."""
    known = Question.objects.for_reader(user).filter(edition=edition)
    return list((known.filter(section=key) if key else known).order_by("at", "pk"))
