"""The lists of what a division and the bureau keep. Rights stand in accounts/rights.py."""

from django.apps import apps
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from seoulwork.accounts.rights import may, user_of
from seoulwork.catalogue.dated import usual_month
from seoulwork.catalogue.forms import forms_of
from seoulwork.catalogue.kinds import PLANS, Kind, kinds_of
from seoulwork.figures import organisation
from seoulwork.figures.divisions import Division, divisions
from seoulwork.figures.divisions import division as division_of
from seoulwork.figures.labels import division_word
from seoulwork.figures.models import Bureau, DivisionState, Limits, Unit
from seoulwork.figures.profiles import bureau as bureau_as_of
from seoulwork.pages.lists import ADMINISTRATION, list_page

from . import filters, tables


def kind_of(division: Division, key: str) -> Kind:
    """The kind that an address names. Raises Http404."""
    try:
        return kinds_of(division)[key]
    except KeyError as error:
        raise Http404 from error


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """The first list of the user's own division."""
    return redirect("list", user_of(request).division or divisions()[0].key, "programmes")


@require_safe
def division_list(request: HttpRequest, division: str, kind: str) -> HttpResponse:
    """One list of a division, with the ways to its other lists."""
    own = division_of(division)
    found = kind_of(own, kind)
    may_change = (found.key in forms_of(own) or found.key == PLANS) and may(
        request.user, "list_change", division=own.key
    )
    return list_page(
        request,
        title=found.label,
        name=f"{own.name} {found.label}",
        rows=found.rows(own),
        table_class=found.table,
        filter_class=found.filter_class(own),
        division_key=own.key,
        kind_key=found.key,
        state=own.name,
        kinds=kinds_of(own).values(),
        divisions=[
            (each, found.key if found.key in kinds_of(each) else "programmes")
            for each in divisions()
            if may(request.user, "list", division=each.key)
        ],
        may_change=may_change,
        may_add=may_change and found.key in forms_of(own) and found.may_add(own),
        add_url=reverse("list_plan_add", args=[own.key])
        if found.key == PLANS and may(request.user, "list_plan_add", division=own.key)
        else "",
        may_carry=may(request.user, "list_carry_forward", division=own.key),
        actions=[*_foreseen(request, own, found), *_by_workbook(request, own, found, may_change=may_change)],
    )


def _foreseen(request: HttpRequest, own: Division, found: Kind) -> list[tuple[str, str, str]]:
    """From the targets and what is spent the way to where their year will end."""
    if found.key not in ("targets", "executions") or not may(request.user, "forecasts", division=own.key):
        return []
    return [("연말 전망", reverse("forecasts", args=[own.key]), "")]


def _by_workbook(request: HttpRequest, own: Division, found: Kind, *, may_change: bool) -> list[tuple[str, str, str]]:
    """The way to the workbook in which the list can be kept, too."""
    if not found.workbook or not may(request.user, "import_list_template", division=own.key):
        return []
    label = "엑셀로 고치기" if may_change else "서식 내려받기"
    return [(label, reverse("import_list_template", args=[own.key, found.workbook]), "")]


@require_safe
def bureau(request: HttpRequest) -> HttpResponse:
    """The bureau as of each day on which something changed."""
    return list_page(
        request,
        title="정책관 현황",
        rows=Bureau.objects.select_related("entered_by"),
        table_class=tables.BureauTable,
        filter_class=filters.BureauFilter,
        state="보고의 표지와 일반현황에 나옵니다. 보고 달까지의 가장 새로운 기준일의 값을 씁니다.",
        warning=_teams_differ(),
        add_url=reverse("bureau_add"),
        may_change=True,
        tabs="administration",
        administration=ADMINISTRATION,
    )


@require_safe
def divisions_list(request: HttpRequest) -> HttpResponse:
    """What the divisions are called and have been."""
    stored = {each.division for each in organisation.kept.states}
    others = ", ".join(each.name for each in divisions() if each.key not in stored)
    usual = f" 아직 아무것도 넣지 않은 {division_word()}: {others}." if others else ""
    return list_page(
        request,
        title=division_word(),
        rows=DivisionState.objects.with_until(),
        table_class=tables.DivisionTable,
        filter_class=filters.DivisionFilter,
        state=f"메뉴와 목록은 지금의 이름과 순서를, 보고는 보고 달의 것을 씁니다.{usual}",
        warning=_teams_differ(),
        add_url=reverse("division_add"),
        may_change=True,
        tabs="administration",
        administration=ADMINISTRATION,
    )


def _teams_differ() -> str:
    """That the divisions' teams are not as many as the bureau's in the next briefing, in words; empty where they are, or where
    one of these numbers is unknown. 2 queries where each division has told a number."""
    if {each.division for each in organisation.kept.states if each.teams is not None} < {*settings.DIVISIONS}:
        return ""
    month = usual_month()
    told = [each.teams for each in organisation.states(month).values() if each.teams is not None]
    whole = bureau_as_of(month.last_day) if len(told) == len(settings.DIVISIONS) else None
    if whole is None or sum(told) == whole.teams:
        return ""
    return (
        f"{month.korean} {division_word()}별 팀 수의 합({sum(told)}{whole.team_unit})이 정책관 현황의 팀 수({whole.teams}{whole.team_unit})와 "
        "다르니 틀린 쪽을 고쳐 주세요."
    )


def row_page(label: str, pk: int) -> str:
    """The page on which a row of that table (`labour.indicator`) is kept, if there is the row and such a page. 1 query."""
    model = apps.get_model(label)
    if not model._default_manager.filter(pk=pk).exists():
        return ""
    if model is Bureau:
        return reverse("bureau_change", args=[pk])
    if model is DivisionState:
        return reverse("division_change", args=[pk])
    if model is Unit:
        return "" if Unit.objects.get(pk=pk).usual else reverse("unit_change", args=[pk])
    if model is Limits:
        return reverse("limits")
    own = next((each for each in divisions() if each.key == model._meta.app_label), None)
    if own is None:
        return ""
    key = next((kind.key for kind in kinds_of(own).values() if kind.of(own) is model), "")
    return reverse("list_change", args=[own.key, key, pk]) if key in forms_of(own) else ""
