"""An indicator that its keepers have worked out from others: on the pages, in the database, in monthly entry, in print and on its page."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from labour.models import Indicator, Part, Passage, Programme, Target
from reports.comparison import compared
from reports.editions.correcting import begin
from reports.editions.kept import document_of
from reports.editions.publishing import publish
from reports.models import Briefing, Edition
from seoulwork.accounts.models import Role
from seoulwork.domain.periods import Month, Run
from seoulwork.entry.due import EVERY, due
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.queries import ledger
from seoulwork.figures.recording import Stamp, record_actual

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
NEW = {
    "short_name": "현장지원",
    "name": "현장 지원",
    "unit": "개소",
    "decimals": "0",
    "accumulation": "sum",
    "frequency": "monthly",
    "asking": "usual",
    "position": "90",
    "formula": "노무컨설팅 + 근로환경컨설팅",
}


def missing(own: Indicator) -> list[str]:
    """What its value lacks as of June."""
    told = ledger(division("labour"), Month(2018, 6))
    return [each.words for each in told.lacking(told.indicator_by_id[own.pk])]


def sent(client: Client, address: str, values: dict[str, Any]) -> str:
    return unescape(client.post(address, values, follow=True).content.decode())


def test_it_is_kept_on_a_page_and_behaves_like_any(briefing_data: None, signed_in: SignIn) -> None:
    client, labour = signed_in(Role.ADMINISTRATOR), division("labour")
    programme = Programme.objects.get(number=6)
    add = reverse("list_add", args=["labour", "indicators"])
    values = NEW | {"programme": str(programme.pk)}
    for changed, said in (
        ({"formula": "노무컨설팅 + 노동교육"}, "단위가 달라 더하거나 뺄 수 없습니다(개소, 회)"),
        ({"formula": "노무컨설팅 + 현장지원"}, "다시 '현장 지원'으로 돌아옵니다"),
        ({"accumulation": "latest"}, "합산 방법을 '합계'로 골라"),
        ({"restates": "노무컨설팅"}, "셈이 그것을 정합니다"),
    ):
        assert said in sent(client, add, values | changed), changed
    sent(client, add, values)
    listed = client.get(reverse("list", args=["labour", "indicators"]), {"q": "현장"}).content.decode()
    assert "노무컨설팅 + 근로환경컨설팅" in listed, "the list tells from what it is worked out"
    own = Indicator.objects.get(short_name="현장지원")
    assert own.formula == "노무컨설팅 + 근로환경컨설팅"

    # Nothing is entered of it: not in the grid, not in the list of occasional ones, not past all of that.
    assert own.pk not in due(labour, Month(2018, 7), of=EVERY).indicator_ids()
    stamp = Stamp(None, Source.BROWSER)
    key = {"indicator": own, "part": None}
    for refused in (
        lambda: record_actual(labour.models, key, Run.parse("2018-06"), {"value": 1}, stamp),
        lambda: Part.objects.create(indicator=own, path="청년"),
        lambda: Indicator.objects.filter(short_name="근로환경컨설팅").update(formula="가 + 나"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            refused()
    operand = Indicator.objects.get(short_name="노무컨설팅")
    used = Indicator.objects.create(programme=programme, short_name="재방문", name="재방문", unit="개소")
    sent(client, add, values | {"short_name": "모두", "name": "모두", "formula": "현장지원 + 재방문"})
    change = reverse("list_change", args=["labour", "indicators", used.pk])
    form = client.get(change).context["form"]
    kept = {
        name: form[name].value()
        for name in form.fields
        if not (form[name].value() is None or form[name].value() is False)
    }
    said = sent(client, change, kept | {"short_name": "다시방문", "reason": "이름 정리"})
    assert "지표 '모두'의 셈: '재방문'은 없는 이름입니다." in said

    # It is printed, has a page of its own, and tells why it moved.
    passage = Passage.objects.filter(programme=programme, kind="course").first() or Passage.objects.filter(
        programme=programme
    ).latest("pk")
    passage.text += "\n○ 현장 지원 {현장지원} (달성률 {현장지원.달성률})"
    passage.save()
    Target.objects.create(
        indicator=own, first_month=Month(2018, 1), last_month=Month(2018, 12), value=1_000, source=Source.BROWSER
    )
    half = Run.parse("2018-01~2018-06")
    of = {"indicator": operand, "part": None}
    assert missing(own) == ["노무컨설팅 없음"]
    record_actual(labour.models, of, half, {"value": 80}, stamp)
    publish(Briefing.objects.get(), None, reason="시험")
    page = unescape(client.get(f"/briefings/figures/labour/indicator/{own.pk}/").content.decode())
    for words in ("현장 지원", "노무컨설팅 + 근로환경컨설팅", "200개소", "현장 지원 200개소 (달성률 20.0%)"):
        assert words in page, words
    begin(Briefing.objects.get(), by=None, reason="집계 오류")
    record_actual(labour.models, of, half, {"value": 87}, Stamp(None, Source.BROWSER, reason="대조"))
    publish(Briefing.objects.get(), None, reason="시험")
    first, second = (document_of(each) for each in Edition.objects.order_by("pk"))
    moved = [each for _, each in compared(first, second).moved if "노무컨설팅" in str(each.why)]
    (one, *_) = moved
    assert (one.old, one.new, one.difference) == ("200개소", "207개소", "+7개소")
    assert any("80개소 → 87개소" in why for why in one.why), one.why
