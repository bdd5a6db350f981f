"""What somebody changed in the program since is not undone by loading a folder."""

import re
from pathlib import Path
from typing import Any

import pytest

from labour.models import (
    Actual,
    Budget,
    CoreTask,
    Execution,
    Goal,
    Indicator,
    Milestone,
    Part,
    Passage,
    Programme,
)
from reports.loading import load_briefing_folder
from reports.models import Briefing
from seoulwork.accounts.models import User
from seoulwork.audit.models import Event
from seoulwork.catalogue import services
from seoulwork.data.datafile import DataFileError
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record, record_actual, remove
from seoulwork.pages.versions import version
from tests.data.folders import change, line_of, rows

pytestmark = pytest.mark.django_db


@pytest.mark.any_engine
def test_a_figure_that_somebody_entered_since_is_not_undone(folder: Path, officer: User) -> None:
    load_briefing_folder(folder)
    key = {"indicator": Indicator.objects.get(short_name="상담"), "part": None}
    record_actual(division("labour").models, key, Run.parse("2018-06"), {"value": 40}, Stamp(officer, Source.BROWSER))
    change(folder, "title: 노동권 보호", "title: 노동권의 보호")
    before = rows()
    with pytest.raises(DataFileError) as caught:
        load_briefing_folder(folder)
    assert str(caught.value).startswith(f"labour/1.yaml {line_of(folder, 'value: 36')}행: 이미 다른 길로 입력된 값")
    assert rows() == before


@pytest.mark.any_engine
def test_a_figure_that_was_split_into_months_is_not_undone(folder: Path, officer: User) -> None:
    load_briefing_folder(folder)
    models = division("labour").models
    key = {"indicator": Indicator.objects.get(short_name="상담"), "part": None}
    old = Actual.objects.get(**key, first_month=Month(2018, 1))
    remove(old, Stamp(officer, Source.BROWSER))
    record_actual(models, key, Run.parse("2018-02"), {"value": 100}, Stamp(officer, Source.BROWSER))
    before = rows()
    with pytest.raises(DataFileError, match="기간이 겹치거나"):
        load_briefing_folder(folder)
    assert rows() == before


@pytest.mark.any_engine
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


@pytest.mark.any_engine
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


@pytest.mark.any_engine
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


@pytest.mark.any_engine
def test_what_somebody_added_or_removed_since_stays_so(folder: Path, officer: User) -> None:
    load_briefing_folder(folder)
    passage = Passage(
        briefing=Briefing.objects.get(), programme=Programme.objects.get(), position=9, heading="덧붙인 글"
    )
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


@pytest.mark.any_engine
def test_the_removal_of_a_row_keeps_what_it_said(folder: Path, officer: User) -> None:
    load_briefing_folder(folder)
    row = CoreTask.objects.get(position=2)
    services.remove(row, seen=version(row), by=officer, reason="지움")
    assert Event.objects.latest("pk").detail["values"] == {
        "id": row.pk,
        "from_month": "2018-07",
        "gone": False,
        "position": 2,
        "text": "둘째 과제",
    }
