"""What only 노동정책담당관 has: the floors of the memorial hall and the shelters."""

from datetime import time
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from labour.briefing import hall_floors, shelter_table
from labour.models import HallFloor, Indicator, Shelter
from labour.queries import ShelterRow, floors, shelters
from reports.contract import Edition
from reports.document import Table
from reports.values import Blank, Figure
from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.clock import Clock
from seoulwork.domain.ledger import Ledger
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import division
from seoulwork.figures.queries import ledger

JULY = Month(2018, 7)
SHELTER: dict[str, Any] = {
    "name": "서초쉼터",
    "user_group": "대리기사",
    "opens": time(18),
    "closes": time(6),
    "opened": Month(2016, 3),
    "position": 1,
}


@pytest.mark.each_case
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "legal", "wrong"),
    [
        (HallFloor, [], {"floor": 0, "use": "공연장"}),
        (HallFloor, [{"floor": 1, "use": "공연장"}], {"floor": 1, "use": "전시관"}),
        (Shelter, [], {**SHELTER, "closes": time(18)}),
        (Shelter, [SHELTER], {**SHELTER, "position": 2}),
        (Shelter, [SHELTER], {**SHELTER, "name": "북창쉼터"}),
    ],
)
def test_the_database_refuses(model: Any, legal: list[dict[str, Any]], wrong: dict[str, Any]) -> None:
    for each in legal:
        model.objects.create(**each)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**wrong)


@pytest.mark.django_db
def test_a_shelter_opened_in_a_month() -> None:
    row = Shelter.objects.create(**SHELTER)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE labour_shelter SET opened = 201613 WHERE id = %s", [row.pk])


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.body]


def of_the_shelters() -> int | None:
    return Indicator.objects.get(short_name="쉼터이용").programme_id


def test_the_tables_of_the_document(briefing_data: None) -> None:
    assert floors(JULY)[0] == (1, HallFloor.objects.get(floor=1).use)
    assert [row[0] for row in rows_of(hall_floors(floors(JULY)))] == [f"{floor}층" for floor, _ in floors(JULY)]
    (table,) = shelter_table(ledger(division("labour"), Month(2018, 6)), of_the_shelters(), shelters(JULY))
    assert isinstance(table, Table)
    first = rows_of(table)[0]
    assert first[0] == shelters(JULY)[0].name
    assert first[4] == "18:00~06:00"
    assert first[5].endswith("명")
    assert len(rows_of(table)) == 4


def test_a_shelter_without_figures_prints_a_dash(briefing_data: None) -> None:
    new = ShelterRow("은평쉼터", "미디어 노동자", time(9), time(18), Month(2018, 7), "")
    (table,) = shelter_table(ledger(division("labour"), Month(2018, 6)), of_the_shelters(), (new,))
    assert isinstance(table, Table)
    blanks = [cell.content.value for cell in table.body[0].cells if isinstance(cell.content, Figure)]
    assert blanks == [Blank()] * 3


def test_without_its_indicators_there_is_no_table_of_shelters() -> None:
    assert shelter_table(Ledger("노동정책담당관", Month(2018, 6)), 1, ()) == ()


def test_the_staff_is_that_of_the_last_count_up_to_the_briefing(briefing_data: None) -> None:
    from labour.briefing import contribute

    assert contribute(Edition(BriefingName(Month(2018, 7)), Clock.of(Month(2018, 6)))).profile.headcount
    assert not contribute(Edition(BriefingName(Month(2018, 6)), Clock.of(Month(2018, 5)))).profile.headcount
