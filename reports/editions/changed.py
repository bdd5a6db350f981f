"""발행 뒤 바뀜: stored figures that an edition printed and that say something else by now, where it printed them, who changed them and why.

What an edition printed is known from its document: each figure's origins name the row (places.py) and what it said. What the rows say
now is asked for once a table: the origins of one table of a division are looked for together."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Q

from seoulwork.domain.numbers import money_text
from seoulwork.domain.periods import Month
from seoulwork.domain.vocabulary import COMMITTED, SPENT
from seoulwork.figures.divisions import division_called
from seoulwork.figures.models import Bureau, FundSource, in_force
from seoulwork.figures.models.querysets import RecordQuerySet

from ..comparison import figures_of, titled
from ..models import Edition
from ..origins import value_text
from ..places import FORECAST_TABLE, SPENDING_TABLE, WORKED_OUT_TABLE, place_of_bureau, place_of_post
from ..values import Origin, Place
from .kept import KEPT, Known, document_of

CLEARED = "빈칸"
NOWHERE = "지금 자료에서 찾을 수 없음"
ANY = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A stored figure that an edition printed, and at which places: `Ⅲ 주요업무 / 표 '…' …`."""

    origin: Origin
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that says otherwise by now. `by` and `at` are empty where nothing tells them: its indicator has another name."""

    indicator: str
    kind: str
    period: str
    old: str
    new: str
    where: tuple[str, ...]
    by: str = ""
    at: datetime | None = None
    reason: str = ""

    @property
    def text(self) -> str:
        """`1,889명 → 2,899명 (3곳)`"""
        return f"{self.old} → {self.new} ({len(self.where)}곳)"


def changed_since(edition: Edition) -> list[Changed]:
    """In the order in which the edition printed them. At most 2 queries for each table of a division, whatever has changed; 1 more when
    its document was not read yet. Raises Altered."""
    briefing, groups = edition.briefing, printed_by(edition)
    found: dict[Printed, Changed] = {}
    for (division, table), printed in groups.items():
        rows = _rows(
            division, table, [each.origin.place for each in printed], briefing.month, briefing.reference_month.year
        )
        current = _by_place(division, table, rows.current())
        moved = [
            each for each in printed if _text(current.get(each.origin.place), table, each.origin) != each.origin.value
        ]
        gone = [each for each in moved if each.origin.place not in current]
        ended = _by_place(division, table, rows.filter(superseded_at__gt=edition.published_at)) if gone else {}
        for each in moved:
            found[each] = _changed(each, table, current.get(each.origin.place), ended.get(each.origin.place))
    return [found[each] for printed in groups.values() for each in printed if each in found]


def reason_for(changed: Iterable[Changed]) -> str:
    """What a correction is begun with: the first of them, and how many more."""
    first, *others = changed
    more = f" 등 {len(others) + 1}건" if others else ""
    return f"{first.indicator} {first.period} {first.kind} {first.old} → {first.new}{more} 고침"[:300]


# --------------------------------------------------------------------------------------------- what was printed

Groups = Mapping[tuple[str, str], tuple[Printed, ...]]
"""By division's name and table"""


def printed_by(edition: Edition) -> Groups:
    """Raises Altered."""
    return _printed(Known(edition))


@lru_cache(maxsize=KEPT)
def _printed(known: Known) -> Groups:
    where: dict[Origin, list[str]] = {}
    for section in document_of(known.edition).walk():
        for place, figure in figures_of(section):
            for origin in dict.fromkeys(figure.origins):
                if origin.place and origin.place[1] != WORKED_OUT_TABLE:
                    where.setdefault(origin, []).append(f"{titled(section)} / {place}")
    groups: dict[tuple[str, str], list[Printed]] = {}
    for origin, places in where.items():
        groups.setdefault((origin.place[0], origin.place[1]), []).append(Printed(origin, tuple(places)))
    return {key: tuple(printed) for key, printed in groups.items()}


# ------------------------------------------------------------------------------------------------ what is stored


