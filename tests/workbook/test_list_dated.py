"""Lists with the month from which their lines hold, by workbook: goals, functions, core tasks, a division's own, its name and teams."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from seoulwork.accounts.models import Role
from seoulwork.domain.periods import Month
from seoulwork.figures import organisation
from seoulwork.figures.models import BEGINNING, DivisionState
from tests.workbook.books import blank_row, bring_in, changed, errors, filled, put, send, take_back, template
from tests.workbook.listing import LABOUR, SignIn, everything

SEPTEMBER = Month(2018, 9)
DATED = {"labour": "HallFloor", "programmes": "TrainingSchool", "socialeconomy": "Function"}


@pytest.fixture
def client(briefing_data: None, signed_in: SignIn) -> Client:
    return signed_in(Role.ADMINISTRATOR)


def lines(book: Any, tab: str, row: Any) -> tuple[Any, int]:
    sheet = book[tab]
    return sheet, next(at for at in range(5, 99) if str(sheet.cell(at, 1).value) == str(row.pk))


def test_what_was_downloaded_changes_nothing(client: Client) -> None:
    task = LABOUR.CoreTask.objects.earliest("position")
    LABOUR.CoreTask.objects.create(position=task.position, text="구월의 과제", from_month=SEPTEMBER)
    LABOUR.CoreTask.objects.create(position=task.position, text="구월의 과제", from_month=Month(2019, 1), gone=True)
    LABOUR.Function.objects.filter(position=1).update(from_month=BEGINNING)
    DivisionState.objects.create(
        division="labour", name="노동정책과", unit="과", position=2, teams=5, from_month=SEPTEMBER
    )
    organisation.read()
    for key, own in DATED.items():
        before = everything(own, key)
        send(client, filled(template(client, "dated", key, year=2018)), key)
        assert (changed(), errors()) == ({}, [])
        assert everything(own, key) == before


def test_a_line_from_a_later_month_follows_and_the_one_before_stays(client: Client) -> None:
    first, last = LABOUR.CoreTask.objects.order_by("position")[0], LABOUR.CoreTask.objects.order_by("-position")[0]
    before = everything("CoreTask"), everything("Function"), everything("Goal")
    goal, function = LABOUR.Goal.objects.get(), LABOUR.Function.objects.earliest("position")
    since = function.from_month

    def fill(book: Any) -> None:
        put(*lines(book, "핵심과제", first), 내용="노동존중특별시 이단계", 언제부터="2018-09")
        put(*lines(book, "핵심과제", last), 없어짐="예", 언제부터="2018-09")
        new = {"순서": last.position + 1, "내용": "새 과제", "언제부터": "2018-09"}
        put(book["핵심과제"], blank_row(book["핵심과제"]), **new)
        put(*lines(book, "주요기능", function), 내용="바로잡은 기능")
        put(*lines(book, "추진목표", goal), 추진목표="새 목표", 언제부터="2018-09")

    page = send(client, filled(template(client, "dated", year=2018), fill))
    assert errors() == []
    assert "새로 생기는 것 1개" in page
    assert (everything("CoreTask"), everything("Function"), everything("Goal")) == before
    bring_in(client)
    texts = {
        month: [each.text for each in LABOUR.CoreTask.objects.as_of(month)] for month in (Month(2018, 7), SEPTEMBER)
    }
    assert first.text in texts[Month(2018, 7)] and last.text in texts[Month(2018, 7)]
    assert {"노동존중특별시 이단계", "새 과제"} <= set(texts[SEPTEMBER])
    assert not {first.text, last.text} & set(texts[SEPTEMBER])
    function.refresh_from_db()
    assert (function.text, function.from_month) == ("바로잡은 기능", since)
    assert [each.title for each in LABOUR.Goal.objects.order_by("from_month")] == [goal.title, "새 목표"]
    take_back(client)
    assert (everything("CoreTask"), everything("Function"), everything("Goal")) == before


@pytest.mark.any_engine
def test_a_clash_an_unknown_month_and_what_others_changed_are_said_at_their_cells(client: Client) -> None:
    first, second = LABOUR.CoreTask.objects.order_by("position")[:2]
    before = everything("CoreTask")

    def fill(book: Any) -> None:
        sheet = book["핵심과제"]
        put(sheet, blank_row(sheet), 순서=first.position, 내용="겹치는 과제", 언제부터="2018-09")
        put(*lines(book, "핵심과제", second), 언제부터="2018-13")

    content = filled(template(client, "dated", year=2018), fill)
    send(client, content)
    told = " ".join(cause for _, cause in errors())
    assert f"그 자리에는 그때 '{first.text}'" in told
    assert "2018년 13월은 없는 달입니다" in told
    assert everything("CoreTask") == before

    def rename(book: Any) -> None:
        put(*lines(book, "핵심과제", first), 내용="파일의 과제")

    content = filled(template(client, "dated", year=2018), rename)
    LABOUR.CoreTask.objects.filter(pk=first.pk).update(text="그사이 고친 과제")
    page = send(client, content)
    assert "그사이 고친 과제" in page
    bring_in(client)
    assert LABOUR.CoreTask.objects.get(pk=first.pk).text == "그사이 고친 과제"


@pytest.mark.any_engine
def test_the_name_of_a_division_and_its_teams_come_by_workbook(client: Client) -> None:
    def fill(book: Any) -> None:
        sheet = book["담당관 이름"]
        new = {"언제부터": "2018-09", "이름": "노동정책과", "세는_말": "과", "팀_수": 6, "순서": 2}
        put(sheet, blank_row(sheet), **new)

    send(client, filled(template(client, "dated", year=2018), fill))
    assert errors() == []
    bring_in(client)
    state = DivisionState.objects.get(division="labour")
    assert (state.name, state.unit, state.teams, state.from_month) == ("노동정책과", "과", 6, SEPTEMBER)
    take_back(client)
    assert not DivisionState.objects.exists()


def test_the_lists_lead_to_the_workbook(client: Client) -> None:
    page = client.get(reverse("list", args=["labour", "functions"])).content.decode()
    assert reverse("import_list_template", args=["labour", "dated"]) in page
