"""The editions of a briefing: their list, what one changed of another, correcting and withdrawing. Rights stand in
seoulwork/accounts/rights.py."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seoulwork.accounts.rights import user_of
from seoulwork.domain.briefings import BriefingName
from seoulwork.figures.recording import Conflict

from ..models import Briefing, Edition
from . import correcting
from .changed import changed_since
from .errata import errata, standing
from .publishing import document_of as present
from .reading import before, visible
from .sealing import Altered, OnlyFiles

DRAFT = "draft"
LONGEST = 300


class ReasonForm(forms.Form):
    reason = forms.CharField(label="사유", max_length=LONGEST)


def _published(name: BriefingName) -> Briefing:
    """A briefing with an edition. Raises Http404."""
    found = get_object_or_404(Briefing.objects.named(name).with_editions())
    if not found.editions.all():
        raise Http404
    return found


@require_safe
def editions(request: HttpRequest, name: BriefingName) -> HttpResponse:
    """All editions of a briefing, the newest first, with their files."""
    found = visible(request, name)
    known = list(
        Edition.objects.seen_by(user_of(request))
        .filter(briefing=found)
        .prefetch_related("files")
        .select_related("published_by", "withdrawal")
        .order_by("-number")
    )
    if not known:
        raise Http404
    rows = [(each, before(each, known)) for each in known]
    context = {"briefing": found, "editions": rows, "changed": _changed(request, found)}
    return render(request, "reports/editions.html", context)


def _changed(request: HttpRequest, briefing: Briefing) -> tuple[int, int] | None:
    """For the staff: the number of the edition in force, and how many of its figures say otherwise by now."""
    if briefing.edition is None or user_of(request).is_council:
        return None
    try:
        return briefing.edition.number, len(changed_since(briefing.edition))
    except Altered:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, name: BriefingName) -> HttpResponse:
    """Begin a correction, with its reason; of one under way the 정오표 as it would be printed, with a reason for each line."""
    found = _published(name)
    if found.correction is None:
        return _begin(request, found)
    stands = standing(found)
    try:
        lines = errata(stands, present(found), found.correction) if stands else []
    except OnlyFiles as error:
        messages.error(request, str(error))
        return redirect("briefing_editions", name)
    if request.method == "POST":
        given = {each.digest: request.POST.get(f"reason-{each.digest}", "").strip() for each in lines}
        given |= {each.digest: "" for each in lines if given[each.digest] == each.usual}
        if too_long := [text for text in given.values() if len(text) > LONGEST]:
            messages.error(request, f"사유는 {LONGEST}자까지 적을 수 있습니다: {too_long[0][:20]}…")
        else:
            correcting.explain(found, given)
            messages.success(request, "정오표의 사유를 저장했습니다.")
        return redirect("briefing_correct", name)
    context = {"briefing": found, "correction": found.correction, "lines": lines, "stands": stands}
    return render(request, "reports/correct.html", context)


def _begin(request: HttpRequest, briefing: Briefing) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    form.fields["reason"].label = "정정 사유"
    form.fields["reason"].help_text = "새 판의 정오표와 앞 판의 표시에 그대로 나옵니다."
    if request.method == "POST" and form.is_valid():
        try:
            correcting.begin(briefing, by=user_of(request), reason=form.cleaned_data["reason"])
        except Conflict:
            messages.info(request, "이미 정정하고 있는 업무보고입니다.")
        else:
            messages.success(request, f"{briefing} 정정을 시작했습니다. 고친 뒤 다시 발행하면 새 판이 됩니다.")
        return redirect("briefing_correct", briefing.name)
    return render(request, "reports/correct.html", {"briefing": briefing, "form": form})


@require_POST
def give_up(request: HttpRequest, name: BriefingName) -> HttpResponse:
    """End a correction without an edition."""
    found = _published(name)
    try:
        correcting.give_up(found, by=user_of(request))
    except Conflict:
        messages.info(request, "정정하고 있지 않은 업무보고입니다.")
    else:
        messages.success(
            request, f"{found} 정정을 그만두었습니다. 그사이 고친 글은 남아 있고, 발행된 판은 그대로입니다."
        )
    return redirect("briefing_editions", name)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, name: BriefingName, edition: int) -> HttpResponse:
    """Ask once more, with a reason, then withdraw an edition."""
    found = _published(name)
    asked = next((each for each in found.editions.all() if each.number == edition), None)
    if asked is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    form.fields["reason"].label = "회수 사유"
    if request.method == "POST" and form.is_valid():
        try:
            correcting.withdraw(asked, by=user_of(request), reason=form.cleaned_data["reason"])
        except Conflict:
            messages.info(request, "이미 회수한 판입니다.")
        else:
            messages.success(request, f"{found} {asked.called} 회수했습니다.")
        return redirect("briefing_editions", name)
    later = [
        each
        for each in found.editions.all()
        if each.number > edition and each.correction and not hasattr(each, "withdrawal")
    ]
    context = {"briefing": found, "edition": asked, "form": form, "later": later}
    return render(request, "reports/withdraw.html", context)
