"""How far the parts of a briefing are, and which step who may take."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import may
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.figures.divisions import Division, divisions
from seoulwork.figures.models import Manuscript as Shared

from ..arrangement import Arrangement
from ..contract import GENERAL, OWN_TEXTS, programme_key
from ..models import Briefing
from .parts import Part, parts

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Manuscript

State = Shared.State
AS_IT_CAME = "이어 쓴 그대로"


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
    left_out: bool
    may_open: bool
    place: int = 0
    """Its number in print; 0 for what has none"""

    @property
    def what(self) -> str:
        """How the order of the briefing names it."""
        return f"programme {self.part.division.key}-{self.part.number}"

    @property
    def section(self) -> str:
        """The page of the briefing on which it is printed; empty for a division's own text, which stands among others, and what is
        left out."""
        if self.left_out or (self.part.programme is None and self.part.added is None):
            return ""
        if self.part.added:
            return self.part.added.key
        return programme_key(self.part.division, self.part.number)


@dataclass(frozen=True, slots=True)
class Group:
    division: Division
    rows: tuple[Row, ...]

    @property
    def settled(self) -> int:
        return sum(each.state == State.SETTLED for each in self.printed)

    @property
    def printed(self) -> tuple[Row, ...]:
        return tuple(each for each in self.rows if not each.left_out)


def board(briefing: Briefing, user: User) -> tuple[Group, ...]:
    """The parts of a briefing by division, in its order, those that are left out behind the others. 2 queries a division."""
    arrangement = briefing.arrangement
    known = {each.key: _manuscripts(briefing, each) for each in divisions()}
    rows = [_row(each, known[each.division.key], user) for each in parts(briefing)]
    return tuple(
        Group(each, _in_order(arrangement, [row for row in rows if row.part.division.key == each.key]))
        for each in arrangement.all_divisions(divisions())
    )


def beside(briefing: Briefing, user: User) -> tuple[Group, ...]:
    """The parts for the list beside the text: the user's own division first. 2 queries a division."""
    return tuple(sorted(board(briefing, user), key=lambda each: each.division.key != user.division))


def _in_order(arrangement: Arrangement, rows: list[Row]) -> tuple[Row, ...]:
    own = [row for row in rows if row.part.programme is None and row.part.added is None]
    added = [row for row in rows if row.part.added is not None]
    programmes = [row for row in rows if row.part.programme is not None]
    ordered = arrangement.in_order(
        rows[0].part.division.key, programmes, lambda row: row.part.programme.pk if row.part.programme else 0
    )
    numbers = count(1)
    return tuple(
        replace(row, place=next(numbers)) if row.part.programme and not row.left_out else row
        for row in sorted((*own, *ordered, *added), key=lambda row: row.left_out)
    )


def unwritten(briefing: Briefing) -> list[tuple[str, str]]:
    """The printed parts that are made of what is stored and not written here: number and title, and the page that shows each."""
    arrangement = briefing.arrangement
    pages = {"general": GENERAL, "vision": OWN_TEXTS}
    return [
        (f"{arrangement.mark_of(key)} {arrangement.titles[key]}", pages[key])
        for key in arrangement.printed_parts()
        if key in pages
    ]


def parts_of(briefing: Briefing) -> list[tuple[str, str, bool]]:
    """The parts of the document in its order: key, title, whether it is left out."""
    arrangement = briefing.arrangement
    return [(key, arrangement.titles[key], key in arrangement.parts_left_out) for key in arrangement.all_parts()]


def _manuscripts(briefing: Briefing, division: Division) -> "dict[tuple[int | None, int], Manuscript]":
    last = division.models.ManuscriptVersion.objects.filter(manuscript=OuterRef("pk")).order_by("-pk")
    known = division.models.Manuscript.objects.of_briefing(briefing.name).annotate(
        waiting=Count("clashes", filter=Q(clashes__resolved_at__isnull=True), distinct=True),
        remarked=Count("remarks", filter=Q(remarks__resolved_at__isnull=True, remarks__answers_to=None), distinct=True),
        broken=~Q(text=F("printed")),
        last_by=Subquery(last.values("by__name")[:1]),
        last_at=Subquery(last.values("at")[:1]),
        touched=Exists(last.filter(by__isnull=False)),
    )
    return {(each.programme_id, each.added): each for each in known.defer("text", "printed")}


def _row(part: Part, known: "dict[tuple[int | None, int], Manuscript]", user: User) -> Row:
    manuscript = known.get((part.programme.pk if part.programme else None, part.added.number if part.added else 0))
    arrangement = part.briefing.arrangement
    left_out = part.home is not None and arrangement.is_left_out(part.division.key, part.home)
    may_open = may(user, "desk_write", "GET", part.division.key)
    if manuscript is None:
        return Row(
            part,
            State.WRITING,
            AS_IT_CAME,
            "",
            None,
            broken=False,
            clashes=0,
            remarks=0,
            left_out=left_out,
            may_open=may_open,
        )
    said = vars(manuscript)
    # Who only opens a part has written nothing.
    untouched = manuscript.state == State.WRITING and not said["touched"]
    return Row(
        part,
        manuscript.state,
        AS_IT_CAME if untouched else manuscript.get_state_display(),
        said["last_by"] or "",
        None if untouched else said["last_at"],
        said["broken"],
        said["waiting"],
        said["remarked"],
        left_out,
        may_open,
    )


def sent_back(part: Part, manuscript: "Manuscript") -> Event | None:
    """By whom, when and why a part was sent back that is being written in again since. At most 1 query."""
    if manuscript.state != State.WRITING:
        return None
    steps = (Action.MANUSCRIPT_SUBMITTED, Action.MANUSCRIPT_SETTLED, Action.MANUSCRIPT_RETURNED)
    known = Event.objects.filter(briefing=part.briefing, division=part.division.key, action__in=steps)
    if part.programme:
        own = known.filter(programme=part.programme.pk)
    else:
        own = known.filter(programme=None, detail__text=part.number)
    last = own.select_related("actor").order_by("-at", "-pk").first()
    return last if last and last.action == Action.MANUSCRIPT_RETURNED else None


def steps_of(manuscript: "Manuscript", user: User, division: str) -> list[tuple[str, str, bool]]:
    """The steps that a user may take with a manuscript: name of the address, label, whether a reason is asked for."""
    wanted = {
        State.WRITING: [("desk_submit", "제출", False)],
        State.SUBMITTED: [("desk_settle", "확정", False), ("desk_send_back", "돌려보내기", True)],
        State.SETTLED: [("desk_send_back", "돌려보내기", True)],
    }[State(manuscript.state)]
    return [each for each in wanted if may(user, each[0], "POST", division)]
