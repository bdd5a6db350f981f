import pytest
from allauth.mfa.totp.internal import auth

from tests.accounts.codes import PERIOD


@pytest.fixture(autouse=True)
def one_period(monkeypatch: pytest.MonkeyPatch) -> None:
    """No code runs out while a test runs."""
    monkeypatch.setattr(auth, "yield_hotp_counters_from_time", lambda: iter([PERIOD]))
