"""The codes that a telephone shows."""

from allauth.mfa.totp.internal import auth

PERIOD = 51_000_000
"""The half minute in which the tests run, however long they take."""


def code(secret: str, wrong_by: int = 0) -> str:
    return str(auth.format_hotp_value((auth.hotp_value(secret, PERIOD) + wrong_by) % 1_000_000))
