"""Ⅰ 일반현황: the bureau, its posts and staff, what the divisions do, their budgets."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, NamedTuple

from seoulwork.domain.ledger import Missing
from seoulwork.domain.numbers import in_unit
from seoulwork.domain.periods import Run, printed_as_of, printed_day, printed_year
from seoulwork.domain.vocabulary import AMOUNTS, APPROPRIATED, BUDGET_UNIT, COMMITTED, SPENT
from seoulwork.figures.models import Grade
from seoulwork.figures.profiles import BureauRow, HeadcountRow

from ..contract import Contribution
from ..document import Bullets, Cell, Chart, Column, Line, Minus, Point, Rate, Ref, Row, Section, Series, Sum, Table
from ..meanings import meaning_of_budget, meaning_of_bureau, meaning_of_staff
from ..narrative import origins
from ..places import place_of_bureau, place_of_post
from ..staffing import missing_grades
from ..tables import head, head_cell, label, percent_cell, scope
from ..values import Blank, CountWithRate, Figure, Meaning, Origin, Pair, Percent, Quantity, Surplus

Half = Literal["authorised", "actual"]
"""정원 or 현원."""


def general(bureau: BureauRow | None, contributions: list[Contribution]) -> Section:
    staffing = _staffing(contributions)
    budget = _budget(contributions)
    return Section(
        "part-1",
        "part",
        "Ⅰ",
        "일반현황",
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
    )


def _bureau_figure(bureau: BureauRow, name: str, value: int, unit: str) -> Figure:
    origin = Origin(
        f"{bureau.name} · {name}",
        "현황",
        f"{value}{unit}",
        printed_as_of(bureau.as_of),
        bureau.as_of,
        bureau.stored.entered,
        place_of_bureau(bureau.as_of),
    )
    return Figure(Quantity(Decimal(value), unit), (origin,), (meaning_of_bureau(bureau.name, name, unit),))


def _organisation(bureau: BureauRow | None, divisions: int) -> Line:
    if bureau is None:
        return Line("□", 0, ("조직 - ", Figure(Blank())))
    return Line(
        "□",
        0,
        (
            "조직 - ",
            _bureau_figure(bureau, "정책관", bureau.directors, "정책관"),
            f" {divisions}담당관 ",
            _bureau_figure(bureau, "팀", bureau.teams, "팀"),
        ),
    )


def _posts(contributions: Iterable[Contribution]) -> list[tuple[Contribution, HeadcountRow]]:
    return [(each, row) for each in contributions for row in each.profile.headcount]


def _post_origins(posts: Iterable[tuple[Contribution, HeadcountRow]]) -> tuple[Origin, ...]:
    return tuple(
        Origin(
            f"{each.division.name} · {Grade(row.grade).label}",
            "정원/현원",
            f"{row.authorised}/{row.actual}",
            printed_as_of(row.as_of),
            row.as_of,
            row.stored.entered,
            place_of_post(each.division.name, row.grade, row.as_of),
        )
        for each, row in posts
    )


def _staff_line(bureau: BureauRow | None, contributions: list[Contribution]) -> Line:
    lacking = _grades_lacking(contributions, contributions)
    off_quota = _bureau_figure(bureau, "정원외 공무직", bureau.off_quota_staff, "명") if bureau else Figure(Blank())
    return Line(
        "□",
        0,
        (
            "인력 - 정원 ",
            _staff(contributions, "authorised", lacking, "명"),
            " / 현원 ",
            _staff(contributions, "actual", lacking, "명"),
            " (정원외 : 공무직 ",
            off_quota,
            ")",
        ),
    )


def _counted(members: list[Contribution]) -> bool:
    """Whether the staff of all is known: a total that leaves a division out is none."""
    return all(each.profile.headcount for each in members)


def _grades_lacking(
    members: list[Contribution], all_of_them: list[Contribution], grades: Iterable[Grade] = tuple(Grade)
) -> tuple[Missing, ...]:
    """Which of the grades the staff counts of some divisions lack beside those of the others; of several with whose they are."""
    found = missing_grades(all_of_them)
    return tuple(
        Missing("grade", f"{f'{each.division.name} ' if len(members) > 1 else ''}{grade.label} 제외")
        for each in members
        for grade in found[each.division]
        if grade in grades
    )


def _staff(members: list[Contribution], half: Half, lacking: tuple[Missing, ...], unit: str = "") -> Figure:
    """정원 or 현원 of divisions; blank where the staff of one is not known."""
    if not _counted(members):
        return Figure(Blank())
    posts = _posts(members)
    value = Quantity(Decimal(sum(getattr(row, half) for _, row in posts)), unit)
    meaning = meaning_of_staff("정원" if half == "authorised" else "현원")
    return Figure(value, _post_origins(posts), (meaning,), lacking)


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
        lacking = _grades_lacking(members, contributions)
        below = tuple(range(1, len(groups))) if row == 0 else ()
        cells = [label(name)]
        halves: tuple[tuple[Half, Literal["left", "right"]], ...] = (("authorised", "left"), ("actual", "right"))
        for column, (half, side) in enumerate(halves, 1):
            formula = (
                Sum(tuple(Ref(each, column) for each in below))
                if below
                else Sum(tuple(Ref(row, each, side) for each in (first, fixed_term, maintenance)))
            )
            cells.append(Cell(_staff(members, half, lacking), formulas=(formula,) if known else ()))
        surplus = Surplus(sum(each.actual - each.authorised for _, each in posts)) if known and not lacking else Blank()
        where = _post_origins(posts) if known else ()
        meanings = (meaning_of_staff("과부족"),) if known else ()
        cells.append(Cell(Figure(surplus, where, meanings, lacking), formulas=(Minus(Ref(row, 2), Ref(row, 1)),)))
        for column, (_, grades) in enumerate(GRADE_COLUMNS, first):
            lacked = _grades_lacking(members, contributions, grades)
            cells.append(_pair(posts, grades, row, column, below, lacked) if known else Cell(Figure(Blank())))
        body.append(Row(tuple(cells), total=row == 0))
    dates = ((each.division.name, printed_as_of(count.as_of)) for each, count in _posts(contributions))
    return Table(
        "staffing",
        "담당관·직급별 정원과 현원",
        (Column("center", 2.6), *(Column("right", 0.8),) * 3, *(Column("center"),) * len(GRADE_COLUMNS)),
        (
            Row(
                (
                    head_cell("구분", rowspan=2),
                    head_cell("정원", rowspan=2),
                    head_cell("현원", rowspan=2),
                    head_cell("과부족", rowspan=2),
                    head_cell("일반직", colspan=6),
                    head_cell("임기제", rowspan=2),
                    head_cell("관리운영", rowspan=2),
                )
            ),
            head(*(name for name, _ in GRADE_COLUMNS[:6])),
        ),
        tuple(body),
        "명",
        scope(dates),
        ("일반직 이하 칸은 정원/현원",),
    )


def _pair(
    posts: list[tuple[Contribution, HeadcountRow]],
    grades: tuple[Grade, ...],
    row: int,
    column: int,
    below: tuple[int, ...],
    lacking: tuple[Missing, ...],
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
    return Cell(Figure(value, _post_origins(own), (meaning_of_staff("정원/현원"),), lacking), formulas=formulas)


def _functions(contributions: list[Contribution]) -> Table:
    return Table(
        "functions",
        "주요기능",
        (Column("center", 1), Column("left", 4)),
        (head("구분", "주요기능"),),
        tuple(
            Row((label(each.division.name), Cell("\n".join(f"· {text}" for text in each.profile.functions))))
            for each in contributions
        ),
    )


class _Added(NamedTuple):
    """An amount of divisions: what it is (None where that of one is not known), where it comes from, what it lacks."""

    value: Decimal | None
    origins: tuple[Origin, ...] = ()
    missing: tuple[Missing, ...] = ()


def _added(contributions: list[Contribution], name: str, run: Run | None = None) -> _Added:
    """The divisions' 예산액, 원인행위액 or 지출액."""
    value = Decimal(0)
    where: tuple[Origin, ...] = ()
    lacks: list[tuple[Missing, ...]] = []
    for each in contributions:
        found = each.ledger.division_budget(name, run)
        if found is None:
            return _Added(None)
        value += found.value
        where += origins(each.ledger, found)
        lacks.append(found.missing)
    if len(set(lacks)) == 1:
        return _Added(value, where, lacks[0])
    # What each division lacks stands in its own row: a total has no room for all of it.
    return _Added(value, where, (Missing(next(each for each in lacks if each)[0].kind, "담당관마다 다름"),))


