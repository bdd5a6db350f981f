"""How answers travel: compressed, and kept by no cache."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

PAGES = ("text/", "application/json")
PART = 206
"""A range of bytes, counted in what is not compressed"""


class CompressPages(GZipMiddleware):
    """Compresses what is text; PDF, Excel and pictures are compressed in themselves.

    A page that repeats what was asked beside something secret could tell the secret by its compressed length (BREACH).
    So Django adds up to a hundred random bytes to each answer and masks the CSRF token anew each time.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == PART or not response.get("Content-Type", "").startswith(PAGES):
            return response
        return super().process_response(request, response)


def keep_out_of_caches(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Figures, drafts, events, evidence: what the program answers stays in no cache, shared or the browser's own, unless
    the view says how it may be kept. Static files do not come this way."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


HEADERS = {
    "Permissions-Policy": ", ".join(
        f"{each}=()"
        for each in (
            *("accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer"),
            *("microphone", "midi", "payment", "publickey-credentials-create", "screen-wake-lock", "serial", "usb"),
        )
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


def keep_to_this_site(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """No answer, file or page can be drawn into another site, and no page asks for the device's senses."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response

    return middleware
