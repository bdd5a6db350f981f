"""일자리정책담당관's rows and own tables for the briefing."""

from typing import Literal

from reports.contract import Contribution, Edition, read
from reports.document import Block, Cell, Chart, Column, Point, Rate, Ref, Row, Series, Sum, Table
from reports.narrative import origins
from reports.tables import achievement_cell, figure_cell, head, head_cell, label, quantity, scope
from reports.values import CountWithRate, Figure
from seoulwork.domain.clock import Clock
from seoulwork.domain.ledger import IndicatorRow, Ledger, PartRow
from seoulwork.domain.numbers import circled
from seoulwork.domain.periods import printed_as_of, printed_day
from seoulwork.figures.divisions import division
from seoulwork.figures.profiles import profile
from seoulwork.figures.queries import relations

from . import queries
from .queries import SchoolRow, SessionRow


def contribute(edition: Edition) -> Contribution:
    """The division's part of a briefing."""
    own = division("programmes")
    figures, texts = read(own, edition)
    samples, schools, sessions = queries.sample_programmes(), queries.schools(), queries.sessions()
    return Contribution(
        own,
        figures,
        profile(own, edition.day),
        texts,
        {
            "일자리 목표": lambda _: job_targets(figures, samples),
            "뉴딜일자리 인원": lambda programme_id: new_deal_places(figures, programme_id),
            "기술교육원": lambda _: (training_schools(schools),),
            "포럼 프로그램": lambda _: (forum_programme(sessions),),
        },
        relations(own),
    )


def job_targets(ledger: Ledger, samples: dict[int, str]) -> tuple[Block, ...]:
    """Jobs by beneficiary group: target, actual with its rate, budget; with the chart of the groups' actuals against their targets."""
    jobs, budget = ledger.indicator("일자리"), ledger.indicator("일자리예산")
    if jobs is None or budget is None:
        return ()
    groups = ledger.parts_of(jobs, dimension="사업대상")

    def added(row: int, column: int, half: Literal["", "left"] = "") -> tuple[Sum, ...]:
        """Of the row of totals: all below it."""
        return (Sum(tuple(Ref(each, column, half) for each in range(1, len(groups) + 1))),) if row == 0 else ()

    lines: list[tuple[str, str, str]] = [
        ("총계", "", ""),
        *((part.name, samples.get(part.id, ""), part.path) for part in groups),
    ]
    clock = ledger.clock
    body = []
    for row, (name, sample, path) in enumerate(lines):
        target, actual = ledger.target(jobs, path, clock.results_year), ledger.actual(jobs, path)
        coming = (
            () if clock.in_one_year else (figure_cell(ledger, jobs, ledger.target(jobs, path), "목표", added(row, 4)),)
        )
        body.append(
            Row(
                (
                    label(name),
                    Cell(sample),
                    figure_cell(ledger, jobs, target, "목표", added(row, 2)),
                    achievement_cell(
                        ledger, jobs, actual, target, (*added(row, 3, "left"), Rate(Ref(row, 3, "left"), Ref(row, 2)))
                    ),
                    *coming,
                    figure_cell(ledger, budget, ledger.target(budget, path), "목표", added(row, 4 + len(coming))),
                ),
                total=row == 0,
            )
        )
    dates = ((part.name, printed_as_of(found.as_of)) for part in groups if (found := ledger.actual(jobs, part.path)))
    table = Table(
        "job-targets",
        "사업 대상별 일자리 목표와 실적",
        (
            Column("center", 1.1),
            Column("left", 4.2),
            Column("right", 1.1),
            Column("right", 1.8, bar=True),
            *(() if clock.in_one_year else (Column("right", 1.1),)),
            Column("right", 1),
        ),
        _job_heads(clock),
        tuple(body),
        as_of=scope(dates),
    )
    return (table, _achievement_chart(ledger, jobs, groups, table))


def _job_heads(clock: Clock) -> tuple[Row, ...]:
    """Targets, actuals and budgets of one year; or, with a plan of the year after, its target and budget beside the results."""
    names = (head_cell("사업 대상", rowspan=2), head_cell("사업명", rowspan=2))
    results = str(clock.reference_month.year)
    if clock.in_one_year:
        return (Row((*names, head_cell(results, colspan=3))), head("목표 (개)", "실적 (개)", "예산 (억원)"))
    years = (head_cell(results, colspan=2), head_cell(str(clock.plan_year), colspan=2))
    return (Row((*names, *years)), head("목표 (개)", "실적 (개)", "목표 (개)", "예산 (억원)"))


