"""Folders of briefing data: all or nothing, twice without harm, and a wrong entry is told with file and line."""

import re
import shutil
from collections.abc import Callable
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from labour.models import (
    Actual,
    ActualMonth,
    Appropriation,
    Budget,
    CoreTask,
    Execution,
    Goal,
    HallFloor,
    Headcount,
    Indicator,
    Milestone,
    Part,
    Passage,
    Programme,
    Shelter,
    Target,
)
from programmes.models import TrainingSchool
from reports.loading import load_briefing_folder
from reports.models import Briefing
from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.catalogue import services
from seoulwork.data.datafile import DataFileError
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.divisions import division, divisions
from seoulwork.figures.models import Bureau, Source
from seoulwork.figures.recording import Stamp, record, record_actual
from seoulwork.pages.versions import version

pytestmark = pytest.mark.django_db

BRIEFING = """\
briefing:
  month: 2018-07
  reference_month: 2018-06
  session: 제282회 시의회 임시회
  committee: 기획경제위원회
  title: 2018 주요업무보고
  vision: 시민행복 일자리 도시 서울
bureau:
  name: 일자리노동정책관
  as_of: 2018-07-11
  directors: 1
  teams: 15
  off_quota_staff: 21
"""
DIVISION = """\
goal: 추진목표
policy_field: 분야
core_tasks:
  - 첫째 과제
  - 둘째 과제
functions:
  - 첫째 기능
headcount:
  as_of: 2018-07-11
  posts:
    6급: 9/11
    관리운영: 1/0
"""
PROGRAMME = """\
number: 1
title: 노동권 보호
gist:
  - 노동권을 보호
indicators:
  상담:
    name: 무료노무상담
    unit: 건
    targets:
      2018: 3,000
      2018H1: 1,500
    actuals:
      2018-01~2018-05: 1,694
      2018-06: {value: 36, as_of: 2018-06-27, note: 추정}
  이용:
    unit: 명
    parts:
      청년: {actuals: {2018-06: "1,286"}}
      여성:
        parts:
          경력단절: {actuals: {2018-06: 7}}
  취업률:
    unit: "%"
    adds: 비율
    targets:
      2018: 55
    actuals:
      2018-06: 529/1,000
  누적상담:
    unit: 건
    adds: 최근
    flow: 상담
budgets:
  소요예산:
    kind: 소요예산
    year: 2018
    sources: {시비: "15,000백만원", 구비: "104억원"}
  보조금:
    kind: 보조금
    year: 2018
    amount: 2,496백만원
    execution:
      2018-06-30:
        spent: 1,157백만원
sections:
  - heading: 사업개요
    text: |
      ○ 상담 : {상담} 실시
        - 이용 {이용/청년} ({소요예산/시비})
  - heading: 향후계획
    milestones:
      - title: 평가위원회 개최
        when: 2018-12-11~2018-12-12
      - title: 포럼 개최 ({일정}, 서울)
        when: 2018-07~
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder of data: three divisions, one with a programme."""
    root = tmp_path / "2018-07"
    for each in divisions():
        (root / each.key).mkdir(parents=True)
        (root / each.key / "division.yaml").write_text(DIVISION, encoding="utf-8")
    (root / "briefing.yaml").write_text(BRIEFING, encoding="utf-8")
    (root / "labour/1.yaml").write_text(PROGRAMME, encoding="utf-8")
    return root


def add_of_2018(folder: Path, file: str) -> Path:
    """A programme of the printed document, with the tables that only its division has, beside the small one."""
    path = folder / file
    shutil.copy(settings.BASE_DIR / "fixtures/2018-07" / file, path)
    return path


@pytest.fixture
def officer() -> User:
    return User.objects.create_user("labour-officer", name="입력 담당", role=Role.OFFICER, division="labour")


def change(folder: Path, old: str, new: str, file: str = "labour/1.yaml") -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def line_of(folder: Path, text: str, file: str = "labour/1.yaml") -> int:
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def rows() -> dict[str, list[dict[str, Any]]]:
    """Everything that is stored of the project's own."""
    own = ("seoulwork", *settings.DIVISIONS, "reports")
    stored = (model for model in apps.get_models() if model._meta.managed)  # a benchmark's model has no table
    models = [model for model in stored if model.__module__.partition(".")[0] in own]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


# ------------------------------------------------------------------------------------------------------ what is stored


