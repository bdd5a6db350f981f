"""Figure tables that are made by clicks alone: the five that other papers have, a table by quarters, one by districts, one of budgets."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports import places
from reports.assemble import assemble
from reports.desk import tables
from reports.desk.keeping import manuscript_of
from reports.desk.parts import Part, part
from reports.desk.table_making import Making
from reports.document import Table
from reports.models import Briefing
from reports.render.xlsx import render_xlsx
from reports.tables import draw, read_table
from reports.values import Figure
from seoulwork.accounts.models import Role, User
from seoulwork.figures.divisions import division
from tests.reports.tables import test_free as free_tables
from tests.reports.tables import test_other_papers as papers
from tests.reports.tables.made_up import ONE, TWO
from tests.reports.xlsx.opened import document_of, printed_rows, recalculated

OWN = "/briefings/2018-07/desk/labour/0/tables/figures/"
SIX = "/briefings/2018-07/desk/labour/6/tables/figures/"


class Clicks:
    """The form as somebody sees it: what is not offered can't be chosen."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address
        self.page = client.get(address)

    def _choice(self, groups: Any, label: str) -> str:
        found = [each.value for _, own in groups for each in own if label in each.label]
        assert found, (label, [each.label for _, own in groups for each in own])
        return str(found[0])

    def start(self, template: str, *names: str) -> "Clicks":
        chosen = [self._choice(self.page.context["names"], each) for each in names]
        return self._send({"names": chosen, "template": template, "do": "start"})

    def _send(self, fields: dict[str, Any]) -> "Clicks":
        self.page = self.client.post(self.address, fields)
        assert self.page.status_code == 200
        return self

    def click(self, do: str, **fields: Any) -> "Clicks":
        """With the fields as they stand, but for those that are filled in anew; `head__columns_0` is that of a column."""
        named = {key.replace("__", ".").replace("_at_", "."): value for key, value in fields.items()}
        sent = {"description": self.page.context["description"], "seen": self.page.context["seen"], **named}
        self._send(sent | {"do": do})
        assert not self.page.context["error"], self.page.context["error"]
        return self

    def column(self, label: str, of: str = "", **fields: Any) -> "Clicks":
        if of:
            self.click("draw", of=self._choice(self.page.context["names"], of))
        column = self._choice(self.page.context["column_choices"], label)
        return self.click("add-column", of=self.page.context["of"], column=column, **fields)

    def row(self, label: str) -> "Clicks":
        return self.click("add-row", row=self._choice(self.page.context["row_choices"], label))

    def spread(self, label: str, *picked: str, total: str = "") -> "Clicks":
        spread = self._choice(self.page.context["spreads"], label)
        return self.click("spread", spread=spread, pick=list(picked), spread_total=total)

    def calculate(self, how: str, first: str, second: str, head: str = "") -> "Clicks":
        known = {label: path for path, label in self.page.context["operands"]}
        return self.click("calculate", how=how, first=known[first], second=known[second], calc_head=head)

    def heads(self, **heads: str) -> "Clicks":
        return self.click("draw", **{f"{path}__head": head for path, head in heads.items()})

    @property
    def table(self) -> Table:
        """Drawn as the page draws it."""
        assert not self.page.context["wrong"], self.page.context["wrong"]
        (table,) = draw(read_table(self.page.context["table"] | {"key": "made"}), ONE)
        assert isinstance(table, Table)
        return table


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch, briefing_data: None, signed_in: Any) -> Clicks:
    """A new table of a small made-up bureau."""
    monkeypatch.setattr(Making, "context", ONE)
    return Clicks(signed_in(Role.OFFICER, "labour"), OWN)


def same(made: Table, paper: dict[str, Any]) -> None:
    other = papers.drawn(paper)
    assert (papers.heads(made), papers.body(made)) == (papers.heads(other), papers.body(other))
    assert papers.formulas(made) == papers.formulas(other)
    assert (made.caption, made.scope_note) == (other.caption, other.scope_note)
    assert [row.total for row in made.body] == [row.total for row in other.body]


def years(city: Clicks) -> Table:
    city.start("years", "대상", "집행")
    city.column("목표 · 기준 기간", of="집행").column("달성률 · 기준 기간", of="집행")
    city.click("up columns.2")
    city.heads(columns_at_0="대상", columns_at_1="목표", columns_at_2="집행", columns_at_3="집행률")
    city.click("draw", caption="연도별 지원 현황", total="sum", total_head="합계", total_last="on")
    return city.table


