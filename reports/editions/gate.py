"""What stands between a briefing and its publication: the findings and their answers, and how far each division's month is.

A finding is answered when what it tells is mended (then it is gone), or when it is accepted as it stands, with a reason. Who
publishes in spite of unanswered errors or of months that are not approved signs a reason. All of it goes with the
publication as its signed sheet.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, log
from seoulwork.domain.periods import Month
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.months import Status, statuses
from seoulwork.figures.divisions import Division, divisions
from seoulwork.figures.profiles import manuscripts
from seoulwork.figures.recording import Conflict, Stamp

from ..checks import DivisionMonth, Finding, find, hard, signed
from ..checks.rules import LABELS, Spot
from ..contract import Contribution
from ..document import Document
from ..models import Answer, Briefing

SCHEMA = 2
"""Of the signed sheet; the first had no titles of rules and sections."""
APPROVED = (ReportingMonth.State.APPROVED, ReportingMonth.State.CLOSED)


class Signed(NamedTuple):
    """An answer as it stands in a signed sheet."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """A finding, and the answer that it has."""

    finding: Finding
    answer: Answer | Signed | None


@dataclass(frozen=True)
class Readiness:
    """A briefing before its publication."""

    briefing: Briefing
    findings: tuple[Answered, ...]
    states: tuple[DivisionMonth, ...]
    sections: Mapping[str, str]
    """The printed titles of the document's sections by their keys, in printed order"""
    unresolved: tuple[Finding, ...]
    """What no reason overrides: a text without its figure or table, a letter that can't be printed"""

    @cached_property
    def open_errors(self) -> tuple[Finding, ...]:
        return tuple(each.finding for each in self.findings if each.finding.severity == "error" and not each.answer)

    @property
    def counts(self) -> list[tuple[str, str, int, int]]:
        return counted(self.findings)

    @property
    def _told_in(self) -> list[str]:
        """The keys of the sections in which something is found."""
        told = {each.finding.spot.section for each in self.findings}
        return [key for key in self.sections if key in told]

    @property
    def needs_reason(self) -> str:
        """Why who publishes has to sign a reason; empty where nothing stands in the way."""
        late = [f"{each.name}({each.state})" for each in self.states if not each.approved]
        told = [f"답하지 않은 오류 {len(self.open_errors)}건"] if self.open_errors else []
        told += [f"승인되지 않은 {self.briefing.reference_month.korean}: {', '.join(late)}"] if late else []
        return " · ".join(told)

    def sheet(self, reason: str) -> str:
        """The signed sheet as canonical JSON: the states, every finding with its answer, the reason that was signed."""
        content = {
            "schema": SCHEMA,
            "briefing": str(self.briefing.name),
            "reference_month": str(self.briefing.reference_month),
            "plan_year": self.briefing.plan_year,
            "states": [{"division": each.name, "state": each.state, "ready": each.approved} for each in self.states],
            "sections": [[key, self.sections[key]] for key in self._told_in],
            "findings": [sheet_line(each) for each in self.findings],
            "reason": reason,
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)


def counted(found: Iterable[Answered]) -> list[tuple[str, str, int, int]]:
    """(severity, its label, how many, how many of them are unanswered), the gravest first."""
    found = list(found)
    return [
        (
            severity,
            label,
            sum(each.finding.severity == severity for each in found),
            sum(each.finding.severity == severity and not each.answer for each in found),
        )
        for severity, label in LABELS.items()
    ]


def answered_of(line: Mapping[str, Any]) -> Answered:
    """A line of a signed sheet as it was: the finding, which leads nowhere any more, and its answer."""
    finding = Finding(
        line["rule"],
        line.get("title", line["rule"]),
        line["severity"],
        Spot(line["place"], line["section"]),
        line["sentence"],
        line["printed"],
        line["computed"],
    )
    given = line["answer"]
    return Answered(finding, given and Signed(given["reason"], given["by"], datetime.fromisoformat(given["at"])))


