"""From where somebody asks: the address that limits, locks and events go by."""

from allauth.account.adapter import get_adapter
from allauth.core import context
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The address of who asks; None for a log-in that no browser asked for."""
    return str(get_adapter(request).get_client_ip(request)) if "REMOTE_ADDR" in request.META else None


def current_address() -> str | None:
    """The address of whose request is being answered; None in commands and tasks."""
    return client_address(context.request) if context.request else None