def _rows(name: str, table: str, keys: list[Place], month: Month, year: int) -> RecordQuerySet[Any]:
    """The rows among which those of the keys are, the current and the ended; `year` is that in whose programmes' numbers they are told."""
    if table == "Bureau":
        return Bureau.objects.filter(as_of__in={date.fromisoformat(key[2]) for key in keys}).select_related(
            "entered_by"
        )
    models: Any = division_called(name, month).models
    rows = getattr(models, table).objects.select_related("entered_by")
    if table == "Headcount":
        return rows.filter(as_of__in={date.fromisoformat(key[3]) for key in keys})  # type: ignore[no-any-return]
    owner = "indicator" if table in (*_RUNS, FORECAST_TABLE) else "budget"
    at = f"{owner}__programme"
    rows = rows.filter(
        Q(**{f"{at}__isnull": True}) | in_force(year, f"{at}__"),
        **{f"{owner}__short_name__in": {key[3] for key in keys}},
    )
    if owner == "budget":
        return rows.filter(budget__year__in={int(key[6]) for key in keys}).select_related(at, owner)  # type: ignore[no-any-return]
    if table == FORECAST_TABLE:
        return rows.filter(year__in={int(key[4]) for key in keys}).select_related(at, owner)  # type: ignore[no-any-return]
    firsts, lasts = ({Month.parse(key[at]) for key in keys} for at in (5, 6))
    return rows.filter(first_month__in=firsts, last_month__in=lasts).select_related(at, "part")  # type: ignore[no-any-return]


_RUNS = ("Actual", "Target")


def _by_place(name: str, table: str, rows: RecordQuerySet[Any]) -> dict[Place, Any]:
    """1 query."""
    return {_KEYS[table](name, row): row for row in rows.order_by("entered_at", "pk")}


def _number(programme: Any) -> str:
    return str(programme.number) if programme else ""


def _key_of_run(table: str) -> Callable[[str, Any], Place]:
    return lambda name, row: (
        name,
        table,
        _number(row.indicator.programme),
        row.indicator.short_name,
        row.part.path if row.part else "",
        str(row.first_month),
        str(row.last_month),
    )


def _key_of_amount(table: str, month: str) -> Callable[[str, Any], Place]:
    """`month`: the field that says it; of what is foreseen for a year there is none."""
    return lambda name, row: (
        name,
        table,
        _number(row.budget.programme),
        row.budget.short_name,
        row.budget.part,
        str(FundSource(row.budget.fund_source).label) if row.budget.fund_source else "",
        str(row.budget.year),
        str(getattr(row, month) if month else Month(row.budget.year, 12)),
    )


_KEYS: Mapping[str, Callable[[str, Any], Place]] = {
    "Actual": _key_of_run("Actual"),
    "Target": _key_of_run("Target"),
    "Appropriation": _key_of_amount("Appropriation", "from_month"),
    "Execution": _key_of_amount("Execution", "month"),
    SPENDING_TABLE: _key_of_amount(SPENDING_TABLE, ""),
    FORECAST_TABLE: lambda name, row: (
        name,
        FORECAST_TABLE,
        _number(row.indicator.programme),
        row.indicator.short_name,
        str(row.year),
    ),
    "Headcount": lambda name, row: place_of_post(name, row.grade, row.as_of),
    "Bureau": lambda name, row: place_of_bureau(row.as_of),
}


def _said(table: str, row: Any) -> Iterator[tuple[str, str]]:
    """What a row says, as origins tell it: by the origin's kind, of the bureau by the last word of what it is of; ANY where one row says
    one thing."""
    if table in (*_RUNS, FORECAST_TABLE):
        yield ANY, value_text(row.value, getattr(row, "denominator", None), row.indicator)
    elif table == SPENDING_TABLE:
        yield ANY, money_text(row.value)
    elif table == "Appropriation":
        yield ANY, money_text(row.amount)
    elif table == "Execution":
        for kind, amount in ((COMMITTED, row.committed), (SPENT, row.spent)):
            if amount is not None:
                yield kind, money_text(amount)
    elif table == "Headcount":
        yield ANY, f"{row.authorised}/{row.actual}"
    else:
        yield row.director_unit, f"{row.directors}{row.director_unit}"
        yield row.team_unit, f"{row.teams}{row.team_unit}"
        yield "정원외 공무직", f"{row.off_quota_staff}명"


def _text(row: Any, table: str, origin: Origin) -> str:
    if row is None:
        return CLEARED
    said = dict(_said(table, row))
    return next(
        (said[each] for each in (ANY, origin.kind, origin.indicator.rpartition(" · ")[2]) if each in said), CLEARED
    )


def _changed(printed: Printed, table: str, now: Any, ended: Any) -> Changed:
    origin = printed.origin
    about = (origin.indicator, origin.kind, origin.period, origin.value)
    if now is not None:
        by = now.entered_by.name if now.entered_by else "관리 명령"
        return Changed(*about, _text(now, table, origin), printed.where, by, now.entered_at, now.reason)
    if ended is not None:
        return Changed(*about, CLEARED, printed.where, at=ended.superseded_at)
    return Changed(*about, NOWHERE, printed.where)
