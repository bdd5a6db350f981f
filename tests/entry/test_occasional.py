"""Occasional figures beside the month's grid: looked at, changed with their day, told of when the month is handed in."""

import html
import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seoulwork.domain.periods import Month, Run
from seoulwork.entry.steps import open_month
from seoulwork.figures.divisions import Division
from seoulwork.figures.queries import ledger
from seoulwork.figures.recording import record_actual
from tests.entry.conftest import JULY, PAST, STAMP, People

PAGE = "/entry/programmes/2018-07/"
KEEP = f"{PAGE}occasional/"


@pytest.fixture
def officer(july: Division, people: People, client_of: Any) -> Client:
    client: Client = client_of(people.officer)
    return client


@pytest.fixture
def law(july: Division) -> Any:
    """An occasional count of May, with two parts, and a ratio without any figure."""
    models = july.models
    programme = models.Programme.objects.get(number=2)
    made = models.Indicator.objects.create(
        programme=programme,
        short_name="조례",
        name="조례 제정",
        unit="건",
        accumulation="latest",
        frequency="occasional",
    )
    may = Run(Month(2018, 5), Month(2018, 5))
    for path, value in (("시", 3), ("자치구", 12)):
        part = models.Part.objects.create(indicator=made, path=path)
        record_actual(
            models, {"indicator_id": made.pk, "part_id": part.pk}, may, {"value": value, "denominator": None}, STAMP
        )
    return made


def cells(law: Any) -> tuple[str, str]:
    city, district = law.parts.order_by("pk")
    return f"a{law.pk}p{city.pk}", f"a{law.pk}p{district.pk}"


def section(client: Client) -> str:
    page = client.get(PAGE).content.decode()
    return html.unescape(page[page.index('id="occasional"') : page.index("</section>")])


def seen_of(client: Client, cell: str) -> str:
    found = re.search(rf'name="seen-{cell}" value="(\d*)"', section(client))
    assert found
    return found[1]


def test_it_is_looked_at_or_gets_a_new_value_with_its_day(july: Division, officer: Client, law: Any) -> None:
    city, district = cells(law)
    shown = section(officer)
    assert "2. 청년 일자리 <" in shown
    assert "12건" in shown
    assert "2018년 5월" in shown
    assert "아직 보지 않은 것이 2개 있습니다" in shown

    answer = officer.post(KEEP, {f"same-{city}": "yes", district: "15", f"as_of-{district}": "2018-07-20"}, follow=True)
    assert "새 값 1개를 저장하고, 1개를 그대로라고 적었습니다." in answer.content.decode()
    row = july.models.Actual.objects.current().get(part__path="자치구", first_month=JULY)
    assert (row.value, row.as_of, row.entered_by and row.entered_by.username) == (15, date(2018, 7, 20), "officer1")
    look = july.models.Look.objects.get()
    assert (look.month, str(look.part), look.by and look.by.username) == (JULY, "시", "officer1")
    shown = section(officer)
    assert "이 달에 모두 보았습니다" in shown
    assert "2018년 7월 20일(금) 기준" in shown

    # The day alone is put right; the value goes through the same history, panel and evidence as the grid's.
    seen = seen_of(officer, district)
    officer.post(KEEP, {district: "15", f"seen-{district}": seen, f"as_of-{district}": "2018-07-21"})
    row = july.models.Actual.objects.current().get(part__path="자치구", first_month=JULY)
    assert (row.value, row.as_of) == (15, date(2018, 7, 21))
    panel = officer.get(f"{PAGE}cells/{district}/")
    assert panel.status_code == 200
    assert "15" in panel.content.decode()

    # Who saw an older value is told what stands there now.
    officer.post(KEEP, {district: "16", f"seen-{district}": seen_of(officer, district)})
    answer = officer.post(KEEP, {district: "99", f"seen-{district}": seen})
    assert answer.status_code == 422
    assert "견주어 하나를 골라 주세요" in answer.content.decode()
    assert july.models.Actual.objects.current().get(part__path="자치구", first_month=JULY).value == 16


