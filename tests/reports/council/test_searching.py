"""Search over what was published: Korean words, parts of them, numbers; never what was withdrawn."""

from collections.abc import Callable
from html import unescape
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.editions.kept import _thawed
from reports.editions.publishing import publish
from reports.models import Briefing, Withdrawal
from reports.printed import PrintedLine
from seoulwork.accounts.models import Role
from seoulwork.domain.finding import marked, pairs, snippet, words

SignIn = Callable[..., Client]


def test_words_are_letters_and_numbers_whole() -> None:
    assert words("○ 사회적경제 4,199개(96.5%) 1,2 BIG－DATA") == [
        "사회적경제",
        "4199개",
        "96.5",
        "1",
        "2",
        "big",
        "data",
    ]
    assert pairs(["사회적", "회적", "7"]) == ["사회", "회적"]
    assert marked("상담 13,869명", ["13869", "담"]) == [
        ("상", False),
        ("담", True),
        (" ", False),
        ("13,869", True),
        ("명", False),
    ]
    long = "가" * 200 + " 노동 " + "나" * 200
    assert ("노동", True) in snippet(long, ["노동"]) and sum(len(text) for text, _ in snippet(long, ["노동"])) <= 162
    assert marked("가", []) == [("가", False)]


@pytest.mark.django_db
def test_what_was_published_is_found(briefing_data: None, signed_in: SignIn) -> None:
    council = signed_in(Role.COUNCIL)

    def page(asked: str, **more: str) -> str:
        return unescape(council.get("/briefings/search/", {"q": asked, **more}).content.decode())

    assert "나오는 줄이 없습니다" in page("노동")
    publish(Briefing.objects.get(), None, reason="시험")
    for asked in ("13,869", "13869", "취업 전문", "문 상담", "청년 상담"):
        found = page(asked)
        assert "1,785명" in found, asked
        assert "/briefings/2018-07/editions/1/sections/programmes-2/" in found
    assert "<mark>13,869</mark>" in page("13869") and "추진현황" in page("13869")
    assert "표 '담당관별 예산 집행 현황' 사회적경제담당관" in page("30,884")
    for asked, told in (
        ("없는말", "나오는 줄이 없습니다"),
        ("%", "찾을 글자나 숫자가 없습니다"),
        ("률", "한 글자로는"),
        ("' OR zz=1 \"", "나오는 줄이 없습니다"),
        ("노동\0", "노동"),
        ("", "쉼표가 있는 수는"),
    ):
        assert told in page(asked), asked
    assert "13,869" in page("13869", briefing="2018-07", page="99")
    assert "13,869" in page("13869", briefing="nonsense")
    pager = page("노동").partition('class="pager"')[2].partition("</nav>")[0]
    assert 'rel="next"' in pager and "/ " not in pager.replace("</", "")  # how many there are is not counted
    assert 'class="pager"' not in page("13869")  # all of it stands on one page
    assert "다음" in page("노동") and 'name="briefing"' in council.get("/briefings/2018-07/").content.decode()
    council.get("/briefings/search/?q=x")
    with CaptureQueriesContext(connection) as queries:
        council.get("/briefings/search/", {"q": "노동"})
    assert not [each for each in queries if '"document"' in each["sql"]]
    assert len(queries) == 7  # user, session, the briefings with editions and corrections, the lines and their editions

    Withdrawal.objects.create(edition=Briefing.objects.get().editions.get(), reason="개인정보", by=None)
    for client in (council, signed_in(Role.ADMINISTRATOR)):
        answer = client.get("/briefings/search/", {"q": "13869"}).content.decode()
        assert "나오는 줄이 없습니다" in answer and "1,785" not in answer


@pytest.mark.django_db
def test_lines_are_made_anew_by_a_command(
    briefing_data: None, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(Briefing.objects.get(), None, reason="시험")
    known = list(PrintedLine.objects.values_list("text", "place", "words"))
    PrintedLine.objects.all().delete()
    assert not PrintedLine.objects.with_words(["노동"])
    head = signed_in(Role.HEAD, "labour")
    assert "판 1개는" in head.get("/briefings/search/").content.decode()
    told = StringIO()
    call_command("index_editions", stdout=told)
    assert "판 1개" in told.getvalue()
    assert list(PrintedLine.objects.values_list("text", "place", "words")) == known
    assert PrintedLine.objects.with_words(["노동"])
    assert "판 1개는" not in head.get("/briefings/search/").content.decode()
    PrintedLine.objects.filter(text__contains="13,869").update(pairs="바뀐 뀐것")
    assert PrintedLine.objects.by_index(["바뀐"]).exists() and not PrintedLine.objects.by_index(["13869"]).exists()
    monkeypatch.setattr("reports.editions.kept.sha256", lambda content: "")
    _thawed.cache_clear()
    with pytest.raises(CommandError, match="다릅니다"):
        call_command("index_editions", stdout=told)
    told = StringIO()
    call_command("benchmark_search", editions=2, runs=1, stdout=told)
    assert "찾기 '13,869'" in told.getvalue()
