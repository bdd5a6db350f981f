"""The cache of several web hosts: a server, and the database's table while that is away."""

import socket
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.test import Client, override_settings

from seoulwork.accounts import outside
from seoulwork.accounts.models import Role, User
from seoulwork.domain.periods import Month
from seoulwork.environment import shared_cache
from seoulwork.figures import organisation
from seoulwork.figures.models import DivisionState
from seoulwork.operations import caching
from seoulwork.operations.checkup import examine

pytestmark = pytest.mark.django_db


@pytest.fixture
def away(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An address at which nobody answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("CACHE_URL", f"valkey://127.0.0.1:{taken.getsockname()[1]}/0")
        monkeypatch.setattr(caching.SharedCache, "asked_again_at", 0.0)
        monkeypatch.setattr(caching.SharedCache, "away", False)
        caches_of_it = {**settings.CACHES, "default": shared_cache("CACHE_URL", {})}
        with override_settings(CACHES=caches_of_it):
            yield


@pytest.mark.usefixtures("away")
def test_the_table_serves_while_the_server_is_away(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(caches["default"], caching.SharedCache)
    cache.set("asked", 1, 60)
    assert (cache.get("asked"), caches["table"].get("asked"), cache.incr("asked")) == (1, 1, 2)
    with monkeypatch.context() as later:
        later.setattr(caching, "monotonic", lambda: caching.SharedCache.asked_again_at + 1)
        assert cache.get("asked") == 2
        (said,) = caplog.records
        assert said.exc_info is None and "Connection refused" in said.getMessage(), "an outage is one line"
        later.setattr(type(vars(caches["default"])["_cache"]), "get", lambda *_: 3)
        assert cache.get("asked") == 3 and "answers again" in caplog.records[-1].getMessage()
    found = {each.key: each for each in examine()}
    assert "답하지 않아" in found["cache"].text and "Redis" in found["cache"].remedy
    answered = Client().get("/health/ready").json()
    assert "cache" in answered["problems"]


@pytest.mark.usefixtures("away")
def test_one_can_sign_in_while_it_is_away() -> None:
    User.objects.create_user("officer", password="seoul-away-2018", name="담당", role=Role.OFFICER, division="labour")
    page = Client().post("/account/login/", {"login": "officer", "password": "seoul-away-2018"})
    assert page.status_code == 302


def test_who_reads_without_an_account_sees_names_that_another_host_changed(settings: Any) -> None:
    settings.PUBLIC_PAGES = True
    public = Client()
    public.get("/briefings/")
    organisation.kept.version = (0, None)  # as a process that read before the name was stored elsewhere
    DivisionState.objects.create(division="labour", from_month=Month(2018, 1), name="노동국", unit="국", position=2)
    public.get("/briefings/")
    assert [each.name for each in organisation.kept.states] == ["노동국"]


def test_a_counter_that_is_gone_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "add", lambda *_: True)
    assert outside.is_within("key 1", 1)
    assert not outside.is_within("key 1", 1)
