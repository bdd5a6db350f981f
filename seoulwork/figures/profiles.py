"""Reads of what a division and the bureau are and write: goals, staff, texts, as frozen rows."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q

from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.ledger import Stored
from seoulwork.domain.periods import Month
from seoulwork.figures.contents import whole
from seoulwork.figures.divisions import Division
from seoulwork.figures.labels import worded
from seoulwork.figures.models import ADDED, Bureau, Manuscript, home_of
from seoulwork.figures.stamps import stamp_of

if TYPE_CHECKING:
    from seoulwork.figures import concrete


@dataclass(frozen=True, slots=True)
class BureauRow:
    """The bureau as of a day: how many directors and teams, with the words by which they are counted, and staff beyond its posts."""

    name: str
    directors: int
    director_unit: str
    teams: int
    team_unit: str
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
    briefing: BriefingName
    place: str
    programme_id: int | None
    """Of a part that was added to the briefing its number below zero (see `home_of`)"""
    kind: str
    project: str
    heading: str
    text: str
    milestones: tuple[MilestoneRow, ...]


@dataclass(frozen=True, slots=True)
class ManuscriptRow:
    """How far what is written at the desk is; `place` says of which programme (of the division without one)."""

    briefing: BriefingName
    programme_id: int | None
    place: str
    is_settled: bool
    is_broken: bool
    """Whether a line of it keeps the last text from being printed"""
    clashes: int
    """How many lines that two writers both changed wait for a choice"""
    remarks: int = 0
    """How many remarks are open"""


@dataclass(frozen=True, slots=True)
class MadeTableRow:
    """A table that was made at the desk; `number` is that of its programme or added part, 0 for the division's own text."""

    briefing: BriefingName
    programme_id: int | None
    number: int
    name: str
    description: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture that texts of a part may place; `number` is that of its programme, 0 for the division's own text. `content` is
    empty where it was not asked for."""

    programme_id: int | None
    number: int
    name: str
    alternative: str
    caption: str
    source: str
    share: int
    kind: str
    width: int
    height: int
    sha256: str
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a division says of itself: its goal, tasks, functions and staff (one row a grade). Empty where nothing is stored."""

    goal: str
    policy_field: str
    core_tasks: tuple[str, ...]
    functions: tuple[str, ...]
    headcount: tuple[HeadcountRow, ...]


def passages(division: Division, briefing: BriefingName | None = None) -> tuple[PassageRow, ...]:
    """The division's texts for one briefing (None: for all), in printed order. 2 queries."""
    own = division.models.Passage.objects.select_related("programme", "briefing").prefetch_related("milestones")
    if briefing is not None:
        own = own.of_briefing(briefing)
    return tuple(
        PassageRow(
            passage.pk,
            passage.briefing.name,
            place_of(passage),
            passage.home,
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


def place_of(passage: "concrete.Passage") -> str:
    """Where a text stands, in words."""
    programme = passage.programme.title if passage.programme else ""
    return " · ".join(filter(None, [programme, passage.project, str(passage)]))


def manuscripts(division: Division, briefing: BriefingName) -> tuple[ManuscriptRow, ...]:
    """What was written at the desk for a briefing. 1 query."""
    rows = (
        division.models.Manuscript.objects.of_briefing(briefing)
        .annotate(
            waiting=Count("clashes", filter=Q(clashes__resolved_at__isnull=True), distinct=True),
            remarked=Count(
                "remarks", filter=Q(remarks__resolved_at__isnull=True, remarks__answers_to=None), distinct=True
            ),
            broken=~Q(text=F("printed")),
        )
        .values_list("programme_id", "added", "programme__title", "state", "broken", "waiting", "remarked")
        .order_by("programme__number", "added")
    )
    return tuple(
        ManuscriptRow(
            briefing,
            home_of(programme, added),
            title or ("추가한 부분" if added else worded("{division} 글")),
            state == Manuscript.State.SETTLED,
            bool(broken),
            waiting,
            remarked,
        )
        for programme, added, title, state, broken, waiting, remarked in rows
    )


def made_tables(division: Division, briefing: BriefingName) -> tuple[MadeTableRow, ...]:
    """The tables that were made at the desk for a briefing. 1 query."""
    own = {"manuscript__briefing__month": briefing.month, "manuscript__briefing__number": briefing.number}
    rows = division.models.ManuscriptTable.objects.filter(**own).values_list(
        "manuscript__programme_id", "manuscript__programme__number", "manuscript__added", "name", "description"
    )
    return tuple(
        MadeTableRow(briefing, home_of(programme, added), number or _number_of(added), name, description)
        for programme, number, added, name, description in rows.order_by("manuscript__programme__number", "name")
    )


def _number_of(added: int) -> int:
    return ADDED + added if added else 0


PICTURE = ("name", "alternative", "caption", "source", "share", "kind", "width", "height", "sha256")


def pictures(division: Division, briefing: BriefingName, *, contents: bool = False) -> tuple[PictureRow, ...]:
    """The pictures of a briefing, with what they show if `contents`. 1 query."""
    rows = division.models.ManuscriptPicture.objects.filter(
        manuscript__in=division.models.Manuscript.objects.of_briefing(briefing)
    ).values_list(
        "manuscript__programme_id",
        "manuscript__programme__number",
        "manuscript__added",
        *PICTURE,
        *(("content",) if contents else ()),
    )
    return tuple(
        PictureRow(
            home_of(programme, added), number or _number_of(added), *told, *(whole(each, told[-1]) for each in content)
        )
        for programme, number, added, *told, content in (
            (*row[: 3 + len(PICTURE)], row[3 + len(PICTURE) :]) for row in rows
        )
    )


def bureau(on: date) -> BureauRow | None:
    """The bureau as last told up to `on`; None when nothing is known yet. 1 query."""
    row = Bureau.objects.current().filter(as_of__lte=on).select_related("entered_by").order_by("-as_of").first()
    if row is None:
        return None
    return BureauRow(
        row.name,
        row.directors,
        row.director_unit,
        row.teams,
        row.team_unit,
        row.off_quota_staff,
        row.as_of,
        stamp_of(row),
    )


def profile(division: Division, on: date) -> Profile:
    """Goal, tasks and functions as of the month, and of each grade the last staff count up to `on`. 4 queries."""
    models, month = division.models, Month.of(on)
    goal = models.Goal.objects.as_of(month).first()
    return Profile(
        goal.title if goal else "",
        goal.policy_field if goal else "",
        tuple(models.CoreTask.objects.as_of(month).values_list("text", flat=True)),
        tuple(models.Function.objects.as_of(month).values_list("text", flat=True)),
        headcount(division, on),
    )


def headcount(division: Division, on: date) -> tuple[HeadcountRow, ...]:
    """Of each grade the last staff count up to a day. 1 query."""
    counts = {
        row.grade: HeadcountRow(row.grade, row.authorised, row.actual, row.as_of, stamp_of(row))
        for row in division.models.Headcount.objects.current()
        .filter(as_of__lte=on)
        .select_related("entered_by")
        .order_by("as_of")
    }
    return tuple(counts[grade] for grade in sorted(counts))
