"""What stands beside the grid for the cell in hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import may
from seoulwork.domain.cells import Cell
from seoulwork.domain.ledger import Ledger
from seoulwork.domain.numbers import BLANK, rate
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.places import MONEY, Line, Node, slot_of
from seoulwork.entry.due import Due, kept
from seoulwork.entry.grid import figures_of, rows_of
from seoulwork.entry.history import Held, changes, remark_changes
from seoulwork.entry.months import korean_time, status
from seoulwork.entry.shown import Row, figure_text, several
from seoulwork.figures.divisions import Division
from seoulwork.figures.models import Accumulation, Remark

NONE = "없음"
"""In place of a remark before it was written or after it was taken back."""


@dataclass(frozen=True, slots=True)
class PanelMonths:
    """One of the last twelve months, or a run of them that has one figure: as text, and its bar: from which of the twelve
    (from 0), over how many, its height in per cent of the tallest. A run's bar has the height of a month of it."""

    label: str
    text: str
    start: int
    count: int
    height: int
    current: bool

    @property
    def width(self) -> int:
        """Of the bar: 18 for a month, and 22 from one month to the next."""
        return self.count * 22 - 4


@dataclass(frozen=True, slots=True)
class PanelChange:
    """A change of the figure or of a remark beside it."""

    when: str
    who: str
    before: str
    after: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class PanelShortfall:
    text: str
    recovery: date


@dataclass(frozen=True, slots=True)
class PanelEvidence:
    id: int
    name: str
    size: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Panel:
    division: str
    month: Month
    cell: str
    name: str
    programme: str
    unit: str
    definition: str
    rule: str
    value: str
    version: int | None
    by: str
    row: Row
    months: tuple[PanelMonths, ...]
    ticks: tuple[int, ...]
    """The numbers of the twelve months, for below the bars"""
    history: tuple[PanelChange, ...]
    note: str
    note_version: int | None
    shortfall: PanelShortfall | None
    shortfall_version: int | None
    evidence: tuple[PanelEvidence, ...]
    locked: str
    remedy: tuple[str, str]
    """See Status.remedy"""
    may_write: bool

    @property
    def address(self) -> str:
        return reverse("entry_panel", args=[self.division, self.month, self.cell])

    @property
    def shortfall_due(self) -> bool:
        """Whether a reason is asked for and not there yet."""
        return self.row.shortfall and self.row.id == self.cell

    @property
    def remarked(self) -> str:
        """What the cell's mark says of its remarks."""
        return Remark.Kind.mark([kind for kind, given in (("note", self.note), ("shortfall", self.shortfall)) if given])

    @property
    def target(self) -> str:
        return self.row.target

    @property
    def target_name(self) -> str:
        return "예산현액" if self.row.kind in ("committed", "spent") else "연간 목표"

    @property
    def year_ago(self) -> str:
        return self.row.year_ago


