"""The panel of one cell, and the remarks on it."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from seoulwork.accounts.rights import user_of, wants_json
from seoulwork.domain.cells import Cell
from seoulwork.domain.korean import particle
from seoulwork.domain.periods import Month
from seoulwork.entry.due import EVERY, Due, due
from seoulwork.entry.months import Refused
from seoulwork.entry.panel import panel
from seoulwork.entry.remarks import remark
from seoulwork.entry.requests import LARGEST_KEY
from seoulwork.entry.views.answers import answered, refused_with
from seoulwork.figures.divisions import Division
from seoulwork.figures.divisions import division as division_of
from seoulwork.figures.models import Remark


def cell_of(division: str, month: Month, name: str) -> tuple[Division, Cell, int | None]:
    """The cell that an address names, and its programme's key. Raises Http404 as `due_cell`."""
    of, _, cell, programme_id = due_cell(division, month, name)
    return of, cell, programme_id


def due_cell(division: str, month: Month, name: str) -> tuple[Division, Due, Cell, int | None]:
    """`cell_of`, with what the division owes at that place. Raises Http404 when it is none that is due in the month."""
    of = division_of(division)
    try:
        cell = Cell.parse(name)
        what = due(of, month, cell.place, EVERY)
        owner = what.by_place[cell.place]
        if cell not in owner.cells:
            raise KeyError(cell)
    except (ValueError, KeyError) as error:
        raise Http404 from error
    return of, what, cell, owner.programme_id


def panel_address(division: str, month: Month, cell: Cell | str) -> str:
    return reverse("entry_panel", args=[division, month, str(cell)])


@require_safe
def entry_panel(request: HttpRequest, division: str, month: Month, cell: str) -> HttpResponse:
    of, what, found, _ = due_cell(division, month, cell)
    template = "entry/_panel.html" if "fragment" in request.GET else "entry/panel.html"
    return panel_page(request, of, what, found, template)


def panel_page(
    request: HttpRequest,
    division: Division,
    what: Due,
    cell: Cell,
    template: str = "entry/panel.html",
    problem: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {"panel": panel(division, what, cell, by=user_of(request)), "problem": problem}
    return render(request, template, context, status=422 if problem else 200)


def panel_refusal(
    request: HttpRequest, refused: Refused, division: Division, month: Month, cell: Cell, place: str | int
) -> HttpResponse:
    """Said beside the form that was refused, with what was typed: `place` is a kind of remark, `evidence` or a file's key."""
    if wants_json(request):
        return refused_with(request, refused, "")
    problem = {"place": place, "text": str(refused), "typed": request.POST}
    return panel_page(request, division, due(division, month, cell.place, EVERY), cell, problem=problem)


class RemarkForm(forms.Form):
    kind = forms.ChoiceField(choices=Remark.Kind.choices)
    text = forms.CharField(required=False)
    recovery = forms.DateField(required=False)
    seen = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY)


@require_POST
def entry_remark(request: HttpRequest, division: str, month: Month, cell: str) -> HttpResponse:
    of, found, programme_id = cell_of(division, month, cell)
    back = panel_address(division, month, found)
    form = RemarkForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(
                "만회 예정일을 2018-09-30처럼 적어 주세요."
                if "recovery" in form.errors
                else "내용을 다시 확인해 주세요."
            )
        label = Remark.Kind(form.cleaned_data["kind"]).label
        changed = remark(of, month, found, programme_id=programme_id, by=user_of(request), **form.cleaned_data)
    except Refused as refused:
        return panel_refusal(request, refused, of, month, found, form.data.get("kind", ""))
    return answered(
        request, f"{label}{particle(label, '을/를')} 저장했습니다." if changed else "바뀐 것이 없습니다.", back
    )
