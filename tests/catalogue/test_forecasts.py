"""An officer says where a year will end, with a reason: on a page, kept with all that was said before."""

from collections.abc import Callable
from decimal import Decimal
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from labour.models import Budget, Forecast, Indicator, SpendingForecast
from seoulwork.accounts.models import Role
from seoulwork.audit.models import Event
from seoulwork.domain.periods import Month
from seoulwork.entry.steps import open_month
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.queries import ledger

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def test_it_is_written_with_a_reason_changed_and_taken_away(briefing_data: None, signed_in: SignIn) -> None:
    officer = signed_in(Role.OFFICER, "labour")
    indicator = Indicator.objects.get(short_name="옴부즈만상담건수")
    address = reverse("forecast", args=["labour", indicator.pk, 2018])
    page = unescape(officer.get(reverse("forecasts", args=["labour"]), {"month": "2018-06"}).content.decode())
    assert indicator.name in page and "1,694건" in page and "3,388건" in page and "6월까지 · 균등" in page
    assert officer.get(reverse("forecasts", args=["labour"]), {"month": "유월"}).status_code == 200

    def sent(figure: str, reason: str, seen: str) -> str:
        values = {"figure": figure, "reason": reason, "seen": seen}
        return unescape(officer.post(address, values, follow=True).content.decode())

    assert "이 필드는 필수" in sent("3,600", "", "") or not Forecast.objects.exists()
    assert "단위 '건'에 맞지 않습니다" in sent("3,600명", "까닭", "")
    assert "0 이상" in sent("△5", "까닭", "")
    assert "연말 전망을 적어 주세요" in sent("", "까닭", "")
    assert "저장했습니다" in sent("3,600", "하반기에 상담실을 엶", "")
    first = Forecast.objects.get()
    assert "다시 열어" in sent("3,700", "까닭", "")
    assert "그대로 두었습니다" in sent("3,600", "하반기에 상담실을 엶", str(first.pk))
    assert "저장했습니다" in sent("3,700", "상담실이 늦어짐", str(first.pk))
    second = Forecast.objects.current().get()
    first.refresh_from_db()
    assert (first.superseded_by, second.value) == (second, 3_700)
    told = ledger(division("labour"), Month(2018, 6))
    written = told.own_forecast(told.indicator_by_id[indicator.pk])
    assert written is not None
    assert (written.value, written.reason) == (3_700, "상담실이 늦어짐")
    page = unescape(officer.get(address).content.decode())
    assert page.index("상담실이 늦어짐") < page.index("하반기에 상담실을 엶")
    open_month(Month(2018, 7))
    glance = unescape(officer.get("/briefings/glance/?by=indicator").content.decode())
    assert "연말 전망 3,700건 · 추계 3,388건(6월까지 · 균등)" in glance
    assert "저장했습니다" in sent("", "철회", str(second.pk))
    assert not Forecast.objects.current().exists()
    about = Event.objects.filter(indicator=indicator.pk, kind="labour.forecast").order_by("pk")
    assert [(each.action, each.old_value, each.new_value) for each in about] == [
        ("row_added", None, 3_600),
        ("row_changed", 3_600, 3_700),
        ("row_removed", 3_700, None),
    ]

    assert signed_in(Role.HEAD, "labour").post(address, {"figure": "1", "reason": "까닭"}).status_code == 403
    assert officer.get(reverse("forecast", args=["labour", 0, 2018])).status_code == 404
    assert officer.get(reverse("forecast", args=["labour", indicator.pk, 1])).status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        Forecast.objects.create(indicator=indicator, year=2018, value=1, source=Source.BROWSER)


def test_what_will_be_spent_is_foreseen_too(briefing_data: None, signed_in: SignIn) -> None:
    """Of a budget line that is spent; beside the program's, on the pages, in texts and on the first page."""
    officer = signed_in(Role.OFFICER, "labour")
    line = Budget.objects.get(programme=None, kind="current", year=2018)
    address = reverse("spending_forecast", args=["labour", line.pk])
    page = unescape(officer.get(reverse("forecasts", args=["labour"]), {"month": "2018-06"}).content.decode())
    assert address in page and "5,553백만원" in page and "11,106백만원" in page
    assert reverse("forecasts", args=["labour"]) in officer.get("/lists/labour/executions/").content.decode()

    def sent(figure: str, reason: str, seen: str = "") -> str:
        values = {"figure": figure, "reason": reason, "seen": seen}
        return unescape(officer.post(address, values, follow=True).content.decode())

    assert "단위 '백만원'에 맞지 않습니다" in sent("18,000건", "까닭")
    assert "저장했습니다" in sent("18,000", "하반기에 공사비를 냄")
    first = SpendingForecast.objects.get()
    assert first.value == 18_000_000_000
    assert "다시 열어" in sent("17,000", "까닭")
    assert "저장했습니다" in sent("17,000", "공사가 늦어짐", str(first.pk))
    told = ledger(division("labour"), Month(2018, 6))
    found = told.own_spending_forecast([told.budget_by_id[line.pk]])
    assert found is not None
    assert (found.value, found.amounts[0].reason) == (Decimal(17_000_000_000), "공사가 늦어짐")
    page = unescape(officer.get(address).content.decode())
    assert page.index("공사가 늦어짐") < page.index("하반기에 공사비를 냄")
    open_month(Month(2018, 7))
    glance = unescape(officer.get("/briefings/glance/?by=budget").content.decode())
    assert "연말 전망 17,000백만원 · 추계 11,106백만원(6월까지 · 균등)" in glance
    about = Event.objects.filter(budget=line.pk, kind="labour.spendingforecast").order_by("pk")
    assert [(each.old_value, each.new_value) for each in about] == [
        (None, 18_000_000_000),
        (18_000_000_000, 17_000_000_000),
    ]
    assert "공사가 늦어짐" in unescape(signed_in(Role.ADMINISTRATOR).get(reverse("user_events")).content.decode())

    required = Budget.objects.exclude(kind__in=("current", "grant")).first()
    assert required is not None
    for nothing in (0, required.pk):
        assert officer.get(reverse("spending_forecast", args=["labour", nothing])).status_code == 404
    assert signed_in(Role.HEAD, "labour").post(address, {"figure": "1", "reason": "까닭"}).status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        SpendingForecast.objects.create(budget=line, value=1, source=Source.BROWSER, reason="둘째")
