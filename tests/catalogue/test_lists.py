"""The lists through their pages: search, choice, order, paging and the workbook."""

import re
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from seoulwork.accounts.models import Role, User
from seoulwork.catalogue.kinds import kinds_of
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import division, divisions
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record
from seoulwork.pages import export
from tests.briefings import a_briefing

SignIn = Callable[..., Client]


@pytest.fixture
def administrator(briefing_data: None, signed_in: SignIn) -> Client:
    return signed_in(Role.ADMINISTRATOR)


def page_of(client: Client, kind: str, key: str = "programmes", **asked: str) -> str:
    response = client.get(reverse("list", args=[key, kind]), asked)
    assert response.status_code == 200
    return response.content.decode()


def count_of(page: str) -> int:
    found = re.search(r"<strong>(\d+)</strong>건", page)
    assert found
    return int(found[1])


def first_cells(page: str, column: int) -> list[str]:
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", page.split("<tbody>")[1], re.DOTALL)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in rows]
    return [re.sub(r"<[^>]+>", "", row[column]).strip() for row in cells]


def workbook_of(client: Client, kind: str, key: str = "programmes", **asked: str) -> list[tuple[Any, ...]]:
    response = client.get(reverse("list", args=[key, kind]), {**asked, "export": "xlsx"})
    assert response.headers["Content-Type"] == export.CONTENT_TYPE
    return list(load_workbook(BytesIO(response.content)).worksheets[0].values)


@pytest.mark.each_case
@pytest.mark.parametrize("kind", sorted({key for each in divisions() for key in kinds_of(each)}))
def test_every_list_of_every_division_opens_sorts_and_exports(administrator: Client, kind: str) -> None:
    """By what it can be sorted is asked of the first division that has such a list: they have the same columns."""
    sorted_once = False
    for each in divisions():
        if kind not in kinds_of(each):
            assert administrator.get(reverse("list", args=[each.key, kind])).status_code == 404
            continue
        page = page_of(administrator, kind, each.key)
        for address in set() if sorted_once else set(re.findall(r'class="sort" href="\?([^"]+)"', page)):
            assert administrator.get(reverse("list", args=[each.key, kind]) + "?" + address).status_code == 200
        sorted_once = True
        if count := count_of(page):
            assert len(workbook_of(administrator, kind, each.key)) == count + 1


def test_the_search_finds_all_words_in_any_of_the_fields(administrator: Client) -> None:
    everything = count_of(page_of(administrator, "indicators"))
    found = page_of(administrator, "indicators", q="청년 취업")
    assert 0 < count_of(found) < everything
    assert count_of(page_of(administrator, "indicators", q="청년 없는낱말")) == 0
    assert "모두 보기" in page_of(administrator, "indicators", q="없는낱말")


@pytest.mark.parametrize(("kind", "name"), [("passages", "briefing"), ("milestones", "passage__briefing")])
def test_texts_are_narrowed_to_one_briefing(administrator: Client, kind: str, name: str) -> None:
    everything = count_of(page_of(administrator, kind))
    july, january = a_briefing(Month(2018, 7)), a_briefing(Month(2019, 1))
    assert f'<option value="{july.pk}">{july}</option>' in page_of(administrator, kind)
    passage = division("programmes").models.Passage.objects.create(
        briefing=january, kind="plans", position=1, heading="새해 계획"
    )
    division("programmes").models.Milestone.objects.create(passage=passage, title="새해 일정", position=1)
    assert count_of(page_of(administrator, kind, **{name: str(january.pk)})) == 1
    assert count_of(page_of(administrator, kind, **{name: str(july.pk)})) == everything
    assert count_of(page_of(administrator, kind, **{name: "칠월"})) == everything + 1
    again = a_briefing(Month(2018, 7), 2)
    assert "2018년 7월, 2번째" in page_of(administrator, kind)
    assert count_of(page_of(administrator, kind, **{name: str(again.pk)})) == 0


def test_a_choice_narrows_the_list_and_stays_in_the_address_of_the_next_page(administrator: Client) -> None:
    models = division("programmes").models
    occasional = models.Indicator.objects.filter(frequency="occasional").count()
    page = page_of(administrator, "indicators", frequency="occasional")
    assert count_of(page) == occasional
    assert 'frequency=occasional&amp;export=xlsx"' in page


def test_the_order_is_the_one_asked_for(administrator: Client) -> None:
    numbers = first_cells(page_of(administrator, "programmes", sort="-number"), 0)
    assert numbers == ["8", "7", "6", "5", "4", "3", "2", "1"]
    assert 'aria-sort="descending"' in page_of(administrator, "programmes", sort="-number")


