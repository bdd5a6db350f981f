"""Monthly entry on the web. Rights stand in seoulwork/rights.py; the agreement with the scripts in docs/maintainers/entry-api.md."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seoulwork.accounts.rights import may, user_of, wants_json
from seoulwork.domain.korean import particle
from seoulwork.domain.periods import Month, PeriodError
from seoulwork.entry import evidence as evidence_files
from seoulwork.entry import months, submission
from seoulwork.entry.cells import Cell
from seoulwork.entry.due import current as stored_of
from seoulwork.entry.due import due, whole_progress
from seoulwork.entry.evidence import TYPES
from seoulwork.entry.grid import Grid, Input, grid, remarks_of, rows_of
from seoulwork.entry.models import Evidence, Remark
from seoulwork.entry.months import Refused, storable
from seoulwork.entry.panel import panel
from seoulwork.entry.remarks import remark
from seoulwork.entry.reminders import remind
from seoulwork.entry.saving import Attempt, OtherContent, OtherUser, Outcome, save
from seoulwork.figures.divisions import Division
from seoulwork.figures.divisions import division as division_of
from seoulwork.figures.models import in_force

logger = logging.getLogger(__name__)

MOST_CELLS = 500
LARGEST_KEY = 2**63 - 1


def _answer(request: HttpRequest, text: str, back: str) -> HttpResponse:
    """It is done: a line for the scripts, or a message and the page again."""
    if wants_json(request):
        return JsonResponse({"ok": True, "text": text})
    messages.success(request, text)
    return redirect(back)


def _refusal(request: HttpRequest, refused: Refused, back: str) -> HttpResponse:
    if wants_json(request):
        problems = [{"cell": cell, "text": text} for cell, text in refused.problems]
        return JsonResponse({"ok": False, "text": str(refused), "problems": problems}, status=422)
    messages.error(request, str(refused))
    for _, text in refused.problems[: submission.SHOWN]:
        messages.error(request, text)
    if (left := len(refused.problems) - submission.SHOWN) > 0:
        messages.error(request, f"그 밖에 {left}개")
    return redirect(back)


def _month_page(division: str, month: Month) -> str:
    return reverse("entry_month", args=[division, month])


# ------------------------------------------------------------------------------------------------- the grid


@require_safe
def entry(request: HttpRequest) -> HttpResponse:
    """The page that the user comes for: the own division's month, or the board; or the month that was chosen (`division`,
    `month`)."""
    user = user_of(request)
    if "month" in request.GET:
        try:
            return redirect(_month_page(division_of(request.GET["division"]).key, Month.parse(request.GET["month"])))
        except (KeyError, PeriodError) as error:
            raise Http404 from error
    month = submission.month_to_enter(user) or Month.of(timezone.localdate()) - 1
    return redirect(_month_page(user.division, month) if user.division else reverse("entry_board", args=[month]))


@require_http_methods(["GET", "HEAD", "POST"])
def entry_month(request: HttpRequest, division: str, month: Month) -> HttpResponse:
    """The grid of a division's month; its plain form saves all or nothing."""
    of = division_of(division)
    if request.method == "POST":
        return _save_form(request, of, month)
    return _page(request, of, month, {}, {})


