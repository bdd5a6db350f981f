"""Where the figures of a briefing are kept: a key in names, which a published file may carry, and the way back to the row.

A key names division, table and row by what they are called, so that the same data gives the same file on any database.
What it leads to is for the staff: the row as it stood when the briefing was published, and the page on which it is kept.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from pydantic import ConfigDict, TypeAdapter

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import may
from seoulwork.domain.cells import Cell
from seoulwork.domain.ledger import AmountRow, ForecastRow, IndicatorRow, Ledger, ValueRow
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.vocabulary import APPROPRIATED, FORECAST
from seoulwork.figures.divisions import Division, division_called
from seoulwork.figures.models import Bureau, Frequency, FundSource, in_force
from seoulwork.figures.models.querysets import RecordQuerySet

from .posts import grade_of, is_post
from .values import Facts, Home, Place

LISTS = {
    "Actual": ("actuals", "실적 목록"),
    "Target": ("targets", "목표 목록"),
    "Appropriation": ("appropriations", "예산액 목록"),
    "Execution": ("executions", "예산 집행 목록"),
    "Headcount": ("headcount", "인력 목록"),
}
"""The list on which the rows of each table stand, and what a link to it says."""
FORECAST_TABLE = "Forecast"
SPENDING_TABLE = "SpendingForecast"
WORKED_OUT_TABLE = "WorkedOut"
"""In a key: of an indicator that is worked out from others"""


_TABLES = {APPROPRIATED: "Appropriation", FORECAST: SPENDING_TABLE}
"""By the name of an amount; of the others Execution"""
_PLACE = TypeAdapter(tuple[str, ...], config=ConfigDict(strict=True))
_FUNDS = {"": "", **{str(each.label): each.value for each in FundSource}}


class UnknownPlace(ValueError):
    """A key that names nothing that there is."""


# -------------------------------------------------------------------------------------------------------- keys


def place_of_value(ledger: Ledger, row: ValueRow, kind: str) -> Place:
    """The key of an actual or a target: its programme's number (empty: the division's own), indicator, part and months."""
    if is_post(row.indicator_id) and row.part_id is not None and row.as_of is not None:
        return place_of_post(ledger.division, grade_of(row.part_id), row.as_of)
    indicator = ledger.indicator_by_id[row.indicator_id]
    part = ledger.part_by_id[row.part_id].path if row.part_id is not None else ""
    table = "Target" if kind == "목표" else "Actual"
    number = _number(ledger, indicator.programme_id)
    return (ledger.division, table, number, indicator.short_name, part, str(row.run.first), str(row.run.last))


def place_of_forecast(ledger: Ledger, row: ForecastRow) -> Place:
    """The key of what an officer foresees: programme's number, indicator and year."""
    indicator = ledger.indicator_by_id[row.indicator_id]
    number = _number(ledger, indicator.programme_id)
    return (ledger.division, FORECAST_TABLE, number, indicator.short_name, str(row.year))


def place_of_worked_out(ledger: Ledger, indicator: IndicatorRow, months: Run) -> Place:
    """The key of what an indicator that is worked out from others comes to: nothing is stored under it."""
    number = _number(ledger, indicator.programme_id)
    return (ledger.division, WORKED_OUT_TABLE, number, indicator.short_name, "", str(months.first), str(months.last))


def place_of_amount(ledger: Ledger, row: AmountRow) -> Place:
    """The key of an appropriation, an execution or what is foreseen to be spent: programme's number, budget line and month."""
    line = ledger.budget_by_id[row.budget_id]
    table = _TABLES.get(row.name, "Execution")
    number = _number(ledger, line.programme_id)
    own = (number, line.short_name, line.part, line.fund_source, str(line.year), str(row.month))
    return (ledger.division, table, *own)


def place_of_post(division: str, grade: str, as_of: date) -> Place:
    return (division, "Headcount", grade, as_of.isoformat())


def place_of_bureau(as_of: date) -> Place:
    return ("", "Bureau", as_of.isoformat())


def _number(ledger: Ledger, programme_id: int | None) -> str:
    return next((str(each.number) for each in ledger.programmes if each.id == programme_id), "")


# ---------------------------------------------------------------------------------------------- the way back


@dataclass(frozen=True, slots=True)
class Kept:
    """A row for the staff: who, when and from where to the line, and the page on which it is kept if they may go there."""

    facts: Facts
    address: str = ""
    page: str = ""


def read(text: str) -> Place:
    """A key as a page names it: a JSON list of texts. Raises UnknownPlace."""
    try:
        return _PLACE.validate_json(text)
    except ValueError as error:
        raise UnknownPlace(text[:100]) from error


def kept(place: Place, user: User, year: int, at: datetime | None = None, home: Home | None = None) -> Kept | None:
    """The row of a key as it stood at a moment (None: as it stands now); None when there was none. `year` is that of the
    briefing, in whose programmes' numbers the key is told. What an edition keeps of whose the row is (`home`) goes before the names.

    1 query. Raises UnknownPlace.
    """
    try:
        if place[1] == WORKED_OUT_TABLE:
            return _worked_out(place, user, year, at or timezone.now(), home)
        own, table, rows = _rows(place, year, at or timezone.now(), home)
        known = rows.current() if at is None else rows.filter(entered_at__lte=at)
    except (ValueError, IndexError, KeyError) as error:
        raise UnknownPlace(str(place)) from error
    row = known.select_related("entered_by", *_RELATED.get(table, ())).order_by("-entered_at", "-pk").first()
    if row is None:
        return None
    address, page = _address(own, table, row, user)
    return Kept(_facts(row), address, page)


