"""A briefing that was published is corrected: a further edition with its 정오표, the earlier one marked; or an edition is withdrawn.
And nobody changes what was published without that it is found."""

import re
import subprocess
from collections.abc import Callable
from hashlib import sha256
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from openpyxl import load_workbook

from programmes.models import Actual
from reports.comparison import pieces
from reports.document import Table
from reports.editions import correcting
from reports.editions.errata import Unchanged, errata, pages_of
from reports.editions.kept import document_of
from reports.editions.publishing import document_of as present
from reports.editions.publishing import publish, render
from reports.editions.sealing import Altered
from reports.models import Briefing, Correction, Edition
from seoulwork.accounts.models import Role, User
from seoulwork.audit import chain
from seoulwork.audit.actions import Action
from seoulwork.audit.frozen import STANDING, thawed
from seoulwork.audit.models import Access, Closing, Event
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Conflict, Stamp, record_actual

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
ADDRESS = "/briefings/2018-07/"


@pytest.fixture
def published(briefing_data: None) -> Briefing:
    """July as it was published."""
    publish(Briefing.objects.get(), None, reason="시험")
    return Briefing.objects.get()


def correct_youth_jobs(value: int) -> None:
    current = Actual.objects.get(indicator__short_name="일자리", part__path="청년", superseded_at=None)
    key = {"indicator": current.indicator, "part": current.part}
    stamp = Stamp(None, Source.BROWSER, reason="정정")
    record_actual(division("programmes").models, key, current.run, {"value": value}, stamp)


def text_of(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page))


def test_a_correction_becomes_a_further_edition_with_its_errata(published: Briefing, signed_in: SignIn) -> None:
    administrator, council = signed_in(Role.ADMINISTRATOR), signed_in(Role.COUNCIL)
    assert council.get(f"{ADDRESS}correct/").status_code == 403
    assert "정정 시작" in administrator.get(f"{ADDRESS}editions/").content.decode()
    administrator.post(f"{ADDRESS}correct/", {"reason": "청년 일자리 실적 집계 오류"})
    assert "아직 앞 판과 달라진 곳이 없습니다" in administrator.get(f"{ADDRESS}correct/").content.decode()
    with pytest.raises(Unchanged):
        publish(Briefing.objects.get(), None, reason="시험")

    correct_youth_jobs(58_697)
    page = administrator.get(f"{ADDRESS}correct/").content.decode()
    assert "58,697 (76.5%)" in text_of(page) and "실적 고침" in page
    digest = re.findall(r'name="reason-(\w+)"', page)[0]
    administrator.post(f"{ADDRESS}correct/", {f"reason-{digest}": "취업 확인서 대조"})
    assert ">취업 확인서 대조</textarea>" in administrator.get(f"{ADDRESS}correct/").content.decode()
    # Until it is published readers have the first edition.
    assert "58,697" not in council.get(ADDRESS).content.decode()
    assert "58,697" in administrator.get(ADDRESS).content.decode()

    edition = publish(Briefing.objects.get(), None, reason="시험")
    assert (edition.number, edition.correction) == (2, "청년 일자리 실적 집계 오류")
    newest = text_of(council.get(ADDRESS).content.decode())
    assert newest.index("정오표") < newest.index("일반현황")
    for told in ("58,697 (76.5%)", "48,697 (63.5%)", "취업 확인서 대조", "정정 사유: 청년 일자리 실적 집계 오류"):
        assert told in newest
    for address in (f"{ADDRESS}editions/1/", f"{ADDRESS}editions/1/sections/part-1/"):
        assert "이 판은 정정되었습니다" in council.get(address).content.decode()
    assert "48,697" in council.get(f"{ADDRESS}editions/1/").content.decode()
    lines = council.get("/briefings/search/", {"q": "48,697"}).content.decode().split("<li>")[1:]
    marked = [("고치기 전 값이 함께 나옴" in each, "정정되기 전 판" in each) for each in lines if "<mark>" in each]
    assert set(marked) == {(True, False), (False, True)}, "an old value is found beside its mark alone"
    assert "정정되었습니다" not in newest
    assert council.get(f"{ADDRESS}editions/3/").status_code == 404
    document = document_of(Edition.objects.get(number=2))
    book = load_workbook(BytesIO(render(document, "xlsx")))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "취업 확인서 대조" in cells
    assert [each.action for each in Event.objects.filter(briefing=published).order_by("pk")[1:]] == [
        Action.BRIEFING_PUBLISHED,
        Action.CORRECTION_BEGUN,
        Action.BRIEFING_PUBLISHED,
    ]
    call_command("verify_editions", stdout=StringIO())


