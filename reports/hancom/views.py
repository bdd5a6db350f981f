"""The page on which a file that came back from hand editing is held against its briefing. Rights stand in
seoulwork/accounts/rights.py."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import may, user_of
from seoulwork.domain.briefings import BriefingName
from seoulwork.entry.months import Refused

from ..editions.sealing import Altered
from ..models import Briefing
from .comparing import differences, document_to_compare
from .opening import NotTaken, opened
from .taking import NotFitting, parts_of, take


class FileForm(forms.Form):
    file = forms.FileField(label="한글에서 고친 파일", help_text="내려받아 고친 HWPX 파일, 20MB까지")


@require_http_methods(["GET", "HEAD", "POST"])
def returned(request: HttpRequest, name: BriefingName) -> HttpResponse:
    """A file is sent, and what differs comes back; then sentences of it, which are taken over one by one."""
    found = get_object_or_404(Briefing.objects.with_editions().named(name))
    if request.method == "POST" and "take" in request.POST:
        _take(request, found)
    form = FileForm(request.POST or None, request.FILES or None) if request.FILES else FileForm()
    context: dict[str, object] = {"briefing": found, "form": form}
    if request.FILES and form.is_valid():
        try:
            came = opened(form.cleaned_data["file"].read())
            told = differences(document_to_compare(found), came)
        except (NotTaken, Altered) as error:
            form.add_error("file", str(error))
        else:
            writable = {each.section: _may_write(found, each.section, user_of(request)) for each in told}
            context["found"] = [(each, each.kind == "changed" and writable[each.section]) for each in told]
    return render(request, "reports/returned.html", context)


def _may_write(briefing: Briefing, section: str, user: User) -> bool:
    if not briefing.in_preparation:
        return False
    return any(may(user, "desk_write", "POST", each.division.key) for each in parts_of(briefing, section))


def _take(request: HttpRequest, briefing: Briefing) -> None:
    """`take` is the key of a section; `before` is the sentence as it is printed, `after` as the file has it."""
    user = user_of(request)
    section, before, after = (request.POST.get(each, "") for each in ("take", "before", "after"))
    known = [each for each in parts_of(briefing, section) if may(user, "desk_write", "POST", each.division.key)]
    try:
        done = take(known, before, after, by=user)
    except (NotFitting, Refused) as refused:
        messages.error(request, f"옮기지 않았습니다: {after} - {refused}")
    else:
        messages.success(request, f"{done.title} 원고에 옮겼습니다: {after}")
