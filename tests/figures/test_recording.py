"""Writing figures: nothing is overwritten, nobody's change is lost, months never overlap."""

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from labour.models import Actual, ActualMonth, Budget, Execution, Indicator, Part
from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, log
from seoulwork.audit.models import Event
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Conflict, Stamp, record, record_block, record_bulk, remove, stamped

pytestmark = pytest.mark.django_db

AT = datetime.fromisoformat("2099-07-11T09:00:00+09:00")


@pytest.fixture
def officer() -> User:
    return User.objects.create_user("labour-officer", name="입력 담당", role=Role.OFFICER, division="labour")


@pytest.fixture
def key() -> dict[str, Any]:
    return {"indicator": Indicator.objects.create(short_name="상담", name="무료노무상담", unit="건"), "part": None}


def write(key: dict[str, Any], run: str, value: int, stamp: Stamp | None = None) -> Any:
    months = {"first_month": Run.parse(run).first, "last_month": Run.parse(run).last}
    return record(Actual, {**key, **months}, {"value": value}, stamp or Stamp(None, Source.BROWSER))


def covered() -> list[tuple[int, int]]:
    """Each covered month with the value that covers it."""
    found = ActualMonth.objects.order_by("month").values_list("month", "actual__value")
    return [(int(month), value) for month, value in found]


def test_a_figure_says_who_entered_it_when_why_and_from_where(key: dict[str, Any], officer: User) -> None:
    row = write(key, "2018-06", 36, Stamp(officer, Source.WORKBOOK, "실적.xlsx 시트1!F12", "6월 실적", AT))
    row.refresh_from_db()
    assert (row.entered_by, row.entered_at, row.source) == (officer, AT, Source.WORKBOOK)
    assert (row.place, row.reason, row.superseded_at) == ("실적.xlsx 시트1!F12", "6월 실적", None)


def test_a_change_keeps_the_old_figure(key: dict[str, Any]) -> None:
    old = write(key, "2018-06", 36)
    new = write(key, "2018-06", 40, Stamp(None, Source.BROWSER, at=AT))
    old.refresh_from_db()
    assert (old.value, old.superseded_at, old.superseded_by) == (36, AT, new)
    assert (new.value, new.superseded_at, new.superseded_by) == (40, None, None)
    assert covered() == [(201806, 40)]


def test_the_same_figure_again_writes_nothing(key: dict[str, Any], officer: User) -> None:
    write(key, "2018-06", 0)
    assert write(key, "2018-06", 0, Stamp(officer, Source.BROWSER)) is None
    assert Actual.objects.count() == 1


def test_a_half_year_gives_way_to_its_months_once_it_is_superseded(key: dict[str, Any]) -> None:
    half = write(key, "2018H1", 600)
    with pytest.raises(IntegrityError), transaction.atomic():
        write(key, "2018-03", 100)
    assert covered() == [(201800 + month, 600) for month in range(1, 7)]
    remove(half, Stamp(None, Source.BROWSER))
    for month in range(1, 7):
        write(key, f"2018-{month:02}", month)
    assert covered() == [(201800 + month, month) for month in range(1, 7)]


def test_parts_are_places_of_their_own(key: dict[str, Any]) -> None:
    part = Part.objects.create(indicator=key["indicator"], path="청년")
    write(key, "2018-06", 50)
    write({**key, "part": part}, "2018-06", 30)
    with pytest.raises(IntegrityError), transaction.atomic():
        write({**key, "part": part}, "2018-05~2018-06", 30)
    assert ActualMonth.objects.count() == 2


runs = st.builds(
    lambda first, length: Run(Month(2018, 1) + first, Month(2018, 1) + first + length),
    st.integers(0, 11),
    st.integers(0, 5),
)


