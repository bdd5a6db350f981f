"""How log-in differs from django-allauth's defaults."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import log
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by an administrator only."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Too many failures of one address are answered by a page of their own."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            raise ImmediateHttpResponse(respond_429(request)) from None

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """What the user chose is no temporary password any more."""
        user.password_change_required = False
        super().set_password(user, password)
        log(Action.PASSWORD_CHANGED, str(user), Stamp(user, Source.BROWSER), detail={"username": user.username})
