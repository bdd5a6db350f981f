"""A figure that changes after an edition printed it marks that edition, for the staff, on the way to the correction."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from programmes.models import Actual, Appropriation, Execution, Target
from reports.editions.changed import _KEYS, CLEARED, NOWHERE, changed_since, printed_by, reason_for
from reports.editions.publishing import publish
from reports.models import Briefing, Correction, Edition
from seoulwork.accounts.models import Role
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Bureau
from tests.reports.editions.test_corrections import correct_youth_jobs, text_of

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
ADDRESS = "/briefings/2018-07/"


@pytest.fixture
def published(briefing_data: None) -> Edition:
    return publish(Briefing.objects.get(), None, reason="시험")


def test_a_changed_figure_marks_the_edition_for_the_staff_and_begins_its_correction(
    published: Edition, signed_in: SignIn
) -> None:
    administrator, officer, council = (
        signed_in(Role.ADMINISTRATOR),
        signed_in(Role.OFFICER, "labour"),
        signed_in(Role.COUNCIL),
    )
    assert changed_since(published) == []
    assert "발행 뒤 바뀜" not in administrator.get(ADDRESS).content.decode()
    with CaptureQueriesContext(connection) as before:
        administrator.get(f"{ADDRESS}editions/1/")
    correct_youth_jobs(58_697)
    (found,) = changed_since(published)
    assert found.text == "48,697개 → 58,697개 (4곳)"
    assert (found.kind, found.by, found.reason) == ("실적", "관리 명령", "정정")
    assert len(found.where) > 1 and any("표 '" in each for each in found.where)
    with CaptureQueriesContext(connection) as after:
        page = administrator.get(f"{ADDRESS}editions/1/").content.decode()
    assert len(after) == len(before), "however much has changed"
    assert found.text in page and "사유: 정정" in page
    assert "이 사유로 정정 시작" in page
    assert found.text in (told := officer.get(ADDRESS).content.decode()) and "정정 시작" not in told
    for address in (ADDRESS, f"{ADDRESS}editions/1/"):
        assert "발행 뒤 바뀜" not in council.get(address).content.decode()
    reason = re.search(r'name="reason" value="([^"]+)"', page)
    assert reason
    administrator.post(f"{ADDRESS}correct/", {"reason": text_of(reason[1])})
    assert Correction.objects.get().reason == reason_for([found])
    second = publish(Briefing.objects.get(), None, reason="시험")
    assert changed_since(second) == []
    page = administrator.get(f"{ADDRESS}editions/1/").content.decode()
    assert found.text in page and "이 사유로 정정 시작" not in page, "the earlier one stays marked"


def ended(row: Any) -> Any:
    row.superseded_at = "2100-01-01T00:00:00+09:00"
    row.save(update_fields=["superseded_at"])
    return row


def test_each_kind_of_row_is_compared(published: Edition) -> None:
    printed = {each.origin.place for rows in printed_by(published).values() for each in rows}
    for model, change in (
        (Target, {"value": 1}),
        (Appropriation, {"amount": 1_000_000}),
        (Execution, {"spent": 1_000_000, "committed": 2_000_000}),
    ):
        row = model.objects.filter(superseded_at=None, pk__in=_keys(model, printed)).order_by("pk").first()
        assert row is not None, model
        model.objects.filter(pk=row.pk).update(**change)
    Bureau.objects.update(teams=99)
    division("labour").models.Headcount.objects.update(actual=7)
    kinds = {each.kind for each in changed_since(published)}
    assert {"목표", "지출액", "현황", "정원/현원"} <= kinds
    assert {each.new for each in changed_since(published) if each.kind == "현황"} == {
        f"99{Bureau.objects.get().team_unit}"
    }


def _keys(model: Any, printed: set[tuple[str, ...]]) -> list[int]:
    own = _KEYS[model.__name__]
    return [row.pk for row in model.objects.all() if own(division("programmes").name, row) in printed]


def test_what_was_cleared_and_what_has_another_name_is_told(published: Edition) -> None:
    current = Actual.objects.get(indicator__short_name="일자리", part__path="청년", superseded_at=None)
    Actual.objects.filter(pk=current.pk).update(superseded_at="2100-01-01T00:00:00+09:00")
    (found,) = changed_since(published)
    assert found.new == CLEARED and found.at is not None and not found.by
    Actual.objects.filter(pk=current.pk).update(superseded_at=None)
    indicator = current.indicator
    type(indicator).objects.filter(pk=indicator.pk).update(short_name="다른이름")
    assert {each.new for each in changed_since(published)} == {NOWHERE}
    assert "등" in reason_for(changed_since(published))
