"""A figure says what it means and where it comes from: in words for the council, for the staff to the line and to the page
where it is kept. Nothing that is the staff's is in a published file."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from labour.models import Actual
from reports import places
from reports.editions.publishing import document_of, publish
from reports.models import Briefing, PublishedFile
from reports.render.html import ScreenWriter
from reports.values import Figure, Quantity
from seoulwork.accounts.models import Role, User
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record_actual
from tests.reports.panels import panels
from tests.test_rights import SignIn

pytestmark = pytest.mark.django_db
ORIGINS = "/briefings/2018-07/origins/"


@pytest.fixture
def briefing(briefing_data: None) -> Briefing:
    return Briefing.objects.get()


def correct(value: int, at: str, source: str = Source.BROWSER) -> User:
    """An officer enters 근로환경컨설팅 anew, with a reason and from a place that are nobody else's business."""
    officer, _ = User.objects.get_or_create(
        username="hong", name="홍길동", role=Role.OFFICER, division="labour", defaults={"password": "!"}
    )
    old = Actual.objects.get(indicator__short_name="근로환경컨설팅", part=None, superseded_at=None)
    stamp = Stamp(officer, source, "장부.xlsx '6월' C4", "옆자리 확인", at=datetime.fromisoformat(at))
    key = {"indicator": old.indicator, "part": None}
    record_actual(division("labour").models, key, old.run, {"value": value, "denominator": None}, stamp)
    return officer


def told(page: str) -> dict[str, dict[str, str]]:
    """What the panels of a page say of stored figures, by their keys."""
    entries = panels(page).values()
    return {json.dumps(each["place"], ensure_ascii=False): dict(each["facts"]) for each in entries if "place" in each}


def published_page(briefing: Briefing) -> str:
    publish(briefing, None, reason="시험")
    return bytes(PublishedFile.objects.get(format="html").content).decode()


def key_of(page: str, name: str) -> str:
    return next(key for key in told(page) if json.loads(key)[3:4] == [name])


def asked(client: Client, *keys: str) -> Any:
    return client.get(ORIGINS, {"place": keys}).json()["origins"]


# --------------------------------------------------------------------------------------------- for the council


@pytest.mark.any_engine
def test_a_published_page_tells_who_and_when_in_words_and_nothing_internal(briefing: Briefing) -> None:
    correct(1_700, "2018-07-11T00:10:00+09:00")  # in UTC it is still the tenth
    page = published_page(briefing)
    assert "1,700" in page
    said = {facts["입력"] for facts in told(page).values()}
    assert said == {"2018년 7월 업무보고 자료", "노동정책담당관 입력 · 2018년 7월 11일"}
    for internal in ("yaml", "관리 명령", "홍길동", "옆자리 확인", "장부.xlsx", "인쇄본", "/entry/", "/lists/"):
        assert internal not in page


@pytest.mark.any_engine
@pytest.mark.parametrize(("source", "words"), [(Source.WORKBOOK, "엑셀 반입"), (Source.BROWSER, "입력")])
def test_how_a_figure_came_is_told_in_words(briefing: Briefing, source: str, words: str) -> None:
    correct(1_700, "2018-07-11T14:20:00+09:00", source)
    page = published_page(briefing)
    assert told(page)[key_of(page, "근로환경컨설팅")]["입력"] == f"노동정책담당관 {words} · 2018년 7월 11일"


def figures(briefing: Briefing) -> Iterator[Figure]:
    """Every figure that opens, through the writer that makes the buttons."""
    found: list[Figure] = []

    class Collector(ScreenWriter):
        def figure(self, figure: Figure) -> str:
            found.append(figure)
            return ""

    writer = Collector()
    for section in document_of(briefing).sections:
        writer.section(section)
    yield from (each for each in found if each.origins)


@pytest.mark.any_engine
def test_every_figure_that_opens_says_what_it_measures(briefing: Briefing) -> None:
    opened = list(figures(briefing))
    assert len(opened) > 400
    for figure in opened:
        assert figure.meanings, figure.text
        for meaning in figure.meanings:
            assert {"지표", "과목"} & dict(meaning.measure).keys(), figure.text


@pytest.mark.any_engine
def test_what_is_read_agrees_with_what_is_printed(briefing: Briefing) -> None:
    opened = list(figures(briefing))
    jobs = next(each for each in opened if each.text == "48,697 (63.5%)")
    (meaning,) = jobs.meanings
    assert dict(meaning.reading) == {
        "기간": "2018년 상반기(1월~6월)",
        "실적": "48,697개",
        "2018년 목표": "76,692개",
        "달성률": "63.5%",
        "셈": "실적 ÷ 목표",
    }
    assert "사업대상 세부입니다." in dict(meaning.measure)["포함 관계"]
    compared = 0
    for figure in opened:
        read = dict(figure.meanings[0].reading)
        if len(figure.meanings) > 1 or not read or "셈" in read or not isinstance(figure.value, Quantity):
            continue
        unit = dict(figure.meanings[0].measure)["단위"]
        if figure.value.unit in ("", unit):
            compared += 1
            assert figure.value.text.removesuffix(unit) + unit in read.values(), figure.text
    assert compared > 200