@pytest.mark.any_engine
@pytest.mark.printed
def test_each_line_of_the_errata_is_one_that_a_reader_would_find(published: Briefing, tmp_path: Path) -> None:
    correction = correcting.begin(published, by=None, reason="집계 오류")
    correct_youth_jobs(58_697)
    lines = errata(published.editions.get(), present(published), correction)
    assert {each.wrong for each in lines} >= {"48,697 (63.5%)", "245,657 (69.4%)"}
    assert all(each.right != each.wrong and each.reason for each in lines)
    assert len({each.digest for each in lines}) == len(lines)
    first = published.editions.get()
    (tmp_path / "first.pdf").write_bytes(bytes(first.files.get(format="pdf").content))
    printed = [re.sub(r"\s", "", page) for page in pages_in(tmp_path / "first.pdf").split("\f")]
    assert [each for each in lines if re.sub(r"\s", "", each.wrong) not in printed[int(each.page) - 1]] == []
    # So it is of each line, not of these alone.
    pages = pages_of(first)
    elsewhere = [
        (pages[piece.at], piece.text)
        for section in document_of(first).walk()
        for piece in pieces(section)
        if not piece.name and re.sub(r"\s", "", piece.text)[:8] not in printed[pages[piece.at] - 1]
    ]
    assert elsewhere == []
    kept = {each.page or 0 for each in first.lines.all()}
    assert kept == set(range(min(kept), len(printed)))


