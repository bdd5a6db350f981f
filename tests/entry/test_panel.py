"""The panel of a cell: its history, remarks and evidence."""

import html
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from programmes.models import Evidence, Remark
from seoulwork.domain.cells import Cell
from seoulwork.entry.due import due
from seoulwork.entry.evidence import add
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.months import Refused
from seoulwork.figures.divisions import Division
from seoulwork.operations.models import StoredFile

from .conftest import JULY, People, cell_of
from .files import HWPX, XLSX, archive, pdf, picture
from .test_pages import JSON, PAGE
from .test_saving import one, rows


@pytest.fixture
def officer(july: Division, people: People, client_of: Any) -> Any:
    return client_of(people.officer)


def test_the_panel_tells_the_cells_history(july: Division, officer: Client, people: People, client_of: Any) -> None:
    cell = cell_of(july, "상담")
    first = one(officer, cell, "5")
    one(client_of(people.colleague), cell, "7", seen=first["version"], reason="늦은 신고")
    panel = officer.get(f"{PAGE}cells/{cell}/").context["panel"]
    assert [(each.who, each.before, each.after, each.reason) for each in panel.history] == [
        ("입력 담당 나", "5", "7", "늦은 신고"),
        ("입력 담당 가", "빈칸", "5", ""),
    ]
    assert (panel.value, panel.row.cumulative) == ("7", "13,876")
    assert [(each.label, each.text, each.current) for each in panel.months][-1] == ("7월", "7", True)
    assert officer.get(f"{PAGE}cells/a99999/").status_code == 404


@pytest.mark.any_engine
def test_remarks_are_kept_and_superseded(july: Division, officer: Client) -> None:
    address = f"{PAGE}cells/{cell_of(july, '상담')}/remark/"
    first = officer.post(address, {"kind": "note", "text": "센터 두 곳"}, headers=JSON)
    assert first.json()["text"] == "메모를 저장했습니다."
    assert (
        officer.post(address, {"kind": "note", "text": "센터 두 곳"}, headers=JSON).json()["text"]
        == "바뀐 것이 없습니다."
    )
    seen = Remark.objects.get().pk
    assert officer.post(address, {"kind": "note", "text": "센터 세 곳", "seen": seen}, headers=JSON).status_code == 200
    assert list(Remark.objects.filter(superseded_at__isnull=True).values_list("text", flat=True)) == ["센터 세 곳"]
    assert Remark.objects.count() == 2
    assert officer.post(address, {"kind": "shortfall", "text": "모집 지연"}, headers=JSON).status_code == 422
    assert (
        officer.post(address, {"kind": "shortfall", "text": "모집 지연", "recovery": "내일"}, headers=JSON).status_code
        == 422
    )
    assert (
        officer.post(
            address, {"kind": "shortfall", "text": "모집 지연", "recovery": "2018-09-30"}, headers=JSON
        ).status_code
        == 200
    )
    ReportingMonth.objects.update(state="closed")
    assert officer.post(address, {"kind": "note", "text": ""}, headers=JSON).status_code == 422


