"""The outlines of the kinds of briefings, kept in pages. Rights stand in seoulwork/accounts/rights.py."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from seoulwork.accounts.rights import user_of
from seoulwork.domain.vocabulary import BRIEFINGS
from seoulwork.figures.divisions import division
from seoulwork.figures.recording import Conflict

from ..models import KindOutline
from . import outlines
from .forms import OutlineForm

CHANGED_MEANWHILE = "그사이 다른 사람이 이 틀을 바꾸었습니다. 화면을 다시 열어 바뀐 내용을 확인해 주세요."


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """With what each kind begins."""
    told = [
        (
            each,
            [(each.arrangement.titles[key], _writer(each, key)) for key in each.arrangement.printed_parts()],
            each.headings.splitlines(),
        )
        for each in outlines.outlines()
    ]
    return render(request, "reports/outlines.html", {"outlines": told})


def _writer(outline: KindOutline, key: str) -> str:
    """The name of the division that writes an added part; empty for the usual ones."""
    return next((division(one.division).name for one in outline.arrangement.added if one.key == key), "")


@require_http_methods(["GET", "HEAD", "POST"])
def outline(request: HttpRequest, outline: str) -> HttpResponse:
    """The outline of one kind."""
    if outline not in BRIEFINGS:
        raise Http404
    form = OutlineForm(request.POST or None, instance=outlines.outline_of(outline))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            changed = outlines.keep(
                form.instance, seen=said.get("seen", ""), by=user_of(request), reason=said["reason"]
            )
        except (Conflict, IntegrityError):
            form.add_error(None, CHANGED_MEANWHILE)
        else:
            messages.success(
                request,
                f"{form.instance}을 저장했습니다. 다음에 시작하는 보고부터 쓰입니다."
                if changed
                else "바뀐 것이 없어 그대로 두었습니다.",
            )
            return redirect("briefing_outlines")
    return render(request, "reports/outline.html", {"form": form, "outline": form.instance})
