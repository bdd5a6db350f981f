"""The first administrator of an installation."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from seoulwork.accounts.models import Role, User

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


def make(username: str) -> str:
    out = StringIO()
    call_command("first_administrator", username, stdout=out)
    return out.getvalue()


def test_a_temporary_password_is_told_once_and_changed_at_the_first_sign_in(client: Client) -> None:
    User.objects.create_user("hong", password="x", name="홍길동", role=Role.COUNCIL)
    with pytest.raises(CommandError, match="이미 있는 아이디"):
        make("Hong")
    said = make("first")
    password = said.partition("임시 비밀번호: ")[2].splitlines()[0]
    answer = client.post("/account/login/", {"login": "first", "password": password}, follow=True)
    assert answer.redirect_chain[-1][0] == "/account/password/change/"
    assert User.objects.get(username="first").role == Role.ADMINISTRATOR
    assert "관리자가 이미 있습니다" in make("second")
    assert not User.objects.filter(username="second").exists()
