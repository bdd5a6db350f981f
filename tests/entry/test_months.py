"""The month's way, and what is locked when."""

from datetime import date, datetime
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from programmes.models import Reopening
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.cells import Cell
from seoulwork.domain.periods import Month
from seoulwork.entry import due, months, submission
from seoulwork.entry.models import ReportingMonth
from seoulwork.figures.divisions import Division

from .conftest import JULY, People, cell_of
from .test_saving import one, send

SEOUL = ZoneInfo("Asia/Seoul")
ROOT = "/entry/programmes/2018-07/"


def at(moment: str) -> Any:
    """The clock stands at a moment of Korean time."""
    return mock.patch("django.utils.timezone.now", return_value=datetime.fromisoformat(moment).replace(tzinfo=SEOUL))


def take(client: Client, step: str, **data: Any) -> Any:
    return client.post(f"{ROOT}{step}/", data, headers={"Accept": "application/json"})


def state() -> str:
    return ReportingMonth.objects.get(division="programmes", month=JULY).state


def fill(client: Client, july: Division) -> None:
    """Enter every figure that is due."""
    blank = due.missing(due.due(july, JULY), {})
    cells = [
        {
            "cell": str(each.cell),
            "value": "105,600" if each.cell.kind == "c" else "100,200" if each.cell.kind == "s" else "0",
            "seen": None,
        }
        for each in blank
    ]
    assert send(client, cells, together=True).json()["stored"]


@pytest.mark.any_engine
def test_from_open_to_closed(july: Division, people: People, client_of: Any) -> None:
    officer, head, administrator = (client_of(each) for each in (people.officer, people.head, people.administrator))
    fill(officer, july)
    cell = cell_of(july, "상담")
    assert take(officer, "submit").status_code == 200
    locked = one(officer, cell, "5")
    assert locked["state"] == "locked"
    assert "입력 담당 가가 제출하여" in locked["text"]
    assert "돌려보내" in locked["text"]
    assert take(head, "send-back").status_code == 422
    assert take(head, "send-back", reason="상담 수 확인").status_code == 200
    assert "돌려보낼 수 없습니다" in take(head, "send-back", reason="상담 수 확인").json()["text"]
    assert "담당관 돌려보냄: 상담 수 확인" in officer.get(ROOT).content.decode()
    assert one(officer, cell, "5", seen=locked["version"])["state"] == "saved"
    assert take(officer, "submit").status_code == 200
    assert take(head, "approve").status_code == 200
    assert "승인하여 잠겼습니다" in one(officer, cell, "6")["text"]
    assert take(administrator, "close").status_code == 200
    assert "마감하여 잠겼습니다" in one(officer, cell, "6")["text"]
    events = Event.objects.filter(division="programmes", month=Month(2018, 7)).order_by("pk")
    told = [(each.done, each.actor, each.reason) for each in events if each.action != Action.FIGURES_ENTERED]
    assert told == [
        ("입력 열기", None, ""),
        ("제출", people.officer, ""),
        ("돌려보냄", people.head, "상담 수 확인"),
        ("제출", people.officer, ""),
        ("승인", people.head, ""),
        ("마감", people.administrator, ""),
    ]


@pytest.mark.parametrize(
    ("who", "step", "status"),
    [
        ("officer", "approve", 403),
        ("officer", "close", 403),
        ("officer", "reopen", 403),
        ("head", "submit", 403),
        ("head", "close", 403),
        ("stranger", "submit", 403),
        ("council", "submit", 403),
        ("head", "approve", 422),
        ("administrator", "close", 422),
        ("head", "send-back", 422),
    ],
)
def test_who_may_not_or_not_now(
    july: Division, people: People, client_of: Any, who: str, step: str, status: int
) -> None:
    data = {"reason": "사유", "until": "2999-12-31"}
    assert take(client_of(getattr(people, who)), step, **data).status_code == status
    assert state() == "open"


def test_twice_is_once(july: Division, people: People, client_of: Any) -> None:
    officer = client_of(people.officer)
    assert take(officer, "submit", note="자료 없음").status_code == 200
    assert take(officer, "submit", note="자료 없음").status_code == 422
    assert Event.objects.filter(action=Action.MONTH_SUBMITTED).count() == 1


