"""A picture drawn anew, as the process on its own does it: what it is told to refuse, and pictures with profiles of colour."""

import io
import json
from typing import Any

import pytest
from PIL import Image, ImageCms

from reports.pictures.redrawing import work
from seoulwork.entry.looking import Wrong


def stored(picture: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def redrawn(content: bytes, kind: str) -> tuple[dict[str, Any], Image.Image]:
    told, _, drawn = work(content, {"kind": kind, "families": "sans-serif"}).partition(b"\n")
    return json.loads(told), Image.open(io.BytesIO(drawn))


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize("profile", [SRGB, SRGB[:200], b"no profile at all"], ids=["whole", "broken off", "none"])
def test_a_profile_is_applied_or_passed_over_and_never_kept(profile: bytes) -> None:
    content = stored(Image.new("RGB", (8, 6), (200, 30, 30)), "PNG", icc_profile=profile)
    told, drawn = redrawn(content, "PNG")
    assert (told["kind"], told["width"], told["height"]) == ("png", 8, 6)
    assert "icc_profile" not in drawn.info
    red, green, blue = drawn.convert("RGB").getpixel((3, 3))  # type: ignore[misc]
    assert abs(red - 200) < 3 and abs(green - 30) < 3 and abs(blue - 30) < 3


def test_an_svg_that_is_not_safe_is_refused_in_a_sentence() -> None:
    with pytest.raises(Wrong, match=r"[가-힣]"):
        work(
            b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>',
            {"kind": "SVG", "families": "sans-serif"},
        )


def test_a_picture_that_breaks_off_is_refused_in_a_sentence() -> None:
    content = stored(Image.effect_noise((64, 64), 90).convert("RGB"), "PNG")
    with pytest.raises(Wrong, match=r"[가-힣]"):
        work(content[: len(content) // 2], {"kind": "PNG", "families": "sans-serif"})
