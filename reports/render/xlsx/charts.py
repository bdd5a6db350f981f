"""Native Excel charts over the cells of a briefing's tables."""

from dataclasses import replace
from functools import cache
from itertools import pairwise, takewhile
from math import ceil
from typing import Literal, NamedTuple

from openpyxl.chart import BarChart, LineChart, PieChart
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint, Marker
from openpyxl.chart.series import Series as ChartSeries
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.utils import get_column_letter

from reports.document import Chart, Ref, Series
from reports.render.colours import SLICES
from reports.render.xlsx.looks import BLUE, FONT, GREY, NAVY, NOTE, PALE
from reports.render.xlsx.sheets import CHART_ROW, Area, Sheet
from reports.render.xlsx.tables import Grid
from reports.render.xlsx.values import BLANK_SHOWN, Shown, clean_text, shown
from reports.values import CountWithRate, Figure, Percent

TRENDS_ABREAST = 3
TREND_HEIGHT = 116.0
BAR_HEIGHT, BARS_MARGIN = 38.0, 84.0
"""Points, for each category and around them."""
PIE_HEIGHT = 260.0
DIGIT = 7
"""Pixels of one unit of column width."""
PIXEL, POINT = 9525, 12700
"""In EMU, the unit of drawings."""
NOT_AVAILABLE = "#N/A"


def chart_height(chart: Chart) -> float:
    """Points that the chart takes on its sheet."""
    if chart.kind == "pie":
        return PIE_HEIGHT
    if chart.kind == "trend":
        return ceil(len(chart.series) / TRENDS_ABREAST) * TREND_HEIGHT
    return max((len(series.points) for series in chart.series), default=1) * BAR_HEIGHT + BARS_MARGIN


def add_chart(chart: Chart, area: Area, sheet: Sheet, grid: Grid) -> list[str]:
    """Draw the chart into its area from the cells of its table (`grid` on `sheet`).
    Returns a description for each drawing that was made."""
    data = _Data(area, sheet, grid)
    width = area.sheet.width
    if chart.kind == "trend":
        each = width / TRENDS_ABREAST
        for number, series in enumerate(chart.series):
            down, right = divmod(number, TRENDS_ABREAST)
            _place(area, _trend(series, data), right * each, down * TREND_HEIGHT, each - 1, TREND_HEIGHT - 6)
        return [f"{chart.title} · {series.name}: {_in_words(series)}" for series in chart.series]
    drawing = _pie(chart, data) if chart.kind == "pie" else _bars(chart, data)
    _place(area, drawing, 0, 0, width, area.height - 6)
    return [chart.description]


def _in_words(series: Series) -> str:
    return ", ".join(
        f"{point.label} {point.value.text if point.value else '-'}{series.unit}" for point in series.points
    )


# ------------------------------------------------------------------------------------------------------- data

Place = tuple[int, int]
"""A sheet row and column."""


class Drawn(NamedTuple):
    """One series as it is drawn: its points' labels and values, and where in the table the values stand."""

    name: str
    color: str
    labels: list[str]
    values: list[Shown]
    refs: list[Ref | None]

    @property
    def number_format(self) -> str:
        return next((value.number_format for value in self.values if not isinstance(value.content, str)), "General")


def actuals(series: Series) -> Drawn:
    points = series.points
    return Drawn(
        series.name,
        BLUE,
        [point.label for point in points],
        [_number(point.value, point.ref) for point in points],
        [point.ref for point in points],
    )


def targets(series: Series, name: str) -> Drawn:
    points = series.points
    return Drawn(
        name,
        PALE,
        [point.label for point in points],
        [_number(point.target, point.target_ref) for point in points],
        [point.target_ref for point in points],
    )


def _number(figure: Figure | None, ref: Ref | None) -> Shown:
    """The number that a chart draws: of a count with its rate the half that the Ref names, the count by default."""
    if figure is None:
        return BLANK_SHOWN
    value = figure.value
    if not isinstance(value, CountWithRate):
        return shown(value)
    if ref is None or ref.half != "right":
        return shown(value.count)
    return BLANK_SHOWN if value.rate is None else shown(value.rate)


