"""A question at a number of an edition: to its division, answered once, read where it was asked, and looked at again with the next briefing."""

import json
import subprocess
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.asking import Question
from reports.comparison import pieces
from reports.desk.again import left
from reports.document import Table
from reports.editions import preparation
from reports.editions.kept import document_of
from reports.editions.publishing import publish
from reports.models import Briefing, Withdrawal
from reports.printed import PrintedLine
from reports.values import Figure
from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Access, Event
from seoulwork.domain.periods import Month
from seoulwork.notices.models import Kind, Notice

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
SECTION = "/briefings/2018-07/editions/1/sections/labour-6/"
PLACE = json.dumps(["노동정책담당관", "Actual", "6", "옴부즈만상담건수", "", "2018-01", "2018-06"])
ASK = f"{SECTION}ask/?place={PLACE}&shown=1,694건"


def told() -> list[tuple[str, str]]:
    return list(Notice.objects.order_by("pk").values_list("user__username", "kind"))


@pytest.fixture
def published(briefing_data: None) -> Briefing:
    publish(Briefing.objects.get(), None, reason="시험")
    return Briefing.objects.get()


def test_a_question_is_asked_answered_once_and_read_where_it_was_asked(
    published: Briefing, signed_in: SignIn, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    council, officer = signed_in(Role.COUNCIL), signed_in(Role.OFFICER, "labour")
    head, other = signed_in(Role.HEAD, "labour"), signed_in(Role.OFFICER, "programmes")
    assert f'data-ask="{SECTION}ask/"' in council.get(SECTION).content.decode()
    assert officer.get(ASK).status_code == 403
    page = unescape(council.get(ASK).content.decode())
    assert "1,694건에 대해 묻기" in page and "selected>- ('18.1~6월 실적) 무료노무상담 1,694건" in page
    line = PrintedLine.objects.get(section="labour-6", text__contains="1,694건")
    assert "필수 항목" in council.post(ASK, {"line": line.pk, "text": " "}).content.decode()
    assert not Question.objects.exists()
    answer = council.post(ASK, {"line": line.pk, "text": "상담 가운데 해결된 것은 몇 건입니까?"})
    question = Question.objects.get()
    address = reverse("question", args=[question.pk])
    assert answer["Location"] == address
    assert (question.division, question.kind, question.figure, question.line) == (
        "labour",
        "indicator",
        "1,694건",
        line.text,
    )
    assert sorted(told()) == [("labour-head", Kind.QUESTION), ("labour-officer", Kind.QUESTION)]

    # Until it is answered it is between who asked and the division.
    assert other.get(address).status_code == 404
    assert "아직 답하지 않았습니다" in council.get(address).content.decode()
    assert "해결된 것은" in council.get(SECTION).content.decode()
    assert "해결된 것은" not in other.get(SECTION).content.decode()
    assert "해결된 것은" in head.get("/briefings/questions/?state=open").content.decode()
    assert council.post(f"{address}answer/", {"answer": "x"}).status_code == 403
    assert other.post(f"{address}answer/", {"answer": "x"}).status_code == 404
    for said in (" ", "가" * 2001):
        looked = Access.objects.count()
        assert officer.post(f"{address}answer/", {"answer": said}).status_code == 400
        assert Access.objects.count() == looked + 1, "who asked is shown"
    assert "답변 남기기" in officer.get(address).content.decode()
    officer.post(f"{address}answer/", {"answer": "1,200건이 해결되었습니다."})
    recorded = Access.objects.latest("number")
    assert (recorded.account, recorded.doing, recorded.page) == ("labour-officer", Access.Doing.CHANGED, "질의")
    assert recorded.subjects == "council"
    head.post(f"{address}answer/", {"answer": "다른 답"})
    question.refresh_from_db()
    assert (question.answer, question.answered_by.username) == ("1,200건이 해결되었습니다.", "labour-officer")  # type: ignore[union-attr]
    assert told()[2:] == [("council", Kind.ANSWER)]
    for client in (council, other, head):
        assert "1,200건이 해결되었습니다." in client.get(SECTION).content.decode()
        assert "1,200건이 해결되었습니다." in client.get(address).content.decode()
    assert other.post(f"{address}answer/", {"answer": "x"}).status_code == 403
    assert [each.action for each in Event.objects.order_by("-pk")[:2]] == [
        Action.QUESTION_ANSWERED,
        Action.QUESTION_ASKED,
    ]

    october = Briefing(
        month=Month(2018, 10), reference_month=Month(2018, 9), plan_year=2018, session="제284회", committee="위원회"
    )
    preparation.begin(october, published, by=User.objects.get(role=Role.HEAD))
    groups = left(Briefing.objects.get(month=Month(2018, 10)))
    sentences = {item.sentence for each in groups if each.part.title.startswith("노동권") for item in each.items}
    assert any("1,200건이 해결되었습니다." in each for each in sentences)
    for client in (council, other, head):
        figure = client.get(f"/briefings/figures/labour/indicator/{question.number}/").content.decode()
        assert "1,200건이 해결되었습니다." in figure and address in figure

    # One click puts it into the next briefing's text.
    desk = head.get("/briefings/2018-10/desk/").content.decode()
    put = "/briefings/2018-10/desk/labour/6/put-answer/"
    assert f'formaction="{put}" name="question" value="{question.pk}"' in desk
    assert other.post(put, {"question": question.pk}).status_code == 403
    Question.objects.filter(pk=question.pk).update(answer="{옴부즈만상담건수}")
    assert "직접 적어 주세요" in officer.post(put, {"question": question.pk}, follow=True).content.decode()
    Question.objects.filter(pk=question.pk).update(answer="1,200건이 해결되었습니다.\n나머지는 상담 중입니다.")
    written = unescape(officer.post(put, {"question": question.pk}, follow=True).content.decode())
    assert (
        "□ 지난 질의와 답변\n○ 상담 가운데 해결된 것은 몇 건입니까?\n- 1,200건이 해결되었습니다.\n- 나머지는 상담 중입니다."
        in written
    )
    for asked in (question.pk, "x", "0"):
        assert "그사이 이미 넣었거나" in officer.post(put, {"question": asked}, follow=True).content.decode()

    Withdrawal.objects.create(edition=published.editions.get(), reason="개인정보", by=None)
    assert council.get(address).status_code == 404 and council.get(ASK).status_code == 404


def test_a_number_is_asked_about_wherever_it_stands_and_goes_to_whose_it_is(
    published: Briefing, signed_in: SignIn
) -> None:
    council, officer = signed_in(Role.COUNCIL), signed_in(Role.OFFICER, "programmes")
    edition = "/briefings/2018-07/editions/1/"
    assert f'data-ask="{edition}sections/SECTION/ask/"' in council.get(edition).content.decode()
    document = document_of(published.editions.get())
    section, table = next(
        (each, block) for each in document.walk() for block in each.blocks if isinstance(block, Table)
    )
    assert (
        f'data-ask="{edition}sections/{section.key}/ask/"'
        in council.get(f"{edition}tables/{table.key}/").content.decode()
    )
    assert "data-ask" not in officer.get(edition).content.decode()

    # Of staff: it has no page of its own, and is of a division all the same.
    section, where, figure = next(
        (each, piece.row or piece.place, run)
        for each in document.walk()
        for piece in pieces(each)
        for run in piece.runs
        if isinstance(run, Figure) and {each.place[:2] for each in run.origins} == {("일자리정책담당관", "Headcount")}
    )
    asking = f"{edition}sections/{section.key}/ask/"
    query = urlencode({"place": json.dumps(figure.origins[0].place), "shown": figure.text})
    line = next(
        each for each in PrintedLine.objects.filter(section=section.key, place=where) if figure.text in each.text
    )
    assert f"{figure.text}에 대해 묻기" in council.get(f"{asking}?{query}").content.decode()
    council.post(f"{asking}?{query}", {"line": line.pk, "text": "몇 명입니까?"})
    question = Question.objects.get()
    assert (question.division, question.figure, question.number) == ("programmes", figure.text, None)
    assert "저장된 값" not in (page := officer.get(reverse("question", args=[question.pk])).content.decode())
    assert "수치가 나온 곳" in page and figure.origins[0].value in page and "답변 남기기" in page

    # Of all divisions together: its section says who answers.
    total = next(
        run
        for piece in pieces(section)
        for run in piece.runs
        if isinstance(run, Figure) and len({each.place[0] for each in run.origins}) > 1
    )
    query = urlencode({"place": json.dumps(total.origins[0].place), "shown": total.text})
    line = PrintedLine.objects.filter(section=section.key, text__contains=total.text)[0]
    council.post(f"{asking}?{query}", {"line": line.pk, "text": "모두 몇 명입니까?"})
    question = Question.objects.latest("pk")
    assert (question.division, question.figure, question.number) == ("", total.text, None)

    # A number that the section does not print is no number of it: whose line it is, answers.
    other = PrintedLine.objects.filter(section="programmes-1")[1]
    council.post(
        f"{edition}sections/programmes-1/ask/?place={PLACE}&shown=1,694건", {"line": other.pk, "text": "무엇?"}
    )
    question = Question.objects.latest("pk")
    assert (question.division, question.figure, question.origins) == ("programmes", "", [])
    # Nor is it of another line of its section.
    other = PrintedLine.objects.filter(section="labour-6").exclude(text__contains="1,694건")[1]
    council.post(ASK, {"line": other.pk, "text": "무엇?"})
    assert Question.objects.latest("pk").figure == ""


def test_a_question_shows_where_its_number_comes_from_and_what_is_known_of_it(
    published: Briefing, signed_in: SignIn
) -> None:
    council, officer = signed_in(Role.COUNCIL), signed_in(Role.OFFICER, "labour")
    line = PrintedLine.objects.get(section="labour-6", text__contains="1,694건")
    address = council.post(ASK, {"line": line.pk, "text": "왜 줄었습니까?"})["Location"]
    page = unescape(officer.get(address).content.decode())
    for words in ("수치가 나온 곳", "2018년 상반기(1월~6월)", "이 판이 보관한 달과 해의 값", "3,411건", "바뀐 내력"):
        assert words in page, words
    assert "바뀐 내력" not in council.get(address).content.decode()
    officer.get(address)  # what a process makes once
    with CaptureQueriesContext(connection) as queries:
        officer.get(address)
    # The access record's chain is held by a lock of its own on PostgreSQL; SQLite has one writer at a time.
    assert len(queries) == 10 + (connection.vendor == "postgresql")


def test_a_question_about_a_part_goes_to_who_it_is_of(published: Briefing, signed_in: SignIn) -> None:
    council, administrator = signed_in(Role.COUNCIL), signed_in(Role.ADMINISTRATOR)
    for section, division in (("part-2", ""), ("socialeconomy-1", "socialeconomy")):
        address = f"/briefings/2018-07/editions/1/sections/{section}/ask/"
        line = PrintedLine.objects.filter(section=section)[1]
        council.post(f"{address}?place=x&shown=없는 수", {"line": line.pk, "text": "무엇입니까?"})
        question = Question.objects.get(section=section)
        assert (question.division, question.figure, question.number) == (division, "", None)
    assert told() == [("administrator", Kind.QUESTION)] * 2, "socialeconomy has nobody yet"
    assert administrator.get("/briefings/questions/").content.decode().count("무엇입니까?") == 2
    assert council.get("/briefings/2018-07/editions/1/sections/nowhere/ask/").status_code == 404
    foreign = PrintedLine.objects.filter(section="part-1")[0].pk
    assert "올바르게 선택" in council.post(address, {"line": foreign, "text": "x"}).content.decode()


@pytest.mark.printed
def test_what_will_be_asked_is_printed_with_what_is_known(
    published: Briefing, signed_in: SignIn, tmp_path: Path
) -> None:
    council, head = signed_in(Role.COUNCIL), signed_in(Role.HEAD, "labour")
    line = PrintedLine.objects.filter(section="labour-6")[3]
    council.post(f"{SECTION}ask/", {"line": line.pk, "text": "대책은 무엇입니까?"})
    address = "/briefings/2018-07/editions/1/pack/"
    assert council.get(address).status_code == 403
    page = head.get(address).content.decode()
    for words in (
        "노동정책담당관의 예산현액 집행률이 28.5%로 기대 진도 50.0%보다 낮은 까닭은?",
        "답변을 적어 주세요",
        "대책은 무엇입니까?",
    ):
        assert words in page
    file = head.get(f"{address}?format=pdf")
    (tmp_path / "pack.pdf").write_bytes(file.content)
    told = subprocess.run(["pdftotext", tmp_path / "pack.pdf", "-"], capture_output=True, check=True, text=True).stdout
    assert "예상 질의답변" in told and "대책은 무엇입니까?" in told
    Withdrawal.objects.create(edition=published.editions.get(), reason="개인정보", by=None)
    assert head.get(address).status_code == 410
