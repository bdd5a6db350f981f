"""Right briefings of random figures: whatever the checker says of one, beside the numbers that are typed in it, is a false alarm.

Right means: parts add up, months are entered to the reference month, executions rise month by month, years and months stand
beside figures of just these, and every flow is on its way to its target.
"""

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.ledger import IndicatorRow, PartRow, ProgrammeRow, RelationRow, Side
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.vocabulary import COMMITTED, SPENT, UNITS
from seoulwork.figures.divisions import division
from seoulwork.figures.profiles import BureauRow, HeadcountRow, MilestoneRow, PassageRow

from .paper import LABOUR, STAMP, Paper, Share
from .writing import Writer

NAMES = (
    "무료노무상담", "현장방문", "심리치유", "직업훈련", "창업교육", "컨설팅", "멘토링", "인턴십", "취업연계", "장비대여",
    "판로확대", "금융교육", "법률자문", "기업진단", "온라인강의", "캠페인참여", "공동구매", "홍보관람", "작업환경측정", "이동쉼터방문",
)  # fmt: skip
GROUPS = (("청년", "여성", "어르신"), ("도심권", "동북권", "서남권"), ("민간", "공공"))
TITLES = (
    "노동권 보호",
    "일생활균형 확산",
    "청년 일자리 지원",
    "사회적경제 기반",
    "공정거래 촉진",
    "기술인력 양성",
    "현장 소통",
)
SEEN = 1_000_000
"""Won, in which budgets are told"""


@dataclass
class Flow:
    """A flow that was made: what it came to in the reference year and in the same months of the year before."""

    indicator: IndicatorRow
    now: int
    before: int
    parts: tuple[PartRow, ...] = ()


Kind = Callable[[Share, ProgrammeRow, Writer], None]
"""What makes indicators for a programme, and sentences with them"""


