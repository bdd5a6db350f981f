"""The board of a briefing's parts: how far each is, their order, what has to be looked at again. Rights stand in
seoulwork/accounts/rights.py."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from seoulwork.accounts.rights import may, user_of
from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.korean import particle
from seoulwork.entry.months import Refused
from seoulwork.figures.divisions import division as division_of
from seoulwork.figures.divisions import divisions

from ..asking import Question
from ..editions.reading import is_published
from ..models import Briefing
from . import again, answers, arranging, board
from .views import published


@require_safe
def desk(request: HttpRequest, name: BriefingName) -> HttpResponse:
    """All parts of a briefing in preparation, with how far each is."""
    found = get_object_or_404(Briefing.objects.named(name).with_editions().select_related("source"))
    if is_published(found):
        return published(request, found)
    own = {each.key for each in divisions() if may(request.user, "desk_seen", "POST", each.key)}
    groups = [each for each in again.left(found) if each.part.division.key in own]
    context = {
        "briefing": found,
        # One's own division stands first: that is where one's work is.
        "board": sorted(board.board(found, user_of(request)), key=lambda each: each.division.key not in own),
        "parts": board.parts_of(found),
        "divisions": divisions(),
        "again": groups,
        "left": sum(len(each.items) for each in groups),
    }
    return render(request, "reports/desk.html", context)


@require_POST
def arrange(request: HttpRequest, name: BriefingName) -> HttpResponse:
    """One place up or down, left out or taken in again: `what` is `part general`, `division labour` or `programme labour-3`."""
    found = get_object_or_404(Briefing.objects.named(name))
    kind, _, which = request.POST.get("what", "").partition(" ")
    way = request.POST.get("way", "")
    if way not in arranging.WAYS:
        raise Http404
    try:
        arranging.arrange(found, kind, which, way, by=user_of(request))
    except Refused as refused:
        messages.error(request, str(refused))
    except (KeyError, ValueError) as error:
        raise Http404 from error
    return redirect("desk", name)


@require_POST
def seen(request: HttpRequest, name: BriefingName, division: str) -> HttpResponse:
    """Things that came along from the earlier briefing were looked at, and stay: those that were picked (`digest`), or with `all` those
    that the page showed of a part (`shown`)."""
    found = get_object_or_404(Briefing.objects.in_preparation().named(name).select_related("source"))
    picked = request.POST.getlist("shown" if "all" in request.POST else "digest")
    count = again.mark_seen(found, division, picked, by=user_of(request))
    if not picked:
        messages.warning(request, "본 것을 먼저 골라 주세요.")
    elif count:
        messages.success(request, f"다시 볼 것 {count}건을 보았음으로 적었습니다.")
    else:
        messages.success(request, "그사이 이미 고쳐졌거나 본 것입니다.")
    return redirect(f"{reverse('desk', args=[name])}#again")


@require_POST
def put_answer(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    """What was answered to a question about the earlier briefing (`question`) is put into the text of a part, and was looked at."""
    found = get_object_or_404(Briefing.objects.in_preparation().named(name).select_related("source"))
    asked = request.POST.get("question", "")
    items = [
        item
        for group in again.left(found)
        for item in group.items
        if (item.part.division.key, item.part.number, str(item.question)) == (division, number, asked)
    ]
    if not items or asked == "0":
        messages.info(request, "그사이 이미 넣었거나 보았음으로 적은 답변입니다.")
        return redirect(f"{reverse('desk', args=[name])}#again")
    question = Question.objects.get(pk=items[0].question)
    try:
        answers.put(items[0].part, question, by=user_of(request))
    except Refused as refused:
        messages.error(request, f"넣지 않았습니다. {refused}")
        return redirect(f"{reverse('desk', args=[name])}#again")
    again.mark_seen(found, division, [items[0].digest], by=user_of(request))
    messages.success(request, f"질의와 답변을 {items[0].part.title} 원고의 끝에 넣었습니다. 보고에 맞게 다듬어 주세요.")
    return redirect("desk_write", name, division, number)


@require_POST
def add_part(request: HttpRequest, name: BriefingName) -> HttpResponse:
    """A part of any title, whose text a division writes."""
    found = get_object_or_404(Briefing.objects.named(name))
    title, of = request.POST.get("title", ""), request.POST.get("division", "")
    try:
        added = arranging.add_part(found, title, of, by=user_of(request))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("desk", name)
    messages.success(request, f"'{added.title}' 부분을 더했습니다. 글은 {division_of(added.division).name}에서 씁니다.")
    return redirect("desk", name)


@require_POST
def rename_part(request: HttpRequest, name: BriefingName) -> HttpResponse:
    """One of those that were added gets another title."""
    found = get_object_or_404(Briefing.objects.named(name))
    try:
        renamed = arranging.rename_part(
            found, request.POST.get("what", ""), request.POST.get("title", ""), by=user_of(request)
        )
    except Refused as refused:
        messages.error(request, str(refused))
    except KeyError as error:
        raise Http404 from error
    else:
        messages.success(request, f"부분의 제목을 '{renamed.title}'{particle(renamed.title, '으로/로')} 저장했습니다.")
    return redirect("desk", name)


@require_POST
def remove_part(request: HttpRequest, name: BriefingName) -> HttpResponse:
    """One of those that were added, without a text."""
    found = get_object_or_404(Briefing.objects.named(name))
    try:
        removed = arranging.remove_part(found, request.POST.get("what", ""), by=user_of(request))
    except Refused as refused:
        messages.error(request, str(refused))
    except KeyError as error:
        raise Http404 from error
    else:
        messages.success(request, f"'{removed.title}' 부분을 지웠습니다.")
    return redirect("desk", name)