def test_stores_what_the_folder_says(folder: Path) -> None:
    at = datetime.fromisoformat("2018-07-11T09:00:00+09:00")
    loading = load_briefing_folder(folder, at=at)
    assert loading.unchanged == 0

    programme = Programme.objects.get()
    assert (programme.number, programme.title, programme.first_year) == (1, "노동권 보호", 2018)
    advice = Indicator.objects.get(short_name="상담")
    assert (advice.name, advice.unit, advice.accumulation, advice.frequency) == ("무료노무상담", "건", "sum", "monthly")
    assert Indicator.objects.get(short_name="누적상담").flow == advice
    assert {(str(row.run.first), str(row.run.last), row.value) for row in Target.objects.filter(indicator=advice)} == {
        ("2018-01", "2018-12", 3_000), ("2018-01", "2018-06", 1_500),
    }  # fmt: skip
    june = Actual.objects.get(indicator=advice, first_month=Month(2018, 6))
    assert (june.value, june.as_of, june.note) == (36, date(2018, 6, 27), "추정")
    assert (june.source, june.entered_at, june.entered_by) == (Source.DATA, at, None)
    assert june.place == f"2018-07/labour/1.yaml {line_of(folder, 'as_of: 2018-06-27')}행"
    assert ActualMonth.objects.filter(actual__indicator=advice).count() == 6
    assert Actual.objects.get(part__path="여성/경력단절").value == 7
    ratio = Actual.objects.get(indicator__short_name="취업률")
    assert (ratio.value, ratio.denominator) == (529, 1_000)
    assert Target.objects.get(indicator__short_name="취업률").value == 55
    assert {(str(row.budget), row.amount) for row in Appropriation.objects.all()} == {
        ("2018 소요예산 시비", 15_000_000_000), ("2018 소요예산 구비", 10_400_000_000), ("2018 보조금", 2_496_000_000),
    }  # fmt: skip
    execution = Execution.objects.get()
    assert (execution.month, execution.committed, execution.spent) == (Month(2018, 6), None, 1_157_000_000)
    assert [passage.kind for passage in Passage.objects.all()] == ["gist", "text", "plans"]
    assert Passage.objects.get(kind="text").text == "○ 상담 : {상담} 실시\n  - 이용 {이용/청년} ({소요예산/시비})"
    assert [each.printed_date for each in Milestone.objects.all()] == ["'18.12.11.~12.", "'18. 7월~"]
    six = Headcount.objects.get(grade="6")
    assert (six.authorised, six.actual) == (9, 11)
    assert Bureau.objects.get().off_quota_staff == 21
    assert Briefing.objects.get().reference_month == Month(2018, 6)
    event = Event.objects.get()
    assert (event.action, event.subject, event.detail) == (
        Action.DATA_LOADED,
        "2018-07",
        {"folder": "2018-07", "changed": loading.changed},
    )


def test_loading_twice_changes_nothing(folder: Path) -> None:
    first = load_briefing_folder(folder)
    before = rows()
    second = load_briefing_folder(folder)
    assert rows() == before
    assert (second.changed, second.unchanged) == (0, first.changed)


def test_the_2018_document_can_be_loaded_again(briefing_data: None) -> None:
    before = rows()
    assert load_briefing_folder(settings.BASE_DIR / "fixtures/2018-07").changed == 0
    assert rows() == before


def test_a_changed_figure_supersedes_the_old_one(folder: Path) -> None:
    load_briefing_folder(folder)
    change(folder, "2018-01~2018-05: 1,694", "2018-01~2018-05: 1,700")
    assert load_briefing_folder(folder).changed == 1
    old, new = Actual.objects.filter(indicator__short_name="상담", first_month=Month(2018, 1)).order_by("pk")
    assert (old.value, old.superseded_at is None) == (1_694, False)
    assert (new.value, new.superseded_at) == (1_700, None)
    assert ActualMonth.objects.filter(actual=new).count() == 5


def test_a_changed_bureau_supersedes_the_old_one(folder: Path, officer: User) -> None:
    load_briefing_folder(folder)
    change(folder, "teams: 15", "teams: 16", "briefing.yaml")
    assert load_briefing_folder(folder, by=officer).changed == 1
    old, new = Bureau.objects.order_by("pk")
    assert (old.teams, old.superseded_at is None) == (15, False)
    assert (new.teams, new.superseded_at, new.entered_by, new.source) == (16, None, officer, Source.DATA)
    assert new.place == f"2018-07/briefing.yaml {line_of(folder, 'bureau', 'briefing.yaml')}행"


def test_a_bureau_that_somebody_entered_since_is_not_undone(folder: Path, officer: User) -> None:
    load_briefing_folder(folder)
    values = {"name": "일자리노동정책관", "directors": 1, "teams": 16, "off_quota_staff": 21}
    record(Bureau, {"as_of": date(2018, 7, 11)}, values, Stamp(officer, Source.BROWSER))
    with pytest.raises(DataFileError, match="이미 다른 길로 입력된 값"):
        load_briefing_folder(folder)
    assert Bureau.objects.get(superseded_at=None).teams == 16


def test_a_programme_that_has_ended_since_is_found_again(folder: Path) -> None:
    load_briefing_folder(folder)
    Programme.objects.update(last_year=2018)
    assert load_briefing_folder(folder).changed == 0
    assert Programme.objects.count() == 1


