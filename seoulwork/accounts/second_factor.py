"""The secrets of second factors, encrypted at rest: from a copy of the database alone no code can be made.

By the first of SECOND_FACTOR_KEYS they are encrypted, by each decrypted. To change the key, put a new one before the old one, run
`manage.py encrypt_second_factors`, then take the old one away. What was stored before there was a key is read as it is.
"""

from collections.abc import Iterator

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from seoulwork.pages.troubles import KeyIsGone

SEALED = "fernet:"
"""What is encrypted begins so; no secret does."""
PLACES = ("secret", "seed")
"""Where an authenticator keeps what codes are made from: of codes by telephone, of recovery codes."""
KEY_IS_GONE = "2단계 인증의 비밀을 풀 수 없습니다. SECOND_FACTOR_KEYS에 그것을 암호화한 열쇠가 없습니다. 그 열쇠를 목록에 다시 넣어 주세요."


class Adapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        if not settings.SECOND_FACTOR_KEYS:
            return text
        return SEALED + Fernet(settings.SECOND_FACTOR_KEYS[0]).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises KeyIsGone where the key is gone: a guess instead would be a secret that others know."""
        if not encrypted_text.startswith(SEALED):
            return encrypted_text
        try:
            known = MultiFernet([Fernet(each) for each in settings.SECOND_FACTOR_KEYS])
            return known.decrypt(encrypted_text.removeprefix(SEALED).encode()).decode()
        except (InvalidToken, ValueError):
            raise KeyIsGone(KEY_IS_GONE) from None


def encrypt_all() -> int:
    """Encrypt by the first key what is not; how many there were. Raises ImproperlyConfigured or KeyIsGone; then nothing is changed."""
    if not settings.SECOND_FACTOR_KEYS:
        raise ImproperlyConfigured(
            "SECOND_FACTOR_KEYS가 비어 있습니다. --new-key로 열쇠를 만들어 설정에 넣고 다시 실행해 주세요."
        )
    adapter, changed = Adapter(), 0
    with transaction.atomic():
        for row in Authenticator.objects.select_for_update().order_by("pk"):
            if late := [place for place in PLACES if place in row.data and not _is_by_first_key(row.data[place])]:
                row.data |= {place: adapter.encrypt(adapter.decrypt(row.data[place])) for place in late}
                row.save(update_fields=["data"])
                changed += 1
    return changed


def not_encrypted() -> tuple[int, int]:
    """How many are not encrypted by the first key, of how many. 1 query."""
    kept = list(_kept())
    return sum(not _is_by_first_key(each) for each in kept), len(kept)


def _kept() -> Iterator[str]:
    for data in Authenticator.objects.values_list("data", flat=True):
        yield from (data[place] for place in PLACES if place in data)


def _is_by_first_key(text: str) -> bool:
    if not text.startswith(SEALED) or not settings.SECOND_FACTOR_KEYS:
        return False
    try:
        Fernet(settings.SECOND_FACTOR_KEYS[0]).decrypt(text.removeprefix(SEALED).encode())
    except InvalidToken:
        return False
    return True
