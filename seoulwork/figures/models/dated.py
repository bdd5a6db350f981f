"""What is not a figure and yet changes with time: goals, tasks, functions, the divisions' own lists, their names."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from seoulwork.domain.korean import particle
from seoulwork.domain.periods import Month
from seoulwork.figures.fields import MonthField, months_are_valid
from seoulwork.figures.models.querysets import DatedQuerySet

BEGINNING = Month(1900, 1)
"""From when on a state holds before which there was none"""


def beginning() -> Month:
    return BEGINNING


class Dated(models.Model):
    """A state of something: it holds from a month on, up to the month before the next state of the same thing. A briefing
    prints the state of its month, so that a change that holds from a later month leaves the earlier ones as they were."""

    thing: ClassVar[tuple[str, ...]] = ()
    """The fields that say of what this is a state (none: of the only one there is); they never change"""
    alone: ClassVar[tuple[str, ...]] = ()
    """The fields in which two things may not say the same at the same time"""

    from_month = MonthField("언제부터", default=beginning, db_default=int(BEGINNING))
    gone = models.BooleanField("없어짐", default=False, db_default=False)

    until: Month | None
    """From when on the next state holds, of rows that were asked for `with_until`"""

    objects: ClassVar = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def since(self) -> str:
        return "처음부터" if self.from_month == BEGINNING else f"{self.from_month.korean}부터"

    @property
    def of_thing(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.thing}

    def next_month(self) -> Month | None:
        """From when on the next state of the same thing holds; None where this is the last. 1 query."""
        later = type(self)._default_manager.filter(from_month__gt=self.from_month, **self.of_thing)
        found: Month | None = later.order_by("from_month").values_list("from_month", flat=True).first()
        return found

    def refuse_repeated(self) -> None:
        """Raises ValidationError where another thing says the same, in a field in which only one may, at the same time."""
        if self.gone or not self.alone:
            return
        until, own = self.next_month(), Q(**self.of_thing)
        for name in self.alone:
            value = getattr(self, name)
            same = type(self)._default_manager.with_until().exclude(own).filter(**{name: value}, gone=False)
            for other in same if value is not None else ():
                begins_in_time = until is None or other.from_month < until
                if begins_in_time and (other.until is None or self.from_month < other.until):
                    told = f"{self._meta.get_field(name).verbose_name} '{value}'"  # type: ignore[union-attr]
                    raise ValidationError(
                        {
                            name: f"{told}{particle(told, '은/는')} 같은 때에 이미 있습니다({other.since}). 다르게 적어 주세요."
                        }
                    )


def states_of(name: str, thing: tuple[str, ...], alone: tuple[str, ...] = ()) -> list[models.BaseConstraint]:
    """No two states of one thing from the same month, and each month one that exists."""
    taken = "그 달부터의 내용이 이미 있습니다. 목록에서 그 내용을 찾아 고쳐 주세요."
    return [
        models.UniqueConstraint(
            fields=[*thing, "from_month"], name=f"%(app_label)s_{name}_state_unique", violation_error_message=taken
        ),
        models.CheckConstraint(condition=months_are_valid("from_month"), name=f"%(app_label)s_{name}_from_month_valid"),
        *(
            models.UniqueConstraint(
                fields=[each, "from_month"],
                condition=Q(gone=False),
                name=f"%(app_label)s_{name}_{each}_unique",
                violation_error_message="같은 달부터 같은 것이 이미 있습니다. 다르게 적어 주세요.",
            )
            for each in alone
        ),
    ]