def test_a_number_is_given_anew_only_for_other_years(folder: Path) -> None:
    Programme.objects.create(number=1, title="뒤의 사업", first_year=2019)
    with pytest.raises(DataFileError) as caught:
        load_briefing_folder(folder)
    assert str(caught.value).startswith(
        f"labour/1.yaml {line_of(folder, 'number')}행: 번호: 같은 번호의 사업이 이미 있습니다"
    )
    Programme.objects.update(first_year=2016, last_year=2017)
    load_briefing_folder(folder)
    assert [(each.first_year, each.last_year) for each in Programme.objects.order_by("first_year")] == [
        (2016, 2017), (2018, None),
    ]  # fmt: skip


def test_a_january_briefing_of_last_years_figures_has_its_programmes(folder: Path) -> None:
    change(folder, "  month: 2018-07", "  month: 2019-01", "briefing.yaml")
    change(folder, "  reference_month: 2018-06", "  reference_month: 2018-12", "briefing.yaml")
    load_briefing_folder(folder)
    assert Programme.objects.get().first_year == 2018


def test_a_list_made_shorter_loses_its_rows(folder: Path) -> None:
    load_briefing_folder(folder)
    change(folder, "      - title: 포럼 개최 ({일정}, 서울)\n        when: 2018-07~\n", "")
    change(folder, "gist:\n  - 노동권을 보호\n", "")
    change(folder, "  - 둘째 과제\n", "", "labour/division.yaml")
    load_briefing_folder(folder)
    assert [passage.kind for passage in Passage.objects.all()] == ["text", "plans"]
    assert [each.title for each in Milestone.objects.all()] == ["평가위원회 개최"]
    assert [each.text for each in CoreTask.objects.all()] == ["첫째 과제"]
    assert load_briefing_folder(folder).changed == 0


@pytest.mark.parametrize(
    "old_order",
    [
        {"labour/5.yaml": ("서초쉼터", "상암쉼터")},
        {"labour/3.yaml": ("floor: 1", "floor: 6")},
        {"programmes/7.yaml": ("name: 동부", "name: 남부")},
    ],
)
def test_a_list_is_put_in_another_order_and_made_shorter(folder: Path, old_order: dict[str, tuple[str, str]]) -> None:
    ((file, (one, other)),) = old_order.items()
    path = add_of_2018(folder, file)
    load_briefing_folder(folder)
    text = path.read_text(encoding="utf-8")
    head, name, rest = text.partition(next(word for word in ("shelters:", "floors:", "schools:") if word in text))
    listed, sections, tail = rest.partition("sections:")
    swapped = listed.replace(one, "\0").replace(other, one).replace("\0", other)
    path.write_text(head + name + swapped + sections + tail, encoding="utf-8")
    own: Any = {"labour/5.yaml": Shelter, "labour/3.yaml": HallFloor, "programmes/7.yaml": TrainingSchool}[file]
    before = [str(row) for row in own.objects.all()]
    load_briefing_folder(folder)
    if own is HallFloor:
        assert HallFloor.objects.get(floor=6).use.startswith("전태일 기념 공간(수장고)")
    else:
        assert [str(row) for row in own.objects.all()] == [before[-1], *before[1:-1], before[0]]
    shortened = re.sub(r"(?s)\n  - (?:(?!\n  - ).)*$", "\n", swapped.rstrip())
    path.write_text(head + name + shortened + sections + tail, encoding="utf-8")
    load_briefing_folder(folder)
    assert own.objects.count() == len(before) - 1
    assert load_briefing_folder(folder).changed == 0


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("labour/5.yaml", "  - name: 북창쉼터", "  - name: 서초쉼터", "쉼터명 '서초쉼터'가 두 번 나옵니다"),
        ("labour/3.yaml", "  - floor: 2", "  - floor: 1", "층 '1'이 두 번 나옵니다"),
        ("labour/3.yaml", "  - floor: 1", "  - floor: 0", "층은 1부터입니다"),
        ("programmes/7.yaml", "{name: 중부", "{name: 동부", "이름 '동부'가 두 번 나옵니다"),
        ("programmes/7.yaml", "2017-03-01~2020-02-28", "2017-03-01", "기간이 아닙니다: '2017-03-01'"),
        ("programmes/7.yaml", "2017-03-01~2020-02-28", "2017-03-01~2016-02-28", "위탁 종료가 시작보다 앞섭니다"),
        (
            "labour/6.yaml",
            "sections:",
            "floors:\n  - {floor: 1, use: 공연장}\nsections:",
            "'floors' 목록은 labour/3.yaml",
        ),
    ],
)
def test_a_wrong_list_of_a_division(folder: Path, file: str, old: str, new: str, sentence: str) -> None:
    for each in {file, "labour/3.yaml"}:
        add_of_2018(folder, each)
    change(folder, old, new, file)
    with pytest.raises(DataFileError, match=rf"^{file} \d+행: .*{sentence}"):
        load_briefing_folder(folder)
    assert not Shelter.objects.exists()


# ------------------------------------------------------------------------------------------------------ wrong entries

