"""Relations of figures that do not hold."""

from seoulwork.domain.ledger import RelationRow, Side
from seoulwork.domain.periods import Month
from seoulwork.domain.vocabulary import APPROPRIATED

from .paper import Paper
from .plants import Chance, Planted, actuals, amount_of, change, made, need, number, pick, plant, set_amount, targets


@plant("relations: a part that is more than its whole")
def exceeds(paper: Paper, data: Chance) -> Planted:
    share, (whole, part, _) = paper.made["part_of_a_whole"]
    row = pick(data, actuals(share, part, paper.results))
    change(share.actuals, row, sum(each.value for each in actuals(share, whole, paper.results)) + number(data, 1, 99))
    return Planted(("relations.exceeds",), share.place(part), "실적")


@plant("relations: a part's target that is more than that of the whole")
def exceeding_target(paper: Paper, data: Chance) -> Planted:
    share, (whole, part, _) = paper.made["part_of_a_whole"]
    first = next(row for row in targets(share, whole) if row.run == paper.clock.plan)
    row = next(row for row in targets(share, part) if row.run == paper.clock.plan)
    change(share.targets, row, first.value + number(data, 1, 9_999))
    return Planted(("relations.exceeds",), share.place(part), "목표")


@plant("relations: one measure that differs in its second place")
def differs(paper: Paper, data: Chance) -> Planted:
    share, (_, _, twin) = paper.made["part_of_a_whole"]
    row = pick(data, actuals(share, twin, paper.results))
    change(share.actuals, row, row.value + number(data, 1, 500))
    return Planted(("relations.differs",), share.place(twin))


@plant("relations: one measure that is moved to another month, so that its sum is the same and a month is not told")
def moved(paper: Paper, data: Chance) -> Planted:
    share, (whole, _, twin) = paper.made["part_of_a_whole"]
    row = pick(data, actuals(share, whole, paper.results))
    change(share.actuals, row, row.value // 2)
    need(sum(each.value for each in actuals(share, whole, paper.results)) > 0)
    return Planted(("relations.differs",), share.place(twin))


@plant("relations: a count that its mean does not give")
def mean(paper: Paper, data: Chance) -> Planted:
    share, (own, count) = paper.made["mean"]
    times = number(data, 2, 9)
    for row in actuals(share, count, paper.results):
        change(share.actuals, row, row.value * times)
    return Planted(("relations.is_not_the_mean",), share.place(own))


@plant("relations: a mean ten times as large")
def mean_itself(paper: Paper, data: Chance) -> Planted:
    share, (own, _) = paper.made["mean"]
    for row in actuals(share, own, paper.results):
        change(share.actuals, row, row.value * 10)
    return Planted(("relations.is_not_the_mean",), share.place(own))


@plant("relations: budget lines out of their ratio")
def matching(paper: Paper, data: Chance) -> Planted:
    shares = [(share, row) for share in paper.shares for row in share.relations if row.kind == "matching"]
    share, row = pick(data, shares)
    side = pick(data, (row.first, row.second))
    line = next(
        each
        for each in share.budgets
        if (each.programme_id, each.short_name, each.fund_source, each.year)
        == (side.programme_id, side.budget, side.fund_source, paper.plan_year)
    )
    month = Month(paper.plan_year, 1)
    won = amount_of(share, line, APPROPRIATED, month)
    set_amount(share, line, APPROPRIATED, month, won * number(data, 101, 150) // 100)
    return Planted(("relations.is_not_matched",), share.place_of_line(line))


@plant("relations: a part of one dimension that is more than another indicator's")
def exceeds_in_a_part(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "flow_in_parts")
    part = pick(data, [each for each in share.parts if each.indicator_id == own.id])
    total = sum(row.value for row in actuals(share, own, paper.results) if row.part_id == part.id)
    whole = share.indicator(
        "접수처리", next(each for each in share.programmes if each.id == own.programme_id), frequency="occasional"
    )
    share.actual(whole, paper.results, max(1, total - number(data, 1, 50)))
    share.relations.append(RelationRow("at_most", Side(own.id, part.path), Side(whole.id)))
    return Planted(("relations.exceeds",), share.place(own, part.path), "실적")
