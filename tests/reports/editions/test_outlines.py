"""With what a briefing of a kind begins: kept in pages, and followed by those that are begun with it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from reports.models import Briefing, KindOutline
from seoulwork.accounts.models import Role
from seoulwork.audit.models import Event
from seoulwork.domain.vocabulary import BRIEFINGS
from seoulwork.figures.divisions import division

LIST = "/briefings/outlines/"
AUDIT = f"{LIST}audit/"
COVER = {
    "month": "2018-11",
    "kind": "audit",
    "reference_month": "2018-10",
    "plan": "same",
    "session": "2018 행정사무감사",
    "committee": "기획경제위원회",
    "title": "2018 행정사무감사 업무보고",
    "vision": "시민행복 일자리 도시 서울",
    "reason": "",
}
labour = division("labour")


@pytest.fixture
def client(briefing_data: None, signed_in: Callable[..., Client]) -> Client:
    return signed_in(Role.ADMINISTRATOR)


def keep(client: Client, **values: str) -> str:
    form: Any = client.get(AUDIT).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    return client.post(AUDIT, sent | values, follow=True).content.decode()


@pytest.mark.any_engine
def test_each_kind_begins_with_parts_and_headings_of_its_own(client: Client) -> None:
    page = client.get(LIST).content.decode()
    assert all(kind in page for kind in BRIEFINGS.values())
    told = client.post("/briefings/add/", COVER, follow=True).content.decode()
    assert "행정사무감사의 틀에서 시작했습니다" in told
    briefing = Briefing.objects.get(kind="audit")
    assert [briefing.arrangement.titles[key] for key in briefing.arrangement.printed_parts()] == [
        "일반현황",
        "주요업무 보고",
        "행정사무감사 처리결과",
        "참고자료",
    ]
    text = client.get("/briefings/2018-11/desk/labour/1/").context["text"]
    assert text == "□ 사업개요\n□ 추진실적\n□ 문제점 및 개선방안\n□ 향후계획"
    running = labour.models.Programme.objects.in_force(2018).count()
    assert labour.models.Passage.objects.filter(briefing=briefing).count() == 4 * running


def test_an_outline_is_changed_with_a_reason_and_the_next_briefing_follows_it(client: Client) -> None:
    changed = f"주요업무 보고\n일반현황\n  처리결과 |  {labour.name} \n"
    page = keep(client, parts=changed, headings="□ 추진실적\n\n 계획 ", reason="")
    assert "행정사무감사의 틀을 저장했습니다" in page
    kept = KindOutline.objects.get()
    assert (kept.kind, kept.headings) == ("audit", "추진실적\n계획")
    assert Event.objects.filter(kind="reports.kindoutline").count() == 1
    form = client.get(AUDIT).context["form"]
    assert form["parts"].value() == f"주요업무 보고\n일반현황\n처리결과 | {labour.name}"
    assert "바뀐 것이 없어" in keep(client, reason="확인")
    assert "필수" in keep(client, headings="계획", reason="")
    assert "그사이 다른 사람이" in keep(client, headings="계획", reason="줄임", seen="0" * 32)
    assert "저장했습니다" in keep(client, headings="", reason="제목은 사업마다 다름")
    client.post("/briefings/add/", COVER)
    briefing = Briefing.objects.get(kind="audit")
    titles = briefing.arrangement.titles
    assert [titles[key] for key in briefing.arrangement.printed_parts()] == ["주요업무 보고", "일반현황", "처리결과"]
    assert not labour.models.Passage.objects.filter(briefing=briefing).exists()
    assert client.get("/briefings/2018-11/desk/labour/1001/").status_code == 200
    assert "처리결과" in client.get("/briefings/2018-11/").content.decode()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"parts": "참고자료"}, "글을 쓸 담당관을"),
        ({"parts": "참고자료 | 없는 담당관"}, "쓸 수 있는 이름"),
        ({"parts": f"일반현황 | {labour.name}"}, "쓸 담당관을 적지 않습니다"),
        ({"parts": "일반현황\n일반현황"}, "두 번 있습니다"),
        ({"parts": f"가 | {labour.name}\n가 | {labour.name}"}, "두 번 있습니다"),
        ({"parts": " \n "}, "필수"),
        ({"parts": f"{'가' * 61} | {labour.name}"}, "60자까지로"),
        ({"parts": "\n".join(f"부분{number} | {labour.name}" for number in range(10))}, "9개까지"),
        ({"headings": "추진 {상담}"}, "글자를 쓸 수 없습니다"),
        ({"headings": "가" * 81}, "80자까지"),
        ({"headings": "계획\n□ 계획"}, "두 번 있습니다"),
        ({"headings": "\n".join(f"제목{number}" for number in range(13))}, "12개까지"),
    ],
)
def test_what_can_not_be_an_outline_is_told_and_nothing_is_kept(
    client: Client, values: dict[str, str], told: str
) -> None:
    assert told in keep(client, **values)
    assert not KindOutline.objects.exists()
