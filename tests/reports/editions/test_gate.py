"""What stands between a briefing and its publication: findings, answers, the months of the divisions, the signed sheet."""

import hashlib
import json
import re
from io import StringIO
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.checks import Finding
from reports.checks.rules import Spot
from reports.editions.checking import Entry, Shown
from reports.editions.gate import Answered, NoSuchFinding, accept, withdraw
from reports.editions.preparation import begin
from reports.editions.publishing import NotReady, publish, readiness_of
from reports.management.growing import multiply_programmes
from reports.models import Answer, Briefing, Edition
from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.periods import Month
from seoulwork.entry.models import ReportingMonth
from seoulwork.figures.divisions import division, divisions
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record

AS_PRINTED = "원문 그대로"


@pytest.fixture
def briefing(briefing_data: None) -> Briefing:
    return Briefing.objects.get()


def accept_all(briefing: Briefing) -> None:
    ready = readiness_of(briefing)
    for finding in ready.open_errors:
        accept(briefing, [each.finding for each in ready.findings], finding.digest, by=None, reason=AS_PRINTED)


def approve_all() -> None:
    for each in divisions():
        ReportingMonth.objects.create(
            division=each.key, month=Month(2018, 6), deadline="2018-07-10", state=ReportingMonth.State.APPROVED
        )


@pytest.mark.any_engine
def test_a_briefing_with_unanswered_errors_or_months_not_approved_asks_for_a_reason(briefing: Briefing) -> None:
    with pytest.raises(NotReady, match=r"답하지 않은 오류 .*승인되지 않은 2018년 6월: 일자리정책담당관"):
        publish(briefing, None)
    accept_all(briefing)
    with pytest.raises(NotReady) as refused:
        publish(briefing, None)
    assert "오류" not in str(refused.value).partition(".")[0]
    approve_all()
    ReportingMonth.objects.filter(division="labour").update(state=ReportingMonth.State.SUBMITTED)
    with pytest.raises(NotReady, match=r"노동정책담당관\(제출"):
        publish(briefing, None)
    ReportingMonth.objects.filter(division="labour").update(state=ReportingMonth.State.CLOSED)
    assert publish(briefing, None).reason == ""


@pytest.mark.any_engine
def test_an_accepted_finding_comes_back_when_its_figures_change(briefing: Briefing) -> None:
    accept_all(briefing)
    assert not readiness_of(briefing).open_errors
    indicator = division("programmes").models.Indicator.objects.get(short_name="누적선정")
    target = indicator.targets.current().get(first_month=Month(2022, 1))
    key = {"indicator": indicator, "part": None, "first_month": target.first_month, "last_month": target.last_month}
    record(division("programmes").models.Target, key, {"value": 1001}, Stamp(None, Source.DATA))
    (again,) = readiness_of(briefing).open_errors
    assert again.rule == "targets.stock_is_not_its_flow"
    assert "1,001" in again.sentence


def test_an_answer_is_kept_with_who_and_why_and_can_be_taken_back(briefing: Briefing) -> None:
    ready = readiness_of(briefing)
    finding, found = ready.open_errors[0], [each.finding for each in ready.findings]
    (answer,) = accept(briefing, found, finding.digest, by=None, reason=AS_PRINTED)
    assert (answer.rule, answer.place, answer.sentence) == (finding.rule, finding.place, finding.sentence)
    event = Event.objects.get(action=Action.FINDING_ACCEPTED)
    assert (event.reason, event.briefing, event.detail["rule"]) == (AS_PRINTED, briefing, finding.rule)
    withdraw(briefing, finding.digest, by=None)
    assert finding in readiness_of(briefing).open_errors
    assert Answer.objects.get().withdrawn_at
    with pytest.raises(NoSuchFinding):
        withdraw(briefing, finding.digest, by=None)
    with pytest.raises(NoSuchFinding):
        accept(briefing, found, "0" * 64, by=None, reason=AS_PRINTED)


