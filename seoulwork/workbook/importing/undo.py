"""Undoing an import as a whole: the old figures are written again as new rows, in one transaction that records who and why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import imports_freely
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, log
from seoulwork.domain.periods import Month
from seoulwork.domain.runs import Torn, torn
from seoulwork.entry.events import clearings
from seoulwork.entry.months import hold
from seoulwork.figures.divisions import Division, division
from seoulwork.figures.models import Execution as AnyExecution
from seoulwork.figures.models import Source
from seoulwork.figures.queries import runs_of
from seoulwork.figures.recording import Stamp, not_before, record_block
from seoulwork.workbook.importing.receive import BY_COMMAND
from seoulwork.workbook.models import Batch

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Actual, Execution

Entered: TypeAlias = "Actual | Execution"


class Spot(NamedTuple):
    """Where a figure stands in a month: its indicator and part, or (owner alone) its budget line."""

    owner: int
    part: int | None
    month: Month


@dataclass(frozen=True, slots=True)
class Standing:
    """What came after a figure of the batch, and undoing would take away: a later figure, or that it was cleared."""

    title: str
    month: Month
    by: str
    at: datetime | None
    cleared: bool


class NotUndone(Exception):
    """A batch that can't be undone; `standing` is what came after its figures."""

    def __init__(self, text: str, standing: Sequence[Standing] = ()) -> None:
        super().__init__(text)
        self.standing = tuple(standing)


def undo(batch: Batch, *, by: User | None = None, reason: str) -> Batch:
    """Take a batch back as a whole: its figures are superseded, those before it written again as new rows.

    Raises NotUndone when later figures stand on it, when a month is closed now, when a sum would come out wrong, without a
    reason, a second time, or for a batch of somebody else's unless `by` imports freely.
    """
    if not reason.strip():
        raise NotUndone("되돌리는 사유를 적어 주세요.")
    to = division(batch.workbook.division)
    with transaction.atomic():
        held = Batch.objects.select_for_update().get(pk=batch.pk)
        if held.undone_at is not None:
            raise NotUndone("이미 되돌린 반입입니다.")
        if not may_undo(held, by):
            raise NotUndone("다른 사람이 반입한 것입니다. 되돌리려면 반입한 사람이나 관리자에게 요청해 주세요.")
        at = timezone.now()
        stamp = Stamp(by, Source.WORKBOOK, reason=reason.strip(), at=at)
        _check_months(to, held, freely=imports_freely(by))
        if standing := _standing(to, held):
            names = ", ".join(f"{each.title} {each.month.korean}" for each in standing[:5])
            more = f" 등 {len(standing):,}개" if len(standing) > 5 else ""
            raise NotUndone(
                f"이 반입 뒤에 고치거나 지운 값이 있어 되돌릴 수 없습니다: {names}{more}. 그 값을 먼저 확인해 주세요.",
                standing,
            )
        torn_before = _torn(to, held)
        _restore(to, held, stamp, at)
        _refuse_torn(to, _torn(to, held) - torn_before)
        held.undone_at, held.undone_by, held.undo_reason = at, by, reason.strip()
        held.save(update_fields=["undone_at", "undone_by", "undo_reason"])
        log(
            Action.IMPORT_UNDONE,
            held.workbook.name,
            stamp,
            target=Target(division=to.key),
            batch=held,
            count=held.figures,
        )
    return held


def may_undo(batch: Batch, by: User | None) -> bool:
    """Who imports freely takes back any batch, others their own."""
    return imports_freely(by) or (by is not None and batch.by_id == by.pk)


def _months(to: Division, batch: Batch) -> list[tuple[Month, int | None]]:
    """The months and programmes that the batch wrote."""
    actuals = (
        to.models.Actual.objects.filter(batch=batch).order_by().values_list("first_month", "indicator__programme_id")
    )
    executions = to.models.Execution.objects.filter(batch=batch).order_by().values_list("month", "budget__programme_id")
    return [*actuals.distinct(), *executions.distinct()]


def _check_months(to: Division, batch: Batch, *, freely: bool) -> None:
    pairs = _months(to, batch)
    statuses = {month: hold(to, month) for month in sorted({month for month, _ in pairs})}
    for month, programme_id in pairs:
        if cause := statuses[month].locked_to_imports(programme_id, freely=freely):
            raise NotUndone(f"{month.korean}: {cause}")


def _standing(to: Division, batch: Batch) -> list[Standing]:
    """What took the place of figures of the batch: later ones, or a blank. 8 queries, however many they are."""
    lost = {table: _lost(to, table, batch) for table in PLACES}
    found = [each for table, places in lost.items() if places for each in _taken(to, table, places)]
    return sorted(found, key=lambda each: (each.title, each.month))


