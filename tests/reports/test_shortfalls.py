"""부진 사유 and 만회 예정일 in print: named by a text, under each programme where the cover asks for it, and beside the finding."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from reports.assemble import assemble
from reports.document import Bullets
from reports.editions.publishing import render
from reports.models import Briefing
from seoulwork.accounts.models import Role
from seoulwork.domain.fitting import check
from seoulwork.domain.notation import NotationError
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import division
from seoulwork.figures.texts import names_for
from tests.reports.checking import findings

LABOUR = division("labour").models
BEHIND = "시민명예노동옴부즈만 상담건수"


@pytest.fixture
def indicator(briefing_data: None) -> Any:
    """An indicator of programme 6, 26.8 % by May where 41.7 % were expected, with the reason of its last month."""
    found = LABOUR.Indicator.objects.get(short_name="옴부즈만상담건수")
    last = found.actuals.current().order_by("-last_month").first()
    place = {"indicator": found, "part": None, "budget": None, "field": "value"}
    for month, text in ((last.last_month - 1, "지난달의 사유"), (last.last_month, "위촉이\n늦어짐")):
        LABOUR.Remark.objects.create(**place, month=month, kind="shortfall", text=text, recovery=date(2018, 9, 30))
    budget = LABOUR.Budget.objects.get(kind="current", year=2018)
    place = {"indicator": None, "part": None, "budget": budget, "field": "spent"}
    LABOUR.Remark.objects.create(
        **place, month=Month(2018, 6), kind="shortfall", text="계약이 늦음", recovery=date(2018, 10, 15)
    )
    return found


def lines(briefing: Briefing) -> list[str]:
    return [
        line.text
        for section in assemble(briefing).walk()
        for block in section.blocks
        if isinstance(block, Bullets)
        for line in block.lines
    ]


def write(indicator: Any, text: str) -> None:
    passage = LABOUR.Passage.objects.filter(programme=indicator.programme).exclude(kind="gist").first()
    passage.text += f"\n○ {text}"
    passage.save()


def test_a_text_names_the_reason_and_the_date(indicator: Any) -> None:
    name = indicator.short_name
    write(indicator, f"{{{name}.부진사유}}({{{name}.만회예정일:해없이}})")
    write(indicator, f"까닭 {{{name}.부진사유@2017}}")
    write(indicator, "예산 {예산현액.부진사유} {예산현액.만회예정일}")
    printed = lines(Briefing.objects.get())
    assert "위촉이 늦어짐(9월말)" in printed
    assert "까닭 -" in printed  # nobody wrote one: blank, and found as such
    assert "예산 계약이 늦음 '18.10.15" in printed
    assert any("까닭 -" in each.sentence for each in findings(Briefing.objects.get()) if each.rule == "complete.blank")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{옴부즈만상담건수.부진사유:값}", "':값' 모양이 맞지 않습니다"),
        ("{옴부즈만상담건수.부진사유÷옴부즈만상담건수}", "부진사유는 ÷로 나눌 수 없습니다"),
        ("{옴부즈만상담건수.만회예정일:억원}", "':억원' 모양이 맞지 않습니다"),
    ],
)
def test_a_reason_is_shown_as_it_is(indicator: Any, text: str, sentence: str) -> None:
    with pytest.raises(NotationError, match=sentence):
        check(f"○ {text}", names_for("labour", indicator.programme_id))


def test_the_cover_asks_for_a_line_under_each_programme(indicator: Any, signed_in: Callable[..., Client]) -> None:
    briefing = Briefing.objects.get()
    assert not any("부진 사유" in each for each in lines(briefing))
    client = signed_in(Role.ADMINISTRATOR)
    page = client.get("/briefings/2018-07/cover/")
    form = page.context["form"]
    sent = {name: form[name].value() or "" for name, field in form.fields.items() if not field.disabled}
    answer = client.post("/briefings/2018-07/cover/", sent | {"shortfalls": "on", "reason": "위원회 요청"}, follow=True)
    assert answer.status_code == 200
    briefing.refresh_from_db()
    assert briefing.shortfalls
    told = [each for each in lines(briefing) if "부진 사유" in each]
    assert told == [f"{BEHIND} 달성률 26.8%(기대 진도 41.7%), 부진 사유: 위촉이 늦어짐, 만회 예정: '18.9월말"]
    section = next(each for each in assemble(briefing).walk() if each.key == "labour-6")
    last = section.blocks[-1]
    assert isinstance(last, Bullets) and last.lines[-1].mark == "※"
    for kind in ("html", "xlsx"):
        assert render(assemble(briefing), kind)


def test_the_reason_stands_beside_the_finding(indicator: Any) -> None:
    told = {
        each.rule: each.sentence
        for each in findings(Briefing.objects.get())
        if "pace" in each.rule and "사유" in each.sentence
    }
    assert told["targets.behind_pace"].endswith("부진 사유: 위촉이 늦어짐 (만회 예정일 '18.9.30)")
    assert told["budgets.behind_pace"].endswith("부진 사유: 계약이 늦음 (만회 예정일 '18.10.15)")
