"""수치 점검 of what somebody typed into the texts: found on the page, answered there, signed with the publication."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from programmes.models import CoreTask, Goal, Milestone, Passage, Programme
from reports.editions.gate import accept
from reports.editions.publishing import publish, readiness_of
from reports.models import Briefing
from seoulwork.accounts.models import Role

# What is typed is read in Python; the rows are those of test_keeping.py.
pytestmark = pytest.mark.any_engine

PAGE = "/briefings/2018-07/checks/"
REASON = "자치구가 알려 온 수"


@pytest.fixture
def briefing(briefing_data: None) -> Briefing:
    return Briefing.objects.get()


def write(*lines: str) -> Passage:
    """Into a text of the programme that has 상담."""
    passage = Passage.objects.filter(kind="text", text__contains="{상담}").first()
    assert passage is not None
    passage.text = "\n".join((passage.text, *lines))
    passage.save()
    return passage


def desk_of(passage: Any) -> str:
    """Where the text is written."""
    return f"/briefings/2018-07/desk/programmes/{passage.programme.number}/"


def test_nothing_is_typed_beside_a_figure_of_the_2018_document_that_is_not_so(briefing: Briefing) -> None:
    rules = {each.finding.rule for each in readiness_of(briefing).findings}
    assert not [rule for rule in rules if rule.startswith(("labels.", "typed."))]


def test_what_is_typed_is_found_with_the_way_to_its_text(briefing: Briefing) -> None:
    passage = write(
        "○ '18.1~5월 실적 : 상담 {상담}",
        "○ 상담 {상담}(전년 동기대비 38% 증가)",
        "○ 상담 13,968명",
        "○ 12건 중 9건(74.0%) 해결",
        "○ 참여기업 1,250개사",
    )
    found = [
        each.finding for each in readiness_of(briefing).findings if each.finding.rule.startswith(("labels.", "typed."))
    ]
    assert {each.spot.url for each in found} == {desk_of(passage)}
    told = {(each.rule, each.severity, each.printed, each.computed) for each in found}
    assert told >= {
        ("labels.period", "error", "'18.1~5월", "'18.1~6월"),
        ("typed.nearly_stored", "warning", "13,968", "13,869명"),
        ("typed.percentage", "error", "74.0%", "75.0%"),
    }
    listed = {each.sentence for each in found if each.rule == "typed.number"}
    assert "“참여기업 1,250개사”에 적은 1,250개사는 저장된 수치에 묶여 있지 않습니다." in listed


def test_a_typed_number_is_bound_or_stays_with_a_reason(briefing: Briefing, signed_in: Any) -> None:
    client: Client = signed_in(Role.ADMINISTRATOR)
    assert "글에 적은 수치" not in client.get(PAGE).content.decode()
    passage = write("○ 참여기업 1,250개사, 상담 {상담}")
    page = client.get(PAGE).content.decode()
    _, _, listed = page.partition("글에 적은 수치</h2>")
    assert "1,250개사" in listed
    assert f'href="{desk_of(passage)}">묶기' in listed
    assert "적은 그대로 둠<span" in listed
    (finding,) = (each.finding for each in readiness_of(briefing).findings if each.finding.rule == "typed.number")
    done = client.post(f"{PAGE}answer/", {"digest": finding.digest, "reason": REASON}, follow=True).content.decode()
    assert f"적은 그대로 둠: {REASON}" in done
    assert "글에 적은 수치" in client.get("/briefings/2018-07/publish/").content.decode()
    ready = readiness_of(briefing)
    for each in ready.open_errors:
        accept(briefing, [other.finding for other in ready.findings], each.digest, by=None, reason="원문 그대로")
    publish(briefing, None, reason="시험")
    briefing.refresh_from_db()
    (signed,) = (
        each for each in json.loads(briefing.editions.get().sheet)["findings"] if each["rule"] == "typed.number"
    )
    assert signed["answer"]["reason"] == REASON


def test_typed_numbers_take_no_query(briefing: Briefing, signed_in: Any) -> None:
    client: Client = signed_in(Role.ADMINISTRATOR)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as none:
        client.get(PAGE)
    write(*(f"○ 참여기업 {number:,}개사" for number in range(1_250, 1_270)))
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(none) == len(many)


def test_headings_titles_goals_and_tasks_are_read_too(briefing: Briefing) -> None:
    """What is printed as it is written, and holds no references."""
    programme = Programme.objects.get(title="서울시 기술교육원 운영")
    Programme.objects.filter(pk=programme.pk).update(title="기술교육원 1,250명 훈련")
    Passage.objects.filter(programme=programme).update(project="훈련생 2,250명 모집")
    first = Passage.objects.filter(programme=programme).exclude(kind="gist").first()
    assert first is not None
    Passage.objects.filter(pk=first.pk).update(heading="취업률 73.5% 달성")
    Goal.objects.update(title="일자리 353,956개로 시민의 삶 향상")
    task = CoreTask.objects.first()
    assert task is not None
    CoreTask.objects.filter(pk=task.pk).update(text="민간 일자리 3,250개 발굴")
    found = {
        (each.finding.rule, each.finding.sentence.partition("“")[2].partition("”")[0], each.finding.spot.url)
        for each in readiness_of(briefing).findings
        if each.finding.rule.startswith("typed.")
    }
    lists = "/lists/programmes"
    assert {(rule, line, url.partition("?")[0]) for rule, line, url in found} == {
        ("typed.number", "기술교육원 1,250명 훈련", f"{lists}/programmes/"),
        ("typed.number", "훈련생 2,250명 모집", desk_of(first)),
        ("typed.number", "취업률 73.5% 달성", desk_of(first)),
        ("typed.stored", "일자리 353,956개로 시민의 삶 향상", f"{lists}/goal/"),
        ("typed.number", "민간 일자리 3,250개 발굴", f"{lists}/core-tasks/"),
    }


def test_what_is_typed_into_a_plan_leads_to_its_text(briefing: Briefing) -> None:
    milestone = Milestone.objects.exclude(detail="").first()
    assert milestone is not None
    Milestone.objects.filter(pk=milestone.pk).update(detail="○ 참여기업 1,250개사 모집")
    (found,) = [each.finding for each in readiness_of(briefing).findings if each.finding.rule == "typed.number"]
    assert found.spot.url == desk_of(milestone.passage)


def test_typed_numbers_are_listed_openly_and_stay_together_with_one_reason(briefing: Briefing, signed_in: Any) -> None:
    client: Client = signed_in(Role.ADMINISTRATOR)
    write("○ 참여기업 1,250개사", "○ 참여기관 2,345개소")
    _, _, listed = client.get(PAGE).content.decode().partition("글에 적은 수치</h2>")
    assert '<details class="gathered" open>' in listed
    assert "2건 적은 그대로 둠" in listed
    digests = [each.finding.digest for each in readiness_of(briefing).findings if each.finding.rule == "typed.number"]
    done = client.post(f"{PAGE}answer/", {"digest": digests, "reason": REASON}, follow=True).content.decode()
    assert "2건을 그대로 두기로 받아들였습니다" in done
    assert done.count(f"적은 그대로 둠: {REASON}") == 2
