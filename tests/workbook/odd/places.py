"""Where a table stands, and what stands around and inside it."""

import datetime

from tests.workbook.odd.case import (
    CAFES,
    COUNSELLING,
    EMPLOYMENT,
    JAN_FEB,
    PROGRAMME,
    Case,
    hidden_places,
    table,
    with_hidden,
    with_second_sheet,
    xlsxwriter_table,
)
from tests.workbook.writing import by_openpyxl, by_xlsxwriter

CASES = [
    Case(
        "titles centred over several months without merging",
        table([None, "실적", None, None, "계획", None, None], ["지표", *[f"{month}월" for month in range(1, 7)]], [COUNSELLING, 1, 2, 3, 4, 5, 6]),
        {"상담@1": 1, "상담@2": 2, "상담@3": 3}, left=("계획 4월", "계획 5월", "계획 6월"),
    ),
    Case(
        "a merged title covers what it is merged over",
        lambda: by_openpyxl([[None, "계획", None, None], ["지표", "1월", "2월", "3월"], [COUNSELLING, 1, 2, 3]], merges=["B1:C1"]),
        {"상담@3": 3}, left=("계획 1월", "계획 2월"),
    ),
    Case(
        "names that begin like a total",
        table(["지표", "1월"], ["상반기 공채 인원", 5], ["2분기 채용", 6], ["상반기 계", 7], ["1분기", 8]),
        questions=("상반기 공채 인원", "2분기 채용"), left=("'상반기 계' 행은 합계", "'1분기' 행은 합계"),
    ),
    Case(
        "a table that begins at D7, with notes around it",
        lambda: by_openpyxl(
            [["청년일자리 실적 보고"], ["※ 매월 10일까지"], [], [], [], [], [None, None, None, "지표명", "1월", "2월", "비고"],
             [None, None, None, COUNSELLING, 10, 20, "잠정"], [None, None, None, "※ 대면·온라인 포함"]]
        ),
        JAN_FEB, left=("비고", "설명이어서"),
    ),
    Case(
        "programme, indicator, part in merged cells",
        lambda: by_openpyxl(
            [["사업명", "지표명", "세부", "1월"], [PROGRAMME, CAFES, "민간", 30], [None, None, "대학", 12], [None, None, "공공", 20],
             [None, COUNSELLING, None, 10]],
            merges=["A2:A5", "B2:B4"],
        ),
        {"카페/민간@1": 30, "카페/대학@1": 12, "카페/공공@1": 20, "상담@1": 10},
    ),
    Case(
        "merged cells, by XlsxWriter",
        lambda: by_xlsxwriter(
            [["사업명", "지표명", "세부", "1월"], [PROGRAMME, CAFES, "민간", 30], [None, None, "대학", 12], [None, None, "공공", 20]],
            merges=["A2:A4", "B2:B4"],
        ),
        {"카페/민간@1": 30, "카페/대학@1": 12, "카페/공공@1": 20},
    ),
    Case(
        "merged cells, by LibreOffice",
        lambda: by_openpyxl(
            [["사업명", "지표명", "세부", "1월"], [PROGRAMME, CAFES, "민간", 30], [None, None, "대학", 12]], merges=["A2:A3", "B2:B3"]
        ),
        {"카페/민간@1": 30, "카페/대학@1": 12}, libreoffice=True,
    ),
    Case(
        "names once, blank below instead of merged",
        table(["사업", "지표", "세부", "1월"], [PROGRAMME, CAFES, "민간", 30], [None, None, "대학", 12], [None, COUNSELLING, None, 10]),
        {"카페/민간@1": 30, "카페/대학@1": 12, "상담@1": 10},
    ),
    Case(
        "headings of programmes as rows, totals, blank rows and notes between",
        table(
            ["지표", "1월", "2월", "합계"], [f"2. {PROGRAMME}", None, None, None], [f"○ {COUNSELLING}", 10, 20, 30], [],
            ["소 계", 10, 20, 30], ["※ 잠정치", None, None, None], ["합계", 10, 20, 30],
        ),
        JAN_FEB, left=("'소 계' 행은 합계", "'합계' 행은 합계", "'합계' 열"),
    ),
    Case(
        "target, actual and rate under each month",
        lambda: by_openpyxl(
            [["지표", "1월", None, None, "2월", None, None], [None, "목표", "실적", "달성률", "목표", "실적", "달성률"],
             [COUNSELLING, 100, 10, 0.1, 100, 20, 0.2]],
            merges=["A1:A2", "B1:D1", "E1:G1"],
        ),
        JAN_FEB, left=("1월 목표", "1월 달성률"),
    ),
    Case(
        "month and cumulative under each month",
        lambda: by_openpyxl(
            [["지표", "1월", None, "2월", None], [None, "당월", "누계", "당월", "누계"], [COUNSELLING, 10, 10, 20, 30]],
            merges=["A1:A2", "B1:C1", "D1:E1"],
        ),
        JAN_FEB,
    ),
    Case(
        "two tables on a sheet, two sheets",
        lambda: by_openpyxl(
            [["지표", "1월"], [COUNSELLING, 10], [], ["지표", "2월"], [COUNSELLING, 20]],
            finish=with_second_sheet,
        ),
        {**JAN_FEB, "취업@1": 3},
    ),
    Case(
        "a remark that is a month, in a row called 사업",
        table(["지표", "1월", "2월", "비고"], [COUNSELLING, 10, 20, None], ["서울형 뉴딜일자리 사업 참여인원", 1, 2, "3월"], [EMPLOYMENT, 3, 4, "4월"]),
        questions=("서울형 뉴딜일자리 사업 참여인원",),
    ),
    Case(
        "a date of confirmation in a row called 사업",
        table(["지표", "1월", "2월", "확인일"], ["사업 참여", 1, 2, datetime.date(2019, 3, 4)], [COUNSELLING, 10, 20, datetime.date(2019, 3, 4)]),
        JAN_FEB, answers={"행:|사업참여": "skip"},
    ),
    Case(
        "a note with a month in the month's columns",
        table(["지표", "1월", "2월", "3월"], ["구분 기준: 아래", "3월", None, None], [COUNSELLING, 1, 2, 3]),
        questions=("구분 기준: 아래",),
    ),
    Case(
        "a second table with a heading of its own in the same columns",
        table(["지표명", "1월", "2월"], [COUNSELLING, 10, 20], [], ["세부지표명", "3월", "4월"], [EMPLOYMENT, 3, 4]),
        {**JAN_FEB, "취업@3": 3, "취업@4": 4},
    ),
    Case(
        "numbers beside and below a table are named",
        table(["지표", "1월", "2월"], [COUNSELLING, 10, 20, 999, "1,234"], ["기타", None, None, 7], above=([2019, "청년"], [])),
        JAN_FEB, left=("숫자여서 읽지 않았습니다",),
    ),
    Case(
        "a table of targets beside one of actuals",
        table(["지표", "1월 목표", "2월 목표"], [COUNSELLING, 1, 2], finish=with_second_sheet), {"취업@1": 3}, left=("1월 목표", "2월 목표"),
    ),
    Case(
        "hidden row, column and sheet are read and named",
        table(["지표", "1월", "2월"], [COUNSELLING, 10, 20], [EMPLOYMENT, 1, 2], finish=with_hidden),
        {**JAN_FEB, "취업@1": 1, "취업@2": 2, "프로그램운영@1": 5, "프로그램운영@2": 6},
        left=("숨긴 행", "숨긴 열", "숨긴 시트"),
    ),
    Case(
        "hidden row and column, by XlsxWriter",
        xlsxwriter_table(["지표", "1월", "2월"], [COUNSELLING, 10, 20], hidden_rows=[2], hidden_columns=["C"]),
        JAN_FEB, left=("숨긴 행", "숨긴 열"),
    ),
    Case(
        "hidden label column, section, total and nameless row",
        lambda: by_openpyxl(
            [["사업", "지표", "1월"], [PROGRAMME, None, None], [None, COUNSELLING, 10], [None, "합계", 10]],
            finish=hidden_places,
        ),
        {"상담@1": 10}, left=("숨긴 열('사업')", f"숨긴 행('{PROGRAMME}')", "숨긴 행('합계')"),
    ),
    Case("only a short name", table(["지표", "1월"], ["상담", 10], ["취 업", 3]), {"상담@1": 10, "취업@1": 3}),
    Case("no table", table(["지표", "값"], [COUNSELLING, 10]), refused="달의 이름이 있는 머리글"),
]
