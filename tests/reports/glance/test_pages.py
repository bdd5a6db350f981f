"""The first page of the staff: what is behind, what waits, what is chosen by the address, in a constant number of queries."""

import re
from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.desk import keeping, remarks
from reports.desk.parts import part
from reports.editions import correcting
from reports.editions.publishing import publish
from reports.glance import pages
from reports.models import Briefing
from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.domain.periods import Month
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.steps import open_month, send_back
from seoulwork.entry.submission import findings, submit
from seoulwork.figures.divisions import division, divisions
from seoulwork.figures.models import Remark

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
PAGE = "/briefings/glance/"
JULY = Month(2018, 7)


@pytest.fixture
def july(briefing_data: None) -> None:
    open_month(JULY)


def shown(client: Client, address: str = PAGE) -> str:
    """The words of the page, with single spaces."""
    answer = client.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") :]).split())


def todo_of(client: Client) -> dict[str, int]:
    return {each.label: each.count for each in client.get(PAGE).context["todo"]}


def works_of(client: Client, query: str = "") -> list[str]:
    return [each.title for each in client.get(PAGE + query).context["works"]]


@pytest.mark.any_engine
def test_the_staff_lands_on_what_is_behind_in_the_own_division(july: None, signed_in: SignIn) -> None:
    head = signed_in(Role.HEAD, "labour")
    assert head.get("/").headers["Location"] == PAGE
    page = shown(head)
    # 노동정책담당관: 5,553 of 19,490 million won in June
    for words in (
        "노동정책담당관, 2018년 7월",
        "28.5%",
        "기대 50.0%보다 21.5%p 낮음",
        "2 / 3",
        "12개 중 0개 입력",
        "까닭 적기",
    ):
        assert words in page
    assert "일자리정책담당관" not in page
    titles = works_of(head)
    assert titles[0] == "노동정책담당관 공통"
    assert len(titles) == 7
    html = head.get(PAGE).content.decode()
    line = division("labour").models.Budget.objects.get(programme=None, kind="current", year=2018)
    assert f'href="/entry/labour/2018-07/#s{line.pk}"' in html
    assert shown(signed_in(Role.OFFICER, "labour")).startswith("노동정책담당관, 2018년 7월")


def test_the_year_of_each_programme_is_drawn_and_told_and_where_the_budget_will_end(
    july: None, signed_in: SignIn
) -> None:
    """A small line of what came against its plan, with the same in words; how many are in time leads to those that are not."""
    models = division("labour").models
    indicator = models.Indicator.objects.get(short_name="옴부즈만상담건수")
    models.MonthPlan.objects.bulk_create(
        models.MonthPlan(
            indicator=indicator, source="data", month=Month(2018, month), value=4_000 if month == 12 else 150 * month
        )
        for month in range(1, 13)
    )
    line = models.Budget.objects.get(programme=None, kind="current", year=2018)
    head = signed_in(Role.HEAD, "labour")
    page = shown(head)
    assert "시민명예노동옴부즈만 상담건수 달성률: 2018년 6월 1,694건, 12월 목표 4,000건" in page
    assert "예산현액 집행률: 2018년 6월 5,553백만원, 12월 목표 19,490백만원" in page
    (work,) = (each for each in head.get(PAGE).context["works"] if each.title == "노동권의 보호체계 강화")
    trace = work.traced.trace
    came, due = trace.came.split(), trace.due.split()
    assert (len(came), len(due)) == (2, 13) and came[0] == due[0] and came[1].split(",")[0] == due[6].split(",")[0]
    assert float(came[1].split(",")[1]) < float(due[6].split(",")[1]), "it is above its plan"
    # 11,106 of 19,490 by the straight line
    assert "연말 집행 전망 57.0% 추계(6월까지 · 균등)" in page
    html = head.get(f"{PAGE}?month=2018-07").content.decode()
    assert 'href="?month=2018-07&amp;shown=behind#works"><strong>2 / 3</strong>' in html
    stamp = {"source": "data", "reason": "4분기 집행"}
    models.SpendingForecast.objects.create(budget=line, value=16_176_700_000, **stamp)
    assert "연말 집행 전망 57.0% · 83.0% 추계(6월까지 · 균등) · 담당자" in shown(head)
    administrator = signed_in(Role.ADMINISTRATOR).get(PAGE).content.decode()
    assert (
        "?division=%EB%85%B8%EB%8F%99%EC%A0%95%EC%B1%85%EB%8B%B4%EB%8B%B9%EA%B4%80&amp;shown=behind#works"
        in administrator
    )


