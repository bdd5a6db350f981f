"""From the divisions' contributions to one Document. Runs a constant number of queries; renderers run none."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from django.conf import settings
from django.utils.module_loading import import_string

from seoulwork.figures import in_unit
from seoulwork.ledger import Found
from seoulwork.measures import Grade
from seoulwork.models import Bureau
from seoulwork.notation import Item, Reference, parse_outline
from seoulwork.periods import Run, printed_as_of
from seoulwork.queries import HeadcountRow, MilestoneRow, PassageRow

from .contract import Contribution, Edition
from .document import (
    Blank,
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Document,
    Figure,
    Gist,
    Goal,
    Heading,
    Line,
    Listing,
    ListingEntry,
    Minus,
    Origin,
    Pair,
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
from .models import Briefing
from .narrative import Narrator, origins
from .tables import figure_cell, head, head_cell, label, percent_cell

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def assemble(briefing: Briefing) -> Document:
    """The whole document of a briefing. Raises Bureau.DoesNotExist where the bureau itself is not known yet."""
    return document_from(briefing, contributions(briefing))


def contributions(briefing: Briefing) -> list[Contribution]:
    """What the divisions hand over for a briefing, in printed order."""
    edition = Edition(briefing.month, briefing.reference_month)
    return [import_string(f"{key}.briefing.contribute")(edition) for key in settings.DIVISIONS]


def document_from(briefing: Briefing, contributions: list[Contribution]) -> Document:
    """The document of a briefing from contributions that were read before. 1 query."""
    edition = Edition(briefing.month, briefing.reference_month)
    bureau = Bureau.objects.filter(as_of__lte=edition.day).latest("as_of")
    return Document(
        title=briefing.title,
        session=briefing.session,
        committee=briefing.committee,
        bureau=bureau.name,
        month=f"{briefing.month.year}. {briefing.month.number}.",
        published_on=None,
        sections=(
            _general(bureau, contributions),
            _vision(briefing, contributions),
            _main_works(contributions),
        ),
    )


# ---------------------------------------------------------------------------------------------- Ⅰ 일반현황


def _general(bureau: Bureau, contributions: list[Contribution]) -> Section:
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
            _execution_chart(budget),
        ),
    )  # fmt: skip


def _bureau_origin(bureau: Bureau, name: str, value: str) -> Origin:
    source = f"자료 반입 {bureau.place}".strip()
    return Origin(
        f"{bureau.name} · {name}",
        "현황",
        value,
        printed_as_of(bureau.as_of),
        bureau.as_of,
        "관리 명령",
        bureau.entered_at,
        source,
    )


def _bureau_figure(bureau: Bureau, name: str, value: int, unit: str) -> Figure:
    return Figure(Quantity(Decimal(value), unit), (_bureau_origin(bureau, name, f"{value}{unit}"),))


def _organisation(bureau: Bureau, divisions: int) -> Line:
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
            printed_as_of(row.as_of), row.as_of, row.stored.entered_by, row.stored.entered_at, row.stored.source,
            row.stored.note,
        )
        for each, row in posts
    )  # fmt: skip


def _staff_line(bureau: Bureau, contributions: list[Contribution]) -> Line:
    posts = _posts(contributions)
    where = _post_origins(posts)
    return Line(
        "□", 0,
        (
            "인력 - 정원 ", Figure(Quantity(Decimal(sum(row.authorised for _, row in posts)), "명"), where),
            " / 현원 ", Figure(Quantity(Decimal(sum(row.actual for _, row in posts)), "명"), where),
            " (정원외 : 공무직 ", _bureau_figure(bureau, "정원외 공무직", bureau.off_quota_staff, "명"), ")",
        ),
    )  # fmt: skip


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
        posts = _posts(members)
        authorised = sum(each.authorised for _, each in posts)
        actual = sum(each.actual for _, each in posts)
        where = _post_origins(posts)
        below = tuple(range(1, len(groups))) if row == 0 else ()
        cells = [label(name)]
        for column, (half, value) in enumerate((("left", authorised), ("right", actual)), 1):
            formula = (
                Sum(tuple(Ref(each, column) for each in below))
                if below
                else Sum(tuple(Ref(row, each, half) for each in (first, fixed_term, maintenance)))  # type: ignore[arg-type]
            )
            cells.append(Cell(Figure(Quantity(Decimal(value)), where), formulas=(formula,)))
        cells.append(Cell(Figure(Surplus(actual - authorised), where), formulas=(Minus(Ref(row, 2), Ref(row, 1)),)))
        for column, (_, grades) in enumerate(GRADE_COLUMNS, first):
            cells.append(_pair(posts, grades, row, column, below))
        body.append(Row(tuple(cells), total=row == 0))
    dates = {each.as_of for _, each in _posts(contributions)}
    return Table(
        "staffing", "인력 현황",
        (Column("center", 2.6), *(Column("right", 0.8),) * 3, *(Column("center"),) * len(GRADE_COLUMNS)),
        (
            Row((
                head_cell("구분", rowspan=2), head_cell("정원", rowspan=2), head_cell("현원", rowspan=2),
                head_cell("과부족", rowspan=2), head_cell("일반직", colspan=6), head_cell("임기제", rowspan=2),
                head_cell("관리운영", rowspan=2),
            )),
            head(*(name for name, _ in GRADE_COLUMNS[:6])),
        ),
        tuple(body), "명", printed_as_of(max(dates)) if dates else "", ("일반직 이하 칸은 정원/현원",),
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
    return Cell(Figure(value, _post_origins(own)), formulas=formulas)


def _functions(contributions: list[Contribution]) -> Table:
    return Table(
        "functions", "담당관별 주요기능", (Column("center", 1), Column("left", 4)), (head("구분", "주요기능"),),
        tuple(
            Row((label(each.division.name), Cell("\n".join(f"· {text}" for text in each.profile.functions))))
            for each in contributions
        ),
    )  # fmt: skip


def _division_amounts(each: Contribution) -> dict[str, Found | None]:
    """The division's 예산현액, 원인행위액 and 지출액 of the reference year."""
    lines = [line for line in each.ledger.budgets if line.kind == "current"]
    return {name: each.ledger.budget(lines, name=name) for name in ("예산액", "원인행위액", "지출액")}


