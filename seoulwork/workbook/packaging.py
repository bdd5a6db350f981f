"""A workbook's package as its reader knows it: Excel opens some that python-calamine does not. Runs in the child process."""

import io
import posixpath
import re
import zipfile

from seoulwork.workbook.safety import BROKEN, Refused, local, parse, read_part

FOLDER = "xl"
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\b[^>]*?\bref="(?P<area>[^"]*)"[^>]*?(?:/>|>\s*</(?:\w+:)?dimension>)')
_AREA = re.compile(rb"[A-Za-z]{1,3}\d+(?::[A-Za-z]{1,3}\d+)?")


def usual(archive: zipfile.ZipFile, content: bytes) -> tuple[zipfile.ZipFile, bytes]:
    """The archive with its workbook in the folder `xl`, and without dimensions of whole rows or columns (`1:2`), which say nothing.

    The same archive and bytes when nothing had to be changed. Raises Refused when no workbook can be found.
    """
    folder = _folder(archive)
    names = archive.namelist()
    odd = [name for name in names if name.startswith(f"{folder}/worksheets/") and _is_odd(read_part(archive, name))]
    if folder == FOLDER and not odd:
        return archive, content
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
        for name in names:
            part = read_part(archive, name)
            if name in odd:
                part = _DIMENSION.sub(b"", part, count=1)
            if name.endswith(".rels") or name == "[Content_Types].xml":
                part = part.replace(f'"/{folder}/'.encode(), f'"/{FOLDER}/'.encode())
                part = part.replace(f'"{folder}/'.encode(), f'"{FOLDER}/'.encode())
            target.writestr(FOLDER + name[len(folder) :] if name.startswith(f"{folder}/") else name, part)
    rewritten = output.getvalue()
    return zipfile.ZipFile(io.BytesIO(rewritten)), rewritten


def _is_odd(part: bytes) -> bool:
    found = _DIMENSION.search(part[:4_096])
    return found is not None and _AREA.fullmatch(found["area"]) is None


def _folder(archive: zipfile.ZipFile) -> str:
    """The folder that holds the workbook's part, as the package's own relations name it."""
    if f"{FOLDER}/workbook.xml" in archive.namelist():
        return FOLDER
    targets: list[str] = []

    def relation(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            targets.append(attributes.get("Target", "").lstrip("/"))

    parse(read_part(archive, "_rels/.rels"), relation)
    if not targets or posixpath.basename(targets[0]) != "workbook.xml" or targets[0].count("/") != 1:
        raise Refused(BROKEN)
    return posixpath.dirname(targets[0])