@pytest.mark.each_case
@pytest.mark.parametrize("values", [{"reason": ""}, {"digest": "1" * 64}])
def test_the_database_keeps_one_answer_with_a_reason(briefing: Briefing, values: dict[str, str]) -> None:
    row = {"briefing": briefing, "digest": "1" * 64, "rule": "x", "place": "x", "sentence": "x", "reason": "x"}
    Answer.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(**{**row, "digest": "2" * 64} | values)


@pytest.mark.any_engine
def test_the_signed_sheet_belongs_to_the_publication(briefing: Briefing) -> None:
    accept_all(briefing)
    publication = publish(briefing, None, reason="6월은 자료로 반입함")
    sheet = json.loads(publication.sheet)
    assert hashlib.sha256(publication.sheet.encode()).hexdigest() == publication.sheet_sha256
    assert sheet["reason"] == publication.reason == "6월은 자료로 반입함"
    assert sheet["states"] == [{"division": each.name, "state": "열지 않음", "ready": False} for each in divisions()]
    sections = dict(sheet["sections"])
    assert {each["section"] for each in sheet["findings"]} == {"", *sections}
    assert sections["labour-4"] == "4 서울지역 노동단체 지원"
    assert list(sections)[:3] == ["part-1", "part-2", "programmes-1"], "in printed order"
    assert (sheet["briefing"], sheet["reference_month"], sheet["plan_year"]) == ("2018-07", "2018-06", 2018)
    errors = [each for each in sheet["findings"] if each["severity"] == "error"]
    assert errors
    assert {each["answer"]["reason"] for each in errors} == {AS_PRINTED}
    assert Event.objects.get(action=Action.BRIEFING_PUBLISHED).detail["sheet"] == publication.sheet_sha256


@pytest.mark.any_engine
def test_the_signed_sheet_tells_what_is_incomplete_and_what_is_typed(briefing: Briefing) -> None:
    """A month of one indicator is taken away, a number is typed into a text: both stand in the sheet, and in its page."""
    own = division("programmes").models
    own.Actual.objects.filter(indicator__short_name="상담").update(last_month=Month(2018, 5))
    text = own.Passage.objects.filter(kind="text", text__contains="{상담}")[0]
    own.Passage.objects.filter(pk=text.pk).update(text=text.text + "\n○ 참여기업 1,250개사")
    accept_all(briefing)
    sheet = json.loads(publish(briefing, None, reason="시험").sheet)
    told = {each["rule"]: each for each in sheet["findings"]}
    assert "5월까지" in told["complete.months"]["sentence"]
    assert told["complete.months"]["printed"].endswith("(5월까지)") or told["complete.months"]["printed"] == "-"
    assert "1,250개사" in told["typed.number"]["sentence"]
    assert told["typed.number"]["answer"] is None


@pytest.mark.any_engine
def test_an_administrator_answers_on_the_page(briefing: Briefing, signed_in: Any) -> None:
    client: Client = signed_in(Role.ADMINISTRATOR)
    finding = next(each for each in readiness_of(briefing).open_errors if each.rule == "printed.differs")
    page = client.get("/briefings/2018-07/checks/").content.decode()
    assert finding.sentence.replace("'", "&#x27;") in page
    assert re.search(r"<h2[^>]*>4 [^<]+<span", page), "by programme"
    done = client.post(
        "/briefings/2018-07/checks/answer/", {"digest": finding.digest, "reason": AS_PRINTED}, follow=True
    ).content.decode()
    assert "그대로 두기로 받아들였습니다" in done
    assert f"그대로 둠: {AS_PRINTED}" in done
    assert "이미 받아들였습니다" in told(client, {"digest": finding.digest, "reason": "또"})
    undone = client.post("/briefings/2018-07/checks/answer/", {"withdraw": finding.digest}, follow=True)
    assert "되돌렸습니다" in undone.content.decode()
    assert "그대로 두는 사유를 적어 주세요" in told(client, {"digest": finding.digest})
    assert "그 점검 결과는 이제 없습니다" in told(client, {"digest": "nothing", "reason": "x"})


