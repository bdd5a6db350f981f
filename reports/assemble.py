"""From the divisions' contributions to one Document. Runs a constant number of queries; renderers run none."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import count
from typing import Literal

from django.conf import settings
from django.utils.module_loading import import_string

from seoulwork.domain.notation import Item, Reference, parse_outline
from seoulwork.domain.numbers import BLANK, BUDGET_UNIT, circled, in_unit
from seoulwork.domain.periods import Run, printed_as_of, printed_day
from seoulwork.figures.models import Grade
from seoulwork.figures.queries import BureauRow, HeadcountRow, MilestoneRow, PassageRow, bureau

from .contract import Contribution, Edition
from .document import (
    Blank,
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    CountWithRate,
    Document,
    Figure,
    Gist,
    Goal,
    Heading,
    Line,
    Listing,
    ListingEntry,
    Meaning,
    Minus,
    Origin,
    Pair,
    Percent,
    Point,
    Quantity,
    Rate,
    Ref,
    Row,
    Section,
    Series,
    Sum,
    Surplus,
    Table,
    Vision,
)  # fmt: skip
from .meanings import meaning_of_budget, meaning_of_bureau, meaning_of_staff
from .models import Briefing
from .narrative import Narrator, origins
from .places import place_of_bureau, place_of_post
from .tables import figure_cell, head, head_cell, label, percent_cell, scope

Half = Literal["authorised", "actual"]
"""정원 or 현원."""


def assemble(briefing: Briefing) -> Document:
    """The whole document of a briefing. What is not known yet is blank, printed `-`."""
    return document_from(briefing, contributions(briefing))


def contributions(briefing: Briefing) -> list[Contribution]:
    """What the divisions hand over for a briefing, in printed order."""
    edition = Edition(briefing.month, briefing.reference_month)
    return [import_string(f"{key}.briefing.contribute")(edition) for key in settings.DIVISIONS]


def document_from(briefing: Briefing, contributions: list[Contribution]) -> Document:
    """The document of a briefing from contributions that were read before. 1 query."""
    edition = Edition(briefing.month, briefing.reference_month)
    known = bureau(edition.day)
    parts = (_general(known, contributions), _vision(briefing, contributions), _main_works(contributions))
    return Document(
        title=briefing.title,
        session=briefing.session,
        committee=briefing.committee,
        bureau=known.name if known else BLANK,
        month=f"{briefing.month.year}. {briefing.month.number}.",
        published_on=None,
        sections=tuple(map(_without_echoes, parts)),
    )


def _without_echoes(section: Section) -> Section:
    """The section with nothing headed twice: a heading, or the caption of a table, that says what the line right above
    it says is left out."""
    blocks: list[Block] = []
    above = section.title
    for block in section.blocks:
        match block:
            case Heading(title, None) if _same_words(title, above):
                continue
            case Heading(title):
                above = title
            case Bullets(lines) if lines:
                above = lines[-1].text
            case Table(caption=caption):
                block = replace(block, caption="") if _same_words(caption, above) else block
                above = ""
            case _:
                above = ""
        blocks.append(block)
    return replace(section, blocks=tuple(blocks), children=tuple(map(_without_echoes, section.children)))


def _same_words(one: str, other: str) -> bool:
    return re.sub(r"\W", "", one) == re.sub(r"\W", "", other)


# ---------------------------------------------------------------------------------------------- Ⅰ 일반현황


def _general(bureau: BureauRow | None, contributions: list[Contribution]) -> Section:
    staffing = _staffing(contributions)
    budget = _budget(contributions)
    return Section(
        "part-1", "part", "Ⅰ", "일반현황",
        (
            Bullets((_organisation(bureau, len(contributions)),)),
            Bullets((_staff_line(bureau, contributions),)),
            staffing,
            Bullets((Line("□", 0, ("주요기능",)),)),
            _functions(contributions),
            Bullets((_budget_line(contributions),)),
            budget,
            _spending_chart(budget),
        ),
    )  # fmt: skip


def _bureau_figure(bureau: BureauRow, name: str, value: int, unit: str) -> Figure:
    origin = Origin(
        f"{bureau.name} · {name}", "현황", f"{value}{unit}", printed_as_of(bureau.as_of), bureau.as_of,
        bureau.stored.entered, place_of_bureau(bureau.as_of),
    )  # fmt: skip
    return Figure(Quantity(Decimal(value), unit), (origin,), (meaning_of_bureau(bureau.name, name, unit),))


def _organisation(bureau: BureauRow | None, divisions: int) -> Line:
    if bureau is None:
        return Line("□", 0, ("조직 - ", Figure(Blank())))
    return Line(
        "□", 0,
        (
            "조직 - ",
            _bureau_figure(bureau, "정책관", bureau.directors, "정책관"),
            f" {divisions}담당관 ",
            _bureau_figure(bureau, "팀", bureau.teams, "팀"),
        ),
    )  # fmt: skip


def _posts(contributions: Iterable[Contribution]) -> list[tuple[Contribution, HeadcountRow]]:
    return [(each, row) for each in contributions for row in each.profile.headcount]


def _post_origins(posts: Iterable[tuple[Contribution, HeadcountRow]]) -> tuple[Origin, ...]:
    return tuple(
        Origin(
            f"{each.division.name} · {Grade(row.grade).label}", "정원/현원", f"{row.authorised}/{row.actual}",
            printed_as_of(row.as_of), row.as_of, row.stored.entered, place_of_post(each.division.name, row.grade, row.as_of),
        )
        for each, row in posts
    )  # fmt: skip


def _staff_line(bureau: BureauRow | None, contributions: list[Contribution]) -> Line:
    off_quota = _bureau_figure(bureau, "정원외 공무직", bureau.off_quota_staff, "명") if bureau else Figure(Blank())
    return Line(
        "□", 0,
        (
            "인력 - 정원 ", _staff(contributions, "authorised", "명"), " / 현원 ", _staff(contributions, "actual", "명"),
            " (정원외 : 공무직 ", off_quota, ")",
        ),
    )  # fmt: skip


def _counted(members: list[Contribution]) -> bool:
    """Whether the staff of all is known: a total that leaves a division out is none."""
    return all(each.profile.headcount for each in members)


def _staff(members: list[Contribution], half: Half, unit: str = "") -> Figure:
    """정원 or 현원 of divisions; blank where the staff of one is not known."""
    if not _counted(members):
        return Figure(Blank())
    posts = _posts(members)
    value = Quantity(Decimal(sum(getattr(row, half) for _, row in posts)), unit)
    return Figure(value, _post_origins(posts), (meaning_of_staff("정원" if half == "authorised" else "현원"),))


GRADE_COLUMNS: tuple[tuple[str, tuple[Grade, ...]], ...] = (
    ("계", tuple(Grade.general())),
    *((grade.label, (grade,)) for grade in Grade.general()),
    (Grade.FIXED_TERM.label, (Grade.FIXED_TERM,)),
    (Grade.MAINTENANCE.label, (Grade.MAINTENANCE,)),
)
"""The 정원/현원 columns of the staffing table from column 4 on; the first is the sum of the next five."""


def _staffing(contributions: list[Contribution]) -> Table:
    """The staffing table: 정원 = 일반직 계 + 임기제 + 관리운영; 과부족 = 현원 − 정원 (reading notes §2)."""
    first = 4
    fixed_term, maintenance = first + 6, first + 7
    groups: list[tuple[str, list[Contribution]]] = [("계", contributions)]
    groups += [(each.division.name, [each]) for each in contributions]
    body = []
    for row, (name, members) in enumerate(groups):
        posts, known = _posts(members), _counted(members)
        below = tuple(range(1, len(groups))) if row == 0 else ()
        cells = [label(name)]
        halves: tuple[tuple[Half, Literal["left", "right"]], ...] = (("authorised", "left"), ("actual", "right"))
        for column, (half, side) in enumerate(halves, 1):
            formula = (
                Sum(tuple(Ref(each, column) for each in below))
                if below
                else Sum(tuple(Ref(row, each, side) for each in (first, fixed_term, maintenance)))
            )
            cells.append(Cell(_staff(members, half), formulas=(formula,) if known else ()))
        surplus = Surplus(sum(each.actual - each.authorised for _, each in posts)) if known else Blank()
        where = _post_origins(posts) if known else ()
        meanings = (meaning_of_staff("과부족"),) if known else ()
        cells.append(Cell(Figure(surplus, where, meanings), formulas=(Minus(Ref(row, 2), Ref(row, 1)),)))
        for column, (_, grades) in enumerate(GRADE_COLUMNS, first):
            cells.append(_pair(posts, grades, row, column, below) if known else Cell(Figure(Blank())))
        body.append(Row(tuple(cells), total=row == 0))
    dates = ((each.division.name, printed_as_of(count.as_of)) for each, count in _posts(contributions))
    return Table(
        "staffing", "담당관·직급별 정원과 현원",
        (Column("center", 2.6), *(Column("right", 0.8),) * 3, *(Column("center"),) * len(GRADE_COLUMNS)),
        (
            Row((
                head_cell("구분", rowspan=2), head_cell("정원", rowspan=2), head_cell("현원", rowspan=2),
                head_cell("과부족", rowspan=2), head_cell("일반직", colspan=6), head_cell("임기제", rowspan=2),
                head_cell("관리운영", rowspan=2),
            )),
            head(*(name for name, _ in GRADE_COLUMNS[:6])),
        ),
        tuple(body), "명", scope(dates), ("일반직 이하 칸은 정원/현원",),
    )  # fmt: skip


def _pair(
    posts: list[tuple[Contribution, HeadcountRow]],
    grades: tuple[Grade, ...],
    row: int,
    column: int,
    below: tuple[int, ...],
) -> Cell:
    own = [(each, count) for each, count in posts if count.grade in grades]
    if not own:
        return Cell(Figure(Blank()))
    value = Pair(sum(count.authorised for _, count in own), sum(count.actual for _, count in own))
    formulas: tuple[Sum, ...]
    if below:
        formulas = (Sum(tuple(Ref(each, column) for each in below)),)
    elif len(grades) > 1:
        formulas = (Sum(tuple(Ref(row, column + step) for step in range(1, 6))),)
    else:
        formulas = ()
    return Cell(Figure(value, _post_origins(own), (meaning_of_staff("정원/현원"),)), formulas=formulas)


def _functions(contributions: list[Contribution]) -> Table:
    return Table(
        "functions", "주요기능", (Column("center", 1), Column("left", 4)), (head("구분", "주요기능"),),
        tuple(
            Row((label(each.division.name), Cell("\n".join(f"· {text}" for text in each.profile.functions))))
            for each in contributions
        ),
    )  # fmt: skip


def _added(contributions: list[Contribution], name: str) -> tuple[Decimal | None, tuple[Origin, ...]]:
    """The divisions' 예산액, 원인행위액 or 지출액 with where it comes from; None where that of one is not known."""
    value = Decimal(0)
    where: tuple[Origin, ...] = ()
    for each in contributions:
        found = each.ledger.division_budget(name)
        if found is None:
            return None, ()
        value += found.value
        where += origins(each.ledger, found)
    return value, where


