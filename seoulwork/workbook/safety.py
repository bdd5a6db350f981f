"""Looks at an uploaded file before anything is made of it, and has it read in a child process with limits.

A workbook is a zip archive of XML files. A hostile one of a few kilobytes can fill the memory or abort the reader (a cell
in A1 and one in XFD1048576; a gigabyte of zeros), so the archive is measured first, and the reader lives in a process that
can die without harm. Pure Python: no Django, no storage.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from seoulwork.operations import confined

LARGEST_FILE = 20 * 2**20
LARGEST_PART = 96 * 2**20
LARGEST_WHOLE = 160 * 2**20
MOST_ENTRIES = 1_000
MOST_SHEETS = 50
MOST_ROWS = 100_000
MOST_CELLS = 1_000_000
MOST_MERGES = 50_000
WIDEST_AREA = 4_000_000
"""Cells of the rectangle around everything that a sheet holds: the reader lays out the rectangle."""
LARGEST_TEXT = 64 * 2**20
"""Of what is read, as the child hands it over: a long text may stand in many cells and be in the file once."""
SECONDS = 10
"""Wall time of one reading, start of the process included."""
MEMORY = 400 * 2**20

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file of the old binary formats (.xls) begins, and an encrypted one."""
SAVE_AS = "엑셀이나 한셀에서 '다른 이름으로 저장 → Excel 통합 문서(.xlsx)'로 저장한 파일을 올려 주세요."


class Refused(Exception):
    """A file that is not taken; `str()` is the Korean sentence for the user."""


class TooMuch(Refused):
    """A limit ended the reading: the file is too much, or the machine has too much else to do."""


TOO_MUCH = (
    f"파일이 너무 크거나 복잡해서 {SECONDS}초와 {MEMORY // 2**20}MB 안에 읽을 수 없습니다. "
    "필요한 시트와 행만 남겨 새 통합 문서로 저장한 뒤 올려 주세요."
)
UNREADABLE = (
    "파일에 읽을 수 없는 부분이 있습니다. 엑셀이나 한셀에서 열어 표만 새 통합 문서(.xlsx)로 옮겨 저장한 뒤 올려 주세요."
)
BROKEN = f"파일이 손상되었거나 전송이 중간에 끊겼습니다. 원본을 열어 확인한 뒤 다시 올려 주세요. {SAVE_AS}"


def check_archive(content: bytes) -> zipfile.ZipFile:
    """The opened archive of a workbook. Raises Refused for what is not one, and for one that is too large or has macros."""
    if not content:
        raise Refused("빈 파일입니다.")
    if len(content) > LARGEST_FILE:
        raise Refused(f"파일이 {LARGEST_FILE // 2**20}MB보다 큽니다. 필요한 시트만 남겨 올려 주세요.")
    if content.startswith(OLD_EXCEL):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Refused("암호가 걸린 파일입니다. 암호를 풀어 저장한 뒤 올려 주세요.")
        raise Refused(f"옛 엑셀 형식(.xls)이거나 엑셀이 아닌 문서입니다. {SAVE_AS}")
    if content[:1_024].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<html", b"<table", b"<!doctype", b"<meta")):
        raise Refused(f"웹 화면(HTML)의 표를 엑셀 파일처럼 이름 붙인 것입니다. {SAVE_AS}")
    if not content.startswith(b"PK"):
        raise Refused(f"엑셀 통합 문서(.xlsx)가 아닙니다. {SAVE_AS}")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused(BROKEN) from error
    _check_directory(archive)
    _check_kind(archive)
    return archive