@pytest.mark.any_engine
def test_a_file_that_names_its_sections_alone_tells_from_which_page_on(
    published: Briefing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As those of earlier programs do."""
    monkeypatch.setattr("reports.editions.errata.pages_of", lambda edition: {"section-part-2": 5})
    correction = correcting.begin(published, by=None, reason="집계 오류")
    correct_youth_jobs(58_697)
    pages = {
        each.place.partition(" /")[0]: each.page
        for each in errata(published.editions.get(), present(published), correction)
    }
    assert pages.pop("Ⅱ 비전 및 목표") == "5쪽부터"
    assert set(pages.values()) <= {""}


def test_a_correction_is_begun_once_and_given_up_once(published: Briefing) -> None:
    correcting.begin(published, by=None, reason="하나")
    with pytest.raises(Conflict):
        correcting.begin(published, by=None, reason="둘")
    correcting.give_up(published, by=None)
    with pytest.raises(Conflict):
        correcting.give_up(published, by=None)
    with pytest.raises(Conflict):
        correcting.explain(published, {})
    assert not Briefing.objects.in_preparation().exists()
    correcting.begin(published, by=None, reason="셋")
    assert Correction.objects.count() == 2


@pytest.mark.any_engine
def test_what_was_published_is_not_discarded_while_it_is_corrected(published: Briefing, signed_in: SignIn) -> None:
    correcting.begin(published, by=None, reason="집계 오류")
    administrator = signed_in(Role.ADMINISTRATOR)
    page = administrator.get(f"{ADDRESS}discard/").content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    administrator.post(f"{ADDRESS}discard/", {"seen": seen[1] if seen else "", "reason": "잘못"})
    assert Briefing.objects.filter(pk=published.pk).exists()


def test_a_withdrawn_edition_is_read_by_nobody_and_says_why(published: Briefing, signed_in: SignIn) -> None:
    administrator, council = signed_in(Role.ADMINISTRATOR), signed_in(Role.COUNCIL)
    withdrawing = f"{ADDRESS}editions/1/withdraw/"
    assert council.post(withdrawing, {"reason": "장난"}).status_code == 403
    administrator.post(withdrawing, {"reason": ""})
    assert council.get(ADDRESS).status_code == 200
    administrator.post(withdrawing, {"reason": "개인정보가 실렸음"})
    administrator.post(withdrawing, {"reason": "두 번째"})
    assert "개인정보가 실렸음" in council.get(f"{ADDRESS}editions/").content.decode()
    assert ADDRESS not in council.get("/briefings/").content.decode()
    for address in (ADDRESS, f"{ADDRESS}editions/1/", f"{ADDRESS}editions/1/download/pdf/", f"{ADDRESS}download/html/"):
        for reader in (administrator, council):
            response = reader.get(address)
            assert response.status_code == 410, address
            assert "개인정보가 실렸음" in response.content.decode()
    correcting.begin(Briefing.objects.get(), by=None, reason="개인정보 삭제")
    correct_youth_jobs(58_697)
    publish(Briefing.objects.get(), None, reason="시험")
    assert "58,697" in council.get(ADDRESS).content.decode()
    assert council.get(f"{ADDRESS}editions/1/").status_code == 410


LEAKED = re.compile(r"48,697|숨길 낱말")
"""What stands in the first edition alone"""


def read_by_following(client: Client, waiting: list[str]) -> dict[str, str]:
    """What a reader comes to from there, by address, without their own words in the box of the search: one page of each name, and each
    page of an edition."""
    seen: dict[str, str] = {}
    taken: set[str] = {"account_logout"}
    while waiting:
        address = waiting.pop()
        name = resolve(urlsplit(address).path).url_name or ""
        if address in seen or (name in taken and not name.startswith("edition")):
            continue
        taken.add(name)
        response = client.get(address, follow=True)
        if not response["Content-Type"].startswith("text/html"):
            continue
        seen[address] = re.sub(
            r'value="[^"]*"|<title>.*</title>|<p class="empty">.*</p>', "", response.content.decode()
        )
        links = re.findall(r'<a\b[^>]*\bhref="(/briefings/[^"#]+)', response.content.decode())
        waiting += [unescape(link) for link in links]
    return seen


@pytest.mark.printed
def test_of_a_withdrawn_edition_no_word_is_read_in_the_edition_after_it(
    briefing_data: None, signed_in: SignIn, tmp_path: Path
) -> None:
    vision = Briefing.objects.get().vision
    Briefing.objects.update(vision="숨길 낱말 하나")
    publish(Briefing.objects.get(), None, reason="시험")
    first = Edition.objects.get()
    assert LEAKED.search(first.document)
    correcting.withdraw(first, by=None, reason="개인정보가 실렸음")
    correcting.begin(first.briefing, by=None, reason="개인정보 삭제")
    with pytest.raises(Unchanged):
        publish(Briefing.objects.get(), None, reason="시험")
    correct_youth_jobs(58_697)
    Briefing.objects.update(vision=vision)
    page = signed_in(Role.ADMINISTRATOR).get(f"{ADDRESS}correct/").content.decode()
    assert "정오표에는 정정 사유만 실립니다" in page and "정정한 판 발행하기" in page and not LEAKED.search(page)
    second = publish(Briefing.objects.get(), None, reason="시험")
    council = signed_in(Role.COUNCIL)
    assert "앞 판은 회수하여" in council.get(f"{ADDRESS}editions/2/sections/errata/").content.decode()
    begin = [f"{ADDRESS}front/", f"{ADDRESS}editions/", "/briefings/search/?q=48,697", "/briefings/search/?q=숨길"]
    seen = read_by_following(council, begin)
    assert len(seen) > 40
    assert [address for address, text in seen.items() if LEAKED.search(text)] == []
    assert not LEAKED.search(second.document)
    assert not LEAKED.search("".join(second.lines.values_list("text", flat=True)))
    (tmp_path / "second.pdf").write_bytes(council.get(f"{ADDRESS}download/pdf/").content)
    assert not LEAKED.search(pages_in(tmp_path / "second.pdf"))


def pages_in(path: Path) -> str:
    """What a PDF says, its pages with a form feed between."""
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True).stdout


@pytest.mark.any_engine
def test_an_edition_is_compared_with_the_one_before_it_that_stands(published: Briefing, signed_in: SignIn) -> None:
    council = signed_in(Role.COUNCIL)
    for value in (58_697, 68_697):
        correcting.begin(Briefing.objects.get(), by=None, reason="집계 오류")
        correct_youth_jobs(value)
        publish(Briefing.objects.get(), None, reason="시험")

    def compared_with() -> list[str]:
        found = []
        for address in (f"{ADDRESS}editions/", f"{ADDRESS}front/"):
            page = unescape(council.get(address).content.decode())
            link = re.findall(r'href="(/briefings/changes/[^"]*new=2018-07/3)"', page)
            assert all(council.get(each).status_code == 200 for each in link)
            found += link
        return [each.partition("old=")[2].partition("&")[0] for each in found]

    assert compared_with() == ["2018-07/2", "2018-07/2"]
    correcting.withdraw(Edition.objects.get(number=2), by=None, reason="잘못")
    assert compared_with() == ["2018-07/1", "2018-07/1"]
    correcting.withdraw(Edition.objects.get(number=1), by=None, reason="잘못")
    assert compared_with() == []


def test_what_a_withdrawn_edition_said_between_two_is_in_neither_column(published: Briefing) -> None:
    for value in (58_697, 68_697):
        correcting.begin(Briefing.objects.get(), by=None, reason="집계 오류")
        correct_youth_jobs(value)
        publish(Briefing.objects.get(), None, reason="시험")
        last = Edition.objects.latest("number")
        if value == 58_697:
            correcting.withdraw(last, by=None, reason="잘못")
    said = next(each for each in document_of(last).sections if each.key == "errata")
    printed = " ".join(
        cell.text for block in said.blocks if isinstance(block, Table) for row in block.body for cell in row.cells
    )
    assert "48,697" in printed and "68,697" in printed and "58,697" not in printed


@pytest.mark.any_engine
def test_two_editions_are_compared_as_a_page_and_as_files(published: Briefing, signed_in: SignIn) -> None:
    correcting.begin(published, by=None, reason="집계 오류")
    correct_youth_jobs(58_697)
    council, officer = signed_in(Role.COUNCIL), signed_in(Role.OFFICER, "labour")
    asked = "/briefings/changes/?old=2018-07/1&new=2018-07/draft"
    assert council.get(asked).status_code == 404
    page = officer.get(asked).content.decode()
    assert "48,697 (63.5%) → 58,697 (76.5%)" in text_of(page) and "실적 고침" in page
    publish(Briefing.objects.get(), None, reason="시험")
    asked = "/briefings/changes/?old=2018-07/1&new=2018-07/2"
    assert "58,697" in council.get(asked).content.decode()
    assert "두 판이 같습니다" in council.get("/briefings/changes/?old=2018-07/1&new=2018-07/1").content.decode()
    assert council.get("/briefings/changes/").status_code == 200
    assert council.get("/briefings/changes/?old=2018-07/9&new=x").status_code == 404
    assert council.get(f"{asked}&format=html").status_code == 404
    book = load_workbook(BytesIO(council.get(f"{asked}&format=xlsx").content))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "58,697 (76.5%)" in cells


@pytest.mark.any_engine
def test_the_page_of_an_edition_is_of_its_document_whatever_changed_since(
    published: Briefing, signed_in: SignIn
) -> None:
    council = signed_in(Role.COUNCIL)
    before = council.get(ADDRESS).content
    correct_youth_jobs(58_697)
    Briefing.objects.update(title="다른 제목")
    after = council.get(ADDRESS).content
    shown = re.compile(rb'<article class="briefing">.*</article>', re.DOTALL)
    assert shown.search(before)[0] == shown.search(after)[0]  # type: ignore[index]


# ------------------------------------------------------------------------------------------------------ frozen


STATEMENTS = {
    "update": "UPDATE {table} SET {column} = {column}",
    "delete": "DELETE FROM {table}",
    "truncate": "TRUNCATE {table} CASCADE",
    "truncate_above": "TRUNCATE reports_briefing CASCADE",
    "replace": "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    "replace_by_key": "INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}",
}
ONLY = {"truncate": "postgresql", "truncate_above": "postgresql", "replace": "sqlite", "replace_by_key": "sqlite"}


def test_the_database_refuses_whatever_would_change_what_was_published(published: Briefing) -> None:
    correcting.withdraw(published.editions.get(), by=None, reason="시험")
    chain.link()
    person = User.objects.create(username="reader", name="읽은 사람", role=Role.COUNCIL)
    Access.objects.create(number=1, actor=person, account="reader", doing="viewed", page="사용자", count=1)
    Closing.objects.create(chain="accesses", first=1, last=1, before=timezone.now())
    connection.check_constraints()  # PostgreSQL empties no table whose rows of this transaction it has still to look at
    statements = [
        sql
        for table in STANDING
        for name, sql in statements_against(table)
        if ONLY.get(name, connection.vendor) == connection.vendor and (name != "replace_by_key" or STANDING[table])
    ]
    assert len(statements) > len(STANDING) * 2
    assert [sql for sql in statements if not is_refused(sql)] == []


def statements_against(table: str) -> list[tuple[str, str]]:
    """Each with its name among STATEMENTS."""
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    columns = [each.name for each in described if each.name != "id"]
    return [
        (name, statement.format(table=table, column=columns[0], columns=", ".join(columns)))
        for name, statement in STATEMENTS.items()
    ]


def is_refused(sql: str) -> bool:
    """Whether the database refuses it as a change of what is frozen. It changes nothing here."""
    with transaction.atomic():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
        except DatabaseError as error:
            return "frozen" in str(error)
        transaction.set_rollback(True)
    return False


def forge(*statements: str) -> None:
    """As somebody who may do all in the database."""
    with thawed(STANDING), connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


def told_of(*statements: str) -> list[str]:
    """What `verify_editions` says after that."""
    forge(*statements)
    out = StringIO()
    with pytest.raises(CommandError, match="발행한 때와 다른 것"):
        call_command("verify_editions", stdout=out)
    return out.getvalue().splitlines()


FORGERIES = [
    ("UPDATE reports_edition SET document = '{}' WHERE number = 1", "문서가 발행한 때와 다릅니다"),
    ("UPDATE reports_edition SET sheet = '{}' WHERE number = 2", "점검표가 발행한 때와 다릅니다"),
    ("UPDATE reports_edition SET correction = '다른 사유' WHERE number = 2", "이어진 지문이 맞지 않습니다"),
    ("UPDATE reports_edition SET published_at = '2018-01-01 00:00:00+00:00' WHERE number = 1", "이어진 지문"),
    ("UPDATE reports_publishedfile SET content = X'78' WHERE format = 'pdf'", "PDF 파일이 발행한 때와 다릅니다"),
    # another in its place, whole in itself
    (
        f"UPDATE reports_publishedfile SET content = X'78', size = 1, sha256 = '{sha256(b'x').hexdigest()}' WHERE format = 'pdf'",
        "이어진 지문이 맞지 않습니다",
    ),
    ("DELETE FROM reports_publishedfile WHERE format = 'xlsx'", "이어진 지문이 맞지 않습니다"),
    ("TRUNCATE reports_publishedfile", "이어진 지문이 맞지 않습니다"),
    ("UPDATE reports_edition SET number = 3 WHERE number = 2", "제2판이 없습니다"),
]


def test_what_somebody_changed_in_the_database_is_found(published: Briefing) -> None:
    correcting.begin(published, by=None, reason="집계 오류")
    correct_youth_jobs(58_697)
    publish(Briefing.objects.get(), None, reason="시험")
    connection.check_constraints()  # PostgreSQL empties no table of which foreign keys are still to be checked
    for sql, told in FORGERIES:
        if connection.vendor == "postgresql":
            sql = sql.replace("X'78'", "'\\x78'::bytea")
        else:
            sql = sql.replace("TRUNCATE", "DELETE FROM")
        with transaction.atomic():
            assert [text for text in told_of(sql) if told in text], sql
            transaction.set_rollback(True)
    call_command("verify_editions", stdout=StringIO())


OF_THE_RECORD = [
    ("DELETE FROM reports_withdrawal", "활동 기록에 적힌 것과 다르거나 없습니다"),
    ("UPDATE reports_withdrawal SET reason = '다른 사유'", "그렇게 회수했다는 활동 기록이 없습니다"),
    ("UPDATE reports_correction SET reason = '다른 사유'", "그렇게 시작했다는 활동 기록이 없습니다"),
    ("UPDATE audit_event SET reason = '다른 사유' WHERE action = 'edition_withdrawn'", "적힌 때와 다릅니다"),
]


def test_a_withdrawal_and_a_correction_are_held_against_the_record(published: Briefing) -> None:
    correcting.withdraw(published.editions.get(), by=None, reason="개인정보")
    correcting.begin(published, by=None, reason="집계 오류")
    call_command("verify_editions", stdout=StringIO())
    for sql, told in OF_THE_RECORD:
        with transaction.atomic():
            assert [text for text in told_of(sql) if told in text], sql
            transaction.set_rollback(True)


def test_a_record_that_was_emptied_before_the_edition_is_found(published: Briefing) -> None:
    """The end of the record stands in the edition's seal."""
    forged = told_of("DELETE FROM audit_link", "DELETE FROM audit_event")
    assert [text for text in forged if "번째 기록이 없습니다" in text]


def test_an_edition_that_was_removed_is_found(published: Briefing) -> None:
    correcting.begin(published, by=None, reason="집계 오류")
    correct_youth_jobs(58_697)
    last = publish(Briefing.objects.get(), None, reason="시험")
    Correction.objects.all().delete()
    removed = (
        "DELETE FROM reports_printedfigure WHERE line_id IN "
        f"(SELECT id FROM reports_printedline WHERE edition_id = {last.pk})",
        f"DELETE FROM reports_measured WHERE edition_id = {last.pk}",
        f"DELETE FROM reports_printedline WHERE edition_id = {last.pk}",
        f"DELETE FROM reports_publishedfile WHERE edition_id = {last.pk}",
        f"DELETE FROM reports_edition WHERE id = {last.pk}",
    )
    assert [text for text in told_of(*removed) if "활동 기록에 발행했다고 적힌 판이 없습니다" in text]


@pytest.mark.any_engine
def test_an_altered_file_is_not_handed_out(published: Briefing, signed_in: SignIn) -> None:
    forge("UPDATE reports_publishedfile SET sha256 = 'x' WHERE format = 'pdf'")
    response = signed_in(Role.COUNCIL).get(f"{ADDRESS}download/pdf/")
    assert "보관된 파일이 발행한 때와 다릅니다" in response.content.decode()


@pytest.mark.any_engine
def test_a_correction_is_not_held_against_an_altered_document(published: Briefing, signed_in: SignIn) -> None:
    correcting.begin(published, by=None, reason="집계 오류")
    forge(f"UPDATE reports_edition SET document_sha256 = '{'0' * 64}'")
    page = signed_in(Role.ADMINISTRATOR).get(f"{ADDRESS}correct/", follow=True)
    assert "보관된 문서가 발행한 때와 다릅니다" in page.content.decode()
    with pytest.raises(Altered):
        publish(Briefing.objects.get(), None, reason="시험")


@pytest.mark.any_engine
def test_all_that_was_published_is_told_to_be_whole(published: Briefing) -> None:
    out = StringIO()
    call_command("verify_editions", stdout=out)
    assert out.getvalue().splitlines() == [
        "발행한 판 1개가 모두 발행한 때와 같습니다.",
        f"활동 기록의 끝: {chain.end()}",
    ]


@pytest.mark.any_engine
def test_an_unknown_reader_of_an_edition_number_finds_nothing(published: Briefing, signed_in: SignIn) -> None:
    officer: Any = signed_in(Role.OFFICER, "labour")
    assert officer.get(f"{ADDRESS}editions/99999999999999999999/").status_code == 404
    assert officer.get(f"{ADDRESS}origins/?edition=99999").status_code == 404
