"""Ⅰ. 일반현황: staff, budget, functions."""

from collections.abc import Iterable
from typing import Literal

from reports.document import (
    Bullets,
    Cell,
    Chart,
    Column,
    Formula,
    Heading,
    Minus,
    Point,
    Rate,
    Ref,
    Row,
    Section,
    Series,
    Sum,
    Table,
)
from reports.values import (
    Blank,
    Figure,
    Origin,
    Pair,
    Surplus,
)
from tests.reports.sample.building import (
    BUREAU,
    JOBS,
    LABOUR,
    SOCIAL,
    STAFF_DAY,
    down,
    head,
    line,
    origin,
    percent,
    quantity,
    row,
    stored,
)

GRADES = ("3급 이상", "4급", "5급", "6급", "7급 이하")


STAFF: dict[str, tuple[tuple[int, int] | None, ...]] = {
    JOBS: ((1, 1), (1, 1), (5, 5), (9, 11), (11, 7), (4, 4), (1, 0)),
    LABOUR: (None, (1, 1), (5, 4), (7, 5), (4, 6), (6, 4), None),
    SOCIAL: (None, (1, 1), (6, 6), (9, 8), (9, 8), (1, 0), None),
}


def staffing() -> Table:
    groups = (*GRADES, "임기제", "관리운영")

    def origins(division: str, positions: Iterable[int]) -> tuple[Origin, ...]:
        posts = STAFF[division]
        return tuple(
            origin(f"{division} · {groups[position]}", Pair(*post).text, "정원/현원", "2018년 7월", STAFF_DAY)
            for position in positions
            if (post := posts[position]) is not None
        )

    def pair(divisions: list[str], positions: Iterable[int]) -> Figure:
        held = [
            post for division in divisions for position in positions if (post := STAFF[division][position]) is not None
        ]
        found = tuple(each for division in divisions for each in origins(division, positions))
        if not held:
            return Figure(Blank())
        return Figure(Pair(sum(post[0] for post in held), sum(post[1] for post in held)), found)

    def staff_row(label: str, divisions: list[str], number: int) -> Row:
        total = len(divisions) > 1
        everything = pair(divisions, range(7))
        assert isinstance(everything.value, Pair)
        authorised, actual = everything.value.left, everything.value.right
        halves: tuple[Literal["left", "right"], ...] = ("left", "right")

        def across(half: Literal["left", "right"]) -> tuple[Formula, ...]:
            return (Sum((Ref(number, 4, half), Ref(number, 10, half), Ref(number, 11, half))),)

        counts = [
            Cell(Figure(quantity(authorised), everything.origins), formulas=across(halves[0])),
            Cell(Figure(quantity(actual), everything.origins), formulas=across(halves[1])),
            Cell(
                Figure(Surplus(actual - authorised), everything.origins),
                formulas=(Minus(Ref(number, 2), Ref(number, 1)),),
            ),
            Cell(pair(divisions, range(5)), formulas=(Sum(tuple(Ref(number, column) for column in range(5, 10))),)),
        ]
        groups_cells = [
            Cell(pair(divisions, [position]), formulas=(down(range(1, 4), 5 + position),) if total else ())
            for position in range(7)
        ]
        return row(label, [*counts, *groups_cells], total=total)

    return Table(
        key="staffing",
        caption="인력",
        columns=(
            Column("left", 2.6),
            *[Column("center", 1)] * 3,
            *[Column("center", 1.1)] * 6,
            *[Column("center", 1)] * 2,
        ),
        head=(
            head(
                ("구분", 1, 2),
                ("정원", 1, 2),
                ("현원", 1, 2),
                ("과부족", 1, 2),
                ("일반직", 6, 1),
                ("임기제", 1, 2),
                ("관리 운영", 1, 2),
            ),
            head("계", *GRADES),
        ),
        body=(
            staff_row("계", list(STAFF), 0),
            *[staff_row(division, [division], number) for number, division in enumerate(STAFF, start=1)],
        ),
        unit="명",
        as_of="'18.7.11",
        notes=("정원/현원, 정원외 공무직 21명 별도",),
    )


