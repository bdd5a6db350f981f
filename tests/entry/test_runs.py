"""A stored figure of several months is shown as such wherever a month's own would stand."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from seoulwork.domain.periods import Month, Run
from seoulwork.entry.grid import grid
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.steps import open_month
from seoulwork.figures.divisions import Division
from seoulwork.figures.recording import record_actual

from .conftest import FIRST_HALF, JULY, PAST, STAMP, People, cell_of
from .test_saving import one

JUNE_PAGE = "/entry/programmes/2018-06/"
YEAR_BEFORE = Run(Month(2017, 1), Month(2017, 12))


@pytest.fixture
def officer(july: Division, people: People, client_of: Any) -> Any:
    return client_of(people.officer)


def write(of: Division, name: str, value: int, run: Run, part: str = "") -> None:
    indicator = of.models.Indicator.objects.get(short_name=name)
    found = indicator.parts.get(path=part).pk if part else None
    record_actual(of.models, {"indicator_id": indicator.pk, "part_id": found}, run, {"value": value}, STAMP)


def line(client: Client, page: str, cell: str) -> str:
    """The line of a cell on the page, as HTML."""
    found = re.search(rf'<tr id="{cell}".*?</tr>', client.get(page).content.decode(), re.DOTALL)
    assert found is not None
    return found[0]


def form(client: Client, page: str) -> dict[str, str]:
    """What a browser without scripts sends of the page."""
    html = client.get(page).content.decode()
    return dict(re.findall(r'<input (?:type="hidden" )?name="((?:seen-)?[acds]\d[^"]*|request)" value="([^"]*)"', html))


def column(html: str, name: str) -> str:
    found = re.search(rf'<td class="{name}">(.*?)</td>', html, re.DOTALL)
    assert found is not None
    return re.sub(r"<[^>]*>", "", found[1])


@pytest.mark.parametrize("month", [Month(2018, 3), PAST])
def test_no_month_of_a_run_has_the_runs_figure_as_its_own(july: Division, officer: Client, month: Month) -> None:
    cell = cell_of(july, "상담")
    html = line(officer, f"/entry/programmes/{month}/", cell)
    assert column(html, "input") == "1~6월 13,869"
    assert f'<input name="{cell}" value=""' in html
    assert 'aria-label="상담 (명) 1~6월 13,869"' in html


@pytest.mark.any_engine
def test_a_run_of_another_year_names_it(july: Division, officer: Client) -> None:
    july.models.Indicator.objects.create(short_name="생활임금", name="생활임금", unit="명", accumulation="latest")
    write(july, "생활임금", 11_619, YEAR_BEFORE)
    cell = cell_of(july, "생활임금")
    html = line(officer, "/entry/programmes/2017-07/", cell)
    assert (column(html, "input"), column(html, "cumulative")) == ("1~12월 11,619", "-")
    assert column(line(officer, "/entry/programmes/2018-01/", cell), "last-month") == "1~12월 11,619"
    assert column(line(officer, "/entry/programmes/2018-07/", cell), "year-ago") == "1~12월 11,619"


def test_the_column_of_the_month_before_shows_the_run(july: Division, officer: Client) -> None:
    html = line(officer, "/entry/programmes/2018-07/", cell_of(july, "상담"))
    assert (column(html, "before"), column(html, "last-month")) == ("13,869", "1~6월 13,869")


def test_a_whole_of_parts_with_unlike_months_is_shown_for_the_months_that_all_have(july: Division) -> None:
    """June of one part and the half-year of the other are no June."""
    rooms = july.models.Indicator.objects.get(short_name="공간이용")
    july.models.Actual.objects.filter(part__path="스터디룸").delete()
    for month in FIRST_HALF.months():
        write(july, "공간이용", 100, Run(month, month), "스터디룸")
    found = {row.id: row.last_month for row in grid(july, JULY).rows()}
    assert found[f"a{rooms.pk}"] == "1~6월 8,543"
    assert found[cell_of(july, "공간이용", "스터디룸")] == "100"
    assert found[cell_of(july, "공간이용", "대관이용")] == "1~6월 7,943"


@pytest.mark.any_engine
def test_breakdowns_are_added_up_and_compared_over_the_same_months_only(july: Division, officer: Client) -> None:
    """The parts' half-year is not what the whole of June has to be."""
    cell = cell_of(july, "공간이용")
    open_month(PAST)
    html = line(officer, JUNE_PAGE, cell)
    assert 'placeholder="1~6월 22,253"' in html
    for month in FIRST_HALF.months():
        write(july, "공간이용", 500, Run(month, month))
    version = july.models.ActualMonth.objects.get(month=PAST, part=None, indicator_id=cell[1:]).actual_id
    answer = send(officer, PAST, {"cell": cell, "value": "550", "seen": version})
    assert answer["cells"][0]["state"] == "saved"
    assert [each["code"] for row in answer["rows"] for each in row["warnings"]] == []


