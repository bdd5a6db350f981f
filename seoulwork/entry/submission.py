"""Handing a month in: what must be right before, and the board that shows who is how far."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.domain.cells import Place
from seoulwork.domain.periods import Month
from seoulwork.entry.due import (
    Current,
    Due,
    Missing,
    Progress,
    comparable,
    due,
    dues,
    kept,
    kept_by_each,
    missing,
    progress,
    whole_progress,
)
from seoulwork.entry.grid import figures_of, rows_of
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.months import STEPS, UNOPENED, Refused, State, Status, hold, statuses
from seoulwork.entry.occasional import occasions
from seoulwork.entry.steps import reason_of, step
from seoulwork.figures.divisions import Division, divisions

NAMED = 5
SHOWN = 20
"""So many missing cells are named; of the others only the number."""


def wrong_sums(what: Due, stored: dict[Place, Current]) -> Iterator[tuple[str, str]]:
    """Breakdowns that do not add up: the cell of the whole, and the sentence."""
    for node in (each for top in what.nodes for each in top.walk()):
        for cell in node.cells:
            known = comparable(node, stored, cell.field)
            if len(set(known)) > 1:
                row = stored.get(node.place)
                given = row is not None and row.amounts[cell.field] is not None
                shown = " ≠ ".join(what.slot(cell).written(each) for each in dict.fromkeys(known))
                name = "전체와 세부의 합이 다릅니다" if given else "세부의 합이 기준마다 다릅니다"
                yield str(cell), f"{node.label}: {name}({shown}). 맞게 고쳐 주세요."


@dataclass(frozen=True, slots=True)
class Findings:
    """What stands against handing a month in or approving it."""

    sums: tuple[tuple[str, str], ...]
    """Breakdowns that do not add up: cell and sentence"""
    blank: tuple[Missing, ...]
    unexplained: tuple[tuple[str, str], ...]
    """Figures behind their pace without a 부진 사유: cell and label"""

    @property
    def blank_text(self) -> str:
        return f"빈칸이 {len(self.blank)}개 있습니다. 마저 넣거나, 비워 두는 까닭을 적고 제출해 주세요."

    def unexplained_text(self, action: str) -> str:
        return (
            f"부진 사유가 없는 줄이 {len(self.unexplained)}개 있습니다. 이름을 눌러 사유와 만회 예정일을 적거나, "
            f"사유 없이 {action}한다고 확인해 주세요."
        )


def findings(division: Division, month: Month) -> Findings:
    """What there is to say before a month is handed in or approved. At most 6 queries."""
    what = due(division, month)
    there = kept(division, what)
    stored = there.rows
    rows = rows_of(what, there, figures_of(division, what), statuses(month, [division])[division.key])
    return Findings(
        tuple(wrong_sums(what, stored)),
        tuple(missing(what, stored)),
        tuple((row.id, row.inputs[0].label) for row in rows if row.shortfall),
    )


def unseen_text(division: Division, status: Status) -> str:
    """Which occasional figures nobody has looked at for the month; nothing where everything was. 1 query."""
    left = occasions(division, status).unseen
    if not left:
        return ""
    names = ", ".join(line.boxes[0].label for line in left[:NAMED])
    more = f" 등 {len(left)}개" if len(left) > NAMED else ""
    return f"이 달에 보지 않은 수시 지표가 있습니다: {names}{more}. 바뀌지 않았으면 '바뀌었으면 고침'에서 그대로임에 표시해 주세요."


def submit(division: Division, month: Month, *, by: User, note: str = "", unexplained: Collection[str] = ()) -> Status:
    """Hand the month in to the head. `unexplained` are the cells that the user knows to lack their 부진 사유. Raises
    Refused, naming the cells, when a breakdown does not add up, when figures are missing and no note says why, or when
    a 부진 사유 is missing that the user does not know of."""

    said = reason_of(note)
    with transaction.atomic():
        hold(division, month)
        found = findings(division, month)
        if found.sums:
            raise Refused("세부의 합이 맞지 않는 지표가 있어 제출하지 못했습니다.", found.sums)
        if found.blank and not said:
            raise Refused(found.blank_text, [(str(each.cell), f"{each.label}: 값이 없습니다.") for each in found.blank])
        _ask_for_reasons(found, unexplained, Action.MONTH_SUBMITTED)
        return step(
            division,
            month,
            by=by,
            action=Action.MONTH_SUBMITTED,
            source=STEPS["entry_submit"],
            target=State.SUBMITTED,
            reason=said,
            missing=[str(each.cell) for each in found.blank],
            unexplained=[cell for cell, _ in found.unexplained],
        )


def approve(division: Division, month: Month, *, by: User, unexplained: Collection[str] = ()) -> Status:
    """Approve what was handed in. Raises Refused, as `submit`, when a 부진 사유 is missing that the user does not know of."""
    with transaction.atomic():
        hold(division, month)
        found = findings(division, month)
        _ask_for_reasons(found, unexplained, Action.MONTH_APPROVED)
        return step(
            division,
            month,
            by=by,
            action=Action.MONTH_APPROVED,
            source=STEPS["entry_approve"],
            target=State.APPROVED,
            unexplained=[cell for cell, _ in found.unexplained],
        )


def _ask_for_reasons(found: Findings, known: Collection[str], action: Action) -> None:
    if any(cell not in known for cell, _ in found.unexplained):
        problems = [(cell, f"{label}: 부진 사유가 없습니다.") for cell, label in found.unexplained]
        raise Refused(found.unexplained_text(action.label), problems)


# ------------------------------------------------------------------------------------------------- the board


@dataclass(frozen=True, slots=True)
class BoardProgramme:
    title: str
    number: int | None
    due: int
    entered: int

    @property
    def missing(self) -> int:
        return self.due - self.entered

    @property
    def label(self) -> str:
        return f"빈칸 {self.missing}개" if self.missing else "입력 끝"


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One division's month."""

    division: str
    key: str
    status: Status
    progress: Progress
    programmes: tuple[BoardProgramme, ...]

    @property
    def due(self) -> int:
        return self.progress.due

    @property
    def entered(self) -> int:
        return self.progress.entered

    @property
    def missing(self) -> int:
        return self.progress.missing

    @property
    def late(self) -> bool:
        return self.status.late


