"""Figures that are hardly right: noughts, units, copies, exchanges, jumps."""

from collections.abc import Callable
from dataclasses import replace

from seoulwork.domain.ledger import IndicatorRow, ValueRow
from seoulwork.domain.periods import Month
from seoulwork.domain.vocabulary import APPROPRIATED, SPENT, UNITS

from .paper import Paper, Share, put
from .plants import (
    Chance,
    Planted,
    actuals,
    amount_of,
    change,
    lines,
    made,
    need,
    number,
    pick,
    plant,
    set_amount,
    targets,
)

FLOWS = ("plain_flow", "flow_in_parts", "part_of_a_whole", "money", "low")


def _month(paper: Paper, data: Chance, *kinds: str) -> tuple[Share, IndicatorRow, ValueRow]:
    """The figure of a month of the reference year."""
    share, own = made(paper, data, *kinds)
    return share, own, pick(data, [row for row in actuals(share, own, paper.results) if row.run.is_month])


def _told(rule: str, share: Share, own: IndicatorRow, row: ValueRow, words: str = "") -> Planted:
    return Planted((f"improbable.{rule}",), share.place(own, share.path(row)), words or f"{row.run.korean} 실적")


def _noughts(name: str, kinds: tuple[str, ...], of: Callable[[int], int], rule: str = "slip", least: int = 0) -> None:
    """Another value in a month, of one that is at least so large in its unit."""

    def planted(paper: Paper, data: Chance) -> Planted:
        share, own, row = _month(paper, data, *kinds)
        need(row.value // UNITS[own.unit].factor >= least)
        change(share.actuals, row, of(row.value))
        return _told(rule, share, own, row)

    plant(name)(planted)


_noughts("improbable: ten times", FLOWS, lambda value: value * 10)
_noughts("improbable: a hundred times", FLOWS, lambda value: value * 100)
_noughts("improbable: a thousand times", FLOWS, lambda value: value * 1_000)
_noughts("improbable: a tenth", FLOWS, lambda value: value // 10, least=1_000)
_noughts("improbable: a hundredth", FLOWS, lambda value: value // 100, least=10_000)
_noughts("improbable: a mean ten times as large", ("mean",), lambda value: value * 10)
_noughts("improbable: a stock ten times as large", ("stock",), lambda value: value * 10)
_noughts("improbable: half of a ratio ten times as large", ("ratio",), lambda value: value * 10)
_noughts("improbable: five times", FLOWS, lambda value: value * 5, "unusual")
_noughts("improbable: a stock that jumps", ("stock",), lambda value: value * 4, "jump")
_noughts("improbable: a stock that drops", ("stock",), lambda value: value // 4, "jump", least=200)
_noughts("improbable: a stock that falls a little", ("stock",), lambda value: value - 12, "falls")
_noughts("improbable: below nought", (*FLOWS, "stock", "mean"), lambda value: -value, "negative")


@plant("improbable: money in 천원 where 백만원 are told, or in 백만원 for 억원")
def wrong_unit(paper: Paper, data: Chance) -> Planted:
    share, own, row = _month(paper, data, "money")
    times, unit = (1_000, "천원") if own.unit == "백만원" else (100, "백만원")
    change(share.actuals, row, row.value * times)
    return _told("slip", share, own, row, f"{unit} 단위로 넣은 것이 아닌지")


@plant("improbable: a numerator above its denominator")
def above_the_whole(paper: Paper, data: Chance) -> Planted:
    share, own, row = _month(paper, data, "ratio")
    need(own.unit == "%" and row.denominator)
    change(share.actuals, row, (row.denominator or 0) + number(data, 1, 50))
    return _told("whole", share, own, row)


@plant("improbable: the same three months running")
def repeated(paper: Paper, data: Chance) -> Planted:
    share, own, row = _month(paper, data, *FLOWS, "mean")
    rows = {(each.part_id, each.run.first): each for each in actuals(share, own) if each.run.is_month}
    before = [rows.get((row.part_id, row.run.first - step)) for step in (1, 2)]
    need(all(before))
    for each in filter(None, before):
        change(share.actuals, each, row.value)
    return _told("repeated", share, own, row)


@plant("improbable: last year's figure")
def last_years(paper: Paper, data: Chance) -> Planted:
    share, own, row = _month(paper, data, *FLOWS, "mean")
    ago = next(
        (each for each in actuals(share, own) if (each.part_id, each.run) == (row.part_id, row.run.a_year_before())),
        None,
    )
    need(ago and ago.value // UNITS[own.unit].factor >= 1_000)
    change(share.actuals, row, ago.value if ago else 0)
    return _told("copied", share, own, row, "지난해")


@plant("improbable: the target in the place of the actual")
def copied_target(paper: Paper, data: Chance) -> Planted:
    share, own, row = _month(paper, data, "plain_flow", "money", "low")
    target = next(each for each in targets(share, own) if each.run == paper.clock.results_year)
    change(share.actuals, row, target.value)
    return _told("copied", share, own, row, "목표")


@plant("improbable: two parts exchanged")
def exchanged_parts(paper: Paper, data: Chance) -> Planted:
    share, own, row = _month(paper, data, "flow_in_parts", "jobs")
    part = next((each for each in share.parts if each.id == row.part_id), None)
    need(part)
    sisters = {
        each.id for each in share.parts if part and (each.indicator_id, each.dimension) == (own.id, part.dimension)
    }
    others = [each for each in actuals(share, own) if each.run == row.run and each.part_id in sisters]
    other = pick(data, [each for each in others if each.value > 3 * row.value])
    change(share.actuals, row, other.value)
    change(share.actuals, other, row.value)
    return _told("exchanged", share, own, row)


@plant("improbable: far beyond the target")
def far_beyond(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "plain_flow", "money", "part_of_a_whole")
    total = sum(row.value for row in actuals(share, own, paper.results))
    share.targets = [
        row for row in share.targets if row.indicator_id != own.id or row.run not in paper.clock.results_year
    ]
    share.target(own, paper.clock.results_year, max(1, total * 100 // number(data, 152, 900)))
    return Planted(("improbable.over",), share.place(own), "누계")


def _plan(name: str, of: Callable[[int], int]) -> None:
    def planted(paper: Paper, data: Chance) -> Planted:
        share, own = made(paper, data, *FLOWS, "stock", "occasional")
        row = pick(data, [row for row in targets(share, own) if row.run == paper.clock.plan])
        change(share.targets, row, of(row.value))
        return _told("target", share, own, row, f"{row.run.korean} 목표")

    plant(name)(planted)


_plan("improbable: a target ten times last year's", lambda value: value * 10)
_plan("improbable: a target a tenth of last year's", lambda value: value // 10)
_plan("improbable: a target a thousand times last year's", lambda value: value * 1_000)


@plant("improbable: an amount far beyond last year's")
def far_amount(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    line = pick(data, lines(share, paper.plan_year, "required", "grant", "current"))
    month, times = Month(paper.plan_year, 1), pick(data, (30, 100, 1_000))
    set_amount(share, line, APPROPRIATED, month, amount_of(share, line, APPROPRIATED, month) * times)
    return Planted(("improbable.appropriation",), share.place_of_line(line), "예산액")


@plant("improbable: an amount that is a small part of last year's")
def small_amount(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    line = pick(data, lines(share, paper.plan_year, "required", "grant", "current"))
    month, times = Month(paper.plan_year, 1), pick(data, (30, 100, 1_000))
    set_amount(share, line, APPROPRIATED, month, amount_of(share, line, APPROPRIATED, month) // times)
    return Planted(("improbable.appropriation",), share.place_of_line(line), "예산액")


@plant("improbable: a month that spends most of a budget")
def leap(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    line = pick(data, lines(share, paper.year, "grant", "current"))
    month = Month(paper.year, number(data, 2, min(3, paper.reference.number)))
    amount = amount_of(share, line, APPROPRIATED, Month(paper.year, 1))
    before = amount_of(share, line, SPENT, month - 1)
    set_amount(share, line, SPENT, month, before + amount * number(data, 62, 75) // 100)
    return Planted(("improbable.jump", "improbable.slip"), share.place_of_line(line), f"{month.korean}까지의 지출액")


@plant("improbable: spent ten times as much as the month before")
def spent_slip(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    line = pick(data, lines(share, paper.year, "grant", "current"))
    month = Month(paper.year, number(data, 3, min(11, paper.reference.number)))
    set_amount(share, line, SPENT, month, amount_of(share, line, SPENT, month - 1) * 10)
    return Planted(("improbable.slip",), share.place_of_line(line), f"{month.korean}까지의 지출액")


@plant("improbable: a stock of one part that jumps")
def jump_of_a_part(paper: Paper, data: Chance) -> Planted:
    share, own, row = _month(paper, data, "stock")
    need(row.part_id)
    change(share.actuals, row, row.value * number(data, 3, 6))
    return _told("jump", share, own, row)


@plant("improbable: a cumulative name that falls")
def named_cumulative(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    own = next(each for each in share.indicators if each.policy_order == 2)
    row = pick(data, actuals(share, own, paper.results))
    change(share.actuals, row, row.value - number(data, 10, 40))
    return _told("falls", share, own, row)


@plant("figures: more above the line than below it, of which it is a part")
def more_than_whole(paper: Paper, data: Chance) -> Planted:
    share, own, row = _month(paper, data, "ratio")
    put(share.indicators, own, replace(own, within_whole=True))
    change(share.actuals, row, (row.denominator or 0) + number(data, 1, 9))
    return Planted(("figures.more_than_whole",), share.place(own, share.path(row)), row.run.korean)
