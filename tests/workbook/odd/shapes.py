"""Tables of other shapes than a row for each figure and a column for each month."""

import datetime

from tests.workbook.odd.case import (
    COUNSELLING,
    EMPLOYMENT,
    JAN_FEB,
    PROGRAMME,
    Case,
    rows,
    sheets,
    text,
)

JOBS = "서울시 일자리 창출"
BOTH = {**JAN_FEB, "취업@1": 3, "취업@2": 4}

CASES = [
    # ------------------------------------------------------------------------------------- a row for each month
    Case("a row for each month", rows(["기준월", "지표명", "단위", "실적"], ["2019-01", COUNSELLING, "명", 10], ["2019-02", COUNSELLING, "명", 20]), JAN_FEB, year=None),
    Case("months as numbers in a column", rows(["월", "지표", "실적"], [1, COUNSELLING, 10], [2, COUNSELLING, 20]), JAN_FEB),
    Case("months as dates in a column", rows(["기준월", "지표", "실적"], *[[datetime.date(2019, month, 1), COUNSELLING, month * 10] for month in (1, 2)]), JAN_FEB, year=None),
    Case("years and months in columns of their own", rows(["연도", "월", "지표", "실적"], [2019, 1, COUNSELLING, 10], [2019, 2, COUNSELLING, 20]), JAN_FEB, year=None),
    Case(
        "an old year's rows among those of the year",
        rows(["연도", "월", "지표", "실적"], [2018, 1, COUNSELLING, 9], [2019, 1, COUNSELLING, 10]), errors=(("B2", "2018년의 행입니다"),),
    ),
    Case("an old year's number in a column", rows(["연도", "지표", "1월"], [2018, COUNSELLING, 9]), errors=(("C1", "2018년의 열입니다"),)),
    Case(
        "two years in a column of a wide table",
        rows(["연도", "지표", "1월"], [2019, COUNSELLING, 10], [2018, EMPLOYMENT, 3]), errors=(("A3", "'2018'라고 적힌 행"),), figures={"상담@1": 10},
    ),
    Case("a merged year in a column", rows(["연도", "지표", "1월"], ["'19년", COUNSELLING, 10], [None, EMPLOYMENT, 3], merges=["A2:A3"]), {"상담@1": 10, "취업@1": 3}, year=None),
    Case(
        "names merged over their months",
        rows(["지표", "월", "실적"], [COUNSELLING, "1월", 10], [None, "2월", 20], [EMPLOYMENT, "1월", 3], [None, "2월", 4], merges=["A2:A3", "A4:A5"]), BOTH,
    ),
    Case("names once over their months", rows(["지표", "월", "실적"], [COUNSELLING, "1월", 10], [None, "2월", 20], [EMPLOYMENT, "1월", 3], [None, "2월", 4]), BOTH),
    Case(
        "a month without a name that does not follow", rows(["지표", "월", "실적"], [COUNSELLING, "2월", 20], [None, "1월", 3]),
        errors=(("C3", "이름이 없는 행"),), figures={"상담@2": 20},
    ),
    Case(
        "sums among rows of months",
        rows(["월", "지표", "실적"], ["1월", COUNSELLING, 10], ["2월", COUNSELLING, 20], ["1분기", COUNSELLING, 30], ["월평균", COUNSELLING, 15], ["계", None, 30]),
        JAN_FEB, left=("'1분기' 행은 합계", "'월평균' 행은", "'계' 행은 합계"),
    ),
    Case("a block row over rows of months", rows(["월", "지표", "실적"], [None, PROGRAMME, None], ["1월", COUNSELLING, 10]), {"상담@1": 10}),
    Case(
        "two tables of rows for each month on a sheet",
        rows(["월", "지표", "실적"], ["1월", COUNSELLING, 10], [], ["월", "지표", "실적"], ["2월", COUNSELLING, 20]), JAN_FEB,
    ),
    Case("a column of figures that is not known", rows(["기준월", "지표", "전화 건수", "실적"], ["1월", COUNSELLING, 99, 10]), {"상담@1": 10}, left=("'전화건수' 열은",)),
    Case("a month that is none", rows(["기준월", "지표", "실적"], ["여름", COUNSELLING, 1], ["2월", COUNSELLING, 20]), errors=(("A2", "어느 달의 값인지"),)),
    Case("당월 and 누계 in columns beside the month", rows(["월", "지표", "당월", "누계"], ["1월", COUNSELLING, 10, 10], ["2월", COUNSELLING, 20, 30]), JAN_FEB),
    Case("당월 and 누계 that disagree", rows(["월", "지표", "당월", "누계"], ["1월", COUNSELLING, 10, 10], ["2월", COUNSELLING, 20, 31]), JAN_FEB, warnings=(("D3", "달마다의 합(30)과"),)),
    Case("당월 and 누계 in rows", rows(["지표", "구분", "1월", "2월"], [COUNSELLING, "당월", 10, 20], [None, "누계", 10, 30]), JAN_FEB),
    Case("실적 and 누계 in rows, names merged", rows(["지표", "구분", "1월", "2월"], [COUNSELLING, "실적", 10, 20], [None, "누계", 10, 30], merges=["A2:A3"]), JAN_FEB),
    # ------------------------------------------------------------------------------------ months down, names across
    Case("months down the rows", rows(["월", COUNSELLING, EMPLOYMENT], ["1월", 10, 3], ["2월", 20, 4]), BOTH),
    Case("months down the rows, called 구분", rows(["구분", COUNSELLING], ["1월", 10], ["2월", 20], ["합계", 30]), JAN_FEB, left=("'합계' 행은",)),
    Case("months down the rows, with nothing over them", rows([None, COUNSELLING], ["2019.1", 10], ["2019.2", 20]), JAN_FEB, year=None),
    Case("months down the rows as numbers", rows(["월", COUNSELLING, EMPLOYMENT], [1, 10, 3], [2, 20, 4]), BOTH),
    Case("months down the rows as dates", rows(["기준월", COUNSELLING], *[[datetime.date(2019, month, 28), month * 10] for month in (1, 2)]), JAN_FEB, year=None),
    Case("months down the rows of one figure, named in the title", rows([COUNSELLING], ["월", "실적"], ["1월", 10], ["2월", 20]), JAN_FEB),
    Case("months down the rows, units below the names", rows(["월", COUNSELLING, EMPLOYMENT], [None, "(천명)", "(명)"], ["1월", 1, 3]), {"상담@1": 1000, "취업@1": 3}),
    Case(
        "months down the rows, programme merged over names",
        rows([None, PROGRAMME, None], ["월", COUNSELLING, EMPLOYMENT], ["1월", 10, 3], ["2월", 20, 4], merges=["B1:C1"]), BOTH,
    ),
    Case(
        "months down the rows, 목표, 실적 and 달성률 under each name",
        rows(["월", COUNSELLING, None, None], [None, "목표", "실적", "달성률"], ["1월", 99, 10, 0.1], ["2월", 99, 20, 0.2], merges=["A1:A2", "B1:D1"]),
        JAN_FEB, left=("목표' 열은", "달성률' 열은"),
    ),
    Case(
        "months down the rows, 당월 and 누계 under each name",
        rows(["월", COUNSELLING, None], [None, "당월", "누계"], ["1월", 10, 10], ["2월", 20, 30], merges=["A1:A2", "B1:C1"]), JAN_FEB,
    ),
    Case("months down the rows, a name that is not known", rows(["월", COUNSELLING, "청년 만남 인원"], ["1월", 10, 3], ["2월", 20, 4]), questions=("청년 만남 인원",)),
    Case("months down the rows, an error in one cell", rows(["월", COUNSELLING], ["1월", 10], ["2월", "스무 명"]), errors=(("B3", "스무 명"),)),
    Case("months down the rows, another year", rows(["월", COUNSELLING], ["2018.1", 10], ["2018.2", 20]), errors=(("A2", "2018년의 행"), ("A3", "2018년의 행"))),
    # ------------------------------------------------------------------------------------------- a sheet for each month
    Case("a sheet for each month", sheets(**{"1월": [["지표", "실적"], [COUNSELLING, 10]], "2월": [["지표", "실적"], [COUNSELLING, 20]]}), JAN_FEB),
    Case(
        "a sheet for each month, with 목표, 당월 and 누계",
        sheets(**{f"{month}월": [["지표", "목표", "당월", "누계", "달성률"], [COUNSELLING, 99, own, total, 0.1]] for month, own, total in ((1, 10, 10), (2, 20, 30))}),
        JAN_FEB, left=("'목표' 열은",),
    ),
    Case(
        "the month in the title of each sheet",
        sheets(가=[["2019년 1월 실적"], ["지표", "단위", "실적"], [COUNSELLING, "명", 10]], 나=[["2019년 2월 실적"], ["지표", "단위", "실적"], [COUNSELLING, "명", 20]]),
        JAN_FEB, year=None,
    ),
    Case("the month in the file's name", rows(["지표", "실적"], [COUNSELLING, 10]), {"상담@1": 10}, file="2019년 1월 실적.xlsx", year=None),
    Case(
        "a sheet's name and its title that differ", sheets(**{"1월": [["2월 실적"], ["지표", "실적"], [COUNSELLING, 10]]}), {}, questions=("머리글의 달이 맞습니까",), choices=("skip",),
        left=("이 표는 반입하지",),
    ),
    Case("a title that names several months", rows(["1월~3월 실적"], ["지표", "실적"], [COUNSELLING, 10]), refused="달의 이름이 있는 머리글"),
    Case("a sheet of another year", sheets(**{"2018년 1월": [["지표", "실적"], [COUNSELLING, 10]]}), errors=(("A2", "2018년의 행"),)),
    Case("blocks on the sheet of a month", sheets(**{"1월": [["지표", "실적"], [PROGRAMME], [COUNSELLING, 10], ["합계", 10]]}), {"상담@1": 10}, left=("'합계' 행은",)),
    # ------------------------------------------------------------------------------------------------- stated targets
    Case("the year's target, as it is stored", rows(["지표", "세부", "2018 목표", "7월"], [JOBS, "청년", 76_692, 10]), {"일자리/청년@7": 10}, year=2018, left=("'2018목표' 열은",)),
    Case("the year's target, otherwise than stored", rows(["지표", "세부", "7월", "연간목표"], [JOBS, "청년", 10, 76_000]), {"일자리/청년@7": 10}, year=2018, warnings=(("D2", "목표(76,692)와 다릅니다"),)),
    Case("a target in another unit", rows(["지표", "세부", "목표(천개)", "7월"], [JOBS, "청년", 77, 10]), {"일자리/청년@7": 10}, year=2018, warnings=(("C2", "목표(76,692)와 다릅니다"),)),
    Case("last year's target", rows(["지표", "세부", "2017 목표", "7월"], [JOBS, "청년", 5, 10]), {"일자리/청년@7": 10}, year=2018, left=("'2017목표' 열은",)),
    Case("목표 beside 당월 on the sheet of a month", sheets(**{"7월": [["지표", "세부", "목표", "당월"], [JOBS, "청년", 76_000, 10]]}), {"일자리/청년@7": 10}, year=2018, warnings=(("C2", "목표(76,692)와 다릅니다"),)),
    # --------------------------------------------------------------------------------------------------- side by side
    Case("two tables side by side", rows(["지표", "1월", "2월", None, "지표", "1월", "2월"], [COUNSELLING, 10, 20, None, EMPLOYMENT, 3, 4]), BOTH),
    Case("two tables side by side without a name over the second's", rows(["지표", "1월", None, "1월"], [COUNSELLING, 10, EMPLOYMENT, 3]), {"상담@1": 10, "취업@1": 3}),
    Case(
        "months folded, names repeated",
        rows(["지표", "1월", "지표", "2월"], [COUNSELLING, 10, COUNSELLING, 20], [EMPLOYMENT, 3, EMPLOYMENT, 4]), BOTH,
    ),
    Case("remarks between the months", rows(["지표", "1월", None, "2월"], [COUNSELLING, 10, "행사", 20]), questions=("행사",)),
    # ----------------------------------------------------------------------------------------------------------- text
    Case("months down the rows, as CSV", text(f"월,{COUNSELLING}", "1월,10", "2월,20"), JAN_FEB),
    Case("a row for each month, as CSV", text("연도,월,지표,실적", f"2019,1,{COUNSELLING},10", f"2019,2,{COUNSELLING},20"), JAN_FEB, year=None),
    Case("the month in the name of a CSV", text("지표,실적", f"{COUNSELLING},10"), {"상담@1": 10}, file="19년 1월.csv", year=None),
    Case("side by side, as CSV in cp949", text(f"지표,1월,,지표,1월\n{COUNSELLING},10,,{EMPLOYMENT},3", encoding="cp949"), {"상담@1": 10, "취업@1": 3}),
]
