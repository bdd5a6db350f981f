"""Five tables as other papers of the same kind have them, drawn from a small made-up bureau; LibreOffice gives what is printed."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reports.document import Chart, Growth, Minus, Rate, Sum, Table
from reports.render.xlsx import render_xlsx
from reports.tables import draw, read_table
from reports.tables.description import DescriptionError, FigureTable, Total
from reports.tables.sources import Context, Source
from tests.reports.tables.describing import GOOD_COLUMNS, GOOD_ROWS
from tests.reports.tables.made_up import CITY, ONE, TWO
from tests.reports.xlsx.opened import document_of, printed_rows, recalculated

YEARS: dict[str, Any] = {
    "kind": "figures",
    "key": "five-years",
    "caption": "연도별 지원 현황",
    "rows": [{"each": {"kind": "years", "first": -4}, "head": "{연도}년"}],
    "labels": ["연도"],
    "columns": [
        {"head": "대상", "bind": {"of": "대상"}},
        {"head": "목표", "bind": {"of": "집행", "aspect": "목표"}},
        {"head": "집행", "bind": {"of": "집행"}},
        {"head": "집행률", "bind": {"of": "집행", "aspect": "달성률"}},
    ],
    "total": {"head": "합계", "last": True},
}
PLEDGES: dict[str, Any] = {
    "kind": "figures",
    "key": "pledges",
    "caption": "공약 이행 현황",
    "base": {"of": "공약"},
    "rows": [{"each": {"kind": "parts", "dimension": "분야"}}],
    "labels": ["분야"],
    "total": {"head": "계", "how": "whole"},
    "columns": [
        {
            "each": {"kind": "parts", "under": "*"},
            "total": {"head": "계", "how": "whole", "key": "all"},
            "children": [
                {"head": "건수", "key": "n", "bind": {"aspect": "실적"}},
                {"head": "비율", "key": "share", "calc": {"how": "rate", "of": ["n", "all.n"]}},
            ],
        }
    ],
}
PROJECTS: dict[str, Any] = {
    "kind": "figures",
    "key": "projects",
    "caption": "세부사업별 예산",
    "base": {"programme": 1},
    "rows": [{"each": {"kind": "budgets", "of": "current"}}],
    "labels": ["세부사업"],
    "total": {"head": "계"},
    "as_of": {"how": "none"},
    "columns": [
        {"head": "{기준년-2:네자리} 결산", "bind": {"aspect": "지출액", "period": "2018"}},
        {
            "head": "2019년",
            "children": [
                {"head": "본예산", "bind": {"aspect": "예산액", "period": "2019-01"}},
                {"head": "추경", "key": "before", "bind": {"aspect": "예산액", "period": "2019"}},
            ],
        },
        {"head": "2020년 예산", "key": "now", "bind": {"aspect": "예산액", "period": "2020"}},
        {"head": "증감", "calc": {"how": "minus", "of": ["now", "before"]}},
        {"head": "증감률", "calc": {"how": "growth", "of": ["now", "before"]}},
    ],
}
ACCOUNTS: dict[str, Any] = {
    "kind": "figures",
    "key": "accounts",
    "caption": "회계별 집행 현황",
    "base": {"of": "사업예산", "period": "기준년"},
    "rows": [{"each": {"kind": "parts"}}],
    "labels": ["회계"],
    "total": {"head": "계", "how": "whole"},
    "columns": [
        {"head": "예산현액", "key": "가", "bind": {"aspect": "예산액"}},
        {"head": "지출 누계", "key": "나", "bind": {"aspect": "지출액"}},
        {"head": "잔액", "calc": {"how": "minus", "of": ["가", "나"]}},
        {"head": "집행률", "bind": {"aspect": "집행률"}, "bar": True},
    ],
}
BOARDS: dict[str, Any] = {
    "kind": "figures",
    "key": "boards",
    "caption": "위원회 현황",
    "rows": [{"each": {"kind": "parts", "of": "위원회", "dimension": "기능"}}],
    "labels": ["기능"],
    "total": {"head": "계", "how": "whole"},
    "columns": [
        {"head": "위원회", "key": "위원회", "bind": {"of": "위원회"}},
        {"head": "위원", "key": "위원", "bind": {"of": "위원"}},
        {"head": "회의", "bind": {"of": "회의"}},
        {"head": "위원회당 위원", "unit": "명", "calc": {"how": "quotient", "of": ["위원", "위원회"]}},
    ],
}
PAPERS = (YEARS, PLEDGES, PROJECTS, ACCOUNTS, BOARDS)


def drawn(description: dict[str, Any]) -> Table:
    (table,) = draw(read_table(description), ONE)
    assert isinstance(table, Table)
    return table


def body(table: Table) -> list[str]:
    """Each row, its cells with bars between them."""
    return [" | ".join(cell.text for cell in row.cells) for row in table.body]


def heads(table: Table) -> list[str]:
    """Each row of heads, merged ones with their spans."""
    return [
        " | ".join(
            cell.text + (f" {cell.colspan}×{cell.rowspan}" if cell.colspan * cell.rowspan > 1 else "")
            for cell in row.cells
        )
        for row in table.head
    ]


def formulas(table: Table) -> list[str]:
    """Of each row the formulas by their initials; a dot for a figure that has none."""
    return [
        "".join(next((type(each).__name__[0] for each in cell.formulas), ".") for cell in row.cells if not cell.head)
        for row in table.body
    ]


def test_five_years_of_a_support() -> None:
    table = drawn(YEARS)
    assert (table.caption, table.scope_note) == ("연도별 지원 현황", "(단위 : 명, '20.6월말 기준)")
    assert heads(table) == ["연도 | 대상 | 목표 | 집행 | 집행률"]
    assert body(table) == [
        "2016년 | 1,000 | 906 | 772 | 85.2%",
        "2017년 | 1,010 | 907 | 779 | 85.9%",
        "2018년 | 1,020 | 908 | 786 | 86.6%",
        "2019년 | 1,030 | 909 | 703 | 77.3%",
        "2020년 | 1,200 | 900 | 450 | 50.0%",
        "합계 | 5,260 | 4,530 | 3,490 | 77.0%",
    ]
    assert formulas(table) == ["...R"] * 5 + ["SSSR"]
    assert [row.total for row in table.body] == [False] * 5 + [True]


def test_pledges_by_field_and_state_with_their_shares() -> None:
    table = drawn(PLEDGES)
    assert table.scope_note == "(단위 : 개, '20.6월말 기준)"
    assert heads(table) == [
        "분야 1×2 | 계 2×1 | 완료 2×1 | 정상추진 2×1 | 부진 2×1",
        "건수 | 비율 | 건수 | 비율 | 건수 | 비율 | 건수 | 비율",
    ]
    assert body(table) == [
        "계 | 49 | 100.0% | 16 | 32.7% | 19 | 38.8% | 14 | 28.6%",
        "일자리 | 24 | 100.0% | 7 | 29.2% | 8 | 33.3% | 9 | 37.5%",
        "복지 | 12 | 100.0% | 3 | 25.0% | 4 | 33.3% | 5 | 41.7%",
        "문화 | 13 | 100.0% | 6 | 46.2% | 7 | 53.8% | - | -",
    ]
    assert formulas(table) == ["SRSRSRSR", "SR.R.R.R", "SR.R.R.R", "SR.R.R.."]


def test_projects_from_a_settled_year_to_the_budget_of_this_one() -> None:
    table = drawn(PROJECTS)
    assert table.scope_note == "(단위 : 백만원)"
    assert heads(table) == [
        "세부사업 1×2 | 2018년 결산 1×2 | 2019년 2×1 | 2020년 예산 1×2 | 증감 1×2 | 증감률 1×2",
        "본예산 | 추경",
    ]
    assert body(table) == [
        "계 | 350 | 810 | 1,080 | 819 | △261 | △24.2%",
        "청년수당 | 172 | 261 | 348 | 264 | △84 | △24.1%",
        "일자리카페 | 178 | 270 | 360 | 273 | △87 | △24.2%",
        "기술교육원 | - | 279 | 372 | 282 | △90 | △24.2%",
    ]
    assert formulas(table) == ["SSSSMG", "....MG", "....MG", "....MG"]


def test_accounts_with_what_is_spent_and_left() -> None:
    table = drawn(ACCOUNTS)
    assert table.scope_note == "(단위 : 백만원, '20.6월말 기준)"
    assert body(table) == [
        "계 | 564 | 376 | 188 | 66.7%",
        "일반회계 | 255 | 170 | 85 | 66.7%",
        "특별회계 | 285 | 190 | 95 | 66.7%",
        "기금 | 24 | 16 | 8 | 66.7%",
    ]
    assert formulas(table) == ["SSMR", "..MR", "..MR", "..MR"]


def test_boards_by_function() -> None:
    """Several indicators beside each other: the heads say their units."""
    table = drawn(BOARDS)
    assert table.scope_note == "('20.6월말 기준)"
    assert heads(table) == ["기능 | 위원회 (개) | 위원 (명) | 회의 (회) | 위원회당 위원"]
    assert body(table) == [
        "계 | 17 | 25 | 33 | 1.5",
        "심의 | 12 | 11 | 10 | 0.9",
        "자문 | 2 | 12 | 11 | 6.0",
        "의결 | 3 | 2 | 12 | 0.7",
    ]
    assert formulas(table) == ["SSS.", "....", "....", "...."]


def test_rows_in_the_order_of_their_figures() -> None:
    """Blank ones come last, the total stays; what it is the sum of goes along."""

    def by(key: str, **changes: Any) -> Table:
        return drawn(BOARDS | {"rows": [{"each": {"kind": "parts", "of": "위원회", "by": key, **changes}}]})

    assert [line.split(" | ")[0] for line in body(by("위원"))] == ["계", "자문", "심의", "의결"]
    assert [line.split(" | ")[0] for line in body(by("회의", ascending=True))] == ["계", "심의", "자문", "의결"]
    assert formulas(by("위원"))[0] == "SSS."
    states = {"each": {"kind": "parts", "dimension": "분야", "depth": 2, "by": "n"}}
    table = drawn(PLEDGES | {"rows": [states], "total": None, "columns": [{"key": "n", "bind": {"aspect": "실적"}}]})
    assert [cell.text for row in table.body for cell in row.cells[:-1]] == [
        *("일자리", "소계", "부진", "정상추진", "완료"),
        *("문화", "소계", "정상추진", "완료"),
        *("복지", "소계", "부진", "정상추진", "완료"),
    ]
    years = {
        "rows": [{"each": {"kind": "years", "first": -1, "last": 1, "by": "집행"}}],
        "columns": [{"key": "집행", "bind": {"of": "집행"}}],
    }
    assert body(drawn(YEARS | years | {"total": None})) == ["2019 | 703", "2020 | 450", "2021 | -"]


FEWER: dict[str, Any] = BOARDS | {
    "key": "fewer",
    "caption": "위원회 현황 (많은 것부터)",
    "rows": [{"each": {"kind": "parts", "of": "위원회", "by": "위원", "most": 1}}],
}
FEWER_PROJECTS: dict[str, Any] = PROJECTS | {
    "key": "fewer-projects",
    "rows": [{"each": {"kind": "budgets", "of": "current", "most": 1, "rest": "나머지"}}],
    "columns": [{"bind": {"aspect": aspect}} for aspect in ("예산액", "지출액", "잔액", "집행률", "증감", "증감률")],
}


def test_rows_behind_the_first_are_one_row_that_is_their_sum() -> None:
    """Of the total they are a part; a rate is that of their sums, and how many they are is said."""
    assert body(drawn(FEWER)) == [
        "계 | 17 | 25 | 33 | 1.5",
        "자문 | 2 | 12 | 11 | 6.0",
        "그 밖 (2개) | 15 | 13 | 22 | 0.9",
    ]
    assert formulas(drawn(FEWER)) == ["SSS.", "....", "...."]
    assert [row.total for row in drawn(FEWER).body] == [True, False, False]
    projects = drawn(FEWER_PROJECTS)
    assert body(projects) == [
        "계 | 819 | 546 | 273 | 66.7% | △261 | △24.2%",
        "청년수당 | 264 | 176 | 88 | 66.7% | △84 | △24.1%",
        "나머지 (2개) | 555 | 370 | 185 | 66.7% | △177 | △24.2%",
    ]
    assert formulas(projects) == ["SSSRS.", "..MR..", "..MR.."]
    fields = {"each": {"kind": "parts", "dimension": "분야", "most": 1}}
    shares = [{"bind": {"aspect": "실적"}}, {"bind": {"aspect": "구성비"}}]
    assert body(drawn(PLEDGES | {"rows": [fields], "columns": shares})) == [
        "계 | 49 | 100.0%",
        "일자리 | 24 | 49.0%",
        "그 밖 (2개) | 25 | 51.0%",
    ]
    years = {"each": {"kind": "years", "first": -4, "most": 2}, "head": "{연도}년"}
    assert body(drawn(YEARS | {"rows": [years]}))[2:] == [
        "그 밖 (3개) | 3,250 | 2,717 | 1,939 | 71.4%",
        "합계 | 5,260 | 4,530 | 3,490 | 77.0%",
    ]
    one_more = {"each": {"kind": "parts", "of": "위원회", "most": 2}}
    assert [line.split(" | ")[0] for line in body(drawn(BOARDS | {"rows": [one_more]}))] == ["계", *made_up_boards()]


def made_up_boards() -> list[str]:
    return ["심의", "자문", "의결"]


def chart_of(description: dict[str, Any], **chart: Any) -> Chart:
    _, found = draw(read_table(description | {"chart": {"kind": "pie"} | chart}), ONE)
    assert isinstance(found, Chart)
    return found


def test_a_pie_says_of_each_row_how_much_it_is_of_them_all() -> None:
    chart = chart_of(FEWER, value="위원")
    assert [(point.label, point.value and point.value.text) for point in chart.series[0].points] == [
        ("자문", "12 (48.0%)"),
        ("그 밖 (2개)", "13 (52.0%)"),
    ]
    assert chart.description.endswith(" 원그림: 자문 12 (48.0%), 그 밖 (2개) 13 (52.0%)")
    fields = {
        "rows": [{"each": {"kind": "parts", "dimension": "분야"}}],
        "columns": [{"key": "부진", "bind": {"part": "부진"}}],
    }
    states = chart_of(PLEDGES | fields | {"total": None}, value="부진", title="부진")
    assert states.title == "부진" and states.series[0].points[2].value is None  # there is no such part
    years = {"rows": [{"each": {"kind": "years", "first": -1, "last": 1}}], "total": None}
    columns = [{"key": "집행", "bind": {"of": "집행"}}]
    lacking = chart_of(YEARS | years | {"columns": columns}, value="집행", title="집행")
    assert lacking.title == "집행 (2021 제외)"
    assert [point.value and point.value.text for point in lacking.series[0].points] == [
        "703 (61.0%)",
        "450 (39.0%)",
        None,
    ]


@pytest.mark.parametrize(
    ("description", "value", "sentence"),
    [
        (
            FEWER_PROJECTS,
            "집행률",
            "'집행률' 열로는 원그림을 그릴 수 없습니다. 더해서 전체가 되는 수치가 있는 열을 골라 주세요.",
        ),
        (FEWER_PROJECTS, "증감", "'청년수당'의 값이 0보다 작아 원그림에 담을 수 없습니다. 다른 그림을 골라 주세요."),
        (
            YEARS
            | {
                "rows": [{"each": {"kind": "years", "first": -12}}],
                "columns": [{"key": "대상", "bind": {"of": "대상"}}],
            },
            "대상",
            "원그림은 12조각까지 그릴 수 있습니다. 보일 행의 수를 줄여 나머지를 한 행으로 모아 주세요.",
        ),
    ],
)
def test_what_is_no_part_of_a_whole_is_no_pie(description: dict[str, Any], value: str, sentence: str) -> None:
    with pytest.raises(DescriptionError) as raised:
        chart_of(description, value=value)
    assert str(raised.value) == sentence


@pytest.mark.slow
def test_recalculated_by_libreoffice_they_are_as_printed(tmp_path: Path) -> None:
    meant = [
        FigureTable(
            key=f"meant-{number}",
            caption=f"표 {number}",
            rows=(row,),
            columns=GOOD_COLUMNS,
            total=Total(how="sum") if number == 1 else None,
        )
        for number, row in enumerate(GOOD_ROWS)
    ]
    tables = [
        *map(drawn, (*PAPERS, FEWER, FEWER_PROJECTS)),
        *(each for one in meant for each in draw(one, TWO) if isinstance(each, Table)),
    ]
    found = [each for table in tables for row in table.body for cell in row.cells for each in cell.formulas]
    assert {type(each) for each in found} == {Sum, Rate, Minus, Growth} and len(found) > 60
    shown = [
        row
        for rows in recalculated(tmp_path, papers=render_xlsx(document_of(*tables)))["papers"].values()
        for row in rows
    ]
    expected = [[part for part in row if part] for table in tables for row in printed_rows(table)]
    assert [row for row in expected if row not in shown] == []


# --------------------------------------------------------------------------------------- what can't be drawn


@pytest.mark.parametrize(
    ("description", "changes", "sentence"),
    [
        (
            YEARS,
            {"columns": [{"head": "잔액", "bind": {"of": "기금잔액"}}]},
            "행 '합계', 열 '잔액': '기금잔액'은 쌓이거나 겹치는 값이어서 기간끼리 더할 수 없습니다. 계를 지워 주세요.",
        ),
        (
            BOARDS,
            {"columns": [*BOARDS["columns"], {"head": "차", "calc": {"how": "minus", "of": ["위원", "위원회"]}}]},
            "열 '차': 셈에는 단위가 같은 값만 쓸 수 있습니다. 단위가 같은 것을 골라 주세요.",
        ),
        (
            BOARDS,
            {"columns": [{"bind": {"of": "위원히"}}]},
            "행 '계', 열 '위원히': '위원히'는 없는 이름입니다. 가까운 이름: 위원, 위원회. 지표나 예산을 골라 주세요.",
        ),
        (
            BOARDS,
            {"rows": [{"each": {"kind": "parts", "of": "위원회", "dimension": "기증"}}]},
            "지표 '위원회'에 '기증'으로 나눈 세부가 없습니다. 가까운 이름: 기능. 나누는 기준을 골라 주세요.",
        ),
        (
            ACCOUNTS,
            {"columns": [{"bind": {"aspect": "달성률"}}]},
            "행 '계', 열 '달성률': 예산 '사업예산'에는 '.달성률'을 쓸 수 없습니다. 쓸 수 있는 구분: 예산액, 원인행위액, 지출액, 잔액, 집행률, 연말전망, 연말추계, 증감, 증감률, 방향, 기간, 기준일, 기준월, 연도, 부진사유, 만회예정일.",
        ),
        (
            BOARDS,
            {"rows": [*BOARDS["rows"], {"head": "모두"}], "total": {"head": "계"}},
            "행 '계', 열 '위원회': '위원회'가 계에 두 번 더해집니다. 겹치는 행이나 열을 지우거나 계를 지워 주세요.",
        ),
        (
            ACCOUNTS,
            {"rows": [*ACCOUNTS["rows"], {"bind": {"part": "기금"}}], "total": {"head": "계"}},
            "행 '계', 열 '예산현액': '사업예산'이 계에 두 번 더해집니다. 겹치는 행이나 열을 지우거나 계를 지워 주세요.",
        ),
        (
            BOARDS,
            {
                "columns": [
                    *BOARDS["columns"],
                    {"head": "몫", "unit": "백만원", "calc": {"how": "quotient", "of": ["위원", "위원회"]}},
                ]
            },
            "열 '몫': 나눈 값을 '백만원' 단위로 보일 수 없습니다. '명'에 맞는 단위를 골라 주세요.",
        ),
        (
            BOARDS,
            {"columns": [*BOARDS["columns"], {"key": "위원", "bind": {"of": "위원"}}]},
            "열 '위원회당 위원': '위원'이(가) 여럿이어서 무엇으로 셈할지 알 수 없습니다. 서로 다른 이름을 붙여 주세요.",
        ),
        (
            ACCOUNTS,
            {"base": {"of": "사업예산", "period": "작년"}},
            "'작년'은 기간이 아닙니다. 2018, 2018H1, 2018-06, 2018-01~2018-06처럼 적어 주세요.",
        ),
    ],
)
def test_what_cannot_be_drawn_says_where_and_what_to_do(
    description: dict[str, Any], changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(DescriptionError) as raised:
        draw(read_table(description | changes), ONE)
    assert str(raised.value) == sentence


def test_budget_lines_below_each_other_with_their_own_execution() -> None:
    """Two levels of a tree, whose upper ones are the sums of what is below."""
    above = {"일반회계": "경제/일반회계", "특별회계": "경제/특별회계", "기금": "복지/기금"}
    budgets = tuple(replace(line, part=above.get(line.part, line.part)) for line in CITY.budgets)
    tree = Context((Source("youth", "청년청", replace(CITY, budgets=budgets)),))

    def rows(**each: Any) -> list[str]:
        entry = {"each": {"kind": "parts", **each}} | ({"total": {"how": "whole"}} if each.get("depth") else {})
        (table,) = draw(read_table(ACCOUNTS | {"rows": [entry], "labels": [], "total": None}), tree)
        assert isinstance(table, Table)
        return body(table)

    assert rows() == ["경제 | 540 | 360 | 180 | 66.7%", "복지 | 24 | 16 | 8 | 66.7%"]
    assert rows(under="경제") == ["일반회계 | 255 | 170 | 85 | 66.7%", "특별회계 | 285 | 190 | 95 | 66.7%"]
    assert rows(depth=2) == [
        "계 | 564 | 376 | 188 | 66.7%",
        "경제 | 소계 | 540 | 360 | 180 | 66.7%",
        "일반회계 | 255 | 170 | 85 | 66.7%",
        "특별회계 | 285 | 190 | 95 | 66.7%",
        "복지 | 소계 | 24 | 16 | 8 | 66.7%",
        "기금 | 24 | 16 | 8 | 66.7%",
    ]
    with pytest.raises(DescriptionError, match="'경재' 세부가 없습니다"):
        rows(under="경재")
