"""Tables that are made for a part: kept with every version, placed by its text, carried along, refused where they would lie."""

import json
from typing import Any

import pytest
from django.test import Client

from reports.assemble import assemble
from reports.desk import tables
from reports.desk.keeping import manuscript_of, save, step
from reports.desk.parts import Part, part
from reports.document import Section, Table
from reports.editions.preparation import begin
from reports.models import Briefing
from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.periods import Month
from seoulwork.entry.months import Refused
from seoulwork.figures.divisions import division
from tests.reports.checking import findings

pytestmark = pytest.mark.any_engine

COUNSEL: dict[str, Any] = {
    "kind": "figures",
    "caption": "옴부즈만 상담",
    "base": {"of": "옴부즈만상담건수"},
    "rows": [{"head": "상담"}],
    "columns": [{"head": "목표", "bind": {"aspect": "목표"}}, {"head": "실적"}],
}
FREE: dict[str, Any] = {
    "kind": "free",
    "columns": [{}, {}],
    "body": [{"cells": [{"text": "상담"}, {"text": "{옴부즈만상담건수}"}]}],
}
LOOK = "/briefings/2018-07/desk/labour/6/look/"


@pytest.fixture
def writer(briefing_data: None) -> User:
    return User.objects.create_user("writer", password="x", name="쓰는 이", role=Role.OFFICER, division="labour")


def at(number: int = 6) -> Part:
    return part(Briefing.objects.order_by("-month")[0], division("labour"), number)


def place(name: str, by: User) -> None:
    text = manuscript_of(at()).text
    assert save(at(), base=text, text=f"{text}\n[표: {name}]", by=by).problems == ()


def drawn() -> list[Table]:
    def of(sections: tuple[Section, ...]) -> list[Table]:
        return [
            found
            for each in sections
            for found in (*(block for block in each.blocks if isinstance(block, Table)), *of(each.children))
        ]

    return [each for each in of(assemble(at().briefing).sections) if "-table-" in each.key]


def told() -> list[str]:
    return [each.sentence for each in findings(at().briefing) if each.rule == "texts.undrawable_table"]


def test_a_table_is_printed_where_the_text_of_its_part_places_it(writer: User) -> None:
    tables.keep(at(), "상담 현황", COUNSEL, seen=0, by=writer)
    assert drawn() == []
    place("상담 현황", writer)
    (table,) = drawn()
    assert (table.key, table.caption) == ("labour-6-table-상담-현황", "옴부즈만 상담")
    tables.keep(at(), "글", FREE, seen=0, by=writer)
    place("글", writer)
    assert [each.key for each in drawn()] == ["labour-6-table-상담-현황", "labour-6-table-글"]
    assert Event.objects.filter(action=Action.MANUSCRIPT_TABLE_KEPT).count() == 2
    with pytest.raises(Refused, match="글이 '글'을 두고"):
        tables.remove(at(), tables.tables_of(at()).get(name="글"), seen=_seen("글"), by=writer)


def _seen(name: str) -> int:
    return tables.version_of(tables.tables_of(at()).get(name=name))


def test_of_two_who_change_a_table_the_second_is_told(writer: User) -> None:
    first = tables.keep(at(), "상담", COUNSEL, seen=0, by=writer)
    seen = tables.version_of(first)
    tables.keep(at(), "상담", COUNSEL | {"caption": "둘째"}, seen=seen, by=writer)
    with pytest.raises(tables.Outdated, match="다른 사람이 그사이") as raised:
        tables.keep(at(), "상담", COUNSEL | {"caption": "셋째"}, seen=seen, by=writer)
    assert raised.value.table and raised.value.table.description["caption"] == "둘째"
    with pytest.raises(Refused, match="이미 있습니다"):
        tables.keep(at(), " 상담 ", COUNSEL, seen=0, by=writer)
    oldest = raised.value.table.versions.last()
    assert oldest and tables.restore(at(), oldest, by=writer).description == COUNSEL
    assert raised.value.table.versions.count() == 3
    tables.remove(at(), first, seen=_seen("상담"), by=writer)
    with pytest.raises(tables.Outdated, match="지웠습니다"):
        tables.keep(at(), "상담", COUNSEL, seen=seen, by=writer)


@pytest.mark.any_engine
@pytest.mark.parametrize(
    ("name", "description", "sentence"),
    [
        ("", COUNSEL, "글자나 숫자"),
        ("표]", COUNSEL, "대괄호"),
        ("가" * 61, COUNSEL, "60"),
        ("상담", {"kind": "figures"}, "표를 적은 자료에서"),
        ("상담", COUNSEL | {"caption": "\0"}, "저장할 수 없는 글자"),
        ("상담", COUNSEL | {"total": {"how": "whole", "head": "계"}, "blocks": 9}, "blocks"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    writer: User, name: str, description: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        tables.keep(at(), name, description, seen=0, by=writer)
    assert not tables.tables_of(at()).exists()


def test_names_that_differ_in_signs_alone_are_refused(writer: User) -> None:
    tables.keep(at(), "상담 현황", COUNSEL, seen=0, by=writer)
    with pytest.raises(Refused, match="너무 비슷합니다"):
        tables.keep(at(), "상담(현황)", COUNSEL, seen=0, by=writer)


def test_a_settled_part_keeps_its_tables(writer: User) -> None:
    tables.keep(at(), "상담", COUNSEL, seen=0, by=writer)
    step(at(), Action.MANUSCRIPT_SUBMITTED, by=writer)
    step(at(), Action.MANUSCRIPT_SETTLED, by=writer)
    with pytest.raises(Refused, match="확정한 원고"):
        tables.keep(at(), "상담", COUNSEL | {"caption": ""}, seen=_seen("상담"), by=writer)


def test_a_table_that_lost_its_indicator_is_told_in_its_line_and_by_the_checker(writer: User, officer: Client) -> None:
    tables.keep(at(), "상담", COUNSEL, seen=0, by=writer)
    place("상담", writer)
    assert told() == []
    table = tables.tables_of(at()).get()
    table.description["base"]["of"] = "옴부즈만상담"
    table.save()
    assert drawn() == []
    (sentence,) = told()
    assert "'옴부즈만상담'은 없는 이름입니다. 가까운 이름: 옴부즈만상담건수" in sentence
    text = manuscript_of(at()).text
    answer = officer.post(LOOK, json.dumps({"text": text, "base": text}), content_type="application/json").json()
    assert [each["line"] for each in answer["problems"]] == [len(text.splitlines())]
    assert "표 '상담': " in answer["problems"][0]["text"]


def test_tables_come_along_into_the_next_briefing(writer: User) -> None:
    tables.keep(at(), "상담", COUNSEL, seen=0, by=writer)
    place("상담", writer)
    earlier = at().briefing
    new = Briefing(
        month=Month(2018, 9), reference_month=Month(2018, 8), plan_year=2018, title="업무보고", vision="일자리"
    )
    begin(new, earlier, by=writer)
    assert at().briefing == new
    (table,) = tables.tables_of(at())
    assert table.description == COUNSEL and table.versions.count() == 1
    assert [each.caption for each in drawn()] == ["옴부즈만 상담"]
    tables.keep(at(), "상담", COUNSEL | {"caption": "구월"}, seen=tables.version_of(table), by=writer)
    assert [each.caption for each in drawn()] == ["구월"]
    assert manuscript_of(at()).text == manuscript_of(at()).printed