def panel(division: Division, what: Due, cell: Cell, *, by: User) -> Panel:
    """The panel of a cell, as `by` may use it; `what` is due at its place. Raises KeyError for a cell that is not."""
    month = what.month
    owner = what.by_place[cell.place]
    if cell not in owner.cells:
        raise KeyError(cell)
    row_id = str(cell) if isinstance(owner, Line) else str(owner.cells[0])
    figures, now, there = figures_of(division, what), status(division, month, by), kept(division, what)
    rows = rows_of(what, there, figures, now)
    row = next(each for each in rows if each.id == row_id)
    given = next(each for each in row.inputs if each.cell == str(cell))
    is_line = isinstance(owner, Line)
    programmes = {each.id: each.title for each in figures.programmes}
    evidence = division.models.Evidence.objects.filter(month=month, **Remark.beside(cell), removed_at__isnull=True)
    remarks = there.remarks.get(str(cell), {})
    short = remarks.get(Remark.Kind.SHORTFALL)
    locked = now.locked(owner.programme_id)
    last_year = Run(month - 11, month)
    slot = what.slot(cell)

    def show(held: Held | None) -> str:
        if held is None:
            return "빈칸"
        return f"{several(held.run, month.year)} {slot.written(held.amount)}".strip()

    figures_changed = [
        (
            each.at,
            PanelChange(korean_time(each.at), each.by, show(each.before), show(each.after), each.reason, each.source),
        )
        for each in changes(division, month, cell)
    ]
    remarks_changed = [
        (each.at, PanelChange(korean_time(each.at), each.by, each.before or NONE, each.after or NONE, "", each.kind))
        for each in remark_changes(division, month, cell)
    ]
    history = [*figures_changed, *remarks_changed]

    return Panel(
        division=division.key,
        month=month,
        cell=str(cell),
        name=row.name if is_line else owner.label,  # type: ignore[union-attr]
        programme=programmes.get(owner.programme_id, division.shared) if owner.programme_id else division.shared,
        unit=slot.unit,
        definition="" if is_line else figures.indicator_by_id[cell.owner_id].definition,
        rule="1월부터 누계" if is_line else f"월 {Accumulation(owner.accumulation).label}",  # type: ignore[union-attr]
        value=given.value,
        version=given.version,
        by=given.by,
        row=row,
        months=tuple(_months(figures, last_year, cell, owner)),
        ticks=tuple(each.number for each in last_year.months()),
        history=tuple(each for _, each in sorted(history, key=lambda pair: pair[0], reverse=True)),
        note=remarks["note"].text if "note" in remarks else "",
        note_version=remarks["note"].pk if "note" in remarks else None,
        shortfall_version=short.pk if short else None,
        shortfall=PanelShortfall(short.text, short.recovery) if short and short.recovery else None,
        evidence=tuple(
            PanelEvidence(
                each.pk,
                each.name,
                size_text(each.size),
                each.added_by.name if each.added_by else "",
                korean_time(each.added_at),
            )
            for each in evidence.select_related("added_by")
        ),
        locked=locked or given.locked,
        remedy=now.remedy if locked else ("", ""),
        may_write=may(by, "entry_remark", "POST", division.key) and not locked,
    )


def size_text(size: int) -> str:
    """`348 KB`, `2 MB`: rounded up, so that nothing is 0."""
    if size < 1024 * 1024:
        return f"{-(-size // 1024)} KB"
    return f"{-(-size // (1024 * 1024))} MB"


def _months(figures: Ledger, window: Run, cell: Cell, owner: Node | Line) -> Iterator[PanelMonths]:
    """The window's months, each by itself or in the run that has its figure (a budget line: its cumulative amounts)."""
    known = _amounts(figures, window, cell, owner) if isinstance(owner, Line) else _figures(figures, window, owner)
    tallest = max((height for _, height, _ in known if height is not None), default=Decimal(0))
    start = 0
    for run, height, text in known:
        end = len(Run(window.first, min(run.last, window.last)).months())
        yield PanelMonths(
            run.first.korean
            if run.is_month and run.first.number == 1
            else run.short(run.last.year if run.is_month else window.last.year),
            text,
            start,
            end - start,
            int(max(height, Decimal(0)) * 100 / tallest) if height is not None and tallest > 0 else 0,
            window.last in run,
        )
        start = end


_Known = list[tuple[Run, Decimal | None, str]]
"""One after the other: the months, how high a month of them stands, and the figure as text."""


def _amounts(figures: Ledger, window: Run, cell: Cell, line: Line) -> _Known:
    amounts = {each.month: each.amount for each in figures.stored_amounts(line.budget_id, MONEY[cell.kind])}
    return [
        (Run(month, month), None, BLANK)
        if month not in amounts
        else (Run(month, month), Decimal(amounts[month]), slot_of(line, cell).written(amounts[month]))
        for month in window.months()
    ]


def _figures(figures: Ledger, window: Run, node: Node) -> _Known:
    indicator = figures.indicator_by_id[node.indicator_id]
    found: _Known = []
    month = window.first
    while month <= window.last:
        run, one = figures.actual_around(indicator, node.path, month) or (Run(month, month), None)
        height = None
        if one is not None:
            height = rate(one.value, one.denominator) if node.accumulation == "ratio" else one.value
            if node.accumulation == "sum":
                height = one.value / len(run.months())
        found.append((run, height, figure_text(one, indicator)))
        month = run.last + 1
    return found
