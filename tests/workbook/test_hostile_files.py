"""Hostile and broken files: one clear sentence, within the limits, and nothing left behind."""

import io
import json
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from openpyxl import Workbook as Book

from seoulwork.domain.periods import Run
from seoulwork.figures.divisions import division
from seoulwork.figures.queries import ledger
from seoulwork.operations.confined import OUT_OF_MEMORY
from seoulwork.workbook import child, scanning
from seoulwork.workbook.importing.preview import commented
from seoulwork.workbook.importing.receive import receive
from seoulwork.workbook.judging import examine
from seoulwork.workbook.models import Workbook
from seoulwork.workbook.outcome import Finding
from seoulwork.workbook.reading.sheet import read_sheets
from seoulwork.workbook.safety import MEMORY, SECONDS, Refused, TooMuch
from seoulwork.workbook.template import make_template
from tests.choosing import LONG
from tests.workbook.conftest import figures, judge
from tests.workbook.writing import by_openpyxl, by_xlsxwriter

pytestmark = [pytest.mark.confined, pytest.mark.any_engine]

PLAIN = by_openpyxl([["지표", "1월"], ["청년일자리센터 취업상담", 10]])
HALF_YEAR = Run.parse("2018-01~2018-06")


def changed(changes: dict[str, bytes | None], content: bytes = PLAIN) -> bytes:
    """The workbook with some of its parts replaced, added, or (None) taken out."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in changes:
                target.writestr(name, source.read(name))
        for name, part in changes.items():
            if part is not None:
                target.writestr(name, part)
    return output.getvalue()


def part(name: str, content: bytes = PLAIN) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


SHEET = "xl/worksheets/sheet1.xml"


def sheet_with(rows: bytes) -> bytes:
    head, _, tail = part(SHEET).partition(b"<sheetData>")
    return changed({SHEET: head + b"<sheetData>" + rows + b"</sheetData>" + tail.partition(b"</sheetData>")[2]})


def ole(*words: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "".join(words).encode("utf-16-le") + b"\0" * 512


def zip_bomb() -> bytes:
    return changed({SHEET: part(SHEET) + b" " * 2**28})


def lying_zip_bomb() -> bytes:
    """The directory says 1 KB, the stream holds 80 MB."""
    content = bytearray(changed({"xl/worksheets/sheet1.xml": b"<a>" + b" " * 80 * 2**20 + b"</a>"}))
    size = struct.pack("<I", 80 * 2**20 + 7)
    assert content.count(size) >= 1
    return bytes(content).replace(size, struct.pack("<I", 1024))


def nested_elements() -> bytes:
    return sheet_with(b"<row r='1'><c r='A1'>" * 400_000)


def two_hundred_sheets() -> bytes:
    book = Book()
    for number in range(199):
        book.create_sheet(f"s{number}")
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def with_merges(*merges: str) -> bytes:
    """A sheet of 2,000 rows and 2,000 columns, with merged ranges."""
    tail = b"".join(b'<mergeCell ref="%s"/>' % each.encode() for each in merges)
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2000"><c r="BXX2000"><v>1</v></c></row>'
    sheet = part(SHEET, sheet_with(rows))
    return changed({SHEET: sheet.replace(b"</sheetData>", b"</sheetData><mergeCells>" + tail + b"</mergeCells>")})


def one_text_in_many_cells() -> bytes:
    return by_openpyxl([["가나다라" * 8_000] * 100] * 10)


def unknown_names() -> bytes:
    return by_openpyxl([["지표", "1월"], *([f"모르는 지표 {row}", row] for row in range(20_000))])


def entity_bomb() -> bytes:
    lol = b"".join(b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10))
    doctype = b'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY l0 "lol">' + lol + b"]>"
    return changed({SHEET: doctype + part(SHEET).partition(b"?>")[2]})


def external_entity() -> bytes:
    doctype = b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return changed({"xl/workbook.xml": doctype + part("xl/workbook.xml").partition(b"?>")[2]})


def utf16_doctype() -> bytes:
    text = (
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE worksheet [<!ENTITY l0 "lol">]>'
        + part(SHEET).decode().partition("?>")[2]
    )
    return changed({SHEET: text.encode("utf-16")})


def macro_types() -> bytes:
    types = part("[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    return changed({"[Content_Types].xml": types})


def far_apart() -> bytes:
    return by_openpyxl([["1"]], finish=lambda book, sheet: sheet.cell(1_048_576, 16_384, 1))


def odt() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<a/>")
    return output.getvalue()


def encrypted_zip() -> bytes:
    content = bytearray(PLAIN)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(signature, at + 4)
    return bytes(content)


HOSTILE: list[tuple[str, Callable[[], bytes], str]] = [
    ("an empty file", lambda: b"", "빈 파일"),
    ("a text", "지표 1월\n상담 10\n".encode, "엑셀 통합 문서"),
    ("a page renamed", lambda: b"<html><table><tr><td>1</td></tr></table></html>", "웹 화면"),
    ("a PDF renamed", lambda: b"%PDF-1.7\n", "엑셀 통합 문서"),
    ("another zip", lambda: changed({"[Content_Types].xml": None}), "엑셀 통합 문서"),
    ("a word processor's file", lambda: changed({"[Content_Types].xml": b"<Types/>"}), "엑셀 통합 문서"),
    ("an .xls renamed", lambda: ole("Workbook"), "옛 엑셀 형식"),
    ("an .ods renamed", odt, "개방형 문서"),
    ("a password", lambda: ole("EncryptedPackage"), "암호"),
    ("an encrypted zip", encrypted_zip, "암호"),
    ("macros", lambda: changed({"xl/vbaProject.bin": b"x"}), "매크로"),
    ("the type of a workbook with macros", macro_types, "매크로"),
    ("a zip bomb", zip_bomb, "너무 크거나"),
    ("a zip bomb that lies about its size", lying_zip_bomb, "손상되었거나"),
    ("a file over 20 MB", lambda: b"PK" + b"\0" * 20 * 2**20, "20MB"),
    ("a thousand entries", lambda: changed({f"xl/media/{number}": b"" for number in range(1_100)}), "너무 크거나"),
    ("an entity bomb", entity_bomb, "DOCTYPE"),
    ("an external entity", external_entity, "DOCTYPE"),
    ("a document type in UTF-16", utf16_doctype, "DOCTYPE"),
    ("cells in A1 and XFD1048576", far_apart, "흩어져"),
    ("a million empty formatted rows", lambda: sheet_with(b"".join(b'<row r="%d" s="1" customFormat="1"/>' % n for n in range(1, 1_000_001))), "100,000개를 넘습니다"),
    ("a million formatted cells", lambda: sheet_with(b"".join(b'<row r="%d">%s</row>' % (n, b'<c s="1"/>' * 11) for n in range(1, 100_001))), "실적 표를 찾지 못했습니다|너무 크거나"),
    ("over a million values", lambda: sheet_with(b"".join(b'<row r="%d">%s</row>' % (n, b"<c><v>1</v></c>" * 21) for n in range(1, 50_001))), "1,000,000개를 넘습니다|너무 크거나"),
    ("deeply nested elements", nested_elements, "손상되었거나|너무 크거나|100,000개를 넘습니다"),
    ("a merged range over four million cells", lambda: with_merges("A1:BXX2000"), "실적 표를 찾지 못했습니다"),
    ("merged ranges over each other", lambda: with_merges(*[f"A1:{'BXX'}{1_500 + number}" for number in range(500)]), "서로 겹쳐"),
    ("a hundred thousand merged ranges", lambda: with_merges(*[f"A{2 * row + 1}:A{2 * row + 2}" for row in range(100_000)]), "50,000개를 넘습니다"),
    ("one long text in a thousand cells", one_text_in_many_cells, "너무 크거나"),
    ("20,000 names that nobody knows", unknown_names, "알 수 없는 이름의 행이 200개를 넘습니다"),
    ("200 sheets", two_hundred_sheets, "시트가 200개"),
    ("a truncated upload", lambda: PLAIN[: len(PLAIN) * 2 // 3], "손상되었거나"),
    ("damaged bytes", lambda: PLAIN[:700] + b"\xff" * 40 + PLAIN[740:], "손상되었거나|엑셀 통합 문서"),
    ("broken XML", lambda: changed({SHEET: part(SHEET)[:-20]}), "손상되었거나"),
    ("an impossible cell", lambda: sheet_with(b'<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'), "손상되었거나"),
    ("a row that is no number", lambda: sheet_with(b'<row r="x"><c><v>1</v></c></row>'), "손상되었거나"),
    ("no sheet", lambda: changed({SHEET: None}), "손상되었거나"),
    ("no list of sheets", lambda: changed({"xl/workbook.xml": None}), "손상되었거나"),
]  # fmt: skip


@pytest.mark.any_engine
@pytest.mark.parametrize(("make", "sentence"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_a_hostile_file_gets_one_sentence(
    make: Callable[[], bytes], sentence: str, briefing_data: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    content = make()

    with pytest.raises(Refused, match=sentence) as refusal:
        _take_in(content)

    text = str(refusal.value)
    assert "\n" not in text
    assert text.endswith(".")
    assert not any(tmp_path.iterdir())
    if not any(
        words in text for words in ("실적 표", "알 수 없는 이름")
    ):  # the page discards what only the look refuses
        assert not Workbook.objects.exists()


NOT_LOOKED_AT = {
    "a zip bomb",
    "a million formatted cells",
    "over a million values",
    "deeply nested elements",
    "a merged range over four million cells",
    "one long text in a thousand cells",
    "20,000 names that nobody knows",
    "damaged bytes",
}
"""What only a limit of the process ends or the judgement refuses, and what takes long to make or to measure."""
LARGEST = {"over a million values", "one long text in a thousand cells"}
"""What takes most memory to read."""
LOOKED_AT = [case for case in HOSTILE if case[0] not in NOT_LOOKED_AT]


@pytest.mark.parametrize(("make", "sentence"), [case[1:] for case in LOOKED_AT], ids=[case[0] for case in LOOKED_AT])
def test_a_hostile_file_is_refused_before_a_reader_opens_it(
    make: Callable[[], bytes], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this process, which no limit guards."""
    monkeypatch.setattr(scanning, "CalamineWorkbook", None)
    with pytest.raises(Refused, match=sentence):
        scanning.scan(make())


