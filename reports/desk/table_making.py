"""Making a figure table of a part: what may be chosen, as far as there are figures; the table as it is drawn, or why it is not."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from seoulwork.domain.clock import PLAN, RESULTS
from seoulwork.domain.ledger import IndicatorRow
from seoulwork.domain.vocabulary import (
    ACHIEVEMENT,
    ACTUAL,
    AMOUNTS,
    APPROPRIATED,
    BUDGET_KINDS,
    CHANGE,
    EXECUTION,
    GROWTH,
    LEFT,
    REST,
    SHARE,
    TARGET,
)
from seoulwork.figures.profiles import headcount
from seoulwork.figures.queries import ledger

from ..posts import is_post, with_posts
from ..reach import reach_of
from ..render.html import blocks_html
from ..tables import Context, draw, own_context, read_table
from ..tables.building import Json, entries
from ..tables.description import Bind, DescriptionError, Each, Entry, FigureTable
from ..tables.drawing import Drawing
from ..tables.made import key_of
from .parts import Part

INDICATOR_COLUMNS = (ACTUAL, TARGET, ACHIEVEMENT, CHANGE, GROWTH, SHARE, LEFT)
BUDGET_COLUMNS = (*AMOUNTS, REST, EXECUTION, CHANGE, GROWTH)
HEADS = {APPROPRIATED: "예산현액"}
"""Where a column is not called as what it shows."""
PERIODS = (
    ("", "기준 기간"),
    ("Y-1", "전년"),
    ("YTD", "1월부터 누계"),
    ("YTD-1", "전년 동기 누계"),
    *((f"{RESULTS}-{back}" if back else RESULTS, f"{back}년 전" if back else "기준년 한 해") for back in range(5)),
    (f"{RESULTS}-01", "기준년 1월 (본예산)"),
    (f"{RESULTS}-1-01", "1년 전 1월 (본예산)"),
    (PLAN, "계획년"),
)
"""What a column may show beside the period of the briefing, and how it is called."""
CALCULATIONS = {
    "minus": "증감 (앞 - 뒤)",
    "growth": "증감률 (뒤에서 앞으로)",
    "rate": "비율 (앞 ÷ 뒤, %)",
    "sum": "합",
    "quotient": "하나에 얼마 (앞 ÷ 뒤)",
}
CALCULATED = {"minus": CHANGE, "growth": GROWTH, "rate": "비율", "sum": "합", "quotient": "하나에"}
"""The heads of calculated columns."""
SPREADS: tuple[tuple[str, Json], ...] = (
    ("분기마다", {"each": {"kind": "quarters"}}),
    ("반기마다", {"each": {"kind": "halves"}}),
    ("달마다", {"each": {"kind": "months"}}),
    ("달마다 1월부터 누계", {"each": {"kind": "months", "cumulative": True}}),
    ("최근 3년", {"each": {"kind": "years", "first": -2}, "head": "{연도}년"}),
    ("최근 5년", {"each": {"kind": "years", "first": -4}, "head": "{연도}년"}),
)
EMPTY: Json = {"kind": "figures", "rows": [], "columns": []}
"""Of which nothing is chosen yet."""
WIDE = FigureTable(
    key="wide",
    rows=(Entry(each=Each(kind="years", first=-5, last=1)),),
    columns=(Entry(bind=Bind(lines="current")),),
)
"""Asks for all years that a choice may show."""


class Choice(NamedTuple):
    """An entry that may be chosen, as JSON, and how it is called."""

    value: str
    label: str


Groups = list[tuple[str, list[Choice]]]
"""Choices under the heads of what they are of."""


def choice(label: str, entry: Json) -> Choice:
    return Choice(json.dumps(entry, ensure_ascii=False), label)


@dataclass(frozen=True)
class Making:
    """A part, and a description that need not be whole."""

    part: Part
    description: Json

    @cached_property
    def context(self) -> Context:
        """Constant queries, whatever is drawn."""
        clock = self.part.briefing.clock
        tables = [WIDE]
        with suppress(DescriptionError):  # told where the table is drawn
            tables.append(self.read(self.description))
        known = ledger(
            self.part.division,
            clock.reference_month,
            plan_year=clock.plan_year,
            reach_of=reach_of(clock, (), tables),
        )
        staff = headcount(self.part.division, self.part.briefing.month.last_day)
        return own_context(with_posts(known, staff), self.part.programme.pk if self.part.programme else None)

    def beside(self, more: Json) -> "Making":
        """With more of a description, over what was read already."""
        other = replace(self, description=self.description | more)
        vars(other)["context"] = self.context
        return other

    @staticmethod
    def read(description: Json) -> FigureTable:
        """Raises DescriptionError, also for what is not chosen yet."""
        for axis, words in (("rows", "행이 없습니다. 행에 놓을 것을"), ("columns", "열이 없습니다. 열에 놓을 것을")):
            if not description.get(axis):
                raise DescriptionError(f"{words} 골라 더해 주세요.")
        found = read_table(description | {"key": "made"})
        if not isinstance(found, FigureTable):
            raise DescriptionError("수치 표가 아닙니다.")
        return found

    def html(self, name: str) -> str:
        """The table as it is printed. Raises DescriptionError."""
        table = self.read(self.description)
        key = key_of(self.part.division.key, self.part.number, name or "made")
        blocks = draw(table.model_copy(update={"key": key}), self.context)
        return blocks_html(blocks)

    # ------------------------------------------------------------------------------------------------ choices

    @cached_property
    def names(self) -> Groups:
        """Indicators and budgets that a table may be of, under their programmes: the part's own first."""
        known = self.context.sources[0].ledger
        own = self.part.programme.pk if self.part.programme else None
        titles = {row.id: (row.number, row.title) for row in known.programmes}
        order = sorted(
            [None, *titles], key=lambda each: (each != own, each is not None, titles.get(each or 0, (0, "")))
        )
        found: Groups = []
        for programme in order:
            bind: Json = {} if programme in (own, None) else {"programme": titles[programme][0]}
            choices = [
                choice(
                    f"{'인력' if is_post(row.id) else '지표'} · {row.name} ({row.unit or '단위 없음'})",
                    bind | {"of": row.short_name},
                )
                for row in known.indicators
                if row.programme_id == programme
            ]
            choices += [
                choice(f"예산 · {name} ({BUDGET_KINDS.get(lines[0].kind, '')})", bind | {"of": name})
                for (owner, name), lines in known.budget_groups()
                if owner == programme
            ]
            if choices:
                found.append((titles[programme][1] if programme else f"{self.part.division.name} 공통", choices))
        return found

    @property
    def budgets(self) -> Iterator[tuple[int | None, str, list[str]]]:
        """The names of the budgets of each programme and kind; the programme as its number, None for the part's own."""
        known = self.context.sources[0].ledger
        own = self.part.programme.pk if self.part.programme else None
        numbers = {row.id: row.number for row in known.programmes}
        found: dict[tuple[int | None, str], list[str]] = {}
        for (owner, name), lines in known.budget_groups():
            programme = None if owner in (own, None) else numbers.get(owner or 0)
            found.setdefault((programme, lines[0].kind), []).append(name)
        for (programme, kind), names in found.items():
            yield programme, kind, names

    def is_budget(self, bind: Json) -> bool:
        """Raises DescriptionError for a name that there is not."""
        return not isinstance(self.context.named(self._bound(bind)), IndicatorRow)

    def _bound(self, bind: Json) -> Json:
        try:
            return Bind(**bind).bound()
        except (TypeError, ValueError) as error:
            raise DescriptionError("고른 지표나 예산을 읽을 수 없습니다. 다시 골라 주세요.") from error

    @property
    def shared(self) -> Json:
        """What the table binds for all its cells; empty where its rows or columns do."""
        found: Json = self.description.get("base", {})
        return found

    def columns(self, bind: Json) -> Groups:
        """The columns of an indicator or budget (empty: of what the table is of) that have a figure."""
        try:
            of = bind or self._any_of()
            if not of:
                return []
            aspects = BUDGET_COLUMNS if self.is_budget(of) else INDICATOR_COLUMNS
        except DescriptionError:
            return []  # told where the table is drawn
        found: Groups = []
        for period, words in PERIODS:
            choices = []
            for aspect in aspects:
                entry = {"bind": bind | {"aspect": aspect} | ({"period": period} if period else {})}
                if self.fills(entry):
                    label = HEADS.get(aspect, aspect)
                    head = {"head": self._head(label, period)} if period or label != aspect else {}
                    choices.append(choice(f"{label} · {words}", entry | head))
            if choices:
                found.append((words, choices))
        return found

    def _any_of(self) -> Json:
        """What the table is of, or the first that its rows are of."""
        if self.shared.get("of"):
            return self.shared
        for _, each in entries(self.description, "rows"):
            if each.get("bind", {}).get("of"):
                return each["bind"]  # type: ignore[no-any-return]
            if each.get("each", {}).get("kind") == "budgets":
                groups = self.context.sources[0].ledger.budget_groups()
                own = self.context.programme_of(self._bound(self.shared))
                if name := next((name for (owner, name), _ in groups if owner == own), ""):
                    return self.shared | {"of": name}
        return {}

    @staticmethod
    def _head(label: str, period: str) -> str:
        if period in ("Y-1", "YTD-1"):
            return {"Y-1": "전년", "YTD-1": "전년 동기"}[period] + (f" {label}" if label != ACTUAL else "")
        if period == "YTD":
            return f"{label} 누계"
        if not period:
            return label
        year = period.removesuffix("-01")
        return f"{{{year}:네자리}}년 {'본예산' if period.endswith('-01') else label}"

    def fills(self, entry: Json) -> bool:
        """Whether a column has a figure in some row."""
        rows = [_unordered(each) for each in self.description.get("rows", ())]
        trial = {"kind": "figures", "base": self.shared, "rows": rows, "columns": [entry]}
        try:
            return Drawing(self.read(trial), self.context).has_figures()
        except DescriptionError:
            return False

    @property
    def rows(self) -> Groups:
        """What rows there may be."""
        found: Groups = []
        for label, bind in self._divided():
            found.append((label, list(self.parts(bind))))
        times = [choice(f"{label}", entry) for label, entry in SPREADS]
        plain: Json = {"head": "계"}
        budgets = [
            choice(f"{name} 하나씩", {"each": {"kind": "budgets", "of": kind}})
            for kind, name in BUDGET_KINDS.items()
            if any(line.kind == kind for line in self.context.sources[0].ledger.budgets)
        ]
        known = [
            (
                title,
                [Choice(json.dumps({"bind": json.loads(each.value)}, ensure_ascii=False), each.label) for each in own],
            )
            for title, own in self.names
        ]
        return [
            *[(label, each) for label, each in found if each],
            ("기간", times),
            ("예산 과목", budgets),
            (
                "그 밖",
                [
                    choice("전체 한 줄", plain),
                    choice("사업마다", {"each": {"kind": "programmes"}}),
                    choice("이 사업의 지표마다", {"each": {"kind": "indicators"}}),
                    choice("재원마다", {"each": {"kind": "sources"}}),
                ],
            ),
            *known,
        ]

    def _divided(self) -> Iterator[tuple[str, Json]]:
        """What rows or columns may be divided by: what the table is of, else what its columns are of."""
        if self.shared.get("of"):
            yield "부분", {}
            return
        seen = []
        for axis in ("columns", "rows"):
            for _, each in entries(self.description, axis):
                bind = each.get("bind", {})
                if bind.get("of") and bind["of"] not in seen:
                    seen.append(bind["of"])
                    yield f"{bind['of']}의 부분", bind

    def parts(self, bind: Json) -> Iterator[Choice]:
        own = {"of": bind["of"]} if bind.get("of") else {}
        try:
            named = self.context.named(self._bound(bind or self.shared))
        except DescriptionError:
            return  # told where the table is drawn
        known = self.context.sources[0].ledger
        if not isinstance(named, IndicatorRow):
            levels = max((len(line.part.split("/")) for line in named if line.part), default=0)
            if levels:
                yield choice("내역마다", {"each": {"kind": "parts"} | own})
            for depth in range(2, levels + 1):
                yield choice(f"내역을 {depth}단계로", {"each": {"kind": "parts", "depth": depth} | own})
            return
        tops = known.parts_of(named)
        for dimension in dict.fromkeys(part.dimension for part in tops):
            yield choice(
                f"{dimension or '부분'}마다",
                {"each": {"kind": "parts"} | ({"dimension": dimension} if dimension else {}) | own},
            )
        below = [part for top in tops for part in known.parts_of(named, top.path)]
        if below:
            yield choice("두 단계로", {"each": {"kind": "parts", "depth": 2} | own})
            yield choice(
                f"모든 부분의 {below[0].dimension or '아래 구분'}마다", {"each": {"kind": "parts", "under": "*"} | own}
            )

    @property
    def spreads(self) -> Groups:
        """What columns may be spread over."""
        parts = [each for _, bind in self._divided() for each in self.parts(bind)]
        return [
            *([("부분", parts)] if parts else []),
            ("기간", [choice(label, entry) for label, entry in SPREADS]),
            ("재원", [choice("재원마다", {"each": {"kind": "sources"}})]),
        ]


def _unordered(entry: Json) -> Json:
    """A row whose order asks for no column."""
    if "each" not in entry:
        return entry
    each = {key: value for key, value in entry["each"].items() if key not in ("by", "ascending")}
    return entry | {"each": each}
