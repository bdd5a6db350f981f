"""The page of an indicator or a budget: found from a number of an edition, at an address that stays, told as editions keep it."""

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from labour.models import Actual, Indicator
from reports.council.course import figure_of
from reports.editions import correcting
from reports.editions.printing import keep_anew
from reports.editions.publishing import publish
from reports.models import Briefing, Withdrawal
from reports.printed import Measured
from seoulwork.accounts.models import Role
from seoulwork.domain.periods import Month, Run
from seoulwork.entry.steps import open_month
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record, record_actual

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
OMBUDSMEN = "옴부즈만상담건수"
PLACE = ["노동정책담당관", "Actual", "6", OMBUDSMEN, "", "2018-01", "2018-06"]


@pytest.mark.any_engine
def test_a_number_leads_to_its_page_which_stays(
    briefing_data: None, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(Briefing.objects.get(), None, reason="시험")
    council, officer = signed_in(Role.COUNCIL), signed_in(Role.OFFICER, "programmes")
    indicator = Indicator.objects.get(short_name=OMBUDSMEN)
    address = f"/briefings/figures/labour/indicator/{indicator.pk}/"
    answer = council.get("/briefings/2018-07/editions/1/figure/", {"place": json.dumps(PLACE)})
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert "data-figure=" in council.get("/briefings/2018-07/sections/labour-6/").content.decode()

    page = unescape(council.get(address).content.decode())
    for words in (
        "달마다의 실적을 더합니다",
        "2017년",
        "3,411건",
        "4,000건",
        "2018년 상반기(1월~6월)",
        "<svg",
        "6 노동권의 보호체계 강화",
        "분야별 지표와 연도별 값",
    ):
        assert words in page, words
    assert "바뀐 내력" not in page
    assert "저장된 뒤 바뀐 값이 없습니다" in officer.get(address).content.decode()

    # Corrected, called otherwise: the address and what the first edition printed stay.
    correcting.begin(Briefing.objects.get(), by=None, reason="집계 오류")
    actual = Actual.objects.filter(indicator=indicator).latest("last_month")
    stamp = Stamp(None, Source.BROWSER, reason="상담일지 대조")
    key = {"indicator": indicator, "part": None}
    record_actual(division("labour").models, key, actual.run, {"value": 1_794}, stamp)
    publish(Briefing.objects.get(), None, reason="시험")
    Indicator.objects.filter(pk=indicator.pk).update(name="옴부즈만 상담")
    page = unescape(council.get(address).content.decode())
    assert "제2판(정정)" in page and "1,794건" in page and "1,694건" in page
    assert page.count("정정되기 전 판") == 1 and page.index("제1판</a> <span") > page.index("제2판(정정)</a></h3>")
    page = unescape(officer.get(address).content.decode())
    assert "상담일지 대조" in page and page.index("1,694건") < page.rindex("1,794건")

    council.get(address)
    with CaptureQueriesContext(connection) as queries:
        council.get(address)
    assert not [each for each in queries if '"document"' in each["sql"]]
    assert (
        len(queries) == 6
    )  # session and user, how many editions, what they keep, their figures with the lines, what was asked

    # Of many editions those further back stand on the next page; what it is, the newest say.
    monkeypatch.setattr("reports.council.figures.EDITIONS", 1)
    page = council.get(address).content.decode()
    assert "제2판(정정)</a>" in page and "제1판</a>" not in page and 'href="?page=2#printed" rel="next"' in page
    page = council.get(f"{address}?page=2").content.decode()
    assert "제1판</a>" in page and "제2판(정정)</a>" not in page and "제2판(정정)에 보관된 뜻" in page

    for each in Briefing.objects.get().editions.all():
        Withdrawal.objects.create(edition=each, reason="개인정보", by=None)
    assert council.get(address).status_code == 404


def test_a_budget_has_a_page_too_and_what_is_neither_has_none(briefing_data: None, signed_in: SignIn) -> None:
    edition = publish(Briefing.objects.get(), None, reason="시험")
    known = Measured.objects.count()
    keep_anew(edition)
    assert Measured.objects.count() == known
    head = signed_in(Role.HEAD, "labour")
    budget = Measured.objects.get(division="labour", kind="budget", name__endswith="예산현액", figures__text="28.5%")
    page = head.get(f"/briefings/figures/labour/budget/{budget.number}/").content.decode()
    assert "5,553백만원" in page and "28.5%" in page and "저장된 뒤 바뀐 값이 없습니다" in page
    for place in ("x", "[]", '["노동정책담당관","Actual"]', '["노동정책담당관","Headcount","5급","2018-06-30"]'):
        answer = head.get("/briefings/2018-07/editions/1/figure/", {"place": place})
        assert answer.status_code == 404
    assert "이어지지 않는 수치" in answer.content.decode()
    for address in ("labour/indicator/99999999", "labour/nothing/1"):
        assert head.get(f"/briefings/figures/{address}/").status_code == 404


def test_what_a_stored_value_says_is_read_as_a_number() -> None:
    for text, shown in (("1,694건", "1,694건"), ("△3.5%", "△3.5%"), ("5,553백만원", "5,553백만원")):
        figure = figure_of(text)
        assert figure is not None and figure.text == shown
    assert figure_of("1,200 / 3,400") is None and figure_of("-") is None


def executed(line: Any, month: int, spent: int) -> None:
    key = {"budget": line, "month": Month(line.year, month)}
    models = division("labour").models
    record(models.Execution, key, {"spent": spent * 10**6, "committed": spent * 10**6}, Stamp(None, Source.DATA))


def test_the_course_of_five_years_and_the_plan_are_told_as_the_edition_keeps_them(
    briefing_data: None, signed_in: SignIn
) -> None:
    """Those of an indicator and of a budget by months; the plan as it was on the day of publishing, however it stands now."""
    models = division("labour").models
    indicator = Indicator.objects.get(short_name=OMBUDSMEN)
    for year, value in ((2013, 999), (2014, 2_100), (2015, 2_200)):
        run = Run.year(year)
        record_actual(models, {"indicator": indicator, "part": None}, run, {"value": value}, Stamp(None, Source.DATA))
    line = models.Budget.objects.get(programme=None, kind="current", year=2018)
    granted = line.appropriations.get(superseded_at=None).amount
    executed(line, 3, 2_000)
    for of, whole in (({"indicator": indicator}, 4_000), ({"budget": line}, granted)):
        models.MonthPlan.objects.bulk_create(
            models.MonthPlan(
                **of, source=Source.DATA, month=Month(2018, month), value=whole * month // 24 if month < 12 else whole
            )
            for month in range(1, 13)
        )
    publish(Briefing.objects.get(), None, reason="시험")
    council, head = signed_in(Role.COUNCIL), signed_in(Role.HEAD, "labour")
    own, budget = (f"/briefings/figures/labour/{kind}" for kind in (f"indicator/{indicator.pk}/", f"budget/{line.pk}/"))

    models.MonthPlan.objects.all().delete()
    models.Actual.objects.filter(indicator=indicator, first_month__lt=Month(2016, 1)).delete()
    told = tables(council.get(own).content.decode())
    assert [row[0] for row in told["최근 5년, 세로 금은 목표"]] == [
        "2014년",
        "2015년",
        "2016년",
        "2017년",
        "2018년 6월까지",
    ]
    assert told["최근 5년, 세로 금은 목표"][0][1] == "2,100건"
    page = tables(council.get(budget).content.decode())
    (course,) = (rows for title, rows in page.items() if title.startswith("2018년의 흐름"))
    planned = f"{granted * 3 // 24 // 10**6:,}백만원"
    assert course[2][:2] == ["3월", "2,000백만원"] and course[5][:2] == ["6월", "5,553백만원"]
    assert course[2][2] == planned and "월별 계획" in council.get(budget).content.decode()
    assert len(course) == 12

    # What is stored now, for the staff: the plan is gone, executions by month and where the year will end are there.
    executed(line, 4, 3_000)
    open_month(Month(2018, 6))
    head.get(budget)
    with CaptureQueriesContext(connection) as before:
        now = head.get(budget).content.decode().partition("지금의 흐름과 연말")[2]
    (course,) = (rows for title, rows in tables(now).items() if title.startswith("2018년의 흐름"))
    assert course[3][:2] == ["4월", "3,000백만원"] and "목표까지 고르게" in now and "11,106백만원" in now
    for year in (2015, 2016, 2017):
        earlier = models.Budget.objects.create(programme=None, short_name=line.short_name, kind="current", year=year)
        executed(earlier, 12, year)
    with CaptureQueriesContext(connection) as after:
        now = head.get(budget).content.decode().partition("지금의 흐름과 연말")[2]
    assert len(after) == len(before)
    assert [row[:2] for row in tables(now)["최근 4년, 세로 금은 목표"]][:2] == [
        ["2015년", "2,015백만원"],
        ["2016년", "2,016백만원"],
    ]


def tables(page: str) -> dict[str, list[list[str]]]:
    """Each table of a page that has a caption, by it: the texts of its rows."""
    return {
        caption: [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)]
        for caption, body in re.findall(r"<caption[^>]*>([^<]*)</caption>.*?<tbody>(.*?)</tbody>", page, re.S)
    }
