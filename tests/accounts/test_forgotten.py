"""A new password by mail."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from seoulwork.accounts import forgotten, lock
from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event

pytestmark = [pytest.mark.any_engine, pytest.mark.django_db]
PASSWORD, NEW = "forty-two-pines", "fifty-1-oaks"
MAIL = "kim@example.org"
ASK = "/account/password/reset/"


@pytest.fixture
def person(db: None) -> User:
    user = User(username="kim", name="김주임", role=Role.OFFICER, division="labour", email=MAIL)
    user.set_password(PASSWORD)
    user.save()
    return user


def ask(email: str, client: Client | None = None) -> HttpResponse:
    response = (client or Client()).post(ASK, {"email": email})
    assert isinstance(response, HttpResponse)
    return response


def work() -> list[str]:
    """A worker does what waits; the links that were mailed."""
    mail.outbox.clear()
    for each in DBTaskResult.objects.all():
        forgotten.send_links.func(*each.args_kwargs["args"])
        each.delete()
    return [re.findall(r"https?://testserver(/\S+)", str(each.body))[0] for each in mail.outbox]


def set_to(link: str, password: str = NEW) -> str:
    client = Client()
    opened = client.get(link, follow=True)
    sent = {"password1": password, "password2": password}
    response = client.post(opened.request["PATH_INFO"], sent, follow=True)
    return f"{opened.content.decode()}{response.content.decode()}"


def logs_in(password: str) -> bool:
    client = Client()
    client.post(reverse("account_login"), {"login": "kim", "password": password})
    return client.get(reverse("notices")).status_code == 200


def test_a_link_sets_a_password_once(person: User) -> None:
    client = Client()
    client.force_login(person, "seoulwork.accounts.backends.Backend")
    assert reverse("account_reset_password") in Client().get(reverse("account_login")).content.decode()
    assert ask(MAIL.upper()).headers["Location"] == reverse("account_reset_password_done")
    [link] = work()
    assert mail.outbox[0].to == [MAIL]
    assert "비밀번호를 바꾸었습니다" in set_to(link)
    assert (logs_in(PASSWORD), logs_in(NEW)) == (False, True)
    assert client.get(reverse("notices")).status_code == 302
    assert "이미 썼거나" in set_to(link, "sixty-two-elms")
    assert logs_in(NEW)
    assert set(Event.objects.values_list("action", flat=True)) >= {Action.PASSWORD_LINK_SENT, Action.PASSWORD_CHANGED}


def test_nobody_learns_who_has_an_account(person: User) -> None:
    known, unknown = ask(MAIL), ask("nobody@example.org")
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert len(work()) == 1
    for change in ({"is_active": False}, {"email": ""}, {"password": "!"}):
        User.objects.filter(pk=person.pk).update(
            **{"is_active": True, "email": MAIL, "password": person.password} | change
        )
        ask(MAIL)
        assert work() == [], change


def test_it_is_limited(person: User) -> None:
    for email in (MAIL, "nobody@example.org"):
        assert [ask(email).status_code for _ in range(4)] == [302, 302, 302, 429]
    assert len(work()) == 3


def test_a_link_ends_by_itself_and_with_the_next_log_in(person: User) -> None:
    ask(MAIL)
    [link] = work()
    with patch("django.contrib.auth.tokens.PasswordResetTokenGenerator._now") as now:
        now.return_value = (timezone.localtime() + timedelta(minutes=31)).replace(tzinfo=None)
        assert "이미 썼거나" in set_to(link)
    assert logs_in(PASSWORD)
    assert "이미 썼거나" in set_to(link)


def test_a_weak_password_is_refused_and_who_was_locked_out_comes_in(person: User) -> None:
    for _ in range(5):
        logs_in("wrong")
    assert lock.is_locked(person)
    ask(MAIL)
    [link] = work()
    assert "너무 짧습니다" in set_to(link, "short")
    set_to(link)
    assert logs_in(NEW)


def test_a_mail_server_that_takes_nothing_is_logged(person: User, caplog: pytest.LogCaptureFixture) -> None:
    with patch("django.core.mail.EmailMessage.send", side_effect=OSError):
        forgotten.send_links.func(MAIL, "http://testserver/")
    assert "could not be mailed" in caplog.text
