"""What a rule is, and what it finds."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, NamedTuple, TypeVar

from django.urls import reverse
from django.utils.http import urlencode

from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.cells import Cell
from seoulwork.domain.ledger import BudgetRow, IndicatorRow, Ledger, PartRow, ProgrammeRow
from seoulwork.domain.periods import Month
from seoulwork.figures.labels import division_word
from seoulwork.figures.models import ADDED
from seoulwork.figures.profiles import ManuscriptRow, PassageRow

from ..arrangement import added_key
from ..contract import OWN_TEXTS, Contribution, programme_key
from ..document import Section

Severity = Literal["error", "warning", "note"]
LABELS: dict[Severity, str] = {"error": "오류", "warning": "확인", "note": "참고"}
"""The gravest first."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something does not add up: in words (`노동정책담당관 · 노동권 보호 · 상담`), the section of the document in which it
    is printed (its key; empty where it is in none), and the address of the page on which it is mended."""

    place: str
    section: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a rule found: where, and the words that its sentence asks for; where there are both, what is printed and what is
    worked out."""

    spot: Spot
    words: Mapping[str, str] = field(default_factory=dict)
    printed: str = ""
    computed: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not add up: by which rule (its key, and its title for readers), how grave, where, and one Korean sentence with
    the figures."""

    rule: str
    title: str
    severity: Severity
    spot: Spot
    sentence: str
    printed: str = ""
    computed: str = ""

    @property
    def place(self) -> str:
        return self.spot.place

    @property
    def severity_label(self) -> str:
        return LABELS[self.severity]

    @property
    def digest(self) -> str:
        """What an answer belongs to: the rule, the place and the sentence with its figures. With other figures it is another finding."""
        return hashlib.sha256("\n".join((self.rule, self.place, self.sentence)).encode()).hexdigest()


class Measure(NamedTuple):
    """An indicator of a division."""

    contribution: Contribution
    indicator: IndicatorRow

    @property
    def ledger(self) -> Ledger:
        return self.contribution.ledger

    def spot(self, path: str = "", *, kind: str = "실적", month: Month | None = None) -> Spot:
        """The place of the indicator or of one of its parts: the cell of a month (None: of the reference month) where its actual
        is entered, or the list of its targets."""
        indicator, ledger = self.indicator, self.ledger
        place = " · ".join(
            filter(None, [ledger.division, indicator.programme, indicator.name, path.replace("/", " · ")])
        )
        part = ledger.part(indicator, path)
        key = self.contribution.division.key
        if kind == "목표":
            url = list_page(key, "targets", q=indicator.name)
        elif indicator.formula:
            url = list_page(key, "indicators", q=indicator.name)
        elif indicator.frequency == "monthly":
            url = cell_page(key, month or ledger.reference_month, indicator, part)
        else:
            url = list_page(key, "actuals", q=indicator.name)
        return Spot(place, section_of(self.contribution, indicator.programme_id), url)


def cell_page(division: str, month: Month, indicator: IndicatorRow, part: PartRow | None = None) -> str:
    """The cell of an actual on the page of its month."""
    return f"{reverse('entry_month', args=[division, month])}#{Cell('a', indicator.id, part.id if part else None)}"


def list_page(division: str, kind: str, **narrowed: str) -> str:
    """A list of the division, narrowed."""
    query = f"?{urlencode(narrowed)}" if narrowed else ""
    return reverse("list", args=[division, kind]) + query


def section_of(each: Contribution, programme_id: int | None) -> str:
    """The key of the section in which a programme (None: the division's own) is printed."""
    if programme_id is not None and programme_id < 0:
        return added_key(-programme_id)
    row = next((row for row in each.ledger.programmes if row.id == programme_id), None)
    return programme_key(each.division, row.number) if row else OWN_TEXTS


def spot_of_division(each: Contribution, kind: str = "") -> Spot:
    """The division as a whole, with the list on which that is kept."""
    return Spot(each.division.name, "part-1", list_page(each.division.key, kind) if kind else "")


def desk_page(each: Contribution, briefing: BriefingName, programme_id: int | None) -> str:
    """Where the text of a programme (None: of the division) is written."""
    row = next((row for row in each.ledger.programmes if row.id == programme_id), None)
    number = ADDED - programme_id if programme_id is not None and programme_id < 0 else row.number if row else 0
    return reverse("desk_write", args=[briefing, each.division.key, number])


def spot_of_text(each: Contribution, row: PassageRow) -> Spot:
    """A text of a division."""
    url = desk_page(each, row.briefing, row.programme_id)
    return Spot(f"{each.division.name} · {row.place}", section_of(each, row.programme_id), url)


def spot_of_manuscript(each: Contribution, row: ManuscriptRow) -> Spot:
    """What is written at the desk."""
    url = desk_page(each, row.briefing, row.programme_id)
    return Spot(f"{each.division.name} · {row.place}", section_of(each, row.programme_id), url)


def spot_of_programme(each: Contribution, row: ProgrammeRow) -> Spot:
    url = list_page(each.division.key, "programmes", q=row.title)
    return Spot(f"{each.division.name} · {row.title}", section_of(each, row.id), url)


def spot_of_budget(each: Contribution, lines: list[BudgetRow], *, executed: bool, month: Month | None = None) -> Spot:
    """Budget lines of one name: where they are executed in a month (None: in the reference month), or the list of their amounts."""
    first = lines[0]
    place = " · ".join(filter(None, [each.division.name, first.programme, first.short_name]))
    page = reverse("entry_month", args=[each.division.key, month or each.ledger.reference_month])
    url = (
        f"{page}#{Cell('s', first.id)}"
        if executed
        else list_page(each.division.key, "appropriations", q=first.short_name)
    )
    return Spot(place, "part-1" if first.kind == "current" else section_of(each, first.programme_id), url)


def spot_of_section(section: Section) -> Spot:
    """What stands in print in a section of the document."""
    return Spot(f"{section.mark} {section.title}", section.key)


Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """One thing that must hold of a subject. `title` says in a few Korean words what does not hold; `look` tells where."""

    key: str
    title: str
    severity: Severity
    sentence: str
    look: Callable[[Subject], Iterator[Told]]

    def findings(self, subject: Subject) -> Iterator[Finding]:
        for told in self.look(subject):
            sentence = self.sentence.format(**told.words, division_word=division_word())
            yield Finding(self.key, self.title, self.severity, told.spot, sentence, told.printed, told.computed)
