"""How much of the sentences is bound: what counts as a typed number, and why those of the 2018 document are typed."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from programmes.models import Passage
from reports.binding_report import BindingReport, binding_report
from reports.document import Bullets, Document, Line, Section
from reports.editions.publishing import document_of
from reports.models import Briefing
from reports.typed import NUMBER
from reports.values import Figure


def report_of(*runs: str | Figure) -> BindingReport:
    section = Section("part-1", "part", "Ⅰ", "일반현황", (Bullets((Line("○", 0, runs),)),))
    return binding_report(Document("업무보고", "제282회", "위원회", "정책관", "2018. 7.", None, (section,)))


def typed(text: str) -> list[str]:
    return [literal.number for literal in report_of(text).literals if not literal.is_date]


def dates(text: str) -> list[str]:
    return [literal.number for literal in report_of(text).literals if literal.is_date]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("상담 38.6건 처리", ["38.6"]),
        ("경쟁률 1.7:1", ["1.7", "1"]),
        ("약 ~6억원 지원", ["6"]),
        ("13,869명, 1,785명", ["13,869", "1,785"]),
        ("취업 1,234.", ["1,234"]),
        ("집행률 52.2% 달성", ["52.2"]),
        ("2018명 참여, 2018 명", ["2018", "2018"]),
        ("연 2,018건", ["2,018"]),
        ("시·구비 50:50", ["50", "50"]),
        ("3개월, 23개월, 5층", ["3", "23", "5"]),
        ("'18. 45건", ["45"]),
        ("7.5배, 12.31㎡", ["7.5", "12.31"]),
        ("만 18~39세", ["18", "39"]),
    ],
)
def test_a_measure_that_is_typed_is_told_as_it_stands(text: str, numbers: list[str]) -> None:
    assert typed(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "7. 7.(토)",
        "'18. 6. 14.~7. 6.",
        "GSEF 2018 포럼",
        "'18.7.17.(화)~7.18.(수)",
        "2014.11.17. 설립",
        "'18년 1~6월",
        "6월말, 12월 11일(화)~12일(수)",
        "6.29일 전환",
        "'18.1.10~6.30",
        "'16~'17년",
        "2018. 하반기",
        "2018.6월",
        "오전9시~오후 9시",
        "08:30~20:00",
        "'17.12월 ~ '18.4월",
        "'18.3.1, 서울",
        "'18.3.29일자 구성",
    ],
)
def test_dates_and_times_are_no_measures(text: str) -> None:
    assert typed(text) == []
    assert dates(text)


TYPED = {
    "the number of divisions is that of the program's own": ("3담당관",),
    "a length of time that is a condition": (
        "(3주간)", "최대 23개월", "6개월 지원 연장", "임기 2년", "2년간 총", "(6개월, ", "본사업(3년", "2년마다",
    ),
    "an age or a size that is a condition": ("34세 이하", "만 18세이상 39세이하", "만 18세 이상", "만15세 이상", "9인 이하"),
    "an ordinal": (
        "1차 통합모집", "1차 사업자", "2차 사업자", "제2기 통합운영위원회", "2단계 발전계획", "제1차 사전심사위원회", "제1기 서울시 노사민정",
        "제2기 서울시 노사민정", "제2기 노사민정", "1차(상반기)", "2차(하반기)", "2차년도", "특구 3년차", "통합지원센터 4년차", "제2호사업",
        "제1차 총회", "2호 사업 추진계획", "제5차 아시아", "제3차 회원",
    ),
    "a name of working hours in law or plan": ("주40시간/연간1,800시간대", "주52시간", "주4일 노동모델"),
    "an address": ("청계천로 105(관수동 152-1)", "1동1층", "1동6층"),
    "a grade": ("4급 이상", "5급 이하"),
    "a name": ("민간 4대부문",),
    "an article": ("제15조 및 제16조",),
    "a date without a date's ending": ("(~8.17), 현장실사(8.29), 최종심사(8.31)", "(5.10~31", "7.5~6)"),
}  # fmt: skip
"""Every number of the 2018 document's sentences that is typed and reads as no date, by the reason why it is not bound."""


@pytest.mark.any_engine
@pytest.mark.django_db
def test_every_typed_number_of_the_2018_document_has_its_reason(briefing_data: None) -> None:
    report = binding_report(document_of(Briefing.objects.get()))
    literals = [each for each in report.literals if not each.is_date and not each.recorded]
    phrases = [phrase for group in TYPED.values() for phrase in group]
    for line in {each.line for each in literals}:
        found = Counter(each.number for each in literals if each.line == line)
        explained = Counter(number for phrase in phrases if phrase in line for number in NUMBER.findall(phrase))
        assert found == explained, line
    lines = "\n".join(each.line for each in literals)
    assert [phrase for phrase in phrases if phrase not in lines] == []
    recorded = Counter(each.number for each in report.literals if each.recorded)
    assert recorded == Counter(["50:50", "7 : 3", "51%"])
    assert report.share > 80


@pytest.mark.django_db
def test_the_command_lists_a_measure_that_somebody_typed(briefing_data: None) -> None:
    before, after = StringIO(), StringIO()
    call_command("list_literal_numbers", "2018-07", stdout=before)
    passage = Passage.objects.filter(kind="text", heading="추진현황").first()
    assert passage is not None
    passage.text += "\n○ 상담 1,234.5건 처리"
    passage.save()
    call_command("list_literal_numbers", "2018-07", stdout=after)
    new = [line for line in after.getvalue().splitlines() if line not in before.getvalue().splitlines()]
    assert new[0].endswith(": 1,234.5  ← 상담 1,234.5건 처리")
    assert len(new) == 2
    assert "날짜를 뺀 숫자의" in new[1]


@pytest.mark.django_db
@pytest.mark.parametrize("month", ["2018-13", "2019-01"])
def test_the_command_says_what_it_does_not_know(month: str) -> None:
    with pytest.raises(CommandError, match=r"업무보고가 없습니다|달"):
        call_command("list_literal_numbers", month)
