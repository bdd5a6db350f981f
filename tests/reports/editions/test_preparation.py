"""A new briefing is begun, its cover changed, and one begun by mistake discarded."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.editions.publishing import publish
from reports.models import Briefing
from seoulwork.accounts.models import Role
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.divisions import division, divisions
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record_actual
from seoulwork.operations.models import Task
from seoulwork.operations.tasks import run

COVER = {
    "month": "2018-12",
    "kind": "report",
    "reference_month": "2018-11",
    "plan": "same",
    "session": "제284회 정례회",
    "committee": "기획경제위원회",
    "title": "2018 하반기 업무보고",
    "vision": "시민행복 일자리 도시 서울",
    "reason": "",
}
MONTH = Month(2018, 12)


@pytest.fixture
def client(briefing_data: None, signed_in: Any) -> Client:
    client: Client = signed_in(Role.ADMINISTRATOR)
    return client


def begin(client: Client, **values: Any) -> str:
    return client.post("/briefings/add/", COVER | values, follow=True).content.decode()


def texts(month: Month) -> dict[str, list[Any]]:
    """A division's texts with their milestones, but for their keys."""
    return {
        each.key: [
            (
                passage.programme_id,
                passage.kind,
                passage.project,
                passage.heading,
                passage.text,
                passage.position,
                [(row.position, row.title, row.printed_date, row.detail, row.done) for row in passage.milestones.all()],
            )
            for passage in each.models.Passage.objects.filter(
                briefing__month=month, briefing__number=1
            ).prefetch_related("milestones")
        ]
        for each in divisions()
    }


@pytest.mark.any_engine
def test_the_texts_of_the_last_briefing_are_taken_over_and_show_the_new_months_figures(client: Client) -> None:
    last = Briefing.objects.get()
    page = client.get("/briefings/add/").content.decode()
    assert f'<option value="{last.pk}" selected>' in page
    assert last.vision in page
    before = texts(last.month)
    assert "준비를 시작했습니다" in begin(client, source=last.pk)
    assert texts(MONTH) == before == texts(last.month)
    add_july("상담", 131)
    assert "14,000" in client.get("/briefings/2018-12/").content.decode()
    assert "13,869" in client.get("/briefings/2018-07/").content.decode()
    event = Event.objects.get(kind="reports.briefing", action=Action.ROW_ADDED)
    assert event.actor is not None
    assert (event.actor.role, "이어 씀" in event.reason) == (Role.ADMINISTRATOR, True)


def add_july(name: str, value: int) -> None:
    own = division("programmes")
    indicator = own.models.Indicator.objects.get(short_name=name)
    key = {"indicator": indicator, "part": None}
    stamp = Stamp(None, Source.BROWSER)
    record_actual(own.models, key, Run.parse("2018-07"), {"value": value, "denominator": None}, stamp)


@pytest.mark.any_engine
def test_a_briefing_may_begin_with_the_outline_of_its_kind_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "주요업무보고의 틀에서 시작했습니다" in begin(client)
    page = client.get("/briefings/2018-12/")
    assert page.status_code == 200
    assert "제284회 정례회" in page.content.decode()
    assert client.get("/briefings/2018-12/download/xlsx/").status_code == 200
    client.get("/briefings/2018-12/download/pdf/")
    run(Task.objects.get(kind="draft").pk)
    assert client.get("/briefings/2018-12/drafts/pdf/file/").content.startswith(b"%PDF-")


def test_texts_of_a_programme_that_has_ended_stay_behind(client: Client) -> None:
    programme = division("labour").models.Programme.objects.get(number=4)
    programme.last_year = 2018
    programme.save()
    july = Briefing.objects.get()
    july.arranged = {"left_out": {"labour": [division("labour").models.Programme.objects.get(number=2).pk]}}
    july.save()
    told = begin(client, month="2019-01", reference_month="2018-12", plan="next", source=july.pk)
    assert f"2019년에는 하지 않는 사업({programme.title})의 글은 앞 보고에 남겨 두었습니다" in told
    left_out = division("labour").models.Programme.objects.get(number=2)
    assert f"앞 보고에서 뺀 {left_out.title}" in told
    desk = client.get("/briefings/2019-01/desk/").content.decode()
    assert f"2019년에는 하지 않는 사업입니다. 글은 {july}에 남아 있고" in desk
    assert "앞 보고에서 뺀 것이라 이번에도 싣지 않습니다" in desk
    assert "desk/labour/4/" not in desk
    of_month = division("labour").models.Passage.objects.filter(briefing__month=Month(2019, 1))
    assert of_month.exists()
    assert not of_month.filter(programme=programme).exists()
    assert of_month.filter(programme=left_out).exists()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (
            {"month": "2018-07", "session": "제282회 시의회 임시회"},
            "종류, 회기, 위원회가 같은 업무보고가 이미 있습니다",
        ),
        ({"month": "칠월"}, "2018-06처럼"),
        ({"reference_month": "2019-01"}, "실적 기준 달이 보고 달보다 늦습니다"),
        ({"session": ""}, "필수"),
    ],
)
def test_a_bad_cover_begins_nothing(client: Client, values: dict[str, str], told: str) -> None:
    assert told in begin(client, source=Briefing.objects.get().pk, **values)
    assert Briefing.objects.count() == 1
    assert not texts(MONTH)["labour"]


