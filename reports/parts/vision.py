"""Ⅱ 비전 및 목표: the divisions' goals and the policy indicators."""

from seoulwork.domain.numbers import BLANK
from seoulwork.domain.periods import Run, printed_as_of

from ..contract import Contribution
from ..document import Block, Bullets, Cell, Chart, Column, Goal, Line, Point, Ref, Row, Section, Series, Table, Vision
from ..models import Briefing
from ..reach import POLICY
from ..tables import figure_cell, head, label, scope
from .general import as_figure
from .works import passages


def vision(briefing: Briefing, contributions: list[Contribution]) -> Section:
    goals = tuple(
        Goal(each.division.number, each.profile.goal or BLANK, each.profile.core_tasks) for each in contributions
    )
    policy = _policy(contributions)
    blocks: list[Block] = [
        Vision(briefing.vision, goals),
        Bullets((Line("□", 0, ("주요 정책지표",)),)),
        policy,
        _policy_chart(policy, contributions),
    ]
    for each in contributions:
        blocks += passages(each, None, [row for row in each.passages if row.programme_id is None])
    return Section("part-2", "part", "Ⅱ", "비전 및 목표", tuple(blocks))


def _policy(contributions: list[Contribution]) -> Table:
    """주요 정책지표: the years before the plan year are actuals, it and the coming ones targets (reading notes §2)."""
    this = contributions[0].ledger.clock.plan_year
    years = range(this - POLICY, this + POLICY + 1)
    body = []
    dates: list[tuple[str, str]] = []
    for each in contributions:
        chosen = sorted(
            (indicator for indicator in each.ledger.indicators if indicator.policy_order),
            key=lambda one: one.policy_order or 0,
        )
        for place, indicator in enumerate(chosen):
            first = (label(each.profile.policy_field or BLANK, rowspan=len(chosen)),) if place == 0 else ()
            cells = []
            for year in years:
                planned = year >= this
                find = each.ledger.target if planned else each.ledger.actual
                found = find(indicator, "", Run.year(year))
                if found is not None and not planned:
                    dates.append((f"{year}년 실적", printed_as_of(found.as_of)))
                cells.append(figure_cell(each.ledger, indicator, found, "목표" if planned else "실적"))
            body.append(Row((*first, label(indicator.name), Cell(indicator.unit), *cells)))
    return Table(
        "policy",
        "분야별 지표와 연도별 값",
        (Column("center", 1.3), Column("left", 3), Column("center", 0.7), *(Column(),) * 5),
        (head("분야", "지표명", "단위", *map(str, years)),),
        tuple(body),
        as_of=scope(sorted(dates)),
        notes=(f"{this - 1}년까지는 실적, {this}년부터는 목표",),
    )


def _policy_chart(policy: Table, contributions: list[Contribution]) -> Chart:
    this = contributions[0].ledger.clock.plan_year
    series = []
    for index, row in enumerate(policy.body):
        cells = row.cells[-7:]
        points = tuple(
            Point(str(year), as_figure(cell), Ref(index, column), planned=year >= this)
            for column, (year, cell) in enumerate(zip(range(this - 2, this + 3), cells[2:], strict=True), 3)
        )
        series.append(Series(cells[0].text, cells[1].text, points))
    told = "; ".join(
        f"{one.name} "
        + ", ".join(f"{point.label}년 {point.value.text if point.value else '-'}" for point in one.points)
        for one in series
    )
    return Chart(
        "policy",
        "trend",
        f"주요 정책지표 {this - 2}~{this + 2}",
        f"주요 정책지표의 해마다의 값: {told}",
        policy.key,
        tuple(series),
    )
