"""월별 계획 on its page: kept a year at a time, filled as last year went; entry and the checker keep its pace."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.models import Briefing
from seoulwork.accounts.models import Role
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.cells import Cell
from seoulwork.domain.periods import Month, Run
from seoulwork.entry.steps import open_month
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record
from tests.reports.checking import findings

SignIn = Callable[..., Client]
LABOUR = division("labour").models
JULY = Month(2018, 7)
STAMP = Stamp(None, Source.DATA)
REASON = "연간 계획 확정"


@pytest.fixture
def client(briefing_data: None, signed_in: SignIn) -> Client:
    return signed_in(Role.ADMINISTRATOR)


@pytest.fixture
def counselling(client: Client) -> Any:
    """무료노무상담: 3,000 in 2018 and 1,730 of it by June, 36 of them in June."""
    found = LABOUR.Indicator.objects.create(short_name="시험상담", name="시험 상담", unit="건")
    key = {"indicator": found, "part": None}
    year = Run.year(2018)
    record(LABOUR.Target, {**key, "first_month": year.first, "last_month": year.last}, {"value": 1200}, STAMP)
    half = Run.parse("2018H1")
    record(LABOUR.Actual, {**key, "first_month": half.first, "last_month": half.last}, {"value": 300}, STAMP)
    return found


def address(indicator: Any, year: int = 2018) -> str:
    return reverse("list_plan", args=["labour", f"a{indicator.pk}", year])


def months(values: list[Any]) -> dict[str, str]:
    return {f"month-{number}": str(value) for number, value in enumerate(values, 1)}


def send(client: Client, at: str, values: list[Any], **more: str) -> str:
    seen = client.get(at).context["form"]["seen"].value()
    form = {**months(values), "reason": REASON, "seen": seen} | more
    return client.post(at, form, follow=True).content.decode()


def stored(indicator: Any) -> list[int]:
    rows = LABOUR.MonthPlan.objects.current().filter(indicator=indicator).order_by("month")
    return [row.value for row in rows]


COURSE = [50, 100, 150, 200, 250, 310, 450, 600, 750, 900, 1050, 1200]


def test_a_plan_is_kept_superseded_and_recorded(client: Client, counselling: Any) -> None:
    at = address(counselling)
    assert "월별 계획을 저장했습니다" in send(client, at, [f"{each:,}" for each in COURSE])
    assert stored(counselling) == COURSE
    assert "바뀐 것이 없어" in send(client, at, COURSE)
    send(client, at, [*COURSE[:5], 330, *COURSE[6:]])
    assert stored(counselling)[5] == 330
    old = LABOUR.MonthPlan.objects.get(superseded_at__isnull=False)
    new = LABOUR.MonthPlan.objects.get(predecessors=old)
    assert (old.value, new.value, new.reason) == (310, 330, REASON)
    first, second = Event.objects.filter(action=Action.PLAN_KEPT).order_by("pk")
    assert (first.count, second.count, second.indicator, second.reason) == (12, 1, counselling.pk, REASON)
    page = client.get(reverse("user_event", args=[second.pk])).content.decode()
    assert "310건" in page and "330건" in page and "2018년 6월까지의 계획" in page
    listed = client.get(reverse("list", args=["labour", "plans"])).content.decode()
    assert "330건" in listed and "310건" not in listed and at in listed
    assert "310건" in client.get(reverse("list", args=["labour", "plans"]), {"history": "all"}).content.decode()
    assert "저장했습니다" in send(client, at, [""] * 12)
    assert stored(counselling) == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([*COURSE[:11], ""], "비어 있는 달이 있습니다: 12월"),
        (["△1", *COURSE[1:]], "월별 계획은 0보다 작을 수 없습니다"),
        (["많음", *COURSE[1:]], "숫자가 아닙니다"),
        ([9 * 10**18, *COURSE[1:]], "너무 큰 수"),
    ],
)
def test_what_is_no_plan_is_refused_and_nothing_is_kept(
    client: Client, counselling: Any, values: list[Any], sentence: str
) -> None:
    assert sentence in send(client, address(counselling), values)
    assert stored(counselling) == []


@pytest.mark.any_engine
def test_a_plan_that_somebody_changed_meanwhile_is_not_overwritten(client: Client, counselling: Any) -> None:
    at = address(counselling)
    seen = client.get(at).context["form"]["seen"].value()
    send(client, at, COURSE)
    assert "그사이 다른 사람이" in send(client, at, [1] * 12, seen=seen)
    assert stored(counselling) == COURSE


@pytest.mark.any_engine
def test_a_december_that_is_not_the_target_is_told(client: Client, counselling: Any) -> None:
    assert "12월까지의 계획은 1,100인데 2018년 목표은 1,200입니다" not in send(client, address(counselling), COURSE)
    told = send(client, address(counselling), [*COURSE[:11], "1,100"])
    assert "12월까지의 계획은 1,100인데" in told and "1,200입니다" in told


@pytest.mark.any_engine
def test_filled_as_last_year_went(client: Client, counselling: Any) -> None:
    at = f"{address(counselling)}?fill=last-year"
    assert "2017년의 달별 실적이 다 있지 않아" in client.get(at).content.decode()
    key = {"indicator": counselling, "part": None}
    half = Run.parse("2017H1")
    record(LABOUR.Actual, {**key, "first_month": half.first, "last_month": half.last}, {"value": 60}, STAMP)
    for month in Run.parse("2017H2").months():
        record(LABOUR.Actual, {**key, "first_month": month, "last_month": month}, {"value": 90}, STAMP)
    form = client.get(at).context["form"]
    filled = [field.value() for field in form.month_fields()]
    assert filled == ["20", "40", "60", "80", "100", "120", "300", "480", "660", "840", "1,020", "1,200"]
    assert stored(counselling) == []  # until it is saved
    send(client, address(counselling), filled)
    assert stored(counselling)[6] == 300


def test_a_budget_line_is_filled_in_its_own_unit(client: Client) -> None:
    line = LABOUR.Budget.objects.get(kind="current", year=2018)
    before = LABOUR.Budget.objects.create(kind="current", short_name=line.short_name, year=2017)
    for month in Run.year(2017).months():
        key = {"budget": before, "month": month}
        record(LABOUR.Execution, key, {"committed": None, "spent": month.number**2 * 10**6}, STAMP)
    at = reverse("list_plan", args=["labour", f"s{line.pk}", 2018])
    page = client.get(at, {"fill": "last-year"})
    amount = line.appropriations.get().amount
    december = page.context["form"].month_fields()[11].value()
    assert december == page.context["plan"].slot.written(amount)
    send(client, at, list(range(12)))
    row = LABOUR.MonthPlan.objects.get(budget=line, month=Month(2018, 12))
    assert row.value == 11_000_000
    event = Event.objects.get(action=Action.PLAN_KEPT)
    assert "11백만원" in client.get(reverse("user_event", args=[event.pk])).content.decode()
    assert "11백만원" in client.get(reverse("list", args=["labour", "plans"])).content.decode()


def test_what_has_no_plan_has_no_page(client: Client, counselling: Any) -> None:
    stock = LABOUR.Indicator.objects.create(short_name="누계", name="누계", unit="건", accumulation="latest")
    rare = LABOUR.Indicator.objects.create(short_name="가끔", name="가끔", unit="건", frequency="occasional")
    line = LABOUR.Budget.objects.get(kind="current", year=2018)
    wrong = [f"a{stock.pk}", f"a{rare.pk}", f"a{counselling.pk}p1", f"d{counselling.pk}", "x1", "a99999999"]
    for cell, year in [*((each, 2018) for each in wrong), (f"s{line.pk}", 2019), (f"a{counselling.pk}", 9999)]:
        assert client.get(reverse("list_plan", args=["labour", cell, year])).status_code == 404
    chosen = client.get(reverse("list_plan_add", args=["labour"]), {"of": f"a{counselling.pk}", "year": "2018"})
    assert chosen["Location"] == address(counselling)
    offered = client.get(reverse("list_plan_add", args=["labour"]), {"year": "2018"}).content.decode()
    assert f'value="a{counselling.pk}"' in offered and f'value="a{stock.pk}"' not in offered
    assert client.get(reverse("list_plan_add", args=["labour"]), {"year": "올해"}).status_code == 302


@pytest.mark.any_engine
def test_grid_panel_and_checker_keep_one_pace(client: Client, counselling: Any) -> None:
    """By the straight line 25 % by June are far behind; by the plan 310 of 1,200 they are not."""
    open_month(Month(2018, 6))
    briefing = Briefing.objects.get()
    page = reverse("entry_month", args=["labour", Month(2018, 6)])
    panel = reverse("entry_panel", args=["labour", Month(2018, 6), str(Cell("a", counselling.pk))])

    def told() -> list[str]:
        return [each.sentence for each in findings(briefing) if "시험 상담" in each.place and "pace" in each.rule]

    def warned() -> list[str]:
        row = re.search(rf'<tr id="a{counselling.pk}".*?</tr>', client.get(page).content.decode(), re.DOTALL)
        assert row
        return re.findall(r"기대 진도 [^보]*", row[0])

    assert warned() == ["기대 진도 50.0%(균등)"]
    assert "50.0%(균등)" in client.get(panel).content.decode()
    assert [re.findall(r"기대 진도 [^보]*", each) for each in told()] == [["기대 진도 50.0%"]]
    send(client, address(counselling), COURSE)
    assert (warned(), told()) == ([], [])
    assert "25.8%(월별 계획)" in client.get(panel).content.decode()
    send(client, address(counselling), [*COURSE[:5], 480, *COURSE[6:]])
    assert warned() == ["기대 진도 40.0%(월별 계획)"]
    assert [re.findall(r"기대 진도 [^보]*", each) for each in told()] == [["기대 진도 40.0%(월별 계획)"]]
