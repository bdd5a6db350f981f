"""The PDF of a comparison: at once where it is short, else made by a task, and kept for a day by what the two documents are."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from reports.editions import comparisons, correcting
from reports.editions.publishing import publish
from reports.models import Briefing, ComparisonFile, Edition
from seoulwork.accounts.models import Role
from seoulwork.operations.models import Task
from seoulwork.operations.tasks import BROKEN, run

from .test_corrections import correct_youth_jobs

SignIn = Callable[..., Client]
pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

PAGE = "/briefings/changes/?old=2018-07/1&new=2018-07/2"
FILE, MADE = f"{PAGE}&format=pdf", f"{PAGE}&made="
DRAFT = "/briefings/changes/?old=2018-07/1&new=2018-07/draft"


@pytest.fixture
def corrected(briefing_data: None, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """July and its correction."""
    publish(Briefing.objects.get(), None, reason="시험")
    correcting.begin(Briefing.objects.get(), by=None, reason="집계 오류")
    correct_youth_jobs(58_697)
    monkeypatch.setattr(comparisons, "render", lambda document, kind: f"%PDF {document.sections[0].blocks}".encode())
    return publish(Briefing.objects.get(), None, reason="시험")


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is short counts as long."""
    monkeypatch.setattr(comparisons, "FEW", 0)


def make() -> Task:
    """Do the work that waits."""
    return run(Task.objects.get(kind="changes", state=Task.State.WAITING).pk)


@pytest.mark.printed
def test_what_is_short_is_there_at_once(corrected: Edition, signed_in: SignIn) -> None:
    answer = signed_in(Role.COUNCIL).get(FILE)
    assert answer.content.startswith(b"%PDF-") and not Task.objects.filter(kind="changes").exists()


def test_a_click_starts_the_work_once_and_who_comes_later_has_the_file_at_once(
    corrected: Edition, long: None, signed_in: SignIn
) -> None:
    council, officer = signed_in(Role.COUNCIL), signed_in(Role.OFFICER, "labour")
    for _ in range(2):
        assert council.get(FILE, follow=True).redirect_chain == [
            (MADE.replace("/1", "%2F1").replace("/2&", "%2F2&"), 302)
        ]
    assert "<progress" in council.get(MADE).content.decode()
    assert make().state == Task.State.DONE
    page = council.get(MADE).content.decode()
    assert "<progress" not in page and "PDF 내려받기" in page
    for client in (council, officer):
        assert b"58,697" in client.get(FILE).content
    assert Task.objects.filter(kind="changes").count() == 1
    assert council.get(f"{PAGE}&format=xlsx").content.startswith(b"PK")


def test_of_a_draft_that_was_changed_since_the_file_is_made_anew(
    corrected: Edition, long: None, signed_in: SignIn
) -> None:
    officer = signed_in(Role.OFFICER, "labour")
    correcting.begin(corrected.briefing, by=None, reason="둘째")
    officer.get(f"{DRAFT}&format=pdf")
    make()
    assert b"58,697" in officer.get(f"{DRAFT}&format=pdf").content
    correct_youth_jobs(68_697)
    assert "만들어 둔 파일이 없습니다" in officer.get(f"{DRAFT}&made=").content.decode()
    assert officer.get(f"{DRAFT}&format=pdf").status_code == 302
    make()
    assert b"68,697" in officer.get(f"{DRAFT}&format=pdf").content


def test_what_was_withdrawn_meanwhile_is_neither_made_nor_handed_out(
    corrected: Edition, long: None, signed_in: SignIn
) -> None:
    council = signed_in(Role.COUNCIL)
    council.get(FILE)
    make()
    comparisons.forget_old()
    council.get("/briefings/changes/?old=2018-07/2&new=2018-07/1&format=pdf")
    correcting.withdraw(corrected, by=None, reason="시험")
    assert council.get(FILE).status_code == council.get(MADE).status_code == 404
    assert "회수한 판이라" in make().message
    assert ComparisonFile.objects.count() == 1


def test_a_failure_is_told_and_the_file_can_be_asked_for_again(
    corrected: Edition, long: None, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    council = signed_in(Role.COUNCIL)
    with monkeypatch.context() as broken:
        broken.setattr(comparisons, "told", lambda pair: 1 / 0)
        council.get(FILE)
        make()
    page = council.get(MADE).content.decode()
    assert BROKEN in page and "PDF 만들기" in page
    assert council.get(FILE).status_code == 302
    assert make().state == Task.State.DONE


def test_a_file_is_forgotten_after_a_day_with_its_work(corrected: Edition, long: None, signed_in: SignIn) -> None:
    signed_in(Role.COUNCIL).get(FILE)
    make()
    comparisons.forget_old()
    assert ComparisonFile.objects.exists()
    ago = timezone.now() - comparisons.KEPT - timedelta(seconds=1)
    ComparisonFile.objects.update(made_at=ago)
    Task.objects.update(created_at=ago)
    comparisons.forget_old()
    assert not ComparisonFile.objects.exists() and not Task.objects.filter(kind="changes").exists()
