"""A clock that is put back: nothing is told as before what it followed, nobody is logged out or reminded twice."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from seoulwork.domain.cells import Cell
from seoulwork.domain.periods import Run
from seoulwork.entry import history
from seoulwork.entry.attempts import Attempt
from seoulwork.entry.daily import daily
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.months import Refused
from seoulwork.entry.reminders import remind
from seoulwork.entry.saving import save
from seoulwork.figures.divisions import Division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record_actual, remove
from seoulwork.notices.models import Notice
from seoulwork.workbook.importing.commit import commit
from seoulwork.workbook.importing.preview import preview
from seoulwork.workbook.importing.receive import receive
from seoulwork.workbook.importing.undo import undo
from seoulwork.workbook.models import Batch
from tests.notices.mails import mails_go_out
from tests.workbook.writing import by_openpyxl

from .conftest import FIRST_HALF, JULY, People, cell_of

PutTo = Callable[[datetime], None]


@pytest.fixture
def put_to(monkeypatch: pytest.MonkeyPatch) -> PutTo:
    """The clock stands there from now on, for the site and for its sessions."""

    def put(at: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at)
        monkeypatch.setattr("seoulwork.accounts.middleware.time.time", at.timestamp)

    return put


def test_history_follows_itself(july: Division, people: People, put_to: PutTo) -> None:
    at, version = timezone.now(), None
    cell = cell_of(july, "상담")
    for back, value in enumerate(("1", "2", "", "3", "4")):
        put_to(at - timedelta(minutes=20 * back))
        _, outcome = save(july, JULY, [Attempt(cell, value, version, clears=True)], by=people.officer)
        (result,) = outcome.results
        assert result.state == "saved"
        version = result.version
    rows = sorted(history.rows_of(july, JULY, Cell.parse(cell).place), key=lambda row: row.pk)
    assert [row.value for row in rows] == [1, 2, 3, 4]
    assert all(row.superseded_at is None or row.superseded_at >= row.entered_at for row in rows)
    assert rows[0].entered_at <= rows[1].entered_at and rows[2].entered_at <= rows[3].entered_at
    newest = history.changes(july, JULY, Cell.parse(cell))[0].after
    assert newest is not None and newest.amount == 4


def test_other_ways_to_write_follow_too(july: Division, put_to: PutTo) -> None:
    indicator = july.models.Indicator.objects.get(short_name="상담")
    before = july.models.Actual.objects.current().get(indicator=indicator)
    put_to(before.entered_at - timedelta(days=1))
    key: dict[str, Any] = {"indicator_id": indicator.pk, "part_id": None}
    stamp = Stamp(None, Source.WORKBOOK)
    after = record_actual(july.models, key, FIRST_HALF, {"value": 1, "denominator": None}, stamp)
    before.refresh_from_db()
    assert after is not None and before.superseded_at == before.entered_at == after.entered_at
    remove(after, stamp)
    after.refresh_from_db()
    assert after.superseded_at == after.entered_at


@pytest.mark.any_engine
def test_an_import_and_taking_it_back_follow_too(july: Division, people: People, put_to: PutTo) -> None:
    now, models = timezone.now(), july.models
    indicator = models.Indicator.objects.get(short_name="상담")
    workbook, sheets = receive(by_openpyxl([["지표", "2018-07"], [indicator.name, 20]]), name="x.xlsx", to=july)
    key: dict[str, Any] = {"indicator_id": indicator.pk, "part_id": None}
    before = record_actual(models, key, Run(JULY, JULY), {"value": 1, "denominator": None}, Stamp(None, Source.BROWSER))

    def bring() -> Batch:
        return commit(workbook, preview(workbook, sheets).fingerprint, sheets=sheets, by=people.administrator)

    def take_back() -> Batch:
        return undo(Batch.objects.get(), by=people.administrator, reason="다른 파일")

    for back, act in enumerate((bring, take_back), start=1):
        put_to(now - timedelta(days=back))
        act()
        after = models.Actual.objects.current().get(**key, first_month=JULY)
        assert before is not None
        before.refresh_from_db()
        assert before.superseded_at is not None and before.superseded_by == after
        assert before.entered_at <= before.superseded_at <= after.entered_at
        before = after


@pytest.mark.any_engine
def test_a_session_lasts(july: Division, people: People, client_of: Any, put_to: PutTo) -> None:
    now, client = timezone.now(), client_of(people.officer)
    for minutes in (0, -90, 1, 29):
        put_to(now + timedelta(minutes=minutes))
        assert client.get("/entry/programmes/2018-07/").status_code == 200


def test_nobody_is_told_twice_across_the_end_of_a_month(july: Division, people: People, put_to: PutTo) -> None:
    ReportingMonth.objects.update(deadline=date(2018, 8, 1))
    days = [date(2018, 7, 31), date(2018, 8, 1), date(2018, 7, 31), date(2018, 8, 1)]
    for day in days[:2]:
        daily(day)
    mails_go_out()
    told, opened, mails = Notice.objects.count(), ReportingMonth.objects.count(), len(mail.outbox)
    assert told
    for day in days[2:]:
        daily(day)
    mails_go_out()
    assert (Notice.objects.count(), ReportingMonth.objects.count(), len(mail.outbox)) == (told, opened, mails)
    now = timezone.now()
    remind(JULY, by=people.administrator)
    put_to(now - timedelta(hours=1))
    with pytest.raises(Refused):
        remind(JULY, by=people.administrator)