class _Data:
    """Gives each series its cells: those of the table where labels and numbers lie in one row or column, else a small
    block beside the printed area that refers to the table (a chart would draw the text `-` as zero)."""

    def __init__(self, area: Area, sheet: Sheet, grid: Grid) -> None:
        self.area, self.sheet, self.grid = area, sheet, grid
        self.row, self.column = area.row, area.sheet.columns + 2
        self.texts = {
            (each.row, each.column): each.cell.text for each in grid.body if isinstance(each.cell.content, str)
        }

    def series(self, order: int, drawn: Drawn) -> ChartSeries:
        found = self._in_table(drawn) or self._in_block(drawn)
        labels, values = found
        numbers = [
            NumVal(idx=number, v="%.16g" % value.content)  # noqa: UP031 - as openpyxl writes cells
            for number, value in enumerate(drawn.values)
            if not isinstance(value.content, str)
        ]
        texts = [StrVal(idx=number, v=clean_text(label)) for number, label in enumerate(drawn.labels)]
        cache = NumData(formatCode=drawn.number_format, ptCount=len(drawn.values), pt=numbers)
        return ChartSeries(
            idx=order,
            order=order,
            tx=SeriesLabel(v=clean_text(drawn.name)),
            cat=AxDataSource(strRef=StrRef(f=labels, strCache=StrData(ptCount=len(texts), pt=texts))),
            val=NumDataSource(numRef=NumRef(f=values, numCache=cache)),
        )

    def _in_table(self, drawn: Drawn) -> tuple[str, str] | None:
        """The addresses of labels and values in the table, if both lie side by side there."""
        refs = [ref for ref in drawn.refs if ref is not None]
        if len(refs) < len(drawn.refs) or any(isinstance(value.content, str) for value in drawn.values):
            return None
        cells = [self.grid.place(ref) for ref in refs]
        labels = self._labels_beside(drawn.labels, refs) or self._labels_above(drawn.labels, cells)
        if labels is None or not _side_by_side(cells) or not _side_by_side(labels):
            return None
        return _address(self.sheet, labels), _address(self.sheet, cells)

    def _labels_beside(self, labels: list[str], refs: list[Ref]) -> list[Place] | None:
        """Texts of one column in the values' own rows."""
        for column in range(len(self.grid.table.columns)):
            if [self.texts.get((ref.row, column)) for ref in refs] == labels:
                return [self.grid.place(Ref(ref.row, column)) for ref in refs]
        return None

    def _labels_above(self, labels: list[str], cells: list[Place]) -> list[Place] | None:
        """Heads of one row above the values' own columns."""
        top = self.grid.first_row - self.grid.head_rows
        heads = {
            (top + head.row, self.grid.columns[self.grid.starts[head.column]]): head.cell.text
            for head in self.grid.head
        }
        for row in range(top, self.grid.first_row):
            if [heads.get((row, column)) for _, column in cells] == labels:
                return [(row, column) for _, column in cells]
        return None

    def _in_block(self, drawn: Drawn) -> tuple[str, str]:
        target = self.area.sheet
        text = NOTE._replace(wrap=False)
        target.put(self.row, self.column, f"차트 자료: {drawn.name}", text)
        first = self.row + 1
        for label, value, ref in zip(drawn.labels, drawn.values, drawn.refs, strict=True):
            self.row += 1
            target.put(self.row, self.column, label, text)
            look = text._replace(number_format=value.number_format, horizontal="right")
            if ref is not None:
                there = _address(self.sheet, [self.grid.place(ref)])
                result = NOT_AVAILABLE if isinstance(value.content, str) else value.content
                target.put_formula(self.row, self.column + 1, f"=IF(ISNUMBER({there}),{there},NA())", result, look)
            elif not isinstance(value.content, str):
                target.put(self.row, self.column + 1, value.content, look)
        rows = range(first, self.row + 1)
        self.row += 2
        return tuple(_address(target, [(row, column) for row in rows]) for column in (self.column, self.column + 1))  # type: ignore[return-value]


def _side_by_side(cells: list[Place]) -> bool:
    steps = {(there[0] - here[0], there[1] - here[1]) for here, there in pairwise(cells)}
    return steps in ({(0, 1)}, {(1, 0)}, set())


def _address(sheet: Sheet, cells: list[Place]) -> str:
    name = sheet.sheet.title.replace("'", "''")
    ends = [f"${get_column_letter(column)}${row}" for row, column in dict.fromkeys((cells[0], cells[-1]))]
    return f"'{name}'!{':'.join(ends)}"


# ------------------------------------------------------------------------------------------------------ charts


@cache
def _text(size: float, color: str = GREY, bold: bool = False) -> CharacterProperties:
    face = Font(typeface=FONT)
    return CharacterProperties(sz=int(size * 100), b=bold, solidFill=color, lang="ko-KR", latin=face, ea=face)


@cache
def _rich(size: float, color: str = GREY) -> RichText:
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=_text(size, color)), endParaRPr=_text(size, color))])


def _title(text: str, size: float, color: str = NAVY, bold: bool = True) -> Title:
    properties = _text(size, color, bold)
    run = RegularTextRun(rPr=properties, t=clean_text(text))
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=properties), r=[run])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


def _labels(position: Literal["outEnd", "t"], code: str, size: float) -> DataLabelList:
    return DataLabelList(
        numFmt=code,
        dLblPos=position,
        showVal=True,
        showSerName=False,
        showCatName=False,
        showLegendKey=False,
        showPercent=False,
        showBubbleSize=False,
        txPr=_rich(size, "1A1F29"),
    )


@cache
def _fill(color: str) -> GraphicalProperties:
    return GraphicalProperties(solidFill=color, ln=LineProperties(noFill=True))


