"""What is to be written of what a user typed, and what is not and why. Nothing is written here."""

from collections.abc import Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.utils import timezone

from seoulwork.domain.cells import Cell, Place
from seoulwork.domain.korean import particle
from seoulwork.domain.numbers import NumberError, is_dash, work_out
from seoulwork.domain.periods import Month
from seoulwork.domain.places import Line, Node, impossible_money, impossible_ratio
from seoulwork.domain.questions.money import money
from seoulwork.domain.questions.notices import falls
from seoulwork.entry.attempts import Attempt, Change, Outcome, Result
from seoulwork.entry.due import Current, Due, Kept
from seoulwork.entry.months import Refused, Status, korean_time
from seoulwork.entry.rows import held_here, later_screen
from seoulwork.entry.steps import reason_of, text_of
from seoulwork.entry.tearing import tearing
from seoulwork.figures.asking import Read, among, ask
from seoulwork.figures.divisions import Division
from seoulwork.figures.stamps import stored_month

LONGEST = 60
"""Characters of a value: the largest number with its commas and unit has fewer."""
UNKNOWN = -1 << 63
"""In place of what a version held that is none of this cell: equal to no amount."""


def judge(
    division: Division, what: Due, attempts: Sequence[Attempt], there: Kept, status: Status, *, only_touched: bool
) -> tuple[Outcome, list[Change]]:
    """What is to be written, and what is not and why. Writes nothing."""
    stored = there.rows
    outcome = Outcome([Result(each.cell) for each in attempts], status, Kept(dict(stored), there.remarks))
    by_place = what.by_place
    wanted: list[tuple[Attempt, Result, Cell, int | None]] = []
    for attempt, result in zip(attempts, outcome.results, strict=True):
        try:
            cell = Cell.parse(attempt.cell)
            owner = by_place[cell.place]
            if cell not in owner.cells:
                raise KeyError(cell)
        except (ValueError, KeyError):
            result.state, result.text = "refused", "이 달에 넣는 칸이 아닙니다. 화면을 새로 고쳐 주세요."
            continue
        try:
            if len(text_of(attempt.value, "값")) > LONGEST:
                raise NumberError(f"값이 너무 깁니다. 숫자만 {LONGEST}자 안으로 넣어 주세요.")
            reason_of(attempt.reason)
            wanted.append((attempt, result, cell, what.slot(cell).read(work_out(attempt.value))))
        except (NumberError, Refused) as error:
            locked = _locked(what, status, cell, stored)
            result.state, result.text = ("locked", locked) if locked else ("refused", str(error))
    seen = _seen(division, wanted, stored)
    changes: dict[Place, Change] = {}
    for attempt, result, cell, value in wanted:
        row = held_here(stored.get(cell.place), what.month)
        now = row.amounts[cell.field] if row else None
        version = row.version if row else None
        was = now if attempt.seen == version else seen.get((cell.place, attempt.seen), {}).get(cell.field, UNKNOWN)
        result.value = "" if value is None else what.slot(cell).written(value)
        redated = (
            attempt.as_of is not None and row is not None and attempt.as_of != (row.as_of or row.run.last.last_day)
        )
        if (value == now and not redated) or (only_touched and value == was and not redated):
            _show(what, result, cell, row)
            result.state, result.text = "unchanged", _blank_for_dash(attempt, "")
        elif locked := _locked(what, status, cell, stored):
            _show(what, result, cell, row)
            result.state, result.text = "locked", locked
        elif was != now:
            _conflict(what, result, cell, row, was)
        elif value is None and now is not None and not attempt.clears:
            result.state = "refused"
            result.text, result.more = _would_clear(what.slot(cell).written(now)), {"clears": True}
        else:
            amounts = dict(row.amounts) if row else dict.fromkeys((cell.field, cell.sibling.field))
            change = changes.setdefault(cell.place, Change(cell.place, amounts, "", [], row.as_of if row else None))
            change.amounts[cell.field] = value
            change.as_of = attempt.as_of or change.as_of
            # A correction says why: by itself, or with the reason for which the month was opened again.
            change.reason = (
                change.reason or reason_of(attempt.reason) or status.reason_for(by_place[cell.place].programme_id)
            )
            change.results.append(result)
            result.text = _blank_for_dash(attempt, "" if now is None else what.slot(cell).written(now))
    return outcome, _allowed(division, what, stored, changes)