def _taken(to: Division, table: str, lost: dict[Spot, Entered]) -> Iterator[Standing]:
    """What became of the places that rows of the batch lost. 2 queries."""
    cleared = clearings(to, {place.month for place in lost}, table)
    later = {row.pk: row for row in _rows_since(to, table, lost)}
    standing = {place: row for row in later.values() if row.superseded_at is None for place in _spots(row)}
    for place, row in lost.items():
        if now := standing.get(place):
            by = now.entered_by.name if now.entered_by else BY_COMMAND
            yield Standing(_title(row), place.month, by, now.entered_at, cleared=False)
            continue
        last = row
        while last.superseded_by_id in later:
            last = later[last.superseded_by_id]
        yield Standing(_title(row), place.month, cleared.get(last.pk, ("",))[0], last.superseded_at, cleared=True)


def _rows_since(to: Division, table: str, lost: dict[Spot, Entered]) -> Iterable[Entered]:
    """The rows that came to the lost places, or near them, after their rows."""
    owner, months = PLACES[table][0], [place.month for place in lost]
    first, last = ("first_month", "last_month") if table == "Actual" else ("month", "month")
    return (
        to.entered(table)
        .objects.select_related("entered_by")
        .order_by("pk")
        .filter(
            pk__gt=min(row.pk for row in lost.values()),
            **{
                f"{owner}__in": {place.owner for place in lost},
                f"{first}__lte": max(months),
                f"{last}__gte": min(months),
            },
        )
    )


def _spots(row: Entered) -> list[Spot]:
    """Where a row stands, once for each of its months."""
    if isinstance(row, AnyExecution):
        return [Spot(row.budget_id, None, row.month)]
    return [Spot(row.indicator_id, row.part_id, month) for month in row.run.months()]


PLACES = {"Actual": ("indicator_id", "part_id", "first_month"), "Execution": ("budget_id", "month")}
"""The fields that say where a row of a batch stands, by its table: the month comes last, and is the only one of the row."""


def _lost(to: Division, table: str, batch: Batch) -> dict[Spot, Entered]:
    """The places where the batch wrote and nothing of it stands any more, each with the last row of the batch there.

    Undoing a later batch writes a row of this one again, as another row of this one: such a place is not lost.
    """
    fields, own = PLACES[table], to.entered(table).objects.filter(batch=batch)
    standing = {
        Spot(owner, part[0] if part else None, month) for owner, *part, month in own.current().values_list(*fields)
    }
    related = ("budget",) if table == "Execution" else ("indicator", "part")
    gone = own.filter(superseded_at__isnull=False).select_related(*related).order_by("pk")
    return {spot: row for row in gone if (spot := _spots(row)[0]) not in standing}


def _title(row: Entered) -> str:
    if isinstance(row, AnyExecution):
        return str(row.budget)
    return f"{row.indicator.name} / {row.part.path}" if row.part else row.indicator.name


def _restore(to: Division, batch: Batch, stamp: Stamp, at: datetime) -> None:
    """End the rows of the batch, and write those that they took the place of once more, with their own origin.

    A row whose own batch was undone gave its place to a row of this one when that was written again: nothing to restore.
    """
    for table in PLACES:
        model = to.entered(table)
        before = model.objects.filter(superseded_by__batch=batch, batch__undone_at__isnull=True)
        again = [_again(row, stamp) for row in before.order_by("pk")]
        followers = {place: row for row in again for place in _spots(row)}
        own = model.objects.current().filter(batch=batch)
        ended = {row.pk: followers.get(_spots(row)[0]) for row in own}
        for row in own:
            if follower := ended[row.pk]:
                follower.entered_at = not_before(follower.entered_at, row.entered_at)
        record_block(model, again, ended, at)


def _again(row: Entered, stamp: Stamp) -> Entered:
    """The same figure as a new row: its source and place stay, who and when and why are those of the undoing."""
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    values |= {
        "entered_by_id": stamp.by.pk if stamp.by else None,
        "entered_at": stamp.at,
        "reason": stamp.reason,
        "superseded_at": None,
        "superseded_by_id": None,
    }
    return type(row)(**values)


def _torn(to: Division, batch: Batch) -> set[tuple[int, Torn]]:
    """The runs that are torn now, with their indicators, of those of which the batch has figures. 1 query."""
    indicators = to.models.Actual.objects.filter(batch=batch).values("indicator_id")
    known = runs_of(to, Q(indicator_id__in=indicators))
    return {(indicator, each) for indicator, rows in known.items() for each in torn(rows)}


def _refuse_torn(to: Division, found: set[tuple[int, Torn]]) -> None:
    """Raises NotUndone for what would not be torn without undoing."""
    if not found:
        return
    indicator, one = min(found, key=lambda each: (each[0], each[1].run, each[1].path, each[1].by))
    name = to.models.Indicator.objects.get(pk=indicator).name
    months = ", ".join(f"{month.number}월" for month in one.lacking)
    whole, part = (f"세부 '{path}'" if path else "전체" for path in (one.path, one.by))
    more = f" 이런 곳이 모두 {len(found):,}곳입니다." if len(found) > 1 else ""
    raise NotUndone(
        f"되돌리면 '{name}'의 합이 어긋나 되돌리지 않았습니다: {whole}의 {one.run.korean} 값은 한 줄인데 {part}에는 그 가운데 "
        f"일부 달의 값만 있습니다(없는 달: {months}). {part}의 없는 달을 넣거나 있는 달을 지운 뒤 되돌려 주세요.{more}"
    )