def _budget_line(contributions: list[Contribution]) -> Line:
    value, where = _added(contributions, "예산액")
    shown = Blank() if value is None else Quantity(in_unit(int(value), BUDGET_UNIT), BUDGET_UNIT)
    return Line("□", 0, ("예산 - ", Figure(shown, where, _budget_meanings(contributions, "예산액") if where else ())))


def _budget_meanings(contributions: list[Contribution], aspect: str) -> tuple[Meaning, ...]:
    return tuple(
        meaning_of_budget(
            each.ledger, tuple(line for line in each.ledger.budgets if line.kind == "current"), aspect=aspect
        )
        for each in contributions
    )


def _budget(contributions: list[Contribution]) -> Table:
    """예산현액, 원인행위액, 지출액 and the execution rate (of spending, not of commitments)."""
    groups: list[tuple[str, list[Contribution]]] = [("계", contributions)]
    groups += [(each.division.name, [each]) for each in contributions]
    body = []
    for row, (name, members) in enumerate(groups):
        cells = [label(name)]
        values = {}
        for column, key in enumerate(("예산액", "원인행위액", "지출액"), 1):
            values[key] = _added(members, key)
            value, where = values[key]
            shown = Blank() if value is None else Quantity(in_unit(int(value), BUDGET_UNIT))
            total = (Sum(tuple(Ref(each, column) for each in range(1, len(groups)))),)
            figure = Figure(shown, where, _budget_meanings(members, key) if where else ())
            cells.append(Cell(figure, formulas=total if row == 0 and value is not None else ()))
        cells.append(
            percent_cell(
                values["지출액"][0], values["예산액"][0], (*values["지출액"][1], *values["예산액"][1]),
                _budget_meanings(members, "집행률"), (Rate(Ref(row, 3), Ref(row, 1)),),
            )
        )  # fmt: skip
        body.append(Row(tuple(cells), total=row == 0))
    executed = ((each, each.ledger.division_budget(key)) for each in contributions for key in ("원인행위액", "지출액"))
    dates = ((each.division.name, printed_day(found.as_of)) for each, found in executed if found)
    return Table(
        "budget", "담당관별 예산 집행 현황",
        (Column("center", 2), Column(), Column(), Column(), Column(bar=True)),
        (head("구분", "예산현액 (A)", "원인행위액", "지출액 (B)", "집행률 (B/A)"),),
        tuple(body), BUDGET_UNIT, scope(dates),
    )  # fmt: skip


