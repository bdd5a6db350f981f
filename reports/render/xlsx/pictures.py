"""Pictures on a sheet, as native images; a vector drawing as the points that Excel wants."""

from io import BytesIO

from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D

from reports.document import Picture
from reports.render.engine import points_of
from reports.render.xlsx.charts import DIGIT, PIXEL, POINT, marker_at
from reports.render.xlsx.sheets import PORTRAIT_HEIGHT, Area

WIDEST = 92.0
"""In digits: a picture is no wider than a portrait page, however wide the tables of its sheet are."""
POINTS = DIGIT * PIXEL / POINT
"""Points of one unit of column width."""
DRAWN_TWICE = 2
"""Times as many points as are shown: drawings are looked at enlarged, too."""


def picture_size(picture: Picture, width: float) -> tuple[float, float]:
    """Width and height in points on a sheet that is so many digits wide."""
    wide = min(width, WIDEST) * POINTS * picture.share / 100
    high = wide * picture.height / picture.width
    tallest = PORTRAIT_HEIGHT * 0.9
    return (wide * tallest / high, tallest) if high > tallest else (wide, high)


def add_picture(picture: Picture, area: Area) -> str:
    """Put the picture into its area. Returns its description."""
    wide, high = picture_size(picture, area.sheet.width)
    content = picture.content
    if picture.kind == "svg":
        content = points_of(content.decode(), scale=DRAWN_TWICE * wide / picture.width)
    image = Image(BytesIO(content))
    image.anchor = OneCellAnchor(
        _from=marker_at(area, 0, 0), ext=XDRPositiveSize2D(round(wide * POINT), round(high * POINT))
    )
    area.sheet.sheet.add_image(image)
    return picture.alternative
