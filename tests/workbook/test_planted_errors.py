"""Generated workbooks with 1 to 50 bad cells each: every bad cell is listed once, nothing is written.

SEOULWORK_BAD_WORKBOOKS says how many are tried."""

import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seoulwork.figures.divisions import division
from seoulwork.workbook.child import read
from seoulwork.workbook.importing.commit import commit
from seoulwork.workbook.importing.preview import preview
from seoulwork.workbook.importing.receive import receive
from seoulwork.workbook.models import Batch
from seoulwork.workbook.reading.sheet import reference, sheets_of_scan
from seoulwork.workbook.safety import Refused
from tests.choosing import amount
from tests.workbook.writing import by_openpyxl, by_xlsxwriter

# What is wrong with a workbook is found in its cells; test_imports.py brings workbooks in on both engines.
pytestmark = [pytest.mark.any_engine, pytest.mark.slow(400)]

EXAMPLES = amount("SEOULWORK_BAD_WORKBOOKS", 60, long=1_000)
MONTHS = 12
FIRST_ROW, FIRST_COLUMN = 2, 3

bad_values = st.one_of(
    st.sampled_from(
        [
            "약 10",
            "10~20",
            "없음",
            "1.2.3",
            "1,23",
            "12,3456",
            "(9",
            "△△9",
            "1e5",
            "0x10",
            "NaN",
            "inf",
            "５백",
            "1 2",
            "10건",
            "3억원",
            "=",
            "'",
            "예정",
            "9" * 40,
        ]
    ),
    st.text(alphabet="가나다라마바사", min_size=1, max_size=4),
    st.floats(min_value=0.01, max_value=0.99).map(lambda value: 5 + round(value, 3) if round(value, 3) % 1 else 5.5),
    st.sampled_from(
        [
            1e308,
            1e15,
            -1e16,
            True,
            False,
            datetime.date(2019, 3, 4),
            datetime.time(5, 6),
            "#DIV/0!",
            "#N/A",
        ]
    ),
)
good_values = st.one_of(
    st.integers(0, 10**9),
    st.integers(0, 10**6).map(lambda value: f"{value:,}"),
    st.integers(0, 999).map(lambda value: f" {value}명 "),
    st.sampled_from([None, "-", "", "１２"]),
)


NAMES = (
    "육아휴직자 대체 청년인턴 지원",
    "청년일자리센터 취업상담",
    "청년일자리센터 상담을 통한 취업",
    "청년일자리센터 취업지원 프로그램 참여",
    "특성화고 직업 멘토스쿨 참여",
    "일자리카페 이용 인원",
    "뉴딜일자리 참여인원",
    "뉴딜일자리 1차 통합모집 인원",
    "뉴딜일자리 1차 통합모집 지원 인원",
    "공공근로사업 참여인원",
)


@pytest.fixture
def names(db: None) -> tuple[str, ...]:
    """Indicators in persons, without parts, of which nothing is stored."""
    models = division("programmes").models
    programme = models.Programme.objects.create(number=1, title="청년 일자리", first_year=2018)
    for position, name in enumerate(NAMES, 1):
        models.Indicator.objects.create(
            programme=programme, short_name=f"지표{position}", name=name, unit="명", position=position
        )
    return NAMES


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_every_bad_cell_is_listed_once_and_nothing_is_written(names: tuple[str, ...], data: st.DataObject) -> None:
    rows = data.draw(st.integers(1, len(names)))
    places = [(row, column) for row in range(rows) for column in range(MONTHS)]
    planted = data.draw(
        st.dictionaries(st.sampled_from(places), bad_values, min_size=1, max_size=min(50, len(places))),
        label="bad cells",
    )
    filler = data.draw(st.lists(good_values, min_size=5, max_size=5))
    openpyxl_writes = data.draw(st.booleans())
    cumulative = data.draw(st.booleans(), label="cumulative")
    heading = "월 누계" if cumulative else "월"
    grid: list[list[Any]] = [["번호", "지표", *[f"{month}{heading}" for month in range(1, MONTHS + 1)]]]
    for row in range(rows):
        good = [10 * (column + 1) if cumulative else filler[(row + column) % 5] for column in range(MONTHS)]
        cells = [planted.get((row, column), good[column]) for column in range(MONTHS)]
        grid.append([row + 1, names[row], *cells])
    if openpyxl_writes:
        content = by_openpyxl(grid)
    else:
        content = by_xlsxwriter([[_plain(value) for value in row] for row in grid], formats=_date_formats(planted))
    to = division("programmes")
    actuals = to.models.Actual.objects.count()

    workbook, sheets = receive(content, name="x.xlsx", to=to, year=2019, sheets=sheets_of_scan(read(content)))
    found = preview(workbook, sheets)

    wrong = sorted(reference(row + FIRST_ROW, column + FIRST_COLUMN) for row, column in planted)
    assert sorted(each.cell for each in found.errors) == wrong
    assert found.questions == ()
    assert not found.importable
    with pytest.raises(Refused):
        commit(workbook, found.fingerprint, sheets=sheets)
    assert to.models.Actual.objects.count() == actuals
    assert not Batch.objects.exists()


def _plain(value: Any) -> Any:
    """What XlsxWriter writes of a value of openpyxl's: an error stays an error."""
    return f"={value}" if isinstance(value, str) and value.startswith("#") else value


def _date_formats(planted: dict[tuple[int, int], Any]) -> dict[str, str]:
    return {
        reference(row + FIRST_ROW, column + FIRST_COLUMN): "yyyy-mm-dd"
        for (row, column), value in planted.items()
        if isinstance(value, datetime.date)
    }