def send(client: Client, month: Month, *cells: dict[str, Any]) -> Any:
    return client.post(
        f"/entry/programmes/{month}/cells/", {"request": str(uuid4()), "cells": cells}, content_type="application/json"
    ).json()


@pytest.mark.parametrize("accumulation", ["sum", "mean", "ratio"])
@pytest.mark.parametrize("month", [Month(2018, 3), PAST])
def test_a_month_of_the_whole_is_refused_where_its_parts_hold_a_run(
    july: Division, officer: Client, month: Month, accumulation: str
) -> None:
    """It would take the place of the parts' half-year, and the other five months count nowhere."""
    july.models.Indicator.objects.filter(short_name="공간이용").update(accumulation=accumulation)
    cell = cell_of(july, "공간이용")
    open_month(month)
    before = column(line(officer, JUNE_PAGE, cell), "cumulative")
    (told,) = send(officer, month, {"cell": cell, "value": "3,000", "seen": None})["cells"]
    assert told["state"] == "refused"
    assert "'스터디룸'" in told["text"] or "'대관이용'" in told["text"]
    assert "2018년 상반기(1월~6월) 값이 한 줄로 저장되어 있어" in told["text"]
    assert "2018년 6월 화면에서 그 한 줄의 값을 고치거나" in told["text"]
    assert column(line(officer, JUNE_PAGE, cell), "cumulative") == before


def test_a_month_of_a_part_is_refused_where_the_whole_holds_a_run(july: Division, officer: Client) -> None:
    part, other = (cell_of(july, "공간이용", name) for name in ("스터디룸", "대관이용"))
    july.models.Actual.objects.filter(part__isnull=False, indicator_id=part[1:].split("p")[0]).delete()
    write(july, "공간이용", 22_253, FIRST_HALF)
    open_month(PAST)
    answer = send(officer, PAST, *({"cell": each, "value": "100", "seen": None} for each in (part, other)))
    assert [each["state"] for each in answer["cells"]] == ["refused", "refused"]
    assert answer["cells"][0]["text"].startswith("전체에 2018년 상반기(1월~6월) 값이 한 줄로 저장되어 있어")


def test_a_month_that_completes_a_run_is_saved(july: Division, officer: Client) -> None:
    """All months of the half-year are the whole's own then: nothing is lost."""
    cell = cell_of(july, "공간이용")
    for month in Run(Month(2018, 1), Month(2018, 5)).months():
        write(july, "공간이용", 500, Run(month, month))
    open_month(PAST)
    (told,) = send(officer, PAST, {"cell": cell, "value": "700", "seen": None})["cells"]
    assert told["state"] == "saved"
    assert column(line(officer, JUNE_PAGE, cell), "cumulative") == "3,200"


def test_a_run_may_be_cleared_and_the_month_typed_at_once(july: Division, officer: Client) -> None:
    cell = cell_of(july, "공간이용")
    open_month(PAST)
    rows = july.models.Actual.objects.filter(indicator_id=cell[1:])
    cleared = [
        {"cell": f"{cell}p{row.part_id}", "value": "", "seen": row.pk, "clears": True} for row in rows.order_by("pk")
    ]
    answer = send(officer, PAST, {"cell": cell, "value": "3,000", "seen": None}, *cleared)
    assert [each["state"] for each in answer["cells"]] == ["saved"] * 3


