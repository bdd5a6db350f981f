"""The office's own sign-in, tried against a real OpenID Connect provider in a thread."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, override_settings
from django.urls import reverse

from seoulwork.accounts.models import Role, User
from seoulwork.accounts.office import NAME_TAKEN, NO_ROLE, NOT_JOINED, SILENT, STOPPED
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.environment import OfficeSignIn, office_sign_in

pytestmark = [
    pytest.mark.any_engine,
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning"),  # of the provider's own libraries
]
POSTS = (
    ("labour-heads", "head", "labour"),
    ("labour-staff", "officer", "labour"),
    ("jobs-admins", "administrator", ""),
)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    from oidc_provider_mock import run_server_in_thread

    with run_server_in_thread() as server:
        yield f"http://127.0.0.1:{server.server_port}"


@pytest.fixture
def office(issuer: str) -> Iterator[OfficeSignIn]:
    with set_up(OfficeSignIn(issuer, "업무 인증", "seoulwork", "secret", "groups", POSTS, "", False, "")) as known:
        yield known


@contextmanager
def set_up(office: OfficeSignIn) -> Iterator[OfficeSignIn]:
    with override_settings(
        OFFICE=office, SOCIALACCOUNT_PROVIDERS={"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [office.app]}}
    ):
        yield office


def says(office: OfficeSignIn, sub: str, **claims: Any) -> None:
    """From now on the provider says that of somebody."""
    requests.put(f"{office.issuer}/users/{sub}", json={"name": "김주임", **claims}, timeout=10).raise_for_status()


def comes_in(client: Client, sub: str, asked: str = "", answer: str = "") -> Any:
    """Through the provider's page and back; the answer to what it sends back."""
    begun = client.get(reverse("openid_connect_login", args=["office"]) + asked)
    assert begun.status_code == 302, begun.content.decode()
    said = {"action": "deny"} if answer == "deny" else {"sub": sub}
    back = requests.post(begun.headers["Location"], said, allow_redirects=False, timeout=10).headers["Location"]
    return client.get(re.sub(r"^http://testserver", "", back))


def told(response: Any) -> str:
    return str(response.content.decode())


def test_a_walk_from_the_first_log_in_to_a_role_that_is_gone(office: OfficeSignIn) -> None:
    client = Client()
    assert "업무 인증 로그인" in told(client.get(reverse("account_login")))

    says(office, "kim")
    assert NO_ROLE in told(comes_in(client, "kim"))
    says(office, "kim", groups=["administrator", "head", "jobs-admin"])
    assert comes_in(client, "kim").status_code == 403
    assert (User.objects.count(), SocialAccount.objects.count()) == (0, 0)

    says(office, "kim", groups=["others", "labour-staff"], email="kim@example.org", email_verified=True)
    assert comes_in(client, "kim", "?next=/entry/").headers["Location"] == "/entry/"
    person = User.objects.get()
    assert (person.name, person.role, person.division, person.has_usable_password()) == (
        "김주임",
        "officer",
        "labour",
        False,
    )
    assert client.get(reverse("notices")).status_code == 200

    says(office, "kim", groups=["labour-staff", "labour-heads"])
    comes_in(another := Client(), "kim")
    person.refresh_from_db()
    assert person.role == Role.HEAD
    assert another.get(reverse("deputies")).status_code == 200
    event = Event.objects.get(action=Action.OFFICE_ROLE)
    assert event.detail["role"] == ["officer", "head"]

    says(office, "kim", groups=[])
    assert NO_ROLE in told(comes_in(Client(), "kim"))
    assert client.get(reverse("notices")).status_code == 302
    assert another.get(reverse("notices")).status_code == 302

    says(office, "kim", groups="labour-staff")
    comes_in(client, "kim")
    client.post(reverse("account_logout"))
    assert client.get(reverse("notices")).status_code == 302
    User.objects.update(is_active=False)
    assert STOPPED in told(comes_in(client, "kim"))