Case = tuple[str, str, str, str]

WRONG: dict[str, Case] = {
    "an unknown key": ("    name: 무료노무상담", "    nmae: 무료노무상담", "nmae", "쓸 수 없는 항목입니다: 'nmae'"),
    "an unknown key of the programme": ("title: 노동권 보호", "title: 노동권 보호\ncolour: 빨강", "colour", "쓸 수 없는 항목입니다: 'colour'"),
    "a key twice": ("    name: 무료노무상담", "    name: 상담\n    name: 무료노무상담", "name: 무료노무상담", "'name'이(가) 두 번"),
    "an indicator twice": ("  누적상담:\n", "  이용:\n", "  이용:\n    unit: 건", "'이용'이 두 번"),
    "a comma in braces": ('{2018-06: "1,286"}', "{2018-06: 1,286}", "1,286", "값이 비어 있습니다. 쉼표가 든 숫자는"),
    "an empty value": ("title: 노동권 보호", "title:", "title:", "'title'의 값이 비어"),
    "a list for a key": ("title: 노동권 보호", "? [노동권]\n: 보호", "[노동권]", "이름 자리에는"),
    "a list for a title": ("title: 노동권 보호", "title: [노동권]", "title", "글이나 숫자 하나"),
    "a list for a text": ("    text: |\n      ○ 상담 : {상담} 실시\n        - 이용 {이용/청년} ({소요예산/시비})", "    text: [가, 나]", "text: [가", "글이나 숫자 하나"),
    "no title": ("title: 노동권 보호\n", "", "number: 1", "'title' 항목이 없습니다"),
    "another number than the file's": ("number: 1", "number: 2", "number: 2", "사업 번호 2가 파일 이름과 다릅니다"),
    "no number": ("2018-01~2018-05: 1,694", "2018-01~2018-05: 많음", "많음", "숫자가 아닙니다: '많음'"),
    "another unit": ("2018-01~2018-05: 1,694", "2018-01~2018-05: 1,694명", "1,694명", "단위 '건'에 맞지 않습니다"),
    "a dash": ("2018-01~2018-05: 1,694", "2018-01~2018-05: '-'", "'-'", "값이 없으면 줄을 두지"),
    "too large a number": ("2018-01~2018-05: 1,694", "2018-01~2018-05: 9000000000000000000", "9000000", "너무 큰 수"),
    "periods that overlap": ("2018-01~2018-05: 1,694", "2018-01~2018-06: 1,694", "value: 36", "기간이 겹치거나"),
    "a period twice": ("      2018H1: 1,500", "      2018-01~2018-12: 1,500", "2018-01~2018-12", "2018년의 값이 두 번"),
    "no period": ("      2018H1: 1,500", "      2018H3: 1,500", "2018H3", "'2018H3'은 기간이 아닙니다"),
    "a day that does not exist": ("as_of: 2018-06-27", "as_of: 2018-06-31", "2018-06-31", "날짜가 아닙니다"),
    "an unknown unit": ("    unit: 건\n    targets", "    unit: 마리\n    targets", "상담:", "등록된 단위가 아닙니다: '마리'"),
    "an unknown way of adding": ("adds: 비율", "adds: 곱", "adds: 곱", "쓸 수 없는 값입니다: '곱'. 쓸 수 있는 값: 합계, 최근, 평균, 비율"),
    "an unknown flow": ("flow: 상담", "flow: 상단", "flow: 상단", "'상단' 지표가 이 파일에 없습니다"),
    "a flow of no stock": ("adds: 최근\n    flow: 상담", "flow: 상담", "flow: 상담", "누계(최근) 지표에만"),
    "a ratio without its denominator": ("529/1,000", "52.9", "52.9", "소수 없이"),
    "a ratio of whole numbers": ("529/1,000", "529", "2018-06: 529", "분자/분모로"),
    "a ratio over zero": ("529/1,000", "529/0", "529/0", "분모는 0보다 커야 합니다"),
    "a month of a whole whose part has a run": ("  이용:\n    unit: 명\n    parts:\n      청년: {actuals: {2018-06: \"1,286\"}}", "  이용:\n    actuals: {2018-06: 3}\n    unit: 명\n    parts:\n      청년: {actuals: {2018H1: 5}}", "actuals: {2018-06: 3}", "세부 '청년'에 2018년 상반기(1월~6월) 값이 한 줄로 저장되어 있어"),
    "a month of a part whose whole has a run": ("  이용:\n    unit: 명", "  이용:\n    actuals: {2018H1: 5}\n    unit: 명", "청년: {actuals", "전체에 2018년 상반기(1월~6월) 값이 한 줄로 저장되어 있어"),
    "a quotient for a sum": ("2018-01~2018-05: 1,694", "2018-01~2018-05: 1/2", "1/2", "비율인 지표의 실적에만"),
    "a target as a quotient": ("      2018: 55", "      2018: 55/100", "55/100", "비율인 지표의 실적에만"),
    "a target with an as-of date": ("      2018: 55", "      2018: {value: 55, as_of: 2018-06-30}", "value: 55", "쓸 수 없는 항목입니다: 'as_of'"),
    "a slash in a part": ("      청년: {", "      청/년: {", "청/년", "/를 쓸 수 없습니다"),
    "a sign in a short name": ("  누적상담:", "  누적.상담:", "누적.상담", "기호를 쓸 수 없습니다"),
    "an indicator called like a budget": ("  누적상담:", "  소요예산:", "시비:", "이 이름의 지표가 있습니다"),
    "an unknown kind of budget": ("kind: 보조금", "kind: 보조", "kind: 보조", "쓸 수 없는 값입니다: '보조'"),
    "an unknown source of funds": ("구비:", "군비:", "군비", "재원이 아닙니다: '군비'"),
    "two amounts of one budget": ("    amount: 2,496백만원", "    amount: 2,496백만원\n    parts: {센터: 1원}", "보조금:", "가운데 하나만"),
    "a budget without an amount": ("    amount: 2,496백만원\n", "", "보조금:", "가운데 하나만"),
    "a negative budget": ("amount: 2,496백만원", "amount: △1원", "△1원", "규칙에 맞지 않습니다"),
    "more spent than committed": ("        spent: 1,157백만원", "        committed: 1원\n        spent: 2원", "2018-06-30", "보다 많습니다"),
    "a month of execution twice": ("        spent: 1,157백만원", "        spent: 1원\n      2018-06-29:\n        spent: 2원", "2018-06-29", "2018년 6월의 집행이 두 번"),
    "a budget of no year": ("    year: 2018\n    amount", "    year: 99999\n    amount", "amount: 2,496", ""),
    "an execution of no month": ("      2018-06-30:", "      0001-01-01:", "0001", "날짜가 아닙니다"),
    "an unknown figure": ("{상담} 실시", "{상단} 실시", "heading: 사업개요", "1번째 줄 8번째 글자: '상단'은 없는 이름입니다. 가까운 이름: 상담"),
    "an unknown part": ("{이용/청년}", "{이용/청넌}", "heading: 사업개요", "2번째 줄 8번째 글자: 지표 '이용'에 '청넌' 부분이 없습니다. 가까운 이름: 청년"),
    "an unknown aspect": ("{상담} 실시", "{상담.실젹} 실시", "heading: 사업개요", "'.실젹'은 없는 구분입니다. 가까운 이름: 실적"),
    "a unit of another kind": ("{상담} 실시", "{상담:억원} 실시", "heading: 사업개요", "'건'을 '억원'으로 바꿀 수 없습니다"),
    "an open brace": ("{상담} 실시", "{상담 실시", "heading: 사업개요", "1번째 줄 8번째 글자: 중괄호"),
    "the word for a date in a text": ("{상담} 실시", "{일정} 실시", "heading: 사업개요", "'일정'은 없는 이름입니다"),
    "an unknown figure in a milestone": ("평가위원회 개최", "평가위원회 {횟수} 개최", "평가위원회", "'횟수'는 없는 이름입니다"),
    "no date": ("when: 2018-12-11~2018-12-12", "when: 연말", "when: 연말", "일정이 아닙니다: '연말'"),
    "a month that does not exist": ("when: 2018-12-11~2018-12-12", "when: 2018-13", "2018-13", "2018년 13월은 없는 달입니다"),
    "a day that no month has": ("when: 2018-12-11~2018-12-12", "when: 2018-11-31", "평가위원회", "2018년 11월 31일은 없는 날입니다"),
    "days that run backwards": ("when: 2018-12-11~2018-12-12", "when: 2018-12-11~2018-12-10", "평가위원회", "끝이 시작보다 앞섭니다"),
    "months that run backwards": ("when: 2018-12-11~2018-12-12", "when: 2018-12~2018-11", "평가위원회", "끝이 시작보다 앞섭니다"),
    "an open date without a start": ("when: 2018-12-11~2018-12-12", "when: '~'", "평가위원회", "시작 달을 적어"),
    "neither yes nor no": ("when: 2018-12-11~2018-12-12", "done: 예", "done: 예", "yes나 no"),
    "a list where names belong": ("indicators:\n", "indicators:\n  - 상담\nx:\n", "indicators:", "'이름: 값'이 와야"),
    "an unknown table": ("○ 상담 : {상담} 실시", "[표: 노동자쉼더]", "heading: 사업개요", "1번째 줄 1번째 글자: '노동자쉼더'는 없는 표입니다. 가까운 이름: 노동자쉼터"),
    "a table in two texts": ("      - title: 포럼", "      - title: 하나\n        detail: '[표: 층별용도]'\n      - title: 둘\n        detail: '[표: 층별용도]'\n      - title: 포럼", "heading: 향후계획", "표 '층별용도'는 이 보고의 '노동권 보호 · 향후계획'에도 있습니다"),
    "a table beside words": ("○ 상담 : {상담} 실시", "○ [표: 층별용도]", "heading: 사업개요", "한 줄에 따로"),
    "a table in a title": ("평가위원회 개최", "'[표: 층별용도]'", "title: '[표", "여기에는 표를 둘 수 없습니다"),
    "a title of two lines": ("      - title: 평가위원회 개최", "      - title: |\n          평가위원회\n          개최", "title: |", "한 줄로 적고"),
    "a style that does not fit": ("{상담} 실시", "{상담:대1} 실시", "heading: 사업개요", "':대1' 모양이 맞지 않습니다"),
    "no YAML": ("title: 노동권 보호", "title: 노동권: 보호", "title: 노동권:", "YAML 형식이 아닙니다"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_entry_is_told_with_its_line_and_nothing_is_written(folder: Path, wrong: str) -> None:
    old, new, place, sentence = WRONG[wrong]
    change(folder, old, new)
    before = rows()
    with pytest.raises(DataFileError) as caught:
        load_briefing_folder(folder)
    assert sentence in str(caught.value)
    last_line_of_place = place.splitlines()[0]
    lines = (folder / "labour/1.yaml").read_text(encoding="utf-8").splitlines()
    named = [f"labour/1.yaml {number}행:" for number, line in enumerate(lines, 1) if last_line_of_place in line]
    assert any(str(caught.value).startswith(each) for each in named), f"{caught.value} is none of {named}"
    assert rows() == before


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "sentence"),
    [
        ("briefing.yaml", "  month: 2018-07", "  month: 2018-7월", "2018-7월", "달이 아닙니다"),
        ("briefing.yaml", "  reference_month: 2018-06", "  reference_month: 2018-08", "briefing:", "보고 달보다 늦습니다"),
        ("briefing.yaml", "  session:", "  sesion:", "sesion", "쓸 수 없는 항목입니다: 'sesion'"),
        ("briefing.yaml", "as_of: 2018-07-11", "as_of: 2018-08-01", "as_of", "기준일 2018-08-01이 보고 달(2018년 7월)보다 늦습니다"),
        ("briefing.yaml", "  name: 일자리노동정책관", f"  name: {'가' * 61}", "bureau", "최대 60"),
        ("labour/division.yaml", "as_of: 2018-07-11", "as_of: 2018-08-02", "as_of", "기준일 2018-08-02가 보고 달"),
        ("briefing.yaml", "bureau:", "foo: 1\nbureau:", "foo", "쓸 수 없는 항목입니다: 'foo'. 쓸 수 있는 항목: briefing, bureau"),
        ("labour/division.yaml", "goal:", "gaol: 1\ngoal:", "gaol", "쓸 수 없는 항목입니다: 'gaol'"),
        ("briefing.yaml", "teams: 15", "teams: 열다섯", "열다섯", "정수가 아닙니다"),
        ("briefing.yaml", "teams: 15", "teams: 99999999999999999999", "9999", "아홉 자리까지의 정수"),
        ("briefing.yaml", "teams: 15", "teams: 15\n  floors: 3", "floors", "쓸 수 없는 항목입니다: 'floors'"),
        ("labour/division.yaml", "6급: 9/11", "8급: 9/11", "8급", "읽을 수 없습니다: '8급: 9/11'"),
        ("labour/division.yaml", "6급: 9/11", "6급: 9", "6급: 9", "정원/현원"),
        ("labour/division.yaml", "6급: 9/11", "6급: 9/999999999999", "6급", "정원/현원"),
        ("labour/division.yaml", "  posts:", "  note: 없음\n  posts:", "note", "쓸 수 없는 항목입니다: 'note'"),
        ("labour/division.yaml", "functions:", "function:", "goal:", "'functions' 항목이 없습니다"),
        ("socialeconomy/division.yaml", "goal: 추진목표", f"goal: {'가' * 81}", "goal", "최대 80"),
    ],
)  # fmt: skip
def test_a_wrong_entry_of_the_other_files(
    folder: Path, file: str, old: str, new: str, place: str, sentence: str
) -> None:
    change(folder, old, new, file)
    with pytest.raises(DataFileError) as caught:
        load_briefing_folder(folder)
    assert str(caught.value).startswith(f"{file} {line_of(folder, place, file)}행: ")
    assert sentence in str(caught.value)
    assert not Briefing.objects.exists()
    assert not Programme.objects.exists()


