"""A figure that changes after an edition printed it marks that edition, for the staff, on the way to the correction."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programmes.models import Actual, Appropriation, Execution, Target
from reports.editions import correcting
from reports.editions.changed import CLEARED, changed_since, printed_by, reason_for
from reports.editions.identities import homes_of
from reports.editions.publishing import publish
from reports.editions.telling import tell_changed
from reports.models import Briefing, Correction, Edition
from reports.places import kept
from seoulwork.accounts.models import Role, User
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Bureau, Source
from seoulwork.notices.models import Kind, Notice
from tests.reports.editions.test_corrections import correct_youth_jobs, text_of

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
ADDRESS = "/briefings/2018-07/"


def person(role: str, of: str = "") -> User:
    return User.objects.create(username=f"{role}-{of}", name=role, role=role, division=of)


@pytest.fixture
def published(briefing_data: None) -> Edition:
    return publish(Briefing.objects.get(), None, reason="시험")


@pytest.mark.any_engine
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
    marked = (f"{ADDRESS}front/", f"{ADDRESS}sections/part-2/", f"{ADDRESS}editions/1/sections/labour-6/")
    for address in marked:
        told = officer.get(address).content.decode()
        assert "발행 뒤 바뀐 수치가 1건" in told and f'href="{ADDRESS}editions/1/#changed-since"' in told, address
    for address in (ADDRESS, f"{ADDRESS}editions/1/", *marked):
        page_of_council = council.get(address).content.decode()
        assert "발행 뒤 바뀜" not in page_of_council and "발행 뒤 바뀐" not in page_of_council, address
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
    for model, change in (
        (Target, {"value": 1}),
        (Appropriation, {"amount": 1_000_000}),
        (Execution, {"spent": 1_000_000, "committed": 2_000_000}),
    ):
        row = model.objects.filter(superseded_at=None, pk__in=_keys(model, published)).order_by("pk").first()
        assert row is not None, model
        model.objects.filter(pk=row.pk).update(**change)
    Bureau.objects.update(teams=99)
    division("labour").models.Headcount.objects.update(actual=7)
    kinds = {each.kind for each in changed_since(published)}
    assert {"목표", "지출액", "현황", "정원/현원"} <= kinds
    assert {each.new for each in changed_since(published) if each.kind == "현황"} == {
        f"99{Bureau.objects.get().team_unit}"
    }


def test_what_officers_foresee_is_compared_and_leads_to_its_page(briefing_data: None) -> None:
    """Of an indicator and of what is spent of a budget: printed, changed, and found again by its place."""
    own = division("labour").models
    indicator = own.Indicator.objects.get(short_name="옴부즈만상담건수")
    line = own.Budget.objects.get(programme=None, kind="current", year=2018)
    said: dict[str, Any] = {"source": Source.BROWSER, "reason": "하반기 사업"}
    own.Forecast.objects.create(indicator=indicator, year=2018, value=3_600, **said)
    own.SpendingForecast.objects.create(budget=line, value=18_000_000_000, **said)
    text = own.Passage.objects.filter(programme=indicator.programme, milestones=None).exclude(kind="gist").first()
    assert text is not None
    own.Passage.objects.filter(pk=text.pk).update(
        text=f"{text.text}\n○ {{옴부즈만상담건수.연말전망}}, {{예산현액.연말전망}}"
    )
    edition = publish(Briefing.objects.get(), None, reason="시험")
    assert changed_since(edition) == []
    own.Forecast.objects.update(value=3_700)
    own.SpendingForecast.objects.update(value=17_000_000_000)
    found = {each.text for each in changed_since(edition)}
    assert found == {"3,600건 → 3,700건 (1곳)", "18,000백만원 → 17,000백만원 (1곳)"}
    places = {each.origin.place for rows in printed_by(edition).values() for each in rows}
    foreseen = sorted(each for each in places if "Forecast" in each[1])
    head = person(Role.HEAD, "labour")
    pages = [kept(each, head, 2018) for each in foreseen]
    assert [each and each.address for each in pages] == [
        reverse("forecast", args=["labour", indicator.pk, 2018]),
        reverse("spending_forecast", args=["labour", line.pk]),
    ]
    measured = {(each.kind, each.number) for each in edition.measured.all()}
    assert {("indicator", indicator.pk), ("budget", line.pk)} <= measured


def _keys(model: Any, edition: Edition) -> list[int]:
    """The rows of which the edition prints something, by whose they are."""
    homes = homes_of(edition)
    printed = [each.origin.place for rows in printed_by(edition).values() for each in rows]
    places = [each for each in printed if each[:2] == (division("programmes").name, model.__name__)]
    if model is Target:
        runs = {(home.number, home.row, *each[5:]) for each in places if (home := homes(each))}
        return [
            row.pk
            for row in model.objects.all()
            if (row.indicator_id, row.part_id, str(row.first_month), str(row.last_month)) in runs
        ]
    when = "from_month" if model is Appropriation else "month"
    lines = {(home.row, each[7]) for each in places if (home := homes(each))}
    return [row.pk for row in model.objects.all() if (row.budget_id, str(getattr(row, when))) in lines]


def test_what_was_cleared_is_told_and_another_name_is_no_change(published: Edition) -> None:
    current = Actual.objects.get(indicator__short_name="일자리", part__path="청년", superseded_at=None)
    Actual.objects.filter(pk=current.pk).update(superseded_at="2100-01-01T00:00:00+09:00")
    (found,) = changed_since(published)
    assert found.new == CLEARED and found.at is not None and not found.by
    Actual.objects.filter(pk=current.pk).update(superseded_at=None)
    indicator = current.indicator
    type(indicator).objects.filter(pk=indicator.pk).update(short_name="다른이름")
    assert changed_since(published) == [], "nothing of it says otherwise"


@pytest.mark.any_engine
def test_who_must_know_is_told_once_and_the_list_of_editions_counts_it(published: Edition, signed_in: SignIn) -> None:
    """The head of its division and the administrators, by the day's work; again when more has changed. The list asks as often however many
    editions there are."""
    own, other, administrator = (
        person(Role.HEAD, "programmes"),
        person(Role.HEAD, "labour"),
        person(Role.ADMINISTRATOR),
    )
    assert tell_changed() == []
    correct_youth_jobs(58_697)
    for _ in range(2):
        call_command("daily")
    told = Notice.objects.filter(kind=Kind.CHANGED).order_by("pk")
    assert {each.user_id for each in told} == {own.pk, administrator.pk}
    assert len(told) == 2
    assert "수치 1건이 발행 뒤 바뀌었습니다" in told[0].text
    assert "48,697개 → 58,697개 (4곳)" in told[0].more
    assert told[0].address == f"{ADDRESS}editions/1/"
    correct_youth_jobs(58_698)
    tell_changed()
    assert told.all().count() == 4
    assert not told.filter(user=other).exists()
    officer, council = signed_in(Role.OFFICER, "labour"), signed_in(Role.COUNCIL)
    with CaptureQueriesContext(connection) as one:
        assert "발행 뒤 바뀐 수치 1건" in officer.get(f"{ADDRESS}editions/").content.decode()
    assert "발행 뒤 바뀐" not in council.get(f"{ADDRESS}editions/").content.decode()
    correcting.begin(Briefing.objects.get(), by=None, reason="집계 오류")
    assert tell_changed() == []
    publish(Briefing.objects.get(), None, reason="시험")
    assert "가장 새로 나온 판의 것만 여기서 셉니다" in officer.get(f"{ADDRESS}editions/").content.decode()
    assert "가장 새로 나온 판" not in council.get(f"{ADDRESS}editions/").content.decode()
    with CaptureQueriesContext(connection) as two:
        assert "발행 뒤 바뀐 수치 1건" not in officer.get(f"{ADDRESS}editions/").content.decode()
    assert len(two) == len(one)