@pytest.mark.any_engine
def test_without_scripts_a_refusal_stands_beside_its_form_with_what_was_typed(july: Division, officer: Client) -> None:
    panel = f"{PAGE}cells/{cell_of(july, '상담')}/"
    answer = officer.post(f"{panel}remark/", {"kind": "shortfall", "text": "모집 지연", "recovery": "내일"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="shortfall-problem" role="alert">만회 예정일을 2018-09-30처럼' in page
    assert ">모집 지연</textarea>" in page
    answer = officer.post(f"{panel}evidence/", {"file": SimpleUploadedFile("명부.exe", b"MZ")})
    assert answer.status_code == 422
    assert 'id="evidence-problem" role="alert">&#x27;명부.exe&#x27;' in answer.content.decode()
    officer.post(f"{panel}evidence/", {"file": SimpleUploadedFile("명부.pdf", pdf())})
    key = Evidence.objects.get().pk
    answer = officer.post(f"/entry/programmes/evidence/{key}/remove/")
    assert f'id="remove-{key}-problem" role="alert">자료를 빼는 사유를' in answer.content.decode()
    ReportingMonth.objects.update(state="closed")
    answer = officer.post(f"{panel}remark/", {"kind": "note", "text": "늦은 메모"})
    assert 'class="problem" role="alert">' in answer.content.decode()


@pytest.mark.any_engine
def test_the_second_of_two_who_write_a_note_is_told_what_stands_there(
    july: Division, officer: Client, people: People, client_of: Any
) -> None:
    colleague, panel = client_of(people.colleague), f"{PAGE}cells/{cell_of(july, '상담')}/"

    def note(client: Client, text: str, seen: int | None) -> Any:
        data = {"kind": "note", "text": text, "seen": seen or ""}
        return client.post(f"{panel}remark/", data, headers=JSON)

    assert note(officer, "센터 두 곳", None).status_code == 200
    refused = note(colleague, "센터 세 곳", None)
    assert refused.status_code == 422
    assert "입력 담당 가가" in refused.json()["text"]
    assert refused.json()["text"].endswith("지금 메모: 센터 두 곳")
    assert Remark.objects.get().text == "센터 두 곳"
    seen = colleague.get(panel).context["panel"].note_version
    assert note(colleague, "센터 세 곳", seen).status_code == 200
    assert "지웠습니다" not in note(officer, "센터 네 곳", seen).json()["text"]
    assert note(officer, "", officer.get(panel).context["panel"].note_version).status_code == 200
    assert "지웠습니다" in note(colleague, "센터 네 곳", seen).json()["text"]
    told = [(each.who, each.before, each.after, each.source) for each in officer.get(panel).context["panel"].history]
    assert told == [
        ("입력 담당 가", "센터 세 곳", "없음", "메모"),
        ("입력 담당 나", "센터 두 곳", "센터 세 곳", "메모"),
        ("입력 담당 가", "없음", "센터 두 곳", "메모"),
    ]
    assert "센터 세 곳 → 없음" in officer.get(panel).content.decode()


def test_nothing_beside_a_figure_changes_once_the_month_is_locked(
    july: Division, officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the month is closed after the page has looked and before it writes."""
    panel = f"{PAGE}cells/{cell_of(july, '상담')}/"
    file = {"file": SimpleUploadedFile("명부.pdf", pdf("x"))}
    assert officer.post(f"{panel}evidence/", file, headers=JSON).status_code == 200
    evidence = Evidence.objects.get()
    look = due

    def close_after(*arguments: Any) -> Any:
        found = look(*arguments)
        ReportingMonth.objects.update(state="closed")
        return found

    monkeypatch.setattr("seoulwork.entry.views.panel.due", close_after)
    for address, data in (
        (f"{panel}remark/", {"kind": "note", "text": "늦은 메모"}),
        (f"{panel}evidence/", {"file": SimpleUploadedFile("다른 명부.pdf", pdf("y"))}),
        (f"/entry/programmes/evidence/{evidence.pk}/remove/", {"reason": "늦은 사유"}),
    ):
        ReportingMonth.objects.update(state="open")
        answer = officer.post(address, data, headers=JSON)
        assert answer.status_code == 422
        assert "마감하여 잠겼습니다" in answer.json()["text"]
    assert not Remark.objects.exists()
    assert Evidence.objects.get().removed_at is None


@pytest.mark.parametrize("month", ["1900-01", "1900-06", "2999-12"])
def test_a_month_at_the_end_of_the_calendar_is_no_address(
    july: Division, officer: Client, people: People, client_of: Any, month: str
) -> None:
    assert officer.get(f"/entry/programmes/{month}/").status_code == 404
    administrator = client_of(people.administrator)
    data = {"until": "2999-12-31", "reason": "정정"}
    assert administrator.post(f"/entry/programmes/{month}/reopen/", data).status_code == 404
    assert administrator.post("/entry/open/", {"month": month}, headers=JSON).status_code == 422
    assert ReportingMonth.objects.count() == 3


@pytest.mark.parametrize("month", ["1901-01", "2998-12"])
def test_the_first_and_the_last_month_that_can_be_entered(
    july: Division, people: People, client_of: Any, month: str
) -> None:
    administrator = client_of(people.administrator)
    assert administrator.post("/entry/open/", {"month": month}, headers=JSON).status_code == 200
    for address in (f"/entry/programmes/{month}/", f"/entry/board/{month}/"):
        assert administrator.get(address).status_code == 200


def test_signs_that_cannot_be_stored_are_refused(july: Division, officer: Client, people: People) -> None:
    cell = cell_of(july, "상담")
    for value, reason in (("5", "사\ud800유"), ("5", "사\0유"), ("\0", ""), ("\udfff", "")):
        result = one(officer, cell, value, reason=reason)
        assert (result["state"], "저장할 수 없는 글자" in result["text"]) == ("refused", True)
    note = officer.post(f"{PAGE}cells/{cell}/remark/", {"kind": "note", "text": "메\0모"}, headers=JSON)
    submitted = officer.post(f"{PAGE}submit/", {"note": "사\0유"}, headers=JSON)
    assert (note.status_code, submitted.status_code) == (422, 422)
    with pytest.raises(Refused):
        add(
            july,
            JULY,
            Cell.parse(cell),
            SimpleUploadedFile("명\0부.pdf", pdf("x")),
            programme_id=None,
            by=people.officer,
        )
    assert not rows(july).exists()


def damaged(packed: int) -> bytes:
    """A Hangul document whose packed bytes were overwritten."""
    content = archive(HWPX, packed)
    start = content.index(b"mimetype") + len("mimetype")
    return content[:start] + b"\xff" * 12 + content[start + 12 :]


@pytest.mark.parametrize(
    ("name", "content", "taken"),
    [
        ("상담 명부.pdf", pdf(), True),
        ("사진.png", picture("PNG"), True),
        ("표.xlsx", archive(XLSX), True),
        ("공문.hwpx", archive(HWPX), True),
        ("표.xlsm", archive({**XLSX, "xl/vbaProject.bin": "x"}), False),
        ("상담 명부.pdf", b"<html><script>alert(1)</script>", False),
        ("실행.exe", b"MZ......", False),
        ("빈 파일.pdf", b"", False),
        ("깨진.xlsx", b"PK\x03\x04broken", False),
        ("깨진.hwpx", damaged(zipfile.ZIP_DEFLATED), False),
        ("깨진.hwpx", damaged(zipfile.ZIP_LZMA), False),
        ("깨진.hwpx", damaged(zipfile.ZIP_BZIP2), False),
        ("큰 파일.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024), False),
    ],
    ids=[
        "pdf",
        "png",
        "xlsx",
        "hwpx",
        "macros",
        "disguised",
        "program",
        "empty",
        "broken",
        "deflate",
        "lzma",
        "bzip2",
        "large",
    ],
)
def test_evidence_is_taken_by_its_content(
    july: Division, officer: Client, name: str, content: bytes, taken: bool
) -> None:
    address = f"{PAGE}cells/{cell_of(july, '상담')}/evidence/"
    answer = officer.post(address, {"file": SimpleUploadedFile(name, content)}, headers=JSON)
    assert answer.status_code == (200 if taken else 422)
    assert Evidence.objects.count() == int(taken)
    kept = StoredFile.objects.values_list("name", flat=True)
    assert len(kept) == int(taken)
    assert not [each for each in kept if "." in each], "a file never carries the name that a user gave it"


def test_evidence_is_for_those_who_may_see_the_figure(
    july: Division, officer: Client, people: People, client_of: Any
) -> None:
    address = f"{PAGE}cells/{cell_of(july, '상담')}/evidence/"
    for _ in range(2):
        officer.post(address, {"file": SimpleUploadedFile("../../명부.pdf", pdf("x"))}, headers=JSON)
    evidence = Evidence.objects.get()
    assert evidence.name == "명부.pdf"
    download = f"/entry/programmes/evidence/{evidence.pk}/"
    answer = client_of(people.head).get(download)
    assert b"".join(answer.streaming_content) == pdf("x")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert client_of(people.stranger).get(download).status_code == 403
    assert client_of(people.council).get(download).status_code == 403
    assert client_of(people.stranger).get(f"/entry/labour/evidence/{evidence.pk}/").status_code == 404
    assert officer.post(f"{download}remove/", headers=JSON).status_code == 422
    assert officer.post(f"{download}remove/", {"reason": "개인정보"}, headers=JSON).status_code == 200
    assert officer.get(download).status_code == 404
    evidence.refresh_from_db()
    assert (evidence.removed_by, evidence.reason) == (people.officer, "개인정보")


def test_evidence_whose_file_is_gone_is_told(july: Division, officer: Client, caplog: pytest.LogCaptureFixture) -> None:
    address = f"{PAGE}cells/{cell_of(july, '상담')}/evidence/"
    officer.post(address, {"file": SimpleUploadedFile("명부.pdf", pdf("x"))}, headers=JSON)
    evidence = Evidence.objects.get()
    StoredFile.objects.get(name=evidence.file.name).delete()
    answer = officer.get(f"/entry/programmes/evidence/{evidence.pk}/", follow=True)
    assert answer.status_code == 200
    assert "'명부.pdf' 파일이 서버의 보관 자리에 없습니다" in html.unescape(answer.content.decode())
    assert f"evidence {evidence.pk} " in caplog.text