@pytest.mark.any_engine
def test_an_administrator_sees_all_divisions_and_chooses_in_the_address(july: None, signed_in: SignIn) -> None:
    administrator = signed_in(Role.ADMINISTRATOR)
    page = shown(administrator)
    for each in divisions():
        assert each.name in page
    assert len(works_of(administrator)) == 24
    assert works_of(administrator, "?shown=behind") == [
        "노동정책담당관 공통",
        "체계적인 종합지원으로 사회적경제기업 육성",
    ]
    assert works_of(administrator, "?by=division") == ["노동정책담당관", "사회적경제담당관", "일자리정책담당관"]
    assert works_of(administrator, "?by=budget")[0] == "예산현액"
    assert works_of(administrator, "?by=indicator&division=노동정책담당관&q=상담건수") == [
        "시민명예노동옴부즈만 상담건수"
    ]
    assert works_of(administrator, "?sort=달성률")[0] == "체계적인 종합지원으로 사회적경제기업 육성"
    # A stock that was not counted in July tells its last count, and until when.
    assert "81.1%" in (cafes := shown(administrator, f"{PAGE}?q=일자리카페"))
    assert "일자리카페 조성 (6월말 기준)" in cafes
    assert "찾는 조건에 맞는 것이 없습니다" in shown(administrator, f"{PAGE}?q=없는말&by=division")
    # What is no choice is none.
    assert len(works_of(administrator, "?by=none&shown=none&division=none&month=2018-13")) == 24
    assert 'name="month" value="2018-06"' in administrator.get(f"{PAGE}?month=2018-06").content.decode()


def test_a_count_that_waits_for_its_month_is_told_as_of_the_one_before(july: None, signed_in: SignIn) -> None:
    """As of the end of June 73 of 90 일자리카페 were there; an edition of that day says 81.1%."""
    page = shown(signed_in(Role.OFFICER, "programmes"))
    assert "81.1%" in page and "일자리카페 조성 (6월말 기준)" in page
    assert "서울시 기술교육원 운영 달성률을 아는 지표 없음" in page, "there are targets, and no actuals yet"


def test_why_it_is_behind_and_until_when(july: None, signed_in: SignIn) -> None:
    own = division("labour").models
    line = own.Budget.objects.get(programme=None, kind="current", year=2018)
    remark: Any = {"kind": Remark.Kind.SHORTFALL, "text": "설계 변경", "recovery": date(2018, 11, 30)}
    own.Remark.objects.create(month=Month(2018, 6), budget=line, field="spent", **remark)
    head = signed_in(Role.HEAD, "labour")
    page = shown(head)
    assert "설계 변경 (만회 예정 2018년 11월 30일)" in page
    assert "부진 사유가 없는 것" not in todo_of(head)
    assert todo_of(head)["늦은 것"] == 1
    assert works_of(head, "?shown=unexplained") == []


@pytest.mark.any_engine
def test_what_waits_for_whom(july: None, signed_in: SignIn) -> None:
    ReportingMonth.objects.filter(division="labour").update(state=ReportingMonth.State.SUBMITTED)
    officer, head = signed_in(Role.OFFICER, "labour"), signed_in(Role.HEAD, "labour")
    assert "승인을 기다리는 달" not in todo_of(officer)
    assert todo_of(head)["승인을 기다리는 달"] == 1
    assert "7월 실적 승인으로" in shown(head)
    ReportingMonth.objects.filter(division="labour").update(state=ReportingMonth.State.APPROVED)
    assert todo_of(signed_in(Role.ADMINISTRATOR))["마감을 기다리는 달"] == 1


@pytest.mark.any_engine
def test_what_was_sent_back_and_what_was_remarked(july: None, signed_in: SignIn) -> None:
    """A month, and a text of the briefing in preparation, with who said why; gone once they are handed in again."""
    head, officer = (
        User.objects.create(username=role, name=role, role=role, division="labour") for role in ("head", "officer")
    )
    own, paper = division("labour"), Briefing.objects.get()
    submit(own, JULY, by=officer, note="표본", unexplained=[cell for cell, _ in findings(own, JULY).unexplained])
    send_back(own, JULY, by=head, reason="단위 확인")
    text = part(paper, own, 6)
    keeping.step(text, Action.MANUSCRIPT_SUBMITTED, by=officer)
    keeping.step(text, Action.MANUSCRIPT_RETURNED, by=head, reason="표를 더해 주세요")
    remarks.remark(text, "왜 줄었습니까?", by=head)
    client = signed_in(Role.OFFICER, "labour")
    page = shown(client)
    for words in ("돌려받은 것", "2018년 7월 실적 단위 확인 head", "표를 더해 주세요 head"):
        assert words in page
    assert todo_of(client)["마치지 않은 의견"] == 1
    assert any(label.startswith("입력할 달 (") for label in todo_of(client))
    keeping.step(text, Action.MANUSCRIPT_SUBMITTED, by=officer)
    submit(own, JULY, by=officer, note="표본", unexplained=[cell for cell, _ in findings(own, JULY).unexplained])
    assert "돌려받은 것" not in shown(client)


