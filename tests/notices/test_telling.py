"""Notices: each is told once, in the site and by mail as chosen, and sees one's own only."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks

from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.notices import telling
from seoulwork.notices.models import Choice, Kind, Notice
from seoulwork.notices.telling import deliver_then, keep, tell
from tests.notices.mails import mails_go_out

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def person(name: str, **more: Any) -> User:
    fields = {"name": name, "role": Role.COUNCIL, "email": f"{name}@example.org"} | more
    return User.objects.create(username=name, **fields)


def test_each_is_told_once_in_the_site_and_by_mail(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    users = [person("하나"), person("둘", email=""), person("셋", is_active=False)]
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            tell(users, Kind.ANSWER, "질의에 답했습니다", "/briefings/2018-07/", more="자세히", about="answer-1")
    assert [each.user.username for each in Notice.objects.order_by("pk")] == ["하나", "둘"]
    assert mail.outbox == [], "whoever told it waits for no mail server"
    mails_go_out()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["하나@example.org"], "[주요업무보고] 질의에 답했습니다")
    assert "자세히" in sent.body and "/briefings/2018-07/" in sent.body
    tell(users, Kind.ANSWER, "다른 일", "/")
    assert Notice.objects.count() == 4
    tell([], Kind.ANSWER, "아무에게도", "/")
    assert Notice.objects.count() == 4


def test_each_chooses_by_kind(signed_in: SignIn) -> None:
    council = signed_in(Role.COUNCIL)
    user = User.objects.get()
    wanted = {f"site-{kind}": "on" for kind in Kind.values if kind != Kind.PUBLISHED} | {"mail-answer": "on"}
    assert "저장했습니다" in council.post("/notices/", wanted, follow=True).content.decode()
    assert Choice.objects.count() == len(Kind.values)
    assert keep([user], Kind.PUBLISHED, "발행했습니다", "/") == []
    (told,) = keep([user], Kind.CORRECTED, "정정했습니다", "/")
    assert not told.by_mail
    council.post("/notices/", {"mail-published": "on"})
    User.objects.update(email="a@example.org")
    (told,) = keep([User.objects.get()], Kind.PUBLISHED, "발행했습니다", "/")
    assert (told.in_site, told.by_mail) == (False, True)
    assert "발행했습니다" not in council.get("/notices/").content.decode()


def test_the_bell_counts_what_was_not_read_without_a_query_of_its_own(signed_in: SignIn) -> None:
    council, other = signed_in(Role.COUNCIL), signed_in(Role.ADMINISTRATOR)
    user = User.objects.get(role=Role.COUNCIL)
    council.get("/briefings/")
    with CaptureQueriesContext(connection) as before:
        council.get("/briefings/")
    keep([user], Kind.PUBLISHED, "7월 보고를 발행했습니다", "/guides/")
    keep([user], Kind.CORRECTED, "7월 보고를 정정했습니다", "/guides/")
    with CaptureQueriesContext(connection) as after:
        page = council.get("/briefings/").content.decode()
    assert 'class="site-count">' in page and "</span>2<span" in page
    assert len(before) == len(after)
    assert "site-count" not in other.get("/briefings/").content.decode()
    told = Notice.objects.latest("pk")
    assert other.post(f"/notices/{told.pk}/").status_code == 404
    assert council.post(f"/notices/{told.pk}/")["Location"] == "/guides/"
    assert "</span>1<span" in council.get("/notices/").content.decode()
    council.post("/notices/seen/")
    assert not Notice.objects.filter(read_at=None).exists()


def test_a_notice_leads_to_this_site_only() -> None:
    user = person("하나")
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(user=user, kind=Kind.ANSWER, text="x", address="https://elsewhere.example/")


def test_a_mail_that_the_server_does_not_take_goes_out_later_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tell([person("하나")], Kind.REMINDER, "제출해 주세요", "/")
    with monkeypatch.context() as away:
        away.setattr(telling, "EmailMessage", lambda *_, **__: (_ for _ in ()).throw(ConnectionRefusedError()))
        mails_go_out()
    (waiting,) = DBTaskResult.objects.all()
    assert waiting.run_after > timezone.now()
    arguments = waiting.args_kwargs["args"]
    send: Any = deliver_then.func
    send(*arguments)
    send(*arguments)  # begun again by another worker
    assert [each.to for each in mail.outbox] == [["하나@example.org"]]
    mail.outbox.clear()
    Notice.objects.update(by_mail=True)
    monkeypatch.setattr(telling, "EmailMessage", lambda *_, **__: (_ for _ in ()).throw(ConnectionRefusedError()))
    DBTaskResult.objects.all().delete()
    send(*arguments[:3], len(telling.AGAIN_AFTER))
    assert not DBTaskResult.objects.exists(), "given up"
    assert Event.objects.get(action=Action.NOT_REACHED).detail == {"not_reached": ["하나"]}
