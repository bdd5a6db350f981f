"""Ⅰ 일반현황: the bureau, its posts and staff, what the divisions do, their budgets."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from seoulwork.domain.ledger import Missing
from seoulwork.domain.notation import Style
from seoulwork.domain.periods import printed_as_of, printed_year
from seoulwork.figures.divisions import USUAL_WORD
from seoulwork.figures.labels import word_for
from seoulwork.figures.models import Grade
from seoulwork.figures.profiles import BureauRow, HeadcountRow

from ..contract import GENERAL, Contribution
from ..document import Block, Bullets, Cell, Column, Line, Minus, Ref, Row, Section, Sum, Table
from ..meanings import meaning_of_bureau, meaning_of_staff
from ..places import place_of_bureau, place_of_post
from ..staffing import missing_grades
from ..tables import draw, head, head_cell, label, scope
from ..tables.figures import Asking, total_of
from ..values import Blank, Figure, Origin, Pair, Quantity, Surplus
from .common import TABLES, context_of

Half = Literal["authorised", "actual"]
"""정원 or 현원."""


def general(bureau: BureauRow | None, contributions: list[Contribution]) -> Section:
    staffing = _staffing(contributions)
    return Section(
        GENERAL,
        "part",
        "Ⅰ",
        "일반현황",
        (
            Bullets((_organisation(bureau, contributions),)),
            Bullets((_staff_line(bureau, contributions),)),
            staffing,
            Bullets((Line("□", 0, ("주요기능",)),)),
            _functions(contributions),
            Bullets((_budget_line(contributions),)),
            *_budget(contributions),
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


def _organisation(bureau: BureauRow | None, contributions: list[Contribution]) -> Line:
    if bureau is None:
        return Line("□", 0, ("조직 - ", Figure(Blank())))
    units = Counter(each.division.unit for each in contributions)
    return Line(
        "□",
        0,
        (
            "조직 - ",
            _bureau_figure(bureau, bureau.director_unit, bureau.directors, bureau.director_unit),
            f" {' '.join(f'{number}{unit}' for unit, number in units.items())} ",
            _bureau_figure(bureau, bureau.team_unit, bureau.teams, bureau.team_unit),
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
        f"{word_for(each.division for each in contributions)}·직급별 정원과 현원",
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


def _budget_line(contributions: list[Contribution]) -> Line:
    asking = Asking(context_of(contributions))
    asked = [asking({"division": each.division.key, "lines": "current"}) for each in contributions]
    figure = total_of(asked, [each.division.name for each in contributions], [Style()] * len(asked))
    clock = contributions[0].ledger.clock
    year = "" if clock.in_one_year else f"{printed_year(clock.plan_year)} "
    return Line("□", 0, (f"{year}예산 - ", figure))


def _budget(contributions: list[Contribution]) -> tuple[Block, ...]:
    """예산현액, 원인행위액, 지출액 and the execution rate (of spending, not of commitments), all of the reference year; with the
    chart of how large the budgets are beside each other."""
    table = TABLES["budget"]
    if (word := word_for(each.division for each in contributions)) != USUAL_WORD:
        table = type(table).model_validate_json(table.model_dump_json().replace(USUAL_WORD, word))
    if not contributions[0].ledger.clock.in_one_year:
        table = table.model_copy(update={"caption": f"{{기준년}} {table.caption}"})
    return draw(table, context_of(contributions))