def _take_in(content: bytes) -> None:
    workbook, sheets = receive(content, name="나쁜.xlsx", to=division("programmes"), year=2019)
    examine(division("programmes"), sheets, name=workbook.name, year=2019)


@pytest.mark.any_engine
@pytest.mark.slow
def test_no_reading_takes_more_than_the_memory_allowed(tmp_path: Path) -> None:
    """Of the reader and of who has it read: a large good file and the hostile ones that take most, in the long run all."""
    large = by_xlsxwriter([["지표", *range(1, 12)], *([f"지표 {row}", *range(12)] for row in range(20_000))])
    hostile = [make() for name, make, _ in HOSTILE if LONG or name in LARGEST]
    for number, content in enumerate([large, *hostile]):
        (tmp_path / f"{number:02}.xlsx").write_bytes(content)
    result = subprocess.run(
        [sys.executable, "-m", "tests.workbook.peak", str(tmp_path)],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        check=True,
    )
    peak = json.loads(result.stdout)
    assert 0 < peak["own"] <= MEMORY // 2
    assert 0 < peak["readers"] <= MEMORY


def test_a_heading_of_many_words_is_read_in_no_time(briefing_data: None) -> None:
    """Counted in seconds of the processor's work for this process, whatever else the machine does."""
    content = by_openpyxl([["지표", "1월"], [None, "계획" * 2_000 + "건"], ["청년일자리센터 취업상담", 10]])
    began = time.process_time()
    assert figures(judge(content, year=2019)) == {"상담@1": 10}
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("content", ["<v>NaN</v>", "<v>1E+400</v>", "<v>inf</v>", "<v>0x10</v>"])
def test_a_cell_that_holds_no_finite_number_is_refused(content: str, briefing_data: None) -> None:
    marked = by_openpyxl([["지표", "1월"], ["청년일자리센터 취업상담", 123456]])
    xml = part(SHEET, marked)
    assert b"<v>123456</v>" in xml

    workbook = changed({SHEET: xml.replace(b"<v>123456</v>", content.encode())}, marked)
    if content == "<v>0x10</v>":
        with pytest.raises(Refused, match="손상되었거나"):
            judge(workbook)
    else:
        assert [each.cell for each in judge(workbook).errors] == ["B2"]


