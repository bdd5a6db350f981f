"""What must hold between two indicators, or two budget lines, that arithmetic alone can't know."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from seoulwork.domain.vocabulary import MATCHING, RELATIONS, UNITS

if TYPE_CHECKING:
    from seoulwork.figures import concrete


class RelationKind(models.TextChoices):
    AT_MOST = "at_most", RELATIONS["at_most"]
    SAME = "same", RELATIONS["same"]
    MEAN_OF = "mean_of", RELATIONS["mean_of"]
    MATCHING = MATCHING, RELATIONS[MATCHING]


OF_INDICATORS = Q(
    indicator__isnull=False,
    other__isnull=False,
    budget__isnull=True,
    other_budget__isnull=True,
    share__isnull=True,
    other_share__isnull=True,
)
OF_BUDGETS = Q(
    budget__isnull=False,
    other_budget__isnull=False,
    indicator__isnull=True,
    other__isnull=True,
    part__isnull=True,
    other_part__isnull=True,
    share__isnull=False,
    other_share__isnull=False,
    share__gte=1,
    other_share__gte=1,
)


class Relation(models.Model):
    """지표 관계: `indicator` (or its part) stands to `other` (or its part) as `kind` says; of a matching, the budget lines
    `budget` and `other_budget` as `share` to `other_share`. A line stands for those of its name in every year."""

    kind = models.CharField("관계", max_length=10, choices=RelationKind)
    indicator = models.ForeignKey(
        "Indicator", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="지표"
    )
    part = models.ForeignKey(
        "Part", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="지표의 세부"
    )
    other = models.ForeignKey(
        "Indicator", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="견줄 지표"
    )
    other_part = models.ForeignKey(
        "Part", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="견줄 지표의 세부"
    )
    budget = models.ForeignKey(
        "Budget", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="예산 과목"
    )
    other_budget = models.ForeignKey(
        "Budget", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="견줄 예산 과목"
    )
    share = models.PositiveSmallIntegerField("비율", null=True, blank=True)
    other_share = models.PositiveSmallIntegerField("견줄 비율", null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "지표 관계"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RelationKind.values), name="%(app_label)s_relation_kind_known"),
            models.CheckConstraint(
                condition=(~Q(kind=RelationKind.MATCHING) & OF_INDICATORS)
                | (Q(kind=RelationKind.MATCHING) & OF_BUDGETS),
                name="%(app_label)s_relation_of_two_of_a_kind",
                violation_error_message=(
                    "매칭 비율에는 예산 과목 둘과 두 비율을, 다른 관계에는 지표 둘을 적습니다. 나머지 칸은 비워 주세요."
                ),
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | ~Q(budget=F("other_budget")),
                name="%(app_label)s_relation_budgets_differ",
                violation_error_message="같은 예산 과목끼리는 견주지 않습니다.",
            ),
            models.UniqueConstraint(
                F("kind"),
                *(
                    Coalesce(name, Value(0), output_field=models.BigIntegerField())
                    for name in ("indicator", "part", "other", "other_part", "budget", "other_budget")
                ),
                name="%(app_label)s_relation_unique",
                violation_error_message="같은 관계가 이미 있습니다.",
            ),
        ]

    def __str__(self) -> str:
        if self.kind == RelationKind.MATCHING:
            return f"{self.first} : {self.second} = {self.shares}"
        return f"{self.first} {self.get_kind_display()} {self.second}"

    @property
    def programme(self) -> "concrete.Programme | None":
        """Whose it is: that of what stands first."""
        own = self.budget if self.indicator is None else self.indicator
        return None if own is None else own.programme

    @property
    def shares(self) -> str:
        """`50:50`; empty for a relation of indicators."""
        return "" if self.share is None else f"{self.share}:{self.other_share}"

    @property
    def first(self) -> str:
        return _side(self.indicator, self.part, self.budget)

    @property
    def second(self) -> str:
        return _side(self.other, self.other_part, self.other_budget)

    def clean(self) -> None:
        """Refuse parts of another indicator, and figures that can't be compared."""
        for name, part, indicator in (
            ("part", self.part, self.indicator),
            ("other_part", self.other_part, self.other),
        ):
            if part is not None and part.indicator_id != getattr(indicator, "pk", None):
                raise ValidationError(
                    {name: f"'{part}'은(는) 그 지표의 세부가 아닙니다. 지표와 세부를 함께 골라 주세요."}
                )
        if self.indicator is None or self.other is None:
            return
        if (self.indicator_id, self.part_id) == (self.other_id, self.other_part_id):
            raise ValidationError("같은 수치끼리는 견주지 않습니다. 견줄 지표나 세부를 다르게 골라 주세요.")
        if "ratio" in (self.indicator.accumulation, self.other.accumulation):
            raise ValidationError("비율 지표에는 관계를 둘 수 없습니다. 합계·최근·평균 지표를 골라 주세요.")
        if UNITS[self.indicator.unit].base != UNITS[self.other.unit].base:
            raise ValidationError(
                f"단위가 서로 달라 견줄 수 없습니다: {self.indicator.unit}, {self.other.unit}. 같은 단위의 지표를 골라 주세요."
            )
        if self.kind == RelationKind.MEAN_OF and (self.indicator.accumulation, self.other.accumulation) != (
            "mean",
            "sum",
        ):
            raise ValidationError("하루 평균의 관계는 앞에 평균 지표를, 뒤에 합계 지표를 둡니다.")


def _side(indicator: Any, part: Any, budget: Any) -> str:
    if indicator is None:
        return str(budget or "")
    return " · ".join(filter(None, [indicator.name, part and part.path]))
