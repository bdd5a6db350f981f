"""How far the parts of a briefing are, and which step who may take."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, F, OuterRef, Q, Subquery

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import may
from seoulwork.figures.divisions import Division, divisions
from seoulwork.figures.models import Manuscript as Shared

from ..models import Briefing
from .parts import Part, parts

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Manuscript

State = Shared.State


@dataclass(frozen=True, slots=True)
class Row:
    """One part: its state, who wrote last and when, whether a line of it can't be printed, how many lines wait for a choice, how many
    remarks are open."""

    part: Part
    state: str
    label: str
    by: str
    at: datetime | None
    broken: bool
    clashes: int
    remarks: int
    may_open: bool


@dataclass(frozen=True, slots=True)
class Group:
    division: Division
    rows: tuple[Row, ...]

    @property
    def settled(self) -> int:
        return sum(each.state == State.SETTLED for each in self.rows)


def board(briefing: Briefing, user: User) -> tuple[Group, ...]:
    """The parts of a briefing by division. 2 queries a division."""
    known = {each.key: _manuscripts(briefing, each) for each in divisions()}
    rows = [_row(each, known[each.division.key], user) for each in parts(briefing)]
    return tuple(Group(each, tuple(row for row in rows if row.part.division.key == each.key)) for each in divisions())


def _manuscripts(briefing: Briefing, division: Division) -> "dict[int | None, Manuscript]":
    last = division.models.ManuscriptVersion.objects.filter(manuscript=OuterRef("pk")).order_by("-pk")
    known = division.models.Manuscript.objects.of_briefing(briefing.month).annotate(
        waiting=Count("clashes", filter=Q(clashes__resolved_at__isnull=True), distinct=True),
        remarked=Count("remarks", filter=Q(remarks__resolved_at__isnull=True, remarks__answers_to=None), distinct=True),
        broken=~Q(text=F("printed")),
        last_by=Subquery(last.values("by__name")[:1]),
        last_at=Subquery(last.values("at")[:1]),
    )
    return {each.programme_id: each for each in known.defer("text", "printed")}


def _row(part: Part, known: "dict[int | None, Manuscript]", user: User) -> Row:
    manuscript = known.get(part.programme.pk if part.programme else None)
    may_open = may(user, "desk_write", "GET", part.division.key)
    if manuscript is None:
        return Row(
            part, State.WRITING, "이어 쓴 그대로", "", None, broken=False, clashes=0, remarks=0, may_open=may_open
        )
    said = vars(manuscript)
    return Row(
        part,
        manuscript.state,
        manuscript.get_state_display(),
        said["last_by"] or "",
        said["last_at"],
        said["broken"],
        said["waiting"],
        said["remarked"],
        may_open,
    )


def steps_of(manuscript: "Manuscript", user: User, division: str) -> list[tuple[str, str, bool]]:
    """The steps that a user may take with a manuscript: name of the address, label, whether a reason is asked for."""
    wanted = {
        State.WRITING: [("desk_submit", "제출", False)],
        State.SUBMITTED: [("desk_settle", "확정", False), ("desk_send_back", "돌려보내기", True)],
        State.SETTLED: [("desk_send_back", "돌려보내기", True)],
    }[State(manuscript.state)]
    return [each for each in wanted if may(user, each[0], "POST", division)]
