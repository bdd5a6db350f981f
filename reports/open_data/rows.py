"""The rows of open data, from the frozen document of an edition: the one home of their columns, which CSV, JSON, the package's descriptor
and the OpenAPI description all take from here. Nothing is read of what is stored now."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from seoulwork.domain.numbers import round_half_up

from ..comparison import pieces, titled
from ..document import Document, Section, Table
from ..printed import Measured, number_and_unit
from ..values import (
    CountWithRate,
    Figure,
    Origin,
    Pair,
    Percent,
    Place,
    Quantity,
    Surplus,
    ToOne,
    Value,
)

Number = int | float
Component = Literal["value", "rate", "left", "right"]


class Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FigureRow(Row):
    """A number as the edition prints it; a figure of two numbers is two rows."""

    id: str = Field(description="판 안에서 바뀌지 않는 이름: 보고/판/차례/구성", examples=["2018-07/1/17/value"])
    section: str = Field(description="부분의 이름. 화면의 주소에 쓰입니다", examples=["labour-6"])
    title: str = Field(description="부분의 번호와 제목")
    place: str = Field(description="소제목이나 표의 줄과 칸")
    text: str = Field(description="인쇄된 그대로", examples=["245,657개"])
    kind: str = Field(description="무엇인지: quantity, percent, date 등", examples=["quantity"])
    component: Component = Field(description="수가 둘인 것의 어느 쪽인지: 값, 비율, 왼쪽, 오른쪽")
    value: Number | None = Field(
        description="수. 반올림은 인쇄된 자리까지. 수가 아니거나 비었으면 빈칸", examples=[245657]
    )
    unit: str = Field(description="수의 단위. 모르면 빈칸", examples=["개"])
    measure: str = Field(
        description="무엇의 수치인지: measures의 id. 여럿이거나 모르면 빈칸", examples=["labour/indicator/22"]
    )
    missing: str = Field(description="빠진 것이 있으면 무엇인지")


class ValueRow(Row):
    """A stored value that figures of the edition come from, as it was when it was published."""

    id: str = Field(description="이름과 기간으로 된, 판이 달라도 같은 이름: 부서:표:사업 번호:이름:세부:기간:구분")
    measure: str = Field(description="무엇의 값인지: measures의 id. 모르면 빈칸")
    indicator: str = Field(description="부서, 사업, 지표나 과목의 이름")
    kind: str = Field(description="실적, 목표, 예산현액, 지출액, 정원 등")
    period: str = Field(description="대상 기간", examples=["2018년 1월~6월"])
    text: str = Field(description="저장된 값", examples=["8,513건"])
    value: Number | None = Field(description="수. 두 수의 비는 빈칸")
    unit: str = Field(description="단위")
    as_of: str = Field(description="기준일(YYYY-MM-DD). 없으면 빈칸")


class MeasureRow(Row):
    """An indicator or a budget of which the edition prints figures."""

    id: str = Field(description="이름이 바뀌어도 그대로인 이름: 부서/종류/번호", examples=["labour/indicator/22"])
    division: str = Field(description="부서의 짧은 이름", examples=["labour"])
    kind: str = Field(description="indicator(지표)나 budget(예산 과목)")
    name: str = Field(description="이 판에서의 이름")
    definition: str = Field(description="이 판에서의 뜻: 단위, 산식, 입력 주기 등")


ROWS: Mapping[str, type[Row]] = {"figures": FigureRow, "values": ValueRow, "measures": MeasureRow}
"""The rows of an edition by what they are called in addresses"""
TITLES = {"figures": "인쇄된 수치", "values": "수치가 나온 저장된 값", "measures": "지표와 예산 과목"}


def rows_of(called: str, edition: str, document: Document, measured: Iterable[Measured]) -> list[Row]:
    """`edition` is its name (`2018-07/1`), `measured` what is kept of it beside its document. Raises KeyError for rows that there are not."""
    known = list(measured)
    if called == "measures":
        return [_measure(each) for each in known]
    by_place = {tuple(place): id_of(each) for each in known for place in each.places}
    if called == "values":
        return list(_values(document, by_place))
    if called == "figures":
        return list(_figures(edition, document, by_place))
    raise KeyError(called)


def id_of(measure: Measured) -> str:
    """As the address of its page has it."""
    return f"{measure.division}/{measure.kind}/{measure.number}"


def _measure(measure: Measured) -> MeasureRow:
    told = "; ".join(f"{label}: {text}" for label, text in measure.facts)
    return MeasureRow(
        id=id_of(measure), division=measure.division, kind=measure.kind, name=measure.name, definition=told
    )


# ------------------------------------------------------------------------------------------------------ values


def _values(document: Document, measures: Mapping[Place, str]) -> Iterator[ValueRow]:
    """Each once, in the order in which figures name them."""
    found = dict.fromkeys(
        origin for section in document.walk() for _, _, figure in _printed(section) for origin in figure.origins
    )
    taken: Counter[str] = Counter()
    for number, origin in enumerate(found, 1):
        value, unit = number_and_unit(origin.value)
        name = _name(origin, number)
        taken[name] += 1
        yield ValueRow(
            id=name if taken[name] == 1 else f"{name}:{taken[name]}",
            measure=measures.get(origin.place, ""),
            indicator=origin.indicator,
            kind=origin.kind,
            period=origin.period,
            text=origin.value,
            value=None if value is None else _number(value, max(-int(value.as_tuple().exponent), 0)),
            unit=unit,
            as_of=origin.as_of.isoformat() if origin.as_of else "",
        )


def _name(origin: Origin, number: int) -> str:
    """Its place in names, and what of the row there it is; of an edition that kept no places its number."""
    parts = (*origin.place, origin.kind) if origin.place else (str(number),)
    return ":".join(part.replace("%", "%25").replace(":", "%3A") for part in parts)


# ----------------------------------------------------------------------------------------------------- figures


def _figures(edition: str, document: Document, measures: Mapping[Place, str]) -> Iterator[FigureRow]:
    number = 0
    for section in document.walk():
        for place, unit, figure in _printed(section):
            number += 1
            of = {measures.get(origin.place, "") for origin in figure.origins}
            for component, value, own in components(figure.value):
                yield FigureRow(
                    id=f"{edition}/{number}/{component}",
                    section=section.key,
                    title=titled(section),
                    place=place,
                    text=figure.text,
                    kind=KINDS.get(type(figure.value).__name__, type(figure.value).__name__.lower()),
                    component=component,
                    value=value,
                    unit=own or (unit if value is not None else ""),
                    measure=of.pop() if len(of) == 1 else "",
                    missing=figure.missing_words,
                )


KINDS = {"ToOne": "ratio", "CountWithRate": "count with rate", "AsOf": "date", "Covered": "period"}


def _printed(section: Section) -> Iterator[tuple[str, str, Figure]]:
    """Each figure with what it stands under, and the unit that the head of its table names for all."""
    units = {block.key: block.unit for block in section.blocks if isinstance(block, Table) and "," not in block.unit}
    for piece in pieces(section):
        unit = units.get(piece.name.partition("/")[0], "") if piece.name else ""
        yield from ((piece.place, unit, run) for run in piece.runs if isinstance(run, Figure))


def components(value: Value) -> list[tuple[Component, Number | None, str]]:
    """The numbers of a value as they are printed, each with its own unit."""
    match value:
        case Quantity():
            return [("value", _number(value.value, value.decimals), value.unit or value.unprinted)]
        case Percent():
            return [("value", _number(value.value, value.decimals), "%")]
        case ToOne():
            return [("value", _number(value.value, value.shown_decimals), ":1")]
        case Pair():
            return [("left", value.left, ""), ("right", value.right, "")]
        case Surplus():
            return [("value", value.value, "")]
        case CountWithRate(count, rate):
            shares = components(rate) if isinstance(rate, Percent) else []
            return [*components(count), *(("rate", share, unit) for _, share, unit in shares)]
    return [("value", None, "")]


def _number(value: Decimal, decimals: int) -> Number:
    rounded = round_half_up(value, decimals)
    return float(rounded) if decimals else int(rounded)