@pytest.mark.parametrize(
    "path", ["labor/1.yaml", "labour/programme7.yaml", "labour/01.yaml", "labour/1.yml", "notes.txt", "labour/old/1.yaml"]
)  # fmt: skip
def test_a_path_that_is_no_file_of_the_folder_is_refused(folder: Path, path: str) -> None:
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_text(PROGRAMME, encoding="utf-8")
    with pytest.raises(DataFileError, match="둘 수 없는 이름입니다") as caught:
        load_briefing_folder(folder)
    assert path.startswith(str(caught.value).split(" 1행:")[0])
    assert not Bureau.objects.exists()


def test_the_printed_text_may_lie_beside_the_data(folder: Path) -> None:
    (folder / "printed.txt").write_text("인쇄된 글", encoding="utf-8")
    assert load_briefing_folder(folder).changed


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda path: path.unlink(), "파일을 읽을 수 없습니다"),
        (lambda path: path.write_text(""), "파일이 비어 있습니다"),
        (lambda path: path.write_bytes("number: 1\ntitle: 노동권".encode("cp949")), "UTF-8로 저장된"),
        (lambda path: path.write_bytes(b"number: \x00"), "파일을 읽을 수 없습니다"),
    ],
)
def test_a_file_that_cannot_be_read(folder: Path, spoil: Callable[[Path], object], sentence: str) -> None:
    spoil(folder / "labour/division.yaml")
    with pytest.raises(DataFileError, match=rf"labour/division\.yaml 1행: .*{sentence}"):
        load_briefing_folder(folder)
    assert not Bureau.objects.exists()


