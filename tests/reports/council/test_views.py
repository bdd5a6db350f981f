"""The briefing in the browser, through the URLs."""

import gzip
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.editions.publishing import publish
from reports.models import Briefing, Format, PublishedFile
from seoulwork.accounts.models import Role, User
from seoulwork.domain.periods import Month
from seoulwork.operations.models import Task
from seoulwork.operations.tasks import run

pytestmark = pytest.mark.django_db


def logged_in(role: str) -> Client:
    division = "labour" if role in (Role.OFFICER, Role.HEAD) else ""
    user = User.objects.create(username=role, name=Role(role).label, role=role, division=division)
    client = Client()
    client.force_login(user, backend="seoulwork.accounts.backends.Backend")
    return client


@pytest.fixture
def briefing(briefing_data: None) -> Briefing:
    return Briefing.objects.get()


@pytest.mark.any_engine
def test_a_council_member_sees_a_briefing_only_once_it_is_published(briefing: Briefing) -> None:
    client = logged_in(Role.COUNCIL)
    assert "아직 없습니다" in client.get("/briefings/").content.decode()
    for address in ("/briefings/2018-07/", "/briefings/2018-07/sections/labour-4/", "/briefings/2018-07/download/pdf/"):
        assert client.get(address).status_code == 404
    publish(briefing, None, reason="시험")
    assert "2018 주요업무보고" in client.get("/briefings/").content.decode()
    page = client.get("/briefings/2018-07/").content.decode()
    assert "245,657" in page and "발행하기" not in page and "수치 점검" not in page
    assert client.get("/briefings/2018-07/publish/").status_code == 403
    assert client.get("/briefings/2018-07/checks/").status_code == 403


@pytest.mark.any_engine
@pytest.mark.parametrize("kind", Format.values)
def test_a_download_is_the_stored_file_byte_for_byte(briefing: Briefing, kind: str) -> None:
    publish(briefing, None, reason="시험")
    stored = PublishedFile.objects.get(format=kind)
    client = logged_in(Role.COUNCIL)
    response = client.get(f"/briefings/2018-07/download/{kind}/")
    assert response.content == bytes(stored.content)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["ETag"] == f'"{stored.sha256}"'
    assert response["Cache-Control"] == "private, no-cache"
    for known in (response["ETag"], f"W/{response['ETag']}"):
        again = client.get(f"/briefings/2018-07/download/{kind}/", headers={"If-None-Match": known})
        assert again.status_code == 304
        assert again["Cache-Control"] == "private, no-cache"


@pytest.mark.any_engine
def test_pages_travel_compressed_and_files_that_are_so_already_do_not(briefing: Briefing) -> None:
    client = logged_in(Role.OFFICER)
    plain, page, workbook = (
        client.get(address, headers={"Accept-Encoding": accepted})
        for address, accepted in (
            ("/briefings/2018-07/", "identity"),
            ("/briefings/2018-07/", "gzip"),
            ("/briefings/2018-07/download/xlsx/", "gzip"),
        )
    )
    assert (page["Content-Encoding"], "Content-Encoding" in workbook) == ("gzip", False)
    assert len(page.content) * 4 < len(plain.content)
    assert "</html>" in gzip.decompress(page.content).decode()
    assert workbook.content.startswith(b"PK")


@pytest.mark.any_engine
def test_a_draft_is_downloaded_as_a_draft(briefing: Briefing) -> None:
    response = logged_in(Role.OFFICER).get("/briefings/2018-07/download/xlsx/")
    assert response.content.startswith(b"PK")
    assert "%EC%9E%91%EC%84%B1%EC%A4%91" in response["Content-Disposition"]


@pytest.mark.any_engine
def test_each_part_goal_and_programme_has_a_page(briefing: Briefing) -> None:
    client = logged_in(Role.OFFICER)
    for key, text in {"part-1": "정원", "part-2": "245,657", "goal-2": "노동존중", "socialeconomy-7": "GSEF"}.items():
        page = client.get(f"/briefings/2018-07/sections/{key}/").content.decode()
        assert text in page
        assert page.count("<h1") == 1


@pytest.mark.parametrize(
    "address",
    [
        "/briefings/2018-08/",
        "/briefings/2018-13/",
        "/briefings/2018-07/sections/nowhere/",
        "/briefings/2018-07/download/doc/",
    ],
)
def test_what_does_not_exist_is_not_found(briefing: Briefing, address: str) -> None:
    assert logged_in(Role.OFFICER).get(address).status_code == 404


