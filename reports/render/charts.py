"""Charts as SVG, drawn by Vega-Lite: the same picture in HTML and PDF.

A chart is flat and says its numbers itself: labels instead of a legend, bars from zero, a target as a thin mark on
the bar of the actual, years to come hollow. Colour never carries a meaning alone.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any

import vl_convert

from reports.document import Chart, CountWithRate, Figure, Percent, Quantity, Series, Surplus, ToOne
from reports.render.fonts import FAMILIES, SECOND_FONT, TEXT_FONT

WIDTH = 640
"""Pixels from edge to edge: the width of the text on paper, so that letters keep their size there."""

NAVY, BLUE, TRACK, INK, GREY, WHITE = "#052561", "#256ef4", "#e6e8ea", "#1e2124", "#58616a", "#ffffff"
ROW = 30
LABEL_SIZE, VALUE_SIZE, SMALL_SIZE = 13, 13, 11
TREND_COLUMNS, TREND_HEIGHT = 2, 58

for font in (TEXT_FONT, SECOND_FONT):
    vl_convert.register_font_directory(str(font.folder))

Spec = dict[str, Any]


@lru_cache(maxsize=64)
def chart_svg(chart: Chart) -> str:
    """The chart as one `<svg>` element with the title and the description as its `<title>`.

    Equal charts give the same text. A point without a figure, or whose figure is no single number, has a label and no mark.
    """
    spec = _SPECS[chart.kind](chart)
    spec |= {
        "background": WHITE,
        "config": {
            "font": FAMILIES,
            "view": {"stroke": None},
            "axis": {"grid": False, "domain": False, "ticks": False},
            "aria": False,
        },
    }
    drawn: str = vl_convert.vegalite_to_svg(spec, vl_version="6.4", allowed_base_urls=[])
    return _accessible(drawn, chart)


def _accessible(drawn: str, chart: Chart) -> str:
    """Give the picture a name, leave only its own identifiers, and let its width follow the page."""
    root, inner = drawn.split(">", 1)
    attributes = dict(re.findall(r'([\w:]+)="([^"]*)"', root))
    width, height = attributes["width"], attributes["height"]
    inner = re.sub(r' (?:role|aria-[a-z]+|class|pointer-events)="[^"]*"', "", inner)
    name = f"chart-{escape(chart.key)}"
    for number, identifier in enumerate(dict.fromkeys(re.findall(r' id="([^"]+)"', inner))):
        inner = inner.replace(f'id="{identifier}"', f'id="{name}.{number}"').replace(
            f"url(#{identifier})", f"url(#{name}.{number})"
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="{name}.title"><title id="{name}.title">{escape(f"{chart.title}. {chart.description}")}</title>{inner}'
    )


def _number(figure: Figure | None) -> float | None:
    """Where a figure stands on an axis; None for what is no single number."""
    match figure and figure.value:
        case Quantity(value) | Percent(value) | ToOne(value):
            return float(value)
        case CountWithRate(count):
            return float(count.value)
        case Surplus(value):
            return float(Decimal(value))
        case _:
            return None


def _width(text: str, size: int) -> float:
    """Pixels that a text takes, on the safe side."""
    return sum(size if ord(letter) > 0x2E7F else size * 0.62 for letter in text)


# ------------------------------------------------------------------------------------------------------- bars


def _bars(chart: Chart) -> Spec:
    """Lying bars, one a point: its label at the left, its figure at the right, what it is held against as a mark."""
    points = [point for series in chart.series for point in series.points]
    rows = [
        {
            "row": number,
            "label": point.label,
            "text": "" if point.value is None else point.value.text,
            "value": _number(point.value),
            "target": _number(point.target),
        }
        for number, point in enumerate(points)
    ]
    marked = any(row["target"] is not None for row in rows)
    reached = [number for row in rows for number in (row["value"], row["target"]) if isinstance(number, float | int)]
    left = max((_width(point.label, LABEL_SIZE) for point in points), default=0) + 12
    right = max((_width(str(row["text"]), VALUE_SIZE) for row in rows), default=0) + 16
    width = WIDTH - left - right
    x = {
        "type": "quantitative",
        "scale": {"domain": [min(0, *reached, 0), max(0, *reached, 0) or 1], "nice": False},
        "axis": None,
    }
    y = {"field": "row", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0, "paddingOuter": 0}}

    def text(field: str, place: Spec, **mark: object) -> Spec:
        return {
            "mark": {"type": "text", "baseline": "middle", "fill": INK, **mark},
            "encoding": {"y": y, "text": {"field": field}, **place},
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
            *_names_of_marks(chart.marks, rows[0], x, y),
        ]
    layers += [
        text("label", {"x": {"value": -10}}, align="right", fontSize=LABEL_SIZE),
        text("text", {"x": {"value": width + right}}, align="right", fontSize=VALUE_SIZE, fontWeight=600),
    ]
    return {
        "width": width,
        "height": ROW * len(rows),
        "padding": {"left": left, "right": right, "top": 16 if marked else 2, "bottom": 2},
        "autosize": {"type": "none"},
        "data": {"values": rows},
        "layer": layers,
    }


def _names_of_marks(names: tuple[str, str], first: Mapping[str, object], x: Spec, y: Spec) -> list[Spec]:
    """What bar and mark are called, above the first bar, each away from the other."""
    value, target = first["value"], first["target"]
    if not (isinstance(value, float) and isinstance(target, float)):
        return []
    ends = ("right", "left") if value <= target else ("left", "right")
    return [
        {
            "transform": [{"filter": "datum.row == 0"}],
            "mark": {"type": "text", "align": align, "dy": -21, "fontSize": SMALL_SIZE, "fill": GREY, "text": word},
            "encoding": {"y": y, "x": {"field": field, **x}},
        }
        for field, word, align in zip(("value", "target"), names, ends, strict=True)
    ]


# ------------------------------------------------------------------------------------------------------ trends


def _trend(chart: Chart) -> Spec:
    """Small line charts, two beside each other: what has been is solid, what is planned is hollow and dashed."""
    return {
        "padding": {"left": 2, "right": 2, "top": 2, "bottom": 2},
        "columns": TREND_COLUMNS,
        "spacing": {"row": 54, "column": 28},
        "bounds": "flush",
        "concat": [_line(series) for series in chart.series],
    }


def _line(series: Series) -> Spec:
    rows = [
        {
            "place": number,
            "label": point.label,
            "text": "" if point.value is None else point.value.text,
            "value": _number(point.value),
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
        "width": (WIDTH - 28 - 4) / TREND_COLUMNS,
        "height": TREND_HEIGHT,
        "title": {
            "text": f"{series.name} ({series.unit})" if series.unit else series.name,
            "anchor": "start",
            "fontSize": 12,
            "fontWeight": 600,
            "color": INK,
            "offset": 8,
            "limit": (WIDTH - 28 - 4) / TREND_COLUMNS,
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


_SPECS: dict[str, Callable[[Chart], Spec]] = {"bars": _bars, "trend": _trend}