@dataclass(frozen=True, slots=True)
class Board:
    month: Month
    rows: tuple[BoardRow, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many divisions stand where; `missing` how many figures are blank."""
        states = [row.status.state for row in self.rows]
        return {
            "divisions": len(self.rows),
            "missing": sum(row.missing for row in self.rows if row.status.state != UNOPENED),
            "open": states.count(State.OPEN),
            "submitted": states.count(State.SUBMITTED),
            "approved": states.count(State.APPROVED),
            "closed": states.count(State.CLOSED),
            "late": sum(row.late for row in self.rows),
        }


def board(month: Month, of: Sequence[Division] | None = None) -> Board:
    """All divisions (or those) and programmes for a month. 3 queries however many divisions there are, 4 where a month is not open."""
    of = divisions() if of is None else of
    known = statuses(month, of)
    whats = dues(of, month)
    read = zip(of, whats, kept_by_each(list(zip(of, whats, strict=True))), strict=True)
    return Board(month, tuple(_board_row(each, known[each.key], what, there.rows) for each, what, there in read))


def _board_row(division: Division, status: Status, what: Due, stored: dict[Place, Current]) -> BoardRow:
    titles: dict[int | None, tuple[int | None, str]] = {None: (None, division.shared)}
    titles |= {each.id: (each.number, each.title) for each in what.structure.programmes}
    rows = []
    for pk, each in progress(what, stored).items():
        number, title = titles[pk]
        rows.append(BoardProgramme(title, number, each.due, each.entered))
    rows.sort(key=lambda row: row.number or 0)
    return BoardRow(division.name, division.key, status, whole_progress(what, stored), tuple(rows))


def known_months() -> list[Month]:
    """The months that were opened for entry, the latest first."""
    return list(ReportingMonth.objects.order_by("-month").values_list("month", flat=True).distinct())


def month_to_enter(user: User) -> Month | None:
    """The month that the user most probably comes for: the earliest one still open in their division (or in any), else the latest."""
    rows = ReportingMonth.objects.all()
    if user.division:
        rows = rows.filter(division=user.division)
    first_open = rows.filter(state=State.OPEN).order_by("month").first()
    found = first_open or rows.order_by("-month").first()
    return found.month if found else None
