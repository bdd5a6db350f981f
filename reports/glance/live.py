"""What first pages of the staff read of what is stored now, in a constant number of queries however many divisions there are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from seoulwork.catalogue.forecasts import basis
from seoulwork.domain.ledger import BudgetRow, IndicatorRow, Ledger
from seoulwork.domain.manuscript import When
from seoulwork.domain.numbers import rate
from seoulwork.domain.periods import Month
from seoulwork.entry.submission import BoardRow, board
from seoulwork.figures.asking import Read, Rows, ask
from seoulwork.figures.divisions import Division
from seoulwork.figures.glances import ledgers
from seoulwork.figures.models import Manuscript, in_force
from seoulwork.figures.stamps import stored_month

from ..models import Briefing
from ..parts.courses import Reported, courses_of
from ..values import Percent
from .works import Overdue, Paced, Told, Work

BUDGET_OF_THE_DIVISION = "current"
_WRITTEN = re.compile(r"\{[^{}]*\}")
"""A figure that a text names: first pages tell the words around it"""


@dataclass(frozen=True, slots=True)
class House:
    """A division's month: how far its figures are, what is spent of its budget."""

    division: Division
    row: BoardRow
    budget: Paced | None
    in_time: int
    paced: int
    year_end: "YearEnd | None"
    """Of its budget"""


@dataclass(frozen=True, slots=True)
class YearEnd:
    """How much of a budget will be spent at the end of the year: as the program carries it on, and as officers foresee it."""

    rates: str
    """`57.0% · 83.0%`"""
    told: str
    """Which is whose: `추계(6월까지 · 균등) · 담당자`"""


@dataclass(frozen=True, slots=True)
class Papers:
    """The newest briefing, and by division's key: how many of the parts that are printed are settled, the numbers of the printed programmes by
    their keys, how many remarks at lines are open."""

    briefing: Briefing
    settled: dict[str, int]
    parts: dict[str, int]
    numbers: dict[str, dict[int, int]]
    remarks: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.parts.values())

    @property
    def done(self) -> int:
        return sum(self.settled.values())


@dataclass(frozen=True, slots=True)
class Now:
    """What is told of a month, of some divisions."""

    month: Month
    told: Told
    houses: tuple[House, ...]
    papers: Papers | None


def now(of: Sequence[Division], month: Month, user: int = 0) -> Now:
    """12 queries, at most 14, however many divisions there are. `user`: the key of the reader, whose own is marked."""
    briefing = newest()
    papers, overdue = _papers(of, briefing)
    figures: list[Paced] = []
    programmes: list[Work] = []
    houses = []
    rows = {each.key: each for each in board(month, of).rows}
    for each, ledger in zip(of, ledgers(of, month), strict=True):
        told = list(courses_of(Reported(each, ledger, ledger.programmes), years=1))
        own = [Paced(course, _address(each, month, row), row.responsible == user) for course, row in told]
        figures += own
        printed = papers.numbers[each.key] if papers else {}
        for programme in ledger.programmes:
            address = part_page(briefing, each.key, printed[programme.id]) if programme.id in printed else ""
            programmes.append(Work(each.name, programme.title, address, is_mine=programme.responsible == user))
        budget = next(
            (
                (paced, row)
                for paced, (_, row) in zip(own, told, strict=True)
                if isinstance(row, BudgetRow) and row.kind == BUDGET_OF_THE_DIVISION
            ),
            None,
        )
        standings = [paced for paced in own if paced.standing]
        houses.append(
            House(
                each,
                rows[each.key],
                budget[0] if budget else None,
                sum(not paced.is_behind for paced in standings),
                len(standings),
                _year_end(ledger, budget[1]) if budget else None,
            )
        )
    return Now(month, Told(tuple(figures), tuple(programmes), overdue), tuple(houses), papers)


def _year_end(ledger: Ledger, of: BudgetRow) -> YearEnd | None:
    """Of all lines of its name; None where neither is known."""
    named = of.programme_id, of.short_name, of.kind, of.year
    lines = [each for each in ledger.budgets if (each.programme_id, each.short_name, each.kind, each.year) == named]
    available = ledger.budget(lines, run=ledger.clock.results_year)
    projected, own = ledger.spending_forecast(lines), ledger.own_spending_forecast(lines)
    known = [(projected.value, f"추계({basis(projected)})")] if projected else []
    known += [(own.value, "담당자")] if own else []
    rates = [(rate(value, available.value if available else None), whose) for value, whose in known]
    told = [(Percent(share).text, whose) for share, whose in rates if share is not None]
    return YearEnd(" · ".join(text for text, _ in told), " · ".join(whose for _, whose in told)) if told else None


