"""The page of an indicator or a budget: found from a number of an edition, at an address that stays, told as editions keep it."""

import json
from collections.abc import Callable
from html import unescape

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
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record_actual

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
OMBUDSMEN = "옴부즈만상담건수"
PLACE = ["노동정책담당관", "Actual", "6", OMBUDSMEN, "", "2018-01", "2018-06"]


@pytest.mark.any_engine
def test_a_number_leads_to_its_page_which_stays(briefing_data: None, signed_in: SignIn) -> None:
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
    assert len(queries) == 5  # session and user, what the editions keep, their figures with the lines, what was asked

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