class Maker:
    """Everything random comes of one seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        year, number = self.random.randint(2016, 2024), self.random.randint(1, 12)
        self.reference = Month(year, number)
        coming = number == 12 and self.random.random() < 0.7
        self.plan_year = year + 1 if coming else year
        self.month = self.reference + 1 if number < 12 or coming else self.reference
        self.names = self.random.sample(NAMES, len(NAMES))
        self.made: dict[str, tuple[Share, list[IndicatorRow]]] = {}

    @property
    def year(self) -> int:
        return self.reference.year

    @property
    def results(self) -> Run:
        return Run(Month(self.year, 1), self.reference)

    @property
    def months(self) -> tuple[Month, ...]:
        """Two years, as far as they have come."""
        return Run(Month(self.year - 1, 1), self.reference).months()

    @property
    def years(self) -> list[int]:
        """The years that have targets."""
        return list(range(self.year - 1, self.plan_year + 1))

    def about(self, value: float, spread: float = 0.1) -> int:
        return max(1, round(value * self.random.uniform(1 - spread, 1 + spread)))

    # ------------------------------------------------------------------------------------------------- the whole

    def paper(self) -> Paper:
        shares = [Share(own, f"{own.name}의 목표", f"{own.name} 분야") for own in (division("programmes"), LABOUR)]
        shares.append(Share(division("socialeconomy"), "사회적경제의 목표", "사회적경제 분야"))
        day = date(self.month.year, self.month.number, self.random.randint(1, 28))
        titles, kinds = self.random.sample(TITLES, 5), self.random.sample(self._kinds, len(self._kinds))
        for share, count in zip(shares, (1, 2, 2), strict=True):
            self._staff(share, day)
            self._division_budget(share)
            self._policy(share)
            for number in range(1, count + 1):
                own = [kinds.pop(), kinds.pop()]
                self._programme(share, ProgrammeRow(next(share.numbers), number, titles.pop()), own)
        self._jobs(shares[0])
        teams, staff = self.random.randint(10, 20), self.random.randint(5, 30)
        bureau = BureauRow("일자리노동정책관", 1, "정책관", teams, "팀", staff, day, STAMP)
        return Paper(self.month, self.reference, self.plan_year, bureau, shares, self.made)

    def _staff(self, share: Share, day: date) -> None:
        grades = [
            "4",
            "5",
            "6",
            "7",
            *self.random.sample(["3", "fixed_term", "maintenance"], self.random.randint(0, 3)),
        ]
        for grade in sorted(grades):
            posts = self.random.randint(1, 12)
            share.headcount.append(HeadcountRow(grade, posts, max(1, posts - self.random.randint(0, 1)), day, STAMP))

    @property
    def _kinds(self) -> list[Kind]:
        """Two for each of five programmes."""
        return [
            self._plain_flow,
            self._flow_in_parts,
            self._stock,
            self._mean,
            self._ratio,
            self._part_of_a_whole,
            self._money,
            self._low,
            self._occasional,
            self._grown,
        ]

    def _programme(self, share: Share, programme: ProgrammeRow, kinds: list[Kind]) -> None:
        share.programmes.append(programme)
        writer = Writer(self.random, share, self.reference, self.plan_year)
        for kind in kinds:
            before = len(share.indicators)
            kind(share, programme, writer)
            self.made[kind.__name__.strip("_")] = (share, share.indicators[before:])
        self._budgets(share, programme, writer)
        writer.typed()
        self._texts(share, programme, writer)

    # ----------------------------------------------------------------------------------------------- indicators

    def _name(self, taken: Sequence[IndicatorRow] = ()) -> str:
        """Of no other indicator of the division, and in none of their names."""
        used = {each.name for each in taken}
        return next(name for name in self.random.sample(self.names, len(self.names)) if name not in used)

    def _course(self, base: float, step: int = 1, beside: dict[Month, int] | None = None) -> dict[Month, int]:
        """Monthly values of two years: about even, none like the month before or the same month of the year before; nor is
        the sum with what is told beside them."""
        told: dict[Month, int] = {}
        sums: dict[Month, int] = {}
        for month in self.months:
            value = self.about(base * (1 if month.year == self.year else 0.9), 0.06) * step
            other = (beside or {}).get(month, 0)
            while _again(told, month, value) or _again(sums, month, value + other):
                value += step
            told[month], sums[month] = value, value + other
        return told

    def _store(self, share: Share, own: IndicatorRow, course: dict[Month, int], part: PartRow | None = None) -> None:
        """Month by month, or the half-year that is over as one run."""
        rows = [(Run(month, month), value) for month, value in course.items()]
        if own.accumulation == "sum" and self.reference.number >= 7 and own.id % 3 == 0:
            half = Run(Month(self.year, 1), Month(self.year, 6))
            rows = [(run, value) for run, value in rows if run not in half]
            rows.append((half, sum(value for month, value in course.items() if month in half)))
        for run, value in rows:
            share.actual(own, run, value, part)

    def _targets(
        self, share: Share, own: IndicatorRow, monthly: float, part: PartRow | None = None, step: int = 1
    ) -> dict[int, int]:
        """A flow's of each year, of some also of its halves."""
        told = {}
        for year in self.years:
            halves = [
                round(monthly * 6.3 * (1 + 0.07 * (year - self.year)) + self.random.randint(0, 3)) * step for _ in "12"
            ]
            told[year] = sum(halves)
            share.target(own, Run.year(year), told[year], part)
            if own.id % 2 == 0:
                for half, value in zip(
                    (Run(Month(year, 1), Month(year, 6)), Run(Month(year, 7), Month(year, 12))), halves, strict=True
                ):
                    share.target(own, half, value, part)
        return told

    def _made(self, own: IndicatorRow, course: dict[Month, int], parts: tuple[PartRow, ...] = ()) -> Flow:
        now = sum(value for month, value in course.items() if month in self.results)
        before = sum(value for month, value in course.items() if month in self.results.a_year_before())
        return Flow(own, now, before, parts)

    def _flow(self, share: Share, programme: ProgrammeRow | None, unit: str = "명", **fields: object) -> Flow:
        own = share.indicator(self._name(share.indicators), programme, unit=unit, **fields)
        step, base = UNITS[unit].factor, self.random.choice((70, 400, 2_500, 30_000)) * self.random.uniform(1, 3)
        course = self._course(base, step)
        self._store(share, own, course)
        self._targets(share, own, base, step=step)
        return self._made(own, course)

    def _plain_flow(self, share: Share, programme: ProgrammeRow, writer: Writer) -> None:
        flow = self._flow(share, programme, self.random.choice(("명", "건", "회", "개소")))
        writer.flow(flow.indicator, flow.now, flow.before)

    def _flow_in_parts(self, share: Share, programme: ProgrammeRow, writer: Writer) -> None:
        """By one breakdown or two, each of which adds up; with the whole beside them, or without."""
        own = share.indicator(self._name(share.indicators), programme, unit=self.random.choice(("명", "건")))
        dimensions = self.random.sample(GROUPS, self.random.randint(1, 2))
        whole: dict[Month, int] = dict.fromkeys(self.months, 0)
        planned: dict[int, int] = dict.fromkeys(self.years, 0)
        parts = [share.part(own, name, "대상") for name in dimensions[0]]
        for part in parts:
            base = self.random.uniform(80, 900)
            course = self._course(base, beside=whole)
            self._store(share, own, course, part)
            whole = {month: value + course[month] for month, value in whole.items()}
            for year, value in self._targets(share, own, base, part).items():
                planned[year] += value
        for names in dimensions[1:]:
            self._second_breakdown(share, own, names, whole, planned)
        if self.random.random() < 0.4:
            self._store(share, own, whole)
            for year, value in planned.items():
                share.target(own, Run.year(year), value)
        flow = self._made(own, whole, tuple(parts))
        writer.flow(own, flow.now, flow.before, parts[0].path)

    def _second_breakdown(
        self, share: Share, own: IndicatorRow, names: Sequence[str], whole: dict[Month, int], planned: dict[int, int]
    ) -> None:
        parts = [share.part(own, name, "지역") for name in names]
        courses: dict[int, dict[Month, int]] = {part.id: {} for part in parts}
        for month, value in whole.items():
            shares = [value // len(parts) - 3 * place for place in range(len(parts))]
            shares[0] = value - sum(shares[1:])
            while any(_again(courses[part.id], month, each) for part, each in zip(parts, shares, strict=True)):
                shares = [shares[0] + len(shares) - 1, *(each - 1 for each in shares[1:])]
            for part, own_share in zip(parts, shares, strict=True):
                courses[part.id][month] = own_share
        for part in parts:
            self._store(share, own, courses[part.id], part)
        for year, value in planned.items():
            rest = value - (len(parts) - 1) * (value // len(parts))
            for place, part in enumerate(parts):
                share.target(own, Run.year(year), rest if place == 0 else value // len(parts), part)

    def _part_of_a_whole(self, share: Share, programme: ProgrammeRow, writer: Writer) -> None:
        """취업 ≤ 상담, and the same measure once more."""
        whole = share.indicator(self._name(share.indicators), programme)
        part = share.indicator(self._name(share.indicators), programme)
        twin = share.indicator(self._name(share.indicators), programme)
        base = self.random.uniform(200, 3_000)
        course = self._course(base)
        below = self._course(base / 2)
        for own, values in ((whole, course), (part, below), (twin, course)):
            for month, value in values.items():
                share.actual(own, Run(month, month), value)
        self._targets(share, whole, base)
        self._targets(share, part, base / 2)
        share.relations += [
            RelationRow("at_most", Side(part.id), Side(whole.id)),
            RelationRow("same", Side(twin.id), Side(whole.id)),
        ]
        writer.flow(part, self._made(part, below).now, self._made(part, below).before)
        writer.two(part, whole)

    def _money(self, share: Share, programme: ProgrammeRow, writer: Writer) -> None:
        flow = self._flow(share, programme, self.random.choice(("백만원", "억원")))
        writer.flow(flow.indicator, flow.now, flow.before)

    def _low(self, share: Share, programme: ProgrammeRow, writer: Writer) -> None:
        flow = self._flow(share, programme, "건", lower_is_better=True)
        writer.flow(flow.indicator, flow.now, flow.before)

    def _stock(self, share: Share, programme: ProgrammeRow, writer: Writer) -> None:
        """Rises a little each month; by parts that are counted on the same days, or as a whole."""
        own = share.indicator(
            self._name(share.indicators), programme, unit=self.random.choice(("개소", "명")), accumulation="latest"
        )
        parts = [share.part(own, name) for name in self.random.choice(GROUPS)] if self.random.random() < 0.5 else [None]
        for part in parts:
            level = self.random.randint(60, 4_000)
            for month in self.months:
                level += self.random.randint(1, 3)
                share.actual(own, Run(month, month), level, part)
            for year in self.years:
                share.target(own, Run.year(year), level + 10 + 9 * (year - self.year), part)
        writer.stock(own)

    def _grown(self, share: Share, programme: ProgrammeRow, writer: Writer) -> None:
        """What is reached in all beside what is added each year."""
        flow = share.indicator(self._name(share.indicators), programme, frequency="occasional", unit="개")
        stock = share.indicator(
            f"{flow.name} 누계", programme, unit="개", accumulation="latest", flow_id=flow.id, frequency="occasional"
        )
        reached = 0
        for year in range(self.year - 3, self.plan_year + 2):
            value = self.random.randint(120, 400)
            reached += value
            if year < self.year:
                share.actual(flow, Run.year(year), value)
                share.actual(stock, Run.year(year), reached)
                continue
            share.target(flow, Run.year(year), value)
            share.target(stock, Run.year(year), reached)
        writer.add(f"○ '{self.plan_year % 100:02}년 목표 : {stock.name} {{{stock.name}.목표}}")

    def _mean(self, share: Share, programme: ProgrammeRow, writer: Writer) -> None:
        """Visitors a day beside their count."""
        mean = share.indicator(self._name(share.indicators), programme, accumulation="mean")
        count = share.indicator(self._name(share.indicators), programme)
        for month, value in self._course(self.random.uniform(60, 900)).items():
            share.actual(mean, Run(month, month), value)
            share.actual(count, Run(month, month), value * monthrange(month.year, month.number)[1])
        share.relations.append(RelationRow("mean_of", Side(mean.id), Side(count.id)))
        writer.plain(mean)

    def _ratio(self, share: Share, programme: ProgrammeRow, writer: Writer) -> None:
        unit = self.random.choice(("%", ":1"))
        own = share.indicator(self._name(share.indicators), programme, unit=unit, accumulation="ratio", decimals=0)
        wholes = self._course(self.random.uniform(300, 2_000))
        for month, value in wholes.items():
            share_of = self.about(value * 0.7, 0.04)
            top, bottom = (share_of, value) if unit == "%" else (value * 4 + share_of, value)
            share.actual(own, Run(month, month), top, below=bottom)
        writer.plain(own)

    def _occasional(self, share: Share, programme: ProgrammeRow, writer: Writer) -> None:
        """What comes as it happens; and the same in thousands."""
        own = share.indicator(self._name(share.indicators), programme, unit="개", frequency="occasional")
        rounded = share.indicator(
            self._name(share.indicators), programme, unit="천개", frequency="occasional", restates=own.name
        )
        for year, run in ((self.year - 1, Run.year(self.year - 1)), (self.year, self.results)):
            value = self.about(20_000 + 1_500 * (year - self.year))
            share.actual(own, run, value)
            share.actual(rounded, run, (value + 500) // 1000 * 1000)
        for year in self.years:
            value = self.about(30_000 + 900 * (year - self.year), 0.02)
            share.target(own, Run.year(year), value)
            share.target(rounded, Run.year(year), (value + 500) // 1000 * 1000)
        writer.plain(own)

    def _policy(self, share: Share) -> None:
        """A flow and a stock of the division, shown from two years before the plan year to two years after it."""
        flow = share.indicator(f"{share.goal[:2]} 정책대상", None, frequency="occasional", policy_order=1)
        stock = share.indicator(
            f"{share.goal[:2]} 기업수(누계)", None, unit="개", accumulation="latest", policy_order=2
        )
        level = self.random.randint(1_000, 5_000)
        for year in range(self.plan_year - 2, self.plan_year):
            share.actual(flow, Run.year(year), self.about(5_000 + 300 * (year - self.year), 0.01))
        for month in Run(Month(self.plan_year - 3, 12), self.reference).months():
            level += self.random.randint(1, 6)
            share.actual(stock, Run(month, month), level)
        for year in range(self.plan_year, self.plan_year + 3):
            share.target(flow, Run.year(year), self.about(5_800 + 300 * (year - self.year), 0.01))
            share.target(stock, Run.year(year), level + 80 * (year - self.year + 1))

    def _jobs(self, share: Share) -> None:
        """The table of jobs by beneficiary group, with their second breakdown."""
        before = len(share.indicators)
        jobs = share.indicator("일자리", None, unit="개")
        money = share.indicator("일자리예산", None, unit="억원", frequency="occasional")
        whole: dict[Month, int] = dict.fromkeys(self.months, 0)
        planned: dict[int, int] = dict.fromkeys(self.years, 0)
        for name in ("청년", "여성", "중장년"):
            part, base = share.part(jobs, name, "사업대상"), self.random.uniform(900, 9_000)
            course = self._course(base, beside=whole)
            self._store(share, jobs, course, part)
            whole = {month: value + course[month] for month, value in whole.items()}
            for year, value in self._targets(share, jobs, base, part).items():
                planned[year] += value
            group = share.part(money, name, "사업대상")
            level = self.random.randint(300, 4_000)
            for year in self.years:
                share.target(money, Run.year(year), self.about(level) * 100_000_000, group)
        self._second_breakdown(share, jobs, ("직접일자리", "간접일자리"), whole, planned)
        self.made["jobs"] = (share, share.indicators[before:])
        text = "○ 일자리 {일자리}\n[표: 일자리 목표]"
        share.passages.append(
            PassageRow(
                next(share.numbers), BriefingName(self.month), "일자리 목표", None, "text", "", "일자리 목표", text, ()
            )
        )

    # -------------------------------------------------------------------------------------------------- budgets

    def _executed(self, share: Share, line_id: int, won: int, year: int, last: int) -> None:
        line = next(each for each in share.budgets if each.id == line_id)
        committed = spent = 0
        for number in range(1, last + 1):
            committed = round(won / SEEN * number / 12 * self.random.uniform(0.985, 0.995)) * SEEN
            spent = round(committed / SEEN * self.random.uniform(0.95, 0.98)) * SEEN
            share.amount(line, Month(year, number), COMMITTED, committed)
            share.amount(line, Month(year, number), SPENT, spent)

    def _line(
        self,
        share: Share,
        name: str,
        kind: str,
        year: int,
        won: int,
        programme: ProgrammeRow | None = None,
        fund: str = "",
    ) -> None:
        line = share.budget(name, kind, year, programme, fund)
        share.amount(line, Month(year, 1), "예산액", won)
        if kind in ("current", "grant") and year <= self.year:
            last = 12 if year < self.year else self.reference.number
            self._executed(share, line.id, won, year, last)

    def _division_budget(self, share: Share) -> None:
        funds = ("",) if self.random.random() < 0.5 else ("시비", "국비")
        for year in self.years:
            for fund in funds:
                self._line(share, "예산현액", "current", year, self.random.randint(40_000, 90_000) * SEEN, None, fund)

    def _budgets(self, share: Share, programme: ProgrammeRow, writer: Writer) -> None:
        """What the programme needs, half of it from the districts, and a grant that is executed."""
        halves = self.random.random() < 0.5
        for year in self.years:
            need = self.random.randint(1_200, 5_000) * SEEN
            self._line(share, "소요예산", "required", year, need, programme, "시비" if halves else "")
            if halves:
                self._line(share, "소요예산", "required", year, need, programme, "구비")
            self._line(share, "보조금", "grant", year, self.random.randint(700, 3_000) * SEEN, programme)
        if halves:
            own = Side(programme_id=programme.id, budget="소요예산")
            city, district = (
                Side(programme_id=own.programme_id, budget=own.budget, fund_source=fund) for fund in ("시비", "구비")
            )
            share.relations.append(RelationRow("matching", city, district, (50, 50)))
        writer.budgets()

    # ---------------------------------------------------------------------------------------------------- texts

    def _texts(self, share: Share, programme: ProgrammeRow, writer: Writer) -> None:
        lines = self.random.sample(writer.lines, len(writer.lines))
        later = self.month.first_day.replace(day=self.random.randint(1, 28))
        earlier = (self.month - 1).first_day
        plans = (
            MilestoneRow("위원회 개최", f"'{later:%y}.{later.month}월", lines[0], later),
            MilestoneRow("성과 발표회", "하반기", "", earlier, done=True),
            MilestoneRow("{일정} 공모전", "연중", ""),
        )
        middle = len(lines) // 2
        for kind, heading, own, milestones in (
            ("gist", "", [f"◆ {programme.title}"], ()),
            ("text", "사업개요", lines[1:middle], ()),
            ("text", "추진현황", lines[middle:], ()),
            ("plans", "향후계획", [], plans),
        ):
            place = f"{programme.title} · {heading or '요지'}"
            share.passages.append(
                PassageRow(
                    next(share.numbers),
                    BriefingName(self.month),
                    place,
                    programme.id,
                    kind,
                    "",
                    heading,
                    "\n".join(own),
                    milestones,
                )
            )


def _again(told: dict[Month, int], month: Month, value: int) -> bool:
    """Whether it is that of the month before or of the same month of the year before."""
    return value in (told.get(month - 1), told.get(month - 12))


def paper(seed: int) -> Paper:
    return Maker(seed).paper()
