"""The month's way, a step at a time: opened, submitted, approved or sent back, closed, opened again."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from seoulwork.accounts.rights import user_of, wants_json
from seoulwork.domain.periods import Month, PeriodError
from seoulwork.entry import steps, submission
from seoulwork.entry.months import Refused
from seoulwork.entry.views.answers import answered, month_page, refused_with
from seoulwork.figures.divisions import Division
from seoulwork.figures.divisions import division as division_of
from seoulwork.figures.labels import division_word
from seoulwork.figures.models import in_force


def _step(
    request: HttpRequest, division: str, month: Month, done: str, take: Callable[[Division], Any], *, asks: bool = False
) -> HttpResponse:
    """One step of the month's way. `asks`: what stands against it is shown by the month's page, which asks whether to go on."""
    back = month_page(division, month)
    of = division_of(division)
    try:
        take(of)
    except Refused as refused:
        if asks and refused.problems and not wants_json(request):
            return redirect(f"{back}?check=yes")
        return refused_with(request, refused, back)
    return answered(request, f"{of.name} {month.korean} 실적을 {done}", back)


@require_POST
def entry_submit(request: HttpRequest, division: str, month: Month) -> HttpResponse:
    note, unexplained = request.POST.get("note", ""), request.POST.getlist("unexplained")

    def take(of: Division) -> None:
        now = submission.submit(of, month, by=user_of(request), note=note, unexplained=unexplained)
        if (told := submission.unseen_text(of, now)) and not wants_json(request):
            messages.warning(request, told)

    return _step(request, division, month, "제출했습니다.", take, asks=True)


@require_POST
def entry_approve(request: HttpRequest, division: str, month: Month) -> HttpResponse:
    unexplained = request.POST.getlist("unexplained")
    return _step(
        request,
        division,
        month,
        "승인했습니다.",
        lambda of: submission.approve(of, month, by=user_of(request), unexplained=unexplained),
        asks=True,
    )


@require_POST
def entry_send_back(request: HttpRequest, division: str, month: Month) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _step(
        request,
        division,
        month,
        "돌려보냈습니다.",
        lambda of: steps.send_back(of, month, by=user_of(request), reason=reason),
    )


@require_POST
def entry_close(request: HttpRequest, division: str, month: Month) -> HttpResponse:
    return _step(request, division, month, "마감했습니다.", lambda of: steps.close(of, month, by=user_of(request)))


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
            found = of.models.Programme.objects.filter(in_force(month.year), number=number).first()
            if found is None:
                raise Refused(f"{month.year}년에 이 {division_word()}에 없는 사업입니다. 목록에서 다시 골라 주세요.")
        steps.reopen(
            of,
            month,
            by=user_of(request),
            until=form.cleaned_data["until"],
            reason=form.cleaned_data["reason"],
            programme_id=found.pk if found else None,
        )

    return _step(request, division, month, "다시 열었습니다.", take)


@require_POST
def entry_end_reopening(request: HttpRequest, division: str, month: Month) -> HttpResponse:
    return _step(
        request, division, month, "다시 잠갔습니다.", lambda of: steps.end_reopening(of, month, by=user_of(request))
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
        opened = steps.open_month(month, deadline=form.cleaned_data["deadline"], by=user_of(request))
    except Refused as refused:
        return refused_with(request, refused, back)
    return answered(
        request, f"{month.korean} 입력을 열었습니다." if opened else f"{month.korean}은 이미 연 달입니다.", back
    )
