"""What came along from an earlier briefing and has to be looked at again: a list that shrinks as it is mended or seen."""

import json
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.desk.again import left
from reports.editions import preparation
from reports.editions.publishing import publish
from reports.models import Briefing, Seen
from seoulwork.accounts.models import Role, User
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import division

DESK = "/briefings/2018-10/desk/"
models = division("labour").models


@pytest.fixture
def october(briefing_data: None) -> Briefing:
    """Begun from July, which was published."""
    july = Briefing.objects.get()
    publish(july, None, reason="시험")
    by = User.objects.create(username="chief", name="관리자", role=Role.ADMINISTRATOR)
    briefing = Briefing(
        month=Month(2018, 10),
        reference_month=Month(2018, 9),
        plan_year=2018,
        session="제284회",
        committee=july.committee,
        title="2018 하반기 업무보고",
        vision=july.vision,
    )
    preparation.begin(briefing, july, by=by)
    return Briefing.objects.get(month=Month(2018, 10))


def told(briefing: Briefing, division_key: str, number: int) -> list[str]:
    return [
        item.sentence
        for group in left(briefing)
        if (group.part.division.key, group.part.number) == (division_key, number)
        for item in group.items
    ]


def write(client: Client, number: int, change: Callable[[str], str]) -> None:
    address = f"{DESK}labour/{number}/"
    text = client.get(address).context["text"]
    sent = json.dumps({"text": change(text), "base": text})
    assert client.post(f"{address}keep/", sent, content_type="application/json").status_code == 200


@pytest.mark.any_engine
def test_typed_numbers_late_dates_and_texts_that_nobody_opened_are_told(october: Briefing) -> None:
    found = told(october, "labour", 1)
    assert "앞 보고에서 온 글을 아직 아무도 고치지 않았습니다." in found
    assert [each for each in found if each.startswith("손으로 적은 ")]
    everything = [item.sentence for group in left(october) for item in group.items]
    assert [each for each in everything if each.startswith("일정 '") and "지났습니다" in each]
    assert len({item.digest for group in left(october) for item in group.items}) == len(everything)


def test_a_briefing_that_was_begun_anew_has_nothing_to_look_at_again(briefing_data: None) -> None:
    assert left(Briefing.objects.get()) == ()


@pytest.mark.any_engine
def test_a_line_that_is_changed_goes_from_the_list_and_the_others_stay(
    october: Briefing, signed_in: Callable[..., Client]
) -> None:
    before = [each for each in told(october, "labour", 1) if each.startswith("손으로 적은 ")]
    line = before[0].partition(": ")[2]
    client = signed_in(Role.OFFICER, "labour")
    write(client, 1, lambda text: text.replace(line, f"{line} 추진"))
    after = told(october, "labour", 1)
    assert [each for each in after if each.startswith("손으로 적은 ")] == before[1:]
    assert "앞 보고에서 온 글을 아직 아무도 고치지 않았습니다." not in after


@pytest.mark.any_engine
def test_what_was_seen_goes_and_is_kept_with_who_saw_it(october: Briefing, signed_in: Callable[..., Client]) -> None:
    officer, other = signed_in(Role.OFFICER, "labour"), signed_in(Role.OFFICER, "programmes")
    page = officer.get(DESK).content.decode()
    assert "다시 볼 것" in page and "고른 것 보았음" in page
    digests = [item.digest for group in left(october) if group.part.number == 1 for item in group.items]
    assert other.post(f"{DESK}seen/labour/", {"digest": digests}).status_code == 403
    of_labour = [
        item.digest
        for group in left(october)
        if (group.part.division.key, group.part.number) == ("labour", 1)
        for item in group.items
    ]
    # Nobody sees for another division, and what is not on the list is passed over.
    of_others = [item.digest for group in left(october) if group.part.division.key != "labour" for item in group.items]
    officer.post(f"{DESK}seen/labour/", {"digest": [*of_labour, of_others[0], "0" * 32, "x" * 500]})
    assert told(october, "labour", 1) == []
    assert {each.by.username for each in Seen.objects.all() if each.by} == {"labour-officer"}
    assert Seen.objects.count() == len(of_labour)
    assert (
        "그사이 이미 고쳐졌거나 본 것입니다"
        in officer.post(f"{DESK}seen/labour/", {"digest": of_labour}, follow=True).content.decode()
    )


@pytest.mark.any_engine
def test_a_programme_that_was_changed_since_is_told(october: Briefing, signed_in: Callable[..., Client]) -> None:
    administrator = signed_in(Role.ADMINISTRATOR)
    programme = models.Programme.objects.get(number=1)
    address = reverse("list_change", args=["labour", "programmes", programme.pk])
    form = administrator.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    page = administrator.post(address, {**sent, "title": "노동권 보호", "reason": "조직 개편"}, follow=True)
    assert "저장했습니다" in page.content.decode()
    assert any("1번 바뀌었습니다" in each for each in told(october, "labour", 1))


def test_the_list_takes_the_same_queries_whatever_it_holds(october: Briefing) -> None:
    with CaptureQueriesContext(connection) as many:
        assert len(left(Briefing.objects.get(pk=october.pk))) > 10
    programmes = models.Programme.objects.filter(number__gt=2)
    models.Milestone.objects.filter(passage__programme__in=programmes).delete()
    models.Passage.objects.filter(programme__in=programmes, briefing=october).delete()
    with CaptureQueriesContext(connection) as few:
        left(Briefing.objects.get(pk=october.pk))
    assert len(few) == len(many)


@pytest.mark.any_engine
def test_ones_own_division_stands_first_and_all_that_is_shown_of_a_part_is_seen_at_once(
    october: Briefing, signed_in: Callable[..., Client]
) -> None:
    officer, administrator = signed_in(Role.OFFICER, "labour"), signed_in(Role.ADMINISTRATOR)
    page = officer.get(DESK)
    assert [each.division.key for each in page.context["board"]] == ["labour", "programmes", "socialeconomy"]
    assert {group.part.division.key for group in page.context["again"]} == {"labour"}
    assert page.context["left"] < administrator.get(DESK).context["left"]
    shown = [item.digest for group in page.context["again"] if group.part.number == 1 for item in group.items]
    nothing = officer.post(f"{DESK}seen/labour/", {"shown": shown}, follow=True)
    assert "본 것을 먼저 골라 주세요." in nothing.content.decode() and not Seen.objects.exists()
    officer.post(f"{DESK}seen/labour/", {"shown": shown, "all": "1"})
    assert told(october, "labour", 1) == []


@pytest.mark.any_engine
def test_who_only_opens_a_part_has_written_nothing(october: Briefing, signed_in: Callable[..., Client]) -> None:
    officer = signed_in(Role.OFFICER, "labour")

    def label() -> tuple[str, str]:
        row = next(row for row in officer.get(DESK).context["board"][0].rows if row.part.number == 1)
        return row.label, row.by

    text = officer.get(f"{DESK}labour/1/").context["text"]
    sent = json.dumps({"text": text, "base": text})
    assert officer.post(f"{DESK}labour/1/keep/", sent, content_type="application/json").status_code == 200
    assert label() == ("이어 쓴 그대로", "")
    write(officer, 1, lambda text: f"{text}\n○ 새 줄")
    assert label() == ("작성 중", "시험 사용자")
