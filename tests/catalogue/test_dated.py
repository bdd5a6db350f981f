"""What is kept with the month from which it holds: an old briefing prints as it was, a new one as it is."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from labour.models import Function, HallFloor, Shelter
from programmes.models import BeneficiaryGroup, ForumSession, TrainingSchool
from reports.assemble import assemble
from reports.document import Document
from reports.models import Briefing
from seoulwork.accounts.models import Role
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import division
from seoulwork.pages.versions import version

JULY, SEPTEMBER = Month(2018, 7), Month(2018, 9)
KINDS = {
    "goal": ("labour", {"title": "새 목표"}),
    "functions": ("labour", {"text": "새 주요기능"}),
    "core-tasks": ("socialeconomy", {"text": "새 핵심과제"}),
    "floors": ("labour", {"use": "새 용도"}),
    "shelters": ("labour", {"name": "새쉼터", "user_group": "새 이용자"}),
    "groups": ("programmes", {"sample_programmes": "새 사업명"}),
    "schools": ("programmes", {"contractor": "새 법인"}),
    "sessions": ("programmes", {"title": "새 세션"}),
}


@pytest.fixture
def administrator(briefing_data: None, signed_in: Callable[..., Client]) -> Client:
    return signed_in(Role.ADMINISTRATOR)


@pytest.fixture
def july(administrator: Client) -> Briefing:
    return Briefing.objects.get(month=JULY)


@pytest.fixture
def september(july: Briefing) -> Briefing:
    """In preparation, with the texts of July."""
    values = {name: getattr(july, name) for name in ("plan_year", "session", "committee", "title", "vision")}
    made = Briefing.objects.create(month=SEPTEMBER, reference_month=Month(2018, 8), **values)
    for key in ("labour", "programmes"):
        for passage in division(key).models.Passage.objects.of_briefing(july.name):
            passage.pk, passage.briefing = None, made
            passage.save()
    return made


def rows_of(kind: str) -> Any:
    from seoulwork.catalogue.kinds import kinds_of

    own = division(KINDS[kind][0])
    return kinds_of(own)[kind].of(own)


def filled(client: Client, kind: str, row: Any) -> dict[str, str]:
    """What the form of a row shows, with a reason."""
    page = client.get(reverse("list_change", args=[KINDS[kind][0], kind, row.pk]))
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields if name != "gone"} | {"reason": "조직 개편"}


def change(client: Client, kind: str, row: Any, **typed: Any) -> str:
    own, address = KINDS[kind][0], "list_change"
    sent = client.post(reverse(address, args=[own, kind, row.pk]), {**filled(client, kind, row), **typed}, follow=True)
    return " ".join(re.sub(r"<[^>]+>", " ", sent.content.decode()).split())


def words(document: Document) -> str:
    return repr(document)


@pytest.mark.any_engine
@pytest.mark.parametrize("kind", KINDS)
def test_a_change_leaves_the_briefings_before_it_as_they_were(
    administrator: Client, july: Briefing, september: Briefing, kind: str
) -> None:
    before = assemble(july)
    row = rows_of(kind).objects.first()
    new = KINDS[kind][1]
    assert filled(administrator, kind, row)["from_month"] == "2018-09"  # that in preparation
    told = change(administrator, kind, row, **new)
    assert "2018년 9월부터 나올 내용을 저장했습니다" in told
    assert "준비 중인 2018년 7월" not in told
    assert "2018년 9월 업무보고가 이 내용으로 나옵니다" in told
    assert assemble(july) == before
    said = words(assemble(september))
    assert all(text in said for text in new.values())
    if kind != "goal":  # a division has one
        later = rows_of(kind).objects.get(from_month=SEPTEMBER)
        change(administrator, kind, later, gone="on")
        assert next(iter(new.values())) not in words(assemble(september))
        assert assemble(july) == before


@pytest.mark.any_engine
def test_a_change_from_the_same_month_puts_it_right(administrator: Client, july: Briefing) -> None:
    row = Function.objects.get(position=1)
    told = change(administrator, "functions", row, text="바로잡은 기능", from_month="2018-07")
    assert "준비 중인 2018년 7월 업무보고가 이 내용으로 나옵니다" in told
    assert Function.objects.filter(position=1).count() == 1
    assert "바로잡은 기능" in words(assemble(july))


def test_only_the_month_changed_moves_the_state_and_nothing_changed_stays(administrator: Client) -> None:
    row = Function.objects.get(position=1)
    Briefing.objects.update(month=SEPTEMBER, reference_month=Month(2018, 8))
    assert "바뀐 것이 없어" in change(administrator, "functions", row)
    assert list(Function.objects.filter(position=1).values_list("from_month", flat=True)) == [JULY]
    change(administrator, "functions", row, from_month="")
    row.refresh_from_db()
    assert row.since == "처음부터"


def test_the_list_shows_what_holds_now_and_what_held_on_demand(administrator: Client) -> None:
    row = Function.objects.get(position=1)
    old = row.text
    change(administrator, "functions", row, text="바뀐 기능", from_month="2019-01")
    change(administrator, "functions", row, text="먼 뒤의 기능", from_month="2998-01")
    address = reverse("list", args=["labour", "functions"])
    page, every = (
        administrator.get(address).content.decode(),
        administrator.get(address, {"past": "all"}).content.decode(),
    )
    assert old not in page
    assert "바뀐 기능" in page
    assert "2019년 1월부터" in page
    assert "앞으로" in page
    assert old in every
    assert "지난 것" in every


@pytest.mark.any_engine
def test_what_is_odd_is_told_and_nothing_is_written(administrator: Client) -> None:
    row, shelters = Function.objects.get(position=1), Shelter.objects.order_by("position")
    assert "달이 아닙니다" in change(administrator, "functions", row, text="가", from_month="구월")
    assert "쓸 수 없는 연도입니다" in change(administrator, "functions", row, text="가", from_month="1900-01")
    change(administrator, "functions", row, text="나", from_month="2018-09")
    assert "그 달부터의 내용이 이미 있습니다" in change(
        administrator, "functions", row, text="다", from_month="2018-09"
    )
    told = change(administrator, "shelters", shelters[0], name=shelters[1].name, from_month="2019-01")
    assert "같은 때에 이미 있습니다" in told
    add = reverse("list_add", args=["labour", "functions"])
    sent = administrator.post(add, {"position": 1, "text": "라", "from_month": "2019-01", "reason": ""})
    assert "그 자리에는 그때 &#x27;나&#x27;가 있습니다" in sent.content.decode()
    seen = filled(administrator, "functions", row)["seen"]
    Function.objects.filter(pk=row.pk).update(text="그사이 바뀜")
    assert "그사이 다른 사람이" in change(administrator, "functions", row, text="마", from_month="2020-01", seen=seen)
    assert sorted(Function.objects.filter(position=1).values_list("text", flat=True)) == ["그사이 바뀜", "나"]


def test_a_line_that_is_gone_gives_its_place_to_another(administrator: Client, july: Briefing) -> None:
    row = HallFloor.objects.get(floor=1)
    change(administrator, "floors", row, gone="on", from_month="2018-09")
    add = reverse("list_add", args=["labour", "floors"])
    administrator.post(add, {"floor": row.floor, "use": "다시 연 층", "from_month": "2018-10", "reason": ""})
    held = {
        month: [each.use for each in HallFloor.objects.as_of(month) if each.floor == row.floor]
        for month in (JULY, SEPTEMBER, SEPTEMBER + 1)
    }
    assert list(held.values()) == [[row.use], [], ["다시 연 층"]]


def test_a_state_removed_lets_the_one_before_hold_on(administrator: Client) -> None:
    row = TrainingSchool.objects.get(position=1)
    change(administrator, "schools", row, contractor="새 법인", from_month="2018-09")
    later = TrainingSchool.objects.get(contractor="새 법인")
    page = reverse("list_remove", args=["programmes", "schools", later.pk])
    assert "그 앞의 내용이 다시 이어집니다" in administrator.get(page).content.decode()
    administrator.post(page, {"reason": "잘못 넣음", "seen": version(later)})
    assert TrainingSchool.objects.as_of(SEPTEMBER).get(position=row.position) == row


def test_the_last_state_of_a_goal_stays(administrator: Client) -> None:
    row = division("labour").models.Goal.objects.get()
    page = reverse("list_remove", args=["labour", "goal", row.pk])
    assert administrator.get(page).status_code == 404
    change(administrator, "goal", row, title="새 목표", from_month="2018-09")
    assert administrator.get(page).status_code == 200


def test_two_sessions_of_one_number_at_different_times(administrator: Client) -> None:
    first = ForumSession.objects.filter(number=1).get()
    change(administrator, "sessions", first, number="77", from_month="2018-09")
    second = ForumSession.objects.filter(number=2).get()
    change(administrator, "sessions", second, number="1", from_month="2018-09")
    numbers = [each.number for each in ForumSession.objects.as_of(SEPTEMBER) if each.number]
    assert numbers[:2] == [77, 1]


def test_a_contract_that_ends_before_it_starts_is_refused_for_a_new_state_too(administrator: Client) -> None:
    row = TrainingSchool.objects.get(position=1)
    told = change(administrator, "schools", row, contract_end=str(date(2000, 1, 1)), from_month="2018-09")
    assert "위탁 종료가 시작보다 앞섭니다" in told
    assert not TrainingSchool.objects.filter(from_month=SEPTEMBER).exists()
    assert BeneficiaryGroup.objects.filter(from_month=SEPTEMBER).count() == 0