def pledges(city: Clicks) -> Table:
    city.start("parts", "공약")
    assert [each["bind"] for each in city.page.context["table"]["columns"]] == [{"aspect": "실적"}]
    city.click("draw", **{"columns.0.head": "건수"})
    city.column("구성비 · 기준 기간").spread("상태마다", "columns.0", "columns.1", total="whole")
    city.click("remove columns.0.1")
    operands = dict(city.page.context["operands"])
    total = next(path for path in operands if path.startswith("total:"))
    city.click("calculate", how="rate", first="columns.0.0", second=total, calc_head="비율")
    city.click("draw", caption="공약 이행 현황")
    return city.table


def projects(city: Clicks) -> Table:
    city.start("budget", "청년수당", "일자리카페", "기술교육원")
    for _ in range(5):
        city.click("remove columns.0") if len(city.page.context["table"]["columns"]) > 1 else None
    city.column("지출액 · 2년 전").column("예산현액 · 1년 전 1월").column("예산현액 · 1년 전").column(
        "예산현액 · 기준년 한 해"
    )
    city.click("remove columns.0")
    assert [each.called for each in city.page.context["columns"]] == [
        "{기준년-2:네자리}년 지출액",
        "{기준년-1:네자리}년 본예산",
        "{기준년-1:네자리}년 예산현액",
        "{기준년:네자리}년 예산현액",
    ]
    city.heads(
        columns_at_0="{기준년-2:네자리} 결산", columns_at_1="본예산", columns_at_2="추경", columns_at_3="2020년 예산"
    )
    city.calculate("minus", "2020년 예산", "추경").calculate("growth", "2020년 예산", "추경", "증감률")
    city.click("group", pick=["columns.1", "columns.2"], group_head="2019년")
    city.click("draw", caption="세부사업별 예산", labels="세부사업", as_of="none")
    return city.table


def accounts(city: Clicks) -> Table:
    city.start("parts", "사업예산")
    city.click("remove columns.1").heads(columns_at_1="지출 누계")
    city.click("remove columns.2").calculate("minus", "예산현액", "지출 누계", "잔액").click("up columns.3")
    city.click("draw", labels="회계", caption="회계별 집행 현황")
    return city.table


def boards(city: Clicks) -> Table:
    city.start("parts", "위원회 (개)", "위원 (명)", "회의")
    city.click("calculate", how="quotient", first="columns.1", second="columns.0", calc_head="위원회당 위원")
    city.click("draw", **{"columns.3.head": "위원회당 위원", "columns.3.unit": "명"}, caption="위원회 현황")
    return city.table


CLICKED = (
    (years, papers.YEARS),
    (pledges, papers.PLEDGES),
    (projects, papers.PROJECTS),
    (accounts, papers.ACCOUNTS),
    (boards, papers.BOARDS),
)


@pytest.mark.any_engine
@pytest.mark.parametrize(("clicked", "paper"), CLICKED, ids=[clicked.__name__ for clicked, _ in CLICKED])
def test_clicks_make_the_table_of_another_paper(
    city: Clicks, clicked: Callable[[Clicks], Table], paper: dict[str, Any]
) -> None:
    same(clicked(city), paper)


@pytest.mark.slow(10)
@pytest.mark.any_engine
def test_recalculated_by_libreoffice_what_was_clicked_is_as_printed(city: Clicks, tmp_path: Path) -> None:
    """Those, one of them kept to a few rows in their order, and a free table whose cells are figures."""
    made = [clicked(Clicks(city.client, city.address)) for clicked, _ in CLICKED]
    fewer = Clicks(city.client, city.address)
    boards(fewer)
    fewer.click("draw", by="columns.1", order="down", most="1")
    (free,) = draw(read_table(free_tables.BOARDS), TWO)
    assert isinstance(free, Table)
    tables = [*made, fewer.table, free]
    assert [cell.text for row in fewer.table.body for cell in row.cells[:1]] == ["계", "자문", "그 밖 (2개)"]
    assert sum(bool(cell.formulas) for row in free.body for cell in row.cells) == 1
    book = render_xlsx(document_of(*(replace(each, key=f"made-{number}") for number, each in enumerate(tables))))
    shown = [row for rows in recalculated(tmp_path, clicked=book)["clicked"].values() for row in rows]
    expected = [[part for part in row if part] for table in tables for row in printed_rows(table)]
    assert [row for row in expected if row not in shown] == []


