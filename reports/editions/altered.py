"""What a reader is told, and the administrators with them, when an edition is kept otherwise than it was published: nothing of it is given
out, whatever page or file was asked for."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from seoulwork.accounts.models import Role, User
from seoulwork.accounts.rights import wants_json
from seoulwork.notices.models import Kind
from seoulwork.notices.telling import tell

from ..models import Edition
from .sealing import Altered

LOG = logging.getLogger(__name__)


class AlteredMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Altered):
            return None
        LOG.error("%s: %s", request.path, error)
        found = Edition.objects.select_related("briefing").filter(pk=error.edition or 0).first()
        if found:
            _tell(found, str(error))
        if wants_json(request):
            return JsonResponse({"error": "altered", "text": str(error)}, status=503)
        return render(request, "reports/altered.html", {"edition": found, "told": str(error)}, status=503)


def _tell(edition: Edition, told: str) -> None:
    """The administrators, once."""
    administrators = User.objects.holding(Role.ADMINISTRATOR)
    address = reverse("briefing_editions", args=[edition.briefing.name])
    more = "manage.py verify_editions로 무엇이 다른지 확인하고, 백업에서 되돌려 주세요."
    tell(administrators, Kind.ALTERED, f"{edition}: {told}", address, more=more, about=f"altered-{edition.pk}")
