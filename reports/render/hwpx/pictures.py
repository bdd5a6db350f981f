"""Charts and pictures from outside, each with what it shows in words."""

from functools import lru_cache
from html import escape
from io import BytesIO

from PIL import Image

from reports.document import Chart, Picture
from reports.render.charts import chart_svg
from reports.render.engine import points_of
from reports.render.hwpx.looks import STYLES, TEXT_WIDTH, mm
from reports.render.hwpx.text import Binary, Text
from reports.render.hwpx.words import clean

SCALE = 3
"""Pixels of a chart for each of the screen's"""
PIXEL = 75
"""HWPUNIT of a pixel, of which there are 96 to an inch"""
HIGHEST = mm(190)
KINDS = {"png": "png", "jpeg": "jpg"}


@lru_cache(maxsize=64)
def chart_png(chart: Chart) -> bytes:
    return points_of(chart_svg(chart), scale=SCALE)


def write_chart(text: Text, chart: Chart) -> None:
    text.plain("caption", chart.title)
    units = {series.unit for series in chart.series}
    scope = "● 실적  ○ 목표" if chart.kind == "trend" else ""
    if chart.kind == "bars" and len(units) == 1 and (unit := next(iter(units))):
        scope = f"(단위 : {unit})"
    if scope:
        text.plain("scope", scope)
    _write(text, chart_png(chart), "png", f"{chart.title}. {chart.description}", TEXT_WIDTH)


def write_picture(text: Text, picture: Picture) -> None:
    if picture.caption:
        text.plain("caption", picture.caption)
    content, kind = picture.content, picture.kind
    if kind == "svg":
        content, kind = points_of(content.decode(), scale=SCALE), "png"
    _write(text, content, kind, picture.alternative, round(TEXT_WIDTH * picture.share / 100))
    if picture.source:
        text.plain("scope", picture.source_note)


def _write(text: Text, content: bytes, kind: str, words: str, width: int) -> None:
    with Image.open(BytesIO(content)) as opened:
        across, down = opened.size
    height = round(width * down / across)
    if height > HIGHEST:
        width, height = round(width * HIGHEST / height), HIGHEST
    binary = next((each for each in text.binaries if each.content == content), None)
    if binary is None:
        binary = Binary(f"image{len(text.binaries) + 1}", KINDS[kind], content)
        text.binaries.append(binary)
    whole = f'"{across * PIXEL}"', f'"{down * PIXEL}"'
    number = text.number()
    matrix = 'e1="1" e2="0" e3="0" e4="0" e5="1" e6="0"'
    picture = (
        f'<hp:pic id="{number}" zOrder="{text.order()}" numberingType="PICTURE" textWrap="TOP_AND_BOTTOM" textFlow="BOTH_SIDES" '
        f'lock="0" dropcapstyle="None" href="" groupLevel="0" instid="{number}" reverse="0"><hp:offset x="0" y="0"/>'
        f'<hp:orgSz width="{width}" height="{height}"/><hp:curSz width="{width}" height="{height}"/>'
        f'<hp:flip horizontal="0" vertical="0"/><hp:rotationInfo angle="0" centerX="{width // 2}" centerY="{height // 2}" '
        f'rotateimage="1"/><hp:renderingInfo><hc:transMatrix {matrix}/><hc:scaMatrix {matrix}/><hc:rotMatrix {matrix}/>'
        f'</hp:renderingInfo><hp:imgRect><hc:pt0 x="0" y="0"/><hc:pt1 x="{width}" y="0"/><hc:pt2 x="{width}" y="{height}"/>'
        f'<hc:pt3 x="0" y="{height}"/></hp:imgRect><hp:imgClip left="0" right={whole[0]} top="0" bottom={whole[1]}/>'
        f'<hp:inMargin left="0" right="0" top="0" bottom="0"/><hp:imgDim dimwidth={whole[0]} dimheight={whole[1]}/>'
        f'<hc:img binaryItemIDRef="{binary.name}" bright="0" contrast="0" effect="REAL_PIC" alpha="0"/><hp:effects/>'
        f'<hp:sz width="{width}" widthRelTo="ABSOLUTE" height="{height}" heightRelTo="ABSOLUTE" protect="0"/>'
        '<hp:pos treatAsChar="1" affectLSpacing="0" flowWithText="1" allowOverlap="0" holdAnchorAndSO="0" vertRelTo="PARA" '
        'horzRelTo="COLUMN" vertAlign="TOP" horzAlign="LEFT" vertOffset="0" horzOffset="0"/>'
        '<hp:outMargin left="0" right="0" top="0" bottom="0"/>'
        f"<hp:shapeComment>{escape(clean(words), quote=False)}</hp:shapeComment></hp:pic>"
    )
    text.paragraph("picture", text.run(STYLES["picture"].letters, f"{picture}<hp:t/>"))
