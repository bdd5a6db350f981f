"""Posts beside one's own and deputies: as what somebody works, what the record says of it, and when it is over."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seoulwork.accounts.models import Post, Role, User
from seoulwork.audit import chain
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.periods import Month
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.steps import open_month
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, stamped
from seoulwork.figures.stamps import stored
from seoulwork.notices.models import Notice
from seoulwork.operations.models import Task
from seoulwork.operations.tasks import Work

pytestmark = [pytest.mark.any_engine, pytest.mark.django_db]
SignIn = Callable[..., Client]
JULY = Month(2018, 7)
DEPUTIES, WORK_AS = "/account/deputies/", "/account/work-as/"


def day(later: int = 0) -> date:
    return timezone.localdate() + timedelta(days=later)


def somebody(role: Role, division: str = "") -> User:
    return User.objects.get(role=role, division=division)


def given(user: User, role: Role, division: str = "", **others: object) -> Post:
    return Post.objects.create(
        **{"user": user, "role": role, "division": division, "begins": day(), "reason": "겸임 발령", **others}
    )


def work_as(client: Client, post: Post | None) -> None:
    assert client.post(WORK_AS, {"post": post.pk if post else ""}).status_code == 302


def hand_on(client: Client, deputy: User, begins: int = 0, ends: int = 3, reason: str = "휴가") -> str:
    sent = {"do": "name", "deputy": deputy.pk, "begins": day(begins), "ends": day(ends), "reason": reason}
    return client.post(DEPUTIES, sent, follow=True).content.decode()


@pytest.fixture
def officer(signed_in: SignIn) -> Client:
    return signed_in(Role.OFFICER, "labour")


@pytest.fixture
def head(signed_in: SignIn) -> Client:
    client = signed_in(Role.HEAD, "labour")
    User.objects.filter(role=Role.HEAD).update(name="이부장")
    return client


def submitted() -> None:
    open_month(JULY)
    ReportingMonth.objects.filter(division="labour").update(state="submitted")


def approve(client: Client) -> int:
    return client.post(reverse("entry_approve", args=["labour", JULY])).status_code


def test_an_administrator_gives_a_second_division_which_is_worked_as_until_it_is_ended(
    officer: Client, signed_in: SignIn
) -> None:
    administrator, person = signed_in(Role.ADMINISTRATOR), somebody(Role.OFFICER, "labour")
    page, programmes = reverse("user_posts", args=[person.pk]), reverse("list", args=["programmes", "programmes"])
    sent = {
        "do": "give",
        "role": "officer",
        "division": "programmes",
        "begins": day(),
        "ends": "",
        "reason": "업무 분장",
    }
    assert "자격을 더했습니다" in administrator.post(page, sent, follow=True).content.decode()
    assert "같은 자격이 이미 있습니다" in administrator.post(page, sent).content.decode()
    assert "본래 자격과 같습니다" in administrator.post(page, sent | {"division": "labour"}).content.decode()
    assert "소속" in administrator.post(page, sent | {"division": ""}).content.decode()
    assert administrator.post(page, sent | {"role": "council", "division": ""}).status_code == 200
    post = Post.objects.get()
    assert Notice.objects.get().user == person

    assert officer.get(programmes).status_code == 403
    assert f"{post.position} 자격으로" in officer.get(reverse("notices")).content.decode()
    work_as(officer, post)
    assert officer.get(programmes).status_code == 200
    assert officer.get(reverse("list", args=["labour", "programmes"])).status_code == 403
    assert f"{post.position} 자격으로 일하고 있습니다" in officer.get(programmes).content.decode()

    administrator.post(page, {"do": "end", "which": post.pk})
    assert (
        "그사이 끝났습니다" in administrator.post(page, {"do": "end", "which": post.pk}, follow=True).content.decode()
    )
    response = officer.get(programmes)
    assert response.status_code == 403
    assert "본래 자격으로 돌아왔습니다" in response.content.decode()
    actions = Event.objects.filter(action__startswith="post_").order_by("pk").values_list("action", "worked_as")
    assert list(actions) == [(Action.POST_GIVEN, "관리자"), (Action.POST_ENDED, "관리자")]


def test_the_account_keeps_its_own_post_whatever_is_saved_of_it(officer: Client) -> None:
    person = somebody(Role.OFFICER, "labour")
    person.work_as(given(person, Role.HEAD, "programmes"))
    person.name = "새 이름"
    person.save()
    person.role = Role.ADMINISTRATOR
    person.save(update_fields=["name", "role"])
    kept = User.objects.get(pk=person.pk)
    assert (kept.name, kept.role, kept.division) == ("새 이름", Role.OFFICER, "labour")


def test_a_deputy_decides_with_both_names_in_the_record_while_the_head_reads(officer: Client, head: Client) -> None:
    submitted()
    deputy = somebody(Role.OFFICER, "labour")
    assert "대결을 맡겼습니다" in hand_on(head, deputy)
    assert approve(head) == 403
    assert head.get(reverse("entry_month", args=["labour", JULY])).status_code == 200
    assert "그동안은 읽기만 합니다" in head.get(reverse("notices")).content.decode()

    assert approve(officer) == 403
    work_as(officer, Post.objects.get())
    assert "이미 대결을 맡긴" not in officer.get(DEPUTIES).content.decode()
    assert "대결로 맡은 자격은 다시 맡길 수 없습니다" in officer.get(DEPUTIES).content.decode()
    assert officer.post(DEPUTIES, {"do": "name", "deputy": deputy.pk}).status_code == 403
    assert approve(officer) in (200, 302)
    event = Event.objects.get(action=Action.MONTH_APPROVED)
    assert (event.actor, event.worked_as) == (
        deputy,
        f"노동정책담당관 · {Role.HEAD.label} (이부장 대결)",
    )
    assert event.who == "시험 사용자 (이부장 대결)"
    assert "이부장 대결" in ReportingMonth.objects.get(division="labour").changed_as
    assert "이부장 대결" in officer.get(reverse("entry_month", args=["labour", JULY])).content.decode()
    assert list(chain.differences()) == []

    head.post(DEPUTIES, {"do": "end", "which": Post.objects.get().pk})
    assert "읽기만" not in head.get(reverse("notices")).content.decode()
    ReportingMonth.objects.filter(division="labour").update(state="submitted")
    assert approve(officer) == 409
    assert approve(officer) == 403
    assert approve(head) in (200, 302)
    assert ReportingMonth.objects.get(division="labour").changed_as == ""


def test_a_deputy_ends_by_itself_and_with_the_right_of_who_handed_it_on(officer: Client, head: Client) -> None:
    deputy, principal = somebody(Role.OFFICER, "labour"), somebody(Role.HEAD, "labour")
    hand_on(head, deputy, 0, 3)
    post = Post.objects.get()
    assert post.stands == "지금"
    for later, stands in ((0, True), (3, True), (4, False), (-1, False)):
        assert Post.objects.current(day(later)).filter(pk=post.pk).exists() is stands, later
    for what in ({"is_active": False}, {"division": "programmes"}, {"role": Role.OFFICER}):
        before = {name: getattr(principal, name) for name in what}
        User.objects.filter(pk=principal.pk).update(**what)
        assert not Post.objects.current().exists(), what
        User.objects.filter(pk=principal.pk).update(**before)
    given(principal, Role.HEAD, "programmes")
    User.objects.filter(pk=deputy.pk).update(role=Role.COUNCIL, division="")
    assert set(Post.objects.current().values_list("user", flat=True)) == {principal.pk}
    Post.objects.filter(pk=post.pk).update(begins=day(-5), ends=day(-1))
    post.refresh_from_db()
    assert post.stands == "끝남"


@pytest.mark.parametrize(
    ("begins", "ends", "said"),
    [(-1, 3, "지난날부터"), (2, 1, "앞섭니다"), (0, 90, "90일까지"), (1, 2, "이미 대결을 맡긴 사람이 있습니다")],
)
def test_a_deputy_that_can_not_be(officer: Client, head: Client, begins: int, ends: int, said: str) -> None:
    deputy = somebody(Role.OFFICER, "labour")
    hand_on(head, deputy, 0, 1)
    assert said in hand_on(head, deputy, begins, ends)
    assert Post.objects.count() == 1


def test_who_works_in_an_administrators_stead_gives_no_rights(officer: Client, signed_in: SignIn) -> None:
    """Lent rights would make lasting ones."""
    administrator, deputy = signed_in(Role.ADMINISTRATOR), somebody(Role.OFFICER, "labour")
    hand_on(administrator, deputy)
    work_as(officer, Post.objects.get())
    assert officer.get(reverse("users")).status_code == 200
    for name, args in (
        ("user", [deputy.pk]),
        ("user_add", []),
        ("user_posts", [deputy.pk]),
        ("user_password", [deputy.pk]),
        ("deputies", []),
        ("read_keys", []),
    ):
        assert officer.post(reverse(name, args=args)).status_code == 403, name
    assert officer.get(reverse("limits")).status_code == 200
    assert administrator.post(reverse("user_password", args=[deputy.pk])).status_code == 403
    assert administrator.post(reverse("account_logout")).status_code == 302


def test_a_post_that_is_nobodys_or_anothers_is_not_worked_as(officer: Client, head: Client) -> None:
    other = given(somebody(Role.HEAD, "labour"), Role.ADMINISTRATOR)
    for key in (other.pk, 0, "x", "９", 10**30):
        assert "그사이 끝났습니다" in officer.post(WORK_AS, {"post": key}, follow=True).content.decode()
        assert officer.get(reverse("users")).status_code == 403
    session = officer.session
    session["post"] = other.pk
    session.save()
    assert officer.get(reverse("users")).status_code == 403
    assert officer.post(DEPUTIES, {"do": "end", "which": other.pk}).status_code == 403
    assert head.post(DEPUTIES, {"do": "end", "which": other.pk}).status_code == 302
    assert Post.objects.get().ended_at is None


class TestTwoTabs:
    @pytest.fixture
    def client(self, officer: Client) -> Client:
        client = Client(enforce_csrf_checks=True)
        client.force_login(somebody(Role.OFFICER, "labour"), "seoulwork.accounts.backends.Backend")
        return client

    def test_what_was_opened_as_something_else_is_not_saved_as_what_one_is_now(self, client: Client) -> None:
        person = somebody(Role.OFFICER, "labour")
        post = given(person, Role.HEAD, "labour")
        submitted()
        session = client.get(reverse("entry_session")).json()
        assert session["user"] == person.pk
        token = {"csrfmiddlewaretoken": session["csrf"]}
        assert client.post(WORK_AS, {"post": post.pk, **token}).status_code == 302
        assert client.post(reverse("entry_approve", args=["labour", JULY]), token).status_code == 403
        now = client.get(reverse("entry_session")).json()
        assert now["user"] == f"{person.pk}-{post.pk}"
        assert (
            client.post(
                reverse("entry_approve", args=["labour", JULY]), {"csrfmiddlewaretoken": now["csrf"]}
            ).status_code
            != 403
        )

    def test_cells_say_as_what_they_were_typed(self, officer: Client) -> None:
        person = somebody(Role.OFFICER, "labour")
        work_as(officer, given(person, Role.OFFICER, "programmes"))
        open_month(JULY)
        sent = {"request": "0" * 8 + "-0000-4000-8000-" + "0" * 12, "user": person.pk, "cells": []}
        address = reverse("entry_cells", args=["programmes", JULY])
        assert officer.post(address, sent, "application/json").status_code == 409

    def test_a_script_is_told_that_the_post_ended(self, officer: Client) -> None:
        work_as(officer, post := given(somebody(Role.OFFICER, "labour"), Role.OFFICER, "programmes"))
        Post.objects.filter(pk=post.pk).update(ended_at=timezone.now())
        address = reverse("entry_cells", args=["programmes", JULY])
        response = officer.post(address, {}, "application/json")
        assert (response.status_code, response.json()["error"]) == (409, "other_user")


def test_what_is_told_reaches_who_holds_the_post(officer: Client, head: Client, signed_in: SignIn) -> None:
    person = somebody(Role.OFFICER, "labour")
    assert list(User.objects.heads_of("programmes")) == []
    given(person, Role.HEAD, "programmes")
    given(person, Role.ADMINISTRATOR, ends=day(-1), begins=day(-3))
    assert list(User.objects.heads_of("programmes")) == [person]
    assert person in User.objects.officers_of("labour")
    assert list(User.objects.holding(Role.ADMINISTRATOR)) == []


def test_what_was_entered_says_as_what(officer: Client) -> None:
    person = somebody(Role.OFFICER, "labour")
    stamp = Stamp(person, Source.BROWSER)
    assert stamped(stamp)["place"] == ""
    person.work_as(given(person, Role.OFFICER, "programmes"))
    fields = stamped(stamp)
    told = stored("labour", fields["entered_at"], Source.BROWSER, fields["place"])
    assert told.entered.startswith("일자리정책담당관 입력")


def test_long_work_is_done_as_what_it_was_asked_for(officer: Client) -> None:
    person = somebody(Role.OFFICER, "labour")
    person.work_as(given(person, Role.HEAD, "programmes"))
    task = Task.objects.get(pk=Work("draft", "초안", lambda task: "").ask(person).pk)
    assert task.post == person.post


def test_the_database_keeps_posts_that_can_be(officer: Client) -> None:
    person = somebody(Role.OFFICER, "labour")
    for wrong in (
        {"role": Role.HEAD},
        {"role": Role.COUNCIL},
        {"role": Role.ADMINISTRATOR, "division": "labour"},
        {"role": Role.ADMINISTRATOR, "ends": day(-1)},
        {"role": Role.ADMINISTRATOR, "deputy_for": person, "ends": day()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            given(person, **wrong)