def _check_directory(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("암호가 걸린 파일입니다. 암호를 풀어 저장한 뒤 올려 주세요.")
    if len({entry.filename for entry in entries}) != len(entries):
        raise Refused(BROKEN)
    if (
        len(entries) > MOST_ENTRIES
        or any(entry.file_size > LARGEST_PART for entry in entries)
        or sum(entry.file_size for entry in entries) > LARGEST_WHOLE
    ):
        raise Refused(TOO_MUCH)
    sheets = sum(entry.filename.lower().startswith("xl/worksheets/sheet") for entry in entries)
    if sheets > MOST_SHEETS:
        raise Refused(f"시트가 {sheets:,}개입니다. {MOST_SHEETS}개까지만 읽으니, 필요한 시트만 남겨 올려 주세요.")


def _check_kind(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "mimetype" in names and b"opendocument" in read_part(archive, "mimetype"):
        raise Refused(f"개방형 문서(.ods)입니다. {SAVE_AS}")
    if "[Content_Types].xml" not in names:
        raise Refused(f"엑셀 통합 문서(.xlsx)가 아닙니다. {SAVE_AS}")
    types = read_part(archive, "[Content_Types].xml").decode("utf-8", "replace")
    if any(name.lower().endswith("workbook.bin") for name in names):
        raise Refused(f"이진 통합 문서(.xlsb)입니다. {SAVE_AS}")
    if "macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(f"매크로가 든 파일은 받지 않습니다. {SAVE_AS}")
    if WORKBOOK_TYPE not in types:
        raise Refused(f"엑셀 통합 문서(.xlsx)가 아닙니다. {SAVE_AS}")


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one file of the archive. Raises Refused when they are damaged or longer than declared."""
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError, ValueError, RuntimeError) as error:
        raise Refused(BROKEN) from error
    except Exception as error:
        if type(error).__module__ in ("zlib", "lzma", "bz2", "_lzma"):  # zlib.error and its like share no base class
            raise Refused(BROKEN) from error
        raise


def check_parts(archive: zipfile.ZipFile) -> None:
    """Every part is whole, and no XML file declares a document type (where entity tricks live). Raises Refused."""
    for name in archive.namelist():
        content = read_part(archive, name)
        if name.lower().endswith((".xml", ".rels", ".vml")):
            _check_prologue(content)


class _RootReached(Exception):
    """The prologue, where a document type would stand, is over."""


def _check_prologue(content: bytes) -> None:
    parser = expat.ParserCreate()

    def refuse(*_: Any) -> None:
        raise Refused("문서 형식 선언(DOCTYPE)이 든 파일은 받지 않습니다. " + SAVE_AS)

    def stop(*_: Any) -> None:
        raise _RootReached

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        parser.Parse(content[:65_536], len(content) <= 65_536)
    except _RootReached:
        return
    except expat.ExpatError as error:
        raise Refused(BROKEN) from error
    raise Refused(BROKEN)


def run_child(content: bytes, comments: list[list[str]] | None = None) -> bytes:
    """What `child.py` makes of a workbook: what is read from it, or with `comments` the workbook with these.

    Raises TooMuch when a limit ended it, and Refused with the child's own sentence, or with UNREADABLE (and its traceback in
    the log) when it failed at the file.
    """
    try:
        return confined.run("seoulwork.workbook.child", content=content, request=comments, seconds=SECONDS)
    except confined.Refusal as refusal:
        raise Refused(str(refusal)) from refusal
    except confined.LimitMet as limit:
        raise TooMuch(TOO_MUCH) from limit
    except confined.Failure as failure:
        import logging  # the child does without, and starts the sooner

        logging.getLogger(__name__).error("workbook could not be read: %s", failure)
        raise Refused(UNREADABLE) from failure


def sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """(sheet name, its part's name), in the order of the workbook. Raises Refused when the workbook has no readable list."""
    relations: dict[str, str] = {}
    found: list[tuple[str, str]] = []

    def relation(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship":
            target = attributes.get("Target", "")
            relations[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "sheet":
            identifier = next((value for key, value in attributes.items() if local(key) == "id"), "")
            found.append((attributes.get("name", ""), identifier))

    parse(read_part(archive, "xl/_rels/workbook.xml.rels"), relation)
    parse(read_part(archive, "xl/workbook.xml"), sheet)
    if not found:
        raise Refused(BROKEN)
    for name, identifier in found:
        yield name, relations.get(identifier, "")


def local(name: str) -> str:
    """The name of an element without its namespace prefix, which each writer chooses as it likes."""
    return name.rpartition(":")[2] if ":" in name else name


def parse(content: bytes, start: Any, end: Any = None, text: Any = None) -> None:
    """Run an expat parser over an XML part. Raises Refused when it is not well formed."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]:
            raise MemoryError from error
        raise Refused(BROKEN) from error
