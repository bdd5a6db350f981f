"""The engine behind charts and drawings (Vega-Lite, resvg). It is loaded when something is drawn, and not before: it has threads
of its own, and a process that divides with them there leaves its children waiting for them."""

from functools import cache
from types import ModuleType
from typing import Any


@cache
def _engine() -> ModuleType:
    import vl_convert

    from reports.render.fonts import (  # they know where the settings are, which workbooks do without
        SECOND_FONT,
        TEXT_FONT,
    )

    for font in (TEXT_FONT, SECOND_FONT):
        vl_convert.register_font_directory(str(font.folder))
    return vl_convert


def drawing_of(spec: dict[str, Any]) -> str:
    """A Vega-Lite specification as SVG; nothing is fetched for it."""
    drawn: str = _engine().vegalite_to_svg(spec, vl_version="6.4", allowed_base_urls=[])
    return drawn


def points_of(svg: str, *, scale: float) -> bytes:
    """A drawing as PNG, `scale` pixels for each of its own."""
    drawn: bytes = _engine().svg_to_png(svg, scale=scale)
    return drawn


def begin() -> None:
    """Load the engine, the better part of a second, before the first drawing is asked for."""
    drawing_of({"data": {"values": []}, "mark": "bar"})