# ------------------------------------------------------------------------------------------- figures entered elsewhere


def test_a_figure_that_somebody_entered_since_is_not_undone(folder: Path, officer: User) -> None:
    load_briefing_folder(folder)
    key = {"indicator": Indicator.objects.get(short_name="상담"), "part": None}
    record_actual(division("labour").model, key, Run.parse("2018-06"), {"value": 40}, Stamp(officer, Source.BROWSER))
    change(folder, "title: 노동권 보호", "title: 노동권의 보호")
    before = rows()
    with pytest.raises(DataFileError) as caught:
        load_briefing_folder(folder)
    assert str(caught.value).startswith(f"labour/1.yaml {line_of(folder, 'value: 36')}행: 이미 다른 길로 입력된 값")
    assert rows() == before


def test_a_figure_that_was_split_into_months_is_not_undone(folder: Path, officer: User) -> None:
    load_briefing_folder(folder)
    model = division("labour").model
    key = {"indicator": Indicator.objects.get(short_name="상담"), "part": None}
    old = Actual.objects.get(**key, first_month=Month(2018, 1))
    Actual.objects.filter(pk=old.pk).update(superseded_at=datetime.fromisoformat("2018-07-12T09:00:00+09:00"))
    record_actual(model, key, Run.parse("2018-02"), {"value": 100}, Stamp(officer, Source.BROWSER))
    before = rows()
    with pytest.raises(DataFileError, match="기간이 겹치거나"):
        load_briefing_folder(folder)
    assert rows() == before


