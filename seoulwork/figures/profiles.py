"""Reads of what a division and the bureau are and write: goals, staff, texts, as frozen rows."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from seoulwork.domain.ledger import Stored
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import Division
from seoulwork.figures.models import Bureau
from seoulwork.figures.stamps import stamp_of

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class BureauRow:
    """The bureau as of a day: how many directors, teams, and staff beyond its posts."""

    name: str
    directors: int
    teams: int
    off_quota_staff: int
    as_of: date
    stored: Stored


@dataclass(frozen=True, slots=True)
class HeadcountRow:
    grade: str
    authorised: int
    actual: int
    as_of: date
    stored: Stored


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    title: str
    printed_date: str
    detail: str
    due: date | None = None
    """The last day on which it is to be done; None where no end is told"""
    done: bool = False


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A text with its milestones; `place` says in Korean where it stands (`노동권 보호 · 사업개요`)."""

    id: int
    briefing_month: Month
    place: str
    programme_id: int | None
    kind: str
    project: str
    heading: str
    text: str
    milestones: tuple[MilestoneRow, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What a division says of itself: its goal, tasks, functions and staff (one row a grade). Empty where nothing is stored."""

    goal: str
    policy_field: str
    core_tasks: tuple[str, ...]
    functions: tuple[str, ...]
    headcount: tuple[HeadcountRow, ...]


def passages(division: Division, briefing_month: Month | None = None) -> tuple[PassageRow, ...]:
    """The division's texts for one briefing (None: for all), in printed order. 2 queries."""
    own = division.models.Passage.objects.select_related("programme").prefetch_related("milestones")
    if briefing_month is not None:
        own = own.of_briefing(briefing_month)
    return tuple(
        PassageRow(
            passage.pk,
            passage.briefing_month,
            " · ".join(
                filter(None, [passage.programme.title if passage.programme else "", passage.project, str(passage)])
            ),
            passage.programme_id,
            passage.kind,
            passage.project,
            passage.heading,
            passage.text,
            tuple(
                MilestoneRow(each.title, each.printed_date, each.detail, each.due, each.done)
                for each in passage.milestones.all()
            ),
        )
        for passage in own
    )


def bureau(on: date) -> BureauRow | None:
    """The bureau as last told up to `on`; None when nothing is known yet. 1 query."""
    row = Bureau.objects.current().filter(as_of__lte=on).select_related("entered_by").order_by("-as_of").first()
    if row is None:
        return None
    return BureauRow(row.name, row.directors, row.teams, row.off_quota_staff, row.as_of, stamp_of(row))


def profile(division: Division, on: date) -> Profile:
    """Goal, tasks, functions, and of each grade the last staff count up to `on`. 4 queries."""
    models = division.models
    goal = models.Goal.objects.first()
    counts = {
        row.grade: HeadcountRow(row.grade, row.authorised, row.actual, row.as_of, stamp_of(row))
        for row in models.Headcount.objects.current()
        .filter(as_of__lte=on)
        .select_related("entered_by")
        .order_by("as_of")
    }
    return Profile(
        goal.title if goal else "",
        goal.policy_field if goal else "",
        tuple(models.CoreTask.objects.values_list("text", flat=True)),
        tuple(models.Function.objects.values_list("text", flat=True)),
        tuple(counts[grade] for grade in sorted(counts)),
    )
