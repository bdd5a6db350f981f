"""Reminding of a month that is due: whom, once, and what is told where it fails."""

from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.entry import months
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.reminders import remind
from seoulwork.figures.divisions import Division
from seoulwork.notices.models import Choice, Kind, Notice
from tests.notices.mails import mails_go_out

from .conftest import JULY, People


def test_one_mail_a_person(july: Division, people: People, client_of: Any) -> None:
    Choice.objects.create(user=people.colleague, kind=Kind.REMINDER, in_site=False, by_mail=False)
    ReportingMonth.objects.filter(division="labour").update(state="submitted")
    administrator = client_of(people.administrator)
    answer = administrator.post("/entry/board/2018-07/remind/", headers={"Accept": "application/json"})
    assert answer.json()["text"] == (
        "1명에게 알렸습니다. 메일도 곧 받는 사람: 입력 담당 가. 이 알림을 모두 꺼서 알리지 못한 사람: 입력 담당 나."
    )
    assert mail.outbox == [], "whoever asks for it waits for no mail server"
    mails_go_out()
    [sent] = mail.outbox
    assert sent.to == ["officer1@example.org"]
    assert "청년 일자리: 빈칸 7개" in sent.body
    assert "http://testserver/entry/programmes/2018-07/" in sent.body
    assert "빈칸" in Notice.objects.get(user=people.officer).text
    assert administrator.post("/entry/board/2018-07/remind/", headers={"Accept": "application/json"}).status_code == 422
    mails_go_out()
    assert len(mail.outbox) == 1
    assert Event.objects.get(action=Action.REMINDED).detail["sent"] == ["officer1"]


def test_who_has_no_address_is_told_in_the_site(july: Division, people: People) -> None:
    people.colleague.email = ""
    people.colleague.save()
    told = remind(JULY, by=None)
    assert (told.by_mail, told.in_site) == (("입력 담당 가", "노동 입력 담당"), ("입력 담당 나",))
    assert "화면의 알림만 받는 사람: 입력 담당 나." in told.text


def test_the_command_reminds_and_says_whom(july: Division, people: People) -> None:
    output = StringIO()
    call_command("remind_entry", "2018-07", address="https://jobs.example/entry/", stdout=output)
    mails_go_out()
    assert output.getvalue().startswith(f"{len(mail.outbox)}명에게 알렸습니다.")
    assert "https://jobs.example/entry/" in mail.outbox[0].body


@pytest.mark.parametrize(("month", "sentence"), [("2018-13", "달"), ("2018-07", "조금 전에 알렸습니다")])
def test_the_command_says_why_it_reminds_nobody(july: Division, people: People, month: str, sentence: str) -> None:
    remind(JULY, by=None)
    with pytest.raises(CommandError, match=sentence):
        call_command("remind_entry", month)


def test_nobody_is_reminded_of_a_month_that_is_handed_in(july: Division, people: People) -> None:
    ReportingMonth.objects.update(state="closed")
    with pytest.raises(months.Refused):
        remind(JULY, by=None)
    assert mail.outbox == []