# ------------------------------------------------------------------------------------------------ for the staff


def test_every_key_leads_back_to_its_row(briefing: Briefing) -> None:
    administrator = User.objects.create(username="administrator", name="김관리", role=Role.ADMINISTRATOR)
    origins = dict.fromkeys(origin for figure in figures(briefing) for origin in figure.origins)
    assert len(origins) > 300
    tables = {origin.place[1] for origin in origins}
    assert tables == {"Actual", "Target", "Appropriation", "Execution", "Headcount", "Bureau"}
    for origin in origins:
        kept = places.kept(origin.place, administrator, 2018)
        assert kept is not None and kept.address, origin
        assert "2018-07/" in dict(kept.facts)["출처"], origin


@pytest.mark.any_engine
def test_the_staff_get_person_line_and_a_way_to_where_they_may_go(briefing: Briefing, signed_in: SignIn) -> None:
    officer = correct(1_700, "2018-07-11T14:20:00+09:00")
    page = published_page(briefing)
    key = key_of(page, "근로환경컨설팅")
    ways = {}
    for role, own in (
        (Role.OFFICER, "labour"),
        (Role.HEAD, "labour"),
        (Role.ADMINISTRATOR, ""),
        (Role.OFFICER, "programmes"),
    ):
        client = signed_in(role, own)
        (kept,) = asked(client, key)
        facts = dict(kept["facts"])
        assert facts["입력한 사람"] == f"홍길동 ({officer.position})"
        assert facts["입력한 때"] == "2018년 7월 11일 14:20"
        assert (facts["출처"], facts["사유"]) == ("브라우저 입력 장부.xlsx '6월' C4", "옆자리 확인")
        ways[role, own] = kept["address"], kept["page"]
        if kept["address"]:
            address, _, anchor = kept["address"].partition("#")
            shown = client.get(address)
            assert shown.status_code == 200 and f'<tr id="{anchor}"' in shown.content.decode()
    assert ways.pop((Role.OFFICER, "programmes")) == ("", "")
    assert {page for _, page in ways.values()} == {"2018년 6월 입력 화면"}


@pytest.mark.any_engine
def test_a_council_member_may_not_ask_and_is_not_told_where(briefing: Briefing, signed_in: SignIn) -> None:
    page = published_page(briefing)
    council, officer = signed_in(Role.COUNCIL), signed_in(Role.OFFICER, "labour")
    assert council.get(ORIGINS, {"place": key_of(page, "근로환경컨설팅")}).status_code == 403
    for address in ("/briefings/2018-07/", "/briefings/2018-07/sections/labour-6/"):
        assert ORIGINS not in council.get(address).content.decode()
        assert ORIGINS in officer.get(address).content.decode()


def test_of_a_published_figure_the_row_is_the_one_that_was_published(briefing: Briefing, signed_in: SignIn) -> None:
    page = published_page(briefing)
    correct(9_999, briefing.editions.get().published_at.replace(year=2099).isoformat())
    (kept,) = asked(signed_in(Role.HEAD, "labour"), key_of(page, "근로환경컨설팅"))
    facts = dict(kept["facts"])
    assert facts["입력한 사람"] == "관리 명령" and facts["그 뒤"].endswith("바뀌었습니다.")


@pytest.mark.parametrize(
    "key",
    [
        "",
        "[]",
        "7",
        "{}",
        '["노동정책담당관"]',
        '["없는 담당관", "Actual", "1", "가", "", "2018-01", "2018-06"]',
        '["노동정책담당관", "User", "1"]',
        '["노동정책담당관", "Actual", "1", "가", "", "2018-13", "2018-06"]',
        '["노동정책담당관", "Actual", "일", "가", "", "2018-01", "2018-06"]',
        '["노동정책담당관", "Headcount", "6", "어제"]',
        '["노동정책담당관", "Execution", "1", "가", "", "없는 재원", "2018", "2018-06"]',
        '["", "Bureau", 5]',
        "[" * 100_000,
    ],
)
def test_a_key_that_is_none_is_refused_in_one_sentence(briefing: Briefing, signed_in: SignIn, key: str) -> None:
    response = signed_in(Role.ADMINISTRATOR).get(ORIGINS, {"place": key})
    assert response.status_code == 400 and "새로 고쳐" in response.json()["text"]


def test_a_key_whose_row_is_gone_is_answered_with_nothing(briefing: Briefing, signed_in: SignIn) -> None:
    gone = json.dumps(["노동정책담당관", "Actual", "1", "없는 지표", "", "2018-01", "2018-06"])
    assert asked(signed_in(Role.ADMINISTRATOR), gone) == [None]
    assert signed_in(Role.ADMINISTRATOR).get(ORIGINS, {"place": [gone] * 61}).status_code == 400
