"""Parts that are added to a briefing: by the administrator, written by a division, printed in every format, carried along."""

from collections.abc import Callable
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from reports.arrangement import MOST_ADDED
from reports.assemble import assemble
from reports.editions.publishing import draft_of, render
from reports.models import Briefing
from seoulwork.accounts.models import Role
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from tests.choosing import LONG
from tests.reports.desk.writing import DESK, models

TEXT = "□ 처리결과\n○ 지적 : 이용자가 적음 → 조치 : {생활임금적용인원}\n□ 향후계획\n○ 재점검 | '18. 9월"
PART = f"{DESK}labour/1001/"


@pytest.fixture
def administrator(briefing_data: None, signed_in: Callable[..., Client]) -> Client:
    client = signed_in(Role.ADMINISTRATOR)
    page = add(client, "행정사무감사 처리결과")
    assert "'행정사무감사 처리결과' 부분을 더했습니다" in page
    return client


def add(client: Client, title: str, key: str = "labour", desk: str = DESK) -> str:
    return unescape(client.post(f"{desk}parts/add/", {"title": title, "division": key}, follow=True).content.decode())


def arrange(client: Client, what: str, way: str) -> None:
    assert client.post(f"{DESK}arrange/", {"what": what, "way": way}, follow=True).status_code == 200


def write(client: Client, text: str, address: str = PART) -> str:
    base = client.get(address).context["text"]
    return unescape(client.post(address, {"text": text, "base": base}, follow=True).content.decode())


def marks() -> list[tuple[str, str]]:
    return [(each.mark, each.title) for each in assemble(Briefing.objects.get(month=201807)).sections]


