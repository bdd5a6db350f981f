"""The administrator's page of read keys. Rights stand in rights.py."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from seoulwork.accounts import read_keys
from seoulwork.accounts.models import ReadKey
from seoulwork.accounts.rights import user_of
from seoulwork.figures.recording import Conflict
from seoulwork.pages.lists import ADMINISTRATION

LONGEST = timedelta(days=366)
"""So long a key may hold."""


class KeyForm(forms.Form):
    given_to = forms.CharField(
        label="받는 곳",
        max_length=100,
        help_text="기관과 부서, 쓰는 프로그램을 적습니다. 읽은 기록에 이 이름이 남습니다.",
    )
    until = forms.DateField(label="언제까지", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def clean_until(self) -> Any:
        """The end of that day."""
        until, today = self.cleaned_data["until"], timezone.localdate()
        if not today <= until <= today + LONGEST:
            raise forms.ValidationError("오늘부터 한 해 안의 날을 적어 주세요.")
        day = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return day + timedelta(days=(until - today).days + 1)


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """All keys; `do` of a POST says what: a new one is shown this once."""
    do, by = request.POST.get("do", ""), user_of(request)
    form = KeyForm(request.POST if do == "give" else None, initial={"until": timezone.localdate() + timedelta(days=90)})
    if do == "take":
        try:
            taken = read_keys.take(_number(request.POST.get("which", "")), by=by)
            messages.success(request, f"{taken} 읽기 열쇠를 거두었습니다. 이제 읽을 수 없습니다.")
        except Conflict:
            messages.info(request, "그사이 거두어졌습니다. 지금 상태를 확인해 주세요.")
        return redirect("read_keys")
    if do == "give" and form.is_valid():
        key = read_keys.give(form.cleaned_data["given_to"], form.cleaned_data["until"], by=by)
        context = {"key": key, "given_to": form.cleaned_data["given_to"]}
        return render(request, "accounts/read_key.html", context)
    context = {"form": form, "keys": ReadKey.objects.select_related("by"), "administration": ADMINISTRATION}
    return render(request, "accounts/read_keys.html", context)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