def _added(contributions: list[Contribution], name: str) -> tuple[Decimal | None, tuple[Origin, ...]]:
    parts = [(each.ledger, _division_amounts(each)[name]) for each in contributions]
    where = tuple(origin for ledger, found in parts for origin in origins(ledger, found))
    present = [found.value for _, found in parts if found is not None]
    return (sum(present, Decimal(0)) if present else None), where


def _budget_line(contributions: list[Contribution]) -> Line:
    value, where = _added(contributions, "예산액")
    shown = Blank() if value is None else Quantity(in_unit(int(value), "백만원"), "백만원")
    return Line("□", 0, ("예산 - ", Figure(shown, where)))


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
            shown = Blank() if value is None else Quantity(in_unit(int(value), "백만원"))
            total = (Sum(tuple(Ref(each, column) for each in range(1, len(groups)))),) if row == 0 else ()
            cells.append(Cell(Figure(shown, where), formulas=total))
        cells.append(
            percent_cell(
                values["지출액"][0], values["예산액"][0], (*values["지출액"][1], *values["예산액"][1]),
                (Rate(Ref(row, 3), Ref(row, 1)),),
            )
        )  # fmt: skip
        body.append(Row(tuple(cells), total=row == 0))
    spent = [_division_amounts(each)["지출액"] for each in contributions]
    dates = [found.as_of for found in spent if found is not None]
    as_of = f"'{max(dates).year % 100:02}.{max(dates).month}.{max(dates).day}" if dates else ""
    return Table(
        "budget", "예산 집행 현황",
        (Column("center", 2), Column(), Column(), Column(), Column(bar=True)),
        (head("구분", "예산현액 (A)", "원인행위액", "지출액 (B)", "집행률 (B/A)"),),
        tuple(body), "백만원", as_of,
    )  # fmt: skip


