"""A small made-up bureau of two divisions: what other papers of the same kind report, over five years."""

from dataclasses import replace
from typing import Any

from reports.tables.sources import Context, Given, Listed, Source
from seoulwork.domain.ledger import (
    AmountRow,
    BudgetRow,
    IndicatorRow,
    Ledger,
    PartRow,
    ProgrammeRow,
    Stored,
    ValueRow,
)
from seoulwork.domain.periods import Month, Run
from tests.rows import INDICATOR

STAMP = Stored("담당관 입력 · 2020년 7월 11일")


def indicator(number: int, name: str, **changes: Any) -> IndicatorRow:
    return replace(INDICATOR, id=number, short_name=name, name=name, **changes)


def row(number: int, run: str, value: int, part: int | None = None, below: int | None = None) -> ValueRow:
    return ValueRow(number, part, Run.parse(run), value, STAMP, below)


# ------------------------------------------------------------------------------------- 2018, two divisions

PARTS = (
    PartRow(1, 1, "대상", "청년"),
    PartRow(2, 1, "대상", "여성"),
    PartRow(3, 1, "대상", "청년/서울"),
    PartRow(4, 1, "대상", "청년/그 밖"),
)

JOBS = Ledger(
    "일자리정책담당관",
    Month(2018, 6),
    (ProgrammeRow(11, 1, "뉴딜일자리"), ProgrammeRow(12, 2, "일자리카페")),
    (
        indicator(1, "상담", policy_order=1),
        indicator(2, "취업률", unit="%", accumulation="ratio"),
        indicator(3, "잔액", unit="백만원", accumulation="latest", programme_id=11),
        indicator(4, "참여", programme_id=11),
    ),
    PARTS,
    (
        *(
            row(1, f"{year}-{month:02}", 10 * part + month, part)
            for year in (2017, 2018)
            for month in range(1, 13)
            for part in (2, 3, 4)
            if (year, month) <= (2018, 6)
        ),
        *(row(2, f"2018-{month:02}", month, None, 10) for month in range(1, 7)),
        row(3, "2018-06", 9_000_000),
        row(4, "2018-06", 77),
    ),
    (row(1, "2018", 500, 2), row(1, "2018H1", 100, 3), row(1, "2018H2", 200, 4), row(3, "2018", 10_000_000)),
    tuple(
        BudgetRow(number, owner, "", name, "current", "예산현액", 2018, "", source)
        for number, owner, name, source in (
            (1, None, "예산", "국비"),
            (2, None, "예산", "시비"),
            (3, 11, "뉴딜 예산", "시비"),
        )
    ),
    tuple(
        AmountRow(number, Month(2018, month), name, (40 if name == "예산액" else 10 + number) * 1_000_000, STAMP)
        for number in (1, 2, 3)
        for name, month in (("예산액", 1), ("원인행위액", 6), ("지출액", 6))
    ),
)
LABOUR = replace(
    JOBS,
    division="노동정책담당관",
    programmes=(ProgrammeRow(21, 1, "노동상담"),),
    actuals=tuple(each for each in JOBS.actuals if each.part_id != 3),
)
TWO = Context(
    (Source("programmes", JOBS.division, JOBS, {"분야": "좋은 일자리"}), Source("labour", LABOUR.division, LABOUR)),
    "programmes",
    11,
    Given({"예산": (Listed("청년", {"비고": "본관"}),)}, {"비고": {"part/1": "청년의 비고"}}),
)
"""Where a table stands in a text of the first programme."""


# ----------------------------------------------------------------------------------- 2020, as other papers have it

YEARS = range(2016, 2021)
FIELDS, STATES = ("일자리", "복지", "문화"), ("완료", "정상추진", "부진")
ACCOUNTS = ("일반회계", "특별회계", "기금")
PROJECTS = ("청년수당", "일자리카페", "기술교육원")
BOARDS = ("심의", "자문", "의결")

PLEDGES = tuple(PartRow(100 + number, 3, "분야", name) for number, name in enumerate(FIELDS))
STATED = tuple(
    PartRow(200 + 10 * number + place, 3, "상태", f"{name}/{state}")
    for number, name in enumerate(FIELDS)
    for place, state in enumerate(STATES)
    if (name, state) != ("문화", "부진")
)
BY_FUNCTION = tuple(
    PartRow(300 + 10 * of + place, of, "기능", name) for of in (4, 5, 6) for place, name in enumerate(BOARDS)
)
BUDGETS = (
    *(
        BudgetRow(10 * number + year, None, "", "사업예산", "current", "예산현액", year, account, "")
        for number, account in enumerate(ACCOUNTS)
        for year in (2020,)
    ),
    *(
        BudgetRow(100 * number + year, 31, "청년 지원", name, "current", "예산현액", year, "", "시비")
        for number, name in enumerate(PROJECTS, 1)
        for year in (2018, 2019, 2020, 2021)
        if (name, year) != ("기술교육원", 2018)
    ),
)


def _amounts() -> tuple[AmountRow, ...]:
    made = []
    for line in BUDGETS:
        base = line.id % 97 * 1_000_000 + 5_000_000
        last = Month(line.year, 12 if line.year < 2020 else 6)
        made.append(AmountRow(line.id, Month(line.year, 1), "예산액", base * 3, STAMP))
        if line.year == 2019:
            made.append(AmountRow(line.id, Month(line.year, 8), "예산액", base * 4, STAMP))
        if line.year <= 2020:
            made += [AmountRow(line.id, last, name, base * 2, STAMP) for name in ("원인행위액", "지출액")]
    return tuple(made)


CITY = Ledger(
    "청년청",
    Month(2020, 6),
    (ProgrammeRow(31, 1, "청년 지원"),),
    (
        indicator(1, "대상", frequency="occasional"),
        indicator(2, "집행", frequency="occasional"),
        indicator(3, "공약", unit="개", accumulation="latest", frequency="occasional"),
        indicator(4, "위원회", unit="개", accumulation="latest", frequency="occasional"),
        indicator(5, "위원", accumulation="latest", frequency="occasional"),
        indicator(6, "회의", unit="회", frequency="occasional"),
        indicator(7, "기금잔액", unit="백만원", accumulation="latest", frequency="occasional"),
    ),
    (*PLEDGES, *STATED, *BY_FUNCTION),
    (
        *(row(1, str(year), 1000 + 10 * year % 70) for year in YEARS if year < 2020),
        *(row(2, str(year), 700 + 7 * year % 90) for year in YEARS if year < 2020),
        row(1, "2020H1", 1200),
        row(2, "2020H1", 450),
        *(row(3, "2020H1", 3 + each.id % 7, each.id) for each in STATED),
        *(row(each.indicator_id, "2020H1", 2 + each.id % 11, each.id) for each in BY_FUNCTION),
        *(row(7, str(year), 5_000_000 * (year - 2015)) for year in YEARS if year < 2020),
    ),
    tuple(row(2, str(year), 900 + year % 10) for year in YEARS),
    BUDGETS,
    _amounts(),
    plan_year=2020,
)
ONE = Context((Source("youth", "청년청", CITY),))
