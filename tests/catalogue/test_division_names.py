"""What divisions are called, and in which order they stand, is kept in pages; a briefing prints that of its month."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.assemble import assemble
from reports.models import Briefing
from seoulwork.accounts.models import Role
from seoulwork.audit.models import Event
from seoulwork.domain.periods import Month
from seoulwork.figures import organisation
from seoulwork.figures.divisions import division, division_called, divisions
from seoulwork.figures.models import DivisionState
from seoulwork.pages.versions import version

JULY, SEPTEMBER = Month(2018, 7), Month(2018, 9)
LABOUR = {"division": "labour", "name": "노동정책과", "unit": "과", "position": "1", "reason": "조직 개편"}


@pytest.fixture
def administrator(briefing_data: None, signed_in: Callable[..., Client]) -> Client:
    return signed_in(Role.ADMINISTRATOR)


def words(client: Client, address: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(address).content.decode()).split())


def add(client: Client, **changes: str) -> str:
    sent = client.post(reverse("division_add"), {**LABOUR, "from_month": "2018-09", **changes}, follow=True)
    return " ".join(re.sub(r"<[^>]+>", " ", sent.content.decode()).split())


@pytest.mark.any_engine
def test_a_new_name_is_that_of_menus_and_of_the_briefings_from_then_on(
    administrator: Client, signed_in: Callable[..., Client]
) -> None:
    july = Briefing.objects.get(month=JULY)
    before = assemble(july)
    values = {name: getattr(july, name) for name in ("plan_year", "session", "committee", "title", "vision")}
    september = Briefing.objects.create(month=SEPTEMBER, reference_month=Month(2018, 8), **values)
    told = add(administrator)
    assert "준비 중인 2018년 9월 업무보고가 이 내용으로 나옵니다" in told
    assert "아직 아무것도 넣지 않은 부서: 일자리정책담당관, 사회적경제담당관" in told

    officer = signed_in(Role.OFFICER, "labour")
    page = words(officer, reverse("list", args=["labour", "programmes"]))
    assert "노동정책과" in page
    assert "노동정책담당관" not in page
    assert [each.key for each in divisions()] == ["programmes", "labour", "socialeconomy"]  # at one place: as before
    assert Event.objects.latest("pk").subject == "노동정책과"

    later = assemble(september)
    said = repr(later)
    assert "노동정책담당관 ·" not in said
    assert "노동정책과" in said
    lines = [line.text for block in later.sections[0].blocks for line in getattr(block, "lines", ())]
    assert any(" 2담당관 1과 " in line for line in lines), lines
    assert assemble(july) == before


@pytest.mark.any_engine
def test_the_order_of_a_briefing_is_that_of_its_month(administrator: Client) -> None:
    july = Briefing.objects.get(month=JULY)
    before = assemble(july)
    add(administrator, name="노동정책담당관", unit="담당관", position="0")
    assert assemble(july) == before
    assert [each.key for each in divisions(SEPTEMBER)] == ["labour", "programmes", "socialeconomy"]
    assert [each.key for each in divisions(JULY)] == ["programmes", "labour", "socialeconomy"]
    assert [each.number for each in divisions(SEPTEMBER)] == [1, 2, 3]


def test_another_process_knows_the_name_with_the_next_request(administrator: Client) -> None:
    address = reverse("list", args=["labour", "programmes"])
    assert "노동정책담당관" in words(administrator, address)
    row = DivisionState.objects.create(division="labour", name="노동정책과", unit="과", position=2)
    with CaptureQueriesContext(connection) as first:
        assert "노동정책과" in words(administrator, address)
    with CaptureQueriesContext(connection) as second:
        words(administrator, address)
    assert len(first) == len(second) + 1
    row.name = "노동과"
    row.save(update_fields=["name"])
    assert "노동과" in words(administrator, address)
    row.delete()
    assert "노동정책담당관" in words(administrator, address)


def test_a_process_that_nobody_signed_in_to_reads_the_names_of_a_briefing(administrator: Client) -> None:
    DivisionState.objects.create(division="labour", name="노동정책과", unit="과", position=2)
    organisation.kept.version = None
    assert division("labour", SEPTEMBER).name == "노동정책과"


def test_a_figure_of_an_old_paper_is_found_by_the_name_of_then(administrator: Client) -> None:
    add(administrator, from_month="2018-09")
    organisation.read()
    assert division_called("노동정책담당관", JULY).key == "labour"
    assert division_called("노동정책과", JULY).key == "labour"
    with pytest.raises(KeyError):
        division_called("없는과", JULY)


def test_the_name_that_only_the_app_gave_leads_to_its_division_too(db: None) -> None:
    """What was published before another name was stored speaks of it."""
    DivisionState.objects.create(division="labour", from_month=Month(2018, 1), name="노동과", unit="과", position=2)
    organisation.read()
    assert [division_called(name, JULY).key for name in ("노동과", "노동정책담당관")] == ["labour", "labour"]


@pytest.mark.any_engine
def test_what_is_odd_is_told_and_nothing_is_written(administrator: Client) -> None:
    assert "그때 다른 담당관의 이름입니다" in add(administrator, name="사회적경제담당관")
    assert "올바르게 선택해 주세요" in add(administrator, division="entry")
    assert "필수" in add(administrator, name=" ")
    assert "달이 아닙니다" in add(administrator, from_month="구월")
    assert not DivisionState.objects.exists()
    add(administrator)
    assert "그 자리에는 그때" in add(administrator, name="노동국", from_month="2019-01")
    row = DivisionState.objects.get()
    change = reverse("division_change", args=[row.pk])
    typed = {**LABOUR, "name": "노동국", "from_month": "2019-01", "seen": version(row)}
    administrator.post(change, typed)
    assert [each.name for each in DivisionState.objects.order_by("from_month")] == ["노동정책과", "노동국"]
    later = DivisionState.objects.get(name="노동국")
    administrator.post(reverse("division_remove", args=[later.pk]), {"reason": "잘못", "seen": version(later)})
    assert DivisionState.objects.get() == row


def test_each_division_tells_how_many_teams_it_has_and_the_bureau_that_the_sum_differs(
    administrator: Client,
) -> None:
    pages, told = [reverse("divisions"), reverse("bureau")], "담당관별 팀 수의 합"
    july = Briefing.objects.get(month=JULY)
    before = assemble(july)
    numbers = {"programmes": 6, "labour": 5, "socialeconomy": None}
    for position, (key, teams) in enumerate(numbers.items(), 1):
        assert "추가했습니다" in add(
            administrator,
            division=key,
            name=division(key).name,
            unit="담당관",
            position=str(position),
            teams="" if teams is None else str(teams),
            from_month="",
        )
    assert {row.division: row.teams for row in DivisionState.objects.all()} == numbers
    assert not any(told in words(administrator, page) for page in pages)  # one of them is unknown: no sum

    row = DivisionState.objects.get(division="socialeconomy")
    form = administrator.get(reverse("division_change", args=[row.pk])).context["form"]
    typed = {name: str(form[name].value() or "") for name, field in form.fields.items() if not field.disabled}
    typed |= {"from_month": "", "reason": "확인"}
    page = administrator.post(reverse("division_change", args=[row.pk]), typed | {"teams": "-1"})
    assert 'aria-invalid="true"' in page.content.decode()
    administrator.post(reverse("division_change", args=[row.pk]), typed | {"teams": "3"})
    for address in pages:
        sentence = "2018년 7월 담당관별 팀 수의 합(14팀)이 정책관 현황의 팀 수(15팀)와 다르니 틀린 쪽을 고쳐 주세요."
        assert sentence in words(administrator, address), address
    assert assemble(july) == before  # the bureau's own number is printed

    row.refresh_from_db()
    administrator.post(reverse("division_change", args=[row.pk]), typed | {"teams": "4", "seen": version(row)})
    assert not any(told in words(administrator, page) for page in pages)

    # From a month on there are others, and before them as many as there were; of the briefing in preparation it is said.
    row.refresh_from_db()
    later = typed | {"teams": "0", "seen": version(row), "from_month": "2018-09"}
    administrator.post(reverse("division_change", args=[row.pk]), later)
    states = DivisionState.objects.filter(division="socialeconomy").order_by("from_month")
    assert [each.teams for each in states] == [4, 0]
    values = {name: getattr(july, name) for name in ("plan_year", "session", "committee", "title", "vision")}
    preparation = Briefing.objects.create(month=Month(2018, 8), reference_month=JULY, **values)
    assert not any(told in words(administrator, page) for page in pages)
    Briefing.objects.filter(pk=preparation.pk).update(month=SEPTEMBER)
    assert "2018년 9월 담당관별 팀 수의 합(11팀)" in words(administrator, pages[0])


@pytest.mark.each_case
@pytest.mark.parametrize(
    "wrong",
    [
        {"division": "labour"},
        {"division": "programmes", "name": "노동정책과"},
        {"division": "entry"},
        {"from_month": Month(2018, 10), "name": ""},
        {"from_month": Month(2018, 10), "unit": ""},
        {"from_month": Month(2018, 10), "teams": -1},
    ],
)
def test_the_database_refuses(db: None, wrong: dict[str, Any]) -> None:
    values: dict[str, Any] = {
        "division": "labour",
        "name": "노동정책과",
        "unit": "과",
        "position": 1,
        "from_month": SEPTEMBER,
    }
    DivisionState.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        DivisionState.objects.create(**values | {"name": "다른 이름"} | wrong)
