"""A briefing as the rows that the checker reads: what is read from the database for one, without a database.

A paper is changed in place, row by row; its ledgers and its document are made anew each time that they are asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, TypeVar

from programmes.briefing import job_targets, new_deal_places
from reports.checks import Finding, find
from reports.checks.months import DivisionMonth
from reports.contract import Contribution
from reports.document import Document
from reports.models import Briefing
from reports.outline import outline
from reports.tables.made import MadeTables
from seoulwork.domain.clock import Clock
from seoulwork.domain.ledger import (
    AmountRow,
    BudgetRow,
    ForecastRow,
    IndicatorRow,
    Ledger,
    PartRow,
    ProgrammeRow,
    RelationRow,
    Stored,
    ValueRow,
)
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.vocabulary import BUDGET_KINDS, FORECAST
from seoulwork.figures.divisions import Division, division
from seoulwork.figures.profiles import (
    BureauRow,
    HeadcountRow,
    MadeTableRow,
    ManuscriptRow,
    PassageRow,
    PictureRow,
    Profile,
)
from tests.rows import INDICATOR

STAMP = Stored("담당관 입력", "브라우저 입력")
LABOUR = replace(division("labour"), app=division("socialeconomy").app)
"""The division without tables of its own."""
Row = TypeVar("Row", AmountRow, BudgetRow, IndicatorRow, ValueRow, HeadcountRow, PassageRow, RelationRow)


@dataclass
class Share:
    """What a division hands over."""

    division: Division
    goal: str
    policy_field: str
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    programmes: list[ProgrammeRow] = field(default_factory=list)
    indicators: list[IndicatorRow] = field(default_factory=list)
    parts: list[PartRow] = field(default_factory=list)
    actuals: list[ValueRow] = field(default_factory=list)
    targets: list[ValueRow] = field(default_factory=list)
    budgets: list[BudgetRow] = field(default_factory=list)
    amounts: list[AmountRow] = field(default_factory=list)
    forecasts: list[ForecastRow] = field(default_factory=list)
    headcount: list[HeadcountRow] = field(default_factory=list)
    passages: list[PassageRow] = field(default_factory=list)
    relations: list[RelationRow] = field(default_factory=list)
    manuscripts: list[ManuscriptRow] = field(default_factory=list)
    made: list[MadeTableRow] = field(default_factory=list)
    pictures: list[PictureRow] = field(default_factory=list)

    # ------------------------------------------------------------------------------------------------ to make one

    def indicator(self, name: str, programme: ProgrammeRow | None, **fields: Any) -> IndicatorRow:
        of, title = (programme.id, programme.title) if programme else (None, "")
        made = {"id": next(self.numbers), "programme_id": of, "programme": title, "short_name": name, "name": name}
        own = replace(INDICATOR, **{**made, **fields})
        self.indicators.append(own)
        return own

    def part(self, indicator: IndicatorRow, path: str, dimension: str = "") -> PartRow:
        own = PartRow(next(self.numbers), indicator.id, dimension, path)
        self.parts.append(own)
        return own

    def actual(
        self, indicator: IndicatorRow, run: Run, value: int, part: PartRow | None = None, below: int | None = None
    ) -> None:
        self.actuals.append(ValueRow(indicator.id, part.id if part else None, run, value, STAMP, below))

    def target(self, indicator: IndicatorRow, run: Run, value: int, part: PartRow | None = None) -> None:
        self.targets.append(ValueRow(indicator.id, part.id if part else None, run, value, STAMP))

    def foresee(self, indicator: IndicatorRow, year: int, value: int) -> None:
        self.forecasts.append(ForecastRow(indicator.id, year, value, "하반기 사업", STAMP))

    def budget(
        self, name: str, kind: str, year: int, programme: ProgrammeRow | None = None, fund: str = "", part: str = ""
    ) -> BudgetRow:
        of, title = (programme.id, programme.title) if programme else (None, "")
        own = BudgetRow(next(self.numbers), of, title, name, kind, BUDGET_KINDS[kind], year, part, fund)
        self.budgets.append(own)
        return own

    def amount(self, line: BudgetRow, month: Month, name: str, won: int) -> None:
        self.amounts.append(AmountRow(line.id, month, name, won, STAMP))

    def foresee_spent(self, line: BudgetRow, won: int) -> None:
        self.amounts.append(AmountRow(line.id, Month(line.year, 12), FORECAST, won, STAMP, "하반기 사업"))

    # ---------------------------------------------------------------------------------------------- to look at one

    def named(self, indicator_id: int) -> IndicatorRow:
        return next(each for each in self.indicators if each.id == indicator_id)

    def path(self, row: ValueRow) -> str:
        return next((each.path for each in self.parts if each.id == row.part_id), "")

    def place(self, indicator: IndicatorRow, path: str = "") -> str:
        """As findings name it."""
        words = (self.division.name, indicator.programme, indicator.name, path.replace("/", " · "))
        return " · ".join(filter(None, words))

    def place_of_line(self, line: BudgetRow) -> str:
        return " · ".join(filter(None, (self.division.name, line.programme, line.short_name)))


def put(rows: list[Row], old: Row, new: Row) -> None:
    """One row in place of another."""
    rows[rows.index(old)] = new


@dataclass
class Paper:
    """A briefing of `month`, with results up to `reference` and plans of `plan_year`."""

    month: Month
    reference: Month
    plan_year: int
    bureau: BureauRow | None
    shares: list[Share]
    made: dict[str, tuple[Share, list[IndicatorRow]]]
    """The indicators of each kind, with their division"""
    of_divisions: list[DivisionMonth] = field(default_factory=list)
    before: Month | None = None
    """The reference month of the briefing before"""

    @property
    def year(self) -> int:
        return self.reference.year

    @property
    def results(self) -> Run:
        return self.clock.results

    @property
    def clock(self) -> Clock:
        return Clock(self.reference, self.plan_year)

    def contributions(self) -> list[Contribution]:
        return [self._contribution(share) for share in self.shares]

    def _contribution(self, share: Share) -> Contribution:
        ledger = Ledger(
            share.division.name,
            self.reference,
            tuple(share.programmes),
            tuple(share.indicators),
            tuple(share.parts),
            tuple(share.actuals),
            tuple(share.targets),
            tuple(share.budgets),
            tuple(share.amounts),
            self.plan_year,
            forecasts=tuple(share.forecasts),
        )
        tables: dict[str, Any] = {name: lambda _: () for name in share.division.tables}
        if tables:
            tables["일자리 목표"] = lambda _: job_targets(ledger, {})
            tables["뉴딜일자리 인원"] = lambda programme_id: new_deal_places(ledger, programme_id)
        profile = Profile(share.goal, share.policy_field, ("과제",), ("기능",), tuple(share.headcount))
        texts, related = tuple(share.passages), tuple(share.relations)
        desk = tuple(share.manuscripts)
        made = MadeTables(share.division.key, tuple(share.made))
        return Contribution(
            share.division,
            ledger,
            profile,
            texts,
            tables,
            related,
            desk,
            pictures=tuple(share.pictures),
            before=self.before,
            made=made,
        )

    def document(self, contributions: list[Contribution]) -> Document:
        """As `reports.assemble.document_from` makes it of the same rows."""
        title = f"{self.plan_year} 주요업무보고"
        briefing = Briefing(
            month=self.month, reference_month=self.reference, plan_year=self.plan_year, title=title, vision="일자리"
        )
        name = self.bureau.name if self.bureau else "-"
        month = f"{self.month.year}. {self.month.number}."
        sections = outline(briefing, self.bureau, contributions)
        return Document(title, "제282회", "기획경제위원회", name, month, None, sections)

    def findings(self) -> tuple[Finding, ...]:
        rows = self.contributions()
        return find(self.document(rows), rows, self.of_divisions)
