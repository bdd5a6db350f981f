"""What a file from outside may be that is stored: by what is in it and not by what it is called."""

import logging
import lzma
import struct
import unicodedata
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO, Any

from seoulwork.entry import looking
from seoulwork.entry.months import Refused
from seoulwork.entry.steps import text_of
from seoulwork.operations import confined

logger = logging.getLogger(__name__)

LARGEST = 10 * 1024 * 1024
TYPES = {
    "PDF": ("application/pdf", ".pdf"),
    "PNG": ("image/png", ".png"),
    "JPEG": ("image/jpeg", ".jpg"),
    "엑셀": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    "워드": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "한글(HWPX)": ("application/hwp+zip", ".hwpx"),
    "한글(HWP)": ("application/x-hwp", ".hwp"),
}
DAMAGED = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    EOFError,
    OverflowError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)
"""What zipfile raises for an archive that is damaged or not like its directory."""
TOO_MUCH = "너무 크거나 복잡해서 확인할 수 없는 파일입니다. 필요한 부분만 남겨 다시 저장한 뒤 올려 주세요."
_HWP = "HWP Document File".encode("ascii")


def kind_of(file: IO[bytes]) -> str | None:
    """The kind of file by its content: a key of TYPES, or None for anything else."""
    file.seek(0)
    start = file.read(8)
    if start.startswith(b"%PDF-"):
        return "PDF"
    if start == b"\x89PNG\r\n\x1a\n":
        return "PNG"
    if start.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if start.startswith(b"PK\x03\x04"):
        return _kind_of_zip(file)
    if start == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        # A compound file is also what old Excel and its macros come in: only one with Hangul's own signature is taken.
        file.seek(0)
        return "한글(HWP)" if _HWP in file.read() else None
    return None


def _kind_of_zip(file: IO[bytes]) -> str | None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                return "한글(HWPX)" if archive.read("mimetype").strip() == b"application/hwp+zip" else None
    except DAMAGED:
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    return "엑셀" if "xl/workbook.xml" in names else "워드" if "word/document.xml" in names else None


def whole(kind: str, content: bytes) -> str:
    """What is wrong with a file of that kind, as the end of a Korean sentence; empty when it can be opened as a whole."""
    try:
        opened("seoulwork.entry.looking", content, kind, seconds=2 * looking.SECONDS)
    except Refused as refused:
        return str(refused)
    return ""


def opened(module: str, content: bytes, request: Any, *, seconds: float) -> bytes:
    """What a module makes of a file in a process that has limits: a hostile file may want all memory or all time.
    Raises Refused with the end of a Korean sentence."""
    try:
        return confined.run(module, content=content, request=request, seconds=seconds)
    except confined.Refusal as refusal:
        raise Refused(str(refusal)) from refusal
    except confined.LimitMet as error:
        raise Refused(TOO_MUCH) from error
    except confined.Failure as failure:
        logger.warning("A file could not be looked at: %s", str(failure).strip()[-300:])
        raise Refused(TOO_MUCH) from failure


def name_of(given: str) -> str:
    """A file's name as it is kept: without folders, and with each syllable as one letter, which macOS takes apart.
    Raises Refused for one that can't be stored."""
    name = text_of(PurePosixPath(given.replace("\\", "/")).name, "파일 이름")
    return unicodedata.normalize("NFC", name)[-200:]
