"""What may stand beside a figure: files that can be opened as a whole, under names that everybody can read."""

import importlib
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from programmes.models import Evidence
from seoulwork.audit import accesses, seals
from seoulwork.audit.models import Access, Event
from seoulwork.entry import looking
from seoulwork.figures.divisions import Division
from seoulwork.operations.models import StoredFile
from seoulwork.workbook.models import Workbook
from tests.workbook.pages import good

from .conftest import People, cell_of
from .files import DOCX, HWPX, XLSX, archive, hwp, pdf, picture
from .test_pages import JSON, PAGE

pytestmark = pytest.mark.any_engine


@pytest.fixture
def officer(july: Division, people: People, client_of: Any) -> Client:
    client: Client = client_of(people.officer)
    return client


@pytest.fixture
def address(july: Division) -> str:
    return f"{PAGE}cells/{cell_of(july, '상담')}/evidence/"


def put(client: Client, address: str, name: str, content: bytes) -> str:
    """What the server says."""
    answer = client.post(address, {"file": SimpleUploadedFile(name, content)}, headers=JSON)
    assert answer.status_code in (200, 422)
    assert answer.json()["ok"] == (answer.status_code == 200)
    return str(answer.json()["text"])


def bomb() -> bytes:
    """A PDF of a few hundred kilobytes that unpacks its list of objects to more than any memory."""
    with pikepdf.new() as made:
        made.add_blank_page()
        content = BytesIO()
        made.save(content, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=False)
    packed = zlib.compress(b"\0" * (2 * 2**30 // 8), 9)
    head = b"%PDF-1.7\n"
    stream = b"1 0 obj\n<</Type/XRef/Size 9/W[1 2 1]/Root 2 0 R/Filter[/FlateDecode]/Length %d>>\nstream\n" % len(
        packed
    )
    return head + stream + packed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head)


def zip_bomb() -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in XLSX.items():
            file.writestr(name, text)
        with file.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(looking.LARGEST_WHOLE // 2**20 + 1):
                part.write(bytes(2**20))
    return content.getvalue()


WHOLE = {
    "명부.pdf": pdf(),
    "사진.png": picture("PNG"),
    "사진.jpg": picture("JPEG"),
    "표.xlsx": archive(XLSX),
    "글.docx": archive(DOCX),
    "공문.hwpx": archive(HWPX),
    "공문.hwp": hwp(),
}


@pytest.mark.confined
@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_file_is_taken(address: str, officer: Client, name: str) -> None:
    put(officer, address, name, WHOLE[name])
    assert Evidence.objects.get().name == name


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_was_cut_off_is_refused(address: str, officer: Client, name: str) -> None:
    told = put(officer, address, name, WHOLE[name][: len(WHOLE[name]) * 2 // 3])
    assert f"'{name}'" in told
    assert "손상되었거나" in told or "받지 않는 파일" in told
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("name", "made", "told"),
    [
        ("명부.pdf", lambda: b"%PDF-1.7 ...", "손상되었거나"),
        ("사진.png", lambda: b"\x89PNG\r\n\x1a\n....", "손상되었거나"),
        ("사진.jpg", lambda: b"\xff\xd8\xff" + bytes(100), "손상되었거나"),
        ("표.xlsx", lambda: archive({"xl/workbook.xml": "<x/>"}), "손상되었거나"),
        ("공문.hwpx", lambda: archive({"mimetype": "application/hwp+zip"}), "손상되었거나"),
        ("공문.hwp", lambda: hwp()[:512] + b"HWP Document File", "손상되었거나"),
        ("잠긴.pdf", lambda: pdf(password="1234"), "암호가 걸린"),
        ("두꺼운.pdf", lambda: pdf(pages=looking.MOST_PAGES + 1), "쪽까지 받으니"),
        ("넓은.png", lambda: picture("PNG", 10_000, looking.MOST_PIXELS // 10_000 + 1), "화소까지 받으니"),
        ("부푸는.xlsx", zip_bomb, "풀면 너무 커지는"),
        ("부푸는.pdf", bomb, "파일"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_file_that_is_not_whole_or_too_much_is_refused(
    address: str, officer: Client, name: str, made: Callable[[], bytes], told: str
) -> None:
    assert told in put(officer, address, name, made())
    assert not Evidence.objects.exists()


def test_a_name_that_macos_took_apart_is_put_together(address: str, officer: Client) -> None:
    apart = unicodedata.normalize("NFD", "상담 명부.pdf")
    put(officer, address, apart, pdf())
    assert Evidence.objects.get().name == "상담 명부.pdf"


def test_so_is_the_name_of_a_workbook(briefing_data: None, signed_in: Any) -> None:
    values = {"division": "labour", "sender": "", "year": "2018"}
    file = SimpleUploadedFile(unicodedata.normalize("NFD", "상반기 실적.xlsx"), good())
    signed_in("administrator").post("/imports/add/", {**values, "file": file})
    assert Workbook.objects.get().name == "상반기 실적.xlsx"


def test_who_takes_out_a_file_is_in_the_access_record(address: str, officer: Client, people: People) -> None:
    put(officer, address, "명부.pdf", pdf())
    there = f"/entry/programmes/evidence/{Evidence.objects.get().pk}/"
    officer.head(there)
    assert not Access.objects.exists()
    answer: Any = officer.get(there)
    assert b"".join(answer.streaming_content) == pdf()
    found = Access.objects.get()
    assert (found.account, found.doing, found.page) == (people.officer.username, "exported", "근거 자료 명부.pdf")
    assert list(seals.differences("접속기록", accesses.sealed())) == []


def test_a_removed_file_is_really_gone_and_its_name_stays(address: str, officer: Client) -> None:
    put(officer, address, "명부.pdf", pdf())
    evidence = Evidence.objects.get()
    answer = officer.post(f"/entry/programmes/evidence/{evidence.pk}/remove/", {"reason": "개인정보"}, headers=JSON)
    assert "서버에서 지웠습니다" in answer.json()["text"]
    assert not StoredFile.objects.exists()
    evidence.refresh_from_db()
    assert (evidence.name, evidence.reason) == ("명부.pdf", "개인정보")
    assert Event.objects.latest("pk").detail["sha256"] == evidence.sha256


def test_a_file_that_an_earlier_version_kept_in_a_directory_is_brought_in(
    address: str, officer: Client, settings: Any, tmp_path: Path
) -> None:
    for name in ("명부.pdf", "다른 명부.pdf"):
        put(officer, address, name, pdf(name))
    there, lost = Evidence.objects.order_by("pk")
    StoredFile.objects.all().delete()
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / str(there.file.name)).parent.mkdir(parents=True)
    (tmp_path / str(there.file.name)).write_bytes(pdf("명부.pdf"))
    migration = importlib.import_module("seoulwork.operations.migrations.0003_files_into_the_database")
    for _ in range(2):
        migration.bring_in(apps, SimpleNamespace(connection=connection))
    answer: Any = officer.get(f"/entry/programmes/evidence/{there.pk}/")
    assert b"".join(answer.streaming_content) == pdf("명부.pdf")
    assert "보관 자리에 없습니다" in officer.get(f"/entry/programmes/evidence/{lost.pk}/", follow=True).content.decode()
