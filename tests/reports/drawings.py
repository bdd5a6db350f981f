"""Pictures as programs write them, made by hand."""

from hashlib import sha256
from io import BytesIO
from typing import Any

from PIL import Image

from reports.document import Picture
from reports.pictures.svg import cleaned

SVG = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<!-- Generator: a drawing program -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:own="http://example.org/own"
  own:version="1" viewBox="0 0 300 150" width="10cm" height="5cm">
  <title>own title</title><metadata><own:place>here</own:place></metadata>
  <style>.box{fill:url(#flow);stroke:#003;font-family:Arial}.cut{clip-path:url(#edge)}</style>
  <defs>
    <linearGradient id="base"><stop offset="0" stop-color="#cde"/><stop offset="1" stop-color="#fff"/></linearGradient>
    <linearGradient id="flow" xlink:href="#base" x1="0" x2="1"/>
    <clipPath id="edge"><rect width="290" height="140"/></clipPath>
  </defs>
  <g class="cut"><a xlink:href="http://example.org/"><rect class="box" x="10" y="10" width="120" height="60" style="stroke-width:2;cursor:pointer"/></a>
  <text x="20" y="45" font-family="Arial">시장 <tspan font-weight="bold">정책관</tspan></text></g>
</svg>""".encode()


def picture(size: tuple[int, int] = (40, 20), mode: str = "RGB", kind: str = "PNG", **saved: Any) -> bytes:
    stream = BytesIO()
    Image.new(
        mode, size, 128 if mode in ("L", "I;16") else (200, 30, 30, 128)[: len(Image.new(mode, (1, 1)).getbands())]
    ).save(stream, kind, **saved)
    return stream.getvalue()


def illustration(number: int = 1, *, share: int = 60, source: str = "서울시") -> Picture:
    """As the document has it; the second of three is a drawing."""
    content, kind, (width, height) = picture(), "png", (40, 20)
    if number == 2:
        content, (width, height), _ = cleaned(SVG)
        kind = "svg"
    if number == 3:
        content, kind = picture(kind="JPEG"), "jpeg"
    digest = sha256(content).hexdigest()
    told = f"{number}번째 그림 <시장> & '정책관'"
    return Picture(f"labour-1-{number}", told, f"그림 {number}", source, share, kind, width, height, digest, content)
