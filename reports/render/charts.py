"""Charts as SVG, drawn by Vega-Lite: the same picture in HTML and PDF.

A chart is flat and says its numbers itself: labels instead of a legend, bars from zero, a target as a thin mark on
the bar of the actual, years to come hollow, slices with the numbers of their lines. Colour never carries a meaning alone.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape
from typing import NamedTuple

from reports.document import Chart, Series
from reports.render.colours import BLUE, GREY, INK, NAVY, SLICES, TRACK, WHITE
from reports.render.courses import course
from reports.render.drawing import (
    LABEL_SIZE,
    NARROW_WIDTH,
    ROW,
    SMALL_SIZE,
    TITLE_SIZE,
    TREND_COLUMNS,
    TREND_HEIGHT,
    VALUE_SIZE,
    WIDTH,
    Spec,
    number_of,
    width_of,
)
from reports.render.engine import drawing_of
from reports.render.fonts import FAMILIES


@lru_cache(maxsize=64)
def chart_svg(chart: Chart, *, narrow: bool = False) -> str:
    """The chart as one `<svg>` element with the title and the description as its `<title>`.

    `narrow` draws it for a telephone: labels stand above their bars, line charts below each other. Equal charts give the
    same text. A point without a figure, or whose figure is no single number, has a label and no mark.
    """
    spec = _SPECS[chart.kind](chart, narrow)
    spec |= {
        "background": WHITE,
        "config": {
            "font": FAMILIES,
            "view": {"stroke": None},
            "axis": {"grid": False, "domain": False, "ticks": False},
            "aria": False,
        },
    }
    return _accessible(drawing_of(spec), chart, f"chart-{escape(chart.key)}{'.narrow' if narrow else ''}")


def _accessible(drawn: str, chart: Chart, name: str) -> str:
    """Give the picture a name, leave only its own identifiers, and let its width follow the page."""
    root, inner = drawn.split(">", 1)
    attributes = dict(re.findall(r'([\w:]+)="([^"]*)"', root))
    width, height = attributes["width"], attributes["height"]
    inner = re.sub(r' (?:role|aria-[a-z]+|class|pointer-events)="[^"]*"', "", inner)
    for number, identifier in enumerate(dict.fromkeys(re.findall(r' id="([^"]+)"', inner))):
        inner = inner.replace(f'id="{identifier}"', f'id="{name}.{number}"').replace(
            f"url(#{identifier})", f"url(#{name}.{number})"
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="{name}.title"><title id="{name}.title">{escape(f"{chart.title}. {chart.description}")}</title>{inner}'
    )


# ------------------------------------------------------------------------------------------------------- bars


class _Frame(NamedTuple):
    """Pixels of lying bars: beside and above them, the longest, from row to row; and where the words stand."""

    left: float
    right: float
    top: float
    width: float
    row: float
    label: Spec
    text: Spec
    names: float


def _beside(labels: float, texts: float, marked: bool) -> _Frame:
    """Labels at the left of the bars, figures at the right."""
    left, right = labels + 12, texts + 16
    label, text = {"x": -10, "align": "right"}, {"x": WIDTH - left, "align": "right"}
    return _Frame(left, right, 16 if marked else 2, WIDTH - left - right, ROW, label, text, -21)


def _above(together: float, marked: bool) -> _Frame:
    """Labels and figures on a line above each bar, on two where `together` is too wide for one."""
    lines = 1 if together + 16 <= NARROW_WIDTH else 2
    over = -20 if marked else -16
    row = (58 if marked else 46) + 36 * (lines - 1)
    width = NARROW_WIDTH - 4  # a mark at either end is drawn whole
    label = {"x": 0, "align": "left", "dy": over - 18 * (lines - 1), "limit": width}
    return _Frame(2, 2, 2, width, row, label, {"x": width, "align": "right", "dy": over}, 19)


def _bars(chart: Chart, narrow: bool) -> Spec:
    """Lying bars, one a point, with its label, its figure, and what it is held against as a mark."""
    points = [point for series in chart.series for point in series.points]
    rows = [
        {
            "row": number,
            "label": point.label,
            "text": "" if point.value is None else point.value.text,
            "value": number_of(point.value),
            "target": number_of(point.target),
        }
        for number, point in enumerate(points)
    ]
    marked = any(row["target"] is not None for row in rows)
    reached = [number for row in rows for number in (row["value"], row["target"]) if isinstance(number, float | int)]
    labels = [width_of(point.label, LABEL_SIZE) for point in points]
    texts = [width_of(str(row["text"]), VALUE_SIZE) for row in rows]
    if narrow:
        together = (label + text for label, text in zip(labels, texts, strict=True))
        frame = _above(max(together, default=0), marked)
    else:
        frame = _beside(max(labels, default=0), max(texts, default=0), marked)
    lowest, highest = min(0, *reached, 0), max(0, *reached, 0) or 1
    x = {
        "type": "quantitative",
        "scale": {"domain": [lowest, highest], "nice": False},
        "axis": None,
    }
    y = {"field": "row", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0, "paddingOuter": 0}}

    def text(field: str, place: Spec, **mark: object) -> Spec:
        return {
            "mark": {"type": "text", "baseline": "middle", "fill": INK, **place, **mark},
            "encoding": {"y": y, "text": {"field": field}},
        }

    def bar(field: str, colour: str, height: int) -> Spec:
        return {
            "transform": [{"filter": f"isValid(datum.{field})"}],
            "mark": {"type": "bar", "color": colour, "height": height},
            "encoding": {"y": y, "x": {"field": field, **x}},
        }

    layers = [bar("value", BLUE, 14)]
    if marked:
        layers += [
            {
                "transform": [{"filter": "isValid(datum.target)"}],
                "mark": {"type": "tick", "color": NAVY, "thickness": 3, "height": 24, "opacity": 1},
                "encoding": {"y": y, "x": {"field": "target", **x}},
            },
            *_names_of_marks(
                chart.marks, rows[0], lambda number: (number - lowest) / (highest - lowest) * frame.width, frame, y
            ),
        ]
    layers += [
        text("label", frame.label, fontSize=LABEL_SIZE),
        text("text", frame.text, fontSize=VALUE_SIZE, fontWeight=600),
    ]
    return {
        "width": frame.width,
        "height": frame.row * len(rows),
        "padding": {"left": frame.left, "right": frame.right, "top": frame.top, "bottom": 2},
        "autosize": {"type": "none"},
        "data": {"values": rows},
        "layer": layers,
    }


def _names_of_marks(
    names: tuple[str, str], first: Mapping[str, object], at: Callable[[float], float], frame: _Frame, y: Spec
) -> list[Spec]:
    """What bar and mark are called, at the first bar, each away from the other and within the picture. `at` gives the pixel
    of a number."""
    value, target = first["value"], first["target"]
    if not (isinstance(value, float) and isinstance(target, float)):
        return []
    rooms = [width_of(name, SMALL_SIZE) for name in names]
    ends = ("right", "left") if value <= target else ("left", "right")
    return [
        {
            "transform": [{"filter": "datum.row == 0"}],
            "mark": {
                "type": "text",
                "align": align,
                "x": max(at(number), room - frame.left)
                if align == "right"
                else min(at(number), frame.width + frame.right - room),
                "dy": frame.names,
                "fontSize": SMALL_SIZE,
                "fill": GREY,
                "text": word,
            },
            "encoding": {"y": y},
        }
        for number, word, room, align in zip((value, target), names, rooms, ends, strict=True)
    ]


# ------------------------------------------------------------------------------------------------------ trends


def _trend(chart: Chart, narrow: bool) -> Spec:
    """Small line charts, on paper two beside each other: what has been is solid, what is planned is hollow and dashed."""
    columns = 1 if narrow else TREND_COLUMNS
    width = ((NARROW_WIDTH if narrow else WIDTH) - 28 * (columns - 1) - 4) / columns
    names = [f"{each.name} ({each.unit})" if each.unit else each.name for each in chart.series]
    titles = [_wrapped(name, width) if narrow else [name] for name in names]
    more = max((len(title) for title in titles), default=1) - 1
    return {
        "padding": {"left": 2, "right": 2, "top": 2, "bottom": 2},
        "columns": columns,
        "spacing": {"row": 54 + 15 * more, "column": 28},
        "bounds": "flush",
        "concat": [_line(series, title, width) for series, title in zip(chart.series, titles, strict=True)],
    }


def _wrapped(text: str, width: float) -> list[str]:
    """The lines of a title, broken between words."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".lstrip()
        if lines[-1] and width_of(longer, TITLE_SIZE) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _line(series: Series, title: list[str], width: float) -> Spec:
    rows = [
        {
            "place": number,
            "label": point.label,
            "text": "" if point.value is None else point.value.text,
            "value": number_of(point.value),
            "planned": point.planned,
        }
        for number, point in enumerate(series.points)
    ]
    reached = [number for row in rows if isinstance(number := row["value"], float)]
    x = {
        "field": "place",
        "type": "quantitative",
        "scale": {"domain": [-0.35, len(rows) - 0.65], "nice": False},
        "axis": None,
    }
    height = {
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [min(0, *reached, 0), max(0, *reached, 0) * 1.35 or 1], "nice": False},
    }
    y = {"field": "value", **height}
    known = "isValid(datum.value)"

    def line(keep: str, **mark: object) -> Spec:
        return {
            "transform": [{"filter": f"{known} && ({keep})"}],
            "mark": {"type": "line", "stroke": BLUE, "strokeWidth": 2, **mark},
            "encoding": {"x": x, "y": y},
        }

    def dots(keep: str, fill: str) -> Spec:
        return {
            "transform": [{"filter": f"{known} && ({keep})"}],
            "mark": {
                "type": "point",
                "shape": "circle",
                "size": 36,
                "fill": fill,
                "stroke": BLUE,
                "strokeWidth": 2,
                "opacity": 1,
            },
            "encoding": {"x": x, "y": y},
        }

    turn = max((number for number, point in enumerate(series.points) if not point.planned), default=0)
    return {
        "width": width,
        "height": TREND_HEIGHT,
        "title": {
            "text": title,
            "anchor": "start",
            "fontSize": TITLE_SIZE,
            "fontWeight": 600,
            "color": INK,
            "offset": 8,
            "limit": width,
        },
        "data": {"values": rows},
        "layer": [
            {"mark": {"type": "rule", "stroke": TRACK}, "encoding": {"y": {"datum": 0, **height}}},
            line("!datum.planned"),
            line(f"datum.place >= {turn}", strokeDash=[4, 3]),
            dots("!datum.planned", BLUE),
            dots("datum.planned", WHITE),
            {
                "transform": [{"filter": known}],
                "mark": {"type": "text", "dy": -12, "fontSize": SMALL_SIZE, "fill": INK, "fontWeight": 600},
                "encoding": {"x": x, "y": y, "text": {"field": "text"}},
            },
            {
                "mark": {"type": "text", "baseline": "top", "fontSize": SMALL_SIZE, "fill": GREY},
                "encoding": {"x": x, "y": {"value": TREND_HEIGHT + 6}, "text": {"field": "label"}},
            },
        ],
    }


