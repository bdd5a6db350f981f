"""What a batch writes and what undoing it takes back, beside people who enter, close and clear at the same time."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from seoulwork.divisions import Division, division
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.months import STEPS, open_month, step
from seoulwork.models import Role, User
from seoulwork.periods import Month
from seoulwork.workbook import commit as service
from seoulwork.workbook.preview import Preview
from tests.workbook.writing import by_openpyxl

COUNSELLING = "청년일자리센터 취업상담"
JANUARY = Month(2019, 1)


def content_of(*rows: list[Any], head: list[Any] | None = None) -> bytes:
    return by_openpyxl([head or ["지표", "2019-01", "2019-02"], *rows])


GOOD = content_of([COUNSELLING, 10, 20])


@pytest.fixture
def to() -> Division:
    return division("programmes")


def administrator() -> User:
    return User.objects.create(username="admin", name="관리자", role=Role.ADMINISTRATOR)


@pytest.mark.django_db(transaction=True)
def test_a_month_can_not_be_handed_in_between_the_look_and_the_write(
    briefing_data_live: None, to: Division, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = administrator()
    open_month(JANUARY, of=[to])
    workbook, sheets = service.receive(GOOD, name="x.xlsx", to=to)
    look = service.preview
    handed_in: list[Any] = []

    def hand_in() -> None:
        try:
            step(to, JANUARY, by=by, action="제출", source=STEPS["entry_submit"], target="submitted")
        finally:
            connection.close()

    def look_while_somebody_hands_in(*args: Any) -> Preview:
        found = look(*args)
        handed_in.append(pool.submit(hand_in))
        with pytest.raises(TimeoutError):
            handed_in[0].result(timeout=1)
        return found

    monkeypatch.setattr(service, "preview", look_while_somebody_hands_in)
    with ThreadPoolExecutor(1) as pool:
        batch = service.commit(workbook, None, sheets=sheets)
        handed_in[0].result(timeout=30)

    month = ReportingMonth.objects.get(division=to.key, month=JANUARY)
    assert (month.state, month.changed_at > batch.at) == ("submitted", True)
