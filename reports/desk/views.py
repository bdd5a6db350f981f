"""The desk: a briefing in preparation as its writers have it. Rights stand in seoulwork/accounts/rights.py."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from pydantic import BaseModel, ConfigDict

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import may, user_of
from seoulwork.audit.actions import Action
from seoulwork.domain.briefings import BriefingName
from seoulwork.entry.months import Refused
from seoulwork.figures.divisions import division as division_of

from ..editions.reading import is_published
from ..models import Briefing
from . import board, editing, keeping, mails, plans, printing, remarks, standing
from .comparing import compared
from .looking import Look
from .parts import NoSuchPart, Part, part
from .problems import Problem

if TYPE_CHECKING:
    from seoulwork.figures.concrete import ManuscriptRemark, ManuscriptVersion

PAGES_OF_VERSIONS = 200


class SentTyped(BaseModel):
    """A typed number of a text that stays as it is; without a reason it is asked again."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str
    digest: str
    reason: str = ""


class SentText(BaseModel):
    """What the script of the editor sends: a text, and the one that it was made of."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str
    base: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    """One part: its text, and how it looks. Without scripts a form that is sent and comes back merged."""
    at = part_at(name, division, number)
    if is_published(at.briefing):
        return published(request, at.briefing)
    if request.method == "POST":
        return _saved_by_form(request, at)
    manuscript = keeping.manuscript_of(at)
    text = keeping.current_text(at, manuscript)
    return _page(request, at, manuscript, text, base=text)


def _saved_by_form(request: HttpRequest, at: Part) -> HttpResponse:
    text, base = (request.POST.get(name, "").replace("\r\n", "\n") for name in ("text", "base"))
    try:
        kept = keeping.save(at, base=base, text=text, by=user_of(request))
    except Refused as refused:
        messages.error(request, str(refused))
        return _page(request, at, keeping.manuscript_of(at), text, base=base)
    if kept.clashed:
        messages.warning(request, f"다른 사람이 같은 줄을 고쳤습니다. 아래에서 {kept.clashed}곳을 골라 주세요.")
    elif kept.problems:
        messages.warning(
            request, f"저장했습니다. 고칠 줄이 {len(kept.problems)}곳 있어, 고치기 전에는 앞의 글이 인쇄됩니다."
        )
    else:
        messages.success(request, "저장했습니다.")
    return redirect(address_of("desk_write", at))


def _page(request: HttpRequest, at: Part, manuscript: Any, text: str, *, base: str) -> HttpResponse:
    look = Look(at, text)
    user = user_of(request)
    placeable = editing.placeable(at)
    clashes = manuscript.clashes.open().select_related("by") if manuscript.pk else ()
    context = {
        "briefing": at.briefing,
        "part": at,
        "manuscript": manuscript,
        "text": text,
        "base": base,
        "problems": look.problems,
        "offers": list(look.offers),
        "reasons": standing.REASONS,
        # From our own renderer, which escapes every text that goes in.
        "shown": mark_safe(look.html),  # noqa: S308
        "clashes": clashes,
        "threads": remarks.threads(manuscript, text) if manuscript.pk else [],
        "plans": standing.plans_of(look),
        "steps": board.steps_of(manuscript, user, at.division.key),
        "sent_back": board.sent_back(at, manuscript),
        "settled": manuscript.state == keeping.State.SETTLED,
        "may_write": may(user, "desk_write", "POST", at.division.key),
        "names": list(look.names()),
        "marks": editing.MARKS,
        "placeable": placeable,
        "data": editing.data(at, user, placeable),
        "unwritten": board.unwritten(at.briefing),
        "beside": board.beside(at.briefing, user),
    }
    return render(request, "reports/write.html", context)


@require_POST
def keep(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    """Saved by the script: what is kept now, with what others have written meanwhile."""
    at = part_at(name, division, number)
    sent = _sent(request)
    if sent is None:
        return _bad()
    try:
        kept = keeping.save(at, base=sent.base, text=sent.text, by=user_of(request))
    except Refused as refused:
        return JsonResponse({"error": "refused", "text": str(refused)}, status=409)
    return JsonResponse(
        {
            "text": kept.manuscript.text,
            "clashed": kept.clashed,
            "clashes": kept.manuscript.clashes.open().count(),
            "problems": _problems(kept.problems),
            "state": kept.manuscript.get_state_display(),
        }
    )


@require_POST
def look(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    """How a text looks that is not kept yet: the part's HTML, what its figures print, what is wrong, what could be bound."""
    at = part_at(name, division, number)
    sent = _sent(request)
    if sent is None:
        return _bad()
    seen = Look(at, sent.text)
    return JsonResponse(
        {
            "html": seen.html,
            "problems": _problems(seen.problems),
            "figures": [{"source": each.source, "text": each.text, "lacks": each.lacks} for each in seen.shown],
            "offers": [
                {
                    "line": each.line,
                    "start": each.start,
                    "end": each.end,
                    "typed": each.typed,
                    "reference": each.reference,
                    "printed": each.printed,
                    "slip": each.slip,
                    "digest": each.digest,
                    "kept": each.kept,
                }
                for each in seen.offers
            ],
        }
    )