def test_another_divisions_template_and_another_years(briefing_data: None) -> None:
    labour = division("labour")
    content = make_template(labour, ledger(labour, HALF_YEAR.last), HALF_YEAR)

    with pytest.raises(Refused, match="노동정책담당관의 서식입니다"):
        judge(content, to="programmes", year=2018)
    with pytest.raises(Refused, match="2018년의 서식입니다"):
        judge(content, to="labour", year=2019)


def test_a_template_from_before_a_change_of_the_indicators(briefing_data: None) -> None:
    labour = division("labour")
    content = make_template(labour, ledger(labour, HALF_YEAR.last), HALF_YEAR)
    labour.models.Indicator.objects.create(short_name="새지표", name="새 지표", unit="건", position=99)

    with pytest.raises(Refused, match="옛 서식"):
        judge(content, to="labour", year=2018)


@pytest.mark.parametrize(
    ("status", "sentence", "kind"),
    [
        (-9, "너무 크거나", TooMuch),
        (OUT_OF_MEMORY, "너무 크거나", TooMuch),
        (1, "읽을 수 없는 부분이 있습니다", Refused),
    ],
)
def test_only_a_limit_is_called_a_limit(
    status: int, sentence: str, kind: type[Exception], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(
        subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], status, b"", b"ValueError: odd")
    )
    with pytest.raises(Refused, match=sentence) as refusal:
        read_sheets(PLAIN)
    assert type(refusal.value) is kind
    assert ("ValueError: odd" in caplog.text) == (kind is Refused)