def _budget_line(contributions: list[Contribution]) -> Line:
    value, where, missing = _added(contributions, "예산액")
    shown = Blank() if value is None else Quantity(in_unit(int(value), BUDGET_UNIT), BUDGET_UNIT)
    clock = contributions[0].ledger.clock
    year = "" if clock.in_one_year else f"{printed_year(clock.plan_year)} "
    figure = Figure(shown, where, _budget_meanings(contributions, "예산액") if where else (), missing)
    return Line("□", 0, (f"{year}예산 - ", figure))


def _budget_meanings(contributions: list[Contribution], aspect: str, run: Run | None = None) -> tuple[Meaning, ...]:
    return tuple(
        meaning_of_budget(
            each.ledger, tuple(line for line in each.ledger.budgets if line.kind == "current"), aspect=aspect, run=run
        )
        for each in contributions
    )


def _budget(contributions: list[Contribution]) -> Table:
    """예산현액, 원인행위액, 지출액 and the execution rate (of spending, not of commitments), all of the reference year."""
    clock = contributions[0].ledger.clock
    year = "" if clock.in_one_year else f"{printed_year(clock.reference_month.year)} "
    groups: list[tuple[str, list[Contribution]]] = [("계", contributions)]
    groups += [(each.division.name, [each]) for each in contributions]
    body = []
    for row, (name, members) in enumerate(groups):
        cells = [label(name)]
        values = {}
        for column, key in enumerate(AMOUNTS, 1):
            values[key] = _added(members, key, clock.results_year)
            value, where, missing = values[key]
            shown = Blank() if value is None else Quantity(in_unit(int(value), BUDGET_UNIT))
            total = (Sum(tuple(Ref(each, column) for each in range(1, len(groups)))),)
            meanings = _budget_meanings(members, key, clock.results_year) if where else ()
            figure = Figure(shown, where, meanings, missing)
            cells.append(Cell(figure, formulas=total if row == 0 and value is not None else ()))
        cells.append(
            percent_cell(
                values[SPENT].value,
                values[APPROPRIATED].value,
                (*values[SPENT].origins, *values[APPROPRIATED].origins),
                _budget_meanings(members, "집행률", clock.results_year),
                (Rate(Ref(row, 3), Ref(row, 1)),),
                (*values[SPENT].missing, *values[APPROPRIATED].missing),
            )
        )
        body.append(Row(tuple(cells), total=row == 0))
    executed = ((each, each.ledger.division_budget(key)) for each in contributions for key in (COMMITTED, SPENT))
    dates = ((each.division.name, printed_day(found.as_of)) for each, found in executed if found)
    return Table(
        "budget",
        f"{year}담당관별 예산 집행 현황",
        (Column("center", 2), Column(), Column(), Column(), Column(bar=True)),
        (head("구분", "예산현액 (A)", "원인행위액", "지출액 (B)", "집행률 (B/A)"),),
        tuple(body),
        BUDGET_UNIT,
        scope(dates),
    )


