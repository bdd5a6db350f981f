"""The office's own sign-in (OpenID Connect): who somebody is and what they may says the provider, at each log-in anew.

Only what settings name is believed: the claim whose values give roles, and, where one is set, the claim that holds the name of an account.
A mail address is no name of anybody. Without a role that is known nobody comes in, and no account is made.
"""

from collections.abc import Mapping
from typing import Any, NoReturn, cast

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render

from seoulwork.accounts.models import User
from seoulwork.accounts.services import refuse_without_administrator
from seoulwork.audit.actions import Action
from seoulwork.audit.events import log
from seoulwork.environment import OfficeSignIn
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp

METHOD = "socialaccount"
"""How django-allauth notes in the session that somebody came by the provider."""
WAIT = 10
"""Seconds for an answer of the provider: somebody waits for the page."""
NO_ROLE = "업무 인증은 되었지만 이 시스템에서 맡은 역할이 없어 들어올 수 없습니다. 관리자에게 역할을 정해 달라고 요청해 주세요."
STOPPED = "이 시스템에서 사용이 중지된 계정입니다. 관리자에게 확인해 주세요."
NOT_JOINED = "로그인한 계정을 업무 인증과 이을 수는 없습니다. 로그아웃한 뒤 업무 인증으로 로그인해 주세요."
NOT_ONE = "업무 인증 서버가 알린 사람이 서로 다릅니다. 시스템 담당자에게 알려 주세요."
NAME_TAKEN = "업무 인증이 알린 이름의 계정이 이미 다른 사람과 이어져 있습니다. 관리자에게 확인해 주세요."
SILENT = "업무 인증 서버가 답하지 않습니다. 잠시 뒤 다시 하거나, 이 시스템의 아이디가 있으면 그것으로 로그인해 주세요."


def post_of(claims: Mapping[str, Any], office: OfficeSignIn) -> tuple[str, str] | None:
    """The role and division that the claims give: by the first line of the settings that fits. A claim is a text or a list of texts."""
    told = claims.get(office.role_claim)
    values = {each for each in (told if isinstance(told, list) else [told]) if isinstance(each, str)}
    return next(((role, division) for value, role, division in office.posts if value in values), None)


def came_by_provider(request: HttpRequest) -> bool:
    """Whether this session was begun by the provider."""
    known = request.session.get("account_authentication_methods", [])
    return any(each.get("method") == METHOD for each in known)


def refuse(request: HttpRequest, told: str, status: int = 403) -> NoReturn:
    raise ImmediateHttpResponse(render(request, "accounts/not_in.html", {"told": told}, status=status))


class Session(requests.Session):
    """Asks the provider, and does not wait for ever."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self.asked_by = request

    def request(self, method: Any, url: Any, *args: Any, **options: Any) -> requests.Response:
        try:
            response = super().request(method, url, *args, **{"timeout": WAIT, **options})
            if "/.well-known/" in str(url):
                response.raise_for_status()
                response.json()
            return response
        except requests.RequestException:
            refuse(self.asked_by, SILENT, 503)


class OfficeAdapter(DefaultSocialAccountAdapter):
    def get_requests_session(self) -> Session:
        return Session(self.request)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Accounts come by `pre_social_login` alone."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Before somebody comes in: find or make their account, and make of it what the claims say."""
        office = cast(OfficeSignIn, settings.OFFICE)
        if sociallogin.state.get("process") == "connect":
            refuse(request, NOT_JOINED)
        claims = _claims(request, sociallogin)
        post = post_of(claims, office)
        if post is None:
            if sociallogin.is_existing:
                _lose(sociallogin.user)
            refuse(request, NO_ROLE)
        try:
            with transaction.atomic():
                if not sociallogin.is_existing:
                    sociallogin.connect(request, _account(request, sociallogin, claims, post))
                if not sociallogin.user.is_active:
                    refuse(request, STOPPED)
                _become(sociallogin.user, *post)
        except ValidationError as error:
            refuse(request, " ".join(error.messages))


def _claims(request: HttpRequest, sociallogin: SocialLogin) -> Mapping[str, Any]:
    """What the provider says of somebody: the token's claims, and what it tells beside them of the same person."""
    told: Mapping[str, Mapping[str, Any]] = sociallogin.account.extra_data
    token, beside = told.get("id_token") or {}, told.get("userinfo") or {}
    if not token or (beside and beside.get("sub") != token.get("sub")):
        refuse(request, NOT_ONE)
    return {**beside, **token}


def _account(request: HttpRequest, sociallogin: SocialLogin, claims: Mapping[str, Any], post: tuple[str, str]) -> User:
    """The account that the configured claim names, or a new one. One that is joined is no more logged in to by a password."""
    office = cast(OfficeSignIn, settings.OFFICE)
    named = claims.get(office.username_claim) if office.username_claim else None
    name = User.normalize_username(named if isinstance(named, str) and named else f"{office.client}:{claims['sub']}")
    if len(name) > 150:
        refuse(request, NO_ROLE)
    person = User.objects.select_for_update().filter(username=name).first()
    if person is None:
        told = claims.get("name")
        role, division = post
        person = User(username=name, name=(told if isinstance(told, str) else "")[:60] or name[:60])
        person.role, person.division = role, division
        person.set_unusable_password()
        person.save()
        _log(Action.USER_ADDED, person, role=role, division=division)
    elif not office.username_claim or SocialAccount.objects.filter(user=person).exists():
        refuse(request, NAME_TAKEN)
    else:
        person.set_unusable_password()
        person.password_change_required = False
        person.save(update_fields=["password", "password_change_required"])
        _log(Action.OFFICE_JOINED, person)
    return person


def _become(person: User, role: str, division: str) -> None:
    """What the claims say now. Raises ValidationError when nobody could manage accounts afterwards."""
    locked = User.objects.select_for_update().get(pk=person.pk)
    if (locked.role, locked.division) == (role, division):
        return
    refuse_without_administrator(locked, role, locked.is_active)
    changed = {"role": [locked.role, role], "division": [locked.division, division]}
    person.role, person.division = role, division
    person.save(update_fields=["role", "division"])
    _log(Action.OFFICE_ROLE, person, **changed)


@transaction.atomic
def _lose(person: User) -> None:
    """The provider gives no role any more: what is open is ended."""
    open_ones = UserSession.objects.filter(user=person)
    if not open_ones:
        return
    for each in open_ones:
        each.end()
    _log(Action.OFFICE_ROLE, person, role=[person.role, None])


def _log(action: Action, person: User, **detail: Any) -> None:
    stamp = Stamp(person, Source.BROWSER, reason="업무 인증이 알림")
    log(action, str(person), stamp, detail={"username": person.username, **detail})
