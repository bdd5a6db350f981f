"""The texts of July carried to later briefings for which nobody entered figures: nothing incomplete stays unsaid."""

import pytest

from reports.assemble import contributions, document_from
from reports.checks import find
from reports.document import Document, Line, Section, Table
from reports.models import Briefing
from reports.values import Blank, Figure, Recorded
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.divisions import division, divisions
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record

BY_DATA = Stamp(None, Source.DATA)
LATER = [("2018-08", "2018-07"), ("2019-02", "2019-01"), ("2019-03", "2019-02")]


def carried(month: str, reference: str) -> Briefing:
    for each in divisions():
        each.models.Passage.objects.update(briefing_month=Month.parse(month))
    at = Month.parse(reference)
    return Briefing(
        month=Month.parse(month), reference_month=at, plan_year=at.year, title="주요업무보고", vision="일자리"
    )


def sentences(section: Section) -> list[Line]:
    return [line for block in section.blocks for line in getattr(block, "lines", ()) if isinstance(line, Line)]


def total_of_jobs(document: Document) -> str:
    (jobs,) = [
        block
        for section in document.walk()
        for block in section.blocks
        if isinstance(block, Table) and block.key == "job-targets"
    ]
    return jobs.body[0].cells[3].text


@pytest.mark.parametrize(("month", "reference"), LATER)
def test_what_is_incomplete_is_said_and_found(briefing_data: None, month: str, reference: str) -> None:
    rows = contributions(carried(month, reference))
    document = document_from(carried(month, reference), rows)
    findings = find(document, rows)
    told = {each.spot.section for each in findings if each.rule.startswith("complete.")}
    for section in document.walk():
        for line in sentences(section):
            for run in line.runs:
                if not isinstance(run, Figure) or not run.open_words(in_sentence=True):
                    continue
                assert section.key in told
                assert run.bracket or isinstance(run.value, Blank | Recorded)
    last = Month.parse(reference)
    late = {each.place for each in findings if each.rule == "complete.actual_ends_early"}
    assert any("일자리 창출" in place for place in late)
    # Of a year that has begun, months are lacking; of one that has not, whole figures.
    assert ("complete.months" if last.year == 2018 else "complete.blank") in {each.rule for each in findings}
    assert total_of_jobs(document) == ("245,657(6월까지) (-)" if last.year == 2018 else "-")


def test_what_is_entered_to_the_reference_month_is_whole_again(briefing_data: None) -> None:
    models = division("programmes").models
    july = Run.parse("2018-07")
    for part in models.Part.objects.filter(indicator__short_name="일자리"):
        key = {"indicator": part.indicator, "part": part, "first_month": july.first, "last_month": july.last}
        record(models.Actual, key, {"value": 10}, BY_DATA)
    rows = contributions(carried(*LATER[0]))
    document = document_from(carried(*LATER[0]), rows)
    assert "월까지" not in total_of_jobs(document)
    assert "%" in total_of_jobs(document)


def spent_in_all(document: Document) -> str:
    budget = next(
        block
        for section in document.walk()
        for block in section.blocks
        if isinstance(block, Table) and block.key == "budget"
    )
    return budget.body[0].cells[3].text


def test_a_total_of_the_divisions_says_shortly_what_they_lack(briefing_data: None) -> None:
    """A total has no room for three divisions' names; each stands in its own row."""
    briefing = carried("2018-09", "2018-08")
    assert spent_in_all(document_from(briefing, contributions(briefing))).endswith("(6월까지)")
    models = division("labour").models
    budget = models.Budget.objects.get(kind="current", year=2018)
    amounts = {"committed": 10_000_000_000, "spent": 9_000_000_000}
    record(models.Execution, {"budget": budget, "month": Month(2018, 8)}, amounts, BY_DATA)
    assert spent_in_all(document_from(briefing, contributions(briefing))).endswith("(담당관마다 다름)")


def test_a_briefing_of_the_next_year_keeps_this_years_plan_in_the_sum_of_a_stock(briefing_data: None) -> None:
    """What nobody has entered of 2018 counts as planned: 297 + 100 + 4 × 150."""
    rows = contributions(carried("2019-03", "2019-02"))
    findings = find(document_from(carried("2019-03", "2019-02"), rows), rows)
    (stock,) = [each for each in findings if each.rule == "targets.stock_is_not_its_flow"]
    assert "297 + 100 + 150 + 150 + 150 + 150 = 997개입니다" in stock.sentence
