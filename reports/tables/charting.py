"""The chart of a figure table, from the same cells."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from seoulwork.domain.numbers import BLANK, rate
from seoulwork.domain.vocabulary import TARGET

from ..document import Chart, Point, Series
from ..values import Blank, CountWithRate, Figure, Percent, Quantity
from .description import DescriptionError, Drawn, Entry
from .formulas import Shown
from .words import UNIT, YEAR, printed

if TYPE_CHECKING:
    from .drawing import Drawing


def chart_of(chart: Drawn, drawing: "Drawing", units: Mapping[int, str | None]) -> Chart:
    """Raises DescriptionError where its columns hold no such figures."""
    key = chart.key or f"{drawing.table.key}-chart"
    title = printed(chart.title or drawing.table.caption, drawing.narrator)
    if chart.kind == "trend":
        series, told = _lines(drawing)
        words = printed(chart.words, drawing.narrator) or f"{title}의 꺾은선그림"
        return Chart(key, "trend", title, f"{words}: {told}", drawing.table.key, series)
    value = _column(drawing, chart.value)
    unit = units[value] or ""
    if chart.kind == "pie":
        points, told, without = _slices(chart, drawing, value, units)
        words = printed(chart.words, drawing.narrator, {UNIT: unit}) or f"{title} 원그림"
        series = (Series(chart.name or chart.value, unit, points),)
        return Chart(key, "pie", title + without, f"{words}: {told}", drawing.table.key, series)
    points, told = _bars(chart, drawing)
    words = printed(chart.words, drawing.narrator, {UNIT: unit}) or f"{title} 막대그림"
    marks = chart.marks or (chart.name or chart.value, chart.target or TARGET)
    series = (Series(chart.name or chart.value, unit, points),)
    return Chart(key, "bars", title, f"{words}: {told}", drawing.table.key, series, marks)


def _column(drawing: "Drawing", key: str) -> int:
    for number, path in enumerate(drawing.columns):
        if path[-1].key == key and not any(node.total for node in path):
            return number
    raise DescriptionError(f"그림에 쓸 '{key}' 열이 표에 없습니다. 표에 있는 열을 골라 주세요.")


def _bars(chart: Drawn, drawing: "Drawing") -> tuple[tuple[Point, ...], str]:
    value, finder = _column(drawing, chart.value), drawing.finder()
    target = _column(drawing, chart.target) if chart.target else None
    rate = _column(drawing, chart.rate) if chart.rate else None
    points, told = [], []
    for r, path in enumerate(drawing.rows):
        if drawing.is_total(r):
            continue
        cell = drawing.shown.get((r, value))
        if cell is None or (chart.kind == "shares" and not isinstance(cell.figure.value, Percent | Blank)):
            raise DescriptionError(
                f"'{chart.value}' 열로는 이 그림을 그릴 수 없습니다. 수치(비중 그림은 비율)가 있는 열을 골라 주세요."
            )
        against = _figure(drawing.shown.get((r, target))) if target is not None else None
        own, share = _figure(cell), _figure(drawing.shown.get((r, rate))) if rate is not None else None
        name = path[-1].name
        points.append(
            Point(
                name,
                _with_rate(own, share),
                finder.ref((r, value)),
                against,
                finder.ref((r, target)) if target is not None else None,
            )
        )
        if words := _told(chart, own, against, share):
            told.append(f"{name} {words}")
    return tuple(points), ", ".join(told)


MOST_SLICES = 12


def _slices(
    chart: Drawn, drawing: "Drawing", value: int, units: Mapping[int, str | None]
) -> tuple[tuple[Point, ...], str, str]:
    """Each row with its share of them all; what they say in words; and which have no figure, in brackets."""
    rows = [(r, path[-1].name) for r, path in enumerate(drawing.rows) if not drawing.is_total(r)]
    found = [(name, drawing.shown.get((r, value)), drawing.finder().ref((r, value))) for r, name in rows]
    amounts = [(name, cell.amount.value) for name, cell, _ in found if cell and cell.amount]
    wrong = ""
    if any(cell is None or not isinstance((cell.count or cell.figure).value, Quantity | Blank) for _, cell, _ in found):
        wrong = f"'{chart.value}' 열로는 원그림을 그릴 수 없습니다. 더해서 전체가 되는 수치가 있는 열을 골라 주세요."
    elif units[value] is None:
        wrong = "원그림에는 단위가 같은 값만 담을 수 있습니다. 단위가 같은 행만 남기거나 다른 그림을 골라 주세요."
    elif negative := next((name for name, amount in amounts if amount < 0), ""):
        wrong = f"'{negative}'의 값이 0보다 작아 원그림에 담을 수 없습니다. 다른 그림을 골라 주세요."
    elif len(rows) > MOST_SLICES:
        wrong = f"원그림은 {MOST_SLICES}조각까지 그릴 수 있습니다. 보일 행의 수를 줄여 나머지를 한 행으로 모아 주세요."
    if wrong:
        raise DescriptionError(wrong)
    whole = sum((amount for _, amount in amounts), Decimal(0))
    points = []
    for name, cell, ref in found:
        figure = _figure(cell)
        share = rate(cell.amount.value, whole) if cell and cell.amount else None
        if figure is not None and cell is not None and cell.amount is not None and share is not None:
            figure = Figure(CountWithRate(cell.amount, Percent(share)), figure.origins)
        points.append(Point(name, figure, ref))
    told = ", ".join(f"{point.label} {point.value.text if point.value else BLANK}" for point in points)
    missing = [name for name, cell, _ in found if cell and cell.exists and not cell.amount]
    return tuple(points), told, f" ({', '.join(missing)} 제외)" if missing else ""


def _told(chart: Drawn, own: Figure | None, against: Figure | None, share: Figure | None) -> str:
    if own is None:
        return ""
    if chart.tells == "amounts" and against is not None:
        return f"{against.text} 가운데 {own.text}"
    told = own.value.rate if isinstance(own.value, CountWithRate) else share.value if share else None
    if isinstance(told, Percent):
        return told.text
    return "" if isinstance(own.value, CountWithRate) else own.text


def _with_rate(own: Figure | None, share: Figure | None) -> Figure | None:
    """A figure with the rate of another column behind it."""
    if own is None or share is None or not isinstance(own.value, Quantity) or not isinstance(share.value, Percent):
        return own
    return Figure(CountWithRate(own.value, share.value), share.origins)


def _figure(cell: Shown | None) -> Figure | None:
    """A cell's figure, None for a blank one."""
    return None if cell is None or isinstance(cell.figure.value, Blank) else cell.figure