@pytest.mark.any_engine
def test_the_administrator_publishes_through_a_task(
    briefing: Briefing, django_capture_on_commit_callbacks: Any
) -> None:
    client = logged_in(Role.ADMINISTRATOR)
    assert "바꿀 수 없고" in client.get("/briefings/2018-07/publish/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/briefings/2018-07/publish/", {"reason": "시험"})
        client.post("/briefings/2018-07/publish/", {"reason": "시험"})  # a double click starts it once
    task = Task.objects.get()
    assert "계속됩니다" in client.get("/briefings/2018-07/publish/").content.decode()
    assert run(task.pk).state == Task.State.DONE
    assert run(task.pk).state == Task.State.DONE  # a task runs once
    assert client.get("/briefings/2018-07/publish/").status_code == 302
    publication = briefing.editions.get()
    assert publication.published_by is not None and publication.published_by.role == Role.ADMINISTRATOR
    publisher = str(publication.published_by)
    lists = {role: logged_in(role).get("/briefings/").content.decode() for role in (Role.HEAD, Role.COUNCIL)}
    assert publisher in lists[Role.HEAD] and "읽기" in lists[Role.COUNCIL]
    assert publisher not in lists[Role.COUNCIL], "the office publishes, not one of its officers"


@pytest.mark.any_engine
def test_the_checker_names_the_document_s_own_slips(briefing: Briefing) -> None:
    page = logged_in(Role.HEAD).get("/briefings/2018-07/checks/").content.decode()
    for told in ("46.4%", "997", "23,768백만원", "11,619명", "204천개", "31,078백만원"):
        assert told in page


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.any_engine
def test_the_queries_of_each_page_are_known(briefing: Briefing) -> None:
    officer, council = logged_in(Role.OFFICER), logged_in(Role.COUNCIL)
    for client in (officer, council):
        client.get("/briefings/")  # the first request of a session also writes it
    drafts = {address: queries_of(officer, address) for address in PAGES}
    assert (
        drafts
        == {
            "/briefings/2018-07/": 69,  # of each division its plans by months and the reasons for falling short, in one
            "/briefings/2018-07/sections/labour-4/": 69,
            "/briefings/2018-07/checks/": 79,  # the answers to findings and the months' states, too; how many are open is kept
        }
    )
    publish(briefing, None, reason="시험")
    addresses = [
        "/briefings/",
        "/briefings/2018-07/",
        "/briefings/2018-07/sections/labour-4/",
        "/briefings/2018-07/download/pdf/",
    ]
    # A session is renewed each minute, and publishing may take one; the document stays in memory, and which of its figures have pages.
    for address in addresses[1:3]:
        council.get(address)
    # Of each briefing its editions and the correction under way. What is sent is read on its own, once it is known that the browser has
    # none of it; a document that was read once stays in memory. Below a section stands what was asked of it.
    assert [queries_of(council, address) for address in addresses] == [7, 5, 6, 7]


PAGES = ["/briefings/2018-07/", "/briefings/2018-07/sections/labour-4/", "/briefings/2018-07/checks/"]


@pytest.mark.any_engine
def test_the_pages_of_the_sections_lead_to_each_other(briefing: Briefing) -> None:
    client = logged_in(Role.OFFICER)
    whole = client.get("/briefings/2018-07/").content.decode()
    assert 'href="/briefings/2018-07/sections/part-1/"' in whole
    first = client.get("/briefings/2018-07/sections/part-1/").content.decode()
    assert 'href="/briefings/2018-07/sections/labour-4/"' in first
    page = client.get("/briefings/2018-07/sections/labour-4/").content.decode()
    assert "이전: 3 노동존중문화의 상징 「전태일 기념관」 개관 준비" in page
    assert "다음: 5 사각지대 노동자 보호 강화" in page


def test_the_list_of_briefings_has_pages(briefing: Briefing) -> None:
    years = range(2019, 2035)
    Briefing.objects.bulk_create(
        Briefing(month=Month(year, 1), reference_month=Month(year, 1), plan_year=year, title=f"{year} 주요업무보고")
        for year in years
    )
    client = logged_in(Role.ADMINISTRATOR)
    first = client.get("/briefings/").content.decode()
    assert f"모두 {len(years) + 1}건" in first
    assert "2034 주요업무보고" in first
    assert "2018 주요업무보고" not in first
    assert "2018 주요업무보고" in client.get("/briefings/?page=2").content.decode()
    assert client.get("/briefings/?page=nonsense").status_code == 200
