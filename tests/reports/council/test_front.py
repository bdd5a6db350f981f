"""The first page of an edition: what it is, what moved since the briefing before, what is behind; and its files, whole and in part."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from labour.models import Actual
from reports.courses import Course, Standing, behind
from reports.editions import correcting, preparation, publishing, spool
from reports.editions.publishing import publish
from reports.models import Advance, Briefing, Edition, PublishedFile, Withdrawal
from reports.values import Figure, Percent
from seoulwork.accounts.models import Role, User
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record_actual

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


CONSULTED = {"indicator__short_name": "옴부즈만상담건수"}


def told(value: int, run: Run | None = None) -> None:
    """A figure of 시민명예노동옴부즈만 상담건수: of those months, or the half year's corrected."""
    actual = Actual.objects.filter(**CONSULTED, superseded_at=None).latest("last_month")
    stamp = Stamp(None, Source.BROWSER, reason="정정")
    key = {"indicator": actual.indicator, "part": None}
    record_actual(division("labour").models, key, run or actual.run, {"value": value}, stamp)


@pytest.fixture
def july(briefing_data: None) -> Briefing:
    publish(Briefing.objects.get(), None, reason="시험")
    return Briefing.objects.get()


def works_of(council: Client, query: str) -> list[str]:
    """What is told by pace, the worst first."""
    return [each.title for each in council.get(f"/briefings/2018-07/front/{query}").context["works"]]


@pytest.mark.any_engine
def test_a_council_member_lands_on_the_newest_edition(briefing_data: None, signed_in: SignIn) -> None:
    council = signed_in(Role.COUNCIL)
    assert "아직 없습니다" in council.get("/", follow=True).content.decode()
    assert council.get("/briefings/2018-07/front/").status_code == 404
    publish(Briefing.objects.get(), None, reason="시험")
    answer = council.get("/", follow=True)
    assert answer.redirect_chain[-1][0] == "/briefings/2018-07/front/"
    page = answer.content.decode()
    for words in ("제282회 시의회 임시회", "실적은 2018년 6월 말까지", "제1판", "7개 사업", "처음 발행된 보고입니다"):
        assert words in page
    # 노동정책담당관: 5,553 of 19,490 million won in June
    for words in ("예산현액 집행률", "28.5%", "기대 진도 50.0%보다 21.5%p 낮음", "제때인 것은 5개"):
        assert words in page
    # A number leads to the page of what it is of, where the edition printed it; a name to the section that tells of it.
    assert 'href="/briefings/2018-07/editions/1/sections/part-2/">예산현액 집행률</a>' in page
    line = division("labour").models.Budget.objects.get(programme=None, kind="current", year=2018)
    own = f"/briefings/figures/labour/budget/{line.pk}/"
    assert f'<a href="{own}">28.5%</a>' in page and f'<a class="pace-rate" href="{own}">28.5%</a>' in page
    assert council.get(own).status_code == 200
    pages = {each.address for each in answer.context["front"].told.figures}
    assert sum("/figures/" in each for each in pages) > 8 and all(
        council.get(each).status_code == 200 for each in pages
    )
    # The page of a programme shows how far its own figures had come.
    told = next(each for each in answer.context["front"].told.figures if "옴부즈만" in each.course.name)
    section = council.get(f"/briefings/2018-07/sections/{told.course.section}/").content.decode()
    assert f'<a class="pace-rate" href="{told.address}">{told.rate}</a>' in section
    assert "기대 진도 50.0%" in section and "추계 3,388건(6월까지 · 균등)" in section
    assert works_of(council, "")[0] == "노동정책담당관 공통"
    assert len(works_of(council, "")) == 24
    assert works_of(council, "?by=division") == ["노동정책담당관", "사회적경제담당관", "일자리정책담당관"]
    assert works_of(council, "?shown=behind&division=사회적경제담당관") == ["체계적인 종합지원으로 사회적경제기업 육성"]
    assert "/briefings/2018-07/editions/1/sections/labour-6/" in page
    file = PublishedFile.objects.get(format="pdf")
    assert file.sha256 in page
    assert "/briefings/2018-07/editions/1/download/pdf/" in page