# ------------------------------------------------------------------------------------- kept, placed, changed


def part_six() -> Part:
    return part(Briefing.objects.get(), division("labour"), 6)


@pytest.fixture
def six(briefing_data: None, signed_in: Any) -> Clicks:
    return Clicks(signed_in(Role.OFFICER, "labour"), SIX)


def save(clicks: Clicks, name: str, **fields: str) -> Any:
    context = clicks.page.context
    sent = {"description": context["description"], "seen": context["seen"], "name": name, "do": "save", **fields}
    return clicks.client.post(clicks.address, sent)


def test_a_table_of_quarters_with_two_levels_of_heads_is_kept_and_placed_below_its_line(six: Clicks) -> None:
    six.start("quarters", "시민명예노동옴부즈만 상담건수")
    heads = [each.called for each in six.page.context["columns"]]
    assert heads[0] == "분기마다" and "실적" in heads
    before = manuscript_of(part_six()).text.split("\n")
    assert save(six, "분기별 상담", line="3").status_code == 302
    assert manuscript_of(part_six()).text.split("\n") == [*before[:3], "[표: 분기별 상담]", *before[3:]]
    page = six.client.get("/briefings/2018-07/sections/labour-6/").content.decode()
    assert "1/4" in page and "table-분기별-상담" in page

    listed = six.client.get("/briefings/2018-07/desk/labour/6/tables/").content.decode()
    assert "분기별 상담" in listed and "tables/figures/?name=" in listed and "tables/free/?name=" not in listed
    words = {"kind": "free", "columns": [{}], "body": [{"cells": [{"text": "상담"}]}]}
    tables.keep(part_six(), "글", words, seen=0, by=User.objects.latest("pk"))
    listed = six.client.get("/briefings/2018-07/desk/labour/6/tables/").content.decode()
    assert "tables/free/?name=" in listed and six.client.get(f"{SIX}?name=글").status_code == 404
    tables.tables_of(part_six()).get(name="글").delete()
    again = Clicks(six.client, f"{SIX}?name=분기별 상담")
    again.click("draw", name="분기별 상담", caption="새 제목")
    other = Clicks(six.client, f"{SIX}?name=분기별 상담")
    assert save(again, "분기별 상담").status_code == 302
    assert manuscript_of(part_six()).text.count("[표: 분기별 상담]") == 1
    other.click("draw", name="분기별 상담", caption="다른 제목")
    refused = save(other, "분기별 상담")
    assert refused.status_code == 200 and "다른 사람이 그사이" in refused.context["error"]
    assert "새 제목" in refused.context["other"] and "다른 제목" in refused.context["shown"]
    other.page = refused
    assert save(other, "분기별 상담").status_code == 302
    (table,) = tables.tables_of(part_six())
    assert (table.description["caption"], table.versions.count()) == ("다른 제목", 3)

    oldest = table.versions.last()
    assert oldest
    own = "/briefings/2018-07/desk/labour/6/tables/"
    six.client.post(f"{own}restore/", {"version": oldest.pk})
    assert "caption" not in tables.tables_of(part_six()).get().description
    gone = six.client.post(
        f"{own}remove/", {"table": table.pk, "seen": tables.version_of(table)}, follow=True
    ).content.decode()
    assert "글이 &#x27;분기별 상담&#x27;을 두고 있습니다" in gone


@pytest.mark.any_engine
def test_what_cannot_be_drawn_says_so_in_its_place_and_is_not_kept(six: Clicks) -> None:
    six.start("quarters", "시민명예노동옴부즈만 상담건수")
    six.click("remove rows.0")
    assert six.page.context["wrong"] == "행이 없습니다. 행에 놓을 것을 골라 더해 주세요."
    refused = save(six, "상담")
    assert refused.context["error"] == six.page.context["wrong"]
    six.page = refused
    six.row("전체 한 줄")
    assert "무엇의 값인지 정해지지 않았습니다" in six.page.context["wrong"]
    assert not tables.tables_of(part_six()).exists()


