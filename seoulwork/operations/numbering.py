"""Each request has a number: who sees an error reads it, and every line of the log that the request caused bears it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from re import compile as pattern
from secrets import token_hex

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
_current: ContextVar[str] = ContextVar("request_number", default="")
_FITS = pattern(r"[0-9A-Za-z-]{8,64}")


def current() -> str:
    """The number of the request that is being answered; empty outside one."""
    return _current.get()


@contextmanager
def numbered(number: str) -> Iterator[None]:
    """Lines of the log that are written inside bear this number."""
    token = _current.set(number)
    try:
        yield
    finally:
        _current.reset(token)


def number_requests(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. The number that the web server in front gave is kept, so that its log and this one name the same."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        number = given if _FITS.fullmatch(given) else token_hex(8)
        with numbered(number):
            response = get_response(request)
        response[HEADER] = number
        return response

    return middleware
