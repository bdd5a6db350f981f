"""Right sentences: what is typed in them agrees with the figures that stand beside it."""

from dataclasses import dataclass, field
from random import Random

from seoulwork.domain.ledger import IndicatorRow
from seoulwork.domain.periods import Month

from .paper import Share

UNLIKE = "권"
"""The unit of what is typed: of no stored figure"""


@dataclass
class Writer:
    """The lines of a programme's texts."""

    random: Random
    share: Share
    reference: Month
    plan_year: int
    lines: list[str] = field(default_factory=list)

    @property
    def _year(self) -> str:
        return f"'{self.reference.year % 100:02}"

    @property
    def _before(self) -> str:
        return f"'{(self.reference.year - 1) % 100:02}"

    @property
    def _run(self) -> str:
        last = self.reference.number
        return f"1~{last}월" if last > 1 else "1월"

    def add(self, *lines: str) -> None:
        """Some of the lines."""
        self.lines += self.random.sample(lines, min(len(lines), self.random.randint(1, 3)))

    def flow(self, own: IndicatorRow, now: int, before: int, part: str = "") -> None:
        name, last, year = own.name, self.reference.number, self.reference.year
        word, arrow = ("증가", "↑") if now > before else ("감소", "↓")
        lines = [
            f"○ {self._year}.{self._run} 실적 : {name} {{{name}}}",
            f"○ {name} {{{name}}}(목표 {{{name}.목표@{year}}} 대비 {{{name}.달성률}})",
            f"○ ({self._year}.{self._run} 실적) {name} {{{name}}}",
            f"- {last}월말 현재 {name} {{{name}}}",
            f"- {name} {{{name}}}({{{name}.기간}})",
            f"- {{기준월말:해없이}} 현재 {name} {{{name}}}",
            f"- {name} 전년 동기대비 {{{name}.증감:절대}} {{{name}.방향}}",
            f"- {name} 전년 동기대비 {{{name}.증감률:절대}}{arrow}" if now != before else f"- {name} {{{name}}}",
            f"- {name} 전년 동기대비 {{{name}.증감률:절대}} {word}" if now != before else f"- {name} {{{name}}}",
            self._target(name),
            f"- {name} : {self._before}년 {{{name}@{year - 1}}} → {self._year}년 {{{name}}}",
            f"○ '{self.plan_year % 100:02}년 {name} 목표 {{{name}.목표}}",
            f"◆ {name} | {{{name}}}({last}월말)",
        ]
        if part:
            lines.append(f"· {part} {{{name}/{part}}}({{{name}/{part}.구성비}})")
        self.add(*lines)

    def two(self, part: IndicatorRow, whole: IndicatorRow) -> None:
        self.add(f"- {whole.name} {{{whole.name}}} 중 {part.name} {{{part.name}}}({{{part.name}÷{whole.name}}})")

    def stock(self, own: IndicatorRow) -> None:
        name, last = own.name, self.reference.number
        self.add(
            f"○ {name} {{{name}}}({last}월말)",
            f"- {name} {{{name}}}({{{name}.기준일}})",
            f"- {last}월 현재 {name} {{{name}}}",
            self._target(name),
        )

    def _target(self, name: str) -> str:
        """That of the results' year; once the year is over, beside what has come of it."""
        over = f", 실적 {{{name}}}" if self.reference.number == 12 else ""
        return f"○ {self._year}년 목표 : {name} {{{name}.목표@{self.reference.year}}}{over}"

    def plain(self, own: IndicatorRow) -> None:
        name = own.name
        halves = f"- {name} {{{name}}}({{{name}.분자}}/{{{name}.분모}})"
        self.add(
            f"○ {name} {{{name}}}",
            f"- {name} {{{name}}}({{{name}.기간}})",
            halves if own.accumulation == "ratio" else f"○ {self._year}년 {name} {{{name}}}",
        )

    def budgets(self) -> None:
        plan, last = f"'{self.plan_year % 100:02}", self.reference.number
        self.add(
            f"○ {plan}년 예산 : {{소요예산}}",
            "○ 보조금 {보조금.지출액} 교부(집행률 {보조금.집행률})",
            f"- {last}월말 기준 지출액 {{보조금.지출액}}",
            f"- 원인행위액 {{보조금.원인행위액}}({self._year}.{last}월말)",
            "- 담당관 예산현액 {예산현액}, 집행률 {예산현액.집행률}",
        )

    def typed(self) -> None:
        """Numbers that nothing stored gives: conditions, ordinals, what is of another unit, a share that is right."""
        part, whole = sorted(self.random.sample(range(11, 90), 2))
        share = f"{(part * 2000 + whole) // (2 * whole) / 10:.1f}"
        self.add(
            "- 만 18~39세, 최대 23개월, 제15조, 1일 8시간",
            "- 추진체계 : 운영위원회(위원장 1명) 구성",
            f"- 안내서 {self.random.randint(1_000, 9_999):,}{UNLIKE} 배부",
            f"- 책자 {whole}{UNLIKE} 중 {part}{UNLIKE}({share}%) 배부",
        )
