"""Free tables: cells of words and figures in the notation of texts, merged as they are described."""

from typing import Any

import pytest

from reports.document import Ref, Sum, Table
from reports.tables import draw, read_table
from reports.tables.description import DescriptionError
from reports.values import Figure
from tests.reports.tables.made_up import TWO
from tests.reports.tables.test_other_papers import body, heads

BOARDS: dict[str, Any] = {
    "kind": "free",
    "key": "boards",
    "caption": "{기준년:네자리} 상담 현황",
    "columns": [{"align": "center"}, {"width": 3}, {"align": "right"}, {"align": "right"}],
    "head": [
        {"cells": [{"text": "구분", "colspan": 2, "rowspan": 2}, {"text": "상담", "colspan": 2}]},
        {"cells": [{"text": "{기준월}까지"}, {"text": "목표"}]},
    ],
    "body": [
        {
            "cells": [
                {"text": "대상별", "rowspan": 2, "head": True},
                {"text": "청년"},
                {"text": "{상담/청년:값}"},
                {"text": "-"},
            ]
        },
        {"cells": [{"text": "여성(시비 {예산/시비})"}, {"text": "{상담/여성:값}"}, {"text": "{상담/여성.목표:값}"}]},
        {
            "cells": [{"text": "계", "colspan": 2, "head": True}, {"text": "{상담:값}"}, {"text": "{상담.목표:값}"}],
            "total": True,
        },
    ],
    "unit": "명",
    "as_of": "{기준월말}",
    "notes": ["{계획년-1}까지는 따로 셈"],
}


def drawn(description: dict[str, Any]) -> Table:
    (table,) = draw(read_table(description), TWO)
    assert isinstance(table, Table)
    return table


def test_words_and_figures_stand_as_in_texts() -> None:
    table = drawn(BOARDS)
    assert (table.caption, table.scope_note) == ("2018년 상담 현황", "(단위 : 명, '18.6월말 기준)")
    assert table.notes == ("'17년까지는 따로 셈",)
    assert heads(table) == ["구분 2×2 | 상담 2×1", "'18.6월까지 | 목표"]
    assert body(table) == [
        "대상별 | 청년 | 462 | -",
        "여성(시비 40백만원) | 141 | 500",
        "계 | 603 | 800(청년 서울 6월까지, 청년 그 밖 1~6월 제외)",
    ]
    assert [column.align for column in table.columns] == ["center", "left", "right", "right"]
    sentence = table.body[1].cells[0].content
    assert isinstance(sentence, tuple) and [type(run) for run in sentence] == [str, Figure, str]


def test_a_total_gets_the_sum_of_the_figures_that_it_holds_and_no_other() -> None:
    """Of the targets those of the young are not in the table."""
    cells = drawn(BOARDS).body[2].cells
    assert cells[1].formulas == (Sum((Ref(0, 2), Ref(1, 2))),)
    assert cells[2].formulas == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{상담", "'{상담': 중괄호 { }의 짝이 맞지 않습니다."),
        ("{상담.없음}", "'{상담.없음}': '.없음'은 없는 구분입니다."),
        ("{상당}", "'{상당}': '상당'은 없는 이름입니다. 가까운 이름: 상담."),
        ("{상담/노인}", "'{상담/노인}': 지표 '상담'에 '노인' 부분이 없습니다."),
    ],
)
def test_a_cell_that_breaks_the_notation_is_told(text: str, sentence: str) -> None:
    row = {"cells": [{"text": text}, {}, {}, {}]}
    with pytest.raises(DescriptionError) as raised:
        drawn(BOARDS | {"body": [row]})
    assert str(raised.value) == f"본문 1행 1번째 칸 {sentence}"


def test_a_title_holds_times_and_no_figures() -> None:
    with pytest.raises(DescriptionError) as raised:
        drawn(BOARDS | {"caption": "{상담} 현황"})
    assert (
        str(raised.value) == "'{상담}'은(는) 표의 머리와 제목에 쓸 수 없습니다. {기준년}, {계획년-1}처럼 적어 주세요."
    )
