"""Mails of the desk: whom what happened to a part is told, once."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from seoulwork.accounts.models import User
from seoulwork.audit.models import Event
from tests.notices.mails import mails_go_out
from tests.reports.desk.writing import PART, keep, models, text_of

pytestmark = pytest.mark.any_engine


@pytest.fixture
def addressed(officer: Client, head: Client) -> None:
    """An officer who has written, his head, and a colleague who has not written; each with an address."""
    User.objects.create(username="other", name="다른 담당", role="officer", division="labour")
    for each in User.objects.all():
        each.email = f"{each.username}@example.org"
        each.save()
    text = text_of(officer)
    keep(officer, f"{text}\n□ 새 글\n○ 한 줄", text)


def act(client: Client, way: str, **sent: Any) -> str:
    return client.post(f"{PART}{way}/", sent, follow=True).content.decode()


def told() -> list[tuple[str, str]]:
    """To whom, and of what, once a worker has sent it; what was told is taken away."""
    mails_go_out()
    found = [(each.to[0].partition("@")[0], each.subject.rpartition(": ")[2]) for each in mail.outbox]
    mail.outbox.clear()
    return found


@pytest.mark.usefixtures("addressed")
def test_each_is_told_what_concerns_him_once(officer: Client, head: Client) -> None:
    assert "시험 사용자 님에게 메일로 알립니다." in act(officer, "submit")
    assert mail.outbox == [], "whoever did it waits for no mail server"
    mails_go_out()
    assert f"http://testserver{PART}" in mail.outbox[0].body
    assert told() == [("labour-head", "원고를 제출했습니다")]
    assert Event.objects.filter(action="manuscript_submitted").get().detail["sent"] == ["labour-head"]
    act(officer, "submit")  # a second click
    assert told() == []
    act(head, "send-back", reason="근거를 적어 주세요")
    mails_go_out()
    assert "사유: 근거를 적어 주세요" in mail.outbox[0].body
    assert told() == [("labour-officer", "원고를 돌려보냈습니다")]
    act(officer, "submit")
    act(head, "settle")
    assert told()[1:] == [("labour-officer", "원고를 확정했습니다")]

    for _ in range(2):
        page = act(head, "remark", line="1", text="확인해 주세요")
    assert "같은 의견을 이미 남겼습니다" in page
    assert told() == [("labour-officer", "원고에 의견을 남겼습니다")]
    remark = models.ManuscriptRemark.objects.get()
    for _ in range(2):
        act(officer, "answer", remark=remark.pk, text="했습니다")
    assert told() == [("labour-head", "의견에 답했습니다")]
    assert Event.objects.filter(action="manuscript_remarked").count() == 2


@pytest.mark.usefixtures("addressed")
def test_without_mail_nothing_goes_out(officer: Client, settings: Any) -> None:
    settings.MAIL_IS_SET_UP = False
    assert "메일" not in act(officer, "submit")
    assert told() == []