def told(client: Client, sent: dict[str, Any]) -> str:
    """What the next page will say of an answer: that it shows such a message is seen above."""
    response: Any = client.post("/briefings/2018-07/checks/answer/", sent)
    assert response.status_code == 302
    return " ".join(str(each) for each in get_messages(response.wsgi_request))


@pytest.mark.any_engine
def test_others_of_the_staff_see_findings_and_go_where_they_may(briefing: Briefing, signed_in: Any) -> None:
    client: Client = signed_in(Role.HEAD, division="labour")
    page = client.get("/briefings/2018-07/checks/").content.decode()
    assert "받아들임</button>" not in page
    assert "고치러 가기" in page
    assert client.post("/briefings/2018-07/checks/answer/", {"digest": "x", "reason": "x"}).status_code == 403


@pytest.mark.any_engine
def test_the_page_of_publishing_asks_for_the_reason(briefing: Briefing, signed_in: Any) -> None:
    client: Client = signed_in(Role.ADMINISTRATOR)
    page = client.get("/briefings/2018-07/publish/").content.decode()
    assert "그대로 발행하는 사유" in page
    refused = client.post("/briefings/2018-07/publish/", {}).content.decode()
    assert "필수" in refused or "입력" in refused
    assert not Edition.objects.exists()


@pytest.mark.any_engine
def test_of_a_published_briefing_the_page_says_what_held_then_and_what_has_changed(
    briefing: Briefing, signed_in: Any
) -> None:
    accept_all(briefing)
    publish(briefing, None, reason="시험")
    client: Client = signed_in(Role.ADMINISTRATOR)
    before = client.get("/briefings/2018-07/checks/").content.decode()
    assert before.partition("발행한 뒤 바뀐 것</h2>")[2].count("없습니다.") == 1
    indicator = division("programmes").models.Indicator.objects.get(short_name="누적선정")
    key = {"indicator": indicator, "part": None, "first_month": Month(2022, 1), "last_month": Month(2022, 12)}
    record(division("programmes").models.Target, key, {"value": 1001}, Stamp(None, Source.DATA))
    after = client.get("/briefings/2018-07/checks/").content.decode()
    printed, _, since = after.partition("발행한 뒤 바뀐 것</h2>")
    assert "1,000기업" in printed or "1,000" in printed
    assert "1,001" not in printed
    appeared, _, gone = since.partition("없어짐: ")
    assert "새로 생김: " in appeared
    assert "1,001" in appeared
    assert "/lists/programmes/targets/" in appeared, "where it is mended"
    assert "1,000개" in gone
    assert "/checks/answer/" not in after, "a signed sheet takes no answer"


@pytest.mark.any_engine
def test_the_command_prints_what_the_page_shows(briefing: Briefing) -> None:
    out = StringIO()
    with pytest.raises(CommandError, match="답하지 않은 오류가"):
        call_command("check_briefing", "2018-07", format="json", stdout=out)
    found = json.loads(out.getvalue())
    assert {"rule", "severity", "place", "sentence", "printed", "computed", "answer"} <= found[0].keys()
    ready = readiness_of(briefing)
    assert [each["digest"] for each in found] == [each.finding.digest for each in ready.findings]
    accept_all(briefing)
    out = StringIO()
    call_command("check_briefing", "2018-07", stdout=out)
    assert f"✓ {AS_PRINTED}" in out.getvalue()
    assert "오류" in out.getvalue().splitlines()[0]


@pytest.mark.any_engine
def test_the_checks_take_the_same_queries_whatever_is_answered(briefing: Briefing, signed_in: Any) -> None:
    client: Client = signed_in(Role.ADMINISTRATOR)
    client.get("/briefings/2018-07/checks/")
    with CaptureQueriesContext(connection) as none:
        client.get("/briefings/2018-07/checks/")
    accept_all(briefing)
    Answer.objects.update(by=User.objects.get(role=Role.ADMINISTRATOR))
    with CaptureQueriesContext(connection) as all_of_them:
        client.get("/briefings/2018-07/checks/")
    assert len(none) == len(all_of_them)


