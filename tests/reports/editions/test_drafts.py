"""The PDF of a briefing in preparation: made by a task, kept for a day, gone with the draft."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.editions import drafts
from reports.editions.publishing import publish
from reports.models import Briefing, DraftFile, Format
from seoulwork.accounts.models import Role
from seoulwork.operations.models import Task
from seoulwork.operations.tasks import BROKEN, run
from seoulwork.pages.versions import version

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db

DOWNLOAD = "/briefings/2018-07/download/pdf/"
PAGE = "/briefings/2018-07/drafts/pdf/"
FILE = "/briefings/2018-07/drafts/pdf/file/"


@pytest.fixture
def briefing(briefing_data: None, monkeypatch: pytest.MonkeyPatch) -> Briefing:
    monkeypatch.setattr(drafts, "render", lambda document, kind: f"%PDF of {document.title}".encode())
    return Briefing.objects.get()


@pytest.fixture
def officer(signed_in: SignIn) -> Client:
    return signed_in(Role.OFFICER, "labour")


def make() -> Task:
    """Do the work that waits."""
    return run(Task.objects.get(kind="draft", state=Task.State.WAITING).pk)


def text(client: Client) -> str:
    response = client.get(PAGE)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.any_engine
def test_a_click_starts_the_work_once_and_leads_to_the_file(briefing: Briefing, officer: Client) -> None:
    for _ in range(2):
        assert officer.get(DOWNLOAD)["Location"] == PAGE
    assert "<progress" in text(officer)
    began = timezone.now()
    assert make().state == Task.State.DONE
    page = text(officer)
    assert "<progress" not in page and FILE in page
    kept = DraftFile.objects.get()
    assert began <= kept.made_at <= timezone.now()
    assert f"{timezone.localtime(kept.made_at):%M분 %S초}의 수치로 만든 초안" in page
    response = officer.get(FILE)
    assert response.content.startswith(b"%PDF of ")
    assert "%EC%9E%91%EC%84%B1%EC%A4%91" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]


def test_another_click_makes_it_anew_from_the_figures_of_then(briefing: Briefing, officer: Client) -> None:
    officer.get(DOWNLOAD)
    make()
    Briefing.objects.update(title="고친 제목")
    officer.get(DOWNLOAD)
    make()
    assert officer.get(FILE).content == "%PDF of 고친 제목".encode()
    assert DraftFile.objects.count() == 1


@pytest.mark.any_engine
@pytest.mark.parametrize("kind", [Format.HTML, Format.XLSX, Format.HWPX])
def test_what_is_quick_is_there_at_once_and_a_task_of_many_programmes(
    briefing: Briefing, officer: Client, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    response = officer.get(f"/briefings/2018-07/download/{kind}/")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert officer.get(f"/briefings/2018-07/drafts/{kind}/").status_code == 404
    assert not Task.objects.exists()
    monkeypatch.setattr(drafts, "FEW", 20)
    assert officer.get(f"/briefings/2018-07/download/{kind}/")["Location"] == f"/briefings/2018-07/drafts/{kind}/"
    make()
    assert officer.get(f"/briefings/2018-07/drafts/{kind}/file/").content == f"%PDF of {briefing.title}".encode()


def test_before_there_is_a_file(briefing: Briefing, officer: Client) -> None:
    assert DOWNLOAD in text(officer)
    assert officer.get(FILE)["Location"] == PAGE


@pytest.mark.any_engine
def test_what_went_wrong_is_said(briefing: Briefing, officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise MemoryError

    monkeypatch.setattr(drafts, "render", fail)
    officer.get(DOWNLOAD)
    assert make().state == Task.State.FAILED
    page = text(officer)
    assert BROKEN in page and DOWNLOAD in page


def test_drafts_are_not_for_the_council(briefing: Briefing, signed_in: SignIn) -> None:
    council = signed_in(Role.COUNCIL)
    assert [council.get(each).status_code for each in (DOWNLOAD, PAGE, FILE)] == [404, 403, 403]
    assert not Task.objects.exists()


@pytest.mark.any_engine
def test_a_draft_is_gone_once_its_briefing_is_published(briefing: Briefing, officer: Client) -> None:
    officer.get(DOWNLOAD)
    make()
    officer.get(DOWNLOAD)
    publish(briefing, None, reason="시험")
    assert not DraftFile.objects.exists()
    assert "그사이 발행된" in make().message
    assert not DraftFile.objects.exists()
    assert officer.get(PAGE)["Location"] == "/briefings/2018-07/"


@pytest.mark.any_engine
def test_a_draft_is_gone_with_its_briefing(briefing: Briefing, officer: Client, signed_in: SignIn) -> None:
    officer.get(DOWNLOAD)
    make()
    officer.get(DOWNLOAD)
    values = {"seen": version(briefing), "reason": "다시 시작"}
    assert signed_in(Role.ADMINISTRATOR).post(reverse("briefing_discard", args=["2018-07"]), values).status_code == 302
    assert not DraftFile.objects.exists()
    assert "업무보고가 없습니다" in make().message


def test_drafts_and_their_tasks_are_kept_for_a_day(briefing: Briefing, officer: Client) -> None:
    officer.get(DOWNLOAD)
    make()
    long_ago = timezone.now() - drafts.KEPT - drafts.KEPT
    DraftFile.objects.update(made_at=long_ago, format=Format.HTML)
    Task.objects.update(created_at=long_ago)
    officer.get(DOWNLOAD)
    make()
    assert DraftFile.objects.get().format == Format.PDF
    assert Task.objects.count() == 1
