"""What the parts of the small briefing are built of."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal

from reports.document import (
    Cell,
    Line,
    Ref,
    Row,
    Run,
    Sum,
)
from reports.values import (
    Figure,
    Meaning,
    Origin,
    Percent,
    Quantity,
)
from seoulwork.domain.numbers import rate

JUNE = date(2018, 6, 30)


STAFF_DAY = date(2018, 7, 11)


ENTERED = "2018년 7월 업무보고 자료"


JOBS = "일자리정책담당관"


LABOUR = "노동정책담당관"


SOCIAL = "사회적경제담당관"


BUREAU = "일자리노동정책관"


def origin(
    indicator: str,
    value: str,
    kind: str = "실적",
    period: str = "2018년 상반기(1월~6월)",
    as_of: date | None = JUNE,
) -> Origin:
    return Origin(indicator, kind, value, period, as_of, ENTERED)


def quantity(number: int | str | Decimal, unit: str = "", decimals: int = 0) -> Quantity:
    return Quantity(Decimal(number), unit, decimals)


def stored(
    indicator: str,
    number: int | str,
    unit: str,
    *,
    shown_unit: bool = True,
    kind: str = "실적",
    as_of: date | None = JUNE,
    meaning: Meaning | None = None,
) -> Figure:
    """A stored figure: one value, one origin."""
    value = quantity(number, unit)
    return Figure(
        value if shown_unit else quantity(number),
        (origin(indicator, value.text, kind, "2018년" if kind != "실적" else "2018년 상반기(1월~6월)", as_of),),
        (meaning,) if meaning else (),
    )


PLACED = Meaning(
    (("지표", "취업"), ("정의", "상담을 받고 취업한 사람"), ("단위", "명"), ("기간의 값", "달마다의 실적을 더합니다.")),
    (("기간", "2018년 상반기(1월~6월)"), ("실적", "1,785명"), ("2018년 목표", "3,000명"), ("달성률", "59.5%")),
)


def head(*texts: str | tuple[str, int, int]) -> Row:
    """A head row of texts, or of (text, colspan, rowspan)."""
    cells = [(text, 1, 1) if isinstance(text, str) else text for text in texts]
    return Row(tuple(Cell(text, colspan, rowspan, head=True) for text, colspan, rowspan in cells))


def row(label: str, contents: Iterable[Cell | str | Figure], *, total: bool = False) -> Row:
    cells = [content if isinstance(content, Cell) else Cell(content) for content in contents]
    return Row((Cell(label, head=True), *cells), total)


def percent(numerator: int, denominator: int) -> Percent:
    exact = rate(numerator, denominator)
    assert exact is not None
    return Percent(exact)


def line(mark: str, level: int, *runs: Run) -> Line:
    return Line(mark, level, runs)


def down(rows: range, column: int, half: Literal["", "left", "right"] = "") -> Sum:
    return Sum(tuple(Ref(number, column, half) for number in rows))
