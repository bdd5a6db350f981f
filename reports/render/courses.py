"""The course of a year as lines over the same months: drawn in the site alone."""

from collections.abc import Iterator

from reports.document import Chart, Series
from reports.render.colours import BLUE, GREY, INK, NAVY, TRACK, WHITE
from reports.render.drawing import NARROW_WIDTH, SMALL_SIZE, WIDTH, Spec, number_of

HEIGHT, EDGE, MONTHS, LINE, SAMPLE = 190, 16, 24, 18, 28
"""Pixels: of the lines, beside and below them, of a line of the key and of the piece of line in it."""
LINES: tuple[Spec, ...] = (
    {"stroke": BLUE, "strokeWidth": 3},
    {"stroke": GREY, "strokeWidth": 2, "strokeDash": [6, 4]},
    {"stroke": NAVY, "strokeWidth": 1.5, "strokeDash": [1, 3]},
)
"""By the order of the series: they differ in width and dashes as well as in colour."""


def course(chart: Chart, narrow: bool) -> Spec:
    """Lines over the same months, and below them which is which and how far it came. The first has dots."""
    names = [point.label for point in chart.series[0].points]
    rows = [
        {"place": place, "line": number, "value": number_of(point.value)}
        for number, series in enumerate(chart.series)
        for place, point in enumerate(series.points)
    ]
    reached = [number for row in rows if isinstance(number := row["value"], float)]
    width = (NARROW_WIDTH if narrow else WIDTH) - 2 * EDGE
    x = {"type": "quantitative", "scale": {"domain": [0, max(len(names) - 1, 1)], "nice": False}, "axis": None}
    scale = {"domain": [min(0, *reached, 0), max(0, *reached, 0) * 1.05 or 1], "nice": False}
    y = {"type": "quantitative", "axis": None, "scale": scale}
    at = {"x": {"field": "place", **x}, "y": {"field": "value", **y}}

    def of(number: int, **mark: object) -> Spec:
        kept = f"isValid(datum.value) && datum.line == {number}"
        return {"transform": [{"filter": kept}], "mark": mark, "encoding": at}

    months = [{"place": place, "label": label} for place, label in enumerate(names) if not narrow or place % 3 == 2]
    return {
        "width": width,
        "height": HEIGHT,
        "padding": {"left": EDGE, "right": EDGE, "top": 8, "bottom": MONTHS + LINE * len(chart.series) + 8},
        "autosize": {"type": "none"},
        "data": {"values": rows},
        "layer": [
            {"mark": {"type": "rule", "stroke": TRACK}, "encoding": {"y": {"datum": 0, **y}}},
            *(of(number, type="line", **LINES[number % len(LINES)]) for number in reversed(range(len(chart.series)))),
            of(0, type="point", shape="circle", size=40, fill=BLUE, stroke=WHITE, opacity=1),
            {
                "data": {"values": months},
                "mark": {"type": "text", "baseline": "top", "fontSize": SMALL_SIZE, "fill": GREY},
                "encoding": {"x": at["x"], "y": {"value": HEIGHT + 6}, "text": {"field": "label"}},
            },
            *(piece for number, series in enumerate(chart.series) for piece in _told(number, series)),
        ],
    }


def _told(number: int, series: Series) -> Iterator[Spec]:
    """A line of the key: a piece of its line, what it is, and how far it came until when."""
    height = HEIGHT + MONTHS + LINE * number + LINE // 2
    known = [point for point in series.points if point.value is not None]
    last = f" {known[-1].label} {known[-1].value.text}" if known and known[-1].value else ""
    one = {"values": [{"text": f"{series.name}{last}"}]}
    yield {
        "data": one,
        "mark": {"type": "rule", **LINES[number % len(LINES)]},
        "encoding": {"x": {"value": 0}, "x2": {"value": SAMPLE}, "y": {"value": height}},
    }
    word = {"type": "text", "baseline": "middle", "align": "left", "fontSize": SMALL_SIZE, "fill": INK}
    yield {
        "data": one,
        "mark": {**word, "fontWeight": 600, "x": SAMPLE + 8, "y": height},
        "encoding": {"text": {"field": "text"}},
    }
