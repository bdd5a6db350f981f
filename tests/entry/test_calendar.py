"""The year's calendar: months open and fall due by it on working days, who owes figures is told, and nobody twice."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seoulwork.audit.models import Event
from seoulwork.domain.periods import Month
from seoulwork.domain.workdays import day_off, working_day, working_days_before
from seoulwork.entry import daily as work
from seoulwork.entry.calendar import planned, planned_usually
from seoulwork.entry.daily import daily
from seoulwork.entry.models import PlannedMonth, ReportingMonth
from seoulwork.entry.steps import open_month
from seoulwork.figures.divisions import Division, divisions
from seoulwork.notices.models import Choice, Kind, Notice
from tests.entry.conftest import People
from tests.notices.mails import mails_go_out

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
JULY, AUGUST = Month(2018, 7), Month(2018, 8)
SITE = "https://site/"


def told(kind: Kind) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind=kind).select_related("user").order_by("pk")
    return [(each.user.username, each.text) for each in rows]


def test_working_days() -> None:
    assert day_off(date(2018, 8, 10)) == ""
    assert day_off(date(2018, 8, 11)) == "토요일"
    assert day_off(date(2018, 8, 15)) == "광복절"
    # 추석 and the day in its stead
    assert working_day(date(2018, 9, 22)) == date(2018, 9, 27)
    assert working_days_before(date(2018, 9, 27), 3) == date(2018, 9, 19)
    # Beyond the years of which holidays are known only weekends are.
    assert working_day(date(2998, 1, 6)) == date(2998, 1, 8)


def test_months_open_and_fall_due_on_working_days() -> None:
    """August: the first of September is a Saturday; December: New Year's Day. November's tenth of December is a Monday."""
    assert planned_usually(AUGUST).opens == date(2018, 9, 3)
    assert planned_usually(Month(2018, 12)).opens == date(2019, 1, 2)
    assert planned_usually(Month(2018, 10)).due == date(2018, 11, 12)


@pytest.mark.any_engine
def test_months_open_by_themselves(july: Division) -> None:
    assert daily(date(2018, 9, 2)).opened == ()  # a Sunday
    assert daily(date(2018, 9, 3)).opened == (AUGUST,)
    assert daily(date(2018, 9, 3)).opened == ()
    assert set(ReportingMonth.objects.filter(month=AUGUST).values_list("deadline", flat=True)) == {date(2018, 9, 10)}
    # After a long pause all that has come since.
    assert daily(date(2018, 12, 3)).opened == (Month(2018, 9), Month(2018, 10), Month(2018, 11))
    ReportingMonth.objects.all().delete()
    assert daily(date(2018, 12, 14)).opened == (Month(2018, 11),)
    assert set(ReportingMonth.objects.values_list("deadline", flat=True)) == {date(2018, 12, 14)}


def test_who_owes_is_reminded_before_and_the_head_told_after(
    july: Division, people: People, django_capture_on_commit_callbacks: Any
) -> None:
    """July falls due on Friday, the tenth of August; three working days before it is the seventh. Nobody is told twice."""
    Choice.objects.create(user=people.colleague, kind=Kind.REMINDER, in_site=True, by_mail=False)
    daily(date(2018, 8, 6))
    assert told(Kind.REMINDER) == []
    with django_capture_on_commit_callbacks(execute=True):
        daily(date(2018, 8, 7), site=SITE)
    assert {name for name, _ in told(Kind.REMINDER)} == {"officer1", "officer2", "officer3"}
    assert told(Kind.REMINDER)[0][1] == (
        "일자리정책담당관 2018년 7월 실적을 2018년 8월 10일(금)까지 제출해 주세요(빈칸 18개)"
    )
    # Who wants no mail gets none.
    mails_go_out()
    assert sorted(each.to[0] for each in mail.outbox) == ["officer1@example.org", "officer3@example.org"]
    assert "https://site/entry/programmes/2018-07/" in mail.outbox[0].body
    assert "청년 일자리" in mail.outbox[0].body
    with django_capture_on_commit_callbacks(execute=True):
        for day in (8, 9, 10):
            daily(date(2018, 8, day), site=SITE)
    assert len(told(Kind.REMINDER)) == 3
    mails_go_out()
    assert len(mail.outbox) == 2
    assert told(Kind.LATE) == []
    ReportingMonth.objects.filter(division="labour").update(state=ReportingMonth.State.SUBMITTED)
    done = daily(date(2018, 8, 13))
    daily(date(2018, 8, 14))
    # 사회적경제담당관 has no head here: the administrator is told.
    assert [name for name, _ in told(Kind.LATE)] == ["head1", "admin1"]
    assert "기한 2018년 8월 10일(금)까지 제출되지 않았습니다(빈칸 18개)" in told(Kind.LATE)[0][1]
    assert done.escalated == ("일자리정책담당관 2018년 7월", "사회적경제담당관 2018년 7월")


@pytest.mark.any_engine
def test_the_command(july: Division, people: People, capsys: pytest.CaptureFixture[str]) -> None:
    """By the day that it is: July of 2018 is long over."""
    call_command("daily")
    said = capsys.readouterr().out
    assert "입력 안내" in said or "기한이 지나" in said or "오늘 할 일이 없습니다" in said


def moved(client: Client, opens: str, due: str, month: Month = JULY) -> str:
    answer = client.post(f"/entry/calendar/{month}/move/", {"opens": opens, "due": due}, follow=True)
    page = answer.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") :]).split())[:200]


def test_an_administrator_moves_a_day(july: Division, people: People, client_of: Any) -> None:
    """What is open falls due then; a month that is opened later, too. The usual days again are not kept."""
    client = client_of(people.administrator)
    assert "열려 있는 3곳의 제출 기한도 바꿨습니다" in moved(client, "2018-08-02", "2018-08-13")
    assert set(ReportingMonth.objects.values_list("deadline", flat=True)) == {date(2018, 8, 13)}
    assert Event.objects.filter(action="calendar_moved", actor=people.administrator).count() == 1
    moved(client, "2018-09-04", "2018-09-12", AUGUST)
    page = client.get("/entry/calendar/2018/").content.decode()
    assert page.count("옮긴 날") == 2
    assert "2018년 9월 12일(수)" in page
    open_month(AUGUST)
    assert ReportingMonth.objects.filter(month=AUGUST, deadline=date(2018, 9, 12)).count() == 3
    moved(client, "2018-08-01", "2018-08-10")
    assert not PlannedMonth.objects.filter(month=JULY).exists()
    assert planned([JULY])[JULY] == planned_usually(JULY)


@pytest.mark.parametrize(
    ("opens", "due", "said"),
    [
        ("2018-08-01", "2018-08-15", "2018년 8월 15일(수)은 쉬는 날(광복절)입니다"),
        ("2018-08-04", "2018-08-10", "쉬는 날(토요일)입니다"),
        ("2018-08-01", "2018-07-30", "2018년 7월이 끝나기 전입니다"),
        ("2018-08-13", "2018-08-10", "여는 날을 고쳐 주세요"),
        ("", "내일", "날짜가 아닙니다"),
    ],
)
def test_days_that_can_not_be_meant(
    july: Division, people: People, client_of: Any, opens: str, due: str, said: str
) -> None:
    assert said in moved(client_of(people.administrator), opens, due)
    assert not PlannedMonth.objects.exists()


def test_the_calendar_is_read_by_the_staff_and_kept_by_the_database(
    july: Division, people: People, client_of: Any
) -> None:
    page = client_of(people.officer).get("/entry/calendar/2018/").content.decode()
    assert "2018년 8월 10일(금)" in page
    assert '<form method="post" action="/entry/calendar/' not in page
    for year in (1900, 1901, 2998, 2999, 99999):
        assert client_of(people.officer).get(f"/entry/calendar/{year}/").status_code in (200, 404)
    with transaction.atomic(), pytest.raises(IntegrityError):
        PlannedMonth.objects.create(month=JULY, opens=date(2018, 8, 2), due=date(2018, 8, 1))


@pytest.mark.any_engine
def test_it_asks_no_more_for_more_divisions(july: Division, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody is told: the month falls due in a week."""
    counts = set()
    for of in (divisions(), divisions() * 20):
        monkeypatch.setattr(work, "divisions", lambda of=of: of)
        with CaptureQueriesContext(connection) as asked:
            daily(date(2018, 8, 6))
        counts.add(len(asked))
    assert len(counts) == 1
