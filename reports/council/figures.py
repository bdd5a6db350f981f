"""The page of an indicator or a budget: what it is, its values over the months and years, and each edition that printed it, what and
where. All of that is told as editions keep it; the staff also sees what was changed in what is stored now. Its address stays."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from seoulwork.accounts.models import Role, User
from seoulwork.accounts.rights import may, user_of
from seoulwork.catalogue.forecast_views import last_month
from seoulwork.catalogue.forecasts import Line, is_spent, known_as_of, line_of, spending_of
from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.ledger import Ledger
from seoulwork.domain.numbers import format_number, in_unit, money_text
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.vocabulary import ACTUAL, EXECUTED, TARGET
from seoulwork.figures.divisions import division

from ..asking import questions_of
from ..courses import YEARS, Path
from ..editions.identities import homes_of
from ..editions.kept import Known
from ..editions.reading import reading
from ..editions.sealing import OnlyFiles
from ..glance.frozen import told_of
from ..meanings import RULES
from ..models import Edition
from ..parts.courses import path_of, spending_path_of
from ..places import UnknownPlace, read
from ..printed import EDITION_UNREAD, Measured, PrintedFigure
from ..render.html import blocks_html
from . import course

CHANGES = 30
"""Changes of what is stored that the staff is shown, the latest first"""
EDITIONS = 20
"""Editions whose print stands on one page, the newest first"""


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored value as editions keep it, in words."""

    kind: str
    part: str
    period: str
    order: str
    value: str
    as_of: str
    entered: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What took the place of what."""

    what: str
    old: str
    new: str
    at: Any
    by: Any
    reason: str


@require_safe
def figure(request: HttpRequest, owner: str, kind: str, pk: int) -> HttpResponse:
    """What it is and its values are told by the newest EDITIONS, which editions printed it page by page. A constant number of queries."""
    known = _measured(owner, kind, pk, user_of(request))
    page = Paginator(known, EDITIONS).get_page(request.GET.get("page"))
    newest = list(page) if page.number == 1 else list(known[:EDITIONS])
    if not newest:
        raise Http404
    stored = values_of(newest)
    context = {
        "measure": newest[0],
        "page": page,
        "stored": stored,
        "kept": _shown(_kept(newest[0], stored), "kept"),
        "now": _now(owner, kind, pk) if may(request.user, "forecasts", division=owner) else None,
        "questions": questions_of(owner, kind, pk, user_of(request)),
        "changes": changes_for(user_of(request), owner, kind, pk),
    }
    return render(request, "reports/figure.html", context)


@require_safe
def figure_of(request: HttpRequest, name: BriefingName, edition: int) -> HttpResponse:
    """From a stored figure, as an edition names it (`place`), to the page of what it is of."""
    at = reading(request, name, edition)
    try:
        place = read(request.GET.get("place", ""))
    except UnknownPlace as error:
        raise Http404 from error
    if at.edition is None:
        raise Http404
    try:
        found = homes_of(at.edition)(place)
    except OnlyFiles as error:
        raise Http404 from error
    if found is None:
        return render(request, "reports/figure_unknown.html", {"briefing": at.briefing, "reading": at}, status=404)
    return redirect("figure", *found.identity)


def _measured(owner: str, kind: str, pk: int, user: User) -> QuerySet[Measured]:
    """What the editions that the user may read keep of it, the newest first, each with whether its edition `is_corrected`. 2 queries."""
    figures = Prefetch("figures", PrintedFigure.objects.select_related("line").order_by("line__position", "pk"))
    known = Measured.objects.filter(division=owner, kind=kind, number=pk, edition__withdrawal=None)
    seen = Edition.objects.seen_by(user)
    known = known.filter(edition__in=seen.values("pk")).annotate(is_corrected=seen.replacing())
    known = known.select_related("edition__briefing").defer(*EDITION_UNREAD)
    return known.prefetch_related(figures).order_by("-edition_id")


def values_of(printed: Iterable[Measured]) -> list[Stored]:
    """Each value once, as the newest edition has it: wholes before parts, the latest first."""
    found: dict[tuple[str, ...], Stored] = {}
    for each in printed:
        for row in each.stored:
            one = Stored(*row)
            found.setdefault((one.kind, one.part, one.period), one)
    by_time = sorted(found.values(), key=lambda each: each.order, reverse=True)
    return sorted(by_time, key=lambda each: (each.part, each.kind))


@dataclass(frozen=True, slots=True)
class Now:
    """What is stored now of an indicator or a budget that is still there: its charts, and where its year will end."""

    month: Month
    charts: list[tuple[str, course.Drawn]]
    line: Line


def _now(owner: str, kind: str, pk: int) -> Now | None:
    """At most 11 queries."""
    month = last_month()
    told = known_as_of(division(owner), month, YEARS)
    found = (_indicator_now if kind == Measured.INDICATOR else _budget_now)(told, owner, pk)
    if found is None:
        return None
    path, line = found
    return Now(month, _shown(course.of_path(line.name, path) if path else None, "now"), line)


def _indicator_now(told: Ledger, owner: str, pk: int) -> tuple[Path | None, Line] | None:
    indicator = told.indicator_by_id.get(pk)
    if indicator is None:
        return None
    line = line_of(told, division(owner), indicator)
    return path_of(told, indicator), line if indicator.accumulation != "ratio" else replace(line, address="")


def _budget_now(told: Ledger, owner: str, pk: int) -> tuple[Path | None, Line] | None:
    """Of all lines of the year with its programme and name."""
    of = next((line for line in told.budgets if line.id == pk), None)
    if of is None:
        return None
    named = [line for line in told.budgets if (line.programme_id, line.short_name) == (of.programme_id, of.short_name)]
    lines = [line for line in named if line.kind in EXECUTED and line.year == told.reference_month.year]
    if not lines:
        return None
    alone = len(lines) == 1 and is_spent(told, lines[0])
    address = reverse("spending_forecast", args=[owner, lines[0].id]) if alone else ""
    return spending_path_of(told, of), spending_of(told, of.short_name, lines, address)


def _kept(measure: Measured, stored: list[Stored]) -> course.Told | None:
    """The course that the newest edition keeps of it; of what has none, and of earlier years, what its editions printed. Raises Altered."""
    printed = course.kept(measure.name, _adds_up(measure), stored)
    own = reverse("figure", args=[measure.division, measure.kind, measure.number])
    if not measure.edition.document_sha256:
        return printed
    told = told_of(Known(measure.edition)).figures
    path = next((each.course.path for each in told if each.address == own and each.course.path), None)
    return course.with_earlier(course.of_path(measure.name, path), printed) if path else printed


def _shown(told: course.Told | None, prefix: str) -> list[tuple[str, course.Drawn]]:
    """Each chart drawn, with its table."""
    if told is None:
        return []
    found = [replace(each, chart=replace(each.chart, key=f"{prefix}-{each.chart.key}")) for each in course.charts(told)]
    return [(mark_safe(blocks_html((each.chart,))), each) for each in found]  # noqa: S308  made by our own renderer


def _adds_up(measure: Measured) -> bool | None:
    """Whether its months are added up, as the edition says; of a ratio None. What is spent of a budget is told from January on."""
    if measure.kind == Measured.BUDGET:
        return True
    rule = next((rule for rule, words in RULES.items() if words == dict(measure.facts).get("기간의 값")), "")
    return {"sum": True, "latest": False, "mean": False}.get(rule)


def changes_for(user: User, owner: str, kind: str, pk: int) -> list[Changed] | None:
    """For the staff: what was changed in what is stored of it, the latest first. At most 3 queries."""
    if user.role == Role.COUNCIL:
        return None
    models = division(owner).models
    found: list[Changed] = []
    if kind == Measured.INDICATOR:
        for table, label in ((models.Actual, ACTUAL), (models.Target, TARGET)):
            for row in _replaced(table.objects.filter(indicator=pk), "indicator", "part"):
                of = " ".join(
                    filter(
                        None, [row.part.path if row.part else "", Run(row.first_month, row.last_month).korean, label]
                    )
                )
                found.append(_changed(row, of, _value))
        return _latest(found)
    lines = same_lines(owner, pk)
    granted = _replaced(models.Appropriation.objects.filter(budget__in=lines), "budget")
    spent = _replaced(models.Execution.objects.filter(budget__in=lines), "budget")
    found += (_changed(row, f"{row.budget} {row.from_month.korean} 예산액", _granted) for row in granted)
    found += (_changed(row, f"{row.budget} {row.month.korean} 지출액", _spent) for row in spent)
    return _latest(found)


def _granted(row: Any) -> str:
    return money_text(row.amount)


def _spent(row: Any) -> str:
    return "-" if row.spent is None else money_text(row.spent)


def same_lines(owner: str, pk: int) -> QuerySet[Any]:
    """The budget lines of the programme and the name of one of them."""
    table = division(owner).models.Budget
    first = table.objects.filter(pk=pk).values_list("programme", "short_name").first()
    return table.objects.filter(programme=first[0], short_name=first[1]) if first else table.objects.none()


def _replaced(rows: QuerySet[Any], *related: str) -> QuerySet[Any]:
    """Those that another took the place of, with it and who put it there."""
    ended = rows.filter(superseded_by__isnull=False).select_related("superseded_by__entered_by", *related)
    return ended.order_by("-superseded_at", "-pk")[:CHANGES]


def _changed(row: Any, what: str, told: Callable[[Any], str]) -> Changed:
    after = row.superseded_by
    for name in ("indicator", "budget"):
        if hasattr(row, name):
            setattr(after, name, getattr(row, name))
    return Changed(what, told(row), told(after), row.superseded_at, after.entered_by, after.reason)


def _latest(found: list[Changed]) -> list[Changed]:
    return sorted(found, key=lambda each: each.at, reverse=True)[:CHANGES]


def _value(row: Any) -> str:
    unit, decimals = row.indicator.unit, row.indicator.decimals
    shown = in_unit(row.value, unit, decimals)
    return f"{format_number(shown, max(decimals, -int(shown.as_tuple().exponent)))}{unit}"
