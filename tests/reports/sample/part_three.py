"""Ⅲ. 주요업무 보고: six programmes of two divisions."""

from decimal import Decimal

from reports.document import (
    Bullets,
    Cell,
    Column,
    Gist,
    Heading,
    Listing,
    ListingEntry,
    Ref,
    Section,
    Sum,
    Table,
)
from reports.values import (
    AsOf,
    Blank,
    Figure,
    Percent,
    Recorded,
    ToOne,
)
from tests.reports.sample.building import JOBS, JUNE, LABOUR, PLACED, head, line, origin, percent, quantity, row, stored


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
