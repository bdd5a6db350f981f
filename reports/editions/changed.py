"""발행 뒤 바뀜: stored figures that an edition printed and that say something else by now, where it printed them, who changed them and why.

What an edition printed is known from its document: each figure's origins name the row (places.py) and what it said, and whose row it is
it keeps by key (identities.py). What the rows say now is asked for once a table: the origins of one table of a division are looked for together."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from seoulwork.domain.numbers import money_text
from seoulwork.domain.periods import Month
from seoulwork.domain.vocabulary import COMMITTED, SPENT
from seoulwork.figures.divisions import division_called
from seoulwork.figures.models import Bureau
from seoulwork.figures.models.querysets import RecordQuerySet

from ..comparison import figures_of, titled
from ..models import Edition
from ..origins import value_text
from ..places import FORECAST_TABLE, SPENDING_TABLE, WORKED_OUT_TABLE, place_of_bureau, place_of_post
from ..values import Home, Origin, Place
from .identities import LOST, RUNS, homes_of
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
    its document was not read yet, and for an edition of an earlier program 1 and 3 a division. Raises Altered."""
    month, homes = edition.briefing.month, homes_of(edition)
    groups = printed_by(edition)
    found: dict[Printed, Changed] = {}
    for (division, table), printed in groups.items():
        keys = {each: _key_of(each.origin.place, homes(each.origin.place)) for each in printed}
        rows = _rows(division, table, set(keys.values()), month)
        current = _by_key(division, table, rows.current())
        moved = [each for each in printed if _text(current.get(keys[each]), table, each.origin) != each.origin.value]
        gone = [each for each in moved if keys[each] not in current]
        ended = _by_key(division, table, rows.filter(superseded_at__gt=edition.published_at)) if gone else {}
        for each in moved:
            found[each] = _changed(each, table, current.get(keys[each]), ended.get(keys[each]))
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


Key = tuple[Any, ...]
"""What tells the rows of one table apart: by whose they are, not by name"""


def _key_of(place: Place, home: Home | None) -> Key:
    """Of a name that nothing is called any more: of no row."""
    table = place[1]
    if table in (*RUNS, FORECAST_TABLE):
        number, row = (home.number, home.row) if home else (LOST, LOST)
        return (number, place[4]) if table == FORECAST_TABLE else (number, row, *place[5:7])
    if table in AMOUNTS:
        return (home.row if home else LOST, *(() if table == SPENDING_TABLE else place[7:8]))
    return place


AMOUNTS = ("Appropriation", "Execution", SPENDING_TABLE)


def _rows(name: str, table: str, keys: set[Key], month: Month) -> RecordQuerySet[Any]:
    """The rows among which those of the keys are, the current and the ended."""
    if table == "Bureau":
        days = {date.fromisoformat(key[2]) for key in keys}
        return Bureau.objects.filter(as_of__in=days).select_related("entered_by")
    rows = getattr(division_called(name, month).models, table).objects.select_related("entered_by")
    if table == "Headcount":
        return rows.filter(as_of__in={date.fromisoformat(key[3]) for key in keys})  # type: ignore[no-any-return]
    first = {key[0] for key in keys}
    if table in AMOUNTS:
        return rows.filter(budget__in=first)  # type: ignore[no-any-return]
    rows = rows.filter(indicator__in=first).select_related("indicator")
    if table == FORECAST_TABLE:
        return rows.filter(year__in={int(key[1]) for key in keys})  # type: ignore[no-any-return]
    firsts, lasts = ({Month.parse(key[at]) for key in keys} for at in (2, 3))
    return rows.filter(first_month__in=firsts, last_month__in=lasts)  # type: ignore[no-any-return]


def _by_key(name: str, table: str, rows: RecordQuerySet[Any]) -> dict[Key, Any]:
    """1 query."""
    return {_KEYS[table](name, row): row for row in rows.order_by("entered_at", "pk")}


def _key_of_run(name: str, row: Any) -> Key:
    return (row.indicator_id, row.part_id, str(row.first_month), str(row.last_month))


_KEYS: Mapping[str, Callable[[str, Any], Key]] = {
    "Actual": _key_of_run,
    "Target": _key_of_run,
    FORECAST_TABLE: lambda name, row: (row.indicator_id, str(row.year)),
    "Appropriation": lambda name, row: (row.budget_id, str(row.from_month)),
    "Execution": lambda name, row: (row.budget_id, str(row.month)),
    SPENDING_TABLE: lambda name, row: (row.budget_id,),
    "Headcount": lambda name, row: place_of_post(name, row.grade, row.as_of),
    "Bureau": lambda name, row: place_of_bureau(row.as_of),
}


def _said(table: str, row: Any) -> Iterator[tuple[str, str]]:
    """What a row says, as origins tell it: by the origin's kind, of the bureau by the last word of what it is of; ANY where one row says
    one thing."""
    if table in (*RUNS, FORECAST_TABLE):
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