def _spending_chart(budget: Table) -> Chart:
    """What of each division's budget is spent: how large the budgets are beside each other, which the table's rates do not show."""
    points, told = [], []
    for index, row in enumerate(budget.body[1:], 1):
        whole, spent, rate = (_as_figure(row.cells[column]) for column in (1, 3, 4))
        points.append(Point(row.cells[0].text, _spent(spent, rate), Ref(index, 3), whole, Ref(index, 1)))
        if whole and spent:
            told.append(f"{row.cells[0].text} {whole.text} 가운데 {spent.text}")
    return Chart(
        "spending", "bars", "담당관별 예산현액과 지출액",
        f"담당관별 지출액을 예산현액과 견준 막대그림({BUDGET_UNIT}): {', '.join(told)}", budget.key,
        (Series("지출액", BUDGET_UNIT, tuple(points)),), ("지출액", "예산현액"),
    )  # fmt: skip


def _spent(spent: Figure | None, rate: Figure | None) -> Figure | None:
    """What is spent, with its rate where there is one."""
    if spent is None or rate is None or not isinstance(spent.value, Quantity) or not isinstance(rate.value, Percent):
        return spent
    return Figure(CountWithRate(spent.value, rate.value), rate.origins)


def _as_figure(cell: Cell) -> Figure | None:
    """The cell's figure, None for a blank one."""
    if not isinstance(cell.content, Figure) or isinstance(cell.content.value, Blank):
        return None
    return cell.content


