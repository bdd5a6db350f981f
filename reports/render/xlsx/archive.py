"""The zip file of a workbook: fixed dates, and what openpyxl has no way to write."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.cell.cell import ERROR_CODES

from reports.render.xlsx.values import clean_text

_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*)><f>([^<]*)</f><v ?(?:/>|></v>)</c>')
_DIMENSION = re.compile(rb'<dimension ref="([A-Z0-9:]+)"')
_END = re.compile(rb"<drawing |</worksheet>")
"""What the list of ignored hints stands before."""
_CHART_NAME = re.compile(rb'name="Chart (\d+)"')
_PICTURE_NAME = re.compile(rb'name="Image (\d+)" descr="[^"]*"')


class Archive(ZipFile):
    """Takes the parts of the workbook from openpyxl's writer. All entries carry the same date, so that equal workbooks
    are equal bytes. Beside each formula goes its result, which Excel's protected view and file previews
    show without calculating; to each chart and picture its description for those who do not see it; and to each sheet the word that
    years in heads and sums of a part of a column are meant so, or Excel would mark them with green corners."""

    def __init__(
        self,
        stream: IO[bytes],
        results: list[dict[str, int | Decimal | str]],
        descriptions: list[str],
        alternatives: list[str],
    ) -> None:
        super().__init__(stream, "w", ZIP_DEFLATED)
        self._results = {f"xl/worksheets/sheet{number}.xml": each for number, each in enumerate(results, start=1)}
        self._descriptions, self._alternatives = iter(descriptions), iter(alternatives)

    def write(self, filename: Any, arcname: Any = None, *_: Any) -> None:
        self.writestr(str(arcname), Path(filename).read_bytes())

    def writestr(self, name: Any, data: Any, *_: Any) -> None:
        content: bytes = data.encode() if isinstance(data, str) else data
        if name in self._results:
            if results := self._results[name]:
                content = _FORMULA.sub(lambda match: _with_result(match, results[match[1].decode()]), content)
            content = _END.sub(_without_hints, content, count=1)
        elif name.startswith("xl/drawings/drawing"):
            content = _CHART_NAME.sub(lambda found: _described("차트", found, self._descriptions), content)
            content = _PICTURE_NAME.sub(lambda found: _described("그림", found, self._alternatives), content)
        entry = ZipInfo(name)  # dated 1980-01-01, the earliest that a zip knows
        entry.compress_type = ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        super().writestr(entry, content)


def _described(kind: str, match: re.Match[bytes], texts: Iterator[str]) -> bytes:
    return f'name="{kind} {int(match[1])}" descr={quoteattr(clean_text(next(texts)))}'.encode()


def _without_hints(end: re.Match[bytes]) -> bytes:
    dimension = _DIMENSION.search(end.string)
    area = dimension[1] if dimension else b"A1"
    hints = b'numberStoredAsText="1" formula="1" formulaRange="1"'
    return b'<ignoredErrors><ignoredError sqref="%b" %b/></ignoredErrors>%b' % (area, hints, end[0])


def _with_result(match: re.Match[bytes], result: int | Decimal | str) -> bytes:
    name, attributes, formula = match[1], match[2], match[3]
    if isinstance(result, str):
        attributes, value = attributes + (b' t="e"' if result in ERROR_CODES else b' t="str"'), escape(result)
    else:
        value = format(result, "d") if isinstance(result, int) else "%.16g" % result  # noqa: UP031 - as openpyxl does
    return b'<c r="%b"%b><f>%b</f><v>%b</v></c>' % (name, attributes, formula, value.encode())