def _worked_out(place: Place, user: User, year: int, at: datetime, home: Home | None) -> Kept | None:
    """The indicator, with what it is worked out from as it stands now."""
    name, _, number, short_name, *_ = place
    own = division_called(name, Month.of(at.date()))
    named = _of_programme("programme", number, year) & Q(short_name=short_name)
    indicator = own.models.Indicator.objects.filter(Q(pk=home.number) if home else named).first()
    if indicator is None:
        return None
    facts = (
        ("셈", indicator.formula),
        ("저장된 곳", "셈하는 지표여서 저장된 값이 없습니다. 아래 지표의 값에서 셈합니다."),
    )
    if not may(user, "list", division=own.key):
        return Kept(facts)
    return Kept(
        facts, f"{reverse('list', args=[own.key, 'indicators'])}?{urlencode({'q': indicator.name})}", "지표 목록"
    )


_RELATED = {
    "Actual": ("indicator",),
    "Target": ("indicator",),
    "Forecast": ("indicator",),
    "Appropriation": ("budget",),
    "Execution": ("budget",),
    SPENDING_TABLE: ("budget",),
}


def _rows(
    place: Place, in_year: int, at: datetime, home: Home | None
) -> tuple[Division | None, str, RecordQuerySet[Any]]:
    name, table, *key = place
    if table == "Bureau":
        return None, table, Bureau.objects.filter(as_of=date.fromisoformat(key[0]))
    own = division_called(name, Month.of(at.date()))
    if table not in LISTS and table not in (SPENDING_TABLE, FORECAST_TABLE):
        raise KeyError(table)
    rows = getattr(own.models, table).objects.all()
    if table == "Headcount":
        return own, table, rows.filter(grade=key[0], as_of=date.fromisoformat(key[1]))
    if table == FORECAST_TABLE:
        named = _of_programme("indicator__programme", key[0], in_year) & Q(indicator__short_name=key[1])
        return own, table, rows.filter(Q(indicator=home.number) if home else named, year=int(key[2]))
    if table in ("Actual", "Target"):
        number, short_name, part, first, last = key
        run = Run(Month.parse(first), Month.parse(last))
        named = _of_programme("indicator__programme", number, in_year) & Q(indicator__short_name=short_name)
        named &= Q(part__path=part) if part else Q(part__isnull=True)
        by_key = Q(indicator=home.number, part=home.row) if home else named
        return own, table, rows.filter(by_key, first_month=run.first, last_month=run.last)
    number, short_name, part, fund, year, month = key
    named = _of_programme("budget__programme", number, in_year) & Q(
        budget__short_name=short_name, budget__part=part, budget__year=int(year), budget__fund_source=_FUNDS[fund]
    )
    rows = rows.filter(Q(budget=home.row) if home else named)
    if table == "Appropriation":
        rows = rows.filter(from_month=Month.parse(month))
    return own, table, rows.of_month(Month.parse(month)) if table == "Execution" else rows


def _of_programme(path: str, number: str, year: int) -> Q:
    if not number:
        return Q(**{f"{path}__isnull": True})
    return in_force(year, f"{path}__") & Q(**{f"{path}__number": int(number)})


def _facts(row: Any) -> Facts:
    by = f"{row.entered_by} ({row.entered_by.position})" if row.entered_by else "관리 명령"
    changed = f"{_moment(row.superseded_at)}에 바뀌었습니다." if row.superseded_at else ""
    facts = (
        ("입력한 사람", by),
        ("입력한 때", _moment(row.entered_at)),
        ("출처", f"{row.get_source_display()} {row.place}".strip()),
        ("사유", row.reason),
        ("메모", row.note),
        ("그 뒤", changed),
    )
    return tuple((label, text) for label, text in facts if text)


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.year}년 {local.month}월 {local.day}일 {local:%H:%M}"


def _address(own: Division | None, table: str, row: Any, user: User) -> tuple[str, str]:
    """Where the row is kept and what the link says; empty for who may not go there."""
    if own is None:
        return (reverse("bureau"), "정책관 현황") if may(user, "bureau") else ("", "")
    if table == FORECAST_TABLE:
        allowed = may(user, "forecast", division=own.key)
        return (reverse("forecast", args=[own.key, row.indicator_id, row.year]), "연말 전망") if allowed else ("", "")
    if table == SPENDING_TABLE:
        allowed = may(user, "spending_forecast", division=own.key)
        return (reverse("spending_forecast", args=[own.key, row.budget_id]), "연말 전망") if allowed else ("", "")
    cell = _cell(table, row)
    if cell and may(user, "entry_month", division=own.key):
        month = row.last_month if table == "Actual" else row.month
        return f"{reverse('entry_month', args=[own.key, month])}#{cell}", f"{month.korean} 입력 화면"
    if not may(user, "list", division=own.key):
        return "", ""
    kind, label = LISTS[table]
    return f"{reverse('list', args=[own.key, kind])}?{urlencode(_narrowed(table, row))}", label


def _narrowed(table: str, row: Any) -> dict[str, str]:
    """What narrows the list to the row and its like."""
    if table == "Headcount":
        return {"grade": row.grade}
    return {"q": row.indicator.name if table in ("Actual", "Target") else row.budget.short_name}


def _cell(table: str, row: Any) -> str:
    """The row of the month's page, for what is entered there each month."""
    if table == "Actual" and row.indicator.frequency == Frequency.MONTHLY:
        return str(Cell("a", row.indicator_id, row.part_id))
    return str(Cell("s", row.budget_id)) if table == "Execution" else ""
