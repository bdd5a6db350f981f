"""The process in which a file that is put beside a figure is looked at as a whole. Started by `files.whole`; no Django here.

Its request is the kind of file; what is wrong with it is the end of a Korean sentence.
"""

import io
import struct
import sys
import warnings
import zipfile
from collections.abc import Callable
from functools import partial

from seoulwork.operations.confined import answer

MEMORY = 1024 * 2**20
SECONDS = 10
MOST_PIXELS = 60_000_000
MOST_PAGES = 2_000
MOST_ENTRIES = 5_000
LARGEST_WHOLE = 300 * 2**20
"""Bytes of all that is packed in an archive."""
PARTS = {
    "엑셀": ("[Content_Types].xml", "xl/workbook.xml"),
    "워드": ("[Content_Types].xml", "word/document.xml"),
    "한글(HWPX)": ("META-INF/container.xml", "Contents/section0.xml"),
}
"""What an archive of that kind has to hold."""
DAMAGED = "손상되었거나 끝까지 저장되지 않은 파일입니다. 원본을 열어 확인하고 다시 저장한 뒤 올려 주세요."
LOCKED = "암호가 걸린 파일입니다. 다른 사람도 볼 수 있게 암호를 풀어 저장한 뒤 올려 주세요."


class Wrong(Exception):
    """The file is not taken; `str()` says why."""


def look_at_pdf(content: bytes) -> None:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise Wrong(LOCKED) from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError) as error:
        raise Wrong(DAMAGED) from error
    if not pages or b"%%EOF" not in content[-2048:]:
        raise Wrong(DAMAGED)
    if pages > MOST_PAGES:
        raise Wrong(f"{pages:,}쪽입니다. {MOST_PAGES:,}쪽까지 받으니 필요한 쪽만 남겨 올려 주세요.")


def look_at_picture(content: bytes) -> None:
    from PIL import Image

    warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise Wrong(
                    f"가로 {width:,} 세로 {height:,} 화소입니다. 모두 {MOST_PIXELS // 10_000:,}만 화소까지 받으니 줄여서 올려 주세요."
                )
            picture.verify()
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError, struct.error, Image.DecompressionBombError) as error:
        raise Wrong(DAMAGED) from error


def look_at_archive(content: bytes, parts: tuple[str, ...]) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if any(each.flag_bits & 1 for each in entries):
            raise Wrong(LOCKED)
        if len(entries) > MOST_ENTRIES or sum(each.file_size for each in entries) > LARGEST_WHOLE:
            raise Wrong("풀면 너무 커지는 파일입니다. 필요한 부분만 남겨 다시 저장한 뒤 올려 주세요.")
        if not set(parts) <= set(archive.namelist()) or archive.testzip() is not None:
            raise Wrong(DAMAGED)


FREE = 0xFFFFFFFF
"""Stands in the table of sectors for one that nothing uses."""
_HEADER = struct.Struct("<8s16xHHHHH6xIIIIIIIII")


def look_at_compound_file(content: bytes) -> None:
    """The header of the compound file that a HWP document is, and the streams that it has to hold."""
    if len(content) < 512:
        raise Wrong(DAMAGED)
    _, _, version, order, shift, mini, _, tables, start, *_ = _HEADER.unpack_from(content)
    size = 1 << shift if shift in (9, 12) else 0
    known = order == 0xFFFE and version in (3, 4) and mini == 6 and size
    table = struct.unpack_from("<109I", content, 76)[: min(tables, 109)]
    if not known or any((each + 2) * size > len(content) for each in (start, *table)):
        raise Wrong(DAMAGED)
    used = [
        number * (size // 4) + place
        for number, sector in enumerate(table)
        for place, (following,) in enumerate(
            struct.iter_unpack("<I", content[(sector + 1) * size : (sector + 2) * size])
        )
        if following != FREE
    ]
    # The last sector may be shorter than the others.
    if not used or len(content) <= (max(used) + 1) * size:
        raise Wrong(DAMAGED)
    if any(name.encode("utf-16-le") not in content for name in ("Root Entry", "FileHeader", "DocInfo", "BodyText")):
        raise Wrong(DAMAGED)


LOOKS: dict[str, Callable[[bytes], None]] = {
    "PDF": look_at_pdf,
    "PNG": look_at_picture,
    "JPEG": look_at_picture,
    "한글(HWP)": look_at_compound_file,
    **{kind: partial(look_at_archive, parts=parts) for kind, parts in PARTS.items()},
}


def work(content: bytes, kind: str) -> bytes:
    LOOKS[kind](content)
    return b""


if __name__ == "__main__":
    sys.exit(answer(work, Wrong, memory=MEMORY, seconds=SECONDS, written=0))