def test_a_stock_is_counted_at_the_end_of_a_run_and_may_stand_beside_it(july: Division, officer: Client) -> None:
    july.models.Indicator.objects.filter(short_name="공간이용").update(accumulation="latest")
    cell = cell_of(july, "공간이용")
    open_month(PAST)
    (told,) = send(officer, PAST, {"cell": cell, "value": "3,000", "seen": None})["cells"]
    assert told["state"] == "saved"


def test_a_run_is_corrected_on_the_page_of_its_last_month_only(july: Division, officer: Client) -> None:
    """There the input says which months it is the figure of."""
    cell = cell_of(july, "상담")
    for month in (Month(2018, 5), PAST):
        open_month(month)
    html = line(officer, JUNE_PAGE, cell)
    assert '<span class="part" aria-hidden="true">1~6월</span>' in html
    assert f'<input name="{cell}" value="13,869" aria-label="상담 (명) 1~6월"' in html
    may = officer.post(
        "/entry/programmes/2018-05/cells/",
        {"request": "3b1f4b5e-6f0c-4f6e-9a44-0d2e5f0a7c12", "cells": [{"cell": cell, "value": "5", "seen": None}]},
        content_type="application/json",
    ).json()
    assert may["cells"][0]["state"] == "locked"
    assert "2018년 6월 화면에서 고쳐 주세요." in may["cells"][0]["text"]


@pytest.mark.parametrize("month", ["2018-05", "2018-06"])
def test_without_scripts_a_page_with_runs_is_saved(july: Division, officer: Client, month: str) -> None:
    """The blank in place of a run clears nothing."""
    open_month(Month.parse(month))
    page = f"/entry/programmes/{month}/"
    data = form(officer, page)
    before = list(july.models.Actual.objects.filter(superseded_at__isnull=True).values_list("pk", flat=True))
    typed = next(name for name in data if name.startswith("c"))
    answer = officer.post(page, data | {typed: "1,000", f"{typed.replace('c', 's')}": "900"}, follow=True)
    assert "칸을 저장했습니다." in answer.content.decode()
    assert before == list(july.models.Actual.objects.filter(superseded_at__isnull=True).values_list("pk", flat=True))


@pytest.mark.any_engine
def test_a_run_in_a_locked_month_is_not_cleared_by_the_form(july: Division, officer: Client) -> None:
    """The page was opened while the month was closed and is sent once it is open."""
    open_month(PAST)
    ReportingMonth.objects.filter(month=PAST).update(state="closed")
    data = form(officer, JUNE_PAGE)
    ReportingMonth.objects.filter(month=PAST).update(state="open")
    assert "바뀐 칸이 없습니다." in officer.post(JUNE_PAGE, data, follow=True).content.decode()


def test_the_panel_shows_a_run_once(july: Division, officer: Client) -> None:
    """In the list as one line, in the chart as one bar over its months, as high as a month of it."""
    cell = cell_of(july, "상담")
    one(officer, cell, "2,311")
    html = officer.get(f"/entry/programmes/2018-07/cells/{cell}/").content.decode()
    listed = re.findall(r"<li[^>]*><span>([^<]*)</span> ([^<]*)</li>", html)
    assert listed[-2:] == [("1~6월", "13,869"), ("7월", "2,311")]
    assert len(listed) == 7
    assert re.findall(r'<rect class="([^"]*)" x="(\d+)" y="0" width="(\d+)" height="(\d+)"/>', html)[-2:] == [
        ("", "110", "128", "100"),
        ("current", "242", "18", "99"),
    ]


@pytest.mark.any_engine
def test_the_history_says_that_a_figure_is_a_runs(july: Division, officer: Client) -> None:
    html = officer.get(f"{JUNE_PAGE}cells/{cell_of(july, '상담')}/").content.decode()
    assert "<strong>빈칸 → 1~6월 13,869</strong>" in html


def test_where_a_whole_is_locked_and_blank_the_sum_of_its_parts_stands(july: Division, officer: Client) -> None:
    html = line(officer, JUNE_PAGE, cell_of(july, "공간이용"))
    assert column(html, "input") == "1~6월 22,253"
    assert 'aria-label="공간이용 (명) 1~6월 22,253"' in html