def test_a_figure_that_somebody_entered_just_so_is_kept_as_theirs(folder: Path, officer: User) -> None:
    load_briefing_folder(folder)
    line = Budget.objects.get(short_name="보조금")
    for spent in (1, 1_157_000_000):
        stamp = Stamp(officer, Source.BROWSER)
        record(Execution, {"budget": line, "month": Month(2018, 6)}, {"committed": None, "spent": spent}, stamp)
    assert load_briefing_folder(folder).changed == 0
    assert Execution.objects.get(superseded_at=None).entered_by == officer


def edit(row: Any, by: User, **changes: Any) -> None:
    """Change a row on the maintenance pages."""
    seen = version(row)
    for name, value in changes.items():
        setattr(row, name, value)
    services.change(row, key=(), names=tuple(changes), seen=seen, by=by, reason="고침")


def refused(folder: Path) -> str:
    before = rows()
    with pytest.raises(DataFileError) as caught:
        load_briefing_folder(folder)
    assert rows() == before
    return str(caught.value)


def test_a_text_that_somebody_changed_since_is_not_undone(folder: Path, officer: User) -> None:
    load_briefing_folder(folder)
    edit(Passage.objects.get(kind="text"), officer, text="○ 고친 글")
    line = line_of(folder, "heading: 사업개요")
    assert refused(folder) == (
        f"labour/1.yaml {line}행: 입력 담당이 화면에서 고친 내용(본문)이 파일과 달라 파일의 내용으로 되돌리지 않습니다. "
        "파일을 지금 내용에 맞추거나 화면에서 고쳐 주세요."
    )
    change(folder, "○ 상담 : {상담} 실시\n        - 이용 {이용/청년} ({소요예산/시비})", "○ 고친 글")
    assert load_briefing_folder(folder).changed == 0


def test_what_somebody_changed_elsewhere_in_a_row_does_not_hold_the_file_up(folder: Path, officer: User) -> None:
    load_briefing_folder(folder)
    edit(Programme.objects.get(), officer, first_year=2016)
    change(folder, "title: 노동권 보호", "title: 노동권의 보호")
    load_briefing_folder(folder)
    assert (Programme.objects.get().title, Programme.objects.get().first_year) == ("노동권의 보호", 2016)


