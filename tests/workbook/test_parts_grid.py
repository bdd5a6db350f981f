"""The parts of an indicator pasted, looked at and stored as a grid of a page."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from seoulwork.accounts.models import Role
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.periods import Run
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from tests.workbook.books import blank_row, errors, filled, put, send, template

LABOUR = division("labour").models
DISTRICTS = [
    "종로구",
    "중구",
    "용산구",
    "성동구",
    "광진구",
    "동대문구",
    "중랑구",
    "성북구",
    "강북구",
    "도봉구",
    "노원구",
    "은평구",
    "서대문구",
    "마포구",
    "양천구",
    "강서구",
    "구로구",
    "금천구",
    "영등포구",
    "동작구",
    "관악구",
    "서초구",
    "강남구",
    "송파구",
    "강동구",
]


@pytest.fixture
def client(briefing_data: None, signed_in: Callable[..., Client]) -> Client:
    return signed_in(Role.ADMINISTRATOR)


def indicator() -> Any:
    return LABOUR.Indicator.objects.get(name="노동아카데미 및 노동실무 교육")


def address(of: Any) -> str:
    return f"{reverse('list_parts', args=['labour', of.pk])}?year=2018"


def fields(page: str) -> dict[str, str]:
    """What a browser without scripts would send of the page."""
    form = page[page.index('class="part-grid"') :]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if "name" in given:
            found[given["name"]] = html.unescape(given.get("value", ""))
    return found


def sent(client: Client, of: Any, given: dict[str, str], **more: str) -> tuple[int, str, dict[str, str]]:
    response = client.post(address(of), given | more)
    page = response.content.decode() if response.status_code != 302 else ""
    return response.status_code, page, fields(page) if page else {}


def test_twenty_five_districts_are_pasted_with_their_targets(client: Client) -> None:
    of = indicator()
    before = LABOUR.Part.objects.filter(indicator=of).count()
    given = fields(client.get(address(of)).content.decode())
    cells = "\n".join(f"{name}\t{at}" for at, name in enumerate(DISTRICTS, 1)).replace("\t25", '\t"1,025"')
    status, page, given = sent(client, of, given, paste=cells, paste_dimension="자치구", do="preview")
    assert status == 200, page
    assert "아래의 100개 칸이 바뀝니다" in page  # dimension, name, order, target
    assert LABOUR.Part.objects.filter(indicator=of).count() == before

    assert "비슷합니다" not in page  # 동대문구 and 서대문구 stand in one list
    status, page, _ = sent(client, of, given, do="store", reason=" ")
    assert status == 422
    assert "사유를 적어 주세요" in page

    status, page, _ = sent(client, of, given, do="store", reason="자치구별 목표 확정")
    assert status == 302
    parts = list(LABOUR.Part.objects.filter(indicator=of, dimension="자치구"))
    assert [part.path for part in parts] == DISTRICTS
    targets = LABOUR.Target.objects.current().filter(part__in=parts, first_month=Run.year(2018).first)
    assert {str(row.part): row.value for row in targets} == {
        name: at if at < 25 else 1025 for at, name in enumerate(DISTRICTS, 1)
    }
    assert {(row.source, row.place) for row in targets} == {(Source.BROWSER, "세부 표")}
    events = Event.objects.filter(action=Action.ROW_ADDED, reason="자치구별 목표 확정")
    assert events.count() == 50

    # Read again in as many queries as before; renamed, reordered and with other targets in one step.
    client.get(address(of))  # the first page after a saving also takes its message
    with CaptureQueriesContext(connection) as many:
        given = fields(client.get(address(of)).content.decode())
    other = LABOUR.Indicator.objects.exclude(pk=of.pk).filter(parts=None).first()
    with CaptureQueriesContext(connection) as few:
        client.get(address(other))
    assert len(many) == len(few)
    at = next(name.partition(".")[0] for name, text in given.items() if text == "종로구")
    given |= {f"{at}.path": "종로", f"{at}.position": "99", f"{at}.target:2018-01~2018-12": "7"}
    status, page, given = sent(client, of, given, do="preview")
    assert "아래의 3개 칸이 바뀝니다" in page
    status, _, _ = sent(client, of, given, do="store", reason="고침")
    assert status == 302
    renamed = LABOUR.Part.objects.get(indicator=of, path="종로")
    assert renamed.position == 99
    assert LABOUR.Target.objects.current().get(part=renamed).value == 7


@pytest.mark.any_engine
def test_what_somebody_else_has_changed_since_is_told_in_its_place_and_nothing_is_stored(client: Client) -> None:
    of = indicator()
    part = LABOUR.Part.objects.create(indicator=of, path="가구", position=1)
    given = fields(client.get(address(of)).content.decode())
    LABOUR.Part.objects.filter(pk=part.pk).update(path="나구")
    at = next(name.partition(".")[0] for name, text in given.items() if text == "가구")
    status, page, _ = sent(client, of, given | {f"{at}.path": "다구"}, do="preview")
    assert status == 422
    assert "화면을 연 뒤 다른 사람이 &#x27;나구&#x27;로 바꾸었습니다" in page
    # What is stored after a preview that does not hold any more is looked at again.
    given = fields(client.get(address(of)).content.decode()) | {f"{at}.path": "다구"}
    _, _, given = sent(client, of, given, do="preview")
    status, page, _ = sent(client, of, given | {f"{at}.position": "5"}, do="store", reason="고침")
    assert status == 422
    assert "아무것도 저장하지 않았습니다" in page
    part.refresh_from_db()
    assert part.path == "나구"


WRONG = [
    ({"이름": "종로구", "순서": "가", "목표": "5"}, "0 이상의 정수를 넣어 주세요: '가'."),
    ({"이름": "종로구", "순서": "1", "목표": "많이"}, "숫자가 아닙니다: '많이'. 1,234처럼 숫자만 넣어 주세요."),
    ({"이름": "종로구", "순서": "1", "목표": "△5"}, "목표는 0보다 작을 수 없습니다."),
    ({"이름": "가" * 121, "순서": "1", "목표": "5"}, "120"),
]


@pytest.mark.any_engine
@pytest.mark.parametrize(
    ("row", "cause"), WRONG, ids=[next(iter(each[0].values()))[:4] + str(at) for at, each in enumerate(WRONG)]
)
def test_the_grid_and_the_workbook_refuse_the_same_with_the_same_words(
    client: Client, row: dict[str, str], cause: str
) -> None:
    of = indicator()
    given = fields(client.get(address(of)).content.decode())
    pasted = "\t".join(row) + "\n" + "\t".join(row.values())
    status, page, _ = sent(client, of, given, paste=pasted, do="preview")
    assert status == 422
    said = [html.unescape(each) for each in re.findall(r'class="errorlist"[^>]*>([^<]*)<', page)]

    def fill(book: Any) -> None:
        sheet = book["세부"]
        put(
            sheet,
            blank_row(sheet),
            지표=of.name,
            **{"이름": row["이름"], "순서": row["순서"], "2018년_목표": row["목표"]},
        )

    send(client, filled(template(client, "indicators", year="2018"), fill))
    assert said == [cause for _, cause in errors()]
    assert cause in said[0]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("a\tb\tc", "머리글(이름, 목표, 순서, 구분 기준, 상위)을 함께"),
        ("이름\t인구\n종로구\t5", "머리글 '인구'를 알 수 없습니다"),
        ("이름\t이름\n종로구\t5", "두 번"),
        ("이름\t목표\n\t5", "1번째 줄에 이름이 없습니다"),
        ("이름\n종로구\t5", "1번째 줄에 머리글이 없는 칸"),
        ("\n".join(map(str, range(301))), "300줄까지"),
    ],
)
def test_a_paste_that_is_no_list_is_told_and_stays_in_the_page(client: Client, text: str, cause: str) -> None:
    of = indicator()
    given = fields(client.get(address(of)).content.decode())
    status, page, _ = sent(client, of, given, paste=text, do="preview")
    assert status == 422
    assert cause in html.unescape(page)


@pytest.mark.any_engine
def test_a_plain_list_with_a_name_twice_is_refused_in_its_line_and_nested_names_stand_below_their_parent(
    client: Client,
) -> None:
    of = indicator()
    given = fields(client.get(address(of)).content.decode())
    status, page, _ = sent(client, of, given, paste="도심\n도심", do="preview")
    assert status == 422
    assert "이 지표에 같은 이름의 세부가 있습니다" in page
    _, page, given = sent(client, of, given, paste="이름\t상위\n도심\t\n종로구\t도심", do="preview")
    assert {"도심", "도심/종로구"} <= set(given.values())
    status, _, _ = sent(client, of, given, do="store", reason="새로 나눔")
    assert status == 302
    assert LABOUR.Part.objects.filter(indicator=of, path="도심/종로구").exists()


@pytest.mark.any_engine
def test_a_list_that_lacks_parts_asks_what_becomes_of_them_and_they_are_ended_with_a_year(client: Client) -> None:
    of = indicator()
    for at, (path, dimension) in enumerate(
        (("종로구", "자치구"), ("중구", "자치구"), ("은평구", "자치구"), ("여성", "성별"))
    ):
        LABOUR.Part.objects.create(indicator=of, path=path, dimension=dimension, position=at)
    pasted = "종로구\t5\n강동구\t7"
    given = fields(client.get(address(of)).content.decode())
    # One that is in the list under nearly its name is asked about first, and is not one that the list lacks.
    _, page, slipped = sent(client, of, given, paste="종로구\n은펑구", paste_dimension="자치구", do="preview")
    assert "어떻게 할까요?" not in page
    meant = f"same:{LABOUR.Part.objects.get(indicator=of, path='은평구').pk}"
    _, page, _ = sent(client, of, slipped, **{"do": "preview", "answer-0": meant})
    assert "없는 세부 1개(중구)를 어떻게 할까요?" in page
    status, page, given = sent(
        client, of, given, paste=pasted, paste_dimension="자치구", do="preview", reason="새 목록"
    )
    assert status == 200
    assert "없는 세부 2개(중구, 은평구)를 어떻게 할까요?" in page
    assert ">모두 저장<" not in page
    # Nobody has said: nothing is stored, and it is asked again; what is kept as it is is not.
    status, page, _ = sent(client, of, given, do="store", reason="새 목록")
    assert (status, LABOUR.Part.objects.filter(indicator=of, path="강동구").exists()) == (200, False)
    assert "어떻게 할까요?" in page
    _, page, _ = sent(client, of, given, **{"do": "preview", "absent-answer": "keep"})
    assert "어떻게 할까요?" not in page
    assert ">모두 저장<" in page

    _, page, given = sent(client, of, given, **{"do": "preview", "absent-answer": "2018"})
    assert list(given.values()).count("2018") == 2
    status, _, _ = sent(client, of, given, do="store", reason="새 목록")
    assert status == 302
    ends = LABOUR.Part.objects.filter(indicator=of, dimension__in=("자치구", "성별")).values_list("path", "last_year")
    assert dict(ends) == {"종로구": None, "중구": 2018, "은평구": 2018, "강동구": None, "여성": None}
    # Those that have ended by the year of the page are not asked about any more.
    given = fields(client.get(address(of).replace("2018", "2019")).content.decode())
    response = client.post(
        address(of).replace("2018", "2019"), given | {"paste": "종로구\t5\n강동구\t7", "do": "preview"}
    )
    assert "어떻게 할까요?" not in response.content.decode()


def test_a_part_ends_no_earlier_than_its_last_figure_and_gets_no_later_target(client: Client) -> None:
    of = indicator()
    given = fields(client.get(address(of)).content.decode())
    _, _, given = sent(client, of, given, paste="이름\t2018년 목표\n종로구\t5", do="preview")
    sent(client, of, given, do="store", reason="목표")
    given = fields(client.get(address(of)).content.decode())
    at = next(name.partition(".")[0] for name, text in given.items() if text == "종로구")
    status, page, _ = sent(client, of, given | {f"{at}.last_year": "2017"}, do="preview")
    assert status == 422
    assert "2018년 12월까지의 목표나 실적이 있습니다" in page
    _, _, given = sent(client, of, given | {f"{at}.last_year": "2018"}, do="preview")
    sent(client, of, given, do="store", reason="끝남")
    later = address(of).replace("2018", "2019")
    given = fields(client.get(later).content.decode())
    response = client.post(later, given | {f"{at}.target:2019-01~2019-12": "3", "do": "preview"})
    assert response.status_code == 422
    assert "종로구&#x27;는 2018년까지 셉니다" in response.content.decode()


@pytest.mark.any_engine
def test_names_of_one_list_that_a_slip_of_a_key_sets_apart_are_asked_about(client: Client) -> None:
    of = indicator()
    given = fields(client.get(address(of)).content.decode())
    lines = "시민옴부즈만\n시민옴부즈먼\n1분기\n2분기\n동대문구\n서대문구\n강남 구\n강남구"
    status, page, given = sent(client, of, given, paste=lines, do="preview")
    assert status == 200
    asked = re.findall(r"<label for=\"id_answer_\d+\">([^<]*)", page)
    assert [re.findall("&#x27;([^&]*)&#x27;", each)[-1] for each in asked] == ["시민옴부즈만", "강남 구"]
