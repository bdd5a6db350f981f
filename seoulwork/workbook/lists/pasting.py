"""A list pasted into a grid of parts: one name a line, or the cells of a spreadsheet."""

import csv
import io
from collections.abc import Sequence

from seoulwork.domain.korean import particle
from seoulwork.workbook.lists.columns import Column, clean
from seoulwork.workbook.reading.sheet import squeeze
from seoulwork.workbook.safety import Refused

MOST_PASTED = 300
"""Lines of one paste."""
NAME, PARENT, AIM = "path", "parent", "목표"
OTHERWISE = {"세부": NAME, "자치구": NAME, "구": NAME, "상위": PARENT}
"""Further words for the heads of columns."""


def pasted(text: str, columns: Sequence[Column], year: int) -> list[dict[str, str]]:
    """The filled cells of each line, by the key of their column (`parent`: of what it is a part). The first line may name the
    columns; else the first is the name, the second the target of the year. Raises Refused with the sentence for the user."""
    try:
        lines = [
            [clean(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), dialect="excel-tab")
        ]
    except csv.Error as error:
        raise Refused("붙여 넣은 글을 읽을 수 없습니다. 엑셀에서 칸을 다시 복사하여 붙여 넣어 주세요.") from error
    lines = [line for line in lines if any(line)]
    if not lines:
        raise Refused("붙여 넣은 것이 없습니다. 한 줄에 하나씩 이름을 적거나 엑셀의 칸을 복사하여 붙여 넣어 주세요.")
    heads = _heads(columns, year)
    if NAME in {heads.get(squeeze(cell)) for cell in lines[0]}:
        keys = _named(lines.pop(0), heads)
    else:
        keys = [NAME, heads[AIM]]
        if max(len(_ended(line)) for line in lines) > len(keys):
            raise Refused(
                "한 줄의 칸이 둘을 넘습니다. 첫 줄에 머리글(이름, 목표, 순서, 구분 기준, 상위)을 함께 붙여 넣어 주세요."
            )
    if len(lines) > MOST_PASTED:
        raise Refused(f"붙여 넣은 줄이 {len(lines):,}개입니다. {MOST_PASTED:,}줄까지 받으니 나누어 붙여 넣어 주세요.")
    found = []
    for number, line in enumerate(lines, 1):
        if len(_ended(line)) > len(keys):
            raise Refused(
                f"붙여 넣은 {number}번째 줄에 머리글이 없는 칸 '{line[len(keys)]}'이 있습니다. 머리글을 적거나 그 칸을 지워 주세요."
            )
        row = {key: cell for key, cell in zip(keys, line, strict=False) if key and cell}
        if NAME not in row:
            raise Refused(f"붙여 넣은 {number}번째 줄에 이름이 없습니다. 이름을 적거나 그 줄을 지워 주세요.")
        found.append(row)
    return found


def _ended(line: Sequence[str]) -> Sequence[str]:
    """A line without the blank cells at its end."""
    filled = [at for at, cell in enumerate(line, 1) if cell]
    return line[: filled[-1] if filled else 0]


def _heads(columns: Sequence[Column], year: int) -> dict[str, str]:
    """By what may stand above a column, squeezed: its key."""
    heads = {squeeze(word): key for word, key in OTHERWISE.items()}
    heads |= {squeeze(column.heading): column.key for column in columns}
    return heads | {AIM: heads[squeeze(f"{year}년 목표")]}


def _named(line: Sequence[str], heads: dict[str, str]) -> list[str]:
    """The keys of the columns that a line of heads names. Raises Refused."""
    keys: list[str] = []
    for cell in _ended(line):
        key = heads.get(squeeze(cell), "")
        if cell and not key:
            raise Refused(
                f"머리글 '{cell}'{particle(cell, '을/를')} 알 수 없습니다. 쓸 수 있는 머리글: {', '.join(heads)}. 그 열을 지우거나 머리글을 고쳐 주세요."
            )
        if key and key in keys:
            raise Refused(f"머리글 '{cell}'{particle(cell, '이/가')} 두 번 있습니다. 하나만 남겨 주세요.")
        keys.append(key)
    return keys
