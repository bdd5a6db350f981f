"""What is incomplete, old or empty, and months that nobody approved."""

from dataclasses import replace

from reports.checks.months import DivisionMonth
from seoulwork.domain.periods import Month, Run

from .paper import Paper, put
from .plants import (
    FLOWS,
    Chance,
    Planted,
    actuals,
    drop_months,
    made,
    need,
    number,
    pick,
    plant,
    section_of,
    targets,
    write,
)

PART = ("complete.part",)


@plant("complete: a monthly figure that ends before the reference month")
def ends_early(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, *FLOWS, "stock", "mean", "ratio")
    last = paper.reference - number(data, 1, 3)
    need(any(row.run.last == last for row in actuals(share, own)))
    drop_months(share, own, last)
    return Planted(("complete.actual_ends_early",), share.place(own), last.korean)


@plant("complete: a sum in a sentence that ends before the reference month")
def sum_ends_early(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, *FLOWS)
    need(paper.reference.number > 2)
    last = paper.reference - 1
    need(any(row.run.last == last for row in actuals(share, own)))
    place = write(share, own.programme_id, data, f"○ 지금까지 {{{own.name}}}")
    drop_months(share, own, last)
    return Planted(("complete.months",), place, f"{last.number}월까지")


@plant("complete: what comes as it happens has not come since the briefing before")
def not_told_again(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "occasional")
    rows = actuals(share, own, paper.results)
    need(rows and not own.restates)
    paper.before = max(row.run.last for row in rows) + number(data, 0, 3)
    place = write(share, own.programme_id, data, f"○ 공모 선정 : {{{own.name}}}")
    return Planted(("complete.not_told_again",), place, paper.before.korean)


@plant("complete: a month in the middle that nobody entered")
def month_in_the_middle(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "plain_flow", "money", "low", "mean", "ratio")
    need(paper.reference.number > 2)
    rows = [row for row in actuals(share, own, paper.results) if row.run.is_month and row.run.last < paper.reference]
    gone = pick(data, rows)
    need(any(row.run.first < gone.run.first for row in rows) or len(rows) > 1)
    share.actuals.remove(gone)
    place = write(share, own.programme_id, data, f"○ 지금까지 {{{own.name}}}")
    return Planted(("complete.months", "complete.unsaid"), place, f"{gone.run.last.number}월")


@plant("complete: a stock in a sentence that is older than the reference month")
def old_stock(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "stock")
    last = paper.reference - number(data, 1, 6)
    need(any(row.run.last == last for row in actuals(share, own)))
    place = write(share, own.programme_id, data, f"○ 현황 : {{{own.name}}}")
    drop_months(share, own, last)
    return Planted(("complete.months",), place, f"{last.number}월말 기준")


@plant("complete: a rate of what lacks a month")
def rate_of_what_lacks(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "plain_flow", "money")
    need(paper.reference.number > 2)
    need(any(row.run.last == paper.reference - 1 for row in actuals(share, own)))
    place = write(share, own.programme_id, data, f"○ 연간 목표의 {{{own.name}.달성률}}")
    drop_months(share, own, paper.reference - 1)
    return Planted(("complete.unsaid",), place, "월까지")


@plant("complete: a month of one part, in a table")
def month_of_a_part(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "jobs")
    part = pick(data, [part for part in share.parts if part.indicator_id == own.id and part.dimension == "사업대상"])
    row = pick(data, [row for row in actuals(share, own, paper.results) if row.part_id == part.id])
    need(len([each for each in actuals(share, own, paper.results) if each.part_id == part.id]) > 1)
    share.actuals.remove(row)
    return Planted(("complete.months",), "Ⅱ 비전 및 목표", "월")


@plant("complete: a month of one part, in a sentence with the whole")
def month_of_a_part_in_a_sentence(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "flow_in_parts")
    parts = [part for part in share.parts if part.indicator_id == own.id]
    need(len({part.dimension for part in parts}) == 1 and not any(row.part_id is None for row in actuals(share, own)))
    part = pick(data, parts)
    rows = [row for row in actuals(share, own, paper.results) if row.part_id == part.id]
    need(len(rows) > 1)
    share.actuals.remove(pick(data, rows))
    place = write(share, own.programme_id, data, f"○ 지금까지 {{{own.name}}}")
    return Planted(PART, place, part.name)


@plant("complete: a part of which nothing is told, in a sentence with the whole")
def part_without(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "flow_in_parts")
    parts = [part for part in share.parts if part.indicator_id == own.id]
    need(len({part.dimension for part in parts}) == 1 and not any(row.part_id is None for row in actuals(share, own)))
    part = pick(data, parts)
    gone = [row for row in actuals(share, own) if row.part_id == part.id]
    share.actuals = [row for row in share.actuals if row not in gone]
    place = write(share, own.programme_id, data, f"○ 지금까지 {{{own.name}}}")
    return Planted(PART, place, f"{part.name} 제외")


