"""What people do with their own accounts: passwords, the second factor, where they are logged in."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from axes.models import AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client, TestCase, override_settings
from django.urls import reverse

from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from tests.accounts.codes import code

SignIn = Callable[..., Client]
PASSWORD = "forty-2-pines"
NEW = "sixty-3-oaks"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile Safari/604.1"


@pytest.fixture
def officer(db: None) -> User:
    return User.objects.create(
        username="officer", name="입력 담당", role=Role.OFFICER, division="labour", password=make_password(PASSWORD)
    )


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create(
        username="administrator", name="관리자", role=Role.ADMINISTRATOR, password=make_password(PASSWORD)
    )


def entered(username: str = "officer", address: str = "192.0.2.1", browser: str = EDGE) -> Client:
    client = Client(REMOTE_ADDR=address, headers={"User-Agent": browser})
    client.post(reverse("account_login"), {"login": username, "password": PASSWORD})
    return client


def change_password(client: Client, old: str, new: str) -> str:
    values = {"oldpassword": old, "password1": new, "password2": new}
    return client.post(reverse("account_change_password"), values, follow=True).content.decode()


def is_in(client: Client) -> bool:
    return client.get(reverse("briefings")).status_code == 200


class TestPassword:
    @pytest.mark.parametrize("temporary", [True, False])
    def test_the_new_one_is_another_one(self, officer: User, temporary: bool) -> None:
        User.objects.update(password_change_required=temporary)
        assert "지금 비밀번호와 같습니다" in change_password(entered(), PASSWORD, PASSWORD)
        officer.refresh_from_db()
        assert officer.password_change_required is temporary

    def test_a_change_is_an_event_with_its_address(self, officer: User) -> None:
        change_password(entered(), PASSWORD, NEW)
        event = Event.objects.get()
        assert (event.action, event.actor, event.address) == (Action.PASSWORD_CHANGED, officer, "192.0.2.1")
        assert NEW not in str(event.detail)

    @pytest.mark.any_engine
    def test_the_present_one_is_not_guessed_here_either(self, officer: User) -> None:
        client = entered()
        for number in range(settings.AXES_FAILURE_LIMIT):
            page = change_password(client, f"wrong-{number}", NEW)
        assert "로그인이 잠겼습니다" in page
        assert AccessFailureLog.objects.count() == settings.AXES_FAILURE_LIMIT
        change_password(client, PASSWORD, NEW)
        officer.refresh_from_db()
        assert officer.check_password(PASSWORD)

    def test_what_an_administrator_does_carries_the_address(self, officer: User, administrator: User) -> None:
        entered("administrator", "192.0.2.5").post(reverse("user_password", args=[officer.pk]))
        assert Event.objects.get(action=Action.PASSWORD_GIVEN).address == "192.0.2.5"


class TestSecondFactor:
    def turn_on(self, client: Client) -> None:
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        page = client.get(reverse("mfa_activate_totp"))
        # The content security policy refuses what comes from an address `data:`.
        assert '"data:' not in page.content.decode() and "</svg>" in page.content.decode()
        form = page.context["form"]
        with TestCase.captureOnCommitCallbacks(execute=True):
            client.post(reverse("mfa_activate_totp"), {"code": code(form.secret)})

    def test_changes_are_events(self, officer: User) -> None:
        self.turn_on(client := entered())
        assert set(Event.objects.values_list("action", "address")) == {
            (Action.SECOND_FACTOR_ON, "192.0.2.1"),
            (Action.RECOVERY_CODES_MADE, "192.0.2.1"),
        }
        with TestCase.captureOnCommitCallbacks(execute=True):
            client.post(reverse("mfa_generate_recovery_codes"))
            client.post(reverse("mfa_deactivate_totp"))
        assert not Authenticator.objects.exists()
        assert sorted(event.done for event in Event.objects.all()) == [
            "2단계 인증 끄기",
            "2단계 인증 켜기",
            "복구 코드 만들기",
            "복구 코드 만들기",
            "복구 코드 지우기",
        ]

    @pytest.mark.any_engine
    @override_settings(SECOND_FACTOR_ROLES=frozenset({"administrator"}))
    def test_in_production_an_administrator_sets_it_up_first(self, administrator: User) -> None:
        client = entered("administrator")
        assert client.get(reverse("users")).headers["Location"] == reverse("mfa_activate_totp")
        assert client.post(reverse("user_add")).headers["Location"] == reverse("mfa_activate_totp")
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        assert "지금 맡은 역할은 2단계 인증을 켠 뒤에" in client.get(reverse("mfa_activate_totp")).content.decode()
        self.turn_on(client)
        assert client.get(reverse("users")).status_code == 200

    @override_settings(SECOND_FACTOR_ROLES=frozenset({"administrator"}))
    def test_the_others_may(self, officer: User) -> None:
        assert is_in(entered())

    @override_settings(SECOND_FACTOR_ROLES=frozenset({"administrator"}))
    def test_taken_away_it_is_asked_for_with_the_next_request(self, administrator: User) -> None:
        TOTP.activate(administrator, secret := generate_totp_secret())
        client = entered("administrator")
        client.post(reverse("mfa_authenticate"), {"code": code(secret)})
        assert client.get(reverse("users")).status_code == 200
        Authenticator.objects.all().delete()
        assert client.get(reverse("users")).status_code == 302


class TestSessions:
    PAGE = "/account/sessions/"

    def test_the_owner_sees_where_since_when_and_from_where(self, officer: User) -> None:
        here = entered()
        entered(address="192.0.2.2", browser=PHONE)
        page = here.get(self.PAGE).content.decode()
        assert all(each in page for each in ("Windows · Edge", "아이폰 · Safari", "192.0.2.1", "192.0.2.2"))
        assert page.count("이 접속") == 1

    def test_one_of_them_is_ended(self, officer: User) -> None:
        here, there = entered(), entered(address="192.0.2.2", browser=PHONE)
        assert is_in(there)
        session = UserSession.objects.get(ip="192.0.2.2")
        here.post(reverse("account_end_session", args=[session.pk]))
        assert (is_in(here), is_in(there)) == (True, False)
        event = Event.objects.get()
        assert (event.action, event.address, event.detail["ip_address"]) == (
            Action.SESSION_ENDED,
            "192.0.2.1",
            "192.0.2.2",
        )
        assert AccessLog.objects.get(ip_address="192.0.2.2").logout_time is not None
        assert AccessLog.objects.get(ip_address="192.0.2.1").logout_time is None

    def test_all_others_are_ended(self, officer: User) -> None:
        here, others = entered(), [entered(), entered(browser=PHONE)]
        assert "다른 접속을 모두 끊었습니다" in here.post(self.PAGE, follow=True).content.decode()
        assert [is_in(client) for client in (here, *others)] == [True, False, False]
        assert Event.objects.filter(action=Action.SESSION_ENDED).count() == 2

    def test_nobody_ends_those_of_somebody_else(self, officer: User, administrator: User) -> None:
        here, other = entered(), entered("administrator")
        session = UserSession.objects.get(user=officer)
        assert other.post(reverse("account_end_session", args=[session.pk])).status_code == 404
        assert is_in(here)

    def test_a_request_says_that_it_is_in_use_and_from_where(self, officer: User) -> None:
        client = entered()
        session = client.session
        session["renewed_at"] = 0
        session.save()
        before = UserSession.objects.get().last_seen_at
        client.get(reverse("briefings"), REMOTE_ADDR="192.0.2.9")
        found = UserSession.objects.get()
        assert found.last_seen_at > before
        assert found.ip == "192.0.2.9"
