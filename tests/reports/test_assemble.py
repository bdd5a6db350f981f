"""What stands in the document for what is stored: also where something is missing, changed or more than usual."""

from datetime import date

import pytest
from django.test import Client

from labour import models as labour
from labour.models import Actual, Execution, Goal, Headcount, Milestone, Passage
from programmes.models import ForumSession, Target
from reports.document import Document, Line, Section, Table
from reports.editions.publishing import document_of, render
from reports.models import Briefing, Format
from reports.values import Figure
from seoulwork.accounts.models import Role, User
from seoulwork.domain.periods import Month
from seoulwork.figures.models import Bureau, Source
from seoulwork.figures.recording import Stamp, record
from tests.reports.checking import findings

# What is printed of rows that other tests write on both engines.
pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


@pytest.fixture
def briefing(briefing_data: None) -> Briefing:
    return Briefing.objects.get()


def section(document: Document, key: str) -> Section:
    return next(each for each in document.walk() if each.key == key)


def table(document: Document, key: str) -> Table:
    return next(b for each in document.walk() for b in each.blocks if isinstance(b, Table) and b.key == key)


def test_boxes_of_several_texts_of_one_programme_stand_beside_each_other(briefing: Briefing) -> None:
    texts = Passage.objects.filter(programme__number=4, kind="text").order_by("position")
    for passage in texts[:2]:
        passage.text = "◆ 대상 | 노동단체\n○ 그 밖의 줄\n◆ 방법 | 보조금 교부"
        passage.save()
    milestone = Milestone.objects.filter(passage__programme__number=4)[0]
    milestone.detail = "◆ 때 | 하반기"
    milestone.save()
    document = document_of(briefing)
    boxes = [block for block in section(document, "labour-4").blocks if isinstance(block, Table) and not block.head]
    assert [[cell.text for row in box.body for cell in row.cells] for box in boxes] == [
        ["대상", "노동단체"],
        ["방법", "보조금 교부"],
        ["대상", "노동단체"],
        ["방법", "보조금 교부"],
        ["때", "하반기"],
    ]
    assert render(document, "html").decode().count("보조금 교부") == 2


@pytest.mark.parametrize(("number", "mark"), [(0, "(0)"), (10, "⑩"), (20, "⑳"), (21, "(21)")])
def test_a_forum_session_of_any_number(briefing: Briefing, number: int, mark: str) -> None:
    ForumSession.objects.filter(number=1).update(number=number, title="마지막 세션")
    forum = table(document_of(briefing), "forum-programme")
    assert f"{mark} 마지막 세션" in [cell.text.split("\n")[0] for row in forum.body for cell in row.cells]


# ------------------------------------------------------------------------------------------------- what is not known


def lines(document: Document, key: str) -> list[str]:
    return [line.text for block in section(document, key).blocks for line in getattr(block, "lines", ())]


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.body]


def test_without_the_bureau_its_figures_are_blank(briefing: Briefing) -> None:
    Bureau.objects.update(as_of=date(2018, 8, 1))
    document = document_of(briefing)
    assert document.bureau == "-"
    assert lines(document, "part-1")[:2] == ["조직 - -", "인력 - 정원 81명 / 현원 72명 (정원외 : 공무직 -)"]
    assert "일반현황" in [each.place for each in findings(briefing)]


def test_a_division_without_staff_is_blank_and_so_is_the_total(briefing: Briefing) -> None:
    Headcount.objects.all().delete()
    document = document_of(briefing)
    staffing = cells(table(document, "staffing"))
    assert staffing[0] == ["계", *["-"] * 11]
    assert staffing[1][:4] == ["일자리정책담당관", "32", "29", "△3"]
    assert staffing[2] == ["노동정책담당관", *["-"] * 11]
    assert lines(document, "part-1")[1] == "인력 - 정원 - / 현원 - (정원외 : 공무직 21명)"
    assert [each.place for each in findings(briefing) if "정원과 현원이 없어" in each.sentence] == ["노동정책담당관"]


def test_a_division_whose_spending_is_not_known_leaves_the_total_blank(briefing: Briefing) -> None:
    Execution.objects.filter(budget__kind="current").update(spent=None)
    budget = cells(table(document_of(briefing), "budget"))
    assert budget[0] == ["계", "237,715", "133,238", "-", "-"]
    assert budget[2] == ["노동정책담당관", "19,490", "9,154", "-", "-"]


def test_a_division_without_a_goal(briefing: Briefing) -> None:
    Goal.objects.all().delete()
    assert section(document_of(briefing), "goal-2").title == "-"
    assert ["추진목표가 없어" in each.sentence for each in findings(briefing)].count(True) == 1


@pytest.mark.parametrize("kind", Format.values)
def test_an_empty_database_gives_a_document(db: None, kind: str) -> None:
    empty = Briefing.objects.create(
        month=Month(2018, 7),
        reference_month=Month(2018, 6),
        plan_year=2018,
        session="제282회",
        committee="위원회",
        title="보고",
        vision="비전",
    )
    assert render(document_of(empty), kind)
    assert len(findings(empty)) == 18


