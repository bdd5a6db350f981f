"""The units in which indicators are counted: the usual ones, and what administrators add."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from seoulwork.domain.unit_names import LARGEST_FACTOR, problem_of
from seoulwork.domain.vocabulary import UNITS
from seoulwork.figures.fields import UnitField


class UnitQuerySet(models.QuerySet["Unit"]):
    def added(self) -> "UnitQuerySet":
        """Those that pages and data folders have added."""
        return self.filter(usual=False)


class Unit(models.Model):
    """단위. `factor` of its `base` make one; a base counts itself. The usual ones are what `UNITS` in the domain says, and stay. What a
    unit means never changes: one that gets another name is followed by one that counts the same."""

    name = models.CharField(
        "이름",
        max_length=10,
        unique=True,
        blank=True,
        help_text="예: 톤, 면, 천톤, 명/년",
        error_messages={"unique": "같은 이름의 단위가 이미 있습니다."},
    )
    base = UnitField(
        "무엇의 배수", on_delete=models.RESTRICT, help_text="새로 세는 단위는 비웁니다. 천톤이라면 톤을 고릅니다."
    )
    factor = models.PositiveIntegerField(
        "배수", default=1, help_text="천톤은 톤의 1000입니다. 새로 세는 단위는 1입니다."
    )
    usual = models.BooleanField("처음부터 있는 단위", default=False, editable=False)
    offered = models.BooleanField(
        "고를 수 있음", default=True, help_text="끄면 새로 고르지 못하고, 이미 쓰는 곳에서는 그대로 읽습니다."
    )
    changed_at = models.DateTimeField("바뀐 때", auto_now=True)

    objects: ClassVar = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "단위"
        ordering = ["base", "factor", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(factor__gte=1, factor__lte=LARGEST_FACTOR),
                name="figures_unit_factor_in_range",
                violation_error_message=f"배수는 1부터 {LARGEST_FACTOR:,}까지입니다.",
            ),
            models.CheckConstraint(
                condition=~Q(base=F("name")) | Q(factor=1),
                name="figures_unit_base_counts_itself",
                violation_error_message="새로 세는 단위의 배수는 1입니다.",
            ),
            models.CheckConstraint(
                condition=~Q(name="") | Q(usual=True),
                name="figures_unit_named",
                violation_error_message="단위의 이름을 적어 주세요.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        """The processes that keep the units see by `changed_at` that there are others."""
        if update_fields is not None:
            update_fields = {*update_fields, "changed_at"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def clean(self) -> None:
        """Refuse a name that means something else, and a multiple that is read otherwise. One without a base counts itself."""
        self.base = self.base or self.name
        if not self.usual and self._state.adding and (problem := problem_of(self.name, self.base, self.factor or 0)):
            raise ValidationError(problem)


def store_usual(model: Any = Unit, using: str | None = None) -> None:
    """Store the usual units of which there is no row yet."""
    rows = model._base_manager.using(using) if using else model._base_manager
    there = set(rows.values_list("name", flat=True))
    missing = [each for each in UNITS.usual.values() if each.name not in there]
    rows.bulk_create(model(name=each.name, base=each.base, factor=each.factor, usual=True) for each in missing)