def _page(
    request: HttpRequest,
    division: Division,
    month: Month,
    typed: dict[str, str],
    errors: dict[str, str],
    clears: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page; `clears`: what the user typed would clear stored values, and the page asks whether it may."""
    user = user_of(request)
    page = grid(division, month, by=user)
    page = replace(page, user=user.pk, request=str(uuid4()))
    if errors:
        page = _with_typed(page, typed, errors)
    context = {"grid": page, "clears": clears, "last_word": months.last_word(division, month)}
    if "check" in request.GET and page.status.actions & {"entry_submit", "entry_approve"}:
        context |= _checked(page, submission.findings(division, month))
    return render(request, "entry/month.html", context, status=status)


def _with_inputs(page: Grid, change: Callable[[Input], Input]) -> Grid:
    groups = []
    for group in page.groups:
        rows = tuple(replace(row, inputs=tuple(change(each) for each in row.inputs)) for row in group.rows)
        groups.append(replace(group, rows=rows))
    return replace(page, groups=tuple(groups))


def _with_typed(page: Grid, typed: dict[str, str], errors: dict[str, str]) -> Grid:
    """The page with what the user typed and what was wrong with it."""
    return _with_inputs(
        page,
        lambda each: replace(each, value=typed.get(each.cell, each.value), error=errors.get(each.cell, "")),
    )


def _checked(page: Grid, found: submission.Findings) -> dict[str, Any]:
    """What the page shows of what stands against the step that comes now: blanks are marked in their rows."""
    submits = "entry_submit" in page.status.actions
    blank = {str(each.cell) for each in found.blank} if submits else set()
    page = _with_inputs(page, lambda each: replace(each, blank=each.cell in blank))
    first = next(((row.id, each.cell) for row in page.rows() for each in row.inputs if each.blank), None)
    return {
        "grid": page, "found": found, "first_blank": first, "step": "entry_submit" if submits else "entry_approve",
        "step_name": "제출" if submits else "승인", "unexplained_text": found.unexplained_text("제출" if submits else "승인"),
    }  # fmt: skip


def _save_form(request: HttpRequest, division: Division, month: Month) -> HttpResponse:
    back = _month_page(division.key, month)
    reason, clears = request.POST.get("reason", ""), "clears" in request.POST
    try:
        attempts = [
            Attempt(name, str(value), _key(request.POST.get(f"seen-{name}") or None), reason, clears)
            for name, value in request.POST.items()
            if _is_cell(name)
        ]
        number = UUID(request.POST.get("request", "")) if request.POST.get("request") else uuid4()
        what, outcome = save(
            division, month, attempts, by=user_of(request), request=number, all_or_nothing=True, only_touched=True
        )
    except (ValueError, OtherUser, OtherContent):
        return _refusal(
            request, Refused("이 화면은 이미 보냈거나 오래되었습니다. 값을 확인하고 다시 저장해 주세요."), back
        )
    if outcome.refused:
        errors = {each.cell: each.text for each in outcome.refused}
        # A locked cell keeps what is stored: there is nothing to mend in it.
        typed = {
            each.cell: each.value for each in attempts if not (each.cell in errors and _is_locked(outcome, each.cell))
        }
        messages.error(request, f"저장하지 않았습니다. 표시한 {len(errors)}개 칸을 고친 뒤 다시 저장해 주세요.")
        clears = any("clears" in each.more for each in outcome.refused)
        return _page(request, division, month, typed, errors, clears=clears, status=422)
    for each in outcome.results:
        if each.text:
            messages.warning(request, f"{what.label(Cell.parse(each.cell))}: {each.text}")
    saved = sum(each.state == "saved" for each in outcome.results)
    messages.success(request, f"{saved}개 칸을 저장했습니다." if saved else "바뀐 칸이 없습니다.")
    return redirect(back)


def _is_cell(name: str) -> bool:
    try:
        Cell.parse(name)
    except ValueError:
        return False
    return True


def _is_locked(outcome: Outcome, cell: str) -> bool:
    return any(each.cell == cell and each.state == "locked" for each in outcome.results)


def _key(value: Any) -> int | None:
    """A version as sent: a key, or None. Raises ValueError."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError(value)
    key = int(value)
    if not 0 < key <= LARGEST_KEY:
        raise ValueError(value)
    return key


@require_POST
def entry_cells(request: HttpRequest, division: str, month: Month) -> HttpResponse:
    """Save cells: see entry-api.md."""
    try:
        number, typed_by, together, attempts = _read(json.loads(request.body))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _bad("보낸 내용을 읽을 수 없습니다. 화면을 새로 고친 뒤 다시 저장해 주세요.")
    if len(attempts) > MOST_CELLS:
        return _bad(f"한 번에 {MOST_CELLS}개 칸까지 보낼 수 있습니다. 나누어 넣어 주세요.")
    if len({each.cell for each in attempts}) < len(attempts):
        return _bad("같은 칸이 두 번 들어 있습니다. 화면을 새로 고친 뒤 다시 저장해 주세요.")
    user = user_of(request)
    if typed_by is not None and typed_by != user.pk:
        return _other_user()
    of = division_of(division)
    try:
        what, outcome = save(of, month, attempts, by=user, request=number, all_or_nothing=together)
    except OtherUser:
        return _other_user()
    except OtherContent:
        return _bad("같은 번호로 다른 내용을 보냈습니다. 화면을 새로 고친 뒤 다시 저장해 주세요.")
    stored = stored_of(of, what)
    changed = what.only(outcome.places)
    rows = rows_of(of, changed, stored, remarks_of(of, month)) if outcome.places else []
    progress = whole_progress(what, stored)
    return JsonResponse({
        "request": str(number), "stored": outcome.stored, "cells": [each.answer for each in outcome.results],
        "rows": [row.answer for row in rows],
        "progress": {"due": progress.due, "entered": progress.entered, "text": progress.text},
    })  # fmt: skip


def _read(body: dict[str, Any]) -> tuple[UUID, int | None, bool, list[Attempt]]:
    """The request as sent by the scripts. Raises ValueError, KeyError, TypeError or AttributeError when it is none."""
    attempts = []
    for each in body["cells"]:
        texts = (each["cell"], each["value"], each.get("reason", ""))
        if not all(isinstance(text, str) for text in texts) or not storable(each["cell"]):
            raise ValueError(texts)
        attempts.append(
            Attempt(each["cell"], each["value"], _key(each["seen"]), each.get("reason", ""), each.get("clears") is True)
        )
    return UUID(body["request"]), _key(body.get("user")), bool(body.get("all_or_nothing", False)), attempts


def _bad(text: str) -> JsonResponse:
    return JsonResponse({"error": "bad_request", "text": text}, status=400)


def _other_user() -> JsonResponse:
    text = "로그인한 사람이 바뀌었습니다. 값을 친 사람으로 다시 로그인한 뒤 저장해 주세요."
    return JsonResponse({"error": "other_user", "text": text}, status=409)


@require_safe
def entry_session(request: HttpRequest) -> HttpResponse:
    """Who is logged in, and the token for the next POST."""
    user = request.user
    known = user.is_authenticated
    return JsonResponse({
        "authenticated": known, "user": user.pk if known else None, "name": str(user) if known else "",
        "csrf": get_token(request),
    })  # fmt: skip


# ------------------------------------------------------------------------------------------------- one cell


def _cell(division: str, month: Month, name: str) -> tuple[Division, Cell, int | None]:
    """The cell that an address names, and its programme's key. Raises Http404 when it is none that is due in the month."""
    of = division_of(division)
    try:
        cell = Cell.parse(name)
        owner = due(of, month).by_place[cell.place]
        if cell not in owner.cells:
            raise KeyError(cell)
    except (ValueError, KeyError) as error:
        raise Http404 from error
    return of, cell, owner.programme_id


def _panel_page(division: str, month: Month, cell: Cell | str) -> str:
    return reverse("entry_panel", args=[division, month, str(cell)])


@require_safe
def entry_panel(request: HttpRequest, division: str, month: Month, cell: str) -> HttpResponse:
    of, found, _ = _cell(division, month, cell)
    template = "entry/_panel.html" if "fragment" in request.GET else "entry/panel.html"
    return _panel(request, of, month, found, template)


def _panel(
    request: HttpRequest, division: Division, month: Month, cell: Cell, template: str = "entry/panel.html",
    problem: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    context = {"panel": panel(division, month, cell, by=user_of(request)), "problem": problem}
    return render(request, template, context, status=422 if problem else 200)


def _panel_refusal(
    request: HttpRequest, refused: Refused, division: Division, month: Month, cell: Cell, place: str | int
) -> HttpResponse:
    """Said beside the form that was refused, with what was typed: `place` is a kind of remark, `evidence` or a file's key."""
    if wants_json(request):
        return _refusal(request, refused, "")
    problem = {"place": place, "text": str(refused), "typed": request.POST}
    return _panel(request, division, month, cell, problem=problem)


class RemarkForm(forms.Form):
    kind = forms.ChoiceField(choices=Remark.Kind.choices)
    text = forms.CharField(required=False)
    recovery = forms.DateField(required=False)
    seen = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY)


@require_POST
def entry_remark(request: HttpRequest, division: str, month: Month, cell: str) -> HttpResponse:
    of, found, programme_id = _cell(division, month, cell)
    back = _panel_page(division, month, found)
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
        return _panel_refusal(request, refused, of, month, found, form.data.get("kind", ""))
    return _answer(
        request, f"{label}{particle(label, '을/를')} 저장했습니다." if changed else "바뀐 것이 없습니다.", back
    )


@require_POST
def entry_evidence_add(request: HttpRequest, division: str, month: Month, cell: str) -> HttpResponse:
    of, found, programme_id = _cell(division, month, cell)
    back = _panel_page(division, month, found)
    try:
        file = request.FILES.get("file")
        if file is None:
            raise Refused("올릴 파일을 골라 주세요.")
        added = evidence_files.add(of, month, found, file, programme_id=programme_id, by=user_of(request))
    except Refused as refused:
        return _panel_refusal(request, refused, of, month, found, "evidence")
    return _answer(request, f"'{added.name}'{particle(added.name, '을/를')} 근거 자료로 올렸습니다.", back)


@require_safe
def entry_evidence(request: HttpRequest, division: str, pk: int) -> HttpResponseBase:
    """A file, always as a download and only as the kind that its content is."""
    found = get_object_or_404(Evidence, pk=pk, division=division, removed_at__isnull=True)
    try:
        content = found.file.open("rb")
    except OSError:
        logger.exception("The file of evidence %s can't be read.", found.pk)
        messages.error(
            request,
            f"'{found.name}' 파일이 서버의 보관 자리에 없습니다. 관리자에게 알려 주세요. "
            "원본이 있으면 그 값의 근거 자료에 다시 올릴 수 있습니다.",
        )
        return redirect(_month_page(division, found.month))
    known = {content_type for content_type, _ in TYPES.values()}
    content_type = found.content_type if found.content_type in known else "application/octet-stream"
    return FileResponse(content, as_attachment=True, filename=found.name, content_type=content_type)


@require_POST
def entry_evidence_remove(request: HttpRequest, division: str, pk: int) -> HttpResponse:
    found = get_object_or_404(Evidence, pk=pk, division=division)
    of, cell, programme_id = _cell(division, found.month, found.cell)
    back = _panel_page(division, found.month, cell)
    try:
        evidence_files.remove(
            found, division=of, programme_id=programme_id, by=user_of(request), reason=request.POST.get("reason", "")
        )
    except Refused as refused:
        return _panel_refusal(request, refused, of, found.month, cell, found.pk)
    return _answer(
        request, f"'{found.name}'{particle(found.name, '을/를')} 뺐습니다. 파일은 서버에서 지웠습니다.", back
    )


# ------------------------------------------------------------------------------------------------- the month's way


def _step(
    request: HttpRequest, division: str, month: Month, done: str, take: Callable[[Division], Any], *, asks: bool = False
) -> HttpResponse:
    """One step of the month's way. `asks`: what stands against it is shown by the month's page, which asks whether to go on."""
    back = _month_page(division, month)
    of = division_of(division)
    try:
        take(of)
    except Refused as refused:
        if asks and refused.problems and not wants_json(request):
            return redirect(f"{back}?check=yes")
        return _refusal(request, refused, back)
    return _answer(request, f"{of.name} {month.korean} 실적을 {done}", back)


@require_POST
def entry_submit(request: HttpRequest, division: str, month: Month) -> HttpResponse:
    note, unexplained = request.POST.get("note", ""), request.POST.getlist("unexplained")
    return _step(
        request, division, month, "제출했습니다.",
        lambda of: submission.submit(of, month, by=user_of(request), note=note, unexplained=unexplained),
        asks=True,
    )  # fmt: skip


@require_POST
def entry_approve(request: HttpRequest, division: str, month: Month) -> HttpResponse:
    unexplained = request.POST.getlist("unexplained")
    return _step(
        request, division, month, "승인했습니다.",
        lambda of: submission.approve(of, month, by=user_of(request), unexplained=unexplained),
        asks=True,
    )  # fmt: skip


@require_POST
def entry_send_back(request: HttpRequest, division: str, month: Month) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _step(
        request, division, month, "돌려보냈습니다.",
        lambda of: months.send_back(of, month, by=user_of(request), reason=reason),
    )  # fmt: skip


@require_POST
def entry_close(request: HttpRequest, division: str, month: Month) -> HttpResponse:
    return _step(request, division, month, "마감했습니다.", lambda of: months.close(of, month, by=user_of(request)))


class ReopenForm(forms.Form):
    programme = forms.IntegerField(required=False, min_value=1, max_value=32767)
    until = forms.DateField()
    reason = forms.CharField(required=False)


@require_POST
def entry_reopen(request: HttpRequest, division: str, month: Month) -> HttpResponse:
    """Open the month again: `programme` is a programme's number, or blank for the whole division."""

    def take(of: Division) -> None:
        form = ReopenForm(request.POST)
        if not form.is_valid():
            raise Refused(
                "다시 여는 기한을 2018-09-30처럼 적어 주세요."
                if "until" in form.errors
                else "사업과 사유를 확인해 주세요."
            )
        number = form.cleaned_data["programme"]
        found = None
        if number is not None:
            found = of.model("Programme").objects.filter(in_force(month.year), number=number).first()
            if found is None:
                raise Refused(f"{month.year}년에 이 담당관에 없는 사업입니다. 목록에서 다시 골라 주세요.")
        months.reopen(
            of, month, by=user_of(request), until=form.cleaned_data["until"], reason=form.cleaned_data["reason"],
            programme_id=found.pk if found else None,
        )  # fmt: skip

    return _step(request, division, month, "다시 열었습니다.", take)


@require_POST
def entry_end_reopening(request: HttpRequest, division: str, month: Month) -> HttpResponse:
    return _step(
        request, division, month, "다시 잠갔습니다.", lambda of: months.end_reopening(of, month, by=user_of(request))
    )


class OpenForm(forms.Form):
    month = forms.CharField()
    deadline = forms.DateField(required=False)

    def clean_month(self) -> Month:
        try:
            return Month.parse(self.cleaned_data["month"])
        except PeriodError as error:
            raise forms.ValidationError(str(error)) from error


@require_POST
def entry_open(request: HttpRequest) -> HttpResponse:
    form = OpenForm(request.POST)
    back = reverse("entry")
    try:
        if not form.is_valid():
            raise Refused("열 달은 2018-08처럼, 제출 기한은 2018-09-10처럼 적어 주세요.")
        month = form.cleaned_data["month"]
        back = reverse("entry_board", args=[month])
        opened = months.open_month(month, deadline=form.cleaned_data["deadline"], by=user_of(request))
    except Refused as refused:
        return _refusal(request, refused, back)
    return _answer(
        request, f"{month.korean} 입력을 열었습니다." if opened else f"{month.korean}은 이미 연 달입니다.", back
    )


# ------------------------------------------------------------------------------------------------- the board


@require_safe
def entry_board(request: HttpRequest, month: Month) -> HttpResponse:
    shown, known = submission.board(month), submission.known_months()
    context = {
        "month": month, "months": known, "next": known[0] + 1 if known else Month.of(timezone.localdate()), "counts": shown.counts, "rows": shown.rows,
        "may_read": {row.key for row in shown.rows if may(request.user, "entry_month", division=row.key)},
        "may_remind": may(request.user, "entry_remind", "POST"), "may_open": may(request.user, "entry_open", "POST"),
    }  # fmt: skip
    return render(request, "entry/board.html", {"board": context})


@require_POST
def entry_remind(request: HttpRequest, month: Month) -> HttpResponse:
    back = reverse("entry_board", args=[month])
    try:
        reminded = remind(month, by=user_of(request), address=request.build_absolute_uri(reverse("entry")))
    except Refused as refused:
        return _refusal(request, refused, back)
    return _answer(request, reminded.text, back)