@pytest.mark.any_engine
def test_what_is_not_chosen_is_asked_for(six: Clicks) -> None:
    def error(**sent: Any) -> str:
        return str(six.client.post(SIX, sent).context["error"])

    assert error(do="start", template="years") == "표에 보일 지표나 예산을 하나 이상 골라 주세요."
    names = [each.value for _, own in six.page.context["names"] for each in own]
    assert error(do="start", template="budget", names=names[:1]) == "예산 모양에는 예산만 골라 주세요."
    made = json.dumps({"kind": "figures", "rows": [{}], "columns": [{}]})
    assert error(do="add-column", description=made) == "더할 것을 먼저 골라 주세요."
    assert error(do="group", description=made) == "묶거나 펼칠 열을 먼저 골라 주세요."
    assert error(do="calculate", description=made) == "셈할 열 둘을 골라 주세요."


@pytest.mark.any_engine
@pytest.mark.parametrize(
    "sent",
    [
        {"do": "draw", "description": "[]"},
        {"do": "draw", "description": "{"},
        {"do": "draw", "description": '{"rows": [], "columns": 5}'},
        {"do": "draw", "description": '{"rows": [], "columns": [], "base": 5}'},
        {"do": "up columns.9", "description": '{"rows": [{}], "columns": [{}]}'},
        {"do": "remove x", "description": '{"rows": [{}], "columns": [{}]}'},
        {"do": "nothing", "description": '{"rows": [{}], "columns": [{}]}'},
        {"do": "add-row", "row": "5", "description": '{"rows": [{}], "columns": [{}]}'},
        {"do": "add-row", "row": '{"each": 5}', "description": '{"rows": [{}], "columns": [{}]}'},
    ],
)
def test_what_the_form_does_not_send_is_not_found(six: Clicks, sent: dict[str, str]) -> None:
    assert six.client.post(SIX, sent).status_code == 404


@pytest.mark.any_engine
def test_staff_stands_in_rows_by_grade_with_what_each_figure_is_of(six: Clicks) -> None:
    six.start("parts", "인력 · 정원", "인력 · 현원")
    six.calculate("minus", "현원", "정원", head="과부족")
    assert [each.called for each in six.page.context["rows"]] == ["직급마다"]
    six.row("두 단계로").click("remove rows.0")
    assert save(six, "직급별 인력", line="3", caption="직급별 정원과 현원").status_code == 302
    document = assemble(Briefing.objects.get())
    (table,) = (
        block
        for section in document.walk()
        for block in section.blocks
        if isinstance(block, Table) and block.caption == "직급별 정원과 현원"
    )
    printed = [[cell.text for cell in row.cells] for row in table.body]
    assert [row[0] for row in printed] == ["계", "일반직", "4급", "5급", "6급", "7급 이하", "임기제"]
    assert [row[-3:] for row in printed[:3]] == [["23", "20", "△3"], ["17", "16", "△1"], ["1", "1", "0"]]
    assert table.as_of == "'18.7.11"
    figure = table.body[-1].cells[1].content
    assert isinstance(figure, Figure)
    (origin,) = figure.origins
    assert (origin.kind, origin.period, origin.value) == ("정원", "'18.7.11", "6명")
    kept = places.kept(origin.place, User.objects.latest("pk"), 2018)
    assert kept is not None and kept.page == "인력 목록"
    page = six.client.get("/briefings/2018-07/sections/labour-6/").content.decode()
    assert "직급별 정원과 현원" in page
    # An indicator of that name is what is meant, where there is one.
    division("labour").models.Indicator.objects.create(short_name="정원", name="어린이집 정원", unit="명")
    names = [each.label for _, own in six.client.get(SIX).context["names"] for each in own]
    assert [each for each in names if "정원" in each or "현원" in each] == [
        "지표 · 어린이집 정원 (명)",
        "인력 · 현원 (명)",
    ]


@pytest.mark.any_engine
def test_the_queries_are_as_many_for_any_table(six: Clicks) -> None:
    def queries(**sent: Any) -> int:
        with CaptureQueriesContext(connection) as found:
            assert six.client.post(SIX, sent).status_code == 200
        return len(found)

    names = [each.value for _, own in six.page.context["names"] for each in own]
    _, few, many = (queries(do="start", template="years", names=names[:count]) for count in (1, 1, 8))
    assert few == many == 16