@pytest.mark.any_engine
def test_taking_over_costs_the_same_for_few_texts_and_many(client: Client) -> None:
    begin(client, month="2018-10", reference_month="2018-10")  # what a first request looks up and keeps
    programme = division("labour").models.Programme.objects.get(number=4)
    counts = []
    july = Briefing.objects.get(month=Month(2018, 7))
    for month in ("2018-11", "2018-12"):
        with CaptureQueriesContext(connection) as asked:
            begin(client, month=month, reference_month="2018-10", source=july.pk)
        counts.append(len(asked))
        model = division("labour").models.Passage
        model.objects.bulk_create(
            model(briefing=july, programme=programme, text="○ 더", position=number)
            for number in range(500 + len(counts) * 20, 520 + len(counts) * 20)
        )
    assert counts[0] == counts[1]


def cover(client: Client, **values: str) -> str:
    form = client.get("/briefings/2018-07/cover/").context["form"]
    sent = {name: str(form[name].value() or "") for name, field in form.fields.items() if not field.disabled}
    return client.post("/briefings/2018-07/cover/", sent | values, follow=True).content.decode()


@pytest.mark.any_engine
def test_the_cover_is_changed_with_a_reason_and_what_changed_meanwhile_is_not_overwritten(client: Client) -> None:
    assert "바뀐 것이 없어" in cover(client, reason="확인")
    assert "필수" in cover(client, session="제283회 시의회 임시회", reason="")
    assert "표지를 저장했습니다" in cover(client, session="제283회 시의회 임시회", reason="회기 변경")
    assert "제283회 시의회 임시회" in client.get("/briefings/2018-07/").content.decode()
    assert Event.objects.get(kind="reports.briefing", action=Action.ROW_CHANGED).reason == "회기 변경"
    assert "그사이 다른 사람이" in cover(client, seen="0" * 32, vision="다른 비전", reason="확인")
    assert Briefing.objects.get().vision == "시민행복 일자리 도시 서울"


@pytest.mark.any_engine
def test_one_begun_by_mistake_is_discarded_with_its_texts(client: Client) -> None:
    begin(client, source=Briefing.objects.get().pk)
    page = client.get("/briefings/2018-12/discard/")
    count = sum(len(each) for each in texts(MONTH).values())
    assert f"글 {count}개" in page.content.decode()
    seen = page.context["form"]["seen"].value()
    assert "필수" in client.post("/briefings/2018-12/discard/", {"seen": seen}).content.decode()
    done = client.post("/briefings/2018-12/discard/", {"seen": seen, "reason": "달을 잘못 적음"}, follow=True)
    assert "거두었습니다" in done.content.decode()
    assert not any(texts(MONTH).values())
    assert all(texts(Month(2018, 7)).values())
    assert [each.month for each in Briefing.objects.all()] == [Month(2018, 7)]
    assert "달을 잘못 적음" in Event.objects.get(kind="reports.briefing", action=Action.ROW_REMOVED).reason


@pytest.mark.any_engine
def test_a_published_briefing_keeps_its_cover_and_is_not_discarded(client: Client) -> None:
    publish(Briefing.objects.get(), None, reason="시험")
    for name in ("cover", "discard"):
        for send in (client.get, client.post):
            answer = send(f"/briefings/2018-07/{name}/", follow=True)
            assert "발행한 보고는 바꿀 수 없습니다" in answer.content.decode()
    assert Briefing.objects.count() == 1
    assert all(texts(Month(2018, 7)).values())
