"""The pages on which an officer says where a year will end. Rights stand in rights.py."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from seoulwork.accounts.rights import may, user_of
from seoulwork.catalogue.forecasts import (
    ForecastForm,
    Home,
    Line,
    history,
    home_of,
    is_spent,
    keep,
    known_as_of,
    line_of,
    lines,
    spending_home_of,
    spending_line_of,
    spending_lines,
)
from seoulwork.domain.periods import Month, PeriodError
from seoulwork.entry.submission import known_months
from seoulwork.figures.divisions import Division
from seoulwork.figures.divisions import division as division_of
from seoulwork.figures.labels import of_divisions
from seoulwork.figures.recording import Conflict

MEANWHILE = "그사이 다른 사람이 연말 전망을 바꾸었습니다. 이 화면을 다시 열어 바뀐 값을 확인한 뒤 다시 적어 주세요."


def last_month(year: int | None = None) -> Month:
    """The last month that was opened for entry, of all or of a year; without one December of the year, or this month."""
    known = [each for each in known_months() if year in (None, each.year)]
    if known:
        return known[0]
    return Month(year, 12) if year else Month.of(timezone.localdate())


@require_safe
def forecasts(request: HttpRequest, division: str) -> HttpResponse:
    """All indicators of which something can be foreseen, and all budget lines that are spent, as of the last month that was opened (or
    `?month=`)."""
    own = division_of(division)
    try:
        month = Month.parse(request.GET.get("month", "")) if request.GET.get("month") else last_month()
    except PeriodError:
        messages.error(request, "달은 2018-07처럼 적어 주세요.")
        month = last_month()
    told = known_as_of(own, month)
    context = {
        "division": own,
        "month": month,
        "common": of_divisions(),
        "lines": lines(told, own),
        "spending": spending_lines(told, own),
    }
    return render(request, "catalogue/forecasts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def forecast(request: HttpRequest, division: str, indicator: int, year: int) -> HttpResponse:
    own = division_of(division)
    if not 1902 <= year <= 2998:
        raise Http404
    told = known_as_of(own, last_month(year))
    row = told.indicator_by_id.get(indicator)
    if row is None or row.accumulation == "ratio":
        raise Http404
    return _written(request, own, home_of(own, row, year), line_of(told, own, row))


@require_http_methods(["GET", "HEAD", "POST"])
def spending_forecast(request: HttpRequest, division: str, budget: int) -> HttpResponse:
    """Of a budget line of which executions are entered: for its year."""
    own = division_of(division)
    year = own.models.Budget.objects.filter(pk=budget).values_list("year", flat=True).first()
    if year is None:
        raise Http404
    told = known_as_of(own, last_month(year))
    row = told.budget_by_id[budget]
    if not is_spent(told, row):
        raise Http404
    return _written(request, own, spending_home_of(own, row), spending_line_of(told, own, row), is_spending=True)


def _written(request: HttpRequest, own: Division, home: Home, line: Line, *, is_spending: bool = False) -> HttpResponse:
    """The page on which one is written, and what is sent by it."""
    form = ForecastForm(home, home.current.first(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = keep(home, form.cleaned_data, by=user_of(request))
        except (Conflict, IntegrityError):
            form.add_error(None, MEANWHILE)
        except ValidationError as error:
            form.add_error("figure", error)
        else:
            said = (
                f"{line.name} {line.year}년 연말 전망을 저장했습니다."
                if changed
                else "바뀐 것이 없어 그대로 두었습니다."
            )
            messages.success(request, said)
            return redirect("forecasts", own.key)
    context = {
        "division": own,
        "line": line,
        "is_spending": is_spending,
        "form": form,
        "history": history(home),
        "may_write": may(request.user, "forecast", "POST", own.key),
    }
    return render(request, "catalogue/forecast.html", context)