@pytest.mark.any_engine
def test_what_is_missing_needs_a_word(july: Division, people: People, client_of: Any) -> None:
    officer = client_of(people.officer)
    answer = take(officer, "submit")
    assert answer.status_code == 422
    assert "빈칸이 18개" in answer.json()["text"]
    assert {"cell": cell_of(july, "상담"), "text": "상담: 값이 없습니다."} in answer.json()["problems"]
    assert state() == "open"
    assert take(officer, "submit", note="기관 회신이 늦음").status_code == 200
    assert Event.objects.get(action=Action.MONTH_SUBMITTED).reason == "기관 회신이 늦음"
    assert "제출: 기관 회신이 늦음" in client_of(people.head).get(ROOT).content.decode()


@pytest.mark.any_engine
@pytest.mark.parametrize(
    ("whole", "parts", "submits"),
    [
        ("300", ("200", "100"), True),
        ("301", ("200", "100"), False),
        ("301", ("", ""), True),
        ("", ("200", "100"), True),
    ],
)
def test_a_breakdown_adds_up_to_its_whole(
    july: Division, people: People, client_of: Any, whole: str, parts: tuple[str, str], submits: bool
) -> None:
    officer = client_of(people.officer)
    names = ("공간이용", ""), ("공간이용", "스터디룸"), ("공간이용", "대관이용")
    values = (whole, *parts)
    answer = send(
        officer,
        [
            {"cell": cell_of(july, *name), "value": value, "seen": None}
            for name, value in zip(names, values, strict=True)
        ],
    )
    codes = {each["code"] for row in answer.json()["rows"] for each in row["warnings"]}
    assert ("sum" in codes) is not submits
    answer = take(officer, "submit", note="나머지는 다음 달")
    assert (answer.status_code == 200) is submits
    if not submits:
        assert answer.json()["problems"] == [
            {
                "cell": cell_of(july, "공간이용"),
                "text": "공간이용: 전체와 세부의 합이 다릅니다(301 ≠ 300). 맞게 고쳐 주세요.",
            }
        ]


def test_two_breakdowns_of_one_whole_agree(july: Division, people: People, client_of: Any) -> None:
    """The same jobs, by beneficiary and by kind."""
    officer = client_of(people.officer)
    indicator = july.models.Indicator.objects.get(short_name="일자리")
    cells = {part.path: f"a{indicator.pk}p{part.pk}" for part in indicator.parts.all()}
    values = dict.fromkeys(cells, "0") | {"청년": "10", "직접일자리": "9"}
    send(officer, [{"cell": cells[path], "value": value, "seen": None} for path, value in values.items()])
    answer = take(officer, "submit", note="나머지는 다음 달")
    assert "10 ≠ 9" in answer.json()["problems"][0]["text"]


def behind(july: Division, client: Client) -> str:
    """July is full, but its spending is behind its pace: the cell."""
    fill(client, july)
    cell = f"s{july.models.Budget.objects.get(kind='current').pk}"
    seen = due.current(july, due.due(july, JULY))[Cell.parse(cell).place].version
    lower = {"cell": cell, "value": "70,000", "seen": seen, "reason": "6월의 누계를 잘못 넣음"}
    assert send(client, [lower]).json()["cells"][0]["state"] == "saved"
    return cell


