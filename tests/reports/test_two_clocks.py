"""A briefing of January: the results of the year that has ended beside the plans of the one that begins."""

import pytest

from reports.assemble import assemble
from reports.document import Document, Table
from reports.models import Briefing
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record

# What is printed of rows that other tests write on both engines.
pytestmark = pytest.mark.any_engine

BY_DATA = Stamp(None, Source.DATA)


@pytest.fixture
def january(briefing_data: None) -> Document:
    """Programme 2 of the labour division ended in 2018; a new one begins; jobs and budget of 2019 are planned."""
    labour, jobs = division("labour"), division("programmes")
    labour.models.Programme.objects.filter(number=2).update(last_year=2018)
    labour.models.Programme.objects.create(number=2, title="새해 첫 사업", first_year=2019)
    for part in jobs.models.Part.objects.filter(indicator__short_name="일자리", dimension="사업대상"):
        run = Run.year(2019)
        key = {"indicator": part.indicator, "part": part, "first_month": run.first, "last_month": run.last}
        record(jobs.models.Target, key, {"value": 10_000}, BY_DATA)
    budget = labour.models.Budget.objects.get(kind="current", year=2018)
    budget.pk, budget.year = None, 2019
    budget.save()
    key = {"budget": budget, "from_month": Month(2019, 1)}
    record(labour.models.Appropriation, key, {"amount": 21_000_000_000}, BY_DATA)
    briefing = Briefing.objects.create(
        month=Month(2019, 1),
        reference_month=Month(2018, 12),
        plan_year=2019,
        title="2019 주요업무보고",
        vision="일자리",
    )
    jobs.models.Passage.objects.update(briefing=briefing)
    return assemble(briefing)


def table(document: Document, key: str) -> Table:
    return next(
        block
        for section in document.walk()
        for block in section.blocks
        if isinstance(block, Table) and block.key == key
    )


def test_the_programmes_are_those_of_the_plan_year(january: Document) -> None:
    titles = [section.title for section in january.walk() if section.kind == "programme" and "노동" in section.division]
    assert "새해 첫 사업" in titles
    assert len(titles) == 6


def test_the_job_targets_of_both_years_stand_beside_the_results_of_the_year_before(january: Document) -> None:
    jobs = table(january, "job-targets")
    assert [cell.text for cell in jobs.head[0].cells] == ["사업 대상", "사업명", "2018", "2019"]
    assert [cell.text for cell in jobs.head[1].cells] == ["목표 (개)", "실적 (개)", "목표 (개)", "예산 (억원)"]
    total = [cell.text for cell in jobs.body[0].cells]
    assert total[2:5] == ["353,956", "245,657(6월까지) (-)", "70,000"]


def test_the_execution_is_of_one_year_and_the_budget_of_the_plan_is_said_with_its_year(january: Document) -> None:
    budget = table(january, "budget")
    assert budget.caption == "'18년 담당관별 예산 집행 현황"
    assert next(row for row in budget.body if "노동" in row.cells[0].text).cells[1].text == "19,490"
    texts = [
        line.text for section in january.walk() for block in section.blocks for line in getattr(block, "lines", ())
    ]
    assert any(text.startswith("'19년 예산 - ") for text in texts)


def test_past_years_of_the_policy_indicators_end_with_the_year_before_the_plan(january: Document) -> None:
    policy = table(january, "policy")
    assert [cell.text for cell in policy.head[0].cells[3:]] == ["2017", "2018", "2019", "2020", "2021"]
    assert policy.notes == ("2018년까지는 실적, 2019년부터는 목표",)
