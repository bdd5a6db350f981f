"""A list as a workbook: a short one at once, a long one by a task, for who asked and may still see the list."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from reports.editions.retaining import retain
from reports.models import Briefing
from seoulwork.accounts import tables
from seoulwork.accounts.models import Post, Role, User
from seoulwork.audit.models import Access
from seoulwork.catalogue.kinds import kinds_of
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import division
from seoulwork.operations import list_files
from seoulwork.operations.models import ListFile, Task
from seoulwork.operations.tasks import run
from seoulwork.pages import lists
from seoulwork.workbook.models import Workbook

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
JULY = Month(2018, 7)
USERS = "/users/"
MEMBERS = {"role": "council", "sort": "-username", "export": "xlsx"}
FEW, MANY = 3, 7


@pytest.fixture
def administrator(signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Beside the administrator there are seven members of the council; up to three rows are few."""
    monkeypatch.setattr(lists, "AT_ONCE", FEW)
    monkeypatch.setattr(lists, "READ_AT_ONCE", 2)
    add_members(0, MANY)
    return signed_in(Role.ADMINISTRATOR)


def add_members(first: int, last: int) -> None:
    User.objects.bulk_create(
        User(username=f"u{each:02}", name=f"의원 {each}", role=Role.COUNCIL) for each in range(first, last)
    )


def ask(client: Client, address: str = USERS, **asked: str) -> str:
    """Press 엑셀 내려받기 on a long list: the address of the page to which that leads."""
    answer = client.get(address, asked or MEMBERS, follow=True)
    assert answer.status_code == 200
    return str(answer.request["PATH_INFO"])


def make() -> Task:
    """Do the work that waits."""
    return run(Task.objects.get(kind="list", state=Task.State.WAITING).pk)