def _allowed(division: Division, what: Due, stored: dict[Place, Current], changes: dict[Place, Change]) -> list[Change]:
    """The changes that can be; of the others, why not."""
    lines = [place.owner_id for place in changes if place.table == "Execution"]
    budgets, before = _money_known(division, what.month, lines)
    cleared = [place for place, change in changes.items() if change.is_blank]
    typed = [place for place, change in changes.items() if not change.is_blank and place not in stored]
    torn = tearing(division, what, stored, typed, cleared)
    allowed = []
    for change in changes.values():
        owner = what.by_place[change.place]
        text = _impossible(owner, change, budgets.get(change.place.owner_id)) or torn.get(change.place, "")
        falling = "" if text else _falls(change, before)
        for result in change.results if text or falling else ():
            result.state, result.text = "refused", text or falling
            result.more = {"falls": True} if falling else {}
        if not (text or falling):
            allowed.append(change)
    return allowed


def _would_clear(old: str) -> str:
    return f"저장된 값 {old}{particle(old, '이/가')} 지워집니다. 지우려면 지운다고 확인한 뒤 다시 저장하고, 0이면 0을 넣어 주세요."


def _blank_for_dash(attempt: Attempt, old: str) -> str:
    """What a user is told who wrote `-`, or nothing: Excel's 쉼표 스타일 shows 0 so, and here it is blank."""
    if not is_dash(attempt.value):
        return ""
    cleared = f" 저장된 값 {old}{particle(old, '을/를')} 지웠습니다." if old else ""
    return f"'-'는 0이 아니라 빈칸입니다.{cleared} 0이면 0을 넣어 주세요."


def _seen(
    division: Division, wanted: list[tuple[Attempt, Result, Cell, int | None]], stored: dict[Place, Current]
) -> dict[tuple[Place, int | None], dict[str, int | None]]:
    """What the rows held that users saw and that are no longer current. A cell whose row changed only in its other half
    (분자 and 분모, 원인행위액 and 지출액) has not changed. A blank cell was seen as blank. At most 2 queries, none if all are current."""
    blank: dict[str, int | None] = {"value": None, "denominator": None, "committed": None, "spent": None}
    found: dict[tuple[Place, int | None], dict[str, int | None]] = {}
    stale: dict[str, set[int]] = {"Actual": set(), "Execution": set()}
    for attempt, _, cell, _ in wanted:
        found[cell.place, None] = blank
        row = stored.get(cell.place)
        if attempt.seen is not None and (row is None or row.version != attempt.seen):
            stale[cell.place.table].add(attempt.seen)
    if stale["Actual"]:
        for pk, indicator_id, part_id, value, denominator in division.models.Actual.objects.filter(
            pk__in=stale["Actual"]
        ).values_list("pk", "indicator_id", "part_id", "value", "denominator"):
            found[Place("Actual", indicator_id, part_id), pk] = {"value": value, "denominator": denominator}
    if stale["Execution"]:
        for pk, budget_id, committed, spent in division.models.Execution.objects.filter(
            pk__in=stale["Execution"]
        ).values_list("pk", "budget_id", "committed", "spent"):
            found[Place("Execution", budget_id), pk] = {"committed": committed, "spent": spent}
    return found


def _locked(what: Due, status: Status, cell: Cell, stored: dict[Place, Current]) -> str:
    row = stored.get(cell.place)
    if locked := status.locked(what.by_place[cell.place].programme_id):
        return locked
    return later_screen(row, what.month) if row is not None else ""


def _show(what: Due, result: Result, cell: Cell, row: Current | None) -> None:
    """Put what stands in the cell into the result."""
    amount = row.amounts[cell.field] if row else None
    result.value = "" if amount is None else what.slot(cell).written(amount)
    result.version = row.version if row else None