MONEY = {JOBS: (187_341, 105_588, 100_177), LABOUR: (19_490, 9_154, 5_553), SOCIAL: (30_884, 18_496, 18_414)}


MONEY_KINDS = ("예산현액", "원인행위액", "지출액")


def budget() -> tuple[Table, Chart]:
    def money_row(label: str, divisions: list[str], number: int) -> Row:
        sums = [sum(MONEY[division][place] for division in divisions) for place in range(3)]
        origins = [
            tuple(
                origin(f"{division} · 예산", f"{MONEY[division][place]:,}백만원", kind, "2018년")
                for division in divisions
            )
            for place, kind in enumerate(MONEY_KINDS)
        ]
        total = len(divisions) > 1
        amounts = [
            Cell(
                Figure(quantity(sums[place]), origins[place]), formulas=(down(range(1, 4), 1 + place),) if total else ()
            )
            for place in range(3)
        ]
        rate_cell = Cell(
            Figure(percent(sums[2], sums[0]), (*origins[2], *origins[0])),
            formulas=(Rate(Ref(number, 3), Ref(number, 1)),),
        )
        return row(label, [*amounts, rate_cell], total=total)

    table = Table(
        key="budget",
        caption="예산",
        columns=(Column("left", 1.6), Column(), Column(), Column(), Column(bar=True, width=1.3)),
        head=(head("구분", "예산현액 (A)", "원인행위액", "지출액 (B)", "집행률 (B/A)"),),
        body=(
            money_row("계", list(MONEY), 0),
            *[money_row(division, [division], number) for number, division in enumerate(MONEY, start=1)],
        ),
        unit="백만원",
        as_of="'18.6.30",
    )
    points = []
    for number, each in enumerate(table.body):
        content = each.cells[4].content
        assert isinstance(content, Figure)
        points.append(Point(each.cells[0].text, content, Ref(number, 4)))
    chart = Chart(
        key="budget-execution",
        kind="bars",
        title="담당관별 예산 집행률",
        description="예산 집행률은 전체 52.2%이며 사회적경제담당관이 59.6%로 가장 높고 노동정책담당관이 28.5%로 가장 낮음",
        table="budget",
        series=(Series("집행률", "%", tuple(points)),),
    )
    return table, chart


def functions() -> Table:
    texts = {
        JOBS: (
            "일자리 종합대책 수립 시행, 일자리위원회 운영",
            "상향적 협력적 일자리창출 추진",
            "청년 일자리 종합대책 추진, 청년일자리센터 및 일자리카페 운영",
            "직업훈련계획 수립, 직업훈련시설 관리, 기능경기대회 개최",
        ),
        LABOUR: ("노동정책 기본계획 수립·시행, 노동시간 단축 추진", "비정규직의 정규직화, 아르바이트 권리 보호"),
        SOCIAL: ("사회적경제 생태계 조성 지원", "사회투자기금 및 사회성과보상사업 추진"),
    }
    return Table(
        key="functions",
        caption="주요기능",
        columns=(Column("left", 1), Column("left", 4)),
        head=(head("구분", "주요기능"),),
        body=tuple(row(division, ["\n".join(f"· {text}" for text in lines)]) for division, lines in texts.items()),
    )


def part_one() -> Section:
    budget_table, budget_chart = budget()
    return Section(
        key="general",
        kind="part",
        mark="Ⅰ",
        title="일반현황",
        blocks=(
            Heading("조직"),
            Bullets((line("○", 0, "1정책관 3담당관 15팀"),)),
            Heading("인력"),
            Bullets(
                (
                    line(
                        "○",
                        0,
                        "정원 ",
                        stored(f"{BUREAU} · 정원", 81, "명", kind="정원", as_of=STAFF_DAY),
                        " / 현원 ",
                        stored(f"{BUREAU} · 현원", 72, "명", kind="현원", as_of=STAFF_DAY),
                        " (정원외 : 공무직 ",
                        stored(f"{BUREAU} · 정원외 공무직", 21, "명", kind="현원", as_of=STAFF_DAY),
                        ")",
                    ),
                )
            ),
            staffing(),
            Heading("주요기능"),
            functions(),
            Heading("예산"),
            budget_table,
            budget_chart,
        ),
    )
