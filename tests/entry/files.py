"""Files that can be put beside a figure, made as the programs make them that people use."""

import struct
import zipfile
from io import BytesIO

import pikepdf
from PIL import Image


def pdf(text: str = "", pages: int = 1, password: str = "") -> bytes:
    """`text` is its title, so that two files differ."""
    content = BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        made.docinfo["/Title"] = text
        # The same text gives the same bytes, which an encrypted file can't.
        locked = pikepdf.Encryption(user=password, owner=password) if password else False
        made.save(content, encryption=locked, deterministic_id=not password)
    return content.getvalue()


def picture(kind: str, width: int = 40, height: int = 30) -> bytes:
    """`kind` is PNG or JPEG."""
    content = BytesIO()
    Image.linear_gradient("L").resize((width, height)).save(content, kind)
    return content.getvalue()


def archive(files: dict[str, str], packed: int = zipfile.ZIP_STORED) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", packed) as file:
        for name, text in files.items():
            file.writestr(name, text)
    return content.getvalue()


XLSX = {"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}
DOCX = {"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}
HWPX = {"mimetype": "application/hwp+zip", "META-INF/container.xml": "<x/>", "Contents/section0.xml": "<x/>"}


def hwp() -> bytes:
    """A compound file as Hangul's: header, table of sectors, directory, and the stream with Hangul's signature."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        62,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        end,
        0,
        end,
        0,
    )
    header += struct.pack("<109I", 0, *[free] * 108)
    sectors = struct.pack("<128I", table, end, end, end, *[free] * 124)
    names = ("Root Entry", "FileHeader", "DocInfo", "BodyText")
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
    return header + sectors + directory + b"HWP Document File".ljust(512, b"\0") + bytes(512)