# ------------------------------------------------------------------------------------------------------ slices

RADIUS, LINE = 96, 24
LEAST_NUMBERED = 0.035
"""Of the whole: a slice that is smaller has no room for its number, and stands where those beside it leave it."""


def _pie(chart: Chart, narrow: bool) -> Spec:
    """Slices from the top in the order of the points, each with the number of its line; the lines say what and how much."""
    points = [point for series in chart.series for point in series.points]
    values = [number_of(point.value) or 0 for point in points]
    whole = sum(values) or 1
    rows = [
        {
            "row": number,
            "mark": str(number + 1),
            "label": f"{number + 1}. {point.label}",
            "text": "" if point.value is None else point.value.text,
            "value": value,
            "numbered": value / whole >= LEAST_NUMBERED,
            "colour": SLICES[number % len(SLICES)][0],
            "ink": SLICES[number % len(SLICES)][1],
        }
        for number, (point, value) in enumerate(zip(points, values, strict=True))
    ]
    width = (NARROW_WIDTH if narrow else WIDTH - 2 * RADIUS - 36) - 10
    widest = max((width_of(f"{row['label']} {row['text']}", VALUE_SIZE) for row in rows), default=0)
    over = 9 if widest + 36 > width else 0
    lines = {
        "width": width,
        "height": (LINE + 2 * over) * len(rows),
        "view": {"stroke": None},
        "layer": [
            _of_slice("text", "label", x=24, align="left", dy=-over, limit=width - 24, fontSize=LABEL_SIZE),
            _of_slice("text", "text", x=width, align="right", dy=over, fontSize=VALUE_SIZE, fontWeight=600),
            _of_slice("square", "colour", x=8, yOffset=-over, size=150, opacity=1),
        ],
    }
    return {
        "padding": {"left": 2, "right": 2, "top": 4, "bottom": 4},
        "data": {"values": rows},
        "spacing": 16 if narrow else 36,
        "align": "none",
        "center": not narrow,
        ("vconcat" if narrow else "hconcat"): [_slices(), lines],
    }


