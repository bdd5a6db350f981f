"""수치 점검: what the checker finds in a briefing, by part and programme, with the answers; and what has changed since it was
published."""

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve
from django.views.decorators.http import require_POST, require_safe

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import may, user_of
from seoulwork.domain.briefings import BriefingName
from seoulwork.figures.recording import Conflict

from ..checks import Finding
from ..checks.typed import LISTED
from ..models import Briefing, Edition
from . import counting
from .errata import newest
from .gate import (
    Answered,
    NoSuchFinding,
    Readiness,
    Unanswerable,
    accept,
    answered_of,
    counted,
    is_acceptable,
    withdraw,
)
from .publishing import readiness_of
from .reading import is_published, visible

SEPARATOR = " · "
"""Between the parts of a place."""
NAMED = 6
"""Places that an entry of several findings names."""
GONE = "그 점검 결과는 이제 없습니다. 고쳐졌거나 수치가 바뀌었습니다. 지금의 점검 결과를 확인해 주세요."


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding on the page: `address` leads to where it is mended, for who may go there."""

    answered: Answered
    address: str
    acceptable: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """Findings of one rule in one part or programme, which the page brings together: each keeps its place and its answer."""

    findings: list[Shown]

    @property
    def first(self) -> Finding:
        return self.findings[0].answered.finding

    @property
    def is_gathered(self) -> bool:
        return len(self.findings) > 1

    @property
    def open(self) -> list[Shown]:
        """Those that may be accepted and are not yet."""
        return [each for each in self.findings if each.acceptable and not each.answered.answer]

    @property
    def unanswered(self) -> int:
        return sum(not each.answered.answer for each in self.findings)

    @property
    def names(self) -> str:
        """Where they are, as shortly as tells them apart: `청년, 여성 등 8곳`."""
        places = list(dict.fromkeys(each.answered.finding.place for each in self.findings))
        own = list(dict.fromkeys(place.rpartition(SEPARATOR)[2] for place in places))
        if len(own) < len(places):
            split = [place.split(SEPARATOR) for place in places]
            shared = sum(1 for _ in takewhile(lambda words: len(set(words)) == 1, zip(*split, strict=False)))
            own = [SEPARATOR.join(words[shared:]) for words in split]
        return ", ".join(own[:NAMED]) + (f" 등 {len(own)}곳" if len(own) > NAMED else "")


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one part or programme."""

    title: str
    entries: list[Entry]

    @property
    def count(self) -> int:
        return sum(len(each.findings) for each in self.entries)


class AnswerForm(forms.Form):
    """Why findings stand as they are."""

    reason = forms.CharField(max_length=300, error_messages={"required": "그대로 두는 사유를 적어 주세요."})


def grouped(
    found: Iterable[Answered], sections: Mapping[str, str], user: User, *, without: Container[str] = ()
) -> dict[str, list[Group]]:
    """By the sections of the document, in printed order; what belongs to none comes first. `listed` are the typed numbers that
    nothing stored gives, `groups` all that does not add up, but of the rules `without`."""
    found = list(found)
    typed = [each for each in found if each.finding.rule == LISTED]
    wrong = [each for each in found if each.finding.rule != LISTED and each.finding.rule not in without]
    return {"groups": _by_section(wrong, sections, user), "listed": _by_section(typed, sections, user)}


def _by_section(found: list[Answered], sections: Mapping[str, str], user: User) -> list[Group]:
    groups: dict[str, dict[str, Entry]] = {key: {} for key in ("", *sections)}
    for each in found:
        spot = each.finding.spot
        key = spot.section if spot.section in sections else ""
        acceptable = is_acceptable(each.finding) and may(user, "briefing_answer", "POST")
        entry = groups[key].setdefault(each.finding.rule, Entry([]))
        entry.findings.append(Shown(each, spot.url if may_open(user, spot.url) else "", acceptable))
    return [Group(sections.get(key, "보고 전체"), list(entries.values())) for key, entries in groups.items() if entries]


def may_open(user: User, url: str) -> bool:
    """Whether the user may read the page at an address of this site."""
    if not url:
        return False
    match = resolve(url.partition("#")[0].partition("?")[0])
    return may(user, match.view_name, "GET", match.kwargs.get("division", ""))


@require_safe
def checks(request: HttpRequest, name: BriefingName) -> HttpResponse:
    """What the checker finds; of a published briefing what held when it was published, and apart from it what has changed since."""
    found = visible(request, name)
    ready, user = readiness_of(found), user_of(request)
    if is_published(found):
        return render(request, "reports/checks_published.html", _since(newest(found), ready, user))
    counting.keep(ready)
    context = {
        "briefing": found,
        "ready": ready,
        **grouped(ready.findings, ready.sections, user),
        "may_answer": may(request.user, "briefing_answer", "POST"),
    }
    return render(request, "reports/checks.html", context)


def _since(edition: Edition, ready: Readiness, user: User) -> dict[str, Any]:
    """The signed sheet, and the findings that are new and gone since."""
    sheet = json.loads(edition.sheet)
    sections = dict(sheet.get("sections", ()))
    signed = [answered_of(each) for each in sheet["findings"]]
    then, now = ({each.finding.digest for each in some} for some in (signed, ready.findings))
    appeared = [each for each in ready.findings if each.finding.digest not in then]
    gone = [each for each in signed if each.finding.digest not in now]
    return {
        "briefing": edition.briefing,
        "edition": edition,
        "sheet": sheet,
        "counts": counted(signed),
        **grouped(signed, sections, user),
        "appeared": _by_section(appeared, ready.sections, user),
        "gone": _by_section(gone, sections, user),
    }


@require_POST
def answer(request: HttpRequest, name: BriefingName) -> HttpResponse:
    """Accept a finding as it stands, with a reason; or take that back (`withdraw`)."""
    found = get_object_or_404(Briefing.objects.named(name).with_editions())
    if is_published(found):
        messages.info(request, f"이미 발행했습니다: {found}. 점검표는 바뀌지 않습니다.")
        return redirect("briefing_checks", name)
    if digest := request.POST.get("withdraw", ""):
        return _withdrawn(request, found, digest)
    form, digests = AnswerForm(request.POST), request.POST.getlist("digest")
    if not form.is_valid():
        messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
        return redirect("briefing_checks", name)
    ready = readiness_of(found)
    try:
        accept(
            found,
            [each.finding for each in ready.findings],
            *digests,
            by=user_of(request),
            reason=form.cleaned_data["reason"],
        )
    except NoSuchFinding:
        messages.error(request, GONE)
    except Unanswerable:
        messages.error(request, "받아들일 수 없는 것입니다. 글이나 지표를 고치거나 달의 승인을 마쳐 주세요.")
    except Conflict:
        messages.info(request, "그사이 다른 사람이 이미 받아들였습니다. 지금의 점검 결과를 확인해 주세요.")
    else:
        told = f"{len(digests)}건을 " if digests[1:] else ""
        messages.success(request, f"{told}그대로 두기로 받아들였습니다. 수치가 바뀌면 그 건을 다시 알립니다.")
    return redirect("briefing_checks", name)


def _withdrawn(request: HttpRequest, briefing: Briefing, digest: str) -> HttpResponse:
    try:
        withdraw(briefing, digest, by=user_of(request))
    except NoSuchFinding:
        messages.info(request, "받아들인 것이 아니거나 이미 되돌렸습니다.")
    else:
        messages.success(request, "받아들인 것을 되돌렸습니다.")
    return redirect("briefing_checks", briefing.name)
