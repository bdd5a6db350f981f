"""A description of a table as data: there and back, and what can't be meant."""

import json
from typing import Any

import pytest
from hypothesis import given

from reports.tables.description import Description, DescriptionError
from reports.tables.faults import fault_of
from reports.tables.written import read_table, write_table
from tests.reports.tables.describing import descriptions

FIGURES: dict[str, Any] = {
    "kind": "figures",
    "key": "gu",
    "base": {"of": "취업자"},
    "rows": [{"each": {"kind": "parts", "dimension": "자치구"}}],
    "columns": [{"bind": {"aspect": "목표"}}, {"bind": {"aspect": "실적"}}],
    "labels": ["자치구"],
}
FREE: dict[str, Any] = {
    "kind": "free",
    "key": "boards",
    "columns": [{}, {}],
    "body": [{"cells": [{"text": "가"}, {"text": "나"}]}, {"cells": [{"text": "다"}, {"text": "라"}]}],
}


@given(descriptions)
def test_every_description_comes_back_from_json(table: Description) -> None:
    fault = fault_of(table)
    written = write_table(table)
    if fault:
        with pytest.raises(DescriptionError) as raised:
            read_table(written)
        assert str(raised.value) == fault
        assert fault.endswith("주세요.")
    else:
        assert read_table(written) == table
        assert write_table(read_table(written)) == written


def test_what_is_as_usual_is_not_written() -> None:
    assert json.loads(write_table(read_table(FIGURES))) == FIGURES | {"labels": [{"head": "자치구"}]}
    assert json.loads(write_table(read_table(FREE))) == FREE


