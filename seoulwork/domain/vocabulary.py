"""The closed vocabularies: the words that forms, workbooks, data files, texts and reports share, each once. Pure Python.

Nobody else lists them: a test looks for copies. That of units has an open part (domain/units.py).
"""

from seoulwork.domain.units import Unit, Units

# ------------------------------------------------------------------------------------------------------ units


def _units(base: str, **factors: int) -> dict[str, Unit]:
    return {name: Unit(name, base, factor) for name, factor in factors.items()}


UNITS = Units({
    **_units("원", 원=1, 천원=1_000, 만원=10_000, 백만원=1_000_000, 억원=100_000_000),
    **_units("명", 명=1, 천명=1_000, 만명=10_000),
    **_units("개", 개=1, 천개=1_000, 만개=10_000),
    **{
        name: Unit(name, name, 1)
        for name in (
            "건", "회", "개소", "개사", "개사업", "개구", "개기업", "개학과", "개기관", "개단체", "개과정",
            "개도시", "개국", "개월", "개사업장", "개층", "개실", "일", "시간", "시간/년", "점", "팀", "종", "%", "㎡", ":1", "배", "구", "실",
            "개분야", "개소/구", "지자체", "차", "년", "세", "인", "가구", "호", "대", "편", "부", "권", "강좌", "주", "",
        )
    },
})  # fmt: skip
BUDGET_UNIT = "백만원"
"""The unit in which budgets are shown and typed."""
QUOTIENTS = ("%", ":1")
"""The units that come of dividing two counts: neither half of such a ratio has one."""

# -------------------------------------------------------------------------------------- indicators and budgets

ACCUMULATIONS = {"sum": "합계", "latest": "최근", "mean": "평균", "ratio": "비율"}
"""How an indicator's months add up to a period (합산 방법)."""
FREQUENCIES = {"monthly": "매월", "occasional": "수시"}
"""How often an indicator is entered (입력 주기)."""
BUDGET_KINDS = {"current": "예산현액", "required": "소요예산", "total_cost": "총사업비", "grant": "보조금"}
"""The three that must not be mixed up, and grants, whose execution is reported too."""
EXECUTED = ("current", "grant")
"""The kinds of budget whose execution is entered: 소요예산 and 총사업비 are plans."""
ASKING = {"usual": "보통", "wide": "크게 변하는 지표", "never": "묻지 않음"}
"""How much an indicator's figures may vary before they are asked about (되묻기)."""
RELATIONS = {"at_most": "이하", "same": "같은 값", "mean_of": "하루 평균", "matching": "매칭 비율"}
"""How an indicator stands to another, or a budget line to another (지표 관계)."""
MATCHING = "matching"
"""The relation of two budget lines; the others are of indicators."""
FUND_SOURCES = {"city": "시비", "national": "국비", "province": "도비", "district": "구비", "fund": "기금"}

# --------------------------------------------------------------------------------------------------- briefings

BRIEFINGS = {"report": "주요업무보고", "audit": "행정사무감사", "settlement": "예산결산", "monthly": "월간"}
"""What kinds of briefings there are (보고 종류)."""

# ---------------------------------------------------------------------------------------------------- figures

ACTUAL, TARGET = FIGURES = ("실적", "목표")
WORKED_OUT = "셈"
"""What an origin tells of that is worked out from others."""
NUMERATOR, DENOMINATOR = HALVES = ("분자", "분모")
"""The two halves of a ratio."""
APPROPRIATED, COMMITTED, SPENT = AMOUNTS = ("예산액", "원인행위액", "지출액")
"""The amounts of a budget line."""
CHANGE, GROWTH, DIRECTION = CHANGES = ("증감", "증감률", "방향")
ACHIEVEMENT, SHARE, EXECUTION = ("달성률", "구성비", "집행률")
LEFT, REST = ("남은목표", "잔액")
"""What is left: of a target after the actual, of 예산액 after 지출액."""
FORECAST, PROJECTED = FORESEEN = ("연말전망", "연말추계")
"""What a year will come to: as an officer wrote it, and as the program carries on what is reached."""
COVERED, AS_OF, MONTH_OF, YEAR_OF = TIME_ASPECTS = ("기간", "기준일", "기준월", "연도")
"""When a figure is of: the months that it covers (`'18.1~6월`), its as-of date (`'18.6월말`), the month and the year of that
(`'18.6월`, `'18년`)."""
SHORTFALL, RECOVERY = EXPLAINED = ("부진사유", "만회예정일")
"""Why a figure is behind its pace, as its division wrote it in monthly entry, and by when it is to be made good."""
INDICATOR_ASPECTS = (*FIGURES, ACHIEVEMENT, LEFT, *FORESEEN, *CHANGES, SHARE, *TIME_ASPECTS, *EXPLAINED, *HALVES)
"""구분: what of an indicator a text may name."""
BUDGET_ASPECTS = (*AMOUNTS, REST, EXECUTION, *FORESEEN, *CHANGES, *TIME_ASPECTS, *EXPLAINED)
ASPECTS = (*INDICATOR_ASPECTS, *AMOUNTS, REST, EXECUTION)
BARE, ABSOLUTE, TO_ONE = SHAPES = ("값", "절대", "대1")
DECIMALS = "소수"
SCALES_SHOWN = {"천": 1_000, "만": 10_000}
"""A style that counts in thousands or tens of thousands: `1.4만건`."""
ROUNDED = tuple(f"{DECIMALS}{count}" for count in range(3))
STYLES = (*SHAPES, *SCALES_SHOWN, *ROUNDED)
"""모양: how a text may have a figure shown."""
DIRECTIONS = {
    "증가": ("증가", "감소"),
    "상승": ("상승", "하락"),
    "확대": ("확대", "축소"),
    "연장": ("연장", "단축"),
    "화살표": ("↑", "↓"),
}
"""The words for a change upwards and downwards, by the style that asks for them; the first is the usual."""
YEARLESS, FULL, SPACED, AS_DAY = ("해없이", "네자리", "띄움", "날짜")
TIMES = {YEARLESS: "yearless", FULL: "full", SPACED: "spaced", AS_DAY: "as_day"}
"""How a time is printed: without its year (`6월말`), with all digits of it (`2018년 6월말`), with a space (`'18. 6월말`), the end
of a month as a day (`'18.6.30`)."""