def _achievement_chart(ledger: Ledger, jobs: IndicatorRow, groups: tuple[PartRow, ...], table: Table) -> Chart:
    points, told = [], []
    for row, part in enumerate(groups, 1):
        target, actual = ledger.target(jobs, part.path, ledger.clock.results_year), ledger.actual(jobs, part.path)
        cell = table.body[row].cells[3].content
        reached = cell.value if isinstance(cell, Figure) and isinstance(cell.value, CountWithRate) else None
        missing = cell.missing if isinstance(cell, Figure) else ()
        shown, planned = quantity(jobs, actual), quantity(jobs, target)
        points.append(
            Point(
                part.name,
                Figure(reached or shown, origins(ledger, actual), missing=missing) if shown else None,
                Ref(row, 3, "left"),
                Figure(planned, origins(ledger, target, "목표"), missing=target.missing)
                if planned and target
                else None,
                Ref(row, 2),
            )
        )
        if reached and reached.rate:
            told.append(f"{part.name} {reached.rate.text}")
    description = f"사업 대상별 일자리 실적을 목표와 견준 막대그림. 달성률: {', '.join(told)}"
    return Chart(
        "job-achievement",
        "bars",
        "사업 대상별 일자리 목표 대비 실적",
        description,
        table.key,
        (Series("실적", jobs.unit, tuple(points)),),
    )


def new_deal_places(ledger: Ledger, programme_id: int | None) -> tuple[Block, ...]:
    """Places by provider, from the indicator 참여인원 of the programme whose text places the table; a provider with kinds of
    its own gets a nested head with 소계."""
    indicator = ledger.indicator("참여인원", programme_id)
    if indicator is None:
        return ()
    tops = ledger.parts_of(indicator)
    first, second, cells = [head_cell("구분", rowspan=2), head_cell("합계", rowspan=2)], [], []
    tops_at: list[int] = []
    column = 2
    for part in tops:
        kinds = ledger.parts_of(indicator, part.path)
        formulas: tuple[Sum, ...] = ()
        if kinds:
            first.append(head_cell(part.name, colspan=len(kinds) + 1))
            second += [head_cell("소계"), *(head_cell(kind.name) for kind in kinds)]
            formulas = (Sum(tuple(Ref(0, column + step) for step in range(1, len(kinds) + 1))),)
        else:
            first.append(head_cell(part.name, rowspan=2))
        tops_at.append(column)
        cells.append(figure_cell(ledger, indicator, ledger.target(indicator, part.path), "목표", formulas))
        cells += [figure_cell(ledger, indicator, ledger.target(indicator, kind.path), "목표") for kind in kinds]
        column += 1 + len(kinds)
    whole = ledger.target(indicator)
    total = figure_cell(ledger, indicator, whole, "목표", (Sum(tuple(Ref(0, each) for each in tops_at)),))
    periods = (
        (ledger.part_by_id[row.part_id].name if row.part_id else "합계", f"{row.run.korean} 목표")
        for row in (whole.rows if whole else ())
    )
    return (
        Table(
            "new-deal-places",
            "뉴딜일자리 사업별 인원",
            (Column("center"), *(Column("right"),) * (column - 1)),
            (Row(tuple(first)), Row(tuple(second))),
            (Row((label("인원"), total, *cells)),),
            indicator.unit,
            scope(periods),
        ),
    )


def training_schools(schools: tuple[SchoolRow, ...]) -> Table:
    """The training schools side by side: location, contractor, contract period."""
    rows = (
        ("위치", [school.location for school in schools]),
        ("위탁법인", [school.contractor for school in schools]),
        (
            "현위탁기간",
            [f"{printed_day(school.contract_start)}~{printed_day(school.contract_end)}" for school in schools],
        ),
    )
    return Table(
        "training-schools",
        f"{len(schools)}개 기술교육원 현황",
        (Column("center"), *(Column("center", 1.5),) * len(schools)),
        (head("구분", *(school.name for school in schools)),),
        tuple(Row((label(name), *(Cell(text) for text in texts))) for name, texts in rows),
    )


def forum_programme(sessions: tuple[SessionRow, ...]) -> Table:
    """Sessions and ceremonies, the kind once beside its rows."""
    body = []
    for kind, name in (("session", "세션"), ("ceremony", "공식행사")):
        own = [session for session in sessions if session.kind == kind]
        for place, session in enumerate(own):
            first = (label(name, rowspan=len(own)),) if place == 0 else ()
            mark = circled(session.number) if session.number is not None else "·"
            body.append(Row((*first, Cell("\n".join(filter(None, [f"{mark} {session.title}", session.body]))))))
    return Table(
        "forum-programme",
        "주요 프로그램",
        (Column("center", 1), Column("left", 5)),
        (head("구분", "주제 및 내용"),),
        tuple(body),
    )
