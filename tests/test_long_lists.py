"""Lists that grow with every day: what they cost does not grow with them, and every row can still be paged to."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from axes.models import AccessFailureLog, AccessLog
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from seoulwork.accounts.lists import LATEST
from seoulwork.accounts.models import Role
from seoulwork.audit.actions import Action
from seoulwork.audit.frozen import STANDING, thawed
from seoulwork.audit.models import Event
from seoulwork.pages import lists, paging

SignIn = Callable[..., Client]
GROWING = {"user_events": Event, "user_sign_ins": AccessLog, "user_failures": AccessFailureLog}
"""Their tables by URL name."""
EVENTS = 130
DONE = [Action.MONTH_SUBMITTED, Action.FIGURES_ENTERED, Action.USER_ADDED]


@pytest.fixture
def administrator(signed_in: SignIn) -> Client:
    return signed_in(Role.ADMINISTRATOR)


@pytest.fixture
def many(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """More events than are counted."""
    for module in (lists, paging):
        monkeypatch.setattr(module, "COUNTED", 50)
    now = timezone.now()
    with thawed(STANDING):
        Event.objects.all().delete()
    Event.objects.bulk_create(
        Event(at=now - timedelta(minutes=number), action=DONE[number % 3], subject=f"대상-{number:03}")
        for number in range(EVENTS)
    )


def pages(client: Client, url: str) -> Iterator[str]:
    """One page after the other, as their reader goes on."""
    address = url
    while True:
        page = client.get(address).content.decode()
        yield page
        following = re.search(r'<a href="([^"]+)" rel="next"', page)
        if following is None:
            return
        address = url + following[1].replace("&amp;", "&")


@pytest.mark.any_engine
def test_a_long_list_says_that_there_are_more_than_it_counted(many: None, administrator: Client) -> None:
    page = administrator.get(reverse("user_events")).content.decode()
    assert "모두 <strong>50</strong>건 넘음" in page
    narrowed = administrator.get(reverse("user_events"), {"action": Action.FIGURES_ENTERED}).content.decode()
    assert "찾은 것 <strong>43</strong>건</p>" in narrowed


@pytest.mark.any_engine
def test_every_row_of_a_long_list_is_reached_page_by_page(many: None, administrator: Client) -> None:
    read = [re.findall(r"대상-\d{3}", page) for page in pages(administrator, reverse("user_events"))]
    assert [len(rows) for rows in read] == [25, 25, 25, 25, 25, 5]
    assert [row for rows in read for row in rows] == [f"대상-{number:03}" for number in range(EVENTS)]


@pytest.mark.parametrize("asked", ["7", "0", "-1", "x", "9" * 40, ""])
def test_a_page_that_is_not_there_is_the_first(many: None, administrator: Client, asked: str) -> None:
    page = administrator.get(reverse("user_events"), {"page": asked}).content.decode()
    assert "대상-000" in page


@pytest.mark.each_case
@pytest.mark.parametrize("name", GROWING)
def test_no_query_of_the_page_reads_all_rows(name: str, administrator: Client) -> None:
    """Each stops at some number of rows, or goes along an index from one value to the next."""
    table = f'"{GROWING[name]._meta.db_table}"'
    with CaptureQueriesContext(connection) as asked:
        assert administrator.get(reverse(name)).status_code == 200
    queries = [query["sql"] for query in asked if f"FROM {table}" in query["sql"]]
    assert queries
    assert [sql for sql in queries if not re.search("LIMIT|WITH RECURSIVE", sql) or "DISTINCT" in sql] == []


@pytest.mark.each_case
@pytest.mark.parametrize(
    "rows",
    [
        lambda: Event.objects.select_related("actor"),
        lambda: Event.objects.select_related("actor").filter(action=Action.FIGURES_ENTERED),
        lambda: AccessLog.objects.order_by(*LATEST),
    ],
)
def test_the_latest_rows_come_from_an_index(rows: Callable[[], object], db: None) -> None:
    if connection.vendor == "postgresql":
        # Of a few rows it would read all rather than an index.
        with connection.cursor() as cursor:
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
            )
    plan = rows()[:25].explain()  # type: ignore[index]
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
