"""What comes along into a briefing that is begun from an earlier one: the one list of it, and what stays behind."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from seoulwork.domain.korean import particle
from seoulwork.figures.divisions import Division, divisions

from ..models import Briefing
from . import pictures, tables
from .keeping import manuscript_begun

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Manuscript, Programme


@dataclass(frozen=True)
class Along:
    """One division's part of an earlier briefing, on its way into a new one, which has the texts already."""

    division: Division
    source: Briefing
    briefing: Briefing
    programmes: frozenset[int | None]
    """The keys of those that run; None for the texts that belong to no programme"""
    _begun: "dict[tuple[int | None, int], Manuscript]" = field(default_factory=dict)

    def rows(self, model: Any) -> Iterator[Any]:
        """Copies of what belongs to the manuscripts that come along, not stored yet, each at the new manuscript of its part. 2 queries, and 4
        for each manuscript that is begun for it."""
        manuscripts = self.division.models.Manuscript.objects.of_briefing(self.source.name)
        for row in model.objects.filter(manuscript__in=manuscripts).select_related("manuscript__programme"):
            earlier = row.manuscript
            if earlier.programme_id not in self.programmes:
                continue
            own = earlier.programme_id, earlier.added
            if own not in self._begun:
                self._begun[own] = manuscript_begun(self.division, self.briefing, earlier)
            row.pk, row.manuscript = None, self._begun[own]
            yield row


CARRIED: tuple[Callable[[Along], None], ...] = (tables.carry, pictures.carry)
"""What belongs to the manuscripts, each with its way along."""


def carry(source: Briefing, briefing: Briefing) -> int:
    """Take the texts of a briefing, their milestones and all that belongs to them over into a new one; how many texts that were. Those of
    programmes that do not run in the new one's plan year stay behind."""
    return sum(_carry(each, source, briefing) for each in divisions())


def _carry(division: Division, source: Briefing, briefing: Briefing) -> int:
    """One division's. 9 queries, and 4 for each part that has tables or pictures."""
    models = division.models
    running = set(models.Programme.objects.in_force(briefing.plan_year).values_list("pk", flat=True))
    kept = [
        passage
        for passage in models.Passage.objects.of_briefing(source.name)
        if passage.programme_id is None or passage.programme_id in running
    ]
    milestones = list(models.Milestone.objects.filter(passage__in=kept))
    by_source = {passage.pk: passage for passage in kept}
    for passage in kept:
        passage.pk, passage.briefing = None, briefing
    models.Passage.objects.bulk_create(kept)
    for milestone in milestones:
        milestone.pk, milestone.passage = None, by_source[milestone.passage_id]
    models.Milestone.objects.bulk_create(milestones)
    along = Along(division, source, briefing, frozenset({None, *running}))
    for take in CARRIED:
        take(along)
    return len(kept)


def stayed_behind(division: Division, source: Briefing, briefing: Briefing) -> "list[Programme]":
    """The programmes whose texts stay in the earlier briefing, as they do not run in the new one's plan year. 1 query."""
    models = division.models
    running = models.Programme.objects.in_force(briefing.plan_year)
    written = models.Passage.objects.of_briefing(source.name).filter(programme__isnull=False)
    found = models.Programme.objects.filter(pk__in=written.values("programme")).exclude(pk__in=running.values("pk"))
    return list(found.order_by("number"))


def told_of(source: Briefing, briefing: Briefing) -> str:
    """What of an earlier briefing is not printed in the new one, in Korean sentences; empty for nothing. 2 queries a division."""
    behind: list[str] = []
    left_out: list[str] = []
    for each in divisions():
        behind += [programme.title for programme in stayed_behind(each, source, briefing)]
        running = each.models.Programme.objects.in_force(briefing.plan_year).order_by("number")
        left_out += [one.title for one in running if briefing.arrangement.is_left_out(each.key, one.pk)]
    left_out += [each.title for each in briefing.arrangement.added if each.key in briefing.arrangement.parts_left_out]
    told = []
    if behind:
        told.append(f"{briefing.plan_year}년에는 하지 않는 사업({', '.join(behind)})의 글은 앞 보고에 남겨 두었습니다.")
    if left_out:
        names = ", ".join(left_out)
        told.append(
            f"앞 보고에서 뺀 {names}{particle(names, '은/는')} 이번에도 뺐고 글은 이어 왔습니다. 실으려면 차례에서 다시 싣기를 누르세요."
        )
    return " ".join(told)