# ------------------------------------------------------------------------------------------- Ⅱ 비전 및 목표


def _vision(briefing: Briefing, contributions: list[Contribution]) -> Section:
    goals = tuple(
        Goal(each.division.number, each.profile.goal or BLANK, each.profile.core_tasks) for each in contributions
    )
    policy = _policy(contributions)
    blocks: list[Block] = [
        Vision(briefing.vision, goals), Bullets((Line("□", 0, ("주요 정책지표",)),)), policy, _policy_chart(policy, contributions),
    ]  # fmt: skip
    for each in contributions:
        blocks += _passages(each, None, [row for row in each.passages if row.programme_id is None])
    return Section("part-2", "part", "Ⅱ", "비전 및 목표", tuple(blocks))


def _policy(contributions: list[Contribution]) -> Table:
    """주요 정책지표: the years before the reference year are actuals, it and the coming ones targets (reading notes §2)."""
    this = contributions[0].ledger.reference_month.year
    years = range(this - 2, this + 3)
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
        "policy", "분야별 지표와 연도별 값", (Column("center", 1.3), Column("left", 3), Column("center", 0.7), *(Column(),) * 5),
        (head("분야", "지표명", "단위", *map(str, years)),), tuple(body), as_of=scope(sorted(dates)),
        notes=(f"{this - 1}년까지는 실적, {this}년부터는 목표",),
    )  # fmt: skip