@pytest.mark.any_engine
def test_a_reason_is_asked_for_until_it_is_there(july: Division, people: People, client_of: Any) -> None:
    """By the answer to a save, by the page, and by handing in and approving."""
    officer, head = client_of(people.officer), client_of(people.head)
    cell = behind(july, officer)
    link = f'<a href="{ROOT}cells/{cell}/#shortfall" data-cell="{cell}" data-part="shortfall">'
    assert f"{link}부진 사유 적기</a>" in officer.get(ROOT).content.decode()
    answer = take(officer, "submit")
    assert answer.status_code == 422
    assert "부진 사유가 없는 줄이 1개 있습니다" in answer.json()["text"]
    assert answer.json()["problems"] == [{"cell": cell, "text": "예산현액 지출액 누계(백만원): 부진 사유가 없습니다."}]
    plain = officer.post(f"{ROOT}submit/", follow=True).content.decode()
    assert f"{link}예산현액 지출액 누계(백만원)</a>" in plain
    assert f'name="unexplained" value="{cell}"' in plain
    assert take(officer, "submit", note="까닭", unexplained="a1").status_code == 422
    assert take(officer, "submit", unexplained=cell).status_code == 200
    assert "부진 사유가 없습니다." in head.get(ROOT).content.decode()
    assert "부진 사유 1건 없이 승인합니다" in head.post(f"{ROOT}approve/", follow=True).content.decode()
    assert state() == "submitted"
    take(head, "send-back", reason="부진 사유를 적어 주세요.")
    given = {"kind": "shortfall", "text": "하반기 집행", "recovery": "2018-12-31"}
    assert officer.post(f"{ROOT}cells/{cell}/remark/", given).status_code == 302
    page = officer.get(ROOT).content.decode()
    assert "부진 사유 적기" not in page
    assert "보다 10%p 넘게 낮습니다." in page
    seen = due.current(july, due.due(july, JULY))[Cell.parse(cell).place].version
    saved = send(officer, [{"cell": cell, "value": "70,001", "seen": seen, "reason": "고침"}]).json()
    assert [row["shortfall"] for row in saved["rows"]] == [False, False]
    assert take(officer, "submit").status_code == 200
    assert take(head, "approve").status_code == 200


@pytest.mark.any_engine
def test_approving_without_a_reason_is_confirmed(july: Division, people: People, client_of: Any) -> None:
    cell = behind(july, client_of(people.officer))
    assert take(client_of(people.officer), "submit", unexplained=cell).status_code == 200
    assert take(client_of(people.head), "approve").status_code == 422
    assert take(client_of(people.head), "approve", unexplained=cell).status_code == 200
    assert Event.objects.get(action=Action.MONTH_APPROVED).detail["unexplained"] == [cell]


def test_blanks_are_counted_above_and_marked_in_their_rows(july: Division, people: People, client_of: Any) -> None:
    page = client_of(people.officer).post(f"{ROOT}submit/", follow=True).content.decode()
    assert "빈칸이 18개 있습니다" in page
    assert page.count('<p class="missing">값이 없습니다.</p>') == 18
    assert "상담: 값이 없습니다" not in page
    assert client_of(people.officer).get(ROOT).content.decode().count("missing") == 0


def test_the_deadlines_own_day_is_not_late(july: Division) -> None:
    with at("2018-08-10T23:59:59"):
        assert not months.status(july, JULY).late
    with at("2018-08-11T00:00:00"):
        assert months.status(july, JULY).late
        assert not months.status(july, JULY).locked(None)


def test_a_reopenings_own_day_is_open_in_korean_time(july: Division, people: People, client_of: Any) -> None:
    ReportingMonth.objects.update(state="closed")
    cell = cell_of(july, "상담")
    with at("2018-09-01T00:30:00"):
        answer = take(client_of(people.administrator), "reopen", until="2018-09-01", reason="늦은 신고 3건")
        assert answer.status_code == 200
        assert not months.status(july, JULY).locked(None)
    with at("2018-09-01T23:59:59"):
        result = one(client_of(people.officer), cell, "5")
        assert result["state"] == "saved"
    assert july.models.Actual.objects.get(pk=result["version"]).reason == "늦은 신고 3건"
    with at("2018-09-02T00:00:00"):
        assert one(client_of(people.officer), cell, "6", seen=result["version"])["state"] == "locked"


def test_one_programme_is_reopened_alone(july: Division, people: People, client_of: Any) -> None:
    ReportingMonth.objects.update(state="approved")
    administrator = client_of(people.administrator)
    assert take(administrator, "reopen", until="2999-12-31", reason="정정", programme="3").status_code == 422
    assert take(administrator, "reopen", until="2999-12-31", reason="정정", programme="2").status_code == 200
    officer = client_of(people.officer)
    assert one(officer, cell_of(july, "상담"), "5")["state"] == "saved"
    assert one(officer, cell_of(july, "일자리"), "5")["state"] == "locked"
    assert state() == "approved"


