from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal import auth
from django.core.cache import cache

from tests.accounts.codes import PERIOD


@pytest.fixture(autouse=True)
def one_period(monkeypatch: pytest.MonkeyPatch) -> None:
    """No code runs out while a test runs."""
    monkeypatch.setattr(auth, "yield_hotp_counters_from_time", lambda: iter([PERIOD]))


@pytest.fixture(autouse=True)
def nothing_counted(db: None) -> Iterator[None]:
    """Failures of an address are counted in the cache. Its table is no model's, so no test's end empties it."""
    cache.clear()
    yield
    cache.clear()
