from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .rights import user_of


def home(request: HttpRequest) -> HttpResponse:
    """Everybody's first page after logging in: who belongs to a division comes for its month, the others for the briefing."""
    return redirect("entry" if user_of(request).division else "briefings")