def _spending_chart(budget: Table) -> Chart:
    """What of each division's budget is spent: how large the budgets are beside each other, which the table's rates do not show."""
    points, told = [], []
    for index, row in enumerate(budget.body[1:], 1):
        whole, spent, rate = (as_figure(row.cells[column]) for column in (1, 3, 4))
        points.append(Point(row.cells[0].text, _spent(spent, rate), Ref(index, 3), whole, Ref(index, 1)))
        if whole and spent:
            told.append(f"{row.cells[0].text} {whole.text} 가운데 {spent.text}")
    return Chart(
        "spending",
        "bars",
        "담당관별 예산현액과 지출액",
        f"담당관별 지출액을 예산현액과 견준 막대그림({BUDGET_UNIT}): {', '.join(told)}",
        budget.key,
        (Series("지출액", BUDGET_UNIT, tuple(points)),),
        ("지출액", "예산현액"),
    )


def _spent(spent: Figure | None, rate: Figure | None) -> Figure | None:
    """What is spent, with its rate where there is one."""
    if spent is None or rate is None or not isinstance(spent.value, Quantity) or not isinstance(rate.value, Percent):
        return spent
    return Figure(CountWithRate(spent.value, rate.value), rate.origins)


def as_figure(cell: Cell) -> Figure | None:
    """The cell's figure, None for a blank one."""
    if not isinstance(cell.content, Figure) or isinstance(cell.content.value, Blank):
        return None
    return cell.content
