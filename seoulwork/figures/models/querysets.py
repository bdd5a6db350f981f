"""What is asked of stored rows, by name."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.periods import Month, Run

Row = TypeVar("Row", bound=models.Model, covariant=True)


class RecordQuerySet(models.QuerySet[Row]):
    """Of stored figures."""

    def current(self) -> Self:
        """Those that nothing took the place of."""
        return self.filter(superseded_at__isnull=True)


class PeriodQuerySet(RecordQuerySet[Row]):
    """Of figures of runs of months."""

    def covering(self, run: Run) -> Self:
        """Those that have a month in common with the run."""
        return self.filter(first_month__lte=run.last, last_month__gte=run.first)


class ExecutionQuerySet(RecordQuerySet[Row]):
    def of_month(self, month: Month) -> Self:
        return self.filter(month=month)


class ActualMonthQuerySet(models.QuerySet[Row]):
    def of_month(self, month: Month) -> Self:
        return self.filter(month=month)


class ProgrammeQuerySet(models.QuerySet[Row]):
    def in_force(self, year: int) -> Self:
        """Those that run in a year."""
        return self.filter(in_force(year))


class PassageQuerySet(models.QuerySet[Row]):
    def of_briefing(self, name: BriefingName) -> Self:
        """The texts of one briefing."""
        return self.filter(briefing__month=name.month, briefing__number=name.number)


class DatedQuerySet(models.QuerySet[Row]):
    """Of states that hold from a month on (`thing` of the model names the fields that say of what)."""

    def as_of(self, month: Month) -> Self:
        """Of each thing the state that holds in a month; without those that are gone by then."""
        later = self._of_the_same().filter(from_month__gt=OuterRef("from_month"), from_month__lte=month)
        return self.filter(~Exists(later), from_month__lte=month, gone=False)

    def with_until(self) -> Self:
        """Each with `until`, from when on the next state of the same thing holds (None: there is none)."""
        later = self._of_the_same().filter(from_month__gt=OuterRef("from_month")).order_by("from_month")
        annotated: Self = self.annotate(until=Subquery(later.values("from_month")[:1]))
        return annotated

    def _of_the_same(self) -> models.QuerySet[Row]:
        return self.model._default_manager.filter(**{name: OuterRef(name) for name in self.model.thing})  # type: ignore[attr-defined]


class WaitingQuerySet(models.QuerySet[Row]):
    """Of what waits at the desk for somebody: lines to choose of, remarks."""

    def open(self) -> Self:
        """Those that are not resolved."""
        return self.filter(resolved_at__isnull=True)


def in_force(year: int, programme: str = "") -> Q:
    """The programmes that run in a year; `programme` is the path to them, with its `__`."""
    return Q(**{f"{programme}first_year__lte": year}) & (
        Q(**{f"{programme}last_year__isnull": True}) | Q(**{f"{programme}last_year__gte": year})
    )
