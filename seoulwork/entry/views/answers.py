"""What the pages of monthly entry answer in the same way: to the scripts as JSON, to a form as a message and the page again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from seoulwork.accounts.rights import wants_json
from seoulwork.domain.periods import Month
from seoulwork.entry import submission
from seoulwork.entry.months import Refused


def answered(request: HttpRequest, text: str, back: str) -> HttpResponse:
    """It is done: a line for the scripts, or a message and the page again."""
    if wants_json(request):
        return JsonResponse({"ok": True, "text": text})
    messages.success(request, text)
    return redirect(back)


def refused_with(request: HttpRequest, refused: Refused, back: str) -> HttpResponse:
    if wants_json(request):
        problems = [{"cell": cell, "text": text} for cell, text in refused.problems]
        return JsonResponse({"ok": False, "text": str(refused), "problems": problems}, status=422)
    messages.error(request, str(refused))
    for _, text in refused.problems[: submission.SHOWN]:
        messages.error(request, text)
    if (left := len(refused.problems) - submission.SHOWN) > 0:
        messages.error(request, f"그 밖에 {left}개")
    return redirect(back)


def month_page(division: str, month: Month) -> str:
    return reverse("entry_month", args=[division, month])
