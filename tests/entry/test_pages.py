"""The grid's page, its plain form, the panel of a cell, remarks and evidence."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seoulwork.divisions import Division
from seoulwork.entry.grid import grid
from seoulwork.models import Evidence, Remark, ReportingMonth
from seoulwork.periods import Month, Run
from seoulwork.recording import record_actual

from .conftest import JULY, STAMP, People, cell_of
from .test_saving import one, rows, send

PAGE = "/entry/programmes/2018-07/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def officer(july: Division, people: People, client_of: Any) -> Any:
    return client_of(people.officer)


def shown(july: Division, name: str, part: str = "") -> Any:
    cell = cell_of(july, name, part)
    return next(row for row in grid(july, JULY).rows() if row.id == cell)


def test_a_row_says_what_was_what_is_and_what_is_wanted(july: Division) -> None:
    cafes, jobs = shown(july, "카페"), shown(july, "일자리")
    assert (cafes.before, cafes.last_month, cafes.cumulative, cafes.target, cafes.rate) == ("73", "73", "73", "-", "-")
    assert (jobs.before, jobs.last_month, jobs.cumulative, jobs.target, jobs.rate) == (
        "245,657",
        "-",
        "245,657",
        "353,956",
        "69.4%",
    )


def test_the_parts_of_a_ratio_are_named_as_the_counts_they_are(july: Division) -> None:
    rate = july.model("Indicator").objects.create(short_name="취업률", name="취업률", unit="%", accumulation="ratio")
    row = next(row for row in grid(july, JULY).rows() if row.id == f"a{rate.pk}")
    assert (row.unit, [each.label for each in row.inputs]) == ("%", ["취업률 분자", "취업률 분모"])


def test_a_remark_is_marked_in_its_cell(july: Division, officer: Client, people: People, client_of: Any) -> None:
    cell = cell_of(july, "상담")
    for more in (
        {"kind": "note", "text": "센터 두 곳"},
        {"kind": "shortfall", "text": "지연", "recovery": "2018-09-30"},
    ):
        officer.post(f"{PAGE}cells/{cell}/remark/", more, headers=JSON)
    page = client_of(people.head).get(PAGE).content.decode()
    assert page.count('class="remarked"') == 1
    assert f'id="r-{cell}" role="img" aria-label="메모, 부진 사유 있음"' in page


def test_a_stock_that_was_last_counted_years_ago_stands(july: Division) -> None:
    """As in the briefing: the grid reads two years only, and this count besides."""
    places = july.model("Indicator").objects.create(short_name="지점", name="지점", accumulation="latest")
    record_actual(
        july.model,
        {"indicator_id": places.pk, "part_id": None},
        Run(Month(2012, 3), Month(2012, 3)),
        {"value": 9},
        STAMP,
    )
    assert (shown(july, "지점").before, shown(july, "지점").cumulative) == ("9", "9")


def test_what_is_far_from_usual_is_pointed_out(july: Division, officer: Client) -> None:
    calls = july.model("Indicator").objects.create(short_name="전화", name="전화", unit="건")
    key = {"indicator_id": calls.pk, "part_id": None}
    for month, value in enumerate((230, 250, 240, 260, 245, 235), 1):
        record_actual(july.model, key, Run(Month(2018, month), Month(2018, month)), {"value": value}, STAMP)
    cell = {"cell": f"a{calls.pk}", "value": "280", "seen": None}
    usual = send(officer, [cell]).json()
    assert usual["rows"][0]["warnings"] == []
    cell |= {"value": "2,800", "seen": usual["cells"][0]["version"]}
    [warning] = send(officer, [cell]).json()["rows"][0]["warnings"]
    assert (warning["code"], "보통 범위(204~281)" in warning["text"]) == ("unusual", True)


def test_the_pages_queries_are_constant(july: Division, officer: Client) -> None:
    officer.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        assert officer.get(PAGE).status_code == 200
    for number in range(20):
        extra = july.model("Indicator").objects.create(short_name=f"덤{number}", name=f"덤{number}", position=number)
        for month in range(1, 7):
            record_actual(
                july.model,
                {"indicator_id": extra.pk, "part_id": None},
                Run(Month(2018, month), Month(2018, month)),
                {"value": month},
                STAMP,
            )
    with CaptureQueriesContext(connection) as many:
        assert officer.get(PAGE).status_code == 200
    assert len(few) == len(many) == 20


def test_a_saves_queries_are_constant(july: Division, officer: Client) -> None:
    counts = []
    for cell in [cell_of(july, "상담"), cell_of(july, "취업"), cell_of(july, "일자리", "청년")]:
        with CaptureQueriesContext(connection) as captured:
            assert one(officer, cell, "5")["state"] == "saved"
        counts.append(len(captured))
    # The first request of a session also notes that it was renewed.
    assert max(counts[1:]) == 31


def form(july: Division, **typed: str) -> dict[str, str]:
    """What a browser without scripts sends: every cell of the page, with what was seen."""
    data = {}
    for row in grid(july, JULY).rows():
        for each in row.inputs:
            data[each.cell] = each.value
            data[f"seen-{each.cell}"] = str(each.version or "")
    return data | {"request": "3b1f4b5e-6f0c-4f6e-9a44-0d2e5f0a7c11"} | typed


def test_without_scripts_the_page_saves_what_was_touched(
    july: Division, officer: Client, people: People, client_of: Any
) -> None:
    """What a colleague changed in the meantime, and this user did not touch, is left alone."""
    mine, theirs = cell_of(july, "상담"), cell_of(july, "취업")
    one(officer, theirs, "5")
    data = form(july, **{mine: "1,234"})
    one(client_of(people.colleague), theirs, "7", seen=int(data[f"seen-{theirs}"]))
    answer = officer.post(PAGE, data, follow=True)
    assert "1개 칸을 저장했습니다." in answer.content.decode()
    current = rows(july).filter(superseded_at__isnull=True)
    assert sorted(current.values_list("value", flat=True)) == [7, 1234]
    officer.post(PAGE, data)
    assert rows(july).count() == 3


def test_without_scripts_it_is_all_or_nothing(july: Division, officer: Client) -> None:
    good, bad = cell_of(july, "상담"), cell_of(july, "취업")
    answer = officer.post(PAGE, form(july, **{good: "12", bad: "열둘"}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "열둘" in page
    assert "숫자가 아닙니다" in page
    assert 'value="12"' in page
    assert not rows(july).exists()


def test_without_scripts_a_conflict_is_told_and_can_be_settled(
    july: Division, officer: Client, people: People, client_of: Any
) -> None:
    cell = cell_of(july, "상담")
    data = form(july, **{cell: "12"})
    theirs = one(client_of(people.colleague), cell, "13")
    answer = officer.post(PAGE, data)
    assert answer.status_code == 422
    assert "입력 담당 나" in answer.content.decode()
    again = form(july, **{cell: "12", "request": "3b1f4b5e-6f0c-4f6e-9a44-0d2e5f0a7c12"})
    assert again[f"seen-{cell}"] == str(theirs["version"])
    assert officer.post(PAGE, again).status_code == 302
    assert rows(july).get(superseded_at__isnull=True).value == 12


def test_a_locked_page_takes_nothing(july: Division, officer: Client, people: People, client_of: Any) -> None:
    ReportingMonth.objects.update(state="submitted")
    assert officer.post(PAGE, form(july)).status_code == 302
    assert (
        officer.post(
            PAGE, form(july, **{cell_of(july, "상담"): "12", "request": "3b1f4b5e-6f0c-4f6e-9a44-0d2e5f0a7c13"})
        ).status_code
        == 422
    )
    assert client_of(people.head).post(PAGE, form(july)).status_code == 403
    assert client_of(people.stranger).get(PAGE).status_code == 403
    assert not rows(july).exists()


def test_scripts_are_told_that_the_log_in_is_gone() -> None:
    answer = Client().post(f"{PAGE}cells/", "{}", content_type="application/json")
    assert (answer.status_code, answer.json()["error"]) == (401, "login")
    assert Client().get("/entry/session/").json()["authenticated"] is False


def test_the_panel_tells_the_cells_history(july: Division, officer: Client, people: People, client_of: Any) -> None:
    cell = cell_of(july, "상담")
    first = one(officer, cell, "5")
    one(client_of(people.colleague), cell, "7", seen=first["version"], reason="늦은 신고")
    panel = officer.get(f"{PAGE}cells/{cell}/").context["panel"]
    assert [(each.who, each.before, each.after, each.reason) for each in panel.history] == [
        ("입력 담당 나", "5", "7", "늦은 신고"), ("입력 담당 가", "빈칸", "5", ""),
    ]  # fmt: skip
    assert (panel.value, panel.row.cumulative) == ("7", "13,876")
    assert [(each.label, each.text, each.current) for each in panel.months][-1] == ("7월", "7", True)
    assert officer.get(f"{PAGE}cells/a99999/").status_code == 404


def test_remarks_are_kept_and_superseded(july: Division, officer: Client) -> None:
    address = f"{PAGE}cells/{cell_of(july, '상담')}/remark/"
    assert officer.post(address, {"kind": "note", "text": "센터 두 곳"}, headers=JSON).status_code == 200
    assert (
        officer.post(address, {"kind": "note", "text": "센터 두 곳"}, headers=JSON).json()["text"]
        == "바뀐 것이 없습니다."
    )
    assert officer.post(address, {"kind": "note", "text": "센터 세 곳"}, headers=JSON).status_code == 200
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


def archive(**files: str) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, text in files.items():
            file.writestr(name, text)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "taken"),
    [
        ("상담 명부.pdf", b"%PDF-1.7 ...", True),
        ("사진.png", b"\x89PNG\r\n\x1a\n....", True),
        ("표.xlsx", archive(**{"xl/workbook.xml": "<x/>"}), True),
        ("공문.hwpx", archive(mimetype="application/hwp+zip"), True),
        ("표.xlsm", archive(**{"xl/workbook.xml": "<x/>", "xl/vbaProject.bin": "x"}), False),
        ("상담 명부.pdf", b"<html><script>alert(1)</script>", False),
        ("실행.exe", b"MZ......", False),
        ("빈 파일.pdf", b"", False),
        ("깨진.xlsx", b"PK\x03\x04broken", False),
        ("큰 파일.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024), False),
    ],
    ids=["pdf", "png", "xlsx", "hwpx", "macros", "disguised", "program", "empty", "broken", "large"],
)
def test_evidence_is_taken_by_its_content(
    july: Division, officer: Client, settings: Any, tmp_path: Any, name: str, content: bytes, taken: bool
) -> None:
    settings.MEDIA_ROOT = tmp_path
    address = f"{PAGE}cells/{cell_of(july, '상담')}/evidence/"
    answer = officer.post(address, {"file": SimpleUploadedFile(name, content)}, headers=JSON)
    assert answer.status_code == (200 if taken else 422)
    assert Evidence.objects.count() == int(taken)
    assert len(list(tmp_path.rglob("*.*"))) == 0, "a file never carries the name that a user gave it"


def test_evidence_is_for_those_who_may_see_the_figure(
    july: Division, officer: Client, people: People, client_of: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    address = f"{PAGE}cells/{cell_of(july, '상담')}/evidence/"
    for _ in range(2):
        officer.post(address, {"file": SimpleUploadedFile("../../명부.pdf", b"%PDF-1.7 x")}, headers=JSON)
    evidence = Evidence.objects.get()
    assert evidence.name == "명부.pdf"
    download = f"/entry/programmes/evidence/{evidence.pk}/"
    answer = client_of(people.head).get(download)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 x"
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
