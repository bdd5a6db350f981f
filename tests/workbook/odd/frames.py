"""What a sheet says around its figures: each word is used, contradicts, or is asked about."""

from tests.workbook.odd.case import COUNSELLING, EMPLOYMENT, JAN_FEB, MILLION, Case, one, rows, sheets, text

HEAD = ["지표", "1월", "2월"]
ROW = [COUNSELLING, 10, 20]
THOUSANDS = {"상담@1": 10_000, "상담@2": 20_000}
UNIT = ("어느 단위입니까",)
ACTUAL = ("실적입니까",)
SUM = ("누계입니까",)

CASES = [
    *(
        Case(f"a unit in a line above: {line}", rows([line], HEAD, ROW), THOUSANDS)
        for line in ("(단위: 천명)", "[단위 : 천명]", "단  위 : 천 명", "측정단위: 천명", "단위 천", "※ 단위: 천명", "<단위：천명>", "(천명)")
    ),
    *(Case(f"a unit in a line above that may be none: {line}", rows([line], HEAD, ROW), THOUSANDS, questions=UNIT, choices=("unit:천명",)) for line in ("천명 단위", "월별 실적 천명", "(천명 기준)", "숫자는 천명임")),
    *(Case(f"a unit in a line below: {line}", rows(HEAD, ROW, [line]), THOUSANDS, questions=UNIT, choices=("unit:천명",)) for line in ("* 표의 숫자는 천명", "※ 천명으로 환산", "주) 천명단위임")),
    *(Case(f"a factor above: {line}", rows([line], HEAD, ROW), errors=(("B3", "단위가 맞지 않습니다"), ("C3", "단위가 맞지 않습니다"))) for line in ("(x1000)", "× 1,000", "단위: 일천명", "단위: 千名", "단위: 1,000명")),
    Case("a unit said above and another beside", rows(["(단위: 천명)"], ["지표", "단위", "1월"], [COUNSELLING, "명", 10]), errors=(("C3", "어느 단위의 값인지"),)),
    Case("a unit in the remarks", rows(["지표", "1월", "비고"], [COUNSELLING, 10, "(천명)"]), {"상담@1": 10_000}),
    Case("a unit in the name of the sheet", sheets(**{"실적(천명)": [HEAD, ROW]}), THOUSANDS),
    Case("a unit in the file's name", rows(HEAD, ROW), THOUSANDS, file="실적(단위 천명).xlsx"),
    Case("two blocks with units of their own", rows(HEAD, ["청년(단위: 천명)"], ROW, ["여성(단위: 명)"], [EMPLOYMENT, 3, 4]), {**THOUSANDS, "취업@1": 3, "취업@2": 4}),
    Case("두 표의 단위가 서로 다름", rows(["(단위: 천명)"], HEAD, ROW, [], ["(단위: 명)"], ["지표", "1월", "2월"], [EMPLOYMENT, 3, 4]), {**THOUSANDS, "취업@1": 3, "취업@2": 4}),
    *(Case(f"no actuals, by the title: {title}", rows([title], HEAD, ROW), JAN_FEB, questions=ACTUAL, choices=("given",)) for title in ("2019년 월별 목표(안)", "추진계획", "전년도 실적", "월별 전망치", "증감 현황", "예산(안)", "집행 잔액")),
    Case("a table of targets that is not to be imported", rows(["월별 목표"], HEAD, ROW), {}, questions=ACTUAL, choices=("skip",), left=("이 표는 반입하지",)),
    Case("targets, by the name of the sheet", sheets(목표=[HEAD, ROW]), JAN_FEB, questions=ACTUAL, choices=("given",)),
    Case("a plan, by the name of the file", rows(HEAD, ROW), JAN_FEB, questions=ACTUAL, choices=("given",), file="2019 추진계획(최종).xlsx"),
    Case("last year, by a note below", rows(HEAD, ROW, ["※ 전년도 실적임"]), JAN_FEB, questions=ACTUAL, choices=("given",)),
    Case("cumulative, by the title", rows(["월별 누계 실적"], HEAD, [COUNSELLING, 10, 30]), JAN_FEB, questions=SUM, choices=("cumulative",)),
    Case("cumulative, by a block row", rows(HEAD, ["누계"], [COUNSELLING, 10, 30]), JAN_FEB),
    Case("cumulative, by the name of a row", rows(HEAD, [f"{COUNSELLING}(누계)", 10, 30]), JAN_FEB),
    Case("cumulative, by the heading of the names", rows(["지표(누계)", "1월", "2월"], [COUNSELLING, 10, 30]), JAN_FEB, questions=SUM, choices=("cumulative",)),
    Case("of the month, by the title, in columns that are cumulative", rows(["당월 실적"], ["지표", "1월 누계", "2월 누계"], [COUNSELLING, 10, 30]), JAN_FEB, questions=SUM, choices=("cumulative",)),
    Case(
        "money, cumulative by the title",
        rows(["월별 지출액 누계"], ["예산과목", "구분", "7월", "8월"], ["예산현액", "지출액", 110_000, 120_000]),
        {"예산현액.지출액@7": 110_000 * MILLION, "예산현액.지출액@8": 120_000 * MILLION}, questions=("'누계'",), choices=("cumulative",), year=2018,
    ),
    Case(
        "an answer about money says nothing of another title",
        rows(["당월 지출액"], ["예산과목", "구분", "7월"], ["예산현액", "지출액", 110_000]), questions=("'당월'",), year=2018,
        answers={"금액:실적|월": "cumulative", "틀:누계|표의 위:누계": "cumulative"},
    ),
    Case("another year in the title", rows(["2018년 실적"], ["지표", "2019-01", "2019-02"], ROW), JAN_FEB, questions=("머리글의 달이 맞습니까",), choices=("given",), year=None),
    Case("other months in the title", rows(["7~12월 실적"], HEAD, ROW), JAN_FEB, questions=("머리글의 달이 맞습니까",), choices=("given",)),
    Case("the half-year in the title", rows(["2019년 상반기 실적"], HEAD, ROW), JAN_FEB, year=None),
    Case("a date of compiling in the title", rows(["실적 현황(2019. 2월말 기준)"], HEAD, ROW), errors=(("B2", "연도를 골라"), ("C2", "연도를 골라")), year=None),
    Case("a name of its own that holds words", one(10), {"상담@1": 10, "상담@2": 7}),
    Case("an old year's sheet beside this year's", sheets(**{"2018년": [HEAD, ROW], "2019년": [HEAD, ROW]}), JAN_FEB, errors=(("B1", "2018년의 열"), ("C1", "2018년의 열"))),
    Case("a copy of a sheet", sheets(**{"실적": [HEAD, ROW], "실적 (2)": [HEAD, ROW]}), errors=(("B2", "'실적' B2에도"), ("C2", "'실적' C2에도"))),
    Case("a copy of a file", rows(HEAD, ROW), JAN_FEB, file="실적 (2).xlsx"),
    Case("a title in CSV", text("월별 목표,,", "지표,1월,2월", f"{COUNSELLING},10,20"), JAN_FEB, questions=ACTUAL, choices=("given",)),
    Case("a unit in CSV", text("(단위: 천명);;", "지표;1월;2월", f"{COUNSELLING};10;20"), THOUSANDS),
    Case("a cell of CSV with an open quotation mark", text("지표,1월", f'"{COUNSELLING},10'), refused="따옴표"),
]