@given(one=runs, other=runs)
@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_runs_of_one_figure_never_overlap(key: dict[str, Any], one: Run, other: Run) -> None:
    with transaction.atomic():
        write(key, f"{one.first}~{one.last}", 1)
        try:
            with transaction.atomic():
                write(key, f"{other.first}~{other.last}", 2)
            refused = False
        except IntegrityError:
            refused = True
        assert refused == (one.overlaps(other) and one != other)
        months = [int(month) for month in ActualMonth.objects.order_by("month").values_list("month", flat=True)]
        told = {month for row in Actual.objects.filter(superseded_at=None) for month in row.run.months()}
        assert months == sorted(map(int, told))
        transaction.set_rollback(True)


def test_two_writers_of_one_figure_do_not_lose_a_change(key: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The second writer has read the same current row, which the first has replaced meanwhile."""
    seen = write(key, "2018-06", 36)
    remove(Actual.objects.get(pk=seen.pk), Stamp(None, Source.BROWSER))
    with pytest.raises(Conflict):
        remove(seen, Stamp(None, Source.BROWSER))


def test_many_figures_are_replaced_at_once_or_none(key: dict[str, Any]) -> None:
    half = write(key, "2018H1", 600)
    part = Part.objects.create(indicator=key["indicator"], path="청년")
    other = write({**key, "part": part}, "2018-06", 30)

    def new(value: int, run: str, **more: Any) -> Actual:
        first, last = Run.parse(run).first, Run.parse(run).last
        place = {**key, **more, "first_month": first, "last_month": last}
        return Actual(**place, value=value, **stamped(Stamp(None, Source.BROWSER, at=AT)))

    rows = [new(601, "2018H1"), new(31, "2018-06", part=part)]
    record_block(Actual, rows, {half.pk: rows[0], other.pk: rows[1]}, AT)
    assert sorted(covered()) == [*((201800 + month, 601) for month in range(1, 6)), (201806, 31), (201806, 601)]
    half.refresh_from_db()
    assert (half.superseded_at, half.superseded_by) == (AT, rows[0])
    assert list(rows[1].predecessors.all()) == [other]
    with pytest.raises(Conflict), transaction.atomic():
        record_block(Actual, [row := new(602, "2018H1")], {half.pk: row}, AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        record_block(Actual, [new(1, "2018-08"), new(2, "2018-03")], {}, AT)
    assert Actual.objects.filter(superseded_at=None).count() == 2


def test_an_ended_row_names_the_new_one_that_covers_its_first_month(key: dict[str, Any]) -> None:
    """Both ways: months take the place of a run, and a run that of its months."""

    def new(value: int, run: str) -> Actual:
        first, last = Run.parse(run).first, Run.parse(run).last
        return Actual(**key, first_month=first, last_month=last, value=value, **stamped(Stamp(None, Source.BROWSER)))

    quarter = write(key, "2018-01~2018-03", 60)
    months = [new(20, f"2018-0{number}") for number in (1, 2, 3)]
    record_block(Actual, months, {quarter.pk: months[0]}, AT)
    again = new(60, "2018-01~2018-03")
    record_block(Actual, [again], dict.fromkeys([row.pk for row in months], again), AT)
    assert list(Actual.objects.order_by("pk").values_list("pk", "superseded_by")) == [
        (quarter.pk, months[0].pk),
        *((row.pk, again.pk) for row in months),
        (again.pk, None),
    ]
    assert covered() == [(201801, 60), (201802, 60), (201803, 60)]


def test_a_removed_figure_names_none_and_frees_its_months(key: dict[str, Any]) -> None:
    quarter = write(key, "2018-01~2018-03", 60)
    remove(quarter, Stamp(None, Source.BROWSER, at=AT))
    quarter.refresh_from_db()
    assert (quarter.superseded_at, quarter.superseded_by, covered()) == (AT, None, [])
    write(key, "2018-02", 20)
    assert covered() == [(201802, 20)]


@pytest.mark.each_case
@pytest.mark.parametrize("text", ["실적.xlsx 'A\\tB'", "줄\n바꿈\r\\ 끝", "\\N"])
def test_a_bulk_writes_what_a_block_writes(key: dict[str, Any], officer: User, text: str) -> None:
    """Values, keys, months and all that is left to the model's defaults, whatever signs a text has."""
    stamp = Stamp(officer, Source.WORKBOOK, reason="정정", at=AT)
    run, month = write(key, "2018-01~2018-02", 30), write(key, "2018-03", 3)
    fields = ("indicator", "part", "first_month", "last_month", "value", "denominator", "place")
    owner = key["indicator"].pk
    rows: list[tuple[Any, ...]] = [
        (owner, None, 201800 + number, 201800 + number, number, None, text) for number in (1, 2, 3)
    ]
    rows.append((owner, None, 201804, 201806, -4, 7, text))
    record_bulk(Actual, fields, rows, {run.pk: 0, month.pk: 2}, stamp)
    assert covered() == [(201801, 1), (201802, 2), (201803, 3), *((201800 + number, -4) for number in (4, 5, 6))]
    new = list(Actual.objects.filter(superseded_at=None).order_by("first_month"))
    assert [list(row.predecessors.all()) for row in new] == [[run], [], [month], []]
    by_block = Actual(**key, first_month=Month(2018, 7), last_month=Month(2018, 7), value=7, **stamped(stamp))
    by_block.place = text
    record_block(Actual, [by_block], {}, AT)
    left_out = {"id", "first_month", "last_month", "value", "denominator"}
    alike = [name for name in (field.attname for field in Actual._meta.concrete_fields) if name not in left_out]
    assert {tuple(getattr(row, name) for name in alike) for row in new} == {
        tuple(getattr(Actual.objects.get(pk=by_block.pk), name) for name in alike)
    }


def test_a_bulk_is_written_whole_or_not_at_all(key: dict[str, Any]) -> None:
    june = write(key, "2018-06", 36)
    fields = ("indicator", "part", "first_month", "last_month", "value")
    rows = [(key["indicator"].pk, None, month, month, 1) for month in (201805, 201806)]
    stamp = Stamp(None, Source.WORKBOOK, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        record_bulk(Actual, fields, rows, {}, stamp)
    record_bulk(Actual, fields, rows, {june.pk: 1}, stamp)
    with pytest.raises(Conflict), transaction.atomic():
        record_bulk(Actual, fields, rows[:1], {june.pk: 0}, stamp)
    assert covered() == [(201805, 1), (201806, 1)]


def test_an_execution_is_recorded_like_any_figure() -> None:
    line = Budget.objects.create(short_name="보조금", kind="grant", year=2018)
    key = {"budget": line, "month": Month(2018, 6)}
    first = record(Execution, key, {"committed": None, "spent": 5}, Stamp(None, Source.BROWSER))
    assert first is not None
    second = record(Execution, key, {"committed": 6, "spent": 5}, Stamp(None, Source.BROWSER))
    assert second is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        record(Execution, key, {"committed": 6, "spent": 7}, Stamp(None, Source.BROWSER))
    assert Execution.objects.get(superseded_at=None) == second


def test_a_write_is_logged_with_its_reason(officer: User) -> None:
    event = log(
        Action.FIGURES_ENTERED,
        "노동정책담당관 2018년 6월",
        Stamp(officer, Source.BROWSER, reason="오기 정정", at=AT),
        target=Target(division="labour", month=Month(2018, 6)),
        count=3,
        detail={"cells": 3},
    )
    found = Event.objects.get()
    assert found == event
    assert (found.actor, found.at, found.action, found.subject) == (
        officer,
        AT,
        Action.FIGURES_ENTERED,
        "노동정책담당관 2018년 6월",
    )
    assert (found.reason, found.count, found.detail) == ("오기 정정", 3, {"cells": 3})
    assert (found.division, found.month) == ("labour", Month(2018, 6))
