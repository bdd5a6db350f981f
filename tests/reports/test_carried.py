"""The texts of July carried to later briefings, with figures entered and without: no label contradicts its figure, nothing
incomplete stays unsaid, and none is published before it is right or signed."""

import re
from dataclasses import dataclass

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from reports.assemble import contributions, document_from
from reports.checks import Finding, find
from reports.document import Document, Line, Section, Table
from reports.editions.gate import Readiness, accept, is_acceptable
from reports.editions.publishing import NotReady, publish, readiness_of, render
from reports.models import Edition
from reports.values import Blank, Figure, Recorded
from seoulwork.domain.periods import Month
from seoulwork.entry.models import ReportingMonth
from seoulwork.figures.divisions import division, divisions
from seoulwork.figures.recording import record
from tests.choosing import LONG
from tests.conftest import Statements, insert_rows
from tests.reports.carrying import BY_DATA, carried, enter_all

LATER = [
    ("2018-08", "2018-07"),
    ("2019-02", "2019-01"),
    *([("2019-03", "2019-02")] if LONG else []),  # one month further into the same year
    ("2020-02", "2020-01"),
]
EACH = [(month, entered) for entered in (False, True) for month, _ in LATER]


@dataclass(frozen=True)
class Case:
    """A carried briefing as it was read, and whether it could be published as it stood and once it was answered."""

    document: Document
    ready: Readiness
    refused: bool
    once_answered: str
    """Why it still needs a reason after all that can be accepted is accepted and each month approved; or nothing"""

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(each.finding for each in self.ready.findings)


Cases = dict[tuple[str, bool], Case]


@pytest.fixture(scope="module")
def cases(briefing_rows: Statements, django_db_blocker: DjangoDbBlocker) -> Cases:
    """Each briefing without figures and with them, month after month in one database that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        insert_rows(briefing_rows)
        found = {(month, False): case(month, reference) for month, reference in LATER}
        for month, reference in LATER:
            enter_all(Month.parse(reference))
            found[month, True] = case(month, reference)
        transaction.set_rollback(True)
    return found


def case(month: str, reference: str) -> Case:
    with transaction.atomic():
        briefing = carried(month, reference)
        rows = contributions(briefing)
        document, ready = document_from(briefing, rows), readiness_of(briefing)
        try:
            publish(briefing, None)
        except NotReady:
            refused = not Edition.objects.filter(briefing=briefing).exists()
        else:
            refused = False
        answerable = [each.finding for each in ready.findings if is_acceptable(each.finding)]
        accept(briefing, answerable, *(each.digest for each in answerable), by=None, reason="확인함")
        for each in divisions():
            ReportingMonth.objects.update_or_create(
                division=each.key,
                month=briefing.reference_month,
                defaults={"state": ReportingMonth.State.APPROVED, "deadline": briefing.reference_month.last_day},
            )
        once_answered = readiness_of(briefing).needs_reason
        transaction.set_rollback(True)
    return Case(document, ready, refused, once_answered)


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


@pytest.mark.parametrize(("month", "entered"), EACH)
def test_what_is_incomplete_is_said_and_found(cases: Cases, month: str, entered: bool) -> None:
    of = cases[month, entered]
    told = {each.spot.section for each in of.findings if each.rule.startswith("complete.")}
    for section in of.document.walk():
        for line in sentences(section):
            for run in line.runs:
                if isinstance(run, Figure) and run.open_words(in_sentence=True):
                    assert section.key in told, line.text
                    assert run.bracket or isinstance(run.value, Blank | Recorded)


@pytest.mark.parametrize(("month", "entered"), EACH)
def test_no_label_contradicts_its_figure(cases: Cases, month: str, entered: bool) -> None:
    assert [each.sentence for each in cases[month, entered].findings if each.rule.startswith("labels.")] == []


@pytest.mark.parametrize(("month", "reference"), LATER)
def test_what_nobody_entered_is_told(cases: Cases, month: str, reference: str) -> None:
    of, last = cases[month, False], Month.parse(reference)
    rules = {each.rule for each in of.findings}
    late = {each.place for each in of.findings if each.rule == "complete.actual_ends_early"}
    # What ended more than a year before is blank in the year's figures.
    assert any("일자리 창출" in place for place in late) == (last.year < 2020)
    # Of a year that has begun, months are lacking; of one that has not, whole figures.
    assert ("complete.months" if last.year == 2018 else "complete.blank") in rules
    assert total_of_jobs(of.document) == ("245,657(6월까지) (-)" if last.year == 2018 else "-")


@pytest.mark.parametrize(("month", "reference"), LATER)
def test_what_is_entered_is_whole(cases: Cases, month: str, reference: str) -> None:
    of = cases[month, True]
    rules = {each.rule for each in of.findings}
    assert not rules & {"complete.actual_ends_early", "complete.execution_ends_early", "complete.part", "setup.budget"}
    assert "월까지" not in total_of_jobs(of.document) and "%" in total_of_jobs(of.document)
    printed = [run for section in of.document.walk() for line in sentences(section) for run in line.runs]
    assert not any(run.bracket for run in printed if isinstance(run, Figure))


@pytest.mark.parametrize(("month", "entered"), EACH)
def test_what_has_not_come_again_since_july_is_told(cases: Cases, month: str, entered: bool) -> None:
    """In the year's figures, or standing as a stock; what was told of a year that has ended is blank."""
    told = [each.sentence for each in cases[month, entered].findings if each.rule == "complete.not_told_again"]
    assert told and all("지난 보고(2018년 6월 기준) 뒤로" in each for each in told)
    assert all(re.search(r"\('1[78]\.", each) for each in told)


@pytest.mark.parametrize(("month", "entered"), EACH)
def test_none_is_published_before_it_is_right_or_signed(cases: Cases, month: str, entered: bool) -> None:
    of = cases[month, entered]
    assert of.ready.open_errors and not any(each.approved for each in of.ready.states)
    assert of.refused and of.ready.needs_reason
    assert of.once_answered == ""


def spent_in_all(document: Document) -> str:
    budget = next(
        block
        for section in document.walk()
        for block in section.blocks
        if isinstance(block, Table) and block.key == "budget"
    )
    return budget.body[0].cells[3].text


@pytest.mark.any_engine
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


def test_staff_without_a_grade_that_all_others_have_is_not_printed_as_whole(briefing_data: None) -> None:
    labour = division("labour").models
    labour.Headcount.objects.filter(grade="6").delete()
    briefing = carried("2018-07", "2018-06")
    document = document_from(briefing, contributions(briefing))
    section = next(each for each in document.walk() if each.key == "part-1")
    (staff,) = [line.text for line in sentences(section) if line.text.startswith("인력")]
    assert staff.startswith("인력 - 정원 74명(노동정책담당관 6급 제외) / 현원 67명(노동정책담당관 6급 제외)")
    (table,) = [block for block in section.blocks if isinstance(block, Table) and block.key == "staffing"]
    row = next(row for row in table.body if row.cells[0].text == "노동정책담당관")
    assert [cell.text for cell in row.cells[1:5]] == ["16(6급 제외)", "15(6급 제외)", "-", "10/11(6급 제외)"]
    assert [cell.text for cell in table.body[0].cells[1:4]][2] == "-"
    assert render(document, "xlsx") and "6급 제외" in render(document, "html").decode()