def test_once_the_file_has_what_somebody_wrote_it_leads_again(folder: Path, officer: User) -> None:
    load_briefing_folder(folder)
    edit(Programme.objects.get(), officer, title="고친 이름")
    change(folder, "title: 노동권 보호", "title: 고친 이름")
    change(folder, "  - 노동권을 보호", "  - 노동권의 보호")
    load_briefing_folder(folder)
    change(folder, "title: 고친 이름", "title: 새 이름")
    load_briefing_folder(folder)
    assert Programme.objects.get().title == "새 이름"


@pytest.mark.parametrize(
    ("model", "changes", "place"),
    [
        (CoreTask, {"text": "고친 과제"}, "labour/division.yaml"),
        (Milestone, {"title": "고친 일정"}, "labour/1.yaml"),
        (Indicator, {"name": "고친 이름"}, "labour/1.yaml"),
        (Part, {"position": 77}, "labour/1.yaml"),
        (Budget, {"position": 77}, "labour/1.yaml"),
        (Goal, {"title": "고친 목표"}, "labour/division.yaml"),
    ],
)
def test_no_row_that_somebody_changed_since_is_undone(
    folder: Path, officer: User, model: Any, changes: dict[str, Any], place: str
) -> None:
    load_briefing_folder(folder)
    edit(model.objects.first(), officer, **changes)
    assert re.match(rf"{place} \d+행: .*입력 담당이 화면에서", refused(folder))


def test_what_somebody_added_or_removed_since_stays_so(folder: Path, officer: User) -> None:
    load_briefing_folder(folder)
    passage = Passage(briefing_month=Month(2018, 7), programme=Programme.objects.get(), position=9, heading="덧붙인 글")
    services.add(passage, key=(), names=(), by=officer)
    assert "'덧붙인 글'은 입력 담당이 화면에서 넣거나 고친 것이어서" in refused(folder)
    services.remove(passage, seen=version(passage), by=officer, reason="지움")
    assert load_briefing_folder(folder).changed == 0
    for row in (CoreTask.objects.get(position=2), Milestone.objects.get(position=2), Passage.objects.get(kind="gist")):
        services.remove(row, seen=version(row), by=officer, reason="지움")
        assert "입력 담당이 화면에서 지운 것이어서 파일의 내용으로 되살리지 않습니다" in refused(folder)
        row.save(force_insert=True)


def test_an_indicator_cannot_change_under_a_text_that_stays_as_it_is(folder: Path) -> None:
    change(folder, "{상담} 실시", "{이용:천명} 실시")
    load_briefing_folder(folder)
    change(folder, "    unit: 명\n", "    unit: 건\n")
    line = line_of(folder, "heading: 사업개요")
    assert refused(folder).startswith(
        f"labour/1.yaml {line}행: 노동권 보호 · 사업개요: 1번째 줄 8번째 글자: '이용'의 단위 '건'을 '천명'으로 바꿀 수 없습니다."
    )


def test_the_removal_of_a_row_keeps_what_it_said(folder: Path, officer: User) -> None:
    load_briefing_folder(folder)
    row = CoreTask.objects.get(position=2)
    services.remove(row, seen=version(row), by=officer, reason="지움")
    assert Event.objects.latest("pk").detail["values"] == {"id": row.pk, "position": 2, "text": "둘째 과제"}


# ---------------------------------------------------------------------------------------------------------- the command


def test_the_command_loads_and_says_how_much(folder: Path) -> None:
    output = StringIO()
    call_command("load_briefing_data", folder, "--recorded-at", "2018-07-11T09:00:00+09:00", stdout=output)
    assert output.getvalue().startswith("2018-07: 새로 쓰거나 바꾼 것 ")
    assert Actual.objects.first().entered_at == datetime.fromisoformat("2018-07-11T09:00:00+09:00")  # type: ignore[union-attr]
    assert Part.objects.count() == 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "반입하지 않았습니다. labour/1.yaml 1행: "),
        (["--recorded-at", "어제"], "시간대가 있는 시각"),
        (["--recorded-at", "2018-07-11T09:00:00"], "시간대가 있는 시각"),
    ],
)
def test_the_command_says_what_is_wrong(folder: Path, arguments: list[str], sentence: str) -> None:
    change(folder, "number: 1", "number: 하나")
    with pytest.raises(CommandError, match=sentence):
        call_command("load_briefing_data", folder, *arguments)


def test_the_command_wants_a_folder(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="폴더가 없습니다"):
        call_command("load_briefing_data", tmp_path / "2018-08")


def test_the_documents_own_tables_are_checked_too(folder: Path) -> None:
    add_of_2018(folder, "labour/5.yaml")
    change(folder, 'opens: "18:00"', 'opens: "저녁"', "labour/5.yaml")
    with pytest.raises(DataFileError, match=r"labour/5\.yaml \d+행: 때가 아닙니다: '저녁'. 운영시간은 08:30처럼"):
        load_briefing_folder(folder)
    assert not Programme.objects.exists()
