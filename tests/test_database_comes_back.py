"""The first request after the database was restarted finds its connection dead, and is answered all the same."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from seoulwork.accounts.models import Role, User
from tests.conftest import end_all_other_connections


@pytest.fixture
def cookie(transactional_db: None) -> str:
    signed_in = Client()
    user = User.objects.create(username="administrator", name="관리자", role=Role.ADMINISTRATOR)
    signed_in.force_login(user, "seoulwork.accounts.backends.Backend")
    return "; ".join(f"{name}={morsel.value}" for name, morsel in signed_in.cookies.items())


def test_the_next_request_is_answered(live_server: LiveServer, cookie: str) -> None:
    """Both requests go to one thread of the server, which keeps its connection to the database."""
    there = urlsplit(live_server.url)
    assert there.hostname
    client = HTTPConnection(there.hostname, there.port)
    statuses = []
    for _ in range(2):
        client.request("GET", "/users/", headers={"Cookie": cookie})
        answer = client.getresponse()
        answer.read()
        statuses.append(answer.status)
        assert end_all_other_connections() or connection.vendor == "sqlite", "the server has not kept its connection"
    client.close()
    assert statuses == [200, 200]