def _slices() -> Spec:
    angle = {
        "theta": {"field": "value", "type": "quantitative", "stack": True, "scale": {"type": "linear"}},
        "order": {"field": "row", "type": "ordinal"},
    }

    def plain(field: str) -> Spec:
        return {"field": field, "type": "nominal", "scale": None, "legend": None}

    return {
        "width": 2 * RADIUS,
        "height": 2 * RADIUS,
        "view": {"stroke": None},
        "layer": [
            {
                "mark": {"type": "arc", "radius": RADIUS, "stroke": WHITE, "strokeWidth": 2},
                "encoding": {**angle, "color": plain("colour")},
            },
            {
                "mark": {"type": "text", "radius": RADIUS * 0.72, "fontSize": SMALL_SIZE, "fontWeight": 600},
                "encoding": {
                    **angle,
                    "text": {"field": "mark"},
                    "color": plain("ink"),
                    "opacity": {"condition": {"test": "datum.numbered", "value": 1}, "value": 0},
                },
            },
        ],
    }


def _of_slice(kind: str, field: str, **mark: object) -> Spec:
    """One of what stands on the line of each slice."""
    y = {"field": "row", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0, "paddingOuter": 0}}
    own = (
        {"text": {"field": field}}
        if kind == "text"
        else {"color": {"field": field, "type": "nominal", "scale": None, "legend": None}}
    )
    word = {"baseline": "middle", "fill": INK} if kind == "text" else {}
    return {"mark": {"type": kind, **word, **mark}, "encoding": {"y": y, **own}}


_SPECS: dict[str, Callable[[Chart, bool], Spec]] = {
    "bars": _bars,
    "trend": _trend,
    "pie": _pie,
    "course": course,
}
