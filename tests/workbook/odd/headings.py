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
]
