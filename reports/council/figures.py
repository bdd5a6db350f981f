"""The page of an indicator or a budget: what it is, its values over the months and years, and each edition that printed it, what and
where. All of that is told as editions keep it; the staff also sees what was changed in what is stored now. Its address stays."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from seoulwork.accounts.models import Role, User
from seoulwork.accounts.rights import user_of
from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.numbers import format_number, in_unit, money_text
from seoulwork.domain.periods import Run
from seoulwork.domain.vocabulary import ACTUAL, SPENT, TARGET
from seoulwork.figures.divisions import division

from ..asking import questions_of
from ..document import Chart, Point, Series
from ..editions.identities import Identities
from ..editions.reading import reading
from ..models import Edition
from ..places import UnknownPlace, read
from ..printed import Measured, PrintedFigure, number_and_unit
from ..render.html import blocks_html
from ..values import Figure, Quantity

CHANGES = 30
"""Changes of what is stored that the staff is shown, the latest first"""
EDITIONS = 20
"""Editions whose print is shown, the newest first"""


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


@require_GET
def figure(request: HttpRequest, owner: str, kind: str, pk: int) -> HttpResponse:
    """A constant number of queries."""
    printed = list(_measured(owner, kind, pk, user_of(request))[:EDITIONS])
    if not printed:
        raise Http404
    stored = _stored(printed)
    context = {
        "measure": printed[0],
        "printed": printed,
        "stored": stored,
        "chart": mark_safe(_drawn(printed[0].name, stored)),  # noqa: S308  made by our own renderer
        "questions": questions_of(owner, kind, pk, user_of(request)),
        "changes": None if user_of(request).role == Role.COUNCIL else _changes(owner, kind, pk),
    }
    return render(request, "reports/figure.html", context)


@require_GET
def figure_of(request: HttpRequest, name: BriefingName, edition: int) -> HttpResponse:
    """From a stored figure, as an edition names it (`place`), to the page of what it is of."""
    at = reading(request, name, edition)
    try:
        place = read(request.GET.get("place", ""))
    except UnknownPlace as error:
        raise Http404 from error
    found = Identities(at.briefing).of(place)
    if found is None:
        return render(request, "reports/figure_unknown.html", {"briefing": at.briefing, "reading": at}, status=404)
    return redirect("figure", *found)


def _measured(owner: str, kind: str, pk: int, user: User) -> QuerySet[Measured]:
    """What the editions that the user may read keep of it, the newest first. 2 queries."""
    figures = Prefetch("figures", PrintedFigure.objects.select_related("line").order_by("line__position", "pk"))
    known = Measured.objects.filter(division=owner, kind=kind, number=pk, edition__withdrawal=None)
    known = known.filter(edition__in=Edition.objects.seen_by(user).values("pk"))
    return known.select_related("edition__briefing").prefetch_related(figures).order_by("-edition_id")


def _stored(printed: Iterable[Measured]) -> list[Stored]:
    """Each value once, as the newest edition has it: wholes before parts, the latest first."""
    found: dict[tuple[str, ...], Stored] = {}
    for each in printed:
        for row in each.stored:
            one = Stored(*row)
            found.setdefault((one.kind, one.part, one.period), one)
    by_time = sorted(found.values(), key=lambda each: each.order, reverse=True)
    return sorted(by_time, key=lambda each: (each.part, each.kind))


def _drawn(name: str, stored: list[Stored]) -> str:
    """The whole's values over time, each with its target; nothing of fewer than two."""
    targets = {each.period: _figure(each.value) for each in stored if each.kind == TARGET and not each.part}
    points = tuple(
        Point(each.period, value, target=targets.get(each.period))
        for each in sorted(stored, key=lambda each: each.order)
        if each.kind in (ACTUAL, SPENT) and not each.part and (value := _figure(each.value))
    )
    if len(points) < 2:
        return ""
    unit = points[0].value.value.unit if points[0].value and isinstance(points[0].value.value, Quantity) else ""
    told = ", ".join(f"{point.label} {point.value.text}" for point in points if point.value)
    chart = Chart("figure", "bars", f"{name}의 기간별 값", told, "", (Series(name, unit, points),))
    return blocks_html((chart,))


def _figure(text: str) -> Figure | None:
    """The number that a stored value says; None for a ratio's two."""
    value, unit = number_and_unit(text)
    return None if value is None else Figure(Quantity(value, unit, max(-int(value.as_tuple().exponent), 0)))


def _changes(owner: str, kind: str, pk: int) -> list[Changed]:
    """What was changed in what is stored of it, the latest first. At most 3 queries."""
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