@pytest.mark.any_engine
def test_the_checks_take_the_same_queries_for_more_programmes(briefing: Briefing, signed_in: Any) -> None:
    client: Client = signed_in(Role.ADMINISTRATOR)
    client.get("/briefings/2018-07/checks/")
    with CaptureQueriesContext(connection) as few:
        client.get("/briefings/2018-07/checks/")
    multiply_programmes(3)
    with CaptureQueriesContext(connection) as many:
        assert client.get("/briefings/2018-07/checks/").status_code == 200
    assert len(few) == len(many) == 79


@pytest.mark.any_engine
def test_findings_of_one_rule_in_one_programme_are_one_entry_and_each_has_its_own_answer(
    later: Briefing, signed_in: Any
) -> None:
    """Two months after the last entry: the page tells a rule once in each part or programme, and opens to each finding."""
    client: Client = signed_in(Role.ADMINISTRATOR)
    early = [
        each.finding
        for each in readiness_of(later).findings
        if (each.finding.rule, each.finding.spot.section) == ("complete.actual_ends_early", "socialeconomy-1")
    ]
    assert len(early) > 10
    page = client.get("/briefings/2018-09/checks/").content.decode()
    section = page.partition("1 체계적인 종합지원으로")[2].partition("</section>")[0]
    assert section.count("<strong>기준월 전에 끝나는 실적</strong>") == 1
    assert f"{len(early)}건 모두 보기" in section
    assert all(f'href="{each.spot.url}"' in section for each in early)
    entry = section.partition("<strong>기준월 전에 끝나는 실적</strong>")[2].partition("<details")[0]
    assert "사회적경제 공공구매액" in entry, "it names where they are"
    digests = [each.digest for each in early]
    done = client.post(
        "/briefings/2018-09/checks/answer/", {"digest": digests, "reason": "8월은 아직 마감 전"}, follow=True
    ).content.decode()
    assert f"{len(early)}건을 그대로 두기로 받아들였습니다" in done
    assert Answer.objects.count() == len(early)
    indicator = division("socialeconomy").models.Indicator.objects.get(name="사회적기업 인건비 지원 기업")
    key = {"indicator": indicator, "part": None, "first_month": Month(2018, 7), "last_month": Month(2018, 7)}
    record(division("socialeconomy").models.Actual, key, {"value": 1_210}, Stamp(None, Source.DATA))
    left = [
        each.finding.sentence
        for each in readiness_of(later).findings
        if each.finding.rule == "complete.actual_ends_early" and each.finding.spot.section == "socialeconomy-1"
        if not each.answer
    ]
    assert left == ["매월 넣는 지표인데 실적이 2018년 7월까지입니다."], "its answer alone no longer holds"


@pytest.mark.any_engine
def test_findings_are_accepted_together_or_not_at_all(briefing: Briefing, signed_in: Any) -> None:
    client: Client = signed_in(Role.ADMINISTRATOR)
    ready = readiness_of(briefing)
    first, second = [each.digest for each in ready.open_errors][:2]
    for other in ("0" * 64, ready.findings[-1].finding.digest):
        client.post("/briefings/2018-07/checks/answer/", {"digest": [first, "0" * 64, other], "reason": "x"})
        assert not Answer.objects.exists()
    client.post("/briefings/2018-07/checks/answer/", {"digest": second, "reason": "x"})
    assert "이미 받아들였습니다" in told(client, {"digest": [first, second], "reason": "x"})
    assert [each.digest for each in Answer.objects.all()] == [second]


@pytest.fixture
def later(briefing: Briefing) -> Briefing:
    """September's briefing with the texts of July, for which nothing is entered."""
    new = Briefing(
        month=Month(2018, 9),
        reference_month=Month(2018, 8),
        plan_year=2018,
        session=briefing.session,
        committee=briefing.committee,
        title="주요업무보고",
        vision=briefing.vision,
    )
    begin(new, briefing, by=User.objects.create(username="maker", name="만든 사람", role=Role.ADMINISTRATOR))
    return new