def _address(division: Division, month: Month, of: IndicatorRow | BudgetRow) -> str:
    """Where its figure of the month is entered."""
    page = reverse("entry_month", args=[division.key, month])
    if isinstance(of, BudgetRow):
        return f"{page}#s{of.id}"
    if of.formula:
        return f"{reverse('list', args=[division.key, 'indicators'])}?{urlencode({'q': of.name})}"
    return f"{page}#a{of.id}" if of.frequency == "monthly" else f"{page}#occasional"


# ------------------------------------------------------------------------------------------------------- papers


def newest() -> Briefing | None:
    """The newest briefing in preparation, else the newest. At most 4 queries."""
    known = Briefing.objects.with_editions().order_by("-month", "-number")
    return known.in_preparation().first() or known.first()


def part_page(briefing: Briefing | None, division: str, number: int) -> str:
    """Where a programme's text is written, or read."""
    if briefing is None:
        return ""
    if briefing.in_preparation:
        return reverse("desk_write", args=[briefing.name, division, number])
    return reverse("briefing_section", args=[briefing.name, f"{division}-{number}"])


def _parts_of(of: tuple[Division, ...], briefing: Any, year: Any) -> list[Read]:
    found = []
    for each in of:
        models = each.models
        own = Q(briefing_id=briefing)
        plans = models.Milestone.objects.filter(passage__briefing_id=briefing, done=False)
        when = ("first_month", "first_day", "last_month", "last_day", "open_ended", "date_note")
        found += [
            Read(models.Programme.objects.filter(in_force(year)), ("pk", "number", "title")),
            Read(models.Manuscript.objects.filter(own, state=Manuscript.State.SETTLED), ("programme_id", "added")),
            Read(plans, ("pk", "title", *when, "passage__programme_id")),
            Read(
                models.ManuscriptRemark.objects.filter(
                    manuscript__briefing_id=briefing, resolved_at__isnull=True, answers_to__isnull=True
                ),
                ("pk", "manuscript_id"),
            ),
        ]
    return found


def _papers(
    of: Sequence[Division], briefing: Briefing | None
) -> tuple[Papers | None, dict[tuple[str, str], tuple[Overdue, ...]]]:
    """The papers, and by division and programme what is overdue. 1 query."""
    if briefing is None:
        return None, {}
    arrangement = briefing.arrangement
    rows = iter(ask(_parts_of, tuple(of), briefing=briefing.pk, year=briefing.plan_year))
    papers = Papers(briefing, {}, {}, {}, {})
    overdue: dict[tuple[str, str], tuple[Overdue, ...]] = {}
    for each in of:
        programmes, settled, plans, remarks = next(rows), next(rows), next(rows), next(rows)
        printed = {row.pk: row for row in programmes if not arrangement.is_left_out(each.key, row.pk)}
        added = {part.number for part in arrangement.added if part.division == each.key}
        own = {(None, 0), *((pk, 0) for pk in printed), *((None, number) for number in added)}
        papers.numbers[each.key] = {pk: row.number for pk, row in printed.items()}
        papers.remarks[each.key] = len(remarks)
        papers.parts[each.key] = len(own)
        papers.settled[each.key] = len(own & {(row.programme_id, row.added) for row in settled})
        for late in _overdue(plans):
            programme = printed.get(late.passage__programme_id)
            if programme or late.passage__programme_id is None:
                title, number = (programme.title, programme.number) if programme else ("", 0)
                key = each.name, title
                line = Overdue(
                    _WRITTEN.sub("…", late.title),
                    _when(late).printed,
                    part_page(briefing, each.key, number) if number else "",
                )
                overdue[key] = (*overdue.get(key, ()), line)
    return papers, overdue


def _when(row: Any) -> When:
    first, last = (stored_month(each) if each is not None else None for each in (row.first_month, row.last_month))
    return When(first, row.first_day, last, row.last_day, row.open_ended, row.date_note)


def _overdue(rows: Rows) -> Iterator[Any]:
    today = timezone.localdate()
    late = [(due, row.pk, row) for row in rows if (due := _when(row).due) and due < today]
    return (row for _, _, row in sorted(late, key=lambda each: each[:2]))
