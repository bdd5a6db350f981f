"""Guessing passwords and codes, keeping others out, and an office that logs in from one address."""

import os
import subprocess
import sys
import unicodedata
from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from axes.models import AccessAttempt, AccessFailureLog
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from seoulwork.accounts.models import USERNAME_TAKEN, Role, User
from tests.accounts.codes import PERIOD, code

PASSWORD = "forty-two-pines"
LIMIT = settings.AXES_FAILURE_LIMIT
COUNTERS = auth.yield_hotp_counters_from_time


@pytest.fixture
def head(db: None) -> User:
    return User.objects.create(
        username="labour-head", name="담당관", role=Role.HEAD, division="labour", password=make_password(PASSWORD)
    )


def post(
    username: str, password: str = "wrong", address: str = "192.0.2.1", client: Client | None = None
) -> HttpResponse:
    client = client or Client()
    response = client.post(reverse("account_login"), {"login": username, "password": password}, REMOTE_ADDR=address)
    assert isinstance(response, HttpResponse)
    return response


def opens(username: str, address: str = "192.0.2.1", password: str = PASSWORD) -> bool:
    post(username, password, address, client := Client())
    return client.get(reverse("briefings"), REMOTE_ADDR=address).status_code == 200


class TestOneAccountHoweverItsNameIsSpelt:
    SPELLINGS = (
        "labour-head",
        "Labour-Head",
        "LABOUR-HEAD",
        " labour-head ",
        "labour-ｈead",
        "labour-heaD",
        "labour head",
    )

    @pytest.mark.parametrize("spelling", SPELLINGS[:-1])
    def test_each_spelling_logs_in(self, head: User, spelling: str) -> None:
        assert opens(spelling)

    @pytest.mark.parametrize("spelling", SPELLINGS[:-1])
    def test_no_spelling_opens_what_another_has_locked(self, head: User, spelling: str) -> None:
        for number in range(LIMIT):
            post(self.SPELLINGS[number])
        assert post(spelling, PASSWORD).status_code == 429
        assert not opens(spelling)

    def test_hangul_in_parts_is_the_same_name(self, db: None) -> None:
        User.objects.create(username="홍길동", name="홍길동", role=Role.COUNCIL, password=make_password(PASSWORD))
        assert opens(unicodedata.normalize("NFD", "홍길동"))

    def test_a_name_that_grows_beyond_what_is_stored_is_wrong_like_any_other(self, head: User) -> None:
        response = post("ﷺ" * 150)
        assert response.status_code == 200
        assert "올바르지 않습니다" in response.content.decode()

    @pytest.mark.any_engine
    def test_addresses_do_not_multiply_the_guesses(self, head: User) -> None:
        for number in range(LIMIT):
            post("labour-head", address=f"192.0.2.{number + 10}")
        assert post("labour-head", PASSWORD, "192.0.2.99").status_code == 429

    def test_trying_on_does_not_prolong_the_lock(self, head: User) -> None:
        def minutes_pass(minutes: int) -> None:
            AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=minutes))

        for _ in range(LIMIT):
            post("labour-head")
        minutes_pass(25)
        assert post("labour-head").status_code == 429
        minutes_pass(6)
        assert opens("labour-head")