def test_one_s_own_come_first(july: None, signed_in: SignIn) -> None:
    client = signed_in(Role.OFFICER, "labour")
    assert "내 담당" not in shown(client)
    own, reader = division("labour").models, User.objects.get(pk=client.session["_auth_user_id"])
    own.Programme.objects.filter(number=2).update(responsible=reader)
    own.Indicator.objects.filter(short_name="옴부즈만상담건수").update(responsible=reader)
    assert works_of(client)[:2] == ["노동권의 보호체계 강화", "노동시간 단축 추진"]
    assert works_of(client, "?shown=mine") == ["노동권의 보호체계 강화", "노동시간 단축 추진"]
    assert works_of(client, "?by=indicator&shown=mine") == ["시민명예노동옴부즈만 상담건수"]


def test_overdue_plans_and_texts_that_are_not_settled(july: None, signed_in: SignIn) -> None:
    """In preparation: each leads to where it is written. 6 programmes and the division's own text; 8 plans are over."""
    head = signed_in(Role.HEAD, "labour")
    assert todo_of(head) | {"확정하지 않은 보고 글": 7, "기한이 지난 일정": 8} == todo_of(head)
    assert "/briefings/2018-07/desk/labour/6/" in head.get(PAGE).content.decode()
    assert "담당자 교육(각…)" in shown(head)
    models = division("labour").models
    plan = models.Milestone.objects.filter(title__startswith="전태일노동복합시설 개관").get()
    models.Milestone.objects.filter(pk=plan.pk).update(done=True)
    assert todo_of(head)["기한이 지난 일정"] == 7
    assert len(works_of(head, "?shown=overdue")) == 4
    publish(Briefing.objects.get(), None, reason="시험")
    assert "확정하지 않은 보고 글" not in todo_of(head)
    assert "/briefings/2018-07/sections/labour-6/" in head.get(PAGE).content.decode()


def test_findings_that_nobody_answered_are_told_as_of_the_last_look(july: None, signed_in: SignIn) -> None:
    administrator, head = signed_in(Role.ADMINISTRATOR), signed_in(Role.HEAD, "labour")
    assert not any("답하지 않은" in label for label in todo_of(administrator))
    call_command("daily", stdout=StringIO())
    told = {label.partition(" (")[0]: count for label, count in todo_of(administrator).items()}
    page = administrator.get("/briefings/2018-07/checks/")
    left = {f"답하지 않은 {label}": waiting for _, label, _, waiting in page.context["ready"].counts if label != "참고"}
    assert left["답하지 않은 오류"] > 0 and told | left == told
    own = {label.partition(" (")[0]: count for label, count in todo_of(head).items()}
    assert 0 < own["답하지 않은 오류"] < left["답하지 않은 오류"], "those of the division's programmes"
    assert re.search(r"답하지 않은 오류 \(\d+월 \d+일 \d\d:\d\d 점검\)", shown(administrator))


def test_without_any_data_it_says_what_to_do(db: None, signed_in: SignIn) -> None:
    page = shown(signed_in(Role.HEAD, "labour"))
    assert "목표와 예산을 넣고 실적을 입력하면" in page
    assert "기다리는 일이 없습니다" in page


def test_it_asks_no_more_for_more_divisions(july: None, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = Briefing.objects.get()
    publish(paper, None, reason="시험")
    correcting.begin(paper, by=None, reason="집계 오류")
    administrator, all_of_them = signed_in(Role.ADMINISTRATOR), divisions()
    counts = set()
    for of in (all_of_them, all_of_them * 5):
        monkeypatch.setattr(pages, "divisions", lambda of=of: of)
        # The first time statements are made, and long enough to keep the session alive.
        administrator.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            assert administrator.get(PAGE).status_code == 200
        counts.add(len(asked))
    assert counts == {19}