def test_a_programme_that_has_ended_is_reopened_in_its_last_year(
    july: Division, people: People, client_of: Any
) -> None:
    ReportingMonth.objects.update(state="closed")
    administrator = client_of(people.administrator)
    programme = july.models.Programme.objects.filter(number=2)
    programme.update(first_year=2017, last_year=2017)
    assert take(administrator, "reopen", until="2999-12-31", reason="정정", programme="2").status_code == 422
    programme.update(last_year=2018)
    july.models.Programme.objects.create(number=2, title="새 청년 일자리", first_year=2019)
    assert take(administrator, "reopen", until="2999-12-31", reason="정정", programme="2").status_code == 200
    assert one(client_of(people.officer), cell_of(july, "상담"), "5")["state"] == "saved"


@pytest.mark.parametrize("known", [True, False], ids=["closed", "never opened"])
def test_a_double_click_reopens_once(july: Division, people: People, client_of: Any, known: bool) -> None:
    if known:
        ReportingMonth.objects.update(state="closed")
    else:
        ReportingMonth.objects.all().delete()
    administrator = client_of(people.administrator)
    asked = {"until": "2999-12-31", "reason": "정정"}
    assert take(administrator, "reopen", **asked).status_code == 200
    assert "이미 2999년 12월 31일(화)까지" in take(administrator, "reopen", **asked).json()["text"]
    assert Reopening.objects.count() == Event.objects.filter(action=Action.MONTH_REOPENED).count() == 1
    assert take(administrator, "end-reopening").status_code == 200
    assert take(administrator, "reopen", **asked).status_code == 200
    assert take(administrator, "reopen", **{**asked, "reason": "다른 정정"}).status_code == 200


@pytest.mark.any_engine
def test_a_reopening_says_what_until_when_by_whom_and_can_be_ended_before_its_day(
    july: Division, people: People, client_of: Any
) -> None:
    ReportingMonth.objects.update(state="closed")
    administrator, officer = client_of(people.administrator), client_of(people.officer)
    assert take(administrator, "end-reopening").status_code == 422
    take(administrator, "reopen", until="2999-12-31", reason="정정", programme="2")
    title = july.models.Programme.objects.get(number=2).title
    text = months.status(july, JULY).text
    assert f"'{title}' 사업만 2999년 12월 31일(화)까지" in text
    assert text.startswith(f"마감 상태에서 {people.administrator.name}")
    assert take(officer, "end-reopening").status_code == 403
    assert take(administrator, "end-reopening").status_code == 200
    assert one(officer, cell_of(july, "상담"), "5")["state"] == "locked"
    assert Event.objects.filter(action=Action.MONTH_LOCKED_AGAIN, actor=people.administrator).count() == 1


def test_a_reason_that_is_too_long_is_refused_and_never_cut(july: Division, people: People, client_of: Any) -> None:
    officer, head, administrator = (client_of(each) for each in (people.officer, people.head, people.administrator))
    long = "가" * 301
    assert "300자까지" in take(officer, "submit", note=long).json()["text"]
    assert (
        "300자까지"
        in send(officer, [{"cell": cell_of(july, "상담"), "value": "5", "seen": None, "reason": long}]).json()["cells"][
            0
        ]["text"]
    )
    ReportingMonth.objects.update(state="submitted")
    assert "300자까지" in take(head, "send-back", reason=long).json()["text"]
    assert "300자까지" in take(administrator, "reopen", until="2999-12-31", reason=long).json()["text"]
    assert state() == "submitted"


@pytest.mark.parametrize(
    "data",
    [
        {"until": "2999-12-31", "reason": " "},
        {"until": "2018-01-01", "reason": "정정"},
        {"until": "", "reason": "정정"},
        {"until": "어제", "reason": "정정"},
        {"until": "2999-12-31", "reason": "정정", "programme": "둘"},
    ],
)
def test_a_reopening_needs_a_reason_and_a_day_to_come(
    july: Division, people: People, client_of: Any, data: dict[str, str]
) -> None:
    ReportingMonth.objects.update(state="closed")
    assert take(client_of(people.administrator), "reopen", **data).status_code == 422
    assert months.status(july, JULY).locked(None)


