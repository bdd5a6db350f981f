"""What stands beside the grid for the cell in hand."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from seoulwork.divisions import Division
from seoulwork.figures import BLANK, rate, stored_text
from seoulwork.ledger import Ledger
from seoulwork.measures import Accumulation
from seoulwork.models import Evidence, Remark
from seoulwork.periods import Month, Run
from seoulwork.queries import Extract, ledger

from .cells import Cell
from .due import Due, Line, Node, due
from .grid import MONEY, Row, figure_text, rows_of
from .history import changes, remark_changes
from .months import korean_time, status

NONE = "없음"
"""In place of a remark before it was written or after it was taken back."""


@dataclass(frozen=True, slots=True)
class PanelMonth:
    """One of the last twelve months: its figure, and its bar's height in per cent of the tallest."""

    label: str
    short: str
    """The month's number alone, for below the bar"""
    text: str
    height: int
    current: bool


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
    months: tuple[PanelMonth, ...]
    history: tuple[PanelChange, ...]
    note: str
    note_version: int | None
    shortfall: PanelShortfall | None
    shortfall_version: int | None
    evidence: tuple[PanelEvidence, ...]
    locked: str
    may_write: bool

    @property
    def address(self) -> str:
        return reverse("entry_panel", args=[self.division, self.month, self.cell])

    @property
    def shortfall_due(self) -> bool:
        """Whether a reason is asked for and not there yet."""
        return self.row.shortfall and self.shortfall is None

    @property
    def remarked(self) -> str:
        """What the cell's mark says of its remarks."""
        return Remark.Kind.mark([kind for kind, given in (("note", self.note), ("shortfall", self.shortfall)) if given])

    @property
    def target(self) -> str:
        return self.row.target

    @property
    def year_ago(self) -> str:
        return self.row.year_ago


def panel(division: Division, month: Month, cell: Cell, *, may_write: bool) -> Panel:
    """The panel of a cell. Raises KeyError for a cell that is not due in the month. 26 queries at most."""
    what = due(division, month)
    owner = what.by_place[cell.place]
    if cell not in owner.cells:
        raise KeyError(cell)
    row_id = str(cell) if isinstance(owner, Line) else str(owner.cells[0])
    row = next(each for each in rows_of(division, what, {cell.place}) if each.id == row_id)
    given = next(each for each in row.inputs if each.cell == str(cell))
    is_line = isinstance(owner, Line)
    figures = ledger(
        division, month,
        Extract([] if is_line else [cell.owner_id], [cell.owner_id] if is_line else [], Month(month.year - 1, 1)),
    )  # fmt: skip
    programmes = {each.id: each.title for each in figures.programmes}
    place = {"division": division.key, "month": month, "cell": str(cell)}
    remarks = {each.kind: each for each in Remark.objects.filter(**place, superseded_at__isnull=True)}
    short = remarks.get(Remark.Kind.SHORTFALL)
    locked = status(division, month).locked(owner.programme_id)
    units = what.units(cell)

    def show(amount: int | None) -> str:
        return "빈칸" if amount is None else stored_text(amount, *units)

    figures_changed = [
        (each.at, PanelChange(korean_time(each.at), each.by, show(each.before), show(each.after), each.reason, each.source))
        for each in changes(division, month, cell)
    ]  # fmt: skip
    remarks_changed = [
        (each.at, PanelChange(korean_time(each.at), each.by, each.before or NONE, each.after or NONE, "", each.kind))
        for each in remark_changes(division, month, cell)
    ]
    history = [*figures_changed, *remarks_changed]

    return Panel(
        division=division.key, month=month, cell=str(cell), name=row.name if is_line else owner.label,  # type: ignore[union-attr]
        programme=programmes.get(owner.programme_id, "담당관 공통") if owner.programme_id else "담당관 공통",
        unit=units[0], definition="" if is_line else figures.indicator_by_id[cell.owner_id].definition,
        rule="1월부터 누계" if is_line else f"월 {Accumulation(owner.accumulation).label}",  # type: ignore[union-attr]
        value=given.value, version=given.version, by=given.by, row=row, months=_months(figures, what, cell, owner),
        history=tuple(each for _, each in sorted(history, key=lambda pair: pair[0], reverse=True)),
        note=remarks["note"].text if "note" in remarks else "", note_version=remarks["note"].pk if "note" in remarks else None,
        shortfall_version=short.pk if short else None,
        shortfall=PanelShortfall(short.text, short.recovery) if short and short.recovery else None,
        evidence=tuple(
            PanelEvidence(each.pk, each.name, size_text(each.size), each.added_by.name if each.added_by else "", korean_time(each.added_at))
            for each in Evidence.objects.filter(**place, removed_at__isnull=True).select_related("added_by")
        ),
        locked=locked or given.locked, may_write=may_write and not locked,
    )  # fmt: skip


def size_text(size: int) -> str:
    """`348 KB`, `2 MB`: rounded up, so that nothing is 0."""
    if size < 1024 * 1024:
        return f"{-(-size // 1024)} KB"
    return f"{-(-size // (1024 * 1024))} MB"


def _months(figures: Ledger, what: Due, cell: Cell, owner: Node | Line) -> tuple[PanelMonth, ...]:
    """The last twelve months up to this one, each by itself (a budget line: its cumulative amounts)."""
    found: list[tuple[Month, Decimal | None, str]] = []
    for month in Run(what.month - 11, what.month).months():
        value: Decimal | None = None
        text = BLANK
        if isinstance(owner, Line):
            name = dict(MONEY)[cell.kind]
            amount = next((each.amount for each in figures.amounts if each.month == month and each.name == name), None)
            if amount is not None:
                value, text = Decimal(amount), stored_text(amount, *what.units(cell))
        else:
            indicator = figures.indicator_by_id[owner.indicator_id]
            one = figures.actual(indicator, owner.path, Run(month, month))
            if one is not None:
                text = figure_text(one, indicator)
                value = rate(one.value, one.denominator) if owner.accumulation == "ratio" else one.value
        found.append((month, value, text))
    tallest = max((value for _, value, _ in found if value is not None), default=Decimal(0))
    return tuple(
        PanelMonth(
            f"{month.year}년 1월" if month.number == 1 else f"{month.number}월", str(month.number), text,
            int(max(value, Decimal(0)) * 100 / tallest) if value is not None and tallest > 0 else 0, month == what.month,
        )
        for month, value, text in found
    )  # fmt: skip