class TestNamesAreUniqueWithoutRegardToCase:
    @pytest.fixture
    def administrator(self, db: None) -> Client:
        user = User.objects.create(
            username="administrator", name="관리자", role=Role.ADMINISTRATOR, password=make_password(PASSWORD)
        )
        client = Client()
        client.force_login(user, "seoulwork.accounts.backends.Backend")
        return client

    @pytest.mark.any_engine
    @pytest.mark.each_case
    @pytest.mark.parametrize("name", ["Administrator", "ADMINISTRATOR", "ａdministrator"])
    def test_a_second_administrator_is_refused_and_the_first_stays(self, administrator: Client, name: str) -> None:
        values = {"username": name, "name": "둘째", "role": Role.ADMINISTRATOR}
        page = administrator.post(reverse("user_add"), values).content.decode()
        assert USERNAME_TAKEN in page
        assert User.objects.get().username == "administrator"
        assert opens("administrator")

    def test_a_new_name_is_stored_in_small_letters(self, administrator: Client) -> None:
        administrator.post(reverse("user_add"), {"username": "Kim", "name": "새 사람", "role": Role.COUNCIL})
        assert User.objects.filter(username="kim").exists()

    def test_the_database_refuses_it_too(self, administrator: Client) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create(username="Administrator", name="둘째", role=Role.ADMINISTRATOR)

    def test_the_command_for_the_first_administrator_says_so(
        self, administrator: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
        with pytest.raises(CommandError):
            call_command(
                "createsuperuser", username="Administrator", name="둘째", role="administrator", interactive=False
            )


class TestSecondFactor:
    @pytest.fixture
    def secret(self, head: User) -> str:
        TOTP.activate(head, secret := str(generate_totp_secret()))
        return secret

    def guess(self, client: Client, code: str) -> HttpResponse:
        response = client.post(reverse("mfa_authenticate"), {"code": code}, REMOTE_ADDR="192.0.2.1")
        assert isinstance(response, HttpResponse)
        return response

    @pytest.mark.any_engine
    def test_wrong_codes_lock_the_account_and_stand_in_the_log(self, head: User, secret: str) -> None:
        post("labour-head", PASSWORD, client=(client := Client()))
        answers = [self.guess(client, code(secret, number + 1)).status_code for number in range(LIMIT + 1)]
        assert answers == [200] * (LIMIT - 1) + [429] * 2
        assert self.guess(client, code(secret)).status_code == 429
        assert client.get(reverse("briefings")).status_code == 302
        failures = AccessFailureLog.objects.filter(username="labour-head", path_info=reverse("mfa_authenticate"))
        assert failures.count() == LIMIT
        assert not opens("labour-head")

    def test_the_password_again_gives_no_new_guesses(self, head: User, secret: str) -> None:
        answers = []
        for number in range(LIMIT + 1):
            post("labour-head", PASSWORD, client=(client := Client()))
            answers.append(self.guess(client, code(secret, number + 1)).status_code)
        assert 429 in answers
        assert answers[-1] != 200

    def test_the_right_code_after_four_wrong_ones_opens(self, head: User, secret: str) -> None:
        post("labour-head", PASSWORD, client=(client := Client()))
        for number in range(LIMIT - 1):
            self.guess(client, code(secret, number + 1))
        self.guess(client, code(secret))
        assert client.get(reverse("briefings")).status_code == 200

    @pytest.mark.any_engine
    def test_a_code_may_be_half_a_minute_late_and_opens_once(
        self, head: User, secret: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Also when allauth has forgotten that it was used, which it does before the code runs out."""
        own = code(secret)

        def tried(periods: int) -> bool:
            at = (PERIOD + periods) * 30 + 10
            monkeypatch.setattr(auth, "yield_hotp_counters_from_time", COUNTERS)
            monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: at))
            post("labour-head", PASSWORD, client=(client := Client()))
            self.guess(client, own)
            return client.get(reverse("briefings")).status_code == 200

        assert [tried(-2), tried(2), tried(1)] == [False, False, True]
        cache.delete(TOTP(Authenticator.objects.get(user=head))._get_used_cache_key(own))
        assert [tried(1), tried(0)] == [False, False]
        assert AccessFailureLog.objects.filter(path_info=reverse("mfa_authenticate")).count() == 4

    def test_the_list_of_failures_says_which_were_codes(self, head: User, secret: str) -> None:
        administrator = User.objects.create(username="administrator", name="관리자", role=Role.ADMINISTRATOR)
        post("labour-head", PASSWORD, client=(client := Client()))
        self.guess(client, code(secret, 1))
        client.force_login(administrator, "seoulwork.accounts.backends.Backend")
        assert "2단계 인증 숫자" in client.get(reverse("user_failures")).content.decode()


class TestSessionsAndNames:
    def test_a_session_that_was_put_on_somebody_is_not_the_one_that_is_logged_in(self, head: User) -> None:
        victim = Client()
        victim.get(reverse("account_login"))
        victim.session["put"] = 1
        before = victim.session
        before.save()
        victim.cookies[settings.SESSION_COOKIE_NAME] = str(before.session_key)
        token = victim.get(reverse("account_login")).cookies[settings.CSRF_COOKIE_NAME].value
        post("labour-head", PASSWORD, client=victim)
        assert victim.get(reverse("briefings"), REMOTE_ADDR="192.0.2.1").status_code == 200
        assert victim.session.session_key != str(before.session_key)
        assert victim.cookies[settings.CSRF_COOKIE_NAME].value != token
        attacker = Client()
        attacker.cookies[settings.SESSION_COOKIE_NAME] = str(before.session_key)
        assert attacker.get(reverse("briefings")).status_code == 302
        cookie = victim.cookies[settings.SESSION_COOKIE_NAME]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")

    def test_whoever_asks_for_nobody_waits_as_long_as_for_somebody(
        self, head: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Work that a password costs, not time: each log-in hashes once, whoever it names."""
        hashed: list[str] = []
        encode = MD5PasswordHasher.encode

        def counted(hasher: MD5PasswordHasher, password: str, salt: str) -> str:
            hashed.append(password)
            return str(encode(hasher, password, salt))

        monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
        User.objects.create(
            username="left", name="떠난 사람", role=Role.COUNCIL, is_active=False, password=head.password
        )
        counts = []
        for name in ("labour-head", "nobody", "left"):
            hashed.clear()
            post(name)
            counts.append(len(hashed))
        assert counts == [1, 1, 1]

    @pytest.mark.parametrize(
        "away",
        [
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example",
            "https:evil.example",
            "javascript:alert(1)",
            "\t//evil.example",
        ],
    )
    def test_no_way_on_leads_to_another_site(self, head: User, away: str) -> None:
        response = Client().post(
            f"{reverse('account_login')}?{urlencode({'next': away})}",
            {"login": "labour-head", "password": PASSWORD, "next": [away, "/"]},
        )
        assert response.headers["Location"] in ("/", reverse("briefings"))

    @pytest.mark.parametrize(
        "headers",
        [
            {"host": "evil.example"},
            {"host": "testserver:80@evil.example"},
            {"host": "testserver.evil.example"},
            {"host": ""},
        ],
    )
    def test_another_host_is_refused_and_no_other_header_names_one(self, db: None, headers: dict[str, str]) -> None:
        assert Client(raise_request_exception=False).get(reverse("account_login"), headers=headers).status_code == 400
        told = Client().get(
            reverse("briefings"), headers={"x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}
        )
        assert "evil.example" not in str(told.headers) + told.content.decode()


def database_url() -> str:
    """The tests' database, for another process."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    server, _, options = os.environ["DATABASE_URL"].partition("?")
    return f"{server.rpartition('/')[0]}/{name}?{options}"


class TestAnOfficeBehindOneAddress:
    @pytest.mark.any_engine
    def test_a_hundred_right_log_ins_in_a_minute_all_pass(self, head: User) -> None:
        assert all(post("labour-head", PASSWORD).status_code == 302 for _ in range(100))

    @pytest.mark.any_engine
    def test_too_many_failures_of_an_address_are_refused_by_a_korean_page(self, head: User) -> None:
        answers = [post(f"nobody-{number}") for number in range(51)]
        assert [answer.status_code for answer in answers] == [200] * 50 + [429]
        assert "잠시 뒤 다시 시도해 주세요" in answers[-1].content.decode()
        assert opens("labour-head", address="192.0.2.2")

    def test_all_processes_count_together(self, transactional_db: None) -> None:
        for number in range(50):
            post(f"nobody-{number}")
        script = (
            "import django; from django.conf import settings\n"
            "plain = {'BACKEND': 'django.contrib.staticfiles.storage.StaticFilesStorage'}\n"
            "settings.STORAGES = {**settings.STORAGES, 'staticfiles': plain}; django.setup()\n"
            "from django.test import Client\n"
            "values = {'login': 'nobody', 'password': 'wrong'}\n"
            "print(Client().post('/account/login/', values, REMOTE_ADDR='192.0.2.1').status_code)\n"
        )
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "seoulwork.settings",
            "ALLOWED_HOSTS": "testserver",
            "DATABASE_URL": database_url(),
        }
        found = subprocess.run(
            [sys.executable, "-c", script],
            env=environment,
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert found.stdout.strip() == "429", found.stderr
