"""The administrator's pages to keep what a division has. Rights stand in rights.py."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from seoulwork.accounts.rights import user_of
from seoulwork.catalogue import services
from seoulwork.catalogue.carry_forward import CarryForwardForm, Plan, carry, last_budget_year
from seoulwork.catalogue.dated import printed_by
from seoulwork.catalogue.forms import BureauForm, DivisionForm, LimitsForm, RemovalForm, form_class, forms_of, of_model
from seoulwork.catalogue.kinds import Kind
from seoulwork.catalogue.lists import kind_of
from seoulwork.catalogue.maintenance import DatedForm, MaintenanceForm
from seoulwork.catalogue.plans import ChoiceForm, PlanForm, Unplanned, YearPlan, keep, not_the_aim
from seoulwork.domain.korean import particle
from seoulwork.domain.notation import Names
from seoulwork.figures.divisions import Division
from seoulwork.figures.divisions import division as division_of
from seoulwork.figures.labels import division_word
from seoulwork.figures.models import Bureau, Dated, DivisionState, Limits
from seoulwork.figures.recording import Conflict
from seoulwork.figures.texts import names_for
from seoulwork.pages.lists import ADMINISTRATION
from seoulwork.pages.versions import version

CHANGED_MEANWHILE = "그사이 다른 사람이 이 항목을 바꾸었습니다. 아래의 '지금 값으로 다시 열기'를 눌러 바뀐 내용을 확인한 뒤 다시 고쳐 주세요."
TAKEN = "같은 자리에 이미 값이 있습니다. 목록에서 그 값을 찾아 고쳐 주세요."
REFERRED = "이 항목을 쓰는 다른 자료(지표, 목표, 실적, 예산 등)가 있어 지울 수 없습니다. 끝난 것이라면 종료 연도를 넣어 주세요."

CARRIED_MEANWHILE = (
    "그사이 사업, 목표나 예산 과목이 바뀌었습니다. 아무것도 저장하지 않았습니다. "
    "아래의 '지금 값으로 다시 열기'를 눌러 확인한 뒤 다시 저장해 주세요."
)


@dataclass(frozen=True, slots=True)
class Pages:
    """Where rows of one kind are kept: `label` says what they are (`인력`), `owner` whose (`노동정책담당관`, empty for the
    bureau's own); the addresses of their list, of a row and of its removal (None where it may not be removed)."""

    label: str
    owner: str
    list: str
    change: Callable[[int], str]
    remove: Callable[[int], str] | None


def _pages(kind: Kind, division: Division) -> Pages:
    at = (division.key, kind.key)
    return Pages(
        kind.label,
        division.name,
        reverse("list", args=at),
        lambda pk: reverse("list_change", args=[*at, pk]),
        (lambda pk: reverse("list_remove", args=[*at, pk])) if kind.may_remove(division) else None,
    )


def _bureau_pages() -> Pages:
    return Pages(
        "정책관 현황",
        "",
        reverse("bureau"),
        lambda pk: reverse("bureau_change", args=[pk]),
        lambda pk: reverse("bureau_remove", args=[pk]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, division: str, kind: str) -> HttpResponse:
    """A new row; the address may already say some of its fields (`?indicator=12`)."""
    found, own = _editable(division, kind)
    if not found.may_add(own):
        raise Http404
    form = form_class(found, own)(request.POST or None, initial=dict(request.GET.items()))
    return add_row(request, _pages(found, own), form, names=_names(found, own))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, division: str, kind: str, pk: int) -> HttpResponse:
    """One row. A stored figure that was replaced since is only to be read in the list."""
    found, own = _editable(division, kind)
    row = get_object_or_404(found.rows(own), pk=pk)
    form = form_class(found, own)(request.POST or None, instance=row)
    parts_url = reverse("list_parts", args=[own.key, pk]) if found.key == "indicators" else ""
    return change_row(request, _pages(found, own), form, row, names=_names(found, own, row), parts_url=parts_url)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, division: str, kind: str, pk: int) -> HttpResponse:
    """Ask once more, with a reason, then remove."""
    found, own = _editable(division, kind)
    if not found.may_remove(own):
        raise Http404
    return remove_row(request, _pages(found, own), get_object_or_404(found.rows(own), pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
def add_bureau(request: HttpRequest) -> HttpResponse:
    """The bureau as of one more day."""
    return add_row(request, _bureau_pages(), of_model(BureauForm, Bureau)(request.POST or None))


@require_http_methods(["GET", "HEAD", "POST"])
def change_bureau(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Bureau, pk=pk)
    return change_row(request, _bureau_pages(), of_model(BureauForm, Bureau)(request.POST or None, instance=row), row)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_bureau(request: HttpRequest, pk: int) -> HttpResponse:
    return remove_row(request, _bureau_pages(), get_object_or_404(Bureau, pk=pk))


def _division_pages() -> Pages:
    return Pages(
        division_word(),
        "",
        reverse("divisions"),
        lambda pk: reverse("division_change", args=[pk]),
        lambda pk: reverse("division_remove", args=[pk]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_division(request: HttpRequest) -> HttpResponse:
    """A division of which nothing was stored is called otherwise from a month on."""
    return add_row(request, _division_pages(), of_model(DivisionForm, DivisionState)(request.POST or None))


@require_http_methods(["GET", "HEAD", "POST"])
def change_division(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(DivisionState, pk=pk)
    form = of_model(DivisionForm, DivisionState)(request.POST or None, instance=row)
    return change_row(request, _division_pages(), form, row)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_division(request: HttpRequest, pk: int) -> HttpResponse:
    return remove_row(request, _division_pages(), get_object_or_404(DivisionState, pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
def limits(request: HttpRequest) -> HttpResponse:
    """From where figures are asked about: one row, which nobody has as long as nothing was changed."""
    row = Limits.objects.first()
    form = of_model(LimitsForm, Limits)(request.POST or None, instance=row)
    pages = Pages("되묻는 기준", "", reverse("limits"), lambda pk: reverse("limits"), None)

    def write() -> str:
        say = {"by": user_of(request), "reason": form.cleaned_data["reason"]}
        if row is None:
            services.add(form.instance, key=(), names=form.names, **say)
            return "저장했습니다."
        changed = services.change(form.instance, key=(), names=form.names, seen=form.cleaned_data["seen"], **say)
        return "저장했습니다." if changed else "바뀐 것이 없어 그대로 두었습니다."

    if request.method == "POST" and form.is_valid() and _done(request, form, write, CHANGED_MEANWHILE):
        return redirect("limits")
    context = {"pages": pages, "form": form, "row": row, "tabs": "administration", "administration": ADMINISTRATION}
    return render(request, "catalogue/limits.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def carry_forward(request: HttpRequest, division: str) -> HttpResponse:
    """Next year's programmes, targets and budget lines: first shown, then written all at once."""
    own = division_of(division)
    year = _year_asked(request, last_budget_year(own) + 1)
    if year is None:
        return redirect("list_carry_forward", own.key)
    plan = Plan(own, year)
    form = CarryForwardForm(plan, request.POST or None)

    def write() -> str:
        carried = carry(plan, form.cleaned_data, by=user_of(request))
        return f"{year}년으로 이어 두었습니다. {carried}"

    if request.method == "POST" and form.is_valid() and _done(request, form, write, CARRIED_MEANWHILE):
        return redirect("list", own.key, "targets")
    return render(request, "catalogue/carry_forward.html", {"division": own, "plan": plan, "form": form})


@require_safe
def choose_plan(request: HttpRequest, division: str) -> HttpResponse:
    """Of which indicator or budget line, and of which year a monthly plan is to be kept."""
    own = division_of(division)
    year = _year_asked(request, last_budget_year(own))
    if year is None:
        return redirect("list_plan_add", own.key)
    form = ChoiceForm(own, request.GET if "of" in request.GET else None, year=year)
    if form.is_bound and form.is_valid():
        return redirect("list_plan", own.key, form.cleaned_data["of"], year)
    return render(request, "catalogue/plan_add.html", {"division": own, "form": form, "year": year})


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, division: str, cell: str, year: int) -> HttpResponse:
    """The twelve months of a plan; `?fill=last-year` shows them as the year before went, to be looked at and saved."""
    own = division_of(division)
    try:
        found = YearPlan.of(own, cell, year)
    except Unplanned as error:
        raise Http404 from error
    filled: list[int] = []
    if request.method != "POST" and request.GET.get("fill"):
        try:
            filled = found.last_course()
        except ValidationError as error:
            messages.error(request, error.message)
    form = PlanForm(found, request.POST or None, filled)

    def write() -> str:
        changed = keep(found, form.cleaned_data, by=user_of(request))
        return f"{found.name} {year}년 월별 계획을 저장했습니다." if changed else "바뀐 것이 없어 그대로 두었습니다."

    if request.method == "POST" and form.is_valid() and _done(request, form, write, CHANGED_MEANWHILE):
        if odd := not_the_aim(found, form.cleaned_data["values"]):
            messages.warning(request, odd)
        return redirect("list", own.key, "plans")
    return render(request, "catalogue/plan.html", {"division": own, "plan": found, "form": form, "filled": filled})


def _year_asked(request: HttpRequest, usual: int) -> int | None:
    """`?year=`; None, told to the user, for what is no year."""
    try:
        year = int(request.GET.get("year") or usual)
        if not 1901 <= year <= 2998:
            raise ValueError
    except ValueError:
        messages.error(request, "연도는 2019처럼 네 자리 수로 적어 주세요.")
        return None
    return year


def _editable(division: str, kind: str) -> tuple[Kind, Division]:
    own = division_of(division)
    found = kind_of(own, kind)
    if found.key not in forms_of(own):
        raise Http404
    return found, own


def _names(kind: Kind, division: Division, row: Any = None) -> Names | None:
    """What a text may refer to, for the kinds that are texts."""
    if kind.key not in ("passages", "milestones"):
        return None
    text = getattr(row, "passage", row)
    return names_for(division.key, text.home, text.briefing.name) if text else names_for(division.key, None)


def add_row(request: HttpRequest, pages: Pages, form: MaintenanceForm, **context: Any) -> HttpResponse:
    def write() -> str:
        services.add(
            form.instance, key=form.key, names=form.names, by=user_of(request), reason=form.cleaned_data["reason"]
        )
        return f"{pages.label}{particle(pages.label, '을/를')} 추가했습니다: {form.instance}"

    if request.method == "POST" and form.is_valid() and _done(request, form, write, TAKEN):
        _tell_printed(request, form.instance)
        return redirect(pages.list)
    return render(request, "catalogue/form.html", {"pages": pages, "form": form, **context})


def _tell_printed(request: HttpRequest, row: Any) -> None:
    """Which briefings in preparation a change reaches, where it is of something dated."""
    if isinstance(row, Dated) and (told := printed_by(row)):
        messages.info(request, told)


def change_row(
    request: HttpRequest,
    pages: Pages,
    form: MaintenanceForm,
    row: Any,
    *,
    otherwise: Callable[[dict[str, Any]], str] | None = None,
    **context: Any,
) -> HttpResponse:
    """The page on which a row is changed. `otherwise` writes in its own way where it gives a text of what it did."""
    pk = row.pk

    def write() -> str:
        say = {"seen": form.cleaned_data["seen"], "by": user_of(request), "reason": form.cleaned_data["reason"]}
        if otherwise and (told := otherwise(say)):
            return told
        if isinstance(form, DatedForm) and form.follows:
            services.follow(form.instance, pk, names=form.names, **say)
            return f"{form.instance.since} 나올 내용을 저장했습니다: {form.instance}. 그 앞의 내용은 그대로입니다."
        changed = services.change(form.instance, key=form.key, names=form.names, **say)
        return f"저장했습니다: {form.instance}" if changed else "바뀐 것이 없어 그대로 두었습니다."

    if request.method == "POST" and form.is_valid() and _done(request, form, write, CHANGED_MEANWHILE):
        _tell_printed(request, form.instance)
        return redirect(pages.list)
    remove_url = pages.remove(pk) if pages.remove else ""
    return render(
        request,
        "catalogue/form.html",
        {"pages": pages, "form": form, "row": row, "remove_url": remove_url, **context},
    )


def remove_row(
    request: HttpRequest, pages: Pages, row: Any, *, refuse: Callable[[], None] | None = None
) -> HttpResponse:
    """The page on which a row is removed. `refuse` raises ValidationError where something stands on it."""
    form = RemovalForm(request.POST or None, initial={"seen": version(row)})
    title = f"{row} ({row.since}의 내용)" if isinstance(row, Dated) else str(row)
    told = printed_by(row) if isinstance(row, Dated) else ""

    def write() -> str:
        if refuse:
            refuse()
        services.remove(row, seen=form.cleaned_data["seen"], by=user_of(request), reason=form.cleaned_data["reason"])
        return f"지웠습니다: {title}"

    if request.method == "POST" and form.is_valid() and _done(request, form, write, CHANGED_MEANWHILE):
        return redirect(pages.list)
    context = {
        "pages": pages,
        "form": form,
        "row": row,
        "row_title": title,
        "change_url": pages.change(row.pk),
        "is_dated": isinstance(row, Dated),
        "told": told,
    }
    return render(request, "catalogue/remove.html", context)


def _done(request: HttpRequest, form: BaseForm, write: Callable[[], str], conflict: str) -> bool:
    """Write; say what was done, or in the form why not."""
    try:
        messages.success(request, write())
    except Conflict:
        form.add_error(None, conflict)
    except IntegrityError as error:
        form.add_error(None, REFERRED if isinstance(error, ProtectedError) else TAKEN)
    except ValidationError as error:
        form.add_error(None, error)
    else:
        return True
    return False
