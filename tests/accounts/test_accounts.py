"""Logging in, the lock, temporary passwords, the second factor, the end of a session, and who manages it."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from axes.models import AccessFailureLog, AccessLog
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from seoulwork.accounts.middleware import RENEWED_EVERY
from seoulwork.accounts.models import Role, User
from seoulwork.accounts.services import version_of
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from tests.accounts.codes import code

SignIn = Callable[..., Client]
PASSWORD = "forty-two-pines"
LOGIN = "/account/login/"


@pytest.fixture
def officer(db: None) -> User:
    user = User(username="officer", name="입력 담당", role=Role.OFFICER, division="labour")
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(client: Client, password: str = PASSWORD, username: str = "officer") -> str:
    response = client.post(LOGIN, {"login": username, "password": password}, follow=True)
    return response.content.decode()


def logged_in(client: Client) -> bool:
    return client.get("/briefings/").status_code == 200


class TestLogIn:
    def test_the_right_password(self, officer: User) -> None:
        client = Client()
        log_in(client)
        assert logged_in(client)
        entry = AccessLog.objects.get()
        assert (entry.username, entry.logout_time) == ("officer", None)
        client.post("/account/logout/")
        assert not logged_in(client)
        assert AccessLog.objects.get().logout_time is not None

    def test_a_wrong_one_says_so_in_korean_and_is_logged(self, officer: User) -> None:
        page = log_in(Client(), "wrong")
        assert "올바르지 않습니다" in page
        assert AccessFailureLog.objects.get().username == "officer"

    def test_somebody_unknown_is_told_the_same_as_a_wrong_password(self, officer: User) -> None:
        def errors(page: str) -> list[str]:
            return re.findall(r'<ul class="errorlist.*?</ul>', page, re.DOTALL)

        assert errors(log_in(Client(), "wrong")) == errors(log_in(Client(), "wrong", "nobody")) != []

    def test_after_logging_in_the_page_that_was_asked_for_opens(self, officer: User) -> None:
        client = Client()
        asked = client.get("/lists/labour/targets/?q=1")
        assert asked.status_code == 302
        response = client.post(
            asked.headers["Location"], {"login": "officer", "password": PASSWORD, "next": "/lists/labour/targets/?q=1"}
        )
        assert response.headers["Location"] == "/lists/labour/targets/?q=1"

    def test_it_leads_to_no_other_site(self, officer: User) -> None:
        response = Client().post(
            LOGIN, {"login": "officer", "password": PASSWORD, "next": "https://elsewhere.example/"}
        )
        assert response.headers["Location"] == "/"

    def test_nobody_can_register(self, db: None) -> None:
        assert Client().get("/account/signup/").status_code == 404


class TestLock:
    def fail(self, client: Client, times: int = settings.AXES_FAILURE_LIMIT) -> str:
        return [log_in(client, f"wrong-{number}") for number in range(times)][-1]

    def test_five_wrong_passwords_lock_even_the_right_one_out(self, officer: User) -> None:
        client = Client()
        assert "로그인이 잠겼습니다" in self.fail(client)
        assert "로그인이 잠겼습니다" in log_in(client)
        assert not logged_in(client)
        assert AccessFailureLog.objects.filter(locked_out=True).exists()

    def test_four_do_not(self, officer: User) -> None:
        client = Client()
        self.fail(client, settings.AXES_FAILURE_LIMIT - 1)
        log_in(client)
        assert logged_in(client)

    def test_somebody_elsewhere_cannot_lock_the_user_out_of_the_own_place(self, officer: User) -> None:
        log_in(Client())
        self.fail(Client(REMOTE_ADDR="192.0.2.7"))
        log_in(client := Client())
        assert logged_in(client)
        log_in(elsewhere := Client(REMOTE_ADDR="192.0.2.9"))
        assert not logged_in(elsewhere)

    @override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
    def test_behind_a_proxy_people_are_told_apart_by_the_address_that_it_saw(self, officer: User) -> None:
        """What the client itself put into the header before is not believed."""

        def behind(*addresses: str) -> Client:
            return Client(REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": ", ".join(addresses)})

        log_in(behind("192.0.2.8"))
        self.fail(behind("192.0.2.7"))
        log_in(pretending := behind("192.0.2.8", "192.0.2.6"))
        assert not logged_in(pretending)
        log_in(other := behind("192.0.2.8"))
        assert logged_in(other)
        assert set(AccessFailureLog.objects.values_list("ip_address", flat=True)) == {"192.0.2.7"}

    def test_without_a_proxy_the_header_is_not_believed(self, officer: User) -> None:
        for number in range(settings.AXES_FAILURE_LIMIT):
            log_in(Client(headers={"X-Forwarded-For": f"192.0.2.{number}"}), "wrong")
        log_in(client := Client(headers={"X-Forwarded-For": "192.0.2.99"}))
        assert not logged_in(client)
        assert set(AccessFailureLog.objects.values_list("ip_address", flat=True)) == {"127.0.0.1"}

    def test_an_administrator_unlocks(self, officer: User, signed_in: SignIn) -> None:
        client, administrator = Client(), signed_in(Role.ADMINISTRATOR)
        self.fail(client)
        page = administrator.get(reverse("user", args=[officer.pk])).content.decode()
        assert "잠금 풀기" in page
        administrator.post(reverse("user_unlock", args=[officer.pk]))
        log_in(client)
        assert logged_in(client)
        assert Event.objects.get().action == Action.USER_UNLOCKED


class TestTemporaryPassword:
    def given(self, administrator: Client, officer: User) -> str:
        page = administrator.post(reverse("user_password", args=[officer.pk])).content.decode()
        return str(re.findall(r"<code>([a-z0-9-]{14})</code>", page)[0])

    def test_it_ends_the_sessions_and_has_to_be_changed_first(self, officer: User, signed_in: SignIn) -> None:
        client = Client()
        log_in(client)
        password = self.given(signed_in(Role.ADMINISTRATOR), officer)
        assert not logged_in(client)
        log_in(client, password)
        response = client.get("/briefings/")
        assert response.headers["Location"] == reverse("account_change_password")
        change = {"oldpassword": password, "password1": "sixty-3-oaks", "password2": "sixty-3-oaks"}
        client.post(reverse("account_change_password"), change)
        assert logged_in(client)

    def test_it_is_shown_once_and_stored_nowhere(self, officer: User, signed_in: SignIn) -> None:
        password = self.given(signed_in(Role.ADMINISTRATOR), officer)
        officer.refresh_from_db()
        assert officer.check_password(password)
        assert password not in str(list(Event.objects.values()))

    @pytest.mark.parametrize(
        "weak",
        ["short-1", "1234-5678", "P@ssw0rd1", "forty-two-oaks", "forty2oaks", "qwerty-123", "Seoul-2026!", "officer-1"],
    )
    def test_a_weak_new_password_is_refused(self, officer: User, weak: str) -> None:
        client = Client()
        log_in(client)
        client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
        officer.refresh_from_db()
        assert officer.check_password(PASSWORD)

    def test_a_long_new_password_is_taken_as_it_is(self, officer: User) -> None:
        client = Client()
        log_in(client)
        long = " 긴 Sentence, 7 " * 8
        client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": long, "password2": long})
        officer.refresh_from_db()
        assert officer.check_password(long) and not officer.check_password(long.strip())


class TestSecondFactor:
    def test_the_password_alone_is_not_enough(self, officer: User) -> None:
        secret = generate_totp_secret()
        TOTP.activate(officer, secret)
        client = Client()
        page = log_in(client)
        assert "2단계 인증" in page
        assert not logged_in(client)
        client.post(reverse("mfa_authenticate"), {"code": code(secret)})
        assert logged_in(client)

    def test_an_administrator_takes_it_away_from_who_lost_the_telephone(self, officer: User, signed_in: SignIn) -> None:
        TOTP.activate(officer, get_adapter().encrypt(generate_totp_secret()))
        signed_in(Role.ADMINISTRATOR).post(reverse("user_second_factor", args=[officer.pk]))
        assert not Authenticator.objects.exists()
        assert Event.objects.get().action == Action.SECOND_FACTOR_REMOVED

    def test_its_pages_open(self, officer: User) -> None:
        client = Client()
        log_in(client)
        for name in (
            "mfa_index",
            "mfa_activate_totp",
            "account_change_password",
            "account_reauthenticate",
            "account_logout",
        ):
            page = client.get(reverse(name), follow=True)
            assert page.status_code == 200
            assert "<h1>" in page.content.decode()
            assert reverse("account_reset_password") not in page.content.decode()


class TestIdleTimeOut:
    def test_requests_put_off_the_end_at_most_once_a_minute(
        self, officer: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = Client()
        log_in(client)
        client.get("/briefings/")
        began = time.time()
        first = client.session["renewed_at"]
        monkeypatch.setattr(time, "time", lambda: began + RENEWED_EVERY / 2)
        client.get("/briefings/")
        assert client.session["renewed_at"] == first
        monkeypatch.setattr(time, "time", lambda: began + RENEWED_EVERY + 1)
        client.post(reverse("account_keep_alive"))
        assert client.session["renewed_at"] > first

    def test_after_it_one_has_to_log_in_again(self, officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
        client = Client()
        log_in(client)
        later = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE + 1)
        monkeypatch.setattr(timezone, "now", lambda: later)
        assert not logged_in(client)

    def test_however_much_it_is_used_it_ends_some_hours_after_the_log_in(
        self, officer: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client, began = Client(), timezone.now()
        log_in(client)

        def after(seconds: float) -> bool:
            monkeypatch.setattr(timezone, "now", lambda: began + timedelta(seconds=seconds))
            monkeypatch.setattr(time, "time", lambda: began.timestamp() + seconds)
            return logged_in(client)

        often = range(0, settings.SESSION_LONGEST, settings.SESSION_COOKIE_AGE - RENEWED_EVERY)
        assert all(after(seconds) for seconds in often)
        assert after(settings.SESSION_LONGEST - 60)
        assert client.post(reverse("account_keep_alive")).json() == {"ends": pytest.approx(60, abs=5)}
        assert not after(settings.SESSION_LONGEST + 5)
        log_in(client)
        assert after(settings.SESSION_LONGEST + 60)

    def test_one_that_was_begun_by_an_earlier_version_ends_too(self, signed_in: SignIn) -> None:
        client = signed_in(Role.ADMINISTRATOR)
        session = client.session
        session.pop("began_at", None)
        session.save()
        client.get("/briefings/")
        assert client.session["began_at"] == pytest.approx(time.time(), abs=60)

    def test_the_page_knows_when(self, officer: User) -> None:
        client = Client()
        log_in(client)
        assert (
            f'data-seconds="{settings.SESSION_COOKIE_AGE - RENEWED_EVERY}"'
            in client.get("/briefings/").content.decode()
        )


class TestManaging:
    @pytest.fixture
    def administrator(self, signed_in: SignIn) -> Client:
        return signed_in(Role.ADMINISTRATOR)

    def form(self, user: User, **changed: str) -> dict[str, str]:
        values = {
            "name": user.name,
            "role": user.role,
            "division": user.division,
            "email": user.email,
            "is_active": "on",
            "seen": version_of(user),
        }
        return {name: value for name, value in (values | changed).items() if value}

    def test_a_new_account_logs_in_with_its_temporary_password(self, administrator: Client) -> None:
        values = {"username": "newcomer", "name": "새 담당", "role": Role.OFFICER, "division": "labour"}
        page = administrator.post(reverse("user_add"), values).content.decode()
        password = re.findall(r"<code>([a-z0-9-]{14})</code>", page)[0]
        client = Client()
        assert "임시 비밀번호" in log_in(client, password, "newcomer")
        assert Event.objects.get(action=Action.USER_ADDED).detail["division"] == "labour"

    @pytest.mark.parametrize(("role", "division"), [(Role.OFFICER, ""), (Role.ADMINISTRATOR, "labour"), ("king", "")])
    def test_role_and_division_have_to_agree(self, administrator: Client, role: str, division: str) -> None:
        values = {"username": "newcomer", "name": "새 담당", "role": role, "division": division}
        page = administrator.post(reverse("user_add"), values).content.decode()
        assert "errorlist" in page
        assert not User.objects.filter(username="newcomer").exists()

    def test_a_deactivated_user_is_out_at_once(self, administrator: Client, officer: User) -> None:
        client = Client()
        log_in(client)
        administrator.post(reverse("user", args=[officer.pk]), self.form(officer, is_active=""))
        assert not logged_in(client)
        assert Event.objects.get().detail["is_active"] == [True, False]

    def test_a_stale_form_does_not_give_back_what_was_taken_away(self, administrator: Client, officer: User) -> None:
        stale = self.form(officer, name="새 이름")
        log_in(Client())
        administrator.post(reverse("user", args=[officer.pk]), self.form(officer, is_active=""))
        page = administrator.post(reverse("user", args=[officer.pk]), stale).content.decode()
        assert "다른 사람이 이 계정을 바꾸었습니다" in page
        assert "지금 값으로 다시 열기" in page
        before = officer.name
        officer.refresh_from_db()
        assert (officer.is_active, officer.name) == (False, before)
        assert Event.objects.count() == 1

    def test_a_log_in_in_between_is_no_conflict(self, administrator: Client, officer: User) -> None:
        seen = self.form(officer, name="새 이름")
        log_in(Client())
        assert administrator.post(reverse("user", args=[officer.pk]), seen).status_code == 302
        officer.refresh_from_db()
        assert officer.name == "새 이름"

    def test_the_last_administrator_stays(self, administrator: Client) -> None:
        me = User.objects.get(role=Role.ADMINISTRATOR)
        page = administrator.post(reverse("user", args=[me.pk]), self.form(me, role=Role.COUNCIL)).content.decode()
        assert "마지막 관리자" in page
        me.refresh_from_db()
        assert me.role == Role.ADMINISTRATOR

    def test_one_of_two_administrators_may_go(self, administrator: Client) -> None:
        other = User.objects.create(username="second", name="둘째", role=Role.ADMINISTRATOR)
        administrator.post(reverse("user", args=[other.pk]), self.form(other, role=Role.COUNCIL))
        other.refresh_from_db()
        assert other.role == Role.COUNCIL


class TestDemoAccounts:
    def call(self) -> str:
        out = StringIO()
        call_command("create_demo_accounts", stdout=out)
        return out.getvalue()

    def test_they_log_in_as_told(self, db: None) -> None:
        told = self.call()
        password = re.findall(r"모두 (\S+)\)", told)[0]
        names = re.findall(r"^  (\S+)", told, re.MULTILINE)
        assert len(names) == 2 * len(settings.DIVISIONS) + 2
        for name in (names[0], "administrator", "council"):
            client = Client()
            log_in(client, password, name)
            assert logged_in(client)

    def test_twice_leaves_what_is_there(self, db: None) -> None:
        self.call()
        User.objects.filter(username="council").update(name="바뀐 이름")
        assert self.call() == self.call()
        assert User.objects.get(username="council").name == "바뀐 이름"
        assert User.objects.count() == 2 * len(settings.DIVISIONS) + 2

    @override_settings(DEMO=False)
    def test_never_in_production(self, db: None) -> None:
        with pytest.raises(CommandError):
            self.call()
        assert not User.objects.exists()


class TestErrorPages:
    def test_not_found_is_said_in_korean(self, db: None) -> None:
        response = Client().get("/nothing/here/")
        assert response.status_code == 404
        assert "찾는 화면이 없습니다" in response.content.decode()

    def test_forbidden(self, signed_in: SignIn) -> None:
        response = signed_in(Role.COUNCIL).get("/users/")
        assert response.status_code == 403
        assert "볼 수 없는 화면입니다" in response.content.decode()

    def test_a_failure_of_ours(self, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
        from seoulwork.accounts import lists

        def fail(*args: object, **kwargs: object) -> None:
            raise RuntimeError

        monkeypatch.setattr(lists, "list_page", fail)
        response = signed_in(Role.ADMINISTRATOR).get("/users/")
        assert response.status_code == 500
        assert "처리하지 못했습니다" in response.content.decode()

    def test_a_stale_form(self, officer: User) -> None:
        client = Client(enforce_csrf_checks=True)
        response = client.post(LOGIN, {"login": "officer", "password": PASSWORD})
        assert response.status_code == 403
        assert "화면이 오래되었습니다" in response.content.decode()