@plant("complete: a part of which nothing is told, where another breakdown gives the total")
def silent_part(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "jobs")
    part = pick(data, [part for part in share.parts if part.indicator_id == own.id])
    share.actuals = [row for row in share.actuals if row.part_id != part.id or row.run.last.year < paper.year]
    return Planted(("complete.silent_part",), share.place(own, part.path), "실적이 없습니다")


@plant("complete: half of a ratio")
def half(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "ratio")
    row = pick(data, actuals(share, own, paper.results))
    put(share.actuals, row, row._replace(denominator=None))
    place = write(share, own.programme_id, data, f"○ 지금까지 {{{own.name}}}")
    return Planted(PART, place, "분모 제외")


@plant("complete: a target of a part that is missing in a sentence with the whole")
def target_of_a_part(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "flow_in_parts")
    parts = [part for part in share.parts if part.indicator_id == own.id]
    need(len({part.dimension for part in parts}) == 1 and not any(row.part_id is None for row in targets(share, own)))
    part = pick(data, parts)
    share.targets = [row for row in share.targets if row.part_id != part.id or row.run not in paper.clock.plan]
    place = write(share, own.programme_id, data, f"○ 연간 목표 : {{{own.name}.목표}}")
    return Planted(PART, place, f"{part.name} 제외")


@plant("complete: a sentence about a year without figures")
def year_without(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, *FLOWS, "occasional", "ratio")
    year = paper.year - number(data, 5, 15)
    place = write(share, own.programme_id, data, f"○ {year}년 {{{own.name}@{year}}} 달성")
    return Planted(("complete.blank",), place, "1곳")


@plant("complete: a change against months that nobody told")
def nothing_to_compare(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, *FLOWS, "mean")
    share.actuals = [row for row in share.actuals if row.indicator_id != own.id or row.run.last.year == paper.year]
    place = write(share, own.programme_id, data, f"- 전년 동기대비 {{{own.name}.증감률}}")
    return Planted(("complete.blank",), place, "전년 동기대비 -")


@plant("complete: an indicator of which nothing was ever told")
def never_told(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, *FLOWS, "stock", "mean", "ratio", "occasional")
    share.actuals = [row for row in share.actuals if row.indicator_id != own.id]
    place = write(share, own.programme_id, data, f"○ 지금까지 {{{own.name}}}")
    return Planted(("complete.blank",), place, "지금까지 -")


@plant("complete: a programme without a text")
def empty_programme(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    programme = pick(data, share.programmes)
    share.passages = [row for row in share.passages if row.programme_id != programme.id]
    return Planted(("complete.empty",), section_of(share, programme.id), programme.title)


@plant("complete: a policy table without a row")
def empty_policy(paper: Paper, _: Chance) -> Planted:
    for share in paper.shares:
        share.indicators = [replace(own, policy_order=None) for own in share.indicators]
    return Planted(("complete.empty",), "Ⅱ 비전 및 목표", "표")


@plant("complete: a policy chart without a value")
def empty_chart(paper: Paper, _: Chance) -> Planted:
    for share in paper.shares:
        chosen = {own.id for own in share.indicators if own.policy_order}
        share.actuals = [row for row in share.actuals if row.indicator_id not in chosen]
        share.targets = [row for row in share.targets if row.indicator_id not in chosen]
    return Planted(("complete.empty",), "Ⅱ 비전 및 목표", "그림")


@plant("complete: a cell of the policy table")
def policy_cell(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    own = pick(data, [own for own in share.indicators if own.policy_order])
    year = number(data, paper.plan_year, paper.plan_year + 2)
    share.targets = [row for row in share.targets if row.indicator_id != own.id or row.run != Run.year(year)]
    return Planted(("complete.policy",), share.place(own), f"{year}년 목표")


# ------------------------------------------------------------------------------------------------------- months


def _month(paper: Paper, data: Chance, state: str, *, approved: bool) -> tuple[DivisionMonth, Month]:
    share = pick(data, paper.shares)
    own = share.division
    paper.of_divisions = [
        DivisionMonth(
            each.division.key,
            each.division.name,
            paper.reference,
            state if each is share else "마감",
            approved=approved or each is not share,
            closed=each is not share,
        )
        for each in paper.shares
    ]
    return next(each for each in paper.of_divisions if each.division == own.key), paper.reference


@plant("months: one that nobody approved")
def not_approved(paper: Paper, data: Chance) -> Planted:
    own, month = _month(paper, data, pick(data, ("작성 중", "제출", "다시 열림", "열지 않음")), approved=False)
    return Planted(("months.not_approved",), own.name, f"{month.korean} 입력이 승인되지 않았습니다(지금: {own.state})")


@plant("months: one that is approved and not closed")
def not_closed(paper: Paper, data: Chance) -> Planted:
    own, month = _month(paper, data, "승인", approved=True)
    return Planted(("months.not_closed",), own.name, month.korean)
