"""The files in a zip archive that was sent in, within limits. Pure Python: no Django, no storage.

Each of them is then judged like one that was sent in by itself: what is no workbook says so in its own sentence.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from seoulwork.workbook.safety import LARGEST_FILE, Refused, read_part

MOST_FILES = 50
LARGEST_TOTAL = 100 * 2**20
"""Of all files that are sent in at once, packed or not."""
LARGEST_DIRECTORY = 2**20
"""Of an archive: it is read as a whole before anything is known of it."""
BROKEN = "zip 파일이 손상되었거나 전송이 중간에 끊겼습니다. 원본을 열어 확인한 뒤 다시 올려 주세요."
TOO_MANY = f"zip 파일에 든 것이 너무 많습니다. 한 번에 {MOST_FILES}개까지 올릴 수 있으니 나누어 올려 주세요."
TOO_LARGE = f"zip 파일을 풀면 {LARGEST_TOTAL // 2**20}MB가 넘습니다. 나누어 올려 주세요."
TOO_LARGE_EACH = f"파일이 {LARGEST_FILE // 2**20}MB보다 큽니다. 필요한 시트만 남겨 올려 주세요."


class Packed(NamedTuple):
    name: str
    content: bytes
    refusal: str
    """Why it is not taken: then there is no content"""


def is_packed(name: str) -> bool:
    return name.lower().endswith(".zip")


def unpack(content: bytes) -> Iterator[Packed]:
    """The files of an archive, one after the other. Raises Refused for an archive that is not opened at all."""
    _check_end(content)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused(BROKEN) from error
    entries = [each for each in archive.infolist() if not each.is_dir()]
    if not entries:
        raise Refused("zip 파일에 든 것이 없습니다.")
    if len({each.filename for each in entries}) < len(entries):
        raise Refused(BROKEN)
    if len(entries) > MOST_FILES:
        raise Refused(TOO_MANY)
    if sum(each.file_size for each in entries) > LARGEST_TOTAL:
        raise Refused(TOO_LARGE)
    for each in entries:
        name = _name(each)
        if refusal := _refusal(each):
            yield Packed(name, b"", refusal)
            continue
        try:
            yield Packed(name, read_part(archive, each.filename), "")
        except Refused:
            yield Packed(name, b"", BROKEN)


def _check_end(content: bytes) -> None:
    """Raises Refused for an archive whose directory is larger than that of so many files can be."""
    end = content.rfind(b"PK\x05\x06", -65_557)
    if end < 0:
        raise Refused(BROKEN)
    size = int.from_bytes(content[end + 12 : end + 16], "little")
    if size > LARGEST_DIRECTORY or content[end - 20 : end - 16] == b"PK\x06\x07":
        raise Refused(TOO_MANY)


def _refusal(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & 1:
        return "암호가 걸린 zip 파일에 들어 있습니다. 암호 없이 묶거나 풀어서 올려 주세요."
    if entry.file_size > LARGEST_FILE:
        return TOO_LARGE_EACH
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "zip 파일의 압축 방식을 알지 못합니다. 윈도우의 '압축(ZIP) 폴더'로 묶거나 풀어서 올려 주세요."
    return ""


def _name(entry: zipfile.ZipInfo) -> str:
    """What the file is called; of an archive that says of no encoding, in that of Korean Windows."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("cp949")
    except UnicodeError:
        return entry.filename
