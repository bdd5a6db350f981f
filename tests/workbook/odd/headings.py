"""What stands over the months."""

import datetime

from tests.workbook.odd.case import COUNSELLING, JAN_FEB, Case, headed, table, xlsxwriter_table
from tests.workbook.writing import by_openpyxl

CASES = [
    Case("months as 1월", headed("1월", "2월"), JAN_FEB),
    Case("months with blanks and full-width digits", headed("１ 월", " 2월 "), JAN_FEB),
    Case("months as 2019-01", headed("2019-01", "2019-02"), JAN_FEB, year=None),
    Case("months as '19.1", headed("'19.1", "'19.2"), JAN_FEB, year=None),
    Case("months as ’19. 1월", headed("’19. 1월", "’19. 2월"), JAN_FEB, year=None),
    Case("months as 2019년 1월", headed("2019년 1월", "2019년 2월", writer=xlsxwriter_table), JAN_FEB, year=None),
    Case("months as 2019.01. and 2019/02", headed("2019.01.", "2019/02"), JAN_FEB, year=None),
    Case("months as whole numbers 201901", headed(201901, 201902), JAN_FEB, year=None),
    Case("months as dates", headed(datetime.date(2019, 1, 1), datetime.date(2019, 2, 1)), JAN_FEB, year=None),
    Case("months as dates with a time", headed(*(datetime.datetime.combine(datetime.date(2019, month, 28), datetime.time(9, 30)) for month in (1, 2))), JAN_FEB, year=None),
    Case("months as dates, by LibreOffice", headed(datetime.date(2019, 1, 31), datetime.date(2019, 2, 28)), JAN_FEB, year=None, libreoffice=True),
    Case("months as 1월말 and 2월 실적", headed("1월말", "2월 실적"), JAN_FEB),
    Case("months as decimals 2019.1, 2019.2", headed(2019.1, 2019.2), JAN_FEB, year=None),
    Case("a decimal 2019.1 alone may be October", headed(2019.1, 2019.9), errors=(("B1", "1월인지 10월인지"),), year=None, figures=None),
    Case(
        "the year in a title above",
        table(["지표", "1월", "2월"], [COUNSELLING, 10, 20], above=(["2019년 상반기 청년 실적"], [])),
        JAN_FEB, year=None,
    ),
    Case("no year anywhere", headed("1월", "2월"), errors=(("B1", "연도를 골라"), ("C1", "연도를 골라")), year=None),
    Case("another year than asked for", headed("2017-01", "2017-02"), errors=(("B1", "2017년"), ("C1", "2017년"))),
    Case("one month twice", headed("1월", "1월", "2월"), errors=(("C1", "B열에도"),)),
    Case(
        "the year in a merged row over the months",
        lambda: by_openpyxl([["지표", "2019년", None], [None, "1월", "2월"], [COUNSELLING, 10, 20]], merges=["A1:A2", "B1:C1"]),
        JAN_FEB, year=None,
    ),
    Case("provisional months", headed("1월(잠정)", "2월(확정)"), JAN_FEB),
    Case("a month with words that are not understood", headed("1월", "2월 가나다"), errors=(("C1", "알 수 없는 머리글"),), figures={"상담@1": 10}),
    Case("a first month with words that are not understood", headed("1월 가나다", "2월", "3월"), errors=(("B1", "알 수 없는 머리글"),)),
    Case("a remark for a month", table(["지표", "1월", "1월 사유"], [COUNSELLING, 10, "행사"]), {"상담@1": 10}, left=("1월 사유",)),
    Case("months with the day", headed("2019.1.31. 기준", "2019.2.28. 기준"), JAN_FEB, year=None),
    Case("months broken into lines", headed("1월\n실적", "2월\n실적"), JAN_FEB),
    Case(
        "계획(A), 실적(B) and B/A under a month",
        table(["지표", "1월", None, None], [None, "계획(A)", "실적(B)", "B/A"], [COUNSELLING, 5, 10, 2], merges=["A1:A2", "B1:D1"]),
        {"상담@1": 10}, left=("계획(A)", "B/A"),
    ),
    Case(
        "실적 beside words that are not known under a month",
        table(["지표", "1월", None], [None, "실적", "남자"], [COUNSELLING, 10, 4], merges=["A1:A2", "B1:C1"]), {"상담@1": 10}, left=("1월 남자",),
    ),
    Case(
        "words that are not known under a month",
        table(["지표", "1월", None], [None, "당초", "변경"], [COUNSELLING, 10, 4], merges=["A1:A2", "B1:C1"]), errors=(("B1", "알 수 없는 열"), ("C1", "알 수 없는 열")),
    ),
    Case(
        "one word that is not known under each month",
        table(["지표", "1월", "2월"], [None, "남자", "남자"], [COUNSELLING, 10, 4], merges=["A1:A2"]), errors=(("B1", "알 수 없는 열"), ("C1", "알 수 없는 열")),
    ),
    Case("last year and this under a month", table(["지표", "1월", None], [None, "2018년", "2019년"], [COUNSELLING, 9, 10], merges=["A1:A2", "B1:C1"]), {"상담@1": 10}, left=("다른 해의 값",)),
    Case("전년 and 금년 under a month", table(["지표", "1월", None], [None, "전년", "금년"], [COUNSELLING, 9, 10], merges=["A1:A2", "B1:C1"]), {"상담@1": 10}, left=("1월 전년",)),
    Case("전월누계, 당월 and 누계 under a month", table(["지표", "2월", None, None], [None, "전월누계", "당월", "누계"], [COUNSELLING, 10, 20, 30], merges=["A1:A2", "B1:D1"]), {"상담@2": 20}, left=("전월누계",), warnings=()),
    Case(
        "two years over the months",
        table(["지표", "2018년", None, "2019년", None], [None, "1월", "2월", "1월", "2월"], [COUNSELLING, 8, 9, 10, 20], merges=["A1:A2", "B1:C1", "D1:E1"]),
        errors=(("B2", "2018년의 열"), ("C2", "2018년의 열")),
    ),
    Case("weeks of a month", headed("1월 1주", "1월 2주", "1월"), errors=(("B1", "알 수 없는 머리글"), ("C1", "알 수 없는 머리글"))),
    Case("months as 1, 2, 3", headed(1, 2, 3), refused="달의 이름이 있는 머리글"),
    Case("months in English", headed("Jan", "Feb"), refused="달의 이름이 있는 머리글"),
    Case("quarters as 1/4", headed("1/4", "2/4"), refused="달의 이름이 있는 머리글"),
    Case("이월 is no month", table(["지표", "전년이월", "1월"], [COUNSELLING, 5, 10]), {"상담@1": 10}, questions=("'전년'",), choices=("given",)),
    Case("a date as text with a short year", headed("’19.01.", "’19.02."), JAN_FEB, year=None),
]
