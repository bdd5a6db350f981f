"""Two people who add the same at the same moment: one has it, the other is told beside the form."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.editions import preparation
from reports.models import Briefing
from seoulwork.accounts import services as accounts
from seoulwork.accounts.models import Role, User
from seoulwork.catalogue import services
from seoulwork.domain.periods import Month
from seoulwork.figures.models import Bureau
from seoulwork.operations.models import Task
from seoulwork.workbook import background
from seoulwork.workbook.models import Report, Workbook
from tests.briefings import a_briefing

SignIn = Callable[..., Client]
REASON = {"reason": "신설"}
ROWS: dict[str, dict[str, Any]] = {
    "programmes": {"number": 9, "title": "새 사업", "first_year": 2018},
    "indicators": {
        "short_name": "새 지표", "name": "새 지표", "unit": "명", "decimals": 0, "accumulation": "sum", "frequency": "occasional", "asking": "usual", "position": 90,
    },
    "functions": {"position": 90, "text": "새 기능"},
    "core-tasks": {"position": 90, "text": "새 과제"},
    "budgets": {"short_name": "새 예산", "kind": "current", "year": 2018, "part": "", "fund_source": "", "position": 90},
    "headcount": {"as_of": "2018-09-01", "grade": "4", "authorised": 1, "actual": 1, "note": ""},
    "passages": { "kind": "text", "project": "", "heading": "새 글", "text": "○ 새 글", "position": 90},
}  # fmt: skip


@pytest.fixture
def send(transactional_db: None, signed_in: SignIn) -> Iterator[Callable[[str, dict[str, Any]], list[Any]]]:
    """Two administrators send the same form: `send(address, values)` gives both answers."""
    clients = [signed_in(Role.ADMINISTRATOR), signed_in(Role.ADMINISTRATOR)]

    def one(client: Client, address: str, values: dict[str, Any]) -> Any:
        try:
            return client.post(address, values)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as threads:
        yield lambda address, values: list(threads.map(lambda client: one(client, address, values), clients))


def meet(monkeypatch: pytest.MonkeyPatch, place: Any, name: str) -> None:
    """Both have passed the checks of their forms before either writes."""
    both, write = Barrier(2, timeout=120), getattr(place, name)

    def together(*arguments: Any, **named: Any) -> Any:
        both.wait()
        return write(*arguments, **named)

    monkeypatch.setattr(place, name, together)


def told(answers: list[Any]) -> str:
    """What the form says to the one who came second."""
    assert all(each.status_code in (200, 302) for each in answers), [each.status_code for each in answers]
    (page,) = [
        each.content.decode()
        for each in answers
        if each.status_code == 200 and 'class="errorlist' in each.content.decode()
    ]
    return str(page)


def test_a_user(send: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    meet(monkeypatch, accounts, "create_user")
    values = {"username": "newcomer", "name": "새 담당", "role": Role.OFFICER, "division": "labour"}
    assert "같은 아이디의 계정" in told(send(reverse("user_add"), values))
    assert User.objects.filter(username="newcomer").count() == 1


@pytest.mark.each_case
@pytest.mark.parametrize("kind", sorted(ROWS))
def test_a_row_of_a_list(send: Any, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    meet(monkeypatch, services, "add")
    values = ROWS[kind] | ({"briefing": a_briefing(Month(2018, 7)).pk} if kind == "passages" else {})
    assert "errorlist" in told(send(reverse("list_add", args=["labour", kind]), values | REASON))


def test_a_bureau(send: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    meet(monkeypatch, services, "add")
    values = {"as_of": "2018-09-01", "name": "정책관", "directors": 1, "teams": 2, "off_quota_staff": 3, "note": ""}
    values |= {"director_unit": "정책관", "team_unit": "팀"}
    assert "errorlist" in told(send(reverse("bureau_add"), values | REASON))
    assert Bureau.objects.count() == 1


def test_a_briefing(send: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    meet(monkeypatch, preparation, "begin")
    values = {
        "month": "2019-02",
        "kind": "report",
        "reference_month": "2018-12",
        "plan": "same",
        "session": "제285회",
        "committee": "위원회",
        "title": "업무보고",
        "vision": "비전",
    }
    assert "시작되었습니다" in told(send(reverse("briefing_add"), values))
    assert Briefing.objects.count() == 1


def test_an_import_is_asked_for_once(send: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the second would be done once the first was undone."""
    workbook = Workbook.objects.create(
        division="labour", name="가상.xlsx", sha256="0" * 64, size=1, content=b"x", sender="가상"
    )
    content: Any = {"fingerprint": "1", "questions": []}
    Report.objects.create(
        workbook=workbook,
        state=Report.State.READY,
        content=content,
        made_at=timezone.now(),
    )
    both, ask = Barrier(2, timeout=0.5), background.import_task.ask

    def together(*arguments: Any, **named: Any) -> Task:
        with suppress(BrokenBarrierError):  # who waits for the other's transaction does not come here
            both.wait()
        return ask(*arguments, **named)

    monkeypatch.setattr(background.import_task, "ask", together)
    answers = send(reverse("import_confirm", args=[workbook.pk]), {"fingerprint": "1", "reason": "가상"})
    assert [each.status_code for each in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Task.objects.count() == 1
