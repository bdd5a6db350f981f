"""The process in which a picture from outside is opened and drawn anew. Started by `redrawn`'s caller through confined; no Django here.

Its answer is a line of JSON (`kind`, `width`, `height`, what was `changed`, the `text` of a drawing), then the picture.
"""

import io
import json
import struct
import sys
import warnings
from typing import TYPE_CHECKING

from reports.pictures.svg import Unsafe, cleaned
from seoulwork.entry.looking import DAMAGED, Wrong, look_at_picture
from seoulwork.operations.confined import answer

if TYPE_CHECKING:
    from PIL.Image import Image

MEMORY = 1024 * 2**20
SECONDS = 15
LONGEST_SIDE = 2_400
"""Pixels: the width of a page's text at 350 to the inch."""
QUALITY = 90


def work(content: bytes, request: dict[str, str]) -> bytes:
    if request["kind"] == "SVG":
        try:
            drawing, (width, height), text = cleaned(content, request["families"])
        except Unsafe as error:
            raise Wrong(str(error)) from error
        return _answer(drawing, "svg", width, height, text=text)
    look_at_picture(content)
    try:
        return _redrawn(content, request["kind"])
    except (OSError, SyntaxError, ValueError, struct.error) as error:
        raise Wrong(DAMAGED) from error


def _redrawn(content: bytes, kind: str) -> bytes:
    """The picture as it is seen, upright, in the colours of a screen, on white, and nothing else that its file held (place, camera)."""
    from PIL import Image, ImageOps

    warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # looked at already, by a lower limit
    with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as opened:
        if getattr(opened, "n_frames", 1) > 1 and kind == "PNG":
            raise Wrong("움직이는 그림입니다. 인쇄할 한 장면만 저장해 올려 주세요.")
        picture = _on_white(_in_screen_colours(ImageOps.exif_transpose(opened)))
    changed = ""
    if max(picture.size) > LONGEST_SIDE:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        changed = f"인쇄에 충분하도록 긴 변을 {LONGEST_SIDE:,}화소로 줄였습니다."
    stream = io.BytesIO()
    plain = Image.new(picture.mode, picture.size)
    plain.paste(picture)
    if kind == "PNG":
        plain.save(stream, "PNG", optimize=True)
    else:
        plain.save(stream, "JPEG", quality=QUALITY, optimize=True)
    return _answer(stream.getvalue(), kind.lower(), *plain.size, changed=changed)


def _in_screen_colours(picture: "Image") -> "Image":
    """With 8 bits a colour, by the picture's own profile where it has one."""
    from PIL import ImageCms

    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        picture = picture.convert("I").point(lambda each: each / 256).convert("L")
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            made = ImageCms.profileToProfile(
                picture, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except ImageCms.PyCMSError:
            made = None
        if made is not None:
            return made
    return picture


def _on_white(picture: "Image") -> "Image":
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, "white")
        ground.alpha_composite(picture)
        return ground.convert("RGB")
    return picture if picture.mode in ("L", "RGB") else picture.convert("RGB")


def _answer(picture: bytes, kind: str, width: int, height: int, *, changed: str = "", text: str = "") -> bytes:
    told = {"kind": kind, "width": width, "height": height, "changed": changed, "text": text}
    return json.dumps(told, ensure_ascii=False).encode() + b"\n" + picture


if __name__ == "__main__":
    sys.exit(answer(work, Wrong, memory=MEMORY, seconds=SECONDS, written=0))
