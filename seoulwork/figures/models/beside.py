"""What stands beside the figures in monthly entry: remarks and evidence, and the months that are open again for a programme.

Among each division's own tables, so that a foreign key holds what they refer to."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from seoulwork.domain.cells import FIELDS, Cell
from seoulwork.figures.fields import MonthField, months_are_valid
from seoulwork.figures.labels import lazily
from seoulwork.figures.models.querysets import RecordQuerySet

if TYPE_CHECKING:
    from seoulwork.accounts.models import User


def _person(label: str) -> "models.ForeignKey[User | None, User | None]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


class Reopening(models.Model):
    """다시 열기: a submitted, approved or closed month that may be corrected, wholly or in one programme, until a date."""

    reporting_month = models.ForeignKey(
        "entry.ReportingMonth", models.PROTECT, related_name="+", verbose_name="입력 달"
    )
    programme = models.ForeignKey(
        "Programme",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="사업",
        help_text=lazily("비어 있으면 {division} 전체"),
    )
    until = models.DateField("기한", help_text="그날까지(그날 포함, 한국 시각)")
    reason = models.CharField("사유", max_length=300)
    opened_by = _person("연 사람")
    opened_at = models.DateTimeField("연 때", default=timezone.now)
    ended_at = models.DateTimeField("기한 전에 끝낸 때", null=True, blank=True)

    class Meta:
        abstract = True
        verbose_name = verbose_name_plural = "다시 열기"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="%(app_label)s_reopening_reason_given",
                violation_error_message="다시 여는 사유를 적어 주세요.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reporting_month} {self.until}까지"


KINDS = {field: kind for kind, field in FIELDS.items()}


def cell_beside(row: Any) -> Cell:
    """The cell beside which a row stands, from its `field` and the keys of its indicator and part or budget line."""
    owner = row.budget_id if row.indicator_id is None else row.indicator_id
    return Cell(KINDS[row.field], owner, row.part_id)


class CellRecord(models.Model):
    """Something kept beside one figure of a month: a number of an actual (of an indicator or one of its parts) or of the
    execution of a budget line. The figure itself may come and go."""

    month = MonthField("달")
    indicator = models.ForeignKey(
        "Indicator", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="지표"
    )
    part = models.ForeignKey("Part", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="세부")
    budget = models.ForeignKey(
        "Budget", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="예산 과목"
    )
    field = models.CharField("값의 자리", max_length=20)

    class Meta:
        abstract = True

    @property
    def cell(self) -> Cell:
        """The input of the monthly grid that it stands beside."""
        return cell_beside(self)

    @staticmethod
    def beside(cell: Cell) -> dict[str, Any]:
        """The fields that name a cell."""
        place = cell.place
        actual = place.table == "Actual"
        return {
            "indicator_id": place.owner_id if actual else None,
            "part_id": place.part_id,
            "budget_id": None if actual else place.owner_id,
            "field": cell.field,
        }


def _once(name: str, fields: list[str], condition: Q, message: str) -> list[models.BaseConstraint]:
    """One row for each cell and `fields`: three constraints, since an empty key is like no other on SQLite."""
    return [
        models.UniqueConstraint(
            fields=["month", *keys, "field", *fields],
            condition=condition & present,
            name=f"%(app_label)s_{name}_{of}_current_unique",
            violation_error_message=message,
        )
        for of, keys, present in (
            ("part", ["indicator", "part"], Q(part__isnull=False)),
            ("indicator", ["indicator"], Q(indicator__isnull=False, part__isnull=True)),
            ("budget", ["budget"], Q(budget__isnull=False)),
        )
    ]


def _of_one_figure(name: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(indicator__isnull=False, budget__isnull=True, field__in=["value", "denominator"])
            | Q(indicator__isnull=True, part__isnull=True, budget__isnull=False, field__in=["committed", "spent"]),
            name=f"%(app_label)s_{name}_of_one_figure",
        ),
        models.CheckConstraint(condition=months_are_valid("month"), name=f"%(app_label)s_{name}_month_valid"),
    ]


class Remark(CellRecord):
    """메모 or 부진 사유 of a figure. Changing one writes a new row, as for figures."""

    class Kind(models.TextChoices):
        NOTE = "note", "메모"
        SHORTFALL = "shortfall", "부진 사유"

        @classmethod
        def mark(cls, kinds: Collection[str]) -> str:
            """What a cell's mark says of the kinds of remarks it has: `메모 있음`, `메모, 부진 사유 있음`, or nothing."""
            if not kinds:
                return ""
            return f"{', '.join(label for kind, label in cls.choices if kind in kinds)} 있음"

    kind = models.CharField("종류", max_length=10, choices=Kind)
    text = models.CharField("내용", max_length=500)
    recovery = models.DateField("만회 예정일", null=True, blank=True)
    entered_by = _person("쓴 사람")
    entered_at = models.DateTimeField("쓴 때", default=timezone.now)
    superseded_at = models.DateTimeField("대체된 때", null=True, blank=True)

    objects: ClassVar = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name = verbose_name_plural = "메모와 부진 사유"
        ordering = ["-entered_at", "-pk"]
        constraints = [
            *_once("remark", ["kind"], Q(superseded_at__isnull=True), "이미 적은 것이 있습니다."),
            *_of_one_figure("remark"),
            models.CheckConstraint(condition=Q(kind__in=["note", "shortfall"]), name="%(app_label)s_remark_kind_known"),
            models.CheckConstraint(condition=~Q(text=""), name="%(app_label)s_remark_text_given"),
            models.CheckConstraint(
                condition=Q(kind="shortfall", recovery__isnull=False) | Q(kind="note", recovery__isnull=True),
                name="%(app_label)s_remark_recovery_of_shortfall",
                violation_error_message="만회 예정일은 부진 사유에 함께 적습니다.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Look(models.Model):
    """그대로임: an indicator (or a part of it) that comes as it happens was looked at for a month, and stands as it is stored."""

    month = MonthField("달")
    indicator = models.ForeignKey("Indicator", models.PROTECT, related_name="+", verbose_name="지표")
    part = models.ForeignKey("Part", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="세부")
    by = _person("본 사람")
    at = models.DateTimeField("본 때", default=timezone.now)

    class Meta:
        abstract = True
        verbose_name = verbose_name_plural = "수시 지표를 본 기록"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=months_are_valid("month"), name="%(app_label)s_look_month_valid")
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [str(self.indicator), str(self.part or ""), self.month.korean]))


def evidence_path(evidence: "Evidence", name: str) -> str:
    """Files are named after their content: what a user calls a file never becomes a path."""
    return f"evidence/{evidence.sha256[:2]}/{evidence.sha256}"


class Evidence(CellRecord):
    """근거 자료: a file that shows where a figure comes from."""

    name = models.CharField("파일 이름", max_length=200)
    content_type = models.CharField("종류", max_length=100)
    size = models.PositiveIntegerField("크기", help_text="바이트")
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.FileField("파일", upload_to=evidence_path, max_length=120)
    added_by = _person("올린 사람")
    added_at = models.DateTimeField("올린 때", default=timezone.now)
    removed_by = _person("뺀 사람")
    removed_at = models.DateTimeField("뺀 때", null=True, blank=True)
    reason = models.CharField("뺀 사유", max_length=300, blank=True)

    class Meta:
        abstract = True
        verbose_name = verbose_name_plural = "근거 자료"
        ordering = ["added_at", "pk"]
        constraints = [
            *_once("evidence", ["sha256"], Q(removed_at__isnull=True), "같은 파일이 이미 있습니다."),
            *_of_one_figure("evidence"),
        ]

    def __str__(self) -> str:
        return self.name