def test_plans_whose_day_was_over_are_told_as_the_edition_keeps_them(july: Briefing, signed_in: SignIn) -> None:
    """However they stand now; each leads to the section that tells of it."""
    council = signed_in(Role.COUNCIL)
    answer = council.get("/briefings/2018-07/front/?shown=overdue")
    late = answer.context["front"].overdue
    assert len(late) > 8 and [each.due for each in late] == sorted(each.due for each in late)
    page = answer.content.decode()
    assert f'<a href="/briefings/2018-07/editions/1/sections/{late[0].section}/">{late[0].title}</a>' in page
    assert f"{len(late)}건 모두 사업별로 보기" in page and "까지 완료로 적지 않은 것입니다" in page
    shown = {title for work in answer.context["works"] for title in (each.title for each in work.overdue)}
    assert shown == {each.title for each in late}
    assert "{" not in "".join(shown), "figures in titles are printed"
    division("labour").models.Milestone.objects.update(done=True)
    again = council.get("/briefings/2018-07/front/").context["front"].overdue
    assert again == late


@pytest.mark.any_engine
def test_an_edition_that_does_not_hold_its_plans_says_so(
    briefing_data: None, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of earlier programs: the first page says what is not known, and does not say that nothing is overdue."""
    monkeypatch.setattr(publishing, "milestones", lambda rows: None)
    publish(Briefing.objects.get(), None, reason="시험")
    page = signed_in(Role.COUNCIL).get("/briefings/2018-07/front/").content.decode()
    assert "이 판은 추진일정의 기한을 함께 보관하지 않았습니다" in page
    assert "마치지 않은 일정이 없습니다" not in page and "기한이 지난 일정이 있는 것" not in page


def test_a_correction_and_the_next_briefing_say_what_moved(july: Briefing, signed_in: SignIn) -> None:
    correcting.begin(july, by=None, reason="상담건수 집계 오류")
    told(1_794)
    publish(Briefing.objects.get(), None, reason="시험")
    council = signed_in(Role.COUNCIL)
    page = council.get("/briefings/2018-07/front/").content.decode()
    assert "정정: 상담건수 집계 오류" in page and "1,794" in page
    first = council.get("/briefings/2018-07/editions/1/front/").content.decode()
    assert "이 판은 정정되었습니다" in first and "1,794" not in first

    told(900, Run(Month(2018, 7), Month(2018, 9)))
    october = Briefing(
        month=Month(2018, 10), reference_month=Month(2018, 9), plan_year=2018, session="제284회", committee="위원회"
    )
    preparation.begin(october, july, by=User.objects.get(role=Role.COUNCIL))
    publish(Briefing.objects.get(month=Month(2018, 10)), None, reason="시험")
    page = council.get("/briefings/2018-10/front/").content.decode()
    assert "시민명예노동옴부즈만 상담건수 달성률" in page
    for words in ("44.9%", "67.4%", "+22.5%p", "들어온 실적: 2018년 7월~9월"):
        assert words in page
    assert "?old=2018-07/2&amp;new=2018-10/1" in page
    assert council.get("/", follow=True).redirect_chain[-1][0] == "/briefings/2018-10/front/"


def test_counts_and_falls_are_told_on_the_first_page_and_in_the_pack(july: Briefing, signed_in: SignIn) -> None:
    """Of the same months, corrected: a rate that fell, counts that nothing is held against, once each."""
    told(1_594)
    own = division("socialeconomy").models
    for name, value in (("인건비지원기업", 1_300), ("경영지원", 100)):
        actual = own.Actual.objects.get(indicator__short_name=name, superseded_at=None)
        key = {"indicator": actual.indicator, "part": None}
        record_actual(own, key, actual.run, {"value": value}, Stamp(None, Source.BROWSER, reason="정정"))
    august = Briefing(
        month=Month(2018, 8), reference_month=Month(2018, 6), plan_year=2018, session="제283회", committee="위원회"
    )
    preparation.begin(august, july, by=User.objects.create(username="x", role=Role.COUNCIL))
    publish(Briefing.objects.get(month=Month(2018, 8)), None, reason="시험")
    answer = signed_in(Role.COUNCIL).get("/briefings/2018-08/front/")
    moves, page = answer.context["front"].moves, unescape(answer.content.decode())
    assert [(each.course.name, each.fell) for each in moves.rates] == [("시민명예노동옴부즈만 상담건수", True)]
    counts = [(each.name, each.old, each.new, each.difference, each.fell) for each in moves.counts]
    assert counts == [
        ("사회적경제지원센터 경영지원", "200건", "100건", "△100건", True),
        ("사회적기업 인건비 지원 기업", "1,208개", "1,300개", "+92개", False),
    ]
    number = own.Indicator.objects.get(short_name="경영지원").pk
    assert f'<a href="/briefings/figures/socialeconomy/indicator/{number}/"><strong>100건</strong></a>' in page
    assert "실적 고침: " in page and page.count("줄어듦") == 2 and "달라진 2개 가운데" in page

    pack = unescape(signed_in(Role.HEAD, "labour").get("/briefings/2018-08/editions/1/pack/").content.decode())
    rose, fell = pack[pack.index("지난 보고와 달라진 것 (1건)") :].split("줄어든 것 (2건)")
    assert "인건비 지원 기업이 1,208개에서 1,300개로 늘어난 까닭은?(+92개)" in rose
    assert "상담건수 달성률이 42.4%에서 39.9%로 달라진 까닭은?(△2.5%p)" in fell
    assert "경영지원이 200건에서 100건으로 줄어든 까닭은?(△100건)" in fell


@pytest.mark.any_engine
def test_the_briefing_before_is_one_of_the_same_kind_first(july: Briefing, signed_in: SignIn) -> None:
    """Whatever other kinds were published in between; without any of its kind the newest, told with its kind."""

    def before(month: int, kind: str) -> Briefing:
        cover = {"reference_month": Month(2018, month), "plan_year": 2018, "session": "회기", "committee": "위원회"}
        briefing = Briefing.objects.create(month=Month(2018, month), kind=kind, **cover)
        Edition.objects.create(briefing=briefing, sheet="{}", sheet_sha256="0" * 64)
        return briefing

    council = signed_in(Role.COUNCIL)
    before(6, "audit")
    answer = council.get("/briefings/2018-07/front/")
    assert answer.context["before_called"] == "행정사무감사 2018년 6월"
    assert "?old=2018-06/1&amp;new=2018-07/1" in answer.content.decode()
    before(4, july.kind)
    answer = council.get("/briefings/2018-07/front/")
    assert answer.context["before_called"] == "2018년 4월"
    assert "?old=2018-04/1&amp;new=2018-07/1" in answer.content.decode()


@pytest.mark.any_engine
def test_the_page_asks_as_often_however_many_editions_there_are(july: Briefing, signed_in: SignIn) -> None:
    council = signed_in(Role.COUNCIL)
    council.get("/briefings/2018-07/front/")
    with CaptureQueriesContext(connection) as queries:
        council.get("/briefings/2018-07/front/")
    assert len(queries) == 7  # the user and the session, the briefing with its editions, the one before it, the files


@pytest.mark.any_engine
def test_a_withdrawn_edition_and_one_without_a_document_have_no_front(july: Briefing, signed_in: SignIn) -> None:
    council, edition = signed_in(Role.COUNCIL), july.editions.get()
    Withdrawal.objects.create(edition=edition, reason="개인정보", by=None)
    for reader in (council, signed_in(Role.OFFICER, "labour")):
        answer = reader.get("/briefings/2018-07/editions/1/front/")
        assert answer.status_code == 410 and "개인정보" in answer.content.decode()
    assert council.get("/", follow=True).redirect_chain[-1][0] == "/briefings/"


def test_an_edition_kept_as_files_alone_says_so(briefing_data: None, signed_in: SignIn) -> None:
    Edition.objects.create(briefing=Briefing.objects.get(), sheet="{}", sheet_sha256="0" * 64)
    page = signed_in(Role.COUNCIL).get("/briefings/2018-07/front/").content.decode()
    assert "파일로만 보관하던" in page


@pytest.mark.any_engine
@pytest.mark.parametrize(
    ("asked", "status", "begin", "end"),
    [
        ("bytes=0-3", 206, 0, 4),
        ("bytes=10-", 206, 10, None),
        ("bytes=-5", 206, -5, None),
        ("bytes=2-99999999", 206, 2, None),
        ("bytes=-99999999", 206, 0, None),
        ("bytes=5-2", 200, 0, None),
        ("bytes=0-1,4-5", 200, 0, None),
        ("lines=0-3", 200, 0, None),
        ("bytes=-", 200, 0, None),
    ],
)
def test_a_download_goes_on_where_it_broke_off(
    july: Briefing, signed_in: SignIn, asked: str, status: int, begin: int, end: int | None
) -> None:
    stored = bytes(PublishedFile.objects.get(format="xlsx").content)
    answer = signed_in(Role.COUNCIL).get("/briefings/2018-07/download/xlsx/", headers={"Range": asked})
    assert (answer.status_code, answer.content) == (status, stored[begin:end])
    assert answer["Accept-Ranges"] == "bytes"
    assert f"filename*=utf-8''{quote('주요업무보고_2018-07.xlsx')}" in answer["Content-Disposition"]
    if status == 206:
        first = begin % len(stored)
        assert answer["Content-Range"] == f"bytes {first}-{first + len(answer.content) - 1}/{len(stored)}"


@pytest.mark.any_engine
def test_a_part_is_of_the_same_file_and_not_compressed(july: Briefing, signed_in: SignIn) -> None:
    council, stored = signed_in(Role.COUNCIL), PublishedFile.objects.get(format="html")
    address, range_ = "/briefings/2018-07/download/html/", {"Range": "bytes=0-4999"}
    part = council.get(address, headers={**range_, "Accept-Encoding": "gzip", "If-Range": f'"{stored.sha256}"'})
    assert (part.status_code, part.content) == (206, bytes(stored.content)[:5000])
    assert council.get(address, headers={**range_, "If-Range": '"another"'}).status_code == 200
    beyond = council.get(address, headers={"Range": "bytes=99999999-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{stored.size}")


def test_the_worst_comes_first_and_what_is_in_time_not_at_all() -> None:
    def course(name: str, reached: str, margin: int = 10) -> Course:
        figure = Figure(Percent(Decimal(reached)))
        standing = Standing(Percent(Decimal(reached)), Percent(Decimal(50)), margin)
        return Course("part-2", "과", "", name, "달성률", figure, figure, figure, standing)

    found = behind([course("가", "39.9"), course("나", "40"), course("다", "12"), course("라", "30", margin=20)])
    assert [each.name for each, _ in found] == ["다", "가"]


@pytest.mark.any_engine
def test_the_web_server_sends_a_file_that_this_host_has_written_once(
    july: Briefing, signed_in: SignIn, settings: Any, tmp_path: Path
) -> None:
    settings.SENDS_BY_WEB_SERVER, settings.VAR_DIR = True, tmp_path
    council, stored = signed_in(Role.COUNCIL), PublishedFile.objects.get(format="xlsx")
    address, path = "/briefings/2018-07/download/xlsx/", tmp_path / "stored" / stored.sha256
    for _ in range(2):
        answer = council.get(address)
        assert (answer["X-Accel-Redirect"], answer.content) == (f"/_stored/{stored.sha256}", b"")
        assert "xlsx" in answer["Content-Disposition"] and "sheet" in answer["Content-Type"]
        assert path.read_bytes() == bytes(stored.content)
        assert path.stat().st_mtime == int(stored.edition.published_at.timestamp()), "the same ETag on each host"
        path.write_bytes(b"half of it")  # what another has left there is not sent
    (tmp_path / "stored" / stored.sha256).unlink()
    (tmp_path / "stored").rmdir()
    (tmp_path / "stored").write_bytes(b"")  # no folder can be made
    assert council.get(address).content == bytes(stored.content)


def test_what_lies_there_is_sent_to_whom_the_edition_may_be_shown_and_asked_in_one_statement(
    briefing_data: None, signed_in: SignIn, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SENDS_BY_WEB_SERVER, settings.VAR_DIR = True, tmp_path
    briefing, council, staff = Briefing.objects.get(), signed_in(Role.COUNCIL), signed_in(Role.OFFICER, "labour")
    addresses = [
        f"/briefings/2018-07/{of}download/{kind}/"
        for of in ("", "editions/1/", "editions/2/")
        for kind in ("xlsx", "hwpx")
    ]

    def answers() -> list[tuple[int, str, str]]:
        asked = [client.get(each) for client in (council, staff) for each in addresses]
        return [
            (each.status_code, each.get("X-Accel-Redirect", ""), each.get("Content-Disposition", "")) for each in asked
        ]

    def both() -> list[tuple[int, str, str]]:
        """With and without the short way."""
        with monkeypatch.context() as patch:
            patch.setattr(spool, "ready", lambda *asked: None)
            long = answers()
        assert answers() == long
        return long

    tomorrow = timezone.now() + timedelta(days=1)
    for number, hour, kinds in ((1, None, ("xlsx", "hwpx")), (2, tomorrow, ("xlsx",))):
        correction = "정정" if number > 1 else ""
        edition = Edition.objects.create(briefing=briefing, number=number, correction=correction, readable_from=hour)
        PublishedFile.objects.bulk_create(
            PublishedFile.of(edition, kind, f"{number} {kind}".encode()) for kind in kinds
        )
        told = both()
    assert [status for status, *_ in told] == [200, 200, 200, 200, 404, 404, 200, 404, 200, 200, 200, 404]
    member = User.objects.get(role=Role.COUNCIL)
    Advance.objects.create(edition=edition, user=member)
    assert [status for status, *_ in both()][:6] == [200, 404, 200, 200, 200, 404] and "2.xlsx" in both()[0][2]
    with CaptureQueriesContext(connection) as queries:
        council.get(addresses[0])
    assert len(queries) == 3  # the session, the user, the file
    Withdrawal.objects.create(edition=edition, reason="시험")
    assert [status for status, *_ in both()][:6] == [200, 200, 200, 200, 410, 410] and "2.xlsx" not in both()[0][2]
