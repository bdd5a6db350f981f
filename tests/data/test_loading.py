"""Folders of briefing data: all or nothing, twice without harm, and a wrong entry is told with file and line."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from labour.models import (
    Actual,
    ActualMonth,
    Appropriation,
    CoreTask,
    Execution,
    HallFloor,
    Headcount,
    Indicator,
    Milestone,
    Passage,
    Programme,
    Shelter,
    Target,
)
from programmes.models import TrainingSchool
from reports.loading import load_briefing_folder
from reports.models import Briefing
from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.data.datafile import DataFileError
from seoulwork.domain.periods import Month
from seoulwork.figures.models import Bureau, Source
from seoulwork.figures.recording import Stamp, record
from tests.data.folders import add_of_2018, change, line_of, rows

pytestmark = pytest.mark.django_db


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
        ("2018-01", "2018-12", 3_000),
        ("2018-01", "2018-06", 1_500),
    }
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
        ("2018 소요예산 시비", 15_000_000_000),
        ("2018 소요예산 구비", 10_400_000_000),
        ("2018 보조금", 2_496_000_000),
    }
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


@pytest.mark.any_engine
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


@pytest.mark.any_engine
def test_a_changed_bureau_supersedes_the_old_one(folder: Path, officer: User) -> None:
    load_briefing_folder(folder)
    change(folder, "teams: 15", "teams: 16", "briefing.yaml")
    assert load_briefing_folder(folder, by=officer).changed == 1
    old, new = Bureau.objects.order_by("pk")
    assert (old.teams, old.superseded_at is None) == (15, False)
    assert (new.teams, new.superseded_at, new.entered_by, new.source) == (16, None, officer, Source.DATA)
    assert new.place == f"2018-07/briefing.yaml {line_of(folder, 'bureau', 'briefing.yaml')}행"


@pytest.mark.any_engine
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
        (2016, 2017),
        (2018, None),
    ]


@pytest.mark.any_engine
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


@pytest.mark.any_engine
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
