"""The grid's page, its plain form, the panel of a cell, remarks and evidence."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seoulwork.domain.periods import Month, Run
from seoulwork.entry.grid import grid
from seoulwork.entry.models import ReportingMonth
from seoulwork.figures.divisions import Division
from seoulwork.figures.recording import record_actual

from .conftest import JULY, STAMP, People, cell_of
from .test_saving import one, rows, send

PAGE = "/entry/programmes/2018-07/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def officer(july: Division, people: People, client_of: Any) -> Any:
    return client_of(people.officer)


def shown(july: Division, name: str, part: str = "") -> Any:
    cell = cell_of(july, name, part)
    return next(row for row in grid(july, JULY).rows() if row.id == cell)


def test_a_row_says_what_was_what_is_and_what_is_wanted(july: Division) -> None:
    cafes, jobs = shown(july, "카페"), shown(july, "일자리")
    assert (cafes.before, cafes.last_month, cafes.cumulative, cafes.target, cafes.rate) == ("73", "73", "73", "-", "-")
    assert (jobs.before, jobs.last_month, jobs.cumulative, jobs.target, jobs.rate) == (
        "245,657",
        "1~6월 245,657",
        "245,657",
        "353,956",
        "69.4%",
    )


def test_money_has_heads_of_its_own(july: Division, officer: Client) -> None:
    """What is put in is the cumulative amount; it stands against the appropriation, and only spending gives the 집행률."""
    page = officer.get(PAGE).content.decode()
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', page[page.index("예산 집행(") : page.index("</table>")])
    assert heads == [
        "예산 과목",
        "단위",
        "6월까지 누계",
        "6월",
        "7월까지 누계 입력",
        "7월까지 누계",
        "예산현액",
        "2017년 7월",
        "집행률",
    ]
    assert page[: page.index("예산 집행(")].count('<th scope="col"') == 9
    line = july.models.Budget.objects.get()
    assert f'<tr id="c{line.pk}" class="committed">' in page
    answer = send(officer, [{"cell": f"s{line.pk}", "value": "1", "seen": None, "reason": "고침"}]).json()
    assert "집행률 0.0%가" in answer["rows"][1]["warnings"][-1]["text"]
    assert "<dt>예산현액</dt>" in officer.get(f"{PAGE}cells/s{line.pk}/").content.decode()


@pytest.mark.any_engine
def test_means_are_not_headed_as_sums(july: Division, officer: Client) -> None:
    assert "7월까지 누계</th>" in officer.get(PAGE).content.decode()
    shelter = july.models.Indicator.objects.create(short_name="쉼터", name="쉼터", accumulation="mean")
    page = officer.get(PAGE).content.decode()
    assert "6월까지 누계·평균</th>" in page
    assert "7월까지 누계·평균</th>" in page
    assert f'<tr id="a{shelter.pk}" class="mean">' in page


def test_the_parts_of_a_ratio_are_named_as_the_counts_they_are(july: Division) -> None:
    rate = july.models.Indicator.objects.create(short_name="취업률", name="취업률", unit="%", accumulation="ratio")
    row = next(row for row in grid(july, JULY).rows() if row.id == f"a{rate.pk}")
    assert (row.unit, [each.label for each in row.inputs]) == ("%", ["취업률 분자", "취업률 분모"])


@pytest.mark.any_engine
def test_a_remark_is_marked_in_its_cell(july: Division, officer: Client, people: People, client_of: Any) -> None:
    cell = cell_of(july, "상담")
    for more in (
        {"kind": "note", "text": "센터 두 곳"},
        {"kind": "shortfall", "text": "지연", "recovery": "2018-09-30"},
    ):
        officer.post(f"{PAGE}cells/{cell}/remark/", more, headers=JSON)
    page = client_of(people.head).get(PAGE).content.decode()
    assert page.count('class="remarked"') == 1
    assert f'id="r-{cell}" role="img" aria-label="메모, 부진 사유 있음"' in page


def test_a_stock_that_was_last_counted_years_ago_stands(july: Division) -> None:
    """As in the briefing: the grid reads two years only, and this count besides."""
    places = july.models.Indicator.objects.create(short_name="지점", name="지점", accumulation="latest")
    record_actual(
        july.models,
        {"indicator_id": places.pk, "part_id": None},
        Run(Month(2012, 3), Month(2012, 3)),
        {"value": 9},
        STAMP,
    )
    assert (shown(july, "지점").before, shown(july, "지점").cumulative) == ("9", "9")


def test_what_is_far_from_usual_is_pointed_out(july: Division, officer: Client) -> None:
    calls = july.models.Indicator.objects.create(short_name="전화", name="전화", unit="건")
    key = {"indicator_id": calls.pk, "part_id": None}
    for month, value in enumerate((230, 250, 240, 260, 245, 235), 1):
        record_actual(july.models, key, Run(Month(2018, month), Month(2018, month)), {"value": value}, STAMP)
    cell = {"cell": f"a{calls.pk}", "value": "280", "seen": None}
    usual = send(officer, [cell]).json()
    assert usual["rows"][0]["warnings"] == []
    cell |= {"value": "2,800", "seen": usual["cells"][0]["version"]}
    far = send(officer, [cell]).json()
    [warning] = far["rows"][0]["warnings"]
    assert (warning["code"], warning["text"]) == ("slip", "지난달 235건의 약 10배입니다. 맞는지 확인해 주세요.")
    cell |= {"value": "1,000", "seen": far["cells"][0]["version"]}
    [warning] = send(officer, [cell]).json()["rows"][0]["warnings"]
    assert (warning["code"], "보통 범위(28건~774건)" in warning["text"]) == ("unusual", True)


@pytest.mark.any_engine
def test_the_pages_queries_are_constant(july: Division, officer: Client) -> None:
    officer.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        assert officer.get(PAGE).status_code == 200
    for number in range(20):
        extra = july.models.Indicator.objects.create(short_name=f"덤{number}", name=f"덤{number}", position=number)
        for month in range(1, 7):
            record_actual(
                july.models,
                {"indicator_id": extra.pk, "part_id": None},
                Run(Month(2018, month), Month(2018, month)),
                {"value": month},
                STAMP,
            )
    with CaptureQueriesContext(connection) as many:
        assert officer.get(PAGE).status_code == 200
    assert len(few) == len(many) == 8


def counted(work: Callable[[], Any]) -> int:
    """How many queries the work takes."""
    with CaptureQueriesContext(connection) as captured:
        assert work().status_code == 200
    return len(captured)


def more_indicators(july: Division, count: int) -> list[str]:
    """Cells that July has besides."""
    model = july.models.Indicator
    there = model.objects.count()
    made = model.objects.bulk_create(
        model(short_name=f"덤{number}", name=f"덤{number}", position=number) for number in range(there, there + count)
    )
    return [f"a{each.pk}" for each in made]


@pytest.mark.any_engine
def test_a_saves_queries_do_not_grow_with_its_cells(july: Division, officer: Client) -> None:
    """New figures and corrected ones; one figure also without the event that tells of many."""
    officer.get(PAGE)  # the first request of a session also notes that it was renewed
    cells = more_indicators(july, 110)
    counts = {}
    for name, some in (("one", cells[:1]), ("two", cells[1:3]), ("many", cells)):
        known = {each.cell: each.version for row in grid(july, JULY).rows() for each in row.inputs}
        block = [{"cell": cell, "value": f"{len(some)}", "seen": known[cell]} for cell in some]
        counts[name] = counted(lambda block=block: send(officer, block, together=True))  # type: ignore[misc]
    assert rows(july).filter(superseded_at__isnull=True, value=110).count() == 110
    # SQLite takes 999 values a statement: 110 figures are two of them.
    assert counts == {"one": 12, "two": 12, "many": 15 + (connection.vendor == "sqlite")}


@pytest.mark.any_engine
def test_the_panels_and_the_boards_queries_are_constant(july: Division, officer: Client) -> None:
    officer.get(PAGE)
    cell = cell_of(july, "공간이용", "스터디룸")

    def counts() -> tuple[int, int]:
        return (
            counted(lambda: officer.get(f"{PAGE}cells/{cell}/")),
            counted(lambda: officer.get("/entry/board/2018-07/")),
        )

    before = counts()
    known = None
    for value in ("1", "2", "3"):
        known = one(officer, cell, value, seen=known)["version"]
    officer.post(f"{PAGE}cells/{cell}/remark/", {"kind": "note", "text": "메모"})
    more_indicators(july, 20)
    model = july.models.Programme
    model.objects.bulk_create(model(number=number, title=f"사업 {number}", first_year=2018) for number in range(10, 20))
    assert before == counts() == (10, 6)


@pytest.mark.any_engine
def test_a_submissions_queries_are_constant(july: Division, officer: Client) -> None:
    officer.get(PAGE)
    counts = []
    for more in (0, 20):
        more_indicators(july, more)
        counts.append(counted(lambda: officer.post(f"{PAGE}submit/", {"note": "자료 없음"}, headers=JSON)))
        ReportingMonth.objects.update(state="open")
    assert counts == [22, 22]  # of these five tell the head


def form(july: Division, **typed: str) -> dict[str, str]:
    """What a browser without scripts sends: every cell of the page, with what was seen."""
    data = {}
    for row in grid(july, JULY).rows():
        for each in row.inputs:
            data[each.cell] = each.value
            data[f"seen-{each.cell}"] = str(each.version or "")
    return data | {"request": "3b1f4b5e-6f0c-4f6e-9a44-0d2e5f0a7c11"} | typed


@pytest.mark.any_engine
def test_without_scripts_the_page_saves_what_was_touched(
    july: Division, officer: Client, people: People, client_of: Any
) -> None:
    """What a colleague changed in the meantime, and this user did not touch, is left alone."""
    mine, theirs = cell_of(july, "상담"), cell_of(july, "취업")
    one(officer, theirs, "5")
    data = form(july, **{mine: "1,234"})
    one(client_of(people.colleague), theirs, "7", seen=int(data[f"seen-{theirs}"]))
    answer = officer.post(PAGE, data, follow=True)
    assert "1개 칸을 저장했습니다." in answer.content.decode()
    current = rows(july).filter(superseded_at__isnull=True)
    assert sorted(current.values_list("value", flat=True)) == [7, 1234]
    officer.post(PAGE, data)
    assert rows(july).count() == 3


@pytest.mark.any_engine
def test_without_scripts_it_is_all_or_nothing(july: Division, officer: Client) -> None:
    good, bad = cell_of(july, "상담"), cell_of(july, "취업")
    answer = officer.post(PAGE, form(july, **{good: "12", bad: "열둘"}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "열둘" in page
    assert "숫자가 아닙니다" in page
    assert 'value="12"' in page
    assert not rows(july).exists()


@pytest.mark.any_engine
def test_without_scripts_clearing_is_asked_and_a_dash_explained(july: Division, officer: Client) -> None:
    cell, other = cell_of(july, "상담"), cell_of(july, "취업")
    one(officer, cell, "12")
    typed = form(july, **{cell: " - ", other: "=10+5"})
    answer = officer.post(PAGE, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "저장된 값 12가 지워집니다" in page
    assert 'name="clears"' in page
    assert rows(july).get().value == 12
    page = officer.post(PAGE, typed | {"clears": "yes"}, follow=True).content.decode()
    assert "상담: &#x27;-&#x27;는 0이 아니라 빈칸입니다. 저장된 값 12를 지웠습니다." in page
    assert rows(july).get(superseded_at__isnull=True).value == 15


def test_without_scripts_a_conflict_is_told_and_can_be_settled(
    july: Division, officer: Client, people: People, client_of: Any
) -> None:
    cell = cell_of(july, "상담")
    data = form(july, **{cell: "12"})
    theirs = one(client_of(people.colleague), cell, "13")
    answer = officer.post(PAGE, data)
    assert answer.status_code == 422
    assert "입력 담당 나" in answer.content.decode()
    again = form(july, **{cell: "12", "request": "3b1f4b5e-6f0c-4f6e-9a44-0d2e5f0a7c12"})
    assert again[f"seen-{cell}"] == str(theirs["version"])
    assert officer.post(PAGE, again).status_code == 302
    assert rows(july).get(superseded_at__isnull=True).value == 12


@pytest.mark.any_engine
def test_a_locked_page_takes_nothing(july: Division, officer: Client, people: People, client_of: Any) -> None:
    ReportingMonth.objects.update(state="submitted")
    assert officer.post(PAGE, form(july)).status_code == 302
    assert (
        officer.post(
            PAGE, form(july, **{cell_of(july, "상담"): "12", "request": "3b1f4b5e-6f0c-4f6e-9a44-0d2e5f0a7c13"})
        ).status_code
        == 422
    )
    assert client_of(people.head).post(PAGE, form(july)).status_code == 403
    assert client_of(people.stranger).get(PAGE).status_code == 403
    assert not rows(july).exists()


def test_scripts_are_told_that_the_log_in_is_gone() -> None:
    answer = Client().post(f"{PAGE}cells/", "{}", content_type="application/json")
    assert (answer.status_code, answer.json()["error"]) == (401, "login")
    assert Client().get("/entry/session/").json()["authenticated"] is False


def test_the_month_is_changed_on_its_page(july: Division, officer: Client) -> None:
    """Without scripts too: the month before, the one after, or one that is chosen; the division stays."""
    page = officer.get(PAGE).content.decode()
    assert 'href="/entry/programmes/2018-06/" rel="prev"' in page
    assert 'href="/entry/programmes/2018-08/" rel="next"' in page
    assert '<option value="2018-07" selected>2018년 7월</option>' in page
    assert all(f'<option value="{month}">' in page for month in ("2017-01", "2019-12"))
    chosen = officer.get("/entry/", {"division": "programmes", "month": "2017-12"})
    assert chosen.headers["Location"] == "/entry/programmes/2017-12/"
    january = officer.get(chosen.headers["Location"]).content.decode()
    assert "/entry/programmes/2018-01/" in january


@pytest.mark.parametrize("chosen", [{"month": "2018-13", "division": "programmes"}, {"month": "2018-07"}])
def test_a_month_that_is_none_is_not_found(july: Division, officer: Client, chosen: dict[str, str]) -> None:
    assert officer.get("/entry/", chosen).status_code == 404


@pytest.mark.parametrize(("month", "before", "after"), [("1901-01", False, True), ("2998-12", True, False)])
def test_the_first_and_the_last_month_lead_nowhere_else(
    july: Division, officer: Client, month: str, before: bool, after: bool
) -> None:
    page = officer.get(f"/entry/programmes/{month}/").content.decode()
    assert ('rel="prev"' in page, 'rel="next"' in page) == (before, after)
