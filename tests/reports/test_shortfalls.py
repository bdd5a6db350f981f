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

# What is printed of rows that other tests write on both engines.
pytestmark = pytest.mark.any_engine

OWN, LABOUR = (division(key).models for key in ("socialeconomy", "labour"))


@pytest.fixture
def indicator(briefing_data: None) -> Any:
    """An indicator of programme 1, 26.8 % by May where 41.7 % were expected, with the reason of its last month; and a budget."""
    found = OWN.Indicator.objects.get(short_name="공공구매액")
    for month, text in ((Month(2018, 4), "지난달의 사유"), (Month(2018, 5), "계약이\n늦어짐")):
        OWN.Remark.objects.create(
            indicator=found, field="value", month=month, kind="shortfall", text=text, recovery=date(2018, 9, 30)
        )
    budget = LABOUR.Budget.objects.get(kind="current", year=2018)
    LABOUR.Remark.objects.create(
        budget=budget,
        field="spent",
        month=Month(2018, 6),
        kind="shortfall",
        text="공모가 늦음",
        recovery=date(2018, 10, 15),
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


def write(text: str, key: str = "socialeconomy") -> None:
    """At the end of a text of the division's first programme."""
    passage = division(key).models.Passage.objects.filter(programme__number=1).exclude(kind="gist")[0]
    passage.text += f"\n○ {text}"
    passage.save()


def test_a_text_names_the_reason_and_the_date(indicator: Any) -> None:
    write("{공공구매액.부진사유}({공공구매액.만회예정일:해없이})")
    write("까닭 {공공구매액.부진사유@2017}")
    write("예산 {예산현액.부진사유} {예산현액.만회예정일}", "labour")
    printed = lines(Briefing.objects.get())
    assert "계약이 늦어짐(9월말)" in printed
    assert "까닭 -" in printed  # nobody wrote one: blank, and found as such
    assert "예산 공모가 늦음 '18.10.15" in printed
    assert any("까닭 -" in each.sentence for each in findings(Briefing.objects.get()) if each.rule == "complete.blank")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{공공구매액.부진사유:값}", "':값' 모양이 맞지 않습니다"),
        ("{공공구매액.부진사유÷공공구매액}", "부진사유는 더하거나 나눌 수 없습니다"),
        ("{공공구매액.만회예정일:억원}", "':억원' 모양이 맞지 않습니다"),
    ],
)
def test_a_reason_is_shown_as_it_is(indicator: Any, text: str, sentence: str) -> None:
    with pytest.raises(NotationError, match=sentence):
        check(f"○ {text}", names_for("socialeconomy", indicator.programme_id))


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
    assert told == [
        f"{indicator.name} '18.1~5월 달성률 26.8%(기대 진도 41.7%), 부진 사유: 계약이 늦어짐, 만회 예정: '18.9월말"
    ]
    section = next(each for each in assemble(briefing).walk() if each.key == "socialeconomy-1")
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
    assert told["targets.behind_pace"].endswith("부진 사유: 계약이 늦어짐 (만회 예정일 '18.9.30)")
    assert told["budgets.behind_pace"].endswith("부진 사유: 공모가 늦음 (만회 예정일 '18.10.15)")
