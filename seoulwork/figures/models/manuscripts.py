"""The desk: what is being written for a briefing, part by part, with every version of it, and what two writers both changed."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from seoulwork.figures.labels import worded
from seoulwork.figures.models.querysets import PassageQuerySet, WaitingQuerySet
from seoulwork.figures.models.texts import added_part, briefing_key

if TYPE_CHECKING:
    from seoulwork.accounts.models import User
    from seoulwork.figures import concrete

LONGEST = 40_000
"""Letters of one part's text: some twenty printed pages."""


def person(label: str) -> "models.ForeignKey[User | None, User | None]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


class Manuscript(models.Model):
    """원고: the text of a programme (None: of the division) for one briefing, as its writers have it (domain/manuscript.py).

    `text` is kept however it stands, also while a line of it breaks the notation; `printed` is the last that could be printed, and
    is what the passages of the briefing hold."""

    class State(models.TextChoices):
        WRITING = "writing", "작성 중"
        SUBMITTED = "submitted", "제출"
        SETTLED = "settled", "확정"

    programme = models.ForeignKey(
        "Programme", models.PROTECT, null=True, blank=True, related_name="manuscripts", verbose_name="사업"
    )
    briefing = briefing_key()
    added = added_part()
    text = models.TextField("글", blank=True, max_length=LONGEST)
    printed = models.TextField("인쇄되는 글", blank=True)
    state = models.CharField("상태", max_length=10, choices=State, default=State.WRITING)

    objects = PassageQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name = verbose_name_plural = "원고"
        ordering = ["briefing_id", "programme_id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "briefing"], name="%(app_label)s_manuscript_unique"),
            models.UniqueConstraint(
                fields=["briefing", "added"],
                condition=Q(programme__isnull=True),
                name="%(app_label)s_manuscript_division_unique",
            ),
            models.CheckConstraint(
                condition=Q(programme__isnull=True) | Q(added=0), name="%(app_label)s_manuscript_added_of_no_programme"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["writing", "submitted", "settled"]), name="%(app_label)s_manuscript_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="settled") | Q(printed=F("text")),
                name="%(app_label)s_manuscript_settled_is_printed",
                violation_error_message="고칠 곳이 남아 있는 원고는 확정할 수 없습니다.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.programme or worded("{division} 글"))


class ManuscriptVersion(models.Model):
    """원고의 판: the text as it stood after each time that it was saved. Never changed."""

    class Source(models.TextChoices):
        DESK = "desk", "원고"
        ELSEWHERE = "elsewhere", "다른 화면·자료 파일"
        RESTORED = "restored", "앞의 판에서 되살림"

    manuscript: "models.ForeignKey[concrete.Manuscript, concrete.Manuscript]" = models.ForeignKey(
        "Manuscript", models.CASCADE, related_name="versions", verbose_name="원고"
    )
    text = models.TextField("글", blank=True)
    source = models.CharField("나온 곳", max_length=10, choices=Source, default=Source.DESK)
    by = person("쓴 사람")
    at = models.DateTimeField("쓴 때", default=timezone.now)

    class Meta:
        abstract = True
        verbose_name = verbose_name_plural = "원고의 판"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=["desk", "elsewhere", "restored"]),
                name="%(app_label)s_manuscriptversion_source_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.manuscript} {timezone.localtime(self.at):%Y-%m-%d %H:%M:%S}"


class ManuscriptClash(models.Model):
    """엇갈린 줄: what two writers both changed. The manuscript holds `kept`; `other` waits until somebody chooses, once."""

    manuscript: "models.ForeignKey[concrete.Manuscript, concrete.Manuscript]" = models.ForeignKey(
        "Manuscript", models.CASCADE, related_name="clashes", verbose_name="원고"
    )
    before = models.TextField("앞서 있던 글", blank=True)
    kept = models.TextField("원고에 있는 글", blank=True)
    other = models.TextField("엇갈린 글", blank=True)
    above = models.TextField("위의 줄", blank=True)
    by = person("엇갈린 글을 쓴 사람")
    at = models.DateTimeField("쓴 때", default=timezone.now)
    resolved_by = person("고른 사람")
    resolved_at = models.DateTimeField("고른 때", null=True, blank=True)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name = verbose_name_plural = "엇갈린 줄"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.other or self.kept


class ManuscriptRemark(models.Model):
    """의견: what a reader says of a line of a manuscript (of all of it without one), the answers to it, and that it is settled."""

    manuscript: "models.ForeignKey[concrete.Manuscript, concrete.Manuscript]" = models.ForeignKey(
        "Manuscript", models.CASCADE, related_name="remarks", verbose_name="원고"
    )
    answers_to: "models.ForeignKey[concrete.ManuscriptRemark | None, concrete.ManuscriptRemark | None]" = (
        models.ForeignKey(
            "self", models.CASCADE, null=True, blank=True, related_name="answers", verbose_name="답한 의견"
        )
    )
    line = models.TextField("줄", blank=True, help_text="의견을 적을 때 그 줄의 글")
    text = models.CharField("내용", max_length=500)
    by = person("쓴 사람")
    at = models.DateTimeField("쓴 때", default=timezone.now)
    resolved_by = person("마친 사람")
    resolved_at = models.DateTimeField("마친 때", null=True, blank=True)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name = verbose_name_plural = "원고의 의견"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="%(app_label)s_manuscriptremark_text_given",
                violation_error_message="의견을 적어 주세요.",
            ),
            models.CheckConstraint(
                condition=Q(answers_to__isnull=True) | Q(line="", resolved_at__isnull=True),
                name="%(app_label)s_manuscriptremark_answer_is_plain",
            ),
        ]

    def __str__(self) -> str:
        return self.text
