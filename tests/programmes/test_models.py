"""What only 일자리정책담당관 has: job targets by group, New Deal places, training schools, the forum."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from programmes.briefing import forum_programme, job_targets, new_deal_places, training_schools
from programmes.models import Actual, BeneficiaryGroup, ForumSession, Part, Programme, TrainingSchool
from programmes.queries import sample_programmes, schools, sessions
from reports.document import Chart, Table
from seoulwork.domain.ledger import Ledger
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import division
from seoulwork.figures.queries import ledger

JULY = Month(2018, 7)
SCHOOL: dict[str, Any] = {
    "name": "중부",
    "location": "용산구",
    "contractor": "학교법인",
    "contract_start": date(2016, 3, 1),
    "contract_end": date(2019, 2, 28),
    "position": 1,
}
SESSION: dict[str, Any] = {"kind": "session", "number": 1, "title": "도시정부의 역할", "position": 1}


@pytest.mark.each_case
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "legal", "wrong"),
    [
        (TrainingSchool, [], {**SCHOOL, "contract_end": date(2016, 3, 1)}),
        (TrainingSchool, [SCHOOL], {**SCHOOL, "position": 2}),
        (TrainingSchool, [SCHOOL], {**SCHOOL, "name": "동부"}),
        (ForumSession, [], {**SESSION, "number": None}),
        (ForumSession, [], {**SESSION, "kind": "ceremony"}),
        (ForumSession, [], {**SESSION, "kind": "dinner"}),
        (ForumSession, [SESSION], {**SESSION, "position": 2}),
        (ForumSession, [SESSION], {**SESSION, "number": 2}),
    ],
)
def test_the_database_refuses(model: Any, legal: list[dict[str, Any]], wrong: dict[str, Any]) -> None:
    for each in legal:
        model.objects.create(**each)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**wrong)


def test_a_group_has_its_sample_programmes_once(briefing_data: None) -> None:
    part = Part.objects.get(path="청년", indicator__short_name="일자리")
    with pytest.raises(IntegrityError), transaction.atomic():
        BeneficiaryGroup.objects.create(part=part, sample_programmes="뉴딜일자리", from_month=JULY)


def body_of(table: object) -> list[list[str]]:
    assert isinstance(table, Table)
    return [[cell.text for cell in row.cells] for row in table.body]


def test_the_job_targets_of_the_document(briefing_data: None) -> None:
    table, chart = job_targets(ledger(division("programmes"), Month(2018, 6)), sample_programmes(JULY))
    printed = body_of(table)
    assert [(row[0], row[2], row[3], row[4]) for row in printed[:2]] == [
        ("총계", "353,956", "245,657 (69.4%)", "11,482"),
        ("청년", "76,692", "48,697 (63.5%)", "2,985"),
    ]
    rates = [row[3].partition("(")[2].rstrip(")") for row in printed]
    assert rates == ["69.4%", "63.5%", "71.7%", "57.4%", "78.9%", "83.6%", "92.8%", "65.4%"]
    assert isinstance(chart, Chart)
    assert [point.label for point in chart.series[0].points] == [row[0] for row in printed[1:]]
    assert "저소득 92.8%" in chart.description


def test_a_group_without_an_actual_prints_a_dash(briefing_data: None) -> None:
    Actual.objects.filter(part__path="청년", indicator__short_name="일자리").update(
        superseded_at="2018-07-12T09:00:00+09:00"
    )
    table, chart = job_targets(ledger(division("programmes"), Month(2018, 6)), sample_programmes(JULY))
    assert body_of(table)[1][3] == "-"
    assert isinstance(chart, Chart)
    assert chart.series[0].points[0].value is None


def test_the_new_deal_places_of_the_document(briefing_data: None) -> None:
    programme = Programme.objects.get(title__contains="뉴딜일자리")
    (table,) = new_deal_places(ledger(division("programmes"), Month(2018, 6)), programme.pk)
    assert body_of(table) == [["인원", "4,655", "2,655", "700", "1,300", "300", "300", "400", "300"]]


def test_the_schools_and_the_forum_of_the_document(briefing_data: None) -> None:
    assert len(body_of(training_schools(schools(JULY)))[0]) == 5
    assert len(body_of(forum_programme(sessions(JULY)))) == ForumSession.objects.count()
    assert training_schools(schools(JULY)).caption == "4개 기술교육원 현황"


def test_without_figures_there_is_no_table() -> None:
    empty = Ledger("일자리정책담당관", Month(2018, 6))
    assert job_targets(empty, {}) == ()
    assert new_deal_places(empty, 1) == ()
