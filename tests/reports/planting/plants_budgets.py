"""Budgets, staff, and what a briefing cannot do without."""

from dataclasses import replace
from datetime import timedelta

from seoulwork.domain.periods import Month
from seoulwork.domain.vocabulary import APPROPRIATED, COMMITTED, SPENT
from seoulwork.figures.models import Grade

from .making import SEEN
from .paper import Paper, put
from .plants import Chance, Planted, amount_of, lines, need, number, pick, plant, set_amount, write

EARLY = ("complete.execution_ends_early",)


@plant("budgets: a grant of which more is spent than committed")
def spent_beyond(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    line = pick(data, lines(share, paper.year, "grant", "current"))
    committed = amount_of(share, line, COMMITTED, paper.reference)
    set_amount(share, line, SPENT, paper.reference, committed + SEEN * number(data, 1, 900))
    return Planted(("budgets.spent_beyond_committed",), share.place_of_line(line))


@plant("budgets: committed beyond the amount")
def committed_beyond(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    line = pick(data, lines(share, paper.year, "grant", "current"))
    amount = amount_of(share, line, APPROPRIATED, Month(paper.year, 1))
    set_amount(share, line, COMMITTED, paper.reference, amount + SEEN * number(data, 1, 900))
    return Planted(("budgets.executed_beyond_amount",), share.place_of_line(line))


@plant("budgets: spent beyond the amount, and nothing committed")
def spent_without(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    line = pick(data, lines(share, paper.year, "grant"))
    share.amounts = [row for row in share.amounts if (row.budget_id, row.name) != (line.id, COMMITTED)]
    amount = amount_of(share, line, APPROPRIATED, Month(paper.year, 1))
    set_amount(share, line, SPENT, paper.reference, amount + SEEN * number(data, 1, 900))
    return Planted(("budgets.executed_beyond_amount",), share.place_of_line(line))


def _falls(paper: Paper, data: Chance, name: str) -> Planted:
    share = pick(data, paper.shares)
    line = pick(data, lines(share, paper.year, "grant", "current"))
    need(paper.reference.number > 1)
    month = Month(paper.year, number(data, 2, paper.reference.number))
    before = amount_of(share, line, name, month - 1)
    set_amount(share, line, name, month, number(data, 0, before - 1))
    return Planted(("budgets.cumulative_falls",), share.place_of_line(line), f"{name} 누계가 {month.korean}에")


@plant("budgets: an amount that is not what the lines below come to")
def not_what_is_below(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    programme, month = pick(data, share.programmes), Month(paper.plan_year, 1)
    above, *below = (
        share.budget("단위예산", "required", paper.plan_year, programme, part=part)
        for part in ("정책", "정책/하나", "정책/둘")
    )
    for line in below:
        share.amount(line, month, APPROPRIATED, SEEN)
    share.amount(above, month, APPROPRIATED, 2 * SEEN + SEEN * number(data, 1, 5))
    return Planted(("budgets.not_what_is_below",), share.place_of_line(above), "'정책'의 예산액")


@plant("budgets: spent, cumulative, that falls")
def spent_falls(paper: Paper, data: Chance) -> Planted:
    return _falls(paper, data, SPENT)


@plant("budgets: committed, cumulative, that falls")
def committed_falls(paper: Paper, data: Chance) -> Planted:
    return _falls(paper, data, COMMITTED)


@plant("budgets: a month's own value in place of the cumulative")
def own_of_month(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    line = pick(data, lines(share, paper.year, "grant", "current"))
    need(paper.reference.number >= 3)
    month = Month(paper.year, number(data, 3, paper.reference.number))
    before, now = (amount_of(share, line, SPENT, each) for each in (month - 1, month))
    need(0 < now - before < before)
    set_amount(share, line, SPENT, month, now - before)
    return Planted(("budgets.cumulative_falls",), share.place_of_line(line), month.korean)


@plant("budgets: 천원 for 백만원 of an amount that is executed")
def thousands(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    line = pick(data, lines(share, paper.year, "grant", "current"))
    amount = amount_of(share, line, APPROPRIATED, Month(paper.year, 1))
    set_amount(share, line, APPROPRIATED, Month(paper.year, 1), amount // 1_000)
    return Planted(("budgets.executed_beyond_amount",), share.place_of_line(line))


@plant("budgets: 백만원 for 천원 of what a programme needs")
def millions(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    line = pick(data, [line for line in lines(share, paper.plan_year, "required") if line.fund_source != "구비"])
    month = Month(paper.plan_year, 1)
    set_amount(share, line, APPROPRIATED, month, amount_of(share, line, APPROPRIATED, month) * 1_000)
    return Planted(("budgets.programme_beyond_division",), share.place_of_line(line))


@plant("budgets: a total cost beyond all of the division's")
def total_cost(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    line = share.budget("총사업비", "total_cost", paper.plan_year, pick(data, share.programmes))
    share.amount(line, Month(paper.plan_year, 1), APPROPRIATED, 200_000 * SEEN + SEEN * number(data, 1, 10**6))
    return Planted(("budgets.programme_beyond_division",), share.place_of_line(line), "총사업비")


@plant("budgets: programmes that together need more than the division has")
def together(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares[1:])
    month = Month(paper.plan_year, 1)
    current = sum(amount_of(share, line, APPROPRIATED, month) for line in lines(share, paper.plan_year, "current"))
    for line in lines(share, paper.plan_year, "required"):
        if line.fund_source != "구비":
            set_amount(share, line, APPROPRIATED, month, current * number(data, 51, 99) // 100)
    return Planted(("budgets.programmes_beyond_division",), share.division.name)


@plant("budgets: an execution that ends before the reference month")
def ends_early(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    line = pick(data, lines(share, paper.year, "grant"))
    need(paper.reference.number > 1)
    last = Month(paper.year, number(data, 1, paper.reference.number - 1))
    name = pick(data, (COMMITTED, SPENT))
    share.amounts = [row for row in share.amounts if (row.budget_id, row.name) != (line.id, name) or row.month <= last]
    return Planted(EARLY, share.place_of_line(line), last.korean)


@plant("budgets: a division's execution of which nothing is told this year")
def not_executed(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    own = {line.id for line in lines(share, paper.year, "current")}
    name = pick(data, (COMMITTED, SPENT))
    share.amounts = [row for row in share.amounts if row.budget_id not in own or row.name != name]
    return Planted(EARLY, f"{share.division.name} · 예산현액", name)


@plant("budgets: a grant's execution of which nothing is told this year")
def grant_not_executed(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    line = pick(data, lines(share, paper.year, "grant"))
    name = pick(data, (COMMITTED, SPENT))
    share.amounts = [row for row in share.amounts if (row.budget_id, row.name) != (line.id, name)]
    return Planted(EARLY, share.place_of_line(line), name)


@plant("budgets: a line whose execution ends before that of the others")
def line_ends_early(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    own = lines(share, paper.year, "current")
    need(len(own) > 1 and paper.reference.number > 1)
    line = pick(data, own)
    last = Month(paper.year, number(data, 1, paper.reference.number - 1))
    share.amounts = [row for row in share.amounts if row.budget_id != line.id or row.month <= last]
    return Planted(("complete.part",), "Ⅰ 일반현황", f"{line.fund_source} {last.number}월까지")


@plant("budgets: a line without an amount")
def line_without(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    own = lines(share, paper.plan_year, "current")
    need(len(own) > 1)
    line = pick(data, own)
    share.amounts = [row for row in share.amounts if row.budget_id != line.id]
    return Planted(("complete.part",), "Ⅰ 일반현황")


@plant("budgets: spending far off its pace")
def slow(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    line = pick(data, lines(share, paper.year, "grant"))
    need(paper.reference.number >= 4)
    for row in [row for row in share.amounts if (row.budget_id, row.name) == (line.id, SPENT)]:
        put(share.amounts, row, replace(row, amount=row.amount // 3))
    return Planted(("budgets.behind_pace",), share.place_of_line(line))


@plant("budgets: an officer foresees less than is spent")
def foreseen_below(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    line = pick(data, lines(share, paper.year, "grant", "current"))
    spent = amount_of(share, line, SPENT, paper.reference)
    need(spent > 1)
    share.foresee_spent(line, spent // 2)
    return Planted(("budgets.forecast_below_spent",), share.place_of_line(line))


@plant("budgets: an officer foresees more than there is")
def foreseen_beyond(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    line = pick(data, lines(share, paper.year, "grant", "current"))
    amount = amount_of(share, line, APPROPRIATED, Month(paper.year, 1))
    share.foresee_spent(line, amount + SEEN * number(data, 1, 900))
    return Planted(("budgets.forecast_beyond_amount",), share.place_of_line(line), "담당자의 까닭: 하반기 사업")


@plant("budgets: an officer foresees much more than the months come to")
def foreseen_apart(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    line = pick(data, lines(share, paper.year, "grant", "current"))
    need(paper.reference.number >= 3)
    share.foresee_spent(line, amount_of(share, line, SPENT, paper.reference) * number(data, 60, 90))
    return Planted(("budgets.forecasts_differ",), share.place_of_line(line), "담당자의 까닭: 하반기 사업")


@plant("budgets: one that a sentence names and nobody entered")
def amount_in_a_sentence(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    line = pick(data, lines(share, paper.plan_year, "grant"))
    share.amounts = [row for row in share.amounts if row.budget_id != line.id]
    place = write(share, line.programme_id, data, "○ 교부 예정 : {보조금}")
    return Planted(("complete.blank",), place, "교부 예정 : -")


# -------------------------------------------------------------------------------------------------------- staff


@plant("staff: a division that counts on another day")
def another_day(paper: Paper, data: Chance) -> Planted:
    share, days = pick(data, paper.shares), timedelta(number(data, 1, 300))
    share.headcount = [replace(row, as_of=row.as_of - days) for row in share.headcount]
    return Planted(("staff.dates_differ",), paper.shares[0].division.name, share.division.name)


@plant("staff: a grade that was not counted again")
def old_grade(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    row = pick(data, share.headcount)
    put(share.headcount, row, replace(row, as_of=row.as_of - timedelta(number(data, 1, 300))))
    return Planted(("staff.dates_differ",), paper.shares[0].division.name, share.division.name)


@plant("staff: more heads than posts")
def heads(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    row = pick(data, share.headcount)
    put(share.headcount, row, replace(row, actual=row.authorised + number(data, 1, 5)))
    return Planted(("staff.beyond_posts",), share.division.name)


@plant("staff: five thousand heads")
def too_many_heads(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    row = pick(data, share.headcount)
    put(share.headcount, row, replace(row, actual=row.authorised * 2 + number(data, 6, 5_000)))
    return Planted(("staff.far_beyond_posts",), share.division.name)


@plant("staff: a grade that all others have")
def missing_grade(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    share.headcount.remove(pick(data, [row for row in share.headcount if row.grade in ("4", "5", "6", "7")]))
    return Planted(("staff.missing_grade",), share.division.name)


@plant("staff: a total that leaves out a grade")
def total_without_a_grade(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    row = pick(data, [row for row in share.headcount if row.grade in ("4", "5", "6", "7")])
    share.headcount.remove(row)
    return Planted(("complete.part",), "Ⅰ 일반현황", f"{share.division.name} {Grade(row.grade).label} 제외")


# -------------------------------------------------------------------------------------------------------- setup


@plant("setup: no goal")
def no_goal(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    share.goal = ""
    return Planted(("setup.goal",), share.division.name)


@plant("setup: no staff")
def no_staff(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    share.headcount.clear()
    return Planted(("setup.staff",), share.division.name)


@plant("setup: no budget")
def no_budget(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    own = {line.id for line in lines(share, paper.plan_year, "current")}
    share.amounts = [row for row in share.amounts if row.budget_id not in own]
    return Planted(("setup.budget",), share.division.name)


@plant("setup: no bureau")
def no_bureau(paper: Paper, _: Chance) -> Planted:
    paper.bureau = None
    return Planted(("setup.bureau",), "일반현황")
