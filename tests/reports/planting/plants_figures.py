"""Figures and targets that contradict each other."""

from dataclasses import replace
from datetime import timedelta

from seoulwork.domain.periods import Month, Run

from .paper import Paper, put
from .plants import (
    FLOWS,
    Chance,
    Planted,
    actuals,
    change,
    drop_months,
    made,
    need,
    number,
    pick,
    plant,
    targets,
    write,
)

TOTALS = ("figures.totals_differ",)


@plant("figures: a part's actual, so that its breakdown adds up to another total")
def part_of_a_breakdown(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "jobs")
    row = pick(data, actuals(share, own, paper.results))
    change(share.actuals, row, row.value + number(data, 1, 10_000))
    return Planted(TOTALS, share.place(own), "실적의 합계가 서로 다릅니다")


@plant("figures: a part's target, so that its breakdown adds up to another total")
def target_of_a_part(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "jobs")
    row = pick(data, [row for row in targets(share, own) if row.run == paper.clock.plan])
    change(share.targets, row, row.value + number(data, 1, 10_000))
    return Planted(TOTALS, share.place(own), "목표의 합계가 서로 다릅니다")


@plant("figures: a whole beside parts of another sum")
def whole_beside_parts(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "flow_in_parts", "jobs")
    need(not any(row.part_id is None for row in actuals(share, own)))
    rows = [row for row in actuals(share, own, paper.results) if row.run.is_month]
    run = pick(data, rows).run
    dimension = next(part.dimension for part in share.parts if part.indicator_id == own.id)
    first = {part.id for part in share.parts if part.indicator_id == own.id and part.dimension == dimension}
    total = sum(row.value for row in rows if row.run == run and row.part_id in first)
    share.actual(own, run, total + number(data, 1, 10_000))
    return Planted(TOTALS, share.place(own), "전체")


@plant("figures: a whole's target beside those of its parts")
def whole_target(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "jobs")
    share.target(own, paper.clock.plan, number(data, 1, 1_000))
    return Planted(TOTALS, share.place(own), "목표의 합계가 서로 다릅니다")


@plant("figures: a part beside its own parts")
def part_beside_its_parts(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "flow_in_parts", "jobs")
    part = pick(data, [part for part in share.parts if part.indicator_id == own.id])
    row = next(row for row in targets(share, own) if row.part_id == part.id and row.run == paper.clock.plan)
    half = row.value // 2
    for name, value in (("신규", half), ("계속", row.value - half + number(data, 1, 999))):
        share.target(own, row.run, value, share.part(own, f"{part.path}/{name}"))
    return Planted(TOTALS, share.place(own, part.path), "목표의 합계가 서로 다릅니다")