def test_a_month_that_was_never_opened(july: Division, people: People, client_of: Any) -> None:
    officer, administrator = client_of(people.officer), client_of(people.administrator)
    cell = {"cell": cell_of(july, "상담"), "value": "5", "seen": None}
    address = "/entry/programmes/2018-08/cells/"
    result = send(officer, [cell], address).json()["cells"][0]
    assert (result["state"], "입력을 연 달이 아닙니다" in result["text"]) == ("locked", True)
    assert administrator.post("/entry/open/", {"month": "2018-08"}).status_code == 302
    assert ReportingMonth.objects.get(division="labour", month=Month(2018, 8)).deadline == date(2018, 9, 10)
    assert send(officer, [cell], address).json()["cells"][0]["state"] == "saved"
    assert administrator.post("/entry/open/", {"month": "2018-08", "deadline": "2018-09-20"}).status_code == 302
    assert ReportingMonth.objects.get(division="labour", month=Month(2018, 8)).deadline == date(2018, 9, 10)


@pytest.mark.any_engine
def test_the_board_counts(july: Division, people: People, client_of: Any) -> None:
    with at("2018-08-11T09:00:00"):
        board = submission.board(JULY)
        assert board.counts == {
            "divisions": 3,
            "missing": 18,
            "open": 3,
            "submitted": 0,
            "approved": 0,
            "closed": 0,
            "late": 3,
        }
    ReportingMonth.objects.filter(division="labour").update(state="submitted")
    with at("2018-08-11T09:00:00"):
        assert {name: submission.board(JULY).counts[name] for name in ("open", "submitted", "late")} == {
            "open": 2,
            "submitted": 1,
            "late": 2,
        }
    [first, *_] = submission.board(JULY).rows
    assert [(each.title, each.due, each.label) for each in first.programmes] == [
        ("담당관 공통", 11, "빈칸 11개"),
        ("청년 일자리", 7, "빈칸 7개"),
    ]
    for who in (people.officer, people.head, people.administrator, people.stranger):
        assert client_of(who).get("/entry/board/2018-07/").status_code == 200
    assert client_of(people.council).get("/entry/board/2018-07/").status_code == 403


def test_the_next_month_to_open_is_filled_in(july: Division, people: People, client_of: Any) -> None:
    administrator = client_of(people.administrator)
    for board in ("2018-07", "2018-01"):
        page = administrator.get(f"/entry/board/{board}/").content.decode()
        assert 'name="month" type="month" value="2018-08"' in page
    administrator.post("/entry/open/", {"month": "2018-08"})
    assert 'value="2018-09"' in administrator.get("/entry/board/2018-08/").content.decode()
    ReportingMonth.objects.all().delete()
    today = Month.of(timezone.localdate())
    assert f'type="month" value="{today}"' in administrator.get("/entry/board/2018-07/").content.decode()


@pytest.mark.any_engine
@pytest.mark.parametrize("state", ["submitted", "approved", "closed", ""])
def test_a_locked_month_tells_each_reader_what_to_do(
    july: Division, people: People, client_of: Any, state: str
) -> None:
    """In the head, at each cell, in its panel and in an answer: the administrator what he himself can do, with the way
    there; the officer whom to ask."""
    page, cell = "/entry/programmes/2018-07/", cell_of(july, "상담")
    ReportingMonth.objects.update(state=state) if state else ReportingMonth.objects.all().delete()
    own = "돌려보내 주세요." if state == "submitted" else "다시 열어 주세요."
    for person, said, other in ((people.administrator, own, "요청해 주세요."), (people.officer, "요청해 주세요.", own)):
        client = client_of(person)
        month, panel = (client.get(address).content.decode() for address in (page, f"{page}cells/{cell}/"))
        answer = one(client, cell, "5")["text"]
        assert all(said in each and other not in each for each in (month, panel, answer))
        remedy = f'<a href="{page}#{"send-back-reason" if state == "submitted" else "reopen-until"}">'
        assert (remedy in panel) == (person is people.administrator)
    opens = client_of(people.administrator).get(page).content.decode()
    assert ('href="/entry/board/2018-07/#open">이 달 열기' in opens) == (not state)