def _conflict(what: Due, result: Result, cell: Cell, row: Current | None, was: int | None) -> None:
    mine = result.value
    _show(what, result, cell, row)
    before = None if was == UNKNOWN else was
    theirs = result.value or "빈칸"
    own = mine or "빈칸"
    who = f"{row.by}{particle(row.by, '이/가')} {korean_time(row.at)}에 " if row else "그 사이 다른 사람이 "
    result.state = "conflict"
    result.text = (
        f"{who}이 칸을 '{theirs}'{particle(theirs, '으로/로')} 바꾸었습니다. "
        f"내 값 '{own}'{particle(own, '과/와')} 견주어 하나를 골라 주세요."
    )
    result.more = {
        "mine": {"value": mine},
        "seen": {"value": "" if before is None else what.slot(cell).written(before)},
        "theirs": {
            "value": result.value,
            "by": row.by if row else "",
            "at": timezone.localtime(row.at).isoformat() if row else "",
            "at_text": korean_time(row.at) if row else "",
            "version": result.version,
        },
    }
    result.value = mine


def _impossible(owner: Node | Line, change: Change, budget: int | None) -> str:
    """Why the row can't be, or nothing."""
    if change.place.table == "Execution":
        return impossible_money(change.amounts["committed"], change.amounts["spent"], budget)
    if change.amounts.get("denominator") is not None and change.amounts["value"] is None:
        return "분모만 있는 비율은 저장하지 않습니다. 분자를 먼저 넣거나, 분모를 먼저 지워 주세요."
    if isinstance(owner, Node) and (
        text := impossible_ratio(
            change.amounts["value"], change.amounts.get("denominator"), owner.unit, within_whole=owner.within_whole
        )
    ):
        return text
    return next(filter(None, (slot.impossible(change.amounts.get(slot.field)) for slot in owner.slots)), "")


def _falls(change: Change, before: "dict[int, Amounts]") -> str:
    """What is asked of a cumulative amount that is less than at the end of an earlier month, while nothing says why."""
    if change.place.table != "Execution" or change.reason:
        return ""
    known = before.get(change.place.owner_id, {})
    for cell in (Cell.parse(result.cell) for result in change.results):
        month, amount = known.get(cell.field, (None, None))
        now = change.amounts[cell.field]
        if month is None or amount is None or now is None:
            continue
        if falls(Decimal(now), Decimal(amount), money):
            shown = money(Decimal(now))
            return (
                f"누계가 {month.korean} {money(Decimal(amount))}에서 {shown}{particle(shown, '으로/로')} 줄었습니다. "
                "1월부터의 누계가 아니면 누계로 고치고, 맞으면 표 위의 '줄어든 까닭'에 적은 뒤 다시 저장해 주세요."
            )
    return ""


Amounts = dict[str, tuple[Month, int]]
"""By field, each with its month"""


def _money_known(division: Division, month: Month, budget_ids: list[int]) -> tuple[dict[int, int], dict[int, Amounts]]:
    """By budget line, in won: 예산현액 in force at the month's end, and the last amounts of the year before the month. 1 query, none
    without lines."""
    if not budget_ids:
        return {}, {}
    year = Month(month.year, 1)
    appropriated, executed = ask(_money_of, division, budgets=budget_ids, first=year, month=month)
    in_force = {row.budget_id: row.amount for row in sorted(appropriated, key=attrgetter("from_month"))}
    before: dict[int, Amounts] = {}
    for row in sorted(executed, key=attrgetter("month")):
        for name, amount in (("committed", row.committed), ("spent", row.spent)):
            if amount is not None:
                before.setdefault(row.budget_id, {})[name] = (stored_month(row.month), amount)
    return in_force, before


def _money_of(division: Division, budgets: Any, first: Any, month: Any) -> list[Read]:
    of_budget, models = among("budget_id", budgets), division.models
    return [
        Read(
            models.Appropriation.objects.current().filter(of_budget, from_month__lte=month),
            ("budget_id", "from_month", "amount"),
        ),
        Read(
            models.Execution.objects.current().filter(of_budget, month__gte=first, month__lt=month),
            ("budget_id", "month", "committed", "spent"),
        ),
    ]
