"""Who writes at the desk."""

from collections.abc import Callable

import pytest
from django.test import Client

from seoulwork.accounts.models import Role

SignIn = Callable[..., Client]


@pytest.fixture
def officer(briefing_data: None, signed_in: SignIn) -> Client:
    return signed_in(Role.OFFICER, "labour")


@pytest.fixture
def head(briefing_data: None, signed_in: SignIn) -> Client:
    return signed_in(Role.HEAD, "labour")