def test_a_workbook_on_which_a_library_fails_is_not_called_too_large(caplog: pytest.LogCaptureFixture) -> None:
    """It can be read, but not be written again: its list of styles names a font that is not there."""
    odd = changed({"xl/styles.xml": part("xl/styles.xml").replace(b'fontId="0"', b'fontId="77"')})
    assert read_sheets(odd)[0].value(2, 2) == 10

    with pytest.raises(Refused, match="읽을 수 없는 부분이 있습니다"):
        commented(odd, [Finding("error", "실적", "B2", "10", "틀렸습니다.")])
    assert "IndexError" in caplog.text


def test_what_is_read_may_not_be_longer_than_what_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "LARGEST_TEXT", 100)
    with pytest.raises(Refused, match="너무 크거나"):
        child.work(PLAIN, None)


def test_a_reader_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*args: object, timeout: float, **options: object) -> None:
        raise subprocess.TimeoutExpired("child", timeout)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(Refused, match="너무 크거나"):
        read_sheets(PLAIN)


def test_months_are_read_from_a_template_only_if_they_are_months(briefing_data: None) -> None:
    labour = division("labour")
    content = make_template(labour, ledger(labour, HALF_YEAR.last), HALF_YEAR)
    name = next(
        name
        for name in zipfile.ZipFile(io.BytesIO(content)).namelist()
        if b"2018-06" in part(name, content) and "sheet" in name
    )

    with pytest.raises(Refused, match="서식의 달이 손상"):
        judge(changed({name: part(name, content).replace(b"2018-06", b"2018-66")}, content), to="labour", year=2018)