def text(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def rows_of(answer: Any) -> list[tuple[Any, ...]]:
    assert answer.status_code == 200, answer.status_code
    return [*load_workbook(BytesIO(answer.content)).worksheets[0].values]


def statuses(client: Client, page: str) -> list[int]:
    return [client.get(each).status_code for each in (page, f"{page}file/")]


def test_few_rows_are_there_at_once(administrator: Client) -> None:
    assert len(rows_of(administrator.get(USERS, {"q": "u01", "export": "xlsx"}))) == 2
    assert not Task.objects.exists()


def test_many_are_made_by_a_task_as_they_would_be_at_once(
    administrator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ask(administrator)
    assert page == reverse("download", args=[Task.objects.get().pk])
    waiting = text(administrator, page)
    assert "<progress" in waiting and "operations/progress" in waiting and "만든 사람만" not in waiting
    assert administrator.get(f"{page}file/").status_code == 404
    began = timezone.now()
    assert make().state == Task.State.DONE
    made = text(administrator, page)
    assert "<progress" not in made and "현재의 7건입니다." in made and f'href="{page}file/"' in made
    assert f'href="{USERS}?role=council&amp;sort=-username"' in made, "the way back to the list"
    answer = administrator.get(f"{page}file/")
    assert began <= ListFile.objects.get().made_at <= timezone.now()
    assert "no-store" in answer["Cache-Control"]
    found = rows_of(answer)
    assert [row[0] for row in found] == ["아이디", *(f"u{each:02}" for each in reversed(range(MANY)))]
    monkeypatch.setattr(lists, "AT_ONCE", MANY)
    at_once = administrator.get(USERS, MEMBERS)
    assert (rows_of(at_once), at_once["Content-Disposition"]) == (found, answer["Content-Disposition"])


@pytest.mark.any_engine
def test_a_task_makes_every_list_that_there_is(
    signed_in: SignIn, briefing_data: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    administrator = signed_in(Role.ADMINISTRATOR)
    own = division("labour")
    plain = ("users", "user_sign_ins", "user_failures", "user_events", "user_accesses", "bureau", "divisions", "units")
    addresses = [reverse(name) for name in (*plain, "imports", "import_bundles")]
    addresses += [reverse("list", args=[own.key, kind]) for kind in kinds_of(own)]
    for address in addresses:
        monkeypatch.setattr(lists, "AT_ONCE", 10_000)
        at_once = rows_of(administrator.get(address, {"export": "xlsx"}))
        monkeypatch.setattr(lists, "AT_ONCE", -1)
        page = ask(administrator, address, export="xlsx")
        task = make()
        assert task.state == Task.State.DONE, (address, task.message)
        made = rows_of(administrator.get(f"{page}file/"))
        if address != reverse("user_accesses"):  # which tells by now that it was taken out
            assert made == at_once, address


@pytest.mark.any_engine
def test_how_far_it_is_is_told(administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []

    def told_by_now(self: object, value: bool) -> str:
        told.append(Task.objects.get().said)
        return "사용"

    monkeypatch.setattr(list_files, "TELLS_EVERY", 0)
    monkeypatch.setattr(tables.UserTable, "render_is_active", told_by_now)
    page = ask(administrator)
    make()
    assert told[1:4] == ["7건 가운데 0건을 파일에 담았습니다.", *["7건 가운데 2건을 파일에 담았습니다."] * 2]
    assert "엑셀 내려받기" in text(administrator, page)


@pytest.mark.any_engine
def test_a_database_in_which_another_writes_just_now_holds_up_nothing(
    administrator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*arguments: object) -> None:
        driver = sqlite3.OperationalError("database is locked")
        driver.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise OperationalError from driver

    monkeypatch.setattr(Task, "report", locked)
    ask(administrator)
    assert make().state == Task.State.DONE


@pytest.mark.any_engine
def test_another_click_leads_to_the_work_under_way_and_later_makes_it_anew(administrator: Client) -> None:
    first = ask(administrator)
    assert ask(administrator) == first
    assert ask(administrator, role="council", export="xlsx") != first, "another order is another list"
    Task.objects.exclude(pk=Task.objects.earliest("pk").pk).delete()
    make()
    add_members(MANY, MANY + 1)
    again = ask(administrator)
    make()
    assert [len(rows_of(administrator.get(f"{page}file/"))) for page in (first, again)] == [MANY + 1, MANY + 2]


@pytest.mark.any_engine
def test_what_is_narrowed_by_something_that_is_not_there_is_no_file(administrator: Client) -> None:
    answer = administrator.get(USERS, {"role": "none", "export": "xlsx"})
    assert "올바르게 선택해 주세요" in answer.content.decode() and not Task.objects.exists()


@pytest.mark.any_engine
def test_what_it_was_narrowed_by_is_gone_meanwhile(administrator: Client) -> None:
    briefing = Briefing.objects.create(month=JULY, reference_month=JULY, plan_year=2018, title="주요업무보고")
    for each in range(FEW + 1):
        division("labour").models.Passage.objects.create(briefing=briefing, kind="plans", position=each, heading="계획")
    address = reverse("list", args=["labour", "passages"])
    page = ask(administrator, address, briefing=str(briefing.pk), export="xlsx")
    assert page != address
    division("labour").models.Passage.objects.all().delete()
    briefing.delete()
    assert make().state == Task.State.FAILED
    assert "찾는 조건 가운데 없어진 것이 있습니다" in text(administrator, page)


@pytest.mark.any_engine
def test_nobody_makes_a_file_of_an_address_that_no_list_has_sent(administrator: Client) -> None:
    for given in ("", "x", "WyJ4IiwiL3VzZXJzLyJd:1abc:xyz"):
        assert administrator.get(reverse("download_begin"), {"of": given}).status_code == 404
    assert not Task.objects.exists()


@pytest.mark.any_engine
def test_more_rows_than_a_file_takes_are_told(administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = ask(administrator)
    monkeypatch.setattr(lists, "MOST", MANY - 1)
    assert make().state == Task.State.FAILED
    assert lists.TOO_MANY in text(administrator, page)
    assert administrator.get(f"{page}file/").status_code == 404


class TestRights:
    def test_it_is_for_who_asked_alone(self, administrator: Client, signed_in: SignIn) -> None:
        page = ask(administrator)
        make()
        other = User.objects.create(username="other", name="다른 관리자", role=Role.ADMINISTRATOR)
        client = Client(raise_request_exception=False)
        client.force_login(other, "seoulwork.accounts.backends.Backend")
        assert statuses(client, page) == [404, 404]
        assert statuses(signed_in(Role.OFFICER, "labour"), page) == [404, 404]
        assert statuses(signed_in(Role.COUNCIL), page) == [403, 403]
        assert ask(client) != page
        assert statuses(administrator, page) == [200, 200]

    @pytest.mark.any_engine
    def test_the_way_there_gives_no_right(self, administrator: Client, signed_in: SignIn) -> None:
        way = administrator.get(USERS, MEMBERS)["Location"]
        assert signed_in(Role.OFFICER, "labour").get(way).status_code == 403
        assert not Task.objects.exists()

    @pytest.mark.any_engine
    @pytest.mark.parametrize(
        "now", [{"role": Role.OFFICER, "division": "labour"}, {"role": Role.COUNCIL}, {"is_active": False}]
    )
    def test_what_is_taken_away_before_it_is_made(self, administrator: Client, now: dict[str, Any]) -> None:
        ask(administrator)
        User.objects.filter(username="administrator").update(**now)
        task = make()
        assert task.state == Task.State.FAILED and "볼 권한이 없어져" in task.message
        assert not ListFile.objects.exists()

    @pytest.mark.any_engine
    def test_what_is_taken_away_before_it_is_fetched(self, administrator: Client) -> None:
        page = ask(administrator)
        make()
        User.objects.filter(username="administrator").update(role=Role.OFFICER, division="labour")
        assert statuses(administrator, page) == [403, 403]
        assert not Access.objects.filter(doing=Access.Doing.EXPORTED).exists()
        User.objects.filter(username="administrator").update(role=Role.ADMINISTRATOR, division="")
        assert statuses(administrator, page) == [200, 200]

    @pytest.mark.any_engine
    def test_another_division(self, signed_in: SignIn, briefing_data: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(lists, "AT_ONCE", FEW)
        officer = signed_in(Role.OFFICER, "labour")
        page = ask(officer, reverse("list", args=["labour", "indicators"]), export="xlsx")
        make()
        assert "노동정책담당관 지표" in text(officer, page)
        count = division("labour").models.Indicator.objects.count()
        assert len(rows_of(officer.get(f"{page}file/"))) == count + 1
        assert not Access.objects.exists(), "nothing of people"
        User.objects.filter(role=Role.OFFICER).update(division="programmes")
        assert statuses(officer, page) == [403, 403]

    @pytest.mark.any_engine
    def test_a_list_that_leaves_out_rows_by_who_reads_it(
        self, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(lists, "AT_ONCE", FEW)
        officer = signed_in(Role.OFFICER, "labour")
        for number in range(FEW + 1):
            Workbook.objects.create(
                division="labour", name=f"{number}.xlsx", content=b"x", size=1, sha256=f"{number:064}"
            )
        page = ask(officer, reverse("imports"), export="xlsx")
        User.objects.update(division="programmes")
        assert "볼 권한이 없어져" in make().message
        User.objects.update(division="labour")
        page = ask(officer, reverse("imports"), export="xlsx")
        make()
        assert len(rows_of(officer.get(f"{page}file/"))) == FEW + 2
        User.objects.update(division="programmes")
        assert officer.get(reverse("imports")).status_code == 200
        assert statuses(officer, page) == [403, 403]

    @pytest.mark.any_engine
    def test_what_was_asked_for_in_a_post_is_had_in_that_post_while_it_is_held(
        self, administrator: Client, signed_in: SignIn
    ) -> None:
        officer = signed_in(Role.OFFICER, "labour")
        post = Post.objects.create(
            user=User.objects.get(role=Role.OFFICER),
            role=Role.ADMINISTRATOR,
            begins=timezone.localdate(),
            reason="겸임 발령",
        )
        officer.post(reverse("work_as"), {"post": post.pk})
        page = ask(officer)
        make()
        assert statuses(officer, page) == [200, 200]
        officer.post(reverse("work_as"), {"post": ""})
        assert statuses(officer, page) == [403, 403]
        officer.post(reverse("work_as"), {"post": post.pk})
        ask(officer)
        Post.objects.update(ended_at=timezone.now())
        assert "볼 권한이 없어져" in make().message
        assert statuses(officer, page) == [403, 403]


def test_taking_people_out_is_recorded_when_it_is_done_and_from_where(administrator: Client) -> None:
    page = ask(administrator)
    make()
    text(administrator, page)
    assert administrator.head(f"{page}file/").status_code == 200
    assert not Access.objects.exists(), "nobody has seen anything of it"
    for number in (1, 2):
        administrator.get(f"{page}file/", REMOTE_ADDR="192.0.2.7")
        assert Access.objects.count() == number, "each time that it goes out"
    found = Access.objects.first()
    assert found is not None
    assert (found.account, found.doing, found.page, found.subjects, found.count, found.address, found.narrowed) == (
        "administrator",
        Access.Doing.EXPORTED,
        "사용자 목록",
        "",
        MANY,
        "192.0.2.7",
        "role=council&sort=-username&export=xlsx",
    )


def test_files_are_kept_for_a_day(administrator: Client) -> None:
    page = ask(administrator)
    make()
    yesterday = timezone.now() - list_files.KEPT - timedelta(seconds=1)
    Task.objects.update(created_at=yesterday)
    assert statuses(administrator, page) == [404, 404]
    assert list(retain(timezone.now())) == []
    assert not ListFile.objects.exists() and not Task.objects.exists()


def test_a_worker_forgets_the_old_ones_too(administrator: Client) -> None:
    ask(administrator)
    make()
    Task.objects.update(created_at=timezone.now() - list_files.KEPT - timedelta(seconds=1))
    ask(administrator)
    make()
    assert ListFile.objects.count() == Task.objects.count() == 1


def test_what_still_waits_after_a_day_is_not_forgotten(administrator: Client) -> None:
    """It would forget itself as it begins."""
    page = ask(administrator)
    Task.objects.update(created_at=timezone.now() - list_files.KEPT - timedelta(seconds=1))
    assert make().state == Task.State.DONE
    assert statuses(administrator, page) == [404, 404]


def test_queries_are_as_many_however_long_the_list(administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_files, "TELLS_EVERY", 10**9)

    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as asking:
            ask(administrator)
        with CaptureQueriesContext(connection) as making:
            make()
        return len(asking), len(making)

    asked()
    few = asked()
    add_members(MANY, 10 * MANY)
    assert asked() == few