STATES = [
    (None, "열지 않음", "months.not_approved"),
    ("open", "입력 중", "months.not_approved"),
    ("submitted", "제출", "months.not_approved"),
    ("approved", "", "months.not_closed"),
    ("closed", "", None),
]


@pytest.mark.any_engine
@pytest.mark.parametrize(("state", "named", "rule"), STATES)
def test_a_month_that_is_not_entered_submitted_approved_or_closed_is_told_by_division(
    briefing: Briefing, signed_in: Any, state: str | None, named: str, rule: str | None
) -> None:
    for each in divisions():
        own = state if each.key == "labour" else "closed"
        if own is not None:
            ReportingMonth.objects.create(division=each.key, month=Month(2018, 6), deadline="2018-07-10", state=own)
    found = [each.finding for each in readiness_of(briefing).findings if each.finding.rule.startswith("months.")]
    assert [each.rule for each in found] == ([rule] if rule else [])
    client: Client = signed_in(Role.ADMINISTRATOR)
    for finding in found:
        assert (finding.place, finding.spot.url) == ("노동정책담당관", "/entry/labour/2018-06/")
        assert named in finding.sentence
        refused = client.post(
            "/briefings/2018-07/checks/answer/", {"digest": finding.digest, "reason": "x"}, follow=True
        )
        assert finding.sentence in refused.content.decode()
        assert "받아들일 수 없는 것입니다" in refused.content.decode()
        assert finding.sentence not in client.get("/briefings/2018-07/publish/").content.decode(), "named above it"


@pytest.mark.any_engine
def test_a_month_that_is_open_again_is_not_approved_any_more(briefing: Briefing) -> None:
    approve_all()
    month = ReportingMonth.objects.get(division="labour")
    division("labour").models.Reopening.objects.create(
        reporting_month=month, until=timezone.localdate(), reason="늦은 신고"
    )
    (found,) = [each.finding for each in readiness_of(briefing).findings if each.finding.rule == "months.not_approved"]
    assert (found.place, "승인 뒤 다시 열림" in found.sentence) == ("노동정책담당관", True)


@pytest.mark.any_engine
def test_what_is_typed_as_printed_leads_to_its_text(briefing: Briefing) -> None:
    (finding,) = [each for each in readiness_of(briefing).open_errors if each.rule == "printed.differs"]
    assert finding.spot.url == "/briefings/2018-07/desk/labour/4/"
    assert finding.place == "노동정책담당관 · 서울지역 노동단체 지원 · 추진현황"


@pytest.mark.any_engine
def test_every_finding_that_can_be_mended_leads_to_a_page_that_opens(later: Briefing, signed_in: Any) -> None:
    client: Client = signed_in(Role.ADMINISTRATOR)
    urls = {each.finding.spot.url for each in readiness_of(later).findings}
    assert "" not in urls
    for url in {each.partition("#")[0] for each in urls}:
        assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    ("places", "names"),
    [
        (["노동 · 상담 · 청년", "노동 · 상담 · 여성"], "청년, 여성"),
        (["노동 · 예산현액", "일자리 · 예산현액"], "노동 · 예산현액, 일자리 · 예산현액"),
        (["노동 · 쉼터 · 개요", "노동 · 쉼터 · 계획", "노동 · 상담 · 계획"], "쉼터 · 개요, 쉼터 · 계획, 상담 · 계획"),
        (["노동 · 개요", "노동 · 개요"], "개요"),
        ([f"노동 · {number}" for number in range(9)], "0, 1, 2, 3, 4, 5 등 9곳"),
    ],
)
def test_an_entry_names_its_places_as_shortly_as_tells_them_apart(places: list[str], names: str) -> None:
    found = [Shown(Answered(Finding("x.y", "제목", "note", Spot(place), ""), None), "", False) for place in places]
    assert Entry(found).names == names