def _policy_chart(policy: Table, contributions: list[Contribution]) -> Chart:
    this = contributions[0].ledger.reference_month.year
    series = []
    for index, row in enumerate(policy.body):
        cells = row.cells[-7:]
        points = tuple(
            Point(str(year), _as_figure(cell), Ref(index, column), planned=year >= this)
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


# ------------------------------------------------------------------------------------------ Ⅲ 주요업무 보고


def _main_works(contributions: list[Contribution]) -> Section:
    goals = tuple(_goal(each) for each in contributions)
    entries = tuple(ListingEntry(goal.mark, goal.title, goal.key) for goal in goals)
    return Section("part-3", "part", "Ⅲ", "주요업무 보고", (Listing(entries),), goals)


def _goal(each: Contribution) -> Section:
    programmes = tuple(_programme(each, row.id, row.number, row.title) for row in each.ledger.programmes)
    entries = tuple(ListingEntry(circled(int(one.mark)), one.title, one.key) for one in programmes)
    return Section(
        f"goal-{each.division.number}", "goal", f"{each.division.number}.", each.profile.goal or BLANK, (Listing(entries),),
        programmes, each.division.name,
    )  # fmt: skip


def _programme(each: Contribution, programme_id: int, number: int, title: str) -> Section:
    rows = [row for row in each.passages if row.programme_id == programme_id]
    blocks = _passages(each, number, rows)
    return Section(
        f"{each.division.key}-{number}", "programme", str(number), title, tuple(blocks), division=each.division.name
    )


def _passages(each: Contribution, number: int | None, rows: list[PassageRow]) -> list[Block]:
    """The texts of a programme (number None: of the division) as blocks, sub-projects numbered in order."""
    blocks: list[Block] = []
    keys = (f"{each.division.key}-{number or 0}-facts-{place}" for place in count(1))
    projects = [row.project for row in rows if row.project]
    order = {name: place for place, name in enumerate(dict.fromkeys(projects), 1)}
    shown = ""
    for row in rows:
        narrator = Narrator(each.ledger, row.programme_id)
        if row.project and row.project != shown:
            blocks.append(Heading(row.project, order[row.project]))
        shown = row.project
        if row.kind == "gist":
            blocks.append(Gist(tuple(line for _, line in narrator.lines(row.text))))
            continue
        body = [
            *_outline(each, narrator, number, row.text, keys),
            *_plans(each, narrator, number, row.milestones, keys),
        ]
        if body and row.heading:
            blocks.append(Heading(row.heading))
        blocks += body
    return blocks


def _outline(each: Contribution, narrator: Narrator, number: int | None, text: str, keys: Iterator[str]) -> list[Block]:
    """Lines gathered into bullets; `[표: …]` and `◆ label | …` lines become tables between them, the latter with the
    next of the programme's `keys`."""
    blocks: list[Block] = []
    lines: list[Line] = []
    definitions: list[Row] = []

    def close() -> None:
        if lines:
            blocks.append(Bullets(tuple(lines)))
            lines.clear()
        if definitions:
            blocks.append(Table(next(keys), "", (Column("center", 1), Column("left", 4)), (), tuple(definitions)))
            definitions.clear()

    for item, line in narrator.lines(text):
        if item.table:
            close()
            # An unknown table was refused when the text was saved, and is told by the checker.
            if item.table in each.tables:
                blocks += each.tables[item.table](narrator.programme_id)
        elif item.label:
            if lines:
                close()
            definitions.append(Row((label(item.label), _sentence_cell(line))))
        else:
            if definitions:
                close()
            lines.append(line)
    close()
    return blocks


def _sentence_cell(line: Line) -> Cell:
    """A cell that holds a sentence: its runs when it has figures."""
    return Cell(line.runs if any(isinstance(run, Figure) for run in line.runs) else line.text)


def _plans(
    each: Contribution,
    narrator: Narrator,
    number: int | None,
    milestones: tuple[MilestoneRow, ...],
    keys: Iterator[str],
) -> list[Block]:
    blocks: list[Block] = []
    for row in milestones:
        (item,) = parse_outline(f"○ {row.title}")
        blocks.append(Bullets((_milestone_line(narrator, item, row.printed_date),)))
        blocks += _outline(each, narrator, number, row.detail, keys)
    return _merged(blocks)


def _milestone_line(narrator: Narrator, item: Item, date: str) -> Line:
    """`○ title : date`, or with the date where the title says {일정}."""
    placed = any(_is_date(piece) for piece in item.pieces)
    runs = [date if _is_date(piece) else piece for piece in item.pieces]
    if date and not placed:
        runs.append(f" : {date}")
    return narrator.line(replace(item, pieces=tuple(runs)))


def _is_date(piece: str | Reference) -> bool:
    return isinstance(piece, Reference) and bool(piece.operands) and piece.operands[0].name == "일정"


def _merged(blocks: list[Block]) -> list[Block]:
    """Neighbouring bullets as one list."""
    merged: list[Block] = []
    for block in blocks:
        if merged and isinstance(block, Bullets) and isinstance(merged[-1], Bullets):
            merged[-1] = Bullets((*merged[-1].lines, *block.lines))
        else:
            merged.append(block)
    return merged