def sheet_line(each: Answered) -> dict[str, Any]:
    finding, answer = each.finding, each.answer
    return {
        "rule": finding.rule,
        "title": finding.title,
        "severity": finding.severity,
        "section": finding.spot.section,
        "place": finding.place,
        "sentence": finding.sentence,
        "printed": finding.printed,
        "computed": finding.computed,
        "digest": finding.digest,
        "answer": None
        if answer is None
        else {
            "reason": answer.reason,
            "by": by_whom(answer),
            "at": answer.at.isoformat(),
        },
    }


def by_whom(answer: Answer | Signed) -> str:
    if isinstance(answer, Signed):
        return answer.by
    return answer.by.name if answer.by else "관리 명령"


def readiness(briefing: Briefing, document: Document, contributions: list[Contribution]) -> Readiness:
    """How a briefing stands now. 3 queries, and one a division, beside those of document and contributions."""
    states = states_of(briefing.reference_month)
    contributions = [replace(each, manuscripts=manuscripts(each.division, briefing.name)) for each in contributions]
    found = find(document, contributions, states)
    answers = {each.digest: each for each in Answer.objects.current().filter(briefing=briefing).select_related("by")}
    return Readiness(
        briefing,
        tuple(Answered(each, answers.get(each.digest)) for each in found),
        states,
        {section.key: f"{section.mark} {section.title}" for section in document.walk()},
        tuple(each for each in found if each.rule in hard),
    )


def states_of(month: Month) -> tuple[DivisionMonth, ...]:
    """How far each division's month is. At most 2 queries."""
    known = statuses(month)
    return tuple(_state(each, known[each.key]) for each in divisions())


def _state(division: Division, status: Status) -> DivisionMonth:
    label = f"{status.label} 뒤 다시 열림" if status.reopened else status.label
    approved = status.state in APPROVED and not status.reopened
    closed = approved and status.state == ReportingMonth.State.CLOSED
    return DivisionMonth(division.key, division.name, status.month, label, approved, closed)


class NoSuchFinding(Exception):
    """It is mended, or its figures have changed."""


class Unanswerable(Exception):
    """A finding that can only be mended."""


def is_acceptable(finding: Finding) -> bool:
    return finding.rule not in hard | signed


@transaction.atomic
def accept(
    briefing: Briefing, found: Iterable[Finding], *digests: str, by: User | None, reason: str
) -> tuple[Answer, ...]:
    """Accept findings as they stand, all or none, each with an answer of its own. `found` are the findings as the figures stand
    now.

    Raises NoSuchFinding, Unanswerable, and Conflict when one has been accepted meanwhile.
    """
    known = {each.digest: each for each in found}
    if not digests or not known.keys() >= set(digests):
        raise NoSuchFinding
    if not all(is_acceptable(known[digest]) for digest in digests):
        raise Unanswerable
    return tuple(_accept(briefing, known[digest], by, reason) for digest in dict.fromkeys(digests))


def _accept(briefing: Briefing, finding: Finding, by: User | None, reason: str) -> Answer:
    try:
        with transaction.atomic():
            answer = Answer.objects.create(
                briefing=briefing,
                digest=finding.digest,
                rule=finding.rule,
                place=finding.place,
                sentence=finding.sentence,
                reason=reason,
                by=by,
            )
    except IntegrityError as error:
        raise Conflict from error
    _log(Action.FINDING_ACCEPTED, answer, by, reason)
    return answer


@transaction.atomic
def withdraw(briefing: Briefing, digest: str, *, by: User | None, reason: str = "") -> None:
    """Take an acceptance back. Raises NoSuchFinding when it has none."""
    answer = Answer.objects.current().select_for_update().filter(briefing=briefing, digest=digest).first()
    if answer is None:
        raise NoSuchFinding
    answer.withdrawn_at, answer.withdrawn_by = timezone.now(), by
    answer.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _log(Action.FINDING_REOPENED, answer, by, reason)


def _log(action: Action, answer: Answer, by: User | None, reason: str) -> None:
    log(
        action,
        f"{answer.briefing} · {answer.place}",
        Stamp(by, "", reason=reason),
        target=Target(month=answer.briefing.month),
        briefing=answer.briefing,
        detail={"rule": answer.rule, "sentence": answer.sentence},
    )
