"""The record of activity through its pages: what became of a figure, how it is narrowed, where a line leads."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import Division

from .conftest import People, cell_of
from .test_saving import one, send


@pytest.fixture
def officer(client_of: Any, people: People) -> Client:
    client: Client = client_of(people.officer)
    return client


@pytest.fixture
def administrator(client_of: Any, people: People) -> Client:
    client: Client = client_of(people.administrator)
    return client


def listed(client: Client, **narrowed: Any) -> str:
    return client.get(reverse("user_events"), narrowed).content.decode()


def lines(page: str) -> list[list[str]]:
    body = page.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in page else ""
    return [
        [re.sub("<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)]
        for row in body.split("<tr")[1:]
    ]


def test_a_figure_stands_in_the_log_with_its_indicator_before_and_after(
    officer: Client, administrator: Client, july: Division, people: People
) -> None:
    cell = cell_of(july, "상담")
    version = one(officer, cell, "1,234")["version"]
    one(officer, cell, "1,240", seen=version, reason="오기 정정")
    after, before, *_ = lines(listed(administrator, division="programmes"))
    assert after[1:7] == [
        "입력 담당 가",
        "일자리정책담당관 · 입력 담당",
        "실적 입력",
        "일자리정책담당관 2018년 7월 · 상담",
        "1,234명 → 1,240명",
        "오기 정정",
    ]
    assert before[5] == "빈칸 → 1,234명"
    event = Event.objects.latest("pk")
    indicator = july.models.Indicator.objects.get(short_name="상담")
    assert (event.action, event.division, event.indicator, event.month) == (
        Action.FIGURES_ENTERED,
        "programmes",
        indicator.pk,
        Month(2018, 7),
    )
    assert (event.programme, event.old_value, event.new_value) == (indicator.programme_id, 1234, 1240)
    assert reverse("entry_month", args=["programmes", Month(2018, 7)]) in listed(administrator)


def test_a_block_is_one_line_with_a_way_to_its_rows(officer: Client, administrator: Client, july: Division) -> None:
    names = ("상담", "취업")
    cells = [{"cell": cell_of(july, name), "value": str(number), "seen": None} for number, name in enumerate(names, 5)]
    send(officer, cells)
    assert lines(listed(administrator, action=Action.FIGURES_ENTERED))[0][5] == "값 2개"
    page = administrator.get(reverse("user_event", args=[Event.objects.latest("pk").pk])).content.decode()
    rows = page.split("바뀐 값</h2>")[1]
    for number, name in enumerate(names, 5):
        assert re.search(rf"<td>{name}</td><td class=\"number\">빈칸</td><td class=\"number\">{number}\D", rows)


def test_it_is_narrowed_by_division_programme_action_month_and_person(
    officer: Client, administrator: Client, july: Division, people: People
) -> None:
    one(officer, cell_of(july, "상담"), "7")
    indicator = july.models.Indicator.objects.get(short_name="상담")
    entered = {"action": Action.FIGURES_ENTERED}
    for found, narrowed in (
        (1, {"division": "programmes"}),
        (0, {"division": "labour"}),
        (1, {"month": "2018-07"}),
        (1, {"programme": f"programmes:{indicator.programme_id}"}),
        (1, {"actor": people.officer.pk}),
        (0, {"actor": people.head.pk}),
        (1, {"since": "2018-01-01"}),
        (0, {"until": "2018-01-01"}),
        (1, {"since": "0001-01-01", "until": "9999-12-31"}),
    ):
        assert len(lines(listed(administrator, **entered, **narrowed))) == found, narrowed
    assert lines(
        listed(administrator, month="2018-06", programme="x:y", since="x")
    )  # what can't be meant narrows nothing


def test_a_line_about_a_row_leads_to_the_row_while_it_is_there(administrator: Client, july: Division) -> None:
    reason = {"reason": "새 사업"}
    values = {"number": "90", "title": "새 일", "first_year": "2018", "last_year": ""}
    administrator.post(reverse("list_add", args=["programmes", "programmes"]), values | reason)
    row, event = july.models.Programme.objects.get(number=90), Event.objects.latest("pk")
    address = reverse("list_change", args=["programmes", "programmes", row.pk])
    page = reverse("user_event", args=[event.pk])
    assert (event.division, event.programme) == ("programmes", row.pk)
    assert address in administrator.get(page).content.decode()
    row.delete()
    assert address not in administrator.get(page).content.decode()


@pytest.mark.each_case
@pytest.mark.parametrize(
    "broken",
    [{"action": "제출"}, {"programme": 1}, {"division": "labour", "part": 1}, {"row": 1}, {"new_value": 1}],
)
def test_the_table_refuses_what_names_nothing(db: None, broken: dict[str, Any]) -> None:
    values: dict[str, Any] = {"action": Action.FIGURES_ENTERED, "subject": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(**values | broken)
