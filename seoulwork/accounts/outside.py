"""Who reads without an account: a program by a read key, and anybody where PUBLIC_PAGES is on. Such a reader is told what a council member
would be told of what is out, and nothing else: which addresses that is, stands in rights.py."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse

from seoulwork.accounts import read_keys
from seoulwork.accounts.models import ReadKey, Role
from seoulwork.audit.address import client_address
from seoulwork.figures import organisation, units

KEY, PUBLIC_READER = "read key", "public reader"
BY_KEY, BY_ADDRESS, WRONG_KEYS = 120, 60, 30
"""So often a key, an address without one, and an address with keys that there are not may ask in a minute."""
SCHEME = "Bearer "
LONGEST_KEY = 200
TOO_MANY = "너무 자주 물었습니다. 1분 뒤에 다시 물어 주세요."


class OutsideReader(AnonymousUser):
    """Whoever asks for a role gets that of those who read only what is out. Nobody is logged in."""

    role = Role.COUNCIL
    division = ""
    is_council = True
    is_outside = True

    def __init__(self, reads_as: str, key: ReadKey | None = None) -> None:
        super().__init__()
        self.reads_as = frozenset({reads_as})
        self.key = key


def read_from_outside(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A request with a key is the key's, whatever cookie comes with it. Each use is recorded."""

    def middleware(request: HttpRequest) -> HttpResponse:
        shown = request.headers.get("Authorization", "")
        if not shown.startswith(SCHEME):
            if settings.PUBLIC_PAGES and not request.user.is_authenticated:
                # Who signs in brings along how divisions and units are called; here another host may have changed it.
                organisation.read()
                units.read()
                request.user = OutsideReader(PUBLIC_READER)
            return get_response(request)
        key = read_keys.holder_of(shown.removeprefix(SCHEME)[:LONGEST_KEY])
        if not (is_within(f"key {key.pk}", BY_KEY) if key else is_within(_from(request, "wrong key"), WRONG_KEYS)):
            return too_many()
        request.user = OutsideReader(KEY, key) if key else AnonymousUser()
        response = get_response(request)
        if key and response.status_code < 400:
            read_keys.use(key, request.path)
        return response

    return middleware


def asks_too_often(request: HttpRequest) -> bool:
    """Whether somebody without a key asks for more than there is need for."""
    return PUBLIC_READER in getattr(request.user, "reads_as", ()) and not is_within(
        _from(request, "public"), BY_ADDRESS
    )


def is_within(who: str, most: int) -> bool:
    """Count that somebody asks, and whether it is one of the `most` of this minute."""
    counted = f"asked {who} {minute()}".replace(" ", "-")
    cache.add(counted, 0, 120)
    try:
        return cache.incr(counted) <= most
    except ValueError:  # gone meanwhile, as when the cache has just failed: counted from here on
        cache.set(counted, 1, 120)
        return True


def minute() -> int:
    return int(time.time() // 60)


def _from(request: HttpRequest, what: str) -> str:
    return f"{what} {client_address(request)}"


def too_many() -> JsonResponse:
    return JsonResponse({"error": "too many", "text": TOO_MANY}, status=429, headers={"Retry-After": "60"})