@pytest.mark.any_engine
def test_pages_hold_25_rows_and_odd_page_numbers_show_a_page(administrator: Client) -> None:
    first, second = (first_cells(page_of(administrator, "targets", page=number), 1) for number in ("1", "2"))
    assert len(first) == 25
    assert first != second
    for odd in ("0", "999", "abc", "-1"):
        assert page_of(administrator, "targets", page=odd)


@pytest.mark.parametrize(
    "asked", [{"q": "\x00"}, {"sort": "nothing"}, {"programme": "999999"}, {"year": "x"}, {"history": "x"}]
)
def test_odd_questions_are_no_error(administrator: Client, asked: dict[str, str]) -> None:
    for kind in ("budgets", "targets"):
        assert page_of(administrator, kind, **asked)


def test_replaced_figures_are_shown_only_when_asked_for(administrator: Client) -> None:
    models = division("programmes").models
    target = models.Target.objects.current().first()
    assert target is not None
    key = {name: getattr(target, name) for name in ("indicator", "part", "first_month", "last_month")}
    before = count_of(page_of(administrator, "targets"))
    record(models.Target, key, {"value": target.value + 1}, Stamp(None, Source.BROWSER, reason="정정 시험"))
    assert count_of(page_of(administrator, "targets")) == before
    with_history = page_of(administrator, "targets", history="all", q="정정 시험")
    assert count_of(with_history) == 1
    assert count_of(page_of(administrator, "targets", history="all")) == before + 1


def test_figures_stand_in_their_unit_and_are_numbers_in_the_workbook(administrator: Client) -> None:
    page = page_of(administrator, "targets", q="청년")
    assert "76,692개" in page
    head, *rows = workbook_of(administrator, "targets", q="청년")
    row = dict(zip(head, next(row for row in rows if row[head.index("지표")] == "서울시 일자리 창출"), strict=True))
    assert row["목표"] == 76_692
    assert row["세부"] == "청년"
    assert row["기간"] == "2018년"


def test_money_is_exact_to_the_last_won(administrator: Client) -> None:
    models = division("labour").models
    budget = models.Budget.objects.create(short_name="시험 예산", kind="current", year=2018)
    models.Appropriation.objects.create(
        budget=budget, from_month="2018-01", amount=1_234_567_890, source=Source.BROWSER
    )
    assert "1,234.56789" in page_of(administrator, "budgets", "labour", q="시험 예산")
    head, row = workbook_of(administrator, "budgets", "labour", q="시험 예산")
    assert Decimal(str(row[head.index("예산액(백만원)")])) == Decimal("1234.56789")


def test_the_workbook_holds_text_as_text(administrator: Client) -> None:
    division("labour").models.Function.objects.create(position=90, text="=1+1")
    assert (90, "=1+1", "처음부터", "지금") in workbook_of(administrator, "functions", "labour")


def test_a_long_list_costs_the_same_queries_as_a_short_one(administrator: Client) -> None:
    def queries(**asked: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page_of(administrator, "targets", **asked)
        return len(captured)

    queries()
    assert queries() == queries(q="청년") <= 8


def test_only_an_administrator_sees_the_ways_to_change(administrator: Client, signed_in: SignIn) -> None:
    add = reverse("list_add", args=["labour", "targets"])
    officer = signed_in(Role.OFFICER, "labour")
    assert add in page_of(administrator, "targets", "labour")
    page = page_of(officer, "targets", "labour")
    assert add not in page
    assert "고치기" not in page
    assert reverse("list", args=["programmes", "targets"]) not in page


def test_lists_lead_to_the_own_division(signed_in: SignIn, db: None) -> None:
    response = signed_in(Role.HEAD, "socialeconomy").get(reverse("lists"))
    assert response.headers["Location"] == reverse("list", args=["socialeconomy", "programmes"])


def test_an_unknown_list_or_division_is_not_found(signed_in: SignIn) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    assert client.get("/lists/labour/nothing/").status_code == 404
    assert client.get("/lists/nothing/programmes/").status_code == 404


def test_users_are_listed_without_their_passwords(signed_in: SignIn) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    User.objects.create(
        username="someone", name="아무개", role=Role.COUNCIL, password=make_password("secret-for-nobody")
    )
    page = client.get(reverse("users"), {"q": "아무"}).content.decode()
    assert count_of(page) == 1
    assert "pbkdf2" not in page