def test_an_account_is_joined_by_the_configured_claim_alone(office: OfficeSignIn) -> None:
    own = User(username="kim", name="김주임", role=Role.OFFICER, division="labour", email="kim@example.org")
    own.set_password("forty-two-pines")
    own.save()
    says(
        office,
        "k1",
        groups="jobs-admins",
        email="kim@example.org",
        email_verified=True,
        preferred_username="kim",
        number="KIM",
    )
    comes_in(Client(), "k1")
    assert not SocialAccount.objects.filter(user=own).exists()
    assert User.objects.exclude(pk=own.pk).get().role == Role.ADMINISTRATOR
    own.refresh_from_db()
    assert own.role == Role.OFFICER
    client = Client()
    client.force_login(own, "seoulwork.accounts.backends.Backend")
    assert NOT_JOINED in told(comes_in(client, "k2", "?process=connect"))

    with set_up(replace(office, username_claim="number")) as joining:
        says(joining, "k3", groups="labour-heads", number="KIM")
        assert comes_in(Client(), "k3").status_code == 302
        own.refresh_from_db()
        assert (own.role, own.has_usable_password()) == (Role.HEAD, False)
        assert Event.objects.get(action=Action.OFFICE_JOINED).actor == own
        says(joining, "k4", groups="labour-heads", number="kim")
        assert NAME_TAKEN in told(comes_in(Client(), "k4"))
        assert comes_in(Client(), "k5").status_code == 403


def test_the_last_administrator_stays_one(office: OfficeSignIn) -> None:
    says(office, "chief", groups="jobs-admins")
    comes_in(Client(), "chief")
    says(office, "chief", groups="labour-staff")
    assert "마지막 관리자" in told(comes_in(Client(), "chief"))
    assert User.objects.get().role == Role.ADMINISTRATOR


def test_the_second_factor_is_the_providers_matter_or_ones_own(office: OfficeSignIn) -> None:
    says(office, "chief2", groups="jobs-admins")
    with override_settings(SECOND_FACTOR_ROLES=frozenset({"administrator"})):
        comes_in(client := Client(), "chief2")
        assert client.get(reverse("users")).status_code == 200
        with set_up(replace(office, own_second_factor=True)):
            assert client.get(reverse("users")).headers["Location"] == reverse("mfa_activate_totp")


def test_what_goes_wrong_on_the_way_is_told(office: OfficeSignIn) -> None:
    client = Client()
    assert "로그인하지 못했습니다" in told(comes_in(client, "kim", answer="deny"))  # it sends no state back
    begun = client.get(reverse("openid_connect_login", args=["office"])).headers["Location"]
    state = re.findall("state=([^&]+)", begun)[0]
    callback = reverse("openid_connect_callback", args=["office"])
    denied = client.get(f"{callback}?error=access_denied&state={state}", follow=True)
    assert "그만두었습니다" in told(denied)
    for wrong in ("", "?code=x&state=none", "?error=server_error"):
        response = client.get(callback + wrong)
        assert "로그인하지 못했습니다" in told(response), wrong
    assert client.get(reverse("openid_connect_login", args=["other"])).status_code == 404
    with set_up(replace(office, issuer="http://127.0.0.1:9")):
        response = client.get(reverse("openid_connect_login", args=["office"]))
        assert (response.status_code, SILENT in told(response)) == (503, True)


def test_without_an_issuer_there_is_none() -> None:
    assert "업무 인증" not in told(Client().get(reverse("account_login")))
    assert Client().get(reverse("openid_connect_login", args=["office"])).status_code == 404


SET = {
    "OIDC_ISSUER": "https://sso.example/",
    "OIDC_CLIENT_ID": "a",
    "OIDC_CLIENT_SECRET": "b",
    "OIDC_ROLES": "x=y=head:labour, b=council",
}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"OIDC_CLIENT_ID": ""}, "OIDC_CLIENT_ID도"),
        ({"OIDC_ROLES": "a=head"}, "'a=head'"),
        ({"OIDC_ROLES": "a=king:labour"}, "king"),
        ({"OIDC_ROLES": "administrator"}, "administrator"),
        ({"OIDC_ROLES": "a=administrator:labour"}, "labour"),
        ({"OIDC_ISSUER": "http://sso.example", "SEOULWORK_ENV": "production"}, "https://로"),
    ],
)
def test_settings_that_can_not_be_meant_stop_the_start(changed: dict[str, str], said: str) -> None:
    with patch.dict("os.environ", SET | changed), pytest.raises(ImproperlyConfigured, match=said):
        office_sign_in(["labour"])


def test_settings_that_can() -> None:
    with patch.dict("os.environ", SET):
        known = office_sign_in(["labour"])
    assert known and known.posts == (("x=y", "head", "labour"), ("b", "council", ""))
    assert (known.issuer, known.role_claim, known.own_second_factor) == ("https://sso.example", "groups", False)
