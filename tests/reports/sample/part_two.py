"""Ⅱ. 정책방향: bullets, policy, jobs."""

from collections.abc import Iterable
from datetime import date

from reports.document import (
    Bullets,
    Cell,
    Chart,
    Column,
    Formula,
    Goal,
    Heading,
    Point,
    Rate,
    Ref,
    Row,
    Section,
    Series,
    Table,
    Vision,
)
from reports.values import (
    CountWithRate,
    Figure,
    Origin,
)
from tests.reports.sample.building import (
    down,
    head,
    line,
    origin,
    percent,
    quantity,
    row,
    stored,
)

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
