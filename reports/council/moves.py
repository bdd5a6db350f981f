"""What moved since the briefing before: rates with a target or a budget, by points, and each other figure that both print, by how much of it.
Read from the documents of the two editions."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from seoulwork.domain.numbers import format_number, round_half_up

from ..comparison import Change, compared, why_moved
from ..comparison import Moved as MovedFigure
from ..courses import Course
from ..document import Document
from ..editions.errata import without_errata
from ..editions.kept import Known, document_of
from ..glance.frozen import figure_pages, page_of, section_page, told_of
from ..glance.works import Paced
from ..models import Edition
from ..values import CountWithRate, Figure, Origin, Percent, Quantity, ToOne

PAIRS = 64
"""Of editions, of which a process keeps what moved in memory; one takes some 50 KB"""


@dataclass(frozen=True, slots=True)
class Moved:
    """A rate that prints otherwise than in the briefing before."""

    course: Course
    address: str
    """Of the figure's own page, else of the section that tells of it"""
    old: str
    difference: str
    why: tuple[str, ...]
    fell: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """Another figure that prints otherwise: a count, an amount, a rate that nothing is held against."""

    name: str
    title: str
    """Of its section"""
    section: str
    """The address of its section"""
    address: str
    """Of the figure's own page, else of its section"""
    old: str
    new: str
    difference: str
    why: tuple[str, ...]
    share: Decimal
    """How much of the old the difference is; below zero where it fell"""

    @property
    def fell(self) -> bool:
        return self.share < 0


@dataclass(frozen=True, slots=True)
class Moves:
    """Each what moved farthest first."""

    rates: tuple[Moved, ...] = ()
    counts: tuple[Counted, ...] = ()


def known_of(edition: Edition | None) -> Known | None:
    """None of one that is kept as files alone."""
    return Known(edition) if edition and edition.document_sha256 else None


@lru_cache(maxsize=PAIRS)
def moves_of(known: Known, before: Known) -> Moves:
    """Asks nothing when it was asked for before; else 1 query beside those of what was not read yet. Raises Altered."""
    old, new = document_of(before.edition), document_of(known.edition)
    rates = tuple(_rates(old, told_of(known).figures))
    told = {origins for each in rates for origins in (each.course.rate.origins, each.course.actual.origins)}
    return Moves(rates, tuple(_counts(known.edition, old, new, told)))


def _rates(old: Document, new: tuple[Paced, ...]) -> Iterator[Moved]:
    """The rates that both tell."""
    before = {each.key: each for each in old.courses}
    pairs = [(before[each.course.key], each) for each in new if each.course.key in before]
    for one, paced in sorted(pairs, key=lambda pair: -abs(_rate(pair[1].course) - _rate(pair[0]))):
        other = paced.course
        if one.rate.value.text != other.rate.value.text:
            why = why_moved(one.rate, other.rate)
            fell = _rate(other) < _rate(one)
            yield Moved(other, paced.address, one.rate.text, points(one, other), why, fell)


def points(old: Course, new: Course) -> str:
    """`+28.2%p`"""
    moved = round_half_up(_rate(new), 1) - round_half_up(_rate(old), 1)
    return f"{'+' if moved > 0 else ''}{format_number(moved, 1)}%p"


def _rate(course: Course) -> Decimal:
    return course.rate.value.value if isinstance(course.rate.value, Percent) else Decimal(0)


def _counts(edition: Edition, old: Document, new: Document, told: Container[tuple[Origin, ...]]) -> list[Counted]:
    """Each once, however often it is printed; without those of which the rate is `told`."""
    pages, titles = figure_pages(edition), {each.key: each.title for each in new.walk()}
    found: dict[tuple[str, Decimal, Decimal], Counted] = {}
    for change, moved in compared(without_errata(old), without_errata(new)).moved:
        one, other = _amount(moved.before), _amount(moved.after)
        if one is None or other is None or one == other or moved.after.origins in told:
            continue
        share = (other - one) / abs(one) if one else Decimal(1 if other > 0 else -1)
        section = section_page(edition, change.section)
        address = page_of(moved.after, pages) or section
        named = _named(change, moved)
        title = titles[change.section]
        counted = Counted(named, title, section, address, moved.old, moved.new, moved.difference, moved.why, share)
        found.setdefault((named, one, other), counted)
    return sorted(found.values(), key=lambda each: -abs(each.share))


def _amount(figure: Figure) -> Decimal | None:
    """What is compared of it; None of what is no number, as a day or a month."""
    value = figure.value
    if isinstance(value, CountWithRate):
        return value.count.value
    return value.value if isinstance(value, Quantity | Percent | ToOne) else None


def _named(change: Change, moved: MovedFigure) -> str:
    """What the figure is of, as the edition defines it; else where it stands."""
    names = dict.fromkeys(_short(each.measure[0][1]) for each in moved.after.meanings if each.measure)
    return ", ".join(names) if len(names) in (1, 2) else change.place


def _short(name: str) -> str:
    """`일자리 (청년 · 여성)` of `일자리정책담당관 · 공공일자리 · 일자리 (청년 · 여성)`"""
    whole, bracket, part = name.partition(" (")
    return f"{whole.rpartition(' · ')[2]}{bracket}{part}"
