"""수치 점검: what the checker finds in a briefing, by part and programme, with the answers; and what has changed since it was
published."""

import json
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve
from django.views.decorators.http import require_GET, require_POST

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import may, user_of
from seoulwork.domain.periods import Month
from seoulwork.figures.recording import Conflict

from ..assemble import contributions, document_from
from ..checks import Finding
from ..checks.rules import LABELS
from ..checks.typed import LISTED
from ..document import Document
from ..models import Briefing
from .gate import Answered, NoSuchFinding, Readiness, Unanswerable, accept, is_acceptable, readiness, withdraw
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
        """Where they are, without what all their places share: `청년, 여성 등 8곳`."""
        places = [each.answered.finding.place.split(SEPARATOR) for each in self.findings]
        shared = len(list(takewhile(lambda words: len(set(words)) == 1, zip(*places, strict=False))))
        own = list(dict.fromkeys(SEPARATOR.join(place[shared:]) or place[-1] for place in places))
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
    ready: Readiness, document: Document, user: User, *, without: Container[str] = ()
) -> dict[str, list[Group]]:
    """By the sections of the document, in printed order; what belongs to none comes first. `listed` are the typed numbers that
    nothing stored gives, `groups` all that does not add up, but of the rules `without`."""
    typed = [each for each in ready.findings if each.finding.rule == LISTED]
    wrong = [each for each in ready.findings if each.finding.rule != LISTED and each.finding.rule not in without]
    return {
        "groups": _by_section(wrong, ready, document, user),
        "listed": _by_section(typed, ready, document, user),
    }


def _by_section(found: list[Answered], ready: Readiness, document: Document, user: User) -> list[Group]:
    titles = {section.key: f"{section.mark} {section.title}" for section in document.walk()}
    groups: dict[str, dict[str, Entry]] = {key: {} for key in ("", *titles)}
    for each in found:
        spot = each.finding.spot
        key = spot.section if spot.section in titles else ""
        acceptable = is_acceptable(each.finding) and may(user, "briefing_answer", "POST")
        entry = groups[key].setdefault(each.finding.rule, Entry([]))
        entry.findings.append(Shown(each, spot.url if may_open(user, spot.url) else "", acceptable))
    return [Group(titles.get(key, "보고 전체"), list(entries.values())) for key, entries in groups.items() if entries]


def may_open(user: User, url: str) -> bool:
    """Whether the user may read the page at an address of this site."""
    if not url:
        return False
    match = resolve(url.partition("#")[0].partition("?")[0])
    return may(user, match.view_name, "GET", match.kwargs.get("division", ""))


def looked_at(briefing: Briefing) -> tuple[Readiness, Document]:
    """How a briefing stands now, and its document."""
    rows = contributions(briefing)
    document = document_from(briefing, rows)
    return readiness(briefing, document, rows), document


@require_GET
def checks(request: HttpRequest, month: Month) -> HttpResponse:
    """What the checker finds; of a published briefing what held when it was published, and apart from it what has changed since."""
    found = visible(request, month)
    ready, document = looked_at(found)
    if is_published(found):
        return render(request, "reports/checks_published.html", _since(found, ready))
    context = {
        "briefing": found,
        "ready": ready,
        **grouped(ready, document, user_of(request)),
        "may_answer": may(request.user, "briefing_answer", "POST"),
    }
    return render(request, "reports/checks.html", context)


def _since(briefing: Briefing, ready: Readiness) -> dict[str, Any]:
    """The signed sheet, and the findings that are new and gone since."""
    sheet = json.loads(briefing.publication.sheet)
    then = {each["digest"] for each in sheet["findings"]}
    now = {each.finding.digest for each in ready.findings}
    return {
        "briefing": briefing,
        "sheet": {**sheet, "findings": _labelled(sheet["findings"])},
        "appeared": [each.finding for each in ready.findings if each.finding.digest not in then],
        "gone": _labelled(each for each in sheet["findings"] if each["digest"] not in now),
    }


def _labelled(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            **each,
            "severity_label": LABELS[each["severity"]],
            "answer": each["answer"] and {**each["answer"], "at": datetime.fromisoformat(each["answer"]["at"])},
        }
        for each in found
    ]


@require_POST
def answer(request: HttpRequest, month: Month) -> HttpResponse:
    """Accept a finding as it stands, with a reason; or take that back (`withdraw`)."""
    found = get_object_or_404(Briefing, month=month)
    if is_published(found):
        messages.info(request, f"이미 발행했습니다: {found}. 점검표는 바뀌지 않습니다.")
        return redirect("briefing_checks", month)
    if digest := request.POST.get("withdraw", ""):
        return _withdrawn(request, found, digest)
    form, digests = AnswerForm(request.POST), request.POST.getlist("digest")
    if not form.is_valid():
        messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
        return redirect("briefing_checks", month)
    ready, _ = looked_at(found)
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
    return redirect("briefing_checks", month)


def _withdrawn(request: HttpRequest, briefing: Briefing, digest: str) -> HttpResponse:
    try:
        withdraw(briefing, digest, by=user_of(request))
    except NoSuchFinding:
        messages.info(request, "받아들인 것이 아니거나 이미 되돌렸습니다.")
    else:
        messages.success(request, "받아들인 것을 되돌렸습니다.")
    return redirect("briefing_checks", briefing.month)
