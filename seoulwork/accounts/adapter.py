"""How log-in differs from django-allauth's defaults."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from seoulwork.models import User


def client_address(request: HttpRequest) -> str | None:
    """The address of who asks, for the lock of django-axes: the one that django-allauth limits by too. None for a log-in
    that no browser asked for."""
    return str(get_adapter(request).get_client_ip(request)) if "REMOTE_ADDR" in request.META else None


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

    def set_password(self, user: User, password: str) -> None:
        """What the user chose is no temporary password any more."""
        user.password_change_required = False
        super().set_password(user, password)
