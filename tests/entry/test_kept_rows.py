"""What is kept from one page of a month to the next is never out of date."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from seoulwork.domain.periods import Month, Run
from seoulwork.entry import due
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.rows import Maker
from seoulwork.figures.divisions import Division
from seoulwork.figures.recording import record, record_actual

from .conftest import JULY, STAMP, People, cell_of
from .test_pages import PAGE
from .test_saving import one


def rows_of(client: Client) -> str:
    page = client.get(PAGE).content.decode()
    data = page[page.index('id="entry-data"') :]
    return page[page.index("<tbody") : page.index("</table>")] + data[: data.index("</script>")]


def key_of(july: Division, name: str, part: str | None = None) -> dict[str, Any]:
    indicator = july.models.Indicator.objects.get(short_name=name, frequency="monthly")
    return {"indicator_id": indicator.pk, "part_id": indicator.parts.get(path=part).pk if part else None}


def a_figure_of_the_month(july: Division, client: Client) -> None:
    one(client, cell_of(july, "상담"), "5")


def a_figure_of_a_part(july: Division, client: Client) -> None:
    one(client, cell_of(july, "공간이용", "스터디룸"), "5")


def a_figure_of_last_year(july: Division, client: Client) -> None:
    last_year = Run(JULY - 12, JULY - 12)
    record_actual(july.models, key_of(july, "취업"), last_year, {"value": 77, "denominator": None}, STAMP)


def a_stock_counted_earlier(july: Division, client: Client) -> None:
    july.models.ActualMonth.objects.filter(indicator__short_name="카페").delete()
    july.models.Actual.objects.filter(indicator__short_name="카페").delete()
    long_ago = Run(Month(2015, 3), Month(2015, 3))
    record_actual(july.models, key_of(july, "카페", "대학"), long_ago, {"value": 3, "denominator": None}, STAMP)


def a_target(july: Division, client: Client) -> None:
    year = {"first_month": Month(2018, 1), "last_month": Month(2018, 12)}
    record(july.models.Target, key_of(july, "상담") | year, {"value": 30_000}, STAMP)


def a_monthly_plan(july: Division, client: Client) -> None:
    owner = {"indicator_id": key_of(july, "일자리")["indicator_id"], "budget_id": None}
    for month in Run.year(2018).months():
        record(july.models.MonthPlan, owner | {"month": month}, {"value": 300_000 + month.number}, STAMP)


def a_remark(july: Division, client: Client) -> None:
    cell = cell_of(july, "상담")
    client.post(f"{PAGE}cells/{cell}/remark/", {"kind": "note", "text": "6월분이 함께 들어옴"})


def the_name_of_an_indicator(july: Division, client: Client) -> None:
    july.models.Indicator.objects.filter(short_name="상담").update(name="전화 상담")


def a_further_part(july: Division, client: Client) -> None:
    indicator = july.models.Indicator.objects.get(short_name="공간이용")
    july.models.Part.objects.create(indicator=indicator, path="회의실", position=9)


def the_title_of_a_programme(july: Division, client: Client) -> None:
    july.models.Programme.objects.update(title="청년 일자리 사업")


def the_state_of_the_month(july: Division, client: Client) -> None:
    ReportingMonth.objects.filter(division=july.key).update(state=ReportingMonth.State.SUBMITTED)


@pytest.mark.parametrize(
    "change",
    [
        a_figure_of_the_month,
        a_figure_of_a_part,
        a_figure_of_last_year,
        a_stock_counted_earlier,
        a_target,
        a_monthly_plan,
        a_remark,
        the_name_of_an_indicator,
        a_further_part,
        the_title_of_a_programme,
        the_state_of_the_month,
    ],
)
def test_a_page_shows_each_change_at_once(
    july: Division, people: People, client_of: Any, change: Callable[[Division, Client], None]
) -> None:
    client = client_of(people.officer)
    before = rows_of(client)
    change(july, client)
    shown = rows_of(client)
    due.forget()
    assert shown == rows_of(client) != before


def test_two_readers_of_a_page_each_see_their_own(july: Division, people: People, client_of: Any) -> None:
    officer, head = client_of(people.officer), client_of(people.head)
    own, locked = rows_of(officer), rows_of(head)
    assert "readonly" in locked and "readonly" not in own
    assert (rows_of(officer), rows_of(head)) == (own, locked)


def test_of_a_page_whose_rows_are_known_only_the_changed_ones_are_made(
    july: Division, people: People, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, made, figure = client_of(people.officer), [], Maker._figure

    def counted(self: Maker, *arguments: Any) -> Any:
        made.append(arguments[0].name)
        return figure(self, *arguments)

    monkeypatch.setattr(Maker, "_figure", counted)
    due.forget()
    client.get(PAGE)
    assert len(made) > 15
    made.clear()
    client.get(PAGE)
    assert made == []
    one(client, cell_of(july, "상담"), "5")
    made.clear()
    client.get(PAGE)
    assert made == ["상담"]
