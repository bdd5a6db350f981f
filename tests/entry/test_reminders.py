"""Reminding of a month that is due: whom, once, and what is told where it fails."""

import smtplib
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.entry import months
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.reminders import remind
from seoulwork.figures.divisions import Division

from .conftest import JULY, People


def test_one_mail_a_person(july: Division, people: People, client_of: Any) -> None:
    people.colleague.email = ""
    people.colleague.save()
    ReportingMonth.objects.filter(division="labour").update(state="submitted")
    administrator = client_of(people.administrator)
    answer = administrator.post("/entry/board/2018-07/remind/", headers={"Accept": "application/json"})
    assert answer.json()["text"] == "1명에게 알림 메일을 보냈습니다. 메일 주소가 없어 보내지 못한 사람: 입력 담당 나."
    [sent] = mail.outbox
    assert sent.to == ["officer1@example.org"]
    assert "청년 일자리: 빈칸 7개" in sent.body
    assert "http://testserver/entry/" in sent.body
    assert administrator.post("/entry/board/2018-07/remind/", headers={"Accept": "application/json"}).status_code == 422
    assert len(mail.outbox) == 1
    assert Event.objects.get(action=Action.REMINDED).detail["sent"] == ["officer1"]


def test_who_is_not_reached_is_told_and_nobody_is_mailed_twice(
    july: Division, people: People, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mail server takes the first mail and then none."""
    send_messages = EmailBackend.send_messages

    def fail_after_one(self: EmailBackend, messages: Any) -> int:
        if mail.outbox:
            raise smtplib.SMTPServerDisconnected
        return send_messages(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", fail_after_one)
    ReportingMonth.objects.filter(division="labour").update(state="submitted")
    administrator = client_of(people.administrator)
    answer = administrator.post("/entry/board/2018-07/remind/", headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert "1명에게 알림 메일을 보냈습니다" in answer.json()["text"]
    assert "보내지 못한 사람: 입력 담당 나." in answer.json()["text"]
    assert Event.objects.get(action=Action.REMINDED).detail["sent"] == ["officer1", "officer2"]
    assert Event.objects.get(action=Action.NOT_REACHED).detail["not_reached"] == ["officer2"]
    assert administrator.post("/entry/board/2018-07/remind/", headers={"Accept": "application/json"}).status_code == 422
    assert len(mail.outbox) == 1


def test_without_a_mail_server_the_command_fails_and_says_why(
    july: Division, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: EmailBackend, messages: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    with pytest.raises(CommandError, match=r"보내지 못했습니다.*입력 담당 가, 입력 담당 나, 노동 입력 담당"):
        call_command("remind_entry", "2018-07")


def test_the_command_reminds_and_says_whom(july: Division, people: People) -> None:
    output = StringIO()
    call_command("remind_entry", "2018-07", address="https://jobs.example/entry/", stdout=output)
    assert output.getvalue().startswith(f"{len(mail.outbox)}명에게 알림 메일을 보냈습니다.")
    assert "https://jobs.example/entry/" in mail.outbox[0].body


@pytest.mark.parametrize(("month", "sentence"), [("2018-13", "달"), ("2018-07", "조금 전에 알림 메일을 보냈습니다")])
def test_the_command_says_why_it_reminds_nobody(july: Division, people: People, month: str, sentence: str) -> None:
    remind(JULY, by=None)
    with pytest.raises(CommandError, match=sentence):
        call_command("remind_entry", month)


def test_nobody_is_reminded_of_a_month_that_is_handed_in(july: Division, people: People) -> None:
    ReportingMonth.objects.update(state="closed")
    with pytest.raises(months.Refused):
        remind(JULY, by=None)
    assert mail.outbox == []