def _lines(drawing: "Drawing") -> tuple[tuple[Series, ...], str]:
    series, told, finder = [], [], drawing.finder()
    numbers = [
        c
        for c, path in enumerate(drawing.columns)
        if any(at[1] == c for at in drawing.shown) and not any(node.total for node in path)
    ]
    labels = {
        c: drawing.own_words(drawing.columns[c][-1])[YEAR] or drawing.heads[id(drawing.columns[c][-1])] for c in numbers
    }
    yearly = len(set(labels.values())) == len(numbers)
    for r, path in enumerate(drawing.rows):
        if drawing.is_total(r):
            continue
        points = []
        for c in numbers:
            cell = drawing.shown[r, c]
            name = labels[c] if yearly else drawing.heads[id(drawing.columns[c][-1])]
            points.append(Point(name, _figure(cell), finder.ref((r, c)), planned=cell.aspect == TARGET))
        unit = drawing.words_of(path[-1], Entry(words=UNIT))
        series.append(Series(path[-1].name, str(unit), tuple(points)))
        values = ", ".join(
            f"{point.label}{'년' if point.label.isdigit() else ''} {point.value.text if point.value else BLANK}"
            for point in points
        )
        told.append(f"{path[-1].name} {values}")
    return tuple(series), "; ".join(told)
