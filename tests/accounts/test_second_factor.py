"""Second factors: their secrets at rest, and for which roles they are asked."""

from collections.abc import Callable
from io import StringIO
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.fernet import Fernet
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from seoulwork.accounts.models import Post, Role, User
from seoulwork.accounts.second_factor import SEALED, not_encrypted
from seoulwork.environment import keys, roles
from seoulwork.operations.checkup import examine
from seoulwork.pages.troubles import Trouble
from tests.accounts.codes import code

pytestmark = [pytest.mark.any_engine, pytest.mark.django_db]
SignIn = Callable[..., Client]
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
PASSWORD = "forty-two-pines"


def with_keys(*known: str) -> override_settings:
    return override_settings(SECOND_FACTOR_KEYS=list(known))


def run(*arguments: str) -> str:
    call_command("encrypt_second_factors", *arguments, stdout=(out := StringIO()))
    return out.getvalue()


def doctor() -> str:
    return next(each.text + each.remedy for each in examine() if each.key == "second-factor")


@pytest.fixture
def person(db: None) -> User:
    user = User(username="kim", name="김주임", role=Role.OFFICER, division="labour")
    user.set_password(PASSWORD)
    user.save()
    return user


def logs_in(secret: str) -> bool:
    client = Client()
    client.post(reverse("account_login"), {"login": "kim", "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    User.objects.update(last_login=None)
    return client.get(reverse("notices")).status_code == 200


def test_secrets_are_encrypted_and_keys_change_without_anybody_noticing(person: User) -> None:
    secret = generate_totp_secret()
    with with_keys():
        TOTP.activate(person, secret)
        RecoveryCodes.activate(person)
        codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
        assert Authenticator.objects.get(type="totp").data["secret"] == secret
        assert "2개가 지금 열쇠로" in doctor()
        assert "--new-key" in doctor()
        with pytest.raises(CommandError, match="비어 있습니다"):
            run()
    with with_keys(OLD):
        assert logs_in(secret)
        assert "2개를" in run()
        assert "모두 첫 열쇠로" in run()
        kept = [str(each.data) for each in Authenticator.objects.all()]
        assert all(SEALED in each and secret not in each for each in kept)
        assert "모두 암호화" in doctor()
    with with_keys(NEW, OLD):
        assert not_encrypted() == (2, 2)
        assert "--new-key" not in doctor()
        assert "2개를" in run()
    with with_keys(NEW):
        again = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
        assert again == codes
        cache.clear()  # a code works once
        assert TOTP(Authenticator.objects.get(type="totp")).validate_code(code(secret))
    with with_keys(OLD), pytest.raises(CommandError, match="다시 넣어"):
        run()
    assert len(keys_of(run("--new-key").strip())) == 1


def test_a_key_that_is_gone_lets_nobody_in(person: User) -> None:
    with with_keys(OLD):
        TOTP.activate(person, secret := generate_totp_secret())
    for known in ([NEW], []):
        client = Client(raise_request_exception=False)
        with with_keys(*known):
            client.post(reverse("account_login"), {"login": "kim", "password": PASSWORD})
            response = client.post(reverse("mfa_authenticate"), {"code": code(secret)})
            assert (response.status_code, Trouble.LOCKED.text in response.content.decode()) == (503, True)
            assert client.get(reverse("notices")).status_code == 302


def keys_of(text: str) -> list[str]:
    with patch.dict("os.environ", {"KEYS": text}):
        return keys("KEYS")


@pytest.mark.parametrize(
    "wrong", ["short", "가" * 44, NEW[:-2], f"{NEW},x"], ids=["short", "Korean", "cut", "one of two"]
)
def test_what_is_no_key_stops_the_start(wrong: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="열쇠가 아닌"):
        keys_of(wrong)


def test_roles_that_need_one_are_named() -> None:
    with patch.dict("os.environ", {"ROLES": "head, administrator"}):
        assert roles("ROLES", "") == {"head", "administrator"}
    with patch.dict("os.environ", {"ROLES": "-"}):
        assert roles("ROLES", "administrator") == frozenset()
    with patch.dict("os.environ", {"ROLES": "chief"}), pytest.raises(ImproperlyConfigured, match="chief"):
        roles("ROLES", "")


@override_settings(SECOND_FACTOR_ROLES=frozenset({"head"}))
def test_who_works_as_such_a_role_sets_it_up_first(signed_in: SignIn) -> None:
    set_up = reverse("mfa_activate_totp")
    assert signed_in(Role.HEAD, "labour").get(reverse("notices")).headers["Location"] == set_up
    officer = signed_in(Role.OFFICER, "labour")
    assert officer.get(reverse("notices")).status_code == 200
    person = User.objects.get(role=Role.OFFICER)
    post = Post.objects.create(
        user=person, role=Role.HEAD, division="labour", begins=timezone.localdate(), reason="겸임"
    )
    officer.post(reverse("work_as"), {"post": post.pk})
    assert officer.get(reverse("notices")).headers["Location"] == set_up
    officer.post(reverse("work_as"), {"post": ""})
    assert officer.get(reverse("notices")).status_code == 200
