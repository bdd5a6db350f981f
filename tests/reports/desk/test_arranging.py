"""The order of a briefing's parts, divisions and programmes, and what of them is left out."""

from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from reports.arrangement import PARTS, Arrangement
from reports.assemble import assemble, contributions, document_from
from reports.checks import find
from reports.editions.preparation import begin
from reports.editions.publishing import publish
from reports.models import Briefing
from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.ledger import ProgrammeRow
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import divisions
from tests.reports.desk.writing import DESK, models


@pytest.fixture
def administrator(briefing_data: None, signed_in: Callable[..., Client]) -> Client:
    return signed_in(Role.ADMINISTRATOR)


def arrange(client: Client, what: str, way: str) -> str:
    response = client.post(f"{DESK}arrange/", {"what": what, "way": way}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def sections() -> list[tuple[str, str]]:
    return [(each.mark, each.key) for each in assemble(Briefing.objects.get()).walk()]


def test_without_a_word_the_order_is_the_usual_one(briefing_data: None) -> None:
    before = assemble(Briefing.objects.get())
    Briefing.objects.update(arranged=Arrangement().stored)
    assert assemble(Briefing.objects.get()) == before


@pytest.mark.any_engine
def test_a_programme_is_moved_and_numbered_by_its_place(administrator: Client) -> None:
    arrange(administrator, "programme labour-3", "up")
    labour = [each for each in sections() if each[1].startswith("labour-")]
    assert labour[:4] == [("1", "labour-1"), ("2", "labour-3"), ("3", "labour-2"), ("4", "labour-4")]
    page = administrator.get(f"{DESK}labour/3/").content.decode()
    assert '<span class="mark">2</span>' in page


@pytest.mark.any_engine
def test_a_programme_is_left_out_with_its_texts_kept_and_comes_back(administrator: Client) -> None:
    before, texts = sections(), models.Passage.objects.count()
    page = arrange(administrator, "programme labour-2", "leave")
    assert "이번에 뺌" in page
    labour = [each for each in sections() if each[1].startswith("labour-")]
    assert labour[:2] == [("1", "labour-1"), ("2", "labour-3")]
    rows = contributions(Briefing.objects.get())
    findings = find(document_from(Briefing.objects.get(), rows), rows)
    assert not [
        each for each in findings if each.spot.section == "labour-2" and each.rule.startswith(("texts", "typed"))
    ]
    assert models.Passage.objects.count() == texts
    arrange(administrator, "programme labour-2", "take")
    assert sections() == before


@pytest.mark.any_engine
def test_parts_and_divisions_are_moved_and_parts_left_out(administrator: Client) -> None:
    arrange(administrator, "part vision", "leave")
    arrange(administrator, "part works", "up")
    arrange(administrator, "part works", "up")
    arrange(administrator, "division labour", "up")
    marks = [each for each in sections() if each[1].startswith(("part", "goal"))]
    assert marks == [("Ⅰ", "part-3"), ("1.", "goal-2"), ("2.", "goal-1"), ("3.", "goal-3"), ("Ⅱ", "part-1")]
    for part in ("works", "general"):
        page = arrange(administrator, f"part {part}", "leave")
    assert "모두 뺄 수는 없습니다" in page


def test_the_next_briefing_has_the_order_of_the_one_that_it_takes_over(administrator: Client) -> None:
    arrange(administrator, "programme labour-2", "leave")
    source = Briefing.objects.get()
    new = Briefing(
        month=Month(2018, 9), reference_month=Month(2018, 6), plan_year=2018, title="업무보고", vision="일자리"
    )
    begin(new, source, by=User.objects.get())
    assert new.arrangement == source.arrangement
    assert models.Passage.objects.of_briefing(new.name).filter(programme__number=2).exists()


@pytest.mark.any_engine
def test_each_change_is_recorded_and_a_published_briefing_keeps_its_order(administrator: Client) -> None:
    arrange(administrator, "programme labour-2", "down")
    event = Event.objects.get(action=Action.BRIEFING_ARRANGED)
    assert event.detail["way"] == "down"
    publish(Briefing.objects.get(), None, reason="시험")
    before = Briefing.objects.get().arranged
    administrator.post(f"{DESK}arrange/", {"what": "programme labour-2", "way": "down"})
    assert Briefing.objects.get().arranged == before


@pytest.mark.parametrize(
    ("what", "way"),
    [
        ("part none", "up"),
        ("none labour", "up"),
        ("programme labour-99", "up"),
        ("division none", "down"),
        ("part vision", "burn"),
        ("", ""),
    ],
)
def test_what_there_is_not_is_not_found(administrator: Client, what: str, way: str) -> None:
    assert administrator.post(f"{DESK}arrange/", {"what": what, "way": way}).status_code == 404


KEYS = st.sampled_from(["labour", "programmes", "socialeconomy", "gone"])
ARRANGEMENTS = st.builds(
    Arrangement,
    parts=st.lists(st.sampled_from([*PARTS, "gone"]), unique=True).map(tuple),
    divisions=st.lists(KEYS, unique=True).map(tuple),
    programmes=st.dictionaries(KEYS, st.lists(st.integers(1, 9), unique=True).map(tuple)),
    parts_left_out=st.frozensets(st.sampled_from(list(PARTS))),
    left_out=st.dictionaries(KEYS, st.frozensets(st.integers(1, 9))),
)


@given(ARRANGEMENTS)
def test_every_arrangement_is_stored_and_loses_nothing(made: Arrangement) -> None:
    assert Arrangement.of(made.stored) == made
    assert sorted(made.all_parts()) == sorted(PARTS)
    assert sorted(each.key for each in made.all_divisions(divisions())) == sorted(each.key for each in divisions())
    rows = [ProgrammeRow(number, number, "사업") for number in range(1, 7)]
    every = made.all_programmes("labour", rows)
    assert sorted(every, key=lambda each: each.id) == rows
    printed = made.printed_programmes("labour", rows)
    assert [each for each in every if each not in printed] == [
        each for each in every if each.id in made.left_out.get("labour", ())
    ]
