"""What stays as it is written, for a reason: said at the desk, it is what the checker accepts."""

import json
from typing import Any

import pytest
from django.test import Client

from reports.editions.gate import Answered
from reports.editions.publishing import readiness_of
from reports.models import Briefing
from tests.reports.desk.writing import PART, keep, models, text_of

RULES = ("typed.stored", "typed.nearly_stored", "typed.number")
TEXT = """□ 추진현황
○ 전환 1,285명 완료, 전환 1,258명 예정
○ 조례로 정한 위원 77명
■ 세부
□ 추진계획
○ 위촉 34명 {일정} 마침 | '18. 6월
○ 늦은 일 | '18. 5월"""


@pytest.fixture
def written(officer: Client) -> Client:
    keep(officer, TEXT, text_of(officer))
    return officer


def found(*rules: str) -> dict[str, Answered]:
    """What the checker tells of the part, by digest."""
    title = models.Programme.objects.in_force(2018).get(number=1).title
    return {
        each.finding.digest: each
        for each in readiness_of(Briefing.objects.get()).findings
        if each.finding.rule in rules and title in each.finding.place
    }


def looked(client: Client, text: str = TEXT) -> list[dict[str, Any]]:
    sent = json.dumps({"text": text})
    answer = client.post(f"{PART}look/", sent, content_type="application/json").json()
    return list(answer["offers"])


def stays(client: Client, digest: str, reason: str, text: str = TEXT) -> Any:
    sent = json.dumps({"text": text, "digest": digest, "reason": reason})
    return client.post(f"{PART}typed/", sent, content_type="application/json")


@pytest.mark.any_engine
def test_the_desk_and_the_checker_tell_the_same_typed_numbers(written: Client) -> None:
    told = looked(written)
    assert [(each["typed"], bool(each["reference"]), bool(each["slip"])) for each in told] == [
        ("1,285명", True, False),
        ("1,258명", True, True),
        ("77명", False, False),
        ("34명", False, False),
    ]
    assert {each["digest"] for each in told} == found(*RULES).keys()


def test_what_stays_for_a_reason_is_answered_and_may_be_asked_again(written: Client) -> None:
    digest = looked(written)[2]["digest"]
    assert stays(written, digest, "법령·조례의 수").status_code == 200
    answer = found(*RULES)[digest].answer
    assert answer is not None and answer.reason == "법령·조례의 수"
    assert [each["kept"] for each in looked(written)] == ["", "", "법령·조례의 수", ""]
    assert "이미 그대로" in stays(written, digest, "또").json()["text"]
    assert looked(written, TEXT.replace("77명", "78명"))[2]["kept"] == "", "another number is asked for anew"
    assert stays(written, digest, "").status_code == 200
    assert found(*RULES)[digest].answer is None
    for odd, sentence in (("", "되돌렸습니다"), ("가" * 301, "300자")):
        refused = stays(written, digest, odd)
        assert refused.status_code == 409 and sentence in refused.json()["text"]
    assert "그사이 바뀌었습니다" in stays(written, "0" * 64, "가").json()["text"]
    assert stays(written, digest, "가\0").status_code == 409
    assert written.post(f"{PART}typed/", "[]", content_type="application/json").status_code == 400


@pytest.mark.any_engine
def test_without_scripts_the_form_keeps_text_and_reason(written: Client) -> None:
    page = written.get(PART).content.decode()
    digest = looked(written)[2]["digest"]
    assert f'name="reason-{digest}"' in page
    sent = {"text": f"{TEXT}\n※ 더", "base": TEXT, "digest": digest, f"reason-{digest}": "법령·조례의 수"}
    page = written.post(f"{PART}typed/", sent, follow=True).content.decode()
    assert "그대로 두는 사유를 적었습니다" in page and "그대로 둠: 법령·조례의 수" in page and "※ 더" in page


@pytest.mark.any_engine
def test_a_late_milestone_stays_for_a_reason(written: Client) -> None:
    line = len(TEXT.split("\n"))
    sent = {"line": str(line), "title": "늦은 일", "way": "keep"}
    assert "사유를 적어 주세요" in written.post(f"{PART}plan/", {**sent, "reason": " "}, follow=True).content.decode()
    page = written.post(f"{PART}plan/", {**sent, "reason": "협의가 길어짐"}, follow=True).content.decode()
    assert "그대로 둠: 협의가 길어짐" in page
    answers = {each.finding.sentence.partition("의 날")[0]: each.answer for each in found("texts.overdue").values()}
    kept = answers["일정 '늦은 일'"]
    assert kept is not None and kept.reason == "협의가 길어짐" and list(answers.values()).count(None) == 1
    odd = written.post(f"{PART}plan/", {**sent, "line": "1", "reason": "가"}, follow=True).content.decode()
    assert "그사이 바뀌었습니다" in odd