@plant("figures: means of parts that do not add up")
def means(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "mean")
    parts = [share.part(own, name) for name in ("본관", "별관")]
    for row in actuals(share, own):
        for part, value in zip(parts, (row.value // 3, row.value // 4), strict=True):
            share.actual(own, row.run, value, part)
    return Planted(("figures.totals_of_means_differ",), share.place(own), "실적의 합계가 서로 다릅니다")


@plant("figures: a cumulative target below that of the year before")
def falling_target(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    own = next(each for each in share.indicators if each.policy_order == 2)
    year = number(data, paper.plan_year + 1, paper.plan_year + 2)
    before, after = (next(row for row in targets(share, own) if row.run == Run.year(each)) for each in (year - 1, year))
    change(share.targets, after, before.value - number(data, 1, 50))
    return Planted(("figures.cumulative_falls",), share.place(own), f"{year}년 목표가")


@plant("figures: a cumulative actual below that of the year before")
def falling_actual(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    own = next(each for each in share.indicators if each.policy_order == 2)
    year = paper.year - 1
    ends = {row.run.last: row for row in actuals(share, own) if row.run.last.number == 12}
    need(Month(year - 1, 12) in ends)
    change(share.actuals, ends[Month(year, 12)], ends[Month(year - 1, 12)].value - number(data, 1, 50))
    return Planted(("figures.cumulative_falls",), share.place(own), f"{year}년 실적이")


def _grown(paper: Paper, data: Chance, *, of_stock: bool) -> tuple[str, int]:
    """Another target of a stock or of its flow: the stock's place, the year."""
    share, (flow, stock) = paper.made["grown"]
    row = pick(data, [row for row in targets(share, stock if of_stock else flow) if row.run.last.year >= paper.year])
    change(share.targets, row, row.value + number(data, 1, 99))
    return share.place(stock), row.run.last.year


@plant("targets: a stock's that is not what its flow adds up to")
def stock_target(paper: Paper, data: Chance) -> Planted:
    place, year = _grown(paper, data, of_stock=True)
    return Planted(("targets.stock_is_not_its_flow",), place, f"{year}년 목표는")


@plant("targets: a flow's that its stock does not follow")
def flow_target(paper: Paper, data: Chance) -> Planted:
    place, _ = _grown(paper, data, of_stock=False)
    return Planted(("targets.stock_is_not_its_flow",), place)


@plant("targets: a flow's past actual that its stock does not follow")
def flow_actual(paper: Paper, data: Chance) -> Planted:
    share, (flow, stock) = paper.made["grown"]
    row = pick(data, actuals(share, flow))
    change(share.actuals, row, row.value + number(data, 1, 99))
    return Planted(("targets.stock_is_not_its_flow",), share.place(stock))


@plant("figures: an actual restated in thousands that rounds to another")
def restated_actual(paper: Paper, data: Chance) -> Planted:
    share, (_, rounded) = paper.made["occasional"]
    row = pick(data, actuals(share, rounded, paper.results))
    change(share.actuals, row, row.value + 1_000 * number(data, 1, 9))
    return Planted(("figures.restated_differs",), share.place(rounded), "실적이")


@plant("figures: a target restated in thousands that rounds to another")
def restated_target(paper: Paper, data: Chance) -> Planted:
    share, (_, rounded) = paper.made["occasional"]
    row = next(row for row in targets(share, rounded) if row.run == paper.clock.plan)
    change(share.targets, row, row.value - 1_000 * number(data, 1, 9))
    return Planted(("figures.restated_differs",), share.place(rounded), "목표가")


@plant("figures: the exact figure of a restated one")
def exact_of_restated(paper: Paper, data: Chance) -> Planted:
    share, (own, rounded) = paper.made["occasional"]
    row = pick(data, actuals(share, own, paper.results))
    change(share.actuals, row, row.value + number(data, 1_000, 9_000))
    return Planted(("figures.restated_differs",), share.place(rounded), "실적이")


@plant("figures: a stock's part that is older than its sisters")
def older_part(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "stock")
    part = pick(data, [part for part in share.parts if part.indicator_id == own.id])
    drop_months(share, own, paper.reference - number(data, 1, 6), part.id, all_parts=False)
    return Planted(("figures.dates_of_parts_differ",), share.place(own), part.name)


@plant("figures: a stock's part with a day of its own")
def day_of_a_part(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "stock")
    rows = [row for row in actuals(share, own) if row.part_id and row.run.last == paper.reference]
    row = pick(data, rows)
    day = row.run.last.last_day - timedelta(number(data, 1, 20))
    put(share.actuals, row, row._replace(as_of=day))
    return Planted(("figures.dates_of_parts_differ",), share.place(own))


@plant("figures: a day of its own in a column of a table")
def day_in_a_column(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    own = pick(data, [own for own in share.indicators if own.policy_order])
    year = paper.results.first.year - 1
    row = max((row for row in actuals(share, own) if row.run.last.year == year), key=lambda row: row.run.last)
    put(share.actuals, row, row._replace(as_of=row.run.last.last_day - timedelta(number(data, 1, 20))))
    return Planted(("figures.dates_of_a_column_differ",), own.name)


@plant("figures: a day after the reference month")
def late_day(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, *FLOWS, "stock", "mean", "ratio")
    row = pick(data, [row for row in actuals(share, own, paper.results) if row.run.last == paper.reference])
    day = paper.reference.last_day + timedelta(number(data, 1, 200))
    put(share.actuals, row, row._replace(as_of=day))
    return Planted(("figures.dated_after_its_months",), share.place(own, share.path(row)))


@plant("targets: halves that do not add up to their year")
def halves(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, *FLOWS)
    row = pick(data, [row for row in targets(share, own) if len(row.run.months()) == 6])
    change(share.targets, row, row.value + number(data, 1, 50))
    return Planted(("targets.periods_differ",), share.place(own, share.path(row)), f"{row.run.first.year}년 목표는")


@plant("targets: a year that is not the sum of its halves")
def year_of_halves(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, *FLOWS)
    half = pick(data, [row for row in targets(share, own) if len(row.run.months()) == 6])
    year = Run.year(half.run.first.year)
    row = next(row for row in targets(share, own) if (row.run, row.part_id) == (year, half.part_id))
    change(share.targets, row, row.value * 10)
    return Planted(("targets.periods_differ",), share.place(own, share.path(row)))


@plant("targets: quarters that do not add up to their year")
def quarters(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "plain_flow", "money", "low")
    need(not any(len(row.run.months()) == 6 for row in targets(share, own)))
    row = pick(data, targets(share, own))
    year, wrong = row.run.first.year, number(data, 1, 5)
    parts = [row.value // 4] * 3 + [row.value - 3 * (row.value // 4) + wrong]
    for at, value in enumerate(parts):
        share.target(own, Run(Month(year, 3 * at + 1), Month(year, 3 * at + 3)), value)
    return Planted(("targets.periods_differ",), share.place(own), f"{year}년 목표는")


@plant("targets: an actual far behind its pace")
def behind(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "plain_flow", "money", "part_of_a_whole")
    need(paper.reference.number >= 3)
    for row in actuals(share, own, paper.results):
        change(share.actuals, row, row.value // number(data, 3, 9))
    return Planted(("targets.behind_pace",), share.place(own))


@plant("targets: an officer foresees less than is reached")
def foreseen_below(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "plain_flow", "money", "part_of_a_whole")
    row = pick(data, [row for row in actuals(share, own, paper.results) if row.part_id is None])
    need(row.value > 1)
    share.foresee(own, paper.reference.year, row.value // 2)
    return Planted(("targets.forecast_below_reached",), share.place(own))


@plant("targets: an officer foresees much more than the months come to")
def foreseen_apart(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "plain_flow", "money")
    need(paper.reference.number >= 3)
    total = sum(row.value for row in actuals(share, own, paper.results) if row.part_id is None)
    need(total > 0)
    share.foresee(own, paper.reference.year, total * number(data, 60, 90))
    return Planted(("targets.forecasts_differ",), share.place(own), "담당자의 까닭: 하반기 사업")


@plant("targets: an actual beyond the target")
def beyond(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "plain_flow", "money", "part_of_a_whole")
    for row in targets(share, own, paper.clock.results_year):
        change(share.targets, row, max(1, row.value // number(data, 20, 90)))
    return Planted(("targets.beyond",), share.place(own))


@plant("targets: what is better low and is high")
def high(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "low")
    for row in actuals(share, own, paper.results):
        change(share.actuals, row, row.value * number(data, 3, 9))
    return Planted(("targets.higher_than_wanted",), share.place(own))


@plant("targets: a stock that is better low and is above its target")
def high_stock(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "stock")
    put(share.indicators, own, replace(own, lower_is_better=True))
    for row in targets(share, own, paper.clock.results_year):
        change(share.targets, row, row.value // number(data, 2, 9))
    return Planted(("targets.higher_than_wanted",), share.place(own))


@plant("targets: one of a year that is over, alone in a text")
def past_target(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, *FLOWS, "stock")
    year = paper.year - 1
    place = write(share, own.programme_id, data, f"○ {own.name} {{{own.name}.목표@{year}}}")
    told = [text for row in share.passages for text in (row.text, *(each.detail for each in row.milestones))]
    need(not any(f"{{{own.name}@{year}}}" in text for text in told))
    return Planted(("texts.target_of_the_past",), place, f"{year}년 목표")


@plant("targets: a part's that is missing in a table")
def missing_in_a_table(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "jobs")
    part = pick(data, [part for part in share.parts if part.indicator_id == own.id])
    share.targets = [row for row in share.targets if row.part_id != part.id or row.run not in paper.clock.plan]
    return Planted(("complete.silent_part",), share.place(own, part.path), "목표가 없습니다")


@plant("targets: one that is missing in a sentence")
def missing_in_a_sentence(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "plain_flow", "money", "low")
    share.targets = [row for row in share.targets if row.indicator_id != own.id]
    place = write(share, own.programme_id, data, f"○ 연간 목표 : {{{own.name}.목표}}")
    return Planted(("complete.blank",), place, "연간 목표 : -")