def test_the_pages_of_a_briefing_that_knows_nothing_open(db: None) -> None:
    Briefing.objects.create(
        month=Month(2018, 7),
        reference_month=Month(2018, 6),
        plan_year=2018,
        session="제282회",
        committee="위원회",
        title="보고",
        vision="비전",
    )
    client = Client()
    client.force_login(
        User.objects.create(username="administrator", name="관리자", role=Role.ADMINISTRATOR),
        "seoulwork.accounts.backends.Backend",
    )
    for page in ("", "checks/", "publish/", "sections/part-1/"):
        assert client.get(f"/briefings/2018-07/{page}").status_code == 200


# ------------------------------------------------------------------------------------------------- programmes, budgets


def test_a_programme_of_other_years_stays_out(briefing: Briefing) -> None:
    labour.Programme.objects.create(number=1, title="옛 사업", first_year=2015, last_year=2017)
    labour.Programme.objects.filter(number=6).update(first_year=2019)
    document = document_of(briefing)
    keys = [each.key for each in document.walk() if each.key.startswith("labour-")]
    assert keys == [f"labour-{number}" for number in range(1, 6)]
    assert section(document, "labour-1").title != "옛 사업"


# ------------------------------------------------------------------------------------------------- as-of dates


def test_a_corrected_grade_leaves_the_other_grades(briefing: Briefing) -> None:
    stamp = Stamp(None, Source.BROWSER)
    record(Headcount, {"as_of": date(2018, 7, 20), "grade": "6"}, {"authorised": 7, "actual": 6}, stamp)
    record(Headcount, {"as_of": date(2018, 8, 1), "grade": "5"}, {"authorised": 1, "actual": 1}, stamp)
    staffing = table(document_of(briefing), "staffing")
    assert cells(staffing)[0][:3] == ["계", "81", "73"]
    assert cells(staffing)[2] == [
        "노동정책담당관",
        "23",
        "21",
        "△2",
        "17/17",
        "-",
        "1/1",
        "5/4",
        "7/6",
        "4/6",
        "6/4",
        "-",
    ]
    assert staffing.scope_note == (
        "(단위 : 명, 일자리정책담당관 '18.7.11, 노동정책담당관 '18.7.11·'18.7.20, 사회적경제담당관 '18.7.11 기준)"
    )


@pytest.mark.parametrize(
    ("key", "note"),
    [
        ("staffing", "(단위 : 명, '18.7.11 기준)"),
        ("budget", "(단위 : 백만원, '18.6.30 기준)"),
        ("policy", "(2016년 실적 '16.12월말, 2017년 실적 '17.12월말 기준)"),
        ("job-targets", "('18.6월말 기준)"),
        ("new-deal-places", "(단위 : 명, 2018년 목표 기준)"),
        ("shelters", "('18.6월말 기준)"),
    ],
)
def test_above_a_table_stands_what_its_figures_are_as_of(briefing: Briefing, key: str, note: str) -> None:
    assert table(document_of(briefing), key).scope_note == note


def test_dates_that_differ_stand_with_whose_they_are(briefing: Briefing) -> None:
    Actual.objects.filter(indicator__short_name="쉼터인력").update(as_of=date(2018, 5, 31))
    Execution.objects.filter(budget__kind="current").update(month="2018-05")
    Target.objects.filter(indicator__short_name="참여인원", part__path="자치구 추진사업").update(last_month="2018-06")
    document = document_of(briefing)
    assert table(document, "shelters").scope_note == "(규모 '18.6월말, 운영인력 '18.5월말, 일평균 '18.6월말 기준)"
    assert "일자리정책담당관 '18.6.30, 노동정책담당관 '18.5.31," in table(document, "budget").scope_note
    assert "자치구 추진사업 2018년 상반기(1월~6월) 목표" in table(document, "new-deal-places").scope_note


# ------------------------------------------------------------------------------------------------- origins


def test_the_origin_of_the_bureaus_figures_is_who_entered_them(briefing: Briefing) -> None:
    officer = User.objects.create(username="administrator", name="김관리", role=Role.ADMINISTRATOR)
    values = {
        "name": "노동실",
        "directors": 1,
        "director_unit": "실장",
        "teams": 16,
        "team_unit": "계",
        "off_quota_staff": 21,
    }
    record(Bureau, {"as_of": date(2018, 7, 20)}, values, Stamp(officer, Source.BROWSER, "관리 화면"))
    line = next(
        line for block in section(document_of(briefing), "part-1").blocks for line in getattr(block, "lines", ())
    )
    assert isinstance(line, Line) and line.text == "조직 - 1실장 3담당관 16계"
    teams = next(run for run in line.runs if isinstance(run, Figure) and run.text == "16계")
    (origin,) = teams.origins
    assert origin.entered.startswith("관리자 입력 · ") and origin.as_of == date(2018, 7, 20)
    assert "김관리" not in origin.entered