# ------------------------------------------------------------------------------------- what workbooks call things

CUMULATIVE = ("누계", "누적", "까지")
"""In a heading: from January to the end of the month."""
GROWING = CUMULATIVE[:2]
"""In a stock's name: it only grows."""
MEASURES = (
    (NUMERATOR, "numerator"),
    (DENOMINATOR, "denominator"),
    ("원인행위", "committed"),
    ("지출", "spent"),
    ("집행액", "spent"),
)
"""What in a heading or a label names which figure of a row."""
RATES = ("비율", "진도율", "달성율", "집행율")
"""In a heading: the share of the target or of the year."""
NOT_ACTUAL = (
    TARGET, "계획", "전년", "작년", "전월", "전분기", CHANGE, ACHIEVEMENT, EXECUTION, *RATES, SHARE, "예산", "대비", REST, "전망",
)  # fmt: skip
"""In a heading: its column holds no actual."""
OF_THE_MONTH = ("당월", "월계")
"""In a heading or a label: of the month alone."""
TIME_COLUMN = (
    "기준월",
    "대상월",
    "실적월",
    "해당월",
    "연월",
    "년월",
    "기준연월",
    "기준년월",
    "연도월",
    "월",
    "월분",
    "시점",
    "기준일",
)
"""Over the column that says of which month each row is."""
YEAR_COLUMN = ("연도", "년도", "해당연도", "기준연도", "사업연도", "회계연도", "회계년도", "년")
"""Over the column that says of which year each row is."""
SETTLED = ("확정", "잠정")
"""How final a figure is."""
FIGURE_COLUMN = (ACTUAL, "해당월", "집행", *SETTLED, "값", "수치", "액", "치", "월")
"""What, with 누계 and the measures, stands over a column of figures."""
MEANT = (ACTUAL, "기준", "금년", "올해")
"""What may stand in brackets behind a name, beside the words that say otherwise."""
MONEY_WORDS = ("예산", "원인행위", "지출", "집행")
"""Around a table: its figures are money."""
SCALES = {
    "십": 10,
    "백": 100,
    "천": 1_000,
    "만": 10_000,
    "십만": 100_000,
    "백만": 1_000_000,
    "천만": 10_000_000,
    "억": 100_000_000,
}
"""What may stand for a unit: of how many of the base unit."""
BESIDE_MONTH = (
    "금년", "올해", "월말", "말", "중", "분", "까지", "현재", "기준", "당월", "월계", "월별", ACTUAL, "누계", "누적", "집행", "지출", "원인행위", *HALVES,
    TARGET, "계획", "전년", "동기", CHANGE, ACHIEVEMENT, EXECUTION, "대비", *SETTLED, "액", "치",
)  # fmt: skip
"""What may stand beside a month in its heading."""
EXECUTION_LIST = {
    "account": ("회계", "회계명", "회계구분", "회계구분명"),
    "policy": ("정책사업", "정책사업명"),
    "unit": ("단위사업", "단위사업명"),
    "detail": ("세부사업", "세부사업명", "사업명"),
    "budget": ("현액", "예산현재액"),
    "committed": ("원인행위", "지출원인행위액"),
    "spent": ("지출", "집행액", "지출총액"),
    "balance": ("잔액", "예산잔액", "집행잔액", "지출잔액"),
    "rate": ("집행율", "지출률", "지출율"),
    "day": ("일자", "집행일자", "지출일자", "회계일자", "날짜"),
    "month": ("집행월", "지출월", "회계월"),
    "year": ("회계연도", "회계년도"),
}
"""What a budget system's list of executions has over its columns, beside the names of the amounts themselves."""
ASKED_UNITS = ("원", "천원", BUDGET_UNIT)
"""Among which is chosen where a list of executions says of no unit."""
