"""Typed dates that belong to a figure: those that a reference to its time prints are offered for binding."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from seoulwork.accounts.models import Role
from seoulwork.figures.divisions import division
from tests.reports.desk.writing import DESK


@pytest.fixture
def look(briefing_data: None, signed_in: Callable[..., Client]) -> Callable[[str], dict[str, Any]]:
    client = signed_in(Role.OFFICER, "programmes")
    number = division("programmes").models.Programme.objects.get(indicators__short_name="상담").number

    def asked(text: str) -> dict[str, Any]:
        sent = {"text": text}
        address = f"{DESK}programmes/{number}/look/"
        answer: dict[str, Any] = client.post(address, sent, content_type="application/json").json()
        return answer

    return asked


@pytest.mark.any_engine
def test_dates_that_a_figures_time_prints_are_offered_and_bound_they_print_the_same(
    look: Callable[[str], dict[str, Any]],
) -> None:
    lines = [
        "○ '18.1~6월 실적 : {상담}, {취업}",
        "○ '18년 상반기 실적 : {상담}",
        "○ 1~6월 상담 : {상담}",
        "○ {상담}('18.6월말 현재), 그 밖에 6월말",
        "○ '18. 6월말 현재 : {상담}",
        "○ 2018년 6월말 현재 : {상담}",
        "○ 6.30. 현재 : {상담}",
        "○ '18년 : {상담}",
        "○ '18. 6월말 현재 집행률 : {예산현액.집행률}, 지출액 {예산현액.지출액}",
        "○ '18.1~6월 지출액 : {예산현액.지출액}",
    ]
    found = [each for each in look("\n".join(lines))["offers"] if not each["digest"]]
    assert [(each["line"], each["typed"], each["reference"]) for each in found] == [
        (1, "'18.1~6월", "{상담.기간}"),
        (2, "'18년 상반기", "{상담.기간}"),
        (3, "1~6월", "{상담.기간:해없이}"),
        (4, "'18.6월말", "{상담.기준일}"),
        (5, "'18. 6월말", "{상담.기준일:띄움}"),
        (6, "2018년 6월말", "{상담.기준일:네자리}"),
        (7, "6.30.", "{상담.기준일:날짜,해없이}"),
        (8, "'18년", "{상담.연도}"),
        (9, "'18. 6월말", "{예산현액.기준일:띄움}"),
        (10, "'18.1~6월", "{예산현액.기간}"),
    ]
    for each in found:
        line = lines[each["line"] - 1]
        assert line[each["start"] : each["end"]] == each["typed"]
        lines[each["line"] - 1] = line[: each["start"]] + each["reference"] + line[each["end"] :]
    bound = look("\n".join(lines))
    assert bound["problems"] == []
    assert [each for each in bound["offers"] if not each["digest"]] == []
    printed = {f"{{{each['source']}}}": each["text"] for each in bound["figures"]}
    assert all(printed[each["reference"]] == each["printed"] for each in found)


def test_a_date_of_another_time_of_an_event_or_of_a_fixed_figure_is_not_offered(
    look: Callable[[str], dict[str, Any]],
) -> None:
    for line in (
        "○ '18.1~5월 실적 : {상담}",
        "○ 창구 신설('18. 6월), {상담}",
        "○ '17년 : {상담@2017}",
        "○ '18.1~6월 목표 : {상담.목표}",
        "○ '18. 6월말 기준 : 10명",
        "○ '18. 6월말 기준 예산현액 : {예산현액}",
        "○ '18년 예산 : {예산현액}",
    ):
        assert [each for each in look(line)["offers"] if not each["digest"]] == [], line
