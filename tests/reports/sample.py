"""A small briefing, written by hand: every block, line mark, value and kind of table that the renderers meet.

Words and figures are those of the July 2018 paper. `sample_document()` builds it anew; equal calls give equal trees.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal

from reports.document import (
    Bullets,
    Cell,
    Chart,
    Column,
    Document,
    Formula,
    Gist,
    Goal,
    Heading,
    Line,
    Listing,
    ListingEntry,
    Minus,
    Point,
    Rate,
    Ref,
    Row,
    Run,
    Section,
    Series,
    Sum,
    Table,
    Vision,
)
from reports.values import (
    AsOf,
    Blank,
    CountWithRate,
    Figure,
    Meaning,
    Origin,
    Pair,
    Percent,
    Quantity,
    Recorded,
    Surplus,
    ToOne,
)
from seoulwork.domain.numbers import rate

JUNE = date(2018, 6, 30)
STAFF_DAY = date(2018, 7, 11)
ENTERED = "2018년 7월 업무보고 자료"

JOBS = "일자리정책담당관"
LABOUR = "노동정책담당관"
SOCIAL = "사회적경제담당관"
BUREAU = "일자리노동정책관"


def origin(
    indicator: str,
    value: str,
    kind: str = "실적",
    period: str = "2018년 상반기(1월~6월)",
    as_of: date | None = JUNE,
) -> Origin:
    return Origin(indicator, kind, value, period, as_of, ENTERED)


def quantity(number: int | str | Decimal, unit: str = "", decimals: int = 0) -> Quantity:
    return Quantity(Decimal(number), unit, decimals)


def stored(
    indicator: str,
    number: int | str,
    unit: str,
    *,
    shown_unit: bool = True,
    kind: str = "실적",
    as_of: date | None = JUNE,
    meaning: Meaning | None = None,
) -> Figure:
    """A stored figure: one value, one origin."""
    value = quantity(number, unit)
    return Figure(
        value if shown_unit else quantity(number),
        (origin(indicator, value.text, kind, "2018년" if kind != "실적" else "2018년 상반기(1월~6월)", as_of),),
        (meaning,) if meaning else (),
    )


PLACED = Meaning(
    (("지표", "취업"), ("정의", "상담을 받고 취업한 사람"), ("단위", "명"), ("기간의 값", "달마다의 실적을 더합니다.")),
    (("기간", "2018년 상반기(1월~6월)"), ("실적", "1,785명"), ("2018년 목표", "3,000명"), ("달성률", "59.5%")),
)


def head(*texts: str | tuple[str, int, int]) -> Row:
    """A head row of texts, or of (text, colspan, rowspan)."""
    cells = [(text, 1, 1) if isinstance(text, str) else text for text in texts]
    return Row(tuple(Cell(text, colspan, rowspan, head=True) for text, colspan, rowspan in cells))


def row(label: str, contents: Iterable[Cell | str | Figure], *, total: bool = False) -> Row:
    cells = [content if isinstance(content, Cell) else Cell(content) for content in contents]
    return Row((Cell(label, head=True), *cells), total)


def percent(numerator: int, denominator: int) -> Percent:
    exact = rate(numerator, denominator)
    assert exact is not None
    return Percent(exact)


def line(mark: str, level: int, *runs: Run) -> Line:
    return Line(mark, level, runs)


def down(rows: range, column: int, half: Literal["", "left", "right"] = "") -> Sum:
    return Sum(tuple(Ref(number, column, half) for number in rows))


# ----------------------------------------------------------------------------------------------- part Ⅰ

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


# ----------------------------------------------------------------------------------------------- part Ⅱ

POLICY: tuple[tuple[str, tuple[tuple[str, str, tuple[int, ...]], ...]], ...] = (
    (
        "좋은 일자리 창출",
        (
            ("공공 일자리(직접일자리)", "천개", (114, 136, 150, 155, 160)),
            ("민간 일자리(취업지원, 직업훈련, 창업지원, 고용장려금)", "천개", (169, 208, 203, 208, 213)),
        ),
    ),
    (
        "노동존중특별시",
        (
            ("생활임금 적용인원(누적)", "명", (2_519, 11_619, 10_774, 11_000, 11_000)),
            ("공공부문 비정규직의 정규직화 인원(누적)", "명", (8_450, 9_220, 9_547, 9_547, 9_547)),
            ("서울노동아카데미 교육인원", "천명", (63, 47, 50, 50, 50)),
            ("시민명예노동옴부즈만 상담건수", "건", (3_303, 3_411, 4_000, 4_200, 4_400)),
        ),
    ),
    (
        "사회적경제 성과 가시화",
        (
            ("사회적경제 기업수(누계)", "개", (3_501, 3_914, 4_350, 4_700, 5_000)),
            ("사회적경제 공공구매액", "억원", (856, 1_157, 1_300, 1_400, 1_500)),
            ("사회적경제 특구 육성(누계)", "개", (6, 11, 12, 12, 12)),
            ("사회적경제 클러스터 공간조성(누계)", "개", (11, 12, 13, 14, 15)),
        ),
    ),
)
YEARS = (2016, 2017, 2018, 2019, 2020)


def policy() -> tuple[Table, Chart]:
    rows: list[Row] = []
    series: list[Series] = []
    for policy_field, indicators in POLICY:
        for place, (name, unit, values) in enumerate(indicators):
            figures = [
                Figure(
                    quantity(value),
                    (
                        origin(
                            name, f"{value:,}{unit}", "실적" if year < 2018 else "목표", f"{year}년", date(year, 12, 31)
                        ),
                    ),
                )
                for year, value in zip(YEARS, values, strict=True)
            ]
            number = len(rows)
            first = (Cell(policy_field, rowspan=len(indicators), head=True),) if place == 0 else ()
            rows.append(Row((*first, Cell(name, head=True), Cell(unit), *[Cell(figure) for figure in figures])))
            series.append(
                Series(
                    name,
                    unit,
                    tuple(
                        Point(str(year), figure, Ref(number, 3 + column), planned=year >= 2018)
                        for column, (year, figure) in enumerate(zip(YEARS, figures, strict=True))
                    ),
                )
            )
    table = Table(
        key="policy",
        caption="주요 정책지표",
        columns=(Column("left", 1.3), Column("left", 3), Column("center", 0.7), *[Column()] * 5),
        head=(head("분야", "지표명", "단위", *[str(year) for year in YEARS]),),
        body=tuple(rows),
        notes=("2016년과 2017년은 실적, 2018년부터는 목표",),
    )
    chart = Chart(
        key="policy-trend",
        kind="trend",
        title="주요 정책지표 추이(2016~2020)",
        description="10개 지표의 2016년과 2017년 실적, 2018년부터 2020년까지 목표. 생활임금 적용인원은 2017년 11,619명에서 2018년 10,774명으로 줄고 나머지는 늘거나 같음",
        table="policy",
        series=tuple(series),
    )
    return table, chart


GROUPS = (
    ("청년", "뉴딜일자리, 신직업 발굴 및 혁신인재 양성, 청년예술가 교사, 강소기업 고용지원 등", 76_692, 48_697, 2_985),
    ("여성", "국공립어린이집 보육교사, 아이돌보미, 방문간호사, 여성공예창업지원 등", 70_924, 50_825, 4_331),
    ("중장년", "학교안전관리서포터, 취업지원관, 문화재보호사, 공원녹지관리 등", 74_882, 42_962, 651),
    ("어르신", "초등학교 급식도우미, 학교보안관, 교통질서 계도요원, 시니어 택배 등", 76_769, 60_542, 1_467),
    ("장애인", "장애인 일자리지원(관공서행정지원 등), 장애인직업재활 및 통합지원센터 등", 5_905, 4_935, 523),
    ("저소득", "공공근로, 자활근로, 노숙인 일자리지원센터, 지역공동체 일자리사업 등", 21_166, 19_645, 1_156),
    ("일반 시민", "세운상가·창신송인 등 앵커 입주인력, 임대주택·철도 등 공사인력 등", 27_618, 18_051, 369),
)


def jobs() -> tuple[Table, Chart]:
    def job_row(
        label: str, samples: str, groups: Iterable[tuple[str, str, int, int, int]], number: int, *, total: bool
    ) -> Row:
        chosen = list(groups)
        target, actual = sum(group[2] for group in chosen), sum(group[3] for group in chosen)
        money = sum(group[4] for group in chosen)

        def origins(place: int, unit: str, kind: str) -> tuple[Origin, ...]:
            return tuple(origin(f"일자리 · {group[0]}", f"{group[place]:,}{unit}", kind, "2018년") for group in chosen)

        targets, actuals = origins(2, "개", "목표"), origins(3, "개", "실적")
        sums: tuple[tuple[Formula, ...], ...] = tuple(
            (down(range(1, 8), column),) if total else () for column in (2, 3, 4)
        )
        return row(
            label,
            [
                Cell(samples),
                Cell(Figure(quantity(target), targets), formulas=sums[0]),
                Cell(
                    Figure(CountWithRate(quantity(actual), percent(actual, target)), (*actuals, *targets)),
                    formulas=(*sums[1], Rate(Ref(number, 3), Ref(number, 2))),
                ),
                Cell(Figure(quantity(money), origins(4, "억원", "예산현액")), formulas=sums[2]),
            ],
            total=total,
        )

    table = Table(
        key="jobs",
        caption="사업대상별 일자리 목표와 실적",
        columns=(Column("left", 0.9), Column("left", 3.2), Column(), Column(width=1.5, bar=True), Column(width=0.9)),
        head=(
            head(("사업대상", 1, 2), ("사업명", 1, 2), ("2018", 3, 1)),
            head("목표 (개)", "실적 (개)", "예산 (억원)"),
        ),
        body=(
            job_row("총계", "", GROUPS, 0, total=True),
            *[
                job_row(group[0], group[1], [group], number, total=False)
                for number, group in enumerate(GROUPS, start=1)
            ],
        ),
        as_of="'18.6월말",
    )
    points = []
    for number, each in enumerate(table.body[1:], start=1):
        actual, target = each.cells[3].content, each.cells[2].content
        assert isinstance(actual, Figure) and isinstance(target, Figure)
        points.append(Point(each.cells[0].text, actual, Ref(number, 3), target, Ref(number, 2)))
    chart = Chart(
        key="jobs-achievement",
        kind="bars",
        title="사업대상별 일자리 목표 대비 실적",
        description="저소득이 목표의 92.8%로 가장 높고 중장년이 57.4%로 가장 낮음. 실적은 어르신 60,542개가 가장 많음",
        table="jobs",
        series=(Series("실적", "개", tuple(points)),),
    )
    return table, chart


def part_two() -> Section:
    policy_table, policy_chart = policy()
    jobs_table, jobs_chart = jobs()
    target, actual = sum(group[2] for group in GROUPS), sum(group[3] for group in GROUPS)
    total = (origin("일자리", f"{actual:,}개"), origin("일자리", f"{target:,}개", "목표", "2018년"))
    direct = (origin("일자리 · 직접일자리", "132,391개"), origin("일자리 · 직접일자리", "150,061개", "목표", "2018년"))
    return Section(
        key="goals",
        kind="part",
        mark="Ⅱ",
        title="비전 및 목표",
        blocks=(
            Vision(
                "시민행복 일자리 도시 서울",
                (
                    Goal(
                        1,
                        "지속가능한 좋은 일자리 창출",
                        (
                            "일·생활균형 강소기업 발굴·육성",
                            "청년일자리 지원 서비스 확대",
                            "뉴딜일자리 민간 연계 강화",
                            "시·구 상향적 협력적 일자리 창출",
                        ),
                    ),
                    Goal(
                        2,
                        "시민의 삶을 바꾸는 노동존중 구현",
                        (
                            "사각지대 노동자 보호 강화",
                            "전태일 기념관 개관",
                            "비정규직의 정규직화 확산",
                            "노동권의 보호 체계 강화",
                        ),
                    ),
                    Goal(
                        3,
                        "사회적경제 성과 가시화",
                        (
                            "맞춤형 지원으로 사회적경제 기업 집중 육성",
                            "사회적경제 공공구매 확대 및 매출증대",
                            "사회적금융 활성화 견인",
                            "사회적경제 성공모델 육성",
                        ),
                    ),
                ),
            ),
            Heading("주요 정책지표"),
            policy_table,
            policy_chart,
            Heading("서울시 일자리 창출 추진 목표"),
            Bullets(
                (
                    line(
                        "○",
                        0,
                        "'18년 서울시 일자리 목표 ",
                        Figure(quantity(target, "개"), total[1:]),
                        " 중 ",
                        Figure(quantity(actual, "개"), total[:1]),
                        " 달성(",
                        Figure(percent(actual, target), total),
                        ")",
                    ),
                    line(
                        "-",
                        1,
                        "직접일자리 목표 ",
                        Figure(quantity(150_061, "개"), direct[1:]),
                        "(",
                        stored("일자리예산 · 직접일자리", 9_514, "억원", kind="예산현액"),
                        ") 중 ",
                        Figure(quantity(132_391, "개"), direct[:1]),
                        " 달성(",
                        Figure(percent(132_391, 150_061), direct),
                        ")",
                    ),
                )
            ),
            jobs_table,
            jobs_chart,
        ),
    )


# ----------------------------------------------------------------------------------------------- part Ⅲ


def enterprises() -> Section:
    """Every mark of an outline, dates, a ratio to one and an amount."""
    applied, chosen = origin("강소기업 접수", "541개"), origin("강소기업 선정", "100개", "목표", "2018년")
    return Section(
        key="jobs-1",
        kind="programme",
        mark="1",
        title="일생활균형 서울형 강소기업 지원",
        division=JOBS,
        blocks=(
            Gist(
                (
                    line("◆", 0, "성평등·일생활균형 서울형 강소기업 발굴·지원 통해 청년 채용 확대"),
                    line("◆", 0, "청년이 일하기 좋은 중소기업 정보를 청년들에게 통합적으로 제공"),
                )
            ),
            Heading("사업개요"),
            Bullets(
                (
                    line("○", 0, "선정목표 : ", stored("강소기업 선정", 1_000, "개", kind="목표"), " 기업('22년)"),
                    line(
                        "※",
                        1,
                        "'16~17년(기선정) : ",
                        stored("강소기업 선정", 297, "개"),
                        ", '18년(예정) : ",
                        stored("강소기업 선정", 100, "개", kind="목표"),
                    ),
                    line("○", 0, "선정기준 : 고용안정성, 일생활 균형제도 운영, 적정임금 수준 등"),
                    line("○", 0, "지원내용"),
                    line("-", 1, "사내복지, 수평적·성평등적 조직문화 조성 등을 위한 기업문화 개선 지원"),
                    line("·", 2, "육아휴직자 대체 청년인턴 채용 지원, 육아휴직자 직장복귀 지원"),
                    line("○", 0, "소요예산 : ", stored("강소기업 · 소요예산", 3_326, "백만원", kind="소요예산")),
                )
            ),
            Heading("추진현황"),
            Bullets(
                (
                    line("○", 0, "서울형 강소기업 공모·선정"),
                    line("※", 1, "공모기간 : '18.5.14.(월) ~ 6.1.(금)(3주간)"),
                    line(
                        "-",
                        1,
                        "(접수) ",
                        Figure(quantity(541, "개"), (applied,)),
                        " → (서면심사) ",
                        stored("강소기업 서면심사 통과", 241, "개"),
                        " 통과 → (면접) ",
                        Figure(quantity(100, "개"), (chosen,)),
                        " 선정(예정)",
                    ),
                    line(
                        "▶",
                        2,
                        "접수 경쟁률 : 선정계획(",
                        Figure(quantity(100, "개"), (chosen,)),
                        ") 대비 ",
                        Figure(ToOne(Decimal("5.41")), (applied, chosen)),
                        " ※ '17년 = ",
                        Figure(Recorded("1.7:1")),
                    ),
                    line("○", 0, "일자리 미스매칭 해소 위한 청년 참여 기업탐방 프로그램 시범운영('18.6월)"),
                )
            ),
            Heading("향후계획"),
            Bullets(
                (
                    line("○", 0, "'18년 하반기 서울형 강소기업 선정·지원 : '18. 7월~"),
                    line(
                        "-",
                        1,
                        "(면접) 7.17.(화)~7.18.(수) → (선정·지원) ",
                        Figure(quantity(100, "개"), (chosen,)),
                        " 기업 근무환경개선금 지원",
                    ),
                    line("○", 0, "사업별 중간평가 및 현장 점검 추진 ('18. 6. 14.~7. 6.)"),
                )
            ),
        ),
    )


def youth() -> Section:
    """Numbered sub-projects, a table of two columns."""
    return Section(
        key="jobs-2",
        kind="programme",
        mark="2",
        title="청년 체감 일자리 종합서비스 확대 운영",
        division=JOBS,
        blocks=(
            Gist((line("◆", 0, "청년 구직자에 대한 취업 및 창업 종합지원을 위한 인프라 조성"),)),
            Heading("청년일자리센터 운영", 1),
            Heading("운영개요"),
            Table(
                key="jobs-2-overview",
                caption="",
                columns=(Column("left", 1), Column("left", 4)),
                head=(),
                body=(
                    row("주요시설", ["취업상담창구, 스터디룸 13, 멘토링실 5, 세미나실 1, 다목적홀 등"]),
                    row("운영시간", ["평일 오전9시~오후9시 / 토요일 오전10시~오후6시"]),
                    row("주요 서비스", ["커뮤니티 공간 대여, 모의 면접, 취업특강 등 취업서비스 무료 제공"]),
                ),
            ),
            Heading("추진현황"),
            Bullets(
                (
                    line(
                        "○",
                        0,
                        "청년 취업 전문 상담 창구 운영 : ",
                        stored("취업상담", 13_869, "명"),
                        " 상담(대면·온라인상담), ",
                        stored("취업", 1_785, "명", meaning=PLACED),
                        " 취업",
                    ),
                    line("-", 1, "이력서·자소서 클리닉, 모의면접, 취업특강, 멘토링 등"),
                )
            ),
            Heading("청년 생활 밀착형 일자리카페 운영", 2),
            Heading("사업개요"),
            Bullets(
                (
                    line(
                        "○",
                        0,
                        "조성현황 : ",
                        stored("일자리카페", 73, "개소"),
                        "(민간 ",
                        stored("일자리카페 · 민간", 36, "개소", shown_unit=False),
                        ", 대학 ",
                        stored("일자리카페 · 대학", 16, "개소", shown_unit=False),
                        ", 공공 ",
                        stored("일자리카페 · 공공", 21, "개소", shown_unit=False),
                        ")",
                    ),
                )
            ),
            Heading("향후계획"),
            Bullets(
                (
                    line("○", 0, "일자리카페 확대 설치·운영 : '18. 8월~"),
                    line("-", 1, "추진일정 : 신청기한(~8.17), 현장실사(8.29), 최종심사(8.31)"),
                )
            ),
        ),
    )


def new_deal() -> Section:
    """A head over three rows deep, a percentage that is recorded, an as-of date in a sentence."""
    places = (2_655, 700, 300, 300, 400, 300)
    names = (
        "서울시 추진사업",
        "자치구 추진사업",
        "市사업부서 민간공모",
        "공공 특화분야",
        "민간기업 맞춤형",
        "청년 아이디어",
    )
    figures = [
        stored(f"뉴딜일자리 · {name}", number, "명", shown_unit=False, kind="목표")
        for name, number in zip(names, places, strict=True)
    ]
    private = Figure(quantity(sum(places[2:])), tuple(each for figure in figures[2:] for each in figure.origins))
    everything = Figure(quantity(sum(places)), tuple(each for figure in figures for each in figure.origins))
    return Section(
        key="jobs-3",
        kind="programme",
        mark="3",
        title="뉴딜일자리 참여자 지원 및 민간일자리 발굴 강화",
        division=JOBS,
        blocks=(
            Gist((line("◆", 0, "뉴딜일자리를 통해 청년들에게 직무경험 제공 및 역량개발 지원"),)),
            Heading("사업개요"),
            Bullets((line("○", 0, "사업규모 : 총 ", Figure(quantity(sum(places), "명"), everything.origins)),)),
            Table(
                key="new-deal-places",
                caption="뉴딜일자리 인원",
                columns=(Column("left", 0.8), *[Column()] * 8),
                head=(
                    head(
                        ("구분", 1, 2),
                        ("합계", 1, 2),
                        ("서울시 추진사업", 1, 2),
                        ("자치구 추진사업", 1, 2),
                        ("민간공모 사업", 5, 1),
                    ),
                    head("소계", "市사업부서 민간공모", "공공 특화분야", "민간기업 맞춤형", "청년 아이디어"),
                ),
                body=(
                    row(
                        "인원",
                        [
                            Cell(everything, formulas=(Sum((Ref(0, 2), Ref(0, 3), Ref(0, 4))),)),
                            figures[0],
                            figures[1],
                            Cell(private, formulas=(Sum(tuple(Ref(0, column) for column in range(5, 9))),)),
                            *figures[2:],
                        ],
                    ),
                ),
                unit="명",
                notes=("'18. 6월 현재 3,516명 참여",),
            ),
            Heading("추진현황"),
            Bullets(
                (
                    line(
                        "○",
                        0,
                        "뉴딜일자리 참여자 취업률 : 2016년 ",
                        Figure(Percent(Decimal("52.0")), (origin("뉴딜일자리 취업률", "52.0%", "실적", "2016년"),)),
                        " ⇒ 2017년 ",
                        Figure(Percent(Decimal("52.9")), (origin("뉴딜일자리 취업률", "52.9%", "실적", "2017년"),)),
                        " (",
                        Figure(AsOf(JUNE), (origin("뉴딜일자리 취업률", "52.9%", "실적", "2017년"),)),
                        " 기준)",
                    ),
                )
            ),
        ),
    )


def training() -> Section:
    """A table of words over four columns with a column head for each school."""
    return Section(
        key="jobs-7",
        kind="programme",
        mark="7",
        title="서울시 기술교육원 운영",
        division=JOBS,
        blocks=(
            Gist((line("◆", 0, "비진학·미취업 청년, 실업자 등 취약계층의 취업능력 제고"),)),
            Heading("사업개요"),
            Table(
                key="training-schools",
                caption="4개 기술교육원 현황",
                columns=(Column("left", 0.8), *[Column("center")] * 4),
                head=(head("구분", "동부", "중부", "북부", "남부"),),
                body=(
                    row("위치", ["강동구 고덕동", "용산구 한남동", "노원구 상계동", "경기도 군포시"]),
                    row(
                        "위탁법인",
                        ["(학)경북대학교", "명지전문대학 산학협력단", "(재)한국능력개발원", "(사)엘림복지회"],
                    ),
                    row("현위탁기간", ["'16.3.1~'19.2.28", "'17.3.1~'20.2.28", "'16.3.1~'19.2.28", "'16.3.1~'19.2.28"]),
                ),
            ),
            Bullets(
                (
                    line(
                        "○",
                        0,
                        "소요예산 : ",
                        stored("기술교육원 · 소요예산", 20_791, "백만원", kind="소요예산"),
                        "(시비)",
                    ),
                    line("※", 1, "훈련대상 : 만15세 이상 서울시민(기초생활수급자, 국가유공자 등 우선 선발)"),
                )
            ),
        ),
    )


def unions() -> Section:
    """A plain sentence as gist, a printed rate that the stored figures contradict."""
    spent = origin("한국노총 보조금", "1,157백만원", "지출액", "2018년")
    granted = origin("한국노총 보조금", "2,496백만원", "보조금", "2018년", None)
    return Section(
        key="labour-4",
        kind="programme",
        mark="4",
        title="서울지역 노동단체 지원",
        division=LABOUR,
        blocks=(
            Gist(
                (
                    line(
                        "",
                        0,
                        "취약근로자 권익 보호 등 근로복지 향상 및 노동인식 개선을 위한 노동복지 기관·시설 운영 및 노동단체 지원",
                    ),
                )
            ),
            Heading("추진현황"),
            Bullets(
                (
                    line(
                        "○",
                        0,
                        "한국노총 서울지역본부 지원 보조금 6월까지 ",
                        Figure(quantity(1_157, "백만원"), (spent,)),
                        "(",
                        Figure(Recorded("51%", percent(1_157, 2_496)), (spent, granted)),
                        ") 교부",
                    ),
                    line("※", 1, "노동법률상담, 노동조합 교육, 근로자 자녀 장학금 지급 등 9개사업 추진 중"),
                )
            ),
        ),
    )


def shelters() -> Section:
    """A table that mixes words, figures and a blank."""
    rows = (
        ("서초쉼터", 151, 3, "대리기사", "18:00~06:00", 70, "'16.3월 개소"),
        ("북창쉼터", 300, 3, "퀵서비스노동자", "08:30~20:00", 57, "'17.6월 개소 ※ 장소 이전('18.4월)"),
        ("합정쉼터", 165, 5, "이동노동자", "08:30~06:00", 48, "'17.11월 개소"),
        ("상암쉼터", 250, 3, "미디어노동자", "09:30~18:00", None, "'18. 5월 개소"),
    )
    return Section(
        key="labour-5",
        kind="programme",
        mark="5",
        title="사각지대 노동자 보호 강화",
        division=LABOUR,
        blocks=(
            Gist((line("", 0, "사각지대에 놓인 취약 노동자에 대한 권익구제 추진 및 노동환경 개선"),)),
            Heading("사업개요"),
            Bullets((line("○", 0, "특수고용형태 노동자의 권익개선을 위한 특화된 '休 서울노동자 쉼터' 운영"),)),
            Table(
                key="shelters",
                caption="노동자쉼터",
                columns=(
                    Column("left", 1.1),
                    Column(width=0.8),
                    Column(width=0.8),
                    Column("left", 1.5),
                    Column("center", 1.4),
                    Column(width=0.8),
                    Column("left", 1.9),
                ),
                head=(head("쉼터명", "규모 (㎡)", "운영인력", "주이용대상", "운영시간", "일평균", "비고"),),
                body=tuple(
                    row(
                        name,
                        [
                            stored(f"{name} · 면적", area, "㎡", shown_unit=False),
                            stored(f"{name} · 인력", staff, "명"),
                            users,
                            hours,
                            Figure(Blank()) if daily is None else stored(f"{name} · 일평균 이용", daily, "명"),
                            remark,
                        ],
                    )
                    for name, area, staff, users, hours, daily, remark in rows
                ),
            ),
            Heading("추진현황"),
            Bullets(
                (
                    line("①", 0, "휴서울노동자 쉼터 운영 활성화 및 신규 설치"),
                    line(
                        "-",
                        1,
                        "(이용확대) 일평균 이용자수 약 ",
                        Figure(
                            Percent(Decimal(48) * 100 / 127, 0),
                            (
                                origin("쉼터 이용", "127명", "실적", "2017년"),
                                origin("쉼터 이용", "175명", "실적", "2018년"),
                            ),
                        ),
                        " 증가",
                    ),
                )
            ),
        ),
    )


def part_three() -> Section:
    jobs_programmes = (enterprises(), youth(), new_deal(), training())
    labour_programmes = (unions(), shelters())
    goals = tuple(
        Section(
            key=key,
            kind="goal",
            mark=mark,
            title=title,
            blocks=(
                Listing(
                    tuple(
                        ListingEntry("①②③④⑤⑥⑦"[int(programme.mark) - 1], programme.title, programme.key)
                        for programme in programmes
                    )
                ),
            ),
            children=programmes,
            division=division,
        )
        for key, mark, title, division, programmes in (
            ("goal-1", "1.", "지속가능한 좋은 일자리 창출", JOBS, jobs_programmes),
            ("goal-2", "2.", "시민의 삶을 바꾸는 노동존중 구현", LABOUR, labour_programmes),
        )
    )
    return Section(
        key="work",
        kind="part",
        mark="Ⅲ",
        title="주요업무 보고",
        blocks=(Listing(tuple(ListingEntry(goal.mark, goal.title, goal.key) for goal in goals)),),
        children=goals,
    )


def sample_document() -> Document:
    return Document(
        title="2018 주요업무보고",
        session="제282회 시의회 임시회",
        committee="기획경제위원회",
        bureau=BUREAU,
        month="2018. 7.",
        published_on=date(2018, 7, 17),
        sections=(part_one(), part_two(), part_three()),
    )
