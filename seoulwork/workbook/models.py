"""The tables of imports: workbooks as received, what was answered about them, and the batches that wrote figures."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from seoulwork.domain.vocabulary import ACTUAL, TARGET
from seoulwork.figures.contents import ContentField, whole
from seoulwork.figures.divisions import division_choices
from seoulwork.figures.fields import ContentManager
from seoulwork.figures.labels import lazily
from seoulwork.workbook.contents import Content

if TYPE_CHECKING:
    from seoulwork.accounts.models import User

LONGEST_SENDER = 80
ACTUALS = "actuals"
KINDS = {
    ACTUALS: ACTUAL,
    "targets": TARGET,
    "plans": "월별 계획",
    "budgets": "예산",
    "indicators": "지표와 세부",
    "headcount": "인력",
    "dated": "시행일이 있는 목록",
}
"""Of what a workbook is: of actuals, or of one of the lists that an administrator keeps (lists/books.py)."""


def _person(label: str, **options: Any) -> "models.ForeignKey[User | None, User | None]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
        help_text="비어 있으면 관리 명령",
        **options,
    )


class Workbook(models.Model):
    """통합 문서: a file as it was received, byte for byte. The same bytes for the same division are one workbook."""

    division = models.CharField(lazily("{division}"), max_length=20, choices=division_choices)
    kind = models.CharField("종류", max_length=20, choices=KINDS, default=ACTUALS, db_default=ACTUALS)
    name = models.CharField("파일 이름", max_length=200)
    sender = models.CharField("보낸 곳", max_length=LONGEST_SENDER, blank=True)
    year = models.PositiveSmallIntegerField("연도", null=True, blank=True, help_text="비어 있으면 파일에 적힌 연도")
    content = ContentField("내용")
    size = models.PositiveIntegerField("크기", help_text="바이트")
    sha256 = models.CharField("SHA-256", max_length=64)
    received_at = models.DateTimeField("받은 때", default=timezone.now)
    received_by = _person("받은 사람")

    objects = ContentManager()

    class Meta:
        verbose_name = verbose_name_plural = "통합 문서"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "sha256"],
                name="workbook_workbook_unique",
                violation_error_message="같은 파일을 이미 받았습니다.",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="workbook_workbook_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def received(self) -> bytes:
        """The file as it was received. Raises ContentAway where what is kept is something else."""
        return whole(self.content, self.sha256)


class Bundle(models.Model):
    """묶음: several files that were sent in at once. Each is judged by itself; the bundle is the list of them."""

    division = models.CharField(
        lazily("{division}"),
        max_length=20,
        choices=division_choices,
        blank=True,
        help_text=lazily("비어 있으면 서식마다 적힌 {division}"),
    )
    sender = models.CharField("보낸 곳", max_length=LONGEST_SENDER, blank=True)
    year = models.PositiveSmallIntegerField("연도", null=True, blank=True)
    received_at = models.DateTimeField("받은 때", default=timezone.now)
    received_by = _person("받은 사람")
    clashes: "models.Field[dict[str, Any], dict[str, Any]]" = models.JSONField(
        "서로 다른 값", default=dict, help_text="clashes.py가 만든 값"
    )

    class Meta:
        verbose_name = verbose_name_plural = "묶음"
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return f"묶음 {self.pk}"


class BundleFile(models.Model):
    """묶음의 파일: one file of a bundle, read into a Workbook or refused with a sentence."""

    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="files", verbose_name="묶음")
    position = models.PositiveSmallIntegerField("순서")
    name = models.CharField("파일 이름", max_length=400)
    size = models.PositiveIntegerField("크기", help_text="바이트")
    content = models.BinaryField("내용", null=True, help_text="읽기 전까지만; 읽은 것은 통합 문서에 있음")
    workbook = models.ForeignKey(
        Workbook, models.SET_NULL, null=True, blank=True, related_name="bundle_files", verbose_name="통합 문서"
    )
    refusal = models.CharField("거절한 까닭", max_length=500, blank=True)
    outcome = models.CharField("반입한 결과", max_length=500, blank=True)

    objects = ContentManager()

    class Meta:
        verbose_name = verbose_name_plural = "묶음의 파일"
        ordering = ["bundle_id", "position", "pk"]

    def __str__(self) -> str:
        return self.name


class Mapping(models.Model):
    """대응: what was answered when a sender's workbook could not be matched; asked once, then remembered for that sender."""

    division = models.CharField(lazily("{division}"), max_length=20, choices=division_choices)
    sender = models.CharField("보낸 곳", max_length=LONGEST_SENDER)
    question = models.CharField("물은 것", max_length=400)
    answer = models.CharField("답", max_length=80)
    answered_at = models.DateTimeField("답한 때", default=timezone.now)
    answered_by = _person("답한 사람")

    class Meta:
        verbose_name = verbose_name_plural = "대응"
        ordering = ["division", "sender", "question"]
        constraints = [
            models.UniqueConstraint(fields=["division", "sender", "question"], name="workbook_mapping_unique"),
            models.CheckConstraint(condition=~Q(answer=""), name="workbook_mapping_answered"),
            models.CheckConstraint(
                condition=~Q(sender=""),
                name="workbook_mapping_has_sender",
                violation_error_message="답을 기억하려면 보낸 곳이 있어야 합니다.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} → {self.answer}"


class Report(models.Model):
    """미리보기: what the last look at a workbook said, kept so that its page need not read the file again."""

    class State(models.TextChoices):
        ASKS = "asks", "물음 있음"
        WRONG = "wrong", "고칠 칸 있음"
        NOTHING = "nothing", "반입할 것 없음"
        READY = "ready", "반입할 수 있음"

    workbook = models.OneToOneField(Workbook, models.CASCADE, related_name="report", verbose_name="통합 문서")
    made_at = models.DateTimeField("만든 때", default=timezone.now)
    state = models.CharField("상태", max_length=10, choices=State)
    content: "models.Field[Content, Content]" = models.JSONField(
        "내용", help_text="report.py가 만든 값; 칸마다 CELL 차례의 목록"
    )

    class Meta:
        verbose_name = verbose_name_plural = "미리보기"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["asks", "wrong", "nothing", "ready"]), name="workbook_report_state_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.workbook.name} {self.get_state_display()}"


class Batch(models.Model):
    """반입: one confirmed import of a workbook, written as a whole, and undone only as a whole."""

    workbook = models.ForeignKey(Workbook, models.PROTECT, related_name="batches", verbose_name="통합 문서")
    at = models.DateTimeField("반입한 때", default=timezone.now)
    by = _person("반입한 사람")
    reason = models.CharField("사유", max_length=300, blank=True)
    figures = models.PositiveIntegerField(
        "반입한 값", help_text="새 값과 바뀐 값; 분자와 분모, 원인행위액과 지출액은 저마다 하나"
    )
    undone_at = models.DateTimeField("되돌린 때", null=True, blank=True)
    undone_by = _person("되돌린 사람")
    undo_reason = models.CharField("되돌린 사유", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "반입"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workbook"],
                condition=Q(undone_at__isnull=True),
                name="workbook_batch_once",
                violation_error_message="이미 반입한 파일입니다.",
            ),
            models.CheckConstraint(condition=Q(figures__gt=0), name="workbook_batch_wrote_something"),
        ]

    def __str__(self) -> str:
        return f"{self.workbook.name} {self.figures:,}개"