@require_POST
def typed(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    """A typed number stays as it is, for a reason: said by the script of the text as it stands, or by the form with all of its text."""
    at = part_at(name, division, number)
    if request.content_type != "application/json":
        return _typed_by_form(request, at)
    try:
        sent = SentTyped.model_validate(json.loads(request.body))
    except (ValueError, RecursionError):
        return _bad()
    try:
        standing.keep_typed(Look(at, sent.text), sent.digest, sent.reason, by=user_of(request))
    except Refused as refused:
        return JsonResponse({"error": "refused", "text": str(refused)}, status=409)
    return JsonResponse({"text": ""})


def _typed_by_form(request: HttpRequest, at: Part) -> HttpResponse:
    digest = request.POST.get("digest", "")
    text, base = (request.POST.get(each, "").replace("\r\n", "\n") for each in ("text", "base"))

    def take(by: User) -> None:
        keeping.save(at, base=base, text=text, by=by)
        standing.keep_typed(Look(at, text), digest, request.POST.get(f"reason-{digest}", ""), by=by)

    return _done(request, at, "그대로 두는 사유를 적었습니다.", take)


@require_POST
def printed(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    """The printed pages of a text that is not kept yet, as pictures."""
    at = part_at(name, division, number)
    sent = _sent(request)
    if sent is None:
        return _bad()
    try:
        return JsonResponse(printing.printed(Look(at, sent.text)))
    except printing.Busy:
        text = "여러 사람이 함께 쓰고 있어 인쇄 모습이 늦습니다. 잠시 뒤 저절로 다시 만듭니다."
        return JsonResponse({"error": "busy", "text": text}, status=409)


def _problems(found: "tuple[Problem, ...] | list[Problem]") -> list[dict[str, Any]]:
    return [
        {"line": each.line, "column": each.column, "text": each.sentence, "wrong": each.wrong, "near": each.near}
        for each in found
    ]


def _sent(request: HttpRequest) -> SentText | None:
    try:
        return SentText.model_validate(json.loads(request.body))
    except (ValueError, RecursionError):
        return None


def _bad() -> JsonResponse:
    text = "보낸 내용을 읽을 수 없습니다. 화면을 새로 고친 뒤 다시 저장해 주세요."
    return JsonResponse({"error": "bad_request", "text": text}, status=400)


@require_safe
def versions(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    """Every version of a part, the latest first; with `?old=…&new=…` two of them held against each other."""
    at = part_at(name, division, number)
    manuscript = keeping.manuscript_of(at)
    known = list(manuscript.versions.select_related("by")[:PAGES_OF_VERSIONS]) if manuscript.pk else []
    chosen = [_version(known, request.GET.get(name, "")) for name in ("old", "new")]
    new = chosen[1] or (known[0] if known else None)
    old = chosen[0] or _before(known, new)
    context = {
        "briefing": at.briefing,
        "part": at,
        "versions": known,
        "more": manuscript.versions.count() - len(known) if manuscript.pk else 0,
        "old": old,
        "new": new,
        "lines": compared(old.text if old else "", new.text if new else ""),
        "may_write": may(user_of(request), "desk_restore", "POST", at.division.key),
    }
    return render(request, "reports/versions.html", context)


def _version(known: "list[ManuscriptVersion]", asked: str) -> "ManuscriptVersion | None":
    return next((each for each in known if str(each.pk) == asked), None)


def _before(known: "list[ManuscriptVersion]", new: "ManuscriptVersion | None") -> "ManuscriptVersion | None":
    return next((each for each in known if new and each.pk < new.pk), None)


@require_POST
def restore(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    at = part_at(name, division, number)
    version = at.division.models.ManuscriptVersion.objects.filter(
        pk=number_of(request.POST.get("version", "")),
        manuscript__in=at.manuscripts,
    ).first()
    if version is None:
        raise Http404
    return _done(request, at, "앞의 판을 되살렸습니다.", lambda by: keeping.restore(at, version, by=by))


@require_POST
def resolve(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    at = part_at(name, division, number)
    clash = at.division.models.ManuscriptClash.objects.filter(
        pk=number_of(request.POST.get("clash", "")),
        manuscript__in=at.manuscripts,
    ).first()
    if clash is None:
        raise Http404
    take_other = request.POST.get("take") == "other"
    done = "엇갈린 글로 바꾸었습니다." if take_other else "지금 글로 두었습니다."
    return _done(request, at, done, lambda by: keeping.resolve(at, clash, take_other=take_other, by=by))


@require_POST
def plan(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    """A milestone whose day is over: done, dated anew, told as progress, or as it is for a reason."""
    at = part_at(name, division, number)
    line, title = number_of(request.POST.get("line", "")), request.POST.get("title", "")
    when, reason = request.POST.get("when", ""), request.POST.get("reason", "")
    ways: dict[str, tuple[str, Callable[[User], Any]]] = {
        "done": ("완료로 적었습니다.", lambda by: plans.done(at, line, title, by=by)),
        "date": ("일정을 바꾸었습니다.", lambda by: plans.dated_anew(at, line, title, when, by=by)),
        "move": ("추진현황으로 옮겼습니다.", lambda by: plans.moved(at, line, title, by=by)),
        "keep": ("그대로 두는 사유를 적었습니다.", lambda by: standing.keep_plan(at, line, title, reason, by=by)),
    }
    if (way := request.POST.get("way", "")) not in ways:
        raise Http404
    return _done(request, at, *ways[way])


@require_POST
def remark(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    """Something said of a line, or of the whole."""
    at, text = part_at(name, division, number), request.POST.get("text", "")
    line = number_of(request.POST.get("line", ""))
    return _done(request, at, "의견을 남겼습니다.", lambda by: remarks.remark(at, text, line=line, by=by))


@require_POST
def answer_remark(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    at, text = part_at(name, division, number), request.POST.get("text", "")
    found = _remark(request, at)
    return _done(request, at, "답을 남겼습니다.", lambda by: remarks.answer(at, found, text, by=by))


@require_POST
def resolve_remark(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    at = part_at(name, division, number)
    found = _remark(request, at)
    return _done(request, at, "의견을 마쳤습니다.", lambda by: remarks.resolve(at, found, by=by))


def _remark(request: HttpRequest, at: Part) -> "ManuscriptRemark":
    return get_object_or_404(
        at.division.models.ManuscriptRemark,
        pk=number_of(request.POST.get("remark", "")),
        answers_to=None,
        manuscript__in=at.manuscripts,
    )


@require_POST
def submit(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    return _step(request, part_at(name, division, number), Action.MANUSCRIPT_SUBMITTED, "제출했습니다.")


@require_POST
def settle(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    return _step(request, part_at(name, division, number), Action.MANUSCRIPT_SETTLED, "확정했습니다.")


@require_POST
def send_back(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    return _step(request, part_at(name, division, number), Action.MANUSCRIPT_RETURNED, "돌려보냈습니다.")


def _step(request: HttpRequest, at: Part, action: Action, done: str) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _done(request, at, f"{at.title}: {done}", lambda by: keeping.step(at, action, by=by, reason=reason))


def _done(request: HttpRequest, at: Part, done: str, take: Callable[[User], Any]) -> HttpResponse:
    try:
        taken = take(user_of(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        told = mails.send(taken, address_of("desk_write", at)) if isinstance(taken, mails.Notice) else ""
        messages.success(request, done + told)
    return redirect(address_of("desk_write", at))


def part_at(name: BriefingName, division: str, number: int) -> Part:
    """Raises Http404."""
    briefing = get_object_or_404(Briefing.objects.named(name))
    try:
        return part(briefing, division_of(division), number)
    except NoSuchPart as error:
        raise Http404 from error


def number_of(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def address_of(name: str, at: Part) -> str:
    """The address of a page of a part."""
    return reverse(name, args=[at.briefing.name, at.division.key, at.number])


def published(request: HttpRequest, briefing: Briefing) -> HttpResponse:
    """To the briefing, whose texts are not written any more."""
    messages.info(request, f"이미 발행했습니다: {briefing}. 발행한 보고의 글은 바꿀 수 없습니다.")
    return redirect("briefing", briefing.name)
