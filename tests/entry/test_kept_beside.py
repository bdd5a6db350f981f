"""What is kept beside a figure, and a month that is open again for one programme, hold what they refer to."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from seoulwork.domain.cells import Cell
from seoulwork.domain.periods import Month
from seoulwork.entry.models import ReportingMonth
from seoulwork.figures.divisions import Division

from .conftest import People, cell_of

JULY = Month(2018, 7)


def remark(july: Division, **values: Any) -> Model:
    return july.models.Remark.objects.create(**{"month": JULY, "kind": "note", "text": "센터 두 곳"} | values)


def removed_by_hand(row: Model) -> None:
    """Behind the program's back: the database itself has to refuse it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])
        connection.check_constraints()


@pytest.fixture
def administrator(client_of: Any, people: People) -> Client:
    client: Client = client_of(people.administrator)
    return client


def remove(client: Client, kind: str, row: Model) -> str:
    address = reverse("list_remove", args=["programmes", kind, row.pk])
    seen = client.get(address).context["form"].initial["seen"]
    return client.post(address, {"reason": "지움", "seen": seen}).content.decode()


def test_an_indicator_with_a_remark_stays(july: Division, administrator: Client) -> None:
    indicator = july.models.Indicator.objects.create(short_name="새것", name="새것", unit="명")
    remark(july, indicator=indicator, field="value")
    assert "지울 수 없습니다" in remove(administrator, "indicators", indicator)
    with pytest.raises(IntegrityError):
        removed_by_hand(indicator)
    assert str(july.models.Remark.objects.get().cell) == f"a{indicator.pk}"


def test_a_part_and_a_budget_line_with_evidence_stay(july: Division) -> None:
    indicator = july.models.Indicator.objects.create(short_name="새것", name="새것", unit="명")
    part = july.models.Part.objects.create(indicator=indicator, path="상반기")
    budget = july.models.Budget.objects.create(short_name="새보조금", kind="grant", year=2018)
    for keys in ({"indicator": indicator, "part": part, "field": "value"}, {"budget": budget, "field": "spent"}):
        july.models.Evidence.objects.create(month=JULY, **keys, name="a.pdf", size=1, sha256="0" * 64)
    for row in (part, budget):
        with pytest.raises(IntegrityError):
            removed_by_hand(row)


def test_a_programme_whose_month_is_open_again_stays(july: Division, administrator: Client) -> None:
    programme = july.models.Programme.objects.create(number=9, title="새 사업", first_year=2018)
    month = ReportingMonth.objects.get(division="programmes", month=JULY)
    july.models.Reopening.objects.create(
        reporting_month=month, programme=programme, until=date(2999, 1, 1), reason="정정"
    )
    assert "지울 수 없습니다" in remove(administrator, "programmes", programme)
    with pytest.raises(IntegrityError):
        removed_by_hand(programme)


@pytest.mark.parametrize(
    "beside",
    [
        {"field": "value"},
        {"field": "spent"},
        {"indicator": True, "field": "spent"},
        {"budget": True, "field": "value"},
        {"indicator": True, "budget": True, "field": "value"},
        {"indicator": True, "field": "title"},
    ],
)
def test_a_remark_stands_beside_one_figure(july: Division, beside: dict[str, Any]) -> None:
    rows = {"indicator": july.models.Indicator.objects.first(), "budget": july.models.Budget.objects.first()}
    with pytest.raises(IntegrityError), transaction.atomic():
        remark(july, **{name: rows[name] if value is True else value for name, value in beside.items()})


@pytest.mark.each_case
@pytest.mark.parametrize("of", ["indicator", "part", "budget"])
def test_a_cell_has_one_remark_of_a_kind(july: Division, of: str) -> None:
    budget = july.models.Budget.objects.order_by("pk")[0]
    cells = {"indicator": cell_of(july, "상담"), "part": cell_of(july, "일자리", "청년"), "budget": f"c{budget.pk}"}
    keys = july.models.Remark.beside(Cell.parse(cells[of]))
    remark(july, **keys)
    with pytest.raises(IntegrityError), transaction.atomic():
        remark(july, **keys)
    remark(july, **keys, kind="shortfall", recovery=date(2018, 9, 30))