@pytest.mark.any_engine
def test_a_script_sends_a_line_and_is_told_how_it_stands(officer: Client, law: Any) -> None:
    city, district = cells(law)
    as_script = {"Accept": "application/json"}

    def send(**sent: str) -> tuple[int, Any]:
        response = officer.post(KEEP, sent, headers=as_script)
        return response.status_code, response.json()

    status, answer = send(**{district: "15", f"as_of-{district}": "2018-07-20"})
    assert (status, answer["ok"], answer["unseen"]) == (200, True, 1)
    (line,) = answer["lines"]
    assert (line["place"], line["last"], line["as_of"]) == (district, "15건", "2018-07-20")
    seen = str(line["cells"][0]["version"])
    assert seen == seen_of(officer, district)

    status, answer = send(**{f"same-{city}": "yes", city: ""})
    assert (status, answer["unseen"], [each["place"] for each in answer["lines"]]) == (200, 0, [city])
    status, answer = send(**{district: "많이", f"seen-{district}": seen})
    assert (status, answer["ok"], answer["problems"][0]["cell"]) == (422, False, district)
    status, answer = send(**{district: "", f"seen-{district}": seen})
    assert status == 422
    assert "아래 단추로" in answer["text"]


@pytest.mark.any_engine
@pytest.mark.parametrize(
    ("sent", "cause"),
    [
        ({"": "많이"}, "숫자가 아닙니다"),
        ({"": "5", "as_of-": "2018-06-30"}, "기준일이 2018년 7월이 아닙니다"),
        ({"": "5", "as_of-": "어제"}, "기준일을 2018-07-15처럼"),
        ({"as_of-": "2018-07-15"}, "새 값을 함께 적어 주세요"),
        ({"": "5", "same-": "yes"}, "하나만 남겨 주세요"),
    ],
)
def test_what_is_wrong_is_told_in_its_place_and_nothing_is_kept(
    july: Division, officer: Client, law: Any, sent: dict[str, str], cause: str
) -> None:
    city, district = cells(law)
    before = july.models.Actual.objects.count()
    given = {f"same-{city}": "yes", district: ""} | {f"{key}{district}": text for key, text in sent.items()}
    answer = officer.post(KEEP, given)
    assert answer.status_code == 422
    page = html.unescape(answer.content.decode())
    assert cause in page[page.index(f'id="why-{district}"') :]
    assert f'name="same-{city}" value="yes" aria-label="조례 제정 · 시 (건) 그대로임" checked' in page
    assert july.models.Actual.objects.count() == before
    assert not july.models.Look.objects.exists()


@pytest.mark.any_engine
def test_nothing_is_looked_at_in_a_month_that_is_locked_nor_by_who_may_not(
    july: Division, officer: Client, people: People, client_of: Any, law: Any
) -> None:
    city, _ = cells(law)
    answer = officer.post("/entry/programmes/2018-09/occasional/", {f"same-{city}": "yes"}, follow=True)
    assert "입력을 연 달이 아닙니다" in answer.content.decode()
    assert client_of(people.head).post(KEEP, {f"same-{city}": "yes"}).status_code == 403
    assert not july.models.Look.objects.exists()
    assert "그대로임과" not in section(client_of(people.head))


@pytest.mark.any_engine
def test_handing_the_month_in_tells_what_nobody_has_looked_at(july: Division, officer: Client, law: Any) -> None:
    city, _ = cells(law)
    officer.post(KEEP, {f"same-{city}": "yes"})
    answer = officer.post(f"{PAGE}submit/", {"note": "아직 없음"}, follow=True)
    page = answer.content.decode()
    assert "제출했습니다" in page
    assert "보지 않은 수시 지표가 있습니다: 조례 제정 · 자치구 (건)." in page


def test_what_was_looked_at_stands_for_the_checker_and_later_months(july: Division, officer: Client, law: Any) -> None:
    figures = ledger(july, JULY)
    found = figures.actual(figures.indicator_by_id[law.pk])
    assert found is not None
    assert not figures.looked_at(found, PAST)
    officer.post(KEEP, {f"same-{cell}": "yes" for cell in cells(law)})
    figures = ledger(july, JULY)
    assert figures.looked_at(found, PAST)
    assert not figures.looked_at(found, JULY)
    open_month(Month(2018, 8))
    page = officer.get("/entry/programmes/2018-08/").content.decode()
    assert "아직 보지 않은 것이 2개 있습니다" in page


@pytest.mark.any_engine
def test_the_block_costs_one_query_for_few_and_for_many(july: Division, officer: Client, law: Any) -> None:
    officer.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        officer.get(PAGE)
    for number in range(20):
        july.models.Part.objects.create(indicator=law, path=f"구 {number}")
    with CaptureQueriesContext(connection) as many:
        officer.get(PAGE)
    assert len(few) == len(many) == 8