def _execution_chart(budget: Table) -> Chart:
    points = tuple(
        Point(row.cells[0].text, _as_figure(row.cells[4]), Ref(index, 4)) for index, row in enumerate(budget.body)
    )
    told = ", ".join(f"{point.label} {point.value.text}" for point in points if point.value)
    return Chart(
        "execution", "execution", "담당관별 예산 집행률", f"담당관별 예산 집행률 막대그림: {told}", budget.key,
        (Series("집행률", "%", points),),
    )  # fmt: skip


def _as_figure(cell: Cell) -> Figure | None:
    """The cell's figure, None for a blank one."""
    if not isinstance(cell.content, Figure) or isinstance(cell.content.value, Blank):
        return None
    return cell.content


# ------------------------------------------------------------------------------------------- Ⅱ 비전 및 목표


def _vision(briefing: Briefing, contributions: list[Contribution]) -> Section:
    goals = tuple(Goal(each.division.number, each.profile.goal, each.profile.core_tasks) for each in contributions)
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
    for each in contributions:
        chosen = sorted(
            (indicator for indicator in each.ledger.indicators if indicator.policy_order),
            key=lambda one: one.policy_order or 0,
        )
        for place, indicator in enumerate(chosen):
            first = (label(each.profile.policy_field, rowspan=len(chosen)),) if place == 0 else ()
            cells = []
            for year in years:
                planned = year >= this
                find = each.ledger.target if planned else each.ledger.actual
                cells.append(
                    figure_cell(
                        each.ledger, indicator, find(indicator, "", Run.year(year)), "목표" if planned else "실적"
                    )
                )
            body.append(Row((*first, label(indicator.name), Cell(indicator.unit), *cells)))
    return Table(
        "policy", "분야별 지표와 연도별 값", (Column("center", 1.3), Column("left", 3), Column("center", 0.7), *(Column(),) * 5),
        (head("분야", "지표명", "단위", *map(str, years)),), tuple(body),
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
    entries = tuple(
        ListingEntry(CIRCLED[int(one.mark) - 1] if int(one.mark) <= len(CIRCLED) else one.mark, one.title, one.key)
        for one in programmes
    )
    return Section(
        f"goal-{each.division.number}", "goal", f"{each.division.number}.", each.profile.goal, (Listing(entries),),
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
        body = [*_outline(each, narrator, number, row.text), *_plans(each, narrator, number, row.milestones)]
        if body and row.heading:
            blocks.append(Heading(row.heading))
        blocks += body
    return blocks


def _outline(each: Contribution, narrator: Narrator, number: int | None, text: str) -> list[Block]:
    """Lines gathered into bullets; `[표: …]` and `◆ label | …` lines become tables between them."""
    blocks: list[Block] = []
    lines: list[Line] = []
    definitions: list[Row] = []

    def close() -> None:
        if lines:
            blocks.append(Bullets(tuple(lines)))
            lines.clear()
        if definitions:
            key = f"{each.division.key}-{number or 0}-facts-{len(blocks)}"
            blocks.append(Table(key, "", (Column("center", 1), Column("left", 4)), (), tuple(definitions)))
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
    each: Contribution, narrator: Narrator, number: int | None, milestones: tuple[MilestoneRow, ...]
) -> list[Block]:
    blocks: list[Block] = []
    for row in milestones:
        (item,) = parse_outline(f"○ {row.title}")
        blocks.append(Bullets((_milestone_line(narrator, item, row.printed_date),)))
        blocks += _outline(each, narrator, number, row.detail)
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