COLUMNS = [
    {"key": "가", "bind": {"aspect": "목표"}},
    {"key": "나", "bind": {"aspect": "실적"}},
]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"key": "가 나"}, "표의 이름 '가 나'는 쓸 수 없습니다. 글자와 숫자를 줄표(-) 하나로 이어 주세요."),
        ({"rows": []}, "표를 적은 자료에서 'rows'의 값이 맞지 않습니다. 그 값을 고쳐 주세요."),
        ({"colour": 1}, "표를 적은 자료에서 'colour'의 값이 맞지 않습니다. 그 값을 고쳐 주세요."),
        (
            {"rows": [{"bind": {"aspect": "목표", "of": "가"}}]},
            "구분을 행 '목표'와 열 '목표'가 함께 정하고 있습니다. 한쪽에서만 정해 주세요.",
        ),
        (
            {"rows": [{"each": {"kind": "years", "first": -4}}], "columns": [{"bind": {"period": "2017"}}]},
            "기간을 행 '해마다'와 열 '2017'이 함께 정하고 있습니다. 한쪽에서만 정해 주세요.",
        ),
        (
            {"rows": [{"each": {"kind": "years", "first": 2, "last": 1}}]},
            "행 '해마다'의 연도 범위가 맞지 않습니다. -4부터 0까지처럼 앞에서 뒤로 적어 주세요.",
        ),
        (
            {"columns": [*COLUMNS, {"head": "차", "calc": {"how": "minus", "of": ["가", "다"]}}]},
            "열 '차'의 셈에 쓴 '다' 열이 없습니다. 표에 있는 열의 이름을 골라 주세요.",
        ),
        (
            {
                "columns": [
                    *COLUMNS,
                    {"head": "차", "calc": {"how": "minus", "of": ["가", "몫"]}},
                    {"head": "몫", "calc": {"how": "rate", "of": ["차", "나"]}},
                ]
            },
            "열 '차'의 셈이 돌아서 자기 자신을 씁니다. 셈에 쓰는 열을 바꾸어 주세요.",
        ),
        (
            {"columns": [*COLUMNS, {"head": "비", "calc": {"how": "rate", "of": ["가", "나", "가"]}}]},
            "열 '비'의 셈에는 열 둘이 있어야 합니다. 둘을 골라 주세요.",
        ),
        (
            {"columns": [{"bind": {"aspect": "목표"}, "beside": "달성률"}]},
            "열 '목표': 실적 곁에 달성률만 둘 수 있습니다. 다른 비율은 열을 따로 두어 주세요.",
        ),
        (
            {"blocks": 3, "rows": [{"each": {"kind": "parts", "depth": 2}}]},
            "나란히 놓는 표의 행은 한 단계여야 합니다. 나란히 놓기를 1로 하거나 묶음을 풀어 주세요.",
        ),
        (
            {"chart": {"kind": "bars", "value": "집행"}},
            "그림에 쓴 '집행' 열이 없습니다. 표에 있는 열을 골라 주세요.",
        ),
        (
            {"rows": [{"each": {"kind": "years", "first": -4}}], "total": {"how": "whole"}},
            "표의 계는 기간이 서로 다른 값의 계여서 저장된 전체 값이 없습니다. 더한 값으로 바꾸어 주세요.",
        ),
        (
            {"rows": [{"each": {"kind": "divisions"}, "total": {"how": "whole"}}]},
            "행 '담당관마다'의 계는 담당관이 서로 다른 값의 계여서 저장된 전체 값이 없습니다. 더한 값으로 바꾸어 주세요.",
        ),
        (
            {
                "rows": [
                    {
                        "head": "둘",
                        "children": [{"bind": {"of": "가"}}, {"bind": {"part": "나"}}],
                        "total": {"how": "whole"},
                    }
                ]
            },
            "행 '둘'의 계는 지표·예산이 서로 다른 값의 계여서 저장된 전체 값이 없습니다. 더한 값으로 바꾸어 주세요.",
        ),
        (
            {"rows": [{"each": {"kind": "parts", "by": "증감"}}]},
            "행 '세부마다'의 차례를 '증감'(으)로 정할 수 없습니다. 행의 차례를 정할, 수치가 있는 열을 골라 주세요.",
        ),
        (
            {"columns": [{"each": {"kind": "years", "by": "실적"}, "bind": {"aspect": "실적"}}]},
            "열 '해마다'의 차례를 '실적'(으)로 정할 수 없습니다. 행의 차례를 정할, 수치가 있는 열을 골라 주세요.",
        ),
        (
            {"rows": [{"each": {"kind": "parts", "depth": 2, "most": 3}}]},
            "행 '세부마다'에 두 단계를 펼치면서 나머지를 '그 밖'으로 모을 수 없습니다. 한 단계로 펼치거나 모든 행을 보여 주세요.",
        ),
        (
            {"columns": [{"each": {"kind": "quarters", "most": 2}}]},
            "열 '분기마다'의 나머지를 '그 밖'으로 모을 수 없습니다. 한 단계로 펼친 행에서만 모을 수 있습니다. 모두 보여 주세요.",
        ),
        (
            {"base": {}, "rows": [{"bind": {"lines": "currents"}}]},
            "행 '이름 없음'의 예산 종류를 알 수 없습니다: 'currents'. current, required, total_cost, grant 가운데 골라 주세요.",
        ),
    ],
)
def test_a_figure_table_that_cannot_be_meant_is_refused_with_a_way_out(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DescriptionError) as raised:
        read_table(FIGURES | changes)
    assert str(raised.value) == sentence


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ([[{"colspan": 3}]], "본문 1행 1열의 칸이 표 밖으로 나갑니다. 합친 칸의 크기를 줄이거나 열을 늘려 주세요."),
        (
            [[{}, {"rowspan": 2}], [{"colspan": 2}]],
            "본문 2행 1열의 칸이 다른 합친 칸과 겹칩니다. 합친 칸의 크기를 줄여 주세요.",
        ),
        ([[{}]], "본문 1행 2열에 칸이 없습니다. 빈칸을 넣어 열 2개를 채워 주세요."),
        ([[]], "본문 1행 1열에 칸이 없습니다. 빈칸을 넣어 열 2개를 채워 주세요."),
    ],
)
def test_merged_cells_that_do_not_fit_are_refused(body: list[list[dict[str, int]]], sentence: str) -> None:
    with pytest.raises(DescriptionError) as raised:
        read_table(FREE | {"body": [{"cells": cells} for cells in body]})
    assert str(raised.value) == sentence


def test_parts_go_on_from_each_other_and_a_period_is_set_against_the_other_axis() -> None:
    years = {"rows": [{"each": {"kind": "years", "first": -4}}], "columns": [{"bind": {"period": "Y-1"}}]}
    assert read_table(FIGURES | years).kind == "figures"
    crossed = {"rows": [{"bind": {"part": "청년"}}], "columns": [{"bind": {"part": "여성"}}]}
    assert read_table(FIGURES | crossed).kind == "figures"