def _bars(chart: Chart, data: _Data) -> BarChart:
    """Level bars from zero: actuals, and where there are targets those beside them."""
    drawing = BarChart()
    drawing.type = "bar"
    drawing.title = _title(chart.title, 12)
    drawn: list[Drawn] = []
    for series in chart.series:
        if any(point.target is not None for point in series.points):
            drawn.append(targets(series, chart.marks[1]))
        drawn.append(actuals(series))
    for order, each in enumerate(drawn):
        bars = data.series(order, each)
        bars.graphicalProperties = _fill(each.color)
        bars.invertIfNegative = False
        bars.dLbls = _labels("outEnd", each.number_format, 9)
        drawing.series.append(bars)
    drawing.gapWidth = 45
    drawing.overlap = 0 if len(drawn) > 1 else None
    if len(drawn) > 1 and drawing.legend is not None:
        drawing.legend.position = "b"
    else:
        drawing.legend = None
    unit = next((series.unit for series in chart.series), "")
    percent = any(isinstance(point.value.value, Percent) for s in chart.series for point in s.points if point.value)
    drawing.x_axis.delete = drawing.y_axis.delete = False
    drawing.x_axis.scaling.orientation = "maxMin"
    drawing.x_axis.txPr = _rich(10, "1A1F29")
    drawing.x_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=GREY, w=9525))
    drawing.y_axis.scaling.min = 0
    drawing.y_axis.number_format = "0%" if percent else "#,##0"
    drawing.y_axis.txPr = _rich(8)
    drawing.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill="E3E7ED", w=6350)))
    drawing.y_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    drawing.y_axis.crosses = "max"
    drawing.y_axis.title = _title(f"{chart.series[0].name if chart.series else ''} ({unit})", 9, GREY, bold=False)
    return drawing


def _pie(chart: Chart, data: _Data) -> PieChart:
    """Slices from the top, named beside them, each with its share."""
    drawing = PieChart()
    drawing.title = _title(chart.title, 12)
    drawing.firstSliceAng = 0
    for order, series in enumerate(chart.series):
        slices = data.series(order, actuals(series))
        slices.dPt = [
            DataPoint(
                idx=number,
                spPr=GraphicalProperties(
                    solidFill=SLICES[number % len(SLICES)][0].lstrip("#"),
                    ln=LineProperties(solidFill="FFFFFF", w=19050),
                ),
            )
            for number in range(len(series.points))
        ]
        slices.dLbls = _labels("outEnd", "0.0%", 9)
        slices.dLbls.showVal, slices.dLbls.showPercent = False, True
        drawing.series.append(slices)
    if drawing.legend is not None:
        drawing.legend.position = "r"
        drawing.legend.txPr = _rich(10, "1A1F29")
    return drawing


def _trend(series: Series, data: _Data) -> LineChart:
    """A small line: past years solid with full marks, planned years dashed with hollow ones. The whole line is drawn
    dashed, and the past ones once more over it, since LibreOffice knows no line that changes on its way."""
    drawing = LineChart()
    drawing.title = _title(f"{series.name} ({series.unit})" if series.unit else series.name, 9)
    past = tuple(takewhile(lambda point: not point.planned, series.points))
    planned = len(past) < len(series.points)
    whole = actuals(series)._replace(name="목표" if planned else "실적")
    drawing.series.append(_line(data.series(0, whole), planned))
    drawing.series[0].dLbls = _labels("t", whole.number_format, 8)
    if planned and past:
        known = actuals(replace(series, points=past))._replace(name="실적")
        drawing.series.append(_line(data.series(1, known), planned=False))
    drawing.legend = None
    drawing.x_axis.delete = drawing.y_axis.delete = False
    drawing.x_axis.txPr = _rich(8)
    drawing.x_axis.number_format = "General"
    drawing.y_axis.txPr = _rich(7)
    drawing.y_axis.number_format = whole.number_format
    if all(isinstance(value.content, str) or value.content >= 0 for value in whole.values):
        drawing.y_axis.scaling.min = 0
    drawing.y_axis.majorGridlines = None
    drawing.y_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    return drawing


def _line(line: ChartSeries, planned: bool) -> ChartSeries:
    dash: Literal["sysDash"] | None = "sysDash" if planned else None
    line.smooth = False
    line.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=BLUE, w=22225, prstDash=dash))
    line.marker = Marker(
        symbol="circle",
        size=6,
        spPr=GraphicalProperties(solidFill="FFFFFF" if planned else BLUE, ln=LineProperties(solidFill=BLUE, w=12700)),
    )
    return line


def _place(
    area: Area, drawing: BarChart | LineChart | PieChart, left: float, top: float, width: float, height: float
) -> None:
    """Put the drawing at `left` and `top` from the area's corner; widths in digits, heights in points."""
    drawing.anchor = TwoCellAnchor(  # type: ignore[assignment]
        _from=marker_at(area, left, top), to=marker_at(area, left + width, top + height), editAs="oneCell"
    )
    area.sheet.sheet.add_chart(drawing)


def marker_at(area: Area, left: float, top: float) -> AnchorMarker:
    column = 0
    while column < len(area.sheet.widths) and left > area.sheet.widths[column] - 0.01:
        left -= area.sheet.widths[column]
        column += 1
    row, rest = divmod(top, CHART_ROW)
    return AnchorMarker(
        col=column,
        colOff=round(left * DIGIT * PIXEL),
        row=area.row - 1 + int(row),
        rowOff=round(rest * POINT),
    )