@pytest.mark.any_engine
def test_an_officer_writes_it_and_it_is_printed_behind_the_others(
    administrator: Client, signed_in: Callable[..., Client]
) -> None:
    own = models.Passage.objects.filter(programme=None, added=0).count()
    officer = signed_in(Role.OFFICER, "labour")
    assert "행정사무감사 처리결과" in officer.get(DESK).content.decode()
    assert "저장했습니다" in write(officer, TEXT)
    assert marks()[-1] == ("Ⅳ", "행정사무감사 처리결과")
    briefing = Briefing.objects.get()
    page = administrator.get("/briefings/2018-07/sections/added-1/").content.decode()
    assert "이용자가 적음" in page
    assert f'href="{PART}"' in page
    vision = next(each for each in assemble(briefing).sections if each.key == "part-2")
    assert "이용자가 적음" not in str(vision)
    assert models.Passage.objects.filter(programme=None, added=0).count() == own
    book = load_workbook(BytesIO(render(draft_of(briefing), "xlsx")))
    assert any("이용자가 적음" in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    if LONG:
        assert render(draft_of(briefing), "pdf").startswith(b"%PDF")
    look: Any = officer.post(f"{PART}look/", f'{{"text": "{TEXT.splitlines()[0]}"}}', content_type="application/json")
    assert look.status_code == 200
    printed = officer.post(f"{PART}print/", '{"text": "□ 처리결과\\n○ 마침"}', content_type="application/json")
    assert printed.status_code == 200


def test_others_may_not_write_it(administrator: Client, signed_in: Callable[..., Client]) -> None:
    other = signed_in(Role.OFFICER, "programmes")
    assert other.post(PART, {"text": "○ 남의 글", "base": ""}).status_code == 403
    assert other.get(f"{DESK}programmes/1001/").status_code == 404
    for address in ("parts/add/", "parts/remove/"):
        assert other.post(f"{DESK}{address}", {"title": "참고자료", "what": "added-1"}).status_code == 403


@pytest.mark.any_engine
def test_it_is_moved_left_out_with_its_texts_kept_and_comes_back(administrator: Client) -> None:
    write(administrator, TEXT)
    for _ in range(3):
        arrange(administrator, "part added-1", "up")
    assert marks()[0] == ("Ⅰ", "행정사무감사 처리결과")
    assert marks()[-1][0] == "Ⅳ"
    arrange(administrator, "part added-1", "leave")
    assert [mark for mark, _ in marks()] == ["Ⅰ", "Ⅱ", "Ⅲ"]
    assert administrator.get(PART).context["text"] == TEXT
    arrange(administrator, "part added-1", "take")
    assert marks()[0] == ("Ⅰ", "행정사무감사 처리결과")
    event = Event.objects.filter(action=Action.BRIEFING_ARRANGED).last()
    assert event is not None
    assert event.detail["way"] == "add"


@pytest.mark.any_engine
def test_the_checker_leads_to_its_text(administrator: Client) -> None:
    assert "저장했습니다" in write(administrator, "□ 처리결과\n○ 재점검 | '18. 3월")
    page = administrator.get("/briefings/2018-07/checks/").content.decode()
    assert f'href="{PART}"' in page


@pytest.mark.any_engine
def test_it_comes_along_into_the_next_briefing_with_its_tables(administrator: Client) -> None:
    briefing = Briefing.objects.get()
    write(administrator, TEXT)
    values = {
        "month": "2018-09",
        "kind": "report",
        "reference_month": "2018-08",
        "plan": "same",
        "session": "제283회 임시회",
        "committee": "기획경제위원회",
        "title": "2018 업무보고",
        "vision": "일자리",
        "source": briefing.pk,
    }
    administrator.post("/briefings/add/", values)
    assert administrator.get("/briefings/2018-09/desk/labour/1001/").context["text"] == TEXT
    assert "이용자가 적음" in administrator.get("/briefings/2018-09/sections/added-1/").content.decode()


def test_only_a_part_without_a_text_is_removed(administrator: Client) -> None:
    write(administrator, TEXT)
    sent = {"what": "added-1"}
    page = unescape(administrator.post(f"{DESK}parts/remove/", sent, follow=True).content.decode())
    assert "쓴 글이 있어 지우지 않았습니다" in page
    write(administrator, "")
    page = unescape(administrator.post(f"{DESK}parts/remove/", sent, follow=True).content.decode())
    assert "부분을 지웠습니다" in page
    assert len(marks()) == 3
    assert administrator.get(PART).status_code == 404
    assert administrator.post(f"{DESK}parts/remove/", sent).status_code == 404


@pytest.mark.any_engine
def test_it_is_renamed_with_its_texts_kept(administrator: Client, signed_in: Callable[..., Client]) -> None:
    write(administrator, TEXT)

    def rename(title: str, what: str = "added-1") -> str:
        sent = {"what": what, "title": title}
        return unescape(administrator.post(f"{DESK}parts/rename/", sent, follow=True).content.decode())

    assert "'감사 처리결과'로 저장했습니다" in rename(" 감사  처리결과 ")
    assert marks()[-1] == ("Ⅳ", "감사 처리결과")
    assert administrator.get(PART).context["text"] == TEXT
    event = Event.objects.filter(action=Action.BRIEFING_ARRANGED).first()
    assert event is not None
    assert (event.detail["way"], "행정사무감사 처리결과 → 감사 처리결과" in event.subject) == ("rename", True)
    assert "저장했습니다" in rename("감사 처리결과")
    assert "부분이 이미 있습니다" in rename("일반현황")
    assert "제목을 60자까지로" in rename("가" * 61)
    assert administrator.post(f"{DESK}parts/rename/", {"what": "general", "title": "현황"}).status_code == 404
    officer = signed_in(Role.OFFICER, "labour")
    assert officer.post(f"{DESK}parts/rename/", {"what": "added-1", "title": "현황"}).status_code == 403
    assert marks()[-1] == ("Ⅳ", "감사 처리결과")


def test_its_text_names_the_figures_of_single_programmes(administrator: Client) -> None:
    page = administrator.get(PART)
    named = {(each["name"], each["part"]): each for each in page.context["names"]}
    own = models.Indicator.objects.filter(programme__number=1).first()
    assert own is not None and own.programme is not None
    name = f"{own.programme.title}›{own.short_name}"
    said = named[name, ""]["now"]
    assert said not in ("", "-")
    assert "저장했습니다" in write(administrator, f"□ 결과\n○ 실적 : {{{name}}}")
    assert said in administrator.get("/briefings/2018-07/sections/added-1/").content.decode()
    money = next(each for each in named if "›" in each[0] and named[each]["kind"] == "예산")
    assert "저장했습니다" in write(administrator, f"□ 결과\n○ 예산 : {{{money[0]}.집행률}}, {{{name}.증감@2017}}")
    wrong = write(administrator, f"□ 결과\n○ 실적 : {{{own.programme.title}›없음}}")
    assert "고칠 줄이 1곳" in wrong
    # A programme's own text calls its figures by their names alone.
    address = f"{DESK}labour/1/"
    assert "고칠 줄이 1곳" in write(administrator, f"□ 결과\n○ 실적 : {{{name}}}", address)


@pytest.mark.any_engine
@pytest.mark.parametrize(
    ("title", "key", "told"),
    [
        ("", "labour", "제목을 60자까지로"),
        ("가" * 61, "labour", "제목을 60자까지로"),
        ("\x00", "labour", "제목을 60자까지로"),
        ("일반현황", "labour", "부분이 이미 있습니다"),
        ("행정사무감사  처리결과", "labour", "부분이 이미 있습니다"),
        ("참고자료", "nobody", "담당관을 골라 주세요"),
        ("참고자료", "", "담당관을 골라 주세요"),
    ],
)
def test_what_is_no_part_is_refused(administrator: Client, title: str, key: str, told: str) -> None:
    assert told in add(administrator, title, key)
    assert len(marks()) == 4


@pytest.mark.any_engine
def test_so_many_parts_may_be_added(administrator: Client) -> None:
    for number in range(2, MOST_ADDED + 1):
        add(administrator, f"참고자료 {number}")
    assert marks()[-1][0] == "Ⅻ"
    assert "개까지 더할 수 있습니다" in add(administrator, "하나 더")
    assert len(marks()) == 12
